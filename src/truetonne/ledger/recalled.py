"""What recalls left open: impaired parts of retired lines that no make-good has replaced yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.wire import Statement, Wire, int8s

_OPEN = Statement.of(
    name="recalled_open",
    sql="""
    SELECT part.stop_unit, part.id, part.part_stop_unit - part.part_start_unit
        - (SELECT coalesce(sum(made.kg), 0) FROM ledger_make_good made WHERE made.recalled_part_id = part.id),
        certificate.certificate_id,
        line.place
    FROM unnest($1::bigint[]) AS asked
    JOIN ledger_lot lot ON int8range(lot.unit_start, lot.unit_stop) @> asked - 1
    JOIN ledger_line line ON line.lot_id = lot.id AND line.stop_unit = asked
    JOIN ledger_certificate certificate ON certificate.entry_id = line.entry_id
    JOIN ledger_recalled_part part ON part.lot_id = line.lot_id AND part.stop_unit = line.stop_unit
    ORDER BY part.id
    """,
)


class NotRecalled(Refusal):
    """A make-good replaces recalled lines; carries the line that is not one, or no longer open."""

    code = "state_conflict"

    def __init__(self, *, line_id: int) -> None:
        super().__init__(f"line {line_id} has no recalled kilograms that wait to be made good")
        self.line_id = line_id


class MakeGoodExceedsRecall(Refusal):
    """A make-good replaces what was recalled and no more; carries both masses."""

    code = "invalid_quantity"

    def __init__(self, *, requested_kg: int, open_kg: int) -> None:
        super().__init__(f"a make-good of {requested_kg} kg, {open_kg} kg wait to be made good")
        self.requested_kg = requested_kg
        self.open_kg = open_kg


@dataclass(slots=True, kw_only=True)
class OpenPart:
    """Kilograms of one recalled part that wait to be made good; falls as a batch of retirements takes them."""

    pk: int
    open_kg: int
    certificate_id: UUID
    place: int


def read_open_parts(*, wire: Wire, line_ids: Collection[int]) -> dict[int, list[OpenPart]]:
    """Read the recalled parts of lines, by line id. The database checks the sums again under lock."""
    found: dict[int, list[OpenPart]] = {}
    if line_ids:
        for row in wire.run(_OPEN, int8s(list(line_ids))):
            text = [str(value or b"", "ascii") for value in row]
            part = OpenPart(pk=int(text[1]), open_kg=int(text[2]), certificate_id=UUID(text[3]), place=int(text[4]))
            found.setdefault(int(text[0]), []).append(part)
    return found


def take_open_parts(
    *, recalled: Mapping[int, Sequence[OpenPart]], line_ids: Sequence[int], kg: int
) -> tuple[tuple[int, int], ...]:
    """Spread a make-good over recalled lines in the order given; returns (part, kg). Raises NotRecalled, MakeGoodExceedsRecall."""
    taken: list[tuple[int, int]] = []
    left = kg
    for line_id in line_ids:
        parts = [part for part in recalled.get(line_id, ()) if part.open_kg > 0]
        if not parts:
            raise NotRecalled(line_id=line_id)
        for part in parts:
            share = min(part.open_kg, left)
            if share:
                taken.append((part.pk, share))
                left -= share
    if left:
        raise MakeGoodExceedsRecall(requested_kg=kg, open_kg=kg - left)
    return tuple(taken)


def references(*, recalled: Mapping[int, Sequence[OpenPart]], line_ids: Sequence[int]) -> list[dict[str, object]]:
    """Return the recalled lines as certificates refer to them: certificate and place of the line in it, from 0."""
    shown: list[dict[str, object]] = []
    for line_id in line_ids:
        part = recalled[line_id][0]
        shown.append({"certificate_id": show_id(prefix="crt", id=part.certificate_id), "line": part.place})
    return shown
