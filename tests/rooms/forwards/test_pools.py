"""LEAF contracts: four paths, commitments of several members, and what each gets when less arrives than was promised."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rooms.forwards.dealing import Dealing
from truetonne.ledger.queries import get_lot
from truetonne.supply.actions.forwards.commit_tonnes import (
    AlreadyCommitted,
    CommitmentsExceedContract,
    PathHandsOverNoTitle,
)
from truetonne.supply.actions.forwards.receive_delivery import AdjustmentIncomplete
from truetonne.supply.dossier.queries import conditions_of
from truetonne.supply.forwards.states import AdjustmentState, ContractState, LeafPath

pytestmark = pytest.mark.django_db


def test_a_short_delivery_is_shared_by_largest_remainder_in_serials_of_their_own(deal: Dealing) -> None:
    contract_id = deal.pool(total_t=100)
    names = ("Ash", "Birch", "Cedar")
    ids = {
        deal.commit(contract_id, deal.member(name), tonnes): name
        for name, tonnes in zip(names, (50, 33, 17), strict=True)
    }
    block = deal.block(61)

    delivery = deal.deliver(contract_id, block)

    contract = deal.read(contract_id)
    parts = [part for part in contract.parts[delivery.pk] if part.commitment_id]
    assert {ids[part.commitment_id]: part.kg for part in parts if part.commitment_id} == {
        "Ash": 31_000, "Birch": 20_000, "Cedar": 10_000,
    }  # fmt: skip
    assert sum(part.kg for part in contract.parts[delivery.pk]) == 61_000
    assert sorted(serial for part in parts for serial in range(part.first or 0, (part.last or 0) + 1)) == list(
        range(1, 62)
    )
    for part in parts:
        assert part.lot_id is not None
        lot = get_lot(lot_id=part.lot_id)
        assert (lot.first, lot.last, lot.issued_kg) == (part.first, part.last, part.kg)
    assert (contract.state, contract.standing.shortfall_kg) == (ContractState.SHORTFALL, 39_000)


def test_two_deliveries_together_give_each_what_it_committed_to(deal: Dealing) -> None:
    contract_id = deal.pool(total_t=10)
    ids = [deal.commit(contract_id, deal.member(name), tonnes) for name, tonnes in (("Ash", 5), ("Birch", 3))]
    for tonnes in (7, 3):
        deal.deliver(contract_id, deal.block(tonnes))

    contract = deal.read(contract_id)
    assert [contract.received_kg_of(commitment_id=each) for each in (*ids, None)] == [5_000, 3_000, 2_000]
    assert contract.state == ContractState.FULFILLED


def test_no_more_is_committed_than_promised_and_each_member_commits_once(deal: Dealing) -> None:
    contract_id = deal.pool(total_t=10)
    ash = deal.member("Ash")
    deal.commit(contract_id, ash, 7)
    with pytest.raises(CommitmentsExceedContract) as refused:
        deal.commit(contract_id, deal.member("Birch"), 4)
    with pytest.raises(AlreadyCommitted):
        deal.commit(contract_id, ash, 1)

    assert (refused.value.requested_kg, refused.value.open_kg) == (4_000, 3_000)


@pytest.mark.parametrize("path", [LeafPath.SOVEREIGN, LeafPath.RESULTS_WITHOUT_TITLE])
def test_a_path_without_title_takes_no_commitment_and_delivers_nothing(deal: Dealing, path: LeafPath) -> None:
    contract_id = deal.pool(path=path)
    with pytest.raises(PathHandsOverNoTitle):
        deal.commit(contract_id, deal.member("Ash"), 1)
    with pytest.raises(PathHandsOverNoTitle) as refused:
        deal.deliver(contract_id, deal.block(1))

    assert refused.value.leaf_path == path


def test_path_four_delivers_only_when_the_adjustment_is_completed(deal: Dealing) -> None:
    contract_id = deal.pool(path=LeafPath.TITLE_ADJUSTED, total_t=5)
    for state in (None, AdjustmentState.PENDING):
        if state is not None:
            deal.adjust(contract_id, state)
        with pytest.raises(AdjustmentIncomplete) as refused:
            deal.deliver(contract_id, deal.block(5))
        assert refused.value.state == (state or "")
    deal.adjust(contract_id, AdjustmentState.COMPLETED)

    deal.deliver(contract_id, deal.block(5))

    assert deal.read(contract_id).state == ContractState.FULFILLED


def test_delivered_leaf_blocks_hand_the_conditions_for_buyers_down(deal: Dealing) -> None:
    contract_id = deal.pool(total_t=5)
    block = deal.block(5)

    deal.deliver(contract_id, block)

    assert conditions_of(holding_ids=[block.pk]) == {block.pk: ("leaf-buyer",)}


def test_what_is_not_committed_waits_like_a_commitment(deal: Dealing) -> None:
    contract_id = deal.pool(total_t=100)
    deal.commit(contract_id, deal.member("Ash"), 60)
    delivery = deal.deliver(contract_id, deal.block(50))

    parts = {part.commitment_id is None: part.kg for part in deal.read(contract_id).parts[delivery.pk]}
    assert parts == {False: 30_000, True: 20_000}
    assert deal.read(contract_id, today=date(2025, 6, 1)).outstanding_kg == 50_000
