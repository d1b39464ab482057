"""Lots under lock: what the ledger knows of a lot while it decides, and what it refuses of one.

Lots are locked once, late, in the order of their keys; whatever is decided is decided under that lock.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from truetonne.ledger.refusals import Refusal
from truetonne.ledger.reservations import LiveReservation
from truetonne.ledger.values import LotClass, UnitKind
from truetonne.ledger.wire import Row, Statement, Wire, int8, int8s, read_instant, uuids
from truetonne.science.money import CostParts, charge
from truetonne.science.serial_block import SerialBlock, SerialPart

_LOCK = Statement.of(
    name="lots_lock",
    sql="""
    SELECT lot.id, lot.unit_start, lot.unit_stop, lot.first_serial, lot.unit_kg, lot.head, lot.reserved_kg,
        lot.carried_project, lot.carried_registry_fee, lot.carried_verification, lot.carried_fx, lot.carried_tax,
        lot.carried_handling, lot.batch_offset_kg, lot.kind, lot.lot_class, lot.is_listed, lot.hold_id, lot.price_id,
        lot.batch_id, lot.public_id, (extract(epoch FROM now()) * 1000000)::bigint
    FROM ledger_lot lot WHERE lot.public_id = ANY($1::uuid[]) ORDER BY lot.id FOR NO KEY UPDATE
    """,
)
_PRICES = Statement.of(
    name="prices_get",
    sql="""
    SELECT id, project_minor_per_t, registry_fee_minor_per_t, verification_minor_per_t, fx_minor_per_t, tax_minor_per_t,
        handling_minor_per_t, currency FROM ledger_price WHERE id = ANY($1::bigint[])
    """,
)
_HOLD = Statement.of(
    name="hold_get",
    sql="""
    SELECT hold.reason, (extract(epoch FROM entry.recorded_at) * 1000000)::bigint
    FROM ledger_hold hold JOIN ledger_entry entry ON entry.id = hold.entry_id WHERE hold.entry_id = $1::bigint
    """,
)


_KNOWN_PRICES: dict[tuple[int, UUID], tuple[str, CostParts]] = {}
"""Currency and parts of prices, which never change, by price and lot: read once a process."""

_KNOWN_PRICES_MAX = 20_000

_KINDS = {kind.value.encode(): kind for kind in UnitKind}
_CLASSES = {lot_class.value.encode(): lot_class for lot_class in LotClass}


class LotNotFound(Refusal):
    """No lot has this id."""

    code = "not_found"

    def __init__(self, *, lot_id: UUID) -> None:
        super().__init__(f"there is no lot {lot_id}")
        self.lot_id = lot_id


class InsufficientStock(Refusal):
    """More is wanted from a lot than is neither used nor reserved in it."""

    code = "insufficient_stock"

    def __init__(self, *, lot_id: UUID, requested_kg: int, available_kg: int) -> None:
        super().__init__(f"{requested_kg} kg requested from lot {lot_id}, {available_kg} kg available")
        self.lot_id = lot_id
        self.requested_kg = requested_kg
        self.available_kg = available_kg


class LotHeld(Refusal):
    """A hold stops the lot: nothing of it is reserved, posted or retired until the hold is released."""

    code = "position_held"

    def __init__(self, *, lot_id: UUID, reason: str, since: datetime) -> None:
        super().__init__(f"lot {lot_id} is on hold since {since.isoformat()}: {reason}")
        self.lot_id = lot_id
        self.reason = reason
        self.since = since


class LotNotListed(Refusal):
    """The lot is not on sale: it waits for its review, or was taken off."""

    code = "not_retirable"

    def __init__(self, *, lot_id: UUID) -> None:
        super().__init__(f"lot {lot_id} is not listed")
        self.lot_id = lot_id


class BufferLot(Refusal):
    """Buffer units are never listed, sold or retired."""

    code = "not_retirable"

    def __init__(self, *, lot_id: UUID) -> None:
        super().__init__(f"lot {lot_id} is a buffer: it is never listed, sold or retired")
        self.lot_id = lot_id


class QuantityNotPositive(Refusal):
    """At least one kilogram must be asked for."""

    code = "invalid_quantity"

    def __init__(self, *, lot_id: UUID, kg: int) -> None:
        super().__init__(f"{kg} kg requested from lot {lot_id}: ask for at least one kilogram")
        self.lot_id = lot_id
        self.kg = kg


class LockedLot:
    """A lot whose row this transaction holds. ``head`` and ``carried`` move on as lines are drawn from it."""

    __slots__ = (
        "batch_id", "batch_offset_kg", "block", "carried", "currency", "head", "hold_id", "is_listed", "kind",
        "lot_class", "lot_id", "pk", "price", "price_id", "reserved_kg", "unit_start", "unit_stop",
    )  # fmt: skip

    def __init__(self, *, row: Row, lot_id: UUID) -> None:
        pk, unit_start, unit_stop, first, unit_kg, head, reserved_kg, *carried, batch_offset_kg = map(int, row[:14])  # type: ignore[arg-type]
        self.pk, self.lot_id, self.unit_start, self.unit_stop = pk, lot_id, unit_start, unit_stop
        self.head, self.reserved_kg, self.batch_offset_kg = head, reserved_kg, batch_offset_kg
        self.block = SerialBlock(first=first, last=first + (unit_stop - unit_start) // unit_kg - 1, unit_kg=unit_kg)
        self.carried = CostParts.of(carried)
        self.kind, self.lot_class = _KINDS[row[14] or b""], _CLASSES[row[15] or b""]
        self.is_listed = row[16] == b"t"
        self.hold_id = _optional(row[17])
        self.price_id = _optional(row[18])
        self.batch_id = _optional(row[19])
        self.currency: str | None = None
        self.price: CostParts | None = None

    def shrink(self, *, at_serial: int) -> None:
        """Follow a cut before ``at_serial``: what was drawn since the lot was read stays as it is."""
        first, unit_kg = self.block.first, self.block.unit_kg
        self.block = SerialBlock(first=first, last=at_serial - 1, unit_kg=unit_kg)
        self.unit_stop = self.unit_start + self.block.quantity_kg

    @property
    def available_kg(self) -> int:
        """Kilograms that no line used and no reservation set aside."""
        return self.unit_stop - self.head - self.reserved_kg

    def serials(self, *, start_unit: int, kg: int) -> SerialPart:
        """Return the serials that a range of this lot's units touches."""
        return self.block.part(offset_kg=start_unit - self.unit_start, kg=kg)


