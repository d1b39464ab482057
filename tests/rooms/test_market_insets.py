"""Fuel is ordered in litres or megajoules; the fuel user's side first, its own customer after it, and nobody else."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection

from tests.rooms.exchange import Exchange, claim, make_exchange
from tests.rooms.fuel_trading import chain_code, claim_fuel, settle, state_activity
from tests.rooms.insets import Desk, add_member, hvo, make_desk
from tests.rooms.trading import ask, body_of, take
from truetonne.edge.identifiers import short_code, show_id
from truetonne.market.actions.cancel_order import cancel_order
from truetonne.market.actions.claim_inset import TonnesOnlyOrder, derive
from truetonne.market.actions.disclose_tier import disclose_tier
from truetonne.market.gates import ordered_kg
from truetonne.market.inset_judging import AssociationTestFailed, Scope1Uncovered
from truetonne.market.inset_telling import mail_claim
from truetonne.market.models import InsetClaim, Order, TransportActivity
from truetonne.market.quarters import count_quarters
from truetonne.people.models import Organization, Person
from truetonne.supply.fuels.refusals import (
    ClaimYearClosed,
    DoublePurposeOffset,
    DoubleUse,
    FuelMismatch,
    MarketMismatch,
    ModeMismatch,
    SecondScope1Claimant,
    SecondScope3Claimant,
    UnrelatedChains,
)
from truetonne.supply.models import FuelBatch

pytestmark = pytest.mark.django_db


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    return make_exchange(at=at)


@pytest.fixture
def desk(exchange: Exchange) -> Desk:
    return make_desk(exchange)


@pytest.fixture
def batch(desk: Desk) -> FuelBatch:
    return desk.issue(desk.book())


@pytest.fixture
def shipper(exchange: Exchange) -> tuple[Organization, Person]:
    return add_member(exchange, name="Shipper One")


@pytest.fixture
def carrier_activity(exchange: Exchange) -> TransportActivity:
    return state_activity(exchange, exchange.member, exchange.buyer, scope="1")


def _carrier_claims(exchange: Exchange, batch: FuelBatch, activity: TransportActivity, *, litres: int) -> str:
    placed = claim_fuel(exchange, batch, activity, exchange.buyer, name=f"carrier {litres}", litres=litres)
    settle(exchange, placed, name=f"carrier {litres}")
    return chain_code(batch)


def test_fuel_is_no_part_of_the_credits_that_were_sold(
    exchange: Exchange, batch: FuelBatch, carrier_activity: TransportActivity
) -> None:
    placed = claim_fuel(exchange, batch, carrier_activity, exchange.buyer, name="carrier", litres=1_000)
    settle(exchange, placed, name="carrier")

    found = count_quarters(at=exchange.at)

    assert found.costs == ()
    assert sum(row.sold_kg for row in found.quarters) == 0
    assert [(row.kg, row.minor) for row in found.inset_costs] == [(placed.kg, placed.amount_minor)]


def test_a_shipper_claims_after_its_carrier_and_a_second_shipper_is_refused(
    exchange: Exchange, batch: FuelBatch, carrier_activity: TransportActivity, shipper: tuple[Organization, Person]
) -> None:
    organization, person = shipper
    activity = state_activity(exchange, organization, person, scope="3")
    with pytest.raises(Scope1Uncovered) as too_early:
        claim_fuel(exchange, batch, activity, person, name="early", litres=100_000, chain="CHN-0000-00")
    assert too_early.value.kg == 0

    chain = _carrier_claims(exchange, batch, carrier_activity, litres=100_000)
    placed = claim_fuel(exchange, batch, activity, person, name="shipper", litres=100_000, chain=chain)
    certificate = settle(exchange, placed, name="shipper")

    other, other_person = add_member(exchange, name="Shipper Two")
    other_activity = state_activity(exchange, other, other_person, scope="3")
    with pytest.raises(SecondScope3Claimant):
        claim_fuel(exchange, batch, other_activity, other_person, name="second", litres=100, chain=chain)
    with pytest.raises(UnrelatedChains):
        claim_fuel(exchange, batch, other_activity, other_person, name="unrelated", litres=100, chain="CHN-1111-11")

    body = body_of(type("D", (), {"certificate_id": certificate})())  # type: ignore[arg-type]
    line = body["lines"][0]  # type: ignore[index]
    assert line["inset"]["side"] == "SCOPE3"
    assert line["inset"]["covered_by"]
    assert line["inset"]["volume_ml"] == 100_000_000
    assert line["inset"]["energy_mj"] == 3_432_000
    assert body["purpose"]["code"] == "INSETTING"  # type: ignore[index]


def test_a_kilogram_more_than_is_covered_is_refused(
    exchange: Exchange, batch: FuelBatch, carrier_activity: TransportActivity, shipper: tuple[Organization, Person]
) -> None:
    chain = _carrier_claims(exchange, batch, carrier_activity, litres=1_000)
    organization, person = shipper
    activity = state_activity(exchange, organization, person, scope="3")

    with pytest.raises(Scope1Uncovered) as refusal:
        claim_fuel(exchange, batch, activity, person, name="over", litres=1_001, chain=chain)

    assert (refusal.value.requested_kg, refusal.value.kg) == (2_557, 2_555)
    claim_fuel(exchange, batch, activity, person, name="exact", litres=1_000, chain=chain)
    with pytest.raises(Scope1Uncovered):
        claim_fuel(exchange, batch, activity, person, name="once more", litres=1, chain=chain)


def test_an_order_that_ends_gives_its_fuel_and_activity_back(
    exchange: Exchange, batch: FuelBatch, carrier_activity: TransportActivity
) -> None:
    placed = claim_fuel(exchange, batch, carrier_activity, exchange.buyer, name="first", litres=100_000)
    with pytest.raises(DoubleUse):
        claim_fuel(exchange, batch, carrier_activity, exchange.buyer, name="again", litres=1)

    cancel_order(
        order_id=placed.order_id, person_id=exchange.buyer.pk, is_staff=False, reason="REQUESTED", request_id="c",
        at=exchange.at,
    )  # fmt: skip
    claim_fuel(exchange, batch, carrier_activity, exchange.buyer, name="again", litres=100_000)


def test_only_the_named_fuel_user_claims_scope_1(
    exchange: Exchange, batch: FuelBatch, shipper: tuple[Organization, Person]
) -> None:
    organization, person = shipper
    activity = state_activity(exchange, organization, person, scope="1")

    with pytest.raises(SecondScope1Claimant) as refusal:
        claim_fuel(exchange, batch, activity, person, name="stranger", litres=10)

    assert refusal.value.other == exchange.member.name


@pytest.mark.parametrize(
    ("changes", "year", "refusal"),
    [
        ({"mode": "rail"}, 2025, ModeMismatch),
        ({"market": "DE"}, 2025, MarketMismatch),
        ({"fuel": "jet"}, 2025, FuelMismatch),
        ({"year": 2024}, 2024, ClaimYearClosed),
        ({"year": 2024}, 2025, ClaimYearClosed),
    ],
)
def test_only_matching_transport_of_the_same_window_counts(
    exchange: Exchange, batch: FuelBatch, changes: dict[str, object], year: int, refusal: type[Exception]
) -> None:
    activity = state_activity(exchange, exchange.member, exchange.buyer, scope="1", **changes)

    with pytest.raises(refusal):
        claim_fuel(exchange, batch, activity, exchange.buyer, name="other", litres=10, year=year)


def test_no_more_is_claimed_than_was_driven(exchange: Exchange, batch: FuelBatch) -> None:
    activity = state_activity(
        exchange, exchange.member, exchange.buyer, scope="1", energy_mj=1_000_000, emissions_kg=92_000
    )
    claim_fuel(exchange, batch, activity, exchange.buyer, name="most", energy_mj=900_000)

    with pytest.raises(AssociationTestFailed) as refusal:
        claim_fuel(exchange, batch, activity, exchange.buyer, name="more", energy_mj=200_000)

    assert refusal.value.own_activity_mj == 1_000_000
    assert 100_000 <= refusal.value.claimable_mj < 100_020


def test_an_order_names_litres_or_megajoules_and_kilograms_follow(batch: FuelBatch) -> None:
    by_volume = derive(batch=batch, volume_ml=1_000_000, energy_mj=None)
    by_energy = derive(batch=batch, volume_ml=None, energy_mj=34_320)

    assert by_volume.kg == by_energy.kg == 2_555
    assert by_volume.volume_ml <= 1_000_000
    for wrong in ({"volume_ml": None, "energy_mj": None}, {"volume_ml": 1, "energy_mj": 1}):
        with pytest.raises(TonnesOnlyOrder):
            derive(batch=batch, **wrong)


def test_insets_answer_for_no_residual_emissions_and_credits_for_no_transport(
    exchange: Exchange, batch: FuelBatch, carrier_activity: TransportActivity
) -> None:
    claim_fuel(exchange, batch, carrier_activity, exchange.buyer, name="fuel", litres=1_000)
    assert ordered_kg(organization_id=exchange.member.pk, year=2025) == 0

    exchange.add_lot()
    with pytest.raises(DoublePurposeOffset):
        take(exchange, ask(exchange, kg=1_000), claim=claim(purpose="INSETTING"))


def test_further_tiers_of_the_chain_disclose_once_each(
    exchange: Exchange, batch: FuelBatch, carrier_activity: TransportActivity, shipper: tuple[Organization, Person]
) -> None:
    chain = _carrier_claims(exchange, batch, carrier_activity, litres=1_000)
    organization, person = shipper
    activity = state_activity(exchange, organization, person, scope="3")
    claim_fuel(exchange, batch, activity, person, name="shipper", litres=1_000, chain=chain)
    inset = InsetClaim.objects.get(side="SCOPE3")

    def disclose(*, tier: str, request_id: str, of: InsetClaim = inset) -> object:
        return disclose_tier(
            disclosure_id=exchange.ids(), claim=of, party="Between Logistics", tier=tier, scope3_category=4,
            person=person, request_id=request_id, at=exchange.at,
        )  # fmt: skip

    disclose(tier="LOGISTICS", request_id="one")
    with pytest.raises(SecondScope3Claimant):
        disclose(tier="LOGISTICS", request_id="two")
    with pytest.raises(SecondScope3Claimant):
        disclose(tier="SHIPPER", request_id="three")
    with pytest.raises(UnrelatedChains):
        disclose(tier="LOGISTICS", request_id="four", of=InsetClaim.objects.get(side="SCOPE1"))


def test_a_claim_outside_the_vintage_window_is_refused(exchange: Exchange, desk: Desk) -> None:
    old = desk.issue(
        desk.book(
            hvo(
                exchange, delivered_on=date(2023, 1, 10), certificate_valid_from=date(2022, 6, 1),
                certificate_valid_until=date(2023, 6, 1),
            )
        )
    )  # fmt: skip
    activity = state_activity(exchange, exchange.member, exchange.buyer, scope="1")

    with pytest.raises(ClaimYearClosed):
        claim_fuel(exchange, old, activity, exchange.buyer, name="late", litres=10)


def test_the_same_request_makes_one_order(
    exchange: Exchange, batch: FuelBatch, carrier_activity: TransportActivity
) -> None:
    first = claim_fuel(exchange, batch, carrier_activity, exchange.buyer, name="once", litres=1_000)
    again = claim_fuel(exchange, batch, carrier_activity, exchange.buyer, name="once", litres=1_000)

    assert first.order_id == again.order_id
    assert Order.objects.count() == 1
    assert short_code(prefix="CHN", id=InsetClaim.objects.get().quote_id) == InsetClaim.objects.get().chain


def test_the_database_refuses_a_claim_that_is_not_its_quote(
    exchange: Exchange, batch: FuelBatch, carrier_activity: TransportActivity
) -> None:
    claim_fuel(exchange, batch, carrier_activity, exchange.buyer, name="fuel", litres=1_000)

    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("UPDATE market_insetclaim SET kg = kg + 1")


def test_a_claim_is_mailed_to_the_claimant_and_to_the_fuel_user_without_the_order(
    exchange: Exchange, batch: FuelBatch, shipper: tuple[Organization, Person], carrier_activity: TransportActivity,
    mailoutbox: list[EmailMessage],
) -> None:  # fmt: skip
    chain = _carrier_claims(exchange, batch, carrier_activity, litres=1_000)
    organization, person = shipper
    activity = state_activity(exchange, organization, person, scope="3")
    placed = claim_fuel(exchange, batch, activity, person, name="told", litres=400, chain=chain)
    Person.objects.filter(pk=exchange.buyer.pk).update(language="vi")
    quote_id = Order.objects.get(pk=placed.order_id).quote_id
    mailoutbox.clear()

    assert mail_claim(quote_id=quote_id, person_id=person.pk)
    assert mail_claim(quote_id=quote_id, person_id=exchange.buyer.pk)
    assert not mail_claim(quote_id=quote_id, person_id=exchange.ids())

    own, fuel_users = mailoutbox
    order = show_id(prefix="ord", id=placed.order_id)
    assert (own.to, fuel_users.to) == ([person.email], [exchange.buyer.email])
    assert own.subject.endswith("Claim on 399.99\xa0l of HVO")
    assert "CO2e, are reserved for your transport of 2025" in str(own.body)
    assert order in str(own.body)
    assert order not in str(fuel_users.body)
    assert "399,99\xa0l" in str(fuel_users.body)
    assert show_id(prefix="ins", id=batch.pk) in str(fuel_users.body)
