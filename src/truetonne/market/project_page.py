"""What a project's page shows: its lots with their prices opened, its reviews, and what its registry says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.utils.translation import gettext as _

from truetonne.edge.charts import Figure
from truetonne.edge.formats import day_text, serials_text, tonnes_text
from truetonne.edge.identifiers import show_id
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.ledger.values import LotClass, LotState
from truetonne.market.lot_facts import LotFacts, read_lot_facts, vintage_text
from truetonne.market.reviews import holdings_of
from truetonne.market.timelines import Moment
from truetonne.market.waterfall import draw_fall
from truetonne.market.words import PART_WORDS
from truetonne.science.money import COST_PARTS
from truetonne.supply.dossier.queries import Dossier, Waterfall, read_dossier
from truetonne.supply.models import Holding, Review
from truetonne.supply.queries import (
    ProjectFacts,
    PublicTotals,
    get_project,
    get_public_totals,
    list_lots_of_project,
)
from truetonne.supply.states import ReviewVerdict
from truetonne.supply.words import REVIEW_LINE_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRow:
    """One lot of the project, for sale or not."""

    lot: LotState
    lot_text: str
    facts: LotFacts
    serials: str
    parts: tuple[tuple[str, int], ...]
    is_buffer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One review with its six lines."""

    review: Review
    review_text: str
    vintages: str
    is_accepted: bool
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPage:
    """A project's page as a value."""

    facts: ProjectFacts
    lots: tuple[LotRow, ...]
    reviews: tuple[ReviewRow, ...]
    totals: PublicTotals
    for_sale_kg: int
    retired_kg: int
    prices: tuple[tuple[int, str], ...]
    timeline: tuple[Moment, ...]
    dossier: Dossier
    falls: tuple[Figure, ...]
    today: date

    @property
    def website(self) -> str:
        """The project's address at its registry; blank for a text that is no address of the web."""
        address = self.facts.website
        return address if address.startswith(("https://", "http://")) else ""


def read_project(*, project_id: UUID, today: date) -> ProjectPage:
    """Return the page of one project as of ``today``. Raises ProjectNotFound."""
    facts = get_project(project_id=project_id)
    states = list_lots_of_project(project_id=project_id)
    lots = tuple(_lot_row(lot=lot) for lot in states)
    holdings = holdings_of(lots=states)
    reviews = _reviews(holdings=holdings)
    dossier = read_dossier(project_id=project_id, language=current_language(), today=today)
    prices = {(lot.price.total, str(lot.currency)) for lot in states if lot.price is not None and lot.is_listed}
    return ProjectPage(
        facts=facts,
        lots=lots,
        reviews=reviews,
        totals=get_public_totals(program=facts.program, project_ref=facts.ref),
        for_sale_kg=sum(lot.available_kg for lot in states if lot.is_listed),
        retired_kg=sum(lot.retired_kg for lot in states),
        prices=tuple(sorted(prices)),
        timeline=_timeline(holdings=holdings, reviews=reviews, dossier=dossier),
        dossier=dossier,
        falls=tuple(draw_fall(waterfall=each, vintage=vintage_of(waterfall=each)) for each in dossier.waterfalls),
        today=today,
    )


def vintage_of(*, waterfall: Waterfall) -> str:
    """Return the years that an issuance is for, in the reader's language."""
    entry = waterfall.entry
    return vintage_text(start=entry.period_from, end=entry.period_until, language=current_language())


def _lot_row(*, lot: LotState) -> LotRow:
    language = current_language()
    parts = zip(COST_PARTS, lot.price.as_tuple(), strict=True) if lot.price is not None else ()
    return LotRow(
        lot=lot,
        lot_text=show_id(prefix="lot", id=lot.lot_id),
        facts=read_lot_facts(facts=lot.facts, language=language),
        serials=serials_text(
            first=lot.first,
            last=lot.last,
            first_part_kg=lot.unit_kg,
            last_part_kg=lot.unit_kg,
            unit_kg=lot.unit_kg,
            language=language,
        ),
        parts=tuple((str(PART_WORDS[name]), minor) for name, minor in parts),
        is_buffer=lot.lot_class == LotClass.BUFFER,
    )


def _reviews(*, holdings: dict[UUID, Holding]) -> tuple[ReviewRow, ...]:
    """Return every review of the project's blocks, newest first, each with the vintages it covers."""
    by_id = {holding.pk: holding for holding in holdings.values()}
    rows = Review.objects.select_related("reviewer").filter(holding_id__in=by_id).order_by("-effective_at", "-id")
    return tuple(
        ReviewRow(
            review=row,
            review_text=show_id(prefix="rev", id=row.pk),
            vintages=str(by_id[row.holding_id].vintage or ""),
            is_accepted=row.verdict == ReviewVerdict.ACCEPTED,
            lines=tuple((str(words), str(getattr(row, name))) for name, words in REVIEW_LINE_WORDS.items()),
        )
        for row in rows
    )


def _timeline(*, holdings: dict[UUID, Holding], reviews: tuple[ReviewRow, ...], dossier: Dossier) -> tuple[Moment, ...]:
    """Return what happened here and what is due next, oldest first."""
    language = current_language()
    happened = [
        (
            holding.run.effective_at,
            _("Received %(mass)s, serials %(first)s to %(last)s")
            % {
                "mass": tonnes_text(kg=holding.kg, language=language),
                "first": holding.first,
                "last": holding.last,
            },
        )
        for holding in {each.pk: each for each in holdings.values()}.values()
    ]
    for row in reviews:
        said = _("Review accepted by %(who)s") if row.is_accepted else _("Review refused by %(who)s")
        happened.append((row.review.effective_at, said % {"who": row.review.reviewer.name}))
    happened += [
        (
            datetime.combine(each.rated_on, time.min, tzinfo=UTC),
            _("Rated %(value)s by %(rater)s") % {"value": each.value, "rater": each.rater},
        )
        for each in dossier.ratings
    ]
    happened += [
        (datetime.combine(each.published_on, time.min, tzinfo=UTC), f"{each.source}: {each.headline}")
        for each in dossier.news
    ]
    happened.sort(key=lambda pair: pair[0])
    moments = [
        Moment(state="done", when=day_text(day=when, language=language), words=words) for when, words in happened
    ]
    due = [row.review.next_review for row in reviews if row.is_accepted and row.review.state == "PUBLISHED"]
    if due:
        next_day = day_text(day=min(due), language=language)
        moments.append(Moment(state="next", when=next_day, words=_("Review due. Without renewal the lot is unlisted")))
    return tuple(moments)
