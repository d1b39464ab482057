"""A part of a destruction against CO2: what is like for like, and the same gases under other sets. Whole kilograms come out."""

from __future__ import annotations

from dataclasses import dataclass

from truetonne.science.gwp import GasAmount, LifetimeClass, MethaneOrigin, read_metric_name
from truetonne.science.superpollutants import view_lifetimes
from truetonne.science.units import Mass
from truetonne.supply.destruction.words import set_text
from truetonne.supply.models import Destruction


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """What stands beside a claim of so many kilograms; each figure alone. ``views_kg`` are pairs (set, kilograms)."""

    is_flagged: bool
    like_kg: int
    against_kg: int
    temperature_kg: int | None
    views_kg: tuple[tuple[str, int], ...]


def view_part(*, destruction: Destruction, kg: int) -> PartView:
    """Return how ``kg`` of a destruction stand against as much CO2. Nothing is added over gases' sets."""
    metric = read_metric_name(destruction.gwp_set)
    whole = view_lifetimes(amounts=_amounts(destruction), metric=metric, emissions_kg={}).claimed_kg
    view = view_lifetimes(
        amounts=_amounts(destruction, part=kg / whole), metric=metric, emissions_kg={LifetimeClass.CO2: float(kg)}
    )
    others = sorted(name for name in destruction.views if name != destruction.gwp_set)
    return PartView(
        is_flagged=view.is_flagged,
        like_kg=int(view.like_for_like_kg),
        against_kg=int(view.short_lived_against_co2_kg),
        temperature_kg=None if view.temperature_100_kg is None else int(view.temperature_100_kg),
        views_kg=tuple((set_text(name=name), int(destruction.views[name]) * kg // destruction.kg) for name in others),
    )


def _amounts(destruction: Destruction, *, part: float = 1.0) -> list[GasAmount]:
    return [
        GasAmount(
            gas=str(each["gas"]),
            mass=Mass.of(int(each["mass_g"]) * part, "g"),
            origin=MethaneOrigin(each["origin"]) if each["origin"] else None,
        )
        for each in destruction.gases
    ]
