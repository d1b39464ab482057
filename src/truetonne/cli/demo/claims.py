"""Claims of the demonstration: one as drafted, one released against an objection, one that waits for a second person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from truetonne.cli.demo.people import Cast

FRAMED = "In 2025 we paid to offset our ongoing emissions. Our own emissions stay as they are in our inventory."
BOLD = "Drink climate neutral tea: we retired credits for 2025."


def publish_claims(*, cast: Cast, at: datetime, new_id: Callable[[], UUID]) -> None:
    """Publish three claims about certificates of the invented trade."""
    from truetonne.market.actions.publish_claim import decide_claim, publish_claim
    from truetonne.market.claims.making import ClaimAsk
    from truetonne.market.models import Delivery

    asked = (
        ("buyer", "", "company", ""),
        ("freight", FRAMED, "company", "Our haulage contracts define the word offset, and they are quoted beside it."),
        ("tea", BOLD, "product", "The tins were printed before the rule applied."),
    )
    for member, text, subject, plea in asked:
        organization, person = cast.members[member], cast.persons[member]
        delivery = Delivery.objects.filter(order__organization=organization).earliest("effective_at")
        claim = publish_claim(
            claim_id=new_id(), ask=ClaimAsk(certificate_id=delivery.certificate_id, text=text, subject=subject),
            organization_ids=(organization.pk,), person=person, request_id=f"demo claim {member}", at=at, plea=plea,
        )  # fmt: skip
        if member == "freight" and claim.objections:
            decide_claim(
                claim_id=claim.pk, is_released=True, person=cast.persons["eligibility"],
                reason="The word is the contract's own and the sentence after it says what stays.",
                request_id="demo claim decision", at=at,
            )  # fmt: skip
