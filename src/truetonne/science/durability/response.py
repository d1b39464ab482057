"""The share of a CO2 pulse that is still in the air after t years, and its integral on a yearly grid."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from truetonne.science.errors import NotInTable, OutOfRange
from truetonne.science.parameter_sets import load_parameters

Floats = NDArray[np.float64]


def response(*, curve: str, years: int) -> Floats:
    """Return ``IRF(t) = a0 + sum a_i exp(-t / tau_i)`` for t = 0, 1, ... ``years``; shape (years + 1,), unit 1.

    ``curve`` is joos_2013, ipcc_2007 or ipcc_2000. Raises NotInTable, OutOfRange outside 0 to 1000 years.
    Source: Joos et al. 2013 Table 5; IPCC 2007; IPCC 2000 (published).
    """
    parameters = load_parameters(name="durability")
    curves = parameters.table("curves")
    if curve not in curves:
        raise NotInTable(field="curve", value=curve, reason="no such curve", fix=f"Known: {', '.join(curves)}")
    longest = int(parameters.number("horizon_years_max"))
    if not 0 <= years <= longest:
        raise OutOfRange(field="years", value=years, reason=f"the curves run from 0 to {longest} years")
    chosen: Mapping[str, object] = curves[curve]  # type: ignore[assignment]
    grid = np.arange(years + 1, dtype=np.float64)
    amplitudes = np.asarray(chosen["a"], dtype=np.float64)
    times = np.asarray(chosen["tau_years"], dtype=np.float64)
    decaying: Floats = (amplitudes * np.exp(-grid[:, None] / times)).sum(axis=1)
    return float(str(chosen["a0"])) + decaying


def discount(*, rate: float, years: int) -> Floats:
    """Return ``(1 + rate)^t`` for t = 0 ... ``years``, shape (years + 1,); raises OutOfRange for a rate below 0."""
    if rate < 0:
        raise OutOfRange(field="discount", value=rate, reason="a discount rate is 0 or above")
    factors: Floats = (1 + rate) ** np.arange(years + 1, dtype=np.float64)
    return factors


def integrate(*, curve: str, years: int) -> float:
    """Return the undiscounted integral of the response over ``years``, in years, by the trapezoidal rule.

    Check: 14.2 at 20 and 52.4 at 100 years for joos_2013 (Joos et al. 2013 Table 4).
    """
    return float(np.trapezoid(response(curve=curve, years=years)))
