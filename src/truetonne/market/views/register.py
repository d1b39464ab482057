"""The public register: retirements, stock, reviews, recalls, corrections. No sign-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from psycopg.errors import QueryCanceled

from truetonne.edge.formats import serials_text
from truetonne.edge.identifiers import show_id
from truetonne.edge.paging import InvalidCursor, InvalidLimit, Page, Window, cut, name_list, read_window
from truetonne.edge.permissions import public
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.ledger.queries import list_open_make_goods, list_recalls, public_totals
from truetonne.ledger.values import LotClass, LotState, PublicTotals
from truetonne.market.kept import keep_lots
from truetonne.market.lot_facts import read_lot_facts
from truetonne.market.register import (
    RegisterFilter,
    list_corrections,
    read_register,
    read_years,
    sum_up,
)
from truetonne.market.register_index import catch_up
from truetonne.market.states import Purpose
from truetonne.market.words import PURPOSE_WORDS
from truetonne.rules.clocks import clocks_on
from truetonne.supply.models import Review

RECOMPUTE_TIME_MAX = "8s"
"""How long a past day's totals may be recomputed on a page; beyond it the downloads and the audit serve."""


@public
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Retirements, newest first, with search."""
    catch_up()
    given = request.GET
    wanted = RegisterFilter(
        text=given.get("q", "").strip()[:200],
        year=int(given["year"]) if given.get("year", "").isascii() and given.get("year", "").isdigit() else None,
        purpose=given.get("purpose", "") if given.get("purpose") in Purpose.values else "",
        program=given.get("program", "")[:100],
        project=given.get("project", "")[:300],
    )
    window = window_of(request=request, name="register", filters=given)
    page = read_register(wanted=wanted, window=window, language=current_language(), today=datetime.now(UTC).date())
    years = read_years()
    context = {
        "nav_current": "register",
        "tabs": register_tabs(current="retirements"),
        "page": page,
        "hidden_months": clocks_on(day=datetime.now(UTC).date()).hidden_name.count,
        "page_kg": sum(row.kg for row in page.items),
        "totals": sum_up(years=years, wanted=wanted),
        "wanted": wanted,
        "years": list(dict.fromkeys(each.year for each in years)),
        "purposes": list(PURPOSE_WORDS.items()),
        "purpose_words": PURPOSE_WORDS,
        "rows": [(row, PURPOSE_WORDS.get(row.purpose, row.purpose)) for row in page.items],
    }
    return render(request, "market/register.html", context)


@public
@require_safe
def stock(request: HttpRequest) -> HttpResponse:
    """Every lot with the state of each of its kilograms, and the totals now or at a past moment."""
    at = _moment(text=request.GET.get("at", ""))
    totals = _totals(at=at)
    lots = keep_lots()
    page = _page_of_lots(lots=lots, window=window_of(request=request, name="stock", filters=request.GET.dict()))
    language = current_language()
    rows = [
        {
            "lot": lot,
            "facts": read_lot_facts(facts=lot.facts, language=language),
            "serials": serials_text(
                first=lot.first,
                last=lot.last,
                first_part_kg=lot.unit_kg,
                last_part_kg=lot.unit_kg,
                unit_kg=lot.unit_kg,
                language=language,
            ),
            "is_buffer": lot.lot_class == LotClass.BUFFER,
        }
        for lot in page.items
    ]
    context = {
        "nav_current": "register",
        "tabs": register_tabs(current="stock"),
        "page": page,
        "totals": totals,
        "at": at,
        "rows": rows,
        "sums": {
            name: sum(getattr(lot, f"{name}_kg") for lot in lots)
            for name in ("issued", "available", "reserved", "held", "retired", "cancelled", "open_remainder")
        },
    }
    return render(request, "market/register_stock.html", context)


def _page_of_lots(*, lots: Sequence[LotState], window: Window) -> Page[LotState]:
    """Cut a page out of all lots in their order; a lot keeps its place for ever, as it is never deleted."""
    start = 0 if window.after is None else int(window.after[0]) + 1
    numbered = list(enumerate(lots))
    if window.before is not None:
        part = numbered[: int(window.before[0])][::-1][: window.fetch]
    else:
        part = numbered[start:][: window.fetch]
    page = cut(rows=part, window=window, position=lambda row: (row[0],))
    return Page(
        items=tuple(lot for _number, lot in page.items),
        next_cursor=page.next_cursor,
        previous_cursor=page.previous_cursor,
    )


@public
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Every review, accepted or refused, with its reasons and its next date."""
    window = window_of(request=request, name="reviews", filters={})
    rows = Review.objects.select_related("reviewer", "holding__project", "holding__program")
    if window.after is not None:
        rows = rows.filter(pk__lt=UUID(str(window.after[0])))
    if window.before is not None:
        rows = rows.filter(pk__gt=UUID(str(window.before[0])))
    found = list(rows.order_by("pk" if window.is_backward else "-pk")[: window.fetch])
    page = cut(rows=found, window=window, position=lambda row: (str(row.pk),))
    context = {
        "nav_current": "register",
        "tabs": register_tabs(current="reviews"),
        "page": page,
        "reviews": [(row, show_id(prefix="prj", id=row.holding.project_id)) for row in page.items],
    }
    return render(request, "market/register_reviews.html", context)


