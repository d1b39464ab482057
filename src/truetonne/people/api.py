"""Who calls the API: a bearer token, its person with the roles of one organization, in one query.

A token of the operator acts with that person's staff roles there; a token of a member sees that member only,
whatever else the person belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from truetonne.edge.calls import Call, read_call, route_of
from truetonne.edge.idempotency import KEY_HEADER, Kept, find_key
from truetonne.edge.permissions import Role
from truetonne.edge.problems import Problem
from truetonne.edge.schemas import Rehearsal
from truetonne.ledger.wire import Statement, read_instant, reader
from truetonne.people.actions import LIVE_START, SANDBOX_START, token_digest
from truetonne.people.clients import LIVE_ACCESS, SANDBOX_ACCESS
from truetonne.people.models import Membership, Organization, OrganizationKind, Person, role_counts

CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="truetonne"'}

_FIND = Statement.of(
    name="caller_find",
    sql="""
    SELECT (extract(epoch FROM t.expires_at) * 1000000)::bigint, p.id, p.email, p.name, p.language,
        o.id, o.kind, o.name, o.legal_name, o.lei, o.registration_number, o.domain, o.country,
        (SELECT string_agg(m.role, ' ' ORDER BY m.id) FROM people_membership m
         WHERE m.person_id = t.person_id AND m.organization_id = t.organization_id),
        encode(i.fingerprint, 'hex'), i.status, encode(i.body, 'hex'), i.content_type
    FROM people_apitoken t
    JOIN people_person p ON p.id = t.person_id
    JOIN people_organization o ON o.id = t.organization_id
    LEFT JOIN edge_idempotency i ON i.account = t.organization_id::text AND i.route = $2 AND i.key = $3
    WHERE t.digest = $1::bytea AND t.revoked_at IS NULL AND p.is_active
    """,
)
_FIND_ACCESS = Statement.of(
    name="caller_find_access",
    sql="""
    SELECT (extract(epoch FROM t.expires_at) * 1000000)::bigint, p.id, p.email, p.name, p.language,
        o.id, o.kind, o.name, o.legal_name, o.lei, o.registration_number, o.domain, o.country, t.roles,
        encode(i.fingerprint, 'hex'), i.status, encode(i.body, 'hex'), i.content_type
    FROM people_accesstoken t
    JOIN people_apiclient c ON c.id = t.client_id
    JOIN people_person p ON p.id = c.made_by_id
    JOIN people_organization o ON o.id = c.organization_id
    LEFT JOIN edge_idempotency i ON i.account = c.organization_id::text AND i.route = $2 AND i.key = $3
    WHERE t.digest = $1::bytea AND c.revoked_at IS NULL AND p.is_active
    """,
)
"""The same columns for a token that a client was given: the roles are the token's own."""
PERSON_FIELDS: Final = ("id", "email", "name", "language")
ORGANIZATION_FIELDS: Final = (
    "id", "kind", "name", "legal_name", "lei", "registration_number", "domain", "country",
)  # fmt: skip


class Caller:
    """Whom a token speaks for. ``kept`` is the answer kept for this route and Idempotency-Key, if any.

    Only the ids and roles are read at once; person and organization are made when they are asked for.
    """

    def __init__(self, *, columns: Sequence[str | None], kept: Kept | None) -> None:
        self._person, self._organization = columns[:4], columns[4:12]
        self.person_id = UUID(columns[0] or "")
        self.organization_id = UUID(columns[4] or "")
        self.is_operator = columns[5] == OrganizationKind.OPERATOR
        self.kept = kept
        held = (Role(role) for role in (columns[12] or "").split())
        self.roles = frozenset(role for role in held if role_counts(role=role, kind=columns[5] or ""))

    @property
    def account(self) -> str:
        """The scope of this caller's idempotency keys."""
        return str(self.organization_id)

    @cached_property
    def organization(self) -> Organization:
        return Organization.from_db("default", ORGANIZATION_FIELDS, [self.organization_id, *self._organization[1:]])

    @cached_property
    def person(self) -> Person:
        """The person with the memberships of the token's organization only."""
        person = Person.from_db("default", PERSON_FIELDS, [self.person_id, *self._person[1:]])
        person.__dict__["_memberships"] = tuple(
            Membership(person=person, organization=self.organization, role=role) for role in sorted(self.roles)
        )
        return person


