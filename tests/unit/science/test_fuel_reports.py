"""Blends go by energy, program figures are exact in decimals, and biogenic CO2 is shown and never added."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.catalogue import get_method
from truetonne.science.errors import (
    FractionOutOfRange,
    InputMissing,
    InputRefused,
    NegativeQuantity,
    NotInTable,
    TooFewValues,
    UndefinedResult,
    WrongType,
)
from truetonne.science.fuels.blends import BlendPart, blend_intensity, share_energies, share_energy
from truetonne.science.method import run_method


def compute(name: str, **inputs: object) -> dict[str, object]:
    return dict(run_method(method=get_method(name=name), inputs=inputs).outputs)


parts = st.lists(
    st.builds(BlendPart, volume=st.floats(0, 1e6), mj_per_unit=st.floats(20, 50), g_co2e_per_mj=st.floats(-50, 120)),
    min_size=1,
    max_size=6,
).filter(lambda given_parts: sum(part.volume for part in given_parts) > 1)


def test_a_share_by_volume_is_no_share_by_energy() -> None:
    outputs = compute("blend_energy_share", vol_share=0.2, ed_bio=35.4, ed_fossil=38.65, ci_bio=20, ci_fossil=94.38)

    share = 7.08 / (7.08 + 30.92)
    assert outputs["energy_share"] == pytest.approx(share, abs=1e-12)
    assert outputs["energy_share"] < 0.2
    assert outputs["blend_ci"] == pytest.approx(share * 20 + (1 - share) * 94.38, abs=1e-9)


def test_a_blend_without_intensities_has_none() -> None:
    assert compute("blend_energy_share", vol_share=1, ed_bio=35.4, ed_fossil=38.65) == {
        "energy_share": 1,
        "blend_ci": None,
    }


def test_shares_a_blend_of_many_parts() -> None:
    outputs = compute(
        "blend_energy_share",
        parts=[{"volume": 1, "ed": 30, "ci": 10}, {"volume": 1, "ed": 30, "ci": 20}, {"volume": 2, "ed": 30, "ci": 40}],
    )

    assert outputs == {"energy_shares": [0.25, 0.25, 0.5], "blend_ci": 27.5}


@pytest.mark.parametrize(
    ("inputs", "error"),
    [
        ({"vol_share": 1.1, "ed_bio": 1, "ed_fossil": 1}, FractionOutOfRange),
        ({"vol_share": 0.5, "ed_bio": -1, "ed_fossil": 1}, NegativeQuantity),
        ({"vol_share": 0.5, "ed_bio": 0, "ed_fossil": 0}, UndefinedResult),
        ({"vol_share": 0.5, "ed_bio": 1, "ed_fossil": 1, "ci_bio": 3}, InputMissing),
        ({"parts": []}, TooFewValues),
        ({"parts": [1]}, WrongType),
    ],
)
def test_refuses_blends_that_cannot_be(inputs: dict[str, object], error: type[InputRefused]) -> None:
    with pytest.raises(error):
        compute("blend_energy_share", **inputs)


@given(parts=parts, seed=st.integers())
def test_a_blend_is_weighted_by_energy_in_any_order(parts: list[BlendPart], seed: int) -> None:
    whole = blend_intensity(parts=parts)
    shuffled = random.Random(seed).sample(parts, len(parts))

    assert blend_intensity(parts=shuffled) == pytest.approx(whole, abs=1e-9)
    assert min(p.g_co2e_per_mj for p in parts) - 1e-9 <= whole <= max(p.g_co2e_per_mj for p in parts) + 1e-9
    assert sum(share_energies(parts=parts)) == pytest.approx(1, abs=1e-12)
    assert whole * sum(p.volume * p.mj_per_unit for p in parts) == pytest.approx(
        sum(p.volume * p.mj_per_unit * p.g_co2e_per_mj for p in parts), rel=1e-9, abs=1e-3
    )


@given(share=st.floats(0, 1), bio=st.floats(1, 50), fossil=st.floats(1, 50))
def test_both_shares_of_a_blend_add_up_to_all_of_it(share: float, bio: float, fossil: float) -> None:
    renewable = share_energy(volume_share=share, bio_mj_per_l=bio, fossil_mj_per_l=fossil)
    mineral = share_energy(volume_share=1 - share, bio_mj_per_l=fossil, fossil_mj_per_l=bio)

    assert renewable + mineral == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(
    ("saving_of", "passed"), [(35.0, (True, True, True)), (35.01, (True, True, False)), (50.0, (True, False, False))]
)
def test_a_saving_that_equals_a_threshold_passes_it(saving_of: float, passed: tuple[bool, ...]) -> None:
    outputs = compute("red_saving", E_F=100, E_B=saving_of)

    assert (outputs["passes_50pct"], outputs["passes_60pct"], outputs["passes_65pct"]) == passed


def test_a_saving_on_nothing_is_undefined() -> None:
    with pytest.raises(UndefinedResult):
        compute("red_saving", E_F=0, E_B=0)
    with pytest.raises(NegativeQuantity):
        compute("red_saving", E_F=-94, E_B=16)


def test_counts_compliance_units_half_up_in_decimals() -> None:
    outputs = compute("lcfs_compliance_units", TCI=80, EER=1, RCI=79.5, UCI=0, Q=1, ED=0.01)

    assert outputs == {"units": 0.0, "is_deficit": False}
    assert compute("lcfs_compliance_units", TCI=80, EER=1, RCI=79.5, Q=1_000, ED=0.01)["units"] == 0.00001
    assert compute("lcfs_compliance_units", TCI=79.5, EER=1, RCI=80, Q=1_000, ED=0.01)["units"] == -0.00001


@pytest.mark.parametrize(
    ("spelled", "fuel"),
    [
        ("hvo", "HVO"),
        ("Biodiesel ME", "biodiesel_ME"),
        ("Biodiesel ME (from used cooking oil)", "biodiesel_ME_UCO"),
        ("Biodiesel ME (from Tallow)", "biodiesel_ME_tallow"),
    ],
)
def test_reads_fuels_as_the_official_file_spells_them(spelled: str, fuel: str) -> None:
    assert compute("biogenic_reporting", fuel=spelled, GJ=1)["fuel"] == fuel


def test_reports_biogenic_carbon_apart_and_adds_it_to_nothing() -> None:
    outputs = compute("biogenic_reporting", fuel="HVO", GJ=1_000)

    assert outputs["outside_of_scopes_biogenic_co2_kg"] == pytest.approx(70_830)
    assert outputs["well_to_wheel_kg"] == pytest.approx(16_445 + 1_036.77)
    assert all(
        value == pytest.approx(70_830) or value < 70_830 for value in outputs.values() if isinstance(value, float)
    )


def test_takes_the_edition_of_the_delivery_year() -> None:
    assert compute("biogenic_reporting", fuel="HVO", litres=1, delivery_year=2023)["wtt_kg"] == 0.27844
    assert compute("biogenic_reporting", fuel="HVO", litres=1)["wtt_kg"] == 0.56439
    with pytest.raises(NotInTable) as refused:
        compute("biogenic_reporting", fuel="HVO", litres=1, delivery_year=2024)
    assert "2023" in refused.value.fix
    with pytest.raises(NotInTable):
        compute("biogenic_reporting", fuel="HVO", GJ=1, edition="2023")
    with pytest.raises(NotInTable):
        compute("biogenic_reporting", fuel="coal", GJ=1)
    with pytest.raises(InputMissing):
        compute("biogenic_reporting", fuel="HVO")


def test_adds_well_to_wheel_for_one_fuel_or_several() -> None:
    assert compute("wtt_ttw", diesel={"wtt": 17, "ttw": 73.5}) == {"wtw": 90.5}
    assert compute("wtt_ttw", diesel={"wtt": 17, "ttw": 73.5}, HVO={"wtt": 16.5, "ttw": 1}, note="x") == {
        "wtw": {"diesel": 90.5, "HVO": 17.5}
    }
    with pytest.raises(TooFewValues):
        compute("wtt_ttw", note="nothing")


def test_the_two_heating_values_differ_by_what_they_would_over_credit() -> None:
    assert compute("heating_value_mismatch", MJ_per_gal=134.47, hhv=38.65)["ratio"] == pytest.approx(1.088, abs=0.001)
    with pytest.raises(UndefinedResult):
        compute("heating_value_mismatch", MJ_per_gal=0, hhv=38.65)
