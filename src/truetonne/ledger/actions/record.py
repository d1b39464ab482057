"""Recording: public facts that move no units but belong into the log, such as a rating."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from truetonne.ledger.entries import EntryKind, NewEntry, entry_body, read_now, write_entry
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.requests import check_request_id, find_first, fingerprint
from truetonne.ledger.times import check_effective
from truetonne.ledger.wire import transaction

RECORDED_KINDS = (EntryKind.RATING,)
_STATED = frozenset({"format", "kind", "effective_at", "recorded_at"})


class KindNotRecorded(Refusal):
    """Only facts that move no units are recorded this way; carries the kind."""

    code = "invalid_request"

    def __init__(self, *, kind: str) -> None:
        super().__init__(f"{kind} is not recorded by itself; these are: {', '.join(RECORDED_KINDS).lower()}")
        self.kind = kind


class MemberTaken(Refusal):
    """The ledger states this member of a body itself; carries it."""

    code = "invalid_request"

    def __init__(self, *, member: str) -> None:
        super().__init__(f"{member} is stated by the ledger itself")
        self.member = member


def record_entry(*, kind: str, body: Mapping[str, object], request_id: str, at: datetime) -> int:
    """Write a public fact to the log and return its entry's key. ``kind`` is ``rating``.

    ``body`` holds public fields only: text, integers, booleans, lists and objects. Raises KindNotRecorded,
    MemberTaken, BodyRefused, RequestReused.
    """
    check_request_id(request_id=request_id)
    if kind.upper() not in RECORDED_KINDS:
        raise KindNotRecorded(kind=kind)
    for member in sorted(_STATED & body.keys()):
        raise MemberTaken(member=member)
    entry_kind = EntryKind(kind.upper())
    input_hash = fingerprint(verb="record", asked=(entry_kind, dict(body)))
    with transaction() as wire:
        first = find_first(wire=wire, request_id=request_id, input_hash=input_hash)
        if first is not None:
            return first
        recorded_at = read_now(wire=wire)
        effective_at = check_effective(effective_at=at, recorded_at=recorded_at)
        data = entry_body(kind=entry_kind, facts=body, effective_at=effective_at, recorded_at=recorded_at)
        entry = NewEntry(request_id=request_id, input_hash=input_hash, body=data, effective_at=effective_at)
        return write_entry(wire=wire, kind=entry_kind, entry=entry)
