"""The legal entities in whose name a member may order, and how far the review of each name has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from truetonne.edge.identifiers import show_id
from truetonne.market.attribution import Beneficiary
from truetonne.market.models import BeneficiaryName
from truetonne.members.queries.entities import list_entities
from truetonne.people.models import Organization

OWN = "own"
"""The choice of the member itself, which has a name whether or not figures of it are on file."""

NAME_WORDS = {
    "new": ("not_shown", _("not used yet")),
    "waiting": ("pending", _("in review")),
    "confirmed": ("met", _("confirmed")),
    "refused": ("not_met", _("refused")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Nameable:
    """One legal entity as a beneficiary. ``key`` is what a form sends; ``since`` is None for the member itself."""

    key: str
    beneficiary: Beneficiary
    since: datetime | None
    state: str

    @property
    def result(self) -> str:
        return NAME_WORDS[self.state][0]

    @property
    def words(self) -> str:
        return str(NAME_WORDS[self.state][1])


def list_nameable(*, organization: Organization) -> tuple[Nameable, ...]:
    """Return the member itself and every other entity that it named, each with the state of its name."""
    own = Beneficiary(
        display_name=organization.name,
        legal_name=organization.legal_name,
        lei=organization.lei,
        registration_number=organization.registration_number,
        domain=organization.domain,
        country=organization.country,
    )
    found: list[tuple[str, Beneficiary, datetime | None]] = [(OWN, own, None)]
    for row in list_entities(organization_id=organization.pk):
        if row.is_main:
            continue
        named = Beneficiary(
            display_name=row.name,
            legal_name=row.name,
            lei=row.lei,
            registration_number=row.registration_number,
            domain=row.domain,
            country=row.country,
        )
        found.append((show_id(prefix="ent", id=row.pk), named, row.effective_at))
    states = _states(organization_id=organization.pk)
    return tuple(
        Nameable(key=key, beneficiary=each, since=since, state=states.get(each.legal_name, "new"))
        for key, each, since in found
    )


def _states(*, organization_id: UUID) -> dict[str, str]:
    """Return how far the newest name of each legal name has come that this member used."""
    rows = BeneficiaryName.objects.filter(organization_id=organization_id).select_related("decision")
    states: dict[str, str] = {}
    for row in rows.order_by("recorded_at", "id"):
        decision = getattr(row, "decision", None)
        if decision is None:
            states[row.legal_name] = "waiting"
        else:
            states[row.legal_name] = "confirmed" if decision.is_confirmed else "refused"
    return states
