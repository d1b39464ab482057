"""The ledger against a small model in memory: whatever happens in whatever order, both say the same.

The model keeps kilograms and ranges and knows nothing of chains, locks or triggers. Charges are checked by their one
rule: over all live lines of a lot and its descendants, exact = charged + carried, in every cost part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.ledger.conftest import FACTS, named
from truetonne.ledger import actions, queries
from truetonne.ledger.actions.hold import AlreadyHeld, NotHeld
from truetonne.ledger.cutting import CutInUse
from truetonne.ledger.lots import InsufficientStock, LotHeld, LotNotListed
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.reservations import ReservationExpired, ReservationResolved
from truetonne.ledger.values import (
    CancelReason,
    CorrectionInstruction,
    Draw,
    NewLot,
    NewReservation,
    ReservationOutcome,
    RetirementInstruction,
)
from truetonne.science.money import CostParts

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PARTS = 6


@dataclass
class ModelLot:
    family: str
    lot_id: UUID
    first: int
    last: int
    unit_kg: int
    retired: int = 0
    cancelled: int = 0
    reserved: int = 0
    is_held: bool = False
    is_listed: bool = True

    @property
    def used(self) -> int:
        return self.retired + self.cancelled

    @property
    def free(self) -> int:
        return (self.last - self.first + 1) * self.unit_kg - self.used - self.reserved


@dataclass
class Family:
    price: CostParts
    exact: list[int] = field(default_factory=lambda: [0] * PARTS)
    charged: list[int] = field(default_factory=lambda: [0] * PARTS)
    retired: list[tuple[int, int, int, UUID]] = field(default_factory=list)
    """Retired ranges in kilograms from the family's first serial, with line id and certificate."""
    recalled: list[tuple[int, int]] = field(default_factory=list)

    def charge(self, kg: int, charged: CostParts, sign: int = 1) -> None:
        for part, (per_tonne, minor) in enumerate(zip(self.price.as_tuple(), charged.as_tuple(), strict=True)):
            self.exact[part] += sign * per_tonne * kg
            self.charged[part] += sign * minor


@dataclass
class ModelReservation:
    lot: ModelLot
    kg: int
    charged: CostParts
    expires_at: datetime
    outcome: str | None = None


