"""Cambridge PACT: carbon stocks, additionality, net sequestration and the release that is scheduled after it.

Class order everywhere: undisturbed, degraded, deforested, regrowth, water, other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from truetonne.science.errors import (
    FractionOutOfRange,
    ImplausibleValue,
    InputMissing,
    NegativeQuantity,
    TooFewValues,
    UndefinedResult,
)
from truetonne.science.parameter_sets import load_parameters


class Quality(StrEnum):
    """Reversal risk as the source names it: HIGH quality is low risk."""

    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Additionality:
    """Additionality in t C and t CO2; may be below 0."""

    carbon_t: float
    co2_t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A yearly release in t CO2, at least 0, with flags: ``negative_release`` (counted as 0), ``history_too_short``."""

    release_t: float
    computed_t: float
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchAccount:
    """Where every sampled pixel ended. ``matched + matchless == sampled``."""

    sampled: int
    matched: int
    matchless: int
    matchless_share: float
    flags: tuple[str, ...]


def find_additionality(
    *,
    treatment: Sequence[Sequence[float]],
    control: Sequence[Sequence[float]],
    area_ha: float,
    density_t_c_per_ha: Sequence[float],
) -> Additionality:
    """Return the mean stock of the treated area less that of its controls.

    ``treatment`` and ``control`` are (n_iterations, 6) proportions by class, each row adding up to 1; ``area_ha`` in
    ha; densities (6,) in t C/ha, 0 to 500. ``stock = sum p_c area density_c 44/12``. Raises TooFewValues for another
    number of classes, FractionOutOfRange, NegativeQuantity, ImplausibleValue for a density above the bound.
    Source: quantifyearth/tmf-implementation 3dd3c64 (public code), bounds operator policy.
    """
    parameters = load_parameters(name="cambridge_pact")
    if not math.isfinite(area_ha) or area_ha < 0:
        raise NegativeQuantity(field="area_ha", value=area_ha, reason="an area is 0 or above")
    classes = len(parameters.rows("land_classes"))
    _check_length(values=density_t_c_per_ha, length=classes, field="density_tC_ha")
    densest = parameters.number("density_t_c_per_ha_max")
    for place, density in enumerate(density_t_c_per_ha):
        if density < 0:
            raise NegativeQuantity(field=f"density_tC_ha[{place}]", value=density, reason="this cannot be below 0")
        if density > densest:
            raise ImplausibleValue(
                field=f"density_tC_ha[{place}]", value=density, reason=f"above {densest:g} t C/ha",
                fix="Write tonnes of carbon per hectare, not CO2 and not kilograms",
            )  # fmt: skip
    means_t = []
    for name, rows in (("treatment_props", treatment), ("control_props", control)):
        if not rows:
            raise TooFewValues(field=name, value=0, reason="at least one iteration is needed")
        for place, row in enumerate(rows):
            _check_length(values=row, length=classes, field=f"{name}[{place}]")
            _check_proportions(row=row, field=f"{name}[{place}]", slack=parameters.number("proportion_tolerance"))
        stocks = [area_ha * math.fsum(p * d for p, d in zip(row, density_t_c_per_ha, strict=True)) for row in rows]
        means_t.append(math.fsum(stocks) / len(stocks))
    carbon_t = means_t[0] - means_t[1]
    co2, carbon = (float(str(value)) for value in parameters.rows("carbon_to_co2"))
    return Additionality(carbon_t=carbon_t, co2_t=carbon_t * co2 / carbon)


def find_net_sequestration(*, additionality_t: Mapping[int, float], leakage_t: Mapping[int, float], year: int) -> float:
    """Return ``C_y = (A_y - L_y) - (A_{y-1} - L_{y-1})`` in t CO2.

    Raises UndefinedResult for the first year, which has no year before, and InputMissing for a year without
    additionality or leakage. Source: as above.
    """
    if additionality_t and year == min(additionality_t):
        raise UndefinedResult(field="year", value=year, reason="the first year has no net sequestration")
    return _net_stock(additionality_t, leakage_t, year) - _net_stock(additionality_t, leakage_t, year - 1)


def find_release(
    *, additionality_t: Mapping[int, float], leakage_t: Mapping[int, float], end_year: int, years: int
) -> Release:
    """Return the average yearly release ``(C_end - C_{end-n}) / n`` over the ``years`` n before ``end_year``.

    A negative one counts as 0 and is flagged; the reference code drops its sign. Raises TooFewValues for n below 1,
    else as ``find_net_sequestration``. Source: as above; the treatment of negatives is operator policy.
    """
    if years < 1:
        raise TooFewValues(field="years", value=years, reason="at least 1 is needed")
    end_t = find_net_sequestration(additionality_t=additionality_t, leakage_t=leakage_t, year=end_year)
    start_t = find_net_sequestration(additionality_t=additionality_t, leakage_t=leakage_t, year=end_year - years)
    computed_t = (end_t - start_t) / years
    flags = ("negative_release",) if computed_t < 0 else ()
    return Release(release_t=max(0.0, computed_t), computed_t=computed_t, flags=flags)


