"""Between payment and delivery: partial deliveries, delays, substitutes, announced prices, allocations."""

from __future__ import annotations

from datetime import datetime, timedelta

import psycopg
import pytest
from django.test import Client

from tests.rooms.exchange import PRICE, Exchange, beneficiary, claim, make_exchange
from tests.rooms.trading import ask, body_of, decide, deliver, pay, take
from truetonne.edge.identifiers import show_id
from truetonne.ledger.queries.lots import get_lot
from truetonne.ledger.values import LotState
from truetonne.market.actions.allocate import Pick
from truetonne.market.actions.announce_price import DayTaken, NoticeTooShort, announce_price, apply_prices
from truetonne.market.actions.cancel_order import cancel_order
from truetonne.market.actions.deliver_order import LineNotOpen
from truetonne.market.actions.record_delay import DayNotAhead, record_delay
from truetonne.market.actions.substitute_line import SubstituteDearer, substitute_line
from truetonne.market.attribution import Allocation, AttributionInvalid, Claim, ClaimPeriod
from truetonne.market.audit import audit_market
from truetonne.market.documents import list_documents, number_text
from truetonne.market.models import Order, PriceNotice, PriceNoticeApplied, QuoteLine, Substitution
from truetonne.market.order_money import read_money
from truetonne.market.quarters import count_quarters
from truetonne.market.queries import get_order
from truetonne.market.registry_book import RegistryDetailsRequired, read_rule_book, require_registry_details
from truetonne.market.states import TransitionNotListed
from truetonne.market.substitutes import SubstituteNotAlike, require_alike
from truetonne.market.values import Placed
from truetonne.science.money import CostParts

pytestmark = pytest.mark.django_db(transaction=True)

CHEAPER = CostParts(project=1_000, registry_fee=30, verification=85, fx=12, tax=0, handling=98)


@pytest.fixture
def exchange(transactional_db: None, at: datetime) -> Exchange:
    return make_exchange(at=at)


@pytest.fixture
def lots(exchange: Exchange) -> tuple[LotState, LotState]:
    return exchange.add_lot(project="Mbeya Ridge"), exchange.add_lot(year=2021, project="Kelp Coast")


@pytest.fixture
def paid(exchange: Exchange, lots: tuple[LotState, LotState]) -> Placed:
    """A paid order of 2.250 t of one lot and 1 t of another, in a confirmed name."""
    picks = (Pick(lot_id=lots[0].lot_id, kg=2_250), Pick(lot_id=lots[1].lot_id, kg=1_000))
    placed = take(exchange, ask(exchange, picks=picks))
    pay(exchange, placed)
    decide(exchange)
    return placed


def lines_of(placed: Placed) -> list[QuoteLine]:
    return list(QuoteLine.objects.filter(quote__order=placed.order_id).order_by("number"))


def swap(exchange: Exchange, placed: Placed, *, lot: LotState, number: int = 1, request_id: str = "s") -> Substitution:
    return substitute_line(
        order_id=placed.order_id,
        line_id=lines_of(placed)[number - 1].pk,
        lot_id=lot.lot_id,
        person_id=exchange.clerk.pk,
        reason="the registry held the first",
        request_id=request_id,
        at=exchange.at,
        new_id=exchange.ids,
    )


def test_each_partial_delivery_is_one_retirement_with_one_certificate(exchange: Exchange, paid: Placed) -> None:
    first, second = lines_of(paid)

    one = deliver(exchange, paid, lines=(second.pk,), request_id="d1")
    assert Order.objects.get(pk=paid.order_id).state == "PARTIALLY_DELIVERED"
    with pytest.raises(LineNotOpen):
        deliver(exchange, paid, lines=(second.pk,), request_id="again")
    rest = deliver(exchange, paid, request_id="d2")

    assert [each.kg for each in (*one, *rest)] == [1_000, 2_250]
    assert one[0].certificate_id != rest[0].certificate_id
    assert Order.objects.get(pk=paid.order_id).state == "RETIRED"
    assert first.kg + second.kg == 3_250


