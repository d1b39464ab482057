"""Forms of the reviewer's workplace. They read; the actions judge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.rules.findings import FindingResult
from truetonne.rules.quality.judging import Answer
from truetonne.rules.quality.rubric import Rubric
from truetonne.supply.actions.record_review import LINE_MAX
from truetonne.supply.forms import DAY, RequestForm
from truetonne.supply.reviewing.computing import METHODS
from truetonne.supply.reviewing.states import Conflict, ProjectKind, TriggerKind
from truetonne.supply.reviewing.words import (
    CONFLICT_WORDS,
    KIND_WORDS,
    METHOD_WORDS,
    RULE_WORDS,
    TRIGGER_WORDS,
)
from truetonne.supply.states import ReviewVerdict

RESULTS = (
    (FindingResult.MET.value, _("Met")),
    (FindingResult.NOT_MET.value, _("Not met")),
    (FindingResult.NOT_SHOWN.value, _("Not shown")),
)


class CaseForm(RequestForm):
    """What is submitted for review, and why."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[(one, KIND_WORDS[one]) for one in ProjectKind])
    methodology = forms.CharField(
        label=_("Methodology"), max_length=64, required=False, help_text=_("Its code alone, such as VM0047.")
    )
    variant = forms.ChoiceField(
        label=_("Variant"), required=False,
        choices=[("", _("none")), ("area", _("area-based")), ("census", _("census-based"))],
    )  # fmt: skip
    reason = forms.CharField(label=_("Why now"), max_length=500)


class DeclarationForm(RequestForm):
    """For whom a reader works, who pays, what they have at stake."""

    employer = forms.CharField(label=_("You work for"), max_length=200)
    paid_by = forms.CharField(label=_("This review is paid by"), max_length=200)
    conflicts = forms.MultipleChoiceField(
        label=_("What applies to you"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(one, CONFLICT_WORDS[one]) for one in Conflict],
        help_text=_("Tick what is true. Any of it refuses the seat, and the refusal is public with your name."),
    )  # fmt: skip


class DeveloperForm(RequestForm):
    """Who the developer is: a company by its name and identifiers, the same or only alike, and what shows it."""

    name = forms.CharField(label=_("Company"), max_length=200)
    lei = forms.RegexField(
        label=_("Its LEI"),
        regex="^[0-9A-Z]{20}$",
        required=False,
        help_text=_("Identifiers match a reviewer's company for good."),
    )
    domain = forms.CharField(label=_("Its domain"), max_length=253, required=False)
    is_same = forms.ChoiceField(
        label=_("Finding"), widget=forms.RadioSelect,
        choices=[("yes", _("It is the developer")), ("no", _("Only its name is alike"))],
    )  # fmt: skip
    evidence = forms.CharField(label=_("What shows it"), max_length=500)


class EvidenceForm(RequestForm):
    """A document by its file, or by its address and hash."""

    title = forms.CharField(label=_("Title"), max_length=200)
    issuer = forms.CharField(label=_("Written by"), max_length=200, required=False)
    document_date = forms.DateField(label=_("Dated"), widget=DAY)
    file = forms.FileField(label=_("File"), required=False)
    address = forms.URLField(label=_("Address"), required=False, assume_scheme="https")
    sha256 = forms.RegexField(
        label=_("SHA-256"), regex="^[0-9a-f]{64}$", required=False, help_text=_("Needed where no file is sent.")
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the file or the hash."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("file") and not given.get("sha256") and "sha256" not in self.errors:
            self.add_error("sha256", _("Send the file, or write the hash of its bytes."))
        return given


class ComputationForm(RequestForm):
    """A computation: method, input file, parameters as JSON, seed."""

    method = forms.ChoiceField(label=_("Computation"), choices=[(name, METHOD_WORDS[name]) for name in METHODS])
    file = forms.FileField(
        label=_("Input (.csv)"),
        help_text=_("Plots: plot, group, x_… covariates, si_YEAR readings, longitude, latitude."),
    )
    parameters = forms.JSONField(
        label=_("Parameters"), required=False, initial=dict, help_text=_("As JSON; what is left out has its default.")
    )
    seed = forms.IntegerField(label=_("Seed"), min_value=0, max_value=2**53 - 1, initial=0)

    def clean_parameters(self) -> dict[str, Any]:
        """Return an object, empty where nothing was written."""
        given = self.cleaned_data["parameters"] or {}
        if not isinstance(given, dict):
            raise forms.ValidationError(_('Write an object, such as {"k": 2}.'))
        return given


class ReadingForm(RequestForm):
    """Every criterion with result, reason and evidence, then estimate, verdict and next review."""

    def __init__(
        self, data: Any = None, *, rubric: Rubric, evidence: Sequence[tuple[str, str]], request_id: str = "",
        initial: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"request_id": request_id, **(initial or {})})
        self.rubric = rubric
        for one in rubric.criterion:
            words, key = RULE_WORDS.get(one.id, one.title), one.id.replace(".", "-")
            self.fields[f"{key}-result"] = forms.ChoiceField(
                label=words, choices=RESULTS, widget=forms.RadioSelect, initial=FindingResult.NOT_SHOWN.value,
                help_text=_("Without it nothing is accepted.") if one.is_blocking else "",
            )  # fmt: skip
            self.fields[f"{key}-text"] = forms.CharField(
                label=_("Reason"), max_length=LINE_MAX, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )
            self.fields[f"{key}-evidence"] = forms.MultipleChoiceField(
                label=_("Evidence"), choices=evidence, required=False, widget=forms.CheckboxSelectMultiple
            )
        self.fields["estimate_kg"] = forms.IntegerField(
            label=_("Your estimate for the whole block, kg"), min_value=0,
            help_text=_("What was issued above it is held and never sold."),
        )  # fmt: skip
        self.fields["estimate_basis"] = forms.CharField(label=_("The estimate rests on"), max_length=500)
        self.fields["verdict"] = forms.ChoiceField(
            label=_("Verdict"), widget=forms.RadioSelect,
            choices=[(ReviewVerdict.ACCEPTED, _("Accepted: may be sold")), (ReviewVerdict.REFUSED, _("Refused: is not sold"))],
        )  # fmt: skip
        self.fields["next_review"] = forms.DateField(
            label=_("Next review by"),
            widget=DAY,
            help_text=_("On that day the lots leave the catalogue by themselves."),
        )

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Return the answers of a valid form."""
        given = self.cleaned_data
        return tuple(
            Answer(
                criterion=one.id,
                result=FindingResult(given[f"{one.id.replace('.', '-')}-result"]),
                text=given[f"{one.id.replace('.', '-')}-text"],
                evidence=tuple(given[f"{one.id.replace('.', '-')}-evidence"]),
            )
            for one in self.rubric.criterion
        )


class TriggerForm(RequestForm):
    """What happened to a rated block, and where that is written."""

    kind = forms.ChoiceField(label=_("What happened"), choices=[(one, TRIGGER_WORDS[one]) for one in TriggerKind])
    fact = forms.CharField(label=_("In one sentence, public"), max_length=500)
    source = forms.CharField(label=_("Where that is written"), max_length=500)
