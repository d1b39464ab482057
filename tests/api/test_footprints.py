"""Inventories, targets, factor sets and public records of emissions over HTTP."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.api.conftest import Caller, token_for
from tests.rooms.disclosing import accept, by, entity_of, publish, set_
from tests.rooms.exchange import Exchange, make_exchange
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role
from truetonne.footprints.actions.publish_disclosure import publish_disclosure
from truetonne.footprints.api.disclosures import DisclosuresOut
from truetonne.footprints.api.factors import FactorSetsOut, FactorsOut
from truetonne.footprints.api.inventories import InventoriesOut, InventoryOut, LinesOut
from truetonne.footprints.api.targets import TargetsOut
from truetonne.footprints.models import (
    ActivityLine,
    ActivityLoad,
    Disclosure,
    Factor,
    FactorSet,
    Inventory,
    InventoryFactorSet,
    InventoryLine,
)
from truetonne.members.models import LegalEntity
from truetonne.people.actions import grant_role, record_organization, record_person
from truetonne.people.models import Organization, OrganizationKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    return make_exchange(at=at)


@pytest.fixture
def entity(exchange: Exchange) -> LegalEntity:
    return entity_of(exchange)


@pytest.fixture
def buyer(exchange: Exchange) -> Caller:
    return Caller(token=token_for(person=exchange.buyer, organization=exchange.member, at=exchange.at))


def with_role(exchange: Exchange, role: Role, organization: Organization) -> Caller:
    person = record_person(
        person_id=new_id(), email=f"{new_id().hex}@x.example", name="P", password=None, request_id=new_id().hex,
        at=exchange.at,
    )  # fmt: skip
    grant_role(person=person, organization=organization, role=role, request_id=new_id().hex, at=exchange.at)
    return Caller(token=token_for(person=person, organization=organization, at=exchange.at))


def another(exchange: Exchange) -> Organization:
    return record_organization(
        organization_id=exchange.ids(),
        kind=OrganizationKind.MEMBER,
        name="Other",
        legal_name="Other Oy",
        country="FI",
        request_id="other",
        at=exchange.at,
    )


def disclose(exchange: Exchange, inventory: Inventory) -> Disclosure:
    return publish_disclosure(
        disclosure_id=exchange.ids(), inventory_id=inventory.pk, organization_id=exchange.member.pk, by=by(exchange)
    )


def follow(caller: Caller, path: str) -> list[dict[str, Any]]:
    """Follow the cursors to the end."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = caller.get(f"{path}{cursor}").json
        found += page["data"]
        if not page["has_more"]:
            return found
        cursor = f"&after={page['next_cursor']}"


def factor_set(exchange: Exchange) -> FactorSet:
    made = FactorSet.objects.create(
        pk=exchange.ids(), name="own", edition="2025", title="Own factors", publisher="We", source="A letter",
        license="for our own use", gwp_set="AR5GWP100", valid_from=date(2025, 1, 1), mapping_name="own",
        mapping_text="", file_name="own.csv", file_sha256=bytes(32), report={}, factor_count=2,
        request_id="own factors", effective_at=exchange.at,
    )  # fmt: skip
    for number in range(2):
        Factor.objects.create(
            factor_set=made, activity_key=f"key {number}", title="Diesel", unit="litre", co2_g=Decimal("2475.000"),
        )  # fmt: skip
    return made


def test_a_version_is_read_with_all_its_parts_and_nothing_missing_is_zero(
    exchange: Exchange, entity: LegalEntity, buyer: Caller
) -> None:
    made = publish(exchange, entity)

    answer = buyer.get(f"/v1/inventories/{show_id(prefix='inv', id=made.pk)}")

    found = InventoryOut.model_validate(answer.json)
    assert (found.year, found.state, len(found.totals)) == (2025, "PUBLISHED", 19)
    totals = {(each.part, each.category): each for each in found.totals}
    scope1 = totals["SCOPE1", None].mass
    assert scope1 is not None
    assert scope1.tonnes == "2"
    assert (totals["SCOPE3", 2].mass, totals["SCOPE3", 2].state) == (None, "not_disclosed")
    assert [step.to_state for step in found.steps] == ["FINAL", "PUBLISHED"]


