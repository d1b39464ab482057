"""Reservations as they are read under their lots' lock."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truetonne.ledger.refusals import Refusal
from truetonne.ledger.values import Draw
from truetonne.ledger.wire import Statement, Wire, read_instant, uuids
from truetonne.science.money import CostParts

_READ = Statement.of(
    name="reservations_read",
    sql="""
    SELECT r.public_id, r.id, lot.public_id, r.kg, price.currency,
        (extract(epoch FROM r.expires_at) * 1000000)::bigint, r.price_id,
        r.project_minor, r.registry_fee_minor, r.verification_minor, r.fx_minor, r.tax_minor, r.handling_minor,
        resolution.outcome
    FROM ledger_reservation r
    JOIN ledger_lot lot ON lot.id = r.lot_id
    JOIN ledger_price price ON price.id = r.price_id
    LEFT JOIN ledger_resolution resolution ON resolution.reservation_id = r.id
    WHERE r.public_id = ANY($1::uuid[])
    """,
)


class ReservationNotFound(Refusal):
    """No reservation has this id."""

    code = "not_found"

    def __init__(self, *, reservation_id: UUID) -> None:
        super().__init__(f"there is no reservation {reservation_id}")
        self.reservation_id = reservation_id


class ReservationResolved(Refusal):
    """A reservation is posted, voided or expired once; carries how it ended."""

    code = "state_conflict"

    def __init__(self, *, reservation_id: UUID, outcome: str) -> None:
        super().__init__(f"reservation {reservation_id} has ended: {outcome}")
        self.reservation_id = reservation_id
        self.outcome = outcome


class ReservationExpired(Refusal):
    """A reservation's time is over; carries when."""

    code = "quote_expired"

    def __init__(self, *, reservation_id: UUID, expires_at: datetime) -> None:
        super().__init__(f"reservation {reservation_id} expired at {expires_at.isoformat()}")
        self.reservation_id = reservation_id
        self.expires_at = expires_at


class ReservationDiffers(Refusal):
    """A reservation is posted whole and from its own lot; carries both masses."""

    code = "invalid_quantity"

    def __init__(self, *, reservation_id: UUID, requested_kg: int, reserved_kg: int, lot_id: UUID) -> None:
        super().__init__(
            f"reservation {reservation_id} is of {reserved_kg} kg in lot {lot_id} and is posted whole, not {requested_kg} kg"
        )
        self.reservation_id = reservation_id
        self.requested_kg = requested_kg
        self.reserved_kg = reserved_kg
        self.lot_id = lot_id


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveReservation:
    """A reservation and, if it has ended, its outcome."""

    pk: int
    reservation_id: UUID
    lot_id: UUID
    kg: int
    currency: str
    expires_at: datetime
    price_id: int
    charged: CostParts
    outcome: str | None

    def check_postable(self, *, draw: Draw, at: datetime) -> None:
        """Raises ReservationResolved, ReservationExpired, ReservationDiffers."""
        if self.outcome is not None:
            raise ReservationResolved(reservation_id=self.reservation_id, outcome=self.outcome)
        if at >= self.expires_at:
            raise ReservationExpired(reservation_id=self.reservation_id, expires_at=self.expires_at)
        if (draw.lot_id, draw.kg) != (self.lot_id, self.kg):
            raise ReservationDiffers(
                reservation_id=self.reservation_id, requested_kg=draw.kg, reserved_kg=self.kg, lot_id=self.lot_id
            )


def read_reservations(*, wire: Wire, reservation_ids: Collection[UUID]) -> dict[UUID, LiveReservation]:
    """Read reservations by id. Lock their lots first: an ending needs the lot's lock too."""
    if not reservation_ids:
        return {}
    found: dict[UUID, LiveReservation] = {}
    for row in wire.run(_READ, uuids(list(reservation_ids))):
        text = [str(value or b"", "utf-8") for value in row]
        reservation_id = UUID(text[0])
        found[reservation_id] = LiveReservation(
            pk=int(text[1]),
            reservation_id=reservation_id,
            lot_id=UUID(text[2]),
            kg=int(text[3]),
            currency=text[4],
            expires_at=read_instant(row[5] or b"0"),
            price_id=int(text[6]),
            charged=CostParts.of(map(int, text[7:13])),
            outcome=text[13] or None,
        )
    return found


def find_reservation(*, reservations: Mapping[UUID, LiveReservation], reservation_id: UUID) -> LiveReservation:
    """Return a reservation that was read. Raises ReservationNotFound."""
    try:
        return reservations[reservation_id]
    except KeyError:
        raise ReservationNotFound(reservation_id=reservation_id) from None
