"""Forms of the back office: money that came in, deliveries, names, corrections."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.edge.number_fields import MoneyField
from truetonne.market.forms import BeneficiaryForm


class PaymentForm(forms.Form):
    """What the bank statement says; what is missing is not filled in."""

    amount = MoneyField(label=_("Amount received"))
    reference = forms.CharField(label=_("Bank reference"), max_length=128)
    value_date = forms.DateField(
        label=_("Value date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    is_difference_recorded = forms.BooleanField(
        label=_("Record it although it is not what is missing."),
        required=False,
        help_text=_("Too little: the order goes on waiting. Too much: the rest is to go back."),
    )
    request_id = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: object = None, *, currency: str, request_id: str = "") -> None:
        super().__init__(data, initial={"request_id": request_id})  # type: ignore[arg-type]
        self.currency = currency
        self.fields["amount"].currency = currency  # type: ignore[attr-defined]
        self.fields["amount"].help_text = _("In %(currency)s.") % {"currency": currency}


class RefundForm(PaymentForm):
    """What went back to the buyer, as the bank statement says it."""

    is_difference_recorded = None  # type: ignore[assignment]

    def __init__(self, data: object = None, *, currency: str, request_id: str = "") -> None:
        super().__init__(data, currency=currency, request_id=request_id)
        self.auto_id = "refund_%s"
        self.fields["amount"].label = _("Amount sent back")


class NoticeForm(forms.Form):
    """The seller's notice that an order will not be delivered."""

    auto_id = "notice_%s"
    note = forms.CharField(label=_("Why it cannot be delivered"), max_length=280, help_text=_("The buyer reads this."))
    request_id = forms.CharField(max_length=64, widget=forms.HiddenInput)


class DeliverForm(forms.Form):
    """The final act: retire the units of the chosen lines for good, by default of all that are open."""

    lines = forms.MultipleChoiceField(
        label=_("Lines to retire now"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    understood = forms.BooleanField(
        label=_("The units leave for good in this name; nobody can take them back."), required=True
    )
    request_id = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: object = None, *, lines: list[tuple[str, str]], request_id: str = "") -> None:
        super().__init__(data, initial={"request_id": request_id, "lines": [text for text, _words in lines]})  # type: ignore[arg-type]
        self.fields["lines"].choices = lines  # type: ignore[attr-defined]
        if len(lines) < 2:
            self.fields.pop("lines")


class CancelForm(forms.Form):
    """Why, and the refund if it was made already."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            ("REQUESTED", _("the buyer asked for it")),
            ("PRODUCT_UNAVAILABLE", _("the units are not available")),
            ("NAME_REFUSED", _("the beneficiary's name was refused")),
        ],
    )
    refund_reference = forms.CharField(
        label=_("Reference of the refund"),
        max_length=128,
        required=False,
        help_text=_("If the money went back already. Else it waits among the refunds."),
    )
    refund_date = forms.DateField(
        label=_("Date of the refund"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    request_id = forms.CharField(max_length=64, widget=forms.HiddenInput)


class CorrectionForm(BeneficiaryForm):
    """The right beneficiary of a certificate, and what was wrong."""

    reason = forms.CharField(label=_("What was wrong"), max_length=280, help_text=_("Public and permanent."))
    understood = forms.BooleanField(label=_("Both certificates stay public for good."), required=True)
    request_id = forms.CharField(max_length=64, widget=forms.HiddenInput)


class NameForm(forms.Form):
    """A decision on a beneficiary's name."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("confirm", _("This is who they say")), ("refuse", _("This name cannot stand"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=280, required=False, help_text=_("Needed when the name is refused.")
    )
    request_id = forms.CharField(max_length=64, widget=forms.HiddenInput)
