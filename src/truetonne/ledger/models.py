"""The ledger's tables as Django reads them. Their whole definition, with all that they refuse, is migrations/sql/.

Nothing writes through these classes: actions insert with SQL, triggers keep a lot's state, grants forbid the rest.
"""

from __future__ import annotations

from django.db import models


class UnitSpace(models.Model):
    is_only = models.BooleanField(primary_key=True, default=True)
    next_unit = models.BigIntegerField()

    class Meta:
        db_table = "ledger_unit_space"


class RegistryKey(models.Model):
    number = models.IntegerField(primary_key=True)
    program = models.TextField()
    key = models.TextField()

    class Meta:
        db_table = "ledger_registry_key"


class Entry(models.Model):
    """One ledger event. Those with a body are entries of the public log."""

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    request_id = models.TextField(unique=True)
    input_hash = models.BinaryField()
    body = models.BinaryField(null=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_entry"


class Batch(models.Model):
    """Fuel of one production batch: the energy and volume that two lots of equal kilograms share."""

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(unique=True)
    kg = models.BigIntegerField()
    energy_mj = models.BigIntegerField()
    volume_ml = models.BigIntegerField()

    class Meta:
        db_table = "ledger_batch"


class Lot(models.Model):
    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(unique=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="lot")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    key_number = models.ForeignKey(
        RegistryKey, on_delete=models.PROTECT, db_column="key_number", related_name="+", db_index=False
    )
    first_serial = models.BigIntegerField()
    last_serial = models.BigIntegerField()
    unit_kg = models.IntegerField()
    unit_start = models.BigIntegerField()
    unit_stop = models.BigIntegerField()
    kind = models.TextField()
    lot_class = models.TextField()
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="+")
    batch_offset_kg = models.BigIntegerField(default=0)
    head = models.BigIntegerField()
    reserved_kg = models.BigIntegerField(default=0)
    retired_kg = models.BigIntegerField(default=0)
    cancelled_kg = models.BigIntegerField(default=0)
    carried_project = models.BigIntegerField(default=0)
    carried_registry_fee = models.BigIntegerField(default=0)
    carried_verification = models.BigIntegerField(default=0)
    carried_fx = models.BigIntegerField(default=0)
    carried_tax = models.BigIntegerField(default=0)
    carried_handling = models.BigIntegerField(default=0)
    price_id = models.BigIntegerField(null=True)
    hold_id = models.BigIntegerField(null=True)
    is_listed = models.BooleanField(default=False)
    facts = models.JSONField(default=dict)

    class Meta:
        db_table = "ledger_lot"


class Price(models.Model):
    id = models.BigAutoField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.TextField()
    project_minor_per_t = models.BigIntegerField()
    registry_fee_minor_per_t = models.BigIntegerField()
    verification_minor_per_t = models.BigIntegerField()
    fx_minor_per_t = models.BigIntegerField()
    tax_minor_per_t = models.BigIntegerField()
    handling_minor_per_t = models.BigIntegerField()

    class Meta:
        db_table = "ledger_price"


class Listing(models.Model):
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    is_listed = models.BooleanField()
    reason = models.TextField(default="")

    class Meta:
        db_table = "ledger_listing"


class Hold(models.Model):
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_hold = models.BooleanField()
    reason = models.TextField()

    class Meta:
        db_table = "ledger_hold"


class Reservation(models.Model):
    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(unique=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+", db_index=False)
    kg = models.BigIntegerField()
    expires_at = models.DateTimeField()
    price = models.ForeignKey(Price, on_delete=models.PROTECT, related_name="+", db_index=False)
    project_minor = models.BigIntegerField()
    registry_fee_minor = models.BigIntegerField()
    verification_minor = models.BigIntegerField()
    fx_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    handling_minor = models.BigIntegerField()

    class Meta:
        db_table = "ledger_reservation"


class Resolution(models.Model):
    reservation = models.OneToOneField(Reservation, on_delete=models.PROTECT, primary_key=True, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    outcome = models.TextField()

    class Meta:
        db_table = "ledger_resolution"


class Certificate(models.Model):
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="+")
    certificate_id = models.UUIDField(unique=True)
    retirement_id = models.UUIDField()
    unit_kind = models.TextField()
    kg = models.BigIntegerField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    annex = models.BinaryField()

    class Meta:
        db_table = "ledger_certificate"


class Cancellation(models.Model):
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="+")
    reason = models.TextField()
    note = models.TextField(default="")

    class Meta:
        db_table = "ledger_cancellation"


class Line(models.Model):
    pk = models.CompositePrimaryKey("lot_id", "stop_unit")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+", db_index=False)
    start_unit = models.BigIntegerField()
    stop_unit = models.BigIntegerField()
    prev_unit = models.BigIntegerField(null=True)
    head_unit = models.BigIntegerField(null=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    place = models.IntegerField(default=0)
    use = models.TextField()
    reservation = models.ForeignKey(Reservation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    price = models.ForeignKey(Price, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    project_minor = models.BigIntegerField(default=0)
    registry_fee_minor = models.BigIntegerField(default=0)
    verification_minor = models.BigIntegerField(default=0)
    fx_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    handling_minor = models.BigIntegerField(default=0)
    energy_mj = models.BigIntegerField(null=True)
    volume_ml = models.BigIntegerField(null=True)

    class Meta:
        db_table = "ledger_line"


class Cover(models.Model):
    """Which SCOPE1 line stands behind a SCOPE3 line, and with how many kilograms."""

    pk = models.CompositePrimaryKey("scope3_stop_unit", "scope1_stop_unit")
    scope3_lot_id = models.BigIntegerField()
    scope3_stop_unit = models.BigIntegerField()
    scope1_lot_id = models.BigIntegerField()
    scope1_stop_unit = models.BigIntegerField()
    kg = models.BigIntegerField()

    class Meta:
        db_table = "ledger_cover"


class Recall(models.Model):
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="+")
    public_id = models.UUIDField(unique=True)
    key_number = models.IntegerField()
    first_serial = models.BigIntegerField()
    last_serial = models.BigIntegerField()
    reason = models.TextField()

    class Meta:
        db_table = "ledger_recall"


class RecalledPart(models.Model):
    """The units of one retired line that a recall impairs."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="+")
    lot_id = models.BigIntegerField()
    stop_unit = models.BigIntegerField()
    part_start_unit = models.BigIntegerField()
    part_stop_unit = models.BigIntegerField()

    class Meta:
        db_table = "ledger_recalled_part"


class MakeGood(models.Model):
    pk = models.CompositePrimaryKey("recalled_part_id", "entry_id")
    entry = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="+")
    recalled_part = models.ForeignKey(RecalledPart, on_delete=models.PROTECT, related_name="+", db_index=False)
    kg = models.BigIntegerField()

    class Meta:
        db_table = "ledger_make_good"


class Correction(models.Model):
    """Why a certificate was replaced; ``certificate_entry`` is the replacement."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="+")
    certificate_entry = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        db_table = "ledger_correction"


class Confirmation(models.Model):
    """A line whose serials a registry's own file shows as retired."""

    pk = models.CompositePrimaryKey("lot_id", "stop_unit")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    lot_id = models.BigIntegerField()
    stop_unit = models.BigIntegerField()

    class Meta:
        db_table = "ledger_confirmation"


class Leaf(models.Model):
    log_index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="leaf")
    leaf_hash = models.BinaryField()

    class Meta:
        db_table = "ledger_leaf"


class Checkpoint(models.Model):
    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_checkpoint"
