"""The catalogue: what is for sale at cost, and what is not, with the reason."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truetonne.edge.paging import InvalidCursor, InvalidLimit, name_list, read_window
from truetonne.edge.permissions import public
from truetonne.market.catalogue import ORDERS, CatalogueFilter, read_catalogue
from truetonne.market.lot_cards import make_card
from truetonne.supply.words import CLASS_WORDS, country_name


@public
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Lots as cards, filtered by class, country and registry."""
    given = request.GET
    wanted = CatalogueFilter(
        credit_class=given.get("class", ""),
        country=given.get("country", ""),
        program=given.get("program", ""),
        order=given.get("order", "vintage") if given.get("order") in ORDERS else "vintage",
    )
    filters = {
        "class": wanted.credit_class,
        "country": wanted.country,
        "program": wanted.program,
        "order": wanted.order,
    }
    try:
        window = read_window(
            list_name=name_list(name="catalogue", filters=filters),
            limit=None,
            after=given.get("after"),
            before=given.get("before"),
        )
    except (InvalidCursor, InvalidLimit) as error:
        raise Http404(str(error)) from None
    found = read_catalogue(wanted=wanted, window=window)
    context = {
        "nav_current": "catalogue",
        "found": found,
        "page": found.page,
        "cards": [make_card(row=row) for row in found.page.items],
        "wanted": wanted,
        "classes": [(code, CLASS_WORDS.get(code, code)) for code in found.classes],
        "countries": sorted(((code, country_name(code=code)) for code in found.countries), key=lambda pair: pair[1]),
        "programs": found.programs,
        "orders": [
            ("vintage", _("Oldest vintage")),
            ("price", _("Price")),
            ("stock", _("Stock")),
            ("review", _("Review date")),
        ],
    }
    return render(request, "market/catalogue.html", context)
