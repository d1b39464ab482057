"""How many lots stand at each stage, and what else of supply waits: for the first page of the back office."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from truetonne.ledger.queries import list_open_make_goods
from truetonne.supply.desk.loads import list_open_uploads
from truetonne.supply.desk.lots import Stage, list_desk_lots


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyCounts:
    """Lots by stage, in the order of the stages, those that no lot has left out; imports that are not done."""

    stages: tuple[tuple[Stage, int], ...]
    open_make_good_kg: int
    open_upload_count: int


def count_supply(*, today: date) -> SupplyCounts:
    """Return the counts as they stand. A fixed number of queries however many lots there are."""
    counts = Counter(each.stage for each in list_desk_lots(today=today))
    return SupplyCounts(
        stages=tuple((stage, counts[stage]) for stage in Stage if counts[stage]),
        open_make_good_kg=sum(line.open_kg for line in list_open_make_goods()),
        open_upload_count=len(list_open_uploads()),
    )
