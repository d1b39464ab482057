"""A year's emissions out of strata (activity x emission factor), with their half width: by formula or by draws."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from truetonne.science.errors import NegativeQuantity, TooFewValues, UndefinedResult, WrongType
from truetonne.science.inputs import read_number
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.uncertainty import Input, Normal, Simulation, simulate


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """One source of emissions in a year.

    ``activity`` (ha, m3, km...) with its standard error, ``ef`` in t CO2e per unit of activity with the half width of
    its 90% interval as a fraction of it. Strata that name the same ``ef_group`` (or ``activity_group``) share the error
    of their emission factors (activity data); others are independent.
    """

    name: str
    activity: float
    activity_se: float
    ef: float
    ef_hw90: float
    ef_group: str | None = None
    activity_group: str | None = None

    def __post_init__(self) -> None:
        for field in ("activity", "activity_se", "ef", "ef_hw90"):
            value = read_number(getattr(self, field), field=f"{self.name}.{field}")
            if value < 0:
                raise NegativeQuantity(field=f"{self.name}.{field}", value=value, reason="this cannot be below 0")

    @property
    def emissions_t(self) -> float:
        """Activity times emission factor, t CO2e."""
        return self.activity * self.ef

    @property
    def ef_sd(self) -> float:
        """Standard deviation of the emission factor, its 90% half width over 1.645006."""
        return self.ef * self.ef_hw90 / load_parameters(name="trees").number("t_95")


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionsEstimate:
    """A year's emissions in t CO2e and half of their 90% interval, in t CO2e as well.

    ``simulation`` is there where draws gave both, with ``analytic_hw90``, the fraction by formula, beside it.
    """

    emissions_t: float
    half_width_90_t: float
    simulation: Simulation | None = None
    analytic_hw90: float | None = None


def estimate_emissions(*, strata: Sequence[Stratum]) -> EmissionsEstimate:
    """Return the sum of strata with its analytic half width.

    E = sum A_i EF_i; Var_i = (A s_EF)^2 + (EF s_A)^2 + (s_A s_EF)^2; half width = 1.645006 sqrt(sum Var_i). Errors
    shared within a group add before they are squared. Raises TooFewValues for none, WrongType for a name twice.
    Source: TREES 2.0 with standard error propagation (public code).
    """
    _check_names(strata)
    parts: tuple[tuple[Callable[[Stratum], float], Callable[[Stratum], Hashable]], ...] = (
        (lambda one: one.activity * one.ef_sd, lambda one: _group(one.ef_group, one)),
        (lambda one: one.ef * one.activity_se, lambda one: _group(one.activity_group, one)),
        (lambda one: one.activity_se * one.ef_sd, _joint_group),
    )
    variance = math.fsum(
        math.fsum(size(one) for one in strata if group(one) == key) ** 2
        for size, group in parts
        for key in {group(one) for one in strata}
    )
    return EmissionsEstimate(
        emissions_t=math.fsum(one.emissions_t for one in strata),
        half_width_90_t=load_parameters(name="trees").number("t_95") * math.sqrt(variance),
    )


def simulate_emissions(
    *, strata: Sequence[Stratum], draws: int | None = None, seed: int | None = None, is_cut_at_zero: bool = True
) -> EmissionsEstimate:
    """Return the same by Monte Carlo, activity and emission factor normal, negative draws moved to zero.

    Moving draws lifts the mean (0.2% for Guyana 2024): the shares are in the simulation. Where the result is skewed
    beyond a tenth, the half width is the larger side. Raises as ``simulate`` and ``estimate_emissions``.
    """
    _check_names(strata)
    lower = 0.0 if is_cut_at_zero else None
    simulation = simulate(
        terms={
            one.name: {
                "activity": Input(
                    distribution=Normal(mean=one.activity, sd=one.activity_se),
                    lower=lower,
                    group=one.activity_group and f"activity {one.activity_group}",
                ),
                "ef": Input(
                    distribution=Normal(mean=one.ef, sd=one.ef_sd),
                    lower=lower,
                    group=one.ef_group and f"ef {one.ef_group}",
                ),
            }
            for one in strata
        },
        draws=draws,
        seed=seed,
    )
    if simulation.mean == 0:
        raise UndefinedResult(field="strata", value=0.0, reason="no stratum has emissions, so there is nothing to draw")
    analytic = estimate_emissions(strata=strata)
    return EmissionsEstimate(
        emissions_t=simulation.mean,
        half_width_90_t=simulation.hw90_for_deduction.fraction * simulation.mean,
        simulation=simulation,
        analytic_hw90=analytic.half_width_90_t / analytic.emissions_t if analytic.emissions_t else None,
    )


def _check_names(strata: Sequence[Stratum]) -> None:
    if not strata:
        raise TooFewValues(field="strata", value=0, reason="at least 1 is needed")
    names = [one.name for one in strata]
    for name in names:
        if names.count(name) > 1:
            raise WrongType(field="strata", value=name, reason="two strata have this name", fix="Name each once")


def _group(group: str | None, one: Stratum) -> Hashable:
    return ("alone", one.name) if group is None else ("group", group)


def _joint_group(one: Stratum) -> Hashable:
    """Return the key under which the product of both errors is shared: only where both groups are."""
    if one.ef_group is None or one.activity_group is None:
        return ("alone", one.name)
    return ("group", one.ef_group, one.activity_group)
