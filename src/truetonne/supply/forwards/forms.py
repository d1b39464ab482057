"""Forms of the back office about contracts, jurisdictions and contributions. They read; the actions judge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.edge.number_fields import LocalDecimalField, MoneyField, clean_amounts, read_decimal, read_tonnes
from truetonne.science.money import CURRENCY_EXPONENTS
from truetonne.supply.dossier.forms import MassField
from truetonne.supply.forms import DAY, RequestForm
from truetonne.supply.forwards.states import (
    AdjustmentState,
    ContributionKind,
    SubstitutionRule,
    known_pathways,
    known_storage,
)
from truetonne.supply.forwards.values import DueYear
from truetonne.supply.forwards.words import (
    ADJUSTMENT_WORDS,
    CONTRIBUTION_WORDS,
    PATH_WORDS,
    PATHWAY_WORDS,
    STORAGE_WORDS,
    SUBSTITUTION_WORDS,
)

LINE_MAX, TEXT_MAX = 200, 1_000
YEAR_COUNT = 5
_LINES = forms.Textarea(attrs={"rows": 5, "class": "mono"})
_SHORT = forms.Textarea(attrs={"rows": 3})
OIL_RECOVERY = "enhanced_oil_recovery"
Choices = Sequence[tuple[str, str]]


class MoneyForm(RequestForm):
    """A form with a currency and amounts in it, which clean to minor units."""

    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in sorted(CURRENCY_EXPONENTS)])
    money_fields: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("currency"):
            clean_amounts(form=self, names=self.money_fields, currency=str(self.cleaned_data["currency"]))
        return self.cleaned_data


def _money(label: Any) -> MoneyField:
    return MoneyField(label=label)


class ContractForm(MoneyForm):
    """What both kinds of contract agree on."""

    name = forms.CharField(label=_("Name"), max_length=LINE_MAX)
    supplier = forms.CharField(label=_("Supplier"), max_length=LINE_MAX)
    total_kg = MassField(label=_("Tonnes promised"), help_text=_("Whole tonnes, over the whole term."))
    first_year = forms.IntegerField(label=_("First year"), min_value=1990, max_value=2100)
    last_year = forms.IntegerField(label=_("Last year"), min_value=1990, max_value=2100)
    price_minor_per_t = _money(_("Price of a tonne"))
    deposit_minor = _money(_("Deposit"))
    source = forms.CharField(label=_("Source"), max_length=TEXT_MAX, help_text=_("Contract and clause."))
    money_fields = ("price_minor_per_t", "deposit_minor")


class RemovalForm(ContractForm):
    """A removal bought ahead."""

    pathway = forms.ChoiceField(
        label=_("Pathway"), choices=[(name, PATHWAY_WORDS.get(name, name)) for name in known_pathways()]
    )
    storage = forms.ChoiceField(
        label=_("Stored in"),
        choices=[
            *((name, STORAGE_WORDS.get(name, name)) for name in known_storage()),
            (OIL_RECOVERY, _("an oil field, to bring up oil")),
        ],
    )
    durability_years = forms.IntegerField(label=_("Durability, years"), min_value=1, max_value=1_000_000)
    capacity_kg_per_year = MassField(
        label=_("Capacity of the plant, tonnes a year"), help_text=_("As its permit states it.")
    )
    capacity_source = forms.CharField(label=_("Source of the capacity"), max_length=TEXT_MAX)
    substitution = forms.ChoiceField(
        label=_("Substitutes"), choices=[(code, SUBSTITUTION_WORDS[code]) for code in SubstitutionRule.values]
    )
    field_order = (
        "name",
        "supplier",
        "pathway",
        "storage",
        "durability_years",
        "capacity_kg_per_year",
        "capacity_source",
    )


class PoolForm(ContractForm):
    """Results of a jurisdiction, bought ahead."""

    jurisdiction_id = forms.ChoiceField(label=_("Jurisdiction"))
    leaf_path = forms.TypedChoiceField(label=_("LEAF path"), coerce=int, choices=list(PATH_WORDS.items()))
    field_order = ("name", "supplier", "jurisdiction_id", "leaf_path")

    def __init__(self, data: Any = None, *, jurisdictions: Choices, **given: Any) -> None:
        super().__init__(data, **given)
        self.fields["jurisdiction_id"].choices = list(jurisdictions)  # type: ignore[attr-defined]


class SignForm(RequestForm):
    """The second person's signature."""

    signed_on = forms.DateField(label=_("Signed on"), widget=DAY)
    capacity_reason = forms.CharField(
        label=_("Why the capacity is right"), max_length=TEXT_MAX, required=False,
        help_text=_("Only where it is beyond what is plausible for its pathway."),
    )  # fmt: skip
    capacity_evidence = forms.CharField(label=_("Where that is written"), max_length=TEXT_MAX, required=False)


