"""Forms of the back office about delays and substitutions. They read; the actions judge."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.edge.formats import tonnes_text
from truetonne.edge.identifiers import show_id
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.ledger.values import LotState
from truetonne.market.fulfillment import FulfilledLine

LOTS_SHOWN = 200
Choices = list[tuple[str, str]]


class DelayForm(forms.Form):
    """The new expected day, and why."""

    expected_on = forms.DateField(
        label=_("Now expected on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=_("Why it is late"), max_length=280, help_text=_("The buyer reads this."))
    request_id = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: object = None, *, request_id: str = "") -> None:
        super().__init__(data, initial={"request_id": request_id}, auto_id="delay_%s")  # type: ignore[arg-type]


class SubstituteForm(forms.Form):
    """Which open line, which lot in its place, and why. Choices are offered, not required: the action judges."""

    line = forms.CharField(label=_("Ordered line"), max_length=40)
    lot = forms.CharField(label=_("Lot in its place"), max_length=40)
    reason = forms.CharField(label=_("Why it is replaced"), max_length=280, help_text=_("The buyer reads this."))
    request_id = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, data: object = None, *, lines: Choices | None = None, lots: Choices | None = None, request_id: str = ""
    ) -> None:
        super().__init__(data, initial={"request_id": request_id}, auto_id="swap_%s")  # type: ignore[arg-type]
        if lines is not None and lots is not None:
            self.fields["line"].widget = forms.Select(choices=lines)
            self.fields["lot"].widget = forms.Select(choices=lots)


def line_choices(*, lines: Sequence[FulfilledLine]) -> Choices:
    """Return the open lines of an order as choices: number, project and mass."""
    return [
        (
            show_id(prefix="oln", id=each.line.line_id),
            f"{each.line.number}. {each.facts['project_name']}, {_mass(each.line.kg)}",
        )
        for each in lines
        if each.is_open
    ]


def lot_choices(*, lots: Sequence[LotState]) -> Choices:
    """Return lots for sale as choices: project, vintage and stock."""
    return [
        (
            show_id(prefix="lot", id=lot.lot_id),
            f"{lot.facts['project_name']}, {str(lot.facts['vintage_start'])[:4]}, {_mass(lot.available_kg)}",
        )
        for lot in lots[:LOTS_SHOWN]
    ]


def _mass(kg: int) -> str:
    return tonnes_text(kg=kg, language=current_language())
