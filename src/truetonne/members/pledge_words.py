"""The pledge in plain words: commitments, tests of credits, states of a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

COMMITMENTS: Final[dict[str, tuple[_StrPromise, _StrPromise]]] = {
    "regular_reporting": (
        _("Regular reporting"),
        _("We measure our emissions and report them publicly every year."),
    ),
    "carbon_elimination": (
        _("Carbon elimination"),
        _("We cut emissions in line with the Paris Agreement by real changes in how we work."),
    ),
    "credible_offsets": (
        _("Credible credits for the rest"),
        _("What remains we neutralise with credits that pass the five tests, so that we reach net zero by 2040."),
    ),
}
"""Title and promise of each commitment."""

TESTS: Final[dict[str, tuple[_StrPromise, _StrPromise, _StrPromise]]] = {
    "additional": (
        _("Additional"),
        _("It would not have happened without the money of the credit."),
        _("Additionality"),
    ),
    "quantifiable": (
        _("Quantifiable"),
        _("It is measured against a baseline, with its uncertainty."),
        _("Baseline and uncertainty"),
    ),
    "real": (_("Real"), _("It has happened, and nothing outside undoes it."), _("Leakage")),
    "permanent": (_("Permanent"), _("It lasts, and a reversal is covered."), _("Durability")),
    "socially_beneficial": (
        _("Socially beneficial"),
        _("The people who live there agreed and gain."),
        _("Community"),
    ),
}
"""Title, meaning, and the line of a quality review that judges it."""

STATES: Final[dict[str, _StrPromise]] = {
    "signed": pgettext_lazy("state of a pledge", "Signed"),
    "reporting": _("Reporting"),
    "overdue": _("Report overdue"),
    "removed": _("Removed"),
}
RESULTS: Final = {"signed": "pending", "reporting": "met", "overdue": "conditional", "removed": "not_met"}
"""The shape beside each state."""
