"""What a target has to cover, by version of the standard: shares at which a scope counts, horizons, company category.

Every test returns a finding or a plain value; unknown inputs make nothing smaller and no company a category B.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from truetonne.rules.findings import Figure, Finding, FindingResult
from truetonne.rules.targets.rule_sets import Boundary, BoundaryV2, Significance
from truetonne.science.errors import NegativeQuantity, NotInTable, UndefinedResult


class CompanyCategory(StrEnum):
    """Version 2 asks more of A than of B; UNKNOWN where the inputs do not decide."""

    A = "A"
    B = "B"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanySize:
    """What decides a company's category; None is not known."""

    turnover_eur: Fraction | None = None
    fte: Fraction | None = None
    high_income: bool | None = None
    scope12_t: Fraction | None = None
    balance_eur: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedTarget:
    """What a near-term or net-zero target says of itself; None is not stated. Coverages are shares."""

    scope12_coverage: Fraction | None = None
    scope3_coverage: Fraction | None = None
    base_year: int | None = None
    target_year: int | None = None
    submission_year: int | None = None
    net_zero_year: int | None = None
    long_term_coverage: Fraction | None = None
    long_term_reduction: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Significant:
    """The scope 3 categories that need a target under version 2, and the sum they were measured against."""

    denominator: Fraction
    categories: tuple[int, ...]


def needs_scope3_target(*, scope12: Fraction, scope3: Fraction, share: Fraction) -> bool:
    """Say whether scope 3 reaches its share (``>=``) of scopes 1 to 3; raises UndefinedResult for a zero total."""
    total = scope12 + scope3
    if scope12 < 0 or scope3 < 0:
        raise NegativeQuantity(field="s3", value=float(min(scope12, scope3)), reason="emissions are not below 0")
    if total == 0:
        raise UndefinedResult(field="s1", value=0, reason="a company without emissions has no share of scope 3")
    return scope3 >= share * total


def find_significant(*, emissions: Mapping[int, Fraction], rule: Significance) -> Significant:
    """Return the categories that reach the share of version 2, investments (15) outside of both sides.

    ``emissions`` is the physical inventory by category number. Raises NotInTable, UndefinedResult.
    """
    for number, amount in emissions.items():
        if not 1 <= number <= 15:
            raise NotInTable(field=f"categories.{number}", value=number, reason="scope 3 has categories 1 to 15")
        if amount < 0:
            reason = "scope 3 cannot be below 0"
            raise NegativeQuantity(field=f"categories.{number}", value=float(amount), reason=reason)
    counted = {number: amount for number, amount in emissions.items() if number not in rule.outside_categories}
    total = sum(counted.values(), Fraction(0))
    if total == 0:
        raise UndefinedResult(field="categories", value=0, reason="the categories add up to nothing")
    reached = sorted(number for number, amount in counted.items() if amount >= Fraction(rule.share) * total)
    return Significant(denominator=total, categories=tuple(reached))


def categorize(*, size: CompanySize, rule: BoundaryV2) -> CompanyCategory:
    """Return the company's category under version 2; UNKNOWN unless the known inputs settle it."""
    by_size = _any((_reaches(size.turnover_eur, rule.category_a_turnover_eur), _reaches(size.fte, rule.category_a_fte)))
    further = rule.high_income
    three = (
        _reaches(size.balance_eur, further.balance_eur),
        _reaches(size.turnover_eur, further.turnover_eur),
        _reaches(size.fte, further.fte),
    )
    two_of_three: bool | None
    if sum(one is True for one in three) >= further.least_of_three:
        two_of_three = True
    elif sum(one is not False for one in three) < further.least_of_three:
        two_of_three = False
    else:
        two_of_three = None
    by_emissions = _reaches(size.scope12_t, further.scope12_t)
    in_high_income = _all((size.high_income, _any((by_emissions, two_of_three))))
    verdict = _any((by_size, in_high_income))
    if verdict is None:
        return CompanyCategory.UNKNOWN
    return CompanyCategory.A if verdict else CompanyCategory.B


def check_target(*, target: StatedTarget, rule: Boundary, rule_set: str, basis: str = "") -> tuple[Finding, ...]:
    """Return a finding for everything that the target states, under version 1."""
    tests = (
        ("scope12_coverage", target.scope12_coverage, Fraction(rule.s12_coverage)),
        ("scope3_coverage", target.scope3_coverage, Fraction(rule.s3_near_coverage)),
        ("long_term_coverage", target.long_term_coverage, Fraction(rule.s3_long_coverage)),
        ("long_term_reduction", target.long_term_reduction, Fraction(rule.long_cut)),
        ("base_year", _exact(target.base_year), Fraction(rule.base_year_min)),
    )
    found = [
        _finding(name, (("stated", stated), ("least", least)), rule_set, basis, met=stated >= least)
        for name, stated, least in tests
        if stated is not None
    ]
    if target.target_year is not None and target.submission_year is not None:
        years = target.target_year - target.submission_year
        least, most = rule.near_years
        span = (("stated", Fraction(years)), ("least", Fraction(least)), ("most", Fraction(most)))
        found.append(_finding("near_term_horizon", span, rule_set, basis, met=least <= years <= most))
    if target.net_zero_year is not None:
        most = rule.net_zero_year_max
        figures = (("stated", Fraction(target.net_zero_year)), ("most", Fraction(most)))
        found.append(_finding("net_zero_year", figures, rule_set, basis, met=target.net_zero_year <= most))
    return tuple(found)


def check_target_v2(*, target: StatedTarget, rule: BoundaryV2, rule_set: str, basis: str = "") -> tuple[Finding, ...]:
    """Return a finding for everything that the target states, under version 2."""
    found = []
    if target.scope12_coverage is not None:
        least = Fraction(rule.s12_coverage)
        figures = (("stated", target.scope12_coverage), ("least", least))
        found.append(_finding("scope12_coverage", figures, rule_set, basis, met=target.scope12_coverage >= least))
    if target.target_year is not None and target.submission_year is not None:
        years = target.target_year - target.submission_year
        figures = (("stated", Fraction(years)), ("due", Fraction(rule.near_years)))
        found.append(_finding("near_term_horizon", figures, rule_set, basis, met=years == rule.near_years))
    return tuple(found)


def low_carbon_intensity_max(*, year: int, rule: BoundaryV2) -> Fraction:
    """Return the greatest intensity of electricity that version 2 calls low-carbon in a year, in kg CO2e per kWh."""
    electricity = rule.electricity
    return Fraction(electricity.intensity_max_later if year >= electricity.later_from else electricity.intensity_max)


def _finding(name: str, figures: tuple[tuple[str, Fraction], ...], rule_set: str, basis: str, *, met: bool) -> Finding:
    return Finding(
        rule=name,
        rule_set=rule_set,
        result=FindingResult.MET if met else FindingResult.NOT_MET,
        message_key=f"target.{name}.{'met' if met else 'not_met'}",
        figures=tuple(Figure(name=label, value=_written(value)) for label, value in figures),
        basis=basis,
    )


def _written(value: Fraction) -> int | Decimal:
    if value.denominator == 1:
        return value.numerator
    return Decimal(value.numerator) / Decimal(value.denominator)


def _exact(value: int | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _reaches(value: Fraction | None, least: int) -> bool | None:
    return None if value is None else value >= least


def _any(values: tuple[bool | None, ...]) -> bool | None:
    if any(value is True for value in values):
        return True
    return None if any(value is None for value in values) else False


def _all(values: tuple[bool | None, ...]) -> bool | None:
    if any(value is False for value in values):
        return False
    return None if any(value is None for value in values) else True
