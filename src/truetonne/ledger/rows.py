"""Rows of a batch: which are new, which were answered before, which are refused. One refused row sinks no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from truetonne.ledger.refusals import Refusal
from truetonne.ledger.requests import find_first_of_many, judge_input
from truetonne.ledger.values import Refused
from truetonne.ledger.wire import Wire, texts

Asked = TypeVar("Asked")
Judged = TypeVar("Judged")
Answer = TypeVar("Answer")


class RowRepeated(Refusal):
    """A batch names a row twice; nothing of it was done. Carries the row's id."""

    code = "invalid_request"

    def __init__(self, *, row_id: UUID) -> None:
        super().__init__(f"row {row_id} stands in this batch twice")
        self.row_id = row_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Generic[Asked]):
    """One row of a call: its own id, the request it stands for, and what it asks."""

    row_id: UUID
    request_id: str
    input_hash: bytes
    asked: Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted(Generic[Asked, Judged]):
    """``fresh`` rows hold and are to be written, ``answered`` rows were written before (entry by row id)."""

    fresh: tuple[tuple[Row[Asked], Judged], ...]
    answered: dict[UUID, int]
    refused: dict[UUID, Refusal]


def judge_rows(*, wire: Wire, rows: Sequence[Row[Asked]], judge: Callable[[Asked], Judged]) -> Sorted[Asked, Judged]:
    """Judge rows in order, under locks that are held already; ``judge`` raises a Refusal for what cannot be done."""
    check_distinct(row_ids=[row.row_id for row in rows])
    first = find_first_of_many(wire=wire, request_ids=texts([row.request_id for row in rows]))
    fresh: list[tuple[Row[Asked], Judged]] = []
    answered: dict[UUID, int] = {}
    refused: dict[UUID, Refusal] = {}
    for row in rows:
        try:
            if row.request_id in first:
                entry_id, first_hash = first[row.request_id]
                judge_input(request_id=row.request_id, first_hash=first_hash, input_hash=row.input_hash)
                answered[row.row_id] = entry_id
            else:
                fresh.append((row, judge(row.asked)))
        except Refusal as error:
            refused[row.row_id] = error
    return Sorted(fresh=tuple(fresh), answered=answered, refused=refused)


def check_distinct(*, row_ids: Sequence[UUID]) -> None:
    """Raises RowRepeated."""
    seen: set[UUID] = set()
    for row_id in row_ids:
        if row_id in seen:
            raise RowRepeated(row_id=row_id)
        seen.add(row_id)


def only(outcomes: Sequence[Answer | Refused]) -> Answer:
    """Return the one row's answer, or raise its refusal."""
    outcome = outcomes[0]
    if isinstance(outcome, Refused):
        raise outcome.error
    return outcome
