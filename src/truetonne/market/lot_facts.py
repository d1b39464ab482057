"""A lot's public facts as pages print them: one place, so that catalogue, quote and certificate agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from truetonne.edge.formats import count_text, day_text
from truetonne.edge.parties import country_name
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.supply.destruction.words import method_words, version_words
from truetonne.supply.words import CLASS_WORDS, class_kind


@dataclass(frozen=True, slots=True, kw_only=True)
class LotFacts:
    """Words about a lot; blank where the registry states nothing."""

    name: str
    program: str
    project_ref: str
    place: str
    vintage: str
    developer: str
    methodology: str
    class_words: str
    class_punch: str


def read_lot_facts(*, facts: Mapping[str, object], language: str) -> LotFacts:
    """Return the words of a lot or of a certificate's line, which repeats the lot's facts."""
    credit_class = str(facts.get("credit_class", ""))
    country = str(facts.get("country", ""))
    places = [str(facts.get("subdivision", "")), country_name(code=country) if country else ""]
    method, version = str(facts.get("methodology", "")), str(facts.get("methodology_version", ""))
    words, version_said = method_words(methodology=method), version_words(version=version)
    method = (", " if words != method else " ").join(filter(None, (words, version_said)))
    return LotFacts(
        name=str(facts.get("project_name", "") or _("project not stated")),
        program=str(facts.get("program", "")),
        project_ref=str(facts.get("project_id", "")),
        place=", ".join(filter(None, places)),
        vintage=_vintage(facts=facts, language=language),
        developer=str(facts.get("developer", "")),
        methodology=method,
        class_words=_class_words(facts=facts, credit_class=credit_class),
        class_punch=class_kind(credit_class=credit_class),
    )


def _class_words(*, facts: Mapping[str, object], credit_class: str) -> str:
    """Return the words of a credit's class; fuel has none, and is no credit."""
    if credit_class in CLASS_WORDS:
        return str(CLASS_WORDS[credit_class])
    return _("inset") if "inset" in facts else _("class not stated")


def _vintage(*, facts: Mapping[str, object], language: str) -> str:
    """Print the vintage of a lot; lots of fuel have none."""
    start, end = facts.get("vintage_start"), facts.get("vintage_end")
    if not start or not end:
        return _("not stated")
    return vintage_text(start=date.fromisoformat(str(start)), end=date.fromisoformat(str(end)), language=language)


def vintage_text(*, start: date, end: date, language: str) -> str:
    """Print a vintage: its year where it is one calendar year, its day where it is one, else its first and last day.

    >>> vintage_text(start=date(2024, 1, 1), end=date(2025, 1, 1), language="en")
    '2024'
    """
    last = end - timedelta(days=1)
    if (start.month, start.day, last.month, last.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == last.year else f"{start.year}\u2013{last.year}"
    if start == last:
        return day_text(day=start, language=language)
    return f"{day_text(day=start, language=language)} \u2013 {day_text(day=last, language=language)}"


def years_text(*, years: int) -> str:
    """Print a durability in years, in the reader's language."""
    words = ngettext("%(years)s year", "%(years)s years", years)
    return words % {"years": count_text(count=years, language=current_language())}
