"""The audit trail of sign-in: what the library tells by its signals becomes lines beside all others."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.core import context as current
from allauth.mfa import signals as factors
from allauth.socialaccount import signals as company
from django.contrib.auth import signals as sessions

from truetonne.edge.identifiers import new_id
from truetonne.people.actions import record_audit_line
from truetonne.people.models import Person


def follow_sign_in() -> None:
    """Begin to write lines; asked once, when the room is ready."""
    for signal, receiver in RECEIVERS:
        signal.connect(receiver, dispatch_uid=f"trail {receiver.__name__} {id(signal)}")


def _started(*, user: Person, request: Any, **more: object) -> None:
    records = request.session.get("account_authentication_methods") or []
    methods = [str(each.get("type") or each.get("method")) for each in records]
    _write(action="session.started", person=user, facts={"methods": methods, "network": _network()})


def _ended(*, user: Person | None, **more: object) -> None:
    if user is not None:
        _write(action="session.ended", person=user)


def _refused(*, credentials: dict[str, Any], **more: object) -> None:
    """Note a wrong password of somebody who is known; what was typed is not kept."""
    address = str(credentials.get("email") or credentials.get("username") or "").lower()
    found = EmailAddress.objects.filter(email=address, verified=True).select_related("user").first()
    if found is not None:
        _write(action="session.refused", person=found.user, facts={"network": _network()})


def _password_changed(*, user: Person, **more: object) -> None:
    _write(action="password.changed", person=user)


def _confirmed(*, email_address: EmailAddress, **more: object) -> None:
    _write(action="email.confirmed", person=email_address.user)


def _address_changed(*, user: Person, **more: object) -> None:
    _write(action="email.changed", person=user)


def _factor_added(*, user: Person, authenticator: Any, **more: object) -> None:
    _write(action="factor.added", person=user, facts={"type": str(authenticator.type)})


def _factor_removed(*, user: Person, authenticator: Any, **more: object) -> None:
    _write(action="factor.removed", person=user, facts={"type": str(authenticator.type)})


def _codes_renewed(*, user: Person, authenticator: Any, **more: object) -> None:
    _write(action="factor.renewed", person=user, facts={"type": str(authenticator.type)})


def _company_connected(*, sociallogin: Any, **more: object) -> None:
    _write(action="company.connected", person=sociallogin.user, facts={"issuer": str(sociallogin.account.provider)})


def _company_disconnected(*, socialaccount: Any, **more: object) -> None:
    _write(action="company.disconnected", person=socialaccount.user, facts={"issuer": str(socialaccount.provider)})


RECEIVERS: Final = (
    (account.user_logged_in, _started),
    (sessions.user_logged_out, _ended),
    (sessions.user_login_failed, _refused),
    (account.password_changed, _password_changed),
    (account.password_set, _password_changed),
    (account.password_reset, _password_changed),
    (account.email_confirmed, _confirmed),
    (account.email_changed, _address_changed),
    (account.email_removed, _address_changed),
    (factors.authenticator_added, _factor_added),
    (factors.authenticator_removed, _factor_removed),
    (factors.authenticator_reset, _codes_renewed),
    (company.social_account_added, _company_connected),
    (company.social_account_removed, _company_disconnected),
)


def _write(*, action: str, person: Person, facts: dict[str, object] | None = None) -> None:
    record_audit_line(
        action=action,
        subject=str(person.pk),
        person_id=person.pk,
        organization_id=None,
        request_id=new_id().hex,
        at=datetime.now(UTC),
        facts=facts,
    )


def _network() -> str:
    from allauth.core.internal.httpkit import get_client_ip

    return str(get_client_ip(current.request) or "") if current.request is not None else ""
