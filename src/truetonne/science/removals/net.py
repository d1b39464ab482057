"""Net removal: stored, less what would have been stored anyway, less everything spent, less leakage; then a quantile."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from statistics import NormalDist

from truetonne.science.approval import Approval
from truetonne.science.errors import (
    FractionOutOfRange,
    ImplausibleValue,
    NegativeQuantity,
    NotEligible,
    NotFinite,
    NotInTable,
    UndefinedResult,
)
from truetonne.science.parameter_sets import load_parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectEmissions:
    """What a removal emits itself, item by item, in t CO2e over the period, each >= 0.

    Nothing defaults to 0: an item that does not occur is written as 0. Raises NegativeQuantity, NotFinite.
    """

    energy_t: float
    materials_t: float
    embodied_t: float
    transport_storage_t: float
    fugitive_t: float

    def __post_init__(self) -> None:
        for item in fields(self):
            check_quantity(value=getattr(self, item.name), field=item.name)

    @property
    def sum_t(self) -> float:
        """Return all project emissions together, in tonnes CO2e."""
        return math.fsum(getattr(self, item.name) for item in fields(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class NetRemoval:
    """Net mean (may be below 0) and the credited amount in t CO2, with flags."""

    net_mean_t: float
    credited_t: float
    flags: tuple[str, ...]


def compute_net_removal(
    *,
    stored_t: float,
    counterfactual_t: float,
    project: ProjectEmissions,
    leakage_t: float,
    sd_t: float,
    percentile: float,
) -> NetRemoval:
    """Return what a removal is worth net of everything, and the quantile of it that is credited.

    All in t CO2e over one period, ``sd_t`` the standard deviation of the net amount, ``percentile`` in (0, 1).
    ``credited = net + q(p) SD``, q the standard normal quantile; never above the net mean, never below 0.
    Raises NegativeQuantity, NotFinite, FractionOutOfRange. Source: methods reference 9.1 (programs' percentile
    unverified).
    """
    for field, value in (
        ("gross_stored_t", stored_t),
        ("counterfactual_t", counterfactual_t),
        ("leakage_t", leakage_t),
    ):
        check_quantity(value=value, field=field)
    net_mean_t = stored_t - counterfactual_t - project.sum_t - leakage_t
    return credit_quantile(net_mean_t=net_mean_t, sd_t=sd_t, percentile=percentile)


def credit_quantile(*, net_mean_t: float, sd_t: float, percentile: float) -> NetRemoval:
    """Return the credited quantile of a net amount: at most the mean, at least 0.

    Flags: ``net_not_positive``, ``percentile_above_mean`` (capped at the mean). Source: methods reference 9.1.
    """
    check_quantity(value=sd_t, field="sd_t")
    if not 0 < percentile < 1:
        raise FractionOutOfRange(field="percentile", value=percentile, reason="a percentile lies between 0 and 1")
    bound_t = net_mean_t + NormalDist().inv_cdf(percentile) * sd_t
    flags = []
    if net_mean_t <= 0:
        flags.append("net_not_positive")
    if bound_t > net_mean_t:
        flags.append("percentile_above_mean")
    return NetRemoval(net_mean_t=net_mean_t, credited_t=max(0.0, min(bound_t, net_mean_t)), flags=tuple(flags))


def amortize_embodied(*, total_t: float, period_years: float, crediting_years: float, lifetime_years: float) -> float:
    """Return the part of embodied emissions that falls on a period: spread over the shorter of the two spans.

    Raises NegativeQuantity, UndefinedResult for a span of 0. Never more than the total. Source: methods reference 9.1.
    """
    check_quantity(value=total_t, field="embodied_total_t")
    check_quantity(value=period_years, field="period_years")
    span_years = min(crediting_years, lifetime_years)
    if span_years <= 0:
        raise UndefinedResult(field="crediting_years", value=span_years, reason="the span must be above 0 years")
    return total_t * min(1.0, period_years / span_years)


def check_storage(*, storage: str) -> str:
    """Return the storage type in its one spelling.

    Raises NotEligible for enhanced oil recovery, NotInTable for an unknown type. Source: launch articles (operator
    policy).
    """
    name = storage.strip().casefold().replace(" ", "_").replace("-", "_")
    parameters = load_parameters(name="removals")
    if name in parameters.rows("storage_refused") or "oil_recovery" in name:
        raise NotEligible(
            field="storage", value=storage, reason="storage by enhanced oil recovery earns no removal here",
            fix="Only storage that no oil production pays for is accepted",
        )  # fmt: skip
    known = [str(entry) for entry in parameters.rows("storage_types")]
    if name not in known:
        raise NotInTable(
            field="storage", value=storage, reason="no known storage type", fix=f"Known: {', '.join(known)}"
        )
    return name


def check_capacity(*, pathway: str, capacity_t_per_year: float, approval: Approval | None = None) -> bool:
    """Hold a plant's yearly capture against the bound of its pathway; returns whether it is inside the bound.

    500 000 t/yr of direct air capture pass, 500 000 000 t/yr raise ImplausibleValue; with a second person's approval
    they pass and False is returned, so that the result can say so. Raises NotInTable for an unknown pathway.
    Source: methods reference 9.5, bounds are operator policy.
    """
    check_quantity(value=capacity_t_per_year, field="capacity_t_per_year")
    table = load_parameters(name="removals").table("capture_t_per_year_max")
    if pathway not in table:
        raise NotInTable(field="pathway", value=pathway, reason="no known pathway", fix=f"Known: {', '.join(table)}")
    ceiling = float(str(table[pathway]))
    if capacity_t_per_year <= ceiling:
        return True
    if approval is None:
        raise ImplausibleValue(
            field="capacity_t_per_year", value=capacity_t_per_year,
            reason=f"above {ceiling:,.0f} t/yr, the bound for {pathway}",
            fix="Check thousands and millions; a second person may approve it with a reason and a source",
        )  # fmt: skip
    return False


def check_capture(*, stored_t: float, capacity_t_per_year: float, period_years: float) -> None:
    """Refuse more stored than the plant could capture in the period; raises ImplausibleValue.

    Source: methods reference 9.1: capture <= nameplate capacity times period.
    """
    check_quantity(value=capacity_t_per_year, field="capacity_t_per_year")
    check_quantity(value=period_years, field="period_years")
    most_t = capacity_t_per_year * period_years
    if stored_t > most_t:
        raise ImplausibleValue(
            field="gross_stored_t", value=stored_t, reason=f"the plant captures at most {most_t:,.3f} t in the period",
            fix="Check the unit of the metered mass, the capacity and the period",
        )  # fmt: skip


def check_quantity(*, value: float, field: str) -> None:
    """Raise NotFinite or NegativeQuantity for a number that is no quantity."""
    if not math.isfinite(value):
        raise NotFinite(field=field, value=value, reason="a finite number is due")
    if value < 0:
        raise NegativeQuantity(field=field, value=value, reason="this cannot be below 0")
