"""Claims of a year are judged from the record, the targets and what was retired; what is not shown leaves no tier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from django.test import Client

from tests.rooms.disclosing import accept, by, entity_of, publish, set_
from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.signing_in import sign_in
from tests.rooms.trading import ask, decide, deliver, pay, take
from truetonne.edge.identifiers import show_id
from truetonne.footprints.actions.publish_disclosure import publish_disclosure
from truetonne.footprints.models import Inventory
from truetonne.footprints.queries.disclosures import DisclosedRecord, find_disclosure
from truetonne.market.claims.credits import RetiredLine, list_retired
from truetonne.market.claims.drafts import draft_tier
from truetonne.market.claims.judging import YearClaims, judge_year
from truetonne.members.states import EvidenceKind
from truetonne.rules.ccp.lookup import CcpState

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
FACTS = {
    "project_name": "Northfell", "program": "Verra", "country": "SE", "methodology": "VM0047", "first": 1, "last": 4,
    "first_part_kg": 1000, "last_part_kg": 1000, "unit_kg": 1000, "credit_class": "REMOVAL_NATURE",
    "vintage_start": "2024-01-01", "vintage_end": "2025-01-01",
}  # fmt: skip


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    return make_exchange(at=at)


def disclosed(exchange: Exchange, *, is_assured: bool = True, **figures: int | None) -> DisclosedRecord:
    entity = entity_of(exchange)
    accept(exchange, set_(exchange, entity))
    made: Inventory = publish(exchange, entity, **figures)  # type: ignore[arg-type]
    assurance = {"level_of_assurance": "limited", "assurer": "Second Look Oy"} if is_assured else {}
    record = publish_disclosure(
        disclosure_id=exchange.ids(), inventory_id=made.pk, organization_id=exchange.member.pk, by=by(exchange),
        **assurance,  # type: ignore[arg-type]
    )  # fmt: skip
    found = find_disclosure(disclosure_id=record.pk)
    assert found is not None
    return complete(found)


def complete(found: DisclosedRecord) -> DisclosedRecord:
    """Return the record as if every category had a figure."""
    return replace(found, content={**found.content, "gaps": []})


def retired(kg: int, **changes: object) -> RetiredLine:
    line = RetiredLine(
        certificate_id=UUID(int=7), retired_on=TODAY, facts=FACTS, article6="", kg=kg, state=CcpState.APPROVED,
        program_eligible=True, is_tagged=True,
    )  # fmt: skip
    return replace(line, **changes)  # type: ignore[arg-type]


def judge(found: DisclosedRecord, lines: Sequence[RetiredLine] = (), *, is_public: bool = True) -> YearClaims:
    return judge_year(found=found, lines=lines, today=TODAY, is_public=is_public)


def results(judged: YearClaims) -> dict[str, str]:
    return {each.rule: each.result.value for each in judged.findings}


def test_counts_only_credits_with_all_three_parts_of_the_label(exchange: Exchange) -> None:
    found = disclosed(exchange)
    lines = [
        retired(1_000), retired(1_000, is_tagged=False), retired(1_000, program_eligible=False),
        retired(1_000, state=CcpState.UNDER_ASSESSMENT), retired(1_000, state=None),
    ]  # fmt: skip

    judged = judge(found, lines)

    assert (judged.remaining_kg, judged.retired_kg, judged.labelled_kg) == (10_000, 5_000, 1_000)
    assert [(each.table.header.version, each.by_share) for each in judged.readings] == [
        ("2023-11", "Silver"), ("2023-06", None),
    ]  # fmt: skip


def test_what_is_not_shown_leaves_no_tier_and_is_not_called_not_met(exchange: Exchange) -> None:
    judged = judge(disclosed(exchange, is_assured=False), [retired(10_000)])

    assert [reading.verdict.tier for reading in judged.readings if reading.verdict] == [None, None]
    assert results(judged) == {
        "inventory": "met", "target": "not_shown", "progress": "not_met", "advocacy": "not_shown",
        "credit_quality": "met", "assurance": "not_shown", "share": "met",
    }  # fmt: skip


def test_an_incomplete_inventory_fails_and_a_scope_without_a_figure_gives_no_share(exchange: Exchange) -> None:
    found = disclosed(exchange)

    assert (
        results(judge(replace(found, content={**found.content, "gaps": ["scope_3_ghgp_c2"]})))["inventory"] == "not_met"
    )
    silent = replace(found, content={**found.content, "record": {**found.record, "total_scope_1_emissions_ghg": None}})
    assert (judge(silent).remaining_kg, judge(silent).findings) == (None, ())


def test_a_gap_of_scope_3_is_within_a_quarter_of_its_path_and_covered_by_labelled_credits(exchange: Exchange) -> None:
    # Of 6 t in 2020 scope 3 may emit 4.5 t in 2025: a gap of 1.125 t is allowed.
    found = disclosed(exchange, scope3=5_625)

    within, short = judge(found, [retired(1_125)]).gap, judge(found, [retired(1_124)]).gap

    assert within is not None
    assert short is not None
    assert (int(within.allowed_gap), int(within.gap), within.eligible) == (1_125, 1_125, True)
    assert (short.eligible, short.reasons) == (False, ("credits_below_gap",))


def test_a_larger_gap_and_a_year_without_a_path_are_no_claim(exchange: Exchange) -> None:
    large = judge(disclosed(exchange, scope3=5_626), [retired(2_000)])
    assert large.gap is not None
    assert large.gap.reasons == ("gap_above_share",)

    entity = entity_of(exchange, name="Tallow Freight AB", is_main=False)
    made = publish(exchange, entity)
    record = publish_disclosure(
        disclosure_id=exchange.ids(), inventory_id=made.pk, organization_id=exchange.member.pk, by=by(exchange)
    )
    found = find_disclosure(disclosure_id=record.pk)
    assert found is not None
    assert judge(complete(found)).gap is None


def test_a_tier_is_drafted_only_with_every_criterion_and_passes_the_linter(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = disclosed(exchange, scope1=1_000, market=1_000, scope3=5_000)
    lines = [retired(3_500)]
    assert draft_tier(found=found, judged=judge(found, lines), lines=lines, language="en", today=TODAY) is None

    from truetonne.market.claims import judging

    shown = frozenset({EvidenceKind.TRANSITION_PLAN.value, EvidenceKind.RACE_TO_ZERO.value})
    monkeypatch.setattr(judging, "_evidence", lambda _found: shown)
    monkeypatch.setattr(judging, "_has_validated_target", lambda _paths, today: True)
    judged = judge(found, lines, is_public=False)

    assert judged.readings[0].verdict is not None
    assert judged.readings[0].verdict.tier == "Gold"
    for language in ("en", "vi", "zh-Hans"):
        draft = draft_tier(found=found, judged=judged, lines=lines, language=language, today=TODAY)
        assert draft is not None
        assert "vcmi-tiers/2023-11" in draft.text
        assert "Gold" in draft.text


def test_what_was_retired_for_the_year_is_read_from_its_certificates(exchange: Exchange) -> None:
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=2_000))
    decide(exchange)
    pay(exchange, placed)
    deliver(exchange, placed)

    (line,) = list_retired(organization_id=exchange.member.pk, year=2025, today=TODAY, is_public=True)

    assert (line.kg, line.is_tagged, line.is_labelled) == (2_000, False, False)
    assert list_retired(organization_id=exchange.member.pk, year=2024, today=TODAY, is_public=True) == ()


def test_anyone_reads_the_judgement_and_only_the_member_its_own_page(exchange: Exchange) -> None:
    found = disclosed(exchange)
    name = show_id(prefix="dsc", id=found.disclosure_id)
    anyone = Client(headers={"host": "127.0.0.1"})

    page = anyone.get(f"/disclosures/{name}/claims/").content.decode()
    sign_in(anyone, exchange.buyer)
    own = anyone.get("/claims/years/").content.decode()
    year = anyone.get(f"/claims/years/?record={name}").content.decode()

    assert "A validated near-term target" in page
    assert "No tier is reached" not in page
    assert f"?record={name}" in own
    assert "No tier is reached, so there is no text for one." in year
    assert Client(headers={"host": "127.0.0.1"}).get("/claims/years/").status_code == 302
    assert anyone.get("/disclosures/dsc_00000000000000000000000000/claims/").status_code == 404