@public
@require_safe
def recalls(request: HttpRequest) -> HttpResponse:
    """Recalls with their ranges, the certificates they touch, and what waits to be made good."""
    open_kg: dict[object, int] = {}
    for each in list_open_make_goods():
        open_kg[each.recall_id] = open_kg.get(each.recall_id, 0) + each.open_kg
    rows = [
        {
            "recall": recall,
            "kg": sum(line.kg for line in recall.lines),
            "open_kg": open_kg.get(recall.recall_id, 0),
            "certificates": [show_id(prefix="crt", id=line.certificate_id) for line in recall.lines],
        }
        for recall in reversed(list_recalls())
    ]
    context = {"nav_current": "register", "tabs": register_tabs(current="recalls"), "recalls": rows}
    return render(request, "market/register_recalls.html", context)


@public
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Certificates that were replaced, with the reason; both stay public."""
    window = window_of(request=request, name="corrections", filters={})
    page = list_corrections(window=window, language=current_language(), today=datetime.now(UTC).date())
    context = {"nav_current": "register", "tabs": register_tabs(current="corrections"), "page": page}
    return render(request, "market/register_corrections.html", context)


def _totals(*, at: datetime | None) -> PublicTotals | None:
    """Return the totals; those of a past moment are recomputed from every fact, and given up when that takes long."""
    if at is None:
        return public_totals()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [RECOMPUTE_TIME_MAX])
            return public_totals(at=at)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            return None
        raise


def register_tabs(*, current: str) -> list[tuple[str, str, int | None, bool]]:
    """Return the tables of the register."""
    places = (
        ("retirements", "market:register", _("Retirements")),
        ("insets", "market:register_insets", _("Fuel insets")),
        ("stock", "market:register_stock", _("Stock")),
        ("quarters", "market:register_quarters", _("By quarter")),
        ("reviews", "market:register_reviews", _("Reviews")),
        ("refused", "market:register_refused", _("Refused")),
        ("recalls", "market:register_recalls", _("Recalls")),
        ("corrections", "market:register_corrections", _("Corrections")),
        ("forwards", "supply:forwards", _("Bought ahead")),
        ("contributions", "supply:contributions", _("Contributions")),
    )
    return [(reverse(address), words, None, name == current) for name, address, words in places]


def window_of(*, request: HttpRequest, name: str, filters: Mapping[str, object]) -> Window:
    """Return the part of a public list that an address asks for; one that cannot be is not found."""
    asked = {key: value for key, value in filters.items() if key not in ("after", "before", "limit")}
    try:
        return read_window(
            list_name=name_list(name=name, filters=asked),
            limit=request.GET.get("limit"),
            after=request.GET.get("after"),
            before=request.GET.get("before"),
        )
    except (InvalidCursor, InvalidLimit) as error:
        raise Http404(str(error)) from None


def _moment(*, text: str) -> datetime | None:
    """Return the end of a past day in UTC, None for today and for what is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime.combine(day, time.max, tzinfo=UTC) if day < datetime.now(UTC).date() else None
