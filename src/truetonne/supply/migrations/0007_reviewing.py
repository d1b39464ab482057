"""Ratings that recompute: cases, readers, evidence, computations, readings, publications, triggers, imported opinions."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

_TABLES = (
    "reviewcase", "reviewerdeclaration", "reviewevidence", "reviewcomputation", "reviewreading", "reviewpublication",
    "reviewtrigger", "opinionload",
)  # fmt: skip
_GUARDS = [
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON supply_{table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION supply_refuse_change()"
    for table in _TABLES
]
_UNDO = [f"DROP TRIGGER append_only ON supply_{table}" for table in _TABLES]


class Migration(migrations.Migration):
    dependencies = [
        ("supply", "0006_buyer_conditions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OpinionLoad",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=16)),
                ("file_name", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("mapping", models.TextField()),
                ("totals", models.JSONField()),
                ("rows", models.JSONField()),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="ReviewCase",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("kind", models.CharField(max_length=24)),
                ("methodology", models.TextField(blank=True, default="")),
                ("variant", models.CharField(blank=True, default="", max_length=16)),
                ("reason", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="ReviewComputation",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("method", models.CharField(max_length=64)),
                ("input_name", models.TextField()),
                ("parameters", models.JSONField(default=dict)),
                ("seed", models.BigIntegerField()),
                ("versions", models.JSONField(default=dict)),
                ("result", models.JSONField()),
                ("result_sha256", models.CharField(max_length=64)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReviewerDeclaration",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("seat", models.SmallIntegerField(null=True)),
                ("employer", models.TextField()),
                ("paid_by", models.TextField()),
                ("conflicts", models.JSONField(default=list)),
                ("refusals", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="ReviewEvidence",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("title", models.TextField()),
                ("issuer", models.TextField(blank=True, default="")),
                ("document_date", models.DateField()),
                ("address", models.TextField(blank=True, default="")),
                ("sha256", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="ReviewPublication",
            fields=[
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="publication",
                        serialize=False,
                        to="supply.review",
                    ),
                ),
                ("version", models.IntegerField()),
                ("body", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("score_low", models.SmallIntegerField()),
                ("score_middle", models.SmallIntegerField()),
                ("score_high", models.SmallIntegerField()),
                ("issued_kg", models.BigIntegerField()),
                ("estimate_kg", models.BigIntegerField()),
                ("held_back_kg", models.BigIntegerField()),
                ("reversed_kg", models.BigIntegerField()),
                ("methodology", models.TextField(blank=True, default="")),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="ReviewReading",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("seat", models.SmallIntegerField()),
                ("answers", models.JSONField()),
                ("estimate_kg", models.BigIntegerField()),
                ("estimate_basis", models.TextField()),
                ("verdict", models.CharField(max_length=8)),
                ("next_review", models.DateField()),
                ("note", models.TextField(blank=True, default="")),
            ],
        ),
        migrations.CreateModel(
            name="ReviewTrigger",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("input_hash", models.BinaryField(max_length=32)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("kind", models.CharField(max_length=24)),
                ("effect", models.CharField(max_length=8)),
                ("fact", models.TextField()),
                ("source", models.TextField(blank=True, default="")),
                ("key", models.CharField(max_length=128)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="review",
            name="review_state_is_known",
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["PUBLISHED", "OVERDUE", "SUSPENDED", "SUPERSEDED", "REFUSED"])),
                name="review_state_is_known",
            ),
        ),
        migrations.AddField(
            model_name="opinionload",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewcase",
            name="holding",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="supply.holding"
            ),
        ),
        migrations.AddField(
            model_name="reviewcase",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewcase",
            name="replaces",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supply.review"
            ),
        ),
        migrations.AddField(
            model_name="reviewcomputation",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="computations", to="supply.reviewcase"
            ),
        ),
        migrations.AddField(
            model_name="reviewcomputation",
            name="input",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supply.documentfile"
            ),
        ),
        migrations.AddField(
            model_name="reviewcomputation",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewerdeclaration",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="declarations", to="supply.reviewcase"
            ),
        ),
        migrations.AddField(
            model_name="reviewerdeclaration",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewevidence",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="supply.reviewcase"
            ),
        ),
        migrations.AddField(
            model_name="reviewevidence",
            name="file",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supply.documentfile"
            ),
        ),
        migrations.AddField(
            model_name="reviewevidence",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewpublication",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="publication", to="supply.reviewcase"
            ),
        ),
        migrations.AddField(
            model_name="reviewreading",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="supply.reviewcase"
            ),
        ),
        migrations.AddField(
            model_name="reviewreading",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewtrigger",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewtrigger",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="triggers", to="supply.review"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["restoration", "forest_protection", "technical_removal", "superpollutant", "other"])
                ),
                name="case_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewcase",
            constraint=models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="case_says_why"),
        ),
        migrations.AddConstraint(
            model_name="reviewerdeclaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("refusals", []), ("seat__in", (1, 2))),
                    models.Q(("seat", None), models.Q(("refusals", []), _negated=True)),
                    _connector="OR",
                ),
                name="seat_is_given_or_refused",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewerdeclaration",
            constraint=models.CheckConstraint(
                condition=models.Q(("employer", ""), ("paid_by", ""), _connector="OR", _negated=True),
                name="declaration_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewerdeclaration",
            constraint=models.UniqueConstraint(fields=("case", "seat"), name="seat_has_one_reader"),
        ),
        migrations.AddConstraint(
            model_name="reviewerdeclaration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("seat__isnull", False)), fields=("case", "person"), name="reader_has_one_seat"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewevidence",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("title", ""), _negated=True), ("sha256__regex", "^[0-9a-f]{64}$")),
                name="evidence_has_title_and_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewpublication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("score_low__gte", 0),
                    ("score_low__lte", models.F("score_middle")),
                    ("score_middle__lte", models.F("score_high")),
                    ("score_high__lte", 100),
                ),
                name="score_has_an_ordered_spread",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewpublication",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="rating_version_counts_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("estimate_kg__gte", 0), ("seat__in", (0, 1, 2)), models.Q(("estimate_basis", ""), _negated=True)
                ),
                name="reading_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewreading",
            constraint=models.UniqueConstraint(fields=("case", "seat"), name="seat_reads_once"),
        ),
        migrations.AddConstraint(
            model_name="reviewtrigger",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "reversal",
                            "methodology_version",
                            "standing",
                            "label_change",
                            "news",
                            "other_rating",
                            "drift",
                        ],
                    ),
                    models.Q(("fact", ""), _negated=True),
                ),
                name="trigger_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewtrigger",
            constraint=models.UniqueConstraint(fields=("review", "kind", "key"), name="trigger_counts_once"),
        ),
        migrations.RunSQL(sql=_GUARDS, reverse_sql=_UNDO),
    ]
