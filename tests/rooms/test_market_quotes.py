from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.trading import ask, take
from truetonne.edge.requests import RequestReused
from truetonne.ledger.queries.lots import get_lot
from truetonne.market.actions.allocate import AmountTooSmall, Pick, StockTooSmall
from truetonne.market.actions.expire_quotes import expire_quotes
from truetonne.market.actions.place_order import QuoteExpired
from truetonne.market.actions.quote import Basket, BasketInvalid, quote
from truetonne.market.models import Quote
from truetonne.market.stock import LotNotForSale
from truetonne.science.money import CostParts

pytestmark = pytest.mark.django_db


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    return make_exchange(at=at)


def test_quotes_the_oldest_vintage_first(exchange: Exchange) -> None:
    newer = exchange.add_lot(year=2024)
    older = exchange.add_lot(year=2021, last=2)

    quoted = ask(exchange, kg=3_000)

    assert [(line.lot_id, line.kg) for line in quoted.lines] == [(older.lot_id, 2_000), (newer.lot_id, 1_000)]


def test_quotes_chosen_lots_as_chosen(exchange: Exchange) -> None:
    first, second = exchange.add_lot(year=2024), exchange.add_lot(year=2021)

    quoted = ask(exchange, picks=(Pick(lot_id=first.lot_id, kg=10), Pick(lot_id=second.lot_id, kg=20)))

    assert [(line.lot_id, line.kg) for line in quoted.lines] == [(first.lot_id, 10), (second.lot_id, 20)]


@pytest.mark.parametrize(("kg", "minor"), [(999, 1_424), (1_000, 1_425), (1_001, 1_426)])
def test_prices_around_one_tonne(exchange: Exchange, kg: int, minor: int) -> None:
    exchange.add_lot()

    assert ask(exchange, kg=kg).amount_minor == minor


def test_charges_what_money_pays_for_and_says_when_it_is_less(exchange: Exchange) -> None:
    exchange.add_lot()

    quoted = ask(exchange, minor=10_000, currency="USD")

    assert quoted.amount_minor <= 10_000
    assert ask(exchange, kg=quoted.kg + 1, request_id="q2").amount_minor >= 10_000
    assert quoted.is_lower_than_wanted == (quoted.amount_minor < 10_000)


def test_refuses_more_than_is_for_sale_with_both_masses(exchange: Exchange) -> None:
    exchange.add_lot(last=2)

    with pytest.raises(StockTooSmall) as refusal:
        ask(exchange, kg=2_001)

    assert (refusal.value.requested_kg, refusal.value.available_kg) == (2_001, 2_000)


def test_refuses_what_costs_nothing_and_names_the_smallest_mass(exchange: Exchange) -> None:
    exchange.add_lot(price=CostParts(project=100))

    with pytest.raises(AmountTooSmall) as refusal:
        ask(exchange, kg=1)

    assert refusal.value.smallest_kg == 6


def test_sells_one_kilogram_where_it_costs_something(exchange: Exchange) -> None:
    exchange.add_lot(price=CostParts(project=90_000))

    assert ask(exchange, kg=1).amount_minor == 90


def test_refuses_a_lot_that_is_not_listed(exchange: Exchange) -> None:
    lot = exchange.add_lot(is_listed=False)

    with pytest.raises(LotNotForSale) as refusal:
        ask(exchange, kg=1, lot_ids=(lot.lot_id,))

    assert refusal.value.state == "NOT_LISTED"


@pytest.mark.parametrize("basket", [{}, {"kg": 1, "minor": 1, "currency": "USD"}, {"minor": 5}, {"kg": 0}])
def test_refuses_a_basket_that_does_not_say_one_thing(basket: dict[str, object]) -> None:
    with pytest.raises(BasketInvalid):
        Basket(**basket)  # type: ignore[arg-type]


def test_the_same_request_gets_the_first_quote_again(exchange: Exchange) -> None:
    lot = exchange.add_lot()

    assert ask(exchange, kg=10) == ask(exchange, kg=10)
    assert get_lot(lot_id=lot.lot_id).reserved_kg == 10


def test_the_same_request_id_with_other_input_is_refused(exchange: Exchange) -> None:
    exchange.add_lot()
    ask(exchange, kg=10)

    with pytest.raises(RequestReused):
        ask(exchange, kg=11)


def test_a_dry_run_checks_everything_and_writes_nothing(exchange: Exchange) -> None:
    lot = exchange.add_lot()

    quoted = quote(
        quote_id=exchange.ids(),
        organization_id=exchange.member.pk,
        person_id=exchange.buyer.pk,
        basket=Basket(kg=10),
        request_id="try",
        at=exchange.at,
        new_id=exchange.ids,
        is_dry_run=True,
    )

    assert quoted.kg == 10
    assert not Quote.objects.exists()
    assert get_lot(lot_id=lot.lot_id).reserved_kg == 0


def test_a_quote_ends_after_half_an_hour(exchange: Exchange) -> None:
    exchange.add_lot()
    quoted = ask(exchange, kg=10)

    with pytest.raises(QuoteExpired) as refusal:
        take(exchange, quoted, at=exchange.at + timedelta(minutes=30))

    assert refusal.value.expires_at == exchange.at + timedelta(minutes=30)


def test_the_clock_gives_a_lapsed_quotes_units_back_once(exchange: Exchange) -> None:
    lot = exchange.add_lot()
    before = get_lot(lot_id=lot.lot_id)
    quoted = ask(exchange, kg=10)

    early = expire_quotes(at=exchange.at + timedelta(minutes=29))
    first = expire_quotes(at=exchange.at + timedelta(minutes=31))
    second = expire_quotes(at=exchange.at + timedelta(minutes=31))

    assert (early.quote_ids, first.quote_ids, second.quote_ids) == ((), (quoted.quote_id,), ())
    assert get_lot(lot_id=lot.lot_id) == before
