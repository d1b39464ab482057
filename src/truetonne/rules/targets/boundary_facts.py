"""Reading the facts of a boundary question, and choosing which of its parts they answer."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from truetonne.rules.exact_numbers import needed_year
from truetonne.rules.findings import Finding, FindingResult
from truetonne.rules.rule_set import RuleSet, rule_set
from truetonne.rules.shipped import exact_table, optional_exact, state
from truetonne.rules.standard import Outputs
from truetonne.rules.targets.boundary import (
    CompanySize,
    StatedTarget,
    categorize,
    check_target,
    check_target_v2,
    find_significant,
    low_carbon_intensity_max,
    needs_scope3_target,
)
from truetonne.rules.targets.rule_sets import NET_ZERO_STANDARD, Boundary, NetZeroStandard, Significance
from truetonne.science.errors import InputMissing, NotInTable
from truetonne.science.inputs import Inputs

_SIZE_FACTS: Final = ("turnover_eur", "fte", "high_income", "scope12_t", "balance_eur")
_TARGET_FACTS: Final = (
    "scope12_coverage", "scope3_coverage", "base_year", "target_year", "submission_year", "net_zero_year",
    "long_term_coverage", "long_term_reduction",
)  # fmt: skip
NEAR_TERM: Final = ("near_term_s1", "near_term_s2")
NEAR_TERM_SCOPE3: Final = "near_term_s3"
NET_ZERO: Final = "net_zero"


def judge_boundary(inputs: Inputs, context: Inputs) -> Outputs:
    """Answer what the facts ask: whether scope 3 needs a target, significant categories, category, a target's cover."""
    version = inputs.text("version").strip().removeprefix("V")
    if version.startswith("1"):
        rules = rule_set(family=NET_ZERO_STANDARD, version="1.3.1")
        outputs = _judge_v1(inputs, context, rules)
    elif version.startswith("2"):
        rules = rule_set(family=NET_ZERO_STANDARD, version="2.0")
        outputs = _judge_v2(inputs, context, rules)
    else:
        fix = "Write 1.3.1 or 2.0"
        raise NotInTable(field="version", value=version, reason="there is no such version of the standard", fix=fix)
    if not outputs:
        fix = f"Give s1, s2 and s3, or categories, or any of: {', '.join((*_SIZE_FACTS, *_TARGET_FACTS))}"
        raise InputMissing(field="inputs", value=None, reason="no question is put", fix=fix)
    return state(outputs=outputs, rule_set_key=rules.key, basis=rules.basis)


def _judge_v1(inputs: Inputs, context: Inputs, rules: RuleSet[NetZeroStandard]) -> dict[str, object]:
    boundary = rules.body.boundary
    if boundary is None:
        raise NotInTable(field="version", value=rules.version, reason="has no boundary table")
    given = context.nested("v1") if context.has("v1") else Inputs({})
    outputs: dict[str, object] = {}
    if inputs.has("s3") and inputs.has("s1"):
        outputs["scope3_target_required"] = needs_scope3_target(
            scope12=inputs.exact("s1") + inputs.exact("s2", 0),
            scope3=inputs.exact("s3"),
            share=given.exact("scope3_required_if_share", str(boundary.s3_required_share)),
        )
    findings = check_target(
        target=_read_target(inputs), rule=_merge_v1(boundary, given), rule_set=rules.key, basis=rules.basis
    )
    return {**outputs, **_written(findings)}


def _judge_v2(inputs: Inputs, context: Inputs, rules: RuleSet[NetZeroStandard]) -> dict[str, object]:
    boundary = rules.body.boundary_v2
    if boundary is None:
        raise NotInTable(field="version", value=rules.version, reason="has no boundary table")
    given = context.nested("v2") if context.has("v2") else Inputs({})
    outputs: dict[str, object] = {}
    if inputs.has("categories"):
        table = exact_table(inputs=inputs, name="categories")
        share = given.exact("scope3_significance", str(boundary.significance.share))
        found = find_significant(
            emissions={_category(name): amount for name, amount in table.items()},
            rule=Significance(share=_decimal(share), outside_categories=boundary.significance.outside_categories),
        )
        outputs |= {"denominator": found.denominator, "significant": list(found.categories)}
    category = inputs.text("category") if inputs.has("category") else None
    if any(inputs.has(name) for name in _SIZE_FACTS):
        category = categorize(size=_read_size(inputs), rule=boundary).value
        outputs["category"] = category
    if inputs.has("targets"):
        outputs |= _judge_targets(inputs, category, rules.body)
    if inputs.has("generator_kg_per_kwh"):
        year = needed_year(inputs.raw("year"), field=inputs.path("year"))
        most = low_carbon_intensity_max(year=year, rule=boundary)
        outputs |= {"low_carbon": inputs.exact("generator_kg_per_kwh") <= most, "intensity_max": most}
    findings = check_target_v2(target=_read_target(inputs), rule=boundary, rule_set=rules.key, basis=rules.basis)
    return {**outputs, **_written(findings)}


