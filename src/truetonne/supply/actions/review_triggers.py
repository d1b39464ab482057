"""What asks for a review before its day: found by the clock in what the exchange knows, or recorded by a person.

A trigger suspends the rating and takes its lots off sale, or only asks for a new review; which of both says the rubric.
A reversal holds every lot of the block besides, so that certificates sold earlier carry the notice for good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint
from truetonne.ledger import actions as ledger
from truetonne.rules.quality.rubric import QUALITY_RUBRIC, Effect, Rubric
from truetonne.rules.rule_set import rule_set
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.actions.record_review import unlist_lots_of
from truetonne.supply.actions.review_case import CaseOpen, Submission, open_case
from truetonne.supply.actions.standings import find_standing
from truetonne.supply.acts import record_act
from truetonne.supply.dossier.fields import Kind, entries_in_force
from truetonne.supply.lots import list_lots_of
from truetonne.supply.models import Review, ReviewComputation, ReviewPublication, ReviewTrigger
from truetonne.supply.queries import get_public_totals
from truetonne.supply.registry_records.vocabulary import Standing
from truetonne.supply.reviewing.states import ProjectKind, TriggerKind
from truetonne.supply.states import ReviewState

FACT_MAX = 500


class FactMissing(Exception):
    """A trigger came without what happened or where that stands."""

    code = "source_required"

    def __init__(self) -> None:
        super().__init__(f"say what happened and where that is written, each in 1 to {FACT_MAX} characters")


class NoRatingInForce(Exception):
    """There is no rating in force that anything could contradict; carries the review."""

    code = "state_conflict"

    def __init__(self, *, review_id: UUID) -> None:
        super().__init__("this review is not in force")
        self.review_id = review_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that a rating did not know; ``key`` tells it from others of its kind."""

    kind: TriggerKind
    fact: str
    source: str
    key: str


def record_trigger(
    *, review_id: UUID, kind: TriggerKind, fact: str, source: str, by: By, new_id: Callable[[], UUID]
) -> ReviewTrigger:
    """Record what happened to a rated block; the rating is suspended or a review is asked for. Called by supply and reviewers.

    A reversal cannot be taken back: lots are held with a public reason. Raises FactMissing, NoRatingInForce.
    """
    if not (1 <= len(fact.strip()) <= FACT_MAX and 1 <= len(source.strip()) <= FACT_MAX):
        raise FactMissing
    review = Review.objects.select_related("holding__project").get(pk=review_id)
    known = ReviewTrigger.objects.filter(review=review, kind=kind, key=by.request_id).first()
    if known is not None:
        return known
    if review.state not in {ReviewState.PUBLISHED, ReviewState.OVERDUE, ReviewState.SUSPENDED}:
        raise NoRatingInForce(review_id=review_id)
    happening = Happening(kind=kind, fact=fact.strip(), source=source.strip(), key=by.request_id)
    with transaction.atomic():
        row = _apply(review=review, happening=happening, at=by.at, person_id=by.person_id, new_id=new_id)
        record_act(
            action="review.trigger_recorded", subject=show_id(prefix="rev", id=review_id), person_id=by.person_id,
            request_id=by.request_id, at=by.at, facts={"kind": kind.value},
        )  # fmt: skip
    return row


def watch_ratings(*, at: datetime, new_id: Callable[[], UUID]) -> tuple[UUID, ...]:
    """Look at every rating in force for what happened since, and act on it; return the new triggers. Run by the clock.

    Sees registry reversals, another methodology or standing at the registry, labels, news, others' ratings, and newer
    computations whose benchmark moved. Running it again changes nothing.
    """
    found: list[UUID] = []
    in_force = ReviewPublication.objects.filter(review__state=ReviewState.PUBLISHED)
    rows = in_force.select_related("review__holding__project").order_by("recorded_at", "review_id")
    for publication in rows:
        known = set(publication.review.triggers.values_list("kind", "key"))
        for happening in _happenings(publication=publication, at=at):
            if (happening.kind.value, happening.key) not in known:
                with transaction.atomic():
                    row = _apply(review=publication.review, happening=happening, at=at, person_id=None, new_id=new_id)
                found.append(row.pk)
    return tuple(found)


def _apply(
    *, review: Review, happening: Happening, at: datetime, person_id: UUID | None, new_id: Callable[[], UUID]
) -> ReviewTrigger:
    review = Review.objects.select_for_update(of=("self",)).select_related("holding__project").get(pk=review.pk)
    effect = _effect(kind=happening.kind, at=at.date())
    request_id = f"trigger/{review.pk.hex}/{happening.kind.value}/{happening.key}"[:200]
    row = ReviewTrigger.objects.create(
        id=new_id(), review=review, kind=happening.kind.value, effect=effect.value, fact=happening.fact,
        source=happening.source, key=happening.key[:128], person_id=person_id, request_id=request_id,
        input_hash=fingerprint(verb="trigger", given=(review.pk, happening.kind, happening.fact)), effective_at=at,
    )  # fmt: skip
    if effect is Effect.SUSPEND and review.state == ReviewState.PUBLISHED:
        Review.objects.filter(pk=review.pk).update(state=ReviewState.SUSPENDED)
        unlist_lots_of(
            holding=review.holding, reason=f"the rating is suspended: {happening.fact}", request_id=request_id, at=at
        )
    if happening.kind is TriggerKind.REVERSAL:
        for number, lot in enumerate(list_lots_of(holdings=(review.holding,))):
            if lot.hold_reason is None:
                reason = f"reversal reported: {happening.fact}"
                ledger.hold_lot(lot_id=lot.lot_id, reason=reason, request_id=f"{request_id}/{number}"[:255], at=at)
    _ask_again(review=review, happening=happening, at=at, new_id=new_id)
    return row


