"""The register's totals, now and at any moment before.

Now, they are the sum over the lots' states. At a moment before they are recomputed from the facts recorded until
then, without the states; both ways give the same figures for the same moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from truetonne.ledger.values import LotClass, PublicTotals, Totals, UnitKind

_NOW = """
    SELECT kind, lot_class, sum(unit_stop - unit_start)::bigint, sum(reserved_kg)::bigint,
        sum(CASE WHEN hold_id IS NULL THEN 0 ELSE unit_stop - head - reserved_kg END)::bigint,
        sum(retired_kg)::bigint, sum(cancelled_kg)::bigint
    FROM ledger_lot GROUP BY kind, lot_class ORDER BY kind DESC, lot_class DESC
"""
# A lot that was split later still stood whole then: its units are those of its pieces, and its hold was theirs.
_THEN = """
    WITH RECURSIVE piece AS (
        SELECT lot.id, lot.id AS stood_as, entry.recorded_at > %(at)s AS is_later, lot.parent_id
        FROM ledger_lot lot JOIN ledger_entry entry ON entry.id = lot.entry_id
        UNION ALL
        SELECT piece.id, parent.id, entry.recorded_at > %(at)s, parent.parent_id
        FROM piece JOIN ledger_lot parent ON parent.id = piece.parent_id
        JOIN ledger_entry entry ON entry.id = parent.entry_id
        WHERE piece.is_later
    ), stood AS (
        SELECT id, stood_as FROM piece WHERE NOT is_later
    ), used AS (
        SELECT line.lot_id,
            coalesce(sum(line.stop_unit - line.start_unit) FILTER (WHERE line.use = 'RETIREMENT'), 0) AS retired_kg,
            coalesce(sum(line.stop_unit - line.start_unit) FILTER (WHERE line.use = 'CANCELLATION'), 0) AS cancelled_kg
        FROM ledger_line line JOIN ledger_entry entry ON entry.id = line.entry_id
        WHERE entry.recorded_at <= %(at)s GROUP BY line.lot_id
    ), reserved AS (
        SELECT r.lot_id, sum(r.kg) AS reserved_kg
        FROM ledger_reservation r JOIN ledger_entry entry ON entry.id = r.entry_id
        WHERE entry.recorded_at <= %(at)s AND NOT EXISTS (
            SELECT FROM ledger_resolution resolution JOIN ledger_entry ended ON ended.id = resolution.entry_id
            WHERE resolution.reservation_id = r.id AND ended.recorded_at <= %(at)s)
        GROUP BY r.lot_id
    ), lot_then AS (
        SELECT stood.stood_as AS id, sum(lot.unit_stop - lot.unit_start) AS issued_kg,
            coalesce(sum(used.retired_kg), 0) AS retired_kg, coalesce(sum(used.cancelled_kg), 0) AS cancelled_kg,
            coalesce(sum(reserved.reserved_kg), 0) AS reserved_kg
        FROM stood JOIN ledger_lot lot ON lot.id = stood.id
        LEFT JOIN used ON used.lot_id = stood.id
        LEFT JOIN reserved ON reserved.lot_id = stood.id
        GROUP BY stood.stood_as
    ), held AS (
        SELECT DISTINCT ON (hold.lot_id) hold.lot_id, hold.is_hold
        FROM ledger_hold hold JOIN ledger_entry entry ON entry.id = hold.entry_id
        WHERE entry.recorded_at <= %(at)s ORDER BY hold.lot_id, hold.entry_id DESC
    )
    SELECT lot.kind, lot.lot_class, sum(t.issued_kg)::bigint, sum(t.reserved_kg)::bigint,
        sum(CASE WHEN held.is_hold THEN t.issued_kg - t.retired_kg - t.cancelled_kg - t.reserved_kg ELSE 0 END)::bigint,
        sum(t.retired_kg)::bigint, sum(t.cancelled_kg)::bigint
    FROM lot_then t JOIN ledger_lot lot ON lot.id = t.id LEFT JOIN held ON held.lot_id = t.id
    GROUP BY lot.kind, lot.lot_class ORDER BY lot.kind DESC, lot.lot_class DESC
"""


def public_totals(*, at: datetime | None = None) -> PublicTotals:
    """Return the totals now, or as they stood at ``at`` by the time at which facts were recorded."""
    with connection.cursor() as cursor:
        if at is None:
            cursor.execute(_NOW)
        else:
            cursor.execute(_THEN, {"at": at})
        by_kind = tuple(_totals(row=row) for row in cursor.fetchall())
    once = [totals for totals in by_kind if totals.kind is not UnitKind.INSET_SCOPE3]
    return PublicTotals(
        at=at,
        by_kind=by_kind,
        issued_kg=sum(totals.issued_kg for totals in once),
        retired_kg=sum(totals.retired_kg for totals in once),
        cancelled_kg=sum(totals.cancelled_kg for totals in once),
    )


def _totals(*, row: Sequence[object]) -> Totals:
    issued_kg, reserved_kg, held_kg, retired_kg, cancelled_kg = (int(str(value)) for value in row[2:7])
    return Totals(
        kind=UnitKind(str(row[0])),
        lot_class=LotClass(str(row[1])),
        issued_kg=issued_kg,
        available_kg=issued_kg - reserved_kg - held_kg - retired_kg - cancelled_kg,
        reserved_kg=reserved_kg,
        held_kg=held_kg,
        retired_kg=retired_kg,
        cancelled_kg=cancelled_kg,
    )
