"""Only members in good standing buy, within their residual, and only lots whose conditions they meet."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.rooms.exchange import Exchange, claim, make_exchange
from tests.rooms.trading import ask, take
from truetonne.cli.demo.membership import Figures, disclose
from truetonne.edge.identifiers import show_id
from truetonne.market.actions.cancel_order import cancel_order
from truetonne.market.attribution import Allocation, ClaimPeriod
from truetonne.market.gates import ordered_kg
from truetonne.market.models import Order, Quote
from truetonne.members.models import Evidence
from truetonne.members.queries import NotEligible
from truetonne.members.queries.residual import ExceedsResidual
from truetonne.people.models import Person

pytestmark = pytest.mark.django_db

FIGURES = Figures(year=2025, scope1_kg=2_000, scope2_kg=1_000, scope3_kg=2_000, trajectory_kg=5_000)


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    return make_exchange(at=at)


@pytest.fixture
def disclosed(exchange: Exchange) -> Exchange:
    """The member has 5 t of 2025 on file, all of it on its path."""
    disclose(
        organization=exchange.member,
        applicant=exchange.buyer,
        officer=Person.objects.get(email="first@northquay.example"),
        evidence=Evidence.objects.filter(organization=exchange.member, kind="INVENTORY_REPORT").latest("effective_at"),
        figures=FIGURES,
        at=exchange.at - timedelta(hours=1),
        new_id=exchange.ids,
    )
    exchange.add_lot()
    return exchange


def test_a_stranger_to_the_exchange_gets_no_quote(at: datetime) -> None:
    exchange = make_exchange(at=at, is_admitted=False)
    exchange.add_lot()

    with pytest.raises(NotEligible) as refusal:
        ask(exchange, kg=1_000)

    assert refusal.value.state == "NONE"
    assert Quote.objects.count() == 0


def test_a_member_that_lapses_between_quote_and_order_is_stopped(exchange: Exchange) -> None:
    exchange.add_lot()
    quoted = ask(exchange, kg=1_000)

    with pytest.raises(Exception) as refusal:  # noqa: PT011 - the code is asserted
        take(exchange, quoted, at=exchange.at + timedelta(days=800))

    assert getattr(refusal.value, "code", "") in {"not_eligible", "evidence_expired"}
    assert Order.objects.count() == 0


def test_a_lapsed_member_reads_why_on_the_page(at: datetime) -> None:
    exchange = make_exchange(at=at, is_admitted=False)
    lot = exchange.add_lot()
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(exchange.buyer)

    shown = client.post(
        f"/quotes/new/?lot={show_id(prefix='lot', id=lot.lot_id)}",
        {"tonnes": "1", "currency": "USD", "request_id": "r"},
    )

    assert shown.status_code == 422
    assert "not eligible" in shown.content.decode()


def test_orders_of_a_year_never_exceed_what_is_left_of_it(disclosed: Exchange) -> None:
    first = take(disclosed, ask(disclosed, kg=4_000))
    quoted = ask(disclosed, kg=1_001, request_id="q2")

    with pytest.raises(ExceedsResidual) as refusal:
        take(disclosed, quoted, request_id="o2")

    assert (refusal.value.requested_kg, refusal.value.residual_kg, refusal.value.neutralized_kg) == (
        1_001,
        1_000,
        4_000,
    )
    cancel_order(
        order_id=first.order_id, person_id=disclosed.buyer.pk, is_staff=False, reason="REQUESTED", request_id="c",
        at=disclosed.at,
    )  # fmt: skip
    assert ordered_kg(organization_id=disclosed.member.pk, year=2025) == 0
    take(disclosed, quoted, request_id="o3")


def test_an_allocation_counts_for_its_own_inventory_year(disclosed: Exchange) -> None:
    allocated = (Allocation(entity="Tallow & Pine AB", inventory_year=2025, scope="1", inventory_line="", kg=2_000),)

    take(disclosed, ask(disclosed, kg=2_000), claim=claim(period=ClaimPeriod(year=2025), allocations=allocated))

    assert ordered_kg(organization_id=disclosed.member.pk, year=2025) == 2_000


def test_a_rehearsal_of_an_order_makes_the_same_refusal_and_writes_nothing(disclosed: Exchange) -> None:
    quoted = ask(disclosed, kg=5_001)

    with pytest.raises(ExceedsResidual):
        take(disclosed, quoted, is_dry_run=True)

    assert Order.objects.count() == 0
