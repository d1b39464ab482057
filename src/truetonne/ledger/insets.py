"""Insets: a line's share of its batch's energy and volume, and the SCOPE1 lines behind a SCOPE3 line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.ledger.lots import DrawnLine
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.wire import Statement, Wire, int8s, read_instant

_COVER_LOTS = Statement.of(
    name="cover_lots",
    sql="""
    SELECT DISTINCT lot.public_id FROM unnest($1::bigint[]) AS stop_unit
    JOIN ledger_lot lot ON int8range(lot.unit_start, lot.unit_stop) @> stop_unit - 1
    """,
)
_COVERS = Statement.of(
    name="covers_read",
    sql="""
    SELECT line.stop_unit, lot.id, lot.batch_id, lot.kind, line.stop_unit - line.start_unit, line.use,
        (SELECT coalesce(sum(cover.kg), 0) FROM ledger_cover cover
         WHERE cover.scope1_lot_id = lot.id AND cover.scope1_stop_unit = line.stop_unit),
        (extract(epoch FROM entry.effective_at) * 1000000)::bigint, certificate.certificate_id,
        line.place
    FROM unnest($1::bigint[]) AS asked
    JOIN ledger_lot lot ON int8range(lot.unit_start, lot.unit_stop) @> asked - 1
    JOIN ledger_line line ON line.lot_id = lot.id AND line.stop_unit = asked
    JOIN ledger_entry entry ON entry.id = line.entry_id
    LEFT JOIN ledger_certificate certificate ON certificate.entry_id = line.entry_id
    """,
)
_BATCHES = Statement.of(
    name="batches_read", sql="SELECT id, kg, energy_mj, volume_ml FROM ledger_batch WHERE id = ANY($1::bigint[])"
)


class InsetScope1NotRetired(Refusal):
    """The SCOPE1 side of a batch must be retired first, kilogram by kilogram; carries what is covered."""

    code = "inset_scope1_not_retired"

    def __init__(self, *, lot_id: UUID, requested_kg: int, covered_kg: int) -> None:
        super().__init__(
            f"{requested_kg} kg of SCOPE3 from lot {lot_id} need as many of SCOPE1, {covered_kg} kg stand behind"
        )
        self.lot_id = lot_id
        self.requested_kg = requested_kg
        self.covered_kg = covered_kg


class CoverTaken(Refusal):
    """A SCOPE1 line stands behind each SCOPE3 kilogram once; carries what is left of it."""

    code = "second_scope3_claimant"

    def __init__(self, *, line_id: int, requested_kg: int, free_kg: int) -> None:
        super().__init__(
            f"SCOPE1 line {line_id} has {free_kg} kg left to stand behind SCOPE3, {requested_kg} kg requested"
        )
        self.line_id = line_id
        self.requested_kg = requested_kg
        self.free_kg = free_kg


class CoverUnrelated(Refusal):
    """A line that is no SCOPE1 retirement of the same batch, or a later one; carries it."""

    code = "unrelated_chains"

    def __init__(self, *, line_id: int) -> None:
        super().__init__(f"line {line_id} is not an earlier SCOPE1 retirement of the same batch")
        self.line_id = line_id


@dataclass(slots=True, kw_only=True)
class CoverLine:
    """A line that is offered as cover. ``free_kg`` falls as draws of a batch of retirements take it."""

    line_id: int
    lot_pk: int
    batch_pk: int
    is_scope1_retirement: bool
    free_kg: int
    effective_at: datetime
    certificate_id: UUID | None
    place: int

    def can_cover(self, *, batch_pk: int | None, effective_at: datetime) -> bool:
        """Say whether this is a SCOPE1 retirement of the batch, no later than ``effective_at``."""
        return self.is_scope1_retirement and self.batch_pk == batch_pk and self.effective_at <= effective_at

    def reference(self) -> dict[str, object]:
        """The line as certificates refer to it: certificate and place of the line in it, from 0."""
        if self.certificate_id is None:
            raise TypeError("a line without certificate cannot be referred to")
        return {"certificate_id": show_id(prefix="crt", id=self.certificate_id), "line": self.place}


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFacts:
    kg: int
    energy_mj: int
    volume_ml: int


def cover_lot_ids(*, wire: Wire, line_ids: Collection[int]) -> list[UUID]:
    """Return the lots that hold these lines, to be locked with the others."""
    if not line_ids:
        return []
    return [UUID(str(row[0] or b"", "ascii")) for row in wire.run(_COVER_LOTS, int8s(list(line_ids)))]


def read_covers(*, wire: Wire, line_ids: Collection[int]) -> dict[int, CoverLine]:
    """Read lines that are offered as cover, under their lots' lock."""
    if not line_ids:
        return {}
    found: dict[int, CoverLine] = {}
    for row in wire.run(_COVERS, int8s(list(line_ids))):
        text = [str(value or b"", "utf-8") for value in row]
        found[int(text[0])] = CoverLine(
            line_id=int(text[0]),
            lot_pk=int(text[1]),
            batch_pk=int(text[2] or -1),
            is_scope1_retirement=(text[3], text[5]) == ("INSET_SCOPE1", "RETIREMENT"),
            free_kg=int(text[4]) - int(text[6]),
            effective_at=read_instant(row[7] or b"0"),
            certificate_id=UUID(text[8]) if text[8] else None,
            place=int(text[9]),
        )
    return found


def read_batches(*, wire: Wire, batch_pks: Collection[int]) -> dict[int, BatchFacts]:
    """Read what whole batches hold."""
    if not batch_pks:
        return {}
    rows = [[int(value or 0) for value in row] for row in wire.run(_BATCHES, int8s(list(batch_pks)))]
    return {row[0]: BatchFacts(kg=row[1], energy_mj=row[2], volume_ml=row[3]) for row in rows}


def cut_share(*, line: DrawnLine, batch: BatchFacts) -> None:
    """Give a line its share of the batch: cumulative, halves rounded up, so that lines add up to the batch."""
    low = line.lot.batch_offset_kg + line.start_unit - line.lot.unit_start
    high = low + line.kg
    line.energy_mj = _upto(batch.energy_mj, high, batch.kg) - _upto(batch.energy_mj, low, batch.kg)
    line.volume_ml = _upto(batch.volume_ml, high, batch.kg) - _upto(batch.volume_ml, low, batch.kg)


def _upto(whole: int, upto_kg: int, kg: int) -> int:
    return (2 * whole * upto_kg + kg) // (2 * kg)
