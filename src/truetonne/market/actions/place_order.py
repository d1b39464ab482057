"""Place an order: a quote is taken once, in the name of one beneficiary, for one purpose and one period."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint, require_same_input
from truetonne.market import policy
from truetonne.market.allocations import require_allocated
from truetonne.market.attribution import Beneficiary, Claim, require_attribution
from truetonne.market.gates import conditions_of_lots, require_may_inset, require_may_order, require_open
from truetonne.market.locks import lock_request
from truetonne.market.lot_kinds import kinds_of_lots
from truetonne.market.models import BeneficiaryName, InsetClaim, Order, OrderAllocation, OrderTransition, Quote
from truetonne.market.queries import QuoteNotFound, is_name_confirmed
from truetonne.market.registry_book import require_registry_details
from truetonne.market.states import OrderState, Purpose, QuoteState
from truetonne.market.transitions import step
from truetonne.market.values import Placed
from truetonne.people.actions import record_audit_line
from truetonne.people.models import Person
from truetonne.rules.clocks import clocks_on
from truetonne.supply.fuels.refusals import DoublePurposeOffset


class QuoteExpired(Exception):
    """The quote's time is over; carries when it ended."""

    code = "quote_expired"

    def __init__(self, *, quote_id: UUID, expires_at: datetime) -> None:
        super().__init__(f"the quote ended at {expires_at.isoformat()}")
        self.quote_id = quote_id
        self.expires_at = expires_at


class QuoteConsumed(Exception):
    """The quote became an order before; carries that order."""

    code = "quote_consumed"

    def __init__(self, *, quote_id: UUID, order_id: UUID) -> None:
        super().__init__("the quote became an order before")
        self.quote_id = quote_id
        self.order_id = order_id


class ExternalIdUsed(Exception):
    """The client used this id for another order; carries that order."""

    code = "state_conflict"

    def __init__(self, *, external_id: str, order_id: UUID) -> None:
        super().__init__(f"external id {external_id} names another order")
        self.external_id = external_id
        self.order_id = order_id


class RemovalNeeded(Exception):
    """Residual emissions are neutralized by removals only; carries what the lots offer."""

    code = "class_mismatch"

    def __init__(self, *, offered: tuple[str, ...]) -> None:
        super().__init__(f"removals are needed, offered: {', '.join(offered)}")
        self.offered = offered
        self.needed = "REMOVAL"


@transaction.atomic
def place_order(
    *,
    order_id: UUID,
    quote_id: UUID,
    name_id: UUID,
    organization_id: UUID,
    person: Person,
    beneficiary: Beneficiary,
    claim: Claim,
    is_authorized: bool,
    request_id: str,
    at: datetime,
    external_id: str = "",
    is_dry_run: bool = False,
) -> Placed:
    """Take a quote for one beneficiary; it then waits for its money until ``payment_due_at``.

    A name that no one reviewed goes to review (``name_id`` is used if it is new); the order may be paid
    meanwhile, not delivered. Beneficiary, purpose and period are never defaulted.

    The member must be in good standing and the mass within what is left of the inventory year, judged here again.

    Raises NotEligible, EvidenceExpired, ExceedsResidual, BuyerConditionNotMet, AttributionRequired, AttributionInvalid, AuthorizationRequired, QuoteNotFound, QuoteExpired,
    QuoteConsumed, ExternalIdUsed, RemovalNeeded, RegistryDetailsRequired, DoublePurposeOffset, RequestReused.
    """
    require_attribution(beneficiary=beneficiary, claim=claim, is_authorized=is_authorized, at=at)
    given = fingerprint(
        verb="order", given=_as_given(quote_id=quote_id, beneficiary=beneficiary, claim=claim, external_id=external_id)
    )
    lock_request(organization_id=organization_id, request_id=request_id)
    known = Order.objects.filter(organization_id=organization_id, request_id=request_id).first()
    if known is not None:
        require_same_input(request_id=request_id, first=known.fingerprint, now=given)
        return _placed(order=known)
    require_external_id_free(organization_id=organization_id, external_id=external_id)
    kg = Quote.objects.filter(pk=quote_id, organization_id=organization_id).values_list("kg", flat=True).first()
    if kg is None:
        raise QuoteNotFound("no quote has this id")
    needs_removals = _require_door(quote_id=quote_id, organization_id=organization_id, claim=claim, kg=kg, at=at)
    quote = _consume(quote_id=quote_id, organization_id=organization_id, at=at)
    require_allocated(allocations=claim.allocations, kg=quote.kg, year_max=at.year)
    _require_kinds(quote=quote, beneficiary=beneficiary, claim=claim, needs_removals=needs_removals, at=at)
    name = keep_name(beneficiary=beneficiary, name_id=name_id, organization_id=organization_id, at=at)
    order = store_order(
        order_id=order_id,
        quote=quote,
        name=name,
        beneficiary=beneficiary,
        claim=claim,
        person=person,
        external_id=external_id,
        states=(OrderState.RESERVED, OrderState.AWAITING_FUNDS),
        given=given,
        request_id=request_id,
        at=at,
    )
    record_audit_line(
        action="order.placed",
        event="order.placed",
        subject=show_id(prefix="ord", id=order_id),
        person_id=person.pk,
        organization_id=organization_id,
        request_id=request_id,
        at=at,
        facts={"quote": show_id(prefix="qte", id=quote_id), "purpose": claim.purpose},
    )
    placed = _placed(order=order)
    if is_dry_run:
        transaction.set_rollback(True)
    return placed


