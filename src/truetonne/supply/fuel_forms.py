"""Forms of the back office about fuel batches and accepted parameters. They read; the actions judge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.edge.number_fields import LocalDecimalField
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.status import Status
from truetonne.science.units import HeatingValue
from truetonne.supply.actions.book_fuel_batch import NewFuelBatch
from truetonne.supply.forms import DAY, RequestForm
from truetonne.supply.fuels.figures import Figure, find_figure, list_densities, list_intensities, list_references
from truetonne.supply.fuels.states import FUELS, MODES, PROGRAMS, BatchEnding, FuelProof
from truetonne.supply.fuels.words import FEEDSTOCK_WORDS, MODE_WORDS, PROOF_WORDS
from truetonne.supply.lot_forms import PriceForm

TEXT_MAX = 200
_BASES = [("LHV", _("lower heating value")), ("HHV", _("higher heating value"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldGroup:
    """A part of a long form under a heading."""

    title: object
    hint: object
    fields: tuple[forms.BoundField, ...]


class LitresField(LocalDecimalField):
    """Litres with at most three decimals; cleans to millilitres."""

    def __init__(self, **given: Any) -> None:
        super().__init__(max_digits=15, decimal_places=3, min_value=Decimal("0.001"), **given)

    def clean(self, value: Any) -> Any:
        """Return whole millilitres."""
        litres = super().clean(value)
        return None if litres is None else int(litres * 1_000)


def _number(label: object, *, required: bool = False) -> LocalDecimalField:
    return LocalDecimalField(label=label, required=required, max_digits=14, decimal_places=6)  # type: ignore[arg-type]


def _text(
    label: object, *, required: bool = True, help_text: object = "", max_length: int = TEXT_MAX
) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=max_length, help_text=help_text)  # type: ignore[arg-type]


class FuelBatchForm(RequestForm):
    """One homogeneous batch: fuel, proof, three figures with their basis, and the four questions against counting twice."""

    fuel = forms.ChoiceField(label=_("Fuel"), choices=[(each, each) for each in FUELS])
    feedstock = forms.ChoiceField(label=_("Feedstock"), help_text=_("Waste and residues only; palm is refused."))
    feedstock_country = _text(_("Feedstock from"), max_length=2, help_text=_("Two letters, such as VN."))
    producer = _text(_("Producer"))
    facility = _text(_("Facility"))
    production_batch = _text(_("Production batch"))
    is_co_processed = forms.BooleanField(label=_("Co-processed with fossil feed"), required=False)
    litres = LitresField(label=_("Litres of neat fuel"), help_text=_("The bio part alone, never the blend."))
    mass_kg = forms.IntegerField(label=_("Mass in kilograms"), required=False, min_value=1)
    temperature_basis = _text(_("Temperature basis"), help_text=_("Such as 15 °C."))
    delivered_on = forms.DateField(label=_("Delivered on"), widget=DAY)
    delivery_place = _text(_("Delivered at"))
    market = _text(_("Market"), max_length=2, help_text=_("Two letters, such as VN."))
    mode = forms.ChoiceField(label=_("Mode"))
    fuel_user_name = _text(_("Burnt by"), help_text=_("Whoever burns the fuel always ends with the scope 1 side."))
    fuel_user = forms.ChoiceField(label=_("That company here"), required=False)
    expires_on = forms.DateField(label=_("Valid until"), widget=DAY)
    certification_scheme = _text(_("Scheme"))
    certificate_number = _text(_("Certificate"))
    certificate_valid_from = forms.DateField(label=_("In force from"), widget=DAY)
    certificate_valid_until = forms.DateField(label=_("In force until"), widget=DAY)
    sustainability_proof = _text(_("Proof of sustainability, number"))
    density_key = forms.ChoiceField(label=_("Energy density"), required=False)
    density_value = _number(_("Or MJ per litre, by your document"))
    density_basis = forms.ChoiceField(label=_("Heating value of it"), choices=_BASES, required=False)
    density_source = _text(_("Which document"), required=False)
    intensity_key = forms.ChoiceField(label=_("Intensity of the fuel"), required=False)
    intensity_wtt = _number(_("Or well to tank, g CO2e per MJ"))
    intensity_ttw = _number(_("and tank to wheel, g CO2e per MJ"))
    intensity_biogenic = _number(_("and biogenic CO2, g per MJ"))
    intensity_basis = forms.ChoiceField(label=_("Heating value of it"), choices=_BASES, required=False)
    intensity_source = _text(_("Which document"), required=False)
    reference_key = forms.ChoiceField(label=_("Fossil comparator"), required=False)
    reference_value = _number(_("Or g CO2e per MJ, by your document"))
    reference_basis = forms.ChoiceField(label=_("Heating value of it"), choices=_BASES, required=False)
    reference_source = _text(_("Which document"), required=False)
    reference_id = _text(_("Name of the comparator"), help_text=_("It stands on every statement."))
    registry = _text(_("Registry"))
    registry_record = _text(_("Record there"))
    other_registries = _text(_("Other registries that hold this batch"), required=False)
    regulatory_uses = _text(
        _("Regulations that this fuel serves"), required=False, help_text=_("Used fuel is refused: one litre, one use.")
    )
    is_offset_issued = forms.BooleanField(label=_("Credits were issued for the same tonnes"), required=False)
    surrendered_programs = forms.MultipleChoiceField(
        label=_("Claims given up under"), choices=[(each, each) for each in PROGRAMS],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    surrendered_by = _text(_("Declared by"))
    surrendered_on = forms.DateField(label=_("Declared on"), widget=DAY)

    GROUPS = (
        (_("The fuel"), "", ("fuel", "feedstock", "feedstock_country", "producer", "facility", "production_batch",
                             "is_co_processed", "litres", "mass_kg", "temperature_basis")),
        (_("The delivery"), "", ("delivered_on", "delivery_place", "market", "mode", "fuel_user_name", "fuel_user",
                                 "expires_on")),
        (_("The certificate"), "", ("certification_scheme", "certificate_number", "certificate_valid_from",
                                    "certificate_valid_until", "sustainability_proof")),
        (_("The figures"), _("All three on one heating value, well to wheel. A figure that nobody checked waits for a policy that accepts it."),
         ("density_key", "density_value", "density_basis", "density_source", "intensity_key", "intensity_wtt",
          "intensity_ttw", "intensity_biogenic", "intensity_basis", "intensity_source", "reference_key",
          "reference_value", "reference_basis", "reference_source", "reference_id")),
        (_("Counted once"), _("Each of these would count a litre twice, and refuses the batch."),
         ("registry", "registry_record", "other_registries", "regulatory_uses", "is_offset_issued",
          "surrendered_programs", "surrendered_by", "surrendered_on")),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, users: Sequence[tuple[str, str]], initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        modes_off = load_parameters(name="fuels").rows("modes_off")
        choices = {
            "feedstock": list(FEEDSTOCK_WORDS.items()),
            "mode": [(each, MODE_WORDS[each]) for each in MODES if each not in modes_off],
            "fuel_user": [("", _("no member yet")), *users],
            "density_key": _figures(list_densities(), "MJ/l"),
            "intensity_key": _figures(list_intensities(), "g/MJ"),
            "reference_key": _figures(list_references(), "g/MJ"),
        }
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]

    def groups(self) -> Iterator[FieldGroup]:
        """Yield the parts of the form, each with its fields."""
        for title, hint, names in self.GROUPS:
            yield FieldGroup(title=title, hint=hint, fields=tuple(self[name] for name in names))

    def clean(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        own = {
            "density": ("density_value",),
            "intensity": ("intensity_wtt", "intensity_ttw"),
            "reference": ("reference_value",),
        }
        for name, needed in own.items():
            if found.get(f"{name}_key"):
                continue
            for field in (*needed, f"{name}_source"):
                if found.get(field) in (None, ""):
                    self.add_error(field, _("Choose a figure above, or write yours with its document."))
        return found

    def batch(self) -> NewFuelBatch:
        """Return the batch as stated."""
        given = self.cleaned_data
        plain = {
            name: given[name]
            for name in (
                "registry", "registry_record", "producer", "facility", "production_batch", "fuel", "feedstock",
                "certification_scheme", "certificate_number", "certificate_valid_from", "certificate_valid_until",
                "sustainability_proof", "temperature_basis", "reference_id", "delivered_on", "delivery_place", "mode",
                "fuel_user_name", "surrendered_by", "surrendered_on", "expires_on", "mass_kg", "is_co_processed",
                "is_offset_issued",
            )
        }  # fmt: skip
        return NewFuelBatch(
            **plain,
            feedstock_country=str(given["feedstock_country"]).upper(),
            market=str(given["market"]).upper(),
            volume_ml=given["litres"],
            fuel_user_id=UUID(given["fuel_user"]) if given["fuel_user"] else None,
            density=self._figure("density", list_densities(), given.get("density_value")),
            intensity=self._intensity(),
            reference=self._figure("reference", list_references(), given.get("reference_value")),
            regulatory_uses=_listed(given["regulatory_uses"]),
            other_registries=_listed(given["other_registries"]),
            surrendered_programs=tuple(given["surrendered_programs"]),
        )

    def _figure(self, name: str, figures: tuple[Figure, ...], value: Decimal | None) -> Figure:
        given = self.cleaned_data
        found = find_figure(figures=figures, key=given[f"{name}_key"])
        return found or own_figure(
            value=value or Decimal(0), basis=given[f"{name}_basis"], source=given[f"{name}_source"]
        )

    def _intensity(self) -> Figure:
        given = self.cleaned_data
        found = find_figure(figures=list_intensities(), key=given["intensity_key"])
        if found is not None:
            return found
        wtt, ttw = given["intensity_wtt"] or Decimal(0), given["intensity_ttw"] or Decimal(0)
        return own_figure(
            value=wtt + ttw, basis=given["intensity_basis"], source=given["intensity_source"], wtt=wtt, ttw=ttw,
            biogenic=given["intensity_biogenic"] or Decimal(0),
        )  # fmt: skip


def own_figure(
    *,
    value: Decimal,
    basis: str,
    source: str,
    wtt: Decimal | None = None,
    ttw: Decimal | None = None,
    biogenic: Decimal = Decimal(0),
) -> Figure:
    """Return a figure out of a document of the batch: somebody else's statement, so secondary."""
    return Figure(
        key="", parameter="", value=value, heating_value=HeatingValue(basis), source=source, edition="",
        status=Status.SECONDARY, wtt=wtt, ttw=ttw, biogenic=biogenic,
    )  # fmt: skip


