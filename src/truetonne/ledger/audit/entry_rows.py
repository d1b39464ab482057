"""Checks of what hangs on an entry: each kind has exactly its own rows, and recalls, make-goods and covers fit."""

from __future__ import annotations

from truetonne.ledger.audit.rows import RowCheck

_CHILDREN = {
    "ledger_lot": ("ISSUE", "SPLIT"),
    "ledger_price": ("PRICE", "SPLIT"),
    "ledger_listing": ("LISTING", "SPLIT"),
    "ledger_hold": ("HOLD", "RELEASE", "SPLIT"),
    "ledger_reservation": ("RESERVATION",),
    "ledger_certificate": ("RETIREMENT", "REPLACEMENT"),
    "ledger_correction": ("CORRECTION",),
    "ledger_cancellation": ("CANCELLATION",),
    "ledger_line": ("RETIREMENT", "CANCELLATION"),
    "ledger_recall": ("RECALL",),
    "ledger_recalled_part": ("RECALL",),
    "ledger_make_good": ("RETIREMENT",),
    "ledger_confirmation": ("CONFIRMATION",),
}
"""The kinds of entry under which rows of each table may stand."""

_REQUIRED = {
    "ISSUE": "ledger_lot",
    "SPLIT": "ledger_lot",
    "RETIREMENT": "ledger_certificate",
    "REPLACEMENT": "ledger_certificate",
    "CORRECTION": "ledger_correction",
    "CANCELLATION": "ledger_cancellation",
    "HOLD": "ledger_hold",
    "RELEASE": "ledger_hold",
    "RECALL": "ledger_recall",
    "CONFIRMATION": "ledger_confirmation",
    "PRICE": "ledger_price",
    "LISTING": "ledger_listing",
    "RESERVATION": "ledger_reservation",
    "RESOLUTION": "ledger_resolution",
}
"""The table that must hold a row for each kind of entry."""


