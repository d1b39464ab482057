"""The legal test and the chain of custody as named methods: findings out, none means that nothing is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from truetonne.science.errors import WrongType
from truetonne.science.inputs import Inputs
from truetonne.science.method import Method, Outputs
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.status import Status
from truetonne.science.superpollutants.custody import (
    REFUSED,
    Container,
    CustodyFinding,
    Holder,
    LegalTest,
    check_custody,
    check_law,
)
from truetonne.science.superpollutants.families import Subtype


def _law(inputs: Inputs) -> Outputs:
    day = _day(inputs, "destruction_date")
    if day is None:
        raise WrongType(field="destruction_date", value=None, reason="the law is that of a day", fix="Write a date")
    test = LegalTest(
        jurisdiction=_text(inputs, "jurisdiction"),
        destruction_date=day,
        law=_text(inputs, "law"),
        is_mandated=inputs.flag("mandated") if inputs.has("mandated") else None,
        evidence=_text(inputs, "evidence"),
    )
    subtype = Subtype(inputs.choice("subtype", [one.value for one in Subtype]))
    return _outputs(check_law(test=test, subtype=subtype))


def _custody(inputs: Inputs) -> Outputs:
    return _outputs(check_custody(containers=inputs.each("containers", _container, least=1)))


def _outputs(findings: Sequence[CustodyFinding]) -> Outputs:
    codes = {finding.code for finding in findings}
    decision = "refused" if codes & REFUSED else "forward" if "no_certificate" in codes else "held"
    return {
        "decision": decision if findings else "issuable",
        "findings": [{"code": one.code, "field": one.field, "fact": one.fact} for one in findings],
    }


def _container(value: object, field: str) -> Container:
    if not isinstance(value, dict):
        raise WrongType(field=field, value=value, reason="an object that describes a container is due")
    given = Inputs(value, where=field)
    container = Container(
        container_id=given.text("container_id"),
        origin_site=_text(given, "origin_site"),
        origin_equipment=_text(given, "origin_equipment"),
        origin_date=_day(given, "origin_date"),
        holders=given.each("holders", _holder, ()),
        laboratory_report=_text(given, "laboratory_report"),
        certificate=_text(given, "certificate"),
        facility=_text(given, "facility"),
        run=_text(given, "run"),
        destruction_start_date=_day(given, "destruction_start_date"),
        destruction_end_date=_day(given, "destruction_end_date"),
        weighed_full_date=_day(given, "weighed_full_date"),
        weighed_empty_date=_day(given, "weighed_empty_date"),
        scale_full=_text(given, "scale_full"),
        scale_empty=_text(given, "scale_empty"),
        scale_calibrated_date=_day(given, "scale_calibrated_date"),
        scale_error_pct=given.number("scale_error_pct", 0.0),
    )
    given.finish()
    return container


def _holder(value: object, field: str) -> Holder:
    if not isinstance(value, dict):
        raise WrongType(field=field, value=value, reason="an object with name, from and until is due")
    given = Inputs(value, where=field)
    days = {name: _day(given, name) for name in ("from", "until")}
    start, end = days["from"], days["until"]
    if start is None or end is None:
        raise WrongType(field=field, value=value, reason="a holder has a first and a last day", fix="Write two dates")
    holder = Holder(name=given.text("name"), from_date=start, until_date=end)
    given.finish()
    return holder


def _text(inputs: Inputs, name: str) -> str:
    """Read a text; what is not there is blank, and a finding."""
    return inputs.text(name) if inputs.has(name) else ""


def _day(inputs: Inputs, name: str) -> date | None:
    if not inputs.has(name):
        return None
    text = inputs.text(name)
    try:
        return date.fromisoformat(text)
    except ValueError:
        reason = "no date"
        raise WrongType(field=inputs.path(name), value=text, reason=reason, fix="Write 2026-01-31") from None


_SETS: Final = (load_parameters(name="superpollutants").key,)

CUSTODY_METHODS: Final = (
    Method(
        name="legal_additionality", title="The law on the day of destruction", version="1",
        source="Quebec ministerial order of 5 March 2024; mandated destruction earns nothing",
        compute=_law, statuses=(Status.PUBLISHED, Status.OPERATOR_POLICY), parameter_sets=_SETS,
    ),
    Method(
        name="destruction_custody", title="Chain of custody and weighings of destroyed gas", version="1",
        source="Quebec Q-2, r. 35.4, annex D; a container is destroyed once",
        compute=_custody, statuses=(Status.PUBLISHED, Status.OPERATOR_POLICY), parameter_sets=_SETS,
    ),
)  # fmt: skip
