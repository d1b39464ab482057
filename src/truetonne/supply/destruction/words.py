"""Destruction as people read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _now
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
METHOD_WORDS: Final[dict[str, _StrPromise]] = {
    "hfc_destruction": _("Destruction of HFC"),
    "ods_refrigerant": _("Destruction of ozone-depleting gas"),
    "landfill": _("Destruction of landfill methane"),
    "coal_mine_methane": _("Destruction of coal mine methane"),
}
"""Our own methods, by the name under which a certificate keeps them."""
_VERSION: Final = re.compile(r"(?P<version>[^;]+); (?P<set>AR\dGWP\d+), \d+ years")
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


def method_words(*, methodology: str) -> str:
    """Return the methodology of a unit as people read it: ours in words, a registry's own as it stands."""
    return str(METHOD_WORDS.get(methodology, methodology))


def version_words(*, version: str) -> str:
    """Return a methodology's version as people read it: of ours with its GWP set, a registry's own as it stands."""
    found = _VERSION.fullmatch(version)
    if found is None:
        return version
    return _now("version %(version)s, %(set)s years") % {
        "version": found["version"],
        "set": set_text(name=found["set"]),
    }


def set_text(*, name: str) -> str:
    """Print a GWP set with its horizon: ``AR6GWP100`` is IPCC AR6, 100 years."""
    report, _found, horizon = name.partition("GWP")
    return f"IPCC {report}, {horizon}"