class ScheduleForm(RequestForm):
    """Years with their tonnes and probabilities, one line each."""

    lines = forms.CharField(
        label=_("Years"), widget=_LINES, max_length=4_000,
        help_text=_("One line a year: the year, the tonnes, and the percentage that is likely to come: 2027 25000 80"),
    )  # fmt: skip
    late_percent = LocalDecimalField(
        label=_("Of what comes, percentage that comes a year late"), min_value=0, max_value=100, max_digits=4,
        decimal_places=1,
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=TEXT_MAX, required=False, widget=_SHORT,
        help_text=_("For every schedule after the first: why it slips. It is shown to everybody."),
    )  # fmt: skip

    def clean_lines(self) -> tuple[DueYear, ...]:
        found: dict[int, DueYear] = {}
        for number, line in enumerate(str(self.cleaned_data["lines"]).strip().splitlines(), 1):
            try:
                year, tonnes, percent = line.split()
                due = DueYear(year=int(year), kg=read_tonnes(text=tonnes), probability_permille=permille(text=percent))
            except (ValueError, forms.ValidationError):
                words = _("Line %(number)s: write year, tonnes and percentage, such as 2027 25000 80.")
                raise forms.ValidationError(words, params={"number": number}) from None
            if due.year in found:
                raise forms.ValidationError(_("%(year)s stands twice."), params={"year": due.year})
            found[due.year] = due
        return tuple(found[year] for year in sorted(found))


def permille(*, text: str) -> int:
    """Return thousandths of a percentage with at most one decimal. Raises ValueError or ValidationError."""
    whole, _point, part = read_decimal(text=text.removesuffix("%")).partition(".")
    size = int(whole) * 10 + (int(part) if part else 0)
    if len(part) > 1 or not 0 <= size <= 1_000:
        raise ValueError(text)
    return size


class CommitForm(RequestForm):
    """What one member will take."""

    organization_id = forms.ChoiceField(label=_("Member"))
    kg = MassField(label=_("Tonnes"), help_text=_("Whole tonnes."))
    agreed_on = forms.DateField(label=_("Agreed on"), widget=DAY)

    def __init__(self, data: Any = None, *, members: Choices, **given: Any) -> None:
        super().__init__(data, **given)
        self.fields["organization_id"].choices = list(members)  # type: ignore[attr-defined]


class DeliverForm(RequestForm):
    """Which block of ours came for the contract."""

    holding_id = forms.ChoiceField(label=_("Block"), help_text=_("It is imported first, as any block of ours."))
    delivered_on = forms.DateField(label=_("Delivered on"), widget=DAY)
    is_substitute = forms.BooleanField(label=_("It takes the place of what is late"), required=False)
    source = forms.CharField(label=_("Source"), max_length=TEXT_MAX, help_text=_("Delivery note."))

    def __init__(self, data: Any = None, *, blocks: Choices, **given: Any) -> None:
        super().__init__(data, **given)
        self.fields["holding_id"].choices = list(blocks)  # type: ignore[attr-defined]


class HoldForm(RequestForm):
    """Why a contract stops, or goes on."""

    reason = forms.CharField(label=_("Reason"), max_length=TEXT_MAX, help_text=_("It is shown to everybody."))
    source = forms.CharField(label=_("Source"), max_length=TEXT_MAX, help_text=_("Order of the court or authority."))


class EndForm(RequestForm):
    """Why a contract ends."""

    reason = forms.CharField(label=_("Reason"), max_length=TEXT_MAX, help_text=_("It is shown to everybody."))


