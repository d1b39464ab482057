"""Addresses of sign-in: the library's views under our addresses, each with who may open it.

Their names are the library's, which asks for them; so this table has no name space of its own.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as company
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.urls import URLPattern, URLResolver, path, re_path

from truetonne.edge.permissions import member, public

own = member()

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", public(account.login), name="account_login"),
    path("sign-out/", public(account.logout), name="account_logout"),
    path("sign-up/", public(account.signup), name="account_signup"),
    path("sign-in/closed/", public(account.account_inactive), name="account_inactive"),
    path("sign-in/second/", public(factors.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey/", public(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/confirm/", public(account.email_verification_sent), name="account_email_verification_sent"),
    path("sign-in/confirm/<str:key>/", public(account.confirm_email), name="account_confirm_email"),
    path("sign-in/password/", public(account.password_reset), name="account_reset_password"),
    path("sign-in/password/sent/", public(account.password_reset_done), name="account_reset_password_done"),
    path(
        "sign-in/password/done/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    # One segment: the library writes both parts with a dash between them.
    re_path(
        r"^sign-in/password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("sign-in/company/", public(company.signup), name="socialaccount_signup"),
    path("sign-in/company/cancelled/", public(company.login_cancelled), name="socialaccount_login_cancelled"),
    path("sign-in/company/failed/", public(company.login_error), name="socialaccount_login_error"),
    path("sign-in/with/<slug:provider_id>/", public(openid.login), name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", public(openid.callback), name="openid_connect_callback"),
    path("account/again/", own(account.reauthenticate), name="account_reauthenticate"),
    path(
        "account/again/code/", own(account.request_reauthentication_code), name="account_request_reauthentication_code"
    ),
    path(
        "account/again/code/enter/",
        own(account.confirm_reauthentication_code),
        name="account_confirm_reauthentication_code",
    ),
    path("account/again/second/", own(factors.reauthenticate), name="mfa_reauthenticate"),
    path("account/again/passkey/", own(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("account/addresses/", own(account.email), name="account_email"),
    path("account/password/", own(account.password_change), name="account_change_password"),
    path("account/password/set/", own(account.password_set), name="account_set_password"),
    path("account/security/", own(factors.index), name="mfa_index"),
    path("account/security/app/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("account/security/app/remove/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/security/codes/", own(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/security/codes/new/", own(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("account/security/codes/file/", own(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("account/security/passkeys/", own(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("account/security/passkeys/add/", own(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("account/security/passkeys/<int:pk>/", own(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("account/security/passkeys/<int:pk>/remove/", own(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("account/sessions/", own(sessions.list_usersessions), name="usersessions_list"),
    path("account/company/", own(company.connections), name="socialaccount_connections"),
]
