"""Fuel deliveries quantified on arrays, beside the same arithmetic in plain numpy without any check."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from bench.harness.machine import load_now
from bench.harness.run import Run
from bench.harness.tables import Table, middle, ratio, spread
from truetonne.science.fuels.bases import FuelUnit
from truetonne.science.fuels.many import quantify_deliveries
from truetonne.science.units import HeatingValue

TITLE = "fuel deliveries quantified to whole kilograms, ours beside plain numpy"
DELIVERIES = 1_000_000
REPEATS = 5
AIM = 1.5

Floats = NDArray[np.float64]


def measure(run: Run) -> Table:
    """Interleave both round by round; a round's time is the best of a few calls each."""
    columns = _make_deliveries(count=DELIVERIES)
    if not np.array_equal(_by_truetonne(columns), _by_numpy(columns)):
        raise RuntimeError("the two do not give the same kilograms")
    plain_ms: list[float] = []
    ours_ms: list[float] = []
    for number in range(run.rounds):
        plain, ours = _best_of_both(columns)
        plain_ms.append(plain)
        ours_ms.append(ours)
        run.report(f"round {number + 1}: numpy {plain:.1f} ms, truetonne {ours:.1f} ms; load {load_now()}")
    base, mean = middle(plain_ms), middle(ours_ms)
    headings = {"what": "what", "ms": "ms", "spread": "lowest-highest", "ratio": "of numpy", "aim": "aim, at most"}
    table = Table(name="fuel_deliveries", title=TITLE, columns=headings)
    table.add(what=f"numpy, {DELIVERIES:,} deliveries, no checks", ms=base, spread=spread(plain_ms), ratio=1.0)
    table.add(
        what=f"truetonne, {DELIVERIES:,} deliveries", ms=mean, spread=spread(ours_ms), ratio=ratio(mean, base), aim=AIM
    )
    table.notes.append("Both give energy, tonnes and whole kilograms; the kilograms are compared before the rounds.")
    table.notes.append(
        "Ours also finds bad rows, negative intensities and slips of unit, and settles near-ties exactly."
    )
    return table


def _best_of_both(columns: dict[str, Floats]) -> tuple[float, float]:
    plain, ours = [], []
    for _ in range(REPEATS):
        plain.append(_time(_by_numpy, columns))
        ours.append(_time(_by_truetonne, columns))
    return min(plain), min(ours)


def _time(work: Callable[[dict[str, Floats]], object], columns: dict[str, Floats]) -> float:
    began = time.perf_counter()
    work(columns)
    return 1e3 * (time.perf_counter() - began)


def _make_deliveries(*, count: int) -> dict[str, Floats]:
    """Invented deliveries: litres to the millilitre, densities and intensities to the hundredth."""
    generator = np.random.Generator(np.random.PCG64(20260301))
    return {
        "litres": np.round(generator.uniform(100, 40_000, count), 3),
        "mj_per_l": np.round(generator.uniform(33, 38, count), 2),
        "fuel": np.round(generator.uniform(5, 60, count), 2),
        "comparator": np.round(generator.uniform(88, 95, count), 2),
    }


def _by_numpy(columns: dict[str, Floats]) -> NDArray[np.int64]:
    energy_mj = columns["litres"] * columns["mj_per_l"]
    reduction_t = energy_mj * (columns["comparator"] - columns["fuel"]) / 1e6
    kg: NDArray[np.int64] = np.floor(reduction_t * 1_000).astype(np.int64)
    return kg


def _by_truetonne(columns: dict[str, Floats]) -> NDArray[np.int64]:
    return quantify_deliveries(
        quantity=columns["litres"], unit=FuelUnit.LITRE, mj_per_unit=columns["mj_per_l"],
        fuel_wtw_g_per_mj=columns["fuel"], comparator_wtw_g_per_mj=columns["comparator"], heating_value=HeatingValue.LHV,
    ).kg  # fmt: skip
