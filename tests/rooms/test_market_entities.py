"""The legal entities of a member's group: named once, identified, authorized, and chosen in an order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests.rooms.exchange import LEI, Exchange, make_exchange
from tests.rooms.signing_in import sign_in
from tests.rooms.trading import ask
from truetonne.edge.identifiers import show_id
from truetonne.market.models import Order
from truetonne.members.actions.figures import EntityNotAuthorized, EntityNotIdentified, add_entity
from truetonne.members.acts import By
from truetonne.members.models import LegalEntity
from truetonne.people.models import AuditLine

pytestmark = pytest.mark.django_db

GIVEN = {
    "legal_name": "Tallow & Pine Malmö AB", "country": "SE", "registration_number": "556000-1111", "domain": "",
    "lei": "", "authorized": "on", "request_id": "r1",
}  # fmt: skip


@pytest.fixture
def exchange(db: None) -> Exchange:
    """Pages read the clock, so this exchange lives now."""
    return make_exchange(at=datetime.now(UTC))


@pytest.fixture
def buyer(exchange: Exchange) -> Client:
    return sign_in(Client(), exchange.buyer)


def address(exchange: Exchange, *, tail: str = "") -> str:
    return f"/organizations/{show_id(prefix='org', id=exchange.member.pk)}/entities/{tail}"


def name(exchange: Exchange, client: Client, **given: str) -> Any:
    data = {key: value for key, value in {**GIVEN, **given}.items() if value}
    return client.post(address(exchange, tail="new/"), data)


def test_names_a_company_once_with_the_words_that_were_ticked(exchange: Exchange, buyer: Client) -> None:
    assert name(exchange, buyer).status_code == 302
    assert name(exchange, buyer).status_code == 302

    entity = LegalEntity.objects.get(organization=exchange.member, is_main=False)
    assert (entity.name, entity.registration_number, entity.country) == ("Tallow & Pine Malmö AB", "556000-1111", "SE")
    assert entity.authorization_statement.startswith("I may act for this company")
    line = AuditLine.objects.get(action="entity.added", subject=show_id(prefix="ent", id=entity.pk))
    assert line.person == exchange.buyer
    page = buyer.get(address(exchange)).content.decode()
    assert "Tallow &amp; Pine Malmö AB" in page
    assert "not used yet" in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"registration_number": ""}, "Give the registration number or the LEI."),
        ({"authorized": ""}, "This field is required."),
        ({"lei": "529900T8BM49AURSDO56"}, "check digits must agree"),
        ({"domain": "no domain"}, "Write a web domain"),
    ],
)
def test_refuses_beside_the_field(exchange: Exchange, buyer: Client, given: dict[str, str], said: str) -> None:
    answer = name(exchange, buyer, **given)

    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not LegalEntity.objects.filter(is_main=False).exists()


def test_refuses_a_known_lei_and_keeps_what_was_written(exchange: Exchange, buyer: Client) -> None:
    name(exchange, buyer, lei=LEI)

    answer = name(exchange, buyer, lei=LEI, legal_name="Another AB", request_id="r2")

    assert answer.status_code == 422
    assert "A company with this LEI is on file." in answer.content.decode()
    assert "Another AB" in answer.content.decode()


def test_another_members_entities_are_not_found(exchange: Exchange) -> None:
    clerk = sign_in(Client(), exchange.clerk)

    assert clerk.get(address(exchange)).status_code == 404
    assert name(exchange, clerk).status_code in {403, 404}


def test_the_action_refuses_by_name(exchange: Exchange, at: datetime) -> None:
    given = {
        "entity_id": exchange.ids(), "organization": exchange.member, "name": "Nameless AB", "country": "SE",
        "is_main": False, "by": By(person_id=exchange.buyer.pk, request_id="n", at=at),
    }  # fmt: skip

    with pytest.raises(EntityNotIdentified) as unknown:
        add_entity(**given, authorization_statement="I may.")  # type: ignore[arg-type]
    with pytest.raises(EntityNotAuthorized):
        add_entity(**given, registration_number="1")  # type: ignore[arg-type]

    assert unknown.value.missing == ("lei", "registration_number")


def test_an_order_takes_what_was_left_empty_from_the_company_chosen(exchange: Exchange, buyer: Client) -> None:
    name(exchange, buyer)
    entity = LegalEntity.objects.get(is_main=False)
    exchange.add_lot()
    quote = show_id(prefix="qte", id=ask(exchange, kg=1_000).quote_id)
    shown = buyer.get(f"/quotes/{quote}/").content.decode()
    assert "Tallow &amp; Pine Malmö AB" in shown
    assert "as written below" in shown
    given = {
        "purpose": "ONGOING_EMISSIONS",
        "claim_year": "2025",
        "authorized": "on",
        "request_id": "o1",
        "country": "",
    }

    unnamed = buyer.post(f"/quotes/{quote}/order/", {**given, "entity": ""})
    placed = buyer.post(f"/quotes/{quote}/order/", {**given, "entity": show_id(prefix="ent", id=entity.pk)})

    assert unnamed.status_code == 422
    assert "nothing is filled in for you" in unnamed.content.decode()
    assert placed.status_code == 302, placed.content.decode()
    order = Order.objects.select_related("beneficiary").get()
    assert order.beneficiary.legal_name == order.beneficiary.display_name == "Tallow & Pine Malmö AB"
    assert order.beneficiary.registration_number == "556000-1111"
    assert "in review" in buyer.get(address(exchange)).content.decode()
