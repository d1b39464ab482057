"""Calendar months as the rules count them: the day is clamped to the month's end. Pure arithmetic, no clock.

Source: standards reference 1.1 (operator policy): 2025-12-31 minus 15 months is 2024-09-30, and "within N months"
passes to the day.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def add_months(*, day: date, months: int) -> date:
    """Return the day ``months`` later (earlier when negative), clamped to the end of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_within_months(*, day: date, as_of: date, months: int) -> bool:
    """Say whether ``day`` lies no more than ``months`` before ``as_of``, inclusive."""
    return day >= add_months(day=as_of, months=-months)


def last_day_within(*, day: date, months: int) -> date:
    """Return the last ``as_of`` for which ``is_within_months`` holds.

    Later than ``day`` plus the months where clamping helps: a period that ended on 28 February 2022 still counts on
    29 February 2024.
    """
    last = add_months(day=day, months=months)
    while is_within_months(day=day, as_of=last + timedelta(days=1), months=months):
        last += timedelta(days=1)
    return last
