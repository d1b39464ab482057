"""What a row alone can tell: its serials, dates, buffer and sizes. Each check returns problems, none raises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from truetonne.supply.registry_records.mapping import Mapping, fold_word
from truetonne.supply.registry_records.rows import Problem, RecordRow
from truetonne.supply.registry_records.serials import (
    SERIAL_MAX,
    KeyPartMissing,
    ParsedSerial,
    SerialPattern,
    parse_serial,
)
from truetonne.supply.registry_records.values import Unreadable
from truetonne.supply.registry_records.vocabulary import USES, Outcome, Table, UnitStatus

PLAUSIBLE_KG_MAX = 10**15
"""A single row beyond this is stored exactly and remarked upon (operator policy)."""

_HELD = Outcome.HELD


def check_serial(*, row: RecordRow, patterns: tuple[SerialPattern, ...], header: str) -> Iterator[Problem]:
    """Read the printed serial number into the row: key, first, last; fill what it also prints."""
    fields = {
        "project": row.project,
        "vintage": "" if row.vintage is None else str(row.vintage),
        "batch": row.batch,
        "issuance": row.issuance,
        "transaction": row.transaction,
    }
    try:
        parsed = parse_serial(text=row.serial, patterns=patterns, fields=fields)
    except KeyPartMissing as error:
        yield Problem(outcome=_HELD, code="serial_grammar_unknown", field=header, value=row.serial, reason=error.reason)
        return
    if parsed is None:
        reason = "blank" if row.serial == "" else "fits no serial grammar of the mapping; kept as printed"
        yield Problem(outcome=_HELD, code="serial_grammar_unknown", field=header, value=row.serial, reason=reason)
        return
    if max(parsed.first, parsed.last) > SERIAL_MAX:
        yield _too_large(header=header, value=row.serial)
        return
    row.key, row.first, row.last = parsed.key, parsed.first, parsed.last
    yield from _check_agreements(row=row, parsed=parsed)
    yield from check_range(row=row, header=header)


def _too_large(*, header: str, value: str) -> Problem:
    return Problem(
        outcome=_HELD,
        code="implausible_value",
        field=header,
        value=value,
        reason=f"a serial is at most {SERIAL_MAX}",
    )


def _check_agreements(*, row: RecordRow, parsed: ParsedSerial) -> Iterator[Problem]:
    for agreement in parsed.pattern.agreements:
        try:
            said = agreement.value(parts=parsed.parts)
        except (Unreadable, KeyError) as error:
            yield Problem(
                outcome=_HELD, code="serial_disagrees", field=agreement.field, value=row.serial,
                reason=f"the serial number's {agreement.field} cannot be read ({error})",
            )  # fmt: skip
            continue
        if agreement.field == "vintage" and isinstance(said, str):
            said_year = int(said) if said.isascii() and said.isdigit() else None
            own: object = row.vintage
            same = own is None or own == said_year
            if own is None:
                row.vintage = said_year
        else:
            own = getattr(row, agreement.field)
            same = own in (None, "") or own == said
            if own in (None, ""):
                setattr(row, agreement.field, said)
        if not same:
            yield Problem(
                outcome=_HELD, code="serial_disagrees", field=agreement.field, value=str(own),
                reason=f"the serial number says {agreement.field} {said}, the row says {own}",
                facts={"serial": str(said), "stated": str(own)},
            )  # fmt: skip


def check_range(*, row: RecordRow, header: str) -> Iterator[Problem]:
    """Check that the serials are as many as the stated quantity: both ends count."""
    if row.first is None or row.last is None:
        return
    if max(row.first, row.last) > SERIAL_MAX:
        yield _too_large(header=header, value=f"{row.first} to {row.last}")
        row.key, row.first, row.last = "", None, None
        return
    counted = row.last - row.first + 1
    if counted * row.unit_kg != row.kg:
        units = Decimal(row.kg) / row.unit_kg
        stated: object = int(units) if units == int(units) else str(units)
        yield Problem(
            outcome=_HELD, code="serial_count_mismatch", field=header, value=row.serial or f"{row.first} to {row.last}",
            reason=f"{row.first} to {row.last} are {counted} serials, the quantity is {stated}",
            facts={"first": row.first, "last": row.last, "counted": counted, "stated": stated,
                   "counted_kg": counted * row.unit_kg, "stated_kg": row.kg},
        )  # fmt: skip


def check_dates(*, row: RecordRow, today: date) -> Iterator[Problem]:
    """Check issue before use, vintage before issue, nothing in the future."""
    for name in ("issued", "used"):
        day = getattr(row, name)
        if day is not None and day > today:
            yield Problem(
                outcome=_HELD, code="date_in_future", field=name, value=day.isoformat(),
                reason=f"{name} on {day}, which is after {today}", facts={name: day.isoformat(), "today": today.isoformat()},
            )  # fmt: skip
    if row.issued and row.used and row.used < row.issued:
        yield _order(
            row=row, first="issued", second="used", text=f"used on {row.used}, before its issue on {row.issued}"
        )
    if row.vintage_start and row.vintage_end and row.vintage_end <= row.vintage_start:
        last = row.vintage_end - timedelta(days=1)
        text = f"the vintage ends on {last}, before its start on {row.vintage_start}"
        yield _order(row=row, first="vintage_start", second="vintage_end", text=text)
    elif row.issued and row.vintage_end and row.vintage_end > row.issued + timedelta(days=1):
        last = row.vintage_end - timedelta(days=1)
        text = f"issued on {row.issued}, before the vintage ended on {last}"
        yield _order(row=row, first="vintage_end", second="issued", text=text)
    elif row.vintage is not None:
        before = row.issued or row.used
        if before is not None and row.vintage > before.year:
            text = f"vintage {row.vintage}, but {'issued' if row.issued else 'used'} on {before}"
            yield _order(row=row, first="vintage", second="issued" if row.issued else "used", text=text)


def _order(*, row: RecordRow, first: str, second: str, text: str) -> Problem:
    facts: dict[str, object] = {first: str(getattr(row, first)), second: str(getattr(row, second))}
    return Problem(outcome=_HELD, code="date_order", field=second, value=facts[second], reason=text, facts=facts)  # type: ignore[arg-type]


def check_buffer(*, row: RecordRow, mapping: Mapping) -> Iterator[Problem]:
    """Check an issuance's buffer contribution against its quantity and its project type."""
    buffer = row.buffer or 0
    issued = row.kg if mapping.buffer.inside else row.kg + buffer
    if buffer > issued or (not mapping.buffer.inside and row.gross is not None and buffer > row.gross):
        whole = issued if mapping.buffer.inside else row.gross
        yield Problem(
            outcome=_HELD, code="buffer_exceeds_issued", field="buffer", value=str(buffer),
            reason=f"the buffer contribution of {buffer} kg is larger than the issuance of {whole} kg",
            facts={"buffer_kg": buffer, "issued_kg": whole},
        )  # fmt: skip
    elif row.gross is not None and row.gross != row.kg + (0 if mapping.buffer.inside else buffer):
        yield Problem(
            outcome=_HELD, code="conservation_broken", field="gross", value=str(row.gross),
            reason=f"gross {row.gross} kg is not issued {row.kg} kg plus buffer {buffer} kg",
            facts={"gross_kg": row.gross, "issued_kg": row.kg, "buffer_kg": buffer},
        )  # fmt: skip
    if row.buffer_used is not None and row.buffer_used > buffer:
        yield Problem(
            outcome=_HELD, code="conservation_broken", field="buffer_used", value=str(row.buffer_used),
            reason=f"{row.buffer_used} kg of the buffer are used up, {buffer} kg were contributed",
            facts={"buffer_used_kg": row.buffer_used, "buffer_kg": buffer},
        )  # fmt: skip
    if buffer and mapping.buffer.types is not None:
        allowed = {fold_word(text=word) for word in mapping.buffer.types}
        if fold_word(text=row.project_type or "") not in allowed:
            yield Problem(
                outcome=_HELD, code="buffer_not_allowed", field="buffer", value=str(buffer),
                reason=f"project type {row.project_type!r} has no buffer contribution",
                facts={"buffer_kg": buffer, "project_type": row.project_type or ""},
            )  # fmt: skip


