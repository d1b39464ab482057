"""The pages of fuel and destroyed gas open, say what they must, and turn away what would count a litre twice."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.html import strip_tags

from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.fuel_trading import chain_code, claim_fuel, settle, state_activity
from tests.rooms.insets import Desk, add_member, hfc, hvo, ids_of, make_desk
from tests.rooms.signing_in import sign_in
from truetonne.edge.identifiers import new_id, short_code, show_id
from truetonne.market.models import InsetClaim, TransportActivity
from truetonne.supply.actions.issue_destruction import issue_destruction
from truetonne.supply.actions.record_destruction import record_destruction

pytestmark = pytest.mark.django_db


@pytest.fixture
def exchange(db: None) -> Exchange:
    return make_exchange(at=datetime.now(UTC))


@pytest.fixture
def desk(exchange: Exchange) -> Desk:
    return make_desk(exchange)


def test_a_batch_stands_once_in_catalogue_and_register(exchange: Exchange, desk: Desk, client: Client) -> None:
    batch = desk.issue(desk.book())
    text = show_id(prefix="ins", id=batch.pk)

    assert client.get("/insets/").content.decode().count(f"/insets/{text}/") >= 1
    page = strip_tags(client.get(f"/insets/{text}/").content.decode())
    assert "255.506" in page
    assert "RFS, LCFS, RED, CORSIA" in page
    assert "255.506" in strip_tags(client.get("/register/insets/").content.decode())


def test_claims_are_paged_for_readers_and_programs_and_whole_as_files(
    exchange: Exchange, desk: Desk, client: Client
) -> None:
    batch = desk.issue(desk.book())
    text = show_id(prefix="ins", id=batch.pk)
    activity = state_activity(exchange, exchange.member, exchange.buyer, scope="1")
    for name, litres in (("first", 1_000), ("second", 2_000)):
        settle(exchange, claim_fuel(exchange, batch, activity, exchange.buyer, name=name, litres=litres), name=name)
    api = f"/v1/public/insets/{text}/claims"

    first = client.get(api, {"limit": "1"}).json()
    second = client.get(api, {"limit": "1", "after": first["next_cursor"]}).json()
    back = client.get(api, {"limit": "1", "before": second["previous_cursor"]}).json()
    whole = client.get(api).json()["data"]

    assert (first["has_more"], second["has_more"], second["next_cursor"]) == (True, False, None)
    assert back["data"] == first["data"]
    assert [*first["data"], *second["data"]] == whole
    assert [row["quantity"]["kg"] for row in whole] == [2_555, 5_110]
    pages = [client.get(f"/insets/{text}/", {"limit": "1"}).content.decode()]
    after = pages[0].split("?limit=1&amp;after=")[1].split('"')[0]
    pages.append(client.get(f"/insets/{text}/", {"limit": "1", "after": after}).content.decode())
    assert [page.count('href="/certificates/crt_') for page in pages] == [1, 1]
    assert client.get(f"/insets/{text}/", {"after": "nonsense"}).status_code == 404
    table = client.get("/register/inset-claims.csv").getvalue().decode().strip().split("\r\n")
    assert [line.split(",")[0] for line in table] == ["certificate_id", *(row["certificate"] for row in whole)]
    lines = client.get("/register/inset-claims.jsonl").getvalue().decode().strip().split("\n")
    assert [json.loads(line)["kg"] for line in lines] == [row["quantity"]["kg"] for row in whole]
    assert f"{text}," in client.get("/register/insets.csv").getvalue().decode()
    assert json.loads(client.get("/register/insets.jsonl").getvalue())["scope1_retired_kg"] == sum(
        row["quantity"]["kg"] for row in whole
    )


def test_batches_of_the_register_are_paged_newest_first(exchange: Exchange, desk: Desk, client: Client) -> None:
    codes = [
        short_code(
            prefix="INS",
            id=desk.issue(
                desk.book(hvo(exchange, sustainability_proof=name, production_batch=name), name=name), name=name
            ).pk,
        )
        for name in "abc"
    ]

    def read(**given: str) -> tuple[list[str], str]:
        page = client.get("/register/insets/", {"limit": "2", **given}).content.decode()
        found = [code for code in reversed(codes) if code in page]
        onward = re.search(r'rel="next" href="[^"]*after=([^"&]+)"', page)
        return found, onward[1] if onward else ""

    first, after = read()
    second, none = read(after=after)

    assert (first, second, none) == ([codes[2], codes[1]], [codes[0]], "")


def test_a_claim_is_shown_before_it_is_ordered_and_refused_by_name(
    exchange: Exchange, desk: Desk, client: Client
) -> None:
    batch = desk.issue(desk.book())
    text = show_id(prefix="ins", id=batch.pk)
    activity = state_activity(exchange, exchange.member, exchange.buyer, scope="1")
    sign_in(client, exchange.buyer)
    form = {
        "request_id": str(new_id()), "activity": str(activity.pk), "quantity": "1000", "unit": "l", "display_name": "T",
        "legal_name": "T AB", "domain": "t.example", "country": "SE", "authorized": "on",
    }  # fmt: skip

    shown = client.post(f"/insets/{text}/claim/scope-1/", form | {"try": "1"})
    assert "2.555" in strip_tags(shown.content.decode())
    assert InsetClaim.objects.count() == 0
    assert client.post(f"/insets/{text}/claim/scope-1/", form | {"quantity": "900000"}).status_code == 422
    placed = client.post(f"/insets/{text}/claim/scope-1/", form)
    assert placed.status_code == 302
    order = client.get(placed["Location"]).content.decode()
    assert "SCOPE" not in order
    assert "Inset statement" in order


def test_the_statement_leaves_the_physical_inventory_as_it_is(exchange: Exchange, desk: Desk, client: Client) -> None:
    batch = desk.issue(desk.book())
    activity = state_activity(exchange, exchange.member, exchange.buyer, scope="1")
    placed = claim_fuel(exchange, batch, activity, exchange.buyer, name="c", litres=100_000)
    settle(exchange, placed, name="c")
    organization, person = add_member(exchange, name="Shipper One")
    theirs = state_activity(exchange, organization, person, scope="3")
    claim_fuel(exchange, batch, theirs, person, name="s", litres=1_000, chain=chain_code(batch))
    address = f"/orders/{show_id(prefix='ord', id=placed.order_id)}/inset"

    page = sign_in(client, exchange.buyer).get(f"{address}/").content.decode()
    pdf = client.get(f"{address}.pdf")

    assert "459.650" in page
    assert "204.144" in page
    assert chain_code(batch) in page
    assert pdf.content.startswith(b"%PDF")
    assert sign_in(Client(), person).get(f"{address}/").status_code == 404


def test_own_transport_is_put_on_record(exchange: Exchange, client: Client) -> None:
    form = {
        "request_id": str(new_id()), "year": "2025", "whose": "3", "scope3_category": "4", "mode": "road",
        "fuel": "diesel", "market": "se", "energy_mj": "1000000", "emissions_kg": "92000", "description": "Goods",
        "evidence_title": "Cards", "evidence_sha256": "ab" * 32,
    }  # fmt: skip

    assert sign_in(client, exchange.buyer).post("/activities/", form).status_code == 302

    assert TransportActivity.objects.get().market == "SE"
    assert "1,000,000" in client.get("/activities/").content.decode()


def test_destroyed_gas_is_shown_under_several_sets(exchange: Exchange, desk: Desk, client: Client) -> None:
    found = record_destruction(destruction_id=exchange.ids(), destruction=hfc(), by=desk.by(exchange.clerk, "record"))
    desk.accept("method/hfc_destruction/1", "superpollutants/2026.1/transport_destruction_t_per_t")
    issue_destruction(destruction_id=found.pk, ids=ids_of(exchange), reason="read", by=desk.by(desk.second, "issue"))

    page = client.get(f"/destructions/{show_id(prefix='dst', id=found.pk)}/").content.decode()

    assert "AR5" in page
    assert "AR6" in page
    assert "never added" in page
    assert "method/hfc_destruction/1" in page
    assert "method/hfc_destruction/1" in client.get("/parameters/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "fuel/", "fuel/new/", "destructions/", "destructions/new/refrigerant/", "destructions/new/methane/",
        "parameters/",
    ],
)  # fmt: skip
def test_the_office_pages_open(exchange: Exchange, desk: Desk, client: Client, address: str) -> None:
    desk.issue(desk.book())
    record_destruction(destruction_id=exchange.ids(), destruction=hfc(), by=desk.by(exchange.clerk, "record"))

    assert sign_in(client, exchange.clerk).get(f"/office/{address}").status_code == 200


def test_the_office_shows_a_batch_and_a_destruction(exchange: Exchange, desk: Desk, client: Client) -> None:
    batch = desk.book()
    found = record_destruction(
        destruction_id=exchange.ids(), destruction=hfc(certificate_number=""), by=desk.by(exchange.clerk, "record")
    )
    sign_in(client, desk.second)

    assert "Issue two paired lots" in client.get(f"/office/fuel/{show_id(prefix='ins', id=batch.pk)}/").content.decode()
    gaps = client.get(f"/office/destructions/{show_id(prefix='dst', id=found.pk)}/").content.decode()
    assert "What stands against issuing" in gaps