def _require_door(*, quote_id: UUID, organization_id: UUID, claim: Claim, kg: int, at: datetime) -> bool:
    """Ask what the quote's door asks, and return whether removals are needed; insets have a door of their own.

    Raises DoublePurposeOffset and the gates' refusals.
    """
    is_inset = InsetClaim.objects.filter(quote_id=quote_id).exists()
    if is_inset != (claim.purpose == Purpose.INSETTING):
        raise DoublePurposeOffset(fact="an inset is never an offset, and a credit is never an inset")
    if is_inset:
        require_may_inset(organization_id=organization_id, at=at)
        return False
    return require_may_order(organization_id=organization_id, claim=claim, kg=kg, at=at)


def keep_name(
    *, beneficiary: Beneficiary, name_id: UUID, organization_id: UUID, at: datetime, is_anybodys: bool = False
) -> BeneficiaryName:
    """Return the organization's name with exactly these spellings and identifiers; a new one is kept for review.

    That another member's use of the name was confirmed does not count, or everybody could retire in its name. With
    ``is_anybodys`` it does: for the operator's own people, who do the confirming.
    """
    exact = {
        "display_name": beneficiary.display_name,
        "legal_name": beneficiary.legal_name,
        "lei": beneficiary.lei,
        "registration_number": beneficiary.registration_number,
        "domain": beneficiary.domain,
        "country": beneficiary.country,
    }
    rows = BeneficiaryName.objects.select_related("decision").filter(**exact)
    if is_anybodys:
        confirmed = rows.filter(decision__is_confirmed=True).order_by("recorded_at", "pk").first()
        if confirmed is not None:
            return confirmed
    known = rows.filter(organization_id=organization_id).first()
    if known is not None:
        return known
    fresh = BeneficiaryName(
        pk=name_id,
        organization_id=organization_id,
        search_key=search_key(text=beneficiary.display_name),
        effective_at=at,
        **exact,
    )
    BeneficiaryName.objects.bulk_create([fresh], ignore_conflicts=True)
    return rows.get(organization_id=organization_id)


