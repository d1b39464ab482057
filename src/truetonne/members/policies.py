"""Which policy is in force: the one that the package ships, and the versions that the operator adopted since.

An adopted version applies from its day; the one before it ends on that day. Old decisions keep theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise

from truetonne.members.models import PolicySignOff
from truetonne.rules.eligibility.policy import EXCHANGE_ELIGIBILITY, Policy, PolicyInForce
from truetonne.rules.rule_set import RuleSet, choose_version, list_versions, read_rule_set


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """One version with how it came into force; ``adopted_at`` is None for what the package ships."""

    rules: RuleSet[Policy]
    text: str = ""
    reason: str = ""
    proposed_by: str = ""
    signed_by: str = ""
    adopted_at: datetime | None = None


def list_policy_versions() -> tuple[PolicyVersion, ...]:
    """Return all versions in order of validity, each ended by the next."""
    shipped = [PolicyVersion(rules=rules) for rules in list_versions(family=EXCHANGE_ELIGIBILITY)]
    rows = (
        PolicySignOff.objects.filter(rule_set=EXCHANGE_ELIGIBILITY.id, is_adopted=True)
        .select_related("proposal__person", "person")
        .order_by("proposal__valid_from", "recorded_at")
    )
    adopted = [
        PolicyVersion(
            rules=_read(text=row.proposal.text, version=row.version),
            text=row.proposal.text,
            reason=row.proposal.reason,
            proposed_by=row.proposal.person.name,
            signed_by=row.person.name,
            adopted_at=row.effective_at,
        )
        for row in rows
    ]
    ordered = sorted([*shipped, *adopted], key=lambda each: each.rules.header.valid_from)
    ended = [_end(version=version, on=following.rules.header.valid_from) for version, following in pairwise(ordered)]
    return (*ended, *ordered[-1:])


def get_policy(*, as_of: date) -> PolicyInForce:
    """Return the policy of a day; raises NotInTable before the first version."""
    found = choose_version(versions=[each.rules for each in list_policy_versions()], as_of=as_of)
    return PolicyInForce(key=found.key, policy=found.body)


def get_policy_version(*, key: str) -> PolicyInForce:
    """Return a policy by the name that a decision stored, ``exchange-eligibility/1``; raises NotInTable."""
    version = key.split("/", 1)[1]
    shipped = list_versions(family=EXCHANGE_ELIGIBILITY)
    if any(rules.version == version for rules in shipped):
        found = choose_version(versions=shipped, version=version)
    else:
        rows = PolicySignOff.objects.filter(rule_set=EXCHANGE_ELIGIBILITY.id, version=version, is_adopted=True)
        texts = rows.values_list("proposal__text", flat=True)
        found = choose_version(versions=[_read(text=text, version=version) for text in texts], version=version)
    return PolicyInForce(key=found.key, policy=found.body)


@lru_cache(maxsize=64)
def _read(*, text: str, version: str) -> RuleSet[Policy]:
    """Read an adopted text; it never changes, so that an order need not parse it again."""
    return read_rule_set(family=EXCHANGE_ELIGIBILITY, text=text, file=f"adopted version {version}")


def _end(*, version: PolicyVersion, on: date) -> PolicyVersion:
    header = version.rules.header
    ends = on if header.valid_until is None else min(on, header.valid_until)
    return replace(version, rules=replace(version.rules, header=replace(header, valid_until=ends)))
