"""The price of a lot on sale changes after notice only, once, on its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.rooms.exchange import PRICE
from tests.rooms.supply_office.desk import Desk, now
from truetonne.ledger.queries.lots import get_lot
from truetonne.ledger.values import LotState
from truetonne.market.actions.announce_price import announce_price, apply_prices, list_price_notices
from truetonne.rules.clocks import clocks_on
from truetonne.supply.actions.listing import PriceNoticeNeeded, set_price

CLOCKS = clocks_on(day=date(2026, 3, 2))

pytestmark = pytest.mark.django_db

DEARER = replace(PRICE, project=PRICE.project + 500)


@pytest.fixture
def lot(desk: Desk) -> LotState:
    lot = desk.receive_block()
    desk.sell(lot)
    return lot


def test_a_price_of_a_lot_on_sale_is_not_set_at_once(desk: Desk, lot: LotState) -> None:
    with pytest.raises(PriceNoticeNeeded) as refusal:
        set_price(
            price_id=desk.exchange.ids(), lot_id=lot.lot_id, currency="USD", price=DEARER, source="contract 13",
            person_id=desk.clerk.pk, request_id="at once", at=now(),
        )  # fmt: skip

    assert refusal.value.notice_days == CLOCKS.price_notice.count


def test_an_announced_price_comes_into_force_once_on_its_day(desk: Desk, lot: LotState) -> None:
    told_at = now() - timedelta(days=CLOCKS.price_notice.count)
    announce_price(
        notice_id=desk.exchange.ids(), lot_id=lot.lot_id, currency="USD", price=DEARER, source="contract 13",
        effective_on=now().date(), person_id=desk.clerk.pk, request_id="told", at=told_at,
    )  # fmt: skip
    assert [each.price for each in list_price_notices(lot_ids=(lot.lot_id,))] == [DEARER]

    assert apply_prices(at=now() - timedelta(days=1), new_id=desk.exchange.ids) == ()
    assert len(apply_prices(at=now(), new_id=desk.exchange.ids)) == 1
    assert apply_prices(at=now(), new_id=desk.exchange.ids) == ()

    assert get_lot(lot_id=lot.lot_id).price == DEARER
    assert list_price_notices(lot_ids=(lot.lot_id,)) == ()
