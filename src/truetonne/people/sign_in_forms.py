"""The sign-in library's forms with our labels: same fields, same checks, our words in three languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from allauth.account import forms as account
from allauth.mfa.base import forms as factors
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from allauth.socialaccount import forms as company
from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PASSWORD_HINT = _("At least 12 characters, no common word, nothing like your name or address.")
LABELS: Final[dict[str, _StrPromise]] = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "name": _("Name"),
    "password": _("Password"),
    "oldpassword": _("Password so far"),
    "password1": _("Password"),
    "password2": _("Password once more"),
    "code": _("Code"),
    "passwordless": _("Sign in with this passkey alone, without a password"),
}
HINTS: Final[dict[str, _StrPromise]] = {
    "password1": PASSWORD_HINT,
    "passwordless": _("The device then asks for a fingerprint, a face or a PIN."),
}
CODE_HINT = _("Six digits from the app, or one of your recovery codes.")


def with_our_words(form: type[forms.BaseForm], **hints: object) -> type[forms.BaseForm]:
    """Return the form with labels and hints of this room, and without texts inside the fields."""

    class Worded(form):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            for name, field in self.fields.items():
                field.label = LABELS.get(name, field.label)
                field.help_text = hints.get(name, HINTS.get(name, ""))
                field.widget.attrs.pop("placeholder", None)
            if "password2" in self.fields:
                self.fields["password1"].label = _("New password")

    Worded.__name__ = Worded.__qualname__ = form.__name__
    return Worded


account_login = with_our_words(account.LoginForm)
account_signup = with_our_words(account.SignupForm, email=_("We send a link there to confirm that it is yours."))
account_add_email = with_our_words(account.AddEmailForm)
account_change_password = with_our_words(account.ChangePasswordForm)
account_set_password = with_our_words(account.SetPasswordForm)
account_reset_password = with_our_words(account.ResetPasswordForm)
account_reset_password_from_key = with_our_words(account.ResetPasswordKeyForm)
account_reauthenticate = with_our_words(account.ReauthenticateForm)
account_request_reauthentication_code = with_our_words(account.RequestReauthenticationCodeForm)
account_confirm_reauthentication_code = with_our_words(account.ConfirmReauthenticationCodeForm)
mfa_authenticate = with_our_words(factors.AuthenticateForm, code=CODE_HINT)
mfa_reauthenticate = with_our_words(factors.ReauthenticateForm, code=CODE_HINT)
mfa_activate_totp = with_our_words(totp.ActivateTOTPForm, code=_("Six digits that the app shows now."))
mfa_deactivate_totp = with_our_words(totp.DeactivateTOTPForm)
mfa_generate_recovery_codes = with_our_words(recovery.GenerateRecoveryCodesForm)
mfa_add_webauthn = with_our_words(passkeys.AddWebAuthnForm, name=_("So that you tell your passkeys apart."))
mfa_edit_webauthn = with_our_words(passkeys.EditWebAuthnForm)
socialaccount_signup = with_our_words(company.SignupForm)
