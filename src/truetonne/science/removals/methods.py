"""The removal methods by name, from JSON-like inputs to outputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Final

from truetonne.science.approval import read_approval
from truetonne.science.errors import InputMissing, WrongType
from truetonne.science.inputs import Inputs, read_number
from truetonne.science.issuable import floor_kg
from truetonne.science.method import Method, Outputs
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.removals.biochar import Char, Plant, compute_char_removal
from truetonne.science.removals.confidence import classify_impact, rate_confidence
from truetonne.science.removals.delivery_fan import fan_deliveries
from truetonne.science.removals.forwards import Tranche, check_schedule, take_position
from truetonne.science.removals.net import (
    ProjectEmissions,
    amortize_embodied,
    check_capacity,
    check_capture,
    check_storage,
    compute_net_removal,
    credit_quantile,
)
from truetonne.science.removals.weathering import compute_potential, compute_weathering
from truetonne.science.status import Status

SET: Final = load_parameters(name="removals")


def compute_biochar(inputs: Inputs) -> Outputs:
    """Compute a plant's year, or from ``H`` and ``C_org`` alone whether a char is eligible."""
    if inputs.has("C_org"):
        char = Char(
            carbon_total_percent=inputs.number("C_org"), carbon_inorganic_percent=0.0,
            hydrogen_percent=inputs.quantity("H"),
        )  # fmt: skip
        return {"H_Corg": char.hydrogen_to_carbon, "eligible": char.is_eligible}
    if inputs.has("soil_T"):
        inputs.number("soil_T")
    removal = compute_char_removal(
        plant=_read_plant(inputs),
        char=Char(
            carbon_total_percent=inputs.number("C_tot"), carbon_inorganic_percent=inputs.number("C_inorg"),
            hydrogen_percent=inputs.number("H"),
        ),
        m=_read_permanence(inputs, "M"),
        a=_read_permanence(inputs, "a"),
        baseline_t=inputs.quantity("C_baseline", 0),
        leakage_t=inputs.quantity("E_leakage", 0),
    )  # fmt: skip
    return {
        "E_project": removal.project_t,
        "dry_biochar_t": removal.dry_char_t,
        "H_Corg": removal.hydrogen_to_carbon,
        "C_stored": removal.stored_t,
        "PF": removal.permanent_percent,
        "C_loss": removal.loss_t,
        "CORC": removal.removal_t,
        "eligible": removal.is_eligible,
        "issuable_kg": floor_kg(quantity_t=removal.removal_t),
        "flags": list(removal.flags),
    }


def compute_removal(inputs: Inputs) -> Outputs:
    """Compute a removal net of everything: stored mass of a plant, or rock spread on land."""
    return _weather(inputs) if inputs.has("rock_t") else _capture(inputs)


def compute_rock_potential(inputs: Inputs) -> Outputs:
    """Return a rock's potential per tonne; it is never credited."""
    given = inputs.nested("oxides_wt_pct")
    potential = compute_potential(
        oxides_percent={name: given.number(name) for name in given.names()}, omega=inputs.number("omega")
    )
    return {"tco2_per_t": potential, "issuable_kg": 0, "flags": ["potential_never_credited"]}


def compute_forward(inputs: Inputs) -> Outputs:
    """Add up a forward contract: expected, claimable, outstanding, shortfalls of closed years."""
    tranches = inputs.each("contracts", _read_tranche, least=1)
    position = take_position(
        tranches=tranches,
        delivered_t=_read_years(inputs, "delivered"),
        retired_t=inputs.quantity("retired") if inputs.has("retired") else None,
        closed_through=inputs.whole("closed_through") if inputs.has("closed_through") else None,
    )
    flags = ["forward_never_claimable"] if position.outstanding_t else []
    if not inputs.has("retired") and position.delivered_t:
        flags.append("claimable_once_retired")
    shares = None
    if inputs.has("capacity_t_per_year"):
        capacity_t_per_year = inputs.quantity("capacity_t_per_year")
        flags += _guard_capacity(inputs, capacity_t_per_year)
        shares = check_schedule(tranches=tranches, capacity_t_per_year=capacity_t_per_year)
    return {
        "expected_t": position.expected_t,
        "claimable_now": position.claimable_t,
        "outstanding": position.outstanding_t,
        "contracted_t": position.contracted_t,
        "delivered_t": position.delivered_t,
        "exposure_t": position.exposure_t,
        "exposure_minor": position.exposure_minor,
        "scheduled_t": {str(year): due_t for year, due_t in position.scheduled_t.items()},
        "shortfall_t": {str(year): short_t for year, short_t in position.shortfalls_t.items()},
        "capacity_share": {str(year): share for year, share in shares.items()} if shares is not None else None,
        "flags": flags,
    }