def test_a_delay_is_a_dated_fact_and_every_one_stays(exchange: Exchange, paid: Placed) -> None:
    def delay(days: int, request_id: str) -> None:
        record_delay(
            delay_id=exchange.ids(),
            order_id=paid.order_id,
            person_id=exchange.clerk.pk,
            expected_on=(exchange.at + timedelta(days=days)).date(),
            reason="late verification",
            request_id=request_id,
            at=exchange.at,
        )

    delay(10, "a")
    delay(10, "a")
    delay(20, "b")

    assert Order.objects.get(pk=paid.order_id).delays.count() == 2
    with pytest.raises(DayNotAhead):
        delay(0, "c")


def test_only_a_paid_order_is_delayed(exchange: Exchange, lots: tuple[LotState, LotState]) -> None:
    unpaid = take(exchange, ask(exchange, kg=10))

    with pytest.raises(TransitionNotListed):
        record_delay(
            delay_id=exchange.ids(), order_id=unpaid.order_id, person_id=exchange.clerk.pk,
            expected_on=(exchange.at + timedelta(days=3)).date(), reason="r", request_id="r", at=exchange.at,
        )  # fmt: skip


def test_a_cheaper_substitute_is_delivered_and_its_saving_goes_back(
    exchange: Exchange, paid: Placed, lots: tuple[LotState, LotState], superuser_connection: psycopg.Connection
) -> None:
    spare = exchange.add_lot(year=2023, project="Fen Meadow", price=CHEAPER)

    made = swap(exchange, paid, lot=spare)
    assert swap(exchange, paid, lot=spare) == made

    assert (made.kg, made.saved_minor) == (2_250, 3_206 - 2_756)
    assert get_lot(lot_id=lots[0].lot_id).reserved_kg == 0
    assert read_money(order=get_order(order_id=paid.order_id)).surplus_minor == 450
    notes = [number_text(document=each) for each in list_documents(order_id=paid.order_id)]
    assert sorted(notes) == ["CRN-000001", "INV-000001"]
    delivered = deliver(exchange, paid)
    body = body_of(delivered[0])
    assert {line["project_name"] for line in body["lines"]} == {"Fen Meadow", "Kelp Coast"}  # type: ignore[attr-defined]
    assert delivered[0].kg == 3_250
    costs = {row.project_name: (row.kg, row.minor) for row in count_quarters(at=exchange.at).costs}
    assert costs["Fen Meadow"] == (2_250, 2_756)
    with superuser_connection.transaction():
        assert list(audit_market(connection=superuser_connection)) == []


def test_a_substitute_is_never_dearer(exchange: Exchange, paid: Placed) -> None:
    dearer = exchange.add_lot(year=2023, project="Fen Meadow", price=CostParts(project=9_000))

    with pytest.raises(SubstituteDearer) as refusal:
        swap(exchange, paid, lot=dearer)

    assert refusal.value.old["minor"] < refusal.value.new["minor"]  # type: ignore[operator]
    assert get_lot(lot_id=dearer.lot_id).reserved_kg == 0


def test_a_removal_is_never_replaced_by_a_reduction(exchange: Exchange, paid: Placed) -> None:
    avoided = exchange.add_lot(year=2023, project="Fen Meadow", credit_class="REDUCTION_TECHNICAL", price=CHEAPER)

    with pytest.raises(SubstituteNotAlike) as refusal:
        swap(exchange, paid, lot=avoided)

    assert (refusal.value.offered, refusal.value.needed) == ("REDUCTION_TECHNICAL", "REMOVAL_NATURE")


