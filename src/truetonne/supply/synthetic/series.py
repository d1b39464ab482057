"""Invented series for the demonstration and for tests: a jurisdiction's forest loss and that of others, year by year."""

from __future__ import annotations

import csv
import io

import numpy as np

FIRST_YEAR = 2008


def write_series(*, seed: int, donors: int = 11, before: int = 10, after: int = 5, effect: float = -0.06) -> bytes:
    """Return a CSV of invented losses in percent of forest a year; ``effect`` is added to the jurisdiction's each year after.

    The jurisdiction is a mixture of the first three donors, with noise.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    years = before + after
    levels = generator.uniform(0.3, 1.4, donors)[:, None] + generator.normal(0, 0.02, (donors, 1)) * np.arange(years)
    losses = levels + generator.normal(0, 0.05, (donors, years))
    own = np.array([0.5, 0.3, 0.2]) @ losses[:3] + generator.normal(0, 0.02, years)
    own[before:] += effect * np.arange(1, after + 1)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("time", "jurisdiction", *(f"INVENTED-{number:02d}" for number in range(1, donors + 1))))
    for place in range(years):
        writer.writerow((FIRST_YEAR + place, f"{own[place]:.4f}", *(f"{one:.4f}" for one in losses[:, place])))
    return buffer.getvalue().encode()
