"""The catalogue: every filter returns only what fits, what is not stated says so, and what is closed says why."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.supply_office.desk import Desk, keep_files_apart, make_desk
from tests.rooms.trading import ask, decide, pay, take
from truetonne.edge.identifiers import show_id
from truetonne.edge.paging import Window, name_list
from truetonne.ledger.actions.cancel import cancel_units
from truetonne.ledger.actions.hold import hold_lot
from truetonne.ledger.queries import public_totals
from truetonne.ledger.values import CancelReason, UnitKind
from truetonne.market.actions.substitute_line import substitute_line
from truetonne.market.catalogue import CatalogueFilter, CatalogueLot, list_countries, list_offered, read_catalogue
from truetonne.market.gates import BuyerConditionNotMet
from truetonne.market.models import Order, QuoteLine
from truetonne.market.quarters import SOLD, count_quarters, forget_quarters
from truetonne.market.refused import read_refusals
from truetonne.science.money import COST_PARTS, CostParts
from truetonne.supply.actions.dossier import record_entry
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.dossier.fields import Kind
from truetonne.supply.models import Holding, Review
from truetonne.supply.states import ReviewVerdict

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 1)


@pytest.fixture
def exchange(at: datetime) -> Exchange:
    forget_quarters()
    return make_exchange(at=at)


@pytest.fixture
def desk(exchange: Exchange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    keep_files_apart(folder=tmp_path, monkeypatch=monkeypatch)
    return make_desk(exchange=exchange)


def read(**wanted: object) -> list[CatalogueLot]:
    window = Window(list_name=name_list(name="t", filters={}))
    return list(read_catalogue(wanted=CatalogueFilter(**wanted), window=window, today=TODAY).page.items)  # type: ignore[arg-type]


def keep(desk: Desk, kind: Kind, **content: object) -> None:
    entry_id = desk.exchange.ids()
    by = By(person_id=desk.clerk.pk, request_id=str(entry_id), at=datetime.now(UTC))
    project_id = Holding.objects.get().project_id
    record_entry(kind=kind, entry_id=entry_id, project_id=project_id, content=content, by=by)


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"credit_class": "REMOVAL"}, 2), ({"credit_class": "REDUCTION"}, 1), ({"credit_class": "NATURE"}, 2),
        ({"credit_class": "TECHNICAL"}, 1), ({"credit_class": "REMOVAL_TECHNICAL"}, 1), ({"country": "TZ"}, 3),
        ({"country": "FR"}, 0), ({"program": "DEMO"}, 3), ({"vintage_from": 2024}, 2), ({"vintage_from": 2026}, 0),
        ({"price_max_minor": 1_425}, 2), ({"price_max_minor": 100}, 0), ({"review": "none"}, 3),
        ({"review": "accepted"}, 0), ({"label": "CCP"}, 0), ({"durability_min": 40}, 0), ({"is_superpollutant": True}, 0),
        ({"unit": "inset"}, 0), ({}, 3),
    ],
)  # fmt: skip
def test_every_filter_returns_only_lots_that_fit(exchange: Exchange, wanted: dict[str, object], count: int) -> None:
    dear = CostParts(project=58_000, registry_fee=0, verification=0, fx=0, tax=0, handling=0)
    exchange.add_lot(year=2023, project="Forest")
    exchange.add_lot(year=2024, project="Capture", credit_class="REMOVAL_TECHNICAL", price=dear)
    exchange.add_lot(year=2025, project="Standing trees", credit_class="REDUCTION_NATURE")

    assert len(read(**wanted)) == count


def test_the_order_is_by_price_with_lots_on_hold_last(exchange: Exchange) -> None:
    cheap = CostParts(project=1, registry_fee=0, verification=0, fx=0, tax=0, handling=0)
    held = exchange.add_lot(project="Cheap", price=cheap)
    exchange.add_lot(project="Dear")
    hold_lot(lot_id=held.lot_id, reason="fire", request_id="h", at=exchange.at)

    assert [row.lot.facts["project_name"] for row in read(order="price")] == ["Dear", "Cheap"]


def test_dossier_facts_filter_and_show_on_the_card(desk: Desk, client: Client) -> None:
    desk.sell(desk.receive_block(first=1, last=100))
    block = Holding.objects.get()
    keep(desk, Kind.PROFILE, durability_years=100, gas="CH4", region="", source="P. 4")
    keep(
        desk, Kind.LABEL, holding_id=block.pk, label="CCP", state="TAGGED", issuer="R", first=1, last=50,
        valid_from=date(2026, 1, 1), valid_until=None, evidence="List",
    )  # fmt: skip

    page = client.get("/catalogue/").content.decode()

    assert [len(read(**each)) for each in ({"durability_min": 100}, {"durability_min": 1_000})] == [1, 0]
    assert [len(read(**each)) for each in ({"is_superpollutant": True}, {"label": "CCP"}, {"review": "accepted"})] == [
        1
    ] * 3
    assert all(words in page for words in ("100 years", "Superpollutant", "CCP, some serials", "The price, opened"))


def test_an_undecided_label_is_not_a_label(desk: Desk, client: Client) -> None:
    desk.sell(desk.receive_block(first=1, last=100))
    block = Holding.objects.get()
    keep(
        desk, Kind.LABEL, holding_id=block.pk, label="CCP", state="UNDECIDED", issuer="R", first=1, last=100,
        valid_from=date(2026, 1, 1), valid_until=None, evidence="List",
    )  # fmt: skip

    assert read(label="CCP") == []
    assert "CCP undecided" in client.get("/catalogue/").content.decode()


def test_a_lot_with_conditions_says_why_it_is_not_for_a_member(desk: Desk, client: Client) -> None:
    lot = desk.receive_block(first=1, last=100)
    desk.sell(lot)
    keep(desk, Kind.CONDITION, holding_id=Holding.objects.get().pk, condition="leaf-buyer", source="Clause 7")

    stranger = client.get("/catalogue/").content.decode()
    client.force_login(desk.exchange.buyer)
    member = client.get("/catalogue/").content.decode()

    quote = f"?lot={show_id(prefix='lot', id=lot.lot_id)}"
    assert "The seller asks for more than we do" in stranger
    assert quote in stranger
    assert "Not available to you." in member
    assert "leaf-buyer: " in member
    assert quote not in member


def test_a_lot_with_conditions_takes_no_lines_place_for_a_member_that_does_not_meet_them(desk: Desk) -> None:
    lot = desk.receive_block(first=1, last=100)
    desk.sell(lot)
    keep(desk, Kind.CONDITION, holding_id=Holding.objects.get().pk, condition="leaf-buyer", source="Clause 7")
    ordered = desk.exchange.add_lot()
    placed = take(desk.exchange, ask(desk.exchange, kg=10, lot_ids=(ordered.lot_id,)))
    pay(desk.exchange, placed)

    with pytest.raises(BuyerConditionNotMet):
        substitute_line(
            order_id=placed.order_id, line_id=QuoteLine.objects.get().pk, lot_id=lot.lot_id,
            person_id=desk.clerk.pk, reason="late", request_id="s", at=desk.exchange.at, new_id=desk.exchange.ids,
        )  # fmt: skip


def test_the_file_has_every_lot_to_the_kilogram_and_the_minor_unit(exchange: Exchange, client: Client) -> None:
    lot = exchange.add_lot()

    answer = b"".join(client.get("/catalogue.csv"))  # type: ignore[arg-type]

    (row,) = csv.DictReader(io.StringIO(answer.decode()))
    assert (row["lot_id"], row["available_kg"]) == (show_id(prefix="lot", id=lot.lot_id), "100000")
    assert sum(int(row[f"{part}_minor_per_t"]) for part in COST_PARTS) == int(row["price_minor_per_t"]) == 1_425
    assert row["durability_years"] == ""


@pytest.mark.parametrize("language", ["en", "vi", "zh-Hans"])
def test_the_map_and_its_table_agree(exchange: Exchange, client: Client, language: str) -> None:
    exchange.add_lot()

    page = client.get("/catalogue/countries/", {"lang": language}).content.decode()
    rows = list_countries(lots=list_offered())

    assert [(row.code, row.available_kg, row.lot_count) for row in rows] == [("TZ", 100_000, 1)]
    assert 'role="img"' in page
    assert "style=" not in page
    assert len(page.encode()) < 100_000


def test_averages_equal_a_recomputation_from_the_orders(exchange: Exchange) -> None:
    odd = CostParts(project=1_001, registry_fee=7, verification=0, fx=0, tax=0, handling=3)
    one, two = exchange.add_lot(project="One", price=odd), exchange.add_lot(project="Two", year=2025)
    for number, picks in enumerate((({"lot": one, "kg": 1_234},), ({"lot": one, "kg": 77}, {"lot": two, "kg": 5_001}))):
        _sell(exchange, number=number, picks=picks)
    _sell(exchange, number=9, picks=({"lot": two, "kg": 4_000},), is_paid=False)

    costs = count_quarters(at=exchange.at).costs

    paid = QuoteLine.objects.filter(quote__order__state__in=SOLD)
    for row in costs:
        lines = [line for line in paid if line.lot_id == (one if row.project_name == "One" else two).lot_id]
        minor = sum(getattr(line, f"{part}_minor") for line in lines for part in COST_PARTS)
        assert (row.kg, row.minor) == (sum(line.kg for line in lines), minor)
        assert row.average_minor_per_t == (2_000 * minor + row.kg) // (2 * row.kg)
    assert {row.project_name for row in costs} == {"One", "Two"}
    assert Order.objects.count() == 3


def test_the_stock_at_a_quarters_end_is_the_ledgers_own_total(exchange: Exchange, client: Client) -> None:
    lot = exchange.add_lot(last=50)
    later = exchange.at + timedelta(days=100)
    cancel_units(lot_id=lot.lot_id, kg=3_000, reason=CancelReason.ERROR, note="", request_id="c", at=later)

    quarters = count_quarters(at=later).quarters

    credits = [row for row in public_totals().by_kind if row.kind == UnitKind.CREDIT]
    left_kg = sum(row.issued_kg - row.retired_kg - row.cancelled_kg for row in credits)
    assert quarters[0].stock_kg == left_kg == 47_000
    assert sum(row.received_kg for row in quarters) == 50_000
    assert client.get("/register/quarters/").status_code == 200
    assert b"".join(client.get("/register/quarters.csv")).count(b"\r\n") == len(quarters) + 1  # type: ignore[arg-type]


def test_every_refusal_is_on_the_list_whatever_came_after(desk: Desk, client: Client) -> None:
    lot = desk.receive_block(first=1, last=100)
    desk.review(lot, verdict=ReviewVerdict.REFUSED)
    desk.review(lot)

    found = read_refusals()
    page = client.get("/register/refused/").content.decode()

    assert [each.pk for each in found.reviews] == list(
        Review.objects.filter(verdict="REFUSED").values_list("pk", flat=True)
    )
    assert (found.accepted_count, found.refused_count, found.decision_count) == (1, 1, 2)
    assert "50.0" in page
    assert "Maize yield rose by 4 %." in page
    assert b"Maize yield" in b"".join(client.get("/register/refused.csv"))  # type: ignore[arg-type]


def _sell(exchange: Exchange, *, number: int, picks: tuple[dict[str, object], ...], is_paid: bool = True) -> None:
    from truetonne.market.actions.allocate import Pick

    chosen = tuple(Pick(lot_id=each["lot"].lot_id, kg=each["kg"]) for each in picks)  # type: ignore[attr-defined, arg-type]
    placed = take(exchange, ask(exchange, request_id=f"q{number}", picks=chosen), request_id=f"o{number}")
    if is_paid:
        pay(exchange, placed, request_id=f"p{number}")
        decide(exchange)