@pytest.mark.parametrize(
    ("ordered", "substitute", "is_alike"),
    [
        ({"credit_class": "REMOVAL_NATURE"}, {"credit_class": "REMOVAL_TECHNICAL"}, True),
        ({"credit_class": "REMOVAL_TECHNICAL"}, {"credit_class": "REMOVAL_NATURE"}, False),
        ({"credit_class": "REDUCTION_NATURE"}, {"credit_class": "REMOVAL_NATURE"}, True),
        ({"credit_class": "REMOVAL_NATURE", "durability_years": 100}, {"credit_class": "REMOVAL_NATURE"}, False),
        (
            {"credit_class": "REMOVAL_NATURE", "durability_years": 100},
            {"credit_class": "REMOVAL_NATURE", "durability_years": 100},
            True,
        ),
        (
            {"credit_class": "REMOVAL_NATURE", "durability_years": 100},
            {"credit_class": "REMOVAL_TECHNICAL", "durability_years": 99},
            False,
        ),
        ({"credit_class": ""}, {"credit_class": "REMOVAL_NATURE"}, False),
    ],
)
def test_a_substitute_is_at_least_as_good(
    ordered: dict[str, object], substitute: dict[str, object], is_alike: bool
) -> None:
    if is_alike:
        require_alike(ordered=ordered, substitute=substitute)
        return
    with pytest.raises(SubstituteNotAlike):
        require_alike(ordered=ordered, substitute=substitute)


def test_a_cancelled_order_gives_back_the_substitutes_units(exchange: Exchange, paid: Placed) -> None:
    spare = exchange.add_lot(year=2023, project="Fen Meadow", price=CHEAPER)
    swap(exchange, paid, lot=spare)

    cancel_order(
        order_id=paid.order_id, person_id=exchange.buyer.pk, is_staff=False, reason="REQUESTED", request_id="c",
        at=exchange.at,
    )  # fmt: skip

    assert get_lot(lot_id=spare.lot_id).reserved_kg == 0
    assert read_money(order=get_order(order_id=paid.order_id)).surplus_minor == paid.amount_minor


def announce(exchange: Exchange, lot: LotState, *, days: int = 14, request_id: str = "n") -> PriceNotice:
    return announce_price(
        notice_id=exchange.ids(),
        lot_id=lot.lot_id,
        currency="USD",
        price=CHEAPER,
        source="contract 7",
        effective_on=(exchange.at + timedelta(days=days)).date(),
        person_id=exchange.clerk.pk,
        request_id=request_id,
        at=exchange.at,
    )


def test_a_price_is_announced_fourteen_days_ahead(exchange: Exchange, lots: tuple[LotState, LotState]) -> None:
    with pytest.raises(NoticeTooShort) as refusal:
        announce(exchange, lots[0], days=13)
    assert refusal.value.earliest == (exchange.at + timedelta(days=14)).date()

    notice = announce(exchange, lots[0])
    assert announce(exchange, lots[0]) == notice
    with pytest.raises(DayTaken):
        announce(exchange, lots[0], request_id="other")

    assert apply_prices(at=exchange.at + timedelta(days=13), new_id=exchange.ids) == ()
    assert get_lot(lot_id=lots[0].lot_id).price == PRICE
    assert not PriceNoticeApplied.objects.exists()


def allocation(kg: int, **changes: object) -> Allocation:
    given: dict[str, object] = {
        "entity": "Tallow & Pine AB",
        "inventory_year": 2025,
        "scope": "1",
        "inventory_line": "b",
    }
    return Allocation(kg=kg, **(given | changes))  # type: ignore[arg-type]


def test_allocations_add_up_to_the_order_and_stand_in_the_buyers_copy(
    exchange: Exchange, lots: tuple[LotState, LotState]
) -> None:
    allocated = (allocation(2_000), allocation(1_250, scope="3", entity="Tallow Finland Oy"))
    placed = take(exchange, ask(exchange, kg=3_250), claim=claim(allocations=allocated))

    order = Order.objects.get(pk=placed.order_id)
    assert sum(order.allocations.values_list("kg", flat=True)) == 3_250
    pay(exchange, placed)
    decide(exchange)
    assert "allocation" in body_of(deliver(exchange, placed)[0])["annex_sha256"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("allocated", "field"),
    [
        ((allocation(3_249),), "allocations"),
        ((allocation(3_250, scope="9"),), "allocations.0.scope"),
        ((allocation(3_250, entity=""),), "allocations.0.entity"),
        ((allocation(3_250, inventory_year=2031),), "allocations.0.inventory_year"),
    ],
)
def test_refuses_allocations_that_do_not_fit(
    exchange: Exchange, lots: tuple[LotState, LotState], allocated: tuple[Allocation, ...], field: str
) -> None:
    quoted = ask(exchange, kg=3_250)

    with pytest.raises(AttributionInvalid) as refusal:
        take(exchange, quoted, claim=claim(allocations=allocated))

    assert field in [fault.field for fault in refusal.value.faults]


