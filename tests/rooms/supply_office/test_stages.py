from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from tests.rooms.supply_office import registry_files as files
from tests.rooms.supply_office.desk import Desk, now, sign_in
from truetonne.ledger.actions import cancel_units, hold_lot
from truetonne.ledger.values import CancelReason, LotClass
from truetonne.rules.clocks import clocks_on
from truetonne.supply.desk.lots import Stage, find_stage, get_desk_lot, list_desk_lots
from truetonne.supply.desk.overview import count_supply
from truetonne.supply.desk.reviews import list_blocks
from truetonne.supply.states import ReviewVerdict, RunKind

CLOCKS = clocks_on(day=date(2026, 3, 2))

pytestmark = pytest.mark.django_db


def stage(desk: Desk) -> Stage:
    (found,) = list_desk_lots(today=now().date())
    return found.stage


def test_a_lot_goes_from_stage_to_stage(desk: Desk) -> None:
    lot = desk.receive_block()
    stages = [stage(desk)]
    desk.review(lot)
    stages.append(stage(desk))
    desk.price(lot)
    stages.append(stage(desk))
    hold_lot(lot_id=lot.lot_id, reason="a fire report", request_id="hold", at=now())
    stages.append(stage(desk))
    cancel_units(lot_id=lot.lot_id, kg=100_000, reason=CancelReason.ERROR, request_id="all", at=now())
    stages.append(stage(desk))

    assert stages == [Stage.REVIEW_MISSING, Stage.PRICE_MISSING, Stage.READY, Stage.ON_HOLD, Stage.USED_UP]


def test_a_review_that_lapses_leaves_its_lots_at_review_overdue(desk: Desk) -> None:
    lot = desk.receive_block()
    review = desk.review(lot, days=5)
    desk.price(lot)

    (found,) = list_desk_lots(today=review.next_review)
    (block,) = list_blocks(lots=(found,), today=review.next_review, clocks=CLOCKS)

    assert found.stage is Stage.REVIEW_OVERDUE
    assert (block.is_late, block.is_due) == (True, False)


def test_a_review_is_due_some_weeks_before_it_lapses(desk: Desk) -> None:
    lot = desk.receive_block()
    review = desk.review(lot, days=100)

    def is_due(days_before: int) -> bool:
        today = review.next_review.fromordinal(review.next_review.toordinal() - days_before)
        (block,) = list_blocks(lots=list_desk_lots(today=today), today=today, clocks=CLOCKS)
        return block.is_due

    assert is_due(CLOCKS.review_due.count)
    assert not is_due(CLOCKS.review_due.count + 1)


def test_a_refused_review_and_a_buffer_are_stages_of_their_own(desk: Desk) -> None:
    lot = desk.receive_block()
    desk.review(lot, verdict=ReviewVerdict.REFUSED)
    found = get_desk_lot(lot_id=lot.lot_id, today=now().date())

    assert found.stage is Stage.REVIEW_REFUSED
    buffer = replace(found.lot, lot_class=LotClass.BUFFER)
    assert find_stage(lot=buffer, review=found.review, today=now().date()) is Stage.BUFFER


def test_the_first_page_of_the_office_counts_lots_by_stage(desk: Desk, client: Client) -> None:
    lot = desk.receive_block(first=1, last=100)
    desk.load(("more.csv", files.holdings((101, 200))), kind=RunKind.HOLDINGS)
    desk.load(("broken.doc", b"no table"))
    desk.sell(lot)

    counts = count_supply(today=now().date())
    page = sign_in(client, desk.clerk).get("/office/").content.decode()

    assert dict(counts.stages) == {Stage.REVIEW_MISSING: 1, Stage.LISTED: 1}
    assert counts.open_upload_count == 1
    assert "/office/lots/?stage=REVIEW_MISSING" in page
    assert "One import is not done." in page
