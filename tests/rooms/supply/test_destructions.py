"""Destroyed gas: custody and masses, the law of the day, set and horizon on the lot, and two sets side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.rooms.exchange import make_exchange
from tests.rooms.insets import Desk, container, hfc, ids_of, make_desk
from truetonne.ledger.queries import get_lot
from truetonne.science.errors import NotEligible, UnitMismatch
from truetonne.science.superpollutants.families import Subtype
from truetonne.science.units import Co2e, Metric
from truetonne.supply.acceptances import UnverifiedNotAccepted
from truetonne.supply.actions.issue_destruction import CustodyIncomplete, DestructionNotEligible, issue_destruction
from truetonne.supply.actions.issue_fuel_batch import SamePersonIssues
from truetonne.supply.actions.record_destruction import MassesUnreconciled, NewDestruction, record_destruction
from truetonne.supply.destruction.quantify import stage_losses
from truetonne.supply.fuels.refusals import DoubleIssuance
from truetonne.supply.models import Destruction, DestructionIssue

pytestmark = pytest.mark.django_db

FORM = "method/hfc_destruction/1"
TRANSPORT = "superpollutants/2026.1/transport_destruction_t_per_t"


@pytest.fixture
def desk(db: None, at: datetime) -> Desk:
    return make_desk(make_exchange(at=at))


def _record(desk: Desk, destruction: NewDestruction | None = None, *, name: str = "one") -> Destruction:
    return record_destruction(
        destruction_id=desk.exchange.ids(), destruction=destruction or hfc(),
        by=desk.by(desk.exchange.clerk, f"record {name}"),
    )  # fmt: skip


def _issue(desk: Desk, found: Destruction, *, name: str = "one") -> DestructionIssue:
    return issue_destruction(
        destruction_id=found.pk, ids=ids_of(desk.exchange), reason="Custody read", by=desk.by(desk.second, name)
    )


def test_a_lot_states_its_set_and_horizon_and_is_shown_under_others(desk: Desk) -> None:
    found = _record(desk)
    desk.accept(FORM, TRANSPORT)
    issued = _issue(desk, found)

    lot = get_lot(lot_id=issued.holding.lot_id)

    # 2 t of R-404A under AR5: 3,943 t a tonne less 7.5 t of transport and destruction, both by the tonne.
    assert lot.issued_kg == found.kg == round(2 * (0.44 * 3170 + 0.52 * 4800 + 0.04 * 1300 - 7.5) * 1000)
    assert "AR5GWP100, 100 years" in str(lot.facts["methodology_version"])
    assert found.views["AR5GWP100"] == found.kg
    assert found.views["AR4GWP100"] != found.kg
    assert set(found.views) >= {"AR4GWP100", "AR5GWP100", "AR6GWP100"}


def test_figures_of_two_sets_are_never_added() -> None:
    with pytest.raises(UnitMismatch):
        Co2e(kg=1, metric=Metric(report="AR5", horizon_years=100)) + Co2e(
            kg=1, metric=Metric(report="AR6", horizon_years=100)
        )


def test_waits_for_the_policy_that_accepts_what_nobody_checked(desk: Desk) -> None:
    found = _record(desk)

    with pytest.raises(UnverifiedNotAccepted) as refusal:
        _issue(desk, found)

    assert refusal.value.parameters == (FORM, TRANSPORT)


def test_who_recorded_does_not_issue(desk: Desk) -> None:
    found = _record(desk)

    with pytest.raises(SamePersonIssues):
        issue_destruction(
            destruction_id=found.pk, ids=ids_of(desk.exchange), reason="mine", by=desk.by(desk.exchange.clerk, "mine")
        )


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"is_mandated": True, "law": "Act 12"}, DestructionNotEligible),
        ({"jurisdiction": "CA-QC"}, DestructionNotEligible),
        ({"certificate_number": ""}, CustodyIncomplete),
        ({"certificate_sha256": ""}, CustodyIncomplete),
        ({"is_mandated": None}, CustodyIncomplete),
        ({"containers": ()}, CustodyIncomplete),
        ({"containers": (container(laboratory_report=""),)}, CustodyIncomplete),
    ],
)
def test_is_recorded_with_its_gaps_and_not_issued(
    desk: Desk, changes: dict[str, object], refusal: type[Exception]
) -> None:
    desk.accept(FORM, TRANSPORT)
    found = _record(desk, hfc(**changes))

    with pytest.raises(refusal):
        _issue(desk, found)

    assert found.findings


@pytest.mark.parametrize(
    "changes",
    [
        {"transported_g": 3_000_000},
        {"destroyed_g": 2_020_000},
        {"destroyed_g": 1_999_000},
        {"containers": (replace(container(), full_g=6_009_000),)},
    ],
)
def test_masses_that_grow_or_disagree_are_refused(desk: Desk, changes: dict[str, object]) -> None:
    with pytest.raises(MassesUnreconciled):
        _record(desk, hfc(**changes))


def test_losses_are_shown_stage_by_stage() -> None:
    one = hfc()

    losses = stage_losses(masses_g=(one.collected_g, one.transported_g, one.aggregated_g, one.destroyed_g))

    assert [lost for _, _, lost in losses] == [0, 0, 20_000, 10_000]


def test_a_container_is_destroyed_once(desk: Desk) -> None:
    desk.accept(FORM, TRANSPORT)
    _issue(desk, _record(desk))
    again = _record(desk, hfc(certificate_number="COD-78"), name="two")

    with pytest.raises(DoubleIssuance):
        _issue(desk, again, name="two")


def test_methane_is_no_refrigerant(desk: Desk) -> None:
    with pytest.raises(NotEligible):
        _record(desk, hfc(subtype=Subtype.ODS, inputs={"gas": "CH4", "tonnes": 2.0, "gwp_set": "AR5GWP100"}))


def test_landfill_methane_has_no_containers(desk: Desk) -> None:
    found = _record(
        desk,
        hfc(
            subtype=Subtype.LANDFILL_METHANE, containers=(), started_on=date(2025, 1, 1), ended_on=date(2025, 3, 31),
            inputs={
                "ch4_m3": [1_000_000.0], "de": [0.995], "rho": 0.667, "ox": 0.1, "baseline_destroyed_t": 0.0,
                "project_emissions": 120.0, "gwp_set": "AR5GWP100",
            },
            collected_g=667_000_000, transported_g=667_000_000, aggregated_g=667_000_000, destroyed_g=663_665_000,
        ),
    )  # fmt: skip

    assert not found.findings
    assert found.kg == 16_604_358
