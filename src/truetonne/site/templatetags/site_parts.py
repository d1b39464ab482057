"""Small tags that the partial templates need: forms, verdicts and links that keep the rest of the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.forms import CheckboxInput
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.forms import BaseForm, BoundField
    from django.template import Context

register = template.Library()

_VERDICTS = {
    "met": "met",
    "not_met": "not-met",
    "not_shown": "not-shown",
    "conditional": "part-met",
    "pending": "part-met",
}


@register.filter
def is_tick(field: BoundField) -> bool:
    """Say whether a field is one box to tick, whose label stands beside it."""
    return type(field.field.widget) is CheckboxInput


@register.filter
def error_count(form: BaseForm) -> int:
    """Count the answers that need another look."""
    return len(form.errors)


@register.filter
def first_input(field: BoundField) -> str:
    """Return the id of a field's first input, for a link that puts the reader there."""
    own = field.id_for_label
    if own:
        return own
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)


@register.filter
def verdict_class(result: str) -> str:
    """Return the shape of a finding's result: met, not_met, not_shown, conditional, pending."""
    return _VERDICTS[str(result).lower()]


@register.filter
def verdict_word(result: str) -> str:
    """Return the word that stands beside the shape."""
    words = {
        "met": _("Met"),
        "not_met": _("Not met"),
        "not_shown": _("Not shown"),
        "conditional": _("In part"),
        "pending": _("Pending"),
    }
    return words[str(result).lower()]


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: str | None) -> str:
    """Return this page's query with some parameters changed, None taking one out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"
