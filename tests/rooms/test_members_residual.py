"""What is left of a member's residual: every term, per legal entity and year, never more than the figures hold."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rooms.membership import Club, Figures, make_club
from truetonne.footprints.queries.residual import check_residual
from truetonne.members.actions.figures import (
    FiguresInvalid,
    OwnFigures,
    YearFigures,
    add_entity,
    allocate_residual,
    disclose_year,
    judge_figures,
)
from truetonne.members.models import Evidence, LegalEntity
from truetonne.members.queries import lock_standing
from truetonne.members.queries.residual import (
    EntityUnknown,
    ExceedsResidual,
    InventoryIncomplete,
    find_residual,
)

pytestmark = pytest.mark.django_db

FIGURES = Figures(year=2024, scope1_kg=2_000, scope2_kg=1_000, scope3_kg=7_000, trajectory_kg=9_000)


@pytest.fixture
def club(at: datetime) -> Club:
    made = make_club(at=at)
    made.admit(figures=FIGURES)
    return made


def disclose(club: Club, *, accept: bool = True, entity: LegalEntity | None = None, **figures: object) -> None:
    year = disclose_year(
        figures_id=club.ids(),
        entity_id=(entity or LegalEntity.objects.get(is_main=True)).pk,
        organization_id=club.company.pk,
        evidence_id=Evidence.objects.filter(kind="INVENTORY_REPORT")[0].pk,
        figures=YearFigures(**({"net_zero_year": 2045, "trajectory_kg": 9_000} | figures)),  # type: ignore[arg-type]
        by=club.by(club.applicant),
    )
    if accept:
        judge_figures(
            judgement_id=club.ids(),
            assessment_id=club.ids(),
            figures_id=year.pk,
            is_accepted=True,
            reason="",
            by=club.by(club.screener),
        )


def check(club: Club, *, kg: int, neutralized_kg: int = 0, year: int = 2024, **more: object) -> None:
    with transaction.atomic():
        lock_standing(organization_id=club.company.pk, at=club.at)
        check_residual(
            organization_id=club.company.pk, at=club.at, inventory_year=year, requested_kg=kg,
            neutralized_kg=neutralized_kg, **more,  # type: ignore[arg-type]
        )  # fmt: skip


def test_the_path_is_the_ceiling_and_a_refusal_carries_all_its_terms(club: Club) -> None:
    check(club, kg=9_000)
    check(club, kg=4_000, neutralized_kg=5_000)

    with pytest.raises(ExceedsResidual) as refused:
        check(club, kg=4_001, neutralized_kg=5_000)

    terms = refused.value
    assert (terms.requested_kg, terms.gross_kg, terms.trajectory_kg) == (4_001, 10_000, 9_000)
    assert (terms.due_reductions_kg, terms.neutralized_kg, terms.residual_kg) == (1_000, 5_000, 4_000)
    assert (terms.mode, terms.rule_set) == ("on_trajectory", "residual-cap/1")
    assert terms.code == "exceeds_residual"


def test_what_nobody_accepted_does_not_count(club: Club) -> None:
    disclose(club, accept=False, year=2024, scope1_kg=9_000, scope2_kg=1_000, scope3_kg=90_000, trajectory_kg=99_000,
             restatement_reason="A plant was left out")  # fmt: skip

    with pytest.raises(ExceedsResidual):
        check(club, kg=9_001)


def test_a_restatement_below_what_was_covered_stops_new_orders_and_touches_nothing_else(club: Club) -> None:
    disclose(club, year=2024, scope1_kg=1_000, scope2_kg=500, scope3_kg=2_500, trajectory_kg=9_000,
             restatement_reason="Waste was counted twice")  # fmt: skip

    residual = find_residual(organization_id=club.company.pk, inventory_year=2024, neutralized_kg=5_000, at=club.at)

    assert residual is not None
    assert (residual.gross_kg, residual.residual_kg, residual.is_over_covered) == (4_000, 0, True)
    assert residual.figures_version == 2
    with pytest.raises(ExceedsResidual):
        check(club, kg=1, neutralized_kg=5_000)


def test_a_restatement_says_why(club: Club) -> None:
    with pytest.raises(FiguresInvalid) as refused:
        disclose(club, year=2024, scope1_kg=1, scope2_kg=1, scope3_kg=1)

    assert refused.value.field == "restatement_reason"


def test_a_year_that_is_not_closed_is_provisional(club: Club) -> None:
    disclose(club, year=2025, trajectory_kg=8_500, planned_reductions_kg=2_000)

    residual = find_residual(organization_id=club.company.pk, inventory_year=2025, neutralized_kg=0, at=club.at)

    assert residual is not None
    assert residual.is_provisional
    assert (residual.gross_kg, residual.residual_kg) == (8_000, 8_000)


def test_a_year_without_scope_3_has_no_ceiling_and_no_orders(club: Club) -> None:
    disclose(club, year=2023, scope1_kg=1_000, scope2_kg=1_000)

    with pytest.raises(InventoryIncomplete) as refused:
        check(club, kg=1, year=2023)

    assert refused.value.year == 2023


def test_a_year_nobody_disclosed_is_refused_once_others_are_on_file(club: Club) -> None:
    with pytest.raises(InventoryIncomplete):
        check(club, kg=1, year=2022)


def test_without_any_figures_on_file_the_quantity_is_not_judged(at: datetime) -> None:
    club = make_club(at=at)
    club.admit()

    check(club, kg=10**12)


def test_retirements_elsewhere_count(club: Club) -> None:
    disclose(club, year=2025, scope1_kg=1_000, scope2_kg=1_000, scope3_kg=1_000, retired_elsewhere_kg=600)

    with pytest.raises(ExceedsResidual):
        check(club, kg=2_401, year=2025)
    check(club, kg=2_400, year=2025)


def test_another_entitys_residual_needs_an_allocation(club: Club) -> None:
    parent = LegalEntity.objects.get(is_main=True)
    child = add_entity(
        entity_id=club.ids(), organization=club.company, name="Tallow & Pine Malmö AB", country="SE", is_main=False,
        registration_number="556000-1111", authorization_statement="I may.", by=club.by(club.applicant),
    )  # fmt: skip
    disclose(club, entity=child, year=2024, scope1_kg=100, scope2_kg=0, scope3_kg=900, trajectory_kg=1_000)
    with pytest.raises(ExceedsResidual):
        check(club, kg=1_001, entity_id=child.pk)

    allocate_residual(
        allocation_id=club.ids(), organization_id=club.company.pk, giver_id=parent.pk, taker_id=child.pk, year=2024,
        kg=500, by=club.by(club.applicant),
    )  # fmt: skip

    check(club, kg=1_500, entity_id=child.pk)
    check(club, kg=8_500)
    with pytest.raises(ExceedsResidual):
        check(club, kg=8_501)
    with pytest.raises(FiguresInvalid):
        allocate_residual(
            allocation_id=club.ids(), organization_id=club.company.pk, giver_id=parent.pk, taker_id=child.pk,
            year=2024, kg=8_501, by=club.by(club.applicant),
        )  # fmt: skip
    with pytest.raises(EntityUnknown):
        check(club, kg=1, entity_id=club.ids())


def test_who_entered_figures_does_not_accept_them(club: Club) -> None:
    disclose(club, accept=False, year=2025, trajectory_kg=8_500)
    from truetonne.members.models import DisclosedYear

    year = DisclosedYear.objects.get(year=2025)
    with pytest.raises(OwnFigures):
        judge_figures(
            judgement_id=club.ids(),
            assessment_id=club.ids(),
            figures_id=year.pk,
            is_accepted=True,
            reason="",
            by=club.by(club.applicant),
        )


@given(orders=st.lists(st.integers(min_value=1, max_value=4_000), max_size=12))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_ordered_the_sum_never_exceeds_the_residual(club: Club, orders: list[int]) -> None:
    covered = 0

    for kg in orders:
        if kg > 9_000 - covered:
            with pytest.raises(ExceedsResidual) as refused:
                check(club, kg=kg, neutralized_kg=covered)
            assert refused.value.residual_kg == 9_000 - covered
        else:
            check(club, kg=kg, neutralized_kg=covered)
            covered += kg

    assert covered <= 9_000


@pytest.mark.django_db(transaction=True)
def test_two_orders_at_once_cannot_together_exceed_the_residual(at: datetime) -> None:
    club = make_club(at=at)
    club.admit(figures=FIGURES)
    covered = [0]
    refusals: list[int] = []

    def order() -> None:
        try:
            with transaction.atomic():
                lock_standing(organization_id=club.company.pk, at=club.at)
                check_residual(
                    organization_id=club.company.pk, at=club.at, inventory_year=2024, requested_kg=5_000,
                    neutralized_kg=covered[0],
                )  # fmt: skip
                covered[0] += 5_000
        except ExceedsResidual as refused:
            refusals.append(refused.residual_kg)
        finally:
            connection.close()

    threads = [threading.Thread(target=order) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert covered == [5_000]
    assert refusals == [4_000]
