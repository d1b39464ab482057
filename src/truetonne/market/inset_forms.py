"""Forms of a member about fuel: its own transport, a claim in litres or megajoules, and further tiers. The actions judge."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.edge.identifiers import InvalidId, read_short_code
from truetonne.edge.number_fields import LocalDecimalField, LocalWholeField
from truetonne.market.attribution import Beneficiary
from truetonne.market.inset_words import ACTIVITY_FUEL_WORDS, CATEGORY_WORDS, TIER_WORDS
from truetonne.market.policy import AUTHORIZATION_STATEMENT
from truetonne.people.models import Organization
from truetonne.supply.forms import RequestForm
from truetonne.supply.fuels.words import MODE_WORDS

_WHOLE = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
_CATEGORIES = list(CATEGORY_WORDS.items())


class ActivityForm(RequestForm):
    """One year's transport: energy, physical emissions, and the document that shows them."""

    year = forms.IntegerField(label=_("Year"), min_value=2015, max_value=2100, widget=_WHOLE)
    whose = forms.ChoiceField(
        label=_("Whose fuel"),
        choices=[("1", _("We burn it: scope 1")), ("3", _("Others carry for us: scope 3"))],
        widget=forms.RadioSelect,
    )
    scope3_category = forms.TypedChoiceField(
        label=_("Scope 3 category"),
        choices=[("", _("none")), *_CATEGORIES],
        coerce=int,
        empty_value=None,
        required=False,
    )
    mode = forms.ChoiceField(label=_("Mode"), choices=list(MODE_WORDS.items()))
    fuel = forms.ChoiceField(label=_("Fuel burnt"), choices=list(ACTIVITY_FUEL_WORDS.items()))
    market = forms.CharField(label=_("Market"), max_length=2, help_text=_("Two letters, such as VN."))
    energy_mj = LocalWholeField(
        label=_("Energy, MJ"), min_value=1, max_value=10**14,
        help_text=_("Lower heating value. A litre of diesel is about 36 MJ."),
    )  # fmt: skip
    emissions_kg = LocalWholeField(
        label=_("Emissions, kg CO2e"), min_value=1, max_value=10**14,
        help_text=_("Well to wheel, as physically emitted: no inset and no credit taken off."),
    )  # fmt: skip
    description = forms.CharField(label=_("What it is"), max_length=200)
    evidence_title = forms.CharField(label=_("Document that shows it"), max_length=200)
    evidence = forms.FileField(label=_("Its file"), required=False, help_text=_("Only its hash is kept here."))
    evidence_sha256 = forms.RegexField(label=_("Or its SHA-256"), regex="^[0-9a-fA-F]{64}$", required=False)

    def clean(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        if found.get("whose") == "3" and not found.get("scope3_category"):
            self.add_error("scope3_category", _("Say which category."))
        if found.get("whose") == "1":
            found["scope3_category"] = None
        if not found.get("evidence") and not found.get("evidence_sha256"):
            self.add_error("evidence", _("Send the file, or write the hash of its bytes."))
        return found


class InsetForm(RequestForm):
    """Fuel of one side of a batch, in litres or megajoules, against one activity, in one name."""

    activity = forms.ChoiceField(label=_("Against which transport of yours"))
    quantity = LocalDecimalField(label=_("How much fuel"), min_value=Decimal("0.001"), max_digits=15, decimal_places=3)
    unit = forms.ChoiceField(label=_("in"), choices=[("l", _("litres")), ("MJ", _("megajoules"))])
    tier = forms.ChoiceField(
        label=_("Your place in the chain"), choices=[(k, v) for k, v in TIER_WORDS.items() if k != "CARRIER"]
    )
    chain = forms.CharField(
        label=_("Chain code"),
        max_length=16,
        help_text=_("Your carrier has it from its own claim, such as CHN-7K2M-94."),
    )
    display_name = forms.CharField(label=_("Name on the certificate"), max_length=200)
    legal_name = forms.CharField(label=_("Legal name"), max_length=200)
    domain = forms.CharField(label=_("Web domain"), max_length=253, required=False)
    country = forms.CharField(label=_("Country"), max_length=2)
    authorized = forms.BooleanField(label=AUTHORIZATION_STATEMENT)

    def __init__(
        self, data: Any = None, *, activities: Sequence[tuple[str, str]], is_scope1: bool,
        initial: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial)
        self.fields["activity"].choices = list(activities)  # type: ignore[attr-defined]
        if is_scope1:
            del self.fields["tier"], self.fields["chain"]

    def clean_chain(self) -> str:
        """Read the code; a slip of the pen is caught before anything is looked up."""
        try:
            return read_short_code(prefix="CHN", text=str(self.cleaned_data["chain"]))
        except InvalidId:
            raise forms.ValidationError(_("One character of this code is wrong, or two are swapped.")) from None

    def clean(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        quantity = found.get("quantity")
        if quantity is not None:
            if found.get("unit") == "MJ" and quantity != int(quantity):
                self.add_error("quantity", _("Megajoules are whole."))
            found["volume_ml"] = int(quantity * 1_000) if found.get("unit") == "l" else None
            found["energy_mj"] = int(quantity) if found.get("unit") == "MJ" else None
        return found

    def beneficiary(self) -> Beneficiary:
        """Return whose name the certificate bears."""
        given = self.cleaned_data
        return Beneficiary(
            display_name=given["display_name"], legal_name=given["legal_name"], domain=given["domain"],
            country=str(given["country"]).upper(),
        )  # fmt: skip


def beneficiary_of_organization(*, organization: Organization) -> dict[str, str]:
    """Return the fields of a name, filled from the company's own record: an inset is for one's own transport."""
    return {
        "display_name": organization.name,
        "legal_name": organization.legal_name,
        "domain": organization.domain,
        "country": organization.country,
    }


class TierForm(RequestForm):
    """A further tier of the chain that discloses this claim."""

    party = forms.CharField(label=_("Company"), max_length=200)
    tier = forms.ChoiceField(
        label=_("Its place in the chain"), choices=[(k, v) for k, v in TIER_WORDS.items() if k != "CARRIER"]
    )
    scope3_category = forms.TypedChoiceField(label=_("Scope 3 category"), choices=_CATEGORIES, coerce=int)
