"""Load once what every page needs, so that nobody waits for it who asks for the first one."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

FRAME = "site/base.html"


def load_pages() -> None:
    """Load the application, every room's addresses, the frame of all pages and their languages. Asks no database."""
    import_module("truetonne.config.wsgi")
    _ = get_resolver().url_patterns
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Register")
    get_template(FRAME)
