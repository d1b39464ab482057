"""Reads about persons and organizations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from truetonne.people.actions import token_digest
from truetonne.people.models import ApiToken, Organization, OrganizationKind, Person


class TokenUnknown(Exception):
    """No live token has this text."""

    code = "unauthenticated"


class TokenExpired(Exception):
    """The token ended; carries when."""

    code = "token_expired"

    def __init__(self, *, expires_at: datetime) -> None:
        super().__init__(f"the token ended at {expires_at.isoformat()}")
        self.expires_at = expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who a token speaks for."""

    person: Person
    organization: Organization


def get_operator() -> Organization:
    """Return the one organization that runs the exchange. Raises Organization.DoesNotExist before setup."""
    return Organization.objects.get(kind=OrganizationKind.OPERATOR)


def get_caller(*, secret: str, at: datetime) -> Caller:
    """Return whom a token speaks for. Raises TokenUnknown or TokenExpired."""
    token = (
        ApiToken.objects.select_related("person", "organization")
        .filter(digest=token_digest(secret=secret), revoked_at=None, person__is_active=True)
        .first()
    )
    if token is None:
        raise TokenUnknown("no live token has this text")
    if token.expires_at is not None and token.expires_at <= at:
        raise TokenExpired(expires_at=token.expires_at)
    return Caller(person=token.person, organization=token.organization)
