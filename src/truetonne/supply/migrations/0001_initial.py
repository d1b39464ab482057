"""Programs, projects, public records, holdings, reviews and prices."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=8)),
                ("program", models.CharField(max_length=32)),
                ("edition", models.DateField()),
                ("is_complete", models.BooleanField(default=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("files", models.JSONField()),
                ("report", models.JSONField()),
                ("is_refused", models.BooleanField(default=False)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("file", models.TextField()),
                ("record", models.TextField()),
                ("table", models.CharField(max_length=16)),
                ("outcome", models.CharField(max_length=8)),
                ("code", models.TextField(blank=True, default="")),
                ("field", models.TextField(blank=True, default="")),
                ("value", models.TextField(blank=True, default="")),
                ("reason", models.TextField(blank=True, default="")),
                ("kg", models.DecimalField(decimal_places=0, max_digits=30)),
                ("row_count", models.IntegerField(default=1)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="supply.importrun"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("key", models.TextField(blank=True, default="")),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("unit_kg", models.IntegerField()),
                ("kg", models.BigIntegerField()),
                ("lot_class", models.CharField(max_length=8)),
                ("serial", models.TextField()),
                ("vintage", models.SmallIntegerField(null=True)),
                ("vintage_start", models.DateField(null=True)),
                ("vintage_end", models.DateField(null=True)),
                ("issued_on", models.DateField(null=True)),
                ("issuance_known", models.BooleanField(default=False)),
                ("content", models.UUIDField()),
                ("raw", models.JSONField(default=dict)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "lot",
                    models.OneToOneField(
                        db_column="lot",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.lot",
                        to_field="public_id",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holdings", to="supply.importrun"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HeldRow",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("program", models.CharField(max_length=32)),
                ("table", models.CharField(max_length=16)),
                ("file", models.TextField()),
                ("record", models.IntegerField()),
                ("code", models.TextField()),
                ("field", models.TextField(blank=True, default="")),
                ("value", models.TextField(blank=True, default="")),
                ("reason", models.TextField(blank=True, default="")),
                ("facts", models.JSONField(default=dict)),
                ("kg", models.BigIntegerField()),
                ("serial", models.TextField(blank=True, default="")),
                ("project", models.TextField(blank=True, default="")),
                ("content", models.UUIDField()),
                ("occurrence", models.IntegerField(default=1)),
                ("cleaned", models.JSONField()),
                ("raw", models.JSONField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="held_rows", to="supply.importrun"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PriceFact",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("lot", models.UUIDField()),
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
                    "holding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="prices", to="supply.holding"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Program",
            fields=[
                ("code", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("website", models.TextField(blank=True, default="")),
                ("unit_kg", models.IntegerField(default=1000)),
                ("is_synthetic", models.BooleanField(default=False)),
                ("mapping_name", models.TextField()),
                ("mapping_text", models.TextField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("unit_kg__gte", 1)), name="program_unit_is_positive")
                ],
            },
        ),
        migrations.AddField(
            model_name="holding",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="holdings", to="supply.program"
            ),
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("ref", models.TextField()),
                ("name", models.TextField(blank=True, default="")),
                ("status", models.TextField(blank=True, default="")),
                ("standing", models.CharField(default="BLOCKED", max_length=8)),
                ("is_listed", models.BooleanField(default=False)),
                ("developer", models.TextField(blank=True, default="")),
                ("country", models.TextField(blank=True, default="")),
                ("project_type", models.TextField(blank=True, default="")),
                ("methodology", models.TextField(blank=True, default="")),
                ("credit_class", models.CharField(blank=True, default="", max_length=24)),
                ("website", models.TextField(blank=True, default="")),
                ("credited_from", models.DateField(null=True)),
                ("credited_until", models.DateField(null=True)),
                ("total_issued_kg", models.BigIntegerField(null=True)),
                ("total_retired_kg", models.BigIntegerField(null=True)),
                ("total_cancelled_kg", models.BigIntegerField(null=True)),
                ("total_remaining_kg", models.BigIntegerField(null=True)),
                ("edition", models.DateField(null=True)),
                ("content", models.UUIDField(null=True)),
                ("raw", models.JSONField(default=dict)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="projects", to="supply.program"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="holding",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="holdings", to="supply.project"
            ),
        ),
        migrations.CreateModel(
            name="ProjectEdition",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("edition", models.DateField()),
                ("status", models.TextField(blank=True, default="")),
                ("standing", models.CharField(max_length=8)),
                ("total_issued_kg", models.BigIntegerField(null=True)),
                ("total_retired_kg", models.BigIntegerField(null=True)),
                ("total_cancelled_kg", models.BigIntegerField(null=True)),
                ("total_remaining_kg", models.BigIntegerField(null=True)),
                ("content", models.UUIDField()),
                ("raw", models.JSONField(default=dict)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="supply.project"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supply.importrun"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecordEdition",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("table", models.CharField(max_length=16)),
                ("record_id", models.BigIntegerField()),
                ("edition", models.DateField()),
                ("changed", models.JSONField()),
                ("cleaned", models.JSONField(default=dict)),
                ("content", models.UUIDField()),
                ("raw", models.JSONField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supply.importrun"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RegistryIssuance",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("program", models.CharField(max_length=32)),
                ("project", models.TextField(blank=True, default="")),
                ("name", models.TextField(blank=True, default="")),
                ("key", models.TextField(blank=True, default="")),
                ("first", models.BigIntegerField(null=True)),
                ("last", models.BigIntegerField(null=True)),
                ("unit_kg", models.IntegerField()),
                ("kg", models.BigIntegerField()),
                ("serial", models.TextField(blank=True, default="")),
                ("transaction", models.TextField(blank=True, default="")),
                ("issuance", models.TextField(blank=True, default="")),
                ("vintage", models.SmallIntegerField(null=True)),
                ("vintage_start", models.DateField(null=True)),
                ("vintage_end", models.DateField(null=True)),
                ("vintage_total_kg", models.BigIntegerField(null=True)),
                ("issued_on", models.DateField(null=True)),
                ("country", models.TextField(blank=True, default="")),
                ("project_type", models.TextField(blank=True, default="")),
                ("methodology", models.TextField(blank=True, default="")),
                ("credit_class", models.CharField(blank=True, default="", max_length=24)),
                ("labels", models.TextField(blank=True, default="")),
                ("holder", models.TextField(blank=True, default="")),
                ("is_contested", models.BooleanField(default=False)),
                ("identity", models.UUIDField()),
                ("base", models.UUIDField()),
                ("content", models.UUIDField()),
                ("raw", models.JSONField(default=dict)),
                ("run", models.UUIDField()),
                ("record", models.IntegerField()),
                ("buffer_kg", models.BigIntegerField(null=True)),
                ("buffer_used_kg", models.BigIntegerField(null=True)),
                ("total_retired_kg", models.BigIntegerField(null=True)),
                ("total_cancelled_kg", models.BigIntegerField(null=True)),
                ("total_reversed_kg", models.BigIntegerField(null=True)),
                ("developer", models.TextField(blank=True, default="")),
                ("delivery", models.CharField(default="EX_POST", max_length=8)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["program", "key", "first"], name="issuance_by_range"),
                    models.Index(fields=["program", "project", "vintage"], name="issuance_by_project"),
                    models.Index(
                        condition=models.Q(("serial", ""), _negated=True), fields=["serial"], name="issuance_by_serial"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("identity",), name="registry_issuance_is_stored_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first__isnull", True), ("last__isnull", True)),
                            models.Q(
                                ("first__gte", 0),
                                ("first__isnull", False),
                                ("last__gte", models.F("first")),
                                ("last__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="registry_issuance_range_is_a_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kg__gte", 0)), name="registry_issuance_mass_is_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegistryUse",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("program", models.CharField(max_length=32)),
                ("project", models.TextField(blank=True, default="")),
                ("name", models.TextField(blank=True, default="")),
                ("key", models.TextField(blank=True, default="")),
                ("first", models.BigIntegerField(null=True)),
                ("last", models.BigIntegerField(null=True)),
                ("unit_kg", models.IntegerField()),
                ("kg", models.BigIntegerField()),
                ("serial", models.TextField(blank=True, default="")),
                ("transaction", models.TextField(blank=True, default="")),
                ("issuance", models.TextField(blank=True, default="")),
                ("vintage", models.SmallIntegerField(null=True)),
                ("vintage_start", models.DateField(null=True)),
                ("vintage_end", models.DateField(null=True)),
                ("vintage_total_kg", models.BigIntegerField(null=True)),
                ("issued_on", models.DateField(null=True)),
                ("country", models.TextField(blank=True, default="")),
                ("project_type", models.TextField(blank=True, default="")),
                ("methodology", models.TextField(blank=True, default="")),
                ("credit_class", models.CharField(blank=True, default="", max_length=24)),
                ("labels", models.TextField(blank=True, default="")),
                ("holder", models.TextField(blank=True, default="")),
                ("is_contested", models.BooleanField(default=False)),
                ("identity", models.UUIDField()),
                ("base", models.UUIDField()),
                ("content", models.UUIDField()),
                ("raw", models.JSONField(default=dict)),
                ("run", models.UUIDField()),
                ("record", models.IntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("used_on", models.DateField(null=True)),
                ("beneficiary", models.TextField(blank=True, default="")),
                ("use_reason", models.CharField(blank=True, default="", max_length=24)),
                ("reason", models.TextField(blank=True, default="")),
                ("purpose", models.TextField(blank=True, default="")),
                ("host_country_use", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["program", "key", "first"], name="use_by_range"),
                    models.Index(fields=["program", "project", "vintage"], name="use_by_project"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("identity",), name="registry_use_is_stored_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first__isnull", True), ("last__isnull", True)),
                            models.Q(
                                ("first__gte", 0),
                                ("first__isnull", False),
                                ("last__gte", models.F("first")),
                                ("last__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="registry_use_range_is_a_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kg__gte", 0)), name="registry_use_mass_is_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["retirements", "cancellations", "reversals"])),
                        name="registry_use_kind_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("verdict", models.CharField(max_length=8)),
                ("state", models.CharField(max_length=10)),
                ("additionality", models.TextField()),
                ("baseline", models.TextField()),
                ("leakage", models.TextField()),
                ("durability", models.TextField()),
                ("uncertainty", models.TextField()),
                ("community", models.TextField()),
                ("next_review", models.DateField()),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "holding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="supply.holding"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StatusJudgement",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("standing", models.CharField(max_length=8)),
                ("evidence", models.TextField()),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="judgements", to="supply.project"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HeldDecision",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="decision",
                        serialize=False,
                        to="supply.heldrow",
                    ),
                ),
                ("verdict", models.CharField(max_length=9)),
                ("reason", models.TextField()),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                    "run",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supply.importrun"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="importrun",
            index=models.Index(fields=["program", "recorded_at"], name="import_by_program"),
        ),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["RECORDS", "HOLDINGS"])), name="import_kind_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["accepted", "known", "held", "refused"])),
                name="import_row_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="heldrow",
            constraint=models.UniqueConstraint(
                fields=("program", "table", "content", "occurrence", "code"), name="held_row_is_stored_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.UniqueConstraint(fields=("program", "ref"), name="project_ref_is_one"),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("standing__in", ["SELLABLE", "WATCH", "BLOCKED"])), name="project_standing_is_known"
            ),
        ),
        migrations.AddIndex(
            model_name="holding",
            index=models.Index(fields=["program", "key", "first"], name="holding_by_range"),
        ),
        migrations.AddConstraint(
            model_name="holding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kg",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("last"), "-", models.F("first")
                                ),
                                "+",
                                models.Value(1),
                            ),
                            "*",
                            models.F("unit_kg"),
                        ),
                    )
                ),
                name="holding_count_is_its_mass",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectedition",
            constraint=models.UniqueConstraint(fields=("project", "run"), name="project_edition_is_one"),
        ),
        migrations.AddConstraint(
            model_name="recordedition",
            constraint=models.UniqueConstraint(fields=("table", "record_id", "content"), name="record_edition_is_one"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["ACCEPTED", "REFUSED"])), name="review_verdict_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["PUBLISHED", "OVERDUE", "SUPERSEDED", "REFUSED"])),
                name="review_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("additionality", ""),
                    ("baseline", ""),
                    ("leakage", ""),
                    ("durability", ""),
                    ("uncertainty", ""),
                    ("community", ""),
                    _connector="OR",
                    _negated=True,
                ),
                name="review_lines_are_filled",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "PUBLISHED")), fields=("holding",), name="review_in_force_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="statusjudgement",
            constraint=models.CheckConstraint(
                condition=models.Q(("evidence", ""), _negated=True), name="judgement_has_evidence"
            ),
        ),
        migrations.AddConstraint(
            model_name="helddecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["ADMITTED", "DISMISSED", "PASSED"])), name="held_verdict_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="helddecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("person__isnull", False), ("run__isnull", False), _connector="OR"),
                name="held_verdict_is_a_persons_or_a_loads",
            ),
        ),
    ]
