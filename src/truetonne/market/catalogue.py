"""The catalogue: every lot that is for sale or on hold, with its project and its review, filtered and in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from truetonne.edge.paging import Page, Window, cut
from truetonne.ledger.values import LotClass, LotState, UnitKind
from truetonne.market.kept import keep, keep_lots
from truetonne.market.lot_conditions import Closed, closed_lots, set_aside
from truetonne.market.lot_kinds import kinds_of_lots
from truetonne.market.reviews import holdings_of, reviews_of
from truetonne.supply.dossier.queries import is_superpollutant, is_tagged, labels_by_lot, labels_of, profiles_of
from truetonne.supply.models import Holding, ProjectProfile, Review, UnitLabel

ORDERS: Final = ("vintage", "price", "stock", "review", "durability")
DURABILITIES: Final = (40, 100, 1_000)
"""The steps of the durability filter, in years."""

CREDITS, INSETS = "credit", "inset"
UNIT_KINDS: Final[dict[str, tuple[UnitKind, ...]]] = {
    CREDITS: (UnitKind.CREDIT,),
    INSETS: (UnitKind.INSET_SCOPE1, UnitKind.INSET_SCOPE3),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueFilter:
    """What a reader wants to see; blank means any.

    ``credit_class`` is a class, or a part of one: REMOVAL, REDUCTION, NATURE, TECHNICAL. ``label`` asks for lots of
    which some serials carry it today. ``price_max_minor`` is of the lot's own currency.
    """

    unit: str = CREDITS
    credit_class: str = ""
    country: str = ""
    program: str = ""
    project_id: str = ""
    label: str = ""
    vintage_from: int | None = None
    durability_min: int | None = None
    is_superpollutant: bool = False
    review: str = ""
    price_max_minor: int | None = None
    order: str = "vintage"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueLot:
    """A lot with what stands behind it. Without a holding it was not imported here."""

    lot: LotState
    holding: Holding | None
    review: Review | None
    profile: ProjectProfile | None = None
    labels: tuple[UnitLabel, ...] = ()
    closed: Closed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the filters may be set to: only values that some lot has."""

    classes: tuple[str, ...]
    countries: tuple[str, ...]
    programs: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]
    vintages: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One page of lots, the counts of each tab, and what the filters may be set to."""

    page: Page[CatalogueLot]
    count: int
    for_sale_count: int
    available_kg: int
    credit_count: int
    inset_count: int
    choices: Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryRow:
    """What one country offers; prices are (minor, currency), lowest and highest of the lots for sale."""

    code: str
    lot_count: int
    available_kg: int
    lowest: tuple[int, str] | None
    highest: tuple[int, str] | None


def list_offered() -> tuple[LotState, ...]:
    """Return the lots that are listed, and those that a hold took off sale, in the order of issue."""
    lots = (lot for lot in keep_lots() if lot.lot_class == LotClass.STOCK)
    return tuple(lot for lot in lots if lot.price is not None and (lot.is_listed or lot.hold_reason is not None))


def read_offered(*, today: date, organization_id: UUID | None = None) -> tuple[CatalogueLot, ...]:
    """Return every offered lot with what stands behind it, and what closes it to the member who reads, if any.

    What a stranger sees is the same for all strangers and kept until something is recorded.
    """
    if organization_id is None:
        return keep(key=("offered", today), make=lambda: _read_offered(today=today, organization_id=None))
    return _read_offered(today=today, organization_id=organization_id)


def _read_offered(*, today: date, organization_id: UUID | None) -> tuple[CatalogueLot, ...]:
    return _stand_behind(lots=list_offered(), today=today, organization_id=organization_id)


def _read_part(*, lots: Sequence[LotState], today: date, organization_id: UUID | None) -> tuple[CatalogueLot, ...]:
    """Return some lots with what stands behind them, kept for strangers as the whole is."""
    if organization_id is not None:
        return _stand_behind(lots=lots, today=today, organization_id=organization_id)
    key = ("part", today, tuple(lot.lot_id for lot in lots))
    return keep(key=key, make=lambda: _stand_behind(lots=lots, today=today, organization_id=None))


def _stand_behind(*, lots: Sequence[LotState], today: date, organization_id: UUID | None) -> tuple[CatalogueLot, ...]:
    """Return lots with what stands behind them, in their order."""
    holdings = holdings_of(lots=lots)
    reviews = reviews_of(holdings=holdings.values())
    profiles = profiles_of(project_ids={each.project_id for each in holdings.values()})
    labels = labels_of(holding_ids={each.pk for each in holdings.values()}, today=today)
    closed = closed_lots(organization_id=organization_id, holdings=holdings, today=today)
    closed |= set_aside(organization_id=organization_id, lots=lots)
    return tuple(
        _row(lot=lot, holdings=holdings, reviews=reviews, profiles=profiles, labels=labels, closed=closed)
        for lot in lots
    )


def read_catalogue(
    *, wanted: CatalogueFilter, window: Window, today: date, organization_id: UUID | None = None
) -> Catalogue:
    """Return the part of the catalogue that ``window`` names.

    What stands behind all lots is read only where the reader asks for it; else behind the lots of this part alone.
    """
    is_bare = not _asks_behind(wanted=wanted)
    if is_bare:
        everything = tuple(CatalogueLot(lot=lot, holding=None, review=None) for lot in list_offered())
    else:
        everything = read_offered(today=today, organization_id=organization_id)
    offered = [row for row in everything if row.lot.kind in UNIT_KINDS[wanted.unit]]
    found = sort_rows(rows=[row for row in offered if _fits(row=row, wanted=wanted)], order=wanted.order)
    part = _part(rows=found, window=window)
    if is_bare:
        part = list(_read_part(lots=[row.lot for row in part], today=today, organization_id=organization_id))
    credit_count = sum(row.lot.kind == UnitKind.CREDIT for row in everything)
    return Catalogue(
        page=cut(rows=part, window=window, position=lambda row: (str(row.lot.lot_id),)),
        count=len(found),
        for_sale_count=sum(row.lot.is_listed for row in found),
        available_kg=sum(row.lot.available_kg for row in found if row.lot.is_listed),
        credit_count=credit_count,
        inset_count=len(everything) - credit_count,
        choices=_choices(rows=offered, today=today),
    )


def list_countries(*, lots: Sequence[LotState]) -> tuple[CountryRow, ...]:
    """Return what each country offers in lots for sale, most first; the empty code stands for "not stated"."""
    by_code: dict[str, list[LotState]] = {}
    for lot in lots:
        if lot.is_listed:
            by_code.setdefault(str(lot.facts.get("country", "")), []).append(lot)
    found = []
    for code, own in by_code.items():
        prices = sorted((lot.price.total, str(lot.currency)) for lot in own if lot.price is not None)
        found.append(
            CountryRow(
                code=code,
                lot_count=len(own),
                available_kg=sum(lot.available_kg for lot in own),
                lowest=prices[0] if prices else None,
                highest=prices[-1] if prices else None,
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.available_kg, each.code)))


def sort_rows(*, rows: Sequence[CatalogueLot], order: str) -> list[CatalogueLot]:
    """Lots for sale come first; then by the wanted order; then the oldest vintage, as a quote would take them."""
    rank: Callable[[CatalogueLot], int] = {
        "price": lambda row: row.lot.price.total if row.lot.price else 0,
        "stock": lambda row: -row.lot.available_kg,
        "review": lambda row: -row.review.effective_at.toordinal() if row.review else 0,
        "durability": lambda row: -(row.profile.durability_years or 0) if row.profile else 0,
    }.get(order, lambda row: 0)
    return sorted(rows, key=lambda row: (not row.lot.is_listed, rank(row), vintage_start(lot=row.lot), row.lot.lot_id))


def vintage_start(*, lot: LotState) -> str:
    """Return the first day of a lot's vintage as ISO text, empty where none is stated."""
    return str(lot.facts.get("vintage_start", ""))


