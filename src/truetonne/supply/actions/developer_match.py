"""Whether a reviewer works for a project's developer: identifiers match, names only suggest, a person's finding decides."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint, require_same_input
from truetonne.members.lists.likeness import Identity, Tie, compare, core_name
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.acts import record_act
from truetonne.supply.models import DeveloperFinding, Project
from truetonne.supply.reviewing.states import Refusal

EVIDENCE_MAX = 500


class DeveloperEvidenceMissing(Exception):
    """A finding came without the company's name or without what shows it."""

    code = "source_required"

    def __init__(self) -> None:
        super().__init__(f"name the company, and say in 1 to {EVIDENCE_MAX} characters what shows the finding")


def record_developer_finding(
    *, finding_id: UUID, project_id: UUID, company: Identity, is_same: bool, evidence: str, by: By
) -> DeveloperFinding:
    """Record that a company is the project's developer, or that only its name is alike. The newest of a name counts.

    Of ``company`` the first name, LEI and domain are kept. Called by supply staff. Raises DeveloperEvidenceMissing,
    RequestReused.
    """
    name, said = company.names[0].strip(), evidence.strip()
    if not name or not 1 <= len(said) <= EVIDENCE_MAX:
        raise DeveloperEvidenceMissing
    asked = (project_id, name, company.lei, company.domain, is_same, said)
    input_hash = fingerprint(verb="developer_finding", given=asked)
    with transaction.atomic():
        first = DeveloperFinding.objects.filter(request_id=by.request_id).first()
        if first is not None:
            require_same_input(request_id=by.request_id, first=first.input_hash, now=input_hash)
            return first
        row = DeveloperFinding.objects.create(
            id=finding_id, project_id=project_id, name=name, lei=company.lei, domain=company.domain, is_same=is_same,
            evidence=said, person_id=by.person_id, request_id=by.request_id, input_hash=input_hash, effective_at=by.at,
        )  # fmt: skip
        record_act(
            action="project.developer_found", subject=show_id(prefix="prj", id=project_id), person_id=by.person_id,
            request_id=by.request_id, at=by.at, facts={"name": name, "is_same": is_same},
        )  # fmt: skip
    return row


def find_developer_refusal(*, project: Project, companies: Sequence[Identity]) -> Refusal | None:
    """Say whether one of a reviewer's companies is the developer, has a name like it, or neither.

    An identifier that a person recorded for the developer settles it. A name that is the developer's without its legal
    form counts as the developer until a person finds otherwise; one that only begins alike, or is contradicted by an
    identifier, asks for a person first.
    """
    findings = newest_findings(project=project)
    others = {core_name(name=row.name) for row in findings if not row.is_same}
    developers = [Identity(names=(project.developer,))]
    developers += [Identity(names=(row.name,), lei=row.lei, domain=row.domain) for row in findings if row.is_same]
    found: set[Refusal] = set()
    for company in companies:
        is_cleared = any(core_name(name=name) in others for name in company.names)
        for developer in developers:
            likeness = compare(company=company, entry=developer)
            if likeness is None:
                continue
            if likeness.is_match:
                found.add(Refusal.DEVELOPER)
            elif not is_cleared:
                is_named = Tie.NAME in likeness.agrees and not likeness.differs
                found.add(Refusal.DEVELOPER if is_named else Refusal.DEVELOPER_UNCLEAR)
    order = (Refusal.DEVELOPER, Refusal.DEVELOPER_UNCLEAR)
    return next((one for one in order if one in found), None)


def newest_findings(*, project: Project) -> tuple[DeveloperFinding, ...]:
    """Return the newest finding on each name, newest first."""
    newest: dict[str, DeveloperFinding] = {}
    rows = DeveloperFinding.objects.filter(project=project).select_related("person").order_by("-recorded_at", "-id")
    for row in rows:
        newest.setdefault(core_name(name=row.name), row)
    return tuple(newest.values())
