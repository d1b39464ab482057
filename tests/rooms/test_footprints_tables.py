"""What the database refuses of factors, activity data and inventories, going around Python."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import psycopg
import pytest
from django.db import IntegrityError, transaction
from django.db import connection as django_connection
from psycopg import errors, sql

from tests.rooms.measuring import Measured, make_factor_set, make_measured
from truetonne.footprints.grants import GRANTS
from truetonne.footprints.models import Factor, FactorSet, Inventory, InventoryTotal
from truetonne.footprints.states import InventoryState

pytestmark = pytest.mark.django_db(transaction=True)

WebConnection = Callable[..., psycopg.Connection]
MOVING = {"footprints_inventory", "footprints_activityupload", "footprints_inventorycomputation"}
APPEND_ONLY = sorted(table for table in GRANTS if table not in MOVING)


@pytest.fixture
def measured(at: datetime) -> Measured:
    return make_measured(at=at)


def test_facts_are_never_changed_or_removed(measured: Measured, web_connection: WebConnection) -> None:
    web = web_connection(autocommit=True)

    for table in APPEND_ONLY:
        for statement in ("DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET id = id"):
            with pytest.raises(errors.InsufficientPrivilege):
                web.execute(sql.SQL(statement).format(sql.Identifier(table)))


def test_triggers_stand_behind_the_grants(measured: Measured, superuser_connection: psycopg.Connection) -> None:
    measured.draft()
    filled = [
        table
        for table in APPEND_ONLY
        if superuser_connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table))).fetchone()
    ]

    assert {"footprints_factor", "footprints_activityline", "footprints_inventorytotal"} <= set(filled)
    for table in filled:
        for statement in ("DELETE FROM {}", "UPDATE {} SET id = id", "TRUNCATE {} CASCADE"):
            with pytest.raises(errors.RestrictViolation, match="only added"):
                superuser_connection.execute(sql.SQL(statement).format(sql.Identifier(table)))


@pytest.mark.parametrize("change", ["year = 2024", "line_count = 0", "gwp_set = 'AR6GWP100'", "is_complete = true"])
def test_a_version_does_not_change(
    measured: Measured, web_connection: WebConnection, superuser_connection: psycopg.Connection, change: str
) -> None:
    measured.draft()

    with pytest.raises(errors.InsufficientPrivilege):
        web_connection(autocommit=True).execute(f"UPDATE footprints_inventory SET {change}")
    with pytest.raises(errors.RestrictViolation, match="does not change"):
        superuser_connection.execute(f"UPDATE footprints_inventory SET {change}")


def test_a_state_moves_forward_with_its_step(measured: Measured, web_connection: WebConnection) -> None:
    web = web_connection(autocommit=True)
    made = measured.draft()

    with pytest.raises(errors.RestrictViolation, match="does not follow"):
        web.execute("UPDATE footprints_inventory SET state = 'PUBLISHED'")
    with pytest.raises(errors.IntegrityConstraintViolation, match="its last step"):
        web.execute("UPDATE footprints_inventory SET state = 'FINAL'")
    measured.move(made, InventoryState.FINAL)
    measured.move(made, InventoryState.PUBLISHED)
    with pytest.raises(errors.RestrictViolation, match="does not follow"):
        web.execute("UPDATE footprints_inventory SET state = 'DRAFT'")
    with pytest.raises(errors.RestrictViolation, match="set once"):
        web.execute("UPDATE footprints_inventory SET sealed_at = NULL")


def test_a_version_exists_whole_or_not_at_all(measured: Measured) -> None:
    with pytest.raises(IntegrityError, match="sealed in the transaction"):
        measured.draft(seal=False)
    with pytest.raises(IntegrityError, match="1 of 2 lines"):
        measured.draft(line_count=2)
    assert Inventory.objects.count() == 0


def test_totals_are_the_sums_of_their_lines(measured: Measured, monkeypatch: pytest.MonkeyPatch) -> None:
    right = Measured.totals
    less = Decimal(1000)
    monkeypatch.setattr(
        Measured, "totals", lambda self, *, inventory, mass_kg: right(self, inventory=inventory, mass_kg=less)
    )

    with pytest.raises(IntegrityError, match="not the sums of their lines"):
        measured.draft()


@pytest.mark.parametrize("table", ["inventorytotal", "inventoryline", "inventoryload", "inventoryfactorset"])
def test_nothing_is_added_to_a_sealed_version(
    measured: Measured, superuser_connection: psycopg.Connection, table: str
) -> None:
    measured.draft()
    names = "inventory_total_is_one inventory_line_is_one_per_part inventory_load_is_one inventory_factor_set_is_one"

    with superuser_connection.transaction(force_rollback=True):
        superuser_connection.execute(f"CREATE TEMPORARY TABLE copied AS SELECT * FROM footprints_{table} LIMIT 1")
        superuser_connection.execute("UPDATE copied SET id = id + 1000")
        for name in names.split():
            superuser_connection.execute(f"ALTER TABLE footprints_{table} DROP CONSTRAINT IF EXISTS {name}")
        with pytest.raises(errors.RestrictViolation, match="sealed"):
            superuser_connection.execute(f"INSERT INTO footprints_{table} SELECT * FROM copied")


@pytest.mark.parametrize("state", ["relevant_not_calculated", "not_disclosed", "not_relevant", "excluded"])
def test_what_is_missing_is_never_zero(measured: Measured, state: str) -> None:
    def alter(totals: list[InventoryTotal]) -> list[InventoryTotal]:
        totals[-1].state, totals[-1].reason = state, "as told"
        totals[-1].mass_kg = totals[-1].mass_exact_kg = Decimal(0)
        return totals

    with pytest.raises(IntegrityError, match="missing_is_never_zero"):
        _draft_with(measured, alter)


def test_a_figure_is_needed_where_one_is_stated(measured: Measured) -> None:
    def alter(totals: list[InventoryTotal]) -> list[InventoryTotal]:
        totals[-1].state = "reported"
        return totals

    with pytest.raises(IntegrityError, match="missing_is_never_zero"):
        _draft_with(measured, alter)


@pytest.mark.parametrize("state", ["not_relevant", "excluded"])
def test_leaving_a_category_out_needs_a_reason(measured: Measured, state: str) -> None:
    def alter(totals: list[InventoryTotal]) -> list[InventoryTotal]:
        totals[-1].state, totals[-1].reason = state, ""
        return totals

    with pytest.raises(IntegrityError, match="reason_is_given"):
        _draft_with(measured, alter)


def test_a_restatement_says_what_why_and_by_how_much(measured: Measured) -> None:
    first = measured.draft()
    measured.move(first, InventoryState.FINAL)

    with pytest.raises(IntegrityError, match="what_why_and_how_much"):
        measured.draft(restates=first)
    second = measured.draft()
    with pytest.raises(IntegrityError, match="does not restate"):
        measured.move(second, InventoryState.FINAL)
    told = {"restatement_what": "Fuel of May", "restatement_why": "A card was left out", "restatement_change_kg": 0}
    third = measured.draft(restates=first, **told)
    measured.move(third, InventoryState.FINAL)
    assert Inventory.objects.get(pk=third.pk).state == InventoryState.FINAL


def test_only_a_final_version_of_the_same_year_is_restated(measured: Measured) -> None:
    told = {"restatement_what": "Fuel of May", "restatement_why": "A card was left out", "restatement_change_kg": 0}
    draft = measured.draft()

    with pytest.raises(IntegrityError, match="only a final version"):
        measured.draft(restates=draft, **told)
    measured.move(draft, InventoryState.FINAL)
    with pytest.raises(IntegrityError, match="only a final version"):
        measured.draft(year=2024, restates=draft, **told)


def test_versions_count_up(measured: Measured) -> None:
    with pytest.raises(IntegrityError, match="does not follow"):
        measured.draft(version=3)


def test_an_edition_of_factors_is_superseded_once(measured: Measured, at: datetime) -> None:
    first = FactorSet.objects.get()
    make_factor_set(new_id=measured.club.ids, at=at, edition="2026", supersedes=first)

    with pytest.raises(IntegrityError, match="superseded_once"):
        make_factor_set(new_id=measured.club.ids, at=at, edition="2027", supersedes=first)
    with pytest.raises(IntegrityError, match="edition_is_one"):
        make_factor_set(new_id=measured.club.ids, at=at)
    with pytest.raises(IntegrityError, match="source_and_license"):
        make_factor_set(new_id=measured.club.ids, at=at, edition="2028", license="")


def test_a_factor_has_a_figure_and_a_category_only_in_scope_3(measured: Measured) -> None:
    given = {"factor_set": FactorSet.objects.get(), "activity_key": "x", "title": "x", "unit": "kg"}

    with pytest.raises(IntegrityError, match="factor_has_a_figure"):
        Factor.objects.create(**given)
    with pytest.raises(IntegrityError, match="category_is_of_scope_3"):
        Factor.objects.create(**given, co2e_g=1, part="SCOPE1", category=1)


def test_counts_of_a_load_add_up(measured: Measured) -> None:
    with pytest.raises(IntegrityError, match="counts_add_up"), django_connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO footprints_activityload (id, entity_id, year, name, file_name, file_sha256, mapping,"
            " read_count, accepted_count, known_count, held_count, refused_count, is_synthetic, request_id,"
            " effective_at) SELECT gen_random_uuid(), entity_id, year, name, file_name, file_sha256, mapping, 5, 1, 1,"
            " 1, 1, false, 'other', now() FROM footprints_activityload"
        )


def _draft_with(measured: Measured, alter: Callable[[list[InventoryTotal]], list[InventoryTotal]]) -> None:
    right = Measured.totals
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(Measured, "totals", lambda self, **given: alter(right(self, **given)))
        measured.draft()


def test_a_version_and_its_restatement_are_written_in_one_transaction(measured: Measured) -> None:
    with transaction.atomic():
        first = measured.draft()
        measured.move(first, InventoryState.FINAL)
        second = measured.draft(
            restates=first, restatement_what="Fuel", restatement_why="Counted twice", restatement_change_kg=0
        )
        measured.move(second, InventoryState.FINAL)

    assert Inventory.objects.get(restates=first).state == InventoryState.FINAL


def test_two_versions_of_a_year_are_not_both_final_in_one_transaction(measured: Measured) -> None:
    with pytest.raises(IntegrityError, match="does not restate"), transaction.atomic():  # noqa: PT012
        for _ in range(2):
            measured.move(measured.draft(), InventoryState.FINAL)