def compute_delivery_fan(inputs: Inputs) -> Outputs:
    """Return the distribution of a contract's deliveries by year."""
    tranches = inputs.each("contracts", _read_tranche, least=1)
    delivered_t = sum(_read_years(inputs, "delivered").values())
    take_position(tranches=tranches, delivered_t={0: delivered_t})
    fan = fan_deliveries(
        tranches=tranches,
        delivered_t=delivered_t,
        slip_shares=inputs.numbers("slip", [1.0], least=1),
        group_failures=_read_shares(inputs, "group_failures"),
        reserve_t=inputs.quantity("reserve_t", 0),
        seed=inputs.whole("seed", least=0) if inputs.has("seed") else None,
    )
    return {
        "years": [asdict(year) for year in fan.years],
        "complete_by": {str(year): chance for year, chance in fan.complete_by.items()},
        "completion_years": dict(fan.completion_years),
        "reserve_cover": fan.reserve_cover,
        "is_exact": fan.is_exact,
        "claimable": False,
        "randomness": dict(fan.randomness),
    }


def compute_confidence(inputs: Inputs) -> Outputs:
    """Rate pathways by lists of impact classes; shares of the removal may stand in place of classes."""
    return {"vcl": [rate_confidence(impacts=impacts) for impacts in inputs.each("cases", _read_impacts, least=1)]}


def compute_capacity(inputs: Inputs) -> Outputs:
    """Hold a plant's capacity against the bound of its pathway."""
    capacity_t_per_year = inputs.quantity("capacity_t_per_year")
    pathway = inputs.text("pathway")
    is_inside = check_capacity(
        pathway=pathway,
        capacity_t_per_year=capacity_t_per_year,
        approval=read_approval(inputs=inputs, needs_source=True),
    )
    ceiling = float(str(SET.table("capture_t_per_year_max")[pathway]))
    flags = [] if is_inside else ["implausible_value_approved"]
    return {"accepted": True, "bound_t_per_year": ceiling, "flags": flags}


def _capture(inputs: Inputs) -> Outputs:
    stored_t = inputs.quantity("gross_stored_t")
    flags: list[str] = []
    if inputs.has("storage"):
        check_storage(storage=inputs.text("storage"))
    if inputs.has("capacity_t_per_year"):
        capacity_t_per_year = inputs.quantity("capacity_t_per_year")
        flags += _guard_capacity(inputs, capacity_t_per_year)
        check_capture(
            stored_t=stored_t, capacity_t_per_year=capacity_t_per_year, period_years=inputs.quantity("period_years", 1)
        )
    removal = compute_net_removal(
        stored_t=stored_t,
        counterfactual_t=inputs.quantity("counterfactual_t"),
        project=ProjectEmissions(
            energy_t=inputs.quantity("energy_t"),
            materials_t=inputs.quantity("materials_t"),
            embodied_t=_read_embodied(inputs),
            transport_storage_t=inputs.quantity("transport_storage_t"),
            fugitive_t=inputs.quantity("fugitive_t"),
        ),
        leakage_t=inputs.quantity("leakage_t"),
        sd_t=inputs.quantity("sd_t"),
        percentile=inputs.fraction("percentile", SET.number("credited_percentile")),
    )
    return {
        "net_mean": removal.net_mean_t,
        "credited": removal.credited_t,
        "issuable_kg": floor_kg(quantity_t=removal.credited_t),
        "flags": [*flags, *removal.flags],
    }


def _weather(inputs: Inputs) -> Outputs:
    removal = compute_weathering(
        rock_t=inputs.quantity("rock_t"),
        potential_t_per_t=inputs.quantity("potential"),
        dissolved_fraction=inputs.fraction("dissolved_fraction"),
        strong_acid_fraction=inputs.fraction("strong_acid_fraction"),
        downstream_loss_fraction=inputs.fraction("downstream_loss_fraction"),
        project_t=inputs.quantity("project_t"),
    )
    flags = list(removal.flags)
    credited_t = None
    if inputs.has("sd_t"):
        percentile = inputs.fraction("percentile", SET.number("credited_percentile"))
        credit = credit_quantile(net_mean_t=removal.net_t, sd_t=inputs.quantity("sd_t"), percentile=percentile)
        credited_t = credit.credited_t
        flags = list(dict.fromkeys([*flags, *credit.flags]))
    else:
        flags.append("uncertainty_not_stated")
    return {
        "gross": removal.gross_t,
        "net": removal.net_t,
        "credited": credited_t,
        "issuable_kg": floor_kg(quantity_t=credited_t) if credited_t is not None else None,
        "flags": flags,
    }


def _guard_capacity(inputs: Inputs, capacity_t_per_year: float) -> list[str]:
    is_inside = check_capacity(
        pathway=inputs.text("pathway", "direct_air_capture"),
        capacity_t_per_year=capacity_t_per_year,
        approval=read_approval(inputs=inputs, needs_source=True),
    )
    return [] if is_inside else ["implausible_value_approved"]


def _read_embodied(inputs: Inputs) -> float:
    """Embodied emissions of the period as given, or the period's part of the plant's."""
    if not inputs.has("embodied_total_t"):
        return inputs.quantity("embodied_t")
    return amortize_embodied(
        total_t=inputs.quantity("embodied_total_t"),
        period_years=inputs.quantity("period_years", 1),
        crediting_years=inputs.quantity("crediting_years"),
        lifetime_years=inputs.quantity("lifetime_years"),
    )


