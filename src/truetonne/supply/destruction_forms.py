"""Forms of the back office about destructions: one for refrigerants, one for methane, because methane is no refrigerant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.edge.number_fields import LocalDecimalField
from truetonne.science.gwp import list_blends, list_metrics
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.superpollutants.custody import Container, Holder
from truetonne.science.superpollutants.families import Subtype
from truetonne.supply.actions.record_destruction import NewDestruction, WeighedContainer
from truetonne.supply.destruction.words import SUBTYPE_WORDS
from truetonne.supply.forms import DAY, RequestForm
from truetonne.supply.fuel_forms import FieldGroup

G_PER_KG = 1_000
_SHOWN_SETS = ("AR4GWP100", "AR5GWP100", "AR6GWP100", "AR6GWP20")
HFCS = ("HFC-23", "HFC-32", "HFC-125", "HFC-134a", "HFC-143a", "HFC-152a")


class KilogramsField(LocalDecimalField):
    """Kilograms with at most three decimals; cleans to grams."""

    def __init__(self, **given: Any) -> None:
        super().__init__(max_digits=16, decimal_places=3, min_value=0, **given)

    def clean(self, value: Any) -> Any:
        """Return whole grams."""
        kg = super().clean(value)
        return None if kg is None else int(kg * G_PER_KG)


def _text(label: object, *, required: bool = True, help_text: object = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=300, help_text=help_text)  # type: ignore[arg-type]


def _day(label: object, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DAY)  # type: ignore[arg-type]


class DestructionForm(RequestForm):
    """What both families state: where, when, under which law, and the certificate."""

    name = _text(_("Name of the project"))
    developer = _text(_("Developer"))
    country = forms.CharField(label=_("Country"), max_length=2, help_text=_("Two letters, such as VN."))
    facility = _text(_("Facility"))
    started_on = _day(_("Destruction began"))
    ended_on = _day(_("Destruction ended"))
    gwp_set = forms.ChoiceField(
        label=_("GWP set and horizon of the program"),
        choices=[(name, name) for name in _SHOWN_SETS if name in list_metrics()],
    )
    jurisdiction = forms.CharField(label=_("Jurisdiction"), max_length=12, help_text=_("Such as CL or CA-QC."))
    law = _text(_("Law in force on the day of destruction"), required=False)
    is_mandated = forms.ChoiceField(
        label=_("Does it require the destruction?"),
        choices=[("", _("not shown")), ("no", _("no")), ("yes", _("yes"))],
        required=False,
    )
    legal_evidence = _text(_("Evidence of it"), required=False)
    certificate_number = _text(_("Destruction certificate"), required=False)
    certificate_issuer = _text(_("Issued by"), required=False)
    certificate_date = _day(_("Dated"), required=False)
    certificate = forms.FileField(label=_("Its file"), required=False)
    certificate_sha256 = forms.CharField(label=_("Or its SHA-256"), required=False, max_length=64)

    LAW: tuple[str, ...] = ("jurisdiction", "law", "is_mandated", "legal_evidence")
    PROOF: tuple[str, ...] = (
        "certificate_number", "certificate_issuer", "certificate_date", "certificate", "certificate_sha256",
    )  # fmt: skip
    WHERE: tuple[str, ...] = ("name", "developer", "country", "facility", "started_on", "ended_on", "gwp_set")
    MATTER: tuple[str, ...] = ()
    CUSTODY: tuple[str, ...] = ()

    def groups(self) -> Iterator[FieldGroup]:
        """Yield the parts of the form, each with its fields."""
        parts = (
            (_("The project"), "", self.WHERE),
            (_("What was destroyed"), _("Masses only fall on their way; each loss is shown."), self.MATTER),
            (_("Chain of custody"), "", self.CUSTODY),
            (_("The law of the day"), _("Destruction that a law requires earns nothing."), self.LAW),
            (_("The destruction certificate"), _("Without it the quantity is forward, not issued."), self.PROOF),
        )
        for title, hint, names in parts:
            if names:
                yield FieldGroup(title=title, hint=hint, fields=tuple(self[name] for name in names))

    def stated(self, **more: Any) -> NewDestruction:
        """Return the destruction with what its family adds."""
        given = self.cleaned_data
        plain = {
            name: given[name]
            for name in (
                "name", "developer", "facility", "started_on", "ended_on", "jurisdiction", "law", "legal_evidence",
                "certificate_number", "certificate_issuer", "certificate_date", "certificate_sha256",
            )
        }  # fmt: skip
        mandated = {"yes": True, "no": False}.get(given["is_mandated"])
        return NewDestruction(**plain, country=str(given["country"]).upper(), is_mandated=mandated, **more)


class RefrigerantForm(DestructionForm):
    """Ozone-depleting gas or HFC in one container, weighed full and empty on one scale."""

    subtype = forms.ChoiceField(
        label=_("Subtype"), choices=[(one, SUBTYPE_WORDS[one]) for one in (Subtype.HFC.value, Subtype.ODS.value)]
    )
    substance = forms.ChoiceField(label=_("Gas or blend"))
    release = LocalDecimalField(
        label=_("Share that would have been released"), required=False, min_value=0, max_value=1,
        help_text=_("For HFC: the program's rate, between 0 and 1. For ozone-depleting gases the table's rate is taken."),
    )  # fmt: skip
    is_end_of_life = forms.BooleanField(label=_("End-of-life stock without a duty to recover it"), required=False)
    project_t_per_t = LocalDecimalField(
        label=_("Transport and destruction, t CO2e per t"), required=False, min_value=0,
        help_text=_("Left empty, the default is taken, which nobody checked."),
    )  # fmt: skip
    collected = KilogramsField(label=_("Collected, kg"))
    transported = KilogramsField(label=_("Arrived, kg"))
    aggregated = KilogramsField(label=_("Aggregated, kg"))
    destroyed = KilogramsField(label=_("Destroyed, pure, kg"))
    container_id = _text(_("Container"))
    origin_site = _text(_("Origin, site"))
    origin_equipment = _text(_("Origin, equipment"))
    origin_date = _day(_("Collected on"))
    holders = forms.CharField(
        label=_("Holders"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: name; first day; last day. Each takes over on the day the one before gave away."),
    )  # fmt: skip
    laboratory_report = _text(_("Laboratory report"))
    run = _text(_("Run"))
    full = KilogramsField(label=_("Weighed full, kg"))
    empty = KilogramsField(label=_("Weighed empty, kg"))
    weighed_full_date = _day(_("Weighed full on"))
    weighed_empty_date = _day(_("Weighed empty on"))
    scale = _text(_("Scale"))
    scale_calibrated_date = _day(_("Scale calibrated on"))
    scale_error_pct = LocalDecimalField(label=_("Its error, %"))

    MATTER = (
        "subtype", "substance", "release", "is_end_of_life", "project_t_per_t", "collected", "transported", "aggregated",
        "destroyed",
    )  # fmt: skip
    CUSTODY = (
        "container_id", "origin_site", "origin_equipment", "origin_date", "holders", "laboratory_report", "run", "full",
        "empty", "weighed_full_date", "weighed_empty_date", "scale", "scale_calibrated_date", "scale_error_pct",
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, files, initial=initial)
        ods = [f"{name[:3]}-{name[3:]}" if name.startswith("CFC") else f"{name[:4]}-{name[4:]}" for name in _ods()]
        names = (*list_blends(), *HFCS, *ods)
        self.fields["substance"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]

    def clean_holders(self) -> tuple[Holder, ...]:
        """Read one holder a line."""
        found = []
        for line in str(self.cleaned_data["holders"]).splitlines():
            if not line.strip():
                continue
            parts = [part.strip() for part in line.split(";")]
            try:
                name, start, end = parts
                found.append(Holder(name=name, from_date=date.fromisoformat(start), until_date=date.fromisoformat(end)))
            except ValueError as error:
                raise forms.ValidationError(
                    _("Write each holder as: name; 2026-01-31; 2026-02-14."), code="holder"
                ) from error
        return tuple(found)

    def clean(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        if found.get("subtype") == Subtype.HFC.value and found.get("release") is None:
            self.add_error("release", _("For HFC the program's rate is needed; no table has one."))
        return found

    def destruction(self) -> NewDestruction:
        """Return the destruction as stated."""
        given = self.cleaned_data
        subtype = Subtype(given["subtype"])
        inputs: dict[str, object] = {"gwp_set": given["gwp_set"]}
        if subtype is Subtype.HFC:
            inputs |= {
                "blend": given["substance"], "kg": given["destroyed"] / G_PER_KG,
                "baseline_release": float(given["release"]),
                "end_of_life_without_recovery_duty": bool(given["is_end_of_life"]),
            }  # fmt: skip
            if given["project_t_per_t"] is not None:
                inputs["project_tco2e_per_t"] = float(given["project_t_per_t"])
        else:
            inputs |= {"gas": given["substance"], "tonnes": given["destroyed"] / G_PER_KG / 1_000}
            if given["project_t_per_t"] is not None:
                inputs["transport_destruction_tco2e_per_t"] = float(given["project_t_per_t"])
        return self.stated(
            subtype=subtype, inputs=inputs, collected_g=given["collected"], transported_g=given["transported"],
            aggregated_g=given["aggregated"], destroyed_g=given["destroyed"], containers=(self._container(),),
        )  # fmt: skip

    def _container(self) -> WeighedContainer:
        given = self.cleaned_data
        plain = {
            name: given[name]
            for name in (
                "container_id", "origin_site", "origin_equipment", "origin_date", "holders", "laboratory_report", "run",
                "weighed_full_date", "weighed_empty_date", "scale_calibrated_date", "facility",
            )
        }  # fmt: skip
        return WeighedContainer(
            container=Container(
                **plain, certificate=given["certificate_number"], destruction_start_date=given["started_on"],
                destruction_end_date=given["ended_on"], scale_full=given["scale"], scale_empty=given["scale"],
                scale_error_pct=float(given["scale_error_pct"]),
            ),
            full_g=given["full"],
            empty_g=given["empty"],
        )  # fmt: skip


class MethaneForm(DestructionForm):
    """Methane of a landfill or a coal mine, metered and burnt."""

    subtype = forms.ChoiceField(
        label=_("Subtype"),
        choices=[
            (one, SUBTYPE_WORDS[one]) for one in (Subtype.LANDFILL_METHANE.value, Subtype.COAL_MINE_METHANE.value)
        ],
    )
    volume_m3 = LocalDecimalField(label=_("Methane metered, m³"), min_value=0)
    density = LocalDecimalField(
        label=_("Density at the meter's reference conditions, kg/m³"), min_value=0,
        help_text=_("A volume without reference conditions says nothing."),
    )  # fmt: skip
    efficiency = LocalDecimalField(
        label=_("Efficiency of the device"), min_value=0, max_value=1, help_text=_("Between 0 and 1.")
    )
    oxidation = LocalDecimalField(
        label=_("Oxidized by the cover"), required=False, min_value=0, max_value=1,
        help_text=_("Landfills: the share that the cover would have burnt, between 0 and 1."),
    )  # fmt: skip
    baseline_t = LocalDecimalField(label=_("Destroyed in any case, t"), required=False, min_value=0)
    project_t = LocalDecimalField(label=_("The project's own emissions, t CO2e"), required=False, min_value=0)

    MATTER = ("subtype", "volume_m3", "density", "efficiency", "oxidation", "baseline_t", "project_t")

    def clean(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        if found.get("subtype") == Subtype.LANDFILL_METHANE.value and found.get("oxidation") is None:
            self.add_error("oxidation", _("A landfill states what its cover oxidizes; 0 under a membrane."))
        return found

    def destruction(self) -> NewDestruction:
        """Return the destruction as stated; the mass that was burnt is the metered one times the device's efficiency."""
        given = self.cleaned_data
        subtype, efficiency = Subtype(given["subtype"]), float(given["efficiency"])
        collected = int(given["volume_m3"] * given["density"] * G_PER_KG)
        destroyed = int(collected * given["efficiency"])
        inputs: dict[str, object] = {"gwp_set": given["gwp_set"]}
        if subtype is Subtype.LANDFILL_METHANE:
            inputs |= {
                "ch4_m3": [float(given["volume_m3"])], "de": [efficiency], "rho": float(given["density"]),
                "ox": float(given["oxidation"]), "baseline_destroyed_t": float(given["baseline_t"] or 0),
                "project_emissions": float(given["project_t"] or 0),
            }  # fmt: skip
        else:
            destroyed = collected
            inputs |= {"t_ch4": collected / G_PER_KG / 1_000, "efficiency": efficiency}
        return self.stated(
            subtype=subtype, inputs=inputs, collected_g=collected, transported_g=collected, aggregated_g=collected,
            destroyed_g=destroyed,
        )  # fmt: skip


def _ods() -> list[str]:
    return sorted(str(name) for name in load_parameters(name="superpollutants").table("release_fraction"))