def test_the_rule_book_names_its_sources_and_what_a_registry_still_needs() -> None:
    assert all(rule.source and rule.status and rule.fields for rule in read_rule_book().values())

    yearly = Claim(purpose="ONGOING_EMISSIONS", period=ClaimPeriod(year=2025), signer="Ida Berg")
    with pytest.raises(RegistryDetailsRequired) as refusal:
        require_registry_details(programs={"PURO", "ACR"}, beneficiary=beneficiary(), claim=yearly)

    assert refusal.value.missing == ("PURO: consumption_period", "PURO: claim_country")
    require_registry_details(programs={"ACR", "DEMO"}, beneficiary=beneficiary(), claim=yearly)


def test_staff_delay_replace_and_deliver_a_part_on_the_order_page(exchange: Exchange, paid: Placed) -> None:
    spare = exchange.add_lot(year=2023, project="Fen Meadow", price=CHEAPER)
    clerk = Client(headers={"host": "127.0.0.1"})
    clerk.force_login(exchange.clerk)
    address = f"/office/orders/{show_id(prefix='ord', id=paid.order_id)}/"
    first, second = (show_id(prefix="oln", id=line.pk) for line in lines_of(paid))

    late = {"expected_on": "2099-01-01", "reason": "storm at the site", "request_id": "a"}
    assert "The delay is recorded" in clerk.post(f"{address}delay/", late, follow=True).content.decode()
    other = {"line": first, "lot": show_id(prefix="lot", id=spare.lot_id), "reason": "held", "request_id": "b"}
    assert "The line is replaced" in clerk.post(f"{address}substitute/", other, follow=True).content.decode()
    part = {"lines": second, "understood": "on", "request_id": "c"}
    assert "Retired for good" in clerk.post(f"{address}deliver/", part, follow=True).content.decode()

    shown = clerk.get(address).content.decode()
    assert "In place of Mbeya Ridge" in shown
    buyer = Client(headers={"host": "127.0.0.1"})
    buyer.force_login(exchange.buyer)
    page = buyer.get(f"/orders/{show_id(prefix='ord', id=paid.order_id)}/").content.decode()
    assert "storm at the site" in page
    assert "In place of Mbeya Ridge" in page


def test_staff_announce_a_price_and_buyers_see_it(exchange: Exchange, lots: tuple[LotState, LotState]) -> None:
    clerk = Client(headers={"host": "127.0.0.1"})
    clerk.force_login(exchange.clerk)
    lot = show_id(prefix="lot", id=lots[0].lot_id)
    parts = {
        "project": "10.00",
        "registry_fee": "0.30",
        "verification": "0.85",
        "fx": "0.12",
        "tax": "0",
        "handling": "0.98",
    }
    given = {**parts, "currency": "USD", "source": "contract 7", "effective_on": "2099-01-01", "request_id": "p"}

    soon = clerk.post(f"/office/prices/{lot}/", given | {"effective_on": "2026-01-01"})
    assert soon.status_code == 422
    assert clerk.post(f"/office/prices/{lot}/", given).status_code == 302
    assert "Mbeya Ridge" in clerk.get("/office/prices/").content.decode()

    buyer = Client(headers={"host": "127.0.0.1"})
    buyer.force_login(exchange.buyer)
    assert "will cost" in buyer.get(f"/quotes/new/?lot={lot}").content.decode()
