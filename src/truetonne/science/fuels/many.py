"""Many deliveries at once: the same amounts as ``quantify_inset``, on arrays, to the same kilogram.

Works through the arrays in pieces that stay in the processor's cache. Where a floating-point product lies so near a
whole kilogram that rounding could decide it, the row is counted again exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from truetonne.science.errors import ImplausibleValue, InputRefused, NegativeQuantity, NotFinite, WrongType
from truetonne.science.fuels.bases import FuelUnit
from truetonne.science.fuels.inset import CEILINGS, GRAMS_PER_TONNE, count_kg
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.quantity import KG_PER_TONNE, QUANTITY_KG_MAX
from truetonne.science.units import HeatingValue

PIECE: Final = 16_384
ROUNDING_ULPS: Final = 16.0
"""Bound on the rounding of five float operations, in units of the last place of the largest term."""
REDUCTION_T_MAX: Final = QUANTITY_KG_MAX / KG_PER_TONNE
CEILING_SLACK: Final = 1e-9
"""So near the ceiling the rows decide, not the extremes of the piece."""
EPSILON: Final = float(np.finfo(np.float64).eps)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """Quantified deliveries, each array of shape (n,): MJ, t CO2e, whole kg, and whether the intensity is below 0.

    ``kg`` is what may be issued: 0 without a saving, and 0 for a negative intensity that nobody approved.
    """

    heating_value: HeatingValue
    energy_mj: Floats
    reduction_t: Floats
    kg: NDArray[np.int64]
    is_negative_intensity: NDArray[np.bool_]


def quantify_deliveries(
    *,
    quantity: ArrayLike,
    unit: FuelUnit,
    mj_per_unit: ArrayLike,
    fuel_wtw_g_per_mj: ArrayLike,
    comparator_wtw_g_per_mj: ArrayLike,
    heating_value: HeatingValue,
    is_approved: ArrayLike = False,
) -> Deliveries:
    """Quantify n deliveries of neat fuel against their fossil comparators.

    ``quantity`` is (n,) in ``unit``; the other arrays are (n,) or one number: MJ per unit and g CO2e/MJ well to wheel,
    all on the one ``heating_value`` basis. ``is_approved`` marks rows whose negative intensity has a certificate and a
    second person's approval. Equal to ``quantify_inset`` row by row.

    Raises NotFinite, NegativeQuantity or ImplausibleValue naming the first row that cannot be (``quantity[17]``), and
    WrongType for arrays of another length. Source: methods reference 8.1 and 8.5.
    """
    sizes = np.ascontiguousarray(quantity, dtype=np.float64)
    if sizes.ndim != 1:
        raise WrongType(field="quantity", value=sizes.shape, reason="one row per delivery is due, shape (n,)")
    columns = {
        "mj_per_unit": _column(values=mj_per_unit, n=sizes.size, name="mj_per_unit"),
        "fuel": _column(values=fuel_wtw_g_per_mj, n=sizes.size, name="fuel_wtw_g_per_mj"),
        "comparator": _column(values=comparator_wtw_g_per_mj, n=sizes.size, name="comparator_wtw_g_per_mj"),
    }
    approved = np.broadcast_to(np.asarray(is_approved, dtype=np.bool_), sizes.shape)
    energy_mj, reduction_t = np.empty_like(sizes), np.empty_like(sizes)
    kg = np.empty(sizes.size, dtype=np.int64)
    is_negative = np.zeros(sizes.size, dtype=np.bool_)
    ceiling = load_parameters(name="fuels").number(CEILINGS[unit]) if unit in CEILINGS else np.inf
    for start in range(0, sizes.size, PIECE):
        piece = slice(start, start + PIECE)
        rows = {name: values[piece] if values.ndim else values for name, values in columns.items()}
        _quantify_piece(
            quantity=sizes[piece], **rows, ceiling=ceiling, start=start, approved=approved[piece],
            energy_mj=energy_mj[piece], reduction_t=reduction_t[piece], kg=kg[piece], is_negative=is_negative[piece],
        )  # fmt: skip
    return Deliveries(
        heating_value=heating_value, energy_mj=energy_mj, reduction_t=reduction_t, kg=kg,
        is_negative_intensity=is_negative,
    )  # fmt: skip


def _column(*, values: ArrayLike, n: int, name: str) -> Floats:
    column = np.asarray(values, dtype=np.float64)
    if column.ndim > 1 or (column.ndim == 1 and column.size != n):
        raise WrongType(field=name, value=column.shape, reason=f"one number or {n} of them are due")
    return column


def _quantify_piece(
    *,
    quantity: Floats,
    mj_per_unit: Floats,
    fuel: Floats,
    comparator: Floats,
    ceiling: float,
    start: int,
    approved: NDArray[np.bool_],
    energy_mj: Floats,
    reduction_t: Floats,
    kg: NDArray[np.int64],
    is_negative: NDArray[np.bool_],
) -> None:
    """Fill one piece of the results; all arrays are (m,), densities and intensities may be one number.

    Extremes of the piece decide first; a check row by row is made only where they leave a doubt.
    """
    with np.errstate(all="ignore"):
        np.multiply(quantity, mj_per_unit, out=energy_mj)
        np.multiply(energy_mj, comparator - fuel, out=reduction_t)
        np.divide(reduction_t, GRAMS_PER_TONNE, out=reduction_t)
        least_t, most_t, dirtiest, cleanest = reduction_t.min(), reduction_t.max(), comparator.max(), fuel.min()
        is_doubtful = (
            not (np.isfinite(least_t) and most_t <= REDUCTION_T_MAX)
            or quantity.min() < 0
            or mj_per_unit.min() <= 0
            or comparator.min() < 0
            or mj_per_unit.max() * dirtiest > ceiling * GRAMS_PER_TONNE * (1 - CEILING_SLACK)
        )
    if is_doubtful:
        _check_rows(
            quantity=quantity, mj_per_unit=mj_per_unit, fuel=fuel, comparator=comparator, ceiling=ceiling, start=start
        )
    whole_kg = reduction_t * KG_PER_TONNE
    if least_t < 0:
        np.maximum(whole_kg, 0, out=whole_kg)
    part_kg = whole_kg.copy()
    np.floor(whole_kg, out=whole_kg)
    kg[:] = whole_kg
    part_kg -= whole_kg
    widest = max(abs(float(cleanest)), abs(float(fuel.max())))
    slack = float(energy_mj.max()) * (float(dirtiest) + widest) * ROUNDING_ULPS * EPSILON / KG_PER_TONNE
    if part_kg.min() <= slack or part_kg.max() >= 1 - slack:
        is_near = (part_kg <= slack) | (part_kg >= 1 - slack)
        is_near &= reduction_t > -1 / KG_PER_TONNE
        is_near &= quantity > 0
        for row in np.flatnonzero(is_near):
            kg[row] = count_kg(
                quantity=float(quantity[row]), mj_per_unit=_at(mj_per_unit, row),
                comparator_g_per_mj=_at(comparator, row), fuel_g_per_mj=_at(fuel, row),
            )  # fmt: skip
    if cleanest < 0:
        np.less(fuel, 0, out=is_negative)
        kg[is_negative & ~approved] = 0


def _at(values: Floats, row: int | np.intp) -> float:
    return float(values[row]) if values.ndim else float(values)


def _check_rows(
    *, quantity: Floats, mj_per_unit: Floats, fuel: Floats, comparator: Floats, ceiling: float, start: int
) -> None:
    """Raise the refusal that names the first row that cannot be, if there is one."""
    with np.errstate(all="ignore"):
        reduction_t = quantity * mj_per_unit * (comparator - fuel) / GRAMS_PER_TONNE
        is_suspect = (
            ~np.isfinite(reduction_t)
            | (reduction_t > REDUCTION_T_MAX)
            | (quantity < 0)
            | (mj_per_unit <= 0)
            | (comparator < 0)
        )
        is_suspect |= (reduction_t > quantity * ceiling) & (fuel >= 0)
    for row in np.flatnonzero(is_suspect):
        values = {
            "quantity": float(quantity[row]), "mj_per_unit": _at(mj_per_unit, row),
            "fuel_wtw_g_per_mj": _at(fuel, row), "comparator_wtw_g_per_mj": _at(comparator, row),
        }  # fmt: skip
        raise _find_fault(values=values, row=start + int(row), ceiling=ceiling)


def _find_fault(*, values: dict[str, float], row: int, ceiling: float) -> InputRefused:
    for name, value in values.items():
        field = f"{name}[{row}]"
        if not np.isfinite(value):
            return NotFinite(field=field, value=value, reason="a finite number is due")
        if value < 0 and name != "fuel_wtw_g_per_mj":
            return NegativeQuantity(field=field, value=value, reason="this cannot be below 0")
    field, density = f"mj_per_unit[{row}]", values["mj_per_unit"]
    if density == 0:
        return ImplausibleValue(field=field, value=density, reason="a fuel holds energy")
    saving_g_per_mj = values["comparator_wtw_g_per_mj"] - values["fuel_wtw_g_per_mj"]
    if not values["quantity"] * density * saving_g_per_mj / GRAMS_PER_TONNE <= REDUCTION_T_MAX:
        reason = f"more than the {REDUCTION_T_MAX:,.0f} t that a line can hold"
        return ImplausibleValue(field=f"quantity[{row}]", value=values["quantity"], reason=reason)
    return ImplausibleValue(
        field=field, value=density, reason=f"more than {ceiling:g} t per unit of fuel",
        fix="Check the unit of the energy density and of the intensities",
    )  # fmt: skip
