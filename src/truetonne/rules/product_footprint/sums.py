"""Whether a footprint's parts add up to what it states: two readings of the sum, a warning, never a rejection.

The specification's own examples disagree with its note, so both sums are computed.
Source: WBCSD PACT Technical Specifications 3.0.3, example totals (published), in our own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

EXCLUDING_TOLERANCE: Final = Fraction("0.0005")
INCLUDING_TOLERANCE: Final = Fraction("0.005")
_ZERO: Final = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Components:
    """Parts in kg CO2e per declared unit; removals, uptake and capture are 0 or below."""

    fossil: Fraction
    land_use_change: Fraction = _ZERO
    land_management_fossil: Fraction = _ZERO
    land_management_biogenic: Fraction = _ZERO
    land_management_removals: Fraction = _ZERO
    biogenic_non_co2: Fraction = _ZERO
    uptake: Fraction = _ZERO
    technological_removals: Fraction = _ZERO
    capture: Fraction = _ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class SumCheck:
    """Both sums without biogenic uptake, which of them the stated total fits, and the codes of what does not fit."""

    note_sum: Fraction
    example_sum: Fraction
    fits_note: bool | None
    fits_example: bool | None
    fits_including: bool | None
    warnings: tuple[str, ...]


def check_sums(*, parts: Components, stated_excluding: Fraction | None, stated_including: Fraction | None) -> SumCheck:
    """Compare the stated totals with the sums of the parts; None where a total is not stated."""
    common = parts.fossil + parts.land_use_change + parts.land_management_biogenic + parts.land_management_removals
    technological = parts.technological_removals + parts.capture
    note_sum = common + parts.biogenic_non_co2 + technological
    example_sum = common + parts.land_management_fossil
    fits_note = _fits(stated_excluding, note_sum, EXCLUDING_TOLERANCE)
    fits_example = _fits(stated_excluding, example_sum, EXCLUDING_TOLERANCE)
    including = None if stated_excluding is None else stated_excluding + parts.uptake
    fits_including = None if including is None else _fits(stated_including, including, INCLUDING_TOLERANCE)
    warnings = []
    if fits_note is False and fits_example is False:
        warnings.append("sum_without_uptake_differs")
    if fits_including is False:
        warnings.append("sum_with_uptake_differs")
    return SumCheck(
        note_sum=note_sum,
        example_sum=example_sum,
        fits_note=fits_note,
        fits_example=fits_example,
        fits_including=fits_including,
        warnings=tuple(warnings),
    )


def _fits(stated: Fraction | None, computed: Fraction, tolerance: Fraction) -> bool | None:
    return None if stated is None else abs(stated - computed) <= tolerance