def test_versions_are_paged_without_skip_or_repeat(exchange: Exchange, entity: LegalEntity, buyer: Caller) -> None:
    made = [publish(exchange, entity, year=year) for year in (2022, 2023, 2024, 2024, 2025)]

    rows = follow(buyer, "/v1/inventories?limit=2")

    assert {row["id"] for row in rows} == {show_id(prefix="inv", id=each.pk) for each in made}
    assert len(rows) == 5
    assert [row["version"] for row in follow(buyer, "/v1/inventories?year=2024")] == [1, 2]
    InventoriesOut.model_validate(buyer.get("/v1/inventories?state=FINAL").json)
    assert buyer.get("/v1/inventories?after=x").code == "invalid_cursor"
    assert buyer.get("/v1/inventories?years=2024").code == "unknown_field"


def test_lines_say_their_factor_or_why_they_have_no_figure(
    exchange: Exchange, entity: LegalEntity, buyer: Caller
) -> None:
    made = _with_lines(exchange, entity)
    path = f"/v1/inventories/{show_id(prefix='inv', id=made.pk)}/lines"

    rows = follow(buyer, f"{path}?limit=1")
    missing = LinesOut.model_validate(buyer.get(f"{path}?missing=true").json).data

    assert [(row["mass_kg"], row["factor_set"], row["code"]) for row in rows] == [
        ("2475", "own 2025", ""), (None, None, "missing_factor"),
    ]  # fmt: skip
    assert [row.factor_key for row in missing] == ["unknown"]
    assert buyer.get(f"{path}?part=SCOPE3").json["data"] == []
    assert buyer.get(f"{path}?part=SCOPE4").status == 400


def test_nobody_sees_another_organizations_figures_but_the_operators_own_readers(
    exchange: Exchange, entity: LegalEntity, buyer: Caller
) -> None:
    made = publish(exchange, entity)
    target = set_(exchange, entity)
    addresses = [
        f"/v1/inventories/{show_id(prefix='inv', id=made.pk)}", f"/v1/targets/{show_id(prefix='tgt', id=target.pk)}",
    ]  # fmt: skip
    stranger = with_role(exchange, Role.REPORTER, another(exchange))
    auditor = with_role(exchange, Role.AUDITOR, exchange.operator)
    finance = with_role(exchange, Role.FINANCE, exchange.operator)

    for address in addresses:
        assert buyer.get(address).status == auditor.get(address).status == 200
        assert (stranger.get(address).code, finance.get(address).code) == ("not_found", "forbidden")
        assert Caller(token=None).get(address).code == "unauthenticated"
    assert stranger.get("/v1/inventories").json["data"] == stranger.get("/v1/targets").json["data"] == []


def test_targets_show_the_rules_word_and_the_persons(exchange: Exchange, entity: LegalEntity, buyer: Caller) -> None:
    target = set_(exchange, entity)
    assert buyer.get("/v1/targets").json["data"][0]["accepted"] is None

    accept(exchange, target)

    (found,) = TargetsOut.model_validate(buyer.get("/v1/targets?latest=true&accepted=true").json).data
    assert (found.scopes, found.reduction, found.base_kg) == (
        "1+2+3", "0.5", {"scope1": 2_000, "scope2": 2_000, "scope3": 6_000},
    )  # fmt: skip
    assert found.accepted is True
    assert found.rule_set
    assert buyer.get("/v1/targets?accepted=false").json["data"] == []


def test_public_records_are_paged_and_served_as_their_bytes(exchange: Exchange, entity: LegalEntity) -> None:
    made = [disclose(exchange, publish(exchange, entity, year=year)) for year in (2024, 2025, 2025)]
    anyone = Caller(token=None)

    rows = follow(anyone, "/v1/public/disclosures?limit=1")
    latest = DisclosuresOut.model_validate(anyone.get("/v1/public/disclosures?latest=true&year=2025").json).data

    assert [row["id"] for row in rows] == [show_id(prefix="dsc", id=each.pk) for each in made]
    assert [(row["year"], row["is_latest"]) for row in rows] == [(2024, True), (2025, False), (2025, True)]
    assert [row.version for row in latest] == [2]
    served = anyone.get(f"/v1/public/disclosures/{rows[0]['id']}").response
    assert hashlib.sha256(served.content).hexdigest() == rows[0]["sha256"]
    assert anyone.get(f"/v1/public/disclosures/{show_id(prefix='dsc', id=new_id())}").code == "not_found"


