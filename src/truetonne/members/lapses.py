"""Until when evidence counts, by its kind. Source: standards reference 2.3 (operator policy).

An inventory for the policy's months after its period, a validated target until its own end, a statement for the
policy's months after it was published or read, whichever is earlier; an applicant may name an earlier day.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from truetonne.members.policies import get_policy
from truetonne.members.states import EvidenceKind
from truetonne.rules.calendar_months import add_months, last_day_within

if TYPE_CHECKING:
    from truetonne.members.actions.evidence import NewEvidence

K = EvidenceKind


class LapseUnknown(Exception):
    """No last day follows from this evidence, and none was named."""

    code = "invalid_request"

    def __init__(self, *, kind: str, field: str) -> None:
        super().__init__(f"{field} is needed: without it nobody knows until when this counts")
        self.kind = kind
        self.field = field


def find_lapse(*, evidence: NewEvidence, as_of: date) -> date | None:
    """Return the last day on which evidence counts; None for kinds that do not lapse. Raises LapseUnknown."""
    computed = _compute(evidence=evidence, as_of=as_of)
    if evidence.lapses_on is not None:
        return min(evidence.lapses_on, computed) if computed is not None else evidence.lapses_on
    return computed


def _compute(*, evidence: NewEvidence, as_of: date) -> date | None:
    policy = get_policy(as_of=as_of).policy
    kind = evidence.kind
    if kind == K.INVENTORY_REPORT:
        if evidence.period_end is None:
            raise LapseUnknown(kind=kind, field="period_end")
        return last_day_within(day=evidence.period_end, months=policy.r2.max_age_months)
    if kind == K.TARGET_VALIDATION:
        if evidence.committed_on is not None:
            return last_day_within(day=evidence.committed_on, months=policy.r3.commitment_months)
        if evidence.valid_until is not None:
            return evidence.valid_until
        if evidence.facts.get("strategy") in ("sbti_near_term_validated", "sbti_net_zero_validated"):
            raise LapseUnknown(kind=kind, field="valid_until")
        return _statement_end(evidence=evidence, months=policy.r1.statement_months)
    if kind == K.OWN_TARGET and evidence.valid_until is not None:
        return evidence.valid_until
    if kind in (K.SUPPLIER_ID, K.CUSTOMER_ID, K.PLEDGE_SIGNATURE):
        return None
    return _statement_end(evidence=evidence, months=policy.r1.statement_months)


def _statement_end(*, evidence: NewEvidence, months: int) -> date:
    earliest = min(day for day in (evidence.published_on, evidence.retrieved_on) if day is not None)
    return add_months(day=earliest, months=months)
