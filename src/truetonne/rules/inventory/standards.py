"""The inventory rules as standards that the command line, the API and worked examples call by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from truetonne.rules.exact_numbers import needed_year
from truetonne.rules.inventory.base_year import Change, ChangeKind, judge_base_year
from truetonne.rules.inventory.categories import Category, CategoryState, add_categories
from truetonne.rules.inventory.rule_sets import GHG_INVENTORY, InventoryRules
from truetonne.rules.rule_set import RuleSet
from truetonne.rules.shipped import exact_table, find_rule_set, optional_exact, state
from truetonne.rules.standard import Outputs, Standard
from truetonne.science.errors import InputMissing, InputRefused, WrongType
from truetonne.science.footprint.energy import (
    LB_PER_MWH_IN_KG_PER_MWH,
    MMBTU_PER_THERM,
    Instrument,
    account_electricity,
    account_fuel,
    combustion_kg,
)
from truetonne.science.footprint.gases import GwpSet, add_co2e_kg, add_lines_kg, blend_gwp, set_methane_origin
from truetonne.science.footprint.gwp_sets import get_gwp_set, list_methane_by_origin, name_gwp_set
from truetonne.science.footprint.spend import account_spend_kg
from truetonne.science.inputs import Inputs
from truetonne.science.status import Status

RULE_SETS = (GHG_INVENTORY,)
_COMPARED_SETS: Final = ("AR4GWP100", "AR5GWP100", "AR6GWP100")
_QUALITY_CRITERIA: Final = 8
_CHANGE_WORDS: Final = {
    "merger": ChangeKind.ACQUISITION,
    "divestiture": ChangeKind.DIVESTMENT,
    "methodology_change": ChangeKind.METHODOLOGY,
    "factor_change": ChangeKind.METHODOLOGY,
    "error_correction": ChangeKind.ERROR,
    "growth": ChangeKind.ORGANIC_GROWTH,
    "decline": ChangeKind.ORGANIC_DECLINE,
}


class FactorsRequired(InputRefused):
    """No factor table was handed over, and none is shipped."""

    code = "factors_required"


def judge_gwp(inputs: Inputs, context: Inputs) -> Outputs:
    """Add gases up, or give a blend's GWP, under a named set; without a set, tonnes under three of them."""
    rules = find_rule_set(family=GHG_INVENTORY, inputs=inputs)
    if inputs.has("lines"):
        lines = inputs.each("lines", _read_line, least=1)
        return _state(rules, {"kgCO2e": add_lines_kg(lines=lines)})
    origin = inputs.text("methane") if inputs.has("methane") else None
    if inputs.has("blend"):
        name = name_gwp_set(text=inputs.text("gwp"))
        chosen = _gwp_set(name, context, origin, needs_methane=False)
        gwp = blend_gwp(share_by_gas=exact_table(inputs=inputs, name="blend"), gwp_set=chosen, set_name=name)
        return _state(rules, {"gwp": gwp, "published_rounded": round(gwp), "gwp_set": name})
    masses = exact_table(inputs=inputs, name="kg")
    needs_methane = any(gas.upper() == "CH4" for gas in masses)
    if not inputs.has("gwp"):
        totals = {}
        for name in _COMPARED_SETS:
            chosen = _gwp_set(name, context, origin, needs_methane=needs_methane)
            kg = add_co2e_kg(mass_kg_by_gas=masses, gwp_set=chosen, set_name=name)
            totals[f"{name.removesuffix('GWP100')}_tCO2e"] = kg / 1000
        return _state(rules, totals)
    name = name_gwp_set(text=inputs.text("gwp"))
    chosen = _gwp_set(name, context, origin, needs_methane=needs_methane)
    kg = add_co2e_kg(mass_kg_by_gas=masses, gwp_set=chosen, set_name=name)
    return _state(rules, {"kgCO2e": kg, "gwp_set": name})


def judge_recalculation(inputs: Inputs, context: Inputs) -> Outputs:
    """Say whether the base year is recalculated."""
    context.names()
    rules = find_rule_set(family=GHG_INVENTORY, inputs=inputs)
    test = judge_base_year(
        base=inputs.exact("base"),
        changes=inputs.each("changes", _read_change),
        threshold=inputs.exact("threshold", str(rules.body.base_year_threshold)),
    )
    outputs = {
        "recalculate": test.recalculate,
        "new_base": test.new_base,
        "share": test.share,
        "gross_change": test.gross_change,
        "net_change": test.net_change,
        "ignored": [change.kind.value for change in test.ignored],
    }
    return _state(rules, outputs)


def judge_energy(inputs: Inputs, context: Inputs) -> Outputs:
    """Account fuel or electricity by the facts given: a factor row, kilowatt hours, instruments, litres or totals."""
    rules = find_rule_set(family=GHG_INVENTORY, inputs=inputs)
    for fact, account in _ENERGY_FACTS.items():
        if inputs.has(fact):
            return _state(rules, account(inputs, context, rules.body))
    fix = f"Give one of: {', '.join(_ENERGY_FACTS)}"
    raise InputMissing(field="inputs", value=None, reason="no activity is given", fix=fix)


