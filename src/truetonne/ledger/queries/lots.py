"""Lots as they stand now."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from truetonne.ledger.lots import LotNotFound
from truetonne.ledger.registry_keys import find_keys
from truetonne.ledger.values import LotClass, LotState, UnitKind
from truetonne.ledger.wire import Statement, reader, uuids
from truetonne.science.money import CostParts
from truetonne.science.serial_block import SerialBlock

_LOTS = """
    SELECT lot.public_id, key.program, key.key, lot.first_serial, lot.last_serial, lot.unit_kg, lot.kind, lot.lot_class,
        lot.facts::text, lot.unit_stop - lot.unit_start, lot.unit_stop - lot.head - lot.reserved_kg, lot.reserved_kg,
        lot.retired_kg, lot.cancelled_kg, price.currency,
        price.project_minor_per_t, price.registry_fee_minor_per_t, price.verification_minor_per_t,
        price.fx_minor_per_t, price.tax_minor_per_t, price.handling_minor_per_t,
        lot.carried_project, lot.carried_registry_fee, lot.carried_verification, lot.carried_fx, lot.carried_tax,
        lot.carried_handling, lot.is_listed, hold.reason, held.recorded_at, parent.public_id, batch.public_id,
        entry.recorded_at
    FROM ledger_lot lot
    JOIN ledger_registry_key key ON key.number = lot.key_number
    JOIN ledger_entry entry ON entry.id = lot.entry_id
    LEFT JOIN ledger_price price ON price.id = lot.price_id
    LEFT JOIN ledger_hold hold ON hold.entry_id = lot.hold_id
    LEFT JOIN ledger_entry held ON held.id = lot.hold_id
    LEFT JOIN ledger_lot parent ON parent.id = lot.parent_id
    LEFT JOIN ledger_batch batch ON batch.id = lot.batch_id
"""


_ORIGINS = Statement.of(
    name="lot_origins",
    sql="""
    SELECT lot.public_id, key.program, lot.kind, lot.facts->>'credit_class', parent.public_id
    FROM ledger_lot lot
    JOIN ledger_registry_key key ON key.number = lot.key_number
    LEFT JOIN ledger_lot parent ON parent.id = lot.parent_id
    WHERE lot.public_id = ANY($1::uuid[])
    ORDER BY lot.id
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LotOrigin:
    """What a lot is made of; ``parent_lot_id`` is the lot that it was split from, if any."""

    lot_id: UUID
    program: str
    kind: UnitKind
    credit_class: str
    parent_lot_id: UUID | None


def get_lot(*, lot_id: UUID) -> LotState:
    """Return one lot. Raises LotNotFound."""
    found = list_lots(lot_ids=(lot_id,))
    if not found:
        raise LotNotFound(lot_id=lot_id)
    return found[0]


def list_lots(
    *,
    lot_ids: Sequence[UUID] | None = None,
    is_listed: bool | None = None,
    is_held: bool | None = None,
    program: str | None = None,
    key: str | None = None,
    kind: UnitKind | None = None,
    lot_class: LotClass | None = None,
    hold_entry_id: int | None = None,
    keys: Sequence[tuple[str, str]] | None = None,
) -> tuple[LotState, ...]:
    """Return lots in the order in which they were issued; each filter that is given narrows them.

    ``keys`` are pairs of a program and a registry key, of which any will do.
    """
    conditions: list[str] = []
    parameters: list[list[UUID] | list[int] | bool | str | int] = []
    for condition, value in (
        ("lot.public_id = ANY(%s)", None if lot_ids is None else list(lot_ids)),
        ("lot.is_listed = %s", is_listed),
        ("(lot.hold_id IS NOT NULL) = %s", is_held),
        ("key.program = %s", program),
        ("key.key = %s", key),
        ("lot.kind = %s", kind),
        ("lot.lot_class = %s", lot_class),
        ("lot.hold_id = %s", hold_entry_id),
    ):
        if value is not None:  # a filter that was given, False included
            conditions.append(condition)
            parameters.append(value)
    if keys is not None:
        # By their numbers: of pairs in an array the planner knows nothing, and reads every lot.
        conditions.append("lot.key_number = ANY(%s)")
        parameters.append(list(find_keys(wire=reader(), keys=keys).values()))
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    with connection.cursor() as cursor:
        cursor.execute(f"{_LOTS}{where} ORDER BY lot.id", parameters)
        return tuple(_state(row=row) for row in cursor.fetchall())


def list_lot_origins(*, lot_ids: Sequence[UUID]) -> tuple[LotOrigin, ...]:
    """Return what never changes about lots; ids without a lot are missing from the answer."""
    rows = reader().run(_ORIGINS, uuids(list(lot_ids)))
    found = []
    for row in rows:
        lot_id, program, kind, credit_class, parent = (str(value or b"", "utf-8") for value in row)
        found.append(
            LotOrigin(
                lot_id=UUID(lot_id), program=program, kind=UnitKind(kind), credit_class=credit_class,
                parent_lot_id=UUID(parent) if parent else None,
            )
        )  # fmt: skip
    return tuple(found)


def list_lot_versions() -> dict[UUID, str]:
    """Return for each lot, in the order of issue, a text that changes with its row.

    All that a lot's state is made of stands in its row or in rows that never change, so an equal text is an equal state.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT public_id, xmin::text || ctid::text FROM ledger_lot ORDER BY id")
        return dict(cursor.fetchall())


def _state(*, row: Sequence[object]) -> LotState:
    values = list(row)
    block = SerialBlock(first=_int(values[3]), last=_int(values[4]), unit_kg=_int(values[5]))
    unused_kg, retired_kg, cancelled_kg = _int(values[10]), _int(values[12]), _int(values[13])
    is_held = values[28] is not None
    return LotState(
        lot_id=_uuid(values[0]) or UUID(int=0),
        program=str(values[1]),
        key=str(values[2]),
        first=block.first,
        last=block.last,
        unit_kg=block.unit_kg,
        kind=UnitKind(str(values[6])),
        lot_class=LotClass(str(values[7])),
        facts=json.loads(str(values[8])),
        issued_kg=_int(values[9]),
        available_kg=0 if is_held else unused_kg,
        reserved_kg=_int(values[11]),
        held_kg=unused_kg if is_held else 0,
        retired_kg=retired_kg,
        cancelled_kg=cancelled_kg,
        open_remainder_kg=block.open_remainder_kg(used_kg=retired_kg + cancelled_kg),
        currency=None if values[14] is None else str(values[14]),
        price=None if values[14] is None else _parts(values[15:21]),
        carried=_parts(values[21:27]),
        is_listed=bool(values[27]),
        hold_reason=str(values[28]) if is_held else None,
        hold_since=values[29],  # type: ignore[arg-type]
        parent_lot_id=_uuid(values[30]),
        batch_id=_uuid(values[31]),
        recorded_at=values[32],  # type: ignore[arg-type]
    )


def _int(value: object) -> int:
    return value if isinstance(value, int) else int(str(value))


def _uuid(value: object) -> UUID | None:
    return value if isinstance(value, UUID) else None


def _parts(values: Sequence[object]) -> CostParts:
    return CostParts.of(map(_int, values))
