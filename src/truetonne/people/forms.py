"""Forms to sign up and to make tokens."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from truetonne.edge.parties import is_one_line


def one_line(text: str) -> None:
    """Refuse a name that cannot be printed in one line: it would break mails, or show another name than it holds."""
    if not is_one_line(text=text):
        raise forms.ValidationError(_("Write it in one line, without control characters."))


class SignUpName(forms.Form):
    """What a new person is asked beside address and password; the sign-in library builds its form on this one."""

    name = forms.CharField(
        label=_("Name"), max_length=120, validators=[one_line], widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ("name", "email", "password1")

    def signup(self, request: HttpRequest, user: object) -> None:
        """Do nothing more: the name was taken over when the person was recorded."""


class TokenForm(forms.Form):
    """What a token is for, in which organization it acts, and how long."""

    name = forms.CharField(
        label=_("What is it for"), max_length=80, validators=[one_line], help_text=_("Such as the system that uses it.")
    )
    organization = forms.ChoiceField(label=_("Acts for"))
    days = forms.TypedChoiceField(
        label=_("Ends after"),
        coerce=int,
        choices=[(90, _("90 days")), (365, _("one year"))],
    )

    def __init__(self, data: object = None, *, organizations: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["organization"].choices = organizations  # type: ignore[attr-defined]
