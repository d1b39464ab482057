"""Give an exchange a long history: ``python -m bench.harness.history PART PARTS LINES``.

The history is made by the product's own batch action, triggers and constraints and all, so that there is nothing to
believe: it is what so many orders leave behind, waiting for the log worker. Several processes may write one exchange at
once: each draws on every PARTS-th lot only, so that none waits for another's locks. Orders are spread over two years by
``effective_at``; all of them are recorded now.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random

from bench.harness.library import start, stock_lots
from bench.harness.orders import LINES_MEAN, new_instruction
from truetonne.ledger.values import RetirementInstruction

BATCH = 5_000
DAYS = 700


def main() -> None:
    """Write a share of the history into the exchange of TRUETONNE_HOME."""
    part, parts, lines = (int(argument) for argument in sys.argv[1:4])
    start()

    from truetonne.ledger.actions.retire_batch import retire_units_batch

    orders = _orders(part=part, parts=parts, lines=lines)
    written = 0
    while batch := tuple(islice(orders, BATCH)):
        at = datetime.now(tz=UTC)
        retire_units_batch(instructions=batch, request_id=f"history/{part}/{written}", at=at)
        written += len(batch)
        if part == 0 and written % (20 * BATCH) == 0:
            print(f"    {written * parts:,} orders written", file=sys.stderr, flush=True)
    print(json.dumps({"orders": written}))


def _orders(*, part: int, parts: int, lines: int) -> Iterator[RetirementInstruction]:
    """Yield orders of exactly ``lines`` lines in all, each a little later than the one before."""
    chance = Random(f"history/{part}")
    lots = stock_lots()[part::parts]
    step = timedelta(days=DAYS) / max(1, lines // LINES_MEAN * 2)
    effective_at = datetime.now(tz=UTC) - timedelta(days=DAYS)
    drawn = 0
    while drawn < lines:
        effective_at += step
        instruction = new_instruction(chance=chance, lots=lots)
        draws = instruction.draws[: lines - drawn]
        drawn += len(draws)
        yield replace(instruction, draws=draws, effective_at=effective_at)


if __name__ == "__main__":
    main()
