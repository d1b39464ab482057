"""A small exchange for tests of rooms: an operator, a member, and lots that are priced and listed in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from tests.rooms.keeping import make_once
from truetonne.cli.demo.membership import Officers, admit_member, open_all_markets
from truetonne.edge.permissions import Role
from truetonne.ledger.actions.issue import issue_lot
from truetonne.ledger.actions.listing import list_lot
from truetonne.ledger.actions.price import price_lot
from truetonne.ledger.values import LotState, NewLot
from truetonne.market.actions.deliver_order import Sources
from truetonne.market.attribution import Beneficiary, Claim, ClaimPeriod
from truetonne.market.confirmed_names import forget_names
from truetonne.market.kept import forget_kept
from truetonne.market.lot_kinds import forget_lots
from truetonne.people.actions import grant_role, record_organization, record_person
from truetonne.people.models import Organization, OrganizationKind, Person
from truetonne.science.money import CostParts

PRICE = CostParts(project=1_200, registry_fee=30, verification=85, fx=12, tax=0, handling=98)
LEI = "529900T8BM49AURSDO55"
"""A Legal Entity Identifier with right check digits, used in the standard's own examples."""


@dataclass(slots=True)
class Ids:
    """Fresh ids in a row, the same in every run."""

    number: int = 1_000

    def __call__(self) -> UUID:
        text = str(self.number)
        self.number += 1
        return UUID(bytes=bytes([1, 0x9A]) + hashlib.sha256(text.encode()).digest()[:14])


def salt_source() -> Callable[[], bytes]:
    numbers = count()
    return lambda: hashlib.sha256(f"salt {next(numbers)}".encode()).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Who is there, and where ids come from."""

    operator: Organization
    member: Organization
    buyer: Person
    clerk: Person
    ids: Ids
    at: datetime

    @property
    def sources(self) -> Sources:
        return Sources(new_id=self.ids, new_salt=salt_source())

    def add_lot(
        self,
        *,
        first: int = 1,
        last: int = 100,
        year: int = 2024,
        price: CostParts = PRICE,
        currency: str = "USD",
        credit_class: str = "REMOVAL_NATURE",
        is_listed: bool = True,
        project: str = "Mbeya Ridge Restoration",
        developer: str = "",
    ) -> LotState:
        """Issue a block of whole tonnes, price it and list it."""
        lot_id = self.ids()
        lot = issue_lot(
            lot=NewLot(
                lot_id=lot_id,
                program="DEMO",
                key=f"0417-{year}-{project[:3]}",
                first=first,
                last=last,
                unit_kg=1_000,
                facts=lot_facts(year=year, credit_class=credit_class, project=project)
                | ({"developer": developer} if developer else {}),
            ),
            request_id=f"issue {lot_id}",
            at=self.at,
        )
        price_lot(lot_id=lot_id, currency=currency, price=price, request_id=f"price {lot_id}", at=self.at)
        if is_listed:
            list_lot(lot_id=lot_id, request_id=f"list {lot_id}", at=self.at)
        return lot


def lot_facts(*, year: int, credit_class: str, project: str) -> dict[str, object]:
    return {
        "registry": "Demo Registry",
        "program": "DEMO",
        "project_id": "0417",
        "project_name": project,
        "issuance_id": f"DEMO-TZ-0417-{year}-31",
        "vintage_start": f"{year}-01-01",
        "vintage_end": f"{year + 1}-01-01",
        "country": "TZ",
        "methodology": "VM0047",
        "credit_class": credit_class,
    }


def make_exchange(*, at: datetime, is_admitted: bool = True) -> Exchange:
    """Record the operator with a clerk of finance and supply, and a member with a buyer.

    Where ``at`` was read from the clock, they were there since the hour began: so they need not be made for each test.
    """
    # Tests use the same ids for other lots and names.
    forget_lots()
    forget_kept()
    forget_names()
    since = at.replace(minute=0, second=0, microsecond=0) if at.microsecond else at
    made = make_once(
        key=(make_exchange, since, is_admitted), make=lambda: _make_exchange(at=since, is_admitted=is_admitted)
    )
    return replace(made, at=at)


def _make_exchange(*, at: datetime, is_admitted: bool) -> Exchange:
    ids = Ids()

    def organization(kind: OrganizationKind, name: str, domain: str) -> Organization:
        organization_id = ids()
        return record_organization(
            organization_id=organization_id,
            kind=kind,
            name=name,
            legal_name=f"{name} AB",
            country="SE",
            registration_number="556677-8899",
            domain=domain,
            request_id=str(organization_id),
            at=at,
        )

    def person(email: str, name: str) -> Person:
        person_id = ids()
        return record_person(
            person_id=person_id, email=email, name=name, password=None, request_id=str(person_id), at=at
        )

    operator = organization(OrganizationKind.OPERATOR, "Northquay", "northquay.example")
    member = organization(OrganizationKind.MEMBER, "Tallow & Pine", "tallow.example")
    buyer, clerk = person("ida@tallow.example", "Ida Berg"), person("m@northquay.example", "M. Arrieta")
    grant_role(person=buyer, organization=member, role=Role.BUYER, request_id="buyer", at=at)
    for role in (Role.FINANCE, Role.SUPPLY):
        grant_role(person=clerk, organization=operator, role=role, request_id=f"clerk {role}", at=at)
    exchange = Exchange(operator=operator, member=member, buyer=buyer, clerk=clerk, ids=ids, at=at)
    if is_admitted:
        admit(exchange)
    return exchange


def admit(exchange: Exchange) -> None:
    """Bring the member through its application the day before, in a market that is open; without figures on file."""
    earlier = exchange.at - timedelta(days=90)
    officers = []
    for email, name, role in (
        ("first@northquay.example", "First Officer", Role.ELIGIBILITY),
        ("second@northquay.example", "Second Officer", Role.ELIGIBILITY),
        ("governor@northquay.example", "Third Officer", Role.GOVERNANCE),
    ):
        person_id = exchange.ids()
        officer = record_person(
            person_id=person_id, email=email, name=name, password=None, request_id=str(person_id), at=earlier
        )
        grant_role(person=officer, organization=exchange.operator, role=role, request_id=email, at=earlier)
        officers.append(officer)
    open_all_markets(proposer=officers[0], signer=officers[2], at=earlier, new_id=exchange.ids)
    admit_member(
        organization=exchange.member,
        applicant=exchange.buyer,
        officers=Officers(first=officers[0], second=officers[1]),
        at=exchange.at - timedelta(days=1),
        new_id=exchange.ids,
    )


def beneficiary(**changes: object) -> Beneficiary:
    """The buyer's customer, who is not the buyer."""
    given: dict[str, object] = {
        "display_name": "Harbour Street Bakeries",
        "legal_name": "Harbour Street Bakeries Oy",
        "country": "FI",
        "lei": LEI,
    }
    return Beneficiary(**(given | changes))  # type: ignore[arg-type]


def claim(**changes: object) -> Claim:
    """Ongoing emissions of 2025."""
    given: dict[str, object] = {
        "purpose": "ONGOING_EMISSIONS",
        "period": ClaimPeriod(year=2025),
        "signer": "Ida Berg",
    }
    return Claim(**(given | changes))  # type: ignore[arg-type]