class JurisdictionForm(RequestForm):
    """A jurisdiction's programme as its registration states it."""

    name = forms.CharField(label=_("Name"), max_length=LINE_MAX)
    country = forms.RegexField(label=_("Country code"), regex=r"^[A-Z]{2}$", help_text=_("Two letters, such as GH."))
    region = forms.CharField(label=_("Region"), max_length=LINE_MAX, required=False)
    standard = forms.CharField(label=_("Standard"), max_length=LINE_MAX, initial="ART TREES 2.0")
    registration = forms.CharField(label=_("Registration"), max_length=LINE_MAX)
    reference_from_year = forms.IntegerField(label=_("First reference year"), min_value=1990, max_value=2100)
    reference = forms.CharField(
        label=_("Emissions of the five reference years, tonnes"), widget=_LINES, max_length=LINE_MAX,
        help_text=_("Five lines, oldest first."),
    )  # fmt: skip
    pool = forms.CharField(
        label=_("Parts of the buffer"), widget=_LINES, max_length=4_000, required=False,
        help_text=_(
            "One line a part: name; tonnes stored; tonnes in the buffer; yearly hazard in percent; share lost in percent"
        ),
    )  # fmt: skip
    source = forms.CharField(label=_("Source"), max_length=TEXT_MAX)

    def clean_reference(self) -> tuple[int, ...]:
        years = tuple(read_tonnes(text=line.strip()) for line in str(self.cleaned_data["reference"]).split())
        if len(years) != YEAR_COUNT:
            raise forms.ValidationError(_("Five years are the reference, one line each."))
        return years

    def clean_pool(self) -> tuple[tuple[str, int, int, int, int], ...]:
        parts = []
        for number, line in enumerate(str(self.cleaned_data["pool"]).strip().splitlines(), 1):
            try:
                name, stock, paid, hazard, severity = (part.strip() for part in line.split(";"))
                parts.append(
                    (
                        name, read_tonnes(text=stock), read_tonnes(text=paid), permille(text=hazard) * 1_000,
                        permille(text=severity),
                    )
                )  # fmt: skip
            except (ValueError, forms.ValidationError):
                words = _("Line %(number)s: write five parts with semicolons between them.")
                raise forms.ValidationError(words, params={"number": number}) from None
        return tuple(parts)


class AdjustmentForm(RequestForm):
    """What is known of the corresponding adjustment."""

    state = forms.ChoiceField(
        label=_("State"), choices=[(code, ADJUSTMENT_WORDS[code][1]) for code in AdjustmentState.values]
    )
    stated_on = forms.DateField(label=_("Stated on"), widget=DAY)
    authorization_ref = forms.CharField(label=_("Authorization"), max_length=LINE_MAX, required=False)
    source = forms.CharField(label=_("Source"), max_length=TEXT_MAX)


class ContributionForm(MoneyForm):
    """Money given without units."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(code, CONTRIBUTION_WORDS[code]) for code in ContributionKind.values]
    )
    organization_id = forms.ChoiceField(label=_("Member"), required=False)
    party = forms.CharField(label=_("Given by"), max_length=LINE_MAX)
    recipient = forms.CharField(label=_("Given to"), max_length=LINE_MAX, help_text=_("The project or the fund."))
    project_id = forms.ChoiceField(label=_("Project"), required=False)
    amount_minor = _money(_("Amount"))
    given_on = forms.DateField(label=_("Given on"), widget=DAY)
    purpose = forms.CharField(label=_("What for"), max_length=TEXT_MAX, widget=_SHORT)
    source = forms.CharField(label=_("Source"), max_length=TEXT_MAX)
    reason = forms.CharField(
        label=_("Reason"), max_length=TEXT_MAX, required=False, help_text=_("Where it puts an earlier entry right.")
    )
    money_fields = ("amount_minor",)
    field_order = ("kind", "party", "organization_id", "recipient", "project_id", "currency", "amount_minor")

    def __init__(self, data: Any = None, *, members: Choices, projects: Choices, **given: Any) -> None:
        super().__init__(data, **given)
        self.fields["organization_id"].choices = [("", _("none")), *members]  # type: ignore[attr-defined]
        self.fields["project_id"].choices = [("", _("none")), *projects]  # type: ignore[attr-defined]
