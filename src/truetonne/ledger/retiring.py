"""What a retirement decides under the lots' lock: which units, at what charge, with which words. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from truetonne.ledger.certificates import body_and_annex, certificate_line
from truetonne.ledger.facts import KnownLot
from truetonne.ledger.insets import (
    BatchFacts,
    CoverLine,
    CoverTaken,
    CoverUnrelated,
    InsetScope1NotRetired,
    cut_share,
)
from truetonne.ledger.issuer import Issuer
from truetonne.ledger.lots import (
    BufferLot,
    DrawnLine,
    InsufficientStock,
    LockedLot,
    check_not_held,
    check_sellable,
    draw_reserved,
    draw_sold,
    find_lot,
)
from truetonne.ledger.recalled import OpenPart, references, take_open_parts
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.reservations import LiveReservation, ReservationResolved, find_reservation
from truetonne.ledger.times import check_effective
from truetonne.ledger.values import Draw, LotClass, ReservationOutcome, RetirementInstruction, UnitKind
from truetonne.ledger.wire import Wire
from truetonne.proof.annex import PartUnknown, SaltInvalid
from truetonne.proof.certificate import BodyInvalid, EntryTooLarge


class NothingToRetire(Refusal):
    """An instruction without draws."""

    code = "invalid_quantity"

    def __init__(self, *, retirement_id: UUID) -> None:
        super().__init__(f"retirement {retirement_id} draws on no lot")
        self.retirement_id = retirement_id


class KindsMixed(Refusal):
    """Credits and insets, or two sides of insets, never meet in one retirement; carries the kinds."""

    code = "class_mismatch"

    def __init__(self, *, kinds: tuple[str, ...]) -> None:
        super().__init__(f"one retirement is of one unit kind, not {' and '.join(kinds)}")
        self.kinds = kinds


class CurrenciesMixed(Refusal):
    """One retirement is paid in one currency; carries the currencies."""

    code = "invalid_money"

    def __init__(self, *, currencies: tuple[str, ...]) -> None:
        super().__init__(f"one retirement is charged in one currency, not {' and '.join(currencies)}")
        self.currencies = currencies


class CertificateInvalid(Refusal):
    """The certificate cannot be made of what was given; carries the member and the reason."""

    code = "invalid_request"

    def __init__(self, *, member: str, reason: str) -> None:
        super().__init__(f"the certificate cannot be made: {member}: {reason}")
        self.member = member
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """All that was read under lock and that an instruction is judged against."""

    wire: Wire
    issuer: Issuer
    lots: Mapping[UUID, LockedLot]
    facts: Mapping[int, KnownLot]
    reservations: Mapping[UUID, LiveReservation]
    covers: Mapping[int, CoverLine]
    batches: Mapping[int, BatchFacts]
    recalled: Mapping[int, Sequence[OpenPart]]
    recorded_at: datetime
    at: datetime
    posted: set[UUID] = field(default_factory=set)

    def take(self, *, plan: Plan) -> None:
        """Count what a plan of this batch uses up besides its lots: covers, recalled parts, reservations."""
        for _, cover, kg in plan.covers:
            cover.free_kg -= kg
        parts = {part.pk: part for parts in self.recalled.values() for part in parts}
        for pk, kg in plan.make_good:
            parts[pk].open_kg -= kg
        self.posted.update(draw.reservation_id for draw in plan.instruction.draws if draw.reservation_id is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A retirement that holds: lines, body and annex, ready to be written. ``make_good`` pairs recalled parts with kg."""

    instruction: RetirementInstruction
    kind: UnitKind
    kg: int
    lines: tuple[DrawnLine, ...]
    covers: tuple[tuple[DrawnLine, CoverLine, int], ...]
    make_good: tuple[tuple[int, int], ...]
    effective_at: datetime
    body: bytes
    annex: bytes


