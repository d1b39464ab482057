"""The words for the codes of a certificate. Codes are stable; these are for reading and are translated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from truetonne.market.words import PURPOSE_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

CREDIT_CLASSES: Mapping[str, StrPromise] = {
    "REDUCTION_NATURE": _("reduction, nature"),
    "REDUCTION_TECHNICAL": _("reduction, technical"),
    "REMOVAL_NATURE": _("removal, nature"),
    "REMOVAL_TECHNICAL": _("removal, technical"),
}

CODES: Mapping[str, StrPromise] = {
    **PURPOSE_WORDS,
    **CREDIT_CLASSES,
    "CREDIT": _("carbon credit"),
    "INSET": _("inset"),
    "MAKE_GOOD": _("make-good"),
    "COMMITTED": _("committed"),
    "NOT_REQUIRED": _("not required"),
    "UNKNOWN": _("unknown"),
    "NOT_STARTED": _("not started"),
    "PENDING": _("pending"),
    "COMPLETED": _("completed"),
    "EX_POST": _("after the fact"),
    "FORWARD": _("delivered from a forward contract"),
    "BOOK_AND_CLAIM": _("book and claim"),
    "ROAD": _("Road"),
    "RAIL": _("Rail"),
    "AIR": _("Air"),
    "MARINE": _("Sea"),
    "VALID": _("Valid"),
    "NOTICE_ATTACHED": _("Notice attached"),
    "REPLACED": _("Replaced"),
    "MASS_BALANCE": _("mass balance"),
    "LHV": _("lower heating value"),
    "HHV": _("higher heating value"),
}


def code_words(*, code: str) -> str:
    """Return the words for a code in the active language; a code of an open list without words is shown in lower case."""
    words = CODES.get(code)
    return str(words) if words is not None else code.replace("_", " ").lower()
