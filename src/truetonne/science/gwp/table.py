"""The packaged IPCC tables: which sets there are, and the factor of a gas in one of them, as printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import globalwarmingpotentials

from truetonne.science.errors import ImplausibleValue, NegativeQuantity, NotInTable, UnitMismatch
from truetonne.science.gwp.names import normalize_gas
from truetonne.science.inputs import read_number
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.units import Metric

_SET = re.compile(r"(?P<report>SAR|TAR|AR\d)(?P<feedback>CCF)?GWP(?P<horizon>\d+)")
TABLE_VERSION = f"globalwarmingpotentials/{globalwarmingpotentials.version}"


@cache
def list_metrics() -> Mapping[str, Metric]:
    """Return the GWP sets of the packaged table by name (``AR5GWP100``); temperature metrics are none of them."""
    found = {name: _SET.fullmatch(name) for name in globalwarmingpotentials.data}
    return {
        name: Metric(
            report=match["report"], horizon_years=int(match["horizon"]), has_feedback=match["feedback"] is not None
        )
        for name, match in found.items()
        if match is not None
    }


def read_metric_name(name: str, *, field: str = "gwp_set") -> Metric:
    """Return the metric of a set's name; raises UnitMismatch for a name that is no GWP set."""
    metrics = list_metrics()
    if name not in metrics:
        fix = f"Write one of: {', '.join(metrics)}"
        raise UnitMismatch(field=field, value=name, reason="this is no set of global warming potentials", fix=fix)
    return metrics[name]


def packaged_factor(*, gas: str, metric: Metric) -> float | None:
    """Return the factor as the table prints it, kg CO2e per kg, None where the report gives the gas no value.

    Methane under AR6 is printed as one combined value there; to convert an amount use ``find_factor``, which asks
    for its origin. Raises NotInTable for a name that no table holds.
    """
    name = normalize_gas(name=gas)
    if name == "CO2":
        return load_parameters(name="gwp").number("co2")
    value = globalwarmingpotentials.data[metric.name].get(name)
    return None if value is None else float(value)


def needed_factor(*, gas: str, metric: Metric) -> float:
    """Return the printed factor; raises NotInTable, because a missing factor is never 0."""
    factor = packaged_factor(gas=gas, metric=metric)
    if factor is None:
        having = [name for name, other in list_metrics().items() if packaged_factor(gas=gas, metric=other) is not None]
        raise NotInTable(
            field="gas",
            value=gas,
            reason=f"{metric.name} gives this gas no value",
            fix=f"Sets that do: {', '.join(having)}",
        )
    return factor


def check_factor(*, factor: float, horizon_years: int = 100, field: str = "gwp") -> float:
    """Return a factor that a caller gives, if it is plausible.

    Raises NegativeQuantity below 0 and ImplausibleValue above the largest that a 100-year table could hold
    (operator policy): a slip of a thousand in the unit of mass shows here.
    """
    if read_number(factor, field=field) < 0:
        raise NegativeQuantity(field=field, value=factor, reason="a global warming potential is not below 0")
    limit = load_parameters(name="gwp").number("factor_max_100")
    if horizon_years == 100 and factor > limit:
        reason = f"above {limit:g}, more than any gas has over 100 years"
        raise ImplausibleValue(field=field, value=factor, reason=reason, fix="Give kg CO2e per kg of gas")
    return float(factor)
