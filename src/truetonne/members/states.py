"""The states of an application with the steps between them, and the kinds of evidence. Pure.

Source: features reference, section 20; kinds of evidence: standards reference 2.3.
"""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices


class ApplicationState(TextChoices):
    """Where a company stands. Only ELIGIBLE, CONDITIONAL (until its date) and EXPIRING may buy."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    SCREENING = "SCREENING"
    NEEDS_INFO = "NEEDS_INFO"
    ELIGIBLE = "ELIGIBLE"
    CONDITIONAL = "CONDITIONAL"
    PENDING = "PENDING"
    DECLINED = "DECLINED"
    EXPIRING = "EXPIRING"
    SUSPENDED = "SUSPENDED"
    WITHDRAWN = "WITHDRAWN"


S = ApplicationState

TRANSITIONS: Final[dict[ApplicationState, tuple[ApplicationState, ...]]] = {
    S.DRAFT: (S.SUBMITTED, S.WITHDRAWN),
    S.SUBMITTED: (S.SCREENING, S.WITHDRAWN),
    S.SCREENING: (S.NEEDS_INFO, S.ELIGIBLE, S.CONDITIONAL, S.PENDING, S.DECLINED, S.WITHDRAWN),
    S.NEEDS_INFO: (S.SCREENING, S.WITHDRAWN),
    S.PENDING: (S.SCREENING, S.WITHDRAWN),
    S.ELIGIBLE: (S.EXPIRING, S.SUSPENDED, S.WITHDRAWN),
    S.CONDITIONAL: (S.EXPIRING, S.SUSPENDED, S.WITHDRAWN),
    S.EXPIRING: (S.ELIGIBLE, S.SUSPENDED, S.WITHDRAWN),
    S.SUSPENDED: (S.ELIGIBLE, S.WITHDRAWN),
    S.DECLINED: (),
    S.WITHDRAWN: (),
}
"""From each state to those that may follow it; whatever is not listed is refused by name."""

ENDED: Final = (S.DECLINED, S.WITHDRAWN)
"""Nothing follows these; a new application may be begun."""
MAY_BUY: Final = (S.ELIGIBLE, S.CONDITIONAL, S.EXPIRING)
"""The states that may buy, until the date of the decision."""
WRITABLE: Final = (S.DRAFT, S.NEEDS_INFO)
"""The applicant may change answers."""
EVIDENCE_OPEN: Final = (S.DRAFT, S.NEEDS_INFO, S.PENDING, S.ELIGIBLE, S.CONDITIONAL, S.EXPIRING, S.SUSPENDED)
"""The applicant may add evidence: always but while the operator judges, and never after the end."""


class EvidenceKind(TextChoices):
    """What a piece of evidence shows."""

    NET_ZERO_STATEMENT = "NET_ZERO_STATEMENT"
    INVENTORY_REPORT = "INVENTORY_REPORT"
    TARGET_VALIDATION = "TARGET_VALIDATION"
    OWN_TARGET = "OWN_TARGET"
    TRANSITION_PLAN = "TRANSITION_PLAN"
    PLEDGE_SIGNATURE = "PLEDGE_SIGNATURE"
    SME_ROUTE = "SME_ROUTE"
    RACE_TO_ZERO = "RACE_TO_ZERO"
    CREDIT_USE_REPORT = "CREDIT_USE_REPORT"
    ASSURANCE_STATEMENT = "ASSURANCE_STATEMENT"
    SUPPLIER_ID = "SUPPLIER_ID"
    CUSTOMER_ID = "CUSTOMER_ID"


class Cause(TextChoices):
    """Why a company is judged: the first time, or again (rule R5)."""

    SUBMISSION = "SUBMISSION"
    NEW_EVIDENCE = "NEW_EVIDENCE"
    YEARLY = "YEARLY"
    RESTATEMENT = "RESTATEMENT"
    TARGET_CHANGE = "TARGET_CHANGE"
    PLEDGE_CHANGE = "PLEDGE_CHANGE"
    ADVERSE_FINDING = "ADVERSE_FINDING"
    EVIDENCE_EXPIRY = "EVIDENCE_EXPIRY"
    APPEAL = "APPEAL"


class TransitionNotListed(Exception):
    """An application cannot go from one state to another; carries both and what may follow."""

    code = "state_conflict"

    def __init__(self, *, from_state: str, to_state: str) -> None:
        self.from_state = from_state
        self.to_state = to_state
        self.allowed = tuple(state.value for state in TRANSITIONS[ApplicationState(from_state)])
        super().__init__(
            f"an application in state {from_state} cannot become {to_state}; "
            f"allowed: {', '.join(self.allowed) or 'none'}"
        )


def require_transition(*, from_state: str, to_state: str) -> None:
    """Raise TransitionNotListed unless the step is listed."""
    if ApplicationState(to_state) not in TRANSITIONS[ApplicationState(from_state)]:
        raise TransitionNotListed(from_state=from_state, to_state=to_state)