def check_stated_uses(*, row: RecordRow, mapping: Mapping) -> Iterator[Problem]:
    """Compare what an issuance row itself says of its uses with what was issued. Remarks, whatever a comment says."""
    if row.total_retired is None and row.total_cancelled is None and row.total_reversed is None:
        return
    buffer, buffer_used = row.buffer or 0, row.buffer_used or 0
    issued = row.kg if mapping.buffer.inside else row.kg + buffer
    used = (row.total_retired or 0) + (row.total_cancelled or 0) + (row.total_reversed or 0) + buffer_used
    facts: dict[str, object] = {
        "issuance": row.issuance or row.serial or row.project, "issued_kg": issued, "retired_kg": row.total_retired or 0,
        "cancelled_kg": row.total_cancelled or 0, "reversed_kg": row.total_reversed or 0, "buffer_kg": buffer,
        "buffer_used_kg": buffer_used,
    }  # fmt: skip
    if used > issued:
        yield Problem(
            outcome=None, code="over_retired", field="quantity", value=str(issued),
            reason=f"{used} kg are retired or cancelled of {issued} kg issued",
            facts={**facts, "used_kg": used, "excess_kg": used - issued},
        )  # fmt: skip
    spoken_for = used + buffer - buffer_used
    if spoken_for > issued:
        yield Problem(
            outcome=None, code="conservation_broken", field="quantity", value=str(issued),
            reason=f"retired, buffer and reversed are {spoken_for} kg, issued are {issued} kg",
            facts={**facts, "spoken_for_kg": spoken_for, "excess_kg": spoken_for - issued},
        )  # fmt: skip


