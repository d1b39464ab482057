"""Forward contracts: what is promised, expected, delivered, claimable and outstanding. A promise is never a unit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from truetonne.science.errors import FractionOutOfRange, ImplausibleValue, InputRefused, TooFewValues
from truetonne.science.issuable import as_written
from truetonne.science.removals.net import check_quantity


class DeliveredBeyondContract(InputRefused):
    """More delivered than contracted, or more retired than delivered."""

    code = "delivered_beyond_contract"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tranche:
    """A part of a contract: ``quantity_t`` due in ``year``, delivered with ``probability`` (operator policy).

    ``group`` names what tranches share, such as a plant: they can fail together. ``price_minor_per_t`` in minor units.
    Raises NegativeQuantity, FractionOutOfRange.
    """

    quantity_t: float
    probability: float
    year: int
    group: str = ""
    price_minor_per_t: int | None = None

    def __post_init__(self) -> None:
        check_quantity(value=self.quantity_t, field="t")
        if not 0 <= self.probability <= 1:
            raise FractionOutOfRange(field="p", value=self.probability, reason="a probability lies in [0, 1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a forward contract stands, in t: only ``claimable_t`` may ever be claimed.

    ``contracted = delivered + outstanding``; ``exposure_t`` is what is outstanding and, by its probabilities, will not
    come, ``exposure_minor`` the same at the tranches' prices in minor units (None unless all have one);
    ``shortfalls_t`` maps closed years to what they lack.
    """

    contracted_t: float
    expected_t: float
    delivered_t: float
    claimable_t: float
    outstanding_t: float
    exposure_t: float
    exposure_minor: int | None
    scheduled_t: Mapping[int, float]
    shortfalls_t: Mapping[int, float]


def take_position(
    *,
    tranches: Sequence[Tranche],
    delivered_t: Mapping[int, float],
    retired_t: float | None = None,
    closed_through: int | None = None,
) -> Position:
    """Add up a forward contract.

    ``delivered_t`` by year; ``retired_t`` what of it was retired, all of it when None; years up to ``closed_through``
    count as closed. ``expected = sum(t p)`` over all tranches. Deliveries fill the earliest tranches first.
    Raises TooFewValues without tranches, DeliveredBeyondContract. Source: methods reference 9.5.
    """
    if not tranches:
        raise TooFewValues(field="contracts", value=0, reason="a contract has at least one tranche")
    for year, quantity_t in delivered_t.items():
        check_quantity(value=quantity_t, field=f"delivered.{year}")
    contracted_t = math.fsum(tranche.quantity_t for tranche in tranches)
    sum_delivered_t = math.fsum(delivered_t.values())
    if sum_delivered_t > contracted_t:
        raise DeliveredBeyondContract(
            field="delivered", value=sum_delivered_t, reason=f"more than the {contracted_t:g} t contracted"
        )
    claimable_t = sum_delivered_t if retired_t is None else retired_t
    check_quantity(value=claimable_t, field="retired")
    if claimable_t > sum_delivered_t:
        raise DeliveredBeyondContract(
            field="retired", value=claimable_t, reason=f"more than the {sum_delivered_t:g} t delivered",
            fix="A tonne is delivered before it is retired",
        )  # fmt: skip
    scheduled_t = schedule_by_year(tranches=tranches)
    open_tranches = list_outstanding(tranches=tranches, delivered_t=sum_delivered_t)
    return Position(
        contracted_t=contracted_t,
        expected_t=math.fsum(tranche.quantity_t * tranche.probability for tranche in tranches),
        delivered_t=sum_delivered_t,
        claimable_t=claimable_t,
        outstanding_t=contracted_t - sum_delivered_t,
        exposure_t=math.fsum(tranche.quantity_t * (1 - tranche.probability) for tranche in open_tranches),
        exposure_minor=_price_exposure(tranches=open_tranches),
        scheduled_t=scheduled_t,
        shortfalls_t={
            year: short
            for year, due_t in scheduled_t.items()
            if closed_through is not None and year <= closed_through
            if (short := due_t - delivered_t.get(year, 0.0)) > 0
        },
    )


def _price_exposure(*, tranches: Sequence[Tranche]) -> int | None:
    """Return the undelivered part, weighted by its probability, in minor units: exact, halves to even."""
    exposed = Fraction(0)
    for tranche in tranches:
        if tranche.price_minor_per_t is None:
            return None
        missing = as_written(value=tranche.quantity_t) * (1 - as_written(value=tranche.probability))
        exposed += missing * tranche.price_minor_per_t
    return round(exposed)


def schedule_by_year(*, tranches: Sequence[Tranche]) -> dict[int, float]:
    """Return the tonnes due in each year, in the order of the years."""
    years = sorted({tranche.year for tranche in tranches})
    return {year: math.fsum(t.quantity_t for t in tranches if t.year == year) for year in years}


def list_outstanding(*, tranches: Sequence[Tranche], delivered_t: float) -> tuple[Tranche, ...]:
    """Return what is still due after ``delivered_t``, which fills the earliest tranches first."""
    left_t = delivered_t
    outstanding = []
    for tranche in sorted(tranches, key=lambda each: each.year):
        filled_t = min(left_t, tranche.quantity_t)
        left_t -= filled_t
        if tranche.quantity_t > filled_t:
            outstanding.append(
                Tranche(
                    quantity_t=tranche.quantity_t - filled_t, probability=tranche.probability, year=tranche.year,
                    group=tranche.group, price_minor_per_t=tranche.price_minor_per_t,
                )
            )  # fmt: skip
    return tuple(outstanding)


def check_schedule(*, tranches: Sequence[Tranche], capacity_t_per_year: float) -> dict[int, float]:
    """Return each year's share of the plant's capacity; raises ImplausibleValue for a year above it.

    25 000 t/yr of 500 000 t/yr are 0.05. Source: methods reference 9.5.
    """
    check_quantity(value=capacity_t_per_year, field="capacity_t_per_year")
    shares = {}
    for year, due_t in schedule_by_year(tranches=tranches).items():
        if due_t > capacity_t_per_year:
            raise ImplausibleValue(
                field=f"contracts ({year})", value=due_t, reason=f"the plant makes {capacity_t_per_year:,.0f} t/yr",
                fix="Check the schedule: is a total written as a yearly amount?",
            )  # fmt: skip
        shares[year] = due_t / capacity_t_per_year if capacity_t_per_year else 0.0
    return shares
