"""Forms of the back office about lots: prices, reasons, cuts, cancellations, recalls. They read; the actions judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.edge.number_fields import MoneyField, TonnesField, clean_amounts, typed_money
from truetonne.science.money import COST_PARTS, CURRENCY_EXPONENTS, CostParts
from truetonne.supply.actions.listing import SOURCE_MAX
from truetonne.supply.actions.lot_acts import NOTE_MAX
from truetonne.supply.desk.words import CANCEL_WORDS
from truetonne.supply.forms import RequestForm
from truetonne.supply.registry_records.vocabulary import Standing
from truetonne.supply.words import COST_PART_WORDS, STANDING_WORDS

REASON_MAX = 1_000
SERIAL_MAX = (1 << 40) - 1
_WHOLE = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


class SerialField(forms.IntegerField):
    """One serial number without separators."""

    widget = _WHOLE

    def __init__(self, **given: Any) -> None:
        super().__init__(min_value=0, max_value=SERIAL_MAX, **given)


class PriceForm(RequestForm):
    """Six cost parts per tonne and where they are written. There is no field for a margin."""

    currency = forms.ChoiceField(label=_("Priced in"), choices=[(code, code) for code in sorted(CURRENCY_EXPONENTS)])
    source = forms.CharField(
        label=_("Source of the parts"), max_length=SOURCE_MAX, help_text=_("Contract or invoice that states them.")
    )

    def __init__(
        self, data: Any = None, *, currency: str = "USD", price: CostParts | None = None, request_id: str = ""
    ) -> None:
        initial = {"request_id": request_id, "currency": currency}
        if price is not None:
            parts = zip(COST_PARTS, price.as_tuple(), strict=True)
            initial |= {name: typed_money(minor=minor, currency=currency) for name, minor in parts}
        super().__init__(data, initial=initial, auto_id="price_%s")
        for name in COST_PARTS:
            self.fields[name] = MoneyField(label=COST_PART_WORDS[name])
        self.order_fields(["currency", *COST_PARTS, "source"])

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("currency"):
            clean_amounts(form=self, names=COST_PARTS, currency=str(self.cleaned_data["currency"]))
        return self.cleaned_data

    def price(self) -> CostParts:
        """Return the six parts in minor units per tonne."""
        return CostParts(**{name: int(self.cleaned_data[name]) for name in COST_PARTS})


class ReasonForm(RequestForm):
    """A public reason for what is done to a lot."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON_MAX, help_text=_("It is public."))

    field_order = ("reason",)


class StandingForm(RequestForm):
    """What a project's registry status means, with the evidence."""

    standing = forms.ChoiceField(
        label=_("It means"),
        choices=[(standing.value, STANDING_WORDS[standing]) for standing in Standing],
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where the registry says so: page or letter, and its date."),
    )

    field_order = ("standing", "evidence")


class SplitForm(RequestForm):
    """Where a lot is cut."""

    at_serial = SerialField(label=_("First serial of the new lot"))

    field_order = ("at_serial",)


class CancelForm(RequestForm):
    """How much of a lot leaves without a claim, and why."""

    kg = TonnesField(label=_("Tonnes"), help_text=_("The next unused ones. A whole lot: all that is available."))
    reason = forms.ChoiceField(label=_("Reason"), choices=list(CANCEL_WORDS.items()))
    note = forms.CharField(label=_("Note"), max_length=NOTE_MAX, required=False, help_text=_("It is public."))
    understood = forms.BooleanField(label=_("These units leave for good; nobody can take them back."))

    field_order = ("kg", "reason", "note", "understood")

    def clean(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        if found.get("reason") == "OTHER" and not str(found.get("note", "")).strip() and "note" not in self.errors:
            self.add_error("note", _("Say which other reason."))
        return found


class RecallForm(RequestForm):
    """Which serials turned out to be impaired, and why."""

    block = forms.ChoiceField(label=_("Registry key"), help_text=_("Serials are counted within it."))
    first = SerialField(label=_("First serial"))
    last = SerialField(label=_("Last serial"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is public and stands beside every certificate that holds these serials."),
    )

    field_order = ("block", "first", "last", "reason")

    def __init__(
        self, data: Any = None, *, blocks: Sequence[tuple[str, str]], initial: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["block"].choices = [("", _("choose")), *blocks]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        first, last = found.get("first"), found.get("last")
        if first is not None and last is not None and last < first:
            self.add_error("last", _("The last serial lies before the first."))
        return found


class MakeGoodForm(RequestForm):
    """From which lot recalled units are made good."""

    lot = forms.ChoiceField(label=_("From"), widget=forms.RadioSelect)
    kg = TonnesField(label=_("Tonnes"))
    understood = forms.BooleanField(label=_("The units leave for good in this name; nobody can take them back."))

    field_order = ("lot", "kg", "understood")

    def __init__(
        self, data: Any = None, *, lots: Sequence[tuple[str, str]], initial: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["lot"].choices = list(lots)  # type: ignore[attr-defined]
