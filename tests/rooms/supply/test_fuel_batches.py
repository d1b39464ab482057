"""A batch of fuel is booked in litres, issued by a second person as two paired lots, sold, and ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.utils import DatabaseError, IntegrityError

from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.insets import Desk, figures, hvo, make_desk, own_figure
from truetonne.ledger.queries import public_totals
from truetonne.ledger.values import UnitKind
from truetonne.science.errors import ImplausibleValue, UnitMismatch
from truetonne.science.units import HeatingValue
from truetonne.supply.acceptances import UnverifiedNotAccepted
from truetonne.supply.actions.accept_parameter import withdraw_parameter
from truetonne.supply.actions.book_fuel_batch import TonnesOnlyInset, book_fuel_batch
from truetonne.supply.actions.issue_fuel_batch import AlreadyIssued, SamePersonIssues, issue_fuel_batch
from truetonne.supply.actions.sell_fuel_batch import (
    BatchNotIssued,
    end_fuel_batch,
    expire_fuel_batches,
    list_batch_lots,
    sell_fuel_side,
)
from truetonne.supply.fuels.figures import find_figure, list_references
from truetonne.supply.fuels.refusals import (
    DoubleIssuance,
    DoublePurposeOffset,
    DoublePurposeRegulatory,
    DoubleUse,
    FeedstockRefused,
    ModeSwitchedOff,
    NoSaving,
    ProofMissing,
)
from truetonne.supply.fuels.states import BatchEnding
from truetonne.supply.models import FuelBatch, FuelIssue, ParameterProposal

pytestmark = pytest.mark.django_db

RED = "fuels/2026.1/red_comparator_g_co2e_per_mj"


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    return make_exchange(at=at)


@pytest.fixture
def desk(exchange: Exchange) -> Desk:
    return make_desk(exchange)


def _book(desk: Desk, **changes: object) -> FuelBatch:
    return book_fuel_batch(
        batch_id=desk.exchange.ids(), batch=hvo(desk.exchange, **changes), by=desk.by(desk.exchange.clerk, "book")
    )


def test_issues_two_lots_of_equal_kilograms_and_counts_them_once(desk: Desk) -> None:
    before = public_totals().issued_kg
    batch = desk.issue(desk.book())

    lots = list_batch_lots(batch_id=batch.pk)

    assert [lot.kind for lot in lots] == [UnitKind.INSET_SCOPE1, UnitKind.INSET_SCOPE3]
    # 100,000 l x 34.32 MJ/l x (91.93 - 17.48177) g/MJ = 255,507 kg and a part, rounded down.
    assert [lot.issued_kg for lot in lots] == [255_506, 255_506]
    assert batch.energy_mj == 3_432_000
    assert public_totals().issued_kg - before == 255_506
    inset = lots[0].facts["inset"]
    assert inset["biogenic_co2_kg"] == 243_089  # type: ignore[index]
    assert inset["claims_given_up"] == ["RFS", "LCFS", "RED", "CORSIA"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"regulatory_uses": ("LCFS",)}, DoublePurposeRegulatory),
        ({"surrendered_programs": ("RFS", "LCFS", "RED")}, DoublePurposeRegulatory),
        ({"other_registries": ("Another registry",)}, DoubleUse),
        ({"is_offset_issued": True}, DoublePurposeOffset),
        ({"feedstock": "palm_oil"}, FeedstockRefused),
        ({"feedstock": "wheat"}, FeedstockRefused),
        ({"mode": "marine"}, ModeSwitchedOff),
        ({"certificate_valid_until": date(2025, 6, 14)}, ProofMissing),
        ({"volume_ml": 0}, TonnesOnlyInset),
    ],
)
def test_refuses_a_batch_by_name(desk: Desk, changes: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        _book(desk, **changes)

    assert FuelBatch.objects.count() == 0


def test_refuses_the_same_proof_and_the_same_production_batch_a_second_time(desk: Desk) -> None:
    desk.issue(desk.book())

    with pytest.raises(DoubleIssuance) as same_proof:
        _book(desk, sustainability_proof="pos 2025 0001", production_batch="NW-0625-4")
    with pytest.raises(DoubleIssuance):
        _book(desk, sustainability_proof="POS-2025-0002", production_batch="nw-0625-3")

    assert same_proof.value.other.startswith("INS-")


def test_the_database_refuses_a_second_issue_of_one_proof(desk: Desk) -> None:
    issue = FuelIssue.objects.get(batch=desk.issue(desk.book()))
    other = desk.book(
        hvo(desk.exchange, sustainability_proof="POS-2025-0002", production_batch="NW-0625-4"), name="other"
    )

    with pytest.raises(IntegrityError):
        FuelIssue.objects.create(
            batch=other, proof_key=issue.proof_key, production_key="another", scope1_lot_id=issue.scope1_lot_id,
            scope3_lot_id=issue.scope3_lot_id, reason="again", person=desk.second, request_id="twice",
            effective_at=desk.exchange.at,
        )  # fmt: skip


def test_two_bookings_of_one_delivery_end_in_one_issue(desk: Desk) -> None:
    first, second = desk.book(name="first"), desk.book(name="second")
    desk.issue(first, name="first")

    with pytest.raises(DoubleIssuance):
        desk.issue(second, name="second")


def test_who_booked_does_not_issue(desk: Desk) -> None:
    batch = desk.book()

    with pytest.raises(SamePersonIssues):
        issue_fuel_batch(
            batch_id=batch.pk, lot_ids=(desk.exchange.ids(), desk.exchange.ids()), reason="mine",
            by=desk.by(desk.exchange.clerk, "issue"),
        )  # fmt: skip


def test_names_every_proof_that_is_missing(desk: Desk) -> None:
    batch = _book(desk)

    with pytest.raises(ProofMissing) as refusal:
        desk.issue(batch)

    assert refusal.value.missing == ("SUSTAINABILITY_PROOF", "VERIFIER_STATEMENT", "DELIVERY_NOTE", "SURRENDER")


def test_an_unverified_comparator_waits_for_a_policy_by_name(desk: Desk) -> None:
    reference = find_figure(figures=list_references(), key="fossil comparator, RED")
    batch = desk.book(hvo(desk.exchange, reference=reference))

    with pytest.raises(UnverifiedNotAccepted) as refusal:
        desk.issue(batch)
    assert refusal.value.parameters == (RED,)

    desk.accept(RED)
    desk.issue(batch)
    assert FuelIssue.objects.get(batch=batch).accepted == [RED]


def test_a_withdrawn_acceptance_no_longer_lets_anything_be_issued(desk: Desk) -> None:
    reference = find_figure(figures=list_references(), key="fossil comparator, RED")
    batch = desk.book(hvo(desk.exchange, reference=reference))
    desk.accept(RED)
    proposal = ParameterProposal.objects.get(parameter=RED)
    withdraw_parameter(proposal_id=proposal.pk, reason="the text says otherwise", by=desk.by(desk.governor, "end"))

    with pytest.raises(UnverifiedNotAccepted):
        desk.issue(batch)


def test_heating_values_that_differ_are_refused(desk: Desk) -> None:
    density, _, _ = figures()

    with pytest.raises(UnitMismatch):
        _book(desk, density=replace(density, heating_value=HeatingValue.HHV))


def test_a_thousandfold_slip_is_caught_by_the_ceiling(desk: Desk) -> None:
    with pytest.raises(ImplausibleValue):
        _book(desk, density=own_figure("34320"))


def test_fuel_no_better_than_fossil_makes_no_unit(desk: Desk) -> None:
    batch = desk.book(hvo(desk.exchange, intensity=own_figure("93", wtt=own_figure("93").value)))

    with pytest.raises(NoSaving):
        desk.issue(batch)


def test_a_booked_batch_is_not_on_sale(desk: Desk) -> None:
    batch = desk.book()

    with pytest.raises(BatchNotIssued):
        sell_fuel_side(
            price_id=desk.exchange.ids(), batch_id=batch.pk, side="SCOPE1", currency="USD",
            price=own_price(), source="Contract", by=desk.by(desk.exchange.clerk, "price"),
        )  # fmt: skip


def own_price() -> object:
    from tests.rooms.insets import SIDE_PRICE

    return SIDE_PRICE


def test_expires_by_the_clock_and_cancels_what_is_left(desk: Desk) -> None:
    batch = desk.issue(desk.book(hvo(desk.exchange, expires_on=date(2025, 6, 20))))

    assert expire_fuel_batches(at=desk.exchange.at) == (batch.pk,)
    assert expire_fuel_batches(at=desk.exchange.at) == ()

    assert [lot.cancelled_kg for lot in list_batch_lots(batch_id=batch.pk)] == [batch.kg, batch.kg]
    assert not any(lot.is_listed for lot in list_batch_lots(batch_id=batch.pk))


def test_a_voided_batch_is_recalled_and_ends_once(desk: Desk) -> None:
    batch = desk.issue(desk.book())
    end_fuel_batch(
        batch_id=batch.pk, ending=BatchEnding.VOIDED, reason="issued elsewhere too", request_id="void",
        person_id=desk.second.pk, at=desk.exchange.at,
    )  # fmt: skip

    with pytest.raises(AlreadyIssued):
        end_fuel_batch(
            batch_id=batch.pk, ending=BatchEnding.EXPIRED, reason="late", request_id="again",
            person_id=None, at=desk.exchange.at,
        )  # fmt: skip
    assert [lot.cancelled_kg for lot in list_batch_lots(batch_id=batch.pk)] == [batch.kg, batch.kg]


@pytest.mark.parametrize("table", ["fuelbatch", "fuelissue", "parameterproposal"])
def test_the_web_role_changes_no_row(desk: Desk, table: str) -> None:
    desk.accept(RED)
    desk.issue(desk.book())

    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(f"UPDATE supply_{table} SET effective_at = %s", [datetime.now(UTC)])
