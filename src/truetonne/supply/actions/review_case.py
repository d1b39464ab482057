"""Making a review: a case is opened, two independent readers are seated, evidence and computations are attached, both read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint, require_same_input
from truetonne.members.lists.likeness import Identity
from truetonne.people.models import Membership, OrganizationKind
from truetonne.rules.findings import FindingResult
from truetonne.rules.quality.judging import ANSWERS, Answer, judge_rubric
from truetonne.rules.quality.rubric import QUALITY_RUBRIC
from truetonne.rules.rule_set import rule_set
from truetonne.supply.actions.developer_match import find_developer_refusal
from truetonne.supply.actions.dossier import FILE_BYTES_MAX, DocumentTooLarge, SentFile
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.actions.record_review import LINE_MAX, require_next_review
from truetonne.supply.acts import record_act
from truetonne.supply.models import (
    DocumentFile,
    Holding,
    Project,
    ReviewCase,
    ReviewComputation,
    ReviewerDeclaration,
    ReviewEvidence,
    ReviewReading,
)
from truetonne.supply.reviewing.computing import compute, digest_of, library_versions
from truetonne.supply.reviewing.states import RECONCILED, SEATS, Conflict, ProjectKind, Refusal
from truetonne.supply.states import ReviewVerdict

CASE_PREFIX = "tsk"
Row = TypeVar("Row", bound=models.Model)


class CaseOpen(Exception):
    """The block has a review under way; carries it."""

    code = "state_conflict"

    def __init__(self, *, case_id: UUID) -> None:
        super().__init__("a review of this block is under way: finish it first")
        self.case_id = case_id


class ReviewerConflicted(Exception):
    """A reviewer's declaration refuses the seat; carries every reason. The declaration is on record."""

    code = "conflict_of_interest"

    def __init__(self, *, refusals: tuple[str, ...]) -> None:
        super().__init__(f"this reviewer is not independent here: {', '.join(refusals)}")
        self.refusals = refusals


class NoSeat(Exception):
    """Both seats are taken, or this person has one already."""

    code = "state_conflict"

    def __init__(self, *, case_id: UUID) -> None:
        super().__init__("the case has two readers, or you are one of them")
        self.case_id = case_id


class NotAReader(Exception):
    """Somebody without a seat reads, attaches or reconciles."""

    code = "state_conflict"

    def __init__(self, *, case_id: UUID) -> None:
        super().__init__("only the case's two readers do this: declare your interests first")
        self.case_id = case_id


class ReadingTooEarly(Exception):
    """A step was taken before the one that it rests on, or a second time; carries what is missing."""

    code = "state_conflict"

    def __init__(self, *, missing: str) -> None:
        super().__init__(f"not yet, or no more: {missing}")
        self.missing = missing


class EvidenceUnknown(Exception):
    """An answer rests on a hash that the case does not hold; carries criterion and hash."""

    code = "source_required"

    def __init__(self, *, criterion: str, sha256: str) -> None:
        super().__init__(f"{criterion}: the case holds no evidence {sha256}")
        self.criterion = criterion
        self.sha256 = sha256


class EstimateWithoutBasis(Exception):
    """An estimate came without what it rests on, or above what a computation of the case credits; carries both masses."""

    code = "source_required"

    def __init__(self, *, estimate_kg: int, computed_kg: int | None) -> None:
        super().__init__(
            "say what the estimate rests on"
            if computed_kg is None
            else f"{estimate_kg} kg is more than the {computed_kg} kg that the case's own computation credits"
        )
        self.estimate_kg = estimate_kg
        self.computed_kg = computed_kg


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What is submitted for review; ``variant`` is area or census for VM0047, empty elsewhere."""

    kind: ProjectKind
    methodology: str
    variant: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A reader's whole judgement. ``estimate_kg`` is for the whole block, in the reader's view."""

    answers: Sequence[Answer]
    estimate_kg: int
    estimate_basis: str
    verdict: ReviewVerdict
    next_review: date
    note: str = ""


