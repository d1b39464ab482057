"""Who may buy: every rule at its edges, all findings at once, and the policy as data."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.rules.calendar_months import add_months, is_within_months, last_day_within
from truetonne.rules.catalogue import get_standard
from truetonne.rules.eligibility import assess_eligibility, policy_in_force, read_facts
from truetonne.rules.eligibility.policy import EXCHANGE_ELIGIBILITY
from truetonne.rules.findings import FindingResult, Outcome
from truetonne.rules.rule_set import RuleSetInvalid, list_versions, rule_set
from truetonne.rules.years import read_year
from truetonne.science.errors import InputMissing, NotInTable, WrongType
from truetonne.science.inputs import Inputs

AS_OF = "2026-11-22"
URL = "https://songlam.example/report"


def report(period_end: str, published: str, **more: object) -> dict[str, object]:
    return {"period_end": period_end, "published": published, "scopes": [1, 2, 3], "url": URL, **more}


REPORTS = [report("2025-12-31", "2026-06-30"), report("2024-12-31", "2025-06-30")]


def company(**changes: object) -> dict[str, object]:
    return {
        "as_of": AS_OF,
        "relationship": "supplier",
        "country": "US",
        "net_zero": {"year": 2045, "scopes": [1, 2, 3], "public_url": URL, "published": "2026-01-15"},
        "disclosures": REPORTS,
        "science": {"type": "sbti_near_term_validated", "valid_to": "2030-12-31"},
        "use": "residual",
        **changes,
    }


def judge(policy: Any = None, **changes: object) -> dict[str, Any]:
    outputs = get_standard(name="exchange-eligibility").judge(
        Inputs(company(**changes)), Inputs({"policy": policy} if policy else {})
    )
    return dict(outputs)


def finding(outputs: dict[str, Any], rule: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in outputs["findings"] if each["rule"] == rule)
    return found


def test_finds_a_company_eligible_and_names_the_policy_version_in_every_finding() -> None:
    outputs = judge()

    assert outputs["eligible"] is True
    assert outputs["warnings"] == []
    assert {each["rule_set"] for each in outputs["findings"]} == {"exchange-eligibility/1"}
    assert [each["rule"] for each in outputs["findings"]] == ["R0", "R0", "R1", "R2", "R3", "R4"]


def test_lists_every_failing_rule_and_skips_none() -> None:
    outputs = judge(relationship=None, country=None, net_zero=None, disclosures=[], science=None, use=None)

    assert outputs["eligible"] is False
    assert outputs["fails"] == ["R0", "R1", "R2", "R3", "R4"]
    assert {each["result"] for each in outputs["findings"]} == {"not_shown"}
    assert all(each["mends"] for each in outputs["findings"])


@pytest.mark.parametrize(
    ("year", "key"),
    [
        (2050, "net_zero_shown"),
        ("FY2050", "net_zero_shown"),
        ("FY 2050", "net_zero_shown"),
        (2051, "net_zero_too_late"),
        ("by mid-century", "year_not_understood"),
        ("2050-2055", "year_not_understood"),
        (None, "year_not_understood"),
    ],
)
def test_reads_the_net_zero_year_and_never_guesses(year: object, key: str) -> None:
    outputs = judge(net_zero={"year": year, "scopes": [1, 2, 3], "public_url": URL, "published": "2026-01-15"})

    assert finding(outputs, "R1")["message_key"] == key
    assert outputs["fails"] == ([] if key == "net_zero_shown" else ["R1"])


def test_names_every_fault_of_a_net_zero_statement_with_the_no_before_the_gap() -> None:
    outputs = judge(net_zero={"year": 2060, "scopes": [1, 2], "public_url": ""})

    found = finding(outputs, "R1")
    assert found["result"] == "not_met"
    assert [found["message_key"], *found["also"]] == ["net_zero_too_late", "scopes_missing", "net_zero_not_public"]
    assert found["mends"] == ["bring_year_forward", "extend_scopes", "publish_net_zero"]
    assert found["warnings"] == ["evidence_undated"]


@pytest.mark.parametrize("kind", ["carbon_neutral", "climate_neutral"])
def test_tells_net_zero_from_neutrality(kind: str) -> None:
    outputs = judge(net_zero={"year": 2040, "scopes": [1, 2, 3], "public_url": URL, "kind": kind})

    assert finding(outputs, "R1")["message_key"] == "net_zero_other_target"


@pytest.mark.parametrize(("setting", "eligible"), [("fail", False), ("conditional", "conditional"), ("pass", True)])
@pytest.mark.parametrize("scopes", [[1, 2], [1, 2, 3]])
def test_partial_scope_3_follows_the_policy(setting: str, eligible: object, scopes: list[int]) -> None:
    statement = {"year": 2045, "scopes": scopes, "scope3_coverage": "Partial", "public_url": URL}

    outputs = judge({"scope3_partial": setting, "version": "2"}, net_zero=statement)

    assert outputs["eligible"] == eligible
    assert outputs["rule_set"] == "exchange-eligibility/2"
    if setting == "conditional":
        assert outputs["until"] == "2027-11-22"


def test_a_live_pledge_stands_for_net_zero_and_for_nothing_else() -> None:
    outputs = judge(
        climate_pledge_signatory=True, relationship="signatory", net_zero=None, disclosures=[], science=None
    )

    assert finding(outputs, "R1")["message_key"] == "net_zero_by_pledge"
    assert outputs["fails"] == ["R2", "R3"]


@pytest.mark.parametrize(
    ("state", "fails"), [("signed", []), ("reporting", []), ("overdue", ["R1"]), ("removed", ["R0", "R1"])]
)
def test_a_pledge_counts_only_in_the_states_that_the_policy_names(state: str, fails: list[str]) -> None:
    outputs = judge(climate_pledge_signatory=True, pledge_state=state, relationship="signatory", net_zero=None)

    assert outputs["fails"] == fails


def test_a_signature_replaces_three_rules_only_where_the_policy_says_so() -> None:
    bare: dict[str, Any] = {"climate_pledge_signatory": True, "net_zero": None, "disclosures": [], "science": None}

    assert judge(**bare)["fails"] == ["R2", "R3"]
    bypass = judge({"gate_mode": "signatory_bypass"}, **bare)
    assert bypass["eligible"] is True
    assert bypass["gate_mode"] == "signatory_bypass"
    assert judge({"gate_mode": "signatory_bypass"}, **bare, use="substitute_for_target")["fails"] == ["R4"]
    assert judge({"gate_mode": "signatory_bypass"}, **bare, country="VN")["fails"] == ["R0"]


@pytest.mark.parametrize(
    ("markets", "country", "key"),
    [
        ([], None, None),
        (["US"], "US", "market_open"),
        (["US"], "VN", "market_closed"),
        (["US"], None, "market_unknown"),
    ],
)
def test_open_markets_limit_only_where_the_list_names_some(markets: list[str], country: object, key: object) -> None:
    outputs = judge({"open_markets": markets}, country=country)

    keys = [each["message_key"] for each in outputs["findings"] if each["clause"] == "market"]
    assert keys == ([] if key is None else [key])
    assert outputs["fails"] == ([] if key in (None, "market_open") else ["R0"])


@pytest.mark.parametrize(
    ("relationship", "more", "key"),
    [
        ("supplier", {}, "relationship_shown"),
        ("supplier", {"relationship_id": "S-114"}, "relationship_shown"),
        ("supplier", {"relationship_id": None}, "relationship_unproved"),
        ("landlord", {}, "relationship_not_open"),
        (None, {}, "no_relationship"),
    ],
)
def test_a_relationship_needs_one_of_the_open_kinds_and_a_record(
    relationship: object, more: dict[str, object], key: str
) -> None:
    assert finding(judge(relationship=relationship, **more), "R0")["message_key"] == key


@pytest.mark.parametrize(
    ("period_end", "as_of", "met"),
    [
        ("2024-11-22", "2026-11-22", True),
        ("2024-11-22", "2026-11-23", False),
        ("2024-09-30", "2026-09-30", True),
        ("2022-02-28", "2024-02-29", True),
        ("2022-02-28", "2024-03-01", False),
    ],
)
def test_counts_24_calendar_months_to_the_day(period_end: str, as_of: str, met: bool) -> None:
    earlier = (date.fromisoformat(period_end) - timedelta(days=365)).isoformat()
    reports = [report(period_end, "2024-12-01" if period_end > "2023" else "2022-06-01"), report(earlier, "2022-05-01")]
    reports[1]["published"] = reports[0]["published"]

    outputs = judge(
        {"version": "early"}, as_of=as_of, disclosures=reports, net_zero=None, climate_pledge_signatory=True
    )

    found = finding(outputs, "R2")
    assert found["message_key"] == ("disclosure_regular" if met else "disclosure_too_old")
    if not met:
        assert {"name": "age", "value": 25, "unit": "months"} in found["figures"]


@pytest.mark.parametrize(("previous", "met"), [("2024-09-30", True), ("2024-09-29", False)])
def test_the_gap_between_reports_is_clamped_to_the_months_end(previous: str, met: bool) -> None:
    outputs = judge(disclosures=[report("2025-12-31", "2026-06-30"), report(previous, "2025-01-31")])

    assert outputs["fails"] == ([] if met else ["R2"])
    assert met or finding(outputs, "R2")["message_key"] == "disclosure_gap"


def test_a_first_report_passes_once_and_for_twelve_months() -> None:
    only = [report("2025-12-31", "2026-06-30")]

    first = judge(disclosures=only)
    last_day = judge(disclosures=only, as_of="2027-06-30")
    after = judge(disclosures=only, as_of="2027-07-01")
    second_time = judge(disclosures=only, first_time_pass_used=True)

    assert (first["eligible"], first["until"]) == ("conditional", "2027-06-30")
    assert last_day["eligible"] == "conditional"
    assert after["fails"] == ["R2"]
    assert second_time["fails"] == ["R2"]
    assert finding(second_time, "R2")["message_key"] == "first_time_pass_over"


@pytest.mark.parametrize("hidden", [{"url": ""}, {"published": None}, {"published": "2026-11-23"}, {"url": None}])
def test_a_report_that_nobody_could_read_on_that_day_does_not_count(hidden: dict[str, object]) -> None:
    outputs = judge(disclosures=[{**REPORTS[0], **hidden}])

    assert finding(outputs, "R2")["message_key"] == "no_public_disclosure"
    assert finding(outputs, "R2")["warnings"] == ["disclosure_not_public"]


def test_a_report_over_fewer_scopes_is_no_previous_report() -> None:
    older_without_scope_3 = [report("2025-12-31", "2026-06-30"), report("2024-12-31", "2025-06-30", scopes=[1, 2])]
    latest_without_scope_3 = [report("2025-12-31", "2026-06-30", scopes=[1, 2]), report("2024-12-31", "2025-06-30")]

    assert judge(disclosures=older_without_scope_3)["eligible"] == "conditional"
    found = finding(judge(disclosures=latest_without_scope_3), "R2")
    assert (found["result"], found["message_key"]) == ("not_met", "latest_scopes_missing")


def test_a_restated_period_is_one_period() -> None:
    restated = [report("2025-12-31", "2026-03-01"), report("2025-12-31", "2026-06-30")]

    outputs = judge(disclosures=restated)

    assert (outputs["eligible"], outputs["until"]) == ("conditional", "2027-06-30")


@pytest.mark.parametrize(
    ("science", "result", "key"),
    [
        ({"type": "sbti_near_term_validated", "valid_to": AS_OF}, "met", "target_in_force"),
        ({"type": "sbti_near_term_validated", "valid_to": "2026-11-21"}, "not_met", "target_expired"),
        ({"type": "sbti_near_term_validated"}, "not_shown", "target_end_not_shown"),
        ({"type": "sbti_net_zero_validated", "valid_to": "2030-12-31"}, "met", "target_in_force"),
        ({"type": "sbti_commitment_removed"}, "not_met", "strategy_ended"),
        ({"type": "sbti_committed", "committed_on": "2024-11-22"}, "pending", "commitment_pending"),
        ({"type": "sbti_committed", "committed_on": "2024-11-21"}, "not_met", "commitment_overdue"),
        ({"type": "sbti_committed"}, "pending", "commitment_pending"),
        ({"type": "sme_route"}, "met", "sme_route_shown"),
        ({"type": "own_target_aca", "passes": True}, "met", "own_target_passes"),
        ({"type": "own_target_aca", "passes": False}, "not_met", "own_target_fails"),
        ({"type": "own_target_aca"}, "not_shown", "path_check_missing"),
        ({"type": "a_glossy_brochure"}, "not_shown", "strategy_not_known"),
        (None, "not_shown", "no_strategy"),
    ],
)
def test_a_strategy_is_a_target_in_force_and_a_commitment_is_a_promise(science: object, result: str, key: str) -> None:
    found = finding(judge(science=science), "R3")

    assert (found["result"], found["message_key"]) == (result, key)


def test_one_good_strategy_among_several_is_enough() -> None:
    several = [{"type": "sbti_commitment_removed"}, {"type": "sme_route"}, {"type": "sbti_committed"}]

    assert judge(science=several)["eligible"] is True


def test_pending_outweighs_conditional_and_a_no_outweighs_both() -> None:
    only = [report("2025-12-31", "2026-06-30")]
    committed = {"type": "sbti_committed", "committed_on": "2026-01-15"}

    assert judge(disclosures=only, science=committed)["eligible"] == "pending"
    assert judge(disclosures=only, science=committed, use="substitute_for_target")["fails"] == ["R4"]


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"as_of": None}, InputMissing, "as_of"),
        ({"as_of": "22.11.2026"}, WrongType, "as_of"),
        ({"disclosures": [{"published": "2026-01-01"}]}, InputMissing, "disclosures[0].period_end"),
        ({"net_zero": {"year": 2045, "scopes": [1, 2, 4]}}, WrongType, "net_zero.scopes[2]"),
        ({"net_zero": {"year": 2045, "scope3_coverage": "mostly"}}, WrongType, "net_zero.scope3_coverage"),
        ({"science": "validated"}, WrongType, "science"),
    ],
)
def test_refuses_facts_it_cannot_read_and_names_the_field(
    changes: dict[str, object], refusal: type[Exception], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        judge(**changes)

    assert refused.value.field == field  # type: ignore[attr-defined]


def test_knows_no_policy_before_the_first_version() -> None:
    with pytest.raises(NotInTable, match="no version applies"):
        policy_in_force(as_of=date(2025, 2, 28))


def test_refuses_a_policy_that_contradicts_itself() -> None:
    shipped = rule_set(family=EXCHANGE_ELIGIBILITY, version="1")
    assert list_versions(family=EXCHANGE_ELIGIBILITY) == (shipped,)
    from importlib.resources import files

    text = (files("truetonne.rules") / "data" / shipped.file).read_text("utf-8")

    for old, new in (('gate_mode = "all"', 'gate_mode = "either"'), ("pledge_year = 2040", "pledge_year = 2060")):
        with pytest.raises(RuleSetInvalid):
            EXCHANGE_ELIGIBILITY.read(text=text.replace(old, new, 1), file="own.toml")


LEAF = {
    "race_to_zero": {"public_url": URL},
    "credit_use_report": {"public_url": URL, "separate": True, "states_purpose": True, "audited": True},
    "disclosures": [report("2025-12-31", "2026-06-30", standard="GHG Protocol")],
}


def test_leaf_asks_for_five_things_and_says_that_its_source_is_secondary() -> None:
    outputs = get_standard(name="leaf-buyer").judge(Inputs(company(**LEAF)), Inputs({}))

    assert outputs["eligible"] is True
    findings: Any = outputs["findings"]
    assert [each["rule"] for each in findings] == ["LEAF-1", "LEAF-2", "LEAF-3", "LEAF-4", "LEAF-5"]
    assert {each["basis"] for each in findings} == {"unverified rule set"}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"science": {"type": "sbti_committed", "committed_on": "2026-01-15"}}, "LEAF-1"),
        ({"net_zero": {"year": 2055, "scopes": [1, 2, 3], "public_url": URL}}, "LEAF-2"),
        ({"race_to_zero": None}, "LEAF-3"),
        ({"disclosures": REPORTS}, "LEAF-4"),
        ({"credit_use_report": {"public_url": URL, "separate": True, "states_purpose": True}}, "LEAF-5"),
    ],
)
def test_a_missing_leaf_condition_is_named_alone(change: dict[str, object], rule: str) -> None:
    outputs = get_standard(name="leaf-buyer").judge(Inputs(company(**{**LEAF, **change})), Inputs({}))

    assert outputs["fails"] == [rule]


def test_a_buyer_that_passes_the_exchange_can_fail_leaf() -> None:
    assert judge()["eligible"] is True
    outputs = get_standard(name="leaf-buyer").judge(Inputs(company()), Inputs({}))
    assert outputs["fails"] == ["LEAF-3", "LEAF-4", "LEAF-5"]


DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))


@given(DAYS, st.integers(min_value=1, max_value=60))
def test_the_last_day_within_months_is_the_last(day: date, months: int) -> None:
    last = last_day_within(day=day, months=months)

    assert is_within_months(day=day, as_of=last, months=months)
    assert not is_within_months(day=day, as_of=last + timedelta(days=1), months=months)
    assert last >= add_months(day=day, months=months)


@given(DAYS, st.integers(min_value=-60, max_value=60))
def test_months_are_clamped_never_carried_over(day: date, months: int) -> None:
    moved = add_months(day=day, months=months)

    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day


def test_clamps_as_the_standard_says() -> None:
    assert add_months(day=date(2025, 12, 31), months=-15) == date(2024, 9, 30)


@pytest.mark.parametrize("value", ["F2050", "FY50", "2050?", "", True, 20.5, [2050], "3050"])
def test_years_in_other_forms_are_not_understood(value: object) -> None:
    assert read_year(value=value) is None


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "relationship": st.sampled_from([None, "supplier", "customer", "signatory", "landlord"]),
            "climate_pledge_signatory": st.booleans(),
            "net_zero": st.sampled_from([None, {"year": 2051}, {"year": "FY2040", "scopes": [1, 2, 3]}]),
            "disclosures": st.sampled_from([[], REPORTS, REPORTS[:1]]),
            "science": st.sampled_from([None, {"type": "sme_route"}, {"type": "sbti_committed"}]),
            "use": st.sampled_from([None, "residual", "substitute_for_target"]),
        },
    )
)
def test_every_failure_says_what_would_mend_it_and_the_outcome_follows(changes: dict[str, object]) -> None:
    facts = read_facts(given=Inputs(company(**changes)))

    assessment = assess_eligibility(facts=facts, policy=policy_in_force(as_of=facts.as_of))

    assert {each.rule for each in assessment.findings} == {"R0", "R1", "R2", "R3", "R4"}
    for each in assessment.findings:
        assert (each.result is FindingResult.MET) or each.mends
    assert (assessment.outcome is Outcome.INELIGIBLE) == bool(assessment.failing)
