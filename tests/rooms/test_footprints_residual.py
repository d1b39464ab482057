"""Targets of legal entities, and what an order may cover: published inventory, accepted path, one ceiling."""

from __future__ import annotations

import threading
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from psycopg import errors

from tests.rooms.disclosing import accept, changed, entity_of, publish, set_
from tests.rooms.exchange import Exchange, claim, make_exchange
from tests.rooms.trading import ask, take
from truetonne.footprints.actions.set_target import (
    OwnTarget,
    TargetInvalid,
    TargetJudged,
    TargetNotFound,
)
from truetonne.footprints.models import Target
from truetonne.footprints.queries.residual import find_published, find_residual, list_scope_years
from truetonne.footprints.queries.trajectories import list_paths
from truetonne.market.actions.allocate import Pick
from truetonne.market.actions.place_order import RemovalNeeded
from truetonne.market.attribution import ClaimPeriod
from truetonne.market.models import Order
from truetonne.members.models import LegalEntity
from truetonne.members.queries.residual import ExceedsResidual, InventoryIncomplete
from truetonne.rules.targets.progress import StepsOutOfOrder

pytestmark = pytest.mark.django_db


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    made = make_exchange(at=at)
    made.add_lot()
    return made


@pytest.fixture
def entity(exchange: Exchange) -> LegalEntity:
    """The member has 10 t of 2025 published and a path that allows 7.5 t."""
    made = entity_of(exchange)
    publish(exchange, made)
    accept(exchange, set_(exchange, made))
    return made


def left(exchange: Exchange, *, year: int = 2025, neutralized_kg: int = 0, entity_id: UUID | None = None) -> object:
    return find_residual(
        organization_id=exchange.member.pk, inventory_year=year, neutralized_kg=neutralized_kg, at=exchange.at,
        entity_id=entity_id,
    )  # fmt: skip


def test_an_order_above_the_path_is_refused_with_its_terms_and_one_below_accepted(
    exchange: Exchange, entity: LegalEntity
) -> None:
    quoted = ask(exchange, kg=7_501)

    with pytest.raises(ExceedsResidual) as refused:
        take(exchange, quoted)

    terms = refused.value
    assert (terms.gross_kg, terms.trajectory_kg, terms.due_reductions_kg) == (10_000, 7_500, 2_500)
    assert (terms.neutralized_kg, terms.residual_kg, terms.mode) == (0, 7_500, "on_trajectory")
    take(exchange, ask(exchange, kg=7_500, request_id="q2"), request_id="o2")
    with pytest.raises(ExceedsResidual) as full:
        take(exchange, ask(exchange, kg=1, request_id="q3"), request_id="o3")
    assert (full.value.neutralized_kg, full.value.residual_kg) == (7_500, 0)


