"""Published figures: pairs, effects and weights computed with R's Matching and MatchIt on the job-training data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from truetonne.science.forest import Distance, Reason, Rule, Ties, Units, match_controls
from truetonne.science.forest.balance import Denominator, measure_balance
from truetonne.science.forest.effect import estimate_effect
from truetonne.science.forest.pair_audit import audit_pairs
from truetonne.science.forest.propensity import fit_propensity
from truetonne.science.forest.strata import coarsen, compare_means, match_in_strata, subclassify

COVARIATES = ("age", "educ", "re74", "re75")
SPECS = {
    "ps_M1_replace_ties": Rule(distance=Distance.PROPENSITY, ties=Ties.ALL),
    "ps_M1_caliper02_replace_ties": Rule(distance=Distance.PROPENSITY, ties=Ties.ALL, caliper=0.2),
    "mahal_M1_replace_ties": Rule(distance=Distance.MAHALANOBIS, ties=Ties.ALL),
}


class Lalonde:
    """The job-training data with the reference scores, split into treated and donors."""

    def __init__(self, shared_data: Callable[[str], Path]) -> None:
        self.folder = shared_data("matching_benchmarks/datasets/lalonde.csv").parent.parent
        people = pl.read_csv(self.folder / "datasets" / "lalonde.csv", infer_schema_length=None)
        people = people.rename({people.columns[0]: "id"}).join(self.read("r_matching/ps"), on="id")
        self.treated = people.filter(pl.col("treat") == 1)
        self.donors = people.filter(pl.col("treat") == 0)

    def read(self, name: str) -> pl.DataFrame:
        return pl.read_csv(self.folder / f"{name}.csv", infer_schema_length=None, null_values="NA")

    def values(self, names: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        return tuple(part.select(names).to_numpy().astype(float) for part in (self.treated, self.donors))  # type: ignore[return-value]

    def units(self) -> Units:
        treated, donors = self.values(COVARIATES)
        return Units(
            treated=treated, donors=donors, names=COVARIATES,
            treated_ids=self.treated["id"].to_numpy(), donor_ids=self.donors["id"].to_numpy(),
            treated_score=self.treated["ps"].to_numpy(), donor_score=self.donors["ps"].to_numpy(),
        )  # fmt: skip

    def columns(self, *names: str) -> tuple[list[np.ndarray], list[np.ndarray]]:
        return [self.treated[n].to_numpy() for n in names], [self.donors[n].to_numpy() for n in names]

    def outcomes(self) -> tuple[np.ndarray, np.ndarray]:
        return self.treated["re78"].to_numpy(), self.donors["re78"].to_numpy()


@pytest.fixture(scope="module")
def lalonde(shared_data: Callable[[str], Path]) -> Lalonde:
    return Lalonde(shared_data)


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("backend", [10**9, -1])
def test_gives_the_pairs_weights_and_effect_of_r_matching(lalonde: Lalonde, spec: str, backend: int) -> None:
    units = lalonde.units()
    reference = lalonde.read(f"r_matching/{spec}_pairs")
    figures = lalonde.read("r_matching/att").row(by_predicate=pl.col("spec") == spec, named=True)

    matches = match_controls(units=units, rule=SPECS[spec], plain_pairs_max=backend)
    treated, donors = lalonde.outcomes()
    effect = estimate_effect(matches=matches, treated_outcome=treated, donor_outcome=donors)

    assert units.treated_ids is not None
    assert units.donor_ids is not None
    found = {
        (t, c): w
        for t, c, w in zip(
            units.treated_ids[matches.treated], units.donor_ids[matches.donors], matches.weights, strict=True
        )
    }
    assert found == pytest.approx({(row["t"], row["c"]): row["w"] for row in reference.iter_rows(named=True)})
    assert effect.estimate == pytest.approx(figures["est"], abs=1e-9)
    assert effect.standard_error_paired == pytest.approx(figures["se_standard"], abs=1e-6)
    assert len(matches.unmatched) == figures["n_dropped"]


@pytest.mark.parametrize("spec", ["ps_M1_replace_ties", "mahal_M1_replace_ties"])
def test_gives_the_abadie_imbens_error_of_r_matching(lalonde: Lalonde, spec: str) -> None:
    figures = lalonde.read("r_matching/att").row(by_predicate=pl.col("spec") == spec, named=True)
    treated, donors = lalonde.outcomes()

    matches = match_controls(units=lalonde.units(), rule=SPECS[spec])
    effect = estimate_effect(matches=matches, treated_outcome=treated, donor_outcome=donors)

    assert effect.standard_error == pytest.approx(figures["se_AI"], abs=1e-8)


def test_leaves_a_unit_without_a_match_out_of_the_error_where_r_matching_counts_it_as_no_effect(
    lalonde: Lalonde,
) -> None:
    spec = "ps_M1_caliper02_replace_ties"
    figures = lalonde.read("r_matching/att").row(by_predicate=pl.col("spec") == spec, named=True)
    treated, donors = lalonde.outcomes()

    matches = match_controls(units=lalonde.units(), rule=SPECS[spec])
    effect = estimate_effect(matches=matches, treated_outcome=treated, donor_outcome=donors)

    as_the_reference = np.sqrt((effect.standard_error * 184) ** 2 + effect.estimate**2) / 185
    assert effect.n_matched == 184
    assert as_the_reference == pytest.approx(figures["se_AI"], abs=1e-8)
    assert matches.reasons == (Reason.OUTSIDE_CALIPER,)


def test_fits_the_reference_scores(lalonde: Lalonde) -> None:
    names = ("age", "educ", "married", "nodegree", "re74", "re75")
    treated, donors = lalonde.values(names)
    races = [
        [(part["race"] == race).to_numpy() for race in ("hispan", "white")]
        for part in (lalonde.treated, lalonde.donors)
    ]

    score = fit_propensity(treated=np.column_stack((treated, *races[0])), donors=np.column_stack((donors, *races[1])))

    assert score.treated == pytest.approx(lalonde.treated["ps"].to_numpy(), abs=1e-8)
    assert score.donors == pytest.approx(lalonde.donors["ps"].to_numpy(), abs=1e-8)
    assert score.gradient_max < 1e-10


def test_flags_exactly_the_pairs_that_are_not_nearest(lalonde: Lalonde) -> None:
    claimed = lalonde.read("negative/pairs_not_nearest")
    units = lalonde.units()
    rows = [{name: place for place, name in enumerate(part["id"])} for part in (lalonde.treated, lalonde.donors)]

    audit = audit_pairs(
        units=units,
        treated=np.array([rows[0][name] for name in claimed["t"]]),
        donors=np.array([rows[1][name] for name in claimed["c"]]),
        rule=Rule(distance=Distance.PROPENSITY),
    )

    assert units.treated_score is not None
    assert units.donor_score is not None
    gaps = np.abs(units.treated_score[:, None] - units.donor_score[None, :])
    treated_rows = np.array([rows[0][name] for name in claimed["t"]])
    is_farther = audit.distances > gaps.min(axis=1)[treated_rows] + 1e-12
    assert int(audit.is_farther.sum()) == 105
    assert (audit.is_farther == is_farther).all()
    assert not audit.is_sound


@pytest.mark.parametrize("spec", ["exact", "cem", "subclass6"])
def test_gives_the_weights_and_means_of_matchit(lalonde: Lalonde, spec: str) -> None:
    keys = lalonde.columns("race", "married", "nodegree")
    if spec == "cem":
        for name, bins in (("age", 5), ("educ", 4), ("re74", 5), ("re75", 5)):
            (treated,), (donors,) = lalonde.columns(name)
            cut = coarsen(treated=treated, donors=donors, bins=bins)
            keys[0].append(cut[0])
            keys[1].append(cut[1])
    if spec == "subclass6":
        (treated,), (donors,) = lalonde.columns("ps")
        cut = subclassify(treated_score=treated, donor_score=donors, classes=6)
        keys = ([cut[0]], [cut[1]])
    figures = lalonde.read("matchit/att").row(by_predicate=pl.col("spec") == spec, named=True)
    weights = dict(lalonde.read(f"matchit/{spec}_units").select("id", "weight").iter_rows())

    strata = match_in_strata(treated_keys=keys[0], donor_keys=keys[1])
    outcome = lalonde.outcomes()

    assert (strata.n_treated, strata.n_donors) == (figures["n_treated_matched"], figures["n_control_matched"])
    assert compare_means(strata=strata, treated_outcome=outcome[0], donor_outcome=outcome[1]) == pytest.approx(
        figures["att_diff_means"], abs=1e-8
    )
    assert strata.treated_weights == pytest.approx([weights[name] for name in lalonde.treated["id"]])
    assert strata.donor_weights == pytest.approx([weights[name] for name in lalonde.donors["id"]])


def test_gives_the_raw_balance_of_matchit(lalonde: Lalonde) -> None:
    treated, donors = lalonde.values(COVARIATES)
    matches = match_controls(units=lalonde.units(), rule=Rule())

    balance = measure_balance(
        treated=treated, donors=donors, names=COVARIATES, matches=matches, denominator=Denominator.TREATED
    )

    reference = lalonde.read("matchit/cem_balance_before")
    expected = dict(zip(reference[reference.columns[0]], reference["Std. Mean Diff."], strict=True))
    assert {one.name: one.smd_raw for one in balance} == pytest.approx({name: expected[name] for name in COVARIATES})
    assert all(abs(one.smd_matched or 0.0) < abs(expected[one.name]) + 0.2 for one in balance)


def test_adjusts_for_what_a_linear_outcome_would_differ_by(lalonde: Lalonde) -> None:
    units = lalonde.units()
    matches = match_controls(units=units, rule=Rule(k=2))
    slopes = np.array([3.0, -40.0, 0.2, 0.7])
    treated, donors = units.treated @ slopes + 500.0, units.donors @ slopes

    raw = estimate_effect(matches=matches, treated_outcome=treated, donor_outcome=donors)
    adjusted = estimate_effect(
        matches=matches, treated_outcome=treated, donor_outcome=donors, treated=units.treated, donors=units.donors
    )

    assert abs(raw.estimate - 500.0) > 1.0
    assert adjusted.estimate == pytest.approx(500.0, abs=1e-6)
    assert adjusted.estimate == pytest.approx(raw.estimate + adjusted.bias_adjustment)
