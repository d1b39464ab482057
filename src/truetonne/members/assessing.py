"""Judging an application by the policy of a day, and keeping the judgement with the facts it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from truetonne.members.company_facts import build_facts
from truetonne.members.models import Application, AssessmentFinding, Submission
from truetonne.members.models import Assessment as StoredAssessment
from truetonne.members.policies import get_policy
from truetonne.members.states import Cause
from truetonne.rules.eligibility import assess_eligibility, read_facts
from truetonne.rules.eligibility.policy import PolicyInForce
from truetonne.rules.findings import Assessment
from truetonne.science.inputs import Inputs


def judge(*, facts: Mapping[str, object], policy: PolicyInForce) -> Assessment:
    """Judge facts as JSON by a policy; raises the refusals of ``science.errors`` for facts that cannot be read."""
    return assess_eligibility(facts=read_facts(given=Inputs(facts)), policy=policy)


def last_answers(*, application: Application) -> Mapping[str, object]:
    """Return the answers that were submitted last, or the draft where none were."""
    last = Submission.objects.filter(application=application).order_by("-number").first()
    answers: Mapping[str, object] = last.answers if last is not None else application.draft
    return answers


def store_assessment(
    *,
    application: Application,
    assessment_id: UUID,
    cause: Cause,
    as_of: date,
    person_id: UUID | None,
    at: datetime,
) -> StoredAssessment:
    """Judge an application on accepted evidence as of a day and keep the assessment with all its findings."""
    policy = get_policy(as_of=as_of)
    facts = build_facts(application=application, answers=last_answers(application=application), as_of=as_of)
    judged = judge(facts=facts, policy=policy)
    stored = StoredAssessment.objects.create(
        pk=assessment_id,
        application=application,
        cause=cause,
        rule_set=policy.key,
        gate_mode=policy.policy.gate_mode,
        as_of=as_of,
        outcome=judged.outcome.value.upper(),
        facts=facts,
        lapses_on=judged.lapses_on,
        conditional_until=judged.conditional_until,
        person_id=person_id,
        effective_at=at,
    )
    AssessmentFinding.objects.bulk_create(
        [
            AssessmentFinding(
                assessment=stored,
                place=place,
                rule=finding.rule,
                rule_set=finding.rule_set,
                result=finding.result.value.upper(),
                clause=finding.clause,
                message_key=finding.message_key,
                also=list(finding.also),
                evidence_ids=list(finding.evidence_ids),
                figures=[figure.as_json() for figure in finding.figures],
                mends=list(finding.mends),
                warnings=list(finding.warnings),
                lapses_on=finding.lapses_on,
                basis=finding.basis,
            )
            for place, finding in enumerate(judged.findings)
        ]
    )
    return stored