def plan_retirement(*, ground: Ground, instruction: RetirementInstruction) -> Plan:
    """Judge an instruction against what was read under lock, and draw its lines.

    Everything that may be refused about lots and reservations is judged before the first line is drawn, so that a
    refused instruction leaves the lots in ``ground`` as they were for the next one of its batch.
    """
    if not instruction.draws:
        raise NothingToRetire(retirement_id=instruction.retirement_id)
    lots = [find_lot(lots=ground.lots, lot_id=draw.lot_id) for draw in instruction.draws]
    _check_alike(lots=lots, draws=instruction.draws, ground=ground)
    _check_draws(lots=lots, draws=instruction.draws, ground=ground)
    effective_at = check_effective(effective_at=instruction.effective_at, recorded_at=ground.recorded_at)
    kg = sum(draw.kg for draw in instruction.draws)
    covers = _covers(lots=lots, draws=instruction.draws, ground=ground, effective_at=effective_at)
    make_good = _make_good(instruction=instruction, kg=kg, ground=ground)
    before = [(lot, lot.head, lot.carried, lot.reserved_kg) for lot in lots]
    order = sorted(range(len(lots)), key=lambda place: (lots[place].pk, place))
    lines = [_draw(lot=lots[place], draw=instruction.draws[place], ground=ground) for place in order]
    for place, line in enumerate(lines):
        line.place = place
    try:
        body, annex = _certificate(
            ground=ground, instruction=instruction, lines=lines, covers=[covers[place] for place in order],
            effective_at=effective_at,
        )  # fmt: skip
    except Refusal:
        for lot, head, carried, reserved_kg in before:
            lot.head, lot.carried, lot.reserved_kg = head, carried, reserved_kg
        raise
    return Plan(
        instruction=instruction,
        kind=lots[0].kind,
        kg=kg,
        lines=tuple(lines),
        covers=tuple(
            (line, cover, cover_kg)
            for line, place in zip(lines, order, strict=True)
            for cover, cover_kg in covers[place]
        ),
        make_good=make_good,
        effective_at=effective_at,
        body=body,
        annex=annex,
    )


def _check_alike(*, lots: Sequence[LockedLot], draws: Sequence[Draw], ground: Ground) -> None:
    kinds = {lot.kind for lot in lots}
    if len(kinds) > 1:
        raise KindsMixed(kinds=tuple(sorted(kinds)))
    currencies = {
        lot.currency if draw.reservation_id is None else _reservation(ground=ground, draw=draw).currency
        for lot, draw in zip(lots, draws, strict=True)
    } - {None}
    if len(currencies) > 1:
        raise CurrenciesMixed(currencies=tuple(sorted(str(currency) for currency in currencies)))


def _check_draws(*, lots: Sequence[LockedLot], draws: Sequence[Draw], ground: Ground) -> None:
    """Judge every draw, several from one lot together. A reservation is taken once."""
    wanted: dict[int, int] = {}
    for lot, draw in zip(lots, draws, strict=True):
        if draw.reservation_id is not None:
            if lot.lot_class is LotClass.BUFFER:
                raise BufferLot(lot_id=lot.lot_id)
            check_not_held(wire=ground.wire, lot=lot)
            if draw.reservation_id in ground.posted:
                raise ReservationResolved(reservation_id=draw.reservation_id, outcome=ReservationOutcome.POSTED)
            _reservation(ground=ground, draw=draw).check_postable(draw=draw, at=ground.at)
            continue
        check_sellable(wire=ground.wire, lot=lot, kg=draw.kg)
        wanted[lot.pk] = wanted.get(lot.pk, 0) + draw.kg
        if wanted[lot.pk] > lot.available_kg:
            raise InsufficientStock(lot_id=lot.lot_id, requested_kg=wanted[lot.pk], available_kg=lot.available_kg)
    _check_once(draws=draws)


def _check_once(*, draws: Iterable[Draw]) -> None:
    seen: set[UUID] = set()
    for draw in draws:
        if draw.reservation_id is None:
            continue
        if draw.reservation_id in seen:
            raise CertificateInvalid(member="draws", reason=f"reservation {draw.reservation_id} is drawn twice")
        seen.add(draw.reservation_id)


