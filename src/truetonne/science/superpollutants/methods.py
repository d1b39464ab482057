"""The computations of this family as named methods."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from truetonne.science.errors import NotEligible, NotInTable, TooFewValues, UnitMissing, WrongType
from truetonne.science.gwp import (
    GasAmount,
    LifetimeClass,
    MethaneOrigin,
    normalize_gas,
    split_blend,
)
from truetonne.science.gwp.methods import read_metric, read_origin
from truetonne.science.inputs import Inputs, read_number
from truetonne.science.issuable import floor_kg
from truetonne.science.method import Method, Outputs
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.status import Status
from truetonne.science.superpollutants.ceilings import Reduction, check_claim
from truetonne.science.superpollutants.custody_methods import CUSTODY_METHODS
from truetonne.science.superpollutants.factors import read_factor
from truetonne.science.superpollutants.families import Subtype, subtype_of_refrigerant
from truetonne.science.superpollutants.lifetimes import view_lifetimes
from truetonne.science.superpollutants.methane import (
    Device,
    check_density,
    correct_for_drift,
    cover_oxidation,
    methane_density,
    methane_of_gas,
    quantify_coal_mine,
    quantify_landfill,
)
from truetonne.science.superpollutants.refrigerants import (
    DestroyedGas,
    pure_mass,
    quantify_refrigerants,
    release_fraction,
    substitute_emissions,
    undestroyed_residual,
)
from truetonne.science.units import Mass, read_mass

_SETS: Final = (load_parameters(name="superpollutants").key, load_parameters(name="gwp").key)
_DRIFT_RULE: Final = "positive error: correct downward; negative error: no correction"


def _release_table(inputs: Inputs) -> Outputs:
    return {
        gas: read_number(share, field=gas)
        for gas, share in load_parameters(name="superpollutants").table("release_fraction").items()
    }


def _ods(inputs: Inputs) -> Outputs:
    gas = normalize_gas(name=inputs.text("gas"))
    if subtype_of_refrigerant(gas=gas) is not Subtype.ODS:
        raise NotEligible(field="gas", value=gas, reason="this is no ozone-depleting gas", fix="Use hfc_destruction")
    factor = read_factor(inputs=inputs, gas=gas)
    destroyed = DestroyedGas(
        gas=gas,
        mass=_tonnes(inputs, "tonnes"),
        release=(
            inputs.fraction("emission_fraction") if inputs.has("emission_fraction") else release_fraction(gas=gas)
        ),
        gwp=factor.gwp,
        substitute_t_per_t=(
            inputs.quantity("substitute_tco2e_per_t")
            if inputs.has("substitute_tco2e_per_t")
            else substitute_emissions(gas=gas)
        ),
    )
    result = quantify_refrigerants(
        gases=[destroyed],
        transport_t_per_t=_optional(inputs, "transport_destruction_tco2e_per_t"),
        destruction_efficiency=_optional(inputs, "dre"),
    )
    return {
        **_reduction(inputs, result.reduction, ceiling_t=destroyed.baseline_t, flags=factor.flags),
        "substitute": result.substitute_t,
        "transport_destruction": result.transport_destruction_t,
        "residual": result.residual_t,
        "subtype": Subtype.ODS.value,
        **factor.labels,
    }


def _hfc(inputs: Inputs) -> Outputs:
    blend, mass = inputs.text("blend"), Mass.of(inputs.quantity("kg"), "kg")
    release = inputs.fraction("baseline_release")
    parts = _parts(blend=blend, mass=mass, inputs=inputs)
    factor = read_factor(inputs=inputs, gas=None, parts=parts)
    flags = list(factor.flags)
    if any(subtype_of_refrigerant(gas=part.gas) is Subtype.ODS for part in parts):
        flags.append("contains_ozone_depleting_gas")
    if release == 1 and not inputs.flag("end_of_life_without_recovery_duty", default=False):
        flags.append("full_release_only_for_end_of_life_stock_without_recovery_duty")
    project_t = mass.t * inputs.quantity("project_tco2e_per_t", default=_transport_default())
    baseline_t = mass.t * release * factor.gwp
    check_claim(claimed_t=baseline_t - project_t, ceiling_t=mass.t * factor.gwp)
    reduction = Reduction(baseline_t=baseline_t, project_t=project_t)
    return {
        **_reduction(inputs, reduction, ceiling_t=baseline_t, flags=tuple(flags)),
        "subtype": Subtype.HFC.value,
        **factor.labels,
    }


def _residual(inputs: Inputs) -> Outputs:
    default = load_parameters(name="superpollutants").number("destruction_efficiency")
    residual_t = undestroyed_residual(
        mass=_tonnes(inputs, "tonnes"),
        gwp=inputs.quantity("gwp"),
        destruction_efficiency=inputs.fraction("dre", default=default),
    )
    return {"residual_tco2e": residual_t}


def _pure(inputs: Inputs) -> Outputs:
    given = inputs.nested("fractions")
    eligible = (
        frozenset(normalize_gas(name=name) for name in inputs.each("eligible", _text))
        if inputs.has("eligible")
        else None
    )
    found = pure_mass(
        full_kg=inputs.quantity("full_kg"),
        empty_kg=inputs.quantity("empty_kg"),
        fractions={name: given.fraction(name) for name in given.names()},
        eligible=eligible,
    )
    return {
        "net_kg": found.net_kg,
        "eligible_kg": found.total_eligible_kg,
        "eligible_by_gas_kg": dict(found.eligible_kg),
        "flags": ["mixed_gas_circulation_before_sampling"] if found.needs_mixed_gas_rule else [],
    }


def _landfill(inputs: Inputs) -> Outputs:
    volumes, efficiencies = _ch4_volumes(inputs), inputs.numbers("de", least=1)
    if len(volumes) != len(efficiencies):
        raise TooFewValues(field="de", value=len(efficiencies), reason=f"one for each of {len(volumes)} devices")
    factor = read_factor(inputs=inputs, gas="CH4", origin=MethaneOrigin.NON_FOSSIL)
    rho = _density(inputs)
    result = quantify_landfill(
        devices=[Device(ch4_m3=v, efficiency=e) for v, e in zip(volumes, efficiencies, strict=True)],
        density_kg_per_m3=rho,
        gwp=factor.gwp,
        oxidation=inputs.fraction("ox"),
        baseline_destroyed=_tonnes(inputs, "baseline_destroyed_t"),
        project_t=inputs.quantity("project_emissions"),
    )
    ceiling_t = math.fsum(volumes) * rho * factor.gwp / 1_000
    return {
        **_reduction(inputs, result.reduction, ceiling_t=ceiling_t, flags=factor.flags),
        "ch4_destroyed_t": result.ch4_destroyed_t,
        "subtype": Subtype.LANDFILL_METHANE.value,
        **factor.labels,
    }


def _coal(inputs: Inputs) -> Outputs:
    methane = _tonnes(inputs, "t_ch4")
    factor = read_factor(inputs=inputs, gas="CH4", origin=MethaneOrigin.FOSSIL)
    result = quantify_coal_mine(
        methane=methane,
        efficiency=inputs.fraction("efficiency"),
        gwp=factor.gwp,
        combustion_t_per_t=_optional(inputs, "combustion_tco2_per_t"),
    )
    return {
        **_reduction(inputs, result, ceiling_t=result.baseline_t, flags=factor.flags),
        "project": result.project_t,
        "subtype": Subtype.COAL_MINE_METHANE.value,
        **factor.labels,
    }


def _oxidation(inputs: Inputs) -> Outputs:
    ox = cover_oxidation(covered_m2=inputs.quantity("covered_m2"), uncovered_m2=inputs.quantity("uncovered_m2"))
    return {"ox": ox}


def _ch4_density(inputs: Inputs) -> Outputs:
    return {"kg_m3": methane_density(temperature_k=inputs.number("T_K"), pressure_pa=inputs.number("P_Pa"))}


def _drift(inputs: Inputs) -> Outputs:
    error_pct = inputs.number("relative_error_pct")
    limit = load_parameters(name="superpollutants").number("calibration_flag_pct")
    return {
        "rule": _DRIFT_RULE,
        "decision": "corrected_down" if error_pct > 0 else "not_corrected",
        "corrected": correct_for_drift(measured=inputs.quantity("measured"), relative_error_pct=error_pct),
        "flags": ["instrument_beyond_tolerance"] if abs(error_pct) > limit else [],
    }


def _lifetimes(inputs: Inputs) -> Outputs:
    metric = read_metric(inputs=inputs)
    emissions = inputs.nested("emissions_kg")
    known = {kind.value: kind for kind in LifetimeClass}
    given = {known[_class_name(name, known)]: emissions.quantity(name) for name in emissions.names()}
    view = view_lifetimes(amounts=inputs.each("gases", _amount, least=1), metric=metric, emissions_kg=given)
    return {
        "gwp_set": metric.name,
        "claimed_kg": view.claimed_kg,
        "by_class_kg": {kind.value: size for kind, size in view.by_class_kg.items()},
        "like_for_like_kg": view.like_for_like_kg,
        "against_other_kg": view.against_other_kg,
        "short_lived_against_co2_kg": view.short_lived_against_co2_kg,
        "lifetimes_years": dict(view.lifetimes_years),
        "other_views_kg": dict(view.other_metrics_kg),
        "temperature_100_kg": view.temperature_100_kg,
        "flags": ["short_lived_gas_against_co2"] if view.is_flagged else [],
    }


def _class_name(name: str, known: dict[str, LifetimeClass]) -> str:
    """Return the name of a lifetime class; raises WrongType for another word."""
    if name not in known:
        fix = f"Write one of: {', '.join(known)}"
        raise WrongType(field="emissions_kg", value=name, reason="no class of lifetimes", fix=fix)
    return name


def _reduction(inputs: Inputs, found: Reduction, *, ceiling_t: float, flags: tuple[str, ...] = ()) -> dict[str, object]:
    """Report a reduction; a figure ``claimed_tco2e`` of somebody else is held against the ceiling."""
    if inputs.has("claimed_tco2e"):
        check_claim(claimed_t=inputs.number("claimed_tco2e"), ceiling_t=ceiling_t, field="claimed_tco2e")
    negative = ["negative_reduction_set_to_zero"] if found.unclipped_t < 0 else []
    return {
        "baseline": found.baseline_t,
        "reductions": found.reductions_t,
        "unclipped": found.unclipped_t,
        "issuable_kg": floor_kg(quantity_t=found.reductions_t),
        "flags": [*flags, *negative],
    }


def _parts(*, blend: str, mass: Mass, inputs: Inputs) -> Sequence[GasAmount]:
    """Return the gases of a blend, by given fractions or designation, or the one gas of that name."""
    if inputs.has("mass_fractions"):
        given = inputs.nested("mass_fractions")
        fractions = {name: given.fraction(name) for name in given.names()}
        return split_blend(blend=blend, mass=mass, fractions=fractions)
    try:
        return split_blend(blend=blend, mass=mass)
    except NotInTable:
        return (GasAmount(gas=normalize_gas(name=blend), mass=mass),)


def _ch4_volumes(inputs: Inputs) -> tuple[float, ...]:
    """Read m3 of CH4 per device, or m3 of landfill gas with its CH4 fractions."""
    if not inputs.has("landfill_gas_m3"):
        return inputs.numbers("ch4_m3", least=1)
    volumes = inputs.numbers("landfill_gas_m3", least=1)
    fractions = inputs.numbers("ch4_fraction")
    if len(fractions) != len(volumes):
        raise TooFewValues(field="ch4_fraction", value=len(fractions), reason=f"one for each of {len(volumes)} volumes")
    return tuple(methane_of_gas(gas_m3=v, ch4_fraction=f) for v, f in zip(volumes, fractions, strict=True))


def _density(inputs: Inputs) -> float:
    """Read the density of CH4, or the reference conditions that give it; a volume without either is refused."""
    if inputs.has("rho"):
        return check_density(kg_per_m3=inputs.quantity("rho"))
    if inputs.has("T_K") and inputs.has("P_Pa"):
        return methane_density(temperature_k=inputs.number("T_K"), pressure_pa=inputs.number("P_Pa"))
    fix = "Give rho in kg/m3, or T_K and P_Pa"
    raise UnitMissing(field="rho", value=None, reason="a volume of gas needs its reference conditions", fix=fix)


def _amount(value: object, field: str) -> GasAmount:
    if not isinstance(value, dict):
        raise WrongType(field=field, value=value, reason="an object with gas and mass is due")
    given = Inputs(value, where=field)
    amount = GasAmount(
        gas=normalize_gas(name=given.text("gas")),
        mass=read_mass(inputs=given, name="mass"),
        origin=read_origin(inputs=given),
    )
    given.finish()
    return amount


def _tonnes(inputs: Inputs, name: str) -> Mass:
    return Mass.of(inputs.quantity(name), "t")


def _optional(inputs: Inputs, name: str) -> float | None:
    return inputs.quantity(name) if inputs.has(name) else None


def _transport_default() -> float:
    return load_parameters(name="superpollutants").number("transport_destruction_t_per_t")


def _text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise WrongType(field=field, value=value, reason="the name of a gas is due")
    return value


_OPEN, _PUBLISHED, _POLICY = Status.UNVERIFIED, Status.PUBLISHED, Status.OPERATOR_POLICY

METHODS: Final = (
    Method(
        name="ods_emission_factor", title="Release fractions of ozone-depleting refrigerants", version="1",
        source="Quebec Q-2, r. 35.4, s. 30 (ministerial order of 2021-06-11)",
        compute=_release_table, statuses=(_PUBLISHED,), parameter_sets=_SETS,
    ),
    Method(
        name="ods_refrigerant", title="Ozone-depleting refrigerant destroyed", version="1",
        source="form, substitutes and 7.5 t/t default attributed to CARB and CAR (unverified); release: Quebec s. 30",
        compute=_ods, statuses=(_PUBLISHED, _OPEN), parameter_sets=_SETS,
    ),
    Method(
        name="dre_residual", title="Undestroyed residual of a destruction", version="1",
        source="Q GWP (1 - DRE); only where the transport and destruction default is not used",
        compute=_residual, statuses=(Status.DERIVED,), parameter_sets=_SETS,
    ),
    Method(
        name="ods_pure_mass", title="Pure eligible mass in a container", version="1",
        source="Quebec Q-2, r. 35.4, annex D", compute=_pure, statuses=(_PUBLISHED,), parameter_sets=_SETS,
    ),
    Method(
        name="hfc_destruction", title="HFC or HFC blend destroyed", version="1",
        source="Q GWP release - PE; the release rate is the program's and an input",
        compute=_hfc, statuses=(Status.DERIVED, _POLICY, _OPEN), parameter_sets=_SETS,
    ),
    Method(
        name="landfill", title="Landfill methane destroyed", version="1",
        source="(destroyed - baseline)(1 - OX) GWP - PE after the Quebec and CAR protocols (form unverified)",
        compute=_landfill, statuses=(_PUBLISHED, _POLICY, _OPEN), parameter_sets=_SETS,
    ),
    Method(
        name="landfill_ox", title="Methane oxidized by a landfill's cover", version="1",
        source="Quebec Q-2, r. 35.5, eq. 3", compute=_oxidation, statuses=(_PUBLISHED,), parameter_sets=_SETS,
    ),
    Method(
        name="ch4_density", title="Density of methane at reference conditions", version="1",
        source="ideal gas law, M = 0.016043 kg/mol", compute=_ch4_density, statuses=(_PUBLISHED, _POLICY),
        parameter_sets=_SETS,
    ),
    Method(
        name="calibration_correction", title="Correction of an instrument that drifts", version="1",
        source="Quebec Q-2, r. 35.5, s. 29; form measured / (1 + e) is operator policy",
        compute=_drift, statuses=(_PUBLISHED, _POLICY), parameter_sets=_SETS,
    ),
    Method(
        name="coal_mine_methane", title="Coal-mine methane destroyed", version="1",
        source="form of CDM ACM0008 (unverified); combustion CO2 counts", compute=_coal,
        statuses=(_PUBLISHED, Status.SECONDARY, _OPEN), parameter_sets=_SETS,
    ),
    Method(
        name="superpollutant_lifetimes", title="A short-lived gas against CO2: what is like for like", version="1",
        source="lifetimes of IPCC AR5 (unverified), limit of two decades (operator policy), GTP100 of AR6",
        compute=_lifetimes, statuses=(_PUBLISHED, _POLICY, _OPEN), parameter_sets=_SETS,
    ),
    *CUSTODY_METHODS,
)  # fmt: skip
