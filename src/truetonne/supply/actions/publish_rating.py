"""Publishing a rating: findings and score from the reconciled reading, a new immutable version, and the tonnes held back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.ledger import actions as ledger
from truetonne.ledger.values import LotClass, LotState
from truetonne.proof.canonical import encode
from truetonne.rules.findings import Finding
from truetonne.rules.quality.judging import (
    Score,
    Subject,
    find_obstacles,
    judge_ccp,
    judge_overlay,
    judge_rubric,
    score_findings,
)
from truetonne.rules.quality.rubric import OVERLAYS, QUALITY_RUBRIC, Rubric
from truetonne.rules.rule_set import RuleSet, list_versions, rule_set
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.actions.record_review import LINE_MAX, ReviewLines, record_review
from truetonne.supply.actions.review_case import ReadingTooEarly, answers_of, seat_of
from truetonne.supply.ccp.lookup import find_ccp
from truetonne.supply.dossier.fields import Kind, entries_in_force
from truetonne.supply.dossier.states import LabelState
from truetonne.supply.lots import list_lots_of
from truetonne.supply.models import Holding, Project, ReviewCase, ReviewPublication, ReviewReading
from truetonne.supply.queries import get_public_totals
from truetonne.supply.reviewing.computing import YES_NO
from truetonne.supply.reviewing.states import RECONCILED
from truetonne.supply.states import ReviewVerdict

HELD_BACK = "our estimate is below what was issued"
"""How the reason of a hold begins that keeps the difference off sale; nobody else's hold begins so."""
LINE_PARTS = {
    "additionality": ("additionality",), "baseline": ("baseline",), "leakage": ("leakage",),
    "durability": ("durability",), "uncertainty": ("quantification", "transparency"),
    "community": ("safeguards", "no_harm"),
}  # fmt: skip
"""Which parts of the rubric are told on each of the six lines that certificates and lists have shown from the start."""


class SecondReaderNeeded(Exception):
    """Who wrote the reconciled reading does not publish it; the other reader does."""

    code = "second_person_required"

    def __init__(self, *, case_id: UUID) -> None:
        super().__init__("the other reader confirms the reconciled reading and publishes it")
        self.case_id = case_id


class NotAcceptable(Exception):
    """The readers accept what the findings do not allow; carries the blocking criteria, and ``score`` where it is too low."""

    code = "state_conflict"

    def __init__(self, *, obstacles: tuple[str, ...]) -> None:
        super().__init__(f"not acceptable under the rubric: {', '.join(obstacles)}")
        self.obstacles = obstacles


def publish_rating(*, review_id: UUID, case_id: UUID, by: By, new_id: Callable[[], UUID]) -> ReviewPublication:
    """Publish the reconciled reading as a new version, with its entry in the public log. Called by the other reader.

    Findings and score are judged now, under the rule sets in force. Where the estimate is below what was issued, the
    difference is split off and held: it is never listed. A refused rating takes the block off sale and stands in the
    public list of refusals. Cannot be changed afterwards. Raises NotAReader, ReadingTooEarly, SecondReaderNeeded,
    NotAcceptable, RequestReused.
    """
    seat_of(case_id=case_id, person_id=by.person_id)
    with transaction.atomic():
        case = ReviewCase.objects.select_related("holding__project").get(pk=case_id)
        # Rows that never change cannot be locked: two readers meet on the project's.
        Project.objects.select_for_update().get(pk=case.holding.project_id)
        published = ReviewPublication.objects.filter(case=case).first()
        if published is not None:
            return published
        readings = {row.seat: row for row in case.readings.select_related("person")}
        if RECONCILED not in readings:
            raise ReadingTooEarly(missing="the readers reconcile their readings first")
        final = readings[RECONCILED]
        if final.person_id == by.person_id:
            raise SecondReaderNeeded(case_id=case_id)
        rules = rule_set(family=QUALITY_RUBRIC, as_of=by.at.date())
        findings = {seat: judge_rubric(rules=rules, answers=answers_of(reading=row)) for seat, row in readings.items()}
        score = score_findings(rules=rules, readings=[findings[1], findings[2], findings[RECONCILED]])
        obstacles = find_obstacles(rules=rules, findings=findings[RECONCILED], score=score)
        if final.verdict == ReviewVerdict.ACCEPTED and obstacles:
            raise NotAcceptable(obstacles=obstacles)
        on_top = _judge_on_top(case=case, findings=findings[RECONCILED], at=by.at.date())
        return _publish(
            case=case, readings=readings, findings=(*findings[RECONCILED], *on_top), score=score, rules=rules,
            review_id=review_id, by=by, new_id=new_id,
        )  # fmt: skip