def open_case(
    *, case_id: UUID, holding_id: UUID, submission: Submission, by: By | None, at: datetime | None = None
) -> ReviewCase:
    """Open a review of a block, or open it again; one at a time. Called by supply staff and, without ``by``, by the clock.

    Raises CaseOpen, RequestReused.
    """
    asked = (holding_id, submission.kind, submission.methodology, submission.variant, submission.reason)
    request_id = by.request_id if by else f"review-again/{case_id.hex}"
    with transaction.atomic():
        known, input_hash = _known(ReviewCase, verb="open_case", asked=asked, request_id=request_id)
        if known is not None:
            return known
        holding = _lock(holding=Holding.objects.get(pk=holding_id))
        under_way = ReviewCase.objects.filter(holding_id=holding_id, publication__isnull=True).first()
        if under_way is not None:
            raise CaseOpen(case_id=under_way.pk)
        newest = holding.reviews.order_by("-recorded_at", "-id").first()
        case = ReviewCase.objects.create(
            id=case_id, holding=holding, replaces=newest, kind=submission.kind.value,
            methodology=submission.methodology, variant=submission.variant, reason=submission.reason,
            person_id=by.person_id if by else None, request_id=request_id, input_hash=input_hash,
            effective_at=by.at if by else at,  # type: ignore[misc]
        )  # fmt: skip
        if by is not None:
            _note(act="opened", case=case, by=by)
    return case


def declare_interests(
    *, declaration_id: UUID, case_id: UUID, employer: str, paid_by: str, conflicts: Sequence[Conflict], by: By
) -> ReviewerDeclaration:
    """Declare for whom one works and what one has at stake, and take a seat. Called by reviewers.

    A seat is refused to who imported the block or opened the case, works for the operator or the developer, or declares
    any conflict; the refusal is kept and shown with its reasons. Raises NoSeat, RequestReused. The caller looks at
    ``refusals``: nothing is rolled back.
    """
    asked = (case_id, employer, paid_by, sorted(conflicts), by.person_id)
    with transaction.atomic():
        known, input_hash = _known(ReviewerDeclaration, verb="declare", asked=asked, request_id=by.request_id)
        if known is not None:
            return known
        case = ReviewCase.objects.select_related("holding__run", "holding__project").get(pk=case_id)
        _lock(holding=case.holding)
        seated = ReviewerDeclaration.objects.filter(case=case, seat__isnull=False)
        taken = set(seated.values_list("seat", flat=True))
        free = [seat for seat in SEATS if seat not in taken]
        if not free or seated.filter(person_id=by.person_id).exists() or hasattr(case, "publication"):
            raise NoSeat(case_id=case_id)
        refusals = _refusals(case=case, person_id=by.person_id, employer=employer, conflicts=conflicts)
        row = ReviewerDeclaration.objects.create(
            id=declaration_id, case=case, seat=None if refusals else free[0], employer=employer.strip(),
            paid_by=paid_by.strip(), conflicts=sorted(one.value for one in conflicts), refusals=list(refusals),
            person_id=by.person_id, request_id=by.request_id, input_hash=input_hash, effective_at=by.at,
        )  # fmt: skip
        _note(act="seat_refused" if refusals else "seat_taken", case=case, by=by)
    return row


def _refusals(*, case: ReviewCase, person_id: UUID, employer: str, conflicts: Sequence[Conflict]) -> tuple[str, ...]:
    works_at = list(Membership.objects.filter(person_id=person_id).select_related("organization"))
    companies = [Identity(names=(employer,))]
    companies += [
        Identity(
            names=(each.organization.name, each.organization.legal_name), lei=each.organization.lei,
            domain=each.organization.domain,
        )
        for each in works_at
    ]  # fmt: skip
    developer = find_developer_refusal(project=case.holding.project, companies=companies)
    found = [
        (Refusal.DECLARED, bool(conflicts)),
        (Refusal.IMPORTER, case.holding.run.person_id == person_id),
        (Refusal.OPENED_CASE, case.person_id == person_id),
        (Refusal.OPERATOR, any(each.organization.kind == OrganizationKind.OPERATOR for each in works_at)),
        (Refusal.DEVELOPER, developer is Refusal.DEVELOPER),
        (Refusal.DEVELOPER_UNCLEAR, developer is Refusal.DEVELOPER_UNCLEAR),
    ]
    return tuple(code.value for code, applies in found if applies)


