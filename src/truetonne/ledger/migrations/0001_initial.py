"""The ledger's tables, their guards, and what Django knows of them. The SQL files are the definition."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).with_name("sql")
FILES = ("tables", "lots", "uses", "insets", "lines", "log")
UNDO = "undo"


def _read(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(
            sql=[_read(name) for name in FILES],
            reverse_sql=[_read(UNDO)],
            state_operations=[
                migrations.CreateModel(
                    name="Batch",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("public_id", models.UUIDField(unique=True)),
                        ("kg", models.BigIntegerField()),
                        ("energy_mj", models.BigIntegerField()),
                        ("volume_ml", models.BigIntegerField()),
                    ],
                    options={
                        "db_table": "ledger_batch",
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("kind", models.TextField()),
                        ("request_id", models.TextField(unique=True)),
                        ("input_hash", models.BinaryField()),
                        ("body", models.BinaryField(null=True)),
                        ("effective_at", models.DateTimeField()),
                        ("recorded_at", models.DateTimeField()),
                    ],
                    options={
                        "db_table": "ledger_entry",
                    },
                ),
                migrations.CreateModel(
                    name="Checkpoint",
                    fields=[
                        ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("root", models.BinaryField()),
                        ("note", models.TextField()),
                        ("recorded_at", models.DateTimeField()),
                    ],
                    options={
                        "db_table": "ledger_checkpoint",
                    },
                ),
                migrations.CreateModel(
                    name="Cover",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "scope3_stop_unit",
                                "scope1_stop_unit",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("scope3_lot_id", models.BigIntegerField()),
                        ("scope3_stop_unit", models.BigIntegerField()),
                        ("scope1_lot_id", models.BigIntegerField()),
                        ("scope1_stop_unit", models.BigIntegerField()),
                        ("kg", models.BigIntegerField()),
                    ],
                    options={
                        "db_table": "ledger_cover",
                    },
                ),
                migrations.CreateModel(
                    name="RecalledPart",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("lot_id", models.BigIntegerField()),
                        ("stop_unit", models.BigIntegerField()),
                        ("part_start_unit", models.BigIntegerField()),
                        ("part_stop_unit", models.BigIntegerField()),
                    ],
                    options={
                        "db_table": "ledger_recalled_part",
                    },
                ),
                migrations.CreateModel(
                    name="RegistryKey",
                    fields=[
                        ("number", models.IntegerField(primary_key=True, serialize=False)),
                        ("program", models.TextField()),
                        ("key", models.TextField()),
                    ],
                    options={
                        "db_table": "ledger_registry_key",
                    },
                ),
                migrations.CreateModel(
                    name="UnitSpace",
                    fields=[
                        ("is_only", models.BooleanField(default=True, primary_key=True, serialize=False)),
                        ("next_unit", models.BigIntegerField()),
                    ],
                    options={
                        "db_table": "ledger_unit_space",
                    },
                ),
                migrations.CreateModel(
                    name="Cancellation",
                    fields=[
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="ledger.entry",
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("note", models.TextField(default="")),
                    ],
                    options={
                        "db_table": "ledger_cancellation",
                    },
                ),
                migrations.CreateModel(
                    name="Certificate",
                    fields=[
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="ledger.entry",
                            ),
                        ),
                        ("certificate_id", models.UUIDField(unique=True)),
                        ("retirement_id", models.UUIDField()),
                        ("unit_kind", models.TextField()),
                        ("kg", models.BigIntegerField()),
                        ("annex", models.BinaryField()),
                        (
                            "replaces",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="ledger.certificate",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "ledger_certificate",
                    },
                ),
                migrations.CreateModel(
                    name="Recall",
                    fields=[
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="ledger.entry",
                            ),
                        ),
                        ("public_id", models.UUIDField(unique=True)),
                        ("key_number", models.IntegerField()),
                        ("first_serial", models.BigIntegerField()),
                        ("last_serial", models.BigIntegerField()),
                        ("reason", models.TextField()),
                    ],
                    options={
                        "db_table": "ledger_recall",
                    },
                ),
                migrations.CreateModel(
                    name="Confirmation",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "lot_id", "stop_unit", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("lot_id", models.BigIntegerField()),
                        ("stop_unit", models.BigIntegerField()),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                            ),
                        ),
                    ],
                    options={
                        "db_table": "ledger_confirmation",
                    },
                ),
                migrations.CreateModel(
                    name="Leaf",
                    fields=[
                        ("log_index", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("leaf_hash", models.BinaryField()),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="leaf", to="ledger.entry"
                            ),
                        ),
                    ],
                    options={
                        "db_table": "ledger_leaf",
                    },
                ),
                migrations.CreateModel(
                    name="Lot",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("public_id", models.UUIDField(unique=True)),
                        ("first_serial", models.BigIntegerField()),
                        ("last_serial", models.BigIntegerField()),
                        ("unit_kg", models.IntegerField()),
                        ("unit_start", models.BigIntegerField()),
                        ("unit_stop", models.BigIntegerField()),
                        ("kind", models.TextField()),
                        ("lot_class", models.TextField()),
                        ("batch_offset_kg", models.BigIntegerField(default=0)),
                        ("head", models.BigIntegerField()),
                        ("reserved_kg", models.BigIntegerField(default=0)),
                        ("retired_kg", models.BigIntegerField(default=0)),
                        ("cancelled_kg", models.BigIntegerField(default=0)),
                        ("carried_project", models.BigIntegerField(default=0)),
                        ("carried_registry_fee", models.BigIntegerField(default=0)),
                        ("carried_verification", models.BigIntegerField(default=0)),
                        ("carried_fx", models.BigIntegerField(default=0)),
                        ("carried_tax", models.BigIntegerField(default=0)),
                        ("carried_handling", models.BigIntegerField(default=0)),
                        ("price_id", models.BigIntegerField(null=True)),
                        ("hold_id", models.BigIntegerField(null=True)),
                        ("is_listed", models.BooleanField(default=False)),
                        ("facts", models.JSONField(default=dict)),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.batch",
                            ),
                        ),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="lot", to="ledger.entry"
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.lot",
                            ),
                        ),
                        (
                            "key_number",
                            models.ForeignKey(
                                db_column="key_number",
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.registrykey",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "ledger_lot",
                    },
                ),
                migrations.CreateModel(
                    name="Price",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("currency", models.TextField()),
                        ("project_minor_per_t", models.BigIntegerField()),
                        ("registry_fee_minor_per_t", models.BigIntegerField()),
                        ("verification_minor_per_t", models.BigIntegerField()),
                        ("fx_minor_per_t", models.BigIntegerField()),
                        ("tax_minor_per_t", models.BigIntegerField()),
                        ("handling_minor_per_t", models.BigIntegerField()),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.lot",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "ledger_price",
                    },
                ),
                migrations.CreateModel(
                    name="Reservation",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("public_id", models.UUIDField(unique=True)),
                        ("kg", models.BigIntegerField()),
                        ("expires_at", models.DateTimeField()),
                        ("project_minor", models.BigIntegerField()),
                        ("registry_fee_minor", models.BigIntegerField()),
                        ("verification_minor", models.BigIntegerField()),
                        ("fx_minor", models.BigIntegerField()),
                        ("tax_minor", models.BigIntegerField()),
                        ("handling_minor", models.BigIntegerField()),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.lot",
                            ),
                        ),
                        (
                            "price",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.price",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "ledger_reservation",
                    },
                ),
                migrations.CreateModel(
                    name="Line",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "lot_id", "stop_unit", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("start_unit", models.BigIntegerField()),
                        ("stop_unit", models.BigIntegerField()),
                        ("prev_unit", models.BigIntegerField(null=True)),
                        ("head_unit", models.BigIntegerField(null=True)),
                        ("place", models.IntegerField(default=0)),
                        ("use", models.TextField()),
                        ("project_minor", models.BigIntegerField(default=0)),
                        ("registry_fee_minor", models.BigIntegerField(default=0)),
                        ("verification_minor", models.BigIntegerField(default=0)),
                        ("fx_minor", models.BigIntegerField(default=0)),
                        ("tax_minor", models.BigIntegerField(default=0)),
                        ("handling_minor", models.BigIntegerField(default=0)),
                        ("energy_mj", models.BigIntegerField(null=True)),
                        ("volume_ml", models.BigIntegerField(null=True)),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.lot",
                            ),
                        ),
                        (
                            "price",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.price",
                            ),
                        ),
                        (
                            "reservation",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.reservation",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "ledger_line",
                    },
                ),
                migrations.CreateModel(
                    name="MakeGood",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "recalled_part_id",
                                "entry_id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("kg", models.BigIntegerField()),
                        (
                            "recalled_part",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.recalledpart",
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.certificate"
                            ),
                        ),
                    ],
                    options={
                        "db_table": "ledger_make_good",
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="ledger.entry",
                            ),
                        ),
                        ("reason", models.TextField()),
                        (
                            "certificate_entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.certificate"
                            ),
                        ),
                    ],
                    options={
                        "db_table": "ledger_correction",
                    },
                ),
                migrations.CreateModel(
                    name="Hold",
                    fields=[
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="ledger.entry",
                            ),
                        ),
                        ("is_hold", models.BooleanField()),
                        ("reason", models.TextField()),
                        (
                            "lot",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.lot",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "ledger_hold",
                    },
                ),
                migrations.CreateModel(
                    name="Listing",
                    fields=[
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="ledger.entry",
                            ),
                        ),
                        ("is_listed", models.BooleanField()),
                        ("reason", models.TextField(default="")),
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.lot"
                            ),
                        ),
                    ],
                    options={
                        "db_table": "ledger_listing",
                    },
                ),
                migrations.AddField(
                    model_name="recalledpart",
                    name="entry",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.recall"
                    ),
                ),
                migrations.CreateModel(
                    name="Resolution",
                    fields=[
                        (
                            "reservation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="ledger.reservation",
                            ),
                        ),
                        ("outcome", models.TextField()),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                            ),
                        ),
                    ],
                    options={
                        "db_table": "ledger_resolution",
                    },
                ),
            ],
        ),
    ]
