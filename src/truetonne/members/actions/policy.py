"""Change the eligibility policy: one person proposes a rule file, a member of governance signs it before its day."""

from __future__ import annotations

import hashlib
from datetime import date
from uuid import UUID

from django.db import transaction

from truetonne.edge.requests import lock_name
from truetonne.members.acts import By, leave_line
from truetonne.members.models import PolicyProposal, PolicySignOff
from truetonne.members.policies import list_policy_versions
from truetonne.rules.eligibility.policy import EXCHANGE_ELIGIBILITY
from truetonne.rules.rule_set import RuleSetInvalid, read_rule_set


class PolicyNotUsable(Exception):
    """A rule file that cannot become the policy; carries the fact."""

    code = "invalid_request"

    def __init__(self, *, fact: str) -> None:
        super().__init__(fact)
        self.fact = fact


class PolicyTooLate(Exception):
    """A policy would apply before it is signed; carries both days."""

    code = "state_conflict"

    def __init__(self, *, valid_from: date, today: date) -> None:
        super().__init__(f"it would apply from {valid_from.isoformat()}; today is {today.isoformat()}")
        self.valid_from = valid_from
        self.today = today


class SamePersonSigns(Exception):
    """Who proposed a policy does not sign it."""

    code = "second_person_required"

    def __init__(self) -> None:
        super().__init__("who proposed the policy does not sign it")


@transaction.atomic
def propose_policy(*, proposal_id: UUID, text: str, reason: str, by: By) -> PolicyProposal:
    """Keep a rule file for signature. It must be readable, of a new version, and apply later than every version so far.

    Raises PolicyNotUsable, PolicyTooLate. Nothing applies yet.
    """
    known = PolicyProposal.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    try:
        rules = read_rule_set(family=EXCHANGE_ELIGIBILITY, text=text, file="the proposal")
    except RuleSetInvalid as invalid:
        raise PolicyNotUsable(fact=invalid.fact) from None
    _check_place(version=rules.version, valid_from=rules.header.valid_from)
    if rules.header.valid_from <= by.at.date():
        raise PolicyTooLate(valid_from=rules.header.valid_from, today=by.at.date())
    proposal = PolicyProposal.objects.create(
        pk=proposal_id,
        rule_set=rules.id,
        version=rules.version,
        valid_from=rules.header.valid_from,
        text=text,
        sha256=hashlib.sha256(text.encode()).digest(),
        reason=reason,
        person_id=by.person_id,
        request_id=by.request_id,
        effective_at=by.at,
    )
    leave_line(by=by, action="policy.proposed", subject=rules.key, organization_id=None)
    return proposal


@transaction.atomic
def sign_policy(*, sign_off_id: UUID, proposal_id: UUID, is_adopted: bool, reason: str, by: By) -> PolicySignOff:
    """Adopt or refuse a proposed policy; adopted, it applies from its day and ends the one before.

    Raises SamePersonSigns, PolicyTooLate, PolicyNotUsable where another version took its place meanwhile.
    """
    known = PolicySignOff.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    # All signatures wait for each other: each must see the versions that others adopted.
    lock_name(name="policy")
    proposal = PolicyProposal.objects.filter(pk=proposal_id).first()
    if proposal is None or PolicySignOff.objects.filter(proposal=proposal).exists():
        raise PolicyNotUsable(fact="no open proposal has this id")
    if proposal.person_id == by.person_id:
        raise SamePersonSigns
    if is_adopted:
        _check_place(version=proposal.version, valid_from=proposal.valid_from)
        if proposal.valid_from <= by.at.date():
            raise PolicyTooLate(valid_from=proposal.valid_from, today=by.at.date())
    signed = PolicySignOff.objects.create(
        pk=sign_off_id,
        proposal=proposal,
        rule_set=proposal.rule_set,
        version=proposal.version,
        is_adopted=is_adopted,
        reason=reason,
        person_id=by.person_id,
        request_id=by.request_id,
        effective_at=by.at,
    )
    leave_line(
        by=by,
        action="policy.adopted" if is_adopted else "policy.refused",
        subject=f"{proposal.rule_set}/{proposal.version}",
        organization_id=None,
    )
    return signed


def _check_place(*, version: str, valid_from: date) -> None:
    known = [each.rules for each in list_policy_versions()]
    if any(rules.version == version for rules in known):
        raise PolicyNotUsable(fact=f"version {version} is known; give it another")
    last = known[-1].header.valid_from
    if valid_from <= last:
        raise PolicyNotUsable(fact=f"valid_from {valid_from.isoformat()} is not after {last.isoformat()}")
