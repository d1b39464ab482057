"""The conditions that a lot hands down to its buyer (LEAF's five), judged in addition to the exchange's own rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from truetonne.members.assessing import last_answers
from truetonne.members.company_facts import build_facts
from truetonne.members.models import Application
from truetonne.members.states import ENDED
from truetonne.rules.eligibility import assess_buyer_condition, read_facts
from truetonne.rules.eligibility.facts import CompanyFacts
from truetonne.rules.findings import Assessment, Outcome
from truetonne.science.inputs import Inputs


class BuyerConditionNotMet(Exception):
    """A lot's condition is not met by this buyer; carries the conditions and their findings."""

    code = "buyer_condition_not_met"

    def __init__(self, *, lot_id: UUID, condition_ids: tuple[str, ...], findings: list[dict[str, object]]) -> None:
        super().__init__(f"not met by this buyer: {', '.join(condition_ids)}")
        self.lot_id = lot_id
        self.condition_ids = condition_ids
        self.findings = findings


def list_unmet_conditions(*, organization_id: UUID, conditions: Iterable[str], at: datetime) -> tuple[Assessment, ...]:
    """Return the assessments of those conditions that an organization does not meet; each says why.

    Raises NotInTable for a condition that nobody defined.
    """
    wanted = tuple(dict.fromkeys(conditions))
    if not wanted:
        return ()
    facts = _facts(organization_id=organization_id, at=at)
    judged = [assess_buyer_condition(condition=condition, facts=facts) for condition in wanted]
    return tuple(each for each in judged if each.outcome is not Outcome.ELIGIBLE)


def require_conditions(*, organization_id: UUID, lot_id: UUID, conditions: Iterable[str], at: datetime) -> None:
    """Raise BuyerConditionNotMet unless the organization meets all conditions of a lot."""
    unmet = list_unmet_conditions(organization_id=organization_id, conditions=conditions, at=at)
    if unmet:
        raise BuyerConditionNotMet(
            lot_id=lot_id,
            condition_ids=tuple(each.rule_set.split("/", 1)[0] for each in unmet),
            findings=[finding.as_json() for each in unmet for finding in each.findings if finding.is_failure],
        )


def _facts(*, organization_id: UUID, at: datetime) -> CompanyFacts:
    rows = Application.objects.filter(organization_id=organization_id).exclude(state__in=ENDED)
    application = rows.select_related("organization").first()
    if application is None:
        return CompanyFacts(as_of=at.date())
    answers = last_answers(application=application)
    facts = build_facts(application=application, answers=answers, as_of=at.date())
    return read_facts(given=Inputs(facts))
