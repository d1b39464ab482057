"""Putting reviewed lots on sale at their cost, and taking them off when a review lapses."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from truetonne.edge.identifiers import show_id
from truetonne.edge.outbox import write_event
from truetonne.edge.requests import fingerprint, require_same_input
from truetonne.ledger import actions as ledger
from truetonne.ledger import queries
from truetonne.ledger.values import LotState
from truetonne.rules.clocks import clocks_on
from truetonne.science.money import CostParts
from truetonne.supply.actions.record_review import RatingMissing, unlist_lots_of
from truetonne.supply.actions.standings import find_standing
from truetonne.supply.acts import record_act
from truetonne.supply.lots import get_holding_of
from truetonne.supply.models import ContractDelivery, Holding, PriceFact, Review
from truetonne.supply.registry_records.vocabulary import Standing
from truetonne.supply.states import ReviewState

SOURCE_MAX = 500


class ReviewMissing(Exception):
    """A lot has no accepted review; carries the lot."""

    code = "not_retirable"

    def __init__(self, *, lot_id: UUID) -> None:
        super().__init__(f"lot {lot_id} has no accepted review: record one before listing it")
        self.lot_id = lot_id


class ReviewOverdue(Exception):
    """A lot's review is past its next-review date; carries the review and the date."""

    code = "review_overdue"

    def __init__(self, *, review_id: UUID, due: date) -> None:
        super().__init__(f"review {review_id} was due for renewal on {due}: record a new one")
        self.review_id = review_id
        self.due = due


class RatingSuspended(Exception):
    """Something contradicts the review; carries it. A new one comes first."""

    code = "state_conflict"

    def __init__(self, *, review_id: UUID) -> None:
        super().__init__(f"review {review_id} is suspended: a new review comes first")
        self.review_id = review_id


class ProjectNotSellable(Exception):
    """The project's registry status keeps its lots from sale; carries project, status and standing."""

    code = "position_held"

    def __init__(self, *, project: str, status: str, standing: Standing) -> None:
        said = f"status {status!r}" if status else "no known status"
        super().__init__(f"project {project} has {said} at its registry, which means {standing.value.lower()}")
        self.project = project
        self.status = status
        self.standing = standing


class PriceSourceMissing(Exception):
    """A price came without where its parts come from."""

    code = "source_required"

    def __init__(self, *, lot_id: UUID) -> None:
        super().__init__(
            f"lot {lot_id}: state where the price's parts come from (contract, invoice), in 1 to {SOURCE_MAX} characters"
        )
        self.lot_id = lot_id


class ContractCurrencyDiffers(Exception):
    """What came for a contract costs what the contract says, in its currency; carries both currencies."""

    code = "invalid_money"

    def __init__(self, *, contract_id: UUID, currency: str, contract_currency: str) -> None:
        super().__init__(f"the contract is in {contract_currency}, the price in {currency}; nothing is converted here")
        self.contract_id = contract_id
        self.currency = currency
        self.contract_currency = contract_currency


class PriceNoticeNeeded(Exception):
    """A lot on sale changes its price after notice only; carries the days of notice."""

    code = "state_conflict"

    def __init__(self, *, lot_id: UUID, notice_days: int) -> None:
        super().__init__(f"lot {lot_id} is on sale: announce its new price {notice_days} days ahead")
        self.lot_id = lot_id
        self.notice_days = notice_days


def set_price(
    *,
    price_id: UUID,
    lot_id: UUID,
    currency: str,
    price: CostParts,
    source: str,
    person_id: UUID | None,
    request_id: str,
    at: datetime,
    announced_on: date | None = None,
) -> LotState:
    """Set what a lot costs per tonne, part by part, and where that is written. There is no margin to set.

    Reservations and lines made before keep their price. A lot on sale takes another price only if that was
    ``announced_on`` a day, as long ago as the operator's clocks of that day ask for. Called by supply and finance staff, and by the clock for
    announced prices. Raises PriceNoticeNeeded, PriceSourceMissing, HoldingNotFound, ContractCurrencyDiffers, RequestReused,
    and what ``ledger.actions.price_lot`` raises.
    """
    if not 1 <= len(source.strip()) <= SOURCE_MAX:
        raise PriceSourceMissing(lot_id=lot_id)
    lot = queries.get_lot(lot_id=lot_id)
    holding = get_holding_of(lot=lot)
    parts = dict(
        zip(
            ("project_minor", "registry_fee_minor", "verification_minor", "fx_minor", "tax_minor", "handling_minor"),
            price.as_tuple(),
            strict=True,
        )
    )
    asked = {"lot": lot_id, "currency": currency, "source": source, **parts}
    first = PriceFact.objects.filter(request_id=request_id).first()
    if first is not None:
        before = {name: getattr(first, name) for name in asked}
        require_same_input(
            request_id=request_id, first=fingerprint(verb="set_price", given=before),
            now=fingerprint(verb="set_price", given=asked),
        )  # fmt: skip
        return queries.get_lot(lot_id=lot_id)
    require_contract_currency(holding=holding, currency=currency)
    days = clocks_on(day=announced_on or at.date()).price_notice.count
    is_told = announced_on is not None and (at.date() - announced_on).days >= days
    if lot.is_listed and (lot.price, lot.currency) != (price, currency) and not is_told:
        raise PriceNoticeNeeded(lot_id=lot_id, notice_days=days)
    with transaction.atomic():
        state = ledger.price_lot(lot_id=lot_id, currency=currency, price=price, request_id=request_id, at=at)
        PriceFact.objects.create(
            id=price_id, holding=holding, person_id=person_id, request_id=request_id, effective_at=at, **asked
        )
        record_act(
            action="price.set",
            subject=show_id(prefix="lot", id=lot_id),
            person_id=person_id,
            request_id=request_id,
            at=at,
            facts={"currency": currency, "per_t_minor": price.total, "source": source},
        )
    return state


