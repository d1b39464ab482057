"""Step 7: controls and weights are frozen at validation; every later verification takes them as they are.

A lock is a value with a digest. A control leaves it only when it is invalidated, with date, reason and evidence, and
is replaced from the donor pool; the lock then names its predecessor.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from truetonne.science.errors import InputMissing, NotInTable, TooFewValues, WrongType
from truetonne.science.forest.metric import Array
from truetonne.science.forest.vm0047.benchmark import Benchmark, performance_benchmark
from truetonne.science.forest.vm0047.controls import Controls, a1_weights


class Invalidity(StrEnum):
    """Why a control may leave: it joined a project, was disturbed under the rules, or cannot be reached."""

    ENROLLED = "enrolled"
    DISTURBED = "disturbed"
    ACCESS_LOST = "access_lost"


class ControlNotLocked(NotInTable):
    """The control is not one of the lock's."""

    code = "control_not_locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedSet:
    """A project plot with its controls, distances at validation, and weights that add up to 1."""

    plot: str
    controls: tuple[str, ...]
    distances: tuple[float, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """One dated change of a lock."""

    control: str
    by: str
    plot: str
    on: date
    reason: Invalidity
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineLock:
    """The frozen baseline of a crediting period. ``previous`` is the digest of the lock that this one changes."""

    project: str
    locked_on: date
    sets: tuple[LockedSet, ...]
    replacements: tuple[Replacement, ...] = ()
    previous: str = ""

    @property
    def controls(self) -> frozenset[str]:
        """Return the ids of all controls."""
        return frozenset(control for one in self.sets for control in one.controls)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the lock as JSON with sorted keys; floats in their shortest exact form."""
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    def as_json(self) -> dict[str, object]:
        """Return the lock as JSON-like values."""
        return {
            "project": self.project,
            "locked_on": self.locked_on.isoformat(),
            "previous": self.previous,
            "sets": [
                {
                    "plot": one.plot,
                    "controls": list(one.controls),
                    "distances": list(one.distances),
                    "weights": list(one.weights),
                }
                for one in self.sets
            ],
            "replacements": [
                {
                    "control": one.control,
                    "by": one.by,
                    "plot": one.plot,
                    "on": one.on.isoformat(),
                    "reason": one.reason.value,
                    "evidence": one.evidence,
                }
                for one in self.replacements
            ],
        }


def lock_baseline(
    *, project: str, controls: Controls, plot_ids: Sequence[str], donor_ids: Sequence[str], on: date
) -> BaselineLock:
    """Freeze controls at validation; raises WrongType for repeated ids or another number of plots."""
    if len(plot_ids) != len(controls.donors) or len(set(plot_ids)) != len(plot_ids):
        raise WrongType(field="plot_ids", value=len(plot_ids), reason="one id of its own for every plot is due")
    if len(set(donor_ids)) != len(donor_ids):
        raise WrongType(field="donor_ids", value=len(donor_ids), reason="every donor needs an id of its own")
    sets = tuple(
        LockedSet(
            plot=plot,
            controls=tuple(donor_ids[row] for row in controls.donors[place]),
            distances=tuple(controls.distances[place].tolist()),
            weights=tuple(controls.weights[place].tolist()),
        )
        for place, plot in enumerate(plot_ids)
    )
    return BaselineLock(project=project, locked_on=on, sets=sets)


def replace_control(
    *, lock: BaselineLock, control: str, distances: Mapping[str, float], on: date, reason: Invalidity, evidence: str
) -> BaselineLock:
    """Return a lock in which one invalidated control is replaced by the nearest free donor.

    ``distances`` are those of the eligible donors to the plot, in the metric of validation; donors already in the
    lock, and those invalidated before, are passed over. The plot's weights are computed anew from its distances
    and add up to 1; all other sets stay as they are. Raises ControlNotLocked, InputMissing without evidence,
    TooFewValues without a free donor.
    """
    if not evidence.strip():
        raise InputMissing(field="evidence", value=None, reason="an invalidation needs its evidence")
    place = next((place for place, one in enumerate(lock.sets) if control in one.controls), None)
    if place is None:
        raise ControlNotLocked(field="control", value=control, reason="the lock holds no such control")
    gone = lock.controls | {one.control for one in lock.replacements}
    free = sorted((distance, donor) for donor, distance in distances.items() if donor not in gone)
    if not free:
        raise TooFewValues(field="donors", value=0, reason="no free donor is left", fix="Widen the radius by 100 km")
    distance, donor = free[0]
    old = lock.sets[place]
    kept = [(d, c) for d, c in zip(old.distances, old.controls, strict=True) if c != control]
    ordered = sorted([*kept, (distance, donor)])
    weights = a1_weights(distances=np.array([d for d, _ in ordered]))
    changed = LockedSet(
        plot=old.plot,
        controls=tuple(c for _, c in ordered),
        distances=tuple(d for d, _ in ordered),
        weights=tuple(weights.tolist()),
    )
    change = Replacement(control=control, by=donor, plot=old.plot, on=on, reason=reason, evidence=evidence)
    return replace(
        lock,
        sets=(*lock.sets[:place], changed, *lock.sets[place + 1 :]),
        replacements=(*lock.replacements, change),
        previous=lock.digest,
    )


def verify_against_lock(
    *,
    lock: BaselineLock,
    times: Array,
    project_series: Mapping[str, Array],
    control_series: Mapping[str, Array],
    plots_min: int | None = None,
) -> Benchmark:
    """Compute a later verification's benchmark with the locked controls and weights.

    Series are (n_dates,) by plot and control id, NaN for missing readings; a plot or control without any series counts
    as missing at every date, so that its set is dropped. Raises as performance_benchmark.
    """
    missing = np.full(len(times), np.nan)
    return performance_benchmark(
        times=times,
        project=np.array([project_series.get(one.plot, missing) for one in lock.sets]),
        controls=np.array([[control_series.get(name, missing) for name in one.controls] for one in lock.sets]),
        weights=np.array([one.weights for one in lock.sets]),
        plots_min=plots_min,
    )


def find_lock_changes(*, lock: BaselineLock, used: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    """Return the plots for which a verification used other controls or weights than the lock holds.

    ``used`` gives, for every plot, the weight of each control. A difference of weights above 1e-9 counts.
    """
    changed = []
    for one in lock.sets:
        weights = used.get(one.plot, {})
        expected = dict(zip(one.controls, one.weights, strict=True))
        same = set(weights) == set(expected) and all(abs(weights[name] - expected[name]) <= 1e-9 for name in expected)
        if not same:
            changed.append(one.plot)
    return tuple(changed) + tuple(sorted(set(used) - {one.plot for one in lock.sets}))