def test_the_page_of_records_is_paged_newest_year_first(exchange: Exchange, entity: LegalEntity) -> None:
    for year in range(1995, 2025):
        disclose(exchange, publish(exchange, entity, year=year))
    anyone = Caller(token=None).client
    headers = {"host": "127.0.0.1"}

    first = anyone.get("/disclosures/", headers=headers).content.decode()

    assert ">2024<" in first
    assert ">1995<" not in first
    onward = first.split('href="?after=')[1].split('"')[0].replace("&amp;", "&")
    assert ">1995<" in anyone.get(f"/disclosures/?after={onward}", headers=headers).content.decode()


def test_factor_sets_say_source_license_and_validity(exchange: Exchange, buyer: Caller) -> None:
    made = factor_set(exchange)
    path = f"/v1/factor-sets/{show_id(prefix='fst', id=made.pk)}"

    (listed,) = FactorSetsOut.model_validate(buyer.get("/v1/factor-sets?name=own").json).data
    rows = FactorsOut.model_validate(buyer.get(f"{path}/factors?activity_key=key 1").json).data

    assert (listed.license, listed.gwp_set, listed.valid_from) == ("for our own use", "AR5GWP100", "2025-01-01")
    assert buyer.get(path).json["id"] == listed.id
    assert [(row.activity_key, row.co2_g, row.ch4_g) for row in rows] == [("key 1", "2475", None)]
    assert len(follow(buyer, f"{path}/factors?limit=1")) == 2
    assert buyer.get(f"/v1/factor-sets/{show_id(prefix='fst', id=new_id())}").code == "not_found"


def _with_lines(exchange: Exchange, entity: LegalEntity) -> Inventory:
    """Write a draft of two lines, one of which has no factor."""
    from django.db import connection, transaction

    from truetonne.footprints.models import InventoryLoad, InventoryTotal

    factors = factor_set(exchange)
    with transaction.atomic():
        load = ActivityLoad.objects.create(
            pk=exchange.ids(), entity=entity, year=2025, name="Fuel", file_name="fuel.csv", file_sha256=bytes(32),
            mapping={}, read_count=2, accepted_count=2, known_count=0, held_count=0, refused_count=0,
            request_id="fuel", effective_at=exchange.at,
        )  # fmt: skip
        lines = [
            ActivityLine.objects.create(
                load=load, row_number=number, line_sha256=bytes([number] * 32), entity=entity, year=2025, raw={},
                factor_key=key, part="SCOPE1", quantity=Decimal(1000), unit="litre",
            )
            for number, key in ((1, "key 0"), (2, "unknown"))
        ]  # fmt: skip
        made = Inventory.objects.create(
            pk=exchange.ids(), entity=entity, year=2025, version=1, gwp_set="AR5GWP100", is_complete=False,
            rule_set="ghg-inventory/2026-11", engine={}, line_count=2, missing_count=1, input_sha256=bytes(32),
            person=exchange.buyer, request_id="made", effective_at=exchange.at,
        )  # fmt: skip
        InventoryFactorSet.objects.create(inventory=made, factor_set=factors, priority=0)
        InventoryLoad.objects.create(inventory=made, load=load)
        kg = Decimal(2475)
        InventoryLine.objects.create(
            inventory=made, activity_line=lines[0], factor=factors.factors.earliest("pk"), part="SCOPE1",
            method="average_data", mass_kg=kg, co2_kg=kg,
        )  # fmt: skip
        InventoryLine.objects.create(inventory=made, activity_line=lines[1], part="SCOPE1", code="missing_factor")
        parts = [("SCOPE1", None), ("SCOPE2_LOCATION", None), ("SCOPE2_MARKET", None), ("BIOGENIC", None),
                 *(("SCOPE3", category) for category in range(1, 16))]  # fmt: skip
        InventoryTotal.objects.bulk_create(
            InventoryTotal(
                inventory=made, part=part, category=category, state="reported" if part == "SCOPE1" else "not_disclosed",
                mass_kg=2475 if part == "SCOPE1" else None, mass_exact_kg=kg if part == "SCOPE1" else None,
                line_count=2 if part == "SCOPE1" else 0, missing_count=1 if part == "SCOPE1" else 0,
            )
            for part, category in parts
        )  # fmt: skip
        Inventory.objects.filter(pk=made.pk).update(sealed_at=exchange.at)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return made
