"""What sign-in says: mails, notices, flash messages and refusals, by the names that the library gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One mail: ``address`` names the fact that holds its link."""

    subject: _StrPromise
    body: _StrPromise
    address: str
    more: _StrPromise | str = ""


IGNORE = _("If you did not ask for this, do nothing: nothing changes.")
MAILS: Final[dict[str, Words]] = {
    "email_confirmation": Words(
        subject=_("Confirm your e-mail address"),
        body=_("Open this address to confirm that the mailbox is yours. It works for three days."),
        address="activate_url",
        more=IGNORE,
    ),
    "email_confirmation_signup": Words(
        subject=_("Confirm your e-mail address"),
        body=_(
            "Welcome. Open this address to confirm that the mailbox is yours; then sign in. It works for three days."
        ),
        address="activate_url",
        more=IGNORE,
    ),
    "password_reset_key": Words(
        subject=_("Choose a new password"),
        body=_("Open this address to choose a new password. It works once, for three days."),
        address="password_reset_url",
        more=IGNORE,
    ),
    "unknown_account": Words(
        subject=_("No account with this address"),
        body=_("Somebody asked for a new password for this address. Nobody signs in with it here. You may sign up:"),
        address="signup_url",
        more=IGNORE,
    ),
    "account_already_exists": Words(
        subject=_("You have an account already"),
        body=_("Somebody tried to sign up with this address, which signs in already. A new password can be had here:"),
        address="password_reset_url",
        more=IGNORE,
    ),
    "login_code": Words(
        subject=_("Your code"),
        body=_("Enter this code to show that it is you. It works for three minutes."),
        address="code",
        more=_("If you did not ask for it, somebody else is in your session: change your password."),
    ),
}

NOTICES: Final[dict[str, _StrPromise]] = {
    "email_changed": _("Your e-mail address was changed."),
    "email_confirm": _("Your e-mail address was confirmed."),
    "email_deleted": _("An e-mail address was removed from your account."),
    "password_changed": _("Your password was changed."),
    "password_reset": _("Your password was replaced."),
    "password_set": _("A password was set for your account."),
    "totp_activated": _("An authenticator app was added to your account."),
    "totp_deactivated": _("The authenticator app was removed from your account."),
    "recovery_codes_generated": _("New recovery codes were made; the old ones no longer work."),
    "webauthn_added": _("A passkey was added to your account."),
    "webauthn_removed": _("A passkey was removed from your account."),
    "account_connected": _("Your account was connected with a company sign-in."),
    "account_disconnected": _("The company sign-in was disconnected from your account."),
}
"""One sentence each, mailed to the owner of the account."""

TOLD: Final[dict[str, _StrPromise]] = {
    "cannot_delete_primary_email": _("This is the address you sign in with. Make another one the first before."),
    "email_confirmation_failed": _("This address was confirmed by somebody else."),
    "email_confirmation_sent": _("A mail with a link is on its way to %(email)s."),
    "email_confirmed": _("%(email)s is confirmed."),
    "email_deleted": _("%(email)s is removed."),
    "login_code_sent": _("A mail with a code is on its way."),
    "password_changed": _("Your password is changed."),
    "password_set": _("Your password is set."),
    "primary_email_set": _("You sign in with this address from now on."),
    "unverified_primary_email": _("Confirm this address first."),
    "recovery_codes_generated": _("New recovery codes are made. Keep them apart from this device."),
    "totp_activated": _("The authenticator app is added."),
    "totp_deactivated": _("The authenticator app is removed."),
    "webauthn_added": _("The passkey is added."),
    "webauthn_removed": _("The passkey is removed."),
    "account_connected": _("The company sign-in is connected."),
    "account_connected_other": _("This company sign-in belongs to another account."),
    "account_disconnected": _("The company sign-in is disconnected."),
    "sessions_logged_out": _("All other sessions are ended."),
}

METHODS: Final[dict[str, _StrPromise]] = {
    "reauthenticate": _("With your password"),
    "reauthenticate_by_code": _("With a code by e-mail"),
    "mfa_reauthenticate": _("With the authenticator app or a recovery code"),
    "mfa_reauthenticate:webauthn": _("With a passkey"),
}

ACCOUNT_ERRORS: Final[dict[str, _StrPromise]] = {
    "account_inactive": _("This account is closed."),
    "cannot_remove_primary_email": _("This is the address you sign in with. Make another one the first before."),
    "duplicate_email": _("This address is yours already."),
    "email_password_mismatch": _("This address and this password do not belong together."),
    "email_taken": _("Somebody signs in with this address."),
    "enter_current_password": _("This is not your password so far."),
    "incorrect_code": _("This code is not right, or too old."),
    "incorrect_password": _("This is not your password."),
    "invalid_or_expired_key": _("This link is too old or was used."),
    "invalid_login": _("This address and this password do not belong together."),
    "invalid_password_reset": _("This link is too old or was used."),
    "max_email_addresses": _("No more than %d addresses are kept."),
    "too_many_login_attempts": _("Too many wrong passwords. Try again in a quarter of an hour."),
    "unknown_email": _("Nobody signs in with this address."),
    "unverified_primary_email": _("Confirm this address first."),
    "select_only_one": _("Choose only one."),
    "same_as_current": _("This is what it is already."),
    "rate_limited": _("Too many attempts. Wait a little."),
}

FACTOR_ERRORS: Final[dict[str, _StrPromise]] = {
    "add_email_blocked": _("Remove your second factor first, then add the address."),
    "cannot_delete_authenticator": _("Your role needs a second factor: add another one first."),
    "cannot_generate_recovery_codes": _("Add an authenticator app or a passkey first."),
    "incorrect_code": _("This code is not right, or too old."),
    "unverified_email": _("Confirm your e-mail address first."),
}