def check_project_totals(*, row: RecordRow) -> Iterator[Problem]:
    """Compare a project's stated totals with each other. Remarks: what disagrees is shown, never repaired."""
    issued, retired = row.total_issued, row.total_retired
    if issued is None or retired is None:
        return
    used = retired + (row.total_cancelled or 0)
    facts: dict[str, object] = {"project": row.project, "issued_kg": issued, "retired_kg": retired}
    if used > issued:
        yield Problem(
            outcome=None, code="over_retired", field="total_retired", value=str(retired),
            reason=f"{used} kg are retired or cancelled of {issued} kg issued", facts={**facts, "excess_kg": used - issued},
        )  # fmt: skip
    if row.total_remaining is not None and row.total_remaining != issued - used:
        yield Problem(
            outcome=None, code="total_mismatch", field="total_remaining", value=str(row.total_remaining),
            reason=f"issued less used is {issued - used} kg, remaining is stated as {row.total_remaining} kg",
            facts={**facts, "remaining_kg": row.total_remaining, "computed_kg": issued - used},
        )  # fmt: skip


def check_plausible(*, row: RecordRow) -> Iterator[Problem]:
    """Remark on a mass beyond what the world emits."""
    if row.kg > PLAUSIBLE_KG_MAX:
        yield Problem(
            outcome=None, code="implausible_value", field="quantity", value=str(row.kg),
            reason=f"more than {PLAUSIBLE_KG_MAX} kg in one row", facts={"kg": row.kg, "bound_kg": PLAUSIBLE_KG_MAX},
        )  # fmt: skip


_NOT_HOLDABLE = frozenset({UnitStatus.RETIRED, UnitStatus.CANCELLED, UnitStatus.EXPIRED, UnitStatus.EXPORTED})


def check_holdable(*, row: RecordRow) -> Iterator[Problem]:
    """Hold a block of ours that its registry says is used up, or whose mitigation has not happened."""
    if row.unit_status in _NOT_HOLDABLE:
        yield Problem(
            outcome=_HELD, code="not_holdable", field="status", value=row.status or "",
            reason=f"the registry says these units are {row.status}", facts={"status": row.status or ""},
        )  # fmt: skip
    if row.delivery.value == "EX_ANTE":
        yield Problem(
            outcome=_HELD, code="ex_ante", field="status", value=row.status or "",
            reason="the mitigation has not happened; ex-ante units never become lots",
        )  # fmt: skip
    if row.first is None and row.code == "":
        yield Problem(
            outcome=_HELD, code="serial_grammar_unknown", field="serial", value=row.serial,
            reason="a block of ours needs its serial numbers",
        )  # fmt: skip


def check_row(*, row: RecordRow, mapping: Mapping, today: date) -> Iterator[Problem]:
    """Run the checks that a row's table asks for, other than those of its serial number."""
    if row.table is Table.PROJECTS:
        yield from check_project_totals(row=row)
        return
    yield from check_dates(row=row, today=today)
    yield from check_plausible(row=row)
    if row.table is Table.ISSUANCES:
        yield from check_buffer(row=row, mapping=mapping)
        yield from check_stated_uses(row=row, mapping=mapping)
    if row.table is Table.HOLDINGS:
        yield from check_holdable(row=row)
    elif row.table in USES and row.delivery.value == "EX_ANTE":
        yield Problem(
            outcome=_HELD, code="ex_ante", field="status", value=row.status or "",
            reason="ex-ante units cannot be retired; they never count as retired",
        )  # fmt: skip