def search_key(*, text: str) -> str:
    """Return a name without case, blanks and punctuation: for finding alike spellings, never for joining them."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())[:400]


def store_order(
    *,
    order_id: UUID,
    quote: Quote,
    name: BeneficiaryName,
    beneficiary: Beneficiary,
    claim: Claim,
    person: Person,
    external_id: str,
    states: tuple[OrderState, ...],
    given: bytes,
    request_id: str,
    at: datetime,
) -> Order:
    """Write the order in the last of ``states``, with one step for each."""
    order = Order.objects.create(
        pk=order_id,
        quote=quote,
        organization_id=quote.organization_id,
        person=person,
        request_id=request_id,
        fingerprint=given,
        external_id=external_id,
        state=states[-1],
        beneficiary=name,
        hidden_until=beneficiary.hidden_until,
        purpose=claim.purpose,
        claim_year=claim.period.year,
        period_start=claim.period.start,
        period_end=claim.period.end,
        claim_country=claim.country,
        claim_scope=claim.scope,
        note=claim.note,
        inventory_line=claim.inventory_line,
        signer=claim.signer,
        authorization_statement=policy.AUTHORIZATION_STATEMENT,
        payment_due_at=at + clocks_on(day=at.date()).payment_term.span,
        effective_at=at,
    )
    if claim.allocations:
        OrderAllocation.objects.bulk_create(
            [
                OrderAllocation(order=order, number=number, **each.as_fact())
                for number, each in enumerate(claim.allocations, 1)
            ]
        )
    before = (OrderState.QUOTED, *states[:-1])
    OrderTransition.objects.bulk_create(
        [
            step(order=order, number=number, was=was, now=now, person_id=person.pk, at=at)
            for number, (was, now) in enumerate(zip(before, states, strict=True), 1)
        ]
    )
    return order


def _consume(*, quote_id: UUID, organization_id: UUID, at: datetime) -> Quote:
    """End the quote by this order; only one of an order and a lapse can."""
    taken = Quote.objects.filter(
        pk=quote_id, organization_id=organization_id, state=QuoteState.OPEN, expires_at__gt=at
    ).update(state=QuoteState.CONSUMED)
    quote = Quote.objects.filter(pk=quote_id, organization_id=organization_id).first()
    if quote is None:
        raise QuoteNotFound("no quote has this id")
    if not taken:
        order_id = Order.objects.filter(quote_id=quote_id).values_list("pk", flat=True).first()
        if order_id is not None:
            raise QuoteConsumed(quote_id=quote_id, order_id=order_id)
        raise QuoteExpired(quote_id=quote_id, expires_at=quote.expires_at)
    return quote


def require_external_id_free(*, organization_id: UUID, external_id: str) -> None:
    """Raise ExternalIdUsed when the client used this id for another order; no id is always free."""
    if not external_id:
        return
    rows = Order.objects.filter(organization_id=organization_id, external_id=external_id)
    order_id = rows.values_list("pk", flat=True).first()
    if order_id is not None:
        raise ExternalIdUsed(external_id=external_id, order_id=order_id)


def _require_kinds(*, quote: Quote, beneficiary: Beneficiary, claim: Claim, needs_removals: bool, at: datetime) -> None:
    """Raise where the quoted lots do not go with the claim or the buyer.

    RemovalNeeded, RegistryDetailsRequired, BuyerConditionNotMet.
    """
    lot_ids = cast("Iterable[UUID]", quote.lines.values_list("lot_id", flat=True))
    known = {lot_id: kind for lot_id, kind in kinds_of_lots(lot_ids=lot_ids).items() if kind is not None}
    kinds = list(known.values())
    asked = conditions_of_lots(roots={lot_id: kind.root_id for lot_id, kind in known.items()})
    require_open(organization_id=quote.organization_id, lot_ids=known, asked=asked, at=at)
    require_registry_details(programs={kind.program for kind in kinds}, beneficiary=beneficiary, claim=claim)
    if needs_removals or claim.purpose == Purpose.RESIDUAL_NEUTRALIZATION:
        require_removals(classes=tuple(kind.credit_class for kind in kinds))


def require_removals(*, classes: tuple[str, ...]) -> None:
    """Raise RemovalNeeded unless every class is a removal."""
    if not all(each.startswith("REMOVAL") for each in classes):
        raise RemovalNeeded(offered=tuple(sorted(set(classes))))


def _placed(*, order: Order) -> Placed:
    return Placed(
        order_id=order.pk,
        quote_id=order.quote_id,
        state=OrderState(order.state),
        currency=order.quote.currency,
        amount_minor=order.quote.amount_minor,
        kg=order.quote.kg,
        payment_due_at=order.payment_due_at,
        is_name_confirmed=is_name_confirmed(name=order.beneficiary) is True,
    )


def _as_given(*, quote_id: UUID, beneficiary: Beneficiary, claim: Claim, external_id: str) -> dict[str, object]:
    return {"quote": str(quote_id), "beneficiary": repr(beneficiary), "claim": repr(claim), "external_id": external_id}
