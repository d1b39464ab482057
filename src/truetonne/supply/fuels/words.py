"""Fuel as people read it: litres and megajoules, feedstocks, proofs and states."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _plain
from django.utils.translation import gettext_lazy as _

from truetonne.edge.formats import NO_BREAK, count_text, decimal_text
from truetonne.supply.fuels.states import BatchState, FuelProof

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FEEDSTOCK_WORDS: Final[dict[str, _StrPromise]] = {
    "used_cooking_oil": _("Used cooking oil"),
    "tallow": _("Tallow"),
    "animal_fat": _("Animal fat"),
    "technical_corn_oil": _("Technical corn oil"),
    "distillers_corn_oil": _("Distillers corn oil"),
    "food_waste": _("Food waste"),
    "forest_residue": _("Forest residue"),
    "agricultural_residue": _("Agricultural residue"),
}
"""Waste and residues that a batch may be made of (parameters fuels, feedstock_waste)."""

PROOF_WORDS: Final[dict[str, _StrPromise]] = {
    FuelProof.SUSTAINABILITY_PROOF: _("Proof of sustainability"),
    FuelProof.VERIFIER_STATEMENT: _("Verifier's statement"),
    FuelProof.DELIVERY_NOTE: _("Delivery note"),
    FuelProof.SURRENDER: _("Declaration that regulatory claims are given up"),
    FuelProof.CERTIFICATE: _("Certificate of the scheme"),
    FuelProof.OTHER: _("Another document"),
}
STATE_WORDS: Final[dict[str, tuple[str, _StrPromise]]] = {
    BatchState.BOOKED: ("pending", _("Booked")),
    BatchState.ISSUED: ("met", _("Issued")),
    BatchState.USED_UP: ("met", _("Used up")),
    BatchState.EXPIRED: ("not_met", _("Expired")),
    BatchState.VOIDED: ("not_met", _("Voided")),
}
"""A mark and a word for each state of a batch."""
MODE_WORDS: Final[dict[str, _StrPromise]] = {
    "road": _("Road"),
    "rail": _("Rail"),
    "air": _("Air"),
    "marine": _("Sea"),
}
FLAG_WORDS: Final[dict[str, _StrPromise]] = {
    "negative_intensity_needs_approval": _("A negative intensity: the second person's issue is its approval."),
    "negative_intensity": _("A negative intensity, approved by a second person."),
    "no_saving": _("No better than its fossil comparator: nothing can be issued."),
    "basis_not_stated": _("A heating value is not stated: nothing can be issued."),
}


def litres_text(*, volume_ml: int, language: str) -> str:
    """Print millilitres as litres, without the zeros that say nothing: ``1,000 l``, ``391.4 l``."""
    whole, part = divmod(volume_ml, 1_000)
    text = f"{whole}.{part:03d}".rstrip("0").rstrip(".")
    return f"{decimal_text(decimal=text, language=language)}{NO_BREAK}l"


def megajoules_text(*, energy_mj: int, language: str) -> str:
    """Print megajoules: ``3,432,000 MJ``."""
    return f"{count_text(count=energy_mj, language=language)}{NO_BREAK}MJ"


def intensity_text(*, g_per_mj: Decimal, language: str) -> str:
    """Print grams of CO2e per megajoule."""
    shown = decimal_text(decimal=plain_decimal(g_per_mj), language=language)
    return _plain("%(number)s g CO2e/MJ") % {"number": shown}


def plain_decimal(number: Decimal) -> str:
    """Return a decimal as files print it, without exponent and trailing zeros.

    >>> plain_decimal(Decimal("17.481770"))
    '17.48177'
    """
    text = format(number.normalize(), "f")
    return "0" if text in {"-0", ""} else text
