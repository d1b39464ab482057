"""A rating of a block by two independent readers, in an exchange with an operator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from truetonne.people.actions import record_organization, record_person
from truetonne.people.models import Organization, OrganizationKind, Person
from truetonne.supply.actions.record_review import ReviewLines
from truetonne.supply.models import Holding, Review
from truetonne.supply.synthetic.ratings import Readers, rate_block

LINES = ReviewLines(
    additionality="No grant paid for it (invented).", baseline="Matched plots (invented).", leakage="None found (invented).",
    durability="40 years (invented).", uncertainty="Both ways (invented).", community="Consented (invented).",
)  # fmt: skip
DUE = date(2026, 9, 1)


class Setting(Protocol):
    """Where and when a block is rated."""

    ids: Callable[[], UUID]
    at: datetime


def rate(registry: Setting, holding: Holding, *, next_review: date = DUE) -> Review:
    """Accept a block by a published rating."""
    have_operator(registry)
    readers = Readers(
        persons=(_reader(registry, "Ana"), _reader(registry, "Bo")), employer="Second Look", paid_by="the operator"
    )
    return rate_block(
        holding=holding, readers=readers, lines=LINES, next_review=next_review, at=registry.at, new_id=registry.ids
    ).review


def have_operator(registry: Setting) -> None:
    """Record the operator unless it is there: acts of its people leave a line under its name."""
    if not Organization.objects.filter(kind=OrganizationKind.OPERATOR).exists():
        record_organization(
            organization_id=registry.ids(), kind=OrganizationKind.OPERATOR, name="Northquay", legal_name="Northquay AB",
            country="SE", request_id="operator", at=registry.at,
        )  # fmt: skip


def _reader(registry: Setting, name: str) -> UUID:
    email = f"{name.lower()}@look.example"
    known = Person.objects.filter(email=email).first()
    if known is not None:
        return UUID(str(known.pk))
    made = record_person(
        person_id=registry.ids(), email=email, name=name, password=None, request_id=name, at=registry.at
    )
    return UUID(str(made.pk))
