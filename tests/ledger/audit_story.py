"""One ledger in which everything has happened once: what the audit and the export are held against."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tests.ledger.conftest import FACTS, PRICE, Instruct, ListedLot, named
from truetonne.ledger import actions
from truetonne.ledger.values import (
    CancelReason,
    Confirmation,
    CorrectionInstruction,
    Cover,
    Draw,
    LotClass,
    NewBatch,
    NewLot,
    NewReservation,
    ReservationOutcome,
    UnitKind,
)

INSET = {
    "side": "SCOPE1",
    "fuel_type": "renewable diesel",
    "feedstock": "used cooking oil",
    "batch": "INV-1",
    "chain_of_custody": "BOOK_AND_CLAIM",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """What the story is told with."""

    listed_lot: ListedLot
    instruct: Instruct
    salts: Callable[..., dict[str, bytes]]
    at: datetime

    def retire(self, name: str, *draws: tuple[UUID, int] | Draw, make_good_for: tuple[int, ...] = ()) -> int:
        """Retire and return the id of the first line."""
        instruction = self.instruct(name, *draws, make_good_for=make_good_for)
        return actions.retire_units(instruction=instruction, request_id=f"retire {name}", at=self.at).lines[0].line_id


def tell_story(*, teller: Teller) -> None:
    """Issue, price, list, split, reserve, release, retire, cancel, hold, recall, make good, correct, confirm, rate; insets."""
    at = teller.at
    forest, stove = teller.listed_lot("forest", tonnes=100), teller.listed_lot("stove", tonnes=50)
    teller.listed_lot("untouched", tonnes=7)
    actions.price_lot(
        lot_id=stove.lot_id, currency="USD", price=dataclasses.replace(PRICE, project=990), request_id="reprice", at=at
    )
    buffer = NewLot(
        lot_id=named("buffer"), program="EXR", key="forest", first=101, last=110, unit_kg=1_000, lot_class=LotClass.BUFFER,
        facts=FACTS,
    )  # fmt: skip
    actions.issue_lot(lot=buffer, request_id="buffer", at=at)
    teller.retire("plain", (forest.lot_id, 3_250), (stove.lot_id, 1_001))
    _reserve(teller=teller, forest=forest.lot_id, stove=stove.lot_id)
    actions.split_lot(lot_id=forest.lot_id, at_serial=61, new_lot_id=named("tail"), request_id="split", at=at)
    actions.hold_lot(lot_id=named("tail"), reason="A fire was reported.", request_id="hold", at=at)
    actions.split_lot(lot_id=named("tail"), at_serial=81, new_lot_id=named("tail 2"), request_id="split 2", at=at)
    actions.release_lot(lot_id=named("tail"), reason="The fire was elsewhere.", request_id="release hold", at=at)
    actions.list_lot(lot_id=named("tail"), request_id="list again", at=at)
    actions.unlist_lot(lot_id=named("tail"), reason="Review due.", request_id="unlist", at=at)
    actions.cancel_units(
        lot_id=named("buffer"), kg=2_500, reason=CancelReason.REVERSAL, note="storm", request_id="reversal", at=at
    )
    actions.cancel_units(
        lot_id=stove.lot_id, first=41, last=45, reason=CancelReason.EXPORTED, request_id="export", at=at
    )
    _mend(teller=teller, stove=stove.lot_id)
    _fuel(teller=teller)
    actions.record_entry(kind="rating", body={"project": "EXR-7", "outcome": "accepted"}, request_id="rating", at=at)


def _reserve(*, teller: Teller, forest: UUID, stove: UUID) -> None:
    at = teller.at
    for name, lot_id, kg, hours in (
        ("posted", forest, 2_750, 1), ("voided", stove, 900, 1), ("expired", stove, 77, 1), ("live", stove, 3_333, 9),
    ):  # fmt: skip
        actions.reserve_units(
            reservations=(NewReservation(reservation_id=named(f"rsv {name}"), lot_id=lot_id, kg=kg),),
            expires_at=at + timedelta(hours=hours),
            request_id=f"reserve {name}",
            at=at,
        )
    teller.retire("reserved", Draw(lot_id=forest, kg=2_750, reservation_id=named("rsv posted")))
    actions.release_reservations(
        reservation_ids=[named("rsv voided")], outcome=ReservationOutcome.VOIDED, request_id="void", at=at
    )
    actions.expire_reservations(request_id="expire", at=at + timedelta(hours=2))


def _mend(*, teller: Teller, stove: UUID) -> None:
    """Recall what was retired first, make part of it good, correct a certificate, confirm one at the registry."""
    at = teller.at
    recall = actions.recall_serials(
        program="EXR",
        key="forest",
        first=2,
        last=3,
        reason="Counted twice by the registry.",
        request_id="recall",
        at=at,
    )
    teller.retire("make good", (stove, 1_500), make_good_for=(recall.lines[0].line_id,))
    actions.correct_certificate(
        correction=CorrectionInstruction(
            certificate_id=named("crt plain"),
            new_certificate_id=named("crt corrected"),
            reason="The name was misspelt.",
            public={"beneficiary": {"display_name": "Invented Bakery Ltd", "domain": "bakery.example"}},
        ),
        request_id="correct",
        at=at,
    )
    actions.confirm_registry(
        confirmation=Confirmation(
            retirement_id=named("ret reserved"),
            line_ids=(),
            evidence={"registry": "Example Registry", "edition": "2026-03-01"},
        ),
        request_id="confirm",
        at=at,
    )


def _fuel(*, teller: Teller) -> None:
    at = teller.at
    sides = {
        kind: NewLot(
            lot_id=named(kind),
            program="EXF",
            key="batch 1",
            first=1,
            last=9,
            unit_kg=1_000,
            kind=kind,
            facts={**FACTS, "inset": {**INSET, "side": kind.value.removeprefix("INSET_")}},
        )
        for kind in (UnitKind.INSET_SCOPE1, UnitKind.INSET_SCOPE3)
    }
    batch = NewBatch(
        batch_id=named("batch"),
        energy_mj=120_001,
        volume_ml=3_500_003,
        scope1=sides[UnitKind.INSET_SCOPE1],
        scope3=sides[UnitKind.INSET_SCOPE3],
    )
    actions.issue_batch(batch=batch, request_id="batch", at=at)
    for kind in sides:
        actions.price_lot(lot_id=named(kind), currency="EUR", price=PRICE, request_id=f"price {kind}", at=at)
        actions.list_lot(lot_id=named(kind), request_id=f"list {kind}", at=at)
    line = teller.retire("carrier", (named(UnitKind.INSET_SCOPE1), 9_000))
    for name, kg in (("shipper", 4_001), ("shipper 2", 4_999)):
        teller.retire(name, Draw(lot_id=named(UnitKind.INSET_SCOPE3), kg=kg, covers=(Cover(line_id=line, kg=kg),)))
