"""A retirement as its maker sees it: only facts that never change, so that a repeat gets the very same bytes."""

from __future__ import annotations

from django.conf import settings
from ninja import Schema

from truetonne.edge.identifiers import short_code
from truetonne.edge.problems import Json
from truetonne.edge.schemas import (
    CostPartsOut,
    MoneyOut,
    QuantityOut,
    id_json,
    instant_json,
    money_json,
    parts_json,
    quantity_json,
)
from truetonne.ledger.values import RetiredLine, Retirement
from truetonne.market.api.answers import certificate_url, rehearsed
from truetonne.science.money import COST_PARTS, CostParts


class RetiredLineOut(Schema):
    """What one lot gave: serials from ``first`` to ``last``, both included, and what was taken of each."""

    lot: str
    quantity: QuantityOut
    first: int
    last: int
    first_part_kg: int
    last_part_kg: int
    amount: MoneyOut
    parts: CostPartsOut


class RetirementOut(Schema):
    """Units retired for good. The certificate's proof follows, normally within a second, at ``certificate_url``."""

    id: str
    livemode: bool
    certificate: str
    certificate_url: str
    short_code: str
    quantity: QuantityOut
    amount: MoneyOut
    parts: CostPartsOut
    recorded_at: str
    lines: list[RetiredLineOut]
    dry_run: bool | None = None


def retirement_json(*, retirement: Retirement, is_dry_run: bool = False) -> Json:
    """Return a retirement with what each lot gave and cost."""
    certificate = id_json(prefix="crt", id=retirement.certificate_id)
    charges = [line.charged.as_tuple() for line in retirement.lines]
    parts = CostParts(**dict(zip(COST_PARTS, map(sum, zip(*charges, strict=True)), strict=True)))
    return {
        "id": id_json(prefix="ret", id=retirement.retirement_id),
        "livemode": settings.TRUETONNE.livemode,
        "certificate": certificate,
        "certificate_url": certificate_url(certificate=certificate),
        "short_code": short_code(prefix="RET", id=retirement.certificate_id),
        "quantity": quantity_json(kg=retirement.kg),
        "amount": money_json(minor=parts.total, currency=retirement.lines[0].currency),
        "parts": parts_json(parts=parts),
        "recorded_at": instant_json(instant=retirement.recorded_at),
        "lines": [_line_json(line=line) for line in retirement.lines],
        **rehearsed(is_dry_run=is_dry_run),
    }


def _line_json(*, line: RetiredLine) -> Json:
    return {
        "lot": id_json(prefix="lot", id=line.lot_id),
        "quantity": quantity_json(kg=line.kg),
        "first": line.serials.first,
        "last": line.serials.last,
        "first_part_kg": line.serials.first_part_kg,
        "last_part_kg": line.serials.last_part_kg,
        "amount": money_json(minor=line.charged.total, currency=line.currency),
        "parts": parts_json(parts=line.charged),
    }
