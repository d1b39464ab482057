"""Going around Python, as the web's role: what is added stays as it is, and what cannot be is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from tests.rooms.supply.syn_files import Registry, holding, issuance, project, retirement

WebConnection = Callable[..., psycopg.Connection]
APPEND_ONLY = (
    "supply_importrun", "supply_importrow", "supply_projectedition", "supply_recordedition", "supply_heldrow",
    "supply_helddecision", "supply_holding", "supply_pricefact", "supply_statusjudgement", "supply_publishedstatement",
    "supply_registryissuance", "supply_registryuse", "supply_review", "supply_project",
    "supply_projectprofile", "supply_projectstory", "supply_documentfile", "supply_projectdocument", "supply_grosstonet",
    "supply_externalrating", "supply_projectnews", "supply_projectdisclaimer", "supply_unitlabel",
)  # fmt: skip


@pytest.fixture
def web(transactional_db: None, web_connection: WebConnection, tmp_path: Path, at: datetime) -> psycopg.Connection:
    """A connection of the web's role to a database with one of everything that a load makes."""
    registry = Registry(folder=tmp_path, at=at)
    registry.projects(project())
    registry.issuances(issuance(1, 1000))
    registry.retirements(retirement(1, 10), retirement(11, 20, tonnes=9))
    registry.holdings(holding(101, 200))
    return web_connection(autocommit=True)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_webs_role_deletes_and_empties_nothing(web: psycopg.Connection, table: str) -> None:
    for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute(statement)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE supply_registryuse SET kg = 1",
        "UPDATE supply_registryissuance SET kg = 1",
        "UPDATE supply_registryuse SET beneficiary = 'me'",
        "UPDATE supply_heldrow SET kg = 1",
        "UPDATE supply_holding SET last = last + 1",
        "UPDATE supply_importrun SET report = '{}'",
        "UPDATE supply_review SET verdict = 'ACCEPTED'",
        "UPDATE supply_project SET ref = 'other'",
        "CREATE TABLE mine (a int)",
    ],
)
def test_the_webs_role_changes_no_fact(web: psycopg.Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(statement)  # type: ignore[arg-type]


@pytest.mark.parametrize("table", ["supply_heldrow", "supply_holding", "supply_importrun", "supply_registryuse"])
def test_not_even_the_owner_deletes(web: psycopg.Connection, owner_connection: psycopg.Connection, table: str) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation):
        owner_connection.execute(f"DELETE FROM {table}")  # type: ignore[arg-type]


def test_not_even_the_owner_changes_a_record(web: psycopg.Connection, owner_connection: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation):
        owner_connection.execute("UPDATE supply_registryuse SET kg = kg + 1")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("identity = identity", "registry_use_is_stored_once"),
        ("identity = gen_random_uuid(), first = 9, last = 3", "registry_use_range_is_a_range"),
        ("identity = gen_random_uuid(), first = NULL", "registry_use_range_is_a_range"),
        ("identity = gen_random_uuid(), kg = -1", "registry_use_mass_is_not_negative"),
        ("identity = gen_random_uuid(), kind = 'gifts'", "registry_use_kind_is_known"),
    ],
)
def test_the_database_refuses_records_that_cannot_be(web: psycopg.Connection, change: str, constraint: str) -> None:
    columns = [
        str(row[0])
        for row in web.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'supply_registryuse'::regclass AND attnum > 0 AND attname <> 'id'"
        )
    ]
    given = dict(part.split(" = ", 1) for part in change.split(", "))
    values = ", ".join(given.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)

    with pytest.raises(psycopg.errors.IntegrityError) as refused:
        web.execute(f"INSERT INTO supply_registryuse ({names}) SELECT {values} FROM supply_registryuse LIMIT 1")  # type: ignore[arg-type]

    assert refused.value.diag.constraint_name == constraint


def test_the_database_refuses_a_holding_that_does_not_count_up(web: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.CheckViolation) as refused:
        web.execute(
            "INSERT INTO supply_holding SELECT gen_random_uuid(), key, first, last, unit_kg, kg + 1, lot_class, serial, vintage,"
            " vintage_start, vintage_end, issued_on, issuance_known, content, raw, recorded_at, lot, run_id, program_id, project_id"
            " FROM supply_holding"
        )

    assert refused.value.diag.constraint_name == "holding_count_is_its_mass"


def test_the_second_of_two_loads_at_once_waits_and_knows(
    transactional_db: None, web_connection: WebConnection, tmp_path: Path, at: datetime
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    blocks = [retirement(n, n) for n in range(1, 200)]

    def load(name: str) -> dict[str, object]:
        registry = Registry(folder=tmp_path / name, at=at)
        if name == "b":
            registry.ids.number = 50_000
        try:
            return registry.retirements(*blocks).report["totals"]  # type: ignore[return-value]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(load, ("a", "b")))

    outcomes = sorted((totals["accepted"]["rows"], totals["known"]["rows"]) for totals in found)  # type: ignore[index]
    assert outcomes == [(0, 199), (199, 0)]