def judge_spend(inputs: Inputs, context: Inputs) -> Outputs:
    """Account a spend by a sector's factor."""
    rules = find_rule_set(family=GHG_INVENTORY, inputs=inputs)
    table: Mapping[str, Fraction] = exact_table(inputs=context, name="factors") if context.has("factors") else {}
    sector = str(inputs.raw("naics")).strip()
    year = needed_year(inputs.raw("usd_year"), field=inputs.path("usd_year")) if inputs.has("usd_year") else None
    deflator = next(
        (inputs.exact(name) for name in (f"deflator_to_{rules.body.spend_price_year}", "deflator") if inputs.has(name)),
        None,
    )
    if not table and not sector.startswith("2211"):
        reason = "the factor table is not shipped until its licence is verified"
        fix = "Import the US EPA table, or hand it over as factors"
        raise FactorsRequired(field="factors", value=None, reason=reason, fix=fix)
    kg = account_spend_kg(
        sector=sector,
        spend=inputs.exact("usd"),
        spend_year=year,
        deflator=deflator,
        factors_kg_per_unit=table,
        price_year=rules.body.spend_price_year,
    )
    return _state(rules, {"tCO2e": kg / 1000})


def judge_scope3(inputs: Inputs, context: Inputs) -> Outputs:
    """Add scope 3 categories up by their states."""
    context.names()
    rules = find_rule_set(family=GHG_INVENTORY, inputs=inputs)
    reader = inputs.nested("categories")
    categories = {}
    for name in reader.names():
        one = reader.nested(name)
        number = int(name) if name.isdigit() else 0
        categories[number] = Category(
            number=number,
            state=CategoryState(one.choice("state", tuple(CategoryState))),
            emissions_kg=one.whole("kg") if one.has("kg") else None,
            reason=one.text("reason") if one.has("reason") else "",
        )
        one.finish()
    total = add_categories(categories=categories)
    outputs = {
        "kg": total.emissions_kg,
        "complete": total.complete,
        "gaps": list(total.gaps),
        "estimated_kg": total.estimated_kg,
    }
    return _state(rules, outputs)


def _state(rules: RuleSet[InventoryRules], outputs: Mapping[str, object]) -> Outputs:
    return state(outputs=outputs, rule_set_key=rules.key, basis=rules.basis)


def _gwp_set(name: str, context: Inputs, origin: str | None, *, needs_methane: bool) -> GwpSet:
    tables = context.nested("gwp100") if context.has("gwp100") else None
    chosen = exact_table(inputs=tables, name=name) if tables and tables.has(name) else get_gwp_set(name=name)
    if not needs_methane:
        return chosen
    by_origin = list_methane_by_origin(name=name)
    if by_origin and context.has("ar6_methane"):
        given = exact_table(inputs=context, name="ar6_methane")
        by_origin = {key: given.get(key, value) for key, value in by_origin.items()}
    return set_methane_origin(gwp_set=chosen, origin=origin, by_origin=by_origin, set_name=name)


def _read_line(value: object, field: str) -> tuple[str, Fraction]:
    line = Inputs(_mapping(value, field), where=field)
    read = name_gwp_set(text=line.text("gwp")), line.exact("kgCO2e")
    line.finish()
    return read


def _read_change(value: object, field: str) -> Change:
    change = Inputs(_mapping(value, field), where=field)
    word = change.text("type").strip().casefold()
    known = (*(kind.value for kind in ChangeKind), *_CHANGE_WORDS)
    kind = _CHANGE_WORDS.get(word) or ChangeKind(change.choice("type", known).casefold())
    existed = change.flag("existed_in_base_year", True)
    names = ("already_reported", "stays_reported", "reported_elsewhere")
    stays = True in [change.flag(name, False) for name in names]
    if change.has("delta"):
        emissions = change.exact("delta")
    else:
        is_known = existed or change.has("base_year_emissions")
        size = change.exact("base_year_emissions", least=0) if is_known else Fraction(0)
        emissions = -size if kind.leaves else size
    change.finish()
    return Change(kind=kind, emissions=emissions, existed_in_base_year=existed, stays_reported=stays)


def _combustion(inputs: Inputs, context: Inputs, rules: InventoryRules) -> Mapping[str, object]:
    name = name_gwp_set(text=inputs.text("gwp", rules.default_gwp_set))
    # Methane from combustion is on the lower of the two values of the sixth report.
    origin = inputs.text("methane", "non_fossil")
    per_mmbtu = combustion_kg(
        co2_kg=inputs.exact("co2_kg"),
        ch4_g=inputs.exact("ch4_g", 0),
        n2o_g=inputs.exact("n2o_g", 0),
        gwp_set=_gwp_set(name, context, origin, needs_methane=True),
        set_name=name,
    )
    return {"kgCO2e_per_mmBtu": per_mmbtu, "kgCO2e_per_therm": per_mmbtu * MMBTU_PER_THERM, "gwp_set": name}


