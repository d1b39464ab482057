"""Our own orders in batches: ``ledger.actions.retire_units_batch``, one transaction for all orders of a batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from random import Random

from bench.harness.library import start, stock_lots


def connect(options: Mapping[str, object]) -> Callable[[Random], tuple[int, int, int]]:
    """Return a function that places one batch of ``options["size"]`` orders."""
    start()

    from bench.harness.orders import new_instruction
    from truetonne.edge.identifiers import new_id
    from truetonne.ledger.actions.retire_batch import retire_units_batch
    from truetonne.ledger.values import Retirement

    lots = stock_lots()
    size = int(str(options["size"]))

    def place_batch(chance: Random) -> tuple[int, int, int]:
        instructions = tuple(new_instruction(chance=chance, lots=lots) for _ in range(size))
        answers = retire_units_batch(instructions=instructions, request_id=new_id().hex, at=datetime.now(tz=UTC))
        taken = [answer for answer in answers if isinstance(answer, Retirement)]
        return len(taken), len(answers) - len(taken), sum(len(answer.lines) for answer in taken)

    return place_batch
