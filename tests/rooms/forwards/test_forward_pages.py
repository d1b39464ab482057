"""Pages, files and API of what is bought ahead, contributions and co-benefits: what each reader may see of them."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.rooms.forwards.dealing import Dealing
from truetonne.edge.identifiers import show_id
from truetonne.market.lot_conditions import set_aside
from truetonne.market.stock import list_lots_for_sale
from truetonne.supply.actions.dossier import record_entry
from truetonne.supply.actions.forwards.record_contribution import (
    ContributionReplaced,
    Gift,
    NothingGiven,
    record_contribution,
    withdraw_contribution,
)
from truetonne.supply.actions.forwards.record_jurisdiction import PoolPart
from truetonne.supply.dossier.fields import Kind
from truetonne.supply.forwards.outlook import list_shared_lots, read_outlook
from truetonne.supply.forwards.states import ContributionKind

pytestmark = pytest.mark.django_db

GIFT = Gift(
    kind=ContributionKind.GRANT, party="Ash", organization_id=None, recipient="A nursery fund", project_id=None,
    amount_minor=12_550, currency="USD", given_on=date(2026, 1, 1), purpose="Seedlings", source="Letter 1",
)  # fmt: skip


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_draft_is_nobodys_to_read_and_a_signed_contract_everybodys(deal: Dealing, client: Client) -> None:
    draft, signed = deal.draft(), deal.offtake({2025: 5})

    assert client.get(f"/forwards/{show_id(prefix='fwd', id=draft)}/").status_code == 404
    page = body(client, f"/forwards/{show_id(prefix='fwd', id=signed)}/")
    assert "A promise is no unit" in page
    assert "saline aquifer" in page


def test_a_page_tells_every_slip_and_both_schedules_and_draws_the_fan(deal: Dealing, client: Client) -> None:
    contract_id = deal.offtake({2025: 5, 2026: 5})
    deal.schedule(contract_id, {2026: 5, 2027: 5}, reason="The plant starts a year late")
    text = show_id(prefix="fwd", id=contract_id)

    page = body(client, f"/forwards/{text}/")
    rows = list(csv.DictReader(io.StringIO(body(client, f"/forwards/{text}/schedules.csv"))))

    assert "Slip 1: The plant starts a year late" in page
    assert page.count('<svg role="img"') == 2
    assert [(row["schedule"], row["year"], row["tonnes"]) for row in rows] == [
        ("1", "2025", "5"), ("1", "2026", "5"), ("2", "2026", "5"), ("2", "2027", "5"),
    ]  # fmt: skip
    assert body(client, f"/forwards/{text}/fan.svg").startswith("<svg")


def test_what_was_due_in_closed_years_can_only_come_from_now_on(deal: Dealing) -> None:
    contract = deal.read(deal.offtake({2024 + 1: 5, 2026: 5}), today=date(2027, 6, 1))

    outlook = read_outlook(contract=contract, reserve_kg=0, today=date(2027, 6, 1))

    assert outlook is not None
    assert [(year.year, year.due_t) for year in outlook.fan.years] == [(2027, 10.0), (2028, 10.0)]
    assert outlook.position.exposure_t == pytest.approx(2.0)


def test_contract_and_jurisdiction_are_papers_with_their_charts_in_every_language(
    deal: Dealing, client: Client
) -> None:
    contract_id = deal.offtake({2026: 5, 2027: 5})
    part = PoolPart(
        name="North", stock_kg=100_000_000, buffer_kg=9_000_000, hazard_per_million=20_000, severity_permille=40
    )
    jurisdiction = deal.jurisdiction(pool=[part])
    for language, words in (("en", "What may come"), ("vi", "P50"), ("zh-hans", "P50")):
        client.cookies["django_language"] = language
        response = client.get(f"/forwards/{show_id(prefix='fwd', id=contract_id)}.pdf")
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
        assert response["Content-Type"] == "application/pdf"
        assert words in text
    paper = client.get(f"/jurisdictions/{show_id(prefix='jur', id=jurisdiction)}.pdf")
    assert paper.content.startswith(b"%PDF")
    assert client.get(f"/forwards/{show_id(prefix='fwd', id=deal.draft())}.pdf").status_code == 404


def test_members_are_numbers_to_the_public_and_names_to_the_desk(deal: Dealing, client: Client) -> None:
    contract_id = deal.pool(total_t=10)
    deal.commit(contract_id, deal.member("Birchwood"), 10)
    deal.deliver(contract_id, deal.block(7))
    text = show_id(prefix="fwd", id=contract_id)

    assert "Birchwood" not in body(client, f"/forwards/{text}/")
    client.force_login(deal.exchange.clerk)
    assert "Birchwood" in body(client, f"/office/forwards/{text}/")


def test_a_share_is_set_aside_from_everybody_else(deal: Dealing) -> None:
    contract_id = deal.pool(total_t=10)
    ash, birch = deal.member("Ash"), deal.member("Birch")
    for member in (ash, birch):
        deal.commit(contract_id, member, 5)
    delivery = deal.deliver(contract_id, deal.block(10))
    parts = {part.organization_id: part.lot_id for part in deal.read(contract_id).parts[delivery.pk]}
    lots = list_lots_for_sale(lot_ids=tuple(lot for lot in parts.values() if lot))

    assert list_shared_lots(lots=lots) == {parts[ash.pk]: ash.pk, parts[birch.pk]: birch.pk}
    assert set(set_aside(organization_id=ash.pk, lots=lots)) == {parts[birch.pk]}
    assert len(set_aside(organization_id=None, lots=lots)) == 2


def test_a_jurisdiction_shows_its_level_and_whether_its_buffer_holds(deal: Dealing, client: Client) -> None:
    part = PoolPart(
        name="North", stock_kg=100_000_000, buffer_kg=9_000_000, hazard_per_million=20_000, severity_permille=40
    )
    text = show_id(prefix="jur", id=deal.jurisdiction(pool=[part]))

    page = body(client, f"/jurisdictions/{text}/")

    assert "5,000.000" in page
    assert "the buffer runs dry in" in page
    assert body(client, f"/jurisdictions/{text}/buffer.svg").startswith("<svg")


def test_a_contribution_is_published_put_right_and_withdrawn_and_nothing_is_lost(deal: Dealing, client: Client) -> None:
    first = record_contribution(contribution_id=deal.exchange.ids(), gift=GIFT, by=deal.by())
    assert "US$\u00a0125.50" in body(client, "/contributions/")
    better = record_contribution(
        contribution_id=deal.exchange.ids(), gift=GIFT.__class__(**{f: getattr(GIFT, f) for f in GIFT.__slots__} | {"amount_minor": 99}),
        replaces_id=first.pk, reason="Misread", by=deal.by(),
    )  # fmt: skip
    with pytest.raises(ContributionReplaced):
        withdraw_contribution(contribution_id=first.pk, withdrawal_id=deal.exchange.ids(), reason="Again", by=deal.by())
    assert [row["amount_minor"] for row in client.get("/v1/public/contributions").json()["data"]] == [99]
    withdraw_contribution(contribution_id=better.pk, withdrawal_id=deal.exchange.ids(), reason="Not paid", by=deal.by())

    assert client.get("/v1/public/contributions").json()["data"] == []
    with pytest.raises(NothingGiven):
        record_contribution(
            contribution_id=deal.exchange.ids(), by=deal.by(),
            gift=GIFT.__class__(**{f: getattr(GIFT, f) for f in GIFT.__slots__} | {"amount_minor": 0}),
        )  # fmt: skip


def test_sources_that_differ_stand_side_by_side_and_none_is_chosen(deal: Dealing, client: Client) -> None:
    deal.block(5)
    for figure, source in (("20000", "Announcement"), ("18000", "Project description")):
        record_entry(
            kind=Kind.CO_BENEFIT, entry_id=deal.exchange.ids(), project_id=deal.project.pk, by=deal.by(),
            content={
                "measure": "HECTARES", "attainment": "PLANNED", "figure": figure, "source": source, "address": "",
                "stated_on": date(2026, 1, 1),
            },
        )  # fmt: skip

    for address in ("/co-benefits/", f"/projects/{show_id(prefix='prj', id=deal.project.pk)}/"):
        page = body(client, address)
        assert all(words in page for words in ("20,000", "18,000", "Announcement", "Project description"))
        assert "sources differ" in page
        assert "38,000" not in page
        assert "19,000" not in page
    found = client.get("/v1/public/co-benefits?measure=HECTARES").json()["data"]
    assert sorted(row["figure"] for row in found) == ["18000", "20000"]


def test_the_api_says_that_a_promise_is_no_unit(deal: Dealing, client: Client) -> None:
    deal.draft()
    contract_id = deal.offtake({2025: 5})

    (found,) = client.get("/v1/public/forwards?kind=REMOVAL").json()["data"]

    assert (found["id"], found["is_unit"], found["state"]) == (
        show_id(prefix="fwd", id=contract_id), False, "SHORTFALL",
    )  # fmt: skip
    assert found["schedules"][0]["years"] == [{"year": 2025, "kg": 5_000, "probability_permille": 800}]