def _kilowatt_hours(inputs: Inputs, _context: Inputs, _rules: InventoryRules) -> Mapping[str, object]:
    kwh = inputs.exact("kwh", least=0)
    if inputs.has("factor_lb_per_mwh"):
        factor = inputs.exact("factor_lb_per_mwh") * LB_PER_MWH_IN_KG_PER_MWH / 1000
    else:
        factor = inputs.exact("gen") if inputs.has("gen") else inputs.exact("factor_kg_per_kwh")
    found: dict[str, object] = {"scope2_lb_tCO2e": kwh * factor / 1000}
    if inputs.has("td"):
        found["scope3_cat3_td_tCO2e"] = kwh * inputs.exact("td") / 1000
    return found


def _instruments(inputs: Inputs, _context: Inputs, _rules: InventoryRules) -> Mapping[str, object]:
    result = account_electricity(
        energy_mwh=inputs.exact("mwh"),
        grid_kg_per_kwh=inputs.exact("grid"),
        instruments=inputs.each("instruments", _read_instrument, []),
        residual_mix_kg_per_kwh=optional_exact(inputs=inputs, name="residual_mix"),
    )
    return {
        "scope2_lb_tCO2e": result.location_based_t,
        "scope2_mb_tCO2e": result.market_based_t,
        "disclose_no_residual_mix": result.disclose_no_residual_mix,
        "covered_mwh": result.covered_mwh,
        "uncounted_mwh": result.uncounted_mwh,
    }


def _read_instrument(value: object, field: str) -> Instrument:
    one = Inputs(_mapping(value, field), where=field)
    if one.has("quality_criteria"):
        answers = one.each("quality_criteria", lambda item, _: item is True)
        met = len(answers) == _QUALITY_CRITERIA and all(answers)
    else:
        met = one.flag("quality_criteria_met")
    read = Instrument(
        energy_mwh=one.exact("mwh", least=0),
        intensity_kg_per_kwh=one.exact("factor", least=0),
        meets_quality_criteria=met,
    )
    one.finish()
    return read


def _litres(inputs: Inputs, _context: Inputs, _rules: InventoryRules) -> Mapping[str, object]:
    lines = account_fuel(
        volume_l=inputs.exact("litres"),
        scope1_kg_per_l=inputs.exact("scope1"),
        upstream_kg_per_l=inputs.exact("wtt", 0),
        biogenic_kg_per_l=inputs.exact("outside_scopes_bio_co2", 0),
    )
    return {
        "scope1_tCO2e": lines.scope1_t,
        "scope3_cat3_tCO2e": lines.upstream_t,
        "outside_scopes_biogenic_tCO2": lines.outside_scopes_biogenic_t,
    }


def _totals(inputs: Inputs, _context: Inputs, _rules: InventoryRules) -> Mapping[str, object]:
    others = inputs.exact("scope1") + inputs.exact("scope3", 0)
    return {"total_lb": others + inputs.exact("scope2_lb"), "total_mb": others + inputs.exact("scope2_mb")}


def _mapping(value: object, field: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise WrongType(field=field, value=value, reason="an object with named values is due")
    return value


_ENERGY_FACTS: Final[Mapping[str, Callable[[Inputs, Inputs, InventoryRules], Mapping[str, object]]]] = {
    "co2_kg": _combustion,
    "kwh": _kilowatt_hours,
    "mwh": _instruments,
    "litres": _litres,
    "scope2_lb": _totals,
}

STANDARDS = (
    Standard(
        name="ghg_gwp",
        title="CO2e of gases by IPCC set, methane by origin, blends",
        source="globalwarmingpotentials 0.13.2 (CC0); methane of the sixth report by origin, secondary",
        status=Status.SECONDARY,
        judge=judge_gwp,
    ),
    Standard(
        name="ghg_base_year_recalc",
        title="Base-year recalculation",
        source="GHG Protocol Corporate Standard chapter 5, as summarised by third parties",
        status=Status.SECONDARY,
        judge=judge_recalculation,
    ),
    Standard(
        name="ghg_scope1_scope2_factors",
        title="Combustion, both totals of scope 2, biogenic CO2 outside the scopes",
        source="GHG Protocol scope 2 guidance, as summarised by third parties",
        status=Status.SECONDARY,
        judge=judge_energy,
    ),
    Standard(
        name="ghg_scope3_spend_based",
        title="Spend-based scope 3",
        source="US EPA supply chain factors v1.3.0",
        status=Status.PUBLISHED,
        judge=judge_spend,
    ),
    Standard(
        name="ghg_scope3_categories",
        title="Scope 3 by the states of its fifteen categories",
        source="GHG Protocol scope 3, states: operator policy",
        status=Status.OPERATOR_POLICY,
        judge=judge_scope3,
    ),
)
