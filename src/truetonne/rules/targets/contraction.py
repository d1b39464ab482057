"""Absolute contraction: the dynamic rate in force since April 2026, and the fixed rate before it.

Results are exact fractions, so that a target that states precisely what is asked for passes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from truetonne.science.errors import InputRefused, UndefinedResult

LEGACY_RATCHET_YEAR: Final = 2020


class YearsOutOfOrder(InputRefused):
    """Base, most recent and target year do not follow each other as the method needs them."""

    code = "years_out_of_order"


class NotEstablished(InputRefused):
    """A case for which no source says what the rule is; it is refused, never guessed."""

    code = "not_established"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """A pathway: net-zero ambition as a share of the base year, its year, and the least yearly rate."""

    name: str
    net_zero_ambition: Fraction
    net_zero_year: int
    floor_per_year: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Emissions:
    """Emissions of the base year and of the most recent year, over one boundary and in one unit."""

    base_year: int
    base: Fraction
    most_recent_year: int
    most_recent: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Contraction:
    """Every step of the dynamic rate; rates are shares of base-year emissions per year."""

    initial_rate: Fraction
    initial_ambition: Fraction
    initial_target_emissions: Fraction
    converted_ambition: Fraction
    rate: Fraction
    floor_applied: bool
    ambition: Fraction
    target_emissions: Fraction

    def is_met_by(self, *, stated_reduction: Fraction) -> bool:
        """Say whether a stated absolute reduction (share of the base year) is enough."""
        return stated_reduction >= self.ambition


def contract_dynamically(*, pathway: Pathway, emissions: Emissions, target_year: int) -> Contraction:
    """Return the least reduction by ``target_year`` under the dynamic linear rate.

    Raises YearsOutOfOrder, UndefinedResult for base emissions that are not above 0, and NotEstablished when the most
    recent year is not before the pathway's net-zero year.
    Source: SBTi Corporate Net-Zero Standard V1.3.1; change and floors published 29 April 2026, equations public code.
    """
    _check(pathway, emissions, target_year)
    years = target_year - emissions.base_year
    initial_rate = pathway.net_zero_ambition / (pathway.net_zero_year - emissions.most_recent_year)
    initial_ambition = initial_rate * (target_year - emissions.most_recent_year)
    initial_target = emissions.most_recent * (1 - initial_ambition)
    converted = (emissions.base - initial_target) / emissions.base
    rate = max(pathway.floor_per_year, converted / years)
    ambition = min(Fraction(1), max(Fraction(0), rate * years))
    return Contraction(
        initial_rate=initial_rate,
        initial_ambition=initial_ambition,
        initial_target_emissions=initial_target,
        converted_ambition=converted,
        rate=rate,
        floor_applied=pathway.floor_per_year > converted / years,
        ambition=ambition,
        target_emissions=emissions.base * (1 - ambition),
    )


def add_contractions(*, parts: Sequence[tuple[Emissions, Contraction]]) -> Contraction:
    """Combine scopes into one target: the sum of target-year emissions over the sum of base years.

    Raises InputRefused without parts. Source: weighting by base-year emissions, public code; that the results per
    scope stand beside it is operator policy.
    """
    if not parts:
        raise InputRefused(field="parts", value=None, reason="a combined target needs at least one scope")
    base = sum((emissions.base for emissions, _ in parts), Fraction(0))

    def weighted(name: str) -> Fraction:
        return sum((emissions.base * getattr(one, name) for emissions, one in parts), Fraction(0)) / base

    return Contraction(
        initial_rate=weighted("initial_rate"),
        initial_ambition=weighted("initial_ambition"),
        initial_target_emissions=sum((one.initial_target_emissions for _, one in parts), Fraction(0)),
        converted_ambition=weighted("converted_ambition"),
        rate=weighted("rate"),
        floor_applied=any(one.floor_applied for _, one in parts),
        ambition=weighted("ambition"),
        target_emissions=sum((one.target_emissions for _, one in parts), Fraction(0)),
    )


def contract_by_fixed_rate(*, rate_per_year: Fraction, base_year: int, target_year: int) -> Fraction:
    """Return the least reduction under the rule before April 2026: linear on the base year, never compounded.

    Base years after 2020 count from 2020. Raises YearsOutOfOrder.
    Source: SBTi near-term criteria before April 2026 (rates secondary, exact form unverified).
    """
    if target_year <= base_year:
        raise YearsOutOfOrder(field="target_year", value=target_year, reason=f"is not after the base year {base_year}")
    return rate_per_year * (target_year - min(base_year, LEGACY_RATCHET_YEAR))


def _check(pathway: Pathway, emissions: Emissions, target_year: int) -> None:
    if emissions.base <= 0:
        reason = "the base year's emissions are above 0"
        raise UndefinedResult(field="base_emissions", value=float(emissions.base), reason=reason)
    if emissions.most_recent < 0:
        raise UndefinedResult(
            field="most_recent_emissions", value=float(emissions.most_recent), reason="emissions are not below 0"
        )
    if target_year <= emissions.base_year:
        reason = f"is not after the base year {emissions.base_year}"
        raise YearsOutOfOrder(field="target_year", value=target_year, reason=reason)
    if emissions.most_recent_year < emissions.base_year:
        reason = f"is before the base year {emissions.base_year}"
        raise YearsOutOfOrder(field="most_recent_year", value=emissions.most_recent_year, reason=reason)
    if target_year <= emissions.most_recent_year:
        reason = f"is not after the most recent year {emissions.most_recent_year}"
        raise YearsOutOfOrder(field="target_year", value=target_year, reason=reason)
    if emissions.most_recent_year >= pathway.net_zero_year:
        reason = f"is not before the pathway's net-zero year {pathway.net_zero_year}"
        raise NotEstablished(field="most_recent_year", value=emissions.most_recent_year, reason=reason)
