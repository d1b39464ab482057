"""``{{ lot.hold_reason|hold_words }}``: why a lot is held, in the reader's language."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _

from truetonne.supply.finding_words import code_words
from truetonne.supply.hold_words import say_hold

register = template.Library()

SIDE_WORDS = {"INSET_SCOPE1": _("Fuel user's side, scope 1"), "INSET_SCOPE3": _("Customer's side, scope 3")}


@register.filter
def side_words(kind: str) -> str:
    """Return which side of a fuel batch a kind of unit is."""
    return str(SIDE_WORDS.get(kind, kind))


@register.filter
def fault_words(code: str) -> str:
    """Return what a check found against a row, in the reader's words."""
    return code_words(code=code)


@register.filter
def hold_words(reason: str) -> str:
    """Return the reason of a hold as people read it."""
    return say_hold(reason=reason)
