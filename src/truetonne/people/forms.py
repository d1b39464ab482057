"""Forms to sign in and to make tokens."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    """E-mail address and password; whether they belong together is judged by the view."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class TokenForm(forms.Form):
    """What a token is for, in which organization it acts, and how long."""

    name = forms.CharField(label=_("What is it for"), max_length=80, help_text=_("Such as the system that uses it."))
    organization = forms.ChoiceField(label=_("Acts for"))
    days = forms.TypedChoiceField(
        label=_("Ends after"),
        coerce=int,
        choices=[(90, _("90 days")), (365, _("one year"))],
    )

    def __init__(self, data: object = None, *, organizations: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["organization"].choices = organizations  # type: ignore[attr-defined]
