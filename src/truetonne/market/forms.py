"""Forms to ask for a quote and to say in whose name an order is made. They read; the actions judge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from truetonne.edge.number_fields import MoneyField, TonnesField, clean_amounts
from truetonne.market.allocations import parse_allocations
from truetonne.market.attribution import SCOPES, AttributionInvalid, Beneficiary, Claim, ClaimPeriod, FieldFault
from truetonne.market.naming import Nameable
from truetonne.market.words import PURPOSE_LONG_WORDS

_FIELD_OF_FAULT = {
    "beneficiary.identifier": "lei",
    "purpose": "purpose",
    "claim_year": "claim_year",
    "period": "period_start",
    "country": "claim_country",
    "scope": "claim_scope",
    "note": "note",
    "signer": None,
}


class QuoteForm(forms.Form):
    """A mass in tonnes or an amount of money: exactly one."""

    tonnes = TonnesField(label=_("Tonnes"), required=False, help_text=_("Down to one kilogram."))
    amount = MoneyField(
        label=_("Or an amount of money"), required=False, help_text=_("As many kilograms as it pays for.")
    )
    currency = forms.ChoiceField(label=_("Currency"))
    lot = forms.CharField(required=False, widget=forms.HiddenInput)
    project = forms.CharField(required=False, widget=forms.HiddenInput)
    request_id = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, data: object = None, *, currencies: Iterable[str], initial: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))  # type: ignore[arg-type]
        self.fields["currency"].choices = [(each, each) for each in currencies]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        found = self.cleaned_data
        if (
            "tonnes" in found
            and (found["tonnes"] is None) == (found.get("amount") is None)
            and "amount" not in self.errors
        ):
            self.add_error("tonnes", _("Give tonnes or an amount of money, one of the two."))
        if found.get("amount") is not None and found.get("currency"):
            clean_amounts(form=self, names=("amount",), currency=str(found["currency"]))
            if found.get("amount") == 0:
                self.add_error("amount", _("The amount is zero."))
            found["minor"] = found.get("amount")
        return found


class ReportForm(forms.Form):
    """What the sandbox's gateway is to report as paid."""

    amount = MoneyField(
        label=_("Amount to report"),
        help_text=_("The exact amount confirms the order; try another to see what a difference does."),
    )
    event = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, data: object = None, *, currency: str, missing_minor: int, event: str) -> None:
        super().__init__(data, initial={"amount": missing_minor, "event": event})  # type: ignore[arg-type]
        self.fields["amount"].currency = currency  # type: ignore[attr-defined]
        self.fields["amount"].label = _("Amount to report, in %(currency)s") % {"currency": currency}

    def clean_amount(self) -> int:
        minor = int(self.cleaned_data["amount"])
        if minor < 1:
            raise forms.ValidationError(_("The amount is zero."))
        return minor


class BeneficiaryForm(forms.Form):
    """Whose name stands on a certificate. Nothing is filled in beforehand."""

    display_name = forms.CharField(
        label=_("Name on the certificate"),
        max_length=200,
        help_text=_("Public and permanent. Reviewed once before first use."),
    )
    legal_name = forms.CharField(label=_("Legal name"), max_length=200)
    lei = forms.CharField(
        label=_("LEI"),
        max_length=20,
        required=False,
        help_text=_("One of LEI, registration number and web domain is needed."),
        widget=forms.TextInput(attrs={"class": "mono", "spellcheck": "false", "autocomplete": "off"}),
    )
    registration_number = forms.CharField(label=_("Registration number"), max_length=64, required=False)
    domain = forms.CharField(label=_("Web domain"), max_length=253, required=False)
    country = forms.CharField(label=_("Country"), min_length=2, max_length=2, help_text=_("Two letters, such as VN."))

    def beneficiary(self) -> Beneficiary:
        """Return whose name was given."""
        text = self._text
        hidden_until = self.cleaned_data.get("hidden_until")
        return Beneficiary(
            display_name=text("display_name"),
            legal_name=text("legal_name"),
            lei=re.sub(r"\s", "", text("lei")).upper(),
            registration_number=text("registration_number"),
            domain=text("domain").lower(),
            country=text("country").upper(),
            hidden_until=hidden_until if isinstance(hidden_until, date) else None,
        )

    def add_faults(self, faults: Iterable[FieldFault]) -> None:
        """Put the faults that the action found beside their fields."""
        for fault in faults:
            known = fault.field.removeprefix("beneficiary.")
            name = known if known in self.fields else _FIELD_OF_FAULT.get(fault.field)
            if fault.field.startswith("allocations") and "allocations" in self.fields:
                name = "allocations"
            self.add_error(name, fault.detail)

    def add_missing(self, missing: Iterable[str]) -> None:
        """Say beside each field that it is needed."""
        for each in missing:
            known = each.removeprefix("beneficiary.")
            name = known if known in self.fields else _FIELD_OF_FAULT.get(each)
            self.add_error(name, _("This is needed: nothing is filled in for you."))

    def _text(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "").strip()


