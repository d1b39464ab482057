"""Programs of an organization: their clients, and the short-lived tokens that these exchange their secret for. Writes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from truetonne.edge.permissions import Role
from truetonne.people.actions import RoleNotPossible, record_audit_line, token_digest
from truetonne.people.models import AccessToken, ApiClient, Organization, Person, role_counts

TOKEN_LASTS: Final = timedelta(hours=1)
LIVE_ACCESS: Final = "tta_"
SANDBOX_ACCESS: Final = "test_tta_"
LIVE_SECRET: Final = "tts_"  # noqa: S105 - the beginning that all secrets share
SANDBOX_SECRET: Final = "test_tts_"  # noqa: S105 - as above


class ClientUnknown(Exception):
    """No client has this id and this secret, or it was revoked."""

    code = "unauthenticated"


class ScopeTooWide(Exception):
    """A token was asked for with roles that the client does not have; carries them."""

    code = "forbidden"

    def __init__(self, *, roles: tuple[str, ...]) -> None:
        super().__init__(f"the client does not have {', '.join(roles)}")
        self.roles = roles


@transaction.atomic
def make_client(
    *,
    client_id: UUID,
    organization: Organization,
    name: str,
    roles: Iterable[Role],
    secret_part: str,
    livemode: bool,
    by: Person,
    request_id: str,
    at: datetime,
) -> str:
    """Store a client and return its secret, which is shown once; ``secret_part`` has at least 43 random characters.

    Raises RoleNotPossible for a role that organizations of this kind do not give.
    """
    if len(secret_part) < 43:
        raise ValueError("a secret needs 43 characters of randomness")
    wanted = sorted(set(roles))
    for role in wanted:
        if not role_counts(role=role, kind=organization.kind):
            raise RoleNotPossible(role=role, organization_id=organization.pk, kind=organization.kind)
    secret = (LIVE_SECRET if livemode else SANDBOX_SECRET) + secret_part
    client = ApiClient.objects.create(
        pk=client_id,
        organization=organization,
        made_by=by,
        name=name,
        roles=" ".join(wanted),
        digest=token_digest(secret=secret),
    )
    _note(action="client.made", client=client, by=by, request_id=request_id, at=at)
    return secret


@transaction.atomic
def revoke_client(*, client: ApiClient, by: Person, request_id: str, at: datetime) -> None:
    """Stop a client and at once every token it was given; stopping it twice changes nothing."""
    if ApiClient.objects.filter(pk=client.pk, revoked_at=None).update(revoked_at=at):
        AccessToken.objects.filter(client=client).delete()
        _note(action="client.revoked", client=client, by=by, request_id=request_id, at=at)


def issue_access_token(
    *, client_id: UUID, secret: str, scope: str, token_part: str, livemode: bool, at: datetime
) -> tuple[str, tuple[str, ...]]:
    """Exchange a client's secret for a token of one hour; return it with its roles.

    ``scope`` narrows the roles, empty for all of the client's. Raises ClientUnknown and ScopeTooWide.
    """
    client = ApiClient.objects.filter(
        pk=client_id, digest=token_digest(secret=secret), revoked_at=None, made_by__is_active=True
    ).first()
    if client is None:
        raise ClientUnknown("no client has this id and this secret")
    roles = tuple(sorted(set(scope.split()))) or tuple(sorted(client.roles.split()))
    beyond = tuple(sorted(set(roles) - set(client.roles.split())))
    if beyond:
        raise ScopeTooWide(roles=beyond)
    text = (LIVE_ACCESS if livemode else SANDBOX_ACCESS) + token_part
    AccessToken.objects.filter(client=client, expires_at__lte=at).delete()
    AccessToken.objects.create(
        digest=token_digest(secret=text), client=client, roles=" ".join(roles), expires_at=at + TOKEN_LASTS
    )
    return text, roles


def _note(*, action: str, client: ApiClient, by: Person, request_id: str, at: datetime) -> None:
    record_audit_line(
        action=action,
        subject=str(client.pk),
        person_id=by.pk,
        organization_id=client.organization_id,
        request_id=request_id,
        at=at,
        facts={"name": client.name, "roles": client.roles.split()},
    )
