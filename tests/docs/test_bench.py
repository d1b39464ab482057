"""The benchmarks can be found and started; what they measure is never a test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_make_bench_lists_a_title_for_every_benchmark() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "bench", "--list"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    named = {line.split()[0] for line in answer.stdout.splitlines()}
    modules = {path.stem for path in (ROOT / "bench").glob("*.py")} - {"__init__", "__main__"}
    assert named == modules
    assert all(len(line.split()) > 3 for line in answer.stdout.splitlines())
