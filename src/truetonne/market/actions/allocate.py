"""Choose the lots of a quote and how much of each. Pure: the same offers give the same picks, in any order of input."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from truetonne.science.money import CostParts, charge

OLDEST_VINTAGE_FIRST = "OLDEST_VINTAGE_FIRST"
CHOSEN = "CHOSEN"


class StockTooSmall(Exception):
    """More wanted than these lots have; carries both masses."""

    code = "insufficient_stock"

    def __init__(self, *, requested_kg: int, available_kg: int) -> None:
        super().__init__(f"{requested_kg} kg wanted, {available_kg} kg available")
        self.requested_kg = requested_kg
        self.available_kg = available_kg


class AmountTooSmall(Exception):
    """The total would be 0 minor units. ``smallest_kg`` is the least mass that costs something, None if none does."""

    code = "amount_too_small"

    def __init__(self, *, requested_kg: int, smallest_kg: int | None) -> None:
        super().__init__(f"{requested_kg} kg would cost nothing; the smallest mass sold is {smallest_kg} kg")
        self.requested_kg = requested_kg
        self.smallest_kg = smallest_kg


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A listed lot as a quote sees it: what may be taken, and what it costs per tonne."""

    lot_id: UUID
    vintage_start: date
    vintage_end: date
    available_kg: int
    price: CostParts
    carried: CostParts

    def cost_minor(self, *, kg: int) -> int:
        """Minor units that ``kg`` kilograms of this lot would be charged now."""
        charged, _ = charge(price=self.price, kg=kg, carried=self.carried)
        return charged.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A mass of one lot."""

    lot_id: UUID
    kg: int


def oldest_first(*, offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """Sort offers by vintage, then by lot, and leave out the empty ones."""
    stocked = (offer for offer in offers if offer.available_kg > 0)
    return tuple(sorted(stocked, key=lambda offer: (offer.vintage_start, offer.vintage_end, offer.lot_id.bytes)))


def allocate_kg(*, offers: Iterable[Offer], kg: int) -> tuple[Pick, ...]:
    """Take ``kg`` kilograms (>= 1) from the oldest vintage first.

    Raises StockTooSmall with both masses, AmountTooSmall when the whole would cost 0 minor units.
    """
    ordered = oldest_first(offers=offers)
    available_kg = sum(offer.available_kg for offer in ordered)
    if kg > available_kg:
        raise StockTooSmall(requested_kg=kg, available_kg=available_kg)
    if _cost_of_first(ordered=ordered, kg=kg) < 1:
        raise AmountTooSmall(requested_kg=kg, smallest_kg=smallest_kg(ordered=ordered))
    return _first(ordered=ordered, kg=kg)


def allocate_money(*, offers: Iterable[Offer], minor: int) -> tuple[Pick, ...]:
    """Take as much as ``minor`` minor units (>= 1) pay for, from the oldest vintage first; the rest is not charged.

    What is charged may be lower than asked, because kilograms are whole or because stock ends.
    Raises StockTooSmall when nothing is for sale, AmountTooSmall when the sum does not pay for what
    costs the least.
    """
    ordered = oldest_first(offers=offers)
    available_kg = sum(offer.available_kg for offer in ordered)
    if available_kg == 0:
        raise StockTooSmall(requested_kg=1, available_kg=0)
    affordable_kg = _largest(low=0, high=available_kg, holds=lambda kg: _cost_of_first(ordered=ordered, kg=kg) <= minor)
    if affordable_kg == 0 or _cost_of_first(ordered=ordered, kg=affordable_kg) < 1:
        raise AmountTooSmall(requested_kg=affordable_kg, smallest_kg=smallest_kg(ordered=ordered))
    return _first(ordered=ordered, kg=affordable_kg)


def smallest_kg(*, ordered: tuple[Offer, ...]) -> int | None:
    """Return the least mass that costs at least one minor unit, None when all the stock costs nothing."""
    available_kg = sum(offer.available_kg for offer in ordered)
    free_kg = _largest(low=0, high=available_kg, holds=lambda kg: _cost_of_first(ordered=ordered, kg=kg) < 1)
    return free_kg + 1 if free_kg < available_kg else None


def _first(*, ordered: tuple[Offer, ...], kg: int) -> tuple[Pick, ...]:
    picks: list[Pick] = []
    left = kg
    for offer in ordered:
        if left == 0:
            break
        taken = min(left, offer.available_kg)
        picks.append(Pick(lot_id=offer.lot_id, kg=taken))
        left -= taken
    return tuple(picks)


def _cost_of_first(*, ordered: tuple[Offer, ...], kg: int) -> int:
    cost, left = 0, kg
    for offer in ordered:
        if left == 0:
            break
        taken = min(left, offer.available_kg)
        cost += offer.cost_minor(kg=taken)
        left -= taken
    return cost


def _largest(*, low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the largest mass in ``low..high`` for which ``holds`` is true; costs never fall as mass grows."""
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
