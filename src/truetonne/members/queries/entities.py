"""The legal entities of a member: itself and those of its group that it named."""

from __future__ import annotations

from uuid import UUID

from truetonne.members.models import LegalEntity


def list_entities(*, organization_id: UUID) -> tuple[LegalEntity, ...]:
    """Return a member's legal entities on file, the main one first, then by name."""
    return tuple(LegalEntity.objects.filter(organization_id=organization_id).order_by("-is_main", "name", "id"))
