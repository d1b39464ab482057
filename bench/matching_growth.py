"""How matching grows: each size in a process of its own, with its time and its memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from bench.harness.clients import ROOT
from bench.harness.exchanges import PATH
from bench.harness.machine import load_now
from bench.harness.run import Run
from bench.harness.tables import Table, ratio

TITLE = "matched controls, k = 5 nearest: growth to 1e6 x 1e7"
SIZES = ((10_000, 100_000), (100_000, 1_000_000), (1_000_000, 10_000_000))


def measure(run: Run) -> Table:
    """Match once at each size; ten times the units on both sides from row to row."""
    columns = {
        "treated": "treated",
        "candidates": "candidates",
        "s": "s",
        "times": "times the row before",
        "mb": "MB at most",
    }
    table = Table(name="matching_growth", title=TITLE, columns=columns)
    before: float | None = None
    sizes = [size for size in SIZES if size[1] <= max(run.sizes)]
    for n_treated, n_donors in sizes:
        run.report(f"{n_treated:,} x {n_donors:,}; load {load_now()}")
        answer = subprocess.run(
            [sys.executable, "-m", "bench.harness.matching_problem", str(n_treated), str(n_donors)],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": PATH}, check=True, capture_output=True, text=True,
        )  # fmt: skip
        facts = json.loads(answer.stdout)
        table.add(
            treated=n_treated, candidates=n_donors, s=facts["first_s"],
            times=ratio(facts["first_s"], before) if before else None, mb=facts["peak_bytes"] / 1e6,
        )  # fmt: skip
        before = facts["first_s"]
    table.notes.append(
        "Strata grow with the number of units: ten times the units make a hundred times the comparable pairs."
    )
    table.notes.append("One run a size, compiled before; memory includes the invented units themselves.")
    return table
