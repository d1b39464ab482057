"""What happened to one lot besides its uses: its issue, prices, listings, holds, and the lots that were cut off it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from truetonne.ledger.entries import EntryKind

_HISTORY = """
    WITH lot AS (SELECT id, entry_id FROM ledger_lot WHERE public_id = %s)
    SELECT entry.id, entry.kind, entry.request_id, entry.recorded_at, event.is_on, event.reason, event.currency,
        event.minor_per_t, event.other_lot
    FROM (
        SELECT lot.entry_id, NULL::boolean AS is_on, '' AS reason, NULL::text AS currency, NULL::bigint AS minor_per_t,
            NULL::uuid AS other_lot FROM lot
        UNION ALL
        SELECT tail.entry_id, true, '', NULL, NULL, tail.public_id FROM lot JOIN ledger_lot tail ON tail.parent_id = lot.id
        UNION ALL
        SELECT price.entry_id, NULL, '', price.currency, price.project_minor_per_t + price.registry_fee_minor_per_t
            + price.verification_minor_per_t + price.fx_minor_per_t + price.tax_minor_per_t + price.handling_minor_per_t, NULL
        FROM lot JOIN ledger_price price ON price.lot_id = lot.id
        UNION ALL
        SELECT listing.entry_id, listing.is_listed, listing.reason, NULL, NULL, NULL
        FROM lot JOIN ledger_listing listing ON listing.lot_id = lot.id
        UNION ALL
        SELECT hold.entry_id, hold.is_hold, hold.reason, NULL, NULL, NULL
        FROM lot JOIN ledger_hold hold ON hold.lot_id = lot.id
    ) event
    JOIN ledger_entry entry ON entry.id = event.entry_id
    ORDER BY entry.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotEvent:
    """One event of a lot. ``is_on`` tells listed from unlisted and held from released.

    A SPLIT with ``other_lot`` cut that lot off this one; without, this lot itself came from a split. ``minor_per_t`` is
    a price's total per tonne, in minor units of ``currency``.
    """

    kind: EntryKind
    request_id: str
    recorded_at: datetime
    is_on: bool | None
    reason: str
    currency: str | None
    minor_per_t: int | None
    other_lot: UUID | None


def history_of_lot(*, lot_id: UUID) -> tuple[LotEvent, ...]:
    """Return a lot's events in the order in which they were written; an unknown lot has none."""
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, [lot_id])
        return tuple(
            LotEvent(
                kind=EntryKind(row[1]),
                request_id=row[2],
                recorded_at=row[3],
                is_on=row[4],
                reason=row[5],
                currency=row[6],
                minor_per_t=row[7],
                other_lot=row[8],
            )
            for row in cursor.fetchall()
        )
