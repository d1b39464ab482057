"""Destruction as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from truetonne.edge.formats import NO_BREAK, decimal_text

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SUBTYPE_WORDS: Final[dict[str, _StrPromise]] = {
    "HFC": _("Refrigerant: HFC"),
    "ODS": _("Refrigerant: ozone-depleting gas"),
    "LANDFILL_METHANE": _("Methane: landfill"),
    "COAL_MINE_METHANE": _("Methane: coal mine"),
}
STAGE_WORDS: Final[dict[str, _StrPromise]] = {
    "collected": _("Collected"),
    "transported": _("Transported"),
    "aggregated": _("Aggregated"),
    "destroyed": _("Destroyed"),
}
FINDING_WORDS: Final[dict[str, _StrPromise]] = {
    "not_shown": _("Not shown"),
    "mandated": _("Required by law"),
    "no_longer_eligible": _("No longer eligible"),
    "destroyed_twice": _("Destroyed twice"),
    "no_certificate": _("No certificate"),
    "custody_gap": _("Gap in custody"),
    "weighing": _("Weighing"),
}
LIFETIME_WORDS: Final[dict[str, _StrPromise]] = {
    "short_lived": _("short-lived"),
    "long_lived": _("long-lived"),
    "not_established": _("lifetime not established"),
    "co2": _("carbon dioxide"),
}


def kilograms_text(*, mass_g: int, language: str) -> str:
    """Print grams as kilograms: ``2,010.000 kg``."""
    whole, part = divmod(mass_g, 1_000)
    return f"{decimal_text(decimal=f'{whole}.{part:03d}', language=language)}{NO_BREAK}kg"


def set_text(*, name: str) -> str:
    """Print a GWP set with its horizon: ``AR6GWP100`` is IPCC AR6, 100 years."""
    report, _found, horizon = name.partition("GWP")
    return f"IPCC {report}, {horizon}"
