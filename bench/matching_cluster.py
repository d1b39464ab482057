"""Matching in parts: one process, two plain processes and two Dask workers on the same parts, in turn."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from bench.harness.machine import load_now
from bench.harness.matching_problem import K, Problem
from bench.harness.run import Run
from bench.harness.tables import Table, middle, ratio, spread
from truetonne.cli.cluster import PARTS_A_WORKER, open_cluster, solve_on
from truetonne.science.forest import Matches, Rule
from truetonne.science.forest.match import Pairs
from truetonne.science.forest.parts import Part, part_matching

TITLE = "matching by stratum on two Dask workers"
WORKERS = 2
AIM = 0.85
SIZES = (100_000, 1_000_000)
QUICK_SIZES = (10_000, 100_000)


def _solve(part: Part) -> Pairs:
    return part.solve()


def measure(run: Run) -> Table:
    """Time the three ways once a round; workers are there before, what they are sent is in the time."""
    n_treated, n_donors = SIZES if max(run.sizes) >= SIZES[1] else QUICK_SIZES
    units = Problem(n_treated, n_donors).units
    parted = part_matching(units=units, rule=Rule(k=K), count=PARTS_A_WORKER * WORKERS)
    os.environ["NUMBA_NUM_THREADS"] = "1"
    seconds: dict[str, list[float]] = {}
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one,
        ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as two,
        open_cluster(str(WORKERS)) as client,
    ):
        ways: dict[str, Callable[[], Matches]] = {
            "one process": lambda: parted.join(solved=list(one.map(_solve, parted.parts))),
            "two plain processes": lambda: parted.join(solved=list(two.map(_solve, parted.parts))),
            "two Dask workers": lambda: solve_on(client=client, parted=parted),
        }
        for way in ways.values():  # compiled code and imports are there after this
            way()
        for number in range(run.rounds):
            found = []
            for name, way in ways.items():
                started = time.perf_counter()
                found.append(way())
                seconds.setdefault(name, []).append(time.perf_counter() - started)
            for other in found[1:]:
                np.testing.assert_array_equal(other.donors, found[0].donors)
                np.testing.assert_array_equal(other.distances, found[0].distances)
            run.report(
                f"round {number + 1}: {', '.join(f'{s[-1]:.2f}' for s in seconds.values())} s; load {load_now()}"
            )
    os.environ.pop("NUMBA_NUM_THREADS")
    return _table(seconds=seconds, sizes=(n_treated, n_donors), parts=len(parted.parts))


def _table(*, seconds: dict[str, list[float]], sizes: tuple[int, int], parts: int) -> Table:
    columns = {
        "what": "what",
        "s": "s",
        "spread": "lowest-highest",
        "gain": "gain",
        "of_plain": "of plain",
        "aim": "aim",
    }
    table = Table(name="matching_cluster", title=TITLE, columns=columns)
    alone, plain = middle(seconds["one process"]), middle(seconds["two plain processes"])
    for name, times in seconds.items():
        is_dask = name.endswith("Dask workers")
        table.add(
            what=name, s=middle(times), spread=spread(times), gain=ratio(alone, middle(times)),
            of_plain=ratio(plain, middle(times)) if is_dask else None, aim=AIM if is_dask else None,
        )  # fmt: skip
    table.notes += [
        f"{sizes[0]:,} treated x {sizes[1]:,} candidates, k = {K}, in {parts} parts of whole strata; one thread a process.",
        "Sending the parts and the answers is in each time, starting processes is not. Pairs and distances are equal.",
    ]
    return table
