"""Renewing short storage, or holding more of it: what each costs and needs. Both are reported, neither is issued."""

from __future__ import annotations

import math
from dataclasses import dataclass

from truetonne.science.durability.tonne_year import TonneYearMethod, compare_storage
from truetonne.science.errors import NegativeQuantity, OutOfRange, UndefinedResult
from truetonne.science.issuable import as_written
from truetonne.science.parameter_sets import load_parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewals:
    """Number of terms, present value at the rate, and the plain sum: both are shown, discounting hides the duty."""

    count: int
    present_value: float
    undiscounted: float


def renew(*, price: float, term_years: float, horizon_years: float, rate: float) -> Renewals:
    """Return what it costs to renew storage of ``term_years`` until ``horizon_years`` are covered.

    ``n = ceil(H / term)``, ``PV = sum price (1 + r)^(-term i)`` for i = 0 ... n - 1; ``price`` in any currency per
    tonne, ``rate`` >= 0 per year. Raises NegativeQuantity, UndefinedResult for a term of 0, OutOfRange for more renewals
    than the bound. Source: methods reference 6.4.
    """
    for field, value in (("price", price), ("horizon", horizon_years), ("rate", rate)):
        if value < 0:
            raise NegativeQuantity(field=field, value=value, reason="this cannot be below 0")
    if term_years <= 0:
        raise UndefinedResult(field="term", value=term_years, reason="storage lasts longer than 0 years")
    count = math.ceil(as_written(value=horizon_years) / as_written(value=term_years))
    most = int(load_parameters(name="durability").number("renewals_max"))
    if count > most:
        raise OutOfRange(field="term", value=term_years, reason=f"{count} renewals; at most {most} are computed")
    present_value = math.fsum(price * (1 + rate) ** (-term_years * place) for place in range(count))
    return Renewals(count=count, present_value=present_value, undiscounted=price * count)


def stack_horizontally(*, term_years: int, horizon_years: int, curve: str) -> float | None:
    """Return how many tonnes stored ``term_years`` equal one over the horizon (Lashof, undiscounted); None at 0 years.

    Not equal in temperature beyond the horizon. Raises as ``compare_storage``. Source: methods reference 6.4.
    """
    return compare_storage(
        method=TonneYearMethod.LASHOF, curve=curve, horizon_years=horizon_years, stored_years=term_years,
        cost_rate=0.0, benefit_rate=0.0,
    ).equivalence  # fmt: skip
