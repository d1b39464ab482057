"""The rooms' grants are applied whole: a table that nobody names, or that is not there, is an error."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from truetonne.config import grants
from truetonne.config.access import WEB_ROLE
from truetonne.config.grants import GrantInvalid, Grants, RoleTooStrong, TableWithoutGrant


def privileges(connection: psycopg.Connection, table: str) -> set[str]:
    rows = connection.execute(
        "SELECT privilege_type FROM information_schema.role_table_grants WHERE grantee = %s AND table_name = %s",
        [WEB_ROLE, table],
    ).fetchall()
    return {str(row[0]) for row in rows}


def test_applies_to_every_table_of_every_room(owner_connection: psycopg.Connection) -> None:
    grants.apply(connection=owner_connection, web_role=WEB_ROLE)

    assert grants.are_applied(connection=owner_connection, web_role=WEB_ROLE)
    assert privileges(owner_connection, "django_migrations") == {"SELECT"}
    assert privileges(owner_connection, "django_session") == {"SELECT", "INSERT", "UPDATE", "DELETE"}


def test_refuses_a_table_that_no_room_names(owner_connection: psycopg.Connection) -> None:
    owner_connection.execute("CREATE TABLE forgotten (id int)")
    try:
        with pytest.raises(TableWithoutGrant) as caught:
            grants.apply(connection=owner_connection, web_role=WEB_ROLE)
        assert caught.value.tables == ("forgotten",)
        assert privileges(owner_connection, "forgotten") == set()
    finally:
        owner_connection.execute("DROP TABLE forgotten")


def test_takes_back_what_was_given_by_hand(owner_connection: psycopg.Connection) -> None:
    owner_connection.execute(f"GRANT ALL ON django_migrations TO {WEB_ROLE}")

    grants.apply(connection=owner_connection, web_role=WEB_ROLE)

    assert privileges(owner_connection, "django_migrations") == {"SELECT"}


def test_notices_grants_that_are_missing(owner_connection: psycopg.Connection) -> None:
    owner_connection.execute(f"REVOKE ALL ON django_migrations FROM {WEB_ROLE}")

    assert not grants.are_applied(connection=owner_connection, web_role=WEB_ROLE)

    grants.apply(connection=owner_connection, web_role=WEB_ROLE)
    assert grants.are_applied(connection=owner_connection, web_role=WEB_ROLE)


def test_refuses_a_grant_on_a_table_that_is_not_there(
    owner_connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    stated = grants.collect_grants()
    more = Grants(tables={**stated.tables, "edge_absent": "SELECT"}, functions=stated.functions)
    monkeypatch.setattr(grants, "collect_grants", lambda: more)

    with pytest.raises(GrantInvalid) as caught:
        grants.apply(connection=owner_connection, web_role=WEB_ROLE)

    assert (caught.value.room, caught.value.name) == ("edge", "edge_absent")


@pytest.mark.parametrize("text", ["ALL", "SELECT; DROP TABLE x", "TRUNCATE", "UPDATE (kg", "select", "SELECT,,INSERT"])
def test_reads_privileges_strictly(text: str) -> None:
    assert not grants.PRIVILEGES.match(text)


@pytest.mark.parametrize("text", ["SELECT", "SELECT, INSERT", "SELECT, UPDATE (state, reserved_kg), INSERT"])
def test_reads_columns(text: str) -> None:
    assert grants.PRIVILEGES.match(text)


def judge_strengthened(connection: psycopg.Connection, statement: str) -> None:
    """Judge the role as it would be; rolled back, because roles belong to the whole server."""
    with connection.transaction():
        connection.execute(statement)
        grants.judge_role(connection=connection, web_role=WEB_ROLE)


@pytest.mark.parametrize(
    ("statement", "fact"),
    [
        (f"ALTER ROLE {WEB_ROLE} SUPERUSER", "superuser"),
        (f"ALTER ROLE {WEB_ROLE} CREATEDB", "databases"),
        (f"GRANT truetonne_owner TO {WEB_ROLE}", "member"),
        (f"GRANT CREATE ON SCHEMA public TO {WEB_ROLE}", "create tables"),
    ],
)
def test_refuses_a_web_role_that_could_go_around(
    superuser_connection: psycopg.Connection, statement: str, fact: str
) -> None:
    with pytest.raises(RoleTooStrong) as caught:
        judge_strengthened(superuser_connection, statement)

    assert any(fact in found for found in caught.value.facts)
    grants.judge_role(connection=superuser_connection, web_role=WEB_ROLE)


def test_web_functions_are_named_one_by_one(
    owner_connection: psycopg.Connection, web_connection: Callable[..., psycopg.Connection]
) -> None:
    owner_connection.execute("CREATE FUNCTION unnamed() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    try:
        grants.apply(connection=owner_connection, web_role=WEB_ROLE)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web_connection().execute("SELECT unnamed()")
    finally:
        owner_connection.execute("DROP FUNCTION unnamed()")
