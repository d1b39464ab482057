"""Forms of the administrator: organizations, people, roles."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.edge.permissions import Role
from truetonne.people.words import KIND_WORDS, ROLE_WORDS


class OrganizationForm(forms.Form):
    """A legal person that buys here or reviews for us. The operator itself is recorded at setup."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[(each, KIND_WORDS[each]) for each in ("MEMBER", "REVIEWER")])
    name = forms.CharField(label=_("Name"), max_length=200)
    legal_name = forms.CharField(label=_("Legal name"), max_length=200)
    country = forms.RegexField(
        label=_("Country"), regex=r"^[A-Za-z]{2}$", max_length=2, help_text=_("Two letters, such as VN.")
    )
    lei = forms.CharField(label=_("LEI"), max_length=20, required=False)
    registration_number = forms.CharField(label=_("Registration number"), max_length=64, required=False)
    domain = forms.CharField(label=_("Web domain"), max_length=253, required=False)


class PersonForm(forms.Form):
    """Somebody who signs in. The first password is made here and shown once."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)


class RoleForm(forms.Form):
    """A role of a person in an organization."""

    person = forms.ChoiceField(label=_("Person"))
    organization = forms.ChoiceField(label=_("Organization"))
    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, ROLE_WORDS[role]) for role in Role])

    def __init__(
        self, data: object = None, *, people: Iterable[tuple[str, str]], organizations: Iterable[tuple[str, str]]
    ) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["person"].choices = list(people)  # type: ignore[attr-defined]
        self.fields["organization"].choices = list(organizations)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why an account is closed or opened; kept in the audit trail."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Kept in the audit trail, for auditors and administrators."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
