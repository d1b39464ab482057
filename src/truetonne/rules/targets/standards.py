"""The target rules as standards that the command line, the API and worked examples call by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from truetonne.rules.exact_numbers import needed_year
from truetonne.rules.rule_set import RuleSet, rule_set
from truetonne.rules.shipped import HANDED_OVER, find_rule_set, optional_exact, read_day, state
from truetonne.rules.standard import Outputs, Standard
from truetonne.rules.targets.boundary_facts import judge_boundary
from truetonne.rules.targets.contraction import (
    Contraction,
    Emissions,
    Pathway,
    add_contractions,
    contract_by_fixed_rate,
    contract_dynamically,
)
from truetonne.rules.targets.intensity import (
    SectorPoint,
    absolute_change,
    converge_to_sector,
    least_intensity_reduction,
)
from truetonne.rules.targets.ongoing import OngoingEffort, find_tier, removals_share
from truetonne.rules.targets.rule_sets import FIXED_RATES, NET_ZERO_STANDARD, NetZeroStandard, name_rule_set
from truetonne.science.errors import NotInTable
from truetonne.science.inputs import Inputs
from truetonne.science.status import Status

RULE_SETS = (FIXED_RATES, NET_ZERO_STANDARD)
_V1: Final = "1.3.1"
_V2: Final = "2.0"
_PATHWAY_KEYS: Final = ("nza", "nzy", "min")


def judge_dynamic_contraction(inputs: Inputs, context: Inputs) -> Outputs:
    """Return every step of the dynamic rate, for one pathway or for several scopes combined (``scopes``)."""
    rules = _version(inputs, _V1)
    key, basis = (HANDED_OVER, rules.basis) if context.has("parameters") else (rules.key, rules.basis)
    outputs: dict[str, object]
    if inputs.has("scopes"):
        parts = inputs.each("scopes", lambda value, field: _contract(_reader(value, field), context, rules.body))
        whole = add_contractions(parts=parts)
        outputs = {**_steps(whole), "scopes": [_steps(one) for _, one in parts]}
    else:
        _, whole = _contract(inputs, context, rules.body)
        outputs = dict(_steps(whole))
    stated = optional_exact(inputs=inputs, name="stated_reduction")
    if stated is not None:
        outputs = {**outputs, "passes": whole.is_met_by(stated_reduction=stated)}
    return state(outputs=outputs, rule_set_key=key, basis=basis)


def judge_fixed_contraction(inputs: Inputs, context: Inputs) -> Outputs:
    """Return the least reduction under the rule before April 2026, and whether a stated one reaches it."""
    context.names()
    rules = find_rule_set(family=FIXED_RATES, inputs=inputs)
    reduction = contract_by_fixed_rate(
        rate_per_year=inputs.exact("rate", str(rules.body.rate_1_5c), least=0),
        base_year=_year(inputs, "base_year"),
        target_year=_year(inputs, "target_year"),
    )
    outputs: dict[str, object] = {"reduction": reduction}
    stated = optional_exact(inputs=inputs, name="stated_reduction")
    if stated is not None:
        outputs["passes"] = stated >= reduction
    return state(outputs=outputs, rule_set_key=rules.key, basis=rules.basis)


def judge_rule_set(inputs: Inputs, context: Inputs) -> Outputs:
    """Say which contraction rule judges a target, by the day it was validated."""
    context.names()
    validated_on = read_day(value=inputs.raw("validated_on"), field=inputs.path("validated_on"))
    name = name_rule_set(validated_on=validated_on, chosen=inputs.text("chosen") if inputs.has("chosen") else "")
    if name == FIXED_RATES.id:
        return {"rule_set": name, "basis": find_rule_set(family=FIXED_RATES, inputs=inputs).basis}
    return {"rule_set": name, "basis": find_rule_set(family=NET_ZERO_STANDARD, inputs=inputs).basis}


def judge_intensity(inputs: Inputs, context: Inputs) -> Outputs:
    """Return the least intensity cut over the years, and the absolute change that a stated cut leaves under growth."""
    context.names()
    rules = _version(inputs, _V1)
    boundary = rules.body.boundary
    if boundary is None:
        raise NotInTable(field="rule_set_version", value=rules.version, reason="has no intensity rate")
    years = _span(inputs)
    cut = optional_exact(inputs=inputs, name="intensity_reduction")
    outputs: dict[str, object] = {}
    if years >= 1:
        rate = inputs.exact("rate", str(boundary.intensity_rate))
        least = least_intensity_reduction(rate_per_year=rate, years=years)
        outputs = {"min_reduction": least} if cut is None else {"min_reduction": least, "passes": cut >= least}
    if cut is not None:
        outputs["absolute_change"] = absolute_change(
            intensity_reduction=cut, growth_per_year=inputs.exact("growth", 0), years=years
        )
    return state(outputs=outputs, rule_set_key=rules.key, basis=rules.basis)


def judge_sector(inputs: Inputs, context: Inputs) -> Outputs:
    """Return a company's intensity and absolute target by the sectoral approach."""
    context.names()
    target = converge_to_sector(
        company_intensity_base=inputs.exact("company_intensity_base"),
        sector_intensity_end=inputs.exact("sector_intensity_2050"),
        base=SectorPoint(
            sector_intensity=inputs.exact("sector_intensity_base"),
            sector_activity=inputs.exact("sector_activity_base"),
            company_activity=inputs.exact("company_activity_base"),
        ),
        year=SectorPoint(
            sector_intensity=inputs.exact("sector_intensity_year"),
            sector_activity=inputs.exact("sector_activity_year"),
            company_activity=inputs.exact("company_activity_year"),
        ),
    )
    outputs = {
        "d": target.initial_gap,
        "p": target.sector_progress,
        "m": target.market_share,
        "intensity_target": target.intensity,
        "absolute_target": target.absolute,
    }
    return state(outputs=outputs, rule_set_key="formula of 2015", basis="")


