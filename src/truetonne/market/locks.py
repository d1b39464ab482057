"""Two requests of one id wait for each other: a lock of the transaction on the id's hash."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def lock_request(*, organization_id: UUID, request_id: str) -> None:
    """Wait until no other transaction handles this organization's request; let go when this one ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"market:{organization_id}:{request_id}"]
        )
