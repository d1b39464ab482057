"""Checks that the database answers by comparing rows with rows.

Each check is one query that returns a JSON object per disagreement. None of them reads what a trigger or an action
maintains except to hold it against its recomputation: balances come from lines and reservations, the price in force
from the price history, holds and listings from their own rows.
"""

from __future__ import annotations

from dataclasses import dataclass

LIVE_RESERVATIONS = """
    SELECT r.* FROM ledger_reservation r
    WHERE NOT EXISTS (SELECT FROM ledger_resolution x WHERE x.reservation_id = r.id)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCheck:
    """One query and the code of the finding that each of its rows is."""

    name: str
    code: str
    sql: str


LOT_CHECKS = (
    RowCheck(
        name="a lot's serials count its kilograms",
        code="serial_count_mismatch",
        sql="""
        SELECT jsonb_build_object('lot', public_id, 'first', first_serial, 'last', last_serial, 'unit_kg', unit_kg,
            'counted_kg', (last_serial - first_serial + 1) * unit_kg, 'stated_kg', unit_stop - unit_start)
        FROM ledger_lot
        WHERE (last_serial - first_serial + 1) * unit_kg <> unit_stop - unit_start
           OR first_serial < 0 OR first_serial > last_serial OR last_serial >= 1099511627776 OR unit_kg < 1
        """,
    ),
    RowCheck(
        name="lots fill the unit space without a gap and without sharing a unit",
        code="serial_overlap",
        sql="""
        SELECT jsonb_build_object('lot', public_id, 'starts', unit_start, 'should_start', should_start)
        FROM (SELECT public_id, unit_start, unit_stop,
                     lag(unit_stop, 1, 0::bigint) OVER (ORDER BY unit_start, unit_stop) AS should_start FROM ledger_lot) l
        WHERE unit_start <> should_start OR unit_stop <= unit_start
        UNION ALL
        SELECT jsonb_build_object('next_unit', s.next_unit, 'last_lot_stops', coalesce(l.stop, 0))
        FROM ledger_unit_space s, (SELECT max(unit_stop) AS stop FROM ledger_lot) l
        WHERE s.next_unit <> coalesce(l.stop, 0)
        UNION ALL
        SELECT jsonb_build_object('unit_space_rows', count(*)) FROM ledger_unit_space HAVING count(*) <> 1
        """,
    ),
    RowCheck(
        name="no registry serial stands in two lots",
        code="serial_overlap",
        sql="""
        SELECT jsonb_build_object('lot', public_id, 'key', key_number, 'first', first_serial, 'last_of_lot_before', before)
        FROM (SELECT public_id, key_number, first_serial,
                     max(last_serial) OVER (PARTITION BY key_number, kind = 'INSET_SCOPE3' ORDER BY first_serial
                         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
              FROM ledger_lot) l
        WHERE first_serial <= before
        """,
    ),
    RowCheck(
        name="a lot's balances are the sums of its lines and reservations",
        code="conservation_broken",
        sql=f"""
        SELECT jsonb_build_object('lot', lot.public_id, 'issued_kg', lot.unit_stop - lot.unit_start,
            'stated', jsonb_build_array(lot.head - lot.unit_start, lot.retired_kg, lot.cancelled_kg, lot.reserved_kg),
            'recomputed', jsonb_build_array(coalesce(u.used, 0), coalesce(u.retired, 0), coalesce(u.cancelled, 0), coalesce(r.kg, 0)))
        FROM ledger_lot lot
        LEFT JOIN (
            SELECT lot_id, sum(stop_unit - start_unit) AS used,
                   coalesce(sum(stop_unit - start_unit) FILTER (WHERE use = 'RETIREMENT'), 0) AS retired,
                   coalesce(sum(stop_unit - start_unit) FILTER (WHERE use = 'CANCELLATION'), 0) AS cancelled
            FROM ledger_line GROUP BY lot_id) u ON u.lot_id = lot.id
        LEFT JOIN (SELECT lot_id, sum(kg) AS kg FROM ({LIVE_RESERVATIONS}) live GROUP BY lot_id) r ON r.lot_id = lot.id
        WHERE (lot.head - lot.unit_start, lot.retired_kg, lot.cancelled_kg, lot.reserved_kg)
              IS DISTINCT FROM (coalesce(u.used, 0), coalesce(u.retired, 0), coalesce(u.cancelled, 0), coalesce(r.kg, 0))
           OR lot.retired_kg + lot.cancelled_kg + lot.reserved_kg > lot.unit_stop - lot.unit_start
           OR least(lot.retired_kg, lot.cancelled_kg, lot.reserved_kg) < 0
        """,
    ),
    RowCheck(
        name="a lot's price, hold and listing are the newest of their rows",
        code="conservation_broken",
        sql="""
        SELECT jsonb_build_object('lot', lot.public_id, 'price', lot.price_id, 'newest_price', p.id,
            'hold', lot.hold_id, 'newest_hold', CASE WHEN h.is_hold THEN h.entry_id END,
            'listed', lot.is_listed, 'newest_listing', l.is_listed)
        FROM ledger_lot lot
        LEFT JOIN LATERAL (SELECT id FROM ledger_price WHERE lot_id = lot.id ORDER BY id DESC LIMIT 1) p ON true
        LEFT JOIN LATERAL (SELECT entry_id, is_hold FROM ledger_hold WHERE lot_id = lot.id ORDER BY entry_id DESC LIMIT 1) h ON true
        LEFT JOIN LATERAL (SELECT entry_id, is_listed FROM ledger_listing WHERE lot_id = lot.id ORDER BY entry_id DESC LIMIT 1) l ON true
        WHERE lot.price_id IS DISTINCT FROM p.id
           OR lot.hold_id IS DISTINCT FROM CASE WHEN h.is_hold THEN h.entry_id END
           OR lot.is_listed IS DISTINCT FROM (coalesce(l.is_listed, false) AND coalesce(l.entry_id > h.entry_id, true))
        """,
    ),
    RowCheck(
        name="buffer units are never listed, reserved or retired, and nothing is listed while held or without a price",
        code="conservation_broken",
        sql="""
        SELECT jsonb_build_object('lot', public_id, 'class', lot_class, 'kind', kind, 'listed', is_listed)
        FROM ledger_lot
        WHERE (lot_class = 'BUFFER' AND (is_listed OR reserved_kg <> 0 OR retired_kg <> 0))
           OR (is_listed AND (price_id IS NULL OR hold_id IS NOT NULL))
           OR kind NOT IN ('CREDIT', 'INSET_SCOPE1', 'INSET_SCOPE3') OR lot_class NOT IN ('STOCK', 'BUFFER')
           OR (kind = 'CREDIT') <> (batch_id IS NULL) OR NOT lock_handle
        """,
    ),
    RowCheck(
        name="holds of a lot alternate with their releases",
        code="conservation_broken",
        sql="""
        SELECT jsonb_build_object('lot', lot_id, 'entry', entry_id, 'is_hold', is_hold, 'before', before)
        FROM (SELECT lot_id, entry_id, is_hold, lag(is_hold, 1, false) OVER (PARTITION BY lot_id ORDER BY entry_id) AS before
              FROM ledger_hold) h
        WHERE is_hold = before
        """,
    ),
)

LINE_CHECKS = (
    RowCheck(
        name="a lot's lines form one chain from its first unit",
        code="conservation_broken",
        sql="""
        SELECT jsonb_build_object('lot', lot_id, 'line', stop_unit, 'starts', start_unit, 'should_start', should_start,
            'prev', prev_unit, 'head', head_unit)
        FROM (SELECT line.lot_id, line.start_unit, line.stop_unit, line.prev_unit, line.head_unit, lot.unit_start, lot.unit_stop,
                     lag(line.stop_unit) OVER (PARTITION BY line.lot_id ORDER BY line.stop_unit) AS before,
                     coalesce(lag(line.stop_unit) OVER (PARTITION BY line.lot_id ORDER BY line.stop_unit), lot.unit_start) AS should_start
              FROM ledger_line line LEFT JOIN ledger_lot lot ON lot.id = line.lot_id) l
        WHERE start_unit IS DISTINCT FROM should_start OR stop_unit <= start_unit OR unit_stop IS NULL OR stop_unit > unit_stop
           OR prev_unit IS DISTINCT FROM before OR head_unit IS DISTINCT FROM CASE WHEN before IS NULL THEN unit_start END
        """,
    ),
    RowCheck(
        name="an entry's lines are numbered from 0 in the order of their lots",
        code="total_mismatch",
        sql="""
        SELECT jsonb_build_object('line', stop_unit, 'place', place, 'should_stand_at', should_place)
        FROM (SELECT stop_unit, place, row_number() OVER (PARTITION BY entry_id ORDER BY lot_id, stop_unit) - 1 AS should_place
              FROM ledger_line) l
        WHERE place <> should_place
        """,
    ),
    RowCheck(
        name="a retirement's lines are priced, a cancellation's are not, and a posted reservation is the line's own",
        code="price_not_at_cost",
        sql="""
        SELECT jsonb_build_object('line', line.stop_unit, 'use', line.use, 'entry_kind', e.kind, 'price', line.price_id,
            'reservation', line.reservation_id, 'outcome', x.outcome)
        FROM ledger_line line
        LEFT JOIN ledger_entry e ON e.id = line.entry_id
        LEFT JOIN ledger_price p ON p.id = line.price_id
        LEFT JOIN ledger_reservation r ON r.id = line.reservation_id
        LEFT JOIN ledger_resolution x ON x.reservation_id = line.reservation_id
        WHERE e.kind IS DISTINCT FROM line.use OR line.use NOT IN ('RETIREMENT', 'CANCELLATION')
           OR (line.use = 'RETIREMENT') <> (line.price_id IS NOT NULL) OR (line.price_id IS NOT NULL AND p.lot_id IS DISTINCT FROM line.lot_id)
           OR (line.use = 'CANCELLATION' AND (line.reservation_id IS NOT NULL OR line.project_minor <> 0 OR line.registry_fee_minor <> 0
               OR line.verification_minor <> 0 OR line.fx_minor <> 0 OR line.tax_minor <> 0 OR line.handling_minor <> 0))
           OR (line.reservation_id IS NOT NULL AND (
               (r.lot_id, r.kg, r.price_id, r.project_minor, r.registry_fee_minor, r.verification_minor, r.fx_minor, r.tax_minor, r.handling_minor)
               IS DISTINCT FROM (line.lot_id, line.stop_unit - line.start_unit, line.price_id, line.project_minor, line.registry_fee_minor,
                                 line.verification_minor, line.fx_minor, line.tax_minor, line.handling_minor)
               OR x.outcome IS DISTINCT FROM 'POSTED' OR x.entry_id IS DISTINCT FROM line.entry_id))
        """,
    ),
    RowCheck(
        name="a reservation ends once: posted by its line, voided or expired by an entry of its own",
        code="conservation_broken",
        sql="""
        SELECT jsonb_build_object('reservation', r.public_id, 'outcome', x.outcome, 'entry_kind', e.kind, 'line', line.stop_unit)
        FROM ledger_resolution x
        LEFT JOIN ledger_reservation r ON r.id = x.reservation_id
        LEFT JOIN ledger_entry e ON e.id = x.entry_id
        LEFT JOIN ledger_line line ON line.reservation_id = x.reservation_id
        WHERE r.id IS NULL OR x.outcome NOT IN ('POSTED', 'VOIDED', 'EXPIRED')
           OR (x.outcome = 'POSTED') <> (line.stop_unit IS NOT NULL)
           OR (x.outcome = 'POSTED' AND e.kind IS DISTINCT FROM 'RETIREMENT')
           OR (x.outcome <> 'POSTED' AND e.kind IS DISTINCT FROM 'RESOLUTION')
           OR (x.outcome = 'EXPIRED' AND e.effective_at < r.expires_at)
        UNION ALL
        SELECT jsonb_build_object('reservation', r.public_id, 'entry_kind', e.kind, 'kg', r.kg)
        FROM ledger_reservation r LEFT JOIN ledger_entry e ON e.id = r.entry_id
        LEFT JOIN ledger_price p ON p.id = r.price_id
        WHERE e.kind IS DISTINCT FROM 'RESERVATION' OR r.kg < 1 OR p.lot_id IS DISTINCT FROM r.lot_id
        """,
    ),
    RowCheck(
        name="per lot and cost part, exact is charged and carried",
        code="price_not_at_cost",
        sql=f"""
        SELECT jsonb_build_object('lot', lot.public_id,
            'carried', jsonb_build_array(lot.carried_project, lot.carried_registry_fee, lot.carried_verification,
                                         lot.carried_fx, lot.carried_tax, lot.carried_handling),
            'recomputed', jsonb_build_array(coalesce(d.a, 0), coalesce(d.b, 0), coalesce(d.c, 0), coalesce(d.d, 0), coalesce(d.e, 0), coalesce(d.f, 0)))
        FROM ledger_lot lot
        LEFT JOIN (
            SELECT u.lot_id,
                sum(p.project_minor_per_t::numeric * u.kg - 1000 * u.project_minor) AS a,
                sum(p.registry_fee_minor_per_t::numeric * u.kg - 1000 * u.registry_fee_minor) AS b,
                sum(p.verification_minor_per_t::numeric * u.kg - 1000 * u.verification_minor) AS c,
                sum(p.fx_minor_per_t::numeric * u.kg - 1000 * u.fx_minor) AS d,
                sum(p.tax_minor_per_t::numeric * u.kg - 1000 * u.tax_minor) AS e,
                sum(p.handling_minor_per_t::numeric * u.kg - 1000 * u.handling_minor) AS f
            FROM (
                SELECT lot_id, price_id, stop_unit - start_unit AS kg, project_minor, registry_fee_minor, verification_minor,
                       fx_minor, tax_minor, handling_minor FROM ledger_line WHERE price_id IS NOT NULL
                UNION ALL
                SELECT lot_id, price_id, kg, project_minor, registry_fee_minor, verification_minor,
                       fx_minor, tax_minor, handling_minor FROM ({LIVE_RESERVATIONS}) live
            ) u JOIN ledger_price p ON p.id = u.price_id
            GROUP BY u.lot_id
        ) d ON d.lot_id = lot.id
        WHERE (lot.carried_project, lot.carried_registry_fee, lot.carried_verification, lot.carried_fx, lot.carried_tax, lot.carried_handling)
              IS DISTINCT FROM (coalesce(d.a, 0), coalesce(d.b, 0), coalesce(d.c, 0), coalesce(d.d, 0), coalesce(d.e, 0), coalesce(d.f, 0))
        """,
    ),
)
