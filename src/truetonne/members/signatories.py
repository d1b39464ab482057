"""The pledge's register at any day: confirmed signatures with their states, computed from reports that were accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.members.models import EvidenceJudgement, PledgeEnd, PledgeSignature
from truetonne.members.states import EvidenceKind
from truetonne.rules.pledge import PLEDGE_REGISTER, PledgeRules, PledgeStanding, PledgeState, find_standing
from truetonne.rules.rule_set import RuleSet, rule_set


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """A confirmed signature as it stands at a day."""

    signature: PledgeSignature
    text: str
    standing: PledgeStanding
    left_on: date | None

    @property
    def state(self) -> PledgeState:
        """Return its state."""
        return self.standing.state


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeCounts:
    """What the rows of a day add up to; what a company does not state is in no sum."""

    signatories: int
    industries: int
    countries: int
    employees: int
    employees_of: int
    revenue_usd: int
    revenue_of: int


def pledge_rules(*, as_of: date) -> RuleSet[PledgeRules]:
    """Return the rules of the pledge in force on a day."""
    return rule_set(family=PLEDGE_REGISTER, as_of=as_of)


def list_signatories(*, as_of: date, organization_ids: Iterable[UUID] | None = None) -> list[Signatory]:
    """Return every confirmed signature that was made by a day, by name, with its state on that day."""
    rows = PledgeSignature.objects.filter(confirmation__is_confirmed=True, signed_on__lte=as_of)
    if organization_ids is not None:
        rows = rows.filter(organization_id__in=list(organization_ids))
    signatures = list(rows.order_by("name", "signed_on"))
    ends = dict(PledgeEnd.objects.filter(signature__in=signatures).values_list("signature_id", "left_on"))
    reports = _reports(organization_ids={each.organization_id for each in signatures})
    rules = pledge_rules(as_of=as_of).body
    return [
        Signatory(
            signature=each,
            text=show_id(prefix="plg", id=each.pk),
            left_on=ends.get(each.pk),
            standing=find_standing(
                signed_on=each.signed_on, reported_on=reports[each.organization_id], left_on=ends.get(each.pk),
                as_of=as_of, rules=rules,
            ),
        )
        for each in signatures
    ]  # fmt: skip


def count_signatories(*, signatories: Iterable[Signatory]) -> PledgeCounts:
    """Return the sums over the rows of a day, removed signatures left out."""
    rows = [each.signature for each in signatories if each.state != PledgeState.REMOVED]
    employees = [each.employees for each in rows if each.employees is not None]
    revenue = [each.revenue_usd for each in rows if each.revenue_usd is not None]
    return PledgeCounts(
        signatories=len(rows),
        industries=len({each.industry for each in rows if each.industry}),
        countries=len({each.country for each in rows}),
        employees=sum(employees),
        employees_of=len(employees),
        revenue_usd=sum(revenue),
        revenue_of=len(revenue),
    )


def find_signatory(*, signature_id: UUID, as_of: date) -> Signatory | None:
    """Return one confirmed signature, None where there is none."""
    organization = PledgeSignature.objects.filter(pk=signature_id).values_list("organization_id", flat=True).first()
    if organization is None:
        return None
    found = list_signatories(as_of=as_of, organization_ids=[organization])
    return next((each for each in found if each.signature.pk == signature_id), None)


def find_last_signature(*, organization_id: UUID) -> PledgeSignature | None:
    """Return the last signature of a company, confirmed or not."""
    rows = PledgeSignature.objects.filter(organization_id=organization_id).select_related("confirmation")
    return rows.order_by("-recorded_at").first()


def _reports(*, organization_ids: set[UUID]) -> dict[UUID, list[date]]:
    """Return the days on which inventory reports of companies were first accepted here and still are.

    The day of acceptance, not of publication: no report that comes late changes a state that the register showed.
    """
    rows = EvidenceJudgement.objects.filter(
        evidence__organization_id__in=organization_ids, evidence__kind=EvidenceKind.INVENTORY_REPORT
    ).order_by("number")
    first: dict[UUID, date] = {}
    last: dict[UUID, tuple[UUID, bool]] = {}
    values = rows.values_list("evidence_id", "evidence__organization_id", "is_accepted", "effective_at")
    for evidence_id, organization_id, is_accepted, at in values:
        last[evidence_id] = (organization_id, is_accepted)
        if is_accepted:
            first.setdefault(evidence_id, at.date())
    found: dict[UUID, list[date]] = defaultdict(list)
    for evidence_id, (organization_id, is_accepted) in last.items():
        if is_accepted:
            found[organization_id].append(first[evidence_id])
    return found
