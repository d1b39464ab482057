"""The product-footprint rules as standards that the command line, the API and worked examples call by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from truetonne.rules.product_footprint.events import EventInvalid, read_event_kind
from truetonne.rules.product_footprint.filters import matches
from truetonne.rules.product_footprint.sums import Components, check_sums
from truetonne.rules.product_footprint.validity import (
    find_validity,
    is_decimal_text,
    may_follow,
    read_moment,
    write_moment,
)
from truetonne.rules.shipped import optional_exact, state
from truetonne.rules.standard import Case, Outputs, Standard
from truetonne.science.errors import InputMissing
from truetonne.science.inputs import Inputs
from truetonne.science.status import Status

SPECIFICATION: Final = "pact/3.0.3"
_STATED: Final = ("stated_excl", "stated_incl")


def judge_exchange(inputs: Inputs, context: Inputs) -> Outputs:
    """Answer what the facts ask: a query's match, a footprint's validity, a change, an event, a decimal."""
    context.names()
    outputs: dict[str, object] = {}
    footprint = _mapping(inputs.raw("footprint", {}))
    if inputs.has("query"):
        outputs["match"] = matches(query=_mapping(inputs.raw("query")), footprint=footprint)
    if "pcf" in footprint or "referencePeriodEnd" in footprint:
        outputs |= _judge_validity(inputs, footprint)
    if inputs.has("declaredUnitAmount"):
        outputs["string_ok"] = is_decimal_text(value=inputs.raw("declaredUnitAmount"))
    if inputs.has("value"):
        outputs["number_ok"] = is_decimal_text(value=inputs.raw("value"))
    if inputs.has("before"):
        before, after = _mapping(inputs.raw("before")), _mapping(inputs.raw("after"))
        outputs["change_allowed"] = may_follow(before=before, after=after)
    if inputs.has("event"):
        outputs |= _judge_event(_mapping(inputs.raw("event")))
    if not outputs:
        fix = "Give query and footprint, declaredUnitAmount, value, before and after, or event"
        raise InputMissing(field="inputs", value=None, reason="no question is put", fix=fix)
    return state(outputs=outputs, rule_set_key=SPECIFICATION, basis="")


def judge_sums(inputs: Inputs, context: Inputs) -> Outputs:
    """Compare a footprint's stated totals with both readings of the sum of its parts."""
    context.names()
    stated_excluding = optional_exact(inputs=inputs, name="stated_excl")
    stated_including = optional_exact(inputs=inputs, name="stated_incl")
    parts = Components(
        fossil=inputs.exact("fossil"),
        land_use_change=inputs.exact("luc", 0),
        land_management_fossil=inputs.exact("lmf", 0),
        land_management_biogenic=inputs.exact("lmb", 0),
        land_management_removals=inputs.exact("lmr", 0),
        biogenic_non_co2=inputs.exact("nonco2", 0),
        uptake=inputs.exact("up", 0),
        technological_removals=inputs.exact("tech", 0),
        capture=inputs.exact("ccs", 0),
    )
    check = check_sums(parts=parts, stated_excluding=stated_excluding, stated_including=stated_including)
    outputs = {
        "stated_excl": stated_excluding,
        "stated_incl": stated_including,
        "schema_excl": check.note_sum,
        "fit_excl": check.example_sum,
        "schema_matches": check.fits_note,
        "fit_matches": check.fits_example,
        "incl_matches": check.fits_including,
        "warnings": list(check.warnings),
        "rejected": False,
    }
    return state(outputs=outputs, rule_set_key=SPECIFICATION, basis="")


def list_sum_cases(file: Mapping[str, object]) -> Iterator[Case]:
    """Yield the cases; totals that a payload states are facts of it, though the file writes them among the expected."""
    cases = file.get("cases")
    for case in cases if isinstance(cases, list) else ():
        expected = case.get("expected", {})
        stated = {name: expected[name] for name in _STATED if name in expected}
        yield Case(
            id=str(case.get("id")),
            inputs={**stated, **case.get("inputs", {})},
            expected=expected,
            tolerance=_mapping(file.get("tolerance")),
        )


def _judge_validity(inputs: Inputs, footprint: Mapping[str, object]) -> dict[str, object]:
    span = find_validity(footprint=footprint)
    outputs: dict[str, object] = {
        "validity": [write_moment(moment=span.start), write_moment(moment=span.end)],
        "validity_ok": not span.breaches,
        "breaches": list(span.breaches),
    }
    if inputs.has("at"):
        outputs["usable"] = span.may_be_used(at=read_moment(value=inputs.raw("at"), field="at"))
    return outputs


def _judge_event(event: Mapping[str, object]) -> dict[str, object]:
    try:
        return {"status": 200, "kind": read_event_kind(event=event).value}
    except EventInvalid as refused:
        return {"status": 400, "code": refused.code, "field": refused.field}


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


STANDARDS = (
    Standard(
        name="pact_v3_filters_lifecycle",
        title="Product footprints: filters, validity, decimals, changes, events",
        source="WBCSD PACT Technical Specifications 3.0.3",
        status=Status.PUBLISHED,
        judge=judge_exchange,
    ),
    Standard(
        name="pact_v3_sum_consistency",
        title="Product footprints: whether the parts add up",
        source="WBCSD PACT Technical Specifications 3.0.3",
        status=Status.PUBLISHED,
        judge=judge_sums,
        list_cases=list_sum_cases,
    ),
)