def _read_plant(inputs: Inputs) -> Plant:
    return Plant(
        wet_biomass_t=inputs.quantity("wet_biomass_t"),
        moisture_percent=inputs.number("moisture_pct"),
        yield_percent=inputs.number("yield_pct"),
        char_moisture_percent=inputs.number("biochar_moisture_pct"),
        biomass_km=inputs.quantity("biomass_km"),
        preprocessing_kwh=inputs.quantity("preproc_kWh"),
        production_kwh=inputs.quantity("prod_kWh"),
        lpg_kg=inputs.quantity("LPG_kg"),
        char_km=inputs.quantity("biochar_km"),
        embodied_t=inputs.quantity("embodied_t"),
        amortization_years=inputs.quantity("amortisation_years"),
        grid_t_per_kwh=inputs.quantity("grid_t_per_kWh"),
        lpg_t_per_kg=inputs.quantity("lpg_t_per_kg"),
        lorry_g_per_tkm=inputs.quantity("lorry_g_tkm"),
        backhaul=inputs.quantity("backhaul"),
        syngas_t_per_t=inputs.quantity("syngas_ch4_t_per_t_dry_biomass"),
    )


def _read_permanence(inputs: Inputs, name: str) -> float:
    if not inputs.has(name):
        raise InputMissing(
            field=name, value=None, reason="the permanence table of the official document is not here",
            fix="Give M and a for the soil's temperature from that document",
        )  # fmt: skip
    return inputs.number(name)


def _read_tranche(value: object, field: str) -> Tranche:
    if not isinstance(value, Mapping):
        raise WrongType(field=field, value=value, reason="an object with t, p and year is due")
    given = Inputs(value, where=field)
    tranche = Tranche(
        quantity_t=given.quantity("t"),
        probability=given.fraction("p"),
        year=given.whole("year"),
        group=given.text("group") if given.has("group") else "",
        price_minor_per_t=given.whole("price_minor_per_t", least=0) if given.has("price_minor_per_t") else None,
    )
    given.finish()
    return tranche


def _read_years(inputs: Inputs, name: str) -> dict[int, float]:
    if not inputs.has(name):
        return {}
    given = inputs.nested(name)
    found = {}
    for year in given.names():
        if not year.isascii() or not year.isdigit():
            raise WrongType(field=given.path(year), value=year, reason="a year such as 2028 is due")
        found[int(year)] = given.quantity(year)
    return found


def _read_shares(inputs: Inputs, name: str) -> dict[str, float]:
    if not inputs.has(name):
        return {}
    given = inputs.nested(name)
    return {key: given.fraction(key) for key in given.names()}


def _read_impacts(value: object, field: str) -> list[str]:
    if not isinstance(value, list | tuple):
        raise WrongType(field=field, value=value, reason="a list of impact classes or shares is due")
    return [
        item if isinstance(item, str) else classify_impact(share=read_number(item, field=f"{field}[{place}]"))
        for place, item in enumerate(value)
    ]


def _method(name: str, title: str, compute: Callable[[Inputs], Outputs], source: str, *statuses: Status) -> Method:
    return Method(
        name=name, title=title, version="1", source=source, compute=compute, statuses=statuses,
        parameter_sets=(SET.key,),
    )  # fmt: skip


METHODS: Final = (
    _method(
        "puro_biochar", "Biochar: stored, lost, spent, credited", compute_biochar,
        "Puro Biochar Methodology Edition 2025 V1 as coded publicly; methods reference 9.2",
        *SET.statuses(["hydrogen_to_carbon_max", "biochar_permanence_table"]),
    ),
    _method(
        "net_removal", "Removal net of everything, quantile credited", compute_removal, "methods reference 9.1 and 9.3",
        Status.DERIVED, *SET.statuses(["credited_percentile"]),
    ),
    _method(
        "erw_potential", "Removal potential of a rock, never credited", compute_rock_potential,
        "modified Steinour form after Renforth 2019; methods reference 9.3", *SET.statuses(["oxides_g_per_mol"]),
    ),
    _method(
        "forward_delivery", "Forward contract: expected, claimable, outstanding", compute_forward,
        "methods reference 9.5", Status.DERIVED, Status.OPERATOR_POLICY,
    ),
    _method(
        "delivery_fan", "Forward contract: distribution of deliveries by year", compute_delivery_fan,
        "methods reference 9.5", Status.DERIVED, Status.OPERATOR_POLICY,
    ),
    _method(
        "capacity_plausibility", "Capacity of a plant against the bound of its pathway", compute_capacity,
        "methods reference 9.5", *SET.statuses(["capture_t_per_year_max"]),
    ),
    _method(
        "vcl", "Verification confidence level", compute_confidence, "carbonplan/cdr-verification (MIT)",
        *SET.statuses(["impact_classes"]),
    ),
)  # fmt: skip
