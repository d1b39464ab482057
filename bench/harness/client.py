"""One client process: ``python -m bench.harness.client KIND OPTIONS``. Not for people; see ``clients``.

A kind is a module of this package with ``connect(options) -> place_orders``; ``place_orders(random)`` places one order
or one batch, waits until it is durable and returns how many orders were taken, how many refused, how many lines drawn.
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
from importlib import import_module

KINDS = {
    "library": "bench.harness.library",
    "batch": "bench.harness.library_batch",
    "hordak": "bench.harness.hordak",
    "http": "bench.harness.http_orders",
    "pages": "bench.harness.http_pages",
}
LATENCIES_MAX = 20_000


def main() -> None:
    """Speak the protocol of ``clients`` on standard input and output."""
    kind, options = sys.argv[1], json.loads(sys.argv[2])
    place_orders = import_module(KINDS[kind]).connect(options)
    chance = random.Random(f"{options.get('seed', 0)}/{options['number']}")
    for _ in range(int(options.get("warmup", 20))):
        place_orders(chance)
    gc.collect()
    _say({"ready": True})
    for line in sys.stdin:
        _say(_work(place_orders, chance, float(line)))


def _work(place_orders: object, chance: random.Random, seconds: float) -> dict[str, object]:
    assert callable(place_orders)
    clock = time.perf_counter
    orders = refused = lines = 0
    latencies: list[float] = []
    cpu, start = time.process_time(), clock()
    now, end = start, start + seconds
    while now < end:
        taken, not_taken, drawn = place_orders(chance)
        before, now = now, clock()
        latencies.append(now - before)
        orders += taken
        refused += not_taken
        lines += drawn
    cpu_s = time.process_time() - cpu
    step = max(1, len(latencies) // LATENCIES_MAX)
    return {
        "orders": orders,
        "refused": refused,
        "lines": lines,
        "seconds": now - start,
        "cpu_s": cpu_s,
        "latencies_ms": [round(1000 * latency, 3) for latency in latencies[::step]],
    }


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
