"""The role that pages work as owns nothing and can reach nothing that was not granted."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import connection

from truetonne.config.access import WEB_ROLE


@pytest.mark.django_db
def test_tests_run_as_the_web_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (WEB_ROLE,)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "TRUNCATE django_session",
        "ALTER TABLE django_session ADD COLUMN mine int",
        "DROP TABLE django_session",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
        "SET session_replication_role = replica",
        "SET ROLE truetonne_owner",
        "ALTER ROLE truetonne_web SUPERUSER",
        "CREATE DATABASE mine",
        "COPY django_session TO PROGRAM 'cat'",
        "SELECT pg_read_file('PG_VERSION')",
        "ALTER SYSTEM SET fsync = off",
    ],
)
def test_refuses_the_web_role(web_connection: Callable[..., psycopg.Connection], statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web_connection(autocommit=True).execute(statement)
