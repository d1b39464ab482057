"""The refusals of book and claim in the reader's words, with the field that each belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _

from truetonne.edge.formats import tonnes_text
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.views.acting import refusal_words
from truetonne.supply.fuels.words import megajoules_text


def inset_refusal_words(*, refusal: Exception) -> tuple[str | None, str]:
    """Return the field that a refusal is about, None for the form as a whole, and its sentence."""
    name = type(refusal).__name__
    if name in WORDS:
        field, words = WORDS[name]
        return field, words(refusal)
    return None, refusal_words(refusal=refusal)


def _mj(energy_mj: int) -> str:
    return megajoules_text(energy_mj=energy_mj, language=current_language())


def _t(kg: int) -> str:
    return tonnes_text(kg=kg, language=current_language())


WORDS: Final[dict[str, tuple[str | None, Callable[[Any], str]]]] = {
    "AssociationTestFailed": (
        "quantity",
        lambda e: (
            _("%(claimed)s claimed; of %(own)s of your own transport %(left)s may still be.")
            % {"claimed": _mj(e.claimed_mj), "own": _mj(e.own_activity_mj), "left": _mj(e.claimable_mj)}
        ),
    ),
    "Scope1Uncovered": (
        "quantity",
        lambda e: (
            _(
                "The fuel user's side comes first: %(free)s of scope 1 are retired and free, this claim is %(asked)s."
                " Your carrier claims its side, then you claim yours."
            )
            % {"free": _t(e.kg), "asked": _t(e.requested_kg)}
        ),
    ),
    "UnrelatedChains": (
        "chain",
        lambda _e: _("This batch was claimed on another chain. Only customers of that carrier can claim it."),
    ),
    "SecondScope3Claimant": (
        None,
        lambda _e: _("Another customer claimed this fuel before. A litre is claimed once on each side."),
    ),
    "SecondScope1Claimant": (
        None,
        lambda e: _("The scope 1 side belongs to %(name)s, which burns the fuel.") % {"name": e.other or e.fact},
    ),
    "DoubleUse": (None, lambda _e: _("Nothing is left of this side: a litre is used once.")),
    "ModeMismatch": ("activity", lambda _e: _("Your transport is of another mode than the fuel was delivered to.")),
    "MarketMismatch": ("activity", lambda _e: _("Your transport is in another market than the fuel was delivered in.")),
    "FuelMismatch": ("activity", lambda _e: _("Your transport burns another fuel than this batch stands in for.")),
    "ClaimYearClosed": (
        "activity",
        lambda _e: _("The year of your transport lies outside the twelve months in which this fuel counts."),
    ),
    "TonnesOnlyOrder": ("quantity", lambda _e: _("This is less than a kilogram's worth of fuel.")),
    "StockTooSmall": (
        "quantity",
        lambda e: (
            _("%(asked)s wanted, %(left)s are for sale on this side.")
            % {"asked": _t(e.requested_kg), "left": _t(e.available_kg)}
        ),
    ),
    "LotNotForSale": (None, lambda _e: _("This side is not on sale.")),
}
"""Field and sentence by the refusal's class."""
