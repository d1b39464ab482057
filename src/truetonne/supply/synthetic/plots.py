"""Invented plots for the demonstration and for tests: growth of a stocking index on project plots and on donors.

Everything is drawn by a seeded generator; no plot exists, and the file says so.
"""

from __future__ import annotations

import csv
import io

import numpy as np

YEARS = (2019, 2021, 2023, 2025)
COVARIATES = ("si_before_9y", "si_before_4y", "si_at_start", "slope_deg")


def write_plots(
    *, seed: int, plots: int = 32, donors: int = 140, growth: float = 0.028, growth_of_donors: float = 0.009,
    center: tuple[float, float] = (106.4, 12.7),
) -> bytes:  # fmt: skip
    """Return a CSV of invented plots; ``growth`` and ``growth_of_donors`` are mean slopes of the index per year.

    Project plots lie around ``center`` (longitude, latitude), donors in a wider ring.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(
        ("plot", "group", "longitude", "latitude", *(f"x_{name}" for name in COVARIATES), *(f"si_{y}" for y in YEARS))
    )
    for group, count, slope, reach in (("project", plots, growth, 0.12), ("donor", donors, growth_of_donors, 0.8)):
        for number in range(1, count + 1):
            start = generator.normal(0.32 if group == "project" else 0.34, 0.05)
            own = generator.normal(slope, 0.004)
            row = [start - 0.01 + generator.normal(0, 0.012), start - 0.004 + generator.normal(0, 0.012), start]
            row.append(abs(generator.normal(8, 3)))
            readings = [start + own * (year - YEARS[0]) + generator.normal(0, 0.008) for year in YEARS]
            place = [center[0] + generator.normal(0, reach), center[1] + generator.normal(0, reach * 0.7)]
            writer.writerow(
                (
                    f"INVENTED-{group[0].upper()}{number:03d}", group, *(f"{one:.5f}" for one in place),
                    *(f"{one:.4f}" for one in row), *(f"{one:.4f}" for one in readings),
                )
            )  # fmt: skip
    return buffer.getvalue().encode()
