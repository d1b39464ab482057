"""Classes, standings and verdicts of supply as people read them, and names of countries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from truetonne.supply.registry_records.vocabulary import CreditClass, Outcome, Standing

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CLASS_WORDS: Final[dict[str, _StrPromise]] = {
    CreditClass.REMOVAL_NATURE: _("Removal, nature"),
    CreditClass.REMOVAL_TECHNICAL: _("Removal, technical"),
    CreditClass.REDUCTION_NATURE: _("Reduction, nature"),
    CreditClass.REDUCTION_TECHNICAL: _("Reduction, technical"),
}

STANDING_WORDS: Final[dict[str, _StrPromise]] = {
    Standing.SELLABLE: _("sellable"),
    Standing.WATCH: _("watched"),
    Standing.BLOCKED: _("blocked"),
}

OUTCOME_WORDS: Final[dict[str, _StrPromise]] = {
    Outcome.ACCEPTED: _("Accepted"),
    Outcome.KNOWN: _("Known"),
    Outcome.HELD: pgettext_lazy("outcome of a row", "Held"),
    Outcome.REFUSED: _("Refused"),
}

REVIEW_LINE_WORDS: Final[dict[str, _StrPromise]] = {
    "additionality": _("Additionality"),
    "baseline": _("Baseline"),
    "leakage": _("Leakage"),
    "durability": _("Durability"),
    "uncertainty": _("Uncertainty"),
    "community": _("Community"),
}

COST_PART_WORDS: Final[dict[str, _StrPromise]] = {
    "project": _("Paid to the project"),
    "registry_fee": _("Issuance and registry"),
    "verification": _("Verification"),
    "fx": _("Currency"),
    "tax": _("Tax"),
    "handling": _("Handling"),
}
"""What a price is made of, in the order of ``science.money.COST_PARTS``. There is no margin."""


def class_kind(*, credit_class: str) -> str:
    """Return the punch of a class: reduction and removal never look alike."""
    if credit_class.startswith("REMOVAL"):
        return "kind removal"
    return "kind" if credit_class.startswith("REDUCTION") else "wait"
