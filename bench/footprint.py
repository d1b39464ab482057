"""The footprint engine beside a dense numpy table, plain DuckDB, polars and pandas, in one interleaved run."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from bench.harness.clients import ROOT
from bench.harness.exchanges import PATH
from bench.harness.ledger_problem import WAYS, LedgerProblem, Sums
from bench.harness.machine import load_now
from bench.harness.run import Run
from bench.harness.tables import Table, middle, ratio, spread

TITLE = "activity rows joined to factors: three gases, unit conversion, 3% without a factor"
AGREEMENT = 1e-9
BIGGEST = 10_000_000
"""Above this only ours is run, once a round in a process of its own, to see that time grows with the rows."""


def measure(run: Run) -> Table:
    """Time every way once a round, in turn, and see that masses and missing counts agree."""
    columns = {"rows": "rows", "what": "what", "s": "s", "spread": "lowest-highest", "rate": "rows/s",
               "times": "times as long as ours", "rss": "peak MB"}  # fmt: skip
    table = Table(name="footprint", title=TITLE, columns=columns)
    sizes = sorted(set(run.sizes))
    for rows in [size for size in sizes if size <= BIGGEST]:
        _measure_size(run, table, rows=rows)
    for rows in [size for size in sizes if size > BIGGEST]:
        seconds, rss_mb = _run_alone(name="truetonne", rows=rows, rounds=run.rounds)
        _add(table, rows=rows, name="truetonne", seconds=seconds, ours=middle(seconds), rss_mb=rss_mb)
    table.notes += [
        "5,000 keys, nine units in three kinds, codes in columns; data loaded in each way's own form beforehand.",
        f"Masses agree to {AGREEMENT:g} and missing counts are equal in every round. Peak MB: a process of its own, data included.",
        "Aims: at least as fast as the fastest dataframe engine, at most twice numpy's time, below 1 GB at 10,000,000 rows.",
    ]
    return table


def _measure_size(run: Run, table: Table, *, rows: int) -> None:
    ways = LedgerProblem(rows).ways()
    for way in ways.values():
        way()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(run.rounds):
        found = {}
        for name, way in ways.items():
            started = time.perf_counter()
            found[name] = way()
            seconds[name].append(time.perf_counter() - started)
        _compare(found)
        run.report(
            f"{rows:,} rows, round {number + 1}: {', '.join(f'{s[-1]:.3f}' for s in seconds.values())} s; load {load_now()}"
        )
    del ways
    ours = middle(seconds["truetonne"])
    for name, times in seconds.items():
        _, rss_mb = _run_alone(name=name, rows=rows, rounds=1)
        _add(table, rows=rows, name=name, seconds=times, ours=ours, rss_mb=rss_mb)


def _add(table: Table, *, rows: int, name: str, seconds: list[float], ours: float | None, rss_mb: float) -> None:
    taken = middle(seconds)
    rate = rows / taken if taken else None
    table.add(rows=rows, what=name, s=taken, spread=spread(seconds), rate=rate, times=ratio(taken, ours), rss=rss_mb)


def _compare(found: Mapping[str, Sums]) -> None:
    first = found["truetonne"]
    for name, sums in found.items():
        if sums[3] != first[3]:
            raise AssertionError(f"{name} misses {sums[3]} lines, the engine {first[3]}")
        if not all(math.isclose(a, b, rel_tol=AGREEMENT) for a, b in zip(sums[:3], first[:3], strict=True)):
            raise AssertionError(f"{name} has {sums[:3]}, the engine {first[:3]}")


def _run_alone(*, name: str, rows: int, rounds: int) -> tuple[list[float], float]:
    command = [sys.executable, "-m", "bench.footprint", name, str(rows), str(rounds)]
    environ = {**os.environ, "PYTHONPATH": PATH}
    done = subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True, text=True)
    facts = json.loads(done.stdout)
    return list(facts["seconds"]), float(facts["rss_mb"])


def _alone(name: str, rows: int, rounds: int) -> None:
    way = WAYS[name](LedgerProblem(rows))
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        way()
        seconds.append(time.perf_counter() - started)
    sys.stdout.write(json.dumps({"seconds": seconds, "rss_mb": _peak_mb()}))


def _peak_mb() -> float:
    """Read this process's own peak; what getrusage says starts at the peak of the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    _alone(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
