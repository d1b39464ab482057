"""A matching in parts: the same pairs, weights, ties and reasons as in one piece, whatever the number of parts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truetonne.science.errors import TooFewValues
from truetonne.science.forest import Distance, Matches, Order, Rule, Ties, Units, match_controls
from truetonne.science.forest.parts import part_matching

RULES = [
    Rule(k=2),
    Rule(k=2, ties=Ties.ALL, distance=Distance.EUCLIDEAN),
    Rule(k=1, replace=False, order=Order.HARDEST),
    Rule(k=2, replace=False),
    Rule(k=2, replace=False, is_optimal=True, caliper=1.5),
    Rule(k=3, covariate_calipers={"a": 0.5}),
]


def problem(*, seed: int, buckets: int) -> Units:
    random = np.random.default_rng(seed)
    n_treated, n_donors = int(random.integers(1, 30)), int(random.integers(3, 60))
    return Units(
        treated=random.integers(0, 5, (n_treated, 2)) / 4 + random.normal(size=(n_treated, 2)) * 0.01,
        donors=random.integers(0, 5, (n_donors, 2)) / 4 + random.normal(size=(n_donors, 2)) * 0.01,
        names=("a", "b"),
        treated_keys=(random.integers(0, buckets, n_treated),),
        donor_keys=(random.integers(0, buckets, n_donors),),
        treated_ids=random.permutation(n_treated),
        donor_ids=random.permutation(n_donors),
    )


def facts(matches: Matches) -> list[object]:
    arrays = (
        matches.treated,
        matches.donors,
        matches.weights,
        matches.distances,
        matches.unmatched,
        matches.incomplete,
    )
    return [*(array.tolist() for array in arrays), matches.reasons, matches.statement]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), buckets=st.integers(1, 6), count=st.integers(1, 5), rule=st.sampled_from(RULES))
def test_parts_solved_in_any_order_make_the_same_matches(seed: int, buckets: int, count: int, rule: Rule) -> None:
    units = problem(seed=seed, buckets=buckets)
    parted = part_matching(units=units, rule=rule, count=count)
    assert len(parted.parts) <= count
    solved = [part.solve() for part in reversed(parted.parts)]
    assert facts(parted.join(solved=solved)) == facts(match_controls(units=units, rule=rule))


def test_parts_have_about_equal_work() -> None:
    random = np.random.default_rng(5)
    keys = random.integers(0, 40, 4000)
    units = Units(treated=random.normal(size=(4000, 2)), donors=random.normal(size=(4000, 2)),
                  treated_keys=(keys,), donor_keys=(keys,))  # fmt: skip
    sizes = [len(part.treated) for part in part_matching(units=units, rule=Rule(), count=4).parts]
    assert sum(sizes) == 4000
    assert max(sizes) < 1.1 * min(sizes)


def test_it_refuses_no_parts() -> None:
    with pytest.raises(TooFewValues):
        part_matching(units=problem(seed=1, buckets=1), rule=Rule(), count=0)
