"""A person's findings on who a project's developer is; added and never changed."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("supply", "0012_listed_blocks_are_rated"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeveloperFinding",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("name", models.TextField()),
                ("lei", models.CharField(blank=True, default="", max_length=20)),
                ("domain", models.CharField(blank=True, default="", max_length=253)),
                ("is_same", models.BooleanField()),
                ("evidence", models.TextField()),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="developer_findings",
                        to="supply.project",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), ("evidence", ""), _connector="OR", _negated=True),
                        name="developer_finding_is_whole",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            sql="CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON supply_developerfinding"
            " FOR EACH STATEMENT EXECUTE FUNCTION supply_refuse_change()",
            reverse_sql="DROP TRIGGER append_only ON supply_developerfinding",
        ),
    ]
