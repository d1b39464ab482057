"""Destroyed gases earn what they would have released, by family, under one named set, and never more than they hold."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.catalogue import get_method
from truetonne.science.errors import (
    FractionOutOfRange,
    ImplausibleValue,
    InputMissing,
    InputRefused,
    NegativeQuantity,
    NotEligible,
    NotInTable,
    OutOfRange,
    TooFewValues,
    UndefinedResult,
    UnitMismatch,
    UnitMissing,
)
from truetonne.science.gwp import GasAmount, MethaneOrigin, gas_amount, read_metric_name, sum_co2e
from truetonne.science.method import run_method
from truetonne.science.superpollutants import (
    DestroyedGas,
    DestructionLot,
    Device,
    Subtype,
    correct_for_drift,
    cover_oxidation,
    methane_density,
    pure_mass,
    quantify_coal_mine,
    quantify_landfill,
    quantify_refrigerants,
    subtype_of_refrigerant,
    view_under,
)
from truetonne.science.units import Mass

AR5, AR6, AR6_20 = (read_metric_name(name) for name in ("AR5GWP100", "AR6GWP100", "AR6GWP20"))
LFG = {
    "ch4_m3": [1e6], "de": [0.995], "rho": 0.667, "gwp": 28, "ox": 0.1, "baseline_destroyed_t": 0,
    "project_emissions": 120,
}  # fmt: skip
CMM = {"t_ch4": 5000, "efficiency": 0.98, "gwp": 29.8, "combustion_tco2_per_t": 2.75}
HFC = {"blend": "R-404A", "kg": 1000, "gwp": 3921.6, "baseline_release": 1.0, "project_tco2e_per_t": 7.5}


def run(name: str, **inputs: object) -> dict[str, Any]:
    return dict(run_method(method=get_method(name=name), inputs=inputs).outputs)


def cfc12(tonnes: float = 1.0, **changes: float) -> DestroyedGas:
    values = {"release": 0.95, "gwp": 10_900.0, "substitute_t_per_t": 686.0, **changes}
    return DestroyedGas(gas="CFC12", mass=Mass.of(tonnes, "t"), **values)


@pytest.mark.parametrize(
    ("gas", "subtype"),
    [("CFC-12", Subtype.ODS), ("R-22", Subtype.ODS), ("HFC-134a", Subtype.HFC), ("R-32", Subtype.HFC)],
)
def test_tells_ozone_depleting_gases_from_hfcs(gas: str, subtype: Subtype) -> None:
    assert subtype_of_refrigerant(gas=gas) is subtype


@pytest.mark.parametrize("gas", ["CH4", "methane", "CO2", "N2O"])
def test_methane_is_no_refrigerant(gas: str) -> None:
    with pytest.raises(NotEligible):
        subtype_of_refrigerant(gas=gas)
    with pytest.raises(NotEligible):
        run("hfc_destruction", **{**HFC, "blend": gas, "gwp": 28})
    with pytest.raises(NotEligible):
        run("ods_refrigerant", gas=gas, tonnes=1, gwp=28)


def test_fills_in_what_is_established_and_asks_for_what_is_not() -> None:
    outputs = run("ods_refrigerant", gas="R-12", tonnes=1, gwp_set="AR4GWP100")

    assert outputs["reductions"] == pytest.approx(9661.5)
    assert (outputs["gwp_set"], outputs["horizon_years"]) == ("AR4GWP100", 100)
    with pytest.raises(NotInTable, match="substitute"):
        run("ods_refrigerant", gas="HCFC-22", tonnes=1, gwp_set="AR4GWP100")
    with pytest.raises(NotInTable, match="release"):
        run("ods_refrigerant", gas="HCFC-124", tonnes=1, gwp_set="AR4GWP100")
    with pytest.raises(NotEligible, match="hfc_destruction"):
        run("ods_refrigerant", gas="HFC-32", tonnes=1, gwp_set="AR4GWP100")


def test_a_number_without_its_set_is_computed_and_flagged() -> None:
    inputs = {"gas": "CFC12", "tonnes": 1}

    assert run("ods_refrigerant", **inputs, gwp=10_200)["matching_gwp_sets"] == ["AR5GWP100", "TARGWP20"]
    assert run("ods_refrigerant", **inputs, gwp=10_200)["flags"] == ["gwp_set_not_stated"]
    assert run("ods_refrigerant", **inputs, gwp=9_999)["flags"] == ["gwp_set_not_stated", "gwp_in_no_set"]
    with pytest.raises(UnitMismatch):
        run("ods_refrigerant", **inputs, gwp=10_200, gwp_set="AR6GWP100")
    with pytest.raises(UnitMissing):
        run("ods_refrigerant", **inputs)


def test_the_default_covers_the_residual_which_is_never_taken_off_twice() -> None:
    with pytest.raises(UnitMismatch):
        quantify_refrigerants(gases=[cfc12()], destruction_efficiency=0.9999)
    with pytest.raises(UnitMismatch):
        quantify_refrigerants(gases=[cfc12()], transport_t_per_t=7.5, destruction_efficiency=0.9999)

    own = quantify_refrigerants(gases=[cfc12()], transport_t_per_t=3, destruction_efficiency=0.9999)

    assert own.residual_t == pytest.approx(1.09)
    assert own.reduction.reductions_t == pytest.approx(10_355 - 686 - 3 - 1.09)


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=5), st.permutations(range(5)))
def test_gases_add_up_in_any_order(tonnes: list[float], order: list[int]) -> None:
    gases = [cfc12(one) for one in tonnes]
    shuffled = [gases[place] for place in order if place < len(gases)]

    whole = quantify_refrigerants(gases=gases).reduction
    parts = math.fsum(quantify_refrigerants(gases=[one]).reduction.reductions_t for one in gases)

    assert quantify_refrigerants(gases=shuffled).reduction == whole
    assert math.isclose(whole.reductions_t, parts, rel_tol=1e-9, abs_tol=1e-9)


@given(st.floats(0, 1), st.floats(0, 30_000), st.floats(0, 30_000))
def test_never_yields_more_than_the_gas_would_warm(release: float, gwp: float, substitute: float) -> None:
    result = quantify_refrigerants(gases=[cfc12(release=release, gwp=gwp, substitute_t_per_t=substitute)])

    assert 0 <= result.reduction.reductions_t <= release * gwp


def test_a_costly_substitute_earns_nothing_and_says_so() -> None:
    outputs = run("ods_refrigerant", gas="CFC12", tonnes=1, gwp=10_900, substitute_tco2e_per_t=20_000)

    assert outputs["reductions"] == outputs["issuable_kg"] == 0
    assert outputs["unclipped"] < 0
    assert "negative_reduction_set_to_zero" in outputs["flags"]


@pytest.mark.parametrize(
    ("method", "inputs"),
    [
        ("ods_refrigerant", {"gas": "CFC12", "tonnes": 1, "gwp": 10_900, "claimed_tco2e": 9_661_500}),
        ("ods_refrigerant", {"gas": "CFC12", "tonnes": 1, "gwp": 10_900_000}),
        ("hfc_destruction", {**HFC, "claimed_tco2e": 3_914_100}),
        ("hfc_destruction", {**HFC, "gwp": 3_921_600}),
        ("landfill", {**LFG, "claimed_tco2e": 16_604_358}),
        ("landfill", {**LFG, "rho": 667}),
        ("landfill", {**LFG, "gwp": 28_000_000}),
        ("coal_mine_methane", {**CMM, "claimed_tco2e": 200_000}),
        ("coal_mine_methane", {**CMM, "combustion_tco2_per_t": 0}),
    ],
)
def test_catches_a_slip_in_a_unit(method: str, inputs: dict[str, object]) -> None:
    with pytest.raises(ImplausibleValue):
        run(method, **inputs)


def test_the_release_of_an_hfc_has_no_default() -> None:
    with pytest.raises(InputMissing):
        run("hfc_destruction", **{name: value for name, value in HFC.items() if name != "baseline_release"})


def test_full_release_is_for_end_of_life_stock_alone() -> None:
    flag = "full_release_only_for_end_of_life_stock_without_recovery_duty"

    assert flag in run("hfc_destruction", **HFC)["flags"]
    assert flag not in run("hfc_destruction", **HFC, end_of_life_without_recovery_duty=True)["flags"]
    assert flag not in run("hfc_destruction", **{**HFC, "baseline_release": 0.4})["flags"]


def test_a_blend_is_counted_gas_by_gas_under_the_set() -> None:
    inputs = {name: value for name, value in HFC.items() if name != "gwp"}

    assert run("hfc_destruction", **inputs, gwp_set="AR4GWP100")["reductions"] == pytest.approx(3914.1)
    assert run("hfc_destruction", **{**inputs, "blend": "HFC-134a"}, gwp_set="AR5GWP100")["baseline"] == 1300
    mixed = run("hfc_destruction", **{**inputs, "blend": "R-408A"}, gwp_set="AR5GWP100")
    assert "contains_ozone_depleting_gas" in mixed["flags"]


def test_only_eligible_pure_mass_counts() -> None:
    found = pure_mass(
        full_kg=1_200, empty_kg=200, fractions={"R-12": 0.6, "CFC-11": 0.3, "HFC-134a": 0.05, "oil": 0.05}
    )

    assert found.net_kg == 1_000
    assert found.eligible_kg == pytest.approx({"CFC12": 600, "CFC11": 300})
    assert found.total_eligible_kg == pytest.approx(900)
    assert found.needs_mixed_gas_rule
    assert not pure_mass(full_kg=2, empty_kg=1, fractions={"CFC12": 0.95, "air": 0.05}).needs_mixed_gas_rule


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"full_kg": 100}, NegativeQuantity),
        ({"empty_kg": -1}, NegativeQuantity),
        ({"fractions": {"CFC12": 0.9}}, FractionOutOfRange),
        ({"fractions": {"CFC12": 95, "oil": 5}}, FractionOutOfRange),
        ({"fractions": {}}, FractionOutOfRange),
    ],
)
def test_refuses_weighings_that_do_not_add_up(changes: dict[str, object], error: type[InputRefused]) -> None:
    good = {"full_kg": 1_200, "empty_kg": 200, "fractions": {"CFC12": 0.95, "oil": 0.05}}

    assert run("ods_pure_mass", **good)["eligible_kg"] == 950
    with pytest.raises(error):
        run("ods_pure_mass", **{**good, **changes})


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"de": [0.995, 0.99]}, TooFewValues),
        ({"de": [1.1]}, FractionOutOfRange),
        ({"ox": -0.1}, FractionOutOfRange),
        ({"ch4_m3": [-1]}, NegativeQuantity),
        ({"ch4_m3": []}, TooFewValues),
        ({"project_emissions": -1}, NegativeQuantity),
    ],
)
def test_refuses_a_landfill_that_does_not_fit(changes: dict[str, object], error: type[InputRefused]) -> None:
    with pytest.raises(error):
        run("landfill", **{**LFG, **changes})


def test_a_volume_needs_its_reference_conditions() -> None:
    without = {name: value for name, value in LFG.items() if name != "rho"}

    with pytest.raises(UnitMissing):
        run("landfill", **without)
    conditions = run("landfill", **without, T_K=293.15, P_Pa=101_325)
    assert conditions["ch4_destroyed_t"] == pytest.approx(1e6 * 0.995 * 0.66694 / 1000, rel=1e-4)


def test_total_gas_needs_its_methane_fraction() -> None:
    gas = {name: value for name, value in LFG.items() if name != "ch4_m3"}

    assert run("landfill", **gas, landfill_gas_m3=[2e6], ch4_fraction=[0.5])["reductions"] == pytest.approx(16_604.358)
    with pytest.raises(InputMissing):
        run("landfill", **gas, landfill_gas_m3=[2e6])
    with pytest.raises(TooFewValues):
        run("landfill", **gas, landfill_gas_m3=[2e6, 1e6], ch4_fraction=[0.5])


def test_methane_is_biogenic_at_a_landfill_and_fossil_in_a_mine() -> None:
    no_gwp = {name: value for name, value in LFG.items() if name != "gwp"}
    mine = {name: value for name, value in CMM.items() if name != "gwp"}

    assert run("landfill", **no_gwp, gwp_set="AR6GWP100")["gwp"] == 27.0
    assert run("coal_mine_methane", **mine, gwp_set="AR6GWP100")["gwp"] == 29.8
    assert "combined_methane_value_of_no_origin" in run("landfill", **{**LFG, "gwp": 27.9})["flags"]


def test_what_was_destroyed_anyway_earns_nothing() -> None:
    outputs = run("landfill", **{**LFG, "baseline_destroyed_t": 700})

    assert outputs["reductions"] == 0
    assert "negative_reduction_set_to_zero" in outputs["flags"]


@given(st.floats(0, 1e7), st.floats(0, 1), st.floats(0, 1))
def test_a_landfill_yields_no_more_than_its_methane(volume: float, efficiency: float, oxidation: float) -> None:
    result = quantify_landfill(
        devices=[Device(ch4_m3=volume, efficiency=efficiency)], density_kg_per_m3=0.667, gwp=28, oxidation=oxidation,
        baseline_destroyed=Mass(kg=0), project_t=0,
    )  # fmt: skip

    assert 0 <= result.reduction.reductions_t <= volume * 0.0187


@given(st.floats(0, 1e6), st.floats(0, 1))
def test_a_mine_yields_no_more_than_its_methane_less_its_combustion(tonnes: float, efficiency: float) -> None:
    found = quantify_coal_mine(methane=Mass.of(tonnes, "t"), efficiency=efficiency, gwp=29.8)

    assert 0 <= found.reductions_t <= tonnes * (29.8 - 2.75) * (1 + 1e-9)
    assert found.reductions_t == pytest.approx(tonnes * efficiency * (29.8 - 2.75), rel=1e-6, abs=1e-6)


def test_the_density_of_methane_follows_temperature_and_pressure() -> None:
    assert methane_density(temperature_k=273.15, pressure_pa=101_325) == pytest.approx(0.717, abs=2e-3)
    assert run("ch4_density", T_K=293.15, P_Pa=101_325)["kg_m3"] == pytest.approx(0.667, abs=1e-3)
    for conditions in (
        {"temperature_k": 20, "pressure_pa": 101_325},
        {"temperature_k": 293.15, "pressure_pa": 101.325},
    ):
        with pytest.raises(ImplausibleValue):
            methane_density(**conditions)


def test_only_the_uncovered_part_oxidizes() -> None:
    assert cover_oxidation(covered_m2=100, uncovered_m2=300) == pytest.approx(0.075)
    assert run("landfill_ox", covered_m2=100, uncovered_m2=0)["ox"] == 0
    with pytest.raises(UndefinedResult):
        cover_oxidation(covered_m2=0, uncovered_m2=0)
    with pytest.raises(NegativeQuantity):
        cover_oxidation(covered_m2=-1, uncovered_m2=2)


@given(st.floats(0, 1e9), st.floats(-99, 100))
def test_drift_is_corrected_down_and_never_up(measured: float, error_pct: float) -> None:
    corrected = correct_for_drift(measured=measured, relative_error_pct=error_pct)

    assert 0 <= corrected <= measured
    assert (
        (corrected == measured)
        if error_pct <= 0
        else math.isclose(corrected * (1 + error_pct / 100), measured, abs_tol=1e-9)
    )


def test_an_instrument_far_off_is_flagged() -> None:
    assert run("calibration_correction", measured=104, relative_error_pct=4) == {
        "rule": "positive error: correct downward; negative error: no correction",
        "decision": "corrected_down", "corrected": 100.0, "flags": [],
    }  # fmt: skip
    low = run("calibration_correction", measured=100, relative_error_pct=-8)
    assert (low["decision"], low["corrected"], low["flags"]) == ("not_corrected", 100, ["instrument_beyond_tolerance"])
    with pytest.raises(OutOfRange):
        correct_for_drift(measured=1, relative_error_pct=-100)


def lot(metric_name: str = "AR5GWP100", subtype: Subtype = Subtype.ODS) -> DestructionLot:
    amounts = (gas_amount(gas="CFC-12", amount=1, unit="t"),)
    metric = read_metric_name(metric_name)
    return DestructionLot(subtype=subtype, amounts=amounts, issued=sum_co2e(amounts=amounts, metric=metric))


def test_a_lot_has_one_subtype_and_its_set_and_horizon() -> None:
    with pytest.raises(NotEligible):
        lot(subtype=Subtype.HFC)
    with pytest.raises(NotEligible):
        lot(subtype=Subtype.LANDFILL_METHANE)
    with pytest.raises(TooFewValues):
        DestructionLot(subtype=Subtype.ODS, amounts=(), issued=lot().issued)
    methane = GasAmount(gas="CH4", mass=Mass(kg=1), origin=MethaneOrigin.NON_FOSSIL)
    issued = sum_co2e(amounts=[methane], metric=AR6)
    assert DestructionLot(subtype=Subtype.LANDFILL_METHANE, amounts=(methane,), issued=issued).issued.kg == 27


def test_another_set_is_a_second_view_that_is_never_added() -> None:
    unit = lot()

    second = view_under(lot=unit, metric=AR6)

    assert second.metric == AR6
    assert second.kg == pytest.approx(12_500_000)
    assert unit.issued.kg == 10_200_000
    assert view_under(lot=unit, metric=AR5) == unit.issued
    with pytest.raises(UnitMismatch):
        unit.issued + second
    with pytest.raises(UnitMismatch):
        second + view_under(lot=unit, metric=AR6_20)


def lifetimes(gas: str, **emissions: float) -> dict[str, Any]:
    amount = {"gas": gas, "mass": {"value": 1, "unit": "t"}, "methane_origin": "fossil"}
    return run("superpollutant_lifetimes", gwp_set="AR6GWP100", gases=[amount], emissions_kg=emissions)


def test_a_short_lived_gas_against_carbon_dioxide_is_flagged_with_like_for_like_beside() -> None:
    view = lifetimes("CH4", co2=20_000, short_lived=10_000)

    assert view["claimed_kg"] == 29_800
    assert view["like_for_like_kg"] == 10_000
    assert view["against_other_kg"] == view["short_lived_against_co2_kg"] == 19_800
    assert view["flags"] == ["short_lived_gas_against_co2"]
    assert view["other_views_kg"]["AR6GWP20"] == 82_500
    assert view["temperature_100_kg"] == pytest.approx(5_380)


def test_a_long_lived_gas_and_a_matched_one_are_not_flagged() -> None:
    assert lifetimes("CFC-12", co2=20_000)["flags"] == []
    assert lifetimes("CH4", short_lived=50_000)["flags"] == []
    with pytest.raises(InputRefused):
        lifetimes("CH4", methane=5)
    with pytest.raises(NegativeQuantity):
        lifetimes("CH4", co2=-5)


LAW = {
    "jurisdiction": "US-CA", "destruction_date": "2026-03-01", "law": "none requires it", "mandated": False,
    "evidence": "opinion of counsel", "subtype": "ODS",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "decision", "code"),
    [
        ({}, "issuable", None),
        ({"mandated": True}, "refused", "mandated"),
        ({"jurisdiction": "CA-QC", "destruction_date": "2024-03-05"}, "refused", "no_longer_eligible"),
        ({"jurisdiction": "CA-QC", "destruction_date": "2024-03-04"}, "issuable", None),
        ({"jurisdiction": "CA-QC", "subtype": "LANDFILL_METHANE"}, "issuable", None),
        ({"mandated": None}, "held", "not_shown"),
        ({"evidence": None}, "held", "not_shown"),
    ],
)
def test_additionality_is_a_fact_of_day_and_place(changes: dict[str, Any], decision: str, code: str | None) -> None:
    outputs = run("legal_additionality", **{**LAW, **changes})

    assert outputs["decision"] == decision
    assert [finding["code"] for finding in outputs["findings"]] == ([code] if code else [])


CONTAINER = {
    "container_id": "C-1", "origin_site": "cold store 4", "origin_equipment": "chiller", "origin_date": "2026-01-05",
    "holders": [
        {"name": "collector", "from": "2026-01-05", "until": "2026-02-01"},
        {"name": "destroyer", "from": "2026-02-01", "until": "2026-03-03"},
    ],
    "laboratory_report": "L-77", "certificate": "D-12", "facility": "kiln 2", "run": "R-9",
    "destruction_start_date": "2026-03-02", "destruction_end_date": "2026-03-03", "weighed_full_date": "2026-03-01",
    "weighed_empty_date": "2026-03-05", "scale_full": "S-1", "scale_empty": "S-1",
    "scale_calibrated_date": "2025-12-01", "scale_error_pct": 1,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "decision", "codes"),
    [
        ({}, "issuable", set()),
        ({"certificate": None}, "forward", {"no_certificate"}),
        ({"laboratory_report": None, "origin_date": None}, "held", {"not_shown"}),
        ({"holders": []}, "held", {"not_shown"}),
        ({"holders": [{"name": "a", "from": "2026-01-06", "until": "2026-03-03"}]}, "held", {"custody_gap"}),
        ({"holders": [{"name": "a", "from": "2026-01-05", "until": "2026-02-01"}]}, "held", {"custody_gap"}),
        ({"holders": [{"name": "a", "from": "2026-01-05", "until": "2026-01-01"}]}, "held", {"custody_gap"}),
        ({"scale_empty": "S-2"}, "held", {"weighing"}),
        ({"scale_error_pct": 6}, "held", {"weighing"}),
        ({"weighed_full_date": "2026-02-27"}, "held", {"weighing"}),
        ({"weighed_empty_date": "2026-03-06"}, "held", {"weighing"}),
        ({"scale_calibrated_date": "2025-11-30"}, "held", {"weighing"}),
    ],
)
def test_custody_names_every_gap(changes: dict[str, Any], decision: str, codes: set[str]) -> None:
    outputs = run("destruction_custody", containers=[{**CONTAINER, **changes}])

    assert outputs["decision"] == decision
    assert {finding["code"] for finding in outputs["findings"]} == codes


def test_a_container_is_destroyed_once() -> None:
    outputs = run("destruction_custody", containers=[CONTAINER, CONTAINER])

    assert outputs["decision"] == "refused"
    assert outputs["findings"][0]["code"] == "destroyed_twice"


@pytest.mark.parametrize("wrong", ["C-1", {**CONTAINER, "origin_date": "5 January"}, {**CONTAINER, "color": "blue"}])
def test_refuses_what_describes_no_container(wrong: object) -> None:
    with pytest.raises(InputRefused):
        run("destruction_custody", containers=[wrong])
    with pytest.raises(InputRefused):
        run("destruction_custody", containers=[{**CONTAINER, "holders": [{"name": "a", "from": "2026-01-05"}]}])
