"""A link with a quiet line below it, for the first cell of a table."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString


def link(*, address: str, words: str, below: str = "") -> SafeString:
    """Return the link; nothing in it is trusted."""
    quiet = format_html(' <small class="quiet blk">{}</small>', below) if below else ""
    return format_html('<a href="{}">{}</a>{}', address, words, quiet)
