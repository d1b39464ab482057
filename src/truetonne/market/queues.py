"""What waits for the operator's people, and what of it is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Min, Model, Q, QuerySet

from truetonne.ledger.queries.lots import list_lots
from truetonne.ledger.values import LotState
from truetonne.market.claims.reading import list_waiting
from truetonne.market.models import BeneficiaryName, Order
from truetonne.market.models.documents import DocumentKind
from truetonne.market.refunds import RefundDue, list_refunds_due
from truetonne.market.states import OrderState
from truetonne.members.models import Application, Evidence
from truetonne.members.states import ApplicationState
from truetonne.rules.clocks import Clocks
from truetonne.supply.models import HeldRow, Holding, ImportRun, Review
from truetonne.supply.states import ReviewState

SHOWN: Final = 10
"""Rows of a queue on the overview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One queue: how many wait, how many are late, and the first of them."""

    key: str
    waiting: int
    late: int
    oldest_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queues:
    """All queues with their first rows."""

    queues: tuple[Queue, ...]
    payments: Sequence[Order]
    refunds: Sequence[RefundDue]
    deliveries: Sequence[Order]
    names: Sequence[BeneficiaryName]
    reviews_due: Sequence[Review]
    unreviewed: Sequence[Holding]
    applications: Sequence[Application]
    evidence: Sequence[Evidence]
    uninvoiced: Sequence[Order]
    holds: Sequence[LotState]
    held: int
    last_run: ImportRun | None

    @property
    def waiting(self) -> int:
        return sum(queue.waiting for queue in self.queues)

    @property
    def late(self) -> int:
        return sum(queue.late for queue in self.queues)


def read_queues(*, at: datetime, clocks: Clocks) -> Queues:
    """Return what waits at ``at``, late by ``clocks``; each queue is one query for its counts and one for its first rows."""
    payments = Order.objects.filter(state=OrderState.AWAITING_FUNDS)
    deliveries = Order.objects.filter(
        state__in=[OrderState.CONFIRMED, OrderState.PARTIALLY_DELIVERED], beneficiary__decision__is_confirmed=True
    )
    names = BeneficiaryName.objects.filter(decision__isnull=True)
    due = Review.objects.filter(
        state__in=[ReviewState.PUBLISHED, ReviewState.OVERDUE],
        next_review__lte=clocks.review_due.last_day(day=at.date()),
    )
    unreviewed = Holding.objects.filter(lot_class="STOCK", reviews__isnull=True)
    held = HeldRow.objects.filter(decision__isnull=True)
    late_paid = Q(
        transitions__to_state=OrderState.CONFIRMED, transitions__effective_at__lte=at - clocks.retirement_late.span
    )
    applications = Application.objects.filter(state__in=[ApplicationState.SUBMITTED, ApplicationState.SCREENING])
    evidence = Evidence.objects.filter(
        replaced_by__isnull=True, lapses_on__lte=clocks.evidence_due.last_day(day=at.date())
    )
    uninvoiced = payments.exclude(documents__kind=DocumentKind.INVOICE)
    refunds = list_refunds_due()
    holds = tuple(sorted(list_lots(is_held=True), key=lambda lot: (lot.hold_since or at, lot.lot_id)))
    counts = (
        _count(
            "applications",
            applications,
            late=Q(effective_at__lte=at - clocks.application_late.span),
            since="effective_at",
        ),
        _count("evidence", evidence, late=Q(lapses_on__lt=at.date())),
        _count("invoices", uninvoiced, late=Q(effective_at__lte=at - clocks.invoice_late.span), since="effective_at"),
        _count("payments", payments, late=Q(payment_due_at__lte=at), since="effective_at"),
        Queue(
            key="refunds",
            waiting=len(refunds),
            late=sum(row.since_at <= at - clocks.refund_late.span for row in refunds),
            oldest_at=refunds[0].since_at if refunds else None,
        ),
        _count("deliveries", deliveries, late=late_paid, since="effective_at"),
        _count("names", names, late=Q(effective_at__lte=at - clocks.name_late.span), since="effective_at"),
        _count("reviews", due, late=Q(next_review__lte=at.date())),
        _count("unreviewed", unreviewed, late=Q(pk__in=[]), since="recorded_at"),
        Queue(key="holds", waiting=len(holds), late=0, oldest_at=holds[0].hold_since if holds else None),
        _count("claims", list_waiting(), late=Q(effective_at__lte=at - clocks.claim_late.span), since="effective_at"),
        _count("held", held, late=Q(pk__in=[]), since="recorded_at"),
    )
    return Queues(
        queues=counts,
        payments=tuple(payments.select_related("quote", "organization").order_by("payment_due_at", "pk")[:SHOWN]),
        refunds=refunds[:SHOWN],
        deliveries=tuple(deliveries.select_related("quote", "beneficiary").order_by("effective_at", "pk")[:SHOWN]),
        names=tuple(names.select_related("organization").order_by("effective_at", "pk")[:SHOWN]),
        reviews_due=tuple(due.select_related("holding__project").order_by("next_review", "pk")[:SHOWN]),
        unreviewed=tuple(unreviewed.select_related("project", "program").order_by("recorded_at", "pk")[:SHOWN]),
        applications=tuple(applications.select_related("organization").order_by("effective_at", "pk")[:SHOWN]),
        evidence=tuple(evidence.select_related("organization").order_by("lapses_on", "pk")[:SHOWN]),
        uninvoiced=tuple(uninvoiced.select_related("quote", "organization").order_by("effective_at", "pk")[:SHOWN]),
        holds=holds[:SHOWN],
        held=counts[-1].waiting,
        last_run=ImportRun.objects.order_by("-recorded_at").first(),
    )


def _count(key: str, rows: QuerySet[Model], *, late: Q, since: str = "") -> Queue:
    """Count a queue; ``since`` is the column that tells for how long a row waits, if it has one."""
    sums = {"waiting": Count("pk", distinct=True), "late": Count("pk", filter=late, distinct=True)}
    found = rows.aggregate(**sums, **({"oldest_at": Min(since)} if since else {}))
    return Queue(key=key, waiting=found["waiting"], late=found["late"], oldest_at=found.get("oldest_at"))
