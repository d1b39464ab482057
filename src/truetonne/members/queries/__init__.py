"""What other rooms ask of members: who may buy, how much of a residual is left, and on which conditions of lots."""

from __future__ import annotations

from truetonne.members.queries.conditions import BuyerConditionNotMet, list_unmet_conditions, require_conditions
from truetonne.members.queries.standing import (
    EvidenceExpired,
    NotEligible,
    Standing,
    get_standing,
    lock_standing,
)

__all__ = [
    "BuyerConditionNotMet",
    "EvidenceExpired",
    "NotEligible",
    "Standing",
    "get_standing",
    "list_unmet_conditions",
    "lock_standing",
    "require_conditions",
]
