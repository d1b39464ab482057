"""Fuel insets over HTTP: batches for everybody, own transport, a claim that may be sent again, and who is refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.api.conftest import Answer, Caller, token_for
from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.fuel_trading import chain_code, claim_fuel, settle, state_activity
from tests.rooms.insets import Desk, add_member, hfc, hvo, ids_of, make_desk
from truetonne.edge.identifiers import short_code, show_id
from truetonne.market.api.inset_answers import ActivityOut, BatchClaimsOut, InsetClaimOut
from truetonne.market.models import InsetClaim, Order, TransportActivity
from truetonne.supply.actions.issue_destruction import issue_destruction
from truetonne.supply.actions.record_destruction import record_destruction
from truetonne.supply.destruction.api import DestructionOut
from truetonne.supply.fuels.api import InsetOut
from truetonne.supply.models import FuelBatch

pytestmark = pytest.mark.django_db

TRANSPORT: dict[str, Any] = {
    "year": 2025, "scope": "1", "mode": "road", "fuel": "diesel", "market": "SE", "energy_mj": 5_000_000,
    "emissions": {"tonnes": "459.65"}, "description": "own fleet", "evidence_title": "fuel cards",
    "evidence_sha256": "ef" * 32,
}  # fmt: skip


@pytest.fixture
def exchange(db: None, today: datetime) -> Exchange:
    return make_exchange(at=today - timedelta(minutes=5))


@pytest.fixture
def desk(exchange: Exchange) -> Desk:
    return make_desk(exchange)


@pytest.fixture
def batch(desk: Desk) -> FuelBatch:
    return desk.issue(desk.book())


def claim_of(batch: FuelBatch, activity: str, **changes: Any) -> dict[str, Any]:
    beneficiary = {"display_name": "T", "legal_name": "T AB", "country": "SE", "domain": "t.example"}
    return {
        "batch": show_id(prefix="ins", id=batch.pk), "side": "SCOPE1", "activity": activity, "volume_ml": 1_000_000,
        "beneficiary": beneficiary, "authorized": True, **changes,
    }  # fmt: skip


def test_a_batch_is_public_with_every_figure_and_counts_once(anyone: Caller, batch: FuelBatch) -> None:
    (row,) = anyone.get("/v1/public/insets?fuel=HVO&market=SE").json["data"]

    InsetOut.model_validate(row)
    assert row == anyone.get(f"/v1/public/insets/{row['id']}").json
    assert (row["is_offset"], row["quantity"]["kg"], row["heating_value"]) == (False, batch.kg, "LHV")
    assert [side["issued"]["kg"] for side in row["sides"]] == [batch.kg, batch.kg]
    assert len(row["proofs"]) == 4
    assert anyone.get("/v1/public/insets?market=DE").json["data"] == []
    assert anyone.get("/v1/public/insets?color=red").code == "unknown_field"


def test_a_booked_batch_is_nobodys_to_read(anyone: Caller, desk: Desk) -> None:
    booked = desk.book()

    assert anyone.get("/v1/public/insets").json["data"] == []
    assert anyone.get(f"/v1/public/insets/{show_id(prefix='ins', id=booked.pk)}").status == 404
    assert anyone.get(f"/v1/public/insets/{show_id(prefix='ins', id=booked.pk)}/claims").status == 404


def test_batches_are_paged_by_cursor_without_skip(anyone: Caller, desk: Desk, exchange: Exchange) -> None:
    for number in range(3):
        changes = {"sustainability_proof": f"POS-{number}", "production_batch": f"NW-{number}"}
        desk.issue(desk.book(hvo(exchange, **changes), name=f"b{number}"), name=f"b{number}")

    first = anyone.get("/v1/public/insets?limit=2").json
    second = anyone.get(f"/v1/public/insets?limit=2&after={first['next_cursor']}").json
    back = anyone.get(f"/v1/public/insets?limit=2&before={second['previous_cursor']}").json

    assert [row["production_batch"] for row in first["data"] + second["data"]] == ["NW-0", "NW-1", "NW-2"]
    assert (first["has_more"], second["has_more"]) == (True, False)
    assert back["data"] == first["data"]
    assert anyone.get(f"/v1/public/destructions?after={first['next_cursor']}").code == "invalid_cursor"


def test_own_transport_is_stated_once_and_read_by_its_owner(
    buyer: Caller, clerk: Caller, anyone: Caller, exchange: Exchange
) -> None:
    made = buyer.post("/v1/transport-activities", TRANSPORT, key="t")
    again = buyer.post("/v1/transport-activities", TRANSPORT, key="t")

    ActivityOut.model_validate(made.json)
    assert (made.status, again.json, again.is_replay) == (201, made.json, True)
    assert buyer.post("/v1/transport-activities", TRANSPORT).code == "state_conflict"
    assert buyer.post("/v1/transport-activities", TRANSPORT | {"emissions": {"kg": 5_000_001}}).code == (
        "implausible_value"
    )
    assert buyer.post("/v1/transport-activities", TRANSPORT | {"scope": "3"}).code == "invalid_request"
    other, person = add_member(exchange, name="Shipper One")
    stranger = Caller(token=token_for(person=person, organization=other, at=exchange.at))
    assert [len(who.get("/v1/transport-activities").json["data"]) for who in (buyer, clerk, stranger)] == [1, 1, 0]
    assert anyone.get("/v1/transport-activities").status == 401


def test_a_claim_may_be_sent_again_and_makes_one_order(
    buyer: Caller, exchange: Exchange, batch: FuelBatch, clerk: Caller
) -> None:
    activity = buyer.post("/v1/transport-activities", TRANSPORT).json["id"]
    body = claim_of(batch, activity)

    tried = buyer.post("/v1/inset-claims?dry_run=true", body, key=None)
    assert (tried.status, tried.json["dry_run"], tried.json["quantity"]["kg"]) == (201, True, 2_555)
    assert InsetClaim.objects.count() == Order.objects.count() == 0
    made, again = buyer.post("/v1/inset-claims", body, key="c"), buyer.post("/v1/inset-claims", body, key="c")

    InsetClaimOut.model_validate(made.json)
    assert (made.status, again.json, Order.objects.count()) == (201, made.json, 1)
    assert made.json["chain"].startswith("CHN-")
    assert made.json["statements"]["physical"]["kg"] == 459_650
    assert made.json["statements"]["impact"]["kg"] == 2_555
    assert buyer.get("/v1/inset-claims?side=SCOPE1&claim_year=2025").json["data"] == [made.json]
    assert clerk.get(f"/v1/inset-claims/{made.json['order']}").json == made.json
    assert buyer.get(f"/v1/orders/{made.json['order']}").json["purpose"] == "INSETTING"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"volume_ml": None}, "tonnes_only_inset"),
        ({"energy_mj": 5}, "tonnes_only_inset"),
        ({"quantity": {"kg": 1_000}}, "unknown_field"),
        ({"side": "SCOPE3"}, "invalid_request"),
        ({"tier": "SHIPPER"}, "invalid_request"),
        ({"volume_ml": 1.5}, "invalid_request"),
        ({"batch": show_id(prefix="ins", id=UUID(int=7))}, "not_found"),
        ({"activity": show_id(prefix="act", id=UUID(int=7))}, "not_found"),
        ({"authorized": False}, "authorization_required"),
        ({"volume_ml": 900_000_000_000}, "double_use"),
        ({"claim_year": 2024}, "claim_year_closed"),
    ],
)
def test_a_claim_that_cannot_stand_is_refused_by_name(
    exchange: Exchange, buyer: Caller, batch: FuelBatch, changes: dict[str, Any], code: str
) -> None:
    own = state_activity(exchange, exchange.member, exchange.buyer, scope="1", energy_mj=10**12, emissions_kg=10**11)

    answer = buyer.post("/v1/inset-claims", claim_of(batch, show_id(prefix="act", id=own.pk)) | changes)

    assert answer.code == code, answer.json
    assert Order.objects.count() == 0


def test_a_customer_claims_after_its_carrier_on_the_same_chain_and_further_tiers_disclose(
    exchange: Exchange, batch: FuelBatch, buyer: Caller, anyone: Caller
) -> None:
    own = state_activity(exchange, exchange.member, exchange.buyer, scope="1")
    other, person = add_member(exchange, name="Shipper One")
    theirs = show_id(prefix="act", id=state_activity(exchange, other, person, scope="3").pk)
    shipper = Caller(token=token_for(person=person, organization=other, at=exchange.at))

    def ask(chain: str) -> Answer:
        return shipper.post("/v1/inset-claims", claim_of(batch, theirs, side="SCOPE3", tier="SHIPPER", chain=chain))

    placed = claim_fuel(exchange, batch, own, exchange.buyer, name="carrier", litres=1_000)
    assert ask(chain_code(batch)).code == "inset_scope1_not_retired"
    settle(exchange, placed, name="carrier")
    assert ask(short_code(prefix="CHN", id=UUID(int=7))).code == "unrelated_chains"
    assert ask("CHN-1111-11").code == "invalid_id"
    made = ask(chain_code(batch))
    assert (made.status, made.json["chain"]) == (201, None)
    address = f"/v1/inset-claims/{made.json['order']}/disclosures"
    tier = {"party": "Between Logistics", "tier": "LOGISTICS", "scope3_category": 4}
    assert buyer.post(address, tier).status == 404
    assert [row["party"] for row in shipper.post(address, tier).json["disclosures"]] == ["Between Logistics"]
    assert shipper.post(address, tier).code == "second_scope3_claimant"
    public = anyone.get(f"/v1/public/insets/{show_id(prefix='ins', id=batch.pk)}/claims").json
    BatchClaimsOut.model_validate(public)
    assert [(row["side"], row["quantity"]["kg"]) for row in public["data"]] == [("SCOPE1", 2_555)]


def test_destroyed_gas_shows_one_figure_for_each_set_and_adds_none(
    anyone: Caller, exchange: Exchange, desk: Desk
) -> None:
    found = record_destruction(destruction_id=exchange.ids(), destruction=hfc(), by=desk.by(exchange.clerk, "record"))
    assert anyone.get("/v1/public/destructions").json["data"] == []
    desk.accept("method/hfc_destruction/1", "superpollutants/2026.1/transport_destruction_t_per_t")
    issue_destruction(destruction_id=found.pk, ids=ids_of(exchange), reason="read", by=desk.by(desk.second, "issue"))

    (row,) = anyone.get("/v1/public/destructions?subtype=HFC").json["data"]

    DestructionOut.model_validate(row)
    assert row == anyone.get(f"/v1/public/destructions/{row['id']}").json
    assert [view["gwp_set"] for view in row["views"] if view["is_issued"]] == [row["gwp_set"]]
    assert len({view["quantity"]["kg"] for view in row["views"]}) > 1
    assert row["quantity"]["kg"] == found.kg
    assert row["accepted"]
    assert anyone.get(f"/v1/public/destructions/{show_id(prefix='dst', id=UUID(int=7))}").status == 404
    assert TransportActivity.objects.count() == 0
