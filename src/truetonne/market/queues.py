"""What waits for the operator's people, and what of it is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Model, Q, QuerySet

from truetonne.market.models import BeneficiaryName, Order
from truetonne.market.states import OrderState
from truetonne.supply.models import HeldRow, Holding, ImportRun, Review
from truetonne.supply.states import ReviewState

SHOWN: Final = 10
"""Rows of a queue on the overview."""

REVIEW_DUE_DAYS: Final = 60
"""A review stands in the queue so many days before its next date (operator policy)."""

NAME_LATE: Final = timedelta(days=2)
RETIRE_LATE: Final = timedelta(days=2)
"""A name or a paid order that waits longer is late (operator policy)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One queue: how many wait, how many are late, and the first of them."""

    key: str
    waiting: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queues:
    """All queues with their first rows."""

    queues: tuple[Queue, ...]
    payments: Sequence[Order]
    deliveries: Sequence[Order]
    names: Sequence[BeneficiaryName]
    reviews_due: Sequence[Review]
    unreviewed: Sequence[Holding]
    held: int
    last_run: ImportRun | None

    @property
    def waiting(self) -> int:
        return sum(queue.waiting for queue in self.queues)

    @property
    def late(self) -> int:
        return sum(queue.late for queue in self.queues)


def read_queues(*, at: datetime) -> Queues:
    """Return what waits at ``at``; each queue is one query for its counts and one for its first rows."""
    payments = Order.objects.filter(state=OrderState.AWAITING_FUNDS)
    deliveries = Order.objects.filter(
        state__in=[OrderState.CONFIRMED, OrderState.PARTIALLY_DELIVERED], beneficiary__decision__is_confirmed=True
    )
    names = BeneficiaryName.objects.filter(decision__isnull=True)
    due = Review.objects.filter(
        state__in=[ReviewState.PUBLISHED, ReviewState.OVERDUE],
        next_review__lte=at.date() + timedelta(days=REVIEW_DUE_DAYS),
    )
    unreviewed = Holding.objects.filter(lot_class="STOCK", reviews__isnull=True)
    held = HeldRow.objects.filter(decision__isnull=True)
    late_paid = Q(transitions__to_state=OrderState.CONFIRMED, transitions__effective_at__lte=at - RETIRE_LATE)
    counts = (
        _count("payments", payments, late=Q(payment_due_at__lte=at)),
        _count("deliveries", deliveries, late=late_paid),
        _count("names", names, late=Q(effective_at__lte=at - NAME_LATE)),
        _count("reviews", due, late=Q(next_review__lte=at.date())),
        _count("unreviewed", unreviewed, late=Q(pk__in=[])),
        _count("held", held, late=Q(pk__in=[])),
    )
    return Queues(
        queues=counts,
        payments=tuple(payments.select_related("quote", "organization").order_by("payment_due_at", "pk")[:SHOWN]),
        deliveries=tuple(deliveries.select_related("quote", "beneficiary").order_by("effective_at", "pk")[:SHOWN]),
        names=tuple(names.select_related("organization").order_by("effective_at", "pk")[:SHOWN]),
        reviews_due=tuple(due.select_related("holding__project").order_by("next_review", "pk")[:SHOWN]),
        unreviewed=tuple(unreviewed.select_related("project", "program").order_by("recorded_at", "pk")[:SHOWN]),
        held=counts[-1].waiting,
        last_run=ImportRun.objects.order_by("-recorded_at").first(),
    )


def _count(key: str, rows: QuerySet[Model], *, late: Q) -> Queue:
    found = rows.aggregate(waiting=Count("pk", distinct=True), late=Count("pk", filter=late, distinct=True))
    return Queue(key=key, waiting=found["waiting"], late=found["late"])
