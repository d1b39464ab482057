"""The catalogue: what is for sale at cost, and what is not, with the reason; by lot, by country, and as a file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truetonne.edge.formats import tonnes_text
from truetonne.edge.maps import draw_countries, is_drawn
from truetonne.edge.number_fields import read_money
from truetonne.edge.paging import InvalidCursor, InvalidLimit, name_list, read_window
from truetonne.edge.parties import country_name
from truetonne.edge.permissions import public
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.catalogue import (
    CREDITS,
    DURABILITIES,
    INSETS,
    ORDERS,
    UNIT_KINDS,
    Catalogue,
    CatalogueFilter,
    list_countries,
    list_offered,
    read_catalogue,
    read_offered,
)
from truetonne.market.catalogue_file import catalogue_csv
from truetonne.market.lot_cards import make_card
from truetonne.market.lot_facts import years_text
from truetonne.supply.models import FuelIssue, Review
from truetonne.supply.states import ReviewState
from truetonne.supply.words import CLASS_WORDS

MORE = ("label", "durability", "since", "review", "gas", "price")
"""The filters that stand folded until one of them is set."""


@public
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Lots as cards, filtered and in order."""
    given = request.GET
    wanted = _read_filter(request=request)
    if wanted.unit == INSETS:
        return redirect("market:insets")
    try:
        window = read_window(
            list_name=name_list(name="catalogue", filters={key: given[key] for key in given if key not in PAGING}),
            limit=None,
            after=given.get("after"),
            before=given.get("before"),
        )
    except (InvalidCursor, InvalidLimit) as error:
        raise Http404(str(error)) from None
    found = read_catalogue(wanted=wanted, window=window, today=_today(), organization_id=_organization(request=request))
    context = {
        "nav_current": "catalogue",
        "tabs": catalogue_tabs(current=wanted.unit, found=found),
        "found": found,
        "page": found.page,
        "cards": [make_card(row=row) for row in found.page.items],
        "wanted": wanted,
        "given": {name: given.get(name, "") for name in (*MORE, "class", "country", "program", "order")},
        "has_more": any(given.get(name) for name in MORE),
        "is_filtered": any(given.get(name) for name in (*MORE, "class", "country", "program")),
        **_choices(found=found),
    }
    return render(request, "market/catalogue.html", context)


@public
@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """What each country offers: a map and the table of the same figures."""
    rows = list_countries(lots=[lot for lot in list_offered() if lot.kind in UNIT_KINDS[CREDITS]])
    amounts = {row.code: row.available_kg for row in rows if row.code}
    language = current_language()
    said = ", ".join(
        f"{country_name(code=row.code)} {tonnes_text(kg=row.available_kg, language=language)}"
        for row in rows
        if row.code
    )
    context = {
        "nav_current": "catalogue",
        "tabs": catalogue_tabs(current="countries", found=None),
        "rows": [
            (row, country_name(code=row.code) if row.code else "", not row.code or is_drawn(code=row.code))
            for row in rows
        ],
        "map": draw_countries(amounts=amounts, label=_("Tonnes for sale by country: %(said)s") % {"said": said}),
        "available_kg": sum(row.available_kg for row in rows),
        "lot_count": sum(row.lot_count for row in rows),
    }
    return render(request, "market/catalogue_countries.html", context)


@public
@require_safe
def catalogue_file(request: HttpRequest) -> StreamingHttpResponse:
    """The catalogue as CSV: every offered lot with its facts, price parts and stock."""
    response = StreamingHttpResponse(
        catalogue_csv(rows=read_offered(today=_today())), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="catalogue.csv"'
    response["Cache-Control"] = "public, no-cache"
    return response


PAGING = frozenset({"after", "before", "limit"})


def catalogue_tabs(*, current: str, found: Catalogue | None) -> list[tuple[str, str, int | None, bool]]:
    """Return the places beside the catalogue, with counts where they are known."""
    address = reverse("market:catalogue")
    refused = Review.objects.filter(state=ReviewState.REFUSED).values("holding").distinct().count()
    return [
        (address, _("Credits"), found.credit_count if found else None, current == CREDITS),
        (reverse("market:insets"), _("Fuel insets"), FuelIssue.objects.count(), current == INSETS),
        (reverse("market:catalogue_countries"), _("By country"), None, current == "countries"),
        (reverse("market:register_refused"), _("Refused"), refused, False),
    ]


def _read_filter(*, request: HttpRequest) -> CatalogueFilter:
    """Read what is wanted; what cannot be read asks for nothing."""
    given = request.GET
    return CatalogueFilter(
        unit=given.get("unit", CREDITS) if given.get("unit") in UNIT_KINDS else CREDITS,
        credit_class=given.get("class", "")[:40],
        country=given.get("country", "")[:8],
        program=given.get("program", "")[:40],
        label=given.get("label", "")[:60],
        vintage_from=_number(text=given.get("since", "")),
        durability_min=_number(text=given.get("durability", "")),
        is_superpollutant=given.get("gas") == "super",
        review=given.get("review", "") if given.get("review") in {"accepted", "none"} else "",
        price_max_minor=_price(text=given.get("price", "")),
        order=given.get("order", "vintage") if given.get("order") in ORDERS else "vintage",
    )


def _choices(*, found: Catalogue) -> dict[str, object]:
    choices = found.choices
    halves = [
        ("REMOVAL", _("Any removal")),
        ("REDUCTION", _("Any reduction")),
        ("NATURE", _("Any from nature")),
        ("TECHNICAL", _("Any engineered")),
    ]
    return {
        "classes": [*halves, *((code, CLASS_WORDS.get(code, code)) for code in choices.classes)],
        "countries": sorted(((code, country_name(code=code)) for code in choices.countries), key=lambda pair: pair[1]),
        "programs": choices.programs,
        "labels": choices.labels,
        "vintages": [(str(year), str(year)) for year in choices.vintages],
        "durabilities": [
            (str(years), _("%(years)s or more") % {"years": years_text(years=years)}) for years in DURABILITIES
        ],
        "reviews": [("accepted", _("In force")), ("none", _("None in force"))],
        "orders": [
            ("vintage", _("Oldest vintage")),
            ("price", _("Price")),
            ("stock", _("Stock")),
            ("review", _("Review date")),
            ("durability", _("Durability")),
        ],
    }


def _organization(*, request: HttpRequest) -> UUID | None:
    """Return the member for whom somebody reads; staff and strangers read for nobody."""
    if not request.user.is_authenticated or request.user.is_operator_staff():
        return None
    return next(iter(request.user.list_organization_ids()), None)


def _number(*, text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def _price(*, text: str) -> int | None:
    """Read a price a tonne; the catalogue compares it with each lot's own currency, of two decimals here."""
    try:
        return read_money(text=text, currency="USD") if text.strip() else None
    except ValidationError:
        return None


def _today() -> date:
    return datetime.now(UTC).date()
