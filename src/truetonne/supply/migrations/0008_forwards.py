"""Forward contracts, jurisdictions, contributions and co-benefits, with the guards behind them."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).with_name("sql") / "forwards.sql"
NAMES = ("signature", "schedule", "commitment", "delivery", "share", "shares")
UNDO = "\n".join(f"DROP FUNCTION supply_judge_{name} CASCADE;" for name in NAMES)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_clients"),
        ("supply", "0007_reviewing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ForwardContract",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("kind", models.CharField(max_length=16)),
                ("name", models.TextField()),
                ("supplier", models.TextField()),
                ("total_kg", models.BigIntegerField()),
                ("first_year", models.IntegerField()),
                ("last_year", models.IntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("price_minor_per_t", models.BigIntegerField()),
                ("deposit_minor", models.BigIntegerField()),
                ("substitution", models.CharField(max_length=16)),
                ("source", models.TextField()),
                ("pathway", models.TextField(blank=True, default="")),
                ("storage", models.TextField(blank=True, default="")),
                ("durability_years", models.IntegerField(null=True)),
                ("capacity_kg_per_year", models.BigIntegerField(null=True)),
                ("capacity_source", models.TextField(blank=True, default="")),
                ("is_capacity_flagged", models.BooleanField(default=False)),
                ("leaf_path", models.SmallIntegerField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supply.project"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContractSignature",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("signed_on", models.DateField()),
                ("capacity_reason", models.TextField(blank=True, default="")),
                ("capacity_evidence", models.TextField(blank=True, default="")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "contract",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="supply.forwardcontract",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContractSchedule",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("number", models.IntegerField()),
                ("reason", models.TextField(blank=True, default="")),
                ("late_permille", models.IntegerField(default=0)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schedules",
                        to="supply.forwardcontract",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContractHold",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("number", models.IntegerField()),
                ("is_release", models.BooleanField(default=False)),
                ("reason", models.TextField()),
                ("source", models.TextField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="supply.forwardcontract"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContractEnd",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("reason", models.TextField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "contract",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="end", to="supply.forwardcontract"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContractDelivery",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("kg", models.BigIntegerField()),
                ("delivered_on", models.DateField()),
                ("is_substitute", models.BooleanField(default=False)),
                ("durability_years", models.IntegerField(null=True)),
                ("source", models.TextField()),
                (
                    "holding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contract_delivery",
                        to="supply.holding",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="supply.forwardcontract",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContractCommitment",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("kg", models.BigIntegerField()),
                ("agreed_on", models.DateField()),
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
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="supply.forwardcontract",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Jurisdiction",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("name", models.TextField()),
                ("country", models.CharField(max_length=2)),
                ("region", models.TextField(blank=True, default="")),
                ("standard", models.TextField()),
                ("registration", models.TextField()),
                ("reference_from_year", models.IntegerField()),
                (
                    "reference_kg",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("source", models.TextField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supply.project"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="forwardcontract",
            name="jurisdiction",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contracts",
                to="supply.jurisdiction",
            ),
        ),
        migrations.CreateModel(
            name="BufferPart",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("stock_kg", models.BigIntegerField()),
                ("buffer_kg", models.BigIntegerField()),
                ("hazard_per_million", models.IntegerField()),
                ("severity_permille", models.IntegerField()),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="buffer_parts",
                        to="supply.jurisdiction",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AdjustmentStatement",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("number", models.IntegerField()),
                ("state", models.CharField(max_length=12)),
                ("stated_on", models.DateField()),
                ("authorization_ref", models.TextField(blank=True, default="")),
                ("source", models.TextField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="supply.jurisdiction",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ScheduledYear",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("year", models.IntegerField()),
                ("kg", models.BigIntegerField()),
                ("probability_permille", models.IntegerField()),
                (
                    "schedule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="years", to="supply.contractschedule"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CoBenefitFigure",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True, default="")),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("measure", models.CharField(max_length=16)),
                ("attainment", models.CharField(max_length=8)),
                ("figure", models.DecimalField(decimal_places=3, max_digits=18)),
                ("stated_on", models.DateField()),
                ("source", models.TextField()),
                ("address", models.TextField(blank=True, default="")),
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
                        to="supply.cobenefitfigure",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["project", "effective_at"], name="cobenefitfigure_by_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_withdrawn", False),
                            models.Q(("replaces__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="cobenefitfigure_withdrawal_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("attainment__in", ["REACHED", "PLANNED"]),
                            ("measure__in", ["FARMERS", "HECTARES", "TREES", "JOBS", "WOMEN", "SPECIES", "TONNES"]),
                        ),
                        name="co_benefit_words_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("figure__gte", 0), models.Q(("source", ""), _negated=True)),
                        name="co_benefit_has_figure_and_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("kind", models.CharField(max_length=16)),
                ("party", models.TextField()),
                ("recipient", models.TextField()),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("given_on", models.DateField()),
                ("purpose", models.TextField()),
                ("source", models.TextField()),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "organization",
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
                (
                    "project",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supply.project"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="supply.contribution",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_minor__gte", 1),
                            ("kind__in", ["PREPURCHASE", "RESULTS_PAYMENT", "EQUITY", "GRANT"]),
                            models.Q(
                                ("party", ""),
                                ("recipient", ""),
                                ("purpose", ""),
                                ("source", ""),
                                ("currency", ""),
                                _connector="OR",
                                _negated=True,
                            ),
                        ),
                        name="contribution_is_stated_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_withdrawn", False), ("replaces__isnull", True)),
                            models.Q(("replaces__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="contribution_correction_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliveryShare",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("waiting_kg", models.BigIntegerField()),
                ("kg", models.BigIntegerField()),
                ("has_extra", models.BooleanField(default=False)),
                ("lot", models.UUIDField(null=True)),
                ("first", models.BigIntegerField(null=True)),
                ("last", models.BigIntegerField(null=True)),
                (
                    "commitment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="supply.contractcommitment",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="supply.contractdelivery"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("delivery", "commitment"), name="share_of_a_commitment_is_one", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kg__gte", 0), ("kg__lte", models.F("waiting_kg"))),
                        name="share_is_within_what_waited",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kg", 0), ("lot__isnull", True)),
                            models.Q(("last__gte", models.F("first")), ("lot__isnull", False)),
                            _connector="OR",
                        ),
                        name="share_names_its_lot",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="contractschedule",
            constraint=models.UniqueConstraint(fields=("contract", "number"), name="contract_schedules_are_counted"),
        ),
        migrations.AddConstraint(
            model_name="contractschedule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number", 1),
                    models.Q(("number__gte", 2), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="contract_slip_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractschedule",
            constraint=models.CheckConstraint(
                condition=models.Q(("late_permille__gte", 0), ("late_permille__lte", 1000)),
                name="contract_late_share_is_a_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="contracthold",
            constraint=models.UniqueConstraint(fields=("contract", "number"), name="contract_holds_are_counted"),
        ),
        migrations.AddConstraint(
            model_name="contracthold",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), ("source", ""), _connector="OR", _negated=True),
                name="contract_hold_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractend",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="contract_end_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="contractdelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("kg__gte", 1), models.Q(("source", ""), _negated=True)),
                name="delivery_has_mass_and_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractcommitment",
            constraint=models.UniqueConstraint(
                fields=("contract", "organization"), name="commitment_of_a_member_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="contractcommitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kg__gte", 1000),
                    (
                        "kg",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(models.F("kg"), "/", models.Value(1000)),
                            "*",
                            models.Value(1000),
                        ),
                    ),
                ),
                name="commitment_is_whole_tonnes",
            ),
        ),
        migrations.AddConstraint(
            model_name="jurisdiction",
            constraint=models.CheckConstraint(
                condition=models.Q(("reference_kg__len", 5)), name="jurisdiction_reference_is_five_years"
            ),
        ),
        migrations.AddConstraint(
            model_name="jurisdiction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name", ""),
                    ("country", ""),
                    ("standard", ""),
                    ("registration", ""),
                    ("source", ""),
                    _connector="OR",
                    _negated=True,
                ),
                name="jurisdiction_is_named_and_sourced",
            ),
        ),
        migrations.AddConstraint(
            model_name="forwardcontract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["REMOVAL", "JURISDICTIONAL"]),
                    ("substitution__in", ["EQUAL_OR_HIGHER", "NONE"]),
                    models.Q(
                        ("name", ""), ("supplier", ""), ("source", ""), ("currency", ""), _connector="OR", _negated=True
                    ),
                ),
                name="contract_words_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="forwardcontract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("total_kg__gte", 1000),
                    (
                        "total_kg",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("total_kg"), "/", models.Value(1000)
                            ),
                            "*",
                            models.Value(1000),
                        ),
                    ),
                ),
                name="contract_promises_whole_tonnes",
            ),
        ),
        migrations.AddConstraint(
            model_name="forwardcontract",
            constraint=models.CheckConstraint(
                condition=models.Q(("deposit_minor__gte", 0), ("price_minor_per_t__gte", 0)),
                name="contract_money_is_never_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="forwardcontract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_year__gte", 1990), ("last_year__gte", models.F("first_year")), ("last_year__lte", 2100)
                ),
                name="contract_term_runs_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="forwardcontract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("capacity_kg_per_year__gte", 1),
                        ("capacity_kg_per_year__isnull", False),
                        ("durability_years__gte", 1),
                        ("durability_years__isnull", False),
                        ("jurisdiction__isnull", True),
                        ("kind", "REMOVAL"),
                        ("leaf_path__isnull", True),
                        models.Q(
                            ("pathway", ""), ("storage", ""), ("capacity_source", ""), _connector="OR", _negated=True
                        ),
                    ),
                    models.Q(
                        ("capacity_kg_per_year__isnull", True),
                        ("durability_years__isnull", True),
                        ("jurisdiction__isnull", False),
                        ("kind", "JURISDICTIONAL"),
                        ("leaf_path__in", [1, 2, 3, 4]),
                        ("leaf_path__isnull", False),
                        ("pathway", ""),
                        ("storage", ""),
                    ),
                    _connector="OR",
                ),
                name="contract_kind_has_its_facts",
            ),
        ),
        migrations.AddConstraint(
            model_name="forwardcontract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("storage__icontains", "oil"), ("storage__iexact", "eor"), _connector="OR", _negated=True
                ),
                name="contract_stores_without_oil_recovery",
            ),
        ),
        migrations.AddConstraint(
            model_name="bufferpart",
            constraint=models.UniqueConstraint(fields=("jurisdiction", "name"), name="buffer_part_is_one"),
        ),
        migrations.AddConstraint(
            model_name="bufferpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("buffer_kg__gte", 0),
                    ("hazard_per_million__gte", 0),
                    ("stock_kg__gte", 1),
                    ("hazard_per_million__lte", 200000),
                    ("severity_permille__gte", 1),
                    ("severity_permille__lte", 1000),
                ),
                name="buffer_part_is_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustmentstatement",
            constraint=models.UniqueConstraint(
                fields=("jurisdiction", "number"), name="adjustment_statements_are_counted"
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustmentstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["NOT_STARTED", "PENDING", "COMPLETED"]), models.Q(("source", ""), _negated=True)
                ),
                name="adjustment_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustmentstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "COMPLETED"), _negated=True),
                    models.Q(("authorization_ref", ""), _negated=True),
                    _connector="OR",
                ),
                name="adjustment_completed_names_authorization",
            ),
        ),
        migrations.AddConstraint(
            model_name="scheduledyear",
            constraint=models.UniqueConstraint(fields=("schedule", "year"), name="scheduled_year_is_one"),
        ),
        migrations.AddConstraint(
            model_name="scheduledyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kg__gte", 1),
                    ("year__gte", 1990),
                    ("year__lte", 2100),
                    ("probability_permille__gte", 0),
                    ("probability_permille__lte", 1000),
                ),
                name="scheduled_year_is_plausible",
            ),
        ),
        migrations.RunSQL(sql=SQL.read_text(encoding="utf-8"), reverse_sql=UNDO),
    ]
