"""Insets: a profile beside the inventory, claims on one chain, and every refusal by its name."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.rules.insets.claims import BatchFacts, Claim, CoClaimMode, InsetRefusal, decide_claims
from truetonne.rules.insets.profile import (
    INSET_FUEL,
    AssociationTestFailed,
    allocate_profile,
    cap_claim,
    check_association,
    compare_fuels,
)
from truetonne.rules.rule_set import list_versions
from truetonne.science.errors import FractionOutOfRange

POLICY = list_versions(family=INSET_FUEL)[-1].body
CARRIER = Claim(party="Carrier", scope="1", chain="north", mass_kg=100)
FORWARDER = Claim(party="Forwarder", scope="3.4", chain="north", mass_kg=100)
SHIPPER = Claim(party="Shipper", scope="3.4", chain="north", mass_kg=100)
STRANGER = Claim(party="Stranger", scope="3.4", chain="south", mass_kg=100)
shares = st.fractions(min_value=0, max_value=1)
TIERS = CoClaimMode.CHAIN_TIERS
STRICT = CoClaimMode.ONE_SCOPE1_ONE_SCOPE3


def decide(*claims: Claim, mode: CoClaimMode = TIERS, **batch: object) -> InsetRefusal | None:
    facts = BatchFacts(**batch)  # type: ignore[arg-type]
    return decide_claims(claims=claims, batch=facts, mode=mode, scope1_first=True).reason


@pytest.mark.parametrize("mode", CoClaimMode)
def test_the_fuel_user_and_its_customer_are_accepted_in_both_modes(mode: CoClaimMode) -> None:
    assert decide(CARRIER, SHIPPER, mode=mode) is None


@pytest.mark.parametrize("mode", CoClaimMode)
def test_a_shipper_of_another_chain_is_refused_in_both_modes(mode: CoClaimMode) -> None:
    assert decide(CARRIER, STRANGER, mode=mode) is InsetRefusal.UNRELATED_CHAINS


def test_a_forwarder_between_them_is_accepted_only_along_the_tiers() -> None:
    assert decide(CARRIER, FORWARDER, SHIPPER, mode=TIERS) is None
    assert decide(CARRIER, FORWARDER, SHIPPER, mode=STRICT) is InsetRefusal.SECOND_SCOPE3


def test_a_tier_claims_once() -> None:
    assert decide(CARRIER, SHIPPER, SHIPPER) is InsetRefusal.TIER_TWICE


def test_scope_3_waits_for_scope_1_to_cover_it_to_the_kilogram() -> None:
    short = Claim(party="Carrier", scope="1", chain="north", mass_kg=99)

    assert decide(short, SHIPPER) is InsetRefusal.SCOPE1_FIRST
    assert decide(SHIPPER) is InsetRefusal.SCOPE1_FIRST


@pytest.mark.parametrize(
    ("fact", "refusal"),
    [
        ({"tonnes_only": True}, "tonnes_only_inset"),
        ({"certificate_present": False}, "certificate_missing"),
        ({"offset_issued": True}, "double_purpose_offset"),
        ({"counted_for_residual": True}, "double_purpose_offset"),
        ({"regulatory_use": True}, "double_purpose_regulatory"),
        ({"issued_times": 2}, "double_issuance"),
        ({"registries": ("north", "south")}, "double_use"),
        ({"attribute_sold_by_claimant": True}, "attribute_sold"),
    ],
)
def test_each_guard_refuses_under_its_own_name(fact: dict[str, object], refusal: str) -> None:
    assert decide(CARRIER, SHIPPER, **fact) == refusal


def test_all_refusals_are_told_at_once() -> None:
    facts = BatchFacts(offset_issued=True, issued_times=2)

    decision = decide_claims(claims=[CARRIER, STRANGER], batch=facts, mode=TIERS, scope1_first=True)

    assert decision.refusals == ("double_purpose_offset", "double_issuance", "unrelated_chains")


def test_litre_for_litre_would_overstate_the_change() -> None:
    profile = compare_fuels(factors=POLICY.factors)
    by_litre = Fraction(POLICY.factors.mineral_diesel_scope1_kg_per_l) + Fraction(
        POLICY.factors.mineral_diesel_wtt_kg_per_l
    )

    assert float(profile.change_kg_per_l) == pytest.approx(2.84056, abs=5e-6)
    assert by_litre - profile.renewable_wtw_kg_per_l > profile.change_kg_per_l


@given(physical=st.integers(min_value=0, max_value=10**9).map(Fraction), share=shares, ratio=shares)
def test_a_profile_never_takes_more_than_the_share_it_covers(
    physical: Fraction, share: Fraction, ratio: Fraction
) -> None:
    based = allocate_profile(physical=physical, share=share, profile_ratio=ratio)

    assert physical * (1 - share) <= based <= physical


def test_refuses_a_share_above_all_of_it() -> None:
    with pytest.raises(FractionOutOfRange):
        allocate_profile(physical=Fraction(1), share=Fraction("1.01"), profile_ratio=Fraction(0))


@given(own=st.integers(min_value=0, max_value=10**9), units=st.integers(min_value=0, max_value=10**9))
def test_what_is_claimed_and_what_is_not_add_up_to_the_units(own: int, units: int) -> None:
    claim = cap_claim(own_mj=Fraction(own), units_mj=Fraction(units))

    assert claim.claimable_mj + claim.unclaimed_mj == units
    assert claim.claimable_mj <= own


def test_a_claim_above_own_activity_names_what_is_claimable() -> None:
    with pytest.raises(AssociationTestFailed) as refused:
        check_association(own_mj=Fraction(10), claimed_mj=Fraction(11))

    assert refused.value.claimable_mj == 10
