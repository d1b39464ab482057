"""One plain connection as the web's role, outside Django's: for long reads, the log's worker and exports."""

from __future__ import annotations

import psycopg
from django.db import connections


def connect() -> psycopg.Connection:
    """Open a connection to the database that Django's default alias names, in no transaction.

    The caller closes it. Raises psycopg.OperationalError where the database does not answer.
    """
    facts = dict(connections["default"].get_connection_params())
    for name in ("pool", "cursor_factory", "context"):
        facts.pop(name, None)
    return psycopg.connect(**facts)