def schedule_release(
    *,
    quality: Quality,
    additionality_t: Mapping[int, float],
    leakage_t: Mapping[int, float],
    estimated_in: int,
    future_year: int,
    project_end: int,
) -> Release:
    """Return the release that an estimate of ``estimated_in`` schedules for ``future_year``.

    HIGH quality: 0 up to and including ``project_end``, then the average release. LOW: the average release at once.
    0, flagged, for a year before the estimate and with fewer than 6 years of history before it. Raises as
    ``find_release``. Source: as above.
    """
    parameters = load_parameters(name="cambridge_pact")
    if not additionality_t:
        raise TooFewValues(field="additionality", value=0, reason="at least one year is needed")
    if future_year < estimated_in:
        return Release(release_t=0.0, computed_t=0.0, flags=("before_the_estimate",))
    if estimated_in - min(additionality_t) < parameters.number("history_years_min"):
        return Release(release_t=0.0, computed_t=0.0, flags=("history_too_short",))
    if quality is Quality.HIGH and future_year <= project_end:
        return Release(release_t=0.0, computed_t=0.0)
    return find_release(
        additionality_t=additionality_t, leakage_t=leakage_t, end_year=estimated_in,
        years=int(parameters.number("release_years")),
    )  # fmt: skip


def adjust_net_sequestration(
    *,
    additionality_t: Mapping[int, float],
    leakage_t: Mapping[int, float],
    scheduled_t: Mapping[int, Mapping[int, float]],
    year: int,
) -> float:
    """Return ``C_y`` less all releases that earlier years scheduled for it, in t CO2.

    ``scheduled_t`` maps the year of an estimate to release years and tonnes; estimates of ``year`` itself or later do
    not count. Raises NegativeQuantity for a scheduled release below 0. Source: as above.
    """
    net_t = find_net_sequestration(additionality_t=additionality_t, leakage_t=leakage_t, year=year)
    due_t = []
    for estimated_in, releases in scheduled_t.items():
        for release_year, release_t in releases.items():
            if release_t < 0:
                raise NegativeQuantity(
                    field=f"schedule.{estimated_in}.{release_year}", value=release_t, reason="this cannot be below 0"
                )
        if estimated_in < year:
            due_t.append(releases.get(year, 0.0))
    return net_t - math.fsum(due_t)


def account_matches(*, sampled: int, matched: int, matchless: int) -> MatchAccount:
    """Account for every sampled pixel: it is matched, or it is matchless and said so.

    Raises UndefinedResult when the counts do not add up to the sample, so that a treated area never shrinks silently;
    flags ``many_matchless`` above 10 %. Source: methods reference 5.3 (operator policy).
    """
    for field, count in (("matched", matched), ("matchless", matchless)):
        if count < 0:
            raise NegativeQuantity(field=field, value=count, reason="this cannot be below 0")
    if sampled < 1:
        raise TooFewValues(field="sampled", value=sampled, reason="at least 1 pixel is needed")
    if matched + matchless != sampled:
        raise UndefinedResult(
            field="matchless", value=matchless, reason=f"{matched} and {matchless} pixels are not the {sampled} sampled",
            fix="Every sampled pixel ends in matched or matchless",
        )  # fmt: skip
    share = matchless / sampled
    is_many = share > load_parameters(name="cambridge_pact").number("matchless_share_max")
    return MatchAccount(
        sampled=sampled, matched=matched, matchless=matchless, matchless_share=share,
        flags=("many_matchless",) if is_many else (),
    )  # fmt: skip


def _net_stock(additionality_t: Mapping[int, float], leakage_t: Mapping[int, float], year: int) -> float:
    for field, values in (("additionality", additionality_t), ("leakage", leakage_t)):
        if year not in values:
            raise InputMissing(field=f"{field}.{year}", value=None, reason="this year is needed")
    return additionality_t[year] - leakage_t[year]


def _check_length(*, values: Sequence[float], length: int, field: str) -> None:
    if len(values) != length:
        raise TooFewValues(
            field=field, value=len(values), reason=f"{length} classes are due",
            fix="In order: undisturbed, degraded, deforested, regrowth, water, other",
        )  # fmt: skip


def _check_proportions(*, row: Sequence[float], field: str, slack: float) -> None:
    for place, proportion in enumerate(row):
        if not 0 <= proportion <= 1:
            raise FractionOutOfRange(field=f"{field}[{place}]", value=proportion, reason="a share lies in [0, 1]")
    if abs(math.fsum(row) - 1) > slack:
        raise FractionOutOfRange(field=field, value=math.fsum(row), reason="the proportions add up to 1")
