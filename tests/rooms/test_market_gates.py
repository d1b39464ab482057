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
from truetonne.members.actions.figures import YearFigures, add_entity, disclose_year, judge_figures
from truetonne.members.acts import By
from truetonne.members.models import Evidence, LegalEntity
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


def test_every_legal_entity_has_its_own_ceiling(disclosed: Exchange) -> None:
    child = disclose_child(disclosed, name="Tallow & Pine Malmö AB", kg=1_500)

    def order(entity: str, kg: int, request_id: str) -> None:
        allocated = (Allocation(entity=entity, inventory_year=2025, scope="1", inventory_line="", kg=kg),)
        asked = ask(disclosed, kg=kg, request_id=f"q{request_id}")
        take(disclosed, asked, claim=claim(period=ClaimPeriod(year=2025), allocations=allocated), request_id=request_id)

    order("tallow & pine malmö AB", 1_000, "one")
    with pytest.raises(ExceedsResidual) as child_is_full:
        order(child.name, 501, "two")
    order("A name that stands on no file", 4_500, "three")
    with pytest.raises(ExceedsResidual) as main_is_full:
        order("Another such name", 501, "four")
    order(child.name, 500, "five")

    assert (child_is_full.value.residual_kg, child_is_full.value.neutralized_kg) == (500, 1_000)
    assert (main_is_full.value.residual_kg, main_is_full.value.neutralized_kg) == (500, 4_500)
    assert ordered_kg(organization_id=disclosed.member.pk, year=2025) == 6_000


def disclose_child(exchange: Exchange, *, name: str, kg: int) -> LegalEntity:
    """Put a second legal entity of the member on file, with a year that somebody accepted."""

    def by(person: Person) -> By:
        return By(person_id=person.pk, request_id=str(exchange.ids()), at=exchange.at - timedelta(hours=1))

    child = add_entity(
        entity_id=exchange.ids(), organization=exchange.member, name=name, country="SE", is_main=False,
        registration_number="556000-1111", authorization_statement="I may.", by=by(exchange.buyer),
    )  # fmt: skip
    year = disclose_year(
        figures_id=exchange.ids(), entity_id=child.pk, organization_id=exchange.member.pk,
        evidence_id=Evidence.objects.filter(organization=exchange.member, kind="INVENTORY_REPORT")[0].pk,
        figures=YearFigures(
            year=2025, scope1_kg=kg, scope2_kg=0, scope3_kg=0, trajectory_kg=kg, net_zero_year=2045
        ),
        by=by(exchange.buyer),
    )  # fmt: skip
    judge_figures(
        judgement_id=exchange.ids(), assessment_id=exchange.ids(), figures_id=year.pk, is_accepted=True, reason="",
        by=by(Person.objects.get(email="first@northquay.example")),
    )  # fmt: skip
    return child
