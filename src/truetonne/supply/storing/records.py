"""Storing accepted issuances and uses, and what a known row says differently from before."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection

from truetonne.supply.storing.verdicts import STORED

_SHARED = (
    "program, project, name, key, first, last, unit_kg, kg, serial, transaction, issuance, vintage, vintage_start,"
    " vintage_end, vintage_total_kg, issued_on, country, project_type, methodology, credit_class, labels, holder,"
    " is_contested, identity, base, content, raw, run, record"
)
_SHARED_FROM = (
    "s.program, s.project, coalesce(s.name, ''), s.key, s.first, s.last, s.unit_kg, s.kg, s.serial, s.transaction,"
    " s.issuance, s.vintage, s.vintage_start, s.vintage_end, s.vintage_total, s.issued, coalesce(s.country, ''),"
    " coalesce(s.project_type, ''), coalesce(s.methodology, ''), coalesce(s.credit_class, ''), coalesce(s.labels, ''),"
    " coalesce(s.holder, ''), false, s.identity, s.base, s.content, s.raw, %(run)s, s.record"
)
_ACCEPTED = """
    s.outcome = 'accepted' AND NOT EXISTS (SELECT 1 FROM supply_staged_verdict v WHERE v.seq = s.seq)
"""

_ISSUANCES = f"""
INSERT INTO supply_registryissuance ({_SHARED}, buffer_kg, buffer_used_kg, total_retired_kg, total_cancelled_kg,
    total_reversed_kg, developer, delivery)
SELECT {_SHARED_FROM}, s.buffer, s.buffer_used, s.total_retired, s.total_cancelled, s.total_reversed,
       coalesce(s.developer, ''), s.delivery
FROM supply_staged_row s WHERE {_ACCEPTED} AND s."table" = 'issuances' ORDER BY s.seq
"""

_USES = f"""
INSERT INTO supply_registryuse ({_SHARED}, kind, used_on, beneficiary, use_reason, reason, purpose, host_country_use)
SELECT {_SHARED_FROM}, s."table", s.used, coalesce(s.beneficiary, ''), coalesce(s.use_reason, ''),
       coalesce(s.reason_text, ''), coalesce(s.purpose, ''), coalesce(s.host_country_use, '')
FROM supply_staged_row s WHERE {_ACCEPTED} AND s."table" IN ('retirements', 'cancellations', 'reversals') ORDER BY s.seq
"""

# A held row that a person admits is stored as its load would have stored it. What is known by its key stays as it is.
_HELD = """
FROM supply_heldrow h
CROSS JOIN LATERAL jsonb_populate_record(
    NULL::supply_staged_row, h.cleaned || jsonb_build_object('raw', h.raw, 'record', h.record)) s
WHERE h.id = %(held_row)s ON CONFLICT (identity) DO NOTHING
"""

# Compared: printed columns that both loads have, and cleaned fields that this load states. An equal row is no news.
_CHANGED = """
WITH other AS (
    SELECT s.seq, v.matched, s.content, s.raw, r.raw AS stored_raw, {fresh} AS fresh, {old} AS old
    FROM supply_staged_row s JOIN supply_staged_verdict v USING (seq)
    JOIN {stored} r ON r.id = v.matched AND r.identity = s.identity
    WHERE v.outcome = 'known' AND s.content <> r.content AND NOT EXISTS (
        SELECT 1 FROM supply_recordedition e
        WHERE e."table" = '{group}' AND e.record_id = r.id AND e.content = s.content)
), different AS (
    SELECT o.seq, o.matched, o.content, o.raw, o.fresh,
           coalesce((SELECT jsonb_object_agg(e.key, jsonb_build_array(o.stored_raw ->> e.key, e.value))
                     FROM jsonb_each_text(o.raw) e
                     WHERE o.stored_raw ? e.key AND {plain_old} <> {plain_new}), '{{}}')
           || coalesce((SELECT jsonb_object_agg(f.key, jsonb_build_array(o.old ->> f.key, f.value))
                        FROM jsonb_each_text(o.fresh) f
                        WHERE f.value IS NOT NULL AND f.value IS DISTINCT FROM o.old ->> f.key), '{{}}') AS changed
    FROM other o
), kept AS (
    INSERT INTO supply_recordedition ("table", record_id, run_id, edition, changed, cleaned, content, raw)
    SELECT DISTINCT ON (matched, content) '{group}', matched, %(run)s, %(edition)s, changed, jsonb_strip_nulls(fresh),
           content, raw
    FROM different WHERE changed <> '{{}}' ORDER BY matched, content, seq
)
UPDATE supply_staged_verdict v SET changed = d.changed
FROM different d WHERE d.seq = v.seq AND d.changed <> '{{}}'
"""

# A workbook's 2024 and a table's 2024.0 say the same.
_PLAIN = r"regexp_replace({}, '^(-?\d+)\.0+$', '\1')"

_FIELDS = {
    "issuances": {
        "buffer_kg": "buffer", "buffer_used_kg": "buffer_used", "total_retired_kg": "total_retired",
        "total_cancelled_kg": "total_cancelled", "total_reversed_kg": "total_reversed", "labels": "labels",
        "holder": "holder", "delivery": "delivery", "vintage_total_kg": "vintage_total",
    },
    "uses": {
        "beneficiary": "beneficiary", "holder": "holder", "reason": "reason_text", "purpose": "purpose",
        "host_country_use": "host_country_use", "used_on": "used", "issued_on": "issued", "labels": "labels",
    },
}  # fmt: skip


def store_issuances(*, run: UUID) -> int:
    """Insert the load's accepted issuances and return how many."""
    return _execute(_ISSUANCES, {"run": run})


def store_uses(*, run: UUID) -> int:
    """Insert the load's accepted retirements, cancellations and reversals and return how many."""
    return _execute(_USES, {"run": run})


def store_held(*, held_row_id: UUID, run: UUID, group: str) -> bool:
    """Insert a held row as an issuance or a use of its load; False when a stored row has its key."""
    statement = {"issuances": _ISSUANCES, "uses": _USES}[group]
    return _execute(statement.split("FROM supply_staged_row", 1)[0] + _HELD, {"run": run, "held_row": held_row_id}) == 1


def keep_editions(*, group: str, run: UUID, edition: date) -> None:
    """Keep, as further editions, what known ``issuances`` or ``uses`` say differently."""
    fields = _FIELDS[group]
    fresh = ", ".join(f"'{name}', s.{column}" for name, column in fields.items())
    old = ", ".join(f"'{name}', r.{name}" for name in fields)
    statement = _CHANGED.format(
        group=group,
        stored=STORED[group],
        plain_old=_PLAIN.format("o.stored_raw ->> e.key"),
        plain_new=_PLAIN.format("e.value"),
        fresh=f"jsonb_build_object({fresh})",
        old=f"jsonb_build_object({old})",
    )
    _execute(statement, {"run": run, "edition": edition})


def _execute(statement: str, parameters: dict[str, UUID | date]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)
