"""``{{ lot.hold_reason|hold_words }}``: why a lot is held, in the reader's language."""

from __future__ import annotations

from django import template

from truetonne.supply.hold_words import say_hold

register = template.Library()


@register.filter
def hold_words(reason: str) -> str:
    """Return the reason of a hold as people read it."""
    return say_hold(reason=reason)
