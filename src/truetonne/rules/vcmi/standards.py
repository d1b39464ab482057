"""The VCMI rules as standards that the command line, the API and worked examples call by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from truetonne.rules.exact_numbers import needed_year
from truetonne.rules.rule_set import list_versions
from truetonne.rules.shipped import HANDED_OVER, find_rule_set, optional_exact, state
from truetonne.rules.standard import Outputs, Standard
from truetonne.rules.vcmi.scope3_action import (
    SCOPE3_ACTION,
    Approach,
    GapVerdict,
    judge_budget_gap,
    judge_year_gap,
)
from truetonne.rules.vcmi.tiers import VCMI_TIERS, TierRow, TierTable, find_tier, judge_tier
from truetonne.science.errors import NotInTable
from truetonne.science.inputs import Inputs, read_exact
from truetonne.science.status import Status

RULE_SETS = (VCMI_TIERS, SCOPE3_ACTION)
_CRITERIA_BY_NUMBER = {"FC1": "inventory", "FC2": "target", "FC3": "progress", "FC4": "advocacy"}


def judge_integrity_tier(inputs: Inputs, context: Inputs) -> Outputs:
    """Return the tier under the default table, and the tier that every other table in circulation would give."""
    rules = find_rule_set(family=VCMI_TIERS, inputs=inputs)
    tables = _given_tables(context) or {f"{one.id}-{one.version}": one.body for one in list_versions(family=VCMI_TIERS)}
    default = context.text("default_set") if context.has("default_set") else f"{rules.id}-{rules.version}"
    name = inputs.text("threshold_set") if inputs.has("threshold_set") else default
    if name not in tables:
        fix = f"Known sets: {', '.join(sorted(tables))}"
        raise NotInTable(field="threshold_set", value=name, reason="there is no such threshold set", fix=fix)
    for ignored in ("retired_other", "retired_inset"):
        _amount(inputs, ignored)
    remaining = _amount(inputs, "remaining")
    retired = _amount(inputs, "retired_ccp") or Fraction(0)
    chosen = next((one for one in list_versions(family=VCMI_TIERS) if f"{one.id}-{one.version}" == name), rules)
    verdict = judge_tier(
        retired_ccp_kg=retired,
        remaining_kg=remaining,
        criteria=_criteria(inputs, rules.body),
        table=replace(chosen, body=TierTable(tier=tables[name].tier, criterion=rules.body.criterion)),
    )
    gates_met = all(one.result.value == "met" for one in verdict.findings if one.rule != "share")
    outputs = {
        "tier": verdict.tier,
        "share": verdict.share,
        "threshold_set": name,
        "by_set": {
            other: find_tier(retired_kg=retired, remaining_kg=remaining or Fraction(0), table=table)
            if gates_met
            else None
            for other, table in tables.items()
        },
        "findings": [one.as_json() for one in verdict.findings],
    }
    key = HANDED_OVER if context.has("threshold_sets") else verdict.rule_set
    return state(outputs=outputs, rule_set_key=key, basis=verdict.basis)


def judge_scope3_action(inputs: Inputs, context: Inputs) -> Outputs:
    """Return whether a scope 3 gap may be claimed for, by year or over a budget of years."""
    context.names()
    rules = find_rule_set(family=SCOPE3_ACTION, inputs=inputs)
    retired = optional_exact(inputs=inputs, name="credits_retired")
    if Approach(inputs.choice("approach", tuple(Approach), Approach.YEAR_ON_YEAR)) is Approach.BUDGET:
        years = inputs.each("years", lambda value, field: needed_year(value, field=field), [])
        verdict = judge_budget_gap(
            actual=inputs.each("actual", lambda value, field: read_exact(value, field=field)),
            trajectory=inputs.each("trajectory", lambda value, field: read_exact(value, field=field)),
            limits=rules.body,
            years=years,
            credits_retired=retired,
        )
    else:
        verdict = judge_year_gap(
            actual=inputs.exact("actual"),
            trajectory=inputs.exact("trajectory"),
            limits=rules.body,
            year=needed_year(inputs.raw("year"), field=inputs.path("year")) if inputs.has("year") else None,
            credits_retired=retired,
        )
    return state(outputs=_gap_outputs(verdict), rule_set_key=rules.key, basis=rules.basis)


def _gap_outputs(verdict: GapVerdict) -> Mapping[str, object]:
    outputs: dict[str, object] = {
        "gap": verdict.gap,
        "allowed_gap": verdict.allowed_gap,
        "eligible": verdict.eligible,
        "credits_needed": verdict.credits_needed,
        "credits_suffice": verdict.credits_suffice,
        "reasons": list(verdict.reasons),
    }
    if verdict.budget is not None:
        outputs |= {"budget": verdict.budget, "max_year_gap_allowed": verdict.year_gap_max}
    return outputs


def _given_tables(context: Inputs) -> dict[str, TierTable]:
    if not context.has("threshold_sets"):
        return {}
    sets = context.nested("threshold_sets")
    return {name: _read_table(sets.nested(name)) for name in sets.names()}


def _read_table(table: Inputs) -> TierTable:
    rows = []
    for name in table.names():
        bounds = table.raw(name)
        if isinstance(bounds, (list, tuple)) and len(bounds) == 2:
            least, below = bounds
            most = None if below is None else Decimal(str(below))
            rows.append(TierRow(name=name, min_share=Decimal(str(least)), max_share=most))
    return TierTable(tier=tuple(rows), criterion=())


def _criteria(inputs: Inputs, table: TierTable) -> dict[str, bool | None]:
    """Read ``gates_met`` for all criteria at once, or ``gates`` one by one under their names or numbers."""
    if inputs.has("gates"):
        gates = inputs.nested("gates")
        return {
            _CRITERIA_BY_NUMBER.get(name.upper(), name): gates.flag(name) if gates.has(name) else None
            for name in gates.names()
        }
    met = inputs.flag("gates_met") if inputs.has("gates_met") else None
    return dict.fromkeys(table.criterion, met)


def _amount(inputs: Inputs, name: str) -> Fraction | None:
    """Read an amount in kilograms or tonnes; only the ratio counts, so both sides are brought to kilograms."""
    if inputs.has(f"{name}_kg"):
        return inputs.exact(f"{name}_kg")
    return inputs.exact(f"{name}_t") * 1000 if inputs.has(f"{name}_t") else None


STANDARDS = (
    Standard(
        name="vcmi_carbon_integrity_tiers",
        title="Carbon Integrity tiers",
        source="VCMI Claims Code of Practice, as summarised by third parties",
        status=Status.SECONDARY,
        judge=judge_integrity_tier,
    ),
    Standard(
        name="vcmi_scope3_action",
        title="Scope 3 Action: gap limits",
        source="VCMI Scope 3 Action Code of Practice, as summarised by third parties",
        status=Status.SECONDARY,
        judge=judge_scope3_action,
    ),
)