class Ledger(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.lots: list[ModelLot] = []
        self.families: dict[str, Family] = {}
        self.reservations: dict[UUID, ModelReservation] = {}
        self.open: dict[int, int] = {}
        self.certificates: list[UUID] = []
        self.step = 0
        self.now = AT

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def name(self, what: str) -> str:
        self.step += 1
        return f"{what} {self.step}"

    def expect(self, wanted: type[Refusal] | None, call: Callable[[], object]) -> bool:
        """Call; the ledger refuses exactly what the model does."""
        if wanted is None:
            call()
            return True
        with pytest.raises(wanted):
            call()
        return False

    def pick(self, number: int) -> ModelLot:
        return self.lots[number % len(self.lots)]

    @initialize()
    def begin(self) -> None:
        self.issue(tonnes=20, unit_kg=1_000, first=7, project=1_225, rest=33)

    @rule(
        tonnes=st.integers(1, 30),
        unit_kg=st.sampled_from([1, 250, 1_000]),
        first=st.integers(0, 5),
        project=st.integers(0, 5_000),
        rest=st.integers(0, 999),
    )
    def issue(self, tonnes: int, unit_kg: int, first: int, project: int, rest: int) -> None:
        name = self.name("issue")
        price = CostParts(project=project, registry_fee=rest, verification=7, fx=1, tax=rest, handling=0)
        last = first + tonnes * 1_000 // unit_kg - 1
        lot = NewLot(lot_id=named(name), program="EXR", key=name, first=first, last=last, unit_kg=unit_kg, facts=FACTS)
        actions.issue_lot(lot=lot, request_id=name, at=AT)
        actions.price_lot(lot_id=lot.lot_id, currency="USD", price=price, request_id=f"{name} price", at=AT)
        actions.list_lot(lot_id=lot.lot_id, request_id=f"{name} list", at=AT)
        self.lots.append(ModelLot(family=name, lot_id=lot.lot_id, first=first, last=last, unit_kg=unit_kg))
        self.families[name] = Family(price=price)

    @rule(number=st.integers(0, 99), at=st.integers(0, 30_000))
    def split(self, number: int, at: int) -> None:
        lot, name = self.pick(number), self.name("split")
        if lot.last == lot.first:
            return
        serial = lot.first + 1 + at % (lot.last - lot.first)
        taken = lot.used + lot.reserved
        wanted = CutInUse if (serial - lot.first) * lot.unit_kg < taken else None
        if self.expect(
            wanted,
            lambda: actions.split_lot(
                lot_id=lot.lot_id, at_serial=serial, new_lot_id=named(name), request_id=name, at=AT
            ),
        ):
            tail = ModelLot(
                family=lot.family, lot_id=named(name), first=serial, last=lot.last, unit_kg=lot.unit_kg,
                is_held=lot.is_held, is_listed=lot.is_listed,
            )  # fmt: skip
            lot.last = serial - 1
            self.lots.append(tail)

    def sellable(self, lot: ModelLot, kg: int) -> type[Refusal] | None:
        if lot.is_held:
            return LotHeld
        if not lot.is_listed:
            return LotNotListed
        return InsufficientStock if kg > lot.free else None

    @rule(number=st.integers(0, 99), kg=st.integers(1, 12_000), hours=st.integers(1, 5))
    def reserve(self, number: int, kg: int, hours: int) -> None:
        lot, name = self.pick(number), self.name("reserve")
        until = self.now + timedelta(hours=hours)
        asked = (NewReservation(reservation_id=named(name), lot_id=lot.lot_id, kg=kg),)

        def call() -> None:
            line = actions.reserve_units(reservations=asked, expires_at=until, request_id=name, at=self.now)[0]
            self.reservations[named(name)] = ModelReservation(lot=lot, kg=kg, charged=line.charged, expires_at=until)
            self.families[lot.family].charge(kg, line.charged)
            lot.reserved += kg
            again = actions.reserve_units(reservations=asked, expires_at=until, request_id=name, at=self.now)
            assert again == (line,)

        self.expect(self.sellable(lot, kg), call)

    def free_reservation(self, one: ModelReservation, outcome: str) -> None:
        one.outcome = outcome
        one.lot.reserved -= one.kg
        self.families[one.lot.family].charge(one.kg, one.charged, sign=-1)

    @precondition(lambda self: self.reservations)
    @rule(number=st.integers(0, 99))
    def void(self, number: int) -> None:
        reservation_id = list(self.reservations)[number % len(self.reservations)]
        one = self.reservations[reservation_id]
        wanted = None if one.outcome is None else ReservationResolved
        if self.expect(
            wanted,
            lambda: actions.release_reservations(
                reservation_ids=(reservation_id,),
                outcome=ReservationOutcome.VOIDED,
                request_id=self.name("void"),
                at=self.now,
            ),
        ):
            self.free_reservation(one, "VOIDED")

    @rule(hours=st.integers(1, 3))
    def expire(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        at = min(self.now, datetime.now(tz=UTC))
        due = {key for key, one in self.reservations.items() if one.outcome is None and one.expires_at <= at}

        ended = actions.expire_reservations(request_id=self.name("expire"), at=at)

        assert set(ended) == due
        for key in due:
            self.free_reservation(self.reservations[key], "EXPIRED")

    def instruction(self, name: str, draws: tuple[Draw, ...], made: tuple[int, ...] = ()) -> RetirementInstruction:
        return RetirementInstruction(
            retirement_id=named(f"ret {name}"),
            certificate_id=named(f"crt {name}"),
            draws=draws,
            public={
                "beneficiary": {"display_name": "Invented Bakery"},
                "holder": {"retired_by": "Example operator"},
                "purpose": {"code": "ONGOING_EMISSIONS", "claim_year": 2025},
                "wording": {"gross_inventory": {"en": "This does not reduce the gross inventory."}},
            },
            private={},
            salts={"price": named(name).bytes * 2},
            effective_at=AT,
            make_good_for=made,
        )

    def retired(self, lot: ModelLot, kg: int, line_id: int, certificate_id: UUID) -> None:
        family = self.families[lot.family]
        first = next(one.first for one in self.lots if one.family == lot.family)
        start = (lot.first - first) * lot.unit_kg + lot.used
        family.retired.append((start, start + kg, line_id, certificate_id))
        lot.retired += kg

    @rule(numbers=st.lists(st.integers(0, 99), min_size=1, max_size=3), kg=st.integers(1, 9_000))
    def retire(self, numbers: list[int], kg: int) -> None:
        lots = list({id(self.pick(number)): self.pick(number) for number in numbers}.values())
        name = self.name("retire")
        wanted = next((refusal for lot in lots if (refusal := self.sellable(lot, kg))), None)
        instruction = self.instruction(name, tuple(Draw(lot_id=lot.lot_id, kg=kg) for lot in lots))

        def call() -> None:
            retirement = actions.retire_units(instruction=instruction, request_id=name, at=self.now)
            self.certificates.append(retirement.certificate_id)
            for line in retirement.lines:
                lot = next(one for one in lots if one.lot_id == line.lot_id)
                self.families[lot.family].charge(kg, line.charged)
                self.retired(lot, kg, line.line_id, retirement.certificate_id)
            assert actions.retire_units(instruction=instruction, request_id=name, at=self.now) == retirement

        self.expect(wanted, call)

    @precondition(lambda self: self.reservations)
    @rule(number=st.integers(0, 99))
    def post(self, number: int) -> None:
        reservation_id = list(self.reservations)[number % len(self.reservations)]
        one, name = self.reservations[reservation_id], self.name("post")
        wanted: type[Refusal] | None = None
        if one.lot.is_held:
            wanted = LotHeld
        elif one.outcome is not None:
            wanted = ReservationResolved
        elif one.expires_at <= self.now:
            wanted = ReservationExpired
        draw = Draw(lot_id=one.lot.lot_id, kg=one.kg, reservation_id=reservation_id)

        def call() -> None:
            retirement = actions.retire_units(instruction=self.instruction(name, (draw,)), request_id=name, at=self.now)
            assert retirement.lines[0].charged == one.charged
            one.outcome = "POSTED"
            one.lot.reserved -= one.kg
            self.retired(one.lot, one.kg, retirement.lines[0].line_id, retirement.certificate_id)

        self.expect(wanted, call)

    @rule(number=st.integers(0, 99), kg=st.integers(1, 5_000))
    def cancel(self, number: int, kg: int) -> None:
        lot, name = self.pick(number), self.name("cancel")
        wanted = InsufficientStock if kg > lot.free else None
        if self.expect(
            wanted,
            lambda: actions.cancel_units(lot_id=lot.lot_id, kg=kg, reason=CancelReason.ERROR, request_id=name, at=AT),
        ):
            lot.cancelled += kg

    @rule(number=st.integers(0, 99))
    def hold(self, number: int) -> None:
        lot = self.pick(number)
        if self.expect(
            AlreadyHeld if lot.is_held else None,
            lambda: actions.hold_lot(lot_id=lot.lot_id, reason="quality", request_id=self.name("hold"), at=AT),
        ):
            lot.is_held, lot.is_listed = True, False

    @rule(number=st.integers(0, 99))
    def release(self, number: int) -> None:
        lot = self.pick(number)
        if self.expect(
            None if lot.is_held else NotHeld,
            lambda: actions.release_lot(lot_id=lot.lot_id, reason="cleared", request_id=self.name("free"), at=AT),
        ):
            actions.list_lot(lot_id=lot.lot_id, request_id=self.name("list"), at=AT)
            lot.is_held, lot.is_listed = False, True

    @rule(number=st.integers(0, 99), low=st.integers(0, 12), width=st.integers(1, 20))
    def recall(self, number: int, low: int, width: int) -> None:
        family_name = self.pick(number).family
        family = self.families[family_name]
        pieces = sorted((one for one in self.lots if one.family == family_name), key=lambda one: one.first)
        first0, last0, unit = pieces[0].first, pieces[-1].last, pieces[0].unit_kg
        first = first0 + low % (last0 - first0 + 1)
        last = min(last0, first + width - 1)
        start, stop = (first - first0) * unit, (last - first0 + 1) * unit
        impaired = {
            line_id: _minus(max(begin, start), min(end, stop), family.recalled)
            for begin, end, line_id, _ in family.retired
        }

        recall = actions.recall_serials(
            program="EXR", key=family_name, first=first, last=last, reason="over-credited", request_id=self.name("recall"), at=AT
        )  # fmt: skip

        assert {line.line_id: line.kg for line in recall.lines} == {key: kg for key, kg in impaired.items() if kg}
        family.recalled += [(max(begin, start), min(end, stop)) for begin, end, _, _ in family.retired]
        for line_id, kg in impaired.items():
            if kg:
                self.open[line_id] = self.open.get(line_id, 0) + kg
        self.follow_cuts(family_name)
        for lot in self.lots:
            if lot.family == family_name and lot.free and lot.first <= last and lot.last >= first:
                used_up = lot.first + -(-lot.used // lot.unit_kg) > last and lot.used % lot.unit_kg == 0
                assert lot.is_held or used_up or self.is_behind_use(lot, last)

    @staticmethod
    def is_behind_use(lot: ModelLot, last: int) -> bool:
        """Whether every unit of the lot up to the serial ``last`` is used."""
        return (last - lot.first + 1) * lot.unit_kg <= lot.used

    def follow_cuts(self, family: str) -> None:
        """Take cuts and holds of a recall over from the ledger: what they may be is checked by the invariants."""
        known = {lot.lot_id: lot for lot in self.lots}
        for state in queries.list_lots(program="EXR", key=family):
            lot = known.get(state.lot_id)
            if lot is None:
                lot = ModelLot(
                    family=family, lot_id=state.lot_id, first=state.first, last=state.last, unit_kg=state.unit_kg
                )
                self.lots.append(lot)
            lot.last, lot.is_held, lot.is_listed = state.last, state.hold_reason is not None, state.is_listed

    @precondition(lambda self: self.open)
    @rule(number=st.integers(0, 99), line=st.integers(0, 99), kg=st.integers(1, 3_000))
    def make_good(self, number: int, line: int, kg: int) -> None:
        lot, name = self.pick(number), self.name("good")
        line_id = list(self.open)[line % len(self.open)]
        kg = min(kg, self.open[line_id])
        instruction = self.instruction(name, (Draw(lot_id=lot.lot_id, kg=kg),), made=(line_id,))

        def call() -> None:
            retirement = actions.retire_units(instruction=instruction, request_id=name, at=self.now)
            self.families[lot.family].charge(kg, retirement.lines[0].charged)
            self.retired(lot, kg, retirement.lines[0].line_id, retirement.certificate_id)
            self.open[line_id] -= kg
            if not self.open[line_id]:
                del self.open[line_id]

        self.expect(self.sellable(lot, kg), call)

    @precondition(lambda self: self.certificates)
    @rule(number=st.integers(0, 99))
    def correct(self, number: int) -> None:
        place = number % len(self.certificates)
        name = self.name("correct")
        correction = CorrectionInstruction(
            certificate_id=self.certificates[place],
            new_certificate_id=named(name),
            reason="wrong name",
            public={"beneficiary": {"display_name": f"Another Bakery {name}"}},
        )
        replaced = actions.correct_certificate(correction=correction, request_id=name, at=AT)
        assert replaced.certificate_id == named(name)
        self.certificates[place] = named(name)

    @invariant()
    def agrees(self) -> None:
        states = {state.lot_id: state for state in queries.list_lots()}
        assert set(states) == {lot.lot_id for lot in self.lots}
        carried: dict[str, list[int]] = {name: [0] * PARTS for name in self.families}
        for lot in self.lots:
            state = states[lot.lot_id]
            assert (state.first, state.last) == (lot.first, lot.last)
            assert (state.retired_kg, state.cancelled_kg, state.reserved_kg) == (
                lot.retired,
                lot.cancelled,
                lot.reserved,
            )
            assert (state.held_kg, state.available_kg) == ((lot.free, 0) if lot.is_held else (0, lot.free))
            assert state.issued_kg == sum(
                (state.available_kg, state.reserved_kg, state.held_kg, state.retired_kg, state.cancelled_kg)
            )
            assert state.is_listed == lot.is_listed
            assert state.open_remainder_kg == -lot.used % lot.unit_kg
            for part, value in enumerate(state.carried.as_tuple()):
                carried[lot.family][part] += value
        for name, family in self.families.items():
            for part in range(PARTS):
                assert family.exact[part] == 1_000 * family.charged[part] + carried[name][part]
        assert sum(one.open_kg for one in queries.list_open_make_goods()) == sum(self.open.values())


def _minus(start: int, stop: int, spans: list[tuple[int, int]]) -> int:
    """Kilograms of a range that no span covers."""
    return (
        sum(1 for kg in range(start, stop) if not any(low <= kg < high for low, high in spans)) if stop > start else 0
    )


@pytest.mark.django_db
def test_says_the_same_as_a_small_model() -> None:
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
