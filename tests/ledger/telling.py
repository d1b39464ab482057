"""The few sentences that the specification tables are written in, and what each does to the ledger."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from tests.ledger.conftest import FACTS, named
from truetonne.ledger import actions, queries
from truetonne.ledger.values import (
    CancelReason,
    Confirmation,
    CorrectionInstruction,
    Draw,
    LotClass,
    LotState,
    NewLot,
    NewReservation,
    Recall,
    ReservationOutcome,
    Retirement,
    RetirementInstruction,
)
from truetonne.science.money import CostParts, parse_minor

Salts = Callable[..., Mapping[str, bytes]]
SENTENCES: list[tuple[re.Pattern[str], Callable[..., None]]] = []


def sentence(pattern: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register what a sentence does."""

    def register(act: Callable[..., None]) -> Callable[..., None]:
        SENTENCES.append((re.compile(pattern), act))
        return act

    return register


def kilograms(text: str) -> int:
    """Read ``3.25 t`` or ``750 kg`` exactly."""
    number, unit = text.split()
    return int(Decimal(number) * (1_000 if unit == "t" else 1))


class Story:
    """One row of a table: what was told so far."""

    def __init__(self, *, at: datetime, salts: Salts) -> None:
        self.at = at
        self.salts = salts
        self.steps = 0
        self.again: Callable[[], None] | None = None
        self.otherwise: Callable[[], None] | None = None
        self.retirements: list[Retirement] = []
        self.certificates: list[UUID] = []
        self.recall: Recall | None = None
        self.held_from: set[UUID] = set()

    def tell(self, text: str) -> None:
        """Do what one sentence says."""
        for pattern, act in SENTENCES:
            match = pattern.fullmatch(text)
            if match:
                act(self, **match.groupdict())
                return
        raise AssertionError(f"no sentence reads {text!r}")

    def request(self) -> str:
        self.steps += 1
        return f"step {self.steps}"

    def lot(self, name: str) -> LotState:
        return queries.get_lot(lot_id=named(name))

    def do(self, call: Callable[[str, bool], object]) -> None:
        """Call with a fresh request id, and remember how to repeat it with the same input and with other input."""
        request_id = self.request()
        call(request_id, False)
        self.again = lambda: call(request_id, False) and None
        self.otherwise = lambda: call(request_id, True) and None

    def retire(self, draws: tuple[Draw, ...], made: tuple[int, ...] = ()) -> None:
        def call(request_id: str, is_other: bool) -> Retirement:
            name = f"{request_id} {is_other} {len(self.retirements)}"
            instruction = RetirementInstruction(
                retirement_id=named(f"ret {name}"),
                certificate_id=named(f"crt {name}"),
                draws=draws,
                public={
                    "beneficiary": {"display_name": "Other Bakery" if is_other else "Invented Bakery"},
                    "holder": {"retired_by": "Example operator"},
                    "purpose": {"code": "ONGOING_EMISSIONS", "claim_year": 2025},
                    "wording": {"gross_inventory": {"en": "This does not reduce the gross inventory."}},
                },
                private={},
                salts=self.salts("price"),
                effective_at=self.at,
                make_good_for=made,
            )
            retirement = actions.retire_units(instruction=instruction, request_id=request_id, at=self.at)
            if retirement not in self.retirements:
                self.retirements.append(retirement)
                self.certificates.append(retirement.certificate_id)
            return retirement

        self.do(call)


@sentence(
    r"(?P<what>issue|buffer) (?P<name>\w+): (?P<first>\d+) to (?P<last>\d+)(?: of (?P<unit>\d+) kg)?(?P<key> under another key)?"
)
def issue(story: Story, what: str, name: str, first: str, last: str, unit: str | None, key: str | None) -> None:
    def call(request_id: str, is_other: bool) -> LotState:
        lot = NewLot(
            lot_id=named(name),
            program="EXR",
            key="other" if key else "key",
            first=int(first),
            last=int(last) + is_other,
            unit_kg=int(unit or 1_000),
            lot_class=LotClass.BUFFER if what == "buffer" else LotClass.STOCK,
            facts=FACTS,
        )
        return actions.issue_lot(lot=lot, request_id=request_id, at=story.at)

    story.do(call)


@sentence(r"lot (?P<name>\w+) of (?P<tonnes>\d+) t(?: at (?P<price>[\d.]+) (?P<currency>[A-Z]{3}))?")
def lot(story: Story, name: str, tonnes: str, price: str | None, currency: str | None) -> None:
    new = NewLot(lot_id=named(name), program="EXR", key=name, first=1, last=int(tonnes), unit_kg=1_000, facts=FACTS)
    actions.issue_lot(lot=new, request_id=story.request(), at=story.at)
    set_price(story, name=name, price=price or "10.00", currency=currency or "USD")
    actions.list_lot(lot_id=named(name), request_id=story.request(), at=story.at)


@sentence(r"price (?P<name>\w+) (?P<price>[\d.]+) (?P<currency>[A-Z]{3})")
def set_price(story: Story, name: str, price: str, currency: str) -> None:
    minor = parse_minor(text=price, currency=currency) if currency != "XXX" else 0
    parts = CostParts(project=minor)
    actions.price_lot(lot_id=named(name), currency=currency, price=parts, request_id=story.request(), at=story.at)


@sentence(r"list (?P<name>\w+)")
def list_lot(story: Story, name: str) -> None:
    actions.list_lot(lot_id=named(name), request_id=story.request(), at=story.at)


@sentence(r"unlist (?P<name>\w+)")
def unlist_lot(story: Story, name: str) -> None:
    actions.unlist_lot(lot_id=named(name), reason="review", request_id=story.request(), at=story.at)


