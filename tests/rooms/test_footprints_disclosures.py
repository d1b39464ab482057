"""Public records of emissions: bytes that never change, history, packs with everything missing named."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date, datetime

import psycopg
import pypdf
import pytest
from django.test import Client
from psycopg import errors

from tests.rooms.disclosing import accept, by, entity_of, publish, set_
from tests.rooms.exchange import Exchange, make_exchange
from truetonne.edge.identifiers import show_id
from truetonne.footprints.actions.publish_disclosure import (
    DisclosureInvalid,
    DisclosureNotFound,
    NotPublished,
    publish_disclosure,
)
from truetonne.footprints.disclosure_record import build_record
from truetonne.footprints.models import Disclosure, Inventory
from truetonne.footprints.words import INVENTORY_FINDING_WORDS
from truetonne.members.models import LegalEntity
from truetonne.rules.packs.facts import RECORD_FACTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    return make_exchange(at=at)


@pytest.fixture
def entity(exchange: Exchange) -> LegalEntity:
    made = entity_of(exchange)
    accept(exchange, set_(exchange, made))
    return made


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "127.0.0.1"})


def disclose(exchange: Exchange, inventory: Inventory, **given: object) -> Disclosure:
    return publish_disclosure(
        disclosure_id=exchange.ids(), inventory_id=inventory.pk, organization_id=exchange.member.pk, by=by(exchange),
        **given,  # type: ignore[arg-type]
    )  # fmt: skip


def address(made: Disclosure) -> str:
    return f"/disclosures/{show_id(prefix='dsc', id=made.pk)}/"


def test_a_record_is_the_bytes_whose_hash_the_page_shows(
    exchange: Exchange, entity: LegalEntity, client: Client
) -> None:
    made = disclose(exchange, publish(exchange, entity), level_of_assurance="limited", assurer="Second Look Oy")

    served = client.get(f"{address(made)}record.json")
    page = client.get(address(made)).content.decode()

    assert hashlib.sha256(served.content).hexdigest() in page
    record = json.loads(served.content)["record"]
    assert record["total_scope_1_emissions_ghg"] == 2_000
    assert (record["total_scope_2_lb_emissions_ghg"], record["total_scope_2_mb_emissions_ghg"]) == (2_500, 2_000)
    assert record["scope_3_ghgp_c2_emissions_ghg"] is None
    assert record["scope_3_ghgp_c2_relevancy"] == "not_disclosed"
    assert (record["level_of_assurance"], record["assurer"]) == ("limited", "Second Look Oy")
    assert set(record) <= RECORD_FACTS
    assert "off track in 2025 by 2.500\N{NO-BREAK SPACE}t" in page


def test_zero_and_not_disclosed_read_differently(exchange: Exchange, entity: LegalEntity, client: Client) -> None:
    made = disclose(exchange, publish(exchange, entity, scope1=0, market=None))

    page = client.get(address(made)).content.decode()

    assert "0.000" in page
    assert "not disclosed" in page


def test_a_restatement_is_a_new_record_and_the_old_one_stays(
    exchange: Exchange, entity: LegalEntity, client: Client
) -> None:
    first = disclose(exchange, publish(exchange, entity))
    second = disclose(exchange, publish(exchange, entity, scope3=5_000))

    old, new = (client.get(address(each)).content.decode() for each in (first, second))

    assert "A later version takes the place of this one" in old
    assert "What this version changed" in new
    assert "scope_3_ghgp_c1_emissions_ghg" in new
    assert client.get("/disclosures/").content.decode().count("Tallow &amp; Pine AB") == 1
    rows = json.loads(client.get(f"{address(second)}record.json").content)["record"]["restatements"]
    assert rows == [
        {"field": "scope_3_ghgp_c1_emissions_ghg", "old": 6_000, "new": 5_000, "rationale": "Counted twice"}
    ]


def test_only_a_published_version_of_ones_own_is_disclosed_once(exchange: Exchange, entity: LegalEntity) -> None:
    inventory = publish(exchange, entity)
    made = disclose(exchange, inventory)

    assert disclose(exchange, inventory).pk == made.pk
    with pytest.raises(DisclosureNotFound):
        publish_disclosure(
            disclosure_id=exchange.ids(), inventory_id=inventory.pk, organization_id=exchange.operator.pk,
            by=by(exchange),
        )  # fmt: skip
    with pytest.raises(DisclosureInvalid):
        disclose(exchange, publish(exchange, entity, year=2024), level_of_assurance="limited")


def test_a_draft_is_not_disclosed(exchange: Exchange, entity: LegalEntity) -> None:
    with pytest.raises(NotPublished):
        disclose(exchange, publish(exchange, entity, is_published=False))


def test_a_pack_lists_what_is_missing_in_every_form(exchange: Exchange, entity: LegalEntity, client: Client) -> None:
    made = disclose(exchange, publish(exchange, entity))

    page = client.get(f"{address(made)}packs/cdp/").content.decode()
    pack = json.loads(client.get(f"{address(made)}packs/cdp.json").content)
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address(made)}packs/cdp.csv").content.decode())))

    assert "missing" in page
    assert not pack["complete"]
    assert "record.scope_3_ghgp_c2_emissions_ghg" in pack["missing"]
    assert pack["basis"] == "unverified rule set"
    assert {row["fact"] for row in rows if row["missing"]} == {key.split(".")[1] for key in pack["missing"]}
    for language in ("en", "vi", "zh-Hans"):
        document = client.get(f"{address(made)}packs/cdp.pdf?lang={language}")
        assert document.status_code == 200
        assert document.content.startswith(b"%PDF-")


def test_a_pack_without_public_retirements_has_nothing_to_state_of_credits(
    exchange: Exchange, entity: LegalEntity, client: Client
) -> None:
    made = disclose(exchange, publish(exchange, entity))

    assert "there is nothing to state" in client.get(f"{address(made)}packs/ab-1305/").content.decode()


@pytest.mark.parametrize("path", ["dsc_nothing/", "packs/", "dsc_00000000000000000000000000/"])
def test_an_unknown_record_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/disclosures/{path}").status_code == 404


def test_an_unknown_pack_or_form_is_not_found(exchange: Exchange, entity: LegalEntity, client: Client) -> None:
    made = disclose(exchange, publish(exchange, entity))

    assert client.get(f"{address(made)}packs/other/").status_code == 404
    assert client.get(f"{address(made)}packs/cdp.xls").status_code == 404


def test_an_empty_list_says_what_will_be_here(client: Client) -> None:
    assert "No year is disclosed yet." in client.get("/disclosures/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_a_record_and_its_hash(
    exchange: Exchange, entity: LegalEntity, superuser_connection: psycopg.Connection
) -> None:
    made = disclose(exchange, publish(exchange, entity))

    with pytest.raises(errors.RestrictViolation):
        superuser_connection.execute("UPDATE footprints_disclosure SET assurer = 'x'")
    other = publish(exchange, entity, year=2024)
    with pytest.raises(errors.CheckViolation, match="disclosure_is_its_hash"):
        superuser_connection.execute(
            "INSERT INTO footprints_disclosure SELECT gen_random_uuid(), period_start, period_end, level_of_assurance,"
            " assurer, body, sha256(body || 'x'), 'r', effective_at, now(), %s, person_id FROM footprints_disclosure"
            " WHERE id = %s",
            [other.pk, made.pk],
        )


def test_a_record_prints_as_a_pdf_that_names_the_hash_of_its_bytes(
    exchange: Exchange, entity: LegalEntity, client: Client
) -> None:
    made = disclose(exchange, publish(exchange, entity))

    for language in ("en", "vi", "zh-Hans"):
        document = client.get(f"{address(made)}record.pdf?lang={language}")
        assert document.status_code == 200
        assert document.content.startswith(b"%PDF-")
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document.content)).pages)
        assert bytes(made.sha256).hex()[:16] in "".join(text.split())


def test_a_record_says_that_it_rests_on_unverified_prices(
    exchange: Exchange, entity: LegalEntity, client: Client
) -> None:
    inventory = publish(exchange, entity, is_published=False)
    inventory.findings = ["unverified_prices"]

    body = build_record(
        inventory=inventory, period_start=date(2025, 1, 1), period_end=date(2026, 1, 1), level_of_assurance="none",
        assurer="", today=date(2026, 3, 2),
    )  # fmt: skip

    assert body["findings"] == ["unverified_prices"]
    assert "not verified" in str(INVENTORY_FINDING_WORDS["unverified_prices"])


def test_a_packs_title_speaks_the_readers_language(exchange: Exchange, entity: LegalEntity, client: Client) -> None:
    made = disclose(exchange, publish(exchange, entity))

    assert "CDP：" in client.get(f"{address(made)}packs/cdp/?lang=zh-Hans", follow=True).content.decode()
