"""Light, dark or as the system says, by three buttons that set a cookie; and the operator's own accent, if any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from truetonne.edge.pdf.glyphs import FONT_FOLDER
from truetonne.edge.permissions import public

if TYPE_CHECKING:
    from django.http import HttpRequest

THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")
COOKIE_AGE_SECONDS = 365 * 24 * 3600


def read_theme(*, request: HttpRequest) -> str:
    """Return the reader's choice; anything unknown is ``auto``."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "auto"


def return_path(*, request: HttpRequest) -> str:
    """Return the page the reader came from, as the form says, if it is one of this exchange; else the home page."""
    wanted = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if wanted.startswith("/") and here else "/"


# Without a token on purpose: the cookie it sets is a preference, and a token would put a cookie on every public page.
@csrf_exempt
@require_POST
@public
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme and go back to the page the reader came from."""
    response = HttpResponseRedirect(return_path(request=request), status=303)
    theme = request.POST.get("theme", "auto")
    if theme in {"light", "dark"}:
        response.set_cookie(
            THEME_COOKIE, theme, max_age=COOKIE_AGE_SECONDS, samesite="Lax", secure=request.is_secure(), httponly=True
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@require_safe
@cache_control(public=True, max_age=3600)
@public
def accent(request: HttpRequest) -> HttpResponse:
    """Serve the style sheet of the operator's accent: a file of ours, so that the content policy stays strict."""
    chosen = settings.TRUETONNE.accent
    if chosen is None:
        raise Http404
    return HttpResponse(chosen.css, content_type="text/css; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=COOKIE_AGE_SECONDS, immutable=True)
@public
def logo(request: HttpRequest, mark: str) -> HttpResponse:
    """Serve the operator's logo under an address that changes with it."""
    chosen = settings.TRUETONNE.logo
    if chosen is None or mark != chosen.mark:
        raise Http404
    return HttpResponse(chosen.content, content_type=chosen.media_type)


@require_safe
@cache_control(public=True, max_age=COOKIE_AGE_SECONDS, immutable=True)
@public
def rare_han(request: HttpRequest) -> FileResponse:
    """Serve the PDF's own Chinese font whole: a page asks for it only when it shows a name that nothing else can print."""
    return FileResponse((FONT_FOLDER / "NotoSansCJKsc-Regular.otf").open("rb"), content_type="font/otf")
