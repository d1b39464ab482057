"""A further tier of one chain discloses a customer's claim: it is written down, no kilogram moves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.market.inset_judging import find_rules
from truetonne.market.models import InsetClaim, InsetDisclosure
from truetonne.people.actions import record_audit_line
from truetonne.people.models import Person
from truetonne.science.fuels.book_and_claim import CoClaim
from truetonne.supply.fuels.refusals import SecondScope3Claimant, UnrelatedChains


@transaction.atomic
def disclose_tier(
    *,
    disclosure_id: UUID,
    claim: InsetClaim,
    party: str,
    tier: str,
    scope3_category: int,
    person: Person,
    request_id: str,
    at: datetime,
) -> InsetDisclosure:
    """Write down who else of the chain discloses a SCOPE3 claim; each tier once. Called by the claim's own buyer.

    Raises SecondScope3Claimant where only one customer may claim, or the tier has disclosed; UnrelatedChains for the
    fuel user's own side, which has no further tiers.
    """
    first = InsetDisclosure.objects.filter(request_id=request_id).first()
    if first is not None:
        return first
    if claim.side != "SCOPE3":
        raise UnrelatedChains(fact="further tiers disclose a customer's claim, not the fuel user's")
    if CoClaim(find_rules(today=at.date()).body.co_claim_mode) is not CoClaim.CHAIN_TIERS:
        raise SecondScope3Claimant(fact="only the fuel user and one customer may claim this batch")
    taken = InsetDisclosure.objects.filter(claim=claim, tier=tier).first()
    if taken is not None or tier in {claim.tier, "CARRIER"}:
        other = taken.party if taken is not None else ""
        raise SecondScope3Claimant(fact="this tier of the chain has claimed or disclosed already", other=other)
    disclosed = InsetDisclosure.objects.create(
        pk=disclosure_id, claim=claim, party=party, tier=tier, scope3_category=scope3_category, person=person,
        request_id=request_id, effective_at=at,
    )  # fmt: skip
    record_audit_line(
        action="inset.tier_disclosed",
        subject=show_id(prefix="ord", id=claim.quote.order.pk),
        person_id=person.pk,
        organization_id=claim.organization_id,
        request_id=request_id,
        at=at,
        facts={"party": party, "tier": tier, "scope3_category": scope3_category},
    )
    return disclosed
