"""The amount of a fuel inset: energy times the difference of two intensities, with its ceilings.

``t = E (CI_ref - CI_fuel) / 1e6``. The comparator is a fossil intensity, never the falling target of a program.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from truetonne.science.approval import Approval
from truetonne.science.errors import ImplausibleValue, UnitMismatch
from truetonne.science.fuels.bases import (
    FuelDensity,
    FuelIntensity,
    FuelQuantity,
    FuelUnit,
    check_number,
    check_same_basis,
)
from truetonne.science.issuable import as_written
from truetonne.science.parameter_sets import load_parameters

GRAMS_PER_TONNE = 1_000_000
GRAMS_PER_KILOGRAM = 1_000
CEILINGS = {FuelUnit.LITRE: "reduction_t_per_l_max", FuelUnit.US_GALLON: "reduction_t_per_us_gal_max"}


@dataclass(frozen=True, slots=True, kw_only=True)
class InsetAmount:
    """A quantified batch: energy, both profiles, the difference, and the kilograms that may be issued.

    ``reduction_t`` may be 0 or below (no unit then). ``kg`` is the whole-kilogram amount, ``issuable_kg`` the same
    once nothing stands against issuing it: 0 for a negative intensity without approval, None while a basis is
    unstated. ``flags`` name what a reader must know.
    """

    energy_mj: float
    fuel_emissions_t: float
    reference_emissions_t: float
    reduction_t: float
    kg: int
    issuable_kg: int | None
    flags: tuple[str, ...]


def quantify_inset(
    *,
    quantity: FuelQuantity,
    density: FuelDensity,
    fuel: FuelIntensity,
    comparator: FuelIntensity,
    certificate: str = "",
    approval: Approval | None = None,
) -> InsetAmount:
    """Quantify neat fuel against its fossil comparator, per megajoule and well to wheel.

    ``quantity`` and ``density`` share a unit; intensities in g CO2e/MJ. A negative fuel intensity is computed, and
    issuable only with a ``certificate`` and a second person's ``approval``. The kilograms are exact in the decimal
    numbers as written.

    Raises UnitMismatch for different units, heating values or boundaries, NegativeQuantity for a negative quantity or
    comparator, ImplausibleValue for more than 0.0037 t per litre or 0.0137 t per US gallon without approval.
    Source: methods reference 8.1 and 8.5.
    """
    if quantity.unit is not density.unit:
        raise UnitMismatch(
            field="energy_density.unit", value=f"MJ/{density.unit}", reason=f"the quantity is in {quantity.unit}"
        )
    check_number(value=comparator.g_co2e_per_mj, field="comparator", least=0)
    is_stated = check_same_basis(density=density, fuel=fuel, comparator=comparator)
    energy_mj = quantity.size * density.mj_per_unit
    reduction_t = energy_mj * (comparator.g_co2e_per_mj - fuel.g_co2e_per_mj) / GRAMS_PER_TONNE
    kg = count_kg(
        quantity=quantity.size, mj_per_unit=density.mj_per_unit,
        comparator_g_per_mj=comparator.g_co2e_per_mj, fuel_g_per_mj=fuel.g_co2e_per_mj,
    )  # fmt: skip
    flags = [] if is_stated else ["basis_not_stated"]
    if reduction_t <= 0:
        flags.append("no_saving")
    is_approved = approval is not None and bool(certificate.strip())
    if fuel.g_co2e_per_mj < 0:
        flags.append("negative_intensity" if is_approved else "negative_intensity_needs_approval")
    elif _is_above_ceiling(quantity=quantity, reduction_t=reduction_t):
        if approval is None:
            raise _implausible(reduction_t=reduction_t, quantity=quantity)
        flags.append("implausible_value_approved")
    is_held = "negative_intensity_needs_approval" in flags
    return InsetAmount(
        energy_mj=energy_mj,
        fuel_emissions_t=energy_mj * fuel.g_co2e_per_mj / GRAMS_PER_TONNE,
        reference_emissions_t=energy_mj * comparator.g_co2e_per_mj / GRAMS_PER_TONNE,
        reduction_t=reduction_t,
        kg=kg,
        issuable_kg=None if not is_stated else 0 if is_held else kg,
        flags=tuple(flags),
    )


def count_kg(*, quantity: float, mj_per_unit: float, comparator_g_per_mj: float, fuel_g_per_mj: float) -> int:
    """Return whole kilograms of a saving, rounded down, never below 0, exact in the numbers as written.

    Source: methods reference 0.2 and 8.1.
    """
    saving_g_per_mj = as_written(value=comparator_g_per_mj) - as_written(value=fuel_g_per_mj)
    grams: Fraction = as_written(value=quantity) * as_written(value=mj_per_unit) * saving_g_per_mj
    return max(0, math.floor(grams / GRAMS_PER_KILOGRAM))


def check_stated_reduction(*, stated_t: float, amount: InsetAmount) -> tuple[str, ...]:
    """Hold an amount that somebody states against the physics of the batch.

    ``stated_t`` in t CO2e. Raises ImplausibleValue above the ceiling: all of the comparator's emissions, or the full
    difference when the fuel's intensity is below 0. So a missing 1e-6 (grams taken for tonnes) or 1e-3 is caught.
    Returns the flag ``differs_from_computed`` for an amount below the ceiling that is not the computed one.
    Source: methods reference 8.5.
    """
    check_number(value=stated_t, field="stated_t", least=None)
    tolerance = 1 + load_parameters(name="fuels").number("claim_tolerance")
    ceiling_t = max(amount.reference_emissions_t, amount.reduction_t)
    if stated_t > ceiling_t * tolerance:
        times = f", {stated_t / amount.reduction_t:,.0f} times the computed amount" if amount.reduction_t > 0 else ""
        raise ImplausibleValue(
            field="stated_t", value=stated_t, reason=f"above the ceiling of {ceiling_t:,.3f} t{times}",
            fix="Check grams, kilograms and tonnes: t = MJ x (CI_ref - CI_fuel) / 1e6",
        )  # fmt: skip
    is_equal = math.isclose(stated_t, amount.reduction_t, rel_tol=tolerance - 1, abs_tol=1 / GRAMS_PER_TONNE)
    return () if is_equal else ("differs_from_computed",)


def _is_above_ceiling(*, quantity: FuelQuantity, reduction_t: float) -> bool:
    name = CEILINGS.get(quantity.unit)
    return name is not None and reduction_t > quantity.size * load_parameters(name="fuels").number(name)


def _implausible(*, reduction_t: float, quantity: FuelQuantity) -> ImplausibleValue:
    ceiling = load_parameters(name="fuels").number(CEILINGS[quantity.unit])
    return ImplausibleValue(
        field="t", value=reduction_t,
        reason=f"more than {ceiling:g} t per {quantity.unit.value} of diesel-like fuel",
        fix="Check the unit of the energy density and of the intensities; a second person may approve it with a reason",
    )  # fmt: skip
