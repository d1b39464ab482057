"""Forms of the pages about webhooks."""

from __future__ import annotations

from datetime import UTC, datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.api.models import URL_MAX
from truetonne.api.webhooks.actions import judge_url
from truetonne.api.webhooks.addresses import AddressRefused
from truetonne.api.webhooks.telling import sending_policy
from truetonne.api.webhooks.words import FAULT_WORDS, TYPE_WORDS
from truetonne.edge.outbox import EVENT_TYPES


class EndpointForm(forms.Form):
    """A new endpoint: where to, what, and a note."""

    url = forms.CharField(
        label=_("Address"), max_length=URL_MAX, help_text=_("Such as https://erp.example.org/hooks/exchange.")
    )
    note = forms.CharField(label=_("Note"), max_length=120, required=False, help_text=_("For yourselves."))
    types = forms.MultipleChoiceField(
        label=_("Events"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen means all, also those that are added later."),
        choices=[(each, TYPE_WORDS[each]) for each in EVENT_TYPES],
    )

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"]).strip()
        try:
            judge_url(url=url, policy=sending_policy())
        except AddressRefused as refusal:
            raise forms.ValidationError(
                _("Nothing can be sent there: %(reason)s."), params={"reason": FAULT_WORDS[refusal.reason]}
            ) from None
        return url


class SinceForm(forms.Form):
    """From which day everything is sent again."""

    since = forms.DateField(
        label=_("Since"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("From midnight UTC of that day.")
    )

    def moment(self) -> datetime:
        """Return the first moment of the day."""
        return datetime.combine(self.cleaned_data["since"], datetime.min.time(), tzinfo=UTC)
