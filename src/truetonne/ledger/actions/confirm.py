"""Confirming: a registry's own file shows serials of ours as retired. A further log entry says so; no body changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.ledger.entries import EntryKind, NewEntry, entry_body, read_now, write_entries
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.requests import check_request_id, fingerprint, row_request_id
from truetonne.ledger.rows import Row, judge_rows, only
from truetonne.ledger.times import check_effective
from truetonne.ledger.values import Confirmation, Refused
from truetonne.ledger.wire import Statement, Wire, int8, int8s, transaction, uuids

CONFIRM_LOCK = 0x636F_6E66_6972_6D
"""Advisory lock held while confirmations are written ("confirm" in ASCII): a line is confirmed once."""

_LOCK = Statement.of(name="confirm_lock", sql="SELECT pg_advisory_xact_lock($1::bigint)")
_LINES = Statement.of(
    name="confirm_lines",
    sql="""
    SELECT certificate.retirement_id, certificate.certificate_id, line.lot_id, line.stop_unit,
        confirmation.entry_id, line.place
    FROM ledger_certificate certificate
    JOIN ledger_line line ON line.entry_id = certificate.entry_id
    LEFT JOIN ledger_confirmation confirmation
        ON confirmation.lot_id = line.lot_id AND confirmation.stop_unit = line.stop_unit
    WHERE certificate.replaces_id IS NULL AND certificate.retirement_id = ANY($1::uuid[])
    """,
)
_WRITE = Statement.of(
    name="confirmations_write",
    sql="""
    INSERT INTO ledger_confirmation (entry_id, lot_id, stop_unit)
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[])
    """,
)

_Line = tuple[int, int, bool, int]
"""Lot, stop, whether it is confirmed, place in the certificate."""


class RetirementNotFound(Refusal):
    """No retirement has this id."""

    code = "not_found"

    def __init__(self, *, retirement_id: UUID) -> None:
        super().__init__(f"there is no retirement {retirement_id}")
        self.retirement_id = retirement_id


class NothingToConfirm(Refusal):
    """These lines are not the retirement's, or are confirmed already; carries them."""

    code = "state_conflict"

    def __init__(self, *, retirement_id: UUID, line_ids: tuple[int, ...]) -> None:
        super().__init__(f"retirement {retirement_id} has no unconfirmed lines {list(line_ids)}")
        self.retirement_id = retirement_id
        self.line_ids = line_ids


def confirm_registry(*, confirmation: Confirmation, request_id: str, at: datetime) -> int:
    """Record that a registry's file shows lines of a retirement; returns the entry's key. Without lines: all that are open.

    ``evidence`` becomes public: registry, file edition, transaction id, date, address. Raises RetirementNotFound,
    NothingToConfirm, BodyRefused, RequestReused.
    """
    return only(confirm_registry_batch(confirmations=(confirmation,), request_id=request_id, at=at))


def confirm_registry_batch(
    *, confirmations: Sequence[Confirmation], request_id: str, at: datetime
) -> tuple[int | Refused, ...]:
    """Record many confirmations, one a retirement, in one transaction; a refused row does not sink the others."""
    check_request_id(request_id=request_id)
    with transaction() as wire:
        wire.run(_LOCK, int8(CONFIRM_LOCK))
        recorded_at = read_now(wire=wire)
        effective_at = check_effective(effective_at=at, recorded_at=recorded_at)
        known, certificates = _read(wire=wire, retirement_ids=[one.retirement_id for one in confirmations])

        def judge(asked: Confirmation) -> tuple[list[_Line], bytes]:
            lines = _judge(asked=asked, known=known)
            facts = {
                "certificate_id": show_id(prefix="crt", id=certificates[asked.retirement_id]),
                "retirement_id": show_id(prefix="ret", id=asked.retirement_id),
                "lines": [line[3] for line in lines],
                "evidence": dict(asked.evidence),
            }
            body = entry_body(
                kind=EntryKind.CONFIRMATION, facts=facts, effective_at=effective_at, recorded_at=recorded_at
            )
            return lines, body

        rows = [
            Row(
                row_id=one.retirement_id,
                request_id=row_request_id(request_id=request_id, row_id=one.retirement_id),
                input_hash=fingerprint(verb="confirm", asked=(one.retirement_id, one.line_ids, dict(one.evidence))),
                asked=one,
            )
            for one in confirmations
        ]
        judged = judge_rows(wire=wire, rows=rows, judge=judge)
        entries = [
            NewEntry(request_id=row.request_id, input_hash=row.input_hash, body=body, effective_at=effective_at)
            for row, (_, body) in judged.fresh
        ]
        keys = write_entries(wire=wire, kind=EntryKind.CONFIRMATION, entries=entries)
        written = [(key, line) for key, (_, (lines, _)) in zip(keys, judged.fresh, strict=True) for line in lines]
        if written:
            wire.run(
                _WRITE,
                int8s([key for key, _ in written]),
                int8s([line[0] for _, line in written]),
                int8s([line[1] for _, line in written]),
            )
    found = {**judged.answered, **{row.row_id: key for key, (row, _) in zip(keys, judged.fresh, strict=True)}}
    return tuple(
        Refused(row_id=row.row_id, error=judged.refused[row.row_id])
        if row.row_id in judged.refused
        else found[row.row_id]
        for row in rows
    )


def _read(*, wire: Wire, retirement_ids: Sequence[UUID]) -> tuple[dict[UUID, list[_Line]], dict[UUID, UUID]]:
    known: dict[UUID, list[_Line]] = {}
    certificates: dict[UUID, UUID] = {}
    for row in wire.run(_LINES, uuids(retirement_ids)):
        text = [str(value or b"", "ascii") for value in row]
        retirement_id = UUID(text[0])
        certificates[retirement_id] = UUID(text[1])
        known.setdefault(retirement_id, []).append((int(text[2]), int(text[3]), row[4] is not None, int(text[5])))
    return known, certificates


def _judge(*, asked: Confirmation, known: dict[UUID, list[_Line]]) -> list[_Line]:
    if asked.retirement_id not in known:
        raise RetirementNotFound(retirement_id=asked.retirement_id)
    unconfirmed = [line for line in known[asked.retirement_id] if not line[2]]
    if asked.line_ids:
        by_id = {line[1]: line for line in unconfirmed}
        missing = tuple(line_id for line_id in asked.line_ids if line_id not in by_id)
        if missing:
            raise NothingToConfirm(retirement_id=asked.retirement_id, line_ids=missing)
        unconfirmed = [by_id[line_id] for line_id in dict.fromkeys(asked.line_ids)]
    if not unconfirmed:
        raise NothingToConfirm(retirement_id=asked.retirement_id, line_ids=asked.line_ids)
    known[asked.retirement_id] = [
        (lot, stop, is_confirmed or (lot, stop) in {(one[0], one[1]) for one in unconfirmed}, place)
        for lot, stop, is_confirmed, place in known[asked.retirement_id]
    ]
    return unconfirmed