class DrawnLine:
    """A line about to be written: a lot's next range and what it is charged."""

    __slots__ = (
        "charged",
        "currency",
        "energy_mj",
        "kg",
        "lot",
        "place",
        "prev_unit",
        "price_id",
        "reservation_pk",
        "serials",
        "start_unit",
        "volume_ml",
    )  # fmt: skip

    def __init__(self, *, lot: LockedLot, kg: int, charged: CostParts, price_id: int | None) -> None:
        self.lot = lot
        self.kg = kg
        self.charged = charged
        self.price_id = price_id
        self.currency = lot.currency
        self.reservation_pk: int | None = None
        self.place = 0
        self.start_unit = lot.head
        self.prev_unit = lot.head if lot.head > lot.unit_start else None
        self.serials = lot.serials(start_unit=lot.head, kg=kg)
        self.energy_mj: int | None = None
        self.volume_ml: int | None = None

    @property
    def stop_unit(self) -> int:
        return self.start_unit + self.kg


def lock_lots(*, wire: Wire, lot_ids: Collection[UUID]) -> tuple[dict[UUID, LockedLot], datetime]:
    """Lock lots in the order of their keys and return them with the transaction's time by the database's clock.

    Waits for whoever holds one of them. Ids without a lot are missing from the answer.
    """
    asked = {str(lot_id).encode(): lot_id for lot_id in lot_ids}
    rows = wire.run(_LOCK, uuids(list(lot_ids)))
    lots = [LockedLot(row=row, lot_id=asked[row[20] or b""]) for row in rows]
    _give_prices(wire=wire, lots=[lot for lot in lots if lot.price_id is not None])
    recorded_at = read_instant(rows[0][21] or b"0") if rows else datetime.fromtimestamp(0, tz=UTC)
    return {lot.lot_id: lot for lot in lots}, recorded_at