@sentence(r"reserve (?P<mass>[\d.]+ t) of (?P<name>\w+) as (?P<reservation>\w+)")
def reserve(story: Story, mass: str, name: str, reservation: str) -> None:
    asked = NewReservation(reservation_id=named(reservation), lot_id=named(name), kg=kilograms(mass))
    actions.reserve_units(
        reservations=(asked,), expires_at=story.at + timedelta(hours=1), request_id=story.request(), at=story.at
    )


@sentence(r"void (?P<reservation>\w+)")
def void(story: Story, reservation: str) -> None:
    actions.release_reservations(
        reservation_ids=(named(reservation),),
        outcome=ReservationOutcome.VOIDED,
        request_id=story.request(),
        at=story.at,
    )


@sentence(r"expire")
def expire(story: Story) -> None:
    actions.expire_reservations(request_id=story.request(), at=story.at + timedelta(hours=1))


@sentence(r"post (?:(?P<mass>[\d.]+ t) of )?(?P<reservation>\w+)(?P<late> too late)?")
def post(story: Story, mass: str | None, reservation: str, late: str | None) -> None:
    if late:
        story.at += timedelta(hours=1)
    reserved = queries.list_lots()[0].reserved_kg or 6_000
    kg = kilograms(mass) if mass else reserved
    story.retire((Draw(lot_id=named("A"), kg=kg, reservation_id=named(reservation)),))


@sentence(r"retire (?P<mass>[\d.]+ t) of the tail")
def retire_tail(story: Story, mass: str) -> None:
    story.retire((Draw(lot_id=named("tail"), kg=kilograms(mass)),))


@sentence(r"retire (?P<draws>[\d.]+ t of \w+(?: and [\d.]+ t of \w+)*)")
def retire(story: Story, draws: str) -> None:
    found = re.findall(r"([\d.]+ t) of (\w+)", draws)
    story.retire(tuple(Draw(lot_id=named(name), kg=kilograms(mass)) for mass, name in found))


@sentence(r"cancel (?P<mass>[\d.]+ t) of (?P<name>\w+)")
def cancel(story: Story, mass: str, name: str) -> None:
    actions.cancel_units(
        lot_id=named(name), kg=kilograms(mass), reason=CancelReason.REVERSAL, request_id=story.request(), at=story.at
    )


@sentence(r"cancel serials (?P<first>\d+) to (?P<last>\d+) of (?P<name>\w+)")
def cancel_serials(story: Story, first: str, last: str, name: str) -> None:
    actions.cancel_units(
        lot_id=named(name),
        first=int(first),
        last=int(last),
        reason=CancelReason.REVERSAL,
        request_id=story.request(),
        at=story.at,
    )


@sentence(r"hold (?P<name>[A-Z])")
def hold(story: Story, name: str) -> None:
    actions.hold_lot(lot_id=named(name), reason="quality", request_id=story.request(), at=story.at)


@sentence(r"hold serials (?P<first>\d+) to (?P<last>\d+) of (?P<name>\w+)")
def hold_serials(story: Story, first: str, last: str, name: str) -> None:
    actions.hold_serials(
        lot_id=named(name), first=int(first), last=int(last), reason="quality", request_id=story.request(), at=story.at
    )


@sentence(r"release (?P<name>[A-Z])")
def release(story: Story, name: str) -> None:
    actions.release_lot(lot_id=named(name), reason="cleared", request_id=story.request(), at=story.at)


@sentence(r"split (?P<name>\w+) at (?P<serial>\d+)")
def split(story: Story, name: str, serial: str) -> None:
    actions.split_lot(
        lot_id=named(name),
        at_serial=int(serial),
        new_lot_id=named("tail"),
        request_id=story.request(),
        at=story.at,
    )


@sentence(r"recall serials (?P<first>\d+) to (?P<last>\d+) of (?P<name>\w+)")
def recall(story: Story, first: str, last: str, name: str) -> None:
    story.recall = actions.recall_serials(
        program="EXR",
        key=name,
        first=int(first),
        last=int(last),
        reason="over-credited",
        request_id=story.request(),
        at=story.at,
    )


@sentence(r"make good with (?P<mass>[\d.]+ t) of (?P<name>\w+)")
def make_good(story: Story, mass: str, name: str) -> None:
    line_id = story.retirements[0].lines[0].line_id
    story.retire((Draw(lot_id=named(name), kg=kilograms(mass)),), made=(line_id,))


@sentence(r"correct(?P<last> the replacement)?:\s*(?P<reason>.*)")
def correct(story: Story, last: str | None, reason: str) -> None:
    old = story.certificates[-1] if last else story.retirements[0].certificate_id

    def call(request_id: str, is_other: bool) -> Retirement:
        correction = CorrectionInstruction(
            certificate_id=old,
            new_certificate_id=named(f"new {request_id}"),
            reason=reason,
            public={"beneficiary": {"display_name": "Right Bakery"}},
        )
        replacement = actions.correct_certificate(correction=correction, request_id=request_id, at=story.at)
        if replacement.certificate_id not in story.certificates:
            story.certificates.append(replacement.certificate_id)
        return replacement

    story.do(call)


@sentence(r"confirm(?: line (?P<place>\d+))?")
def confirm(story: Story, place: str | None) -> None:
    retirement = story.retirements[0]
    lines = () if place is None else (retirement.lines[int(place)].line_id,)
    asked = Confirmation(
        retirement_id=retirement.retirement_id, line_ids=lines, evidence={"registry": "Example", "edition": "2026-03"}
    )
    actions.confirm_registry(confirmation=asked, request_id=story.request(), at=story.at)


@sentence(r"the same request again")
def same_again(story: Story) -> None:
    assert story.again is not None
    story.again()


@sentence(r"the same request with other input")
def same_otherwise(story: Story) -> None:
    assert story.otherwise is not None
    story.otherwise()
