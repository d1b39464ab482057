"""How long the operator waits: reminders, due dates, notices and the age at which work is late, as dated rule data.

Each is a choice of the operator and of no standard; how long evidence counts is a rule of eligibility and stands
there. Limits of the machinery (sessions, retries, time-outs) are no business of this table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from truetonne.rules.calendar_months import add_months
from truetonne.rules.rule_set import Family, rule_set


class Unit(StrEnum):
    """What a clock counts; a month ends on the same day of a later one, clamped to its end."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a clock is for, in the languages of the exchange."""

    en: str
    vi: str
    zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One wait, or several steps of it from the longest to the shortest, in one unit."""

    unit: Unit
    length: tuple[int, ...]
    meaning: Meaning

    def __post_init__(self) -> None:
        """Refuse a clock that never ends or whose steps do not shrink."""
        if not self.length or min(self.length) < 1:
            raise ValueError("length: at least one whole number above zero is due")
        if list(self.length) != sorted(set(self.length), reverse=True):
            raise ValueError("length: steps go from the longest to the shortest, each once")

    @property
    def count(self) -> int:
        """Return the longest step, which is the only one of most clocks."""
        return self.length[0]

    @property
    def span(self) -> timedelta:
        """Return the longest step as a span of time; raises ValueError for months, which are none."""
        if self.unit is Unit.MONTHS:
            raise ValueError("months are counted by the calendar: see last_day")
        return timedelta(**{self.unit.value: self.count})

    def last_day(self, *, day: date) -> date:
        """Return the day on which the longest step, begun on ``day``, ends."""
        return add_months(day=day, months=self.count) if self.unit is Unit.MONTHS else day + self.span


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Every clock by its name; a table lacks none and has no other."""

    lapse_reminders: Clock
    review_due: Clock
    evidence_due: Clock
    application_late: Clock
    invoice_late: Clock
    refund_late: Clock
    retirement_late: Clock
    name_late: Clock
    claim_late: Clock
    quote_life: Clock
    payment_term: Clock
    cancel_window: Clock
    seller_notice: Clock
    price_notice: Clock
    hidden_name: Clock
    review_next: Clock
    review_longest: Clock
    refusal_kept: Clock
    invitation_life: Clock

    def __post_init__(self) -> None:
        """Refuse months where a moment is worked out: only a name is hidden by the calendar."""
        for field in fields(self):
            if field.name != "hidden_name" and getattr(self, field.name).unit is Unit.MONTHS:
                raise ValueError(f"{field.name}: minutes, hours or days are due")
        for name in (
            "lapse_reminders",
            "price_notice",
            "seller_notice",
            "review_due",
            "evidence_due",
            "invitation_life",
        ):
            if getattr(self, name).unit is not Unit.DAYS:
                raise ValueError(f"{name}: whole days are due")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTable:
    """The tables of one version."""

    clocks: Clocks


OPERATOR_CLOCKS: Final = Family(id="operator-clocks", body=ClockTable)
RULE_SETS: Final = (OPERATOR_CLOCKS,)


def clocks_on(*, day: date) -> Clocks:
    """Return the clocks that this package ships for a day; raises NotInTable before the first version."""
    return rule_set(family=OPERATOR_CLOCKS, as_of=day).body.clocks


def find_reminder(*, steps: Sequence[int], first_days: int, left_days: int) -> int | None:
    """Return the step whose reminder is due with ``left_days`` to go, None before the first.

    ``first_days`` is the policy's own number: nothing is due earlier, and it is a step itself.
    Source: standards reference 2.1, operator policy.
    """
    if left_days > first_days:
        return None
    return min(step for step in (*steps, first_days) if left_days <= step)