def _reservation(*, ground: Ground, draw: Draw) -> LiveReservation:
    if draw.reservation_id is None:
        raise TypeError("this draw is not of a reservation")
    return find_reservation(reservations=ground.reservations, reservation_id=draw.reservation_id)


def _draw(*, lot: LockedLot, draw: Draw, ground: Ground) -> DrawnLine:
    if draw.reservation_id is None:
        line = draw_sold(lot=lot, kg=draw.kg)
    else:
        reservation = _reservation(ground=ground, draw=draw)
        line = draw_reserved(lot=lot, reservation=reservation)
    if lot.batch_id is not None:
        cut_share(line=line, batch=ground.batches[lot.batch_id])
    return line


def _covers(
    *, lots: Sequence[LockedLot], draws: Sequence[Draw], ground: Ground, effective_at: datetime
) -> list[tuple[tuple[CoverLine, int], ...]]:
    """Return the SCOPE1 lines behind each draw, judged together: a line's kilograms stand behind one draw only."""
    taken: dict[int, int] = {}
    found: list[tuple[tuple[CoverLine, int], ...]] = []
    for lot, draw in zip(lots, draws, strict=True):
        covered_kg = sum(cover.kg for cover in draw.covers)
        if covered_kg != (draw.kg if lot.kind is UnitKind.INSET_SCOPE3 else 0):
            raise InsetScope1NotRetired(lot_id=lot.lot_id, requested_kg=draw.kg, covered_kg=covered_kg)
        for cover in draw.covers:
            line = ground.covers.get(cover.line_id)
            if line is None or not line.can_cover(batch_pk=lot.batch_id, effective_at=effective_at):
                raise CoverUnrelated(line_id=cover.line_id)
            taken[cover.line_id] = taken.get(cover.line_id, 0) + cover.kg
            if cover.kg < 1 or taken[cover.line_id] > line.free_kg:
                raise CoverTaken(line_id=cover.line_id, requested_kg=taken[cover.line_id], free_kg=line.free_kg)
        found.append(tuple((ground.covers[cover.line_id], cover.kg) for cover in draw.covers))
    return found


def _make_good(*, instruction: RetirementInstruction, kg: int, ground: Ground) -> tuple[tuple[int, int], ...]:
    if not instruction.make_good_for:
        return ()
    return take_open_parts(recalled=ground.recalled, line_ids=instruction.make_good_for, kg=kg)


def _certificate(
    *,
    ground: Ground,
    instruction: RetirementInstruction,
    lines: Sequence[DrawnLine],
    covers: Sequence[Sequence[tuple[CoverLine, int]]],
    effective_at: datetime,
) -> tuple[bytes, bytes]:
    """Make body and annex of the drawn lines. Raises CertificateInvalid."""
    recalled = (
        references(recalled=ground.recalled, line_ids=instruction.make_good_for) if instruction.make_good_for else ()
    )
    try:
        members = [
            certificate_line(
                line=line,
                known=ground.facts[line.lot.pk],
                make_good_for=recalled,
                covered_by=[cover.reference() for cover, _ in behind],
            )
            for line, behind in zip(lines, covers, strict=True)
        ]
        return body_and_annex(
            issuer=ground.issuer,
            instruction=instruction,
            kind=lines[0].lot.kind,
            lines=lines,
            known=ground.facts,
            members=members,
            effective_at=effective_at,
            recorded_at=ground.recorded_at,
        )
    except (BodyInvalid, SaltInvalid) as error:
        member_name = error.member if isinstance(error, BodyInvalid) else f"annex.{error.part}"
        raise CertificateInvalid(member=member_name, reason=error.reason) from error
    except PartUnknown as error:
        raise CertificateInvalid(member=f"annex.{error.part}", reason="no such part") from error
    except EntryTooLarge as error:
        reason = f"{error.size} bytes, at most {error.size_max}: deliver as several retirements"
        raise CertificateInvalid(member="body", reason=reason) from error
