"""What was ordered beside what was delivered, line by line, for pages and the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truetonne.market.models import DeliveryLine, Order, Substitution
from truetonne.market.queries import read_quote
from truetonne.market.stock import list_lots_for_sale
from truetonne.market.values import QuotedLine


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfilledLine:
    """One ordered line: what it is now, and its delivery if it has one. Kilograms; ``delivered_kg`` is 0 or all."""

    line: QuotedLine
    lot_id: UUID
    facts: Mapping[str, object]
    ordered_facts: Mapping[str, object]
    substitution: Substitution | None
    delivered_kg: int
    delivered_at: datetime | None
    certificate_id: UUID | None
    short_code: str

    @property
    def is_open(self) -> bool:
        """Whether the line waits for its delivery."""
        return self.delivered_kg == 0


def read_fulfillment(*, order: Order) -> tuple[FulfilledLine, ...]:
    """Return the lines of an order in their order, each with its substitute and its delivery; three queries."""
    quoted = read_quote(quote=order.quote)
    line_ids = [line.line_id for line in quoted.lines]
    swaps = {each.line_id: each for each in Substitution.objects.filter(line_id__in=line_ids)}
    delivered = {
        each.line_id: each.delivery
        for each in DeliveryLine.objects.filter(line_id__in=line_ids).select_related("delivery")
    }
    wanted = {line.lot_id for line in quoted.lines} | {each.lot_id for each in swaps.values()}
    facts = {lot.lot_id: lot.facts for lot in list_lots_for_sale(lot_ids=tuple(wanted))}
    found = []
    for line in quoted.lines:
        swap, delivery = swaps.get(line.line_id), delivered.get(line.line_id)
        lot_id = line.lot_id if swap is None else swap.lot_id
        found.append(
            FulfilledLine(
                line=line,
                lot_id=lot_id,
                facts=facts[lot_id],
                ordered_facts=facts[line.lot_id],
                substitution=swap,
                delivered_kg=0 if delivery is None else line.kg,
                delivered_at=None if delivery is None else delivery.effective_at,
                certificate_id=None if delivery is None else delivery.certificate_id,
                short_code="" if delivery is None else delivery.short_code,
            )
        )
    return tuple(found)
