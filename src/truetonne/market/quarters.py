"""The register by quarter: what came in, what was sold, retired and recalled, what was left, and what a project cost.

Counted from the orders and the ledger, at most once a minute in each process: every reader of that minute sees the
same figures with the time at which they were counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection

from truetonne.edge.tables import csv_lines
from truetonne.ledger.queries.lots import list_lots
from truetonne.ledger.queries.quarters import list_quarter_totals
from truetonne.market.states import OrderState
from truetonne.science.money import COST_PARTS

COUNT_AGAIN: Final = timedelta(minutes=1)
SOLD: Final = (OrderState.CONFIRMED, OrderState.PARTIALLY_DELIVERED, OrderState.DELIVERED, OrderState.RETIRED)
"""An order counts as sold once it is paid; one that was cancelled or expired does not count."""

_PARTS = ", ".join(f"sum(coalesce(other.{part}_minor, line.{part}_minor))::bigint" for part in COST_PARTS)
_SOLD = f"""
    SELECT date_trunc('quarter', o.effective_at AT TIME ZONE 'UTC')::date, coalesce(other.lot_id, line.lot_id), q.currency,
        claim.quote_id IS NOT NULL, sum(line.kg)::bigint, {_PARTS}
    FROM market_order o JOIN market_quote q ON q.id = o.quote_id JOIN market_quoteline line ON line.quote_id = q.id
        LEFT JOIN market_substitution other ON other.line_id = line.id
        LEFT JOIN market_insetclaim claim ON claim.quote_id = q.id
    WHERE o.state = ANY(%s) GROUP BY 1, 2, 3, 4
"""  # noqa: S608 - names of columns, which nobody sends


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """One quarter of all credits, in kilograms; ``stock_kg`` is what was left at its end, ``sold_kg`` was paid for in it."""

    starts_on: date
    received_kg: int
    sold_kg: int
    retired_kg: int
    cancelled_kg: int
    recalled_kg: int
    stock_kg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCost:
    """What members paid for one project in one quarter. ``parts_minor`` are the cost parts, their sum the price.

    A substituted line counts for the project that took the place, at what that costs. ``is_inset``: a batch of fuel, of
    which either side is sold apart, so that its kilograms are no sum of the batch.
    """

    starts_on: date
    program: str
    project_ref: str
    project_name: str
    currency: str
    kg: int
    parts_minor: tuple[int, ...]
    is_inset: bool = False

    @property
    def minor(self) -> int:
        """All that was paid."""
        return sum(self.parts_minor)

    @property
    def average_minor_per_t(self) -> int:
        """The average price of a tonne in minor units, half a unit rounded up."""
        return (2_000 * self.minor + self.kg) // (2 * self.kg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarters:
    """The tables, newest quarter first, and when they were counted. Credits and fuel stand apart in every one."""

    quarters: tuple[Quarter, ...]
    costs: tuple[ProjectCost, ...]
    inset_costs: tuple[ProjectCost, ...]
    counted_at: datetime


_counted: list[Quarters] = []


def read_quarters(*, at: datetime) -> Quarters:
    """Return the quarters as counted within the minute before ``at``, or count them now."""
    if _counted and timedelta(0) <= at - _counted[0].counted_at < COUNT_AGAIN:
        return _counted[0]
    _counted[:] = [count_quarters(at=at)]
    return _counted[0]


def count_quarters(*, at: datetime) -> Quarters:
    """Count every quarter anew."""
    every = _costs()
    costs = tuple(each for each in every if not each.is_inset)
    sold: dict[date, int] = {}
    for each in costs:
        sold[each.starts_on] = sold.get(each.starts_on, 0) + each.kg
    totals = {date.fromisoformat(each.starts_on): each for each in list_quarter_totals()}
    rows: list[Quarter] = []
    stock_kg = 0
    for starts_on in _each_quarter(days=(*totals, *sold)):
        found = totals.get(starts_on)
        received_kg, retired_kg, cancelled_kg, recalled_kg = (
            (found.received_kg, found.retired_kg, found.cancelled_kg, found.recalled_kg) if found else (0, 0, 0, 0)
        )
        stock_kg += received_kg - retired_kg - cancelled_kg
        rows.append(
            Quarter(
                starts_on=starts_on, received_kg=received_kg, sold_kg=sold.get(starts_on, 0), retired_kg=retired_kg,
                cancelled_kg=cancelled_kg, recalled_kg=recalled_kg, stock_kg=stock_kg,
            )
        )  # fmt: skip
    return Quarters(
        quarters=tuple(reversed(rows)),
        costs=costs,
        inset_costs=tuple(each for each in every if each.is_inset),
        counted_at=at,
    )


def forget_quarters() -> None:
    """Count anew at the next reading."""
    _counted.clear()


def quarters_csv(*, rows: Sequence[Quarter]) -> Iterator[bytes]:
    """Write the quarters: kilograms, first days as ISO dates."""
    names = ("received_kg", "sold_kg", "retired_kg", "cancelled_kg", "recalled_kg", "stock_kg")
    return csv_lines(
        header=("quarter_from", *names),
        rows=((row.starts_on.isoformat(), *(getattr(row, name) for name in names)) for row in rows),
    )


def costs_csv(*, rows: Sequence[ProjectCost]) -> Iterator[bytes]:
    """Write what each project cost in each quarter: kilograms, minor units, every cost part."""
    header = ("quarter_from", "program", "project_id", "project_name", "currency", "kg")
    return csv_lines(
        header=(*header, *(f"{part}_minor" for part in COST_PARTS), "amount_minor", "average_minor_per_t", "kind"),
        rows=(
            (
                row.starts_on.isoformat(), row.program, row.project_ref, row.project_name, row.currency, row.kg,
                *row.parts_minor, row.minor, row.average_minor_per_t, "INSET" if row.is_inset else "CREDIT",
            )
            for row in rows
        ),
    )  # fmt: skip


def _costs() -> tuple[ProjectCost, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_SOLD, [[str(state) for state in SOLD]])
        rows = cursor.fetchall()
    lot_ids: tuple[UUID, ...] = tuple({row[1] for row in rows})
    facts = {lot.lot_id: lot.facts for lot in list_lots(lot_ids=lot_ids)} if lot_ids else {}
    sums: dict[tuple[date, str, str, str, str, bool], list[int]] = {}
    for starts_on, lot_id, currency, is_inset, kg, *parts in rows:
        own = facts[lot_id]
        key = (
            starts_on, str(own.get("program", "")), str(own.get("project_id", "")), str(own.get("project_name", "")),
            str(currency), bool(is_inset),
        )  # fmt: skip
        total = sums.setdefault(key, [0] * (1 + len(COST_PARTS)))
        for place, amount in enumerate((kg, *parts)):
            total[place] += int(amount)
    found = [
        ProjectCost(
            starts_on=starts_on, program=program, project_ref=ref, project_name=name, currency=currency, kg=total[0],
            parts_minor=tuple(total[1:]), is_inset=is_inset,
        )
        for (starts_on, program, ref, name, currency, is_inset), total in sums.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda row: (-row.starts_on.toordinal(), row.project_name, row.currency)))


def _each_quarter(*, days: Sequence[date]) -> Iterator[date]:
    """Yield the first day of every quarter from the first to the last, those without any figure included."""
    if not days:
        return
    day, last = min(days), max(days)
    while day <= last:
        yield day
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        while day.month % 3 != 1:
            day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