def _judge_targets(inputs: Inputs, category: str | None, rules: NetZeroStandard) -> Mapping[str, object]:
    """Judge the set of targets: what conforms is not what the exchange asks for, a net-zero target over scopes 1-3."""
    names = set(inputs.each("targets", lambda value, _: str(value).strip().casefold()))
    has_net_zero = any(name.startswith(NET_ZERO) for name in names)
    needed = {*NEAR_TERM, *((NEAR_TERM_SCOPE3,) if category != "B" else ())}
    year = needed_year(inputs.raw("net_zero_year"), field="net_zero_year") if inputs.has("net_zero_year") else None
    latest = rules.boundary.net_zero_year_max if rules.boundary else 2050
    in_time = year is None or year <= latest
    return {
        "sbti_conformant": category in {"A", "B"} and needed <= names,
        "satisfies_exchange_condition_1": has_net_zero and in_time,
    }


def _read_target(inputs: Inputs) -> StatedTarget:
    def year(name: str) -> int | None:
        return needed_year(inputs.raw(name), field=inputs.path(name)) if inputs.has(name) else None

    return StatedTarget(
        scope12_coverage=optional_exact(inputs=inputs, name="scope12_coverage"),
        scope3_coverage=optional_exact(inputs=inputs, name="scope3_coverage"),
        base_year=year("base_year"),
        target_year=year("target_year"),
        submission_year=year("submission_year"),
        net_zero_year=year("net_zero_year"),
        long_term_coverage=optional_exact(inputs=inputs, name="long_term_coverage"),
        long_term_reduction=optional_exact(inputs=inputs, name="long_term_reduction"),
    )


def _read_size(inputs: Inputs) -> CompanySize:
    return CompanySize(
        turnover_eur=optional_exact(inputs=inputs, name="turnover_eur"),
        fte=optional_exact(inputs=inputs, name="fte"),
        high_income=inputs.flag("high_income") if inputs.has("high_income") else None,
        scope12_t=optional_exact(inputs=inputs, name="scope12_t"),
        balance_eur=optional_exact(inputs=inputs, name="balance_eur"),
    )


def _merge_v1(shipped: Boundary, given: Inputs) -> Boundary:
    def share(name: str, default: Decimal) -> Decimal:
        return _decimal(given.exact(name, str(default)))

    least, most = given.each("near_term_years", lambda value, _: int(str(value)), list(shipped.near_years))
    return Boundary(
        s12_coverage=share("scope12_coverage", shipped.s12_coverage),
        s3_required_share=share("scope3_required_if_share", shipped.s3_required_share),
        s3_near_coverage=share("near_term_scope3_coverage", shipped.s3_near_coverage),
        s3_long_coverage=share("long_term_scope3_coverage", shipped.s3_long_coverage),
        long_cut=share("long_term_reduction", shipped.long_cut),
        residual_share_max=shipped.residual_share_max,
        base_year_min=given.whole("base_year_min", shipped.base_year_min),
        near_years=(least, most),
        net_zero_year_max=shipped.net_zero_year_max,
        recalculation_share=shipped.recalculation_share,
        intensity_rate=shipped.intensity_rate,
    )


def _written(findings: tuple[Finding, ...]) -> dict[str, object]:
    if not findings:
        return {}
    met = {f"{one.rule}_met": one.result is FindingResult.MET for one in findings}
    return {**met, "passes": all(met.values()), "findings": [one.as_json() for one in findings]}


def _category(name: str) -> int:
    return int(name) if name.isdigit() else 0


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
