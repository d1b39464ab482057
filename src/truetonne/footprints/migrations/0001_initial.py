"""Factor sets, activity data, inventories and their lines."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0002_guards"),
        ("people", "0006_clients"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityLoad",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("file_name", models.TextField()),
                ("file_sha256", models.BinaryField(max_length=32)),
                ("mapping", models.JSONField()),
                ("read_count", models.IntegerField()),
                ("accepted_count", models.IntegerField()),
                ("known_count", models.IntegerField()),
                ("held_count", models.IntegerField()),
                ("refused_count", models.IntegerField()),
                ("is_synthetic", models.BooleanField(default=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activity_loads",
                        to="members.legalentity",
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
            name="ActivityLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("row_number", models.IntegerField()),
                ("line_sha256", models.BinaryField(max_length=32)),
                ("year", models.PositiveSmallIntegerField()),
                ("raw", models.JSONField()),
                ("activity_date", models.DateField(null=True)),
                ("description", models.CharField(blank=True, default="", max_length=500)),
                ("supplier", models.CharField(blank=True, default="", max_length=200)),
                ("factor_key", models.CharField(max_length=300)),
                ("part", models.CharField(max_length=16)),
                ("category", models.PositiveSmallIntegerField(null=True)),
                ("region", models.CharField(blank=True, default="", max_length=64)),
                ("quantity", models.DecimalField(decimal_places=12, max_digits=38, null=True)),
                ("unit", models.CharField(blank=True, default="", max_length=32)),
                ("amount", models.DecimalField(decimal_places=6, max_digits=38, null=True)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("price_year", models.PositiveSmallIntegerField(null=True)),
                ("instrument_g_per_kwh", models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                ("uncertainty_pct", models.DecimalField(decimal_places=3, max_digits=7, null=True)),
                ("data_quality", models.PositiveSmallIntegerField(null=True)),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.legalentity"
                    ),
                ),
                (
                    "load",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="footprints.activityload"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ActivityMapping",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("header_sha256", models.BinaryField(max_length=32)),
                ("content", models.JSONField()),
                ("request_id", models.CharField(max_length=255, unique=True)),
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
            name="ActivityRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("row_number", models.IntegerField()),
                ("row_count", models.IntegerField(default=1)),
                ("outcome", models.CharField(max_length=8)),
                ("code", models.CharField(max_length=64)),
                ("field", models.CharField(blank=True, default="", max_length=64)),
                ("value", models.TextField(blank=True, default="")),
                ("reason", models.TextField()),
                ("fix", models.TextField(blank=True, default="")),
                ("raw", models.JSONField(null=True)),
                (
                    "load",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="footprints.activityload"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ActivityUpload",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("file_name", models.TextField()),
                ("file_place", models.TextField()),
                ("file_sha256", models.BinaryField(max_length=32)),
                ("size_bytes", models.BigIntegerField()),
                ("header", models.JSONField()),
                ("sample", models.JSONField()),
                ("mapping", models.JSONField(null=True)),
                ("state", models.CharField(default="MAPPING", max_length=11)),
                ("read_rows", models.BigIntegerField(default=0)),
                ("total_rows", models.BigIntegerField(null=True)),
                ("problem", models.TextField(blank=True, default="")),
                ("fix", models.TextField(blank=True, default="")),
                ("attempt_count", models.IntegerField(default=0)),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.legalentity"
                    ),
                ),
                (
                    "load",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="footprints.activityload",
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
            name="FactorSet",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=64)),
                ("edition", models.CharField(max_length=32)),
                ("title", models.CharField(max_length=200)),
                ("publisher", models.CharField(max_length=200)),
                ("source", models.TextField()),
                ("license", models.CharField(max_length=200)),
                ("gwp_set", models.CharField(max_length=32)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("price_year", models.PositiveSmallIntegerField(null=True)),
                ("is_synthetic", models.BooleanField(default=False)),
                ("has_method_change", models.BooleanField(default=False)),
                ("mapping_name", models.CharField(max_length=200)),
                ("mapping_text", models.TextField()),
                ("file_name", models.TextField()),
                ("file_sha256", models.BinaryField(max_length=32)),
                ("report", models.JSONField()),
                ("factor_count", models.IntegerField()),
                ("request_id", models.CharField(max_length=255, unique=True)),
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
                    "supersedes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="footprints.factorset",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Factor",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("activity_key", models.CharField(max_length=300)),
                ("title", models.CharField(max_length=500)),
                ("unit", models.CharField(max_length=32)),
                ("part", models.CharField(blank=True, default="", max_length=16)),
                ("category", models.PositiveSmallIntegerField(null=True)),
                ("method", models.CharField(default="average_data", max_length=20)),
                ("region", models.CharField(blank=True, default="", max_length=64)),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("supplier", models.CharField(blank=True, default="", max_length=200)),
                ("co2_g", models.DecimalField(decimal_places=15, max_digits=38, null=True)),
                ("ch4_g", models.DecimalField(decimal_places=15, max_digits=38, null=True)),
                ("n2o_g", models.DecimalField(decimal_places=15, max_digits=38, null=True)),
                ("other_co2e_g", models.DecimalField(decimal_places=15, max_digits=38, null=True)),
                ("co2e_g", models.DecimalField(decimal_places=15, max_digits=38, null=True)),
                ("biogenic_co2_g", models.DecimalField(decimal_places=15, max_digits=38, null=True)),
                ("methane_origin", models.CharField(blank=True, default="", max_length=10)),
                ("uncertainty_pct", models.DecimalField(decimal_places=3, max_digits=7, null=True)),
                ("source_locator", models.CharField(blank=True, default="", max_length=200)),
                (
                    "factor_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="factors", to="footprints.factorset"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Inventory",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("state", models.CharField(default="DRAFT", max_length=9)),
                ("gwp_set", models.CharField(max_length=32)),
                ("consolidation", models.CharField(default="operational_control", max_length=20)),
                ("is_base_year", models.BooleanField(default=False)),
                ("is_complete", models.BooleanField()),
                ("restatement_what", models.TextField(blank=True, default="")),
                ("restatement_why", models.TextField(blank=True, default="")),
                ("restatement_change_kg", models.BigIntegerField(null=True)),
                ("rule_set", models.CharField(max_length=64)),
                ("engine", models.JSONField()),
                ("findings", models.JSONField(default=list)),
                ("line_count", models.IntegerField()),
                ("missing_count", models.IntegerField()),
                ("input_sha256", models.BinaryField(max_length=32)),
                ("is_synthetic", models.BooleanField(default=False)),
                ("sealed_at", models.DateTimeField(null=True)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inventories",
                        to="members.legalentity",
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
                (
                    "restates",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restated_by",
                        to="footprints.inventory",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BaseYearJudgement",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("rule_set", models.CharField(max_length=64)),
                ("threshold", models.DecimalField(decimal_places=5, max_digits=6)),
                ("changes", models.JSONField()),
                ("base_kg", models.BigIntegerField()),
                ("gross_change_kg", models.BigIntegerField()),
                ("net_change_kg", models.BigIntegerField()),
                ("is_recalculated", models.BooleanField()),
                ("new_base_kg", models.BigIntegerField()),
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
                (
                    "inventory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="base_year_judgements",
                        to="footprints.inventory",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InventoryFactorSet",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("priority", models.PositiveSmallIntegerField()),
                (
                    "factor_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="footprints.factorset"
                    ),
                ),
                (
                    "inventory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="factor_sets",
                        to="footprints.inventory",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InventoryLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("part", models.CharField(max_length=16)),
                ("category", models.PositiveSmallIntegerField(null=True)),
                ("method", models.CharField(blank=True, default="", max_length=20)),
                ("mass_kg", models.DecimalField(decimal_places=9, max_digits=38, null=True)),
                ("co2_kg", models.DecimalField(decimal_places=9, max_digits=38, null=True)),
                ("ch4_kg", models.DecimalField(decimal_places=9, max_digits=38, null=True)),
                ("n2o_kg", models.DecimalField(decimal_places=9, max_digits=38, null=True)),
                ("data_quality", models.PositiveSmallIntegerField(null=True)),
                ("code", models.CharField(blank=True, default="", max_length=64)),
                (
                    "activity_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="footprints.activityline"
                    ),
                ),
                (
                    "factor",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="footprints.factor"
                    ),
                ),
                (
                    "inventory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="footprints.inventory"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InventoryLoad",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "inventory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="loads", to="footprints.inventory"
                    ),
                ),
                (
                    "load",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="footprints.activityload"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InventoryStep",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("to_state", models.CharField(max_length=9)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "inventory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="footprints.inventory"
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
            name="InventoryTotal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("part", models.CharField(max_length=16)),
                ("category", models.PositiveSmallIntegerField(null=True)),
                ("state", models.CharField(max_length=24)),
                ("reason", models.TextField(blank=True, default="")),
                ("mass_kg", models.BigIntegerField(null=True)),
                ("mass_exact_kg", models.DecimalField(decimal_places=9, max_digits=38, null=True)),
                ("co2_kg", models.DecimalField(decimal_places=9, max_digits=38, null=True)),
                ("ch4_kg", models.DecimalField(decimal_places=9, max_digits=38, null=True)),
                ("n2o_kg", models.DecimalField(decimal_places=9, max_digits=38, null=True)),
                ("low_kg", models.BigIntegerField(null=True)),
                ("high_kg", models.BigIntegerField(null=True)),
                ("uncertainty_basis", models.CharField(blank=True, default="", max_length=64)),
                ("data_quality", models.DecimalField(decimal_places=2, max_digits=4, null=True)),
                ("method", models.CharField(blank=True, default="", max_length=20)),
                ("method_shares", models.JSONField(default=dict)),
                ("line_count", models.IntegerField(default=0)),
                ("missing_count", models.IntegerField(default=0)),
                (
                    "inventory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="totals", to="footprints.inventory"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="activityload",
            index=models.Index(fields=["entity", "year"], name="activity_load_by_entity_year"),
        ),
        migrations.AddConstraint(
            model_name="activityload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "read_count",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("accepted_count"), "+", models.F("known_count")
                                ),
                                "+",
                                models.F("held_count"),
                            ),
                            "+",
                            models.F("refused_count"),
                        ),
                    )
                ),
                name="activity_load_counts_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="activityline",
            constraint=models.UniqueConstraint(
                fields=("entity", "year", "line_sha256"), name="activity_line_is_known_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="activityline",
            constraint=models.UniqueConstraint(fields=("load", "row_number"), name="activity_line_row_is_one"),
        ),
        migrations.AddConstraint(
            model_name="activityline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quantity__isnull", False), models.Q(("unit", ""), _negated=True)),
                    models.Q(
                        ("amount__isnull", False),
                        models.Q(("currency", ""), _negated=True),
                        ("price_year__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="activity_line_has_a_quantity_or_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="activityline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category", None), ("part__in", ["SCOPE1", "SCOPE2"])),
                    models.Q(("category__range", (1, 15)), ("part", "SCOPE3")),
                    _connector="OR",
                ),
                name="activity_line_part_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="activityline",
            constraint=models.CheckConstraint(
                condition=models.Q(("data_quality", None), ("data_quality__range", (1, 5)), _connector="OR"),
                name="activity_line_quality_is_1_to_5",
            ),
        ),
        migrations.AddIndex(
            model_name="activitymapping",
            index=models.Index(fields=["organization", "header_sha256"], name="activity_mapping_by_header"),
        ),
        migrations.AddConstraint(
            model_name="activityrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["KNOWN", "HELD", "REFUSED"])), name="activity_row_outcome_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="activityupload",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["MAPPING", "WAITING", "RUNNING", "DONE", "FAILED", "INTERRUPTED"])),
                name="activity_upload_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="activityupload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("load__isnull", False), ("state", "DONE")),
                    models.Q(models.Q(("state", "DONE"), _negated=True), ("load__isnull", True)),
                    _connector="OR",
                ),
                name="activity_upload_done_has_its_load",
            ),
        ),
        migrations.AddConstraint(
            model_name="factorset",
            constraint=models.UniqueConstraint(fields=("name", "edition"), name="factor_set_edition_is_one"),
        ),
        migrations.AddConstraint(
            model_name="factorset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes__isnull", False)),
                fields=("supersedes",),
                name="factor_set_is_superseded_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="factorset",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"),
                name="factor_set_validity_is_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="factorset",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("source", ""), _negated=True), models.Q(("license", ""), _negated=True)),
                name="factor_set_names_source_and_license",
            ),
        ),
        migrations.AddConstraint(
            model_name="factorset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("currency", ""), ("price_year", None)),
                    models.Q(models.Q(("currency", ""), _negated=True), models.Q(("price_year", None), _negated=True)),
                    _connector="OR",
                ),
                name="factor_set_money_has_its_price_year",
            ),
        ),
        migrations.AddIndex(
            model_name="factor",
            index=models.Index(fields=["activity_key"], name="factor_by_activity"),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.UniqueConstraint(
                fields=("factor_set", "activity_key", "unit", "region", "supplier", "part"),
                name="factor_is_one_per_activity_and_region",
            ),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("co2_g__isnull", False),
                    ("co2e_g__isnull", False),
                    ("biogenic_co2_g__isnull", False),
                    _connector="OR",
                ),
                name="factor_has_a_figure",
            ),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("category", None), models.Q(("category__range", (1, 15)), ("part", "SCOPE3")), _connector="OR"
                ),
                name="factor_category_is_of_scope_3",
            ),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["supplier_specific", "hybrid", "average_data", "spend_based"])),
                name="factor_method_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__in", ["", "SCOPE1", "SCOPE2", "SCOPE3", "BIOGENIC"])),
                name="factor_part_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.CheckConstraint(
                condition=models.Q(("supplier", ""), ("method__in", ["supplier_specific", "hybrid"]), _connector="OR"),
                name="factor_supplier_has_the_method",
            ),
        ),
        migrations.AddConstraint(
            model_name="inventory",
            constraint=models.UniqueConstraint(fields=("entity", "year", "version"), name="inventory_is_versioned"),
        ),
        migrations.AddConstraint(
            model_name="inventory",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="inventory_version_counts_from_1"
            ),
        ),
        migrations.AddConstraint(
            model_name="inventory",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["DRAFT", "FINAL", "PUBLISHED"])), name="inventory_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="inventory",
            constraint=models.CheckConstraint(
                condition=models.Q(("consolidation__in", ["operational_control", "financial_control", "equity_share"])),
                name="inventory_consolidation_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="inventory",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("restatement_change_kg__isnull", True),
                        ("restatement_what", ""),
                        ("restatement_why", ""),
                        ("restates", None),
                    ),
                    models.Q(
                        ("restatement_change_kg__isnull", False),
                        ("restates__isnull", False),
                        models.Q(("restatement_what", ""), _negated=True),
                        models.Q(("restatement_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="inventory_restatement_says_what_why_and_how_much",
            ),
        ),
        migrations.AddConstraint(
            model_name="inventory",
            constraint=models.CheckConstraint(
                condition=models.Q(("missing_count__gte", 0), ("missing_count__lte", models.F("line_count"))),
                name="inventory_missing_lines_are_lines",
            ),
        ),
        migrations.AddConstraint(
            model_name="baseyearjudgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_recalculated", False), ("new_base_kg", models.F("base_kg"))),
                    models.Q(
                        ("is_recalculated", True),
                        (
                            "new_base_kg",
                            django.db.models.expressions.CombinedExpression(
                                models.F("base_kg"), "+", models.F("net_change_kg")
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="base_year_moves_by_its_changes",
            ),
        ),
        migrations.AddConstraint(
            model_name="inventoryfactorset",
            constraint=models.UniqueConstraint(fields=("inventory", "factor_set"), name="inventory_factor_set_is_one"),
        ),
        migrations.AddIndex(
            model_name="inventoryline",
            index=models.Index(fields=["inventory", "part", "category"], name="inventory_line_by_part"),
        ),
        migrations.AddConstraint(
            model_name="inventoryline",
            constraint=models.UniqueConstraint(
                fields=("inventory", "activity_line", "part"), name="inventory_line_is_one_per_part"
            ),
        ),
        migrations.AddConstraint(
            model_name="inventoryline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category__range", (1, 15)), ("part", "SCOPE3")),
                    models.Q(
                        ("category", None), ("part__in", ["SCOPE1", "SCOPE2_LOCATION", "SCOPE2_MARKET", "BIOGENIC"])
                    ),
                    _connector="OR",
                ),
                name="inventory_line_category_is_of_scope_3",
            ),
        ),
        migrations.AddConstraint(
            model_name="inventoryline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", ""), ("mass_kg__isnull", False)),
                    models.Q(
                        ("ch4_kg", None),
                        ("co2_kg", None),
                        ("mass_kg", None),
                        ("n2o_kg", None),
                        models.Q(("code", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="inventory_line_without_figure_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="inventoryload",
            constraint=models.UniqueConstraint(fields=("inventory", "load"), name="inventory_load_is_one"),
        ),
        migrations.AddConstraint(
            model_name="inventorystep",
            constraint=models.UniqueConstraint(fields=("inventory", "to_state"), name="inventory_step_is_taken_once"),
        ),
        migrations.AddConstraint(
            model_name="inventorystep",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_state__in", ["FINAL", "PUBLISHED"])), name="inventory_step_leads_forward"
            ),
        ),
        migrations.AddConstraint(
            model_name="inventorytotal",
            constraint=models.UniqueConstraint(
                fields=("inventory", "part", "category"), name="inventory_total_is_one", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="inventorytotal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category__range", (1, 15)), ("part", "SCOPE3")),
                    models.Q(
                        ("category", None), ("part__in", ["SCOPE1", "SCOPE2_LOCATION", "SCOPE2_MARKET", "BIOGENIC"])
                    ),
                    _connector="OR",
                ),
                name="inventory_total_category_is_of_scope_3",
            ),
        ),
        migrations.AddConstraint(
            model_name="inventorytotal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        (
                            "reported",
                            "estimated",
                            "not_relevant",
                            "relevant_not_calculated",
                            "excluded",
                            "not_disclosed",
                        ),
                    )
                ),
                name="inventory_total_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="inventorytotal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("mass_exact_kg__isnull", False),
                        ("mass_kg__isnull", False),
                        ("state__in", ("reported", "estimated")),
                    ),
                    models.Q(
                        models.Q(("state__in", ("reported", "estimated")), _negated=True),
                        ("ch4_kg", None),
                        ("co2_kg", None),
                        ("high_kg", None),
                        ("low_kg", None),
                        ("mass_exact_kg", None),
                        ("mass_kg", None),
                        ("n2o_kg", None),
                    ),
                    _connector="OR",
                ),
                name="inventory_total_missing_is_never_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="inventorytotal",
            constraint=models.CheckConstraint(
                condition=models.Q(("mass_kg", None), ("mass_kg__gte", 0), _connector="OR"),
                name="inventory_total_is_not_below_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="inventorytotal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("not_relevant", "excluded")), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="inventory_total_reason_is_given",
            ),
        ),
        migrations.AddConstraint(
            model_name="inventorytotal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("high_kg", None), ("low_kg", None)),
                    models.Q(("high_kg__gte", models.F("mass_kg")), ("low_kg__lte", models.F("mass_kg"))),
                    _connector="OR",
                ),
                name="inventory_total_lies_in_its_interval",
            ),
        ),
        migrations.AddConstraint(
            model_name="inventorytotal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("method", ""),
                    ("method__in", ["supplier_specific", "hybrid", "average_data", "spend_based"]),
                    _connector="OR",
                ),
                name="inventory_total_method_is_known",
            ),
        ),
    ]
