"""Published claims as they are read: their state, and who may see which."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from truetonne.edge.permissions import Role
from truetonne.market.models import PublicClaim
from truetonne.people.models import Person

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class ClaimState(StrEnum):
    """WAITING: a rule objects and nobody decided. FLAGGED: public although a rule objects, released by a second person."""

    WAITING = "WAITING"
    PUBLISHED = "PUBLISHED"
    FLAGGED = "FLAGGED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"


STATE_WORDS: Final[dict[ClaimState, StrPromise]] = {
    ClaimState.WAITING: _("waits for a second person"),
    ClaimState.PUBLISHED: _("published"),
    ClaimState.FLAGGED: _("published against an objection"),
    ClaimState.REFUSED: _("not released"),
    ClaimState.WITHDRAWN: _("withdrawn"),
}
KIND_WORDS: Final[dict[str, StrPromise]] = {
    "credit_retirement": _("Retired credits"),
    "vcmi_tier": _("Carbon Integrity tier"),
}

_PUBLIC: Final = Q(objections=[]) | Q(decision__is_released=True)


def state_of(*, claim: PublicClaim) -> ClaimState:
    """Return where a claim stands."""
    decision = getattr(claim, "decision", None)
    if claim.objections and decision is not None and not decision.is_released:
        return ClaimState.REFUSED
    if hasattr(claim, "withdrawal"):
        return ClaimState.WITHDRAWN
    if not claim.objections:
        return ClaimState.PUBLISHED
    return ClaimState.WAITING if decision is None else ClaimState.FLAGGED


def is_public(*, claim: PublicClaim) -> bool:
    """Whether anyone may read a claim, as ``list_public`` asks of the database."""
    return not claim.objections or getattr(getattr(claim, "decision", None), "is_released", False)


def claims_for(*, person: Person) -> tuple[UUID, ...]:
    """Return the organizations in whose name a person claims: those for which they buy or report."""
    roles = {Role.BUYER, Role.REPORTER}
    return tuple(dict.fromkeys(m.organization_id for m in person.list_memberships() if m.role in roles))


def list_claims() -> QuerySet[PublicClaim]:
    """Return every claim with all that its state needs, newest first."""
    rows = PublicClaim.objects.select_related(
        "organization", "person", "disclosure", "decision__person", "withdrawal__person"
    )
    return rows.order_by("-recorded_at", "-pk")


def list_public() -> QuerySet[PublicClaim]:
    """Return what anyone may read: published, published against an objection, and withdrawn after that."""
    return list_claims().filter(_PUBLIC)


def list_own(*, organization_ids: Collection[UUID]) -> QuerySet[PublicClaim]:
    """Return the claims of organizations, those that wait too."""
    return list_claims().filter(organization_id__in=organization_ids)


def list_waiting() -> QuerySet[PublicClaim]:
    """Return what waits for a second person, the oldest first."""
    rows = list_claims().exclude(objections=[]).filter(decision=None, withdrawal=None)
    return rows.order_by("recorded_at", "pk")