def _judge_on_top(*, case: ReviewCase, findings: Sequence[Finding], at: date) -> tuple[Finding, ...]:
    figures: dict[str, bool] = {}
    for row in case.computations.order_by("recorded_at", "id"):
        computed = row.result.get("figures", {})
        figures |= {name: computed[name] for name in YES_NO if isinstance(computed.get(name), bool)}
    subject = Subject(kind=case.kind, methodology=case.methodology, variant=case.variant, figures=figures)
    found: list[Finding] = []
    for family in OVERLAYS:
        in_force = [one for one in list_versions(family=family) if one.header.is_in_force(as_of=at)]
        for rules in in_force[:1]:
            found.extend(judge_overlay(rules=rules, findings=findings, subject=subject))
    labels = entries_in_force(kind=Kind.LABEL).filter(holding_id=case.holding_id, label__icontains="CCP")
    states = {row.state for row in labels}
    is_tagged = None if not states else LabelState.TAGGED in states
    methodology = case.methodology or case.holding.project.methodology
    standing = find_ccp(program=case.holding.program.name, methodology=methodology, as_of=at)
    found.append(judge_ccp(rule_set=standing.rule_set, is_tagged=is_tagged or None, state=standing.state))
    return tuple(found)


def _publish(
    *,
    case: ReviewCase,
    readings: Mapping[int, ReviewReading],
    findings: Sequence[Finding],
    score: Score,
    rules: RuleSet[Rubric],
    review_id: UUID,
    by: By,
    new_id: Callable[[], UUID],
) -> ReviewPublication:
    final, holding = readings[RECONCILED], case.holding
    version = ReviewPublication.objects.filter(case__holding_id=holding.pk).count() + 1
    issued_kg = holding.kg
    is_accepted = final.verdict == ReviewVerdict.ACCEPTED
    held_back_kg = (
        hold_back(holding=holding, estimate_kg=final.estimate_kg, case_id=case.pk, by=by, new_id=new_id)
        if is_accepted
        else 0
    )
    body = _body(case=case, readings=readings, findings=findings, score=score, rules=rules, review_id=review_id,
                 version=version, held_back_kg=held_back_kg, by=by)  # fmt: skip
    content = encode(body)
    digest = hashlib.sha256(content).hexdigest()
    assert final.person_id is not None
    review = record_review(
        review_id=review_id, holding_id=holding.pk, reviewer_id=final.person_id,
        verdict=ReviewVerdict(final.verdict), lines=_lines(reading=final, rules=rules), next_review=final.next_review,
        request_id=f"rating/{case.pk.hex}", at=by.at,
        rating={"rating_sha256": digest, "version": version, "score": [score.low, score.middle, score.high],
                "estimate_kg": final.estimate_kg, "held_back_kg": held_back_kg},
    )  # fmt: skip
    totals = get_public_totals(program=holding.program_id, project_ref=holding.project.ref)
    return ReviewPublication.objects.create(
        review=review, case=case, version=version, body=content, sha256=digest, score_low=score.low,
        score_middle=score.middle, score_high=score.high, issued_kg=issued_kg, estimate_kg=final.estimate_kg,
        held_back_kg=held_back_kg, reversed_kg=totals.reversed_kg, methodology=holding.project.methodology,
    )  # fmt: skip


def _lines(*, reading: ReviewReading, rules: RuleSet[Rubric]) -> ReviewLines:
    """Tell the parts on the six lines of old; a part without words says that nothing was shown."""
    texts: dict[str, str] = {}
    for line, parts in LINE_PARTS.items():
        ids = [one.id for one in rules.body.criterion if one.part in parts]
        said = [str(reading.answers[id]["text"]) for id in ids if reading.answers.get(id, {}).get("text")]
        texts[line] = " ".join(dict.fromkeys(said))[:LINE_MAX] or "Not shown."
    return ReviewLines(**texts)


