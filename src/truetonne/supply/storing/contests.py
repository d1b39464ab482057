"""Lifting contests: a stored row that only dismissed or passed rows contradicted counts in balances again."""

from __future__ import annotations

from django.db import connection

from truetonne.supply.storing.verdicts import STORED

_TABLES = {"issuances": "('issuances')", "uses": "('retirements', 'cancellations', 'reversals')"}

# A row meets a stored one by range under one key, or (issuances) by the same printed serial at another registry.
_BY_RANGE = (
    "{row}.program = r.program AND {row}.cleaned ->> 'key' = r.key"
    " AND ({row}.cleaned ->> 'first')::bigint <= r.last AND ({row}.cleaned ->> 'last')::bigint >= r.first"
)
_BY_SERIAL = "{row}.serial = r.serial AND {row}.serial <> '' AND {row}.program <> r.program"

_LIFT = """
UPDATE {stored} r SET is_contested = false
FROM supply_heldrow h JOIN supply_helddecision d ON d.row_id = h.id
WHERE d.verdict <> 'ADMITTED' AND h.code = 'serial_overlap' AND h."table" IN {tables} AND r.is_contested AND {meets}
  AND NOT EXISTS (
    SELECT 1 FROM supply_heldrow o LEFT JOIN supply_helddecision e ON e.row_id = o.id
    WHERE coalesce(e.verdict, 'ADMITTED') = 'ADMITTED' AND o.code = 'serial_overlap' AND o."table" IN {tables}
      AND (({other_range}) OR ({other_serial}))
)
"""


def lift_contests() -> int:
    """Let stored rows count again that no undecided and no admitted row contradicts; return how many."""
    lifted = 0
    with connection.cursor() as cursor:
        for group, stored in STORED.items():
            for meets in (_BY_RANGE, _BY_SERIAL):
                statement = _LIFT.format(
                    stored=stored,
                    tables=_TABLES[group],
                    meets=meets.format(row="h"),
                    other_range=_BY_RANGE.format(row="o"),
                    other_serial=_BY_SERIAL.format(row="o"),
                )
                cursor.execute(statement)
                lifted += cursor.rowcount
    return lifted
