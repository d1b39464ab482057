"""Retirement statements and searches over public records."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.test import Client

from tests.rooms.supply.syn_files import Registry, retirement, serial
from truetonne.edge.identifiers import show_id
from truetonne.supply.actions.publish_statement import NothingRetired, publish_statement
from truetonne.supply.models import PublishedStatement
from truetonne.supply.records_search import find_records, make_statement


def test_a_statement_reproduces_ranges_beneficiary_purpose_and_total(registry: Registry) -> None:
    registry.retirements(
        retirement(1, 100, beneficiary="Harbour Cloud", purpose="customers' usage 2025"),
        retirement(1, 50, number=101, beneficiary="HARBOUR  CLOUD", purpose="customers' usage 2025"),
        retirement(200, 201, beneficiary="Harbour Cloud Services"),
        retirement(300, 301, beneficiary="", purpose="for Harbour Cloud"),
    )

    made = make_statement(beneficiary="harbour cloud")

    assert made.kg == 150_000
    assert [(line.serial, line.kg, line.purpose) for line in made.lines] == [
        (serial(1, 100), 100_000, "customers' usage 2025"),
        (serial(1, 50, number=101), 50_000, "customers' usage 2025"),
    ]
    assert made.spellings == ("HARBOUR  CLOUD", "Harbour Cloud")
    assert made.not_counted == ("Harbour Cloud Services",)
    assert [(project, kg) for _, project, _, kg in made.by_project()] == [("SYN100", 100_000), ("SYN101", 50_000)]


def test_a_later_edition_gives_the_beneficiary(registry: Registry) -> None:
    registry.retirements(retirement(1, 100, beneficiary=""))
    registry.retirements(retirement(1, 100, beneficiary="Harbour Cloud"))

    assert make_statement(beneficiary="Harbour Cloud").kg == 100_000


def test_contested_and_held_rows_count_nowhere(registry: Registry) -> None:
    registry.retirements(retirement(1, 100, beneficiary="Harbour Cloud"))
    registry.retirements(retirement(50, 150, beneficiary="Harbour Cloud"))

    assert make_statement(beneficiary="Harbour Cloud").lines == ()


def test_a_published_statement_never_changes(registry: Registry) -> None:
    registry.retirements(retirement(1, 100, beneficiary="Harbour Cloud"))
    made = make_statement(beneficiary="Harbour Cloud")

    published = publish_statement(
        statement_id=registry.ids(), statement=made, person_id=None, request_id="s1", at=registry.at
    )
    again = publish_statement(
        statement_id=registry.ids(), statement=made, person_id=None, request_id="s1", at=registry.at
    )

    assert again.pk == published.pk
    assert PublishedStatement.objects.count() == 1
    assert json.loads(bytes(published.body))["kg"] == 100_000


def test_anyone_reads_a_published_statement_as_its_bytes(registry: Registry, client: Client) -> None:
    registry.retirements(retirement(1, 100, beneficiary="Harbour Cloud"))
    made = make_statement(beneficiary="Harbour Cloud")
    published = publish_statement(
        statement_id=registry.ids(), statement=made, person_id=None, request_id="s1", at=registry.at
    )

    answer = client.get(f"/statements/{show_id(prefix='stm', id=published.pk)}.json")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert hashlib.sha256(answer.content).hexdigest() == published.sha256
    assert client.get("/statements/stm_0000000000000000000000000.json").status_code == 404
    assert client.get(f"/statements/{show_id(prefix='stm', id=registry.ids())}.json").status_code == 404


def test_nothing_is_published_for_a_name_that_nobody_wrote(registry: Registry) -> None:
    with pytest.raises(NothingRetired):
        publish_statement(
            statement_id=registry.ids(),
            statement=make_statement(beneficiary="Nobody"),
            person_id=None,
            request_id="s1",
            at=registry.at,
        )


def test_a_search_meets_every_text_field_and_takes_the_text_as_it_is(registry: Registry) -> None:
    registry.retirements(retirement(1, 100, beneficiary="100% Oat_meal"), retirement(101, 102, purpose="trucks"))

    assert [found.serial for found in find_records(text="100% oat_MEAL")] == [serial(1, 100)]
    assert [found.serial for found in find_records(text="TRUCKS")] == [serial(101, 102)]
    assert [found.serial for found in find_records(text="1-101 to")] == [serial(101, 102)]
    assert find_records(text="oatXmeal") == ()
    assert find_records(text="trucks", program="acr") == ()


@pytest.mark.parametrize("language", ["en", "vi", "zh-Hans"])
def test_the_page_reproduces_ranges_name_purpose_and_total(registry: Registry, client: Client, language: str) -> None:
    registry.retirements(
        retirement(1, 100, beneficiary="Harbour Cloud", purpose="customers' usage 2025"),
        retirement(1, 50, number=101, beneficiary="Harbour Cloud", purpose="customers' usage 2025"),
    )
    published = publish_statement(
        statement_id=registry.ids(),
        statement=make_statement(beneficiary="Harbour Cloud"),
        person_id=None,
        request_id="s1",
        at=registry.at,
    )
    address = f"/statements/{show_id(prefix='stm', id=published.pk)}"

    page = client.get(f"{address}/", {"lang": language}).content.decode()
    table = b"".join(client.get(f"{address}.csv")).decode()  # type: ignore[arg-type]

    assert all(text in page for text in (serial(1, 100), serial(1, 50, number=101), "Harbour Cloud", "usage 2025"))
    assert 'value="150000"' in page
    assert published.sha256 in page
    assert table.count("\r\n") == 3
    assert "Harbour Cloud" in client.get("/statements/").content.decode()
