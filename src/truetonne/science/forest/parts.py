"""A matching cut along its exact keys into parts that can be solved anywhere, and put together again.

Units meet only within a bucket of equal keys, and what buckets share (the scale of the distance) is settled before
they part: the pairs are the same whether one process solves all buckets or many solve some.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from truetonne.science.errors import TooFewValues
from truetonne.science.forest.buckets import Buckets, Index
from truetonne.science.forest.match import (
    Job,
    Matches,
    Pairs,
    Rule,
    Units,
    finish_matching,
    prepare_matching,
    solve_pairs,
)
from truetonne.science.forest.metric import Array
from truetonne.science.forest.search import PLAIN_PAIRS_MAX, Search


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some buckets of a matching: a search of its own, and the rows of the whole that its rows stand for."""

    search: Search
    rule: Rule
    tolerance: float
    treated: Index
    donors: Index

    def solve(self) -> Pairs:
        """Match within this part; returns (treated, donors, squared distances) in rows of the whole matching."""
        treated, donors, squared = solve_pairs(search=self.search, rule=self.rule, tolerance=self.tolerance)
        return self.treated[treated], self.donors[donors], squared


@dataclass(frozen=True, slots=True, kw_only=True)
class PartedMatching:
    """A matching in parts: solve each of ``parts`` wherever you like, then ``join`` what they return, in any order."""

    job: Job
    parts: tuple[Part, ...]

    def join(self, *, solved: Sequence[Pairs]) -> Matches:
        """Return the matches of the whole from what each part's ``solve`` returned."""
        treated, donors, squared = (
            np.concatenate([pairs[column] for pairs in solved]) if solved else np.empty(0) for column in range(3)
        )
        order = np.lexsort((donors, squared, treated))
        return finish_matching(
            job=self.job,
            pairs=(treated[order].astype(np.int64), donors[order].astype(np.int64), squared[order]),
        )


def part_matching(*, units: Units, rule: Rule, count: int, plain_pairs_max: int = PLAIN_PAIRS_MAX) -> PartedMatching:
    """Cut a matching into at most ``count`` parts of about equal work (comparable pairs), whole buckets each.

    Buckets without treated units need no work and are in no part. Raises TooFewValues where ``count`` is below 1, and
    what ``match_controls`` raises.
    """
    if count < 1:
        raise TooFewValues(field="parts", value=count, reason="at least 1 part is needed")
    job = prepare_matching(units=units, rule=rule, plain_pairs_max=plain_pairs_max)
    buckets = job.search.buckets
    parts = [_cut(job=job, chosen=chosen) for chosen in _share_out(buckets=buckets, count=count)]
    return PartedMatching(job=job, parts=tuple(parts))


def _share_out(*, buckets: Buckets, count: int) -> list[Index]:
    """Give each bucket, largest first, to the part that has least to do."""
    treated, donors = np.diff(buckets.treated_bounds), np.diff(buckets.donor_bounds)
    work = treated * np.log2(donors + 2.0)
    shares: list[list[int]] = [[] for _ in range(count)]
    load = np.zeros(count)
    for bucket in np.argsort(-work, kind="stable").tolist():
        if treated[bucket] == 0 or donors[bucket] == 0:
            continue
        least = int(load.argmin())
        shares[least].append(bucket)
        load[least] += work[bucket]
    return [np.sort(np.array(share, dtype=np.int64)) for share in shares if share]


def _cut(*, job: Job, chosen: Index) -> Part:
    search = job.search
    treated, treated_bounds = _rows(search.buckets.treated, search.buckets.treated_bounds, chosen)
    donors, donor_bounds = _rows(search.buckets.donors, search.buckets.donor_bounds, chosen)
    # Rows of a part keep the order of the whole, which decides ties.
    treated_rows, donor_rows = np.sort(treated), np.sort(donors)
    places = np.searchsorted(treated_rows, treated)
    bucket = np.empty(len(treated_rows), dtype=np.int64)
    bucket[places] = np.repeat(np.arange(len(chosen)), np.diff(treated_bounds))
    return Part(
        search=Search(
            treated=search.treated[treated_rows],
            donors=search.donors[donor_rows],
            buckets=Buckets(
                treated=places,
                treated_bounds=treated_bounds,
                treated_bucket=bucket,
                donors=np.searchsorted(donor_rows, donors),
                donor_bounds=donor_bounds,
            ),
            radius2=search.radius2,
            treated_fences=_fences(search.treated_fences, treated_rows),
            donor_fences=_fences(search.donor_fences, donor_rows),
            widths=search.widths,
            pairs_max=search.pairs_max,
        ),
        rule=job.rule,
        tolerance=job.tolerance,
        treated=treated_rows,
        donors=donor_rows,
    )


def _rows(sorted_rows: Index, bounds: Index, chosen: Index) -> tuple[Index, Index]:
    pieces = [sorted_rows[bounds[bucket] : bounds[bucket + 1]] for bucket in chosen.tolist()]
    sizes = np.array([len(piece) for piece in pieces], dtype=np.int64)
    return np.concatenate(pieces), np.concatenate(([0], np.cumsum(sizes)))


def _fences(fences: Array, rows: Index) -> Array:
    return fences[rows] if len(fences) else fences
