"""Tonne-year accounting by four methods: how many tonnes stored for s years equal one kept out for good over T.

Reported, never issued: the methods differ by a factor of two and more on the same facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from truetonne.science.durability.response import discount, response
from truetonne.science.errors import NegativeQuantity, OutOfRange, TooFewValues


class TonneYearMethod(StrEnum):
    """Moura-Costa, Lashof, Climate Action Reserve, Quebec."""

    MOURA_COSTA = "mc"
    LASHOF = "lashof"
    CAR = "car"
    QUEBEC = "qc"


@dataclass(frozen=True, slots=True, kw_only=True)
class TonneYears:
    """Cost of emitting one tonne now and benefit of storing it, in tonne-years over the horizon.

    ``equivalence`` = cost / benefit, None when nothing is stored. Flags: ``equivalence_below_one`` (over-crediting),
    ``mixed_discount_rates``.
    """

    cost: float
    benefit: float
    equivalence: float | None
    flags: tuple[str, ...]


def compare_storage(
    *,
    method: TonneYearMethod,
    curve: str,
    horizon_years: int,
    stored_years: int,
    cost_rate: float,
    benefit_rate: float,
) -> TonneYears:
    """Compare a storage of ``stored_years`` with permanent removal over ``horizon_years``.

    Cost and benefit should use one discount rate (per year, >= 0); two rates are computed as asked and flagged.
    Quebec's benefit is undiscounted by its definition. The discounted cost inside a benefit (Lashof, CAR) uses the
    benefit's rate. Raises NegativeQuantity or OutOfRange unless 0 <= s <= T, TooFewValues for T below 1, NotInTable
    for the curve. Source: methods reference 6.1 after carbonplan/ton-year 1d52561 (MIT).
    """
    if stored_years < 0:
        raise NegativeQuantity(field="delay", value=stored_years, reason="this cannot be below 0")
    if horizon_years < 1:
        raise TooFewValues(field="horizon", value=horizon_years, reason="at least 1 year is needed")
    if stored_years > horizon_years:
        raise OutOfRange(field="delay", value=stored_years, reason=f"longer than the horizon of {horizon_years} years")
    air = response(curve=curve, years=horizon_years)
    factor = discount(rate=benefit_rate, years=horizon_years)
    cost = float(np.trapezoid(air / discount(rate=cost_rate, years=horizon_years)))
    own_cost = cost if benefit_rate == cost_rate else float(np.trapezoid(air / factor))
    if method is TonneYearMethod.MOURA_COSTA:
        benefit = float(np.trapezoid(1 / factor[: stored_years + 1]))
    elif method is TonneYearMethod.LASHOF:
        later = air[: horizon_years - stored_years + 1] / factor[stored_years:]
        benefit = own_cost - float(np.trapezoid(later)) if stored_years else 0.0
    elif method is TonneYearMethod.CAR:
        benefit = own_cost * stored_years / horizon_years
    else:
        benefit = float(np.trapezoid(air[: stored_years + 1]))
    equivalence = cost / benefit if stored_years and benefit > 0 else None
    used_rate = 0.0 if method is TonneYearMethod.QUEBEC else benefit_rate
    facts = {
        "equivalence_below_one": equivalence is not None and equivalence < 1,
        "mixed_discount_rates": used_rate != cost_rate,
    }
    return TonneYears(
        cost=cost, benefit=benefit, equivalence=equivalence,
        flags=tuple(name for name, holds in facts.items() if holds),
    )  # fmt: skip
