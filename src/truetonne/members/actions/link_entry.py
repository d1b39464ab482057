"""A person says whether an entry of a public list means a company, and may take it back while nothing rests on it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import lock_name
from truetonne.members.actions.list_evidence import keep_list_evidence
from truetonne.members.acts import By, leave_line
from truetonne.members.models import EvidenceJudgement, ListEntry, ListLink
from truetonne.members.queries.list_states import find_newest_edition


class LinkInUse(Exception):
    """Evidence from this entry was accepted: a finding may rest on it, so that the evidence is rejected first."""

    code = "state_conflict"

    def __init__(self, *, evidence_id: UUID) -> None:
        super().__init__("evidence from this entry is accepted; reject that evidence first")
        self.evidence_id = evidence_id


class EntryNotFound(Exception):
    """No entry of a list has this id."""

    code = "not_found"


@transaction.atomic
def link_entry(
    *, link_id: UUID, evidence_id: UUID, entry_id: UUID, organization_id: UUID, is_same: bool, reason: str, by: By
) -> ListLink:
    """Say whether an entry means a company; the last word counts, for later editions too.

    A yes hands the entry in as evidence, which another person still has to accept. A no is possible as long as no
    evidence from the entry is accepted. Raises EntryNotFound, LinkInUse.
    """
    known = ListLink.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    entry = ListEntry.objects.select_related("edition").filter(pk=entry_id).first()
    if entry is None:
        raise EntryNotFound("no entry has this id")
    lock_name(name=f"link:{entry.list_name}:{entry.key}:{organization_id}")
    if not is_same:
        _require_unused(entry=entry, organization_id=organization_id)
    number = ListLink.objects.filter(entry=entry, organization_id=organization_id).aggregate(last=Max("number"))["last"]
    link = ListLink.objects.create(
        pk=link_id, entry=entry, organization_id=organization_id, number=(number or 0) + 1, is_same=is_same,
        reason=reason, person_id=by.person_id, request_id=by.request_id, effective_at=by.at,
    )  # fmt: skip
    if is_same:
        newest = find_newest_edition(list_name=entry.list_name)
        is_gone = entry.vanishings.exists()
        keep_list_evidence(
            evidence_id=evidence_id, organization_id=organization_id, entry=entry,
            edition=entry.edition if is_gone or newest is None else newest, person_id=by.person_id, at=by.at,
        )  # fmt: skip
    leave_line(
        by=by, action="list.linked" if is_same else "list.set_apart", subject=show_id(prefix="lse", id=entry_id),
        organization_id=organization_id,
    )  # fmt: skip
    return link


def _require_unused(*, entry: ListEntry, organization_id: UUID) -> None:
    rows = EvidenceJudgement.objects.filter(
        evidence__organization_id=organization_id,
        evidence__list_entry__list_name=entry.list_name,
        evidence__list_entry__key=entry.key,
    ).order_by("evidence_id", "number")
    last = {row.evidence_id: row.is_accepted for row in rows}
    used = next((evidence_id for evidence_id, is_accepted in last.items() if is_accepted), None)
    if used is not None:
        raise LinkInUse(evidence_id=used)
