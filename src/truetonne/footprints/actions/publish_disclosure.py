"""Disclose a published inventory: one record, its bytes and their hash, fixed for ever."""

from __future__ import annotations

import hashlib
from datetime import date
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import lock_name
from truetonne.footprints.disclosure_record import build_record
from truetonne.footprints.models import Disclosure, Inventory
from truetonne.footprints.states import InventoryState
from truetonne.members.acts import By, leave_line
from truetonne.proof.canonical import encode


class DisclosureNotFound(Exception):
    """No inventory of this organization has this id."""

    code = "not_found"


class NotPublished(Exception):
    """Only a published version can be disclosed; carries its state."""

    code = "state_conflict"

    def __init__(self, *, state: str) -> None:
        super().__init__(f"the inventory is {state}, not PUBLISHED")
        self.state = state


class DisclosureInvalid(Exception):
    """A disclosure that contradicts itself; carries the field."""

    code = "invalid_request"

    def __init__(self, *, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@transaction.atomic
def publish_disclosure(
    *,
    disclosure_id: UUID,
    inventory_id: UUID,
    organization_id: UUID,
    by: By,
    level_of_assurance: str = "none",
    assurer: str = "",
    period_start: date | None = None,
    period_end: date | None = None,
) -> Disclosure:
    """Write the public record of a published version, once; the calendar year is the period unless another is given.

    Answers a repeated request alike. Raises DisclosureNotFound, NotPublished, DisclosureInvalid.
    """
    known = Disclosure.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    lock_name(name=f"inventory:{inventory_id}")
    rows = Inventory.objects.select_related("entity").filter(pk=inventory_id, entity__organization_id=organization_id)
    inventory = rows.first()
    if inventory is None:
        raise DisclosureNotFound("no inventory of this organization has this id")
    if inventory.state != InventoryState.PUBLISHED:
        raise NotPublished(state=inventory.state)
    if level_of_assurance not in ("none", "limited", "reasonable"):
        raise DisclosureInvalid(field="level_of_assurance", reason="is none, limited or reasonable")
    if (level_of_assurance == "none") != (not assurer.strip()):
        raise DisclosureInvalid(field="assurer", reason="assurance names its assurer, no assurance names none")
    made = Disclosure.objects.filter(inventory=inventory).first()
    if made is not None:
        return made
    start = period_start or date(inventory.year, 1, 1)
    end = period_end or date(inventory.year, 12, 31)
    if end <= start:
        raise DisclosureInvalid(field="period_end", reason="is not after the first day")
    record = build_record(
        inventory=inventory, period_start=start, period_end=end, level_of_assurance=level_of_assurance,
        assurer=assurer, today=by.at.date(),
    )  # fmt: skip
    body = encode(record)
    stored = Disclosure.objects.create(
        pk=disclosure_id, inventory=inventory, period_start=start, period_end=end,
        level_of_assurance=level_of_assurance, assurer=assurer, body=body, sha256=hashlib.sha256(body).digest(),
        person_id=by.person_id, request_id=by.request_id, effective_at=by.at,
    )  # fmt: skip
    leave_line(
        by=by, action="disclosure.published", subject=show_id(prefix="dsc", id=disclosure_id),
        organization_id=organization_id, facts={"year": inventory.year, "version": inventory.version},
    )  # fmt: skip
    return stored
