"""Forward offtakes: drafted by one, signed by another, scheduled, slipped in the open, delivered, substituted, ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from tests.rooms.exchange import PRICE
from tests.rooms.forwards.dealing import Dealing
from truetonne.edge.requests import RequestReused
from truetonne.ledger.actions.price import price_lot
from truetonne.ledger.queries import get_lot, list_lots
from truetonne.ledger.values import LotState
from truetonne.market.actions.announce_price import announce_price
from truetonne.market.stock import LotNotForSale, require_for_sale
from truetonne.science.errors import ImplausibleValue
from truetonne.science.removals.forwards import DeliveredBeyondContract
from truetonne.supply.actions.forwards.end_contract import end_contract
from truetonne.supply.actions.forwards.hold_contract import hold_contract, release_contract
from truetonne.supply.actions.forwards.keeping import ContractStateConflict, SourceMissing
from truetonne.supply.actions.forwards.receive_delivery import (
    BlockInUse,
    ContractOnHold,
    DurabilityTooShort,
    NotSubstitutable,
)
from truetonne.supply.actions.forwards.record_contract import NotWholeTonnes, OilRecoveryExcluded
from truetonne.supply.actions.forwards.schedule_tonnes import ScheduleDoesNotAddUp, YearOutsideTerm
from truetonne.supply.actions.forwards.sign_contract import CapacityUnexplained, SignerIsRecorder, sign_contract
from truetonne.supply.actions.listing import ContractCurrencyDiffers, set_price
from truetonne.supply.forwards.states import ContractState, Standing, SubstitutionRule, derive_state
from truetonne.supply.models import ContractSignature
from truetonne.supply.views.refusals import refusal_words

pytestmark = pytest.mark.django_db


def test_goes_from_draft_to_fulfilled(deal: Dealing) -> None:
    deal.lasting(1_000)
    contract_id = deal.draft(total_kg=10_000)
    states = [deal.read(contract_id, today=date(2025, 6, 1)).state]
    deal.sign(contract_id)
    states.append(deal.read(contract_id, today=date(2025, 6, 1)).state)
    deal.schedule(contract_id, {2025: 4, 2026: 6})
    states.append(deal.read(contract_id, today=date(2025, 6, 1)).state)
    states.append(deal.read(contract_id, today=date(2026, 6, 1)).state)
    for tonnes in (4, 6):
        deal.deliver(contract_id, deal.block(tonnes))
        states.append(deal.read(contract_id).state)

    assert states == ["DRAFT", "SIGNED", "SCHEDULED", "SHORTFALL", "PART_DELIVERED", "FULFILLED"]


def test_half_a_million_tonnes_a_year_pass_and_a_thousand_times_that_need_a_second_person_and_a_source(
    deal: Dealing,
) -> None:
    plausible = deal.draft(capacity_kg_per_year=500_000_000)
    slip_of_the_pen = deal.draft(capacity_kg_per_year=500_000_000_000)

    assert not deal.read(plausible).row.is_capacity_flagged
    assert deal.read(slip_of_the_pen).row.is_capacity_flagged
    with pytest.raises(CapacityUnexplained) as refused:
        deal.sign(slip_of_the_pen)
    assert refused.value.value == 500_000_000_000
    with pytest.raises(SignerIsRecorder):
        deal.sign(slip_of_the_pen, reason="Ten plants", evidence="Permit", person=deal.exchange.clerk)
    deal.sign(slip_of_the_pen, reason="Ten plants", evidence="Permit (invented)")
    assert deal.read(slip_of_the_pen).state == ContractState.SIGNED


@pytest.mark.parametrize("storage", ["enhanced_oil_recovery", "EOR", "Enhanced Oil Recovery", "tertiary oil-recovery"])
def test_storage_that_brings_up_oil_is_refused_by_name(deal: Dealing, storage: str) -> None:
    with pytest.raises(OilRecoveryExcluded) as refused:
        deal.draft(storage=storage)

    assert refused.value.storage == storage


def test_a_slip_keeps_the_first_schedule_and_the_shortfall_beside_it(deal: Dealing) -> None:
    contract_id = deal.offtake({2025: 5, 2026: 5})
    with pytest.raises(SourceMissing):
        deal.schedule(contract_id, {2026: 5, 2027: 5})

    deal.schedule(contract_id, {2026: 5, 2027: 5}, reason="The plant starts a year late")

    contract = deal.read(contract_id, today=date(2026, 6, 1))
    assert [[due.year for due in schedule.years] for schedule in contract.schedules] == [[2025, 2026], [2026, 2027]]
    assert contract.slips[0].reason == "The plant starts a year late"
    assert (contract.state, contract.standing.shortfall_kg) == (ContractState.SHORTFALL, 5_000)


def test_a_schedule_adds_up_stays_within_the_term_and_within_the_plant(deal: Dealing) -> None:
    contract_id = deal.draft(total_kg=10_000, capacity_kg_per_year=6_000)
    deal.sign(contract_id)
    with pytest.raises(ScheduleDoesNotAddUp) as refused:
        deal.schedule(contract_id, {2025: 4, 2026: 5})
    assert (refused.value.total_kg, refused.value.scheduled_kg) == (10_000, 9_000)
    with pytest.raises(YearOutsideTerm):
        deal.schedule(contract_id, {2024: 4, 2025: 6})
    with pytest.raises(ImplausibleValue):
        deal.schedule(contract_id, {2025: 10})


def test_only_whole_tonnes_are_promised(deal: Dealing) -> None:
    with pytest.raises(NotWholeTonnes):
        deal.draft(total_kg=10_500)


def test_a_promise_is_no_unit_and_nothing_of_it_can_be_bought_or_retired(deal: Dealing) -> None:
    before = list_lots()
    contract_id = deal.offtake({2025: 25_000, 2026: 25_000})

    assert list_lots() == before
    with pytest.raises(LotNotForSale) as refused:
        require_for_sale(lot_ids=(contract_id,), lots=list_lots(lot_ids=(contract_id,)))
    assert (refused.value.code, refused.value.state) == ("not_retirable", "FORWARD")


def test_a_delivery_is_a_whole_block_of_stock_within_what_is_outstanding(deal: Dealing) -> None:
    deal.lasting(1_000)
    contract_id = deal.offtake({2025: 5})
    with pytest.raises(DeliveredBeyondContract):
        deal.deliver(contract_id, deal.block(6))
    block = deal.block(3)
    deal.deliver(contract_id, block)
    other = deal.offtake({2025: 9})
    with pytest.raises(BlockInUse):
        deal.deliver(other, block)
    assert deal.read(contract_id).outstanding_kg == 2_000


def test_a_delivered_lot_costs_in_the_contracts_currency(deal: Dealing) -> None:
    deal.lasting(1_000)
    contract_id, block = deal.offtake({2025: 3}), deal.block(3)
    price_lot(lot_id=block.lot_id, currency="EUR", price=PRICE, request_id="in euro", at=deal.exchange.at)
    with pytest.raises(ContractCurrencyDiffers) as at_delivery:
        deal.deliver(contract_id, block)
    price_lot(lot_id=block.lot_id, currency="USD", price=PRICE, request_id="in dollars", at=deal.exchange.at)
    deal.deliver(contract_id, block)

    def price(currency: str) -> LotState:
        return set_price(
            price_id=deal.exchange.ids(), lot_id=block.lot_id, currency=currency, price=PRICE, source="Invoice",
            person_id=deal.exchange.clerk.pk, request_id=f"again in {currency}", at=deal.exchange.at,
        )  # fmt: skip

    with pytest.raises(ContractCurrencyDiffers) as at_pricing:
        price("EUR")
    with pytest.raises(ContractCurrencyDiffers):
        announce_price(
            notice_id=deal.exchange.ids(), lot_id=block.lot_id, currency="EUR", price=PRICE, source="Invoice",
            effective_on=date(2026, 6, 1), person_id=deal.exchange.clerk.pk, request_id="ahead", at=deal.exchange.at,
        )  # fmt: skip

    assert price("USD").currency == "USD"
    for refused in (at_delivery.value, at_pricing.value):
        assert (refused.code, refused.currency, refused.contract_currency) == ("invalid_money", "EUR", "USD")
        assert refused.contract_id == contract_id
    assert "USD" in refusal_words(refusal=at_pricing.value)


def test_what_lasts_less_long_is_no_substitute(deal: Dealing) -> None:
    contract_id = deal.offtake({2025: 5, 2026: 5})
    block = deal.block(5)
    with pytest.raises(DurabilityTooShort) as unknown:
        deal.deliver(contract_id, block, is_substitute=True)
    deal.lasting(999)
    with pytest.raises(DurabilityTooShort) as shorter:
        deal.deliver(contract_id, block, is_substitute=True)

    assert [(each.value.offered_years, each.value.needed_years) for each in (unknown, shorter)] == [
        (None, 1_000), (999, 1_000),
    ]  # fmt: skip


def test_a_substitute_of_equal_durability_closes_a_shortfall(deal: Dealing) -> None:
    deal.lasting(1_000)
    contract_id = deal.offtake({2025: 5, 2026: 5})

    deal.deliver(contract_id, deal.block(5), is_substitute=True)

    contract = deal.read(contract_id)
    assert (contract.state, contract.standing.substituted_kg) == (ContractState.SUBSTITUTED, 5_000)
    assert contract.standing.shortfall_kg == 0


def test_nothing_is_substituted_before_it_is_late_or_where_the_contract_forbids_it(deal: Dealing) -> None:
    deal.lasting(1_000)
    forbidden = deal.offtake({2025: 5}, substitution=SubstitutionRule.NONE)
    in_time = deal.offtake({2033: 5})
    for contract_id in (forbidden, in_time):
        with pytest.raises(NotSubstitutable):
            deal.deliver(contract_id, deal.block(5), is_substitute=True)


def test_a_legal_hold_stops_deliveries_and_the_lots_that_came(deal: Dealing) -> None:
    deal.lasting(1_000)
    contract_id = deal.offtake({2025: 5, 2026: 5})
    block = deal.block(5)
    deal.deliver(contract_id, block)

    stop = {"reason": "Injunction", "source": "Court order (invented)"}
    hold_contract(hold_id=deal.exchange.ids(), contract_id=contract_id, by=deal.by(), **stop)

    assert "Injunction" in str(get_lot(lot_id=block.lot_id).hold_reason)
    with pytest.raises(ContractOnHold):
        deal.deliver(contract_id, deal.block(5))
    with pytest.raises(ContractStateConflict):
        hold_contract(hold_id=deal.exchange.ids(), contract_id=contract_id, by=deal.by(), **stop)
    release_contract(hold_id=deal.exchange.ids(), contract_id=contract_id, by=deal.by(), **stop)
    assert get_lot(lot_id=block.lot_id).hold_reason is None
    deal.deliver(contract_id, deal.block(5))


def test_a_terminated_contract_stays_on_record_and_takes_nothing_more(deal: Dealing) -> None:
    deal.lasting(1_000)
    contract_id = deal.offtake({2025: 5})
    end_contract(end_id=deal.exchange.ids(), contract_id=contract_id, reason="The plant is not built", by=deal.by())

    contract = deal.read(contract_id)
    assert (contract.state, contract.end_reason) == (ContractState.TERMINATED, "The plant is not built")
    with pytest.raises(ContractStateConflict) as refused:
        deal.deliver(contract_id, deal.block(5))
    assert refused.value.state == "TERMINATED"


def test_the_same_request_answers_again_and_other_input_under_it_is_refused(deal: Dealing) -> None:
    contract_id = deal.draft()
    by = deal.by(deal.second)

    def sign(day: date) -> UUID:
        return sign_contract(
            signature_id=deal.exchange.ids(), contract_id=contract_id, signed_on=day, capacity_reason="",
            capacity_evidence="", by=by,
        ).pk  # fmt: skip

    assert sign(date(2025, 1, 2)) == sign(date(2025, 1, 2))
    with pytest.raises(RequestReused):
        sign(date(2025, 1, 3))
    assert ContractSignature.objects.count() == 1


def test_the_state_follows_from_the_records_alone() -> None:
    nothing = Standing(
        is_signed=True, is_scheduled=True, is_ended=False, total_kg=10, delivered_kg=0, substituted_kg=0, overdue_kg=0
    )
    cases = {
        ContractState.SCHEDULED: nothing,
        ContractState.SHORTFALL: replace(nothing, overdue_kg=1),
        ContractState.PART_DELIVERED: replace(nothing, overdue_kg=1, delivered_kg=1),
        ContractState.SUBSTITUTED: replace(nothing, overdue_kg=1, substituted_kg=1),
        ContractState.FULFILLED: replace(nothing, delivered_kg=4, substituted_kg=6, overdue_kg=10),
        ContractState.TERMINATED: replace(nothing, is_ended=True),
    }
    assert {state: derive_state(standing=standing) for state, standing in cases.items()} == {
        state: state for state in cases
    }
