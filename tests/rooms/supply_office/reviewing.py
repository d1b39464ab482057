"""Two independent readers, and the steps by which they bring a block to a published rating."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from tests.rooms.supply_office.desk import Desk, now
from truetonne.people.models import Person
from truetonne.rules.findings import FindingResult
from truetonne.rules.quality.judging import Answer
from truetonne.rules.quality.rubric import QUALITY_RUBRIC
from truetonne.rules.rule_set import rule_set
from truetonne.supply.actions.dossier import SentFile
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.actions.publish_rating import publish_rating
from truetonne.supply.actions.review_case import (
    Reading,
    Submission,
    attach_computation,
    attach_evidence,
    declare_interests,
    open_case,
    submit_reading,
)
from truetonne.supply.models import Holding, ReviewCase, ReviewComputation, ReviewPublication
from truetonne.supply.reviewing.states import ProjectKind
from truetonne.supply.states import ReviewVerdict
from truetonne.supply.synthetic.plots import write_plots

PARAMETERS = {"k": 2, "delta_c_t": 200, "leakage_t": 2, "uncertainty": 0.05, "buffer": 0.1}


def by(desk: Desk, person: Person, *, ago: int = 0) -> By:
    """Act as somebody, ``ago`` days before today."""
    return By(person_id=person.pk, request_id=str(desk.exchange.ids()), at=now() - timedelta(days=ago))


def open_for(desk: Desk, holding: Holding, reason: str = "First review") -> ReviewCase:
    submission = Submission(kind=ProjectKind.RESTORATION, methodology="VM0047", variant="area", reason=reason)
    return open_case(case_id=desk.exchange.ids(), holding_id=holding.pk, submission=submission, by=by(desk, desk.clerk))


def seat(desk: Desk, case: ReviewCase, person: Person, **changed: object):  # type: ignore[no-untyped-def]
    given: dict[str, object] = {"employer": "Second Look", "paid_by": "the operator", "conflicts": ()}
    return declare_interests(
        declaration_id=desk.exchange.ids(), case_id=case.pk, by=by(desk, person), **(given | changed)
    )  # type: ignore[arg-type]


def compute_for(desk: Desk, case: ReviewCase, person: Person, **plots: float) -> ReviewComputation:
    return attach_computation(
        computation_id=desk.exchange.ids(), case_id=case.pk, method="vm0047_benchmark",
        file=SentFile(content=write_plots(seed=7, **plots), media_type="text/csv"), file_name="plots.csv",  # type: ignore[arg-type]
        parameters=PARAMETERS, seed=0, by=by(desk, person),
    )  # fmt: skip


def reading(
    desk: Desk,
    case: ReviewCase,
    person: Person,
    *,
    is_reconciled: bool = False,
    changed: Mapping[str, FindingResult] | None = None,
    estimate_kg: int = 90_000,
    verdict: ReviewVerdict = ReviewVerdict.ACCEPTED,
    days: int = 200,
    ago: int = 0,
) -> None:
    evidence = tuple(case.evidence.values_list("sha256", flat=True))
    rubric = rule_set(family=QUALITY_RUBRIC, as_of=now().date()).body
    answers = [
        Answer(
            criterion=one.id, result=(changed or {}).get(one.id, FindingResult.MET), text=f"Read: {one.title}.",
            evidence=evidence,
        )
        for one in rubric.criterion
    ]  # fmt: skip
    submit_reading(
        reading_id=desk.exchange.ids(), case_id=case.pk, is_reconciled=is_reconciled, by=by(desk, person, ago=ago),
        reading=Reading(
            answers=answers, estimate_kg=estimate_kg, estimate_basis="Benchmark on 32 plots", verdict=verdict,
            next_review=now().date() + timedelta(days=days),
        ),
    )  # fmt: skip


def prepare(desk: Desk, holding: Holding, readers: tuple[Person, Person], reason: str = "First review") -> ReviewCase:
    """Open a case, seat both readers, attach a document and a computation."""
    case = open_for(desk, holding, reason)
    for person in readers:
        seat(desk, case, person)
    attach_evidence(
        evidence_id=desk.exchange.ids(), case_id=case.pk, title="Monitoring report", issuer="Verifier (invented)",
        document_date=now().date() - timedelta(days=90), address="", sha256="",
        file=SentFile(content=reason.encode(), media_type="text/plain"), by=by(desk, readers[0]),
    )  # fmt: skip
    compute_for(desk, case, readers[0])
    return case


def publish(
    desk: Desk, holding: Holding, readers: tuple[Person, Person], *, reason: str = "First review", **given: object
) -> ReviewPublication:
    """Bring a block to a published rating."""
    case = ReviewCase.objects.filter(holding=holding, publication__isnull=True).first()
    if case is None:
        case = prepare(desk, holding, readers, reason)
    else:
        for person in readers:
            seat(desk, case, person)
    for person in readers:
        reading(desk, case, person, **given)  # type: ignore[arg-type]
    reading(desk, case, readers[0], is_reconciled=True, **given)  # type: ignore[arg-type]
    review_id: UUID = desk.exchange.ids()
    ago = int(str(given.get("ago", 0)))
    return publish_rating(
        review_id=review_id, case_id=case.pk, by=by(desk, readers[1], ago=ago), new_id=desk.exchange.ids
    )