def attach_evidence(
    *,
    evidence_id: UUID,
    case_id: UUID,
    title: str,
    issuer: str,
    document_date: date,
    address: str,
    sha256: str,
    file: SentFile | None,
    by: By,
) -> ReviewEvidence:
    """Attach a document by the hash of its bytes; sent bytes are kept under theirs. Called by the case's readers and supply.

    Raises DocumentTooLarge, ReadingTooEarly, RequestReused.
    """
    digest = _keep(content=file.content, media_type=file.media_type) if file is not None else sha256
    asked = (case_id, title, issuer, document_date, address, digest)
    with transaction.atomic():
        known, input_hash = _known(ReviewEvidence, verb="evidence", asked=asked, request_id=by.request_id)
        if known is not None:
            return known
        case = _open(case_id=case_id)
        row = ReviewEvidence.objects.create(
            id=evidence_id, case=case, title=title, issuer=issuer, document_date=document_date, address=address,
            sha256=digest, file_id=digest if file is not None else None, person_id=by.person_id,
            request_id=by.request_id, input_hash=input_hash, effective_at=by.at,
        )  # fmt: skip
        _note(act="evidence_attached", case=case, by=by)
    return row


def attach_computation(
    *,
    computation_id: UUID,
    case_id: UUID,
    method: str,
    file: SentFile,
    file_name: str,
    parameters: Mapping[str, Any],
    seed: int,
    by: By,
) -> ReviewComputation:
    """Run a computation and attach it with its input, parameters, seed, versions and result. Called by the case's readers.

    Raises NotAReader, ReadingTooEarly, DocumentTooLarge, RequestReused, and what ``reviewing.computing.compute`` raises.
    """
    seat_of(case_id=case_id, person_id=by.person_id)
    result = compute(method=method, content=file.content, parameters=parameters, seed=seed)
    digest = _keep(content=file.content, media_type=file.media_type)
    asked = (case_id, method, digest, dict(parameters), seed)
    with transaction.atomic():
        known, input_hash = _known(ReviewComputation, verb="computation", asked=asked, request_id=by.request_id)
        if known is not None:
            return known
        case = _open(case_id=case_id)
        row = ReviewComputation.objects.create(
            id=computation_id, case=case, method=method, input_id=digest, input_name=file_name[:200],
            parameters=dict(parameters), seed=seed, versions=library_versions(), result=result,
            result_sha256=digest_of(result=result), person_id=by.person_id, request_id=by.request_id,
            input_hash=input_hash, effective_at=by.at,
        )  # fmt: skip
        _note(act="computation_attached", case=case, by=by)
    return row


def submit_reading(
    *, reading_id: UUID, case_id: UUID, reading: Reading, by: By, is_reconciled: bool = False
) -> ReviewReading:
    """Give one's own reading, or the one that both readers arrive at once both have read. It is final.

    Called by the case's readers. Raises NotAReader, ReadingTooEarly, EvidenceUnknown, EstimateWithoutBasis,
    NextReviewInvalid, RequestReused, and NotInTable for a criterion that the rubric does not have.
    """
    seat = RECONCILED if is_reconciled else seat_of(case_id=case_id, person_id=by.person_id)
    seat_of(case_id=case_id, person_id=by.person_id)
    answers = {one.criterion: _stored(answer=one) for one in reading.answers}
    asked = (case_id, seat, answers, reading.estimate_kg, reading.verdict.value, reading.next_review, reading.note)
    with transaction.atomic():
        known, input_hash = _known(ReviewReading, verb="reading", asked=asked, request_id=by.request_id)
        if known is not None:
            return known
        case = _open(case_id=case_id)
        done = set(case.readings.values_list("seat", flat=True))
        if seat in done or (is_reconciled and not done.issuperset(SEATS)):
            raise ReadingTooEarly(missing="both readings come first, and each is given once")
        _judge(case=case, reading=reading, by=by)
        row = ReviewReading.objects.create(
            id=reading_id, case=case, seat=seat, answers=answers, estimate_kg=reading.estimate_kg,
            estimate_basis=reading.estimate_basis.strip(), verdict=reading.verdict.value,
            next_review=reading.next_review, note=reading.note, person_id=by.person_id, request_id=by.request_id,
            input_hash=input_hash, effective_at=by.at,
        )  # fmt: skip
        _note(act="reconciled" if is_reconciled else "read", case=case, by=by)
    return row


