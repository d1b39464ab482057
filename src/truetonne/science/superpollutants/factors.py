"""The GWP that a destruction is counted with: named by its set, or given as a number and held against the tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from truetonne.science.errors import InputRefused, UnitMismatch, UnitMissing
from truetonne.science.gwp import GasAmount, MethaneOrigin, check_factor, find_factor, list_metrics, sum_co2e
from truetonne.science.gwp.methods import read_metric
from truetonne.science.inputs import Inputs
from truetonne.science.units import Metric

_COMBINED_AR6_METHANE = 27.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A GWP with the set and horizon that belong to the unit; ``metric`` is None where only a number was given.

    ``matching_sets`` are the sets that print that number.
    """

    gwp: float
    metric: Metric | None
    matching_sets: tuple[str, ...]
    flags: tuple[str, ...]

    @property
    def labels(self) -> dict[str, object]:
        """Return what is stored on a lot: factor, set, horizon."""
        return {
            "gwp": self.gwp,
            "gwp_set": self.metric.name if self.metric else None,
            "horizon_years": self.metric.horizon_years if self.metric else None,
            "matching_gwp_sets": list(self.matching_sets),
        }


def read_factor(
    *,
    inputs: Inputs,
    gas: str | None,
    parts: Sequence[GasAmount] = (),
    origin: MethaneOrigin | None = None,
) -> Factor:
    """Read ``gwp``, ``gwp_set`` or both, for one gas or for the ``parts`` of a blend.

    A number without a set is computed with and flagged: set and horizon belong to a unit, so it cannot be issued on.
    Raises UnitMissing for neither, UnitMismatch where the number is not that of the set, ImplausibleValue for a
    factor that no gas has.
    """
    metric = read_metric(inputs=inputs) if inputs.has("gwp_set") else None
    given = check_factor(factor=inputs.number("gwp")) if inputs.has("gwp") else None
    if metric is None and given is None:
        fix = "Write gwp_set (AR5GWP100), or gwp"
        raise UnitMissing(field="gwp_set", value=None, reason="CO2e needs a GWP set", fix=fix)
    printed = {
        name: factor
        for name, other in list_metrics().items()
        if (factor := _factor(gas=gas, parts=parts, metric=other, origin=origin)) is not None
    }
    if metric is not None:
        expected = _needed(gas=gas, parts=parts, metric=metric, origin=origin)
        if given is not None and not _is_same(given, expected):
            fix = f"Leave gwp out, or write {expected:g}"
            raise UnitMismatch(field="gwp", value=given, reason=f"{metric.name} has {expected:g}", fix=fix)
        return Factor(gwp=expected, metric=metric, matching_sets=(metric.name,), flags=())
    value = given if given is not None else math.nan
    matching = tuple(name for name, factor in printed.items() if _is_same(value, factor))
    flags = ["gwp_set_not_stated"]
    if gas == "CH4" and value == _COMBINED_AR6_METHANE:
        flags.append("combined_methane_value_of_no_origin")
    elif not matching:
        flags.append("gwp_in_no_set")
    return Factor(gwp=value, metric=None, matching_sets=matching, flags=tuple(flags))


def _needed(*, gas: str | None, parts: Sequence[GasAmount], metric: Metric, origin: MethaneOrigin | None) -> float:
    if gas is not None:
        return find_factor(gas=gas, metric=metric, origin=origin)
    return sum_co2e(amounts=parts, metric=metric).kg / math.fsum(part.mass.kg for part in parts)


def _factor(
    *, gas: str | None, parts: Sequence[GasAmount], metric: Metric, origin: MethaneOrigin | None
) -> float | None:
    """Return the factor under a set, None where the set has none for a gas."""
    try:
        return _needed(gas=gas, parts=parts, metric=metric, origin=origin)
    except InputRefused:
        return None


def _is_same(left: float, right: float) -> bool:
    return math.isclose(left, right, rel_tol=1e-6)
