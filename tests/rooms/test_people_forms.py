"""Roles, invitations, programs and tokens are given and taken by forms, each of which leaves its line."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from tests.rooms.signing_in import sign_in
from tests.rooms.test_people_organizations import address, founder, invite, member, person_named  # noqa: F401 - fixtures
from truetonne.edge.identifiers import show_id
from truetonne.edge.permissions import Role
from truetonne.people import actions
from truetonne.people.models import ApiClient, ApiToken, AuditLine, Invitation, Organization, Person

pytestmark = pytest.mark.django_db


def test_roles_invitations_programs_and_tokens_are_given_and_taken_by_forms_that_leave_lines(
    client: Client,
    founder: Person,  # noqa: F811 - the fixture
    member: Organization,  # noqa: F811 - the fixture
    at: datetime,
) -> None:
    colleague = person_named("bo", at=at)
    actions.grant_role(person=colleague, organization=member, role=Role.REPORTER, request_id="g", at=at)
    sign_in(client, founder)
    role = {"person": show_id(prefix="per", id=colleague.pk), "role": "BUYER"}

    assert client.post(address(member, "roles"), role).status_code == 302
    taken = colleague.memberships.get(role="BUYER")
    assert client.post(address(member, "roles", str(taken.pk), "take")).status_code == 302
    invite(client, member, email="new@tallow.example")
    invitation = show_id(prefix="inv", id=Invitation.objects.get().pk)
    assert client.post(address(member, "invitations", invitation, "withdraw")).status_code == 302
    assert client.post(address(member, "programs"), {"name": "erp", "roles": ["BUYER"]}).status_code == 200
    program = show_id(prefix="cli", id=ApiClient.objects.get().pk)
    assert client.post(address(member, "programs", program, "revoke")).status_code == 302
    token = {"name": "erp", "organization": show_id(prefix="org", id=member.pk), "days": "90"}
    assert client.post("/account/tokens/", token).status_code == 200
    held = show_id(prefix="tok", id=ApiToken.objects.get().pk)
    assert client.post(f"/account/tokens/{held}/revoke/").status_code == 302
    assert client.post("/sign-out/").status_code == 302

    lines = set(AuditLine.objects.values_list("action", flat=True))
    wanted = {"role.granted", "role.taken", "invitation.withdrawn", "client.made", "client.revoked", "token.revoked"}
    assert lines >= wanted | {"session.ended"}
