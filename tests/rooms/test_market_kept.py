"""What many readers ask for is kept in the process, and told anew as soon as something is recorded."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from tests.rooms.exchange import Exchange, make_exchange
from truetonne.ledger.actions.hold import hold_lot
from truetonne.market import kept
from truetonne.market.catalogue import read_offered
from truetonne.people.actions import record_audit_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def exchange(at: datetime) -> Exchange:
    return make_exchange(at=at)


def test_asks_once_while_nothing_is_recorded(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    # Other workers write other databases of the same server, and every writer moves the snapshot.
    monkeypatch.setattr(kept, "_stamp", lambda: ("1:1:", 1, 1))
    exchange.add_lot()

    first = read_offered(today=exchange.at.date())

    assert read_offered(today=exchange.at.date()) is first


def test_asks_anew_after_an_entry_of_the_ledger(exchange: Exchange) -> None:
    lot = exchange.add_lot()
    (before,) = read_offered(today=exchange.at.date())

    hold_lot(lot_id=lot.lot_id, reason="fire in two parcels", request_id="h", at=exchange.at)

    (after,) = read_offered(today=exchange.at.date())
    assert (before.lot.hold_reason, after.lot.hold_reason) == (None, "fire in two parcels")


def test_asks_anew_after_an_act_outside_the_ledger(exchange: Exchange) -> None:
    exchange.add_lot()
    first = read_offered(today=exchange.at.date())

    record_audit_line(
        action="review.published", subject="lot", person_id=exchange.clerk.pk, organization_id=exchange.operator.pk,
        request_id="r", at=exchange.at,
    )  # fmt: skip

    assert read_offered(today=exchange.at.date()) is not first


def test_the_stock_is_paged_and_its_foot_sums_all_lots(exchange: Exchange, client: Client) -> None:
    for number in range(5):
        exchange.add_lot(project=f"{number} Ridge", year=2019 + number)

    first = client.get("/register/stock/", {"limit": 2}).context
    last = client.get("/register/stock/", {"limit": 2, "after": first["page"].next_cursor}).context
    back = client.get("/register/stock/", {"limit": 2, "before": last["page"].previous_cursor}).context

    names = [[row["facts"].name for row in each["rows"]] for each in (first, last, back)]
    assert names == [["0 Ridge", "1 Ridge"], ["2 Ridge", "3 Ridge"], ["0 Ridge", "1 Ridge"]]
    assert first["sums"]["issued"] == last["sums"]["issued"] == 500_000
