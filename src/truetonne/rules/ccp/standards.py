"""The CCP look-up as a standard that the command line, the API and worked examples call by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truetonne.rules.ccp.lookup import (
    ICVCM_CCP,
    CcpTable,
    Label,
    find_state,
    is_program_eligible,
    read_rows,
)
from truetonne.rules.ccp.versions import read_ranges
from truetonne.rules.shipped import find_rule_set, read_day, state
from truetonne.rules.standard import Case, Outputs, Standard
from truetonne.science.errors import WrongType
from truetonne.science.inputs import Inputs
from truetonne.science.status import Status

RULE_SETS = (ICVCM_CCP,)


def judge_label(inputs: Inputs, context: Inputs) -> Outputs:
    """Return a methodology version's state and whether the unit has the label; the table comes as ``rows``."""
    rules = find_rule_set(family=ICVCM_CCP, inputs=inputs)
    rows = context.each("rows", _mapping, []) or inputs.each("rows", _mapping, [])
    dated = read_day(value=context.raw("dated"), field="dated") if context.has("dated") else None
    short = context.nested("programme_short") if context.has("programme_short") else Inputs({})
    program = inputs.text("programme") if inputs.has("programme") else inputs.text("program")
    methodology = (
        inputs.each("methodology_rows", lambda value, _: str(value))
        if inputs.has("methodology_rows")
        else inputs.text("methodology")
    )
    groups = [(row.name, *row.aliases) for row in rules.body.program]
    groups.extend((name, short.text(name)) for name in short.names())
    found = find_state(
        table=CcpTable(dated=dated, rows=read_rows(rows=rows)),
        program=program,
        methodology=methodology,
        version=str(inputs.raw("version")) if inputs.has("version") else None,
        program_names=groups,
    )
    label = Label(
        state=found,
        program_eligible=is_program_eligible(program=program, policy=rules.body),
        registry_tags_serial=inputs.flag("registry_tag") if inputs.has("registry_tag") else None,
    )
    outputs = {
        "ccp": label.state.value,
        "methodology_approved": label.methodology_approved,
        "program_eligible": label.program_eligible,
        "registry_tag": label.registry_tags_serial,
        "ccp_label": label.is_labelled,
        "table_dated": dated.isoformat() if dated else None,
    }
    return state(outputs=outputs, rule_set_key=rules.key, basis=rules.basis)


def list_cases(file: Mapping[str, object]) -> Iterator[Case]:
    """Yield the file's cases, then each row of its table at the lowest and the highest version of its range."""
    context = {name: file[name] for name in ("rows", "programme_short") if name in file}
    cases, rows = file.get("cases"), file.get("rows")
    for case in cases if isinstance(cases, list) else ():
        yield Case(
            id=str(case.get("id")),
            inputs=case.get("inputs", {}),
            expected=case.get("expected", {}),
            tolerance={},
            context=context,
        )
    for place, row in enumerate(rows if isinstance(rows, list) else ()):
        for end, version in _ends(str(row["versions"])):
            yield Case(
                id=f"{file.get('id')}-row{place + 1}-{end}",
                inputs={
                    "programme": row["programme"],
                    "methodology_rows": [row["methodology"]],
                    "version": version,
                },
                expected={"ccp": row["decision"] or "under_assessment"},
                tolerance={},
                context=context,
            )


def _ends(text: str) -> Iterator[tuple[str, str]]:
    ranges = read_ranges(text=text)
    yield "lowest", ".".join(str(part) for part in ranges[0].first)
    yield "highest", ".".join(str(part) for part in ranges[-1].last)


def _mapping(value: object, field: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise WrongType(field=field, value=value, reason="a row with named values is due")
    return value


STANDARDS = (
    Standard(
        name="icvcm_ccp_lookup",
        title="CCP state by program, methodology and version",
        source="ICVCM assessment status; the operator imports the table",
        status=Status.PUBLISHED,
        judge=judge_label,
        list_cases=list_cases,
    ),
)
