"""The matching engine beside SciPy's trees, scikit-learn and brute force, in one interleaved run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import numpy as np

from bench.harness.clients import ROOT
from bench.harness.exchanges import PATH
from bench.harness.machine import load_now
from bench.harness.matching_problem import Problem
from bench.harness.run import Run
from bench.harness.tables import Table, middle, ratio, spread
from truetonne.science.forest import Rule, match_controls

TITLE = "matched controls: k = 5 nearest of 1e6 in 5 exact keys, and one to one"
SIZES = (100_000, 1_000_000)
QUICK_SIZES = (10_000, 100_000)
ONE_TO_ONE = 10_000
BRUTE_SAMPLE = 2_000


def measure(run: Run) -> Table:
    """Time every way once a round, in turn, and see that distances agree."""
    n_treated, n_donors = SIZES if max(run.sizes) >= SIZES[1] else QUICK_SIZES
    problem = Problem(n_treated, n_donors)
    run.report(f"{n_treated:,} treated, {n_donors:,} candidates")
    few = Problem(min(ONE_TO_ONE, n_treated), n_donors, seed=2)
    ways: dict[str, Callable[[], object]] = {
        "truetonne": problem.ours,
        "SciPy cKDTree per key": problem.scipy_tree,
        "scikit-learn per key": problem.scikit_learn,
        "brute force, a sample": lambda: problem.brute_force(BRUTE_SAMPLE),
        "one to one, greedy": lambda: match_controls(units=few.units, rule=Rule(replace=False)),
        "one to one, optimal": lambda: match_controls(units=few.units, rule=Rule(replace=False, is_optimal=True)),
    }
    # Compiling is reported apart: it happens once a machine.
    for name in ("truetonne", "one to one, optimal"):
        ways[name]()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(run.rounds):
        found: dict[str, object] = {}
        for name, way in ways.items():
            started = time.perf_counter()
            found[name] = way()
            seconds[name].append(time.perf_counter() - started)
        _compare(found)
        run.report(f"round {number + 1}: {', '.join(f'{s[-1]:.2f}' for s in seconds.values())} s; load {load_now()}")
    columns = {"what": "what", "s": "s", "spread": "lowest-highest", "times": "times as long as ours"}
    table = Table(name="matching", title=TITLE, columns=columns)
    ours = middle(seconds["truetonne"])
    for name, times in seconds.items():
        is_nearest = not name.startswith(("one", "brute"))
        table.add(
            what=name, s=middle(times), spread=spread(times), times=ratio(middle(times), ours) if is_nearest else None
        )
    table.notes += [
        f"{n_treated:,} treated x {n_donors:,} candidates, 9 covariates; scaling, bucketing and building are included.",
        f"Brute force ran on the first {BRUTE_SAMPLE:,} treated units. All distances agree to 1e-9.",
        f"One to one: {len(few.units.treated):,} treated of the same candidates. Aims: nearest 1.5 times as fast as SciPy's "
        "trees, one to one below 10 s each, memory below 1 GB.",
        *_memory(n_treated=n_treated, n_donors=n_donors),
    ]
    return table


def _compare(found: dict[str, object]) -> None:
    ours, brute = np.asarray(found["truetonne"]), np.asarray(found["brute force, a sample"])
    for name in ("SciPy cKDTree per key", "scikit-learn per key"):
        np.testing.assert_allclose(np.asarray(found[name]), ours, atol=1e-9, err_msg=name)
    np.testing.assert_allclose(brute, ours[: len(brute)], atol=1e-9)


def _memory(*, n_treated: int, n_donors: int) -> list[str]:
    """Match in fresh processes: once with nothing compiled yet, once with what the first one kept."""
    said = []
    with tempfile.TemporaryDirectory(prefix="truetonne-compiled-") as folder:
        for what in ("nothing compiled yet", "compiled before"):
            environ = {**os.environ, "PYTHONPATH": PATH, "NUMBA_CACHE_DIR": folder}
            command = [sys.executable, "-m", "bench.harness.matching_problem", str(n_treated), str(n_donors)]
            answer = subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True, text=True)
            facts = json.loads(answer.stdout)
            said.append(
                f"A fresh process, {what}: {facts['first_s']:.1f} s, at most {facts['peak_bytes'] / 1e6:,.0f} MB in use."
            )
    return said
