"""What a batch of fuel changes, by equal energy, and the profile that a claimant may allocate.

The physical inventory stays as it is. Source: Smart Freight Centre, market-based measures framework, June 2023
(published); factors UK DESNZ 2023 (published, Open Government Licence v3).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from truetonne.rules.rule_set import Family
from truetonne.science.errors import FractionOutOfRange, InputRefused, NegativeQuantity, UndefinedResult

_MJ_PER_KWH: Final = Fraction("3.6")


class AssociationTestFailed(InputRefused):
    """A claim above the claimant's own activity in the category; carries what is claimable."""

    code = "association_test_failed"

    def __init__(self, *, own_mj: Fraction, claimed_mj: Fraction) -> None:
        reason = f"{float(claimed_mj):g} MJ claimed, {float(own_mj):g} MJ are the claimant's own"
        super().__init__(field="units_MJ", value=float(claimed_mj), reason=reason)
        self.own_mj = own_mj
        self.claimed_mj = claimed_mj
        self.claimable_mj = min(own_mj, claimed_mj)


@dataclass(frozen=True, slots=True, kw_only=True)
class FuelFactors:
    """Factors of the renewable fuel and of the fuel it stands in for, in kg per the unit in the name."""

    hvo_scope1_kg_per_l: Decimal
    hvo_wtt_kg_per_l: Decimal
    hvo_biogenic_co2_outside_kg_per_l: Decimal
    hvo_scope1_kg_per_gj: Decimal
    mineral_diesel_scope1_kg_per_l: Decimal
    mineral_diesel_wtt_kg_per_l: Decimal
    mineral_diesel_scope1_kg_per_kwh_net: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class InsetPolicy:
    """How one batch may be disclosed along a chain, and the factors of the fuels."""

    co_claim_mode: str
    co_claim_alternatives: tuple[str, ...]
    scope1_first: bool
    factors: FuelFactors


INSET_FUEL: Final = Family(id="inset-fuel", body=InsetPolicy)


@dataclass(frozen=True, slots=True, kw_only=True)
class FuelProfile:
    """A litre of renewable fuel beside the fossil fuel of equal energy."""

    energy_mj_per_l: Fraction
    fossil_energy_mj_per_l: Fraction
    litre_equivalence: Fraction
    fossil_wtw_kg_per_l: Fraction
    renewable_wtw_kg_per_l: Fraction

    @property
    def change_kg_per_l(self) -> Fraction:
        """Return the well-to-wheel difference per litre of renewable fuel."""
        return self.fossil_wtw_kg_per_l - self.renewable_wtw_kg_per_l

    @property
    def change_share(self) -> Fraction:
        """Return the difference as a share of the fossil figure."""
        return self.change_kg_per_l / self.fossil_wtw_kg_per_l

    @property
    def profile_ratio(self) -> Fraction:
        """Return the lower profile over the conventional one."""
        return self.renewable_wtw_kg_per_l / self.fossil_wtw_kg_per_l


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEffect:
    """What a batch changes in tonnes, and its biogenic CO2, which stands outside the scopes."""

    change_t: Fraction
    energy_mj: Fraction
    biogenic_outside_scopes_t: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimable:
    """How much of the units a claimant may claim, and what stays unclaimed."""

    claimable_mj: Fraction
    unclaimed_mj: Fraction


def compare_fuels(*, factors: FuelFactors) -> FuelProfile:
    """Return the profile of a litre by equal energy; litre for litre would overstate the change."""
    renewable_mj = Fraction(factors.hvo_scope1_kg_per_l) / Fraction(factors.hvo_scope1_kg_per_gj) * 1000
    per_mj = Fraction(factors.mineral_diesel_scope1_kg_per_kwh_net) / _MJ_PER_KWH
    fossil_mj = Fraction(factors.mineral_diesel_scope1_kg_per_l) / per_mj
    equivalence = renewable_mj / fossil_mj
    fossil_wtw = Fraction(factors.mineral_diesel_scope1_kg_per_l) + Fraction(factors.mineral_diesel_wtt_kg_per_l)
    return FuelProfile(
        energy_mj_per_l=renewable_mj,
        fossil_energy_mj_per_l=fossil_mj,
        litre_equivalence=equivalence,
        fossil_wtw_kg_per_l=fossil_wtw * equivalence,
        renewable_wtw_kg_per_l=Fraction(factors.hvo_scope1_kg_per_l) + Fraction(factors.hvo_wtt_kg_per_l),
    )


def account_batch(*, volume_l: Fraction, factors: FuelFactors) -> BatchEffect:
    """Return what a batch of litres changes; raises NegativeQuantity."""
    if volume_l < 0:
        raise NegativeQuantity(field="hvo_litres", value=float(volume_l), reason="a volume cannot be below 0")
    profile = compare_fuels(factors=factors)
    return BatchEffect(
        change_t=volume_l * profile.change_kg_per_l / 1000,
        energy_mj=volume_l * profile.energy_mj_per_l,
        biogenic_outside_scopes_t=volume_l * Fraction(factors.hvo_biogenic_co2_outside_kg_per_l) / 1000,
    )


def allocate_profile(*, physical: Fraction, share: Fraction, profile_ratio: Fraction) -> Fraction:
    """Return the market-based figure of a category of which a share has the lower profile.

    ``physical`` is untouched. Raises FractionOutOfRange for a share outside [0, 1], NegativeQuantity for emissions
    or a ratio below 0.
    """
    if not 0 <= share <= 1:
        raise FractionOutOfRange(field="share", value=float(share), reason="a share lies in [0, 1]")
    for name, value in (("physical", physical), ("low_profile_ratio", profile_ratio)):
        if value < 0:
            raise NegativeQuantity(field=name, value=float(value), reason="cannot be below 0")
    return physical * (1 - share * (1 - profile_ratio))


def find_ratio(*, profile_low: Fraction, profile_conventional: Fraction) -> Fraction:
    """Return the lower profile over the conventional one; raises UndefinedResult."""
    if profile_conventional <= 0:
        reason = "a conventional profile is above 0"
        raise UndefinedResult(field="profile_conv", value=float(profile_conventional), reason=reason)
    return profile_low / profile_conventional


def cap_claim(*, own_mj: Fraction, units_mj: Fraction) -> Claimable:
    """Return what may be claimed against own activity of the same category, mode, region and year."""
    for name, value in (("own_activity_MJ", own_mj), ("units_MJ", units_mj)):
        if value < 0:
            raise NegativeQuantity(field=name, value=float(value), reason="energy cannot be below 0")
    claimable = min(own_mj, units_mj)
    return Claimable(claimable_mj=claimable, unclaimed_mj=units_mj - claimable)


def check_association(*, own_mj: Fraction, claimed_mj: Fraction) -> None:
    """Refuse a claim above own activity; raises AssociationTestFailed with the claimable amount."""
    if claimed_mj > own_mj:
        raise AssociationTestFailed(own_mj=own_mj, claimed_mj=claimed_mj)