class EvidenceForm(RequestForm):
    """A proof: its file, or the hash of its bytes with where it can be found."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, PROOF_WORDS[kind]) for kind in FuelProof])
    title = _text(_("Title"))
    issuer = _text(_("Issued by"))
    number = _text(_("Number"))
    document_date = forms.DateField(label=_("Dated"), widget=DAY)
    file = forms.FileField(label=_("File"), required=False, help_text=_("At most 10 MB. Its hash is made here."))
    sha256 = _text(_("Or its SHA-256"), required=False, max_length=64)
    address = forms.URLField(label=_("Address"), required=False, max_length=500, assume_scheme="https")


class IssueForm(RequestForm):
    """The second person's word."""

    reason = forms.CharField(
        label=_("What you read"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept with the batch. Issuing cannot be undone."),
    )  # fmt: skip


class SellForm(PriceForm):
    """One side, its price part by part, and where that is written."""

    side = forms.ChoiceField(
        label=_("Side"),
        choices=[("SCOPE1", _("Fuel user's side, scope 1")), ("SCOPE3", _("Customer's side, scope 3"))],
    )


class EndForm(RequestForm):
    """How a batch ends before it is used up."""

    ending = forms.ChoiceField(
        label=_("How"),
        choices=[
            (BatchEnding.VOIDED, _("Voided: a double issuance, use, purpose or claim was found")),
            (BatchEnding.EXPIRED, _("Expired: its validity is over")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), max_length=280, widget=forms.Textarea(attrs={"rows": 2}))


class ProposeForm(RequestForm):
    """Which unverified parameter is to be worked with, and why."""

    parameter = forms.ChoiceField(label=_("Parameter"))
    reason = forms.CharField(label=_("Reason"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, names: Sequence[str], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["parameter"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]


class DecideForm(RequestForm):
    """Accept or refuse a proposal."""

    is_accepted = forms.ChoiceField(
        label=_("Decision"), choices=[("yes", _("Accept")), ("no", _("Refuse"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Note"), required=False, max_length=1_000)


class EndAcceptanceForm(RequestForm):
    """End an acceptance, with the reason."""

    reason = forms.CharField(label=_("Reason"), max_length=1_000)


def _figures(figures: tuple[Figure, ...], unit: str) -> list[tuple[str, object]]:
    marks = {True: _("not checked"), False: ""}
    return [
        ("", _("by your own document, below")),
        *(
            (one.key, " · ".join(filter(None, (one.key, f"{one.value.normalize():f} {unit}", one.heating_value.value, str(marks[one.is_unverified])))))
            for one in figures
        ),
    ]  # fmt: skip


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
