"""Which unverified parameters and rule sets the operator accepts, by name, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from truetonne.supply.models import ParameterProposal
from truetonne.supply.parameters import rule_set_name


class UnverifiedNotAccepted(Exception):
    """A result rests on parameters that nobody checked and no policy accepts; carries their names."""

    code = "unverified_not_accepted"

    def __init__(self, *, parameters: tuple[str, ...]) -> None:
        super().__init__(f"not checked against their document, and accepted by no policy: {', '.join(parameters)}")
        self.parameters = parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """One parameter that is worked with although its document was not read."""

    parameter: str
    reason: str
    proposed_by: str
    accepted_by: str
    accepted_at: datetime
    note: str
    withdrawn_at: datetime | None
    withdrawn_why: str


def list_acceptances() -> tuple[Acceptance, ...]:
    """Return every acceptance, those that ended too, by name and day."""
    rows = ParameterProposal.objects.filter(decision__is_accepted=True).select_related(
        "person", "decision__person", "decision__withdrawal"
    )
    return tuple(_acceptance(row) for row in rows.order_by("parameter", "effective_at"))


def find_confirmation(*, rule_set_key: str, at: datetime) -> Acceptance | None:
    """Return who confirmed a version of a rule set (``id/version``) and why, as it holds at a time; None where nobody did."""
    name = rule_set_name(key=rule_set_key)
    rows = ParameterProposal.objects.filter(parameter=name, decision__is_accepted=True)
    found = [_acceptance(row) for row in rows.select_related("person", "decision__person", "decision__withdrawal")]
    in_force = [one for one in found if one.accepted_at <= at and (one.withdrawn_at is None or one.withdrawn_at > at)]
    return max(in_force, key=lambda one: one.accepted_at, default=None)


def find_unaccepted(*, parameters: Iterable[str], at: datetime) -> tuple[str, ...]:
    """Return those of the named parameters that no acceptance in force covers at a time, in their order."""
    accepted = {
        one.parameter
        for one in list_acceptances()
        if one.accepted_at <= at and (one.withdrawn_at is None or one.withdrawn_at > at)
    }
    return tuple(name for name in dict.fromkeys(parameters) if name not in accepted)


def require_accepted(*, parameters: Iterable[str], at: datetime) -> tuple[str, ...]:
    """Return the named parameters, all of them accepted at a time. Raises UnverifiedNotAccepted."""
    named = tuple(dict.fromkeys(parameters))
    missing = find_unaccepted(parameters=named, at=at)
    if missing:
        raise UnverifiedNotAccepted(parameters=missing)
    return named


def _acceptance(row: ParameterProposal) -> Acceptance:
    withdrawal = getattr(row.decision, "withdrawal", None)
    return Acceptance(
        parameter=row.parameter,
        reason=row.reason,
        proposed_by=row.person.name,
        accepted_by=row.decision.person.name,
        accepted_at=row.decision.effective_at,
        note=row.decision.reason,
        withdrawn_at=withdrawal.effective_at if withdrawal is not None else None,
        withdrawn_why=withdrawal.reason if withdrawal is not None else "",
    )
