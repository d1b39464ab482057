"""From crediting level and emissions to what may be issued: every deduction on gross, none on what others left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from truetonne.science.errors import NegativeQuantity, UndefinedResult
from truetonne.science.inputs import read_number
from truetonne.science.issuable import Issuable, deduct_kg
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.trees.evidence import check_buffer, check_leakage, uncertainty_deduction

UNCERTAINTY, LEAKAGE, BUFFER = "uncertainty", "leakage", "buffer"


class HalfWidthBasis(StrEnum):
    """The mean that HW90 is relative to: the year's emissions, or the reductions below the crediting level."""

    EMISSIONS = "emissions"
    REDUCTIONS = "reductions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuance:
    """A year's result in t CO2e, unrounded, and in whole kilograms.

    ``gross_t`` may be negative (emissions above the level): then nothing is issued, nothing deducted, and
    ``deficit_t`` says by how much. ``funded_kg`` cuts the deductions to what gross can carry, uncertainty first, then
    leakage, then buffer, so that gross_kg = net_kg + sum of funded_kg exactly; what could not be carried is
    ``issuable.unfunded_deduction_kg``.
    """

    gross_t: float
    deductions_t: Mapping[str, float]
    net_t: float
    uncertainty_share: float
    issuable: Issuable
    flags: tuple[str, ...] = ()

    @property
    def deficit_t(self) -> float:
        """Emissions above the crediting level, t CO2e."""
        return max(0.0, -self.gross_t)

    @property
    def funded_kg(self) -> Mapping[str, int]:
        """The deductions as far as gross carries them, whole kilograms."""
        left, funded = self.issuable.gross_kg, {}
        for name, size in self.issuable.deductions_kg.items():
            funded[name] = min(size, left)
            left -= funded[name]
        return funded


def default_basis() -> HalfWidthBasis:
    """Return the basis of HW90 where nobody states one: reductions, which deducts more (operator policy)."""
    return HalfWidthBasis(str(load_parameters(name="trees").parameters["half_width_basis"].value))


def relative_half_width(
    *, half_width_90_t: float, emissions_t: float, crediting_level_t: float, basis: HalfWidthBasis
) -> float:
    """Return HW90 as a fraction of emissions or of reductions, the crediting level taken as certain.

    Hence HW90 over reductions = HW90 over emissions x E / (CL - E). Raises UndefinedResult where that mean is not
    positive. Source: methods reference 4.2.
    """
    mean_t = emissions_t if basis is HalfWidthBasis.EMISSIONS else crediting_level_t - emissions_t
    if mean_t <= 0:
        reason = f"no half width relative to {basis.value} exists where they are not positive"
        raise UndefinedResult(field="hw_basis", value=basis.value, reason=reason)
    return half_width_90_t / mean_t


def quantify_reductions(
    *, crediting_level_t: float, emissions_t: float, hw90: float | None, leakage: float, buffer: float
) -> Issuance:
    """Return gross ER = CL - E, the three deductions ER UA, ER l, ER b, and net, in t CO2e and whole kilograms.

    ``hw90`` is taken as given, on whatever basis the caller recorded; None where reductions are not positive.
    Raises NegativeQuantity for CL or E below 0 and OutOfRange for shares that the standard does not know.
    Source: TREES 2.0 eq. 10 and 11 (public code); kilograms by the operator's rounding.
    """
    for name, value in (("crediting_level", crediting_level_t), ("emissions", emissions_t)):
        if read_number(value, field=name) < 0:
            raise NegativeQuantity(field=name, value=value, reason="t CO2e per year, not below 0")
    shares = {LEAKAGE: check_leakage(leakage=leakage), BUFFER: check_buffer(buffer=buffer)}
    gross_t = crediting_level_t - emissions_t
    if gross_t <= 0:
        return _nothing(gross_t=gross_t)
    if hw90 is None:
        raise UndefinedResult(field="hw90", value=None, reason="positive reductions need their half width")
    uncertainty = uncertainty_deduction(hw90=hw90)
    deductions_t = {name: gross_t * share for name, share in ({UNCERTAINTY: uncertainty} | shares).items()}
    net_t = gross_t - sum(deductions_t.values())
    flags = []
    if uncertainty > load_parameters(name="trees").number("ua_flagged_above"):
        flags.append("uncertainty_deduction_above_bound")
    if net_t <= 0:
        flags.append("deductions_exceed_gross")
    return Issuance(
        gross_t=gross_t,
        deductions_t=deductions_t,
        net_t=max(0.0, net_t),
        uncertainty_share=uncertainty,
        issuable=deduct_kg(gross_t=gross_t, deductions_t=deductions_t),
        flags=tuple(flags),
    )


def quantify_removals(*, removals_t: float, uncertainty_share: float, buffer: float) -> Issuance:
    """Return what removals of the same year give, t CO2e: a volume of its own beside the reductions.

    UNC = REMV UA, so that both volumes together deduct (ER + REMV) UA; no leakage; the buffer share is that of the
    reductions (operator policy, not established in the standard's text). Raises NegativeQuantity and OutOfRange.
    Source: TREES 2.0 eq. 10 (public code).
    """
    if read_number(removals_t, field="removals") < 0:
        raise NegativeQuantity(field="removals", value=removals_t, reason="t CO2e per year, not below 0")
    shares = {UNCERTAINTY: uncertainty_share, LEAKAGE: 0.0, BUFFER: check_buffer(buffer=buffer)}
    deductions_t = {name: removals_t * share for name, share in shares.items()}
    return Issuance(
        gross_t=removals_t,
        deductions_t=deductions_t,
        net_t=max(0.0, removals_t - sum(deductions_t.values())),
        uncertainty_share=uncertainty_share,
        issuable=deduct_kg(gross_t=removals_t, deductions_t=deductions_t),
    )


def _nothing(*, gross_t: float) -> Issuance:
    """Issue nothing: no negative buffer, no deduction; a deficit is recorded where emissions exceed the level."""
    nothing = dict.fromkeys((UNCERTAINTY, LEAKAGE, BUFFER), 0.0)
    return Issuance(
        gross_t=gross_t,
        deductions_t=nothing,
        net_t=0.0,
        uncertainty_share=0.0,
        issuable=deduct_kg(gross_t=0, deductions_t=nothing),
        flags=("no_reductions", "deficit_record_due") if gross_t < 0 else ("no_reductions",),
    )