def _fits(*, row: CatalogueLot, wanted: CatalogueFilter) -> bool:
    facts, price = row.lot.facts, row.lot.price
    asked = (("country", wanted.country), ("program", wanted.program), ("project_id", wanted.project_id))
    durability = row.profile.durability_years if row.profile else None
    return (
        all(not value or str(facts.get(name, "")) == value for name, value in asked)
        and _is_of_class(credit_class=str(facts.get("credit_class", "")), wanted=wanted.credit_class)
        and (not wanted.label or any(each.label == wanted.label and is_tagged(label=each) for each in row.labels))
        and (wanted.vintage_from is None or vintage_start(lot=row.lot)[:4] >= str(wanted.vintage_from))
        and (wanted.durability_min is None or (durability is not None and durability >= wanted.durability_min))
        and (not wanted.is_superpollutant or is_superpollutant(profile=row.profile))
        and (not wanted.review or (wanted.review == "accepted") == (row.review is not None))
        and (wanted.price_max_minor is None or (price is not None and price.total <= wanted.price_max_minor))
    )


def _is_of_class(*, credit_class: str, wanted: str) -> bool:
    """Whether a class is the wanted one or of the wanted half: REMOVAL_NATURE is of REMOVAL and of NATURE."""
    return not wanted or credit_class == wanted or wanted in credit_class.split("_")


