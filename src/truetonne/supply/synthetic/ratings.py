"""Ratings of invented blocks, made as real ones are: a case, two seats, a document, two readings, a reconciled one, a version."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from truetonne.rules.findings import FindingResult
from truetonne.rules.quality.judging import Answer
from truetonne.rules.quality.rubric import QUALITY_RUBRIC
from truetonne.rules.rule_set import rule_set
from truetonne.supply.actions.dossier import SentFile
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.actions.publish_rating import LINE_PARTS, publish_rating
from truetonne.supply.actions.record_review import ReviewLines
from truetonne.supply.actions.review_case import (
    Reading,
    Submission,
    attach_computation,
    attach_evidence,
    declare_interests,
    open_case,
    submit_reading,
)
from truetonne.supply.models import Holding, ReviewCase, ReviewPublication
from truetonne.supply.reviewing.states import RECONCILED, ProjectKind
from truetonne.supply.states import ReviewVerdict

REPORT = b"Invented monitoring report.\n"
DOCUMENT_AGE = timedelta(days=60)

SENTENCE = re.compile(r"(?<=[.!?]) ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """Two people who read, in the order of their seats, and what they declare."""

    persons: tuple[UUID, UUID]
    employer: str
    paid_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A computation that the first reader attaches."""

    method: str
    content: bytes
    file_name: str
    parameters: Mapping[str, object]


def rate_block(
    *,
    holding: Holding,
    readers: Readers,
    lines: ReviewLines,
    next_review: date,
    at: datetime,
    new_id: Callable[[], UUID],
    kind: ProjectKind = ProjectKind.OTHER,
    reason: str = "First review (invented)",
    not_met: Sequence[str] = (),
    computations: Sequence[Attached] = (),
) -> ReviewPublication:
    """Publish an accepted rating of a whole block: every criterion met but ``not_met``, reasons from the six lines.

    For the demonstration, benchmarks and tests: what is written is invented. An open case of the block is taken up;
    otherwise the clock opens one. Raises what the steps of a review raise.
    """
    case = ReviewCase.objects.select_related("holding").filter(holding=holding, publication__isnull=True).first()
    if case is None:
        submission = Submission(
            kind=kind, methodology=holding.project.methodology.split(" ")[0], variant="", reason=reason
        )
        case = open_case(case_id=new_id(), holding_id=holding.pk, submission=submission, by=None, at=at)
    name = f"invented rating {case.pk.hex}"
    for number, person_id in enumerate(readers.persons, start=1):
        declare_interests(
            declaration_id=new_id(), case_id=case.pk, employer=readers.employer, paid_by=readers.paid_by, conflicts=(),
            by=By(person_id=person_id, request_id=f"{name} seat {number}", at=at),
        )  # fmt: skip
    report = attach_evidence(
        evidence_id=new_id(), case_id=case.pk, title="Monitoring report (invented)", issuer="Plumb Verifiers (invented)",
        document_date=at.date() - DOCUMENT_AGE, address="", sha256="",
        file=SentFile(content=REPORT, media_type="text/plain"),
        by=By(person_id=readers.persons[0], request_id=f"{name} report", at=at),
    )  # fmt: skip
    for number, one in enumerate(computations):
        attach_computation(
            computation_id=new_id(), case_id=case.pk, method=one.method, file_name=one.file_name, seed=0,
            file=SentFile(content=one.content, media_type="text/csv"), parameters=one.parameters,
            by=By(person_id=readers.persons[0], request_id=f"{name} computation {number}", at=at),
        )  # fmt: skip
    reading = Reading(
        answers=_answers(lines=lines, evidence=report.sha256, not_met=not_met, at=at), estimate_kg=holding.kg,
        estimate_basis="What was issued, as the monitoring report has it (invented).", verdict=ReviewVerdict.ACCEPTED,
        next_review=next_review,
    )  # fmt: skip
    first, second = readers.persons
    for seat, person_id in ((1, first), (2, second), (RECONCILED, first)):
        submit_reading(
            reading_id=new_id(), case_id=case.pk, reading=reading, is_reconciled=seat == RECONCILED,
            by=By(person_id=person_id, request_id=f"{name} reading {seat}", at=at),
        )  # fmt: skip
    return publish_rating(
        review_id=new_id(),
        case_id=case.pk,
        by=By(person_id=second, request_id=f"{name} publish", at=at),
        new_id=new_id,
    )


def _answers(*, lines: ReviewLines, evidence: str, not_met: Sequence[str], at: datetime) -> list[Answer]:
    """Give the criteria of each part the sentences of its line in turn, so that together they say the line."""
    line_of: Mapping[str, str] = {part: line for line, parts in LINE_PARTS.items() for part in parts}
    answers, told = [], Counter[str]()
    for one in rule_set(family=QUALITY_RUBRIC, as_of=at.date()).body.criterion:
        line = line_of[one.part]
        sentences = SENTENCE.split(str(getattr(lines, line)))
        text = sentences[told[line] % len(sentences)]
        told[line] += 1
        result = FindingResult.NOT_MET if one.id in not_met else FindingResult.MET
        answers.append(Answer(criterion=one.id, result=result, text=text, evidence=(evidence,)))
    return answers
