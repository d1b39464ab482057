"""The rubric and the rule sets on top: findings from answers, and a score that is arithmetic on findings."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.rules.ccp.lookup import CcpState
from truetonne.rules.findings import FindingResult
from truetonne.rules.quality.judging import (
    ANSWERS,
    Answer,
    Subject,
    find_obstacles,
    judge_ccp,
    judge_overlay,
    judge_rubric,
    score_findings,
)
from truetonne.rules.quality.rubric import ABACUS_LABEL, OVERLAYS, PLEDGE_TESTS, QUALITY_RUBRIC, TREES_LEAF
from truetonne.rules.rule_set import rule_set
from truetonne.science.errors import NotInTable, TooFewValues

RUBRIC = rule_set(family=QUALITY_RUBRIC, as_of=date(2026, 3, 2))
IDS = tuple(one.id for one in RUBRIC.body.criterion)
ABACUS = rule_set(family=ABACUS_LABEL, version="1.0")
AREA = Subject(
    kind="restoration", methodology="VM0047", variant="area",
    figures={"both_tests_significant": True, "covariates_balanced": True},
)  # fmt: skip


def answers(**changed: FindingResult) -> list[Answer]:
    """Everything met, but what a test changes (dots written as two underscores)."""
    results = {id: changed.get(id.replace(".", "__"), FindingResult.MET) for id in IDS}
    return [Answer(criterion=id, result=result, text="Seen.", evidence=("a",)) for id, result in results.items()]


def judged(**changed: FindingResult):  # type: ignore[no-untyped-def]
    return judge_rubric(rules=RUBRIC, answers=answers(**changed))


def results(findings) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {finding.rule: finding.result.value for finding in findings}


def test_every_dimension_has_criteria_and_over_and_understatement_are_both_asked() -> None:
    assert RUBRIC.body.part == (
        "additionality", "baseline", "leakage", "durability", "quantification", "safeguards", "no_harm", "transparency",
    )  # fmt: skip
    assert {"quantification.overstatement", "quantification.understatement"} <= set(IDS)


def test_a_criterion_without_reason_or_evidence_is_not_shown() -> None:
    found = judge_rubric(
        rules=RUBRIC,
        answers=[
            Answer(criterion="additionality.legal", result=FindingResult.MET, text=" ", evidence=("a",)),
            Answer(criterion="leakage.production", result=FindingResult.MET, text="Kept up."),
            Answer(criterion="durability.risk", result=FindingResult.NOT_MET, text="No buffer."),
        ],
    )

    by_rule = {finding.rule: finding.message_key for finding in found}
    assert by_rule["additionality.legal"] == "quality.without_reason"
    assert by_rule["leakage.production"] == "quality.without_evidence"
    assert by_rule["durability.risk"] == "quality.not_met"
    assert by_rule["baseline.locked"] == "quality.unanswered"


def test_refuses_an_answer_to_no_criterion() -> None:
    with pytest.raises(NotInTable):
        judge_rubric(rules=RUBRIC, answers=[Answer(criterion="beauty", result=FindingResult.MET)])


def test_overlays_name_only_criteria_of_the_rubric() -> None:
    named = {name for family in OVERLAYS for one in rule_set(family=family, as_of=date(2026, 3, 2)).body.requirement
             for name in one.criteria}  # fmt: skip

    assert named <= set(IDS)


def test_abacus_is_about_area_based_vm0047_alone() -> None:
    assert set(results(judge_overlay(rules=ABACUS, findings=judged(), subject=AREA)).values()) == {"met"}
    census = Subject(kind="restoration", methodology="VM0047", variant="census")
    assert results(judge_overlay(rules=ABACUS, findings=judged(), subject=census)) == {
        "abacus-label.variant": "not_met"
    }
    other = Subject(kind="restoration", methodology="VM0033", variant="area")
    assert judge_overlay(rules=ABACUS, findings=judged(), subject=other) == ()


def test_abacus_fails_without_both_tests_and_without_yearly_monitoring() -> None:
    one_test = Subject(
        kind="restoration", methodology="VM0047", variant="area",
        figures={"both_tests_significant": False, "covariates_balanced": True},
    )  # fmt: skip
    found = judge_overlay(
        rules=ABACUS, findings=judged(transparency__monitoring=FindingResult.NOT_MET), subject=one_test
    )  # fmt: skip

    assert results(found)["abacus.benchmark"] == "not_met"
    assert results(found)["abacus.after"] == "not_met"


def test_a_benchmark_that_was_not_computed_is_not_shown() -> None:
    uncomputed = Subject(kind="restoration", methodology="VM0047", variant="area")

    found = judge_overlay(rules=ABACUS, findings=judged(), subject=uncomputed)

    assert results(found)["abacus.benchmark"] == "not_shown"


def test_five_pledge_tests_map_onto_criteria_of_any_project() -> None:
    rules = rule_set(family=PLEDGE_TESTS, version="1")

    found = judge_overlay(
        rules=rules, findings=judged(durability__after=FindingResult.NOT_SHOWN), subject=Subject(kind="superpollutant")
    )  # fmt: skip

    assert len(found) == 5
    assert results(found)["pledge.permanent"] == "not_shown"
    assert judge_overlay(rules=rule_set(family=TREES_LEAF, version="2.0"), findings=judged(), subject=AREA) == ()


@pytest.mark.parametrize(
    ("is_tagged", "state", "result"),
    [
        (None, None, "not_shown"), (True, CcpState.APPROVED, "met"), (True, None, "met"), (False, None, "not_met"),
        (True, CcpState.DOES_NOT_MEET, "not_met"), (True, CcpState.UNDER_ASSESSMENT, "not_shown"),
    ],
)  # fmt: skip
def test_the_ccp_tag_is_a_finding_of_its_own(is_tagged: bool | None, state: CcpState | None, result: str) -> None:
    assert judge_ccp(rule_set="icvcm-ccp", is_tagged=is_tagged, state=state).result.value == result


def test_blocking_criteria_stop_whatever_the_score() -> None:
    findings = judged(safeguards__consent=FindingResult.NOT_SHOWN)

    score = score_findings(rules=RUBRIC, readings=[findings])

    assert score.middle >= RUBRIC.body.accept_score_min
    assert find_obstacles(rules=RUBRIC, findings=findings, score=score) == ("safeguards.consent",)


def test_two_readers_who_disagree_widen_the_spread() -> None:
    first, second = judged(), judged(leakage__production=FindingResult.NOT_MET)

    score = score_findings(rules=RUBRIC, readings=[first, second, first])

    assert (score.low, score.middle, score.high) == (87, 100, 100)
    with pytest.raises(TooFewValues):
        score_findings(rules=RUBRIC, readings=[])


@given(st.lists(st.integers(0, len(ANSWERS) ** len(IDS) - 1), min_size=1, max_size=3))
def test_the_middle_lies_within_the_spread(drawn: list[int]) -> None:
    readings = [
        judge_rubric(
            rules=RUBRIC,
            answers=[
                Answer(criterion=id, result=ANSWERS[number // 3**place % 3], text="x", evidence=("a",))
                for place, id in enumerate(IDS)
            ],
        )
        for number in drawn
    ]

    score = score_findings(rules=RUBRIC, readings=readings)

    assert 0 <= score.low <= score.middle <= score.high <= 100
    assert all(part.low <= part.middle <= part.high for part in score.parts)