def judge_ongoing(inputs: Inputs, context: Inputs) -> Outputs:
    """Return the tier of a year's effort, or with ``kind = removals_share`` the removals due."""
    context.names()
    rules = _version(inputs, _V2)
    tiers = rules.body.ongoing
    if tiers is None:
        raise NotInTable(field="rule_set_version", value=rules.version, reason="has no tiers for ongoing emissions")
    if inputs.choice("kind", ("tier", "removals_share"), "tier") == "removals_share":
        share = removals_share(year=_year(inputs, "year"), net_zero_year=_year(inputs, "net_zero_year"), rule=tiers)
        return state(outputs={"share": share}, rule_set_key=rules.key, basis=rules.basis)
    effort = OngoingEffort(
        scope12_t=inputs.exact("s12"),
        scope3_t=inputs.exact("s3"),
        credits_t=inputs.exact("credits_t"),
        budget_usd=inputs.exact("budget_usd", 0),
        outcomes_verified=inputs.flag("verified", False),
    )
    tier = find_tier(effort=effort, rule=tiers)
    return state(outputs={"tier": tier and tier.value}, rule_set_key=rules.key, basis=rules.basis)


def _version(inputs: Inputs, version: str) -> RuleSet[NetZeroStandard]:
    if inputs.has("rule_set_version") or inputs.has("as_of"):
        return find_rule_set(family=NET_ZERO_STANDARD, inputs=inputs)
    return rule_set(family=NET_ZERO_STANDARD, version=version)


def _contract(inputs: Inputs, context: Inputs, rules: NetZeroStandard) -> tuple[Emissions, Contraction]:
    emissions = Emissions(
        base_year=_year(inputs, "base_year"),
        base=inputs.exact("base_emissions"),
        most_recent_year=_year(inputs, "most_recent_year"),
        most_recent=inputs.exact("most_recent_emissions"),
    )
    pathway = _pathway(inputs.text("pathway"), context, rules)
    return emissions, contract_dynamically(
        pathway=pathway, emissions=emissions, target_year=_year(inputs, "target_year")
    )


def _pathway(name: str, context: Inputs, rules: NetZeroStandard) -> Pathway:
    given = context.nested("parameters") if context.has("parameters") else None
    if given is not None and given.has(name):
        row = given.nested(name)
        return Pathway(
            name=name,
            net_zero_ambition=row.exact("nza"),
            net_zero_year=row.whole("nzy"),
            floor_per_year=row.exact("min"),
        )
    for one in rules.pathway:
        if one.name == name:
            return Pathway(
                name=name,
                net_zero_ambition=Fraction(one.nza),
                net_zero_year=one.nzy,
                floor_per_year=Fraction(one.floor),
            )
    known = ", ".join(one.name for one in rules.pathway)
    raise NotInTable(field="pathway", value=name, reason="there is no such pathway", fix=f"Known pathways: {known}")


def _steps(one: Contraction) -> Mapping[str, object]:
    return {
        "initial_rate": one.initial_rate,
        "initial_ambition": one.initial_ambition,
        "initial_target_emissions": one.initial_target_emissions,
        "converted_ambition": one.converted_ambition,
        "rate": one.rate,
        "floor_applied": one.floor_applied,
        "ambition": one.ambition,
        "target_emissions": one.target_emissions,
    }


def _span(inputs: Inputs) -> int:
    if inputs.has("years"):
        return inputs.whole("years", least=0)
    return _year(inputs, "target_year") - _year(inputs, "base_year")


def _year(inputs: Inputs, name: str) -> int:
    return needed_year(inputs.raw(name), field=inputs.path(name))


def _reader(value: object, field: str) -> Inputs:
    return Inputs(value if isinstance(value, Mapping) else {}, where=field)


def _standards() -> Iterator[Standard]:
    rows = (
        ("sbti_aca_dynamic_v1_3_1", "Absolute contraction, dynamic rate", Status.UNVERIFIED, judge_dynamic_contraction),
        ("sbti_aca_legacy_pre_2026", "Absolute contraction, fixed rate", Status.UNVERIFIED, judge_fixed_contraction),
        ("sbti_rule_set_by_date", "Which contraction rule judges a target", Status.SECONDARY, judge_rule_set),
        ("sbti_boundary_thresholds", "What a target has to cover", Status.SECONDARY, judge_boundary),
        ("sbti_intensity_targets", "Intensity targets with their absolute figure", Status.UNVERIFIED, judge_intensity),
        ("sbti_sda", "Sectoral approach", Status.PUBLIC_CODE, judge_sector),
        ("sbti_oer_tiers_v2", "Responsibility for ongoing emissions", Status.UNVERIFIED, judge_ongoing),
    )
    for name, title, status, judge in rows:
        yield Standard(name=name, title=title, source="Science Based Targets initiative", status=status, judge=judge)


STANDARDS = tuple(_standards())
