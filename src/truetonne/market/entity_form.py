"""The form that names a legal entity of a member's group."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.people.organization_forms import FactsForm


class EntityForm(FactsForm):
    """Who the company is, and that the person may act for it."""

    name = None  # type: ignore[assignment]
    authorized = forms.BooleanField(
        label=_("I may act for this company: certificates may name it as the one on whose behalf units were retired.")
    )
    request_id = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        given = dict(self.cleaned_data)
        if not given.get("lei") and not given.get("registration_number") and "lei" not in self.errors:
            self.add_error("registration_number", _("Give the registration number or the LEI."))
        return given
