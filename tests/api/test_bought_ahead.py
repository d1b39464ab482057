"""Contracts for later years over HTTP: whole to everybody, own shares to members, writes of the operator once per key."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.api.conftest import Caller, token_for
from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.forwards.dealing import Dealing, make_dealing
from truetonne.edge.identifiers import show_id
from truetonne.edge.permissions import Role
from truetonne.people.actions import grant_role
from truetonne.supply.forwards.contract_answers import CommitmentsOut, ForwardWholeOut, JurisdictionsOut
from truetonne.supply.forwards.states import AdjustmentState
from truetonne.supply.models import ContractDelivery, ContractSchedule

pytestmark = pytest.mark.django_db
UNKNOWN = show_id(prefix="x", id=UUID(int=7)).removeprefix("x_")


@pytest.fixture
def exchange(db: None, today: datetime) -> Exchange:
    return make_exchange(at=today - timedelta(minutes=5))


@pytest.fixture
def deal(exchange: Exchange) -> Dealing:
    return make_dealing(exchange=exchange)


def years(*tonnes: tuple[int, int]) -> list[dict[str, Any]]:
    return [{"year": year, "quantity": {"kg": t * 1_000}, "probability_permille": 800} for year, t in tonnes]


def test_a_contract_is_whole_to_everybody_with_its_outlook(anyone: Caller, deal: Dealing, today: datetime) -> None:
    year = today.year
    contract = deal.offtake({year: 6, year + 1: 4})
    draft = deal.draft()

    found = anyone.get(f"/v1/public/forwards/{show_id(prefix='fwd', id=contract)}").json

    ForwardWholeOut.model_validate(found)
    assert (found["is_unit"], found["storage"], found["outlook"]["is_exact"]) == (False, "saline_aquifer", True)
    assert found["outlook"]["years"][-1]["due"]["kg"] == 10_000
    assert all(row["p10"]["kg"] <= row["p50"]["kg"] <= row["p90"]["kg"] for row in found["outlook"]["years"])
    assert anyone.get(f"/v1/public/forwards/{show_id(prefix='fwd', id=draft)}").status == 404


def test_a_slip_is_written_once_per_key_and_needs_its_reason(
    clerk: Caller, buyer: Caller, deal: Dealing, today: datetime
) -> None:
    year = today.year
    text = show_id(prefix="fwd", id=deal.offtake({year: 10}))
    address, slip = f"/v1/forwards/{text}/schedules", {"years": years((year + 1, 10)), "reason": "Late permit"}

    assert clerk.post(address, {"years": slip["years"]}).code == "source_required"
    assert clerk.post(address, {"years": years((year + 1, 9)), "reason": "x"}).code == "invalid_quantity"
    assert buyer.post(address, slip).code == "forbidden"
    assert clerk.post(f"{address}?dry_run=true", slip, key=None).json["slip_count"] == 1
    assert ContractSchedule.objects.count() == 1
    made, again = clerk.post(address, slip, key="slip"), clerk.post(address, slip, key="slip")

    assert (made.status, made.json["slip_count"], again.json) == (201, 1, made.json)
    assert [schedule["reason"] for schedule in made.json["schedules"]] == ["", "Late permit"]


def test_a_pool_that_delivers_short_is_shared_and_each_member_reads_its_own(
    clerk: Caller, buyer: Caller, anyone: Caller, deal: Dealing, exchange: Exchange
) -> None:
    contract = deal.pool(total_t=10)
    text = show_id(prefix="fwd", id=contract)
    ash = deal.member("Ash")
    grant_role(person=deal.second, organization=ash, role=Role.BUYER, request_id="ash", at=exchange.at)
    other = Caller(token=token_for(person=deal.second, organization=ash, at=exchange.at))
    for organization, tonnes in ((exchange.member, "6"), (ash, "4")):
        body = {
            "organization": show_id(prefix="org", id=organization.pk), "quantity": {"tonnes": tonnes},
            "agreed_on": "2025-01-03",
        }  # fmt: skip
        assert clerk.post(f"/v1/forwards/{text}/commitments", body).status == 201
    nobody = {"organization": f"org_{UNKNOWN}", "quantity": {"kg": 1_000}, "agreed_on": "2025-01-03"}
    assert clerk.post(f"/v1/forwards/{text}/commitments", nobody).status == 404
    lot = show_id(prefix="lot", id=deal.block(5).lot_id)
    delivery = {"lot": lot, "delivered_on": "2026-02-03", "source": "Delivery note"}

    made = clerk.post(f"/v1/forwards/{text}/deliveries", delivery, key="d")
    again = clerk.post(f"/v1/forwards/{text}/deliveries", delivery, key="d")

    assert (made.status, again.json, ContractDelivery.objects.count()) == (201, made.json, 1)
    assert sorted(share["quantity"]["kg"] for share in made.json["deliveries"][0]["shares"]) == [0, 2_000, 3_000]
    assert made.json["shortfall_kg"] == 5_000
    mine, theirs = buyer.get("/v1/commitments").json, other.get("/v1/commitments").json
    CommitmentsOut.model_validate(mine)
    assert [row["received"]["kg"] for row in mine["data"]] == [3_000]
    assert [(row["received"]["kg"], row["waiting"]["kg"]) for row in theirs["data"]] == [(2_000, 2_000)]
    assert len(clerk.get("/v1/commitments").json["data"]) == 2
    assert "Ash" not in anyone.get(f"/v1/public/forwards/{text}").response.content.decode()
    assert clerk.post(f"/v1/forwards/{text}/deliveries", delivery | {"lot": f"lot_{UNKNOWN}"}).status == 404


def test_a_stopped_contract_receives_nothing_until_it_goes_on(clerk: Caller, deal: Dealing) -> None:
    text = show_id(prefix="fwd", id=deal.pool(total_t=10))
    hold = {"act": "HOLD", "reason": "Injunction", "source": "Court file"}
    lot = show_id(prefix="lot", id=deal.block(5).lot_id)
    delivery = {"lot": lot, "delivered_on": "2026-02-03", "source": "Delivery note"}

    assert clerk.post(f"/v1/forwards/{text}/holds", hold).json["is_on_hold"] is True
    assert clerk.post(f"/v1/forwards/{text}/holds", hold).code == "state_conflict"
    assert clerk.post(f"/v1/forwards/{text}/deliveries", delivery).code == "position_held"
    assert clerk.post(f"/v1/forwards/{text}/holds", hold | {"act": "RELEASE"}).json["is_on_hold"] is False
    assert clerk.post(f"/v1/forwards/{text}/deliveries", delivery).status == 201
    assert clerk.post(f"/v1/forwards/fwd_{UNKNOWN}/holds", hold).status == 404


def test_jurisdictions_state_their_reference_and_their_adjustment(anyone: Caller, deal: Dealing) -> None:
    deal.adjust(deal.pool(), AdjustmentState.PENDING)

    found = anyone.get("/v1/public/jurisdictions").json

    JurisdictionsOut.model_validate(found)
    (row,) = found["data"]
    assert [each["year"] for each in row["reference"]] == [2016, 2017, 2018, 2019, 2020]
    assert [each["state"] for each in row["adjustments"]] == ["PENDING"]


def test_a_contribution_is_published_once_and_earns_nothing(
    clerk: Caller, buyer: Caller, anyone: Caller, deal: Dealing
) -> None:
    gift = {
        "kind": "GRANT", "party": "Ash", "recipient": "A nursery fund", "amount": {"minor": 12_550, "currency": "USD"},
        "given_on": "2026-01-01", "purpose": "Seedlings", "source": "Letter 1",
        "project": show_id(prefix="prj", id=deal.project.pk),
    }  # fmt: skip

    assert buyer.post("/v1/contributions", gift).code == "forbidden"
    assert clerk.post("/v1/contributions", gift | {"kind": "OFFSET"}).code == "invalid_request"
    assert clerk.post("/v1/contributions", gift | {"project": f"prj_{UNKNOWN}"}).status == 404
    made, again = clerk.post("/v1/contributions", gift, key="g"), clerk.post("/v1/contributions", gift, key="g")

    assert (made.status, again.json) == (201, made.json)
    assert anyone.get("/v1/public/contributions").json["data"] == [made.json]