def find_lot(*, lots: Mapping[UUID, LockedLot], lot_id: UUID) -> LockedLot:
    """Return a locked lot. Raises LotNotFound."""
    try:
        return lots[lot_id]
    except KeyError:
        raise LotNotFound(lot_id=lot_id) from None


def check_sellable(*, wire: Wire, lot: LockedLot, kg: int) -> None:
    """Refuse what cannot be drawn from a lot now.

    Raises BufferLot, LotHeld, LotNotListed, QuantityNotPositive, InsufficientStock.
    """
    if lot.lot_class is LotClass.BUFFER:
        raise BufferLot(lot_id=lot.lot_id)
    check_not_held(wire=wire, lot=lot)
    if not lot.is_listed or lot.price is None:
        raise LotNotListed(lot_id=lot.lot_id)
    check_available(lot=lot, kg=kg)


def check_available(*, lot: LockedLot, kg: int) -> None:
    """Raises QuantityNotPositive, InsufficientStock."""
    if kg < 1:
        raise QuantityNotPositive(lot_id=lot.lot_id, kg=kg)
    if kg > lot.available_kg:
        raise InsufficientStock(lot_id=lot.lot_id, requested_kg=kg, available_kg=lot.available_kg)


def check_not_held(*, wire: Wire, lot: LockedLot) -> None:
    """Raises LotHeld with the hold's reason and time."""
    if lot.hold_id is not None:
        reason, since = wire.run(_HOLD, int8(lot.hold_id))[0]
        raise LotHeld(lot_id=lot.lot_id, reason=str(reason or b"", "utf-8"), since=read_instant(since or b"0"))


def draw_sold(*, lot: LockedLot, kg: int) -> DrawnLine:
    """Draw a line from a lot that may be sold and charge it. The lot's head and carried move on."""
    if lot.price is None:
        raise LotNotListed(lot_id=lot.lot_id)
    charged, carried = charge(price=lot.price, kg=kg, carried=lot.carried)
    line = DrawnLine(lot=lot, kg=kg, charged=charged, price_id=lot.price_id)
    lot.carried = carried
    lot.head += kg
    return line


def draw_reserved(*, lot: LockedLot, reservation: LiveReservation) -> DrawnLine:
    """Draw a line for a whole reservation, with the charge and the price that it was made with."""
    line = DrawnLine(lot=lot, kg=reservation.kg, charged=reservation.charged, price_id=reservation.price_id)
    line.reservation_pk = reservation.pk
    line.currency = reservation.currency
    lot.head += reservation.kg
    lot.reserved_kg -= reservation.kg
    return line


def draw_cancelled(*, lot: LockedLot, kg: int) -> DrawnLine:
    """Draw a line for a cancellation, which is charged nothing."""
    line = DrawnLine(lot=lot, kg=kg, charged=CostParts(), price_id=None)
    lot.head += kg
    return line


def _give_prices(*, wire: Wire, lots: Sequence[LockedLot]) -> None:
    """Give lots the price that stands in their row, from memory where this process has seen it."""
    missing = [lot for lot in lots if (lot.price_id, lot.lot_id) not in _KNOWN_PRICES]
    if missing:
        if len(_KNOWN_PRICES) + len(missing) > _KNOWN_PRICES_MAX:
            _KNOWN_PRICES.clear()
            missing = list(lots)
        found = {row[0]: row for row in wire.run(_PRICES, int8s([lot.price_id for lot in missing]))}
        for lot in missing:
            row = found[str(lot.price_id).encode()]
            parts = CostParts.of(map(int, row[1:7]))  # type: ignore[arg-type]
            _KNOWN_PRICES[lot.price_id or 0, lot.lot_id] = str(row[7] or b"", "ascii"), parts
    for lot in lots:
        lot.currency, lot.price = _KNOWN_PRICES[lot.price_id or 0, lot.lot_id]


def _optional(text: bytes | None) -> int | None:
    return None if text is None else int(text)
