"""Forms of the pledge: sign, leave, confirm."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.members.actions.pledge import NewSignature
from truetonne.members.forms import RequestForm
from truetonne.members.office_forms import REASON
from truetonne.members.pledge_words import COMMITMENTS


class SignPledgeForm(RequestForm):
    """What a signer promises, and what the public list shows of the company."""

    commitments = forms.MultipleChoiceField(
        label=_("The three commitments"),
        choices=[(name, promise) for name, (_title, promise) in COMMITMENTS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Every commitment is made, or none.")},
    )
    target_year = forms.IntegerField(
        label=_("Net zero by"), min_value=2000, max_value=2100, help_text=_("2040 or earlier.")
    )
    signer_name = forms.CharField(label=_("Name of the authorised signer"), max_length=120)
    signer_role = forms.CharField(label=_("Role in the company"), max_length=120)
    industry = forms.CharField(label=_("Industry"), max_length=80, help_text=_("Such as food or logistics."))
    description = forms.CharField(
        label=_("What the company does about its emissions"), required=False, max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Printed in the public list."),
    )  # fmt: skip
    site = forms.URLField(label=_("Web address"), required=False, max_length=2000, assume_scheme="https")
    employees = forms.IntegerField(label=_("Employees"), required=False, min_value=0, max_value=10_000_000)
    revenue_usd = forms.IntegerField(
        label=_("Revenue of the last year, US$"), required=False, min_value=0, max_value=10**13,
        help_text=_("Leave empty what you do not state; 0 is a figure."),
    )  # fmt: skip
    is_authorized = forms.BooleanField(
        label=_("I may sign for this company, and the list may show its name, country, industry and these words.")
    )

    def clean_commitments(self) -> tuple[str, ...]:
        """All three, or none."""
        given = tuple(self.cleaned_data["commitments"])
        if set(given) != set(COMMITMENTS):
            raise forms.ValidationError(_("Every commitment is made, or none."))
        return given

    def clean_target_year(self) -> int:
        """The pledge ends in 2040."""
        year = int(self.cleaned_data["target_year"])
        if year > self.target_year_max:
            raise forms.ValidationError(_("The pledge is net zero by 2040 or earlier."))
        return year

    def __init__(self, *args: object, target_year_max: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.target_year_max = target_year_max

    def signature(self) -> NewSignature:
        """Return the checked answers."""
        names = (
            "industry", "description", "site", "target_year", "commitments", "signer_name", "signer_role", "employees",
            "revenue_usd",
        )  # fmt: skip
        return NewSignature(**{name: self.cleaned_data[name] for name in names})


class LeavePledgeForm(RequestForm):
    """Why a company leaves."""

    reason = forms.CharField(
        label=_("Why the company leaves"), max_length=1000, widget=REASON, help_text=_("Kept, and not printed.")
    )


class ConfirmPledgeForm(RequestForm):
    """Confirm a signature, or refuse it with a reason."""

    is_confirmed = forms.ChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Confirm the signature")), ("no", _("Refuse"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000, widget=REASON)

    def clean(self) -> dict[str, object]:
        """A refusal says why."""
        given = super().clean() or {}
        if given.get("is_confirmed") == "no" and not str(given.get("reason") or "").strip():
            self.add_error("reason", _("Say why: the company reads it."))
        return given
