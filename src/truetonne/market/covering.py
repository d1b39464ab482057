"""Which retired SCOPE1 lines stand behind the lines of a customer's order: each kilogram once, oldest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from truetonne.ledger.queries.covers import list_covering_lines
from truetonne.ledger.values import Cover
from truetonne.market.models import InsetClaim, Order, QuoteLine


def covers_of_lines(*, order: Order, lines: Sequence[QuoteLine]) -> Mapping[UUID, tuple[Cover, ...]]:
    """Return the covers of each line of a SCOPE3 order, nothing for any other order.

    Where too little is retired the covers fall short, and the ledger refuses the line by name.
    """
    claim = InsetClaim.objects.filter(quote_id=order.quote_id, side="SCOPE3").first()
    if claim is None:
        return {}
    free = [[line.line_id, line.free_kg] for line in list_covering_lines(batch_id=claim.batch_id)]
    found: dict[UUID, tuple[Cover, ...]] = {}
    for line in lines:
        left, covers = line.kg, []
        for one in free:
            part = min(left, one[1])
            if part > 0:
                covers.append(Cover(line_id=one[0], kg=part))
                one[1] -= part
                left -= part
        found[line.pk] = tuple(covers)
    return found
