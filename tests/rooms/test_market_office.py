"""The operator's day: queues with counts and ages, one search over everything, every table as a file, by role."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.supply_office.desk import Desk, keep_files_apart, make_desk
from tests.rooms.trading import ask, pay, take
from truetonne.edge.identifiers import short_code, show_id
from truetonne.edge.permissions import Role
from truetonne.ledger.actions.hold import hold_lot
from truetonne.market.actions.cancel_order import cancel_order
from truetonne.market.actions.record_payment import record_payment
from truetonne.market.documents import issue_documents
from truetonne.market.models import Order
from truetonne.market.office_exports import EXPORTS
from truetonne.market.office_search import search_office
from truetonne.market.queues import read_queues
from truetonne.members.models import Application, Evidence
from truetonne.people.models import Person
from truetonne.rules.clocks import clocks_on

CLOCKS = clocks_on(day=date(2026, 3, 2))

pytestmark = pytest.mark.django_db


@pytest.fixture
def exchange(at: datetime) -> Exchange:
    return make_exchange(at=at)


@pytest.fixture
def desk(exchange: Exchange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    keep_files_apart(folder=tmp_path, monkeypatch=monkeypatch)
    return make_desk(exchange=exchange)


@pytest.fixture
def clerk(exchange: Exchange, client: Client) -> Client:
    client.force_login(exchange.clerk)
    return client


def found(exchange: Exchange, text: str) -> dict[str, list[str]]:
    return {kind.title: [hit.name for hit in kind.hits] for kind in search_office(text=text, person=exchange.clerk)}


def test_search_finds_each_kind_of_thing(exchange: Exchange, clerk: Client) -> None:
    lot = exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=3_000))
    code = short_code(prefix="ORD", id=placed.order_id)

    assert found(exchange, "tallow")["Organizations"] == ["Tallow & Pine"]
    assert found(exchange, code.lower()) == {"Orders": [code]}
    assert found(exchange, show_id(prefix="ord", id=placed.order_id)) == {"Orders": [code]}
    assert found(exchange, "mbeya")["Lots and serials"] == ["Mbeya Ridge Restoration"]
    assert found(exchange, f"{lot.key} 42") == {"Lots and serials": ["Mbeya Ridge Restoration"]}
    assert found(exchange, f"{lot.key} 101") == {}
    assert found(exchange, "no such thing") == {}
    assert code in clerk.get(reverse("market:office_search"), {"q": code}).content.decode()


def test_search_finds_a_paper_by_its_number_and_an_application_with_its_evidence(exchange: Exchange) -> None:
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=3_000))
    (invoice,) = issue_documents(at=exchange.at, new_id=exchange.ids)
    officer = Person.objects.get(email="first@northquay.example")
    application = Application.objects.get(organization=exchange.member)
    evidence = Evidence.objects.filter(organization=exchange.member, application=application).order_by("pk")[0]
    code = short_code(prefix="APP", id=application.pk)

    def titles(text: str) -> dict[str, list[str]]:
        return {kind.title: [hit.name for hit in kind.hits] for kind in search_office(text=text, person=officer)}

    assert found(exchange, "inv-000001") == {"Invoices and credit notes": ["INV-000001"]}
    assert found(exchange, "1")["Invoices and credit notes"] == ["INV-000001"]
    assert found(exchange, "CRN-000001") == {}
    assert invoice.order_id == placed.order_id
    assert titles(code) == {"Applications": [code]}
    assert titles(bytes(evidence.sha256).hex())["Evidence"] == [evidence.title]
    assert found(exchange, code) == {}


def test_search_shows_only_what_a_role_may_read(desk: Desk, client: Client) -> None:
    desk.exchange.add_lot()
    placed = take(desk.exchange, ask(desk.exchange, kg=3_000))
    code = short_code(prefix="ORD", id=placed.order_id)

    reviewer = search_office(text=code, person=desk.reviewer)
    client.force_login(desk.exchange.buyer)

    assert reviewer == ()
    assert client.get(reverse("market:office_search"), {"q": code}).status_code == 403


@pytest.mark.parametrize("table", sorted(EXPORTS))
def test_every_table_comes_as_a_file_to_whom_it_belongs(desk: Desk, client: Client, table: str) -> None:
    desk.exchange.add_lot()
    take(desk.exchange, ask(desk.exchange, kg=3_000))
    address = reverse("market:office_export", args=[table])
    client.force_login(desk.auditor)

    answer = b"".join(client.get(address))  # type: ignore[arg-type]

    rows = list(csv.reader(io.StringIO(answer.decode())))
    assert len(rows[0]) == len(EXPORTS[table].columns)
    assert all(len(row) == len(rows[0]) for row in rows)
    may_review = Role.REVIEWER in EXPORTS[table].roles
    client.force_login(desk.reviewer)
    assert client.get(address).status_code == (200 if may_review else 403)
    client.force_login(desk.exchange.buyer)
    assert client.get(address).status_code == 403


def test_the_orders_file_has_every_order_to_the_kilogram(exchange: Exchange, clerk: Client) -> None:
    exchange.add_lot()
    for number in range(3):
        take(exchange, ask(exchange, request_id=f"q{number}", kg=1_001), request_id=f"o{number}")

    answer = b"".join(clerk.get(reverse("market:office_export", args=["orders"])))  # type: ignore[arg-type]

    rows = list(csv.DictReader(io.StringIO(answer.decode())))
    assert len(rows) == Order.objects.count() == 3
    assert {row["quote_kg"] for row in rows} == {"1001"}


def test_queues_count_what_waits_and_say_since_when(exchange: Exchange, clerk: Client) -> None:
    lot = exchange.add_lot()
    other = exchange.add_lot(project="Held forest", year=2025)
    take(exchange, ask(exchange, lot_ids=(lot.lot_id,), kg=3_000))
    hold_lot(lot_id=other.lot_id, reason="fire in two parcels", request_id="h", at=exchange.at)

    queues = {queue.key: queue for queue in read_queues(at=exchange.at, clocks=CLOCKS).queues}
    page = clerk.get(reverse("market:office")).content.decode()

    assert (queues["payments"].waiting, queues["payments"].oldest_at) == (1, exchange.at)
    assert queues["holds"].waiting == 1
    assert "fire in two parcels" in page
    assert all(f'id="{key}"' in page for key in ("payments", "deliveries", "names", "holds"))
    assert not any(f'id="{key}"' in page for key in ("applications", "evidence"))


def test_the_first_page_leads_only_to_what_a_role_opens(desk: Desk, client: Client) -> None:
    for person in (desk.reviewer, desk.auditor, desk.exchange.clerk):
        client.force_login(person)
        page = client.get(reverse("market:office")).content.decode()
        addresses = set(re.findall(r'href="(/office/[^"?#]+)["?#]', page))

        assert len(addresses) > 5
        assert {each: client.get(each).status_code for each in addresses if client.get(each).status_code != 200} == {}


def test_money_that_goes_back_waits_in_a_queue_of_its_own(exchange: Exchange, clerk: Client) -> None:
    exchange.add_lot()
    kept = take(exchange, ask(exchange, request_id="q0", kg=1_000), request_id="o0")
    pay(exchange, kept, request_id="p0")
    overpaid = take(exchange, ask(exchange, request_id="q1", kg=1_000), request_id="o1")
    record_payment(
        payment_id=exchange.ids(), order_id=overpaid.order_id, person_id=exchange.clerk.pk,
        minor=overpaid.amount_minor + 250, currency="USD", reference="bank 2", value_date=exchange.at.date(),
        request_id="p1", at=exchange.at, is_difference_recorded=True,
    )  # fmt: skip
    ended = take(exchange, ask(exchange, request_id="q2", kg=1_000), request_id="o2")
    record_payment(
        payment_id=exchange.ids(), order_id=ended.order_id, person_id=exchange.clerk.pk, minor=ended.amount_minor,
        currency="USD", reference="bank 3", value_date=exchange.at.date(), request_id="p2", at=exchange.at,
    )  # fmt: skip
    cancel_order(
        order_id=ended.order_id, person_id=exchange.buyer.pk, is_staff=False, reason="REQUESTED", request_id="c2",
        at=exchange.at,
    )  # fmt: skip

    found = read_queues(at=exchange.at + timedelta(days=6), clocks=CLOCKS)
    page = clerk.get(reverse("market:office")).content.decode()

    queue = {each.key: each for each in found.queues}["refunds"]
    assert {row.order.pk: row.surplus_minor for row in found.refunds} == {
        overpaid.order_id: 250,
        ended.order_id: ended.amount_minor,
    }
    assert (queue.waiting, queue.late, queue.oldest_at) == (2, 2, exchange.at)
    assert 'id="refunds"' in page
    assert short_code(prefix="ORD", id=kept.order_id) not in page.split('id="refunds"')[1].split("</section>")[0]
    assert f'href="{reverse("market:office_prices")}"' in page


@pytest.mark.parametrize("name", ["office_search", "office_exports"])
def test_strangers_are_asked_to_sign_in(client: Client, name: str) -> None:
    assert client.get(reverse(f"market:{name}")).status_code == 302


def test_an_unknown_table_is_404(clerk: Client) -> None:
    assert clerk.get("/office/exports/secrets.csv").status_code == 404
