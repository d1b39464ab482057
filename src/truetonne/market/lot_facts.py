"""A lot's public facts as pages print them: one place, so that catalogue, quote and certificate agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from truetonne.edge.formats import count_text, day_text
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.supply.words import CLASS_WORDS, class_kind, country_name


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
    method = " ".join(filter(None, (str(facts.get("methodology", "")), str(facts.get("methodology_version", "")))))
    return LotFacts(
        name=str(facts["project_name"]),
        program=str(facts["program"]),
        project_ref=str(facts["project_id"]),
        place=", ".join(filter(None, places)),
        vintage=vintage_text(
            start=date.fromisoformat(str(facts["vintage_start"])),
            end=date.fromisoformat(str(facts["vintage_end"])),
            language=language,
        ),
        developer=str(facts.get("developer", "")),
        methodology=method,
        class_words=str(CLASS_WORDS[credit_class]) if credit_class in CLASS_WORDS else _("class not stated"),
        class_punch=class_kind(credit_class=credit_class),
    )


def vintage_text(*, start: date, end: date, language: str) -> str:
    """Print a vintage: its year where it is one calendar year, else its first and last day, both included.

    >>> vintage_text(start=date(2024, 1, 1), end=date(2025, 1, 1), language="en")
    '2024'
    """
    last = end - timedelta(days=1)
    if (start.month, start.day, last.month, last.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == last.year else f"{start.year}\u2013{last.year}"
    return f"{day_text(day=start, language=language)} \u2013 {day_text(day=last, language=language)}"


def years_text(*, years: int) -> str:
    """Print a durability in years, in the reader's language."""
    words = ngettext("%(years)s year", "%(years)s years", years)
    return words % {"years": count_text(count=years, language=current_language())}
