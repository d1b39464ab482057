"""What the frame of every page needs to know. Reads settings and the request; never the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language

from truetonne.edge.languages import find_tag
from truetonne.site.appearance import THEMES, read_theme
from truetonne.site.language import LanguageLink, language_links
from truetonne.site.places import FOOT, HEAD, Place

if TYPE_CHECKING:
    from django.http import HttpRequest

    from truetonne.edge.logo import Logo


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The frame of a page: who runs the exchange, in which language and theme, and where the links lead."""

    operator: str
    demo: bool
    livemode: bool
    has_accent: bool
    logo: Logo | None
    language: str
    languages: tuple[LanguageLink, ...]
    theme: str
    themes: tuple[str, ...]
    head: tuple[Place, ...]
    foot: tuple[Place, ...]
    here: str
    sign_in: str


def exchange(request: HttpRequest) -> dict[str, object]:
    """Return ``frame`` for templates (a context processor)."""
    return {"frame": read_frame(request=request)}


def read_frame(*, request: HttpRequest) -> Frame:
    """Build the frame of the page being answered."""
    operator = settings.TRUETONNE
    language = find_tag(language=get_language() or "en") or "en"
    return Frame(
        operator=operator.operator_name,
        demo=operator.demo,
        livemode=operator.livemode,
        has_accent=operator.accent is not None,
        logo=operator.logo,
        language=language,
        languages=language_links(request=request, current=language),
        theme=read_theme(request=request),
        themes=THEMES,
        head=HEAD,
        foot=FOOT,
        here=request.get_full_path(),
        sign_in=str(settings.LOGIN_URL),
    )
