"""All credits by class: what came in and where it is now, from one statement, so that both sides always agree."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

_BALANCE = """
    SELECT coalesce(facts->>'credit_class', '') AS class, lot_class = 'BUFFER' AS is_buffer,
        sum(unit_stop - unit_start)::bigint, sum(reserved_kg)::bigint,
        sum(CASE WHEN hold_id IS NULL THEN 0 ELSE unit_stop - head - reserved_kg END)::bigint,
        sum(retired_kg)::bigint, sum(cancelled_kg)::bigint
    FROM ledger_lot WHERE kind = 'CREDIT' GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassBalance:
    """Credits of one class, buffer lots apart, in kilograms: issued is the sum of the other five.

    ``credit_class`` is empty where the registry states none. A buffer's units stay in its buffer while nothing
    cancels them; they are never available.
    """

    credit_class: str
    is_buffer: bool
    issued_kg: int
    available_kg: int
    reserved_kg: int
    held_kg: int
    retired_kg: int
    cancelled_kg: int


def credit_balance() -> tuple[ClassBalance, ...]:
    """Return the balance of all credits as it stands now, by class."""
    with connection.cursor() as cursor:
        cursor.execute(_BALANCE)
        return tuple(
            ClassBalance(
                credit_class=str(row[0]),
                is_buffer=bool(row[1]),
                issued_kg=row[2],
                available_kg=row[2] - row[3] - row[4] - row[5] - row[6],
                reserved_kg=row[3],
                held_kg=row[4],
                retired_kg=row[5],
                cancelled_kg=row[6],
            )
            for row in cursor.fetchall()
        )
