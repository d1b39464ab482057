"""Blends: the share of each part by energy, never by volume, and the intensity of the whole."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from truetonne.science.errors import FractionOutOfRange, TooFewValues, UndefinedResult
from truetonne.science.fuels.bases import check_number


@dataclass(frozen=True, slots=True, kw_only=True)
class BlendPart:
    """A part of a blend: a volume (or volume share) >= 0, MJ per unit of it, and g CO2e/MJ on one basis."""

    volume: float
    mj_per_unit: float
    g_co2e_per_mj: float

    def __post_init__(self) -> None:
        check_number(value=self.volume, field="volume", least=0)
        check_number(value=self.mj_per_unit, field="energy_density", least=0)
        check_number(value=self.g_co2e_per_mj, field="carbon_intensity", least=None)


def share_energy(*, volume_share: float, bio_mj_per_l: float, fossil_mj_per_l: float) -> float:
    """Return the energy share of the renewable part of a blend.

    ``volume_share`` in [0, 1]; densities in MJ/L on one heating-value basis. ``v ED_b / (v ED_b + (1 - v) ED_f)``.
    Raises FractionOutOfRange, NegativeQuantity, UndefinedResult when the blend holds no energy.
    Source: methods reference 8.1.
    """
    if not 0 <= volume_share <= 1:
        raise FractionOutOfRange(field="vol_share", value=volume_share, reason="a share lies in [0, 1]")
    check_number(value=bio_mj_per_l, field="ed_bio", least=0)
    check_number(value=fossil_mj_per_l, field="ed_fossil", least=0)
    bio_mj = volume_share * bio_mj_per_l
    whole_mj = bio_mj + (1 - volume_share) * fossil_mj_per_l
    if whole_mj <= 0:
        raise UndefinedResult(field="ed_bio", value=bio_mj_per_l, reason="the blend holds no energy")
    return bio_mj / whole_mj


def share_energies(*, parts: Sequence[BlendPart]) -> tuple[float, ...]:
    """Return each part's share of the blend's energy, in the order of the parts; they add up to 1.

    Raises TooFewValues without parts, UndefinedResult when the blend holds no energy.
    """
    if not parts:
        raise TooFewValues(field="parts", value=0, reason="a blend has parts")
    whole_mj = math.fsum(part.volume * part.mj_per_unit for part in parts)
    if whole_mj <= 0:
        raise UndefinedResult(field="parts", value=whole_mj, reason="the blend holds no energy")
    return tuple(part.volume * part.mj_per_unit / whole_mj for part in parts)


def blend_intensity(*, parts: Sequence[BlendPart]) -> float:
    """Return the intensity of a blend in g CO2e/MJ: the parts' intensities weighted by energy, in any order.

    Raises TooFewValues, UndefinedResult. Source: methods reference 8.1.
    """
    shares = share_energies(parts=parts)
    return math.fsum(share * part.g_co2e_per_mj for share, part in zip(shares, parts, strict=True))
