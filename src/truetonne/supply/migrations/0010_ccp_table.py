"""The operator's copy of the table of core carbon principle decisions, by edition."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

_DECISIONS = [
    "approved", "remedial_action", "does_not_meet", "very_unlikely", "withdrawn_from_assessment", "under_assessment",
]  # fmt: skip
_TABLES = ("ccpedition", "ccpdecision")
_GUARDS = [
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON supply_{table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION supply_refuse_change()"
    for table in _TABLES
]
_UNDO = [f"DROP TRIGGER append_only ON supply_{table}" for table in _TABLES]


class Migration(migrations.Migration):
    dependencies = [
        ("supply", "0009_insets_and_destruction"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CcpEdition",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("dated", models.DateField()),
                ("source", models.TextField()),
                ("is_synthetic", models.BooleanField(default=False)),
                ("file_name", models.TextField()),
                ("file_sha256", models.CharField(max_length=64)),
                ("decision_count", models.IntegerField()),
                ("report", models.JSONField()),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-dated", "-recorded_at"], name="ccp_edition_in_force")],
                "constraints": [
                    models.UniqueConstraint(fields=("dated", "file_sha256"), name="ccp_edition_is_imported_once"),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="ccp_edition_names_its_source"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CcpDecision",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("row_number", models.IntegerField()),
                ("program", models.TextField()),
                ("methodology", models.TextField()),
                ("versions", models.CharField(max_length=200)),
                ("state", models.CharField(max_length=32)),
                ("decided_on", models.DateField(null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="supply.ccpedition"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "row_number"), name="ccp_decision_row_is_one"),
                    models.CheckConstraint(condition=models.Q(("state__in", _DECISIONS)), name="ccp_decision_is_known"),
                ],
            },
        ),
        migrations.RunSQL(_GUARDS, _UNDO),
    ]