@pytest.mark.django_db(transaction=True)
def test_two_orders_at_once_cannot_together_pass_the_ceiling(exchange: Exchange, entity: LegalEntity) -> None:
    quotes = [ask(exchange, kg=5_000, request_id=f"q{number}") for number in range(2)]
    refusals: list[int] = []

    def order(number: int) -> None:
        try:
            take(exchange, quotes[number], request_id=f"o{number}")
        except ExceedsResidual as refused:
            refusals.append(refused.residual_kg)
        finally:
            connection.close()

    threads = [threading.Thread(target=order, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert refusals == [2_500]
    assert Order.objects.count() == 1


def test_a_restatement_below_what_was_covered_stops_new_orders(exchange: Exchange, entity: LegalEntity) -> None:
    take(exchange, ask(exchange, kg=7_000))
    publish(exchange, entity, scope3=1_000)

    residual = left(exchange, neutralized_kg=7_000)

    assert (residual.gross_kg, residual.residual_kg, residual.is_over_covered) == (5_000, 0, True)  # type: ignore[attr-defined]
    assert residual.figures_version == 2  # type: ignore[attr-defined]
    assert Order.objects.count() == 1


def test_scope_2_follows_the_method_of_the_target(exchange: Exchange) -> None:
    entity = entity_of(exchange)
    publish(exchange, entity)
    accept(exchange, set_(exchange, entity, changed(scope2_method="location")))

    assert left(exchange).gross_kg == 10_500  # type: ignore[attr-defined]


def test_biogenic_carbon_and_gaps_add_nothing(exchange: Exchange, entity: LegalEntity) -> None:
    assert left(exchange).gross_kg == 10_000  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("figures", "reason"),
    [({"scope1": None}, "scope 1"), ({"location": None, "market": None}, "scope 2"), ({"scope3": None}, "no scope 3")],
)
def test_an_inventory_with_a_scope_missing_has_no_ceiling_and_no_orders(
    exchange: Exchange, figures: dict[str, None], reason: str
) -> None:
    entity = entity_of(exchange)
    publish(exchange, entity, **figures)  # type: ignore[arg-type]
    accept(exchange, set_(exchange, entity))

    with pytest.raises(InventoryIncomplete, match=reason):
        take(exchange, ask(exchange, kg=1))


def test_without_an_accepted_target_nothing_can_be_covered(exchange: Exchange) -> None:
    entity = entity_of(exchange)
    publish(exchange, entity)
    rejected = set_(exchange, entity)
    accept(exchange, rejected, is_accepted=False)
    set_(exchange, entity)

    with pytest.raises(InventoryIncomplete, match="no accepted target"):
        take(exchange, ask(exchange, kg=1))


def test_a_large_scope_3_needs_its_own_target_and_a_small_one_does_not(exchange: Exchange) -> None:
    entity = entity_of(exchange)
    publish(exchange, entity, scope3=6_000)
    accept(exchange, set_(exchange, entity, changed(scope3_base_kg=None)))

    with pytest.raises(InventoryIncomplete, match="large enough"):
        left(exchange)

    publish(exchange, entity, scope3=2_600)
    # Scopes 1 and 2: 3 t of 4 t. Scope 3 keeps its 2.6 t.
    assert left(exchange).trajectory_kg == 5_600  # type: ignore[attr-defined]


def test_a_year_that_is_not_closed_is_provisional(exchange: Exchange, entity: LegalEntity) -> None:
    residual = left(exchange, year=2026)

    assert (residual.gross_kg, residual.is_provisional) == (7_000, True)  # type: ignore[attr-defined]


def test_from_the_net_zero_year_on_only_a_tenth_of_the_base_year_is_residual(exchange: Exchange) -> None:
    entity = entity_of(exchange)
    publish(exchange, entity, year=2030, scope1=500, location=500, market=500, scope3=1_000)
    accept(exchange, set_(exchange, entity, changed(net_zero_year=2030)))

    residual = left(exchange, year=2030)

    assert (residual.mode, residual.residual_kg, residual.removals_only) == ("residual_strict", 1_000, True)  # type: ignore[attr-defined]


def test_from_the_net_zero_year_on_only_removals_are_ordered_whatever_the_purpose(exchange: Exchange) -> None:
    entity = entity_of(exchange)
    publish(exchange, entity, scope1=500, location=500, market=500, scope3=1_000)
    accept(exchange, set_(exchange, entity, changed(target_year=2025, net_zero_year=2025)))
    reduction = exchange.add_lot(first=501, last=600, credit_class="REDUCTION_NATURE")
    removal = exchange.add_lot(first=601, last=700)

    with pytest.raises(RemovalNeeded):
        take(exchange, ask(exchange, picks=(Pick(lot_id=reduction.lot_id, kg=500),)))

    take(exchange, ask(exchange, picks=(Pick(lot_id=removal.lot_id, kg=500),), request_id="q2"), request_id="o2")


def test_ongoing_and_residual_are_kept_apart_per_group_of_scopes(exchange: Exchange) -> None:
    entity = entity_of(exchange)
    publish(exchange, entity)
    accept(exchange, set_(exchange, entity, changed(scope3_base_kg=None, net_zero_year=2025)))
    accept(exchange, set_(exchange, entity, changed(
        scope1_base_kg=None, scope2_base_kg=None, scope2_method="", net_zero_year=2045)))  # fmt: skip
    scopes = find_published(entity_id=entity.pk, year=2025)
    assert scopes is not None

    rows = list_scope_years(scopes=scopes, paths=list_paths(entity_id=entity.pk, as_of=exchange.at.date()))

    assert [(row.scopes, row.gross_kg, row.path_kg, row.due_kg, row.is_residual) for row in rows] == [
        ("1+2", 4_000, 3_000, 1_000, True),
        ("3", 6_000, 4_500, 1_500, False),
    ]


def test_growth_never_widens_the_ceiling_of_an_intensity_target(exchange: Exchange) -> None:
    entity = entity_of(exchange)
    publish(exchange, entity)
    target = set_(exchange, entity, changed(
        metric="economic_intensity", intensity_unit="EUR of revenue", growth_per_year=Decimal("0.08")))  # fmt: skip
    accept(exchange, target)

    assert left(exchange).trajectory_kg == 7_500  # type: ignore[attr-defined]
    assert target.absolute_change is not None
    assert round(target.absolute_change, 3) == Decimal("0.079")


def test_a_subsidiary_follows_its_own_path(exchange: Exchange, entity: LegalEntity) -> None:
    child = entity_of(exchange, name="Tallow & Pine Malmö AB", is_main=False)
    publish(exchange, child, scope1=100, location=100, market=100, scope3=300)
    accept(exchange, set_(exchange, child, changed(scope1_base_kg=100, scope2_base_kg=100, scope3_base_kg=200)))

    assert left(exchange, entity_id=child.pk).residual_kg == 300  # type: ignore[attr-defined]
    assert left(exchange).residual_kg == 7_500  # type: ignore[attr-defined]


def test_an_expired_target_makes_no_path(exchange: Exchange, entity: LegalEntity) -> None:
    target = Target.objects.get()
    later = set_(
        exchange, entity, changed(valid_until=date(2020, 1, 1), restatement_reason="Ended"), series=target.series
    )
    accept(exchange, later)

    assert list_paths(entity_id=entity.pk, as_of=exchange.at.date()) == ()


def test_a_new_version_says_why_and_keeps_its_scopes(exchange: Exchange, entity: LegalEntity) -> None:
    series = Target.objects.get().series

    with pytest.raises(TargetInvalid) as silent:
        set_(exchange, entity, series=series)
    with pytest.raises(TargetInvalid) as other:
        set_(exchange, entity, changed(scope3_base_kg=None, restatement_reason="Scope 3 left"), series=series)
    with pytest.raises(TargetNotFound):
        set_(exchange, entity, changed(restatement_reason="x"), series=exchange.ids())

    assert (silent.value.field, other.value.field) == ("restatement_reason", "scopes")
    later = set_(exchange, entity, changed(reduction=Decimal("0.6"), restatement_reason="Raised"), series=series)
    assert later.version == 2
    assert left(exchange).trajectory_kg == 7_500  # type: ignore[attr-defined]
    accept(exchange, later)
    assert left(exchange).trajectory_kg == 7_000  # type: ignore[attr-defined]


def test_two_paths_never_cover_one_scope(exchange: Exchange, entity: LegalEntity) -> None:
    second = set_(exchange, entity, changed(scope3_base_kg=None))

    with pytest.raises(TargetInvalid) as refused:
        accept(exchange, second)

    assert refused.value.field == "scopes"


def test_nobody_accepts_their_own_target_or_judges_twice(exchange: Exchange, entity: LegalEntity) -> None:
    target = set_(exchange, entity)

    with pytest.raises(OwnTarget):
        accept(exchange, target, person=exchange.buyer)
    with pytest.raises(TargetJudged):
        accept(exchange, Target.objects.earliest("recorded_at"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scope2_method": ""}, "scope2_method"), ({"reduction": Decimal(0)}, "reduction"),
        ({"target_year": 2020}, "target_year"), ({"metric": "physical_intensity"}, "growth_per_year"),
        ({"validated_on": date(2025, 5, 1), "validator": "SBTi"}, "validator"),
        ({"scope1_base_kg": None}, "scopes"), ({"scope3_base_kg": -1}, "base_kg"),
    ],
)  # fmt: skip
def test_a_target_that_contradicts_itself_is_refused_by_field(
    exchange: Exchange, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(TargetInvalid) as refused:
        set_(exchange, entity_of(exchange), changed(**changes))

    assert refused.value.field == field


def test_a_plan_that_offsets_before_it_reduces_is_refused(exchange: Exchange) -> None:
    entity = entity_of(exchange)

    with pytest.raises(StepsOutOfOrder):
        set_(exchange, entity, changed(reduce_from=2027, offset_from=2026))

    neutral = changed(scope3_base_kg=None, reduce_from=2021, remove_from=2028, offset_from=2030)
    assert set_(exchange, entity, neutral).offset_from == 2030


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_targets_and_their_judges(
    exchange: Exchange, entity: LegalEntity, superuser_connection: psycopg.Connection
) -> None:
    for statement in ("UPDATE footprints_target SET reduction = 0.1", "DELETE FROM footprints_targetjudgement"):
        with pytest.raises(errors.RestrictViolation):
            superuser_connection.execute(statement)
    target = set_(exchange, entity)
    with pytest.raises(errors.RestrictViolation, match="does not judge"):
        superuser_connection.execute(
            "INSERT INTO footprints_targetjudgement (id, target_id, is_accepted, reason, person_id, request_id,"
            " effective_at) VALUES (gen_random_uuid(), %s, true, '', %s, 'r', now())",
            [target.pk, exchange.buyer.pk],
        )


def test_a_claim_year_without_any_figures_asks_for_none(exchange: Exchange) -> None:
    take(exchange, ask(exchange, kg=1), claim=claim(period=ClaimPeriod(year=2025)))

    assert Order.objects.count() == 1