def require_contract_currency(*, holding: Holding, currency: str) -> None:
    """Refuse a price in another currency than that of the contract for which a block came. Raises ContractCurrencyDiffers."""
    came = ContractDelivery.objects.select_related("contract").filter(holding=holding).first()
    if came is not None and came.contract.currency != currency:
        raise ContractCurrencyDiffers(
            contract_id=came.contract_id, currency=currency, contract_currency=came.contract.currency
        )


def list_lot(*, lot_id: UUID, request_id: str, at: datetime) -> LotState:
    """Put a lot on sale: its rating is accepted and in date, its price is set, its project is sellable.

    The database refuses a listed block without a rating in force, whoever asks. Called by supply staff. Raises
    HoldingNotFound, ProjectNotSellable, ReviewMissing, RatingMissing, RatingSuspended, ReviewOverdue, RequestReused and
    what ``ledger.actions.list_lot`` raises (LotHeld, PriceMissing, BufferLot, AlreadyListed).
    """
    with transaction.atomic():
        lot = queries.get_lot(lot_id=lot_id)
        holding = get_holding_of(lot=lot)
        standing = find_standing(project=holding.project)
        if standing is not Standing.SELLABLE:
            raise ProjectNotSellable(project=holding.project.ref, status=holding.project.status, standing=standing)
        review = find_review(holding=holding)
        if review is None:
            raise ReviewMissing(lot_id=lot_id)
        if not hasattr(review, "publication"):
            raise RatingMissing(holding_id=holding.pk)
        if review.state == ReviewState.SUSPENDED:
            raise RatingSuspended(review_id=review.pk)
        if review.state == ReviewState.OVERDUE or review.next_review <= at.date():
            raise ReviewOverdue(review_id=review.pk, due=review.next_review)
        return ledger.list_lot(lot_id=lot_id, request_id=request_id, at=at)


def unlist_lot(*, lot_id: UUID, reason: str, request_id: str, at: datetime) -> LotState:
    """Take a lot off sale, with the reason. Called by supply staff. Raises AlreadyUnlisted, RequestReused."""
    return ledger.unlist_lot(lot_id=lot_id, reason=reason, request_id=request_id, at=at)


def find_review(*, holding: Holding) -> Review | None:
    """The accepted review in force of a holding, also when it is overdue or suspended; None when there is none."""
    states = (ReviewState.PUBLISHED, ReviewState.OVERDUE, ReviewState.SUSPENDED)
    newest = Review.objects.filter(holding_id=holding.pk).order_by("-recorded_at", "-id").first()
    return newest if newest is not None and newest.state in states else None


def expire_reviews(*, at: datetime) -> tuple[UUID, ...]:
    """Take every lot off sale whose review is due, and return the reviews that lapsed. Run by the clock.

    A review is in date until the day before its next-review date. One without a rating, from before ratings were
    needed, lapses at once. Running it again changes nothing.
    """
    lapsed: list[UUID] = []
    is_due = Q(next_review__lte=at.date()) | Q(publication__isnull=True)
    due = Review.objects.filter(is_due, state=ReviewState.PUBLISHED).order_by("next_review", "id")
    for review_id in due.values_list("pk", flat=True):
        with transaction.atomic():
            review = Review.objects.select_for_update(of=("self",)).select_related("holding").get(pk=review_id)
            if review.state != ReviewState.PUBLISHED:
                continue
            Review.objects.filter(pk=review_id).update(state=ReviewState.OVERDUE)
            is_late = review.next_review <= at.date()
            reason = f"the review was due on {review.next_review.isoformat()}" if is_late else "no rating is in force"
            request_id = f"review-due/{review_id.hex}"
            unlist_lots_of(holding=review.holding, reason=reason, request_id=request_id, at=at)
            write_event(
                type="review.expired",
                subject=show_id(prefix="rev", id=review_id),
                organization_id=None,
                request_id=request_id,
                at=at,
                data={"next_review": review.next_review.isoformat()},
            )
            lapsed.append(review_id)
    return tuple(lapsed)
