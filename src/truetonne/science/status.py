"""How far a number may be trusted: the six words that every parameter, rule and result carries."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Status(StrEnum):
    """Trust in a number, strongest first.

    PUBLISHED is the text of a standard or law, or an official table. PUBLIC_CODE is asserted by a named public
    repository. DERIVED is arithmetic from a formula stated here. OPERATOR_POLICY is a choice of the operator.
    SECONDARY is a named third party's summary. UNVERIFIED must be checked against the official document before
    real use. Source: methods reference 0.1.
    """

    PUBLISHED = "published"
    PUBLIC_CODE = "public code"
    DERIVED = "derived"
    OPERATOR_POLICY = "operator policy"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


def is_unverified(*, statuses: Iterable[Status]) -> bool:
    """Say whether any of the statuses is UNVERIFIED, so that what rests on them must say so."""
    return Status.UNVERIFIED in set(statuses)
