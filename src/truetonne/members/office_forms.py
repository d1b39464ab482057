"""Forms of the people who judge applications and sign policies."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.members.forms import RequestForm

REASON = forms.Textarea(attrs={"rows": 2})


class VerdictForm(RequestForm):
    """Accept, or reject with a reason."""

    is_accepted = forms.ChoiceField(
        label=_("Verdict"), choices=[("yes", _("Accept")), ("no", _("Reject"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000, widget=REASON)

    def clean(self) -> dict[str, object]:
        """A rejection says why."""
        given = super().clean() or {}
        if given.get("is_accepted") == "no" and not str(given.get("reason") or "").strip():
            self.add_error("reason", _("Say why: the company reads it."))
        return given


class NoteForm(RequestForm):
    """A word for the second person."""

    note = forms.CharField(label=_("Note for the second person"), required=False, max_length=1000, widget=REASON)


class ReturnForm(RequestForm):
    """What is needed from the company."""

    reason = forms.CharField(label=_("What is needed"), max_length=1000, widget=REASON)


class DecisionForm(RequestForm):
    """Confirm, or send back with a reason."""

    is_confirmed = forms.ChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Confirm what is proposed")), ("no", _("Send back"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000, widget=REASON)

    def clean(self) -> dict[str, object]:
        """Sending back says why."""
        given = super().clean() or {}
        if given.get("is_confirmed") == "no" and not str(given.get("reason") or "").strip():
            self.add_error("reason", _("Say why."))
        return given


class RulingForm(RequestForm):
    """Uphold or dismiss an appeal."""

    is_upheld = forms.ChoiceField(
        label=_("Ruling"),
        choices=[("yes", _("Uphold: judge again")), ("no", _("Dismiss"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=REASON)


class SameCompanyForm(RequestForm):
    """Whether an entry of a list means a company, and how one knows."""

    is_same = forms.ChoiceField(
        label=_("Does this entry mean the company?"),
        choices=[("yes", _("Yes, it is this company")), ("no", _("No, it is another"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("How you know"), max_length=1000, widget=REASON,
        help_text=_("Such as the address of the page that names both. An equal name is not enough."),
    )  # fmt: skip


class PolicyForm(RequestForm):
    """A whole rule file, and why."""

    text = forms.CharField(
        label=_("Rule file"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 24, "class": "mono"}),
        help_text=_("TOML: change the version, the first day, and what you mean to change."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=REASON)


class SignForm(RequestForm):
    """Adopt or refuse a proposed policy."""

    is_adopted = forms.ChoiceField(
        label=_("Decision"), choices=[("yes", _("Adopt")), ("no", _("Refuse"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000, widget=REASON)