def _judge(*, case: ReviewCase, reading: Reading, by: By) -> None:
    rules = rule_set(family=QUALITY_RUBRIC, as_of=by.at.date())
    judge_rubric(rules=rules, answers=reading.answers)
    held = {*case.evidence.values_list("sha256", flat=True), *case.computations.values_list("result_sha256", flat=True)}
    for answer in reading.answers:
        for sha256 in answer.evidence:
            if sha256 not in held:
                raise EvidenceUnknown(criterion=answer.criterion, sha256=sha256)
    computed = credited_kg(case=case)
    if not reading.estimate_basis.strip():
        raise EstimateWithoutBasis(estimate_kg=reading.estimate_kg, computed_kg=None)
    if computed is not None and reading.estimate_kg > computed:
        raise EstimateWithoutBasis(estimate_kg=reading.estimate_kg, computed_kg=computed)
    require_next_review(next_review=reading.next_review, today=by.at.date())


def credited_kg(*, case: ReviewCase) -> int | None:
    """Return what the newest computation of a case credits before its buffer, in kilograms; None without one."""
    for row in case.computations.order_by("-recorded_at", "-id"):
        found = row.result.get("figures", {}).get("net_before_buffer_kg")
        if isinstance(found, int) and row.parameters.get("delta_c_t"):
            return found
    return None


def seat_of(*, case_id: UUID, person_id: UUID) -> int:
    """Return a reader's seat. Raises NotAReader."""
    row = ReviewerDeclaration.objects.filter(case_id=case_id, person_id=person_id, seat__isnull=False).first()
    if row is None or row.seat is None:
        raise NotAReader(case_id=case_id)
    return row.seat


def answers_of(*, reading: ReviewReading) -> tuple[Answer, ...]:
    """Return a stored reading's answers as the rules take them."""
    return tuple(
        Answer(
            criterion=name, result=FindingResult(given["result"]), text=given["text"], evidence=tuple(given["evidence"])
        )
        for name, given in reading.answers.items()
    )


def _stored(*, answer: Answer) -> dict[str, object]:
    if answer.result not in ANSWERS:
        raise ValueError(f"{answer.criterion}: {answer.result} is no answer")
    return {"result": answer.result.value, "text": answer.text.strip()[:LINE_MAX], "evidence": list(answer.evidence)}


def _open(*, case_id: UUID) -> ReviewCase:
    """Lock a case that is not published yet."""
    case = ReviewCase.objects.select_related("holding").get(pk=case_id)
    _lock(holding=case.holding)
    if hasattr(case, "publication"):
        raise ReadingTooEarly(missing="the review is published; open a new one")
    return case


def _lock(*, holding: Holding) -> Holding:
    """Let one act at a time meet a block's review. Rows that never change cannot be locked: the project's is."""
    Project.objects.select_for_update().get(pk=holding.project_id)
    return holding


def _keep(*, content: bytes, media_type: str) -> str:
    """Keep bytes once under their hash."""
    if len(content) > FILE_BYTES_MAX:
        raise DocumentTooLarge(size_bytes=len(content))
    digest = hashlib.sha256(content).hexdigest()
    facts = {"content": content, "media_type": media_type[:100] or "text/csv", "size_bytes": len(content)}
    DocumentFile.objects.get_or_create(sha256=digest, defaults=facts)
    return digest


def _known(model: type[Row], *, verb: str, asked: object, request_id: str) -> tuple[Row | None, bytes]:
    input_hash = fingerprint(verb=verb, given=asked)
    first = model._default_manager.filter(request_id=request_id).first()
    if first is not None:
        require_same_input(request_id=request_id, first=first.input_hash, now=input_hash)  # type: ignore[attr-defined]
    return first, input_hash


def _note(*, act: str, case: ReviewCase, by: By) -> None:
    record_act(
        action=f"review.{act}", subject=show_id(prefix=CASE_PREFIX, id=case.pk), person_id=by.person_id,
        request_id=by.request_id, at=by.at,
    )  # fmt: skip
