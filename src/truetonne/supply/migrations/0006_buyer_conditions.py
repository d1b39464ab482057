"""Conditions that a block hands down to its buyers."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("supply", "0005_dossier"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BuyerCondition",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True, default="")),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("condition", models.CharField(max_length=64)),
                ("source", models.TextField()),
                (
                    "holding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conditions", to="supply.holding"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supply.project"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="supply.buyercondition",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["project", "effective_at"], name="buyercondition_by_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_withdrawn", False),
                            models.Q(("replaces__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="buyercondition_withdrawal_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("condition", ""), ("source", ""), _connector="OR", _negated=True),
                        name="condition_names_rule_and_source",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            sql="CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON supply_buyercondition"
            " FOR EACH STATEMENT EXECUTE FUNCTION supply_refuse_change()",
            reverse_sql="DROP TRIGGER append_only ON supply_buyercondition",
        ),
    ]
