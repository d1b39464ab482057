"""A claim is published as it was read by the rules; what a rule objects to needs a second person, in Python and beneath it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from tests.api.conftest import Caller, token_for
from tests.rooms.disclosing import officer
from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.signing_in import sign_in
from tests.rooms.test_market_year_claims import disclosed, retired
from tests.rooms.trading import ask, decide, deliver, pay, take
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role
from truetonne.edge.requests import RequestReused
from truetonne.footprints.queries.disclosures import DisclosedRecord
from truetonne.market.actions.publish_claim import (
    ClaimDecided,
    SamePersonReleases,
    WordingRefused,
    decide_claim,
    publish_claim,
    withdraw_claim,
)
from truetonne.market.api.claims import PublicClaimOut
from truetonne.market.claims import making
from truetonne.market.claims.making import ClaimAsk, ClaimNotSupported, ClaimSubjectNotFound, read_claim
from truetonne.market.claims.possible import list_possible
from truetonne.market.claims.reading import ClaimState, list_claims, list_public, state_of
from truetonne.market.models import ClaimDecision, Delivery, PublicClaim
from truetonne.people.actions import grant_role
from truetonne.rules.rule_set import rule_set
from truetonne.rules.vcmi.tiers import VCMI_TIERS
from truetonne.supply.acceptances import UnverifiedNotAccepted, find_confirmation
from truetonne.supply.actions.accept_parameter import decide_parameter, propose_parameter, withdraw_parameter
from truetonne.supply.actions.lot_acts import By as SupplyBy
from truetonne.supply.parameters import list_unverified, rule_set_name

pytestmark = pytest.mark.django_db

BOLD = "Our pine is climate neutral."
TABLE = "vcmi-tiers/2023-11"


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    return make_exchange(at=at)


@pytest.fixture
def about(exchange: Exchange) -> ClaimAsk:
    """A certificate over 2 t for 2025."""
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=2_000))
    decide(exchange)
    pay(exchange, placed)
    deliver(exchange, placed)
    return ClaimAsk(certificate_id=Delivery.objects.get().certificate_id)


def say(exchange: Exchange, asked: ClaimAsk, *, text: str = "", plea: str = "", request_id: str = "c1") -> PublicClaim:
    return publish_claim(
        claim_id=new_id(), ask=ClaimAsk(certificate_id=asked.certificate_id, text=text), person=exchange.buyer,
        organization_ids=(exchange.member.pk,), request_id=request_id, at=exchange.at, plea=plea,
    )  # fmt: skip


def state(claim: PublicClaim) -> ClaimState:
    return state_of(claim=list_claims().get(pk=claim.pk))


def confirm(exchange: Exchange, *, key: str = TABLE) -> Any:
    """Two people of the operator confirm a rule set."""
    first = SupplyBy(person_id=exchange.clerk.pk, request_id=f"propose {key}", at=exchange.at)
    proposal = propose_parameter(
        proposal_id=new_id(), parameter=rule_set_name(key=key), reason="Compared with the text, page 31.", by=first
    )
    second = SupplyBy(person_id=officer().pk, request_id=f"decide {key}", at=exchange.at)
    decide_parameter(proposal_id=proposal.pk, is_accepted=True, reason="", by=second)
    return proposal


@pytest.mark.parametrize("language", ["en", "vi", "zh-Hans"])
def test_a_draft_passes_the_linter_and_names_what_was_retired(
    exchange: Exchange, about: ClaimAsk, language: str
) -> None:
    asked = ClaimAsk(certificate_id=about.certificate_id, language=language)

    reading = read_claim(ask=asked, organization_ids=(exchange.member.pk,), at=exchange.at)

    assert reading.objections == ()
    assert "2,000" in reading.text if language == "vi" else "2.000" in reading.text
    assert (reading.year, reading.basis["retired_kg"]) == (2025, 2_000)


def test_is_published_once_and_answers_a_repeat_alike(exchange: Exchange, about: ClaimAsk) -> None:
    first, again = say(exchange, about), say(exchange, about)

    assert first.pk == again.pk
    assert state(first) is ClaimState.PUBLISHED
    assert list(list_public()) == [first]
    assert [(each.about, each.is_possible) for each in list_possible(organization_ids=(exchange.member.pk,), at=exchange.at)] == [
        ("certificate", True)
    ]  # fmt: skip


def test_a_repeat_is_answered_when_the_record_was_replaced_since(
    exchange: Exchange, about: ClaimAsk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = say(exchange, about)

    def replaced(**_given: object) -> None:
        raise ClaimNotSupported(reason="replaced")

    monkeypatch.setattr("truetonne.market.actions.publish_claim.read_claim", replaced)

    assert say(exchange, about).pk == first.pk
    with pytest.raises(RequestReused):
        say(exchange, about, text="Another wording.")


def test_a_request_that_decided_or_ended_one_claim_does_neither_to_another(exchange: Exchange, about: ClaimAsk) -> None:
    one, other = (say(exchange, about, text=BOLD, plea="Quoted.", request_id=each) for each in ("r1", "r2"))

    def release(claim: PublicClaim, reason: str = "It is.") -> ClaimDecision:
        return decide_claim(
            claim_id=claim.pk, is_released=True, reason=reason, person=officer(), request_id="d", at=exchange.at
        )

    def end(claim: PublicClaim) -> object:
        return withdraw_claim(
            claim_id=claim.pk, organization_ids=(exchange.member.pk,), reason="No more.", person=exchange.buyer,
            request_id="w", at=exchange.at,
        )  # fmt: skip

    assert release(one) == release(one)
    with pytest.raises(RequestReused):
        release(other)
    with pytest.raises(RequestReused):
        release(one, "Something else.")
    assert end(one) == end(one)
    with pytest.raises(RequestReused):
        end(other)
    assert (state(one), state(other)) == (ClaimState.WITHDRAWN, ClaimState.WAITING)


def test_a_text_that_a_rule_objects_to_is_not_published(exchange: Exchange, about: ClaimAsk) -> None:
    with pytest.raises(WordingRefused) as refused:
        say(exchange, about, text=BOLD)

    assert refused.value.rule_ids
    assert "climate neutral" in {span["written"] for span in refused.value.spans}
    assert not PublicClaim.objects.exists()


def test_figures_of_an_own_wording_are_held_against_the_record(exchange: Exchange, about: ClaimAsk) -> None:
    def objections(text: str) -> tuple[str, ...]:
        asked = ClaimAsk(certificate_id=about.certificate_id, text=text)
        return read_claim(ask=asked, organization_ids=(exchange.member.pk,), at=exchange.at).objections

    right, wrong = objections("In 2025 we retired 2 t of credits."), objections("In 2025 we retired 3 t of credits.")

    assert set(wrong) - set(right)


def test_a_second_person_releases_it_with_both_reasons(exchange: Exchange, about: ClaimAsk) -> None:
    claim = say(exchange, about, text=BOLD, plea="It is quoted from a contract.")
    assert state(claim) is ClaimState.WAITING
    assert not list_public().exists()
    with pytest.raises(SamePersonReleases):
        decide_claim(
            claim_id=claim.pk, is_released=True, reason="Mine", person=exchange.buyer, request_id="d0", at=exchange.at
        )

    decide_claim(
        claim_id=claim.pk, is_released=True, reason="It is.", person=officer(), request_id="d1", at=exchange.at
    )

    assert state(claim) is ClaimState.FLAGGED
    assert list_public().get().decision.reason == "It is."
    with pytest.raises(ClaimDecided):
        decide_claim(
            claim_id=claim.pk, is_released=False, reason="No", person=officer(), request_id="d2", at=exchange.at
        )
    withdraw_claim(
        claim_id=claim.pk, organization_ids=(exchange.member.pk,), reason="Printed no more", person=exchange.buyer,
        request_id="w1", at=exchange.at,
    )  # fmt: skip
    assert state(claim) is ClaimState.WITHDRAWN
    assert list_public().exists()


def test_the_database_refuses_what_python_would(exchange: Exchange, about: ClaimAsk) -> None:
    clean, waiting = say(exchange, about), say(exchange, about, text=BOLD, plea="It is.", request_id="c2")
    row = {"is_released": True, "reason": "x", "effective_at": exchange.at}

    for claim, person in ((waiting, exchange.buyer), (clean, officer())):
        with pytest.raises(IntegrityError, match="decided by another person"), transaction.atomic():
            ClaimDecision.objects.create(claim=claim, person=person, request_id=str(claim.pk), **row)
    fields = {each.attname: getattr(waiting, each.attname) for each in PublicClaim._meta.concrete_fields}
    with pytest.raises(IntegrityError, match="public_claim_against_a_rule_says_why"), transaction.atomic():
        PublicClaim.objects.create(**{**fields, "id": new_id(), "request_id": "c3", "plea": ""})
    for statement in ("UPDATE market_publicclaim SET text = 'x'", "DELETE FROM market_claimwithdrawal"):
        if "DELETE" in statement:
            withdraw_claim(
                claim_id=clean.pk, organization_ids=(exchange.member.pk,), reason="x", person=exchange.buyer,
                request_id="w", at=exchange.at,
            )  # fmt: skip
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_others_certificates_and_replaced_ones_are_not_claimed(exchange: Exchange, about: ClaimAsk) -> None:
    with pytest.raises(ClaimSubjectNotFound):
        read_claim(ask=about, organization_ids=(exchange.operator.pk,), at=exchange.at)
    with pytest.raises(ClaimSubjectNotFound):
        read_claim(ask=ClaimAsk(), organization_ids=(exchange.member.pk,), at=exchange.at)


@pytest.fixture
def gold(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> DisclosedRecord:
    """A year that reaches Gold with every criterion."""
    found = disclosed(exchange, scope1=1_000, market=1_000, scope3=5_000)
    from truetonne.market.claims import judging
    from truetonne.members.states import EvidenceKind

    shown = frozenset({EvidenceKind.TRANSITION_PLAN.value, EvidenceKind.RACE_TO_ZERO.value})
    monkeypatch.setattr(judging, "_evidence", lambda _found: shown)
    monkeypatch.setattr(judging, "_has_validated_target", lambda _paths, today: True)
    monkeypatch.setattr(making, "list_retired", lambda **_given: (retired(3_500),))
    monkeypatch.setattr(making, "find_disclosure", lambda disclosure_id: found)
    return found


def test_a_tier_is_published_only_while_two_people_confirm_its_table(exchange: Exchange, gold: DisclosedRecord) -> None:
    asked = ClaimAsk(disclosure_id=gold.disclosure_id)

    def tier() -> PublicClaim:
        return publish_claim(
            claim_id=new_id(), ask=asked, organization_ids=(exchange.member.pk,), person=exchange.buyer,
            request_id=str(new_id()), at=exchange.at,
        )  # fmt: skip

    assert rule_set(family=VCMI_TIERS, version="2023-11").basis
    with pytest.raises(UnverifiedNotAccepted) as refused:
        tier()
    assert refused.value.parameters == (f"rule-set/{TABLE}",)

    proposal = confirm(exchange)
    made = tier()
    assert made.basis["tier"] == "Gold"
    assert made.basis["confirmed"]["accepted_by"] == officer().name
    assert made.objections == []

    by = SupplyBy(person_id=officer().pk, request_id="end", at=exchange.at)
    withdraw_parameter(proposal_id=proposal.pk, reason="Another edition", by=by)
    with pytest.raises(UnverifiedNotAccepted):
        tier()


def test_a_year_without_a_tier_says_which_criteria_are_missing(exchange: Exchange) -> None:
    found = disclosed(exchange, is_assured=False)

    with pytest.raises(ClaimNotSupported) as refused:
        read_claim(
            ask=ClaimAsk(disclosure_id=found.disclosure_id), organization_ids=(exchange.member.pk,), at=exchange.at
        )

    assert {"target", "assurance"} <= set(refused.value.findings)


def test_every_rule_set_that_nobody_checked_can_be_confirmed(exchange: Exchange) -> None:
    names = {one.name for one in list_unverified()}
    assert {rule_set_name(key=TABLE), rule_set_name(key="vcmi-tiers/2023-06")} <= names
    assert rule_set_name(key="claim-templates/1") not in names
    assert find_confirmation(rule_set_key=TABLE, at=exchange.at) is None

    confirm(exchange)

    assert find_confirmation(rule_set_key=TABLE, at=exchange.at) is not None
    page = Client(headers={"host": "127.0.0.1"}).get("/rules/vcmi-tiers/?version=2023-11").content.decode()
    assert "Compared with the text, page 31." in page
    assert "Nobody here has checked it" not in page


def test_pages_lead_from_a_certificate_to_a_decision(exchange: Exchange, about: ClaimAsk) -> None:
    assert about.certificate_id is not None
    certificate = show_id(prefix="crt", id=about.certificate_id)
    client = Client(headers={"host": "127.0.0.1"})
    sign_in(client, exchange.buyer)
    address = f"/claims/new/?certificate={certificate}"
    form = {"language": "en", "subject": "company", "market": "", "text": "", "plea": "", "act": "publish"}

    assert f"?certificate={certificate}" in client.get("/claims/years/").content.decode()
    assert "2.000" in client.get(address).content.decode()
    refused = client.post(address, {**form, "text": BOLD, "request_id": "r1"})
    assert refused.status_code == 422
    assert "A rule objects. Change the wording" in refused.content.decode()
    made = client.post(address, {**form, "request_id": "r2"})
    asked = client.post(address, {**form, "text": BOLD, "plea": "It is quoted.", "request_id": "r3"})
    waiting = asked["Location"]
    assert "2.000" in client.get(made["Location"]).content.decode()
    assert "Not public." in client.get(waiting).content.decode()
    assert Client(headers={"host": "127.0.0.1"}).get(waiting).status_code == 404

    sign_in(client, officer())
    assert "It is quoted." in client.get("/office/claims/").content.decode()
    claim = waiting.rstrip("/").rsplit("/", 1)[1]
    client.post(f"/office/claims/{claim}/decide/", {"decision": "release", "reason": "It is.", "request_id": "r4"})
    anyone = Client(headers={"host": "127.0.0.1"})
    shown = anyone.get(f"{waiting}?as_of=2026-11-28").content.decode()
    assert "It is quoted." in shown
    assert "published against an objection" in shown
    assert waiting in anyone.get("/claims/published/").content.decode()
    sign_in(client, exchange.buyer)
    client.post(f"{waiting}withdraw/", {"reason": "Printed no more.", "request_id": "r5"})
    assert "Printed no more." in anyone.get(waiting).content.decode()
    assert client.get("/claims/new/").status_code == 404


def test_the_api_reads_publishes_decides_and_withdraws(exchange: Exchange, about: ClaimAsk) -> None:
    grant_role(
        person=officer(), organization=exchange.operator, role=Role.ELIGIBILITY, request_id="role", at=exchange.at
    )
    ends = datetime(2099, 1, 1, tzinfo=UTC)
    buyer, clerk = (
        Caller(token=token_for(person=person, organization=place, at=exchange.at, expires_at=ends))
        for person, place in ((exchange.buyer, exchange.member), (officer(), exchange.operator))
    )
    assert about.certificate_id is not None
    body = {"certificate": show_id(prefix="crt", id=about.certificate_id)}

    rehearsed = buyer.post("/v1/claims?dry_run=true", body)
    made = buyer.post("/v1/claims", body)
    refused = buyer.post("/v1/claims", {**body, "text": BOLD})
    waiting = buyer.post("/v1/claims", {**body, "text": BOLD, "plea": "Quoted."}).json
    decided = clerk.post(f"/v1/claims/{waiting['id']}/decision", {"released": True, "reason": "It is."})
    ended = buyer.post(f"/v1/claims/{waiting['id']}/withdrawal", {"reason": "No more."})

    PublicClaimOut.model_validate(made.json)
    assert (rehearsed.status, rehearsed.json["dry_run"]) == (201, True)
    assert (refused.status, refused.code, bool(refused.json["spans"])) == (422, "wording_refused", True)
    assert (decided.json["state"], ended.json["state"]) == ("FLAGGED", "WITHDRAWN")
    assert len(buyer.get("/v1/claims").json["data"]) == 2
    anyone = Caller(token=None)
    assert [row["id"] for row in anyone.get("/v1/public/claims?year=2025").json["data"]] == [
        made.json["id"],
        waiting["id"],
    ]
    assert anyone.get(f"/v1/public/claims/{waiting['id']}").json["released"]["reason"] == "It is."
    assert buyer.post(f"/v1/claims/{waiting['id']}/decision", {"released": True, "reason": "x"}).status == 403
