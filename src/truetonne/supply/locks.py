"""Locks by name, until the transaction ends: for rows that nobody may change, so that nobody can lock them either."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def lock_subject(*, id: UUID) -> None:
    """Wait until no other transaction works on this object. Take it before judging what the act uses up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"supply:{id}"])
