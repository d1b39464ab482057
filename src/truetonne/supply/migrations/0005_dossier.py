"""The dossier of a project: story, documents, gross to net, others' ratings, news, disclaimers, labels."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

TABLES = (
    "projectprofile",
    "projectstory",
    "documentfile",
    "projectdocument",
    "grosstonet",
    "externalrating",
    "projectnews",
    "projectdisclaimer",
    "unitlabel",
)
"""Added to, never changed: a later entry replaces an earlier one."""


class Migration(migrations.Migration):
    dependencies = [
        ("supply", "0004_statements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentFile",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
                ("media_type", models.CharField(max_length=100)),
                ("size_bytes", models.IntegerField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size_bytes__gte", 1)), name="document_file_holds_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExternalRating",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True, default="")),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("rater", models.TextField()),
                ("value", models.TextField()),
                ("scale", models.TextField()),
                ("rated_on", models.DateField()),
                ("expires_on", models.DateField(null=True)),
                ("address", models.TextField(blank=True, default="")),
                ("note", models.TextField(blank=True, default="")),
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
                        to="supply.externalrating",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["project", "effective_at"], name="externalrating_by_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_withdrawn", False),
                            models.Q(("replaces__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="externalrating_withdrawal_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rater", ""), ("value", ""), ("scale", ""), _connector="OR", _negated=True),
                        name="rating_names_rater_value_and_scale",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on__isnull", True), ("expires_on__gt", models.F("rated_on")), _connector="OR"
                        ),
                        name="rating_expires_after_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrossToNet",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True, default="")),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("issuance", models.TextField()),
                ("period_from", models.DateField()),
                ("period_until", models.DateField()),
                ("gross_kg", models.BigIntegerField()),
                ("baseline_kg", models.BigIntegerField()),
                ("losses_kg", models.BigIntegerField()),
                ("emissions_kg", models.BigIntegerField()),
                ("leakage_kg", models.BigIntegerField()),
                ("uncertainty_kg", models.BigIntegerField()),
                ("buffer_kg", models.BigIntegerField()),
                ("net_kg", models.BigIntegerField()),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supply.project"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="supply.grosstonet",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["project", "effective_at"], name="grosstonet_by_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_withdrawn", False),
                            models.Q(("replaces__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="grosstonet_withdrawal_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "net_kg",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    django.db.models.expressions.CombinedExpression(
                                                        models.F("gross_kg"), "-", models.F("baseline_kg")
                                                    ),
                                                    "-",
                                                    models.F("losses_kg"),
                                                ),
                                                "-",
                                                models.F("emissions_kg"),
                                            ),
                                            "-",
                                            models.F("leakage_kg"),
                                        ),
                                        "-",
                                        models.F("uncertainty_kg"),
                                    ),
                                    "-",
                                    models.F("buffer_kg"),
                                ),
                            )
                        ),
                        name="gross_less_deductions_is_net",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("baseline_kg__gte", 0),
                            ("emissions_kg__gte", 0),
                            ("gross_kg__gte", 1),
                            ("losses_kg__gte", 0),
                            ("buffer_kg__gte", 0),
                            ("leakage_kg__gte", 0),
                            ("net_kg__gte", 0),
                            ("uncertainty_kg__gte", 0),
                        ),
                        name="gross_to_net_is_never_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_until__gt", models.F("period_from"))),
                        name="gross_to_net_period_runs_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="gross_to_net_has_a_source"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectDisclaimer",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True, default="")),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("kind", models.CharField(max_length=16)),
                ("text_en", models.TextField()),
                ("text_vi", models.TextField(blank=True, default="")),
                ("text_zh", models.TextField(blank=True, default="")),
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
                        to="supply.projectdisclaimer",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["project", "effective_at"], name="projectdisclaimer_by_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_withdrawn", False),
                            models.Q(("replaces__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="projectdisclaimer_withdrawal_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["REVERSAL", "METHOD", "COUNTRY", "DISPUTE", "SHORT_LIVED", "DATA_GAP", "OTHER"],
                            )
                        ),
                        name="disclaimer_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text_en", ""), _negated=True), name="disclaimer_has_english"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectDocument",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True, default="")),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("kind", models.CharField(max_length=16)),
                ("title", models.TextField()),
                ("issuer", models.TextField(blank=True, default="")),
                ("document_date", models.DateField()),
                ("address", models.TextField(blank=True, default="")),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
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
                        to="supply.projectdocument",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["project", "effective_at"], name="projectdocument_by_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_withdrawn", False),
                            models.Q(("replaces__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="projectdocument_withdrawal_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "DESCRIPTION",
                                    "VALIDATION",
                                    "MONITORING",
                                    "VERIFICATION",
                                    "AGREEMENT",
                                    "CONSULTATION",
                                    "OTHER",
                                ],
                            )
                        ),
                        name="document_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="document_has_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), _negated=True), ("file__isnull", False), _connector="OR"
                        ),
                        name="document_can_be_found",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectNews",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True, default="")),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("headline", models.TextField()),
                ("source", models.TextField()),
                ("published_on", models.DateField()),
                ("address", models.TextField(blank=True, default="")),
                ("summary", models.TextField(blank=True, default="")),
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
                        to="supply.projectnews",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["project", "effective_at"], name="projectnews_by_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_withdrawn", False),
                            models.Q(("replaces__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="projectnews_withdrawal_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("headline", ""), ("source", ""), _connector="OR", _negated=True),
                        name="news_names_headline_and_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectProfile",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True, default="")),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("durability_years", models.IntegerField(null=True)),
                ("gas", models.CharField(blank=True, default="", max_length=8)),
                ("region", models.TextField(blank=True, default="")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supply.project"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="supply.projectprofile",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["project", "effective_at"], name="projectprofile_by_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_withdrawn", False),
                            models.Q(("replaces__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="projectprofile_withdrawal_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("durability_years__gte", 1)), name="profile_durability_is_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gas__in", ["", "CO2", "CH4", "N2O", "HFC", "ODS"])),
                        name="profile_gas_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="profile_has_a_source"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectStory",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True, default="")),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("language", models.CharField(max_length=8)),
                ("lede", models.TextField()),
                ("body", models.TextField(blank=True, default="")),
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
                        to="supply.projectstory",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["project", "effective_at"], name="projectstory_by_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_withdrawn", False),
                            models.Q(("replaces__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="projectstory_withdrawal_says_why",
                    ),
                    models.CheckConstraint(condition=models.Q(("lede", ""), _negated=True), name="story_has_words"),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitLabel",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True, default="")),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("label", models.TextField()),
                ("state", models.CharField(max_length=10)),
                ("issuer", models.TextField()),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("evidence", models.TextField()),
                (
                    "holding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="labels", to="supply.holding"
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
                        to="supply.unitlabel",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["project", "effective_at"], name="unitlabel_by_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_withdrawn", False),
                            models.Q(("replaces__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="unitlabel_withdrawal_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["TAGGED", "UNDECIDED"])), name="label_state_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))), name="label_range_runs_forward"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("label", ""), ("issuer", ""), ("evidence", ""), _connector="OR", _negated=True
                        ),
                        name="label_names_issuer_and_evidence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="label_ends_after_it_begins",
                    ),
                ],
            },
        ),
        *(
            migrations.RunSQL(
                sql=f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON supply_{name}"
                " FOR EACH STATEMENT EXECUTE FUNCTION supply_refuse_change()",
                reverse_sql=f"DROP TRIGGER append_only ON supply_{name}",
            )
            for name in TABLES
        ),
    ]
