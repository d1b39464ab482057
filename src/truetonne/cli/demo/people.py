"""Who takes part in the demonstration. Every name and company is invented; addresses end in .example."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from truetonne.edge.identifiers import new_id
from truetonne.edge.permissions import Role
from truetonne.market.attribution import Beneficiary

if TYPE_CHECKING:
    from truetonne.people.models import Organization, Person

ACCOUNTS_FILE = "demo-accounts.json"

STAFF = (
    ("supply", "Sunniva Fjeld", Role.SUPPLY),
    ("review", "Rafael Ilha", Role.REVIEWER),
    ("finance", "Faye Minter", Role.FINANCE),
    ("eligibility", "Elif Tandoğan", Role.ELIGIBILITY),
    ("second", "Seble Mekonnen", Role.ELIGIBILITY),
    ("governance", "Gwendolyn Ashby", Role.GOVERNANCE),
    ("audit", "Aurelio Banda", Role.AUDITOR),
    ("admin", "Ada Nordahl", Role.ADMINISTRATOR),
)
REVIEWING_HOUSE = "Second Meadow Review (invented)"
READERS = (("reader", "Ines Okafor"), ("reader2", "Tomas Lind"))
"""Reviewers of an independent organization."""
MEMBERS = (
    ("buyer", "Bao Yen Ferry", "Harbour Street Bakeries", "Harbour Street Bakeries Oy", "FI", "harbourstreet.example"),
    ("freight", "Frieda Lorenz", "Tallow Lane Logistics", "Tallow Lane Logistics GmbH", "DE", "tallowlane.example"),
    ("coffee", "Cao Minh Thu", "Cà phê Mây Núi", "Công ty TNHH Cà phê Mây Núi", "VN", "maynui.example"),
    ("tea", "Tan Qing", "青石茶行", "青石茶行有限公司", "CN", "qingshi.example"),
)
"""Key, person, organization, legal name, country, domain."""
MEMBER_ROLES_GIVEN = (Role.BUYER, Role.APPLICANT, Role.REPORTER, Role.ADMINISTRATOR)
"""Small companies: one person does it all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people of the demonstration by key, and the members' organizations."""

    operator: Organization
    persons: Mapping[str, Person]
    members: Mapping[str, Organization]
    accounts: Mapping[str, Mapping[str, str]]

    def beneficiary(self, key: str) -> Beneficiary:
        """A member as the beneficiary of its own retirement."""
        member = self.members[key]
        return Beneficiary(
            display_name=member.name, legal_name=member.legal_name, country=member.country, domain=member.domain
        )


def make_cast(*, operator_name: str, at: datetime) -> Cast:
    """Record operator, members and persons; one password for all of them, made anew for each exchange."""
    from django.contrib.auth.hashers import make_password

    from truetonne.people.actions import grant_role, record_organization
    from truetonne.people.models import OrganizationKind

    password = secrets.token_urlsafe(12)
    accounts: dict[str, dict[str, str]] = {}
    operator = record_organization(
        organization_id=new_id(), kind=OrganizationKind.OPERATOR, name=operator_name,
        legal_name=f"{operator_name} (invented)", country="FI", domain="northquay.example",
        request_id="demo operator", at=at,
    )  # fmt: skip
    persons: dict[str, Person] = {}
    for key, name, role in STAFF:
        persons[key] = _person(key=key, name=name, domain="northquay.example", at=at)
        grant_role(person=persons[key], organization=operator, role=role, request_id=f"demo role {key}", at=at)
        accounts[key] = {"email": persons[key].email, "password": password, "who": f"{name}, {operator_name}"}
    house = record_organization(
        organization_id=new_id(), kind=OrganizationKind.REVIEWER, name=REVIEWING_HOUSE, legal_name=REVIEWING_HOUSE,
        country="SE", domain="secondmeadow.example", request_id="demo reviewing house", at=at,
    )  # fmt: skip
    for key, name in READERS:
        persons[key] = _person(key=key, name=name, domain="secondmeadow.example", at=at)
        grant_role(person=persons[key], organization=house, role=Role.REVIEWER, request_id=f"demo role {key}", at=at)
        accounts[key] = {"email": persons[key].email, "password": password, "who": f"{name}, {REVIEWING_HOUSE}"}
    members: dict[str, Organization] = {}
    for key, person, name, legal_name, country, domain in MEMBERS:
        members[key] = record_organization(
            organization_id=new_id(), kind=OrganizationKind.MEMBER, name=name, legal_name=legal_name,
            country=country, domain=domain, registration_number=f"INVENTED-{key.upper()}",
            request_id=f"demo member {key}", at=at,
        )  # fmt: skip
        persons[key] = _person(key=key, name=person, domain=domain, at=at)
        for role in MEMBER_ROLES_GIVEN:
            request_id = f"demo role {key} {role}"
            grant_role(person=persons[key], organization=members[key], role=role, request_id=request_id, at=at)
        accounts[key] = {"email": persons[key].email, "password": password, "who": f"{person}, {name}"}
    _close_one(by=persons["admin"], at=at)
    # One password, so it is stretched once: a dozen times takes seconds of processor time.
    stretched = make_password(password)
    for each in persons.values():
        each.password = stretched
        each.save(update_fields=["password"])
    return Cast(operator=operator, persons=persons, members=members, accounts=accounts)


def _close_one(*, by: Person, at: datetime) -> None:
    """Somebody who left before the demonstration begins, so that a closed account can be looked at."""
    from truetonne.people.closing import deactivate_person

    gone = _person(key="rowan.field", name="Rowan Field", domain="northquay.example", at=at)
    deactivate_person(
        person_id=gone.pk, reason="Left the company (demonstration)", by=by, request_id="demo close", at=at
    )


def read_accounts(*, home: Path) -> dict[str, dict[str, str]]:
    """Return the demonstration's accounts, empty where there are none."""
    try:
        found: dict[str, dict[str, str]] = json.loads((home / ACCOUNTS_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def write_accounts(*, home: Path, cast: Cast) -> None:
    """Keep the accounts in a private file in the exchange's folder, so that a later start can show them."""
    handle = os.open(home / ACCOUNTS_FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(cast.accounts, file, ensure_ascii=False, indent=2)


def _person(*, key: str, name: str, domain: str, at: datetime) -> Person:
    from truetonne.people.actions import record_person

    return record_person(
        person_id=new_id(),
        email=f"{key}@{domain}",
        name=name,
        password=None,
        request_id=f"demo person {key}",
        at=at,
    )
