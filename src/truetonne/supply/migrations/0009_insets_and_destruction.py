"""Fuel batches, destructions and the acceptance of unverified parameters: rows that are added, never changed."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

TABLES = (
    "parameterproposal",
    "parameterdecision",
    "parameterwithdrawal",
    "fuelbatch",
    "fuelevidence",
    "fuelissue",
    "fuelprice",
    "fuelend",
    "destruction",
    "destructionissue",
    "destroyedcontainer",
)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
        ("people", "0006_clients"),
        ("supply", "0008_forwards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Destruction",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("subtype", models.CharField(max_length=20)),
                ("developer", models.TextField()),
                ("country", models.CharField(max_length=2)),
                ("facility", models.TextField()),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField()),
                ("jurisdiction", models.CharField(max_length=12)),
                ("law", models.TextField(blank=True, default="")),
                ("is_mandated", models.BooleanField(null=True)),
                ("legal_evidence", models.TextField(blank=True, default="")),
                ("method", models.CharField(max_length=40)),
                ("inputs", models.JSONField()),
                ("gases", models.JSONField()),
                ("containers", models.JSONField(default=list)),
                ("collected_g", models.BigIntegerField()),
                ("transported_g", models.BigIntegerField()),
                ("aggregated_g", models.BigIntegerField()),
                ("destroyed_g", models.BigIntegerField()),
                ("certificate_number", models.TextField(blank=True, default="")),
                ("certificate_issuer", models.TextField(blank=True, default="")),
                ("certificate_date", models.DateField(null=True)),
                ("certificate_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("gwp_set", models.CharField(max_length=20)),
                ("horizon_years", models.IntegerField()),
                ("kg", models.BigIntegerField()),
                ("result", models.JSONField()),
                ("views", models.JSONField()),
                ("findings", models.JSONField()),
                ("unverified", models.JSONField(default=list)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "certificate_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="supply.documentfile",
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
            name="FuelBatch",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("registry", models.TextField()),
                ("registry_record", models.TextField()),
                ("producer", models.TextField()),
                ("facility", models.TextField()),
                ("production_batch", models.TextField()),
                ("fuel", models.CharField(max_length=40)),
                ("feedstock", models.CharField(max_length=60)),
                ("feedstock_country", models.CharField(max_length=2)),
                ("is_co_processed", models.BooleanField(default=False)),
                ("certification_scheme", models.TextField()),
                ("certificate_number", models.TextField()),
                ("certificate_valid_from", models.DateField()),
                ("certificate_valid_until", models.DateField()),
                ("sustainability_proof", models.TextField()),
                ("volume_ml", models.BigIntegerField()),
                ("mass_kg", models.BigIntegerField(null=True)),
                ("temperature_basis", models.TextField()),
                ("density_mj_per_l", models.DecimalField(decimal_places=6, max_digits=14)),
                ("density_source", models.TextField()),
                ("heating_value", models.CharField(max_length=3)),
                ("wtt_g_co2e_per_mj", models.DecimalField(decimal_places=6, max_digits=14)),
                ("ttw_g_co2e_per_mj", models.DecimalField(decimal_places=6, max_digits=14)),
                ("biogenic_g_co2_per_mj", models.DecimalField(decimal_places=6, max_digits=14)),
                ("intensity_source", models.TextField()),
                ("intensity_edition", models.TextField()),
                ("reference_id", models.TextField()),
                ("reference_g_co2e_per_mj", models.DecimalField(decimal_places=6, max_digits=14)),
                ("reference_source", models.TextField()),
                ("reference_edition", models.TextField()),
                ("delivered_on", models.DateField()),
                ("delivery_place", models.TextField()),
                ("market", models.CharField(max_length=2)),
                ("mode", models.CharField(max_length=16)),
                ("fuel_user_name", models.TextField()),
                ("regulatory_uses", models.JSONField(default=list)),
                ("surrendered_by", models.TextField()),
                ("surrendered_on", models.DateField()),
                ("surrendered_programs", models.JSONField(default=list)),
                ("expires_on", models.DateField()),
                ("energy_mj", models.BigIntegerField()),
                ("kg", models.BigIntegerField()),
                ("flags", models.JSONField(default=list)),
                ("unverified", models.JSONField(default=list)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "fuel_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organization",
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
            name="ParameterProposal",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("parameter", models.CharField(max_length=160)),
                ("reason", models.TextField()),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
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
            name="FuelEnd",
            fields=[
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="end",
                        serialize=False,
                        to="supply.fuelbatch",
                    ),
                ),
                ("ending", models.CharField(max_length=8)),
                ("reason", models.TextField()),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="FuelIssue",
            fields=[
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="issue",
                        serialize=False,
                        to="supply.fuelbatch",
                    ),
                ),
                ("proof_key", models.TextField(unique=True)),
                ("production_key", models.TextField(unique=True)),
                ("accepted", models.JSONField(default=list)),
                ("reason", models.TextField()),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="FuelEvidence",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=24)),
                ("title", models.TextField()),
                ("issuer", models.TextField()),
                ("number", models.TextField()),
                ("document_date", models.DateField()),
                ("sha256", models.CharField(max_length=64)),
                ("address", models.TextField(blank=True, default="")),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="supply.fuelbatch"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="supply.documentfile",
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
            name="FuelPrice",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("side", models.CharField(max_length=6)),
                ("currency", models.CharField(max_length=3)),
                ("project_minor", models.BigIntegerField()),
                ("registry_fee_minor", models.BigIntegerField()),
                ("verification_minor", models.BigIntegerField()),
                ("fx_minor", models.BigIntegerField()),
                ("tax_minor", models.BigIntegerField()),
                ("handling_minor", models.BigIntegerField()),
                ("source", models.TextField()),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="prices", to="supply.fuelbatch"
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
            name="ParameterDecision",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="decision",
                        serialize=False,
                        to="supply.parameterproposal",
                    ),
                ),
                ("is_accepted", models.BooleanField()),
                ("reason", models.TextField(blank=True, default="")),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="DestructionIssue",
            fields=[
                (
                    "destruction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="issue",
                        serialize=False,
                        to="supply.destruction",
                    ),
                ),
                ("certificate_key", models.TextField(unique=True)),
                ("accepted", models.JSONField(default=list)),
                ("reason", models.TextField()),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "holding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destruction_issue",
                        to="supply.holding",
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
            name="DestroyedContainer",
            fields=[
                ("container", models.TextField(primary_key=True, serialize=False)),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="containers",
                        to="supply.destructionissue",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.CheckConstraint(
                condition=models.Q(("subtype__in", ("ODS", "HFC", "LANDFILL_METHANE", "COAL_MINE_METHANE"))),
                name="destruction_subtype_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("destroyed_g__gte", 1),
                    ("aggregated_g__gte", models.F("destroyed_g")),
                    ("transported_g__gte", models.F("aggregated_g")),
                    ("collected_g__gte", models.F("transported_g")),
                ),
                name="destruction_masses_only_fall",
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on__gte", models.F("started_on"))), name="destruction_runs_forward"
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.CheckConstraint(
                condition=models.Q(("gwp_set", ""), _negated=True), name="destruction_states_its_metric"
            ),
        ),
        migrations.AddField(
            model_name="fuelend",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="fuelissue",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="fuelissue",
            name="scope1_lot",
            field=models.OneToOneField(
                db_column="scope1_lot",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.lot",
                to_field="public_id",
            ),
        ),
        migrations.AddField(
            model_name="fuelissue",
            name="scope3_lot",
            field=models.OneToOneField(
                db_column="scope3_lot",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.lot",
                to_field="public_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="fuelbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("energy_mj__gte", 1), ("kg__gte", 0), ("volume_ml__gte", 1)),
                name="fuel_batch_is_fuel",
            ),
        ),
        migrations.AddConstraint(
            model_name="fuelbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("fuel_user_name", ""), ("reference_id", ""), _connector="OR", _negated=True),
                name="fuel_batch_names_its_user",
            ),
        ),
        migrations.AddConstraint(
            model_name="fuelbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("certificate_valid_until__gt", models.F("certificate_valid_from"))),
                name="fuel_batch_certificate_runs_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="fuelbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_on__gt", models.F("delivered_on"))),
                name="fuel_batch_expires_after_delivery",
            ),
        ),
        migrations.AddConstraint(
            model_name="fuelbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("heating_value__in", ["LHV", "HHV"])), name="fuel_batch_heating_value_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="fuelevidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "SUSTAINABILITY_PROOF",
                            "VERIFIER_STATEMENT",
                            "DELIVERY_NOTE",
                            "SURRENDER",
                            "CERTIFICATE",
                            "OTHER",
                        ],
                    )
                ),
                name="fuel_evidence_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="fuelevidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="fuel_evidence_has_its_hash"
            ),
        ),
        migrations.AddConstraint(
            model_name="fuelprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["SCOPE1", "SCOPE3"])), name="fuel_price_side_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="fuelprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="fuel_price_has_a_source"
            ),
        ),
        migrations.CreateModel(
            name="ParameterWithdrawal",
            fields=[
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="withdrawal",
                        serialize=False,
                        to="supply.parameterdecision",
                    ),
                ),
                ("reason", models.TextField()),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AddField(
            model_name="parameterdecision",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="parameterproposal",
            index=models.Index(fields=["parameter", "effective_at"], name="proposal_by_parameter"),
        ),
        migrations.AddConstraint(
            model_name="parameterproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("parameter", ""), ("reason", ""), _connector="OR", _negated=True),
                name="parameter_proposal_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionissue",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="destruction_issue_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="fuelend",
            constraint=models.CheckConstraint(
                condition=models.Q(("ending__in", ["EXPIRED", "VOIDED"])), name="fuel_ending_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="fuelend",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="fuel_ending_has_its_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="fuelissue",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="fuel_issue_has_its_reason"
            ),
        ),
        migrations.AddField(
            model_name="parameterwithdrawal",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="parameterwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="withdrawal_has_its_reason"
            ),
        ),
        *(
            migrations.RunSQL(
                sql=f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON supply_{table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION supply_refuse_change()",
                reverse_sql=f"DROP TRIGGER append_only ON supply_{table}",
            )
            for table in TABLES
        ),
    ]
