"""Our own orders through the library: ``ledger.actions.retire_units`` in a process of its own, as the web's role."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from random import Random
from uuid import UUID

SETTINGS = "truetonne.config.settings"


def start() -> None:
    """Set Django up over the exchange that TRUETONNE_HOME names."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS

    import django

    django.setup()


def stock_lots() -> list[UUID]:
    """Return the ids of the lots on sale, in a fixed order."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT public_id FROM ledger_lot WHERE is_listed ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def connect(options: Mapping[str, object]) -> Callable[[Random], tuple[int, int, int]]:
    """Return a function that places one order."""
    start()

    from bench.harness.orders import new_instruction
    from truetonne.ledger.actions.retire import retire_units

    lots = stock_lots()

    def place_order(chance: Random) -> tuple[int, int, int]:
        instruction = new_instruction(chance=chance, lots=lots)
        retirement = retire_units(
            instruction=instruction, request_id=instruction.retirement_id.hex, at=datetime.now(tz=UTC)
        )
        return 1, 0, len(retirement.lines)

    return place_order
