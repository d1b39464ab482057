"""Spatial placebos on real pixels: how often an interval covers zero where there is no project, and finds an effect."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl

from bench.harness.clients import ROOT
from bench.harness.run import Run
from bench.harness.tables import Table
from truetonne.science.forest import Rule
from truetonne.science.forest.placebo import draw_blocks, run_placebo_test

TITLE = "spatial placebos on real pixels: coverage of a 90% interval, detection of 2 percentage points"
FILE = "forest/gola_vcs1201_pixels_k.parquet"
SPLITS, QUICK_SPLITS = 200, 20
COVARIATES = ("elevation", "slope", "access", "cpc0_u", "cpc0_d", "cpc5_u", "cpc5_d", "cpc10_u", "cpc10_d")
KEYS = ("country", "ecoregion", "luc_2012", "luc_2007", "luc_2002")
BLOCK = 60.0
"""Side of a block in pixels of about 30 m."""


def measure(run: Run) -> Table:
    """Draw projects where there is none, match them with the rest, and count."""
    columns = {"share": "share drawn", "coverage": "covers 0", "detection": "finds it", "se": "mean se", "sd": "sd of estimates",
               "smd": "largest smd", "matched": "matched"}  # fmt: skip
    table = Table(name="placebo", title=TITLE, columns=columns)
    path = Path(os.environ.get("TRUETONNE_DATA") or ROOT.parent / "shared" / "data") / FILE
    if not path.exists():
        table.notes.append(f"needs the local data file {FILE} (set TRUETONNE_DATA to its folder); not run")
        return table
    pixels = pl.read_parquet(path)
    splits = SPLITS if max(run.sizes) >= 1_000_000 else QUICK_SPLITS
    for share in (0.3, 0.5):
        found = run_placebo_test(
            covariates=pixels.select(COVARIATES).to_numpy().astype(float),
            names=COVARIATES,
            keys=[pixels[name].to_numpy() for name in KEYS],
            outcome=((pixels["luc_2012"] == 1) & (pixels["luc_2021"] != 1)).to_numpy().astype(float),
            blocks=draw_blocks(
                x=pixels["x"].to_numpy().astype(float), y=pixels["y"].to_numpy().astype(float), size=BLOCK
            ),
            seeds=range(splits),
            share=share,
            injected=0.02,
            rule=Rule(),
        )
        estimates = [one.placebo.estimate for one in found.splits]
        table.add(
            share=share, coverage=found.coverage, detection=found.detection, sd=f"{np.std(estimates):.5f}",
            se=f"{np.mean([one.placebo.standard_error for one in found.splits]):.5f}",
            smd=max(one.largest_smd for one in found.splits), matched=min(one.matched_share for one in found.splits),
        )  # fmt: skip
        run.report(f"share {share}: {found.coverage:.3f} cover 0, {found.detection:.3f} find it")
    table.notes += [
        f"{splits} seeded splits of {len(pixels):,} pixels into blocks of {BLOCK:.0f} x {BLOCK:.0f} pixels; blocks are drawn.",
        "Outcome: undisturbed in 2012 and not in 2021. Aims: 85 to 95% cover 0, at least 80% find the injected effect.",
    ]
    return table
