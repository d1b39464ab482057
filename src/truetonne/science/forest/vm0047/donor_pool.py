"""Step 1 and 2: which plots may be controls at all, and what to do when the pool gives no balanced match."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from truetonne.science.errors import TooFewValues
from truetonne.science.forest.metric import Array
from truetonne.science.forest.vm0047.controls import Controls, PlotMetric, match_plots
from truetonne.science.parameter_sets import load_parameters

EXACT_FILTERS = ("jurisdiction", "ecoregion", "policy", "tenure")
FAIL_SDM = "widen the donor radius by 100 km and/or lower k, match again, and log each attempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A plot that may become a control, or the project that it is compared with.

    ``distance_km`` is its distance from the project, ``area_ha`` its size, ``afolu_project`` the registered land-use
    project that it lies in, "" for none.
    """

    id: str
    jurisdiction: str
    ecoregion: str
    policy: str
    tenure: str
    area_ha: float
    distance_km: float = 0.0
    afolu_project: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DonorPool:
    """The donors that pass, as places in the list given, and for every other one the filters that it fails."""

    eligible: tuple[int, ...]
    refused: tuple[tuple[int, tuple[str, ...]], ...]
    radius_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt to find balanced controls, for the record."""

    radius_km: float
    k: int
    n_donors: int
    sdm_gate: tuple[float | None, ...]
    is_balanced: bool
    refusal: str = ""


def filter_donors(*, project: Plot, donors: Sequence[Plot], radius_km: float | None = None) -> DonorPool:
    """Apply the exact filters, the radius and the plot size; ``project`` holds the project's values and mean plot size.

    Filters: same jurisdiction, ecoregion, policy environment and tenure; outside registered AFOLU projects; within
    the radius (100 km by default); area within 20% of the mean project plot. Source: VM0047 v1.0 App. 1 (secondary).
    """
    parameters = load_parameters(name="vm0047")
    radius = parameters.number("donor_radius_km") if radius_km is None else radius_km
    slack = parameters.number("donor_area_tolerance") * project.area_ha
    eligible, refused = [], []
    for place, donor in enumerate(donors):
        failed = [name for name in EXACT_FILTERS if getattr(donor, name) != getattr(project, name)]
        if donor.afolu_project:
            failed.append("afolu_project")
        if not donor.distance_km <= radius:
            failed.append("radius")
        if not abs(donor.area_ha - project.area_ha) <= slack * (1 + 1e-12):
            failed.append("area")
        if failed:
            refused.append((place, tuple(failed)))
        else:
            eligible.append(place)
    return DonorPool(eligible=tuple(eligible), refused=tuple(refused), radius_km=radius)


def find_balanced_controls(
    *,
    project: Array,
    donors_within: Callable[[float], Array],
    k: int,
    radius_max_km: float,
    metric: PlotMetric = PlotMetric.MAHALANOBIS,
) -> tuple[Controls | None, tuple[Attempt, ...]]:
    """Match, and widen the radius step by step, then lower k, until every covariate is within the limit.

    ``donors_within(radius_km)`` returns the covariates (n_donors, p) of the eligible donors in that radius. At each
    radius k is lowered down to 1 before the radius grows. Returns the first balanced controls, or None, with every
    attempt. Source: VM0047 v1.0 Appendix 1 (secondary); the order of the two remedies is operator policy.
    """
    parameters = load_parameters(name="vm0047")
    radius, step = parameters.number("donor_radius_km"), parameters.number("donor_radius_step_km")
    attempts: list[Attempt] = []
    while radius <= radius_max_km:
        donors = donors_within(radius)
        for controls_each in range(k, 0, -1):
            refusal = ""
            found: Controls | None = None
            try:
                found = match_plots(project=project, donors=donors, k=controls_each, metric=metric)
            except TooFewValues as error:
                refusal = error.reason
            balanced = found is not None and found.is_balanced
            attempts.append(
                Attempt(
                    radius_km=radius, k=controls_each, n_donors=len(donors),
                    sdm_gate=() if found is None else found.sdm_gate, is_balanced=balanced, refusal=refusal,
                )
            )  # fmt: skip
            if balanced:
                return found, tuple(attempts)
        radius += step
    return None, tuple(attempts)


def check_project_plots(*, areas_ha: Array, inside_shares: Array) -> tuple[str, ...]:
    """Return the rules that a set of project plots breaks: plots_min, plot_area, inside_share.

    ``areas_ha`` and ``inside_shares`` are (n_plots,). Source: VM0047 v1.0 Appendix 1 (secondary).
    """
    parameters = load_parameters(name="vm0047")
    low, high = parameters.number("plot_area_min_ha"), parameters.number("plot_area_max_ha")
    broken = []
    if len(areas_ha) < parameters.number("plots_min"):
        broken.append("plots_min")
    if not bool(np.all((areas_ha >= low) & (areas_ha <= high))):
        broken.append("plot_area")
    if not bool(np.all(inside_shares >= parameters.number("inside_share_min"))):
        broken.append("inside_share")
    return tuple(broken)