def _body(
    *,
    case: ReviewCase,
    readings: Mapping[int, ReviewReading],
    findings: Sequence[Finding],
    score: Score,
    rules: RuleSet[Rubric],
    review_id: UUID,
    version: int,
    held_back_kg: int,
    by: By,
) -> dict[str, object]:
    final, holding = readings[RECONCILED], case.holding
    earlier = case.replaces
    return {
        "type": "truetonne-rating/1",
        "review_id": show_id(prefix="rev", id=review_id),
        "version": version,
        "replaces": show_id(prefix="rev", id=earlier.pk) if earlier else "",
        "published_on": by.at.date().isoformat(),
        "next_review": final.next_review.isoformat(),
        "program": holding.program_id,
        "project_id": holding.project.ref,
        "serials": holding.serial,
        "kind": case.kind,
        "methodology": case.methodology,
        "variant": case.variant,
        "why": case.reason,
        "verdict": final.verdict,
        "rubric": rules.key,
        "score": {"low": score.low, "middle": score.middle, "high": score.high,
                  "parts": [{"part": p.part, "low": p.low, "middle": p.middle, "high": p.high} for p in score.parts]},
        "findings": [_finding(finding=one) for one in findings],
        "readings": [_reading(row=row) for _seat, row in sorted(readings.items())],
        "reviewers": [
            {"name": row.person.name if row.person else "", "seat": row.seat or 0, "employer": row.employer,
             "paid_by": row.paid_by, "conflicts": row.conflicts, "refused_for": row.refusals}
            for row in case.declarations.select_related("person").order_by("recorded_at", "id")
        ],
        "evidence": [
            {"title": row.title, "issuer": row.issuer, "dated": row.document_date.isoformat(), "sha256": row.sha256}
            for row in case.evidence.order_by("recorded_at", "id")
        ],
        "computations": [
            {"method": row.method, "input_sha256": row.input_id, "parameters": json.dumps(row.parameters, sort_keys=True),
             "seed": str(row.seed), "versions": row.versions, "result_sha256": row.result_sha256}
            for row in case.computations.order_by("recorded_at", "id")
        ],
        "issued_kg": holding.kg,
        "estimate_kg": final.estimate_kg,
        "estimate_basis": final.estimate_basis,
        "held_back_kg": held_back_kg,
    }  # fmt: skip


def _finding(*, finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule, "rule_set": finding.rule_set, "result": finding.result.value,
        "message": finding.message_key, "evidence": list(finding.evidence_ids),
        "figures": {one.name: str(one.value) for one in finding.figures},
    }  # fmt: skip


def _reading(*, row: ReviewReading) -> dict[str, object]:
    return {
        "seat": row.seat, "reader": row.person.name if row.person else "", "verdict": row.verdict,
        "estimate_kg": row.estimate_kg, "answers": row.answers, "note": row.note,
    }  # fmt: skip


def hold_back(*, holding: Holding, estimate_kg: int, case_id: UUID, by: By, new_id: Callable[[], UUID]) -> int:
    """Split what was issued above the estimate off the block's tail and hold it; return the kilograms held back in all.

    Whole units, rounded up: never less than the difference. Units already used or reserved stay; what is then short is
    not held. A later higher estimate releases nothing by itself.
    """
    unit_kg = holding.unit_kg
    lots = [lot for lot in list_lots_of(holdings=(holding,)) if lot.lot_class == LotClass.STOCK]
    held = sum(lot.held_kg for lot in lots if _is_held_back(lot=lot))
    wanted = -(-max(0, holding.kg - estimate_kg) // unit_kg) * unit_kg - held
    for number, lot in enumerate(sorted(lots, key=lambda one: -one.last)):
        if wanted <= 0:
            break
        free_kg = lot.available_kg // unit_kg * unit_kg
        if lot.hold_reason is not None or free_kg <= 0:
            continue
        take_kg = min(wanted, free_kg)
        request_id = f"held-back/{case_id.hex}/{number}"
        target = lot.lot_id
        if take_kg < lot.issued_kg:
            target = new_id()
            ledger.split_lot(
                lot_id=lot.lot_id, at_serial=lot.last + 1 - take_kg // unit_kg, new_lot_id=target,
                request_id=f"{request_id}/split", at=by.at,
            )  # fmt: skip
        reason = f"{HELD_BACK}: {holding.kg} kg issued, {estimate_kg} kg estimated"
        ledger.hold_lot(lot_id=target, reason=reason, request_id=f"{request_id}/hold", at=by.at)
        wanted -= take_kg
        held += take_kg
    return held


def _is_held_back(*, lot: LotState) -> bool:
    return lot.hold_reason is not None and lot.hold_reason.startswith(HELD_BACK)
