"""Django's admin shows administrators every table and changes nothing; who may open it, every door's own test says."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from tests.architecture.test_doors import patterns
from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.signing_in import sign_in
from tests.rooms.trading import ask, decide, deliver, pay, take
from truetonne.edge.permissions import Role
from truetonne.people.actions import grant_role, record_person
from truetonne.people.models import AuditLine, Person
from truetonne.site.table_admin import ROOMS, build_table_site, write_value

pytestmark = pytest.mark.django_db
INLINE = re.compile(rb"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=")


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    made = make_exchange(at=at)
    made.add_lot()
    return made


@pytest.fixture
def client(exchange: Exchange) -> Client:
    person_id = exchange.ids()
    chief = record_person(
        person_id=person_id, email="chief@northquay.example", name="Chief", password="correct horse battery",
        request_id="chief", at=exchange.at,
    )  # fmt: skip
    grant_role(person=chief, organization=exchange.operator, role=Role.ADMINISTRATOR, request_id="c", at=exchange.at)
    return sign_in(Client(), chief)


def counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for model in apps.get_models():
            if model._meta.app_label in ROOMS:
                cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")
                found[model._meta.db_table] = int(cursor.fetchone()[0])
        return found


def test_every_table_and_a_row_of_each_that_has_one_is_shown_without_inline_code(client: Client) -> None:
    wrong = []
    for model in build_table_site()._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        first = model._default_manager.order_by("pk").first()
        addresses = [reverse(f"{name}_changelist"), f"{reverse(f'{name}_changelist')}?q=nothing"]
        addresses += [reverse(f"{name}_change", args=[first.pk])] if first is not None else []
        for address in addresses:
            answer = client.get(address)
            if answer.status_code != 200 or INLINE.search(answer.content):
                wrong.append(f"{address}: {answer.status_code}")

    assert wrong == []


def test_lines_whose_key_has_two_columns_are_listed_beside_the_others(client: Client, exchange: Exchange) -> None:
    placed = take(exchange, ask(exchange, kg=3_000))
    pay(exchange, placed)
    decide(exchange)
    deliver(exchange, placed)

    index = client.get(reverse("admin:index")).content.decode()
    page = client.get(reverse("admin:ledger_line_changelist")).content.decode()
    other = client.get(reverse("admin:ledger_line_changelist"), {"q": "no such text"}).content.decode()

    assert ">ledger_line<" in index
    assert ">Lines<" not in index
    assert "<td>RETIRED</td>" in page or "<td>RETIREMENT</td>" in page
    assert "<td>" not in other
    assert INLINE.search(page.encode()) is None
    assert client.post(reverse("admin:ledger_line_changelist")).status_code == 405


def test_a_form_sent_by_an_administrator_changes_nothing(client: Client, exchange: Exchange) -> None:
    person = Person.objects.get(email="chief@northquay.example")
    line = AuditLine.objects.first()
    assert line is not None
    before, lots = counts(), reverse("admin:ledger_lot_changelist")
    addresses = (
        reverse("admin:index"), lots, reverse("admin:people_auditline_change", args=[line.pk]),
        reverse("admin:people_person_change", args=[person.pk]), reverse("admin:people_person_changelist"),
    )  # fmt: skip

    answers = [
        client.post(address, {"name": "Other", "is_active": "", "action": "delete_selected", "_selected_action": "1"})
        for address in addresses
    ]

    assert [answer.status_code for answer in answers] == [405] * len(addresses)
    assert client.get(f"{lots}add/").status_code in {302, 404}
    assert client.get(f"{lots}1/delete/").status_code == 404
    assert counts() == before
    assert Person.objects.get(pk=person.pk).name == "Chief"


def test_no_address_of_it_adds_deletes_or_keeps_a_log() -> None:
    names = {str(entry.name) for address, entry in patterns(get_resolver()) if address.startswith("office/admin/")}

    assert [name for name in names if not re.search(r"^(index|jsi18n|app_list)$|_(changelist|change)$", name)] == []
    assert "django_admin_log" not in connection.introspection.table_names()


def test_no_column_that_signs_in_seals_or_salts_is_read(client: Client) -> None:
    shown = {
        f"{model._meta.db_table}.{field.name}"
        for model, table in build_table_site()._registry.items()
        for field in table.columns  # type: ignore[attr-defined]
    }
    page = client.get(reverse("admin:people_person_change", args=[Person.objects.get(name="Chief").pk])).content

    assert "people_auditline.request_id" in shown
    assert {"people_person.password", "people_apitoken.digest", "api_webhookendpoint.secret",
            "ledger_certificate.annex"} & shown == set()  # fmt: skip
    assert b"pbkdf2" not in page
    assert b"argon2" not in page


def test_a_request_id_finds_its_row(client: Client) -> None:
    line = AuditLine.objects.get(request_id="chief")

    page = client.get(reverse("admin:people_auditline_changelist"), {"q": "chief"}).content.decode()

    assert reverse("admin:people_auditline_change", args=[line.pk]) in page
    assert len(set(re.findall(r"/people/auditline/\d+/change/", page))) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (b"\x01\xff", "01ff"),
        (b'{"kg":1}', '{"kg":1}'),
        ({"b": 1, "a": "é"}, '{\n  "a": "é",\n  "b": 1\n}'),
        (True, "True"),
    ],
)
def test_a_value_is_written_as_it_is_stored(value: object, text: str) -> None:
    assert write_value(value) == text


def test_long_bytes_are_counted_and_hashed() -> None:
    assert write_value(bytes(65)).startswith("65 bytes, SHA-256 98ce42de")