def _ask_again(*, review: Review, happening: Happening, at: datetime, new_id: Callable[[], UUID]) -> None:
    """Open the next case unless one is under way; what it is about is taken from the last one."""
    publication = ReviewPublication.objects.select_related("case").filter(review=review).first()
    last = publication.case if publication is not None else None
    submission = Submission(
        kind=ProjectKind(last.kind) if last else ProjectKind.OTHER,
        methodology=last.methodology if last else review.holding.project.methodology,
        variant=last.variant if last else "",
        reason=f"{happening.kind.value}: {happening.fact}",
    )
    try:
        with transaction.atomic():
            open_case(case_id=new_id(), holding_id=review.holding_id, submission=submission, by=None, at=at)
    except CaseOpen:
        return


def _effect(*, kind: TriggerKind, at: date) -> Effect:
    rubric: Rubric = rule_set(family=QUALITY_RUBRIC, as_of=at).body
    return next(one.effect for one in rubric.trigger if one.kind == kind.value)


def _happenings(*, publication: ReviewPublication, at: datetime) -> Iterable[Happening]:
    review, since = publication.review, publication.recorded_at
    holding = review.holding
    project = holding.project
    totals = get_public_totals(program=holding.program_id, project_ref=project.ref)
    if totals.reversed_kg > publication.reversed_kg:
        fact = f"{totals.reversed_kg - publication.reversed_kg} kg reversed at the registry since"
        yield Happening(kind=TriggerKind.REVERSAL, fact=fact, source=holding.program_id, key=str(totals.reversed_kg))
    if project.methodology != publication.methodology:
        fact = f"the registry names {project.methodology or 'no methodology'}, judged was {publication.methodology}"
        yield Happening(
            kind=TriggerKind.METHODOLOGY_VERSION, fact=fact, source=holding.program_id, key=project.methodology[:128]
        )
    if find_standing(project=project) is not Standing.SELLABLE:
        fact = f"the registry's status is {project.status or 'unknown'}"
        yield Happening(kind=TriggerKind.STANDING, fact=fact, source=holding.program_id, key=project.status[:128])
    for kind, trigger in (
        (Kind.LABEL, TriggerKind.LABEL_CHANGE), (Kind.NEWS, TriggerKind.NEWS), (Kind.RATING, TriggerKind.OTHER_RATING),
    ):  # fmt: skip
        rows = entries_in_force(kind=kind).filter(project_id=project.pk, recorded_at__gt=since)
        if kind is Kind.LABEL:
            rows = rows.filter(holding_id=holding.pk)
        for row in rows.order_by("recorded_at", "id"):
            yield Happening(kind=trigger, fact=_told(kind=kind, row=row), source="dossier", key=row.pk.hex)
    yield from _drift(publication=publication, at=at)


def _told(*, kind: Kind, row: object) -> str:
    names = {Kind.LABEL: ("label", "state"), Kind.NEWS: ("source", "headline"), Kind.RATING: ("rater", "value")}[kind]
    return ": ".join(str(getattr(row, name)) for name in names)[:FACT_MAX]


def _drift(*, publication: ReviewPublication, at: datetime) -> Iterable[Happening]:
    """Compare the published benchmark with that of any later computation for the same block."""
    rubric = rule_set(family=QUALITY_RUBRIC, as_of=at.date()).body
    own = _benchmark(rows=publication.case.computations.order_by("recorded_at", "id"))
    if own is None:
        return
    later = ReviewComputation.objects.filter(
        case__holding_id=publication.case.holding_id, recorded_at__gt=publication.recorded_at
    ).exclude(case=publication.case)
    for row in later.order_by("recorded_at", "id"):
        now = _benchmark(rows=(row,))
        if now is not None and abs(now - own) > float(rubric.drift_max):
            fact = f"the benchmark moved from {own:.3f} to {now:.3f}"
            yield Happening(kind=TriggerKind.DRIFT, fact=fact, source="computation", key=row.pk.hex)


def _benchmark(*, rows: Iterable[ReviewComputation]) -> float | None:
    found = [row.result.get("figures", {}).get("benchmark_credited") for row in rows]
    known = [float(one) for one in found if isinstance(one, int | float)]
    return known[-1] if known else None
