"""Forms of an organization's own page: its facts, invitations, roles."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from truetonne.edge.languages import find_tag
from truetonne.edge.parties import is_domain, is_lei, list_countries
from truetonne.edge.permissions import Role
from truetonne.people.forms import one_line
from truetonne.people.models import ROLES_OF_KIND
from truetonne.people.words import ROLE_TASKS, ROLE_WORDS


class FactsForm(forms.Form):
    """What is known of a legal person."""

    legal_name = forms.CharField(
        label=_("Legal name"), max_length=200, validators=[one_line], help_text=_("As in the company register.")
    )
    name = forms.CharField(
        label=_("Name"), max_length=200, validators=[one_line], help_text=_("As people say it; printed on pages.")
    )
    country = forms.ChoiceField(label=_("Country"))
    registration_number = forms.CharField(
        label=_("Registration number"),
        max_length=64,
        validators=[one_line],
        required=False,
        help_text=_("Of the country's company register."),
    )
    lei = forms.CharField(
        label=_("LEI"), max_length=20, required=False, help_text=_("Legal Entity Identifier, 20 characters.")
    )
    domain = forms.CharField(
        label=_("Web domain"), max_length=253, required=False, help_text=_("Such as example.org, without www.")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        language = find_tag(language=get_language() or "en") or "en"
        choices = [("", "-"), *list_countries(language=language)]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]

    def clean_lei(self) -> str:
        text = str(self.cleaned_data["lei"]).strip().upper()
        if text and not is_lei(text=text):
            raise forms.ValidationError(_("A LEI has 20 characters and its check digits must agree."))
        return text

    def clean_domain(self) -> str:
        text = str(self.cleaned_data["domain"]).strip().lower()
        if text and not is_domain(text=text):
            raise forms.ValidationError(_("Write a web domain such as example.org."))
        return text


class InvitationForm(forms.Form):
    """Whom to invite, and what they shall do."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: object = None, *, kind: str) -> None:
        super().__init__(data, auto_id="invite_%s")  # type: ignore[arg-type]
        self.fields["roles"].choices = [  # type: ignore[attr-defined]
            (role.value, f"{ROLE_WORDS[role]}: {ROLE_TASKS[role]}") for role in sorted(ROLES_OF_KIND[kind])
        ]


class ClientForm(forms.Form):
    """A program that works for the organization, and what it may do."""

    name = forms.CharField(
        label=_("What is it for"), max_length=80, validators=[one_line], help_text=_("Such as the system that uses it.")
    )
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: object = None, *, kind: str) -> None:
        super().__init__(data, auto_id="client_%s")  # type: ignore[arg-type]
        roles = sorted(ROLES_OF_KIND[kind] - {Role.ADMINISTRATOR})
        self.fields["roles"].choices = [(role.value, ROLE_WORDS[role]) for role in roles]  # type: ignore[attr-defined]


class ColleagueRoleForm(forms.Form):
    """One more role for somebody who is here already."""

    person = forms.ChoiceField(label=_("Person"))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, data: object = None, *, kind: str, people: Iterable[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="role_%s")  # type: ignore[arg-type]
        self.fields["person"].choices = list(people)  # type: ignore[attr-defined]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, ROLE_WORDS[role]) for role in sorted(ROLES_OF_KIND[kind])
        ]
