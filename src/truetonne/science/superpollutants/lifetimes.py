"""A short-lived gas claimed against CO2: flagged, with what is like for like beside it. Nothing is ever added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import globalwarmingpotentials

from truetonne.science.errors import NegativeQuantity, NotInTable
from truetonne.science.gwp import GasAmount, LifetimeClass, lifetime_class, list_metrics, sum_co2e
from truetonne.science.gwp.lifetimes import lifetime_years
from truetonne.science.units import Metric

_TEMPERATURE_SET = "AR6GTP100"


@dataclass(frozen=True, slots=True, kw_only=True)
class LifetimeView:
    """What stands beside a claim, in kg CO2e under the claim's own metric unless said otherwise.

    ``by_class_kg`` are the destroyed gases by lifetime; ``like_for_like_kg`` is what meets emissions of the same
    class, ``against_other_kg`` what is claimed against another class, ``short_lived_against_co2_kg`` the part of it
    that a short-lived gas sets against CO2. ``other_metrics_kg`` are the same gases under other sets, each a view of
    its own; ``temperature_100_kg`` is kg of CO2 with the same temperature after a century (AR6 GTP100), None where a
    gas has no value.
    """

    metric: Metric
    claimed_kg: float
    by_class_kg: Mapping[LifetimeClass, float]
    like_for_like_kg: float
    against_other_kg: float
    short_lived_against_co2_kg: float
    lifetimes_years: Mapping[str, float | None]
    other_metrics_kg: Mapping[str, float]
    temperature_100_kg: float | None

    @property
    def is_flagged(self) -> bool:
        """Whether a short-lived gas stands against CO2."""
        return self.short_lived_against_co2_kg > 0


def view_lifetimes(
    *, amounts: Sequence[GasAmount], metric: Metric, emissions_kg: Mapping[LifetimeClass, float]
) -> LifetimeView:
    """Compare destroyed gases with the emissions that they are claimed against, class by class.

    ``emissions_kg`` are the claimant's emissions in kg CO2e under the same metric, by lifetime class. Raises as
    ``sum_co2e``, and NegativeQuantity for an emission below 0.
    """
    for kind, size in emissions_kg.items():
        if size < 0:
            raise NegativeQuantity(field=f"emissions.{kind.value}", value=size, reason="emissions are not below 0")
    by_class: dict[LifetimeClass, float] = {}
    for amount in amounts:
        kind = lifetime_class(gas=amount.gas)
        by_class[kind] = by_class.get(kind, 0.0) + sum_co2e(amounts=[amount], metric=metric).kg
    like = {kind: min(size, emissions_kg.get(kind, 0.0)) for kind, size in by_class.items()}
    claimed, matched = sum(by_class.values()), sum(like.values())
    short_left = by_class.get(LifetimeClass.SHORT_LIVED, 0.0) - like.get(LifetimeClass.SHORT_LIVED, 0.0)
    return LifetimeView(
        metric=metric,
        claimed_kg=claimed,
        by_class_kg=by_class,
        like_for_like_kg=matched,
        against_other_kg=claimed - matched,
        short_lived_against_co2_kg=min(short_left, emissions_kg.get(LifetimeClass.CO2, 0.0)),
        lifetimes_years={amount.gas: lifetime_years(gas=amount.gas) for amount in amounts},
        other_metrics_kg=_other_metrics(amounts=amounts, metric=metric),
        temperature_100_kg=_temperature(amounts=amounts),
    )


def _other_metrics(*, amounts: Sequence[GasAmount], metric: Metric) -> dict[str, float]:
    """Return the same gases under every other set of the same report that has values for all of them."""
    views = {}
    for name, other in list_metrics().items():
        if other == metric or other.report != metric.report:
            continue
        try:
            views[name] = sum_co2e(amounts=amounts, metric=other).kg
        except NotInTable:
            continue
    return views


def _temperature(*, amounts: Sequence[GasAmount]) -> float | None:
    factors = globalwarmingpotentials.data[_TEMPERATURE_SET]
    if any(amount.gas not in factors for amount in amounts):
        return None
    return float(sum(amount.mass.kg * factors[amount.gas] for amount in amounts))
