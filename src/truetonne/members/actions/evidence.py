"""Hand in evidence, and judge it: who hands in never judges."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint, lock_name, require_same_input
from truetonne.members.acts import By, leave_line
from truetonne.members.lapses import find_lapse
from truetonne.members.models import Application, Evidence, EvidenceFile, EvidenceJudgement
from truetonne.members.rechecks import recheck_application
from truetonne.members.states import ENDED, EVIDENCE_OPEN, MAY_BUY, Cause, EvidenceKind
from truetonne.members.steps import lock_application, require_state


class EvidenceNotFound(Exception):
    """No evidence has this id, or it is another organization's."""

    code = "not_found"


class OwnEvidence(Exception):
    """Who handed evidence in cannot judge it."""

    code = "conflict_of_interest"

    def __init__(self, *, evidence_id: UUID) -> None:
        super().__init__("who handed it in does not judge it")
        self.evidence_id = evidence_id


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedFile:
    """Bytes that were handed in, already checked for size and type."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvidence:
    """Evidence as it is handed in. Without a file ``read_sha256`` is the hash of what was read at the address."""

    kind: str
    title: str
    retrieved_on: date
    public_url: str = ""
    published_on: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    scopes: tuple[int, ...] = ()
    scope3_coverage: str = ""
    year: str = ""
    standard: str = ""
    standard_version: str = ""
    category: str = ""
    validated_on: date | None = None
    valid_until: date | None = None
    committed_on: date | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    lapses_on: date | None = None


@transaction.atomic
def add_evidence(
    *,
    evidence_id: UUID,
    organization_id: UUID,
    evidence: NewEvidence,
    by: By,
    file: HandedFile | None = None,
    read_sha256: bytes | None = None,
    replaces_id: UUID | None = None,
    list_entry_id: UUID | None = None,
) -> Evidence:
    """Keep a piece of evidence with the hash of its bytes; it counts once another person accepted it.

    Evidence for net zero, disclosure and strategy gets its last day from the policy where the applicant names none.
    Raises WrongState while the operator judges, EvidenceNotFound for ``replaces_id`` of another company,
    LapseUnknown where no last day follows, RequestReused.
    """
    digest = hashlib.sha256(file.content).digest() if file is not None else read_sha256
    if digest is None:
        raise TypeError("evidence needs a file or the hash of what was read")
    given = fingerprint(
        verb="evidence", given={**asdict(evidence), "sha256": digest.hex(), "replaces": str(replaces_id)}
    )
    lock_name(name=f"request:{by.request_id}")
    known = Evidence.objects.filter(request_id=by.request_id).first()
    if known is not None:
        require_same_input(request_id=by.request_id, first=known.input_hash, now=given)
        return known
    application = _open_application(organization_id=organization_id)
    if (
        replaces_id is not None
        and not Evidence.objects.filter(pk=replaces_id, organization_id=organization_id).exists()
    ):
        raise EvidenceNotFound("no evidence of this organization has this id")
    kept = _keep_file(file=file, digest=digest)
    values = asdict(evidence)
    values["scopes"] = sorted(evidence.scopes)
    values["facts"] = dict(evidence.facts)
    values["lapses_on"] = find_lapse(evidence=evidence, as_of=by.at.date())
    stored = Evidence.objects.create(
        pk=evidence_id,
        organization_id=organization_id,
        application=application,
        sha256=digest,
        file_id=kept,
        file_name=file.name if file is not None else "",
        uploader_id=by.person_id,
        replaces_id=replaces_id,
        list_entry_id=list_entry_id,
        request_id=by.request_id,
        input_hash=given,
        effective_at=by.at,
        **values,
    )
    leave_line(
        by=by,
        action="evidence.added",
        subject=show_id(prefix="evd", id=evidence_id),
        organization_id=organization_id,
        facts={"kind": evidence.kind, "sha256": digest.hex()},
    )
    return stored


@transaction.atomic
def judge_evidence(
    *, judgement_id: UUID, evidence_id: UUID, assessment_id: UUID, is_accepted: bool, reason: str, by: By
) -> EvidenceJudgement:
    """Accept or reject evidence; the last judgement counts.

    A company that may buy is judged again at once (``assessment_id``): evidence that is rejected is an adverse
    finding, evidence that replaces other is a restatement or a change of target. Raises EvidenceNotFound, OwnEvidence.
    """
    known = EvidenceJudgement.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    lock_name(name=f"evidence:{evidence_id}")
    evidence = Evidence.objects.filter(pk=evidence_id).first()
    if evidence is None:
        raise EvidenceNotFound("no evidence has this id")
    if evidence.uploader_id == by.person_id:
        raise OwnEvidence(evidence_id=evidence_id)
    number = EvidenceJudgement.objects.filter(evidence=evidence).aggregate(last=Max("number"))["last"] or 0
    judged = EvidenceJudgement.objects.create(
        pk=judgement_id,
        evidence=evidence,
        number=number + 1,
        is_accepted=is_accepted,
        reason=reason,
        person_id=by.person_id,
        request_id=by.request_id,
        effective_at=by.at,
    )
    _judge_company_again(evidence=evidence, is_accepted=is_accepted, assessment_id=assessment_id, by=by)
    leave_line(
        by=by,
        action="evidence.accepted" if is_accepted else "evidence.rejected",
        subject=show_id(prefix="evd", id=evidence_id),
        organization_id=evidence.organization_id,
    )
    return judged


def _keep_file(*, file: HandedFile | None, digest: bytes) -> bytes | None:
    """Keep the bytes once and return their key, None without a file."""
    if file is None:
        return None
    kept = EvidenceFile(sha256=digest, media_type=file.media_type, size_bytes=len(file.content), content=file.content)
    EvidenceFile.objects.bulk_create([kept], ignore_conflicts=True)
    return digest


def _judge_company_again(*, evidence: Evidence, is_accepted: bool, assessment_id: UUID, by: By) -> None:
    rows = Application.objects.filter(organization_id=evidence.organization_id, state__in=MAY_BUY)
    application = rows.first()
    if application is None:
        return
    recheck_application(
        application_id=application.pk,
        assessment_id=assessment_id,
        cause=_cause(evidence=evidence, is_accepted=is_accepted),
        person_id=by.person_id,
        request_id=by.request_id,
        at=by.at,
    )


def _cause(*, evidence: Evidence, is_accepted: bool) -> Cause:
    if not is_accepted:
        return Cause.ADVERSE_FINDING
    if evidence.kind == EvidenceKind.INVENTORY_REPORT and evidence.replaces_id is not None:
        return Cause.RESTATEMENT
    if evidence.kind in (EvidenceKind.TARGET_VALIDATION, EvidenceKind.OWN_TARGET, EvidenceKind.NET_ZERO_STATEMENT):
        return Cause.TARGET_CHANGE
    return Cause.PLEDGE_CHANGE if evidence.kind == EvidenceKind.PLEDGE_SIGNATURE else Cause.NEW_EVIDENCE


def _open_application(*, organization_id: UUID) -> Application | None:
    found = Application.objects.filter(organization_id=organization_id).exclude(state__in=ENDED).first()
    if found is None:
        return None
    application = lock_application(application_id=found.pk)
    require_state(application=application, among=EVIDENCE_OPEN)
    return application
