"""Announce a new price of a listed lot ahead, and let announced prices come into force on their day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from truetonne.edge.identifiers import show_id
from truetonne.ledger.queries.lots import get_lot
from truetonne.market.models import PriceNotice, PriceNoticeApplied
from truetonne.people.actions import record_audit_line
from truetonne.rules.clocks import clocks_on
from truetonne.science.money import COST_PARTS, CostParts, currency_exponent
from truetonne.supply.actions.listing import (
    SOURCE_MAX,
    PriceSourceMissing,
    require_contract_currency,
    set_price,
)
from truetonne.supply.lots import find_holding_of

AT_ONCE_MAX = 200


class NoticeTooShort(Exception):
    """A price may change earliest after the policy's notice; carries the day asked for and the first possible one."""

    code = "invalid_time"

    def __init__(self, *, effective_on: date, earliest: date, notice_days: int) -> None:
        super().__init__(f"{effective_on} is too soon: prices change {notice_days} days ahead, from {earliest}")
        self.notice_days = notice_days
        self.effective_on = effective_on
        self.earliest = earliest


class DayTaken(Exception):
    """Another price of this lot was announced for that day; carries the day."""

    code = "state_conflict"

    def __init__(self, *, lot_id: UUID, effective_on: date) -> None:
        super().__init__(f"a price of this lot is announced for {effective_on} already")
        self.lot_id = lot_id
        self.effective_on = effective_on


@transaction.atomic
def announce_price(
    *,
    notice_id: UUID,
    lot_id: UUID,
    currency: str,
    price: CostParts,
    source: str,
    effective_on: date,
    person_id: UUID,
    request_id: str,
    at: datetime,
) -> PriceNotice:
    """Announce what a tonne of the lot costs from ``effective_on``, as long ahead as the operator's clocks ask for.

    Open quotes and orders keep their price; quotes made from that day on have the new one. For supply and finance
    staff. Raises LotNotFound, NoticeTooShort, DayTaken, PriceSourceMissing, ContractCurrencyDiffers, InvalidMoney.
    """
    known = PriceNotice.objects.filter(request_id=request_id).first()
    if known is not None:
        return known
    holding = find_holding_of(lot=get_lot(lot_id=lot_id))
    currency_exponent(currency=currency)
    if holding is not None:
        require_contract_currency(holding=holding, currency=currency)
    if not 1 <= len(source.strip()) <= SOURCE_MAX:
        raise PriceSourceMissing(lot_id=lot_id)
    notice_days = clocks_on(day=at.date()).price_notice.count
    earliest = at.date() + timedelta(days=notice_days)
    if effective_on < earliest:
        raise NoticeTooShort(effective_on=effective_on, earliest=earliest, notice_days=notice_days)
    if PriceNotice.objects.filter(lot__public_id=lot_id, effective_on=effective_on).exists():
        raise DayTaken(lot_id=lot_id, effective_on=effective_on)
    notice = PriceNotice.objects.create(
        pk=notice_id,
        lot_id=lot_id,
        currency=currency,
        source=source.strip(),
        effective_on=effective_on,
        person_id=person_id,
        request_id=request_id,
        effective_at=at,
        **{f"{part}_per_t": getattr(price, part) for part in COST_PARTS},
    )
    record_audit_line(
        action="price.changed",
        event="price.changed",
        subject=show_id(prefix="lot", id=lot_id),
        person_id=person_id,
        organization_id=None,
        request_id=request_id,
        at=at,
        facts={"effective_on": effective_on.isoformat(), "per_t_minor": price.total, "currency": currency},
    )
    return notice


def apply_prices(*, at: datetime, new_id: Callable[[], UUID]) -> tuple[UUID, ...]:
    """Bring announced prices into force whose day has come, each once, in the order of their days. Run by the clock."""
    due = PriceNotice.objects.filter(applied__isnull=True, effective_on__lte=at.date()).order_by("effective_on", "pk")
    done: list[UUID] = []
    for notice in due[:AT_ONCE_MAX]:
        with transaction.atomic():
            _wait_for_others()
            if PriceNoticeApplied.objects.filter(pk=notice.pk).exists():
                continue
            set_price(
                price_id=new_id(),
                lot_id=notice.lot_id,
                currency=notice.currency,
                price=notice.price,
                source=notice.source,
                person_id=notice.person_id,
                request_id=f"notice:{notice.pk}",
                at=at,
                announced_on=notice.effective_at.date(),
            )
            PriceNoticeApplied.objects.create(notice=notice, effective_at=at)
        done.append(notice.pk)
    return tuple(done)


def _wait_for_others() -> None:
    """Let one clock at a time bring prices into force."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('market:prices', 0))")


def list_price_notices(*, lot_ids: tuple[UUID, ...] = ()) -> tuple[PriceNotice, ...]:
    """Return the announced prices that are not in force yet, of these lots or of all, soonest first."""
    rows = PriceNotice.objects.filter(applied__isnull=True)
    if lot_ids:
        rows = rows.filter(lot__public_id__in=lot_ids)
    return tuple(rows.order_by("effective_on", "pk"))
