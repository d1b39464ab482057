"""Expected and computed agree when numbers are near enough and sentences decide the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truetonne.science.agreement import Tolerance, find_differences, read_decision, read_tolerance

EXACT = Tolerance()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def paths(expected: object, got: object, tolerance: Tolerance = EXACT) -> list[str]:
    return [found.path for found in find_differences(expected=expected, got=got, tolerance=tolerance)]


@settings(max_examples=30)
@given(JSON)
def test_finds_nothing_between_a_value_and_itself(value: object) -> None:
    assert paths(value, value) == []


def test_names_the_place_inside_nested_values() -> None:
    expected = {"strata": [{"net": 1.0}, {"net": 2.0}], "gross": 3}

    assert paths(expected, {"strata": [{"net": 1.0}, {"net": 2.5}], "gross": 3}) == ["strata[1].net"]


def test_takes_more_than_was_expected_but_not_less() -> None:
    assert paths({"net": 1}, {"net": 1, "gross": 2}) == []
    assert paths({"net": 1, "gross": 2}, {"net": 1}) == ["gross"]
    assert paths([1, 2], [1, 2, 3]) == [""]


@pytest.mark.parametrize(("values", "near", "far"), [({"abs": 0.5}, 100.5, 100.6), ({"rel": 0.01}, 101, 101.2)])
def test_holds_numbers_to_the_tolerance(values: dict[str, object], near: float, far: float) -> None:
    tolerance = read_tolerance(values)

    assert paths({"t": 100.0}, {"t": near}, tolerance) == []
    assert paths({"t": 100.0}, {"t": far}, tolerance) == ["t"]


def test_is_exact_without_a_tolerance() -> None:
    assert paths(0.3, 0.1 + 0.2, read_tolerance({})) == [""]
    assert paths(3, 3.0, read_tolerance({"abs": 0})) == []


def test_holds_some_keys_to_a_tolerance_of_their_own() -> None:
    tolerance = read_tolerance({"abs": 0.0005, "total_incl_abs": 0.005})

    assert paths({"total_incl": 1.0, "excl": 1.0}, {"total_incl": 1.004, "excl": 1.004}, tolerance) == ["excl"]


def test_takes_null_for_not_available() -> None:
    assert paths({"ep": None}, {"ep": None}) == []
    assert paths({"ep": None}, {}) == []
    assert paths({"ep": None}, {"ep": 0}) == ["ep"]


@pytest.mark.parametrize("got", [1, 1.0, "true", None])
def test_never_takes_another_type_for_a_boolean(got: object) -> None:
    assert paths(True, got) == [""]


@pytest.mark.parametrize(
    ("sentence", "decision"),
    [
        ("reject unless disclosed: the unit loses all regulatory claims", "REFUSED"),
        ("second retirement rejected (double use)", "REFUSED"),
        ("accepted: retired for one chain", "ACCEPTED"),
        ("undefined: no positive adjusted net sequestration", "UNDEFINED"),
        ("positive error: correct downward; negative error: no correction", "CORRECTED_DOWN"),
        ("negative error: no correction", "NOT_CORRECTED"),
        ("not eligible under the policy", "REFUSED"),
        ("the sky is blue", None),
    ],
)
def test_reads_the_decision_out_of_a_sentence(sentence: str, decision: str | None) -> None:
    assert read_decision(text=sentence) == decision


def test_compares_sentences_for_their_decision_and_codes_as_they_stand() -> None:
    assert paths("reject: transport mode must match", "refused: road is not air") == []
    assert paths("reject: transport mode must match", {"decision": "refused", "reason": "road is not air"}) == []
    assert paths("reject: transport mode must match", "accepted: same mode") == [""]
    assert paths("the sky is blue", "the sky is red") == [""]
    assert paths("Silver", "Gold") == [""]
    assert paths("rejected", "refused") == [""]
    assert paths("reject: transport mode must match", 7) == [""]


def test_holds_a_known_wrong_figure_against_the_results_that_are_expected_beside_it() -> None:
    expected = {"t": 55.2, "must_not_equal": 55_200}

    assert find_differences(expected=expected, got={"t": 55.2, "kg": 55_200}, tolerance=Tolerance(absolute=0.1)) == ()
    assert find_differences(expected={"must_not_equal": 55_200}, got={"kg": 55_200}, tolerance=EXACT) != ()
