"""The public page that reads a text by the claims rules. Nothing of the text is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from truetonne.edge.permissions import public
from truetonne.site.claims_form import ClaimTextForm
from truetonne.site.claims_page import build_claims_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@public
def claims(request: HttpRequest) -> HttpResponse:
    """A text in, and the sentences that a rule would not allow. ``?example`` fills in an invented one."""
    page = None
    if request.method == "POST":
        form = ClaimTextForm(request.POST)
        if form.is_valid():
            facts = form.read_facts(as_of=timezone.now().date())
            page = build_claims_page(text=form.cleaned_data["text"], facts=facts, language=get_language() or "en")
    else:
        form = ClaimTextForm(initial=_example() if "example" in request.GET else None)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "site/claims.html", {"form": form, "page": page, "nav_current": "claims"}, status=status)


def _example() -> dict[str, object]:
    text = _(
        "Our bottle is climate neutral, because we offset every gram. In 2025 we retired 1,200 t of removal credits for"
        " our ongoing emissions. Our footprint net of credits is 0.4 t. This does not make the bottle carbon neutral."
    )
    return {"text": text, "subject": "product", "market": "EU", "sources": ["credit"]}