class AttributionForm(BeneficiaryForm):
    """In whose name, for what, for which period. Nothing is filled in beforehand.

    Where legal entities are on file, one may be chosen; what is then left empty of its facts is taken from the file.
    """

    entity = forms.ChoiceField(
        label=_("Company"),
        required=False,
        help_text=_("Left empty, the fields below are taken from the company chosen here."),
    )
    hidden_until = forms.DateField(
        label=_("Hide the name until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=list(PURPOSE_LONG_WORDS.items()), widget=forms.RadioSelect)
    claim_year = forms.CharField(
        label=_("Inventory year"),
        max_length=4,
        required=False,
        help_text=_("Or a period below, for a fiscal year or a journey."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    period_start = forms.DateField(
        label=_("Period from"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    period_end = forms.DateField(
        label=_("Period until"),
        required=False,
        help_text=_("The day after its last day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    claim_country = forms.CharField(label=_("Country of the emissions"), max_length=2, required=False)
    claim_scope = forms.ChoiceField(
        label=_("Scope"), required=False, choices=[("", _("not stated")), *[(each, each) for each in SCOPES]]
    )
    note = forms.CharField(
        label=_("Public note"), max_length=280, required=False, help_text=_("280 characters at most.")
    )
    inventory_line = forms.CharField(
        label=_("Inventory line"), max_length=128, required=False, help_text=_("Private: only its hash is public.")
    )
    allocations = forms.CharField(
        label=_("Allocation to inventory lines"),
        required=False,
        max_length=20_000,
        help_text=_(
            "One per line: tonnes; company; year; scope; inventory line. For example: 2.000; Example AB; 2025; 1; boilers."
            " The lines add up to the order. Private."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    authorized = forms.BooleanField(
        label=_("I may act for this company, and I know that a retirement is final and is published in its name."),
        required=False,
    )
    request_id = forms.CharField(max_length=64, widget=forms.HiddenInput)

    field_order = ("entity",)

    def __init__(
        self,
        data: object = None,
        *,
        hidden_months: int,
        nameable: Sequence[Nameable] = (),
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))  # type: ignore[arg-type]
        self.fields["hidden_until"].help_text = ngettext(
            "%(months)s month at most. Kilograms and serials are always public.",
            "%(months)s months at most. Kilograms and serials are always public.",
            hidden_months,
        ) % {"months": hidden_months}
        self._nameable = {each.key: each.beneficiary for each in nameable}
        if not nameable:
            del self.fields["entity"]
            return
        choices = [(key, each.legal_name) for key, each in self._nameable.items()]
        self.fields["entity"].choices = [("", _("as written below")), *choices]  # type: ignore[attr-defined]
        for name in ("display_name", "legal_name", "country"):
            # The action says what is missing: a company that is chosen has these facts on file.
            self.fields[name].required = False

    def beneficiary(self) -> Beneficiary:
        """Return whose name was given; what was left empty comes from the company that was chosen."""
        given = super().beneficiary()
        known = self._nameable.get(self._text("entity"))
        if known is None:
            return given
        facts = ("display_name", "legal_name", "country", "lei", "registration_number", "domain")
        return replace(given, **{name: getattr(given, name) or getattr(known, name) for name in facts})

    def claim(self, *, signer: str) -> Claim:
        """Return what for; the signer is the person who is signed in."""
        text = self._text
        year = text("claim_year")
        return Claim(
            purpose=text("purpose"),
            period=ClaimPeriod(
                year=int(year) if year.isascii() and year.isdigit() else None,
                start=self.cleaned_data.get("period_start"),
                end=self.cleaned_data.get("period_end"),
            ),
            signer=signer,
            country=text("claim_country").upper(),
            scope=text("claim_scope"),
            note=text("note"),
            inventory_line=text("inventory_line"),
            allocations=parse_allocations(text=text("allocations")),
        )

    def clean_allocations(self) -> str:
        given = str(self.cleaned_data["allocations"])
        try:
            parse_allocations(text=given)
        except AttributionInvalid as refusal:
            raise forms.ValidationError([str(fault.detail) for fault in refusal.faults]) from None
        return given

    def clean_claim_year(self) -> str:
        year = str(self.cleaned_data["claim_year"]).strip()
        if year and not re.fullmatch(r"(?:19|20|21)\d{2}", year, re.ASCII):
            raise forms.ValidationError(_("Write a year such as 2025."))
        return year
