"""The catalogue: every lot that is for sale or on hold, with its project and its review, filtered and in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from truetonne.edge.paging import Page, Window, cut
from truetonne.ledger.queries.lots import list_lots
from truetonne.ledger.values import LotClass, LotState, UnitKind
from truetonne.market.reviews import holdings_of, reviews_of
from truetonne.supply.models import Holding, Review

ORDERS = ("review", "price", "stock", "vintage")


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueFilter:
    """What a reader wants to see; blank means any."""

    credit_class: str = ""
    country: str = ""
    program: str = ""
    project_id: str = ""
    order: str = "vintage"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueLot:
    """A lot with what stands behind it. Without a holding it was not imported here."""

    lot: LotState
    holding: Holding | None
    review: Review | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One page of lots, and what the filters may be set to."""

    page: Page[CatalogueLot]
    count: int
    for_sale_count: int
    available_kg: int
    classes: tuple[str, ...]
    countries: tuple[str, ...]
    programs: tuple[tuple[str, str], ...]


def list_offered() -> tuple[LotState, ...]:
    """Return the credit lots that are listed, and those that a hold took off sale, in the order of issue."""
    lots = list_lots(kind=UnitKind.CREDIT, lot_class=LotClass.STOCK)
    return tuple(lot for lot in lots if lot.price is not None and (lot.is_listed or lot.hold_reason is not None))


def read_catalogue(*, wanted: CatalogueFilter, window: Window) -> Catalogue:
    """Return the part of the catalogue that ``window`` names. Facts of holdings and reviews are read for that part only."""
    offered = list_offered()
    found = [lot for lot in offered if _fits(lot=lot, wanted=wanted)]
    if wanted.order == "review":
        found = _by_review(lots=found)
    else:
        found.sort(key=lambda lot: _sort_key(lot=lot, order=wanted.order))
    part = _part(lots=found, window=window)
    holdings = holdings_of(lots=part)
    reviews = reviews_of(holdings=holdings.values())
    rows = [_row(lot=lot, holdings=holdings, reviews=reviews) for lot in part]
    return Catalogue(
        page=cut(rows=rows, window=window, position=lambda row: (str(row.lot.lot_id),)),
        count=len(found),
        for_sale_count=sum(lot.is_listed for lot in found),
        available_kg=sum(lot.available_kg for lot in found if lot.is_listed),
        classes=tuple(sorted({str(lot.facts.get("credit_class", "")) for lot in offered} - {""})),
        countries=tuple(sorted({str(lot.facts.get("country", "")) for lot in offered} - {""})),
        programs=tuple(sorted({(str(lot.facts["program"]), str(lot.facts["registry"])) for lot in offered})),
    )


def _fits(*, lot: LotState, wanted: CatalogueFilter) -> bool:
    asked = (
        ("credit_class", wanted.credit_class),
        ("country", wanted.country),
        ("program", wanted.program),
        ("project_id", wanted.project_id),
    )
    return all(not value or str(lot.facts.get(name, "")) == value for name, value in asked)


def _sort_key(*, lot: LotState, order: str) -> tuple[bool, int, date, bytes]:
    """Lots for sale come first; then by the wanted order; then the oldest vintage, as a quote would take them."""
    assert lot.price is not None
    rank = {"price": lot.price.total, "stock": -lot.available_kg}.get(order, 0)
    return (not lot.is_listed, rank, date.fromisoformat(str(lot.facts["vintage_start"])), lot.lot_id.bytes)


def _by_review(*, lots: Sequence[LotState]) -> list[LotState]:
    """Sort by the day of the review in force, newest first."""
    holdings = holdings_of(lots=lots)
    reviews = reviews_of(holdings=holdings.values())

    def key(lot: LotState) -> tuple[bool, int, bytes]:
        row = _row(lot=lot, holdings=holdings, reviews=reviews)
        day = row.review.effective_at.toordinal() if row.review else 0
        return (not lot.is_listed, -day, lot.lot_id.bytes)

    return sorted(lots, key=key)


def _part(*, lots: Sequence[LotState], window: Window) -> list[LotState]:
    """Return at most ``window.fetch`` lots after or before the position, in the window's direction."""
    order = [str(lot.lot_id) for lot in lots]
    if window.before is not None:
        stop = order.index(str(window.before[0])) if str(window.before[0]) in order else 0
        return list(reversed(lots[max(0, stop - window.fetch) : stop]))
    start = 0
    if window.after is not None and str(window.after[0]) in order:
        start = order.index(str(window.after[0])) + 1
    return list(lots[start : start + window.fetch])


def _row(*, lot: LotState, holdings: dict[UUID, Holding], reviews: dict[UUID, Review]) -> CatalogueLot:
    holding = holdings.get(lot.lot_id)
    return CatalogueLot(lot=lot, holding=holding, review=reviews.get(holding.pk) if holding else None)
