"""The dated rule data of the Science Based Targets initiative, as frozen tables, and which version judges a target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from truetonne.rules.rule_set import Family
from truetonne.rules.targets.contraction import NotEstablished

CHANGE_NAMED_BY_ONE_SOURCE: Final = date(2026, 4, 14)
CHANGE_ANNOUNCED: Final = date(2026, 4, 29)


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayRow:
    """A pathway of absolute contraction; see ``contraction.Pathway``."""

    name: str
    nza: Decimal
    nzy: int
    floor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """Coverage and horizon of version 1: shares of emissions, years."""

    s12_coverage: Decimal
    s3_required_share: Decimal
    s3_near_coverage: Decimal
    s3_long_coverage: Decimal
    long_cut: Decimal
    residual_share_max: Decimal
    base_year_min: int
    near_years: tuple[int, int]
    net_zero_year_max: int
    recalculation_share: Decimal
    intensity_rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class HighIncome:
    """The further ways into category A for companies in high-income countries."""

    scope12_t: int
    balance_eur: int
    turnover_eur: int
    fte: int
    least_of_three: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Significance:
    """Version 2: what a scope 3 category must reach, over which categories."""

    share: Decimal
    outside_categories: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Electricity:
    """Low-carbon electricity of version 2: intensities in kg CO2e per kWh, ages in years, energy in GWh."""

    intensity_max: Decimal
    intensity_max_later: Decimal
    later_from: int
    generator_age_max: int
    hourly_from_gwh: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryV2:
    """Boundary of version 2."""

    s12_coverage: Decimal
    near_years: int
    recalculation_share: Decimal
    category_a_turnover_eur: int
    category_a_fte: int
    high_income: HighIncome
    significance: Significance
    electricity: Electricity


@dataclass(frozen=True, slots=True, kw_only=True)
class OngoingTiers:
    """Responsibility for ongoing emissions: shares of scopes 1 to 3, a price per tonne, and removals by year."""

    engaged_share: Decimal
    advanced_share: Decimal
    leadership_share: Decimal
    leadership_usd_per_t: Decimal
    removals_from: int
    removals_first_share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class NetZeroStandard:
    """One version of the Corporate Net-Zero Standard; a table that a version lacks is None or empty."""

    pathway: tuple[PathwayRow, ...] = ()
    boundary: Boundary | None = None
    boundary_v2: BoundaryV2 | None = None
    ongoing: OngoingTiers | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedRates:
    """The yearly rates of the rule before April 2026."""

    rate_1_5c: Decimal
    rate_well_below_2c: Decimal


NET_ZERO_STANDARD: Final = Family(id="sbti-cnzs", body=NetZeroStandard)
FIXED_RATES: Final = Family(id="sbti-aca-legacy", body=FixedRates)


def name_rule_set(*, validated_on: date, chosen: str = "") -> str:
    """Return ``sbti-aca-legacy`` or ``sbti-cnzs`` by the day a target was validated, never by today.

    Sources give 14 April 2026 and 29 April 2026 for the change: between them a person chooses, else NotEstablished
    is raised (operator policy).
    """
    if validated_on < CHANGE_NAMED_BY_ONE_SOURCE:
        return FIXED_RATES.id
    if validated_on >= CHANGE_ANNOUNCED:
        return NET_ZERO_STANDARD.id
    if chosen in {FIXED_RATES.id, NET_ZERO_STANDARD.id}:
        return chosen
    raise NotEstablished(
        field="validated_on",
        value=validated_on.isoformat(),
        reason="sources disagree on which rule applied on this day",
        fix=f"A person chooses {FIXED_RATES.id} or {NET_ZERO_STANDARD.id}",
    )
