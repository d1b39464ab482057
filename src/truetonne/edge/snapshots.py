"""What the database shows right now, as a text to compare."""

from __future__ import annotations

from django.db import connection


def read_snapshot() -> str:
    """Return a text that changes with every transaction that commits: an equal one shows equal rows.

    A transaction's own rows are not in it: whoever reads inside one must look at those besides.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        (snapshot,) = cursor.fetchone()
    return str(snapshot)
