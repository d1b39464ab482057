"""Say why a quote took these lots and this much of each, as data that is stored with it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from truetonne.edge.identifiers import show_id
from truetonne.market.actions.allocate import CHOSEN, Offer, Pick, oldest_first


def explain_allocation(*, rule: str, offers: Iterable[Offer], picks: Iterable[Pick]) -> dict[str, object]:
    """Return what was considered, what was taken in which order, and which lot came next but was not needed.

    ``offers`` are the lots as they stood before the quote; the same offers and picks give the same explanation,
    in any order of the offers. Masses are kilograms, vintages ISO days.
    """
    ordered = oldest_first(offers=offers)
    by_lot = {offer.lot_id: offer for offer in ordered}
    taken = {pick.lot_id: pick.kg for pick in picks}
    places = list(taken) if rule == CHOSEN else [offer.lot_id for offer in ordered if offer.lot_id in taken]
    untouched = next((offer for offer in ordered if offer.lot_id not in taken), None)
    return {
        "rule": rule,
        "lots_considered": len(ordered),
        "considered_kg": sum(offer.available_kg for offer in ordered),
        "steps": [_step(offer=by_lot[place], kg=taken[place]) for place in places if place in by_lot],
        "next": None if untouched is None or rule == CHOSEN else _step(offer=untouched, kg=0),
    }


def _step(*, offer: Offer, kg: int) -> dict[str, object]:
    return {
        "lot": show_id(prefix="lot", id=offer.lot_id),
        "vintage_start": offer.vintage_start.isoformat(),
        "vintage_end": offer.vintage_end.isoformat(),
        "available_kg": offer.available_kg,
        "taken_kg": kg,
    }
