"""Worked examples run against the method or standard that they name, and say what came out."""

from __future__ import annotations

import pytest

from truetonne.rules.worked_examples import Outcome, Verdict, run_examples
from truetonne.science.errors import WrongType

pytestmark = pytest.mark.usefixtures("example_family")


def vector(**changes: object) -> dict[str, object]:
    return {
        "id": "half", "method": "divide", "inputs": {"over": 1, "under": 2}, "expected": {"share": 0.5},
        "tolerance": {"abs": 0}, **changes,
    }  # fmt: skip


def run(*vectors: dict[str, object]) -> list[Outcome]:
    return list(run_examples(file={"vectors": list(vectors)}))


def test_passes_what_comes_out_as_expected_and_shows_what_differs() -> None:
    passing, differing = run(vector(), vector(id="third", expected={"share": 0.3333}))

    assert passing.verdict is Verdict.PASS
    assert differing.verdict is Verdict.DIFFERS
    assert [(found.path, found.expected, found.got) for found in differing.differences] == [("share", 0.3333, 0.5)]


def test_cannot_run_a_method_that_is_not_there() -> None:
    (missing,) = run(vector(method="multiply"))

    assert missing.verdict is Verdict.NOT_RUN
    assert "no such method" in missing.reason


def test_cannot_run_what_the_method_refuses() -> None:
    refused, unknown = run(vector(inputs={"over": 1, "under": 0}), vector(inputs={"over": 1, "under": 1, "by": 3}))

    assert refused.verdict is Verdict.NOT_RUN
    assert refused.reason.startswith("undefined_result: under")
    assert unknown.reason.startswith("input_unknown: by")


def test_takes_a_refusal_where_an_error_is_expected() -> None:
    inputs = {"over": 1, "under": 0}

    outcomes = run(
        vector(inputs=inputs, expected={"share": None, "error": "undefined: no base"}),
        vector(inputs=inputs, expected={"error": "undefined_result"}),
        vector(inputs=inputs, expected={"error": "not_finite"}),
    )

    assert [outcome.verdict for outcome in outcomes] == [Verdict.PASS, Verdict.PASS, Verdict.DIFFERS]


def test_hands_the_files_tables_to_a_standard() -> None:
    case = {"id": "seven", "inputs": {"mass_kg": 7}, "expected": {"passes": False}}
    file = {"id": "mass-limit", "title": "t", "tolerance": {}, "cases": [case]}

    (shipped,) = run_examples(file=file)
    (with_table,) = run_examples(file={**file, "limit": 8})

    assert shipped.verdict is Verdict.PASS
    assert with_table.verdict is Verdict.DIFFERS


def test_reads_a_layout_that_the_standard_knows() -> None:
    rows = [{"name": "light", "mass_kg": "1", "passes": "yes"}, {"name": "heavy", "mass_kg": "9", "passes": "yes"}]

    light, heavy = run_examples(file={"id": "row_limit", "rows": rows})

    assert (light.id, light.verdict) == ("light", Verdict.PASS)
    assert (heavy.id, heavy.verdict) == ("heavy", Verdict.DIFFERS)


def test_cannot_run_the_cases_of_a_rule_that_is_not_there() -> None:
    (outcome,) = run_examples(file={"id": "unheard_of", "cases": [{"id": "a", "expected": {}}]})

    assert outcome.verdict is Verdict.NOT_RUN
    assert "no such rule" in outcome.reason


@pytest.mark.parametrize("file", [{}, {"vectors": 3}, {"vectors": [3]}, {"id": "mass_limit", "cases": "none"}])
def test_refuses_a_file_that_holds_no_examples(file: dict[str, object]) -> None:
    with pytest.raises(WrongType):
        list(run_examples(file=file))
