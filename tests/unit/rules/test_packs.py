"""Disclosure packs: what a regime asks for, what a record answers, and what is missing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.rules.findings import FindingResult
from truetonne.rules.packs.facts import CREDIT_FACTS, PROJECT_FACTS, RECORD_FACTS
from truetonne.rules.packs.filling import compare_packs, fill_pack, sum_credits
from truetonne.rules.packs.tables import (
    AB_1305_BUYER,
    AB_1305_SELLER,
    CDP,
    ESRS_E1,
    IFRS_S2,
    RULE_SETS,
    Datapoint,
    PackTable,
    Per,
)
from truetonne.rules.rule_set import Family, RuleSet, rule_set
from truetonne.science.status import Status

TODAY = date(2026, 11, 28)
BOUGHT = {
    "seller_name": "Northquay", "registry": "Verra", "project_id": "VCS1899", "project_name": "Invented forest",
    "credit_kind": "removal", "project_site": "Ghana", "protocol": "VM0047 1.0", "is_third_party_verified": True,
}  # fmt: skip


def pack(family: Family[PackTable]) -> RuleSet[PackTable]:
    return rule_set(family=family, as_of=TODAY)


def test_a_buyers_row_with_every_fact_is_complete() -> None:
    filled = fill_pack(pack=pack(AB_1305_BUYER), record={}, credits=[BOUGHT])

    assert filled.is_complete
    assert filled.findings == ()
    assert len(filled.points) == 8
    assert filled.basis == "unverified rule set"


def test_a_missing_fact_of_one_row_is_a_finding_that_names_row_and_fact() -> None:
    filled = fill_pack(pack=pack(AB_1305_BUYER), record={}, credits=[BOUGHT, {**BOUGHT, "project_site": ""}])

    (finding,) = filled.findings
    assert (finding.rule, finding.result) == ("project_site", FindingResult.NOT_SHOWN)
    assert [(figure.name, figure.value) for figure in finding.figures] == [("row", 2)]
    assert filled.as_json()["missing"] == ["credit[2].project_site"]


def test_without_retirements_a_buyer_has_nothing_to_state() -> None:
    assert fill_pack(pack=pack(AB_1305_BUYER), record={}).points == ()


def test_zero_and_false_are_values_and_nothing_is_not() -> None:
    facts = {"total_scope_1_emissions_ghg": 0, "total_scope_2_lb_emissions_ghg": None}

    missing = {each.point.fact for each in fill_pack(pack=pack(IFRS_S2), record=facts).missing}

    assert "total_scope_1_emissions_ghg" not in missing
    assert "total_scope_2_lb_emissions_ghg" in missing
    unverified = fill_pack(pack=pack(AB_1305_BUYER), record={}, credits=[{**BOUGHT, "is_third_party_verified": False}])
    assert unverified.is_complete


def test_a_category_without_a_figure_is_answered_by_its_reason_alone() -> None:
    facts = {"scope_3_ghgp_c10_rationale_non_disclose": "Products are not processed further"}

    filled = fill_pack(pack=pack(CDP), record=facts)

    by_fact = {each.point.fact: each for each in filled.points}
    assert not by_fact["scope_3_ghgp_c10_emissions_ghg"].is_missing
    assert by_fact["scope_3_ghgp_c10_emissions_ghg"].explanation == "Products are not processed further"
    assert by_fact["scope_3_ghgp_c11_emissions_ghg"].is_missing


def test_a_sellers_pack_asks_of_every_project() -> None:
    filled = fill_pack(
        pack=pack(AB_1305_SELLER), record={}, projects=[{"project_name": "One"}, {"project_name": "Two"}]
    )

    assert len(filled.missing) == 2 * (len(PROJECT_FACTS) - 1)


def test_a_change_shows_both_values_and_nothing_else() -> None:
    record = {"total_scope_1_emissions_ghg": 1_000}
    before = fill_pack(pack=pack(ESRS_E1), record=record)
    after = fill_pack(pack=pack(ESRS_E1), record={**record, "total_scope_3_emissions_ghg": 7})

    (change,) = compare_packs(before=before, after=after)

    assert (change.key, change.before, change.after) == ("record.total_scope_3_emissions_ghg", None, 7)
    assert compare_packs(before=after, after=after) == ()


def test_shares_of_credits_are_of_what_was_cancelled() -> None:
    rows = [
        {"is_cancelled": True, "mass_kg": 1_000, "credit_kind": "removal", "is_in_eu": True},
        {"is_cancelled": True, "mass_kg": 2_000, "credit_kind": "avoidance", "is_in_eu": None},
        {"is_cancelled": False, "mass_kg": 9_000, "credit_kind": "removal"},
    ]

    found = sum_credits(credits=rows)

    assert found["credits_cancelled_kg"] == 3_000
    assert found["credits_share_removal"] == "0.333333"
    assert found["credits_share_eu"] is None
    assert sum_credits(credits=[])["credits_share_removal"] is None


@given(st.lists(st.tuples(st.integers(1, 10**12), st.booleans()), min_size=1, max_size=20))
def test_a_share_never_overstates(rows: list[tuple[int, bool]]) -> None:
    facts = [
        {"is_cancelled": True, "mass_kg": mass, "credit_kind": "removal" if removes else "avoidance"}
        for mass, removes in rows
    ]

    found = sum_credits(credits=facts)

    total = sum(mass for mass, _ in rows)
    part = sum(mass for mass, removes in rows if removes)
    millionths = int(str(found["credits_share_removal"]).replace(".", ""))
    assert millionths * total <= part * 1_000_000 < (millionths + 1) * total


def test_no_fact_stands_for_emissions_less_credits() -> None:
    words = {word for fact in RECORD_FACTS | CREDIT_FACTS | PROJECT_FACTS for word in fact.split("_")}

    assert not words & {"net", "netted", "offset", "after", "less"}
    assert not {fact for fact in RECORD_FACTS if "credits" in fact and "emissions" in fact}


def test_a_table_cannot_ask_for_an_unknown_fact_or_twice_for_one() -> None:
    with pytest.raises(ValueError, match="net_emissions"):
        Datapoint(fact="net_emissions", per=Per.RECORD, status=Status.SECONDARY)
    once = Datapoint(fact="base_year", per=Per.RECORD, status=Status.SECONDARY)
    with pytest.raises(ValueError, match="twice"):
        PackTable(datapoint=(once, once))


def test_every_regime_has_its_table_with_source_and_status() -> None:
    for family in RULE_SETS:
        table = pack(family)
        assert table.header.source.document
        assert table.body.datapoint
        assert all(point.status in Status for point in table.body.datapoint)