def _misplaced(*, table: str, kinds: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    return f"""
        SELECT jsonb_build_object('table', '{table}', 'entry', t.entry_id, 'kind', e.kind)
        FROM {table} t LEFT JOIN ledger_entry e ON e.id = t.entry_id WHERE e.kind IS NULL OR e.kind NOT IN ({listed})
    """


def _missing(*, kind: str, table: str) -> str:
    return f"""
        SELECT jsonb_build_object('entry', e.id, 'kind', e.kind, 'lacks', '{table}')
        FROM ledger_entry e WHERE e.kind = '{kind}' AND NOT EXISTS (SELECT FROM {table} t WHERE t.entry_id = e.id)
    """


ENTRY_CHECKS = (
    RowCheck(
        name="every row of the ledger hangs on an entry of its kind",
        code="conservation_broken",
        sql=" UNION ALL ".join(_misplaced(table=table, kinds=kinds) for table, kinds in _CHILDREN.items()),
    ),
    RowCheck(
        name="every entry has the row that it tells of",
        code="conservation_broken",
        sql=" UNION ALL ".join(_missing(kind=kind, table=table) for kind, table in _REQUIRED.items()),
    ),
    RowCheck(
        name="public entries have a body, private ones have none, and none happened after it was recorded",
        code="conservation_broken",
        sql="""
        SELECT jsonb_build_object('entry', id, 'kind', kind, 'effective_at', effective_at, 'recorded_at', recorded_at)
        FROM ledger_entry
        WHERE (body IS NULL) <> (kind IN ('PRICE', 'LISTING', 'RESERVATION', 'RESOLUTION')) OR effective_at > recorded_at
           OR octet_length(body) > 65535
        """,
    ),
    RowCheck(
        name="a certificate's lines are of one kind and add up to it; a correction keeps kind, kilograms and retirement",
        code="total_mismatch",
        sql="""
        SELECT jsonb_build_object('entry', c.entry_id, 'stated_kg', c.kg, 'lines_kg', l.kg, 'kind', c.unit_kind, 'replaces', c.replaces_id)
        FROM ledger_certificate c
        LEFT JOIN ledger_certificate old ON old.entry_id = c.replaces_id
        LEFT JOIN (SELECT line.entry_id, sum(line.stop_unit - line.start_unit) AS kg, min(lot.kind) AS low, max(lot.kind) AS high
                   FROM ledger_line line JOIN ledger_lot lot ON lot.id = line.lot_id
                   WHERE line.use = 'RETIREMENT' GROUP BY line.entry_id) l ON l.entry_id = c.entry_id
        WHERE CASE WHEN c.replaces_id IS NULL
              THEN (c.kg, c.unit_kind) IS DISTINCT FROM (l.kg, l.low) OR l.low <> l.high
              ELSE l.kg IS NOT NULL OR (c.kg, c.unit_kind, c.retirement_id) IS DISTINCT FROM (old.kg, old.unit_kind, old.retirement_id)
              END
        """,
    ),
    RowCheck(
        name="a correction's record and its certificate are one act",
        code="conservation_broken",
        sql="""
        SELECT jsonb_build_object('entry', x.entry_id, 'certificate_entry', x.certificate_entry_id, 'replaces', c.replaces_id)
        FROM ledger_correction x
        LEFT JOIN ledger_certificate c ON c.entry_id = x.certificate_entry_id
        LEFT JOIN ledger_entry record ON record.id = x.entry_id
        LEFT JOIN ledger_entry made ON made.id = x.certificate_entry_id
        WHERE c.replaces_id IS NULL OR (record.effective_at, record.recorded_at) IS DISTINCT FROM (made.effective_at, made.recorded_at)
        UNION ALL
        SELECT jsonb_build_object('certificate_entry', c.entry_id) FROM ledger_certificate c
        WHERE c.replaces_id IS NOT NULL AND NOT EXISTS (SELECT FROM ledger_correction x WHERE x.certificate_entry_id = c.entry_id)
        """,
    ),
    RowCheck(
        name="a split-off lot is of its parent's units",
        code="conservation_broken",
        sql="""
        SELECT jsonb_build_object('lot', lot.public_id, 'parent', lot.parent_id, 'key', lot.key_number, 'class', lot.lot_class)
        FROM ledger_lot lot LEFT JOIN ledger_lot parent ON parent.id = lot.parent_id
        WHERE lot.parent_id IS NOT NULL AND (
            (lot.key_number, lot.unit_kg, lot.kind, lot.lot_class, lot.facts, lot.batch_id)
            IS DISTINCT FROM (parent.key_number, parent.unit_kg, parent.kind, parent.lot_class, parent.facts, parent.batch_id)
            OR parent.id >= lot.id OR parent.first_serial >= lot.first_serial)
        """,
    ),
    RowCheck(
        name="a split-off lot goes on with its parent's hold and listing",
        code="conservation_broken",
        sql="""
        SELECT jsonb_build_object('entry', h.entry_id, 'lot', h.lot_id)
        FROM ledger_hold h JOIN ledger_entry e ON e.id = h.entry_id AND e.kind = 'SPLIT'
        LEFT JOIN ledger_lot lot ON lot.id = h.lot_id AND lot.entry_id = h.entry_id
        WHERE NOT h.is_hold OR NOT EXISTS (
            SELECT FROM ledger_hold p WHERE p.lot_id = lot.parent_id AND p.entry_id < h.entry_id AND p.is_hold AND p.reason = h.reason)
        UNION ALL
        SELECT jsonb_build_object('entry', l.entry_id, 'lot', l.lot_id)
        FROM ledger_listing l JOIN ledger_entry e ON e.id = l.entry_id AND e.kind = 'SPLIT'
        LEFT JOIN ledger_lot lot ON lot.id = l.lot_id AND lot.entry_id = l.entry_id
        WHERE NOT l.is_listed OR l.reason <> '' OR lot.id IS NULL
        UNION ALL
        SELECT jsonb_build_object('lot', c.public_id, 'parent_listed', p.listed, 'parent_held', p.held)
        FROM ledger_lot c CROSS JOIN LATERAL (
            SELECT coalesce(l.is_listed, false) AND coalesce(l.entry_id > h.entry_id, true) AS listed, coalesce(h.is_hold, false) AS held
            FROM (SELECT) one
            LEFT JOIN (SELECT entry_id, is_listed FROM ledger_listing WHERE lot_id = c.parent_id AND entry_id < c.entry_id
                       ORDER BY entry_id DESC LIMIT 1) l ON true
            LEFT JOIN (SELECT entry_id, is_hold FROM ledger_hold WHERE lot_id = c.parent_id AND entry_id < c.entry_id
                       ORDER BY entry_id DESC LIMIT 1) h ON true) p
        WHERE c.parent_id IS NOT NULL AND (
            p.listed <> EXISTS (SELECT FROM ledger_listing x WHERE x.lot_id = c.id AND x.entry_id = c.entry_id)
            OR p.held <> EXISTS (SELECT FROM ledger_hold x WHERE x.lot_id = c.id AND x.entry_id = c.entry_id))
        """,
    ),
    RowCheck(
        name="a cancellation has lines",
        code="total_mismatch",
        sql="""
        SELECT jsonb_build_object('entry', c.entry_id) FROM ledger_cancellation c
        WHERE NOT EXISTS (SELECT FROM ledger_line l WHERE l.entry_id = c.entry_id)
        """,
    ),
    RowCheck(
        name="a recall impairs retired units of the serials that it names, each once",
        code="conservation_broken",
        sql="""
        SELECT jsonb_build_object('part', part.id, 'line', part.stop_unit, 'from', part.part_start_unit, 'until', part.part_stop_unit)
        FROM ledger_recalled_part part
        LEFT JOIN ledger_line line ON (line.lot_id, line.stop_unit) = (part.lot_id, part.stop_unit)
        LEFT JOIN ledger_lot lot ON lot.id = line.lot_id
        LEFT JOIN ledger_recall r ON r.entry_id = part.entry_id
        WHERE line.use IS DISTINCT FROM 'RETIREMENT' OR r.entry_id IS NULL OR lot.key_number IS DISTINCT FROM r.key_number
           OR part.part_start_unit >= part.part_stop_unit OR part.part_start_unit < line.start_unit OR part.part_stop_unit > line.stop_unit
           OR part.part_start_unit < lot.unit_start + (r.first_serial - lot.first_serial) * lot.unit_kg
           OR part.part_stop_unit > lot.unit_start + (r.last_serial - lot.first_serial + 1) * lot.unit_kg
        UNION ALL
        SELECT jsonb_build_object('part', id, 'from', part_start_unit, 'before_until', before)
        FROM (SELECT id, part_start_unit, max(part_stop_unit) OVER (ORDER BY part_start_unit, id
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM ledger_recalled_part) p
        WHERE part_start_unit < before
        """,
    ),
    RowCheck(
        name="make-goods replace recalled kilograms once, with as many of their own",
        code="conservation_broken",
        sql="""
        SELECT jsonb_build_object('part', part.id, 'recalled_kg', part.part_stop_unit - part.part_start_unit, 'made_good_kg', sum(g.kg))
        FROM ledger_make_good g JOIN ledger_recalled_part part ON part.id = g.recalled_part_id
        GROUP BY part.id HAVING sum(g.kg) > part.part_stop_unit - part.part_start_unit OR min(g.kg) < 1
        UNION ALL
        SELECT jsonb_build_object('entry', c.entry_id, 'certificate_kg', c.kg, 'made_good_kg', sum(g.kg))
        FROM ledger_make_good g LEFT JOIN ledger_certificate c ON c.entry_id = g.entry_id
        GROUP BY c.entry_id, c.kg HAVING coalesce(sum(g.kg) <> c.kg, true)
        """,
    ),
    RowCheck(
        name="energy and volume of a line are its share of the batch, and both sides of a batch are equal",
        code="total_mismatch",
        sql="""
        SELECT jsonb_build_object('line', line.stop_unit, 'energy_mj', line.energy_mj, 'volume_ml', line.volume_ml)
        FROM ledger_line line JOIN ledger_lot lot ON lot.id = line.lot_id
        LEFT JOIN ledger_batch b ON b.id = lot.batch_id
        CROSS JOIN LATERAL (SELECT lot.batch_offset_kg + line.start_unit - lot.unit_start AS low,
                                   lot.batch_offset_kg + line.stop_unit - lot.unit_start AS high) at
        WHERE CASE WHEN b.id IS NULL THEN line.energy_mj IS NOT NULL OR line.volume_ml IS NOT NULL
              ELSE (line.energy_mj, line.volume_ml) IS DISTINCT FROM (
                floor((2.0 * b.energy_mj * at.high + b.kg) / (2 * b.kg)) - floor((2.0 * b.energy_mj * at.low + b.kg) / (2 * b.kg)),
                floor((2.0 * b.volume_ml * at.high + b.kg) / (2 * b.kg)) - floor((2.0 * b.volume_ml * at.low + b.kg) / (2 * b.kg))) END
        UNION ALL
        SELECT jsonb_build_object('batch', b.public_id, 'batch_kg', b.kg, 'scope1_kg', s.one, 'scope3_kg', s.three)
        FROM ledger_batch b
        LEFT JOIN (SELECT batch_id, sum(unit_stop - unit_start) FILTER (WHERE kind = 'INSET_SCOPE1') AS one,
                          sum(unit_stop - unit_start) FILTER (WHERE kind = 'INSET_SCOPE3') AS three
                   FROM ledger_lot GROUP BY batch_id) s ON s.batch_id = b.id
        WHERE (s.one, s.three) IS DISTINCT FROM (b.kg, b.kg)
        UNION ALL
        SELECT jsonb_build_object('lot', lot.public_id, 'offset_kg', lot.batch_offset_kg,
            'should_be', parent.batch_offset_kg + lot.unit_start - parent.unit_start)
        FROM ledger_lot lot LEFT JOIN ledger_lot parent ON parent.id = lot.parent_id
        WHERE lot.batch_offset_kg <> coalesce(parent.batch_offset_kg + lot.unit_start - parent.unit_start, 0)
        """,
    ),
    RowCheck(
        name="a SCOPE3 line stands on SCOPE1 lines of its batch, retired no later, each kilogram once",
        code="conservation_broken",
        sql="""
        SELECT jsonb_build_object('scope3_line', line.stop_unit, 'kg', line.stop_unit - line.start_unit, 'covered_kg', coalesce(sum(c.kg), 0))
        FROM ledger_line line JOIN ledger_lot lot ON lot.id = line.lot_id AND lot.kind = 'INSET_SCOPE3'
        LEFT JOIN ledger_cover c ON (c.scope3_lot_id, c.scope3_stop_unit) = (line.lot_id, line.stop_unit)
        WHERE line.use = 'RETIREMENT'
        GROUP BY line.stop_unit, line.start_unit HAVING coalesce(sum(c.kg), 0) <> line.stop_unit - line.start_unit
        UNION ALL
        SELECT jsonb_build_object('scope1_line', one.stop_unit, 'kg', one.stop_unit - one.start_unit, 'covers_kg', sum(c.kg))
        FROM ledger_cover c JOIN ledger_line one ON (one.lot_id, one.stop_unit) = (c.scope1_lot_id, c.scope1_stop_unit)
        GROUP BY one.stop_unit, one.start_unit HAVING sum(c.kg) > one.stop_unit - one.start_unit
        UNION ALL
        SELECT jsonb_build_object('scope3_line', c.scope3_stop_unit, 'scope1_line', c.scope1_stop_unit)
        FROM ledger_cover c
        LEFT JOIN ledger_line one ON (one.lot_id, one.stop_unit) = (c.scope1_lot_id, c.scope1_stop_unit)
        LEFT JOIN ledger_lot one_lot ON one_lot.id = one.lot_id
        LEFT JOIN ledger_entry one_entry ON one_entry.id = one.entry_id
        LEFT JOIN ledger_line three ON (three.lot_id, three.stop_unit) = (c.scope3_lot_id, c.scope3_stop_unit)
        LEFT JOIN ledger_lot three_lot ON three_lot.id = three.lot_id
        LEFT JOIN ledger_entry three_entry ON three_entry.id = three.entry_id
        WHERE one_lot.kind IS DISTINCT FROM 'INSET_SCOPE1' OR three_lot.kind IS DISTINCT FROM 'INSET_SCOPE3'
           OR one_lot.batch_id IS DISTINCT FROM three_lot.batch_id OR one_entry.effective_at > three_entry.effective_at OR c.kg < 1
        """,
    ),
)
