"""Pixels: spatial placebos and counterfactuals of avoided deforestation, on invented and on real ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from truetonne.science.errors import FractionOutOfRange, TooFewValues, WrongType
from truetonne.science.forest import Rule, Units, match_controls
from truetonne.science.forest.counterfactual import Counterfactual, Pixels, match_pixels, net_of_leakage
from truetonne.science.forest.placebo import draw_blocks, estimate_by_blocks, run_placebo_test

NAMES = ("elevation", "slope", "access")
DENSITY = np.array([150.0, 80.0, 10.0])


def area(seed: int = 5, n: int = 1500) -> dict[str, Any]:
    """Invented pixels on a square; loss depends on access and on the block, as neighbours share their fate."""
    random = np.random.default_rng(seed)
    x, y = random.uniform(0, 100, n), random.uniform(0, 100, n)
    blocks = draw_blocks(x=x, y=y, size=12.5)
    covariates = np.column_stack((random.normal(300, 40, n), random.gamma(2, 3, n), random.gamma(2, 20, n)))
    shared = random.normal(0, 0.03, blocks.max() + 1)[blocks]
    outcome = (random.random(n) < np.clip(0.08 + shared - 0.0005 * covariates[:, 2], 0.005, 1)).astype(float)
    return {
        "covariates": covariates,
        "names": NAMES,
        "keys": (random.integers(0, 2, n),),
        "outcome": outcome,
        "blocks": blocks,
    }


def test_blocks_hold_neighbours() -> None:
    blocks = draw_blocks(x=np.array([0.0, 4.9, 5.0, 0.0]), y=np.array([0.0, 4.9, 0.0, -0.1]), size=5.0)

    assert blocks[0] == blocks[1]
    assert len(set(blocks.tolist())) == 3


def test_a_placebo_covers_zero_about_as_often_as_it_says_and_a_large_effect_is_found() -> None:
    found = run_placebo_test(**area(), seeds=range(60), share=0.4, injected=0.2, rule=Rule())

    assert 0.75 <= found.coverage <= 1.0
    assert found.detection == 1.0
    assert all(one.injected.estimate == pytest.approx(one.placebo.estimate + 0.2) for one in found.splits)


def test_the_same_seeds_give_the_same_splits() -> None:
    first = run_placebo_test(**area(), seeds=(3, 4), share=0.4, injected=-0.02, rule=Rule())
    second = run_placebo_test(**area(), seeds=(3, 4), share=0.4, injected=-0.02, rule=Rule())

    assert first == second


def test_neighbours_that_resemble_each_other_widen_the_interval() -> None:
    random = np.random.default_rng(2)
    blocks = np.repeat(np.arange(20), 30)
    units = Units(treated=random.normal(size=(300, 1)), donors=random.normal(size=(300, 1)))
    matches = match_controls(units=units, rule=Rule(replace=False))
    alike = random.normal(size=20)[blocks]
    free = random.normal(size=600)

    wide, narrow = (
        estimate_by_blocks(
            matches=matches, outcome_treated=outcome[:300], outcome_donors=outcome[300:], treated_blocks=blocks[:300],
            donor_blocks=blocks[300:], level=0.9,
        )
        for outcome in (alike, free)
    )  # fmt: skip

    assert wide.standard_error > 3 * narrow.standard_error
    assert narrow.df == 9


@pytest.mark.parametrize(
    ("change", "refusal"), [({"share": 0.0}, FractionOutOfRange), ({"share": 0.001}, TooFewValues)]
)
def test_refuses_splits_without_two_groups(change: dict[str, float], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        run_placebo_test(**{**area(), "seeds": (1,), "share": 0.4, "injected": 0.02, "rule": Rule(), **change})


def test_real_pixels_run_and_report_coverage_and_balance(shared_data: Callable[[str], Path]) -> None:
    """A few splits only: ``python -m bench placebo`` runs the 200 whose shares are published."""
    pixels = pl.read_parquet(shared_data("forest/gola_vcs1201_pixels_k.parquet")).sort("y", "x").gather_every(5)
    names = ("elevation", "slope", "access", "cpc0_u", "cpc5_u", "cpc10_u")

    found = run_placebo_test(
        covariates=pixels.select(names).to_numpy().astype(float),
        names=names,
        keys=[pixels[name].to_numpy() for name in ("ecoregion", "luc_2012", "luc_2007", "luc_2002")],
        outcome=((pixels["luc_2012"] == 1) & (pixels["luc_2021"] != 1)).to_numpy().astype(float),
        blocks=draw_blocks(x=pixels["x"].to_numpy().astype(float), y=pixels["y"].to_numpy().astype(float), size=60.0),
        seeds=range(5),
        share=0.3,
        injected=0.02,
        rule=Rule(),
    )

    assert all(one.matched_share > 0.98 for one in found.splits)
    assert all(one.largest_smd < 0.25 for one in found.splits)
    assert all(abs(one.placebo.estimate) < 0.02 for one in found.splits)
    assert found.detection >= 0.8


def zone(n: int, *, first_id: int, loss: float, seed: int) -> Pixels:
    """Invented forest pixels over four years, of which a share loses its forest in the third one."""
    random = np.random.default_rng(seed)
    classes = np.ones((n, 4), dtype=np.int64)
    classes[random.random(n) < loss, 2:] = 3
    covariates = np.column_stack((random.normal(300, 60, n), random.gamma(2, 3, n), random.gamma(2, 10, n)))
    return Pixels(
        ids=np.arange(first_id, first_id + n), covariates=covariates, keys=(random.integers(0, 2, n),), classes=classes
    )


PROJECT, CANDIDATES = zone(600, first_id=0, loss=0.05, seed=1), zone(6000, first_id=10_000, loss=0.25, seed=2)


def compare(project: Pixels = PROJECT, candidates: Pixels = CANDIDATES, **change: Any) -> Counterfactual:
    options: dict[str, Any] = {
        "names": NAMES, "area_ha": 1000.0, "density_t_c_per_ha": DENSITY, "seed": 7, "iterations": 12, "sample_share": 0.3,
    }  # fmt: skip
    return match_pixels(zone=project, candidates=candidates, **{**options, **change})


def test_avoided_loss_is_what_the_controls_lost_more() -> None:
    found = compare()

    expected = (0.25 - 0.05) * 1000 * (150 - 10) * 44 / 12
    assert found.avoided[:2] == pytest.approx([0.0, 0.0])
    assert found.avoided[3] == pytest.approx(expected, rel=0.25)
    assert found.low[3] < found.avoided[3] < found.high[3]


def test_every_sampled_pixel_is_matched_or_counted_as_matchless() -> None:
    lonely = replace(PROJECT, keys=(np.where(np.arange(600) < 200, 9, PROJECT.keys[0]),))

    found = compare(lonely)

    assert all(one.sampled == 180 and 0 < one.matched < one.sampled for one in found.iterations)
    assert found.matchless_share == pytest.approx(1 / 3, abs=0.06)
    assert found.is_matchless_high
    assert not compare().is_matchless_high


def test_calipers_bind_the_covariates_that_carry_their_names() -> None:
    far = replace(CANDIDATES, covariates=CANDIDATES.covariates + np.array([0.0, 0.0, 500.0]))

    with pytest.raises(TooFewValues, match="no pixel has a match"):
        compare(candidates=far)

    assert compare(candidates=far, names=("elevation", "slope", "other")).matchless_share == 0.0


def test_the_order_of_pixels_changes_nothing() -> None:
    def shuffled(pixels: Pixels, seed: int) -> Pixels:
        order = np.random.default_rng(seed).permutation(len(pixels.ids))
        return Pixels(
            ids=pixels.ids[order], covariates=pixels.covariates[order], keys=tuple(k[order] for k in pixels.keys),
            classes=pixels.classes[order],
        )  # fmt: skip

    first, second = compare(), compare(shuffled(PROJECT, 1), shuffled(CANDIDATES, 2))

    assert (first.treatment_stock == second.treatment_stock).all()
    assert (first.control_stock == second.control_stock).all()
    assert (compare(seed=8).treatment_stock != first.treatment_stock).any()


def test_leakage_comes_off_year_by_year() -> None:
    project, leaked = np.array([0.0, 100.0, 250.0]), np.array([0.0, 10.0, 40.0])

    assert net_of_leakage(project=project, leakage_zone=leaked, year=2) == pytest.approx(120.0)
    with pytest.raises(TooFewValues):
        net_of_leakage(project=project, leakage_zone=leaked, year=0)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"sample_share": 0.0}, FractionOutOfRange),
        ({"density_t_c_per_ha": np.array([501.0, 1.0, 1.0])}, FractionOutOfRange),
        ({"density_t_c_per_ha": np.array([150.0, 80.0])}, WrongType),
        ({"names": ("elevation",)}, WrongType),
        ({"project": replace(PROJECT, ids=np.zeros(600, dtype=np.int64))}, WrongType),
    ],
)
def test_refuses_pixels_that_do_not_fit(change: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        compare(**change)
