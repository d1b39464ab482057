"""Published claims, the decision of a second person where a rule objects, and their end."""

from __future__ import annotations

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

TABLES = ("market_publicclaim", "market_claimdecision", "market_claimwithdrawal")

GUARDS = "\n".join(
    f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION market_refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION market_refuse_change();"""
    for table in TABLES
)

# Only a claim that a rule objects to is decided on, and never by who made it.
DECISION = """
CREATE FUNCTION market_claimdecision_is_anothers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    claimed record;
BEGIN
    SELECT person_id, objections INTO claimed FROM market_publicclaim WHERE id = NEW.claim_id;
    IF claimed.person_id = NEW.person_id OR claimed.objections = '[]'::jsonb THEN
        RAISE EXCEPTION 'claim % is decided by another person, and only where a rule objects', NEW.claim_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER market_claimdecision_is_anothers BEFORE INSERT ON market_claimdecision
    FOR EACH ROW EXECUTE FUNCTION market_claimdecision_is_anothers();
"""

UNDO = "\n".join(
    (
        "DROP FUNCTION market_claimdecision_is_anothers() CASCADE;",
        *(f"DROP TRIGGER {table}_{end} ON {table};" for table in TABLES for end in ("append_only", "no_truncate")),
    )
)


class Migration(migrations.Migration):
    dependencies = [
        ("footprints", "0006_one_standing_version"),
        ("ledger", "0001_initial"),
        ("market", "0013_register_kinds"),
        ("people", "0006_clients"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicClaim",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("claimant", models.CharField(max_length=200)),
                ("year", models.PositiveSmallIntegerField()),
                ("language", models.CharField(max_length=8)),
                ("text", models.TextField()),
                ("is_own_wording", models.BooleanField()),
                ("subject", models.CharField(max_length=12)),
                ("markets", models.JSONField()),
                ("template_rule_set", models.CharField(max_length=64)),
                ("lint_rule_set", models.CharField(max_length=64)),
                ("findings", models.JSONField()),
                ("objections", models.JSONField()),
                ("plea", models.TextField(blank=True, default="")),
                ("basis", models.JSONField()),
                ("request_id", models.CharField(max_length=255)),
                ("fingerprint", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "certificate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.certificate",
                        to_field="certificate_id",
                    ),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="footprints.disclosure",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organization"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClaimDecision",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="decision",
                        serialize=False,
                        to="market.publicclaim",
                    ),
                ),
                ("is_released", models.BooleanField()),
                ("reason", models.TextField()),
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
        ),
        migrations.CreateModel(
            name="ClaimWithdrawal",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="withdrawal",
                        serialize=False,
                        to="market.publicclaim",
                    ),
                ),
                ("reason", models.TextField()),
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
        ),
        migrations.AddIndex(
            model_name="publicclaim",
            index=models.Index(fields=["recorded_at", "id"], name="public_claim_by_time"),
        ),
        migrations.AddConstraint(
            model_name="publicclaim",
            constraint=models.UniqueConstraint(
                fields=("organization", "request_id"), name="public_claim_request_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="publicclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("certificate__isnull", False), ("disclosure", None), ("kind", "credit_retirement")),
                    models.Q(("certificate", None), ("disclosure__isnull", False), ("kind", "vcmi_tier")),
                    _connector="OR",
                ),
                name="public_claim_has_one_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject__in", ["company", "product", "certificate"])),
                name="public_claim_subject_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="public_claim_has_its_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="publicclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(("objections", []), models.Q(("plea", ""), _negated=True), _connector="OR"),
                name="public_claim_against_a_rule_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="claim_decision_has_its_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="claim_withdrawal_has_its_reason"
            ),
        ),
        migrations.RunSQL(sql=GUARDS + DECISION, reverse_sql=UNDO),
    ]
