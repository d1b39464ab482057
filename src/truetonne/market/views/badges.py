"""The badge of a certificate: the drawing itself, and the page that hands out the lines to embed it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from truetonne.edge.languages import read_tag
from truetonne.edge.permissions import public
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.badges import HEIGHT, Badge, draw_badge
from truetonne.market.certificates import make_sheet
from truetonne.market.views.certificates import read_handed


@public
@require_safe
def badge(request: HttpRequest, certificate: str) -> HttpResponse:
    """What the badge looks like and the lines that embed it."""
    found = _badge(certificate=certificate)
    drawing = settings.TRUETONNE.base_url + reverse("market:badge_file", kwargs={"certificate": certificate.lower()})
    language = read_tag(language=current_language())
    context = {
        "nav_current": "register",
        "certificate_text": certificate.lower(),
        "badge": found,
        "drawing": mark_safe(found.svg),  # noqa: S308 - drawn by us, every word in it escaped
        "lines": (
            f'<a href="{found.link}"><img src="{drawing}?lang={language}" width="{found.width}" height="{HEIGHT}" style="max-width:100%;height:auto"'
            f' alt="{found.label}"></a>'
        ),
    }
    return render(request, "market/badge.html", context)


@public
@require_safe
def badge_file(request: HttpRequest, certificate: str) -> HttpResponse:
    """The drawing, for pages of others: small, without scripts, and asking for nothing."""
    response = HttpResponse(_badge(certificate=certificate).svg, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=300"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _badge(*, certificate: str) -> Badge:
    handed = read_handed(text=certificate)
    if handed.proof is None:
        raise Http404("the badge waits for the proof")
    address = settings.TRUETONNE.base_url + reverse("market:certificate", kwargs={"certificate": certificate.lower()})
    return draw_badge(
        sheet=make_sheet(handed=handed, language=current_language()),
        address=address,
        is_in_force=handed.record.replaced_by is None,
        is_live=settings.TRUETONNE.livemode,
    )
