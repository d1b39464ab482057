"""The register as files: rows in the log's order, streamed, so that loading all of them gives the totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from django.db.models import Max, Min

from truetonne.edge.identifiers import show_id
from truetonne.edge.tables import csv_lines
from truetonne.ledger.queries import find_retirements, list_lots
from truetonne.ledger.values import LotState, RetirementRecord
from truetonne.market.models import RegisterPlace, RegisterRow
from truetonne.proof.canonical import decode, encode
from truetonne.science.money import COST_PARTS
from truetonne.science.quantity import format_tonnes

ROWS_AT_ONCE: Final = 500

RETIREMENT_COLUMNS: Final = (
    "log_index", "certificate_id", "retirement_id", "version", "status", "livemode", "kind", "effective_at", "recorded_at",
    "beneficiary", "legal_name", "lei", "registration_number", "domain", "beneficiary_country", "hidden_until",
    "purpose", "claim_year", "period_start", "period_end", "registry_confirmed", "line", "lot_id", "registry", "program",
    "project_id", "project_name", "country", "vintage_start", "vintage_end", "issuance_id", "first", "last",
    "first_part_kg", "last_part_kg", "unit_kg", "line_kg", "certificate_kg", "certificate_tonnes",
)  # fmt: skip
LOT_COLUMNS: Final = (
    "lot_id", "registry", "program", "project_id", "project_name", "issuance_id", "vintage_start", "vintage_end", "kind",
    "class", "credit_class", "first", "last", "unit_kg", "issued_kg", "available_kg", "reserved_kg", "held_kg",
    "retired_kg", "cancelled_kg", "open_remainder_kg", "is_listed", "hold_reason", "currency",
    *(f"{part}_minor_per_t" for part in COST_PARTS),
    *(f"carried_{part}" for part in COST_PARTS),
)  # fmt: skip


def day_places(*, day: date) -> tuple[int, int] | None:
    """Return the first and last log index of a day's certificates, None where it has none."""
    found = RegisterRow.objects.filter(day=day).aggregate(first=Min("log_index"), last=Max("log_index"))
    return None if found["first"] is None else (found["first"], found["last"])


def is_closed(*, day: date) -> bool:
    """Whether a day's file can no longer change: the log has moved on to a later day."""
    place = RegisterPlace.objects.first()
    return place is not None and place.day is not None and day < place.day


def retirement_records(*, places: tuple[int, int] | None) -> Iterator[RetirementRecord]:
    """Yield certificates in the log's order, replaced ones included; between two places, or all."""
    after, last = (None, None) if places is None else (places[0] - 1, places[1])
    while True:
        found = find_retirements(
            after=after,
            before=None if last is None else last + 1,
            limit=ROWS_AT_ONCE,
            is_newest_first=False,
            is_in_force=None,
        )
        yield from found
        if len(found) < ROWS_AT_ONCE:
            return
        after = found[-1].log_index


def retirements_csv(*, records: Iterable[RetirementRecord]) -> Iterator[bytes]:
    """Write one row for each line of each certificate; masses are whole kilograms."""
    return csv_lines(
        header=RETIREMENT_COLUMNS, rows=(row for record in records for row in _retirement_rows(record=record))
    )


def retirements_jsonl(*, records: Iterable[RetirementRecord]) -> Iterator[bytes]:
    """Write one canonical object for each certificate: its log index and the exact body that the log hashes."""
    for record in records:
        yield b'{"body":' + record.retirement.body + b',"log_index":' + str(record.log_index).encode() + b"}\n"


def lots_csv() -> Iterator[bytes]:
    """Write the stock by lot."""
    return csv_lines(header=LOT_COLUMNS, rows=(list(_lot(lot=lot).values()) for lot in list_lots()))


def lots_jsonl() -> Iterator[bytes]:
    """Write the stock by lot as canonical objects; what is not stated is left out."""
    for lot in list_lots():
        yield encode({name: value for name, value in _lot(lot=lot).items() if value not in (None, "")}) + b"\n"


def _retirement_rows(*, record: RetirementRecord) -> Iterator[Sequence[object]]:
    body = cast("Mapping[str, Any]", decode(record.retirement.body))
    beneficiary, purpose, act = body["beneficiary"], body["purpose"], body["act"]
    for number, line in enumerate(body["lines"], 1):
        yield (
            record.log_index, body["certificate_id"], body["retirement_id"], body["version"], str(record.status),
            _flag(body["livemode"]), body["kind"], act["effective_at"], act["recorded_at"],
            beneficiary.get("display_name"), beneficiary.get("legal_name"), beneficiary.get("lei"),
            beneficiary.get("registration_number"), beneficiary.get("domain"), beneficiary.get("country"),
            beneficiary.get("hidden_until"), purpose["code"], purpose.get("claim_year"), purpose.get("period_start"),
            purpose.get("period_end"), _flag(record.registry_confirmed_at is not None), number, line["lot_id"],
            line["registry"], line["program"], line["project_id"], line["project_name"], line.get("country"),
            line["vintage_start"], line["vintage_end"], line["issuance_id"], line["first"], line["last"],
            line["first_part_kg"], line["last_part_kg"], line["unit_kg"], line["kg"], body["quantity"]["kg"],
            format_tonnes(kg=body["quantity"]["kg"]),
        )  # fmt: skip


def _lot(*, lot: LotState) -> dict[str, object]:
    facts = lot.facts
    row: dict[str, object] = {
        "lot_id": show_id(prefix="lot", id=lot.lot_id),
        **{name: facts.get(name) for name in LOT_COLUMNS[1:8]},
        "kind": str(lot.kind),
        "class": str(lot.lot_class),
        "credit_class": facts.get("credit_class"),
        "first": lot.first,
        "last": lot.last,
        "unit_kg": lot.unit_kg,
        "issued_kg": lot.issued_kg,
        "available_kg": lot.available_kg,
        "reserved_kg": lot.reserved_kg,
        "held_kg": lot.held_kg,
        "retired_kg": lot.retired_kg,
        "cancelled_kg": lot.cancelled_kg,
        "open_remainder_kg": lot.open_remainder_kg,
        "is_listed": _flag(lot.is_listed),
        "hold_reason": lot.hold_reason,
        "currency": lot.currency,
    }
    price = lot.price.as_tuple() if lot.price is not None else (None,) * len(COST_PARTS)
    row |= {f"{part}_minor_per_t": minor for part, minor in zip(COST_PARTS, price, strict=True)}
    return row | {f"carried_{part}": minor for part, minor in zip(COST_PARTS, lot.carried.as_tuple(), strict=True)}


def _flag(value: object) -> str:
    return "true" if value else "false"
