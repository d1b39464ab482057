"""Insets: two sides of one batch of fuel, each consumed once, SCOPE3 standing on SCOPE1 (L8, L15, L16)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.ledger.conftest import PRICE, ListedLot, named
from tests.ledger.raw import lot_key, number, refused, run
from truetonne.ledger import actions, queries
from truetonne.ledger.actions.issue import BatchExists, BatchSidesDiffer, SerialOverlap
from truetonne.ledger.insets import CoverTaken, CoverUnrelated, InsetScope1NotRetired
from truetonne.ledger.retiring import KindsMixed
from truetonne.ledger.values import (
    CancelReason,
    Cover,
    Draw,
    NewBatch,
    NewLot,
    Refused,
    Retirement,
    RetirementInstruction,
    UnitKind,
)

pytestmark = pytest.mark.django_db

ENERGY_MJ, VOLUME_ML = 431_007, 12_345_679
FUEL = {
    "registry": "Example book-and-claim registry",
    "program": "EXF",
    "project_id": "EXF-1",
    "project_name": "Invented refinery",
    "issuance_id": "EXF-1-2025-3",
    "vintage_start": "2025-01-01",
    "vintage_end": "2025-04-01",
    "inset": {
        "side": "SCOPE1",
        "fuel_type": "HEFA",
        "feedstock": "used cooking oil",
        "batch": "EXF-1-2025-3",
        "chain_of_custody": "BOOK_AND_CLAIM",
    },
}


def side(name: str, kind: UnitKind, *, tonnes: int = 10, first: int = 1) -> NewLot:
    inset = FUEL["inset"]
    assert isinstance(inset, dict)
    facts = {**FUEL, "inset": {**inset, "side": kind.removeprefix("INSET_")}}
    return NewLot(
        lot_id=named(name),
        program="EXF",
        key="fuel",
        first=first,
        last=first + tonnes - 1,
        unit_kg=1_000,
        kind=kind,
        facts=facts,
    )


def batch_of(name: str, *, tonnes: int = 10, first: int = 1, scope3_tonnes: int | None = None) -> NewBatch:
    return NewBatch(
        batch_id=named(name),
        energy_mj=ENERGY_MJ,
        volume_ml=VOLUME_ML,
        scope1=side(f"{name} 1", UnitKind.INSET_SCOPE1, tonnes=tonnes, first=first),
        scope3=side(f"{name} 3", UnitKind.INSET_SCOPE3, tonnes=scope3_tonnes or tonnes, first=first),
    )


Lots = tuple[UUID, UUID]


@pytest.fixture
def fuel(at: datetime) -> Callable[..., Lots]:
    """Issue, price and list both sides of a batch."""

    def make(name: str = "fuel", **more: int) -> Lots:
        sides = actions.issue_batch(batch=batch_of(name, **more), request_id=f"issue {name}", at=at)
        for state in sides:
            actions.price_lot(
                lot_id=state.lot_id, currency="USD", price=PRICE, request_id=f"price {state.lot_id}", at=at
            )
            actions.list_lot(lot_id=state.lot_id, request_id=f"list {state.lot_id}", at=at)
        return sides[0].lot_id, sides[1].lot_id

    return make


Retire = Callable[..., Retirement]


@pytest.fixture
def retire(at: datetime, salts: Callable[..., Mapping[str, bytes]]) -> Retire:
    def make(name: str, *draws: Draw, effective_at: datetime = at) -> Retirement:
        instruction = RetirementInstruction(
            retirement_id=named(f"ret {name}"),
            certificate_id=named(f"crt {name}"),
            draws=draws,
            public={
                "beneficiary": {"display_name": "Invented Airline"},
                "holder": {"retired_by": "Example operator"},
                "purpose": {"code": "INSETTING", "claim_year": 2025},
                "wording": {"gross_inventory": {"en": "This does not reduce the gross inventory."}},
            },
            private={},
            salts=salts("price"),
            effective_at=effective_at,
        )
        return actions.retire_units(instruction=instruction, request_id=name, at=at)

    return make


def test_issues_both_sides_of_a_batch_and_counts_it_once(fuel: Callable[..., Lots]) -> None:
    one, three = fuel()

    assert queries.get_lot(lot_id=one).issued_kg == queries.get_lot(lot_id=three).issued_kg == 10_000
    assert queries.public_totals().issued_kg == 10_000
    assert [totals.issued_kg for totals in queries.public_totals().by_kind] == [10_000, 10_000]


def test_refuses_sides_that_differ_and_a_batch_twice(fuel: Callable[..., Lots], at: datetime) -> None:
    fuel()

    with pytest.raises(BatchSidesDiffer):
        actions.issue_batch(batch=batch_of("uneven", first=100, scope3_tonnes=9), request_id="uneven", at=at)
    with pytest.raises(SerialOverlap):
        actions.issue_batch(batch=batch_of("again", first=10), request_id="again", at=at)
    twice = batch_of("fuel", first=200)
    other = NewBatch(
        batch_id=twice.batch_id,
        energy_mj=1,
        volume_ml=1,
        scope1=side("x 1", UnitKind.INSET_SCOPE1, first=200),
        scope3=side("x 3", UnitKind.INSET_SCOPE3, first=200),
    )
    with pytest.raises(BatchExists):
        actions.issue_batch(batch=other, request_id="twice", at=at)
    outcome = actions.issue_lots(lots=(side("lone", UnitKind.INSET_SCOPE1, first=300),), request_id="lone", at=at)
    assert isinstance(outcome[0], Refused)


def test_adds_energy_and_volume_up_to_the_batch(fuel: Callable[..., Lots], retire: Retire, at: datetime) -> None:
    one, _ = fuel()
    for place, kg in enumerate((1, 999, 3_333, 2_667)):
        retire(f"r{place}", Draw(lot_id=one, kg=kg))
    actions.cancel_units(lot_id=one, kg=3_000, reason=CancelReason.ERROR, request_id="rest", at=at)

    assert run("SELECT sum(energy_mj), sum(volume_ml) FROM ledger_line WHERE lot_id = %s", [lot_key(one)]) == [
        (ENERGY_MJ, VOLUME_ML)
    ]


def test_stands_scope3_on_scope1_of_the_same_batch(fuel: Callable[..., Lots], retire: Retire) -> None:
    one, three = fuel()
    first = retire("airline", Draw(lot_id=one, kg=2_000))
    second = retire("airline again", Draw(lot_id=one, kg=1_000))
    covers = (
        Cover(line_id=first.lines[0].line_id, kg=2_000),
        Cover(line_id=second.lines[0].line_id, kg=500),
    )

    shipper = retire("shipper", Draw(lot_id=three, kg=2_500, covers=covers))

    line = json.loads(shipper.body)["lines"][0]["inset"]
    assert [reference["line"] for reference in line["covered_by"]] == [0, 0]
    assert line["side"] == "SCOPE3"


def test_refuses_scope3_that_nothing_stands_behind(fuel: Callable[..., Lots], retire: Retire, at: datetime) -> None:
    one, three = fuel()
    other, _ = fuel("other", first=100)
    line = retire("airline", Draw(lot_id=one, kg=2_000)).lines[0].line_id
    foreign = retire("foreign", Draw(lot_id=other, kg=2_000)).lines[0].line_id

    def ask(name: str, kg: int, *covers: Cover, effective_at: datetime = at) -> Retirement:
        return retire(name, Draw(lot_id=three, kg=kg, covers=covers), effective_at=effective_at)

    with pytest.raises(InsetScope1NotRetired) as short:
        ask("short by one kilogram", 2_001, Cover(line_id=line, kg=2_000))
    assert (short.value.requested_kg, short.value.covered_kg) == (2_001, 2_000)
    with pytest.raises(InsetScope1NotRetired):
        ask("nothing", 1)
    with pytest.raises(CoverTaken) as taken:
        ask("more than the line", 2_001, Cover(line_id=line, kg=2_001))
    assert taken.value.free_kg == 2_000
    with pytest.raises(CoverUnrelated):
        ask("another batch", 1_000, Cover(line_id=foreign, kg=1_000))
    with pytest.raises(CoverUnrelated):
        ask("no line", 1, Cover(line_id=10**15, kg=1))
    with pytest.raises(CoverUnrelated):
        ask("before it", 1_000, Cover(line_id=line, kg=1_000), effective_at=at - timedelta(days=1))
    ask("first claimant", 1_500, Cover(line_id=line, kg=1_500))
    with pytest.raises(CoverTaken) as second:
        ask("second claimant", 501, Cover(line_id=line, kg=501))
    assert second.value.free_kg == 500


def test_keeps_credits_and_insets_apart(fuel: Callable[..., Lots], listed_lot: ListedLot, retire: Retire) -> None:
    one, three = fuel()
    credit = listed_lot().lot_id

    with pytest.raises(KindsMixed):
        retire("mixed", Draw(lot_id=one, kg=1), Draw(lot_id=credit, kg=1))
    with pytest.raises(KindsMixed):
        retire("both sides", Draw(lot_id=one, kg=1), Draw(lot_id=three, kg=1))


LINES = (
    "WITH c AS (INSERT INTO ledger_certificate (entry_id, certificate_id, retirement_id, unit_kind, kg, annex)"
    " VALUES (%(entry)s, gen_random_uuid(), gen_random_uuid(), %(kind)s, 1000, '{}')), line AS (INSERT INTO ledger_line"
    " (lot_id, start_unit, stop_unit, head_unit, entry_id, use, price_id, project_minor, registry_fee_minor,"
    " verification_minor, fx_minor, tax_minor, handling_minor, energy_mj, volume_ml)"
    " SELECT id, head, head + 1000, head, %(entry)s, 'RETIREMENT', price_id, 1225, 17, 33, 4, 0, 15, %(energy)s, %(volume)s"
    " FROM ledger_lot WHERE id = %(lot)s)"
    " INSERT INTO ledger_cover (scope3_lot_id, scope3_stop_unit, scope1_lot_id, scope1_stop_unit, kg)"
    " SELECT id, head + 1000, %(one)s, %(stop)s, %(kg)s FROM ledger_lot WHERE id = %(lot)s AND %(kg)s > 0"
)


def test_has_the_database_refuse_the_same_of_the_web_role(fuel: Callable[..., Lots], retire: Retire) -> None:
    from tests.ledger.raw import entry

    one, three = fuel()
    stop = retire("airline", Draw(lot_id=one, kg=2_000)).lines[0].line_id
    energy, volume = round(ENERGY_MJ / 10), round(VOLUME_ML / 10)
    right = {
        "kind": "INSET_SCOPE3", "lot": lot_key(three), "one": lot_key(one), "stop": stop, "kg": 1_000, "energy": energy,
        "volume": volume,
    }  # fmt: skip

    with refused("covered by SCOPE1 lines"):
        run(LINES, right | {"entry": entry("RETIREMENT"), "kg": 999})
    with refused("covered by SCOPE1 lines"):
        run(LINES, right | {"entry": entry("RETIREMENT"), "kg": 0})
    with refused("share of the batch"):
        run(LINES, right | {"entry": entry("RETIREMENT"), "energy": energy + 1})
    with refused("energy_and_volume_together|share of the batch"):
        run(LINES, right | {"entry": entry("RETIREMENT"), "volume": None})
    with refused("next range"):
        run(LINES, right | {"entry": entry("RETIREMENT"), "energy": None, "volume": None})
    with refused("ledger_cover_by_a_line|covered by SCOPE1 lines"):
        run(LINES, right | {"entry": entry("RETIREMENT"), "stop": stop + 1})
    with refused("of one kind|add up"):
        run(LINES, right | {"entry": entry("RETIREMENT"), "kind": "CREDIT"})
    run(LINES, right | {"entry": entry("RETIREMENT")})
    line = number("SELECT stop_unit FROM ledger_line WHERE lot_id = %s", [lot_key(three)])
    with refused("covered by SCOPE1 lines|ledger_cover_once"):
        run(
            "INSERT INTO ledger_cover (scope3_lot_id, scope3_stop_unit, scope1_lot_id, scope1_stop_unit, kg)"
            " VALUES (%s, %s, %s, %s, 1)",
            [lot_key(three), line, lot_key(one), stop],
        )


def test_refuses_a_batch_whose_sides_are_not_equal(fuel: Callable[..., Lots]) -> None:
    from tests.ledger.raw import entry

    fuel()
    batch = number("SELECT id FROM ledger_batch")
    key = number("SELECT key_number FROM ledger_lot LIMIT 1")

    with refused("two sides of equal kilograms"):
        run(
            "INSERT INTO ledger_lot (public_id, entry_id, key_number, first_serial, last_serial, unit_kg, kind, lot_class,"
            " batch_id) VALUES (gen_random_uuid(), %s, %s, 500, 501, 1000, 'INSET_SCOPE1', 'STOCK', %s)",
            [entry("ISSUE"), key, batch],
        )
        run("SET CONSTRAINTS ALL IMMEDIATE")


def test_splits_a_side_and_keeps_its_share(fuel: Callable[..., Lots], retire: Retire, at: datetime) -> None:
    one, _ = fuel()
    actions.split_lot(lot_id=one, at_serial=4, new_lot_id=named("tail"), request_id="split", at=at)

    retire("tail", Draw(lot_id=named("tail"), kg=7_000))
    retire("head", Draw(lot_id=one, kg=3_000))

    assert run("SELECT sum(energy_mj), sum(volume_ml) FROM ledger_line") == [(ENERGY_MJ, VOLUME_ML)]
