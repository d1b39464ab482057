"""Files that wait for their import."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("supply", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=8)),
                ("program", models.CharField(blank=True, default="", max_length=32)),
                ("mapping_name", models.TextField(blank=True, default="")),
                ("mapping_text", models.TextField(blank=True, default="")),
                ("table", models.CharField(blank=True, default="", max_length=16)),
                ("edition", models.DateField()),
                ("is_complete", models.BooleanField(default=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("files", models.JSONField()),
                ("size_bytes", models.BigIntegerField()),
                ("state", models.CharField(default="WAITING", max_length=11)),
                ("is_judging", models.BooleanField(default=False)),
                ("read_bytes", models.BigIntegerField(default=0)),
                ("read_rows", models.BigIntegerField(default=0)),
                ("unreadable_rows", models.BigIntegerField(default=0)),
                ("problem", models.TextField(blank=True, default="")),
                ("fix", models.TextField(blank=True, default="")),
                ("attempt_count", models.IntegerField(default=0)),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supply.importrun"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["WAITING", "RUNNING"])),
                        fields=["recorded_at"],
                        name="upload_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["RECORDS", "HOLDINGS"])), name="upload_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["WAITING", "RUNNING", "DONE", "FAILED", "INTERRUPTED", "DISCARDED"])
                        ),
                        name="upload_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("run__isnull", False), ("state", "DONE")),
                            models.Q(models.Q(("state", "DONE"), _negated=True), ("run__isnull", True)),
                            _connector="OR",
                        ),
                        name="upload_done_has_its_load",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            sql=(
                "CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON supply_upload"
                " FOR EACH STATEMENT EXECUTE FUNCTION supply_refuse_change()"
            ),
            reverse_sql="DROP TRIGGER never_deleted ON supply_upload",
        ),
    ]
