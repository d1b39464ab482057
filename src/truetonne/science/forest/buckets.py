"""Exact keys: units are compared only within a bucket whose keys are equal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truetonne.science.errors import WrongType

Index = NDArray[np.int64]
Keys = Sequence[NDArray[np.generic]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Buckets:
    """Units sorted by bucket: ``treated[treated_bounds[b]:treated_bounds[b + 1]]`` are the treated rows of bucket b.

    Within a bucket rows keep their order. ``treated_bucket`` (n_treated,) is each treated unit's bucket.
    """

    treated: Index
    treated_bounds: Index
    treated_bucket: Index
    donors: Index
    donor_bounds: Index

    @property
    def count(self) -> int:
        """Return how many different keys occur."""
        return len(self.treated_bounds) - 1


def make_buckets(*, treated_keys: Keys, donor_keys: Keys, n_treated: int, n_donors: int) -> Buckets:
    """Sort units into buckets of equal keys; without keys all units share one.

    ``treated_keys`` and ``donor_keys`` hold one array per key, (n_treated,) and (n_donors,). Raises WrongType where
    lengths or kinds differ.
    """
    codes = np.zeros(n_treated + n_donors, dtype=np.int64)
    if len(treated_keys) != len(donor_keys):
        raise WrongType(field="exact", value=len(donor_keys), reason="treated and donors need the same keys")
    for place, (treated, donors) in enumerate(zip(treated_keys, donor_keys, strict=True)):
        if len(treated) != n_treated or len(donors) != n_donors:
            raise WrongType(field=f"exact[{place}]", value=len(treated), reason="one key a unit is due")
        codes = _merge(codes, np.concatenate((treated, donors)))
    count = int(codes.max(initial=-1)) + 1
    treated_bucket, donor_bucket = codes[:n_treated], codes[n_treated:]
    return Buckets(
        treated=np.argsort(treated_bucket, kind="stable"),
        treated_bounds=_bounds(treated_bucket, count),
        treated_bucket=treated_bucket,
        donors=np.argsort(donor_bucket, kind="stable"),
        donor_bounds=_bounds(donor_bucket, count),
    )


def _merge(codes: Index, key: NDArray[np.generic]) -> Index:
    """Return codes of (old code, key), densely numbered from 0."""
    values, inverse = _factorize(key)
    combined = codes * len(values) + inverse
    return _factorize(combined)[1]


def _factorize(key: NDArray[np.generic]) -> tuple[NDArray[np.generic], Index]:
    """Number the distinct values; small whole numbers are counted instead of sorted."""
    if key.dtype.kind in "iu" and len(key):
        low, high = int(key.min()), int(key.max())
        if high - low < 4 * len(key) + 1024:
            shifted = key.astype(np.int64) - low
            seen = np.bincount(shifted, minlength=high - low + 1) > 0
            number = np.cumsum(seen) - 1
            return np.flatnonzero(seen) + low, number[shifted]
    values, inverse = np.unique(key, return_inverse=True)
    return values, inverse.astype(np.int64)


def _bounds(bucket: Index, count: int) -> Index:
    return np.concatenate(([0], np.cumsum(np.bincount(bucket, minlength=count)))).astype(np.int64)