def _asks_behind(*, wanted: CatalogueFilter) -> bool:
    """Whether a filter or the order needs the review, the profile or the labels of every lot."""
    return bool(
        wanted.label
        or wanted.review
        or wanted.is_superpollutant
        or wanted.durability_min is not None
        or wanted.order in {"review", "durability"}
    )


def _choices(*, rows: Sequence[CatalogueLot], today: date) -> Choices:
    labelled = keep(key=("labels", today), make=lambda: labels_by_lot(today=today))
    facts = [row.lot.facts for row in rows]
    starts = {vintage_start(lot=row.lot)[:4] for row in rows} - {""}
    return Choices(
        classes=tuple(sorted({str(each.get("credit_class", "")) for each in facts} - {""})),
        countries=tuple(sorted({str(each.get("country", "")) for each in facts} - {""})),
        programs=tuple(sorted({(str(each["program"]), str(each["registry"])) for each in facts if "registry" in each})),
        labels=tuple(sorted(_labels_on(lots=[row.lot for row in rows], labelled=labelled))),
        vintages=tuple(sorted(int(year) for year in starts)),
    )


def _labels_on(*, lots: Sequence[LotState], labelled: Mapping[UUID, Sequence[tuple[str, int, int]]]) -> set[str]:
    """Return the labels that serials of these lots carry; a split-off lot has those of the lot it was split from."""
    if not labelled:
        return set()
    roots = kinds_of_lots(lot_ids=[lot.lot_id for lot in lots if lot.parent_lot_id is not None])
    found: set[str] = set()
    for lot in lots:
        known = roots.get(lot.lot_id)
        for label, first, last in labelled.get(known.root_id if known else lot.lot_id, ()):
            if first <= lot.last and lot.first <= last:
                found.add(label)
    return found


def _part(*, rows: Sequence[CatalogueLot], window: Window) -> list[CatalogueLot]:
    """Return at most ``window.fetch`` lots after or before the position, in the window's direction."""
    order = [str(row.lot.lot_id) for row in rows]
    if window.before is not None:
        stop = order.index(str(window.before[0])) if str(window.before[0]) in order else 0
        return list(reversed(rows[max(0, stop - window.fetch) : stop]))
    start = 0
    if window.after is not None and str(window.after[0]) in order:
        start = order.index(str(window.after[0])) + 1
    return list(rows[start : start + window.fetch])


def _row(
    *,
    lot: LotState,
    holdings: Mapping[UUID, Holding],
    reviews: Mapping[UUID, Review],
    profiles: Mapping[UUID, ProjectProfile],
    labels: Mapping[UUID, tuple[UnitLabel, ...]],
    closed: Mapping[UUID, Closed],
) -> CatalogueLot:
    holding = holdings.get(lot.lot_id)
    if holding is None:
        return CatalogueLot(lot=lot, holding=None, review=None)
    own = (each for each in labels.get(holding.pk, ()) if each.first <= lot.last and lot.first <= each.last)
    return CatalogueLot(
        lot=lot,
        holding=holding,
        review=reviews.get(holding.pk),
        profile=profiles.get(holding.project_id),
        labels=tuple(own),
        closed=closed.get(lot.lot_id),
    )
