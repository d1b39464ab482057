"""``{% fact "dac-texas-capacity" %}``: quote a figure of the fact register, with a link to its sources."""

from __future__ import annotations

import re
from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from truetonne.edge import formats
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.rules.facts import FactEntry, FactStatus, get_fact, text_of

register = template.Library()


@register.simple_tag
def fact(fact_id: str) -> SafeString:
    """Print what the register states, and how sure it is where that is not confirmed. Raises NotInTable."""
    found = get_fact(fact_id=fact_id).stated
    state = (
        "" if found.status is FactStatus.CONFIRMED else format_html(" <small>({})</small>", status_word(found.status))
    )
    return format_html('<a class="fact" href="/facts/#{}">{}</a>{}', fact_id, entry_text(entry=found), state)


def entry_text(*, entry: FactEntry) -> str:
    """Say an entry in the reader's language: its words, or its figure with unit."""
    language = current_language()
    words = text_of(texts=entry.says, language=language)
    if not entry.value:
        return words
    figure = formats.decimal_text(decimal=entry.value, language=language)
    unit = unit_words(unit=entry.unit)
    return f"{figure} {unit}".strip() + (f": {words}" if words else "")


def unit_words(*, unit: str) -> str:
    """Return a unit as people read it; codes that need no words stay as they are."""
    words = {"t/a": _("t a year"), "t CO2e": "t CO₂e", "USD/t": _("US$ a tonne"), "USD": "US$"}
    return words.get(unit, unit)


def period_text(*, period: str) -> str:
    """Return what an entry is for: a number of years in words, a year as it stands."""
    count, _blank, unit = period.partition(" ")
    if unit == "a" and count.isdigit():
        return ngettext("%(count)s year", "%(count)s years", int(count)) % {"count": count}
    return period


def dated_text(*, dated: str, language: str) -> str:
    """Return the date of a source in the reader's language: a day, a month or a year."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", dated):
        return formats.day_text(day=date.fromisoformat(dated), language=language)
    if re.fullmatch(r"\d{4}-\d{2}", dated):
        return formats.month_text(day=date.fromisoformat(f"{dated}-01"), language=language)
    return dated


def source_text(*, source: str) -> SafeString:
    """Return a source in the reader's language; a name stays as it is, marked as English."""
    words = {
        "Secondary sources": _("Secondary sources"),
        "Four secondary sources": _("Four secondary sources"),
        "Secondary sources (English release)": _("Secondary sources (English release)"),
        "One trade report": _("One trade report"),
        "Launch articles": _("Launch articles"),
        "Launch article, March 2025": _("Launch article, March 2025"),
        "Launch article, February 2026": _("Launch article, February 2026"),
    }
    said = words.get(source)
    return format_html('<span lang="en">{}</span>', source) if said is None else format_html("<span>{}</span>", said)


@register.filter
def status_word(status: FactStatus) -> str:
    """Return the word of a fact's state."""
    words = {
        FactStatus.CONFIRMED: _("confirmed"),
        FactStatus.CONFLICT: _("sources disagree"),
        FactStatus.UNVERIFIED: _("unverified"),
        FactStatus.CORRECTED: _("corrected"),
    }
    return words[status]
