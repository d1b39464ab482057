"""Forms of targets: setting one, and another person's word on it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.edge.number_fields import LocalDecimalField, TonnesField
from truetonne.footprints.actions.set_target import NewTarget
from truetonne.footprints.words import METRIC_WORDS
from truetonne.members.forms import RequestForm, day_field

TONNES: Final = (
    "scope1_base", "scope2_base", "scope3_base", "scope1_recent", "scope2_recent", "scope3_recent",
)  # fmt: skip
PERCENTS: Final = {"reduction": Decimal(100), "coverage": Decimal(100), "growth_per_year": Decimal(50)}


def _tonnes(label: Any) -> TonnesField:
    return TonnesField(label=label, least_kg=0, required=False)


def _year(label: Any, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=required, min_value=1990, max_value=2150)


class TargetForm(RequestForm):
    """What a target says, in tonnes, percent and years."""

    entity = forms.ChoiceField(label=_("Legal entity"))
    metric = forms.ChoiceField(label=_("Measured"), choices=list(METRIC_WORDS.items()))
    base_year = _year(_("Base year"), required=True)
    scope1_base = _tonnes(_("Scope 1 in the base year, t"))
    scope2_base = _tonnes(_("Scope 2 in the base year, t"))
    scope3_base = _tonnes(_("Scope 3 in the base year, t"))
    scope2_method = forms.ChoiceField(
        label=_("Scope 2 by"), choices=[("market", _("market-based")), ("location", _("location-based"))]
    )
    target_year = _year(_("Target year"), required=True)
    reduction = LocalDecimalField(
        label=_("Reduction against the base year, %"), max_digits=7, decimal_places=4,
        help_text=_("Of the intensity, where the target is one."),
    )  # fmt: skip
    coverage = LocalDecimalField(
        label=_("Share of the scopes that is covered, %"), required=False, max_digits=7, decimal_places=4
    )
    recent_year = _year(_("Most recent year"))
    scope1_recent = _tonnes(_("Scope 1 in the most recent year, t"))
    scope2_recent = _tonnes(_("Scope 2 in the most recent year, t"))
    scope3_recent = _tonnes(_("Scope 3 in the most recent year, t"))
    intensity_unit = forms.CharField(
        label=_("Unit of the intensity"), required=False, max_length=64, help_text=_("Such as: t CO2e per t of steel")
    )
    growth_per_year = LocalDecimalField(
        label=_("Growth of activity expected per year, percent"), required=False, max_digits=7, decimal_places=4,
        help_text=_("An intensity target shows what it means in absolute emissions."),
    )  # fmt: skip
    net_zero_year = _year(_("Net-zero year"))
    reduce_from = _year(_("Reduces from"))
    remove_from = _year(_("Removes from"))
    offset_from = _year(_("Offsets from"))
    validator = forms.CharField(label=_("Validated by"), required=False, max_length=200)
    validated_on = day_field(label=_("Validated on"), required=False)
    valid_until = day_field(label=_("Counts until"), required=False)
    evidence = forms.ChoiceField(label=_("Evidence of the validation"), required=False)
    public_url = forms.URLField(label=_("Public address"), required=False, max_length=500, assume_scheme="https")
    restatement_reason = forms.CharField(
        label=_("What changed against an earlier version, and why"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, entities: Sequence[tuple[str, str]], evidence: Sequence[tuple[str, str]], is_new: bool, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["entity"].choices = entities  # type: ignore[attr-defined]
        self.fields["evidence"].choices = [("", _("none")), *evidence]  # type: ignore[attr-defined]
        if is_new:
            del self.fields["restatement_reason"]
        else:
            self.fields["restatement_reason"].required = True

    def clean(self) -> dict[str, Any]:
        """A share of the whole is at most the whole."""
        given = super().clean() or {}
        given |= {name: given.get(name) for name in TONNES}
        for name, most in PERCENTS.items():
            value = given.get(name)
            if value is not None and not 0 <= value <= most:
                self.add_error(name, _("Write percent from 0 to %(most)s.") % {"most": most})
        return given

    def target(self) -> NewTarget:
        """Return what the form says."""
        given = self.cleaned_data
        is_absolute = given["metric"] == "absolute"
        return NewTarget(
            metric=given["metric"], base_year=given["base_year"], target_year=given["target_year"],
            reduction=given["reduction"] / 100,
            **{f"{name}_kg": given[name] for name in TONNES},
            recent_year=given["recent_year"],
            scope2_method=given["scope2_method"] if given["scope2_base"] is not None else "",
            intensity_unit="" if is_absolute else given["intensity_unit"],
            growth_per_year=None if is_absolute or given["growth_per_year"] is None else given["growth_per_year"] / 100,
            coverage=None if given["coverage"] is None else given["coverage"] / 100,
            net_zero_year=given["net_zero_year"], reduce_from=given["reduce_from"], remove_from=given["remove_from"],
            offset_from=given["offset_from"], validated_on=given["validated_on"], validator=given["validator"],
            valid_until=given["valid_until"], public_url=given["public_url"],
            restatement_reason=given.get("restatement_reason", ""),
        )  # fmt: skip


class JudgeForm(RequestForm):
    """Accepted or rejected, and why."""

    is_accepted = forms.ChoiceField(
        label=_("Your word"), choices=[("yes", _("accept")), ("no", _("reject"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=1000, help_text=_("A rejection says why."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A rejection says why."""
        given = super().clean() or {}
        if given.get("is_accepted") == "no" and not str(given.get("reason") or "").strip():
            self.add_error("reason", _("Say why."))
        return given
