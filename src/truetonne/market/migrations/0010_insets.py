"""Orders of fuel: activities, claims and disclosures, added and never changed; a claim is its quote's kilograms."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

TABLES = ("market_transportactivity", "market_insetclaim", "market_insetdisclosure")
GUARDS = "\n".join(
    f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION market_refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION market_refuse_change();"""
    for table in TABLES
)
FITS = """
CREATE FUNCTION market_insetclaim_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM market_quote q WHERE q.id = NEW.quote_id AND q.kg = NEW.kg
                   AND q.organization_id = NEW.organization_id) OR NOT EXISTS (
        SELECT FROM market_transportactivity a WHERE a.id = NEW.activity_id AND a.organization_id = NEW.organization_id
            AND a.year = NEW.claim_year AND 'SCOPE' || a.scope = NEW.side) THEN
        RAISE EXCEPTION 'claim % is not of its quote, or not of the claimant''s own activity', NEW.quote_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER market_insetclaim_fits BEFORE INSERT ON market_insetclaim
    FOR EACH ROW EXECUTE FUNCTION market_insetclaim_fits();
"""
UNDO = "\n".join(
    (
        "DROP FUNCTION market_insetclaim_fits() CASCADE;",
        *(f"DROP TRIGGER {table}_{end} ON {table};" for table in TABLES for end in ("append_only", "no_truncate")),
    )
)


class Migration(migrations.Migration):
    dependencies = [
        ("market", "0009_fulfillment_guards"),
        ("people", "0006_clients"),
        ("supply", "0009_insets_and_destruction"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TransportActivity",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("scope", models.CharField(max_length=2)),
                ("scope3_category", models.PositiveSmallIntegerField(null=True)),
                ("mode", models.CharField(max_length=16)),
                ("fuel", models.CharField(max_length=20)),
                ("market", models.CharField(max_length=2)),
                ("energy_mj", models.BigIntegerField()),
                ("emissions_kg", models.BigIntegerField()),
                ("description", models.TextField()),
                ("evidence_title", models.TextField()),
                ("evidence_sha256", models.CharField(max_length=64)),
                ("request_id", models.CharField(max_length=255)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
            name="InsetClaim",
            fields=[
                (
                    "quote",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="inset",
                        serialize=False,
                        to="market.quote",
                    ),
                ),
                ("side", models.CharField(max_length=6)),
                ("tier", models.CharField(max_length=12)),
                ("chain", models.CharField(max_length=16)),
                ("wanted_volume_ml", models.BigIntegerField(null=True)),
                ("wanted_energy_mj", models.BigIntegerField(null=True)),
                ("volume_ml", models.BigIntegerField()),
                ("energy_mj", models.BigIntegerField()),
                ("kg", models.BigIntegerField()),
                ("claim_year", models.PositiveSmallIntegerField()),
                ("co_claim_mode", models.CharField(max_length=32)),
                ("rule_set", models.CharField(max_length=80)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="supply.fuelbatch"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organization"
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="market.transportactivity",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InsetDisclosure",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("party", models.CharField(max_length=200)),
                ("tier", models.CharField(max_length=12)),
                ("scope3_category", models.PositiveSmallIntegerField()),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disclosures", to="market.insetclaim"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "tier"), name="inset_tier_discloses_once"),
                    models.CheckConstraint(
                        condition=models.Q(("party", ""), _negated=True), name="inset_disclosure_names_its_party"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tier__in", ("CARRIER", "LOGISTICS", "SHIPPER"))),
                        name="inset_disclosure_tier_is_known",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="transportactivity",
            constraint=models.UniqueConstraint(fields=("organization", "request_id"), name="activity_request_is_one"),
        ),
        migrations.AddConstraint(
            model_name="transportactivity",
            constraint=models.UniqueConstraint(
                fields=("organization", "year", "scope", "scope3_category", "mode", "fuel", "market", "description"),
                name="activity_is_stated_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="transportactivity",
            constraint=models.CheckConstraint(
                condition=models.Q(("emissions_kg__gte", 1), ("energy_mj__gte", 1)), name="activity_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="transportactivity",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ("road", "rail", "air", "marine"))), name="activity_mode_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="transportactivity",
            constraint=models.CheckConstraint(
                condition=models.Q(("fuel__in", ("diesel", "jet", "natural_gas", "bunker"))),
                name="activity_fuel_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="transportactivity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("scope", "1"), ("scope3_category__isnull", True)),
                    models.Q(("scope", "3"), ("scope3_category__gte", 1), ("scope3_category__lte", 15)),
                    _connector="OR",
                ),
                name="activity_scope_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="transportactivity",
            constraint=models.CheckConstraint(
                condition=models.Q(("evidence_sha256__regex", "^[0-9a-f]{64}$")), name="activity_has_its_evidence"
            ),
        ),
        migrations.AddIndex(
            model_name="insetclaim",
            index=models.Index(fields=["batch", "side"], name="inset_claim_by_batch"),
        ),
        migrations.AddConstraint(
            model_name="insetclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("wanted_volume_ml__isnull", True), ("wanted_energy_mj__isnull", True), _connector="XOR"
                ),
                name="inset_is_ordered_as_fuel",
            ),
        ),
        migrations.AddConstraint(
            model_name="insetclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ("SCOPE1", "SCOPE3"))), name="inset_side_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="insetclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(("tier__in", ("CARRIER", "LOGISTICS", "SHIPPER"))), name="inset_tier_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="insetclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(("energy_mj__gte", 1), ("kg__gte", 1), ("volume_ml__gte", 1)),
                name="inset_is_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="insetclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(("chain", ""), _negated=True), name="inset_names_its_chain"
            ),
        ),
        migrations.RunSQL(sql=GUARDS + FITS, reverse_sql=UNDO),
    ]