class BearerToken(HttpBearer):
    """``Authorization: Bearer ...`` of a person with one of the roles; refuses by the catalogue's codes.

    ``is_staff`` asks for a token of the operator. ``permission`` is what the doors of the exchange are known by.
    """

    openapi_scheme = "bearer"
    openapi_description = (
        "A token from the account page, or one that a program got at /auth/token; of a sandbox it begins with test_."
    )

    def __init__(self, *roles: Role, is_staff: bool = False) -> None:
        super().__init__()
        self.roles = roles
        self.is_staff = is_staff
        self.permission = ":".join(filter(None, ("staff" if is_staff else "member", "|".join(roles))))

    def __call__(self, request: HttpRequest) -> Caller:
        kind, _blank, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret.strip():
            raise Problem(
                code="unauthenticated", detail=_("Send the header Authorization: Bearer <token>"), headers=CHALLENGE
            )
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        caller = find_caller(
            secret=token,
            at=timezone.now(),
            route=route_of(request),
            key=find_key(header=request.headers.get(KEY_HEADER)),
        )
        if caller is None:
            raise Problem(code="unauthenticated", detail=_why_unknown(token=token), headers=CHALLENGE)
        is_known = caller.is_operator or not self.is_staff
        if not is_known or (self.roles and caller.roles.isdisjoint(self.roles)):
            raise Problem(code="forbidden", facts={"permission": self.permission})
        return caller


def find_caller(*, secret: str, at: datetime, route: str = "", key: str = "") -> Caller | None:
    """Return whom a token speaks for, with what is kept for a repeated request, in one prepared query.

    Returns None for an unknown or revoked token; raises Problem ``token_expired``.
    """
    find = _FIND_ACCESS if secret.startswith((LIVE_ACCESS, SANDBOX_ACCESS)) else _FIND
    rows = reader().run(find, token_digest(secret=secret), route.encode(), key.encode())
    if not rows:
        return None
    columns = [None if value is None else str(value, "utf-8") for value in rows[0]]
    expires_at = None if columns[0] is None else read_instant(columns[0].encode())
    if expires_at is not None and expires_at <= at:
        raise Problem(code="token_expired", facts={"expires_at": expires_at}, headers=CHALLENGE)
    return Caller(columns=columns[1:14], kept=_kept(columns=columns[14:18]))


def _kept(*, columns: Sequence[str | None]) -> Kept | None:
    first, status, body, content_type = columns
    if first is None:
        return None
    return Kept(
        fingerprint=bytes.fromhex(first),
        status=None if status is None else int(status),
        body=None if body is None else bytes.fromhex(body),
        content_type=content_type or "",
    )


def caller_of(request: HttpRequest) -> Caller:
    """Return whom the request's token speaks for."""
    found = getattr(request, "auth", None)
    if not isinstance(found, Caller):
        raise Problem(code="unauthenticated", headers=CHALLENGE)
    return found


def begin(*, request: HttpRequest, query: Rehearsal) -> Call:
    """Read the key, the fingerprint and the clock of a write."""
    caller = caller_of(request)
    return read_call(request=request, account=caller.account, kept=caller.kept, is_dry_run=query.is_dry_run)


def _why_unknown(*, token: str) -> str:
    if settings.TRUETONNE.livemode and token.startswith((SANDBOX_START, SANDBOX_ACCESS)):
        return _("This is a token of the sandbox; this exchange is live")
    if not settings.TRUETONNE.livemode and token.startswith((LIVE_START, LIVE_ACCESS)):
        return _("This is a token of a live exchange; this is a sandbox")
    return _("No token like this is valid here")
