"""A family of one method and one standard, to try the runner with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truetonne.rules.standard import Case, Standard
from truetonne.science.errors import UndefinedResult
from truetonne.science.inputs import Inputs
from truetonne.science.method import Method
from truetonne.science.status import Status


def _divide(inputs: Inputs) -> dict[str, object]:
    over, under = inputs.number("over"), inputs.number("under")
    if under == 0:
        raise UndefinedResult(field="under", value=under, reason="nothing can be divided by zero", fix="Give a base")
    return {"share": over / under, "statuses": [Status.UNVERIFIED, Status.DERIVED]}


def _judge(inputs: Inputs, context: Inputs) -> dict[str, object]:
    limit = context.number("limit", 5.0)
    return {"passes": inputs.number("mass_kg") <= limit}


def _list_rows(file: Mapping[str, object]) -> Iterator[Case]:
    rows = file["rows"]
    assert isinstance(rows, list)
    for row in rows:
        yield Case(
            id=row["name"],
            inputs={"mass_kg": float(row["mass_kg"])},
            expected={"passes": row["passes"] == "yes"},
            tolerance={},
        )


METHODS = (Method(name="divide", title="Divide", version="2", source="arithmetic", compute=_divide),)
STANDARDS = (
    Standard(
        name="mass_limit", title="A limit", source="invented", status=Status.OPERATOR_POLICY, judge=_judge, version="7"
    ),
    Standard(
        name="row_limit", title="A limit of rows", source="invented", status=Status.OPERATOR_POLICY, judge=_judge,
        list_cases=_list_rows,
    ),
)  # fmt: skip
