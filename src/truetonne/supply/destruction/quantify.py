"""A destruction's tonnes by its family's method, the same gases under another GWP set, and what stands against issuing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from truetonne.science.catalogue import get_method
from truetonne.science.errors import InputRefused
from truetonne.science.gwp import GasAmount, LifetimeClass, MethaneOrigin, lifetime_class, list_metrics, split_blend
from truetonne.science.gwp.names import normalize_gas
from truetonne.science.issuable import floor_kg
from truetonne.science.method import Result, run_method
from truetonne.science.superpollutants import DestructionLot, Subtype, view_under
from truetonne.science.units import Co2e, Mass, Metric
from truetonne.supply.destruction.states import METHOD_OF, STAGES
from truetonne.supply.parameters import list_unverified, method_name

VIEWS = ("AR4GWP100", "AR5GWP100", "AR6GWP100", "AR6GWP20")
"""GWP sets under which a destruction is shown, beside the program's own; each figure stands alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroyed:
    """What a destruction comes to under its program's set, and beside it the same gases under the other sets.

    ``views_kg`` are labelled whole kilograms by set; nothing ever adds two of them.
    """

    result: Result
    kg: int
    metric: Metric
    amounts: tuple[GasAmount, ...]
    views_kg: Mapping[str, int]
    unverified: tuple[str, ...]
    is_short_lived: bool


def quantify_destruction(*, subtype: Subtype, inputs: Mapping[str, object], destroyed_g: int) -> Destroyed:
    """Run the subtype's method on its inputs, ``gwp_set`` among them, and look at the gases under other sets.

    Raises the method's refusals: methane is no refrigerant, a set has no value for a gas, a figure above its ceiling.
    """
    method = get_method(name=METHOD_OF[subtype.value])
    result = run_method(method=method, inputs=inputs)
    metric = list_metrics()[str(inputs["gwp_set"])]
    amounts = tuple(_amounts(subtype=subtype, inputs=inputs, destroyed_g=destroyed_g))
    kg = floor_kg(quantity_t=_tonnes(result))
    lot = DestructionLot(subtype=subtype, amounts=amounts, issued=Co2e(kg=float(kg), metric=metric))
    return Destroyed(
        result=result,
        kg=kg,
        metric=metric,
        amounts=amounts,
        views_kg=_views(lot=lot, metric=metric, kg=kg),
        unverified=_unverified(result=result, inputs=inputs, metric=metric),
        is_short_lived=any(lifetime_class(gas=one.gas) is LifetimeClass.SHORT_LIVED for one in amounts),
    )


def stage_losses(*, masses_g: Sequence[int]) -> tuple[tuple[str, int, int], ...]:
    """Return each stage with its mass in grams and what was lost since the stage before.

    >>> stage_losses(masses_g=(1000, 998, 998, 990))
    (('collected', 1000, 0), ('transported', 998, 2), ('aggregated', 998, 0), ('destroyed', 990, 8))
    """
    before = (masses_g[0], *masses_g)
    return tuple((stage, mass, was - mass) for stage, mass, was in zip(STAGES, masses_g, before, strict=False))


def _tonnes(result: Result) -> float:
    found = result.outputs["reductions"]
    if not isinstance(found, float | int):
        raise TypeError("a method of destruction states its reductions in tonnes")
    return float(found)


def _amounts(*, subtype: Subtype, inputs: Mapping[str, object], destroyed_g: int) -> Sequence[GasAmount]:
    mass = Mass.of(destroyed_g, "g")
    if subtype is Subtype.HFC:
        blend = str(inputs["blend"])
        try:
            return split_blend(blend=blend, mass=mass)
        except InputRefused:
            return (GasAmount(gas=normalize_gas(name=blend), mass=mass),)
    if subtype is Subtype.ODS:
        return (GasAmount(gas=normalize_gas(name=str(inputs["gas"])), mass=mass),)
    origin = MethaneOrigin.NON_FOSSIL if subtype is Subtype.LANDFILL_METHANE else MethaneOrigin.FOSSIL
    return (GasAmount(gas="CH4", mass=mass, origin=origin),)


def _views(*, lot: DestructionLot, metric: Metric, kg: int) -> dict[str, int]:
    views = {metric.name: kg}
    for name in VIEWS:
        if name in views:
            continue
        try:
            views[name] = floor_kg(quantity_t=view_under(lot=lot, metric=list_metrics()[name]).kg / 1_000)
        except InputRefused:
            continue
    return views


def _unverified(*, result: Result, inputs: Mapping[str, object], metric: Metric) -> tuple[str, ...]:
    """Return the names of what nobody checked and this result rests on: the method's form, and defaults it took."""
    if not result.uses_unverified:
        return ()
    known = {one.name for one in list_unverified()}
    names = [method_name(method=result.method, version=result.version)]
    sets = {key.split("/")[0]: key for key in result.parameter_sets}
    takes_default = {
        "ods_refrigerant": "transport_destruction_tco2e_per_t",
        "hfc_destruction": "project_tco2e_per_t",
    }.get(result.method)
    if takes_default is not None and takes_default not in inputs:
        names.append(f"{sets['superpollutants']}/transport_destruction_t_per_t")
    if result.method == "ods_refrigerant" and "substitute_tco2e_per_t" not in inputs:
        names.append(f"{sets['superpollutants']}/substitute_t_per_t")
    if result.method in {"landfill", "coal_mine_methane"} and metric.report == "AR6":
        names.append(f"{sets['gwp']}/ar6_methane_{metric.horizon_years}")
    return tuple(name for name in names if name in known)
