"""Figures of fuel programs beside which an inset is read: compliance units and the saving of the European rules.

They are for comparison; a regulatory claim on a fuel excludes an inset on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from truetonne.science.errors import UndefinedResult
from truetonne.science.fuels.bases import check_number
from truetonne.science.issuable import Exact, as_written
from truetonne.science.parameter_sets import load_parameters


def count_compliance_units(
    *,
    target_g_per_mj: Exact,
    energy_effectiveness_ratio: Exact,
    recorded_g_per_mj: Exact,
    additional_g_per_mj: Exact,
    quantity: Exact,
    mj_per_unit: Exact,
) -> Decimal:
    """Return compliance units (t CO2e; below 0 a deficit) of the British Columbia low-carbon fuel program.

    ``(TCI EER - (RCI + UCI)) Q ED / 1e6``, rounded to 5 decimals, halves away from 0; intensities in g CO2e/MJ,
    ``quantity`` in the unit of ``mj_per_unit``. Source: bcgov/lcfs 3539fb4 (public code).
    """
    gap = as_written(value=target_g_per_mj) * as_written(value=energy_effectiveness_ratio)
    gap -= as_written(value=recorded_g_per_mj) + as_written(value=additional_g_per_mj)
    exact = gap * as_written(value=quantity) * as_written(value=mj_per_unit) / 1_000_000
    return _round(value=exact, decimals=int(load_parameters(name="fuels").number("compliance_unit_decimals")))


def count_saving(*, fossil_g_per_mj: Exact, fuel_g_per_mj: Exact) -> Fraction:
    """Return the share of the fossil comparator's emissions that a fuel saves: ``(E_F - E_B) / E_F``.

    May be below 0 or above 1. Raises UndefinedResult for a comparator that is not positive. Source: RED II Annex V
    (unverified).
    """
    fossil = as_written(value=fossil_g_per_mj)
    check_number(value=float(fossil), field="E_F", least=0)
    if fossil == 0:
        raise UndefinedResult(field="E_F", value=0, reason="the comparator emits nothing, so no share of it is saved")
    return (fossil - as_written(value=fuel_g_per_mj)) / fossil


def passes_saving(*, saving: Fraction, thresholds: Sequence[Exact]) -> tuple[bool, ...]:
    """Say for each threshold whether the saving reaches it; equality passes, decimals are exact."""
    return tuple(saving >= as_written(value=threshold) for threshold in thresholds)


def _round(*, value: Fraction, decimals: int) -> Decimal:
    with localcontext() as context:
        context.prec = 80
        size = Decimal(value.numerator) / Decimal(value.denominator)
        return size.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
