"""A member states its own transport: energy and emissions of one year, mode, fuel and market, with evidence by hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.market.locks import lock_request
from truetonne.market.models import TransportActivity
from truetonne.people.actions import record_audit_line
from truetonne.people.models import Person

MJ_EMISSIONS_KG_MAX = 1
"""No fuel of transport emits a kilogram of CO2e per megajoule: above it a unit slipped."""


class ActivityStated(Exception):
    """The same activity is on record already; another figure needs another description."""

    code = "state_conflict"

    def __init__(self, *, year: int) -> None:
        super().__init__(f"this activity of {year} is on record already")
        self.year = year


class ActivityImplausible(Exception):
    """Emissions and energy do not go together; carries both."""

    code = "implausible_value"

    def __init__(self, *, emissions_kg: int, energy_mj: int) -> None:
        super().__init__(f"{emissions_kg} kg CO2e for {energy_mj} MJ is more than any fuel emits")
        self.value = emissions_kg
        self.bound = energy_mj * MJ_EMISSIONS_KG_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class NewActivity:
    """Energy in megajoules (lower heating value) and emissions well to wheel in kg CO2e, both physical."""

    year: int
    scope: str
    scope3_category: int | None
    mode: str
    fuel: str
    market: str
    energy_mj: int
    emissions_kg: int
    description: str
    evidence_title: str
    evidence_sha256: str


@transaction.atomic
def record_activity(
    *, activity_id: UUID, organization_id: UUID, person: Person, activity: NewActivity, request_id: str, at: datetime
) -> TransportActivity:
    """Keep an activity as it was stated; nothing changes it. Called by a member's reporters and buyers.

    Raises ActivityStated, ActivityImplausible.
    """

    lock_request(organization_id=organization_id, request_id=request_id)
    first = TransportActivity.objects.filter(organization_id=organization_id, request_id=request_id).first()
    if first is not None:
        return first
    if activity.emissions_kg > activity.energy_mj * MJ_EMISSIONS_KG_MAX:
        raise ActivityImplausible(emissions_kg=activity.emissions_kg, energy_mj=activity.energy_mj)
    same = {
        name: getattr(activity, name)
        for name in ("year", "scope", "scope3_category", "mode", "fuel", "market", "description")
    }
    if TransportActivity.objects.filter(organization_id=organization_id, **same).exists():
        raise ActivityStated(year=activity.year)
    made = TransportActivity.objects.create(
        pk=activity_id, organization_id=organization_id, energy_mj=activity.energy_mj, emissions_kg=activity.emissions_kg,
        evidence_title=activity.evidence_title, evidence_sha256=activity.evidence_sha256, person=person,
        request_id=request_id, effective_at=at, **same,
    )  # fmt: skip
    record_audit_line(
        action="activity.stated", subject=show_id(prefix="act", id=activity_id), person_id=person.pk, organization_id=organization_id,
        request_id=request_id, at=at, facts={"year": activity.year, "energy_mj": activity.energy_mj},
    )  # fmt: skip
    return made


def hash_file(*, content: bytes) -> str:
    """Return the SHA-256 of a file in hex."""
    return hashlib.sha256(content).hexdigest()
