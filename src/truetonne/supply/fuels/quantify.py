"""A batch's energy and kilograms, out of its litres and its three figures. The science computes; this reads the batch."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from truetonne.science.approval import Approval
from truetonne.science.fuels.bases import FuelDensity, FuelIntensity, FuelQuantity, FuelUnit
from truetonne.science.fuels.inset import InsetAmount, quantify_inset
from truetonne.science.units import Boundary
from truetonne.supply.fuels.figures import Figure

ML_PER_L = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantified:
    """What a batch comes to: whole megajoules and kilograms, what a reader must know, and what nobody checked."""

    energy_mj: int
    kg: int
    flags: tuple[str, ...]
    unverified: tuple[str, ...]
    amount: InsetAmount


def quantify_batch(
    *,
    volume_ml: int,
    density: Figure,
    intensity: Figure,
    reference: Figure,
    certificate: str,
    approval: Approval | None = None,
) -> Quantified:
    """Return energy and kilograms of so many millilitres of neat fuel, per megajoule, well to wheel.

    Raises what ``quantify_inset`` raises: UnitMismatch for two heating values, ImplausibleValue above the ceiling.
    """
    amount = quantify_inset(
        quantity=FuelQuantity(size=volume_ml / ML_PER_L, unit=FuelUnit.LITRE),
        density=FuelDensity(
            mj_per_unit=float(density.value), unit=FuelUnit.LITRE, heating_value=density.heating_value,
            source=density.source,
        ),
        fuel=_wtw(intensity),
        comparator=_wtw(reference),
        certificate=certificate,
        approval=approval,
    )  # fmt: skip
    energy = Decimal(volume_ml) / ML_PER_L * density.value
    return Quantified(
        energy_mj=int(energy.to_integral_value(rounding=ROUND_FLOOR)),
        kg=amount.kg,
        flags=amount.flags,
        unverified=tuple(
            dict.fromkeys(figure.parameter for figure in (density, intensity, reference) if figure.is_unverified)
        ),
        amount=amount,
    )


def _wtw(figure: Figure) -> FuelIntensity:
    return FuelIntensity(
        g_co2e_per_mj=float(figure.value), boundary=Boundary.WTW, heating_value=figure.heating_value,
        source=figure.source, edition=figure.edition,
    )  # fmt: skip
