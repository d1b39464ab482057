"""Removals are net of everything and credited at a quantile; a potential, a slip of units and oil recovery earn nothing."""

from __future__ import annotations

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
)
from truetonne.science.method import run_method
from truetonne.science.removals.confidence import classify_impact, rate_confidence
from truetonne.science.removals.net import amortize_embodied, credit_quantile
from truetonne.science.removals.weathering import compute_potential, compute_weathering, find_potential_ceiling

DAC = {
    "gross_stored_t": 1_000, "energy_t": 60, "materials_t": 15, "embodied_t": 25, "transport_storage_t": 10,
    "fugitive_t": 2, "counterfactual_t": 0, "leakage_t": 0, "sd_t": 20,
}  # fmt: skip
CHAR = {
    "wet_biomass_t": 1_000, "moisture_pct": 15, "yield_pct": 30, "biochar_moisture_pct": 3, "C_tot": 80, "C_inorg": 0.5,
    "H": 2.0, "biomass_km": 50, "preproc_kWh": 0, "prod_kWh": 0, "LPG_kg": 0, "biochar_km": 100, "embodied_t": 100,
    "amortisation_years": 10, "grid_t_per_kWh": 0.0002, "lpg_t_per_kg": 0.003, "lorry_g_tkm": 60, "backhaul": 1.5,
    "syngas_ch4_t_per_t_dry_biomass": 0.03, "M": 90.0, "a": 28.0,
}  # fmt: skip
ROCK = {
    "rock_t": 1_000, "potential": 0.18, "dissolved_fraction": 0.4, "strong_acid_fraction": 0.1,
    "downstream_loss_fraction": 0.05, "project_t": 20,
}  # fmt: skip
APPROVAL = {"entered_by": "Lan", "approved_by": "Mai", "reason": "checked", "source": "operator's notice of 2026"}


def compute(name: str, **inputs: object) -> dict[str, object]:
    return dict(run_method(method=get_method(name=name), inputs=inputs).outputs)


def test_credits_about_one_standard_deviation_below_the_net_mean() -> None:
    outputs = compute("net_removal", **DAC)

    assert outputs["net_mean"] == 888
    assert outputs["credited"] == pytest.approx(868.1108423358)
    assert outputs["issuable_kg"] == 868_110
    assert outputs["flags"] == []


def test_the_programs_percentile_is_unverified_and_says_so() -> None:
    result = run_method(method=get_method(name="net_removal"), inputs=DAC)

    assert result.uses_unverified


@pytest.mark.parametrize("missing", [name for name in DAC if name != "sd_t"])
def test_an_item_that_is_not_stated_is_not_zero(missing: str) -> None:
    with pytest.raises(InputMissing):
        compute("net_removal", **{name: value for name, value in DAC.items() if name != missing})


def test_credits_nothing_below_zero_and_nothing_above_the_mean() -> None:
    assert compute("net_removal", **DAC | {"energy_t": 2_000})["issuable_kg"] == 0
    assert compute("net_removal", **DAC | {"energy_t": 2_000})["flags"] == ["net_not_positive"]
    generous = compute("net_removal", **DAC, percentile=0.9)
    assert generous["credited"] == generous["net_mean"]
    assert generous["flags"] == ["percentile_above_mean"]


@pytest.mark.parametrize(
    "storage", ["enhanced oil recovery", "EOR", "Enhanced-Oil-Recovery", "co2 enhanced oil recovery"]
)
def test_storage_that_oil_pays_for_is_not_eligible(storage: str) -> None:
    with pytest.raises(NotEligible) as refused:
        compute("net_removal", **DAC, storage=storage)

    assert refused.value.code == "not_eligible"


def test_other_storage_is_known_by_name() -> None:
    assert compute("net_removal", **DAC, storage="saline aquifer")["net_mean"] == 888
    with pytest.raises(NotInTable):
        compute("net_removal", **DAC, storage="a hole in the ground")


def test_a_plant_stores_no_more_than_it_can_capture() -> None:
    assert compute("net_removal", **DAC, capacity_t_per_year=4_000, period_years=0.25)["net_mean"] == 888
    with pytest.raises(ImplausibleValue):
        compute("net_removal", **DAC, capacity_t_per_year=3_999, period_years=0.25)


def test_embodied_emissions_fall_on_the_shorter_span() -> None:
    assert amortize_embodied(total_t=1_000, period_years=1, crediting_years=10, lifetime_years=25) == 100
    assert amortize_embodied(total_t=1_000, period_years=30, crediting_years=10, lifetime_years=25) == 1_000
    spread = compute(
        "net_removal", **{name: value for name, value in DAC.items() if name != "embodied_t"}, embodied_total_t=250,
        crediting_years=10, lifetime_years=25,
    )  # fmt: skip
    assert spread["net_mean"] == 888
    with pytest.raises(UndefinedResult):
        amortize_embodied(total_t=1, period_years=1, crediting_years=0, lifetime_years=25)


@given(net_t=st.floats(-1e6, 1e6), sd_t=st.floats(0, 1e5), more=st.floats(0, 1e5), percentile=st.floats(0.01, 0.5))
def test_more_uncertainty_never_credits_more(net_t: float, sd_t: float, more: float, percentile: float) -> None:
    certain = credit_quantile(net_mean_t=net_t, sd_t=sd_t, percentile=percentile)
    uncertain = credit_quantile(net_mean_t=net_t, sd_t=sd_t + more, percentile=percentile)

    assert 0 <= uncertain.credited_t <= certain.credited_t <= max(0, net_t)


@pytest.mark.parametrize(("t_per_year", "is_accepted"), [(500_000, True), (5_000_000, True), (500_000_000, False)])
def test_the_guard_takes_the_plant_and_flags_the_slip_of_a_thousand(t_per_year: int, is_accepted: bool) -> None:
    inputs = {"pathway": "direct_air_capture", "capacity_t_per_year": t_per_year}

    if is_accepted:
        assert compute("capacity_plausibility", **inputs)["flags"] == []
    else:
        with pytest.raises(ImplausibleValue, match="5,000,000"):
            compute("capacity_plausibility", **inputs)


def test_a_second_person_with_a_source_lets_an_unusual_capacity_pass_and_be_seen() -> None:
    inputs = {"pathway": "direct_air_capture", "capacity_t_per_year": 6_000_000}

    assert compute("capacity_plausibility", **inputs, approval=APPROVAL)["flags"] == ["implausible_value_approved"]
    with pytest.raises(InputMissing):
        compute("capacity_plausibility", **inputs, approval={k: v for k, v in APPROVAL.items() if k != "source"})
    with pytest.raises(NotInTable):
        compute("capacity_plausibility", pathway="wishing", capacity_t_per_year=1)


def test_char_is_worth_what_is_left_after_decay_and_effort() -> None:
    outputs = compute("puro_biochar", **CHAR)

    dry = 1_000 * 0.85 * 0.3
    stored = dry * 0.795 * 44 / 12
    permanent = 90 - 28 * 12 * 2.0 / 79.5
    project = 1_000 * 50 * 60e-6 * 1.5 + 850 * 0.03 + dry / 0.97 * 100 * 60e-6 * 1.5 + 10
    assert outputs["C_stored"] == pytest.approx(stored)
    assert outputs["PF"] == pytest.approx(permanent)
    assert outputs["E_project"] == pytest.approx(project)
    assert outputs["CORC"] == pytest.approx(stored * permanent / 100 - project)
    assert outputs["issuable_kg"] == int(1_000 * float(str(outputs["CORC"])))


@pytest.mark.parametrize(("hydrogen", "is_eligible"), [(4.2, True), (4.21, False)])
def test_char_is_eligible_up_to_the_edge(hydrogen: float, is_eligible: bool) -> None:
    assert compute("puro_biochar", H=hydrogen, C_org=72)["eligible"] is is_eligible


def test_ineligible_char_earns_nothing_and_says_why() -> None:
    outputs = compute("puro_biochar", **CHAR | {"H": 6.0})

    assert outputs["CORC"] == 0
    assert "not_eligible" in outputs["flags"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("change", "flag", "member", "value"),
    [
        ({"a": 1_000.0}, "permanence_clipped", "PF", 0.0),
        ({"M": 150.0}, "permanence_clipped", "PF", 100.0),
        ({"embodied_t": 1e6}, "net_not_positive", "CORC", 0.0),
    ],
)
def test_char_is_clipped_at_its_edges(change: dict[str, float], flag: str, member: str, value: float) -> None:
    outputs = compute("puro_biochar", **CHAR | change)

    assert outputs[member] == value
    assert flag in outputs["flags"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"C_inorg": 80}, UndefinedResult),
        ({"moisture_pct": 101}, FractionOutOfRange),
        ({"biochar_moisture_pct": 100}, UndefinedResult),
        ({"amortisation_years": 0}, UndefinedResult),
        ({"wet_biomass_t": -1}, NegativeQuantity),
    ],
)
def test_refuses_plants_and_chars_that_cannot_be(change: dict[str, object], error: type[InputRefused]) -> None:
    with pytest.raises(error):
        compute("puro_biochar", **CHAR | change)


@pytest.mark.parametrize("name", ["M", "a"])
def test_has_no_permanence_table_of_its_own(name: str) -> None:
    with pytest.raises(InputMissing, match="official document"):
        compute("puro_biochar", **{key: value for key, value in CHAR.items() if key != name})


@given(hydrogen=st.floats(0, 3), more=st.floats(0, 1), carbon=st.floats(40, 95))
def test_less_stable_char_never_earns_more_and_none_more_than_its_carbon(
    hydrogen: float, more: float, carbon: float
) -> None:
    stable = compute("puro_biochar", **CHAR | {"H": hydrogen, "C_tot": carbon})
    unstable = compute("puro_biochar", **CHAR | {"H": hydrogen + more, "C_tot": carbon})

    assert float(str(unstable["CORC"])) <= float(str(stable["CORC"])) <= float(str(stable["C_stored"])) + 1e-9
    assert float(str(stable["C_stored"])) <= 3.67 * float(str(stable["dry_biochar_t"]))


def test_a_potential_is_never_credited() -> None:
    outputs = compute("erw_potential", oxides_wt_pct={"CaO": 10, "MgO": 7, "SiO2": 50}, omega=1.5)

    assert outputs["tco2_per_t"] > 0  # type: ignore[operator]
    assert outputs["issuable_kg"] == 0
    assert outputs["flags"] == ["potential_never_credited"]


def test_pure_magnesium_oxide_is_the_ceiling() -> None:
    assert compute_potential(oxides_percent={"MgO": 100.0}, omega=1.0) == pytest.approx(1.092, abs=0.0005)
    with pytest.raises(ImplausibleValue):
        compute("net_removal", **ROCK | {"potential": 180})


def test_sulfur_and_phosphorus_take_away_and_never_below_nothing() -> None:
    assert compute_potential(oxides_percent={"SO3": 10.0}, omega=1.5) == 0
    with_sulfur = compute_potential(oxides_percent={"CaO": 10.0, "SO3": 2.0, "P2O5": 1.0}, omega=1.0)
    assert with_sulfur < compute_potential(oxides_percent={"CaO": 10.0}, omega=1.0)


@pytest.mark.parametrize(
    ("oxides", "omega", "error"),
    [
        ({"CaO": 60.0, "MgO": 41.0}, 1.0, FractionOutOfRange),
        ({"Cao": 10.0}, 1.0, NotInTable),
        ({"CaO": -1.0}, 1.0, NegativeQuantity),
        ({"CaO": 10.0}, 0.0, OutOfRange),
        ({"CaO": 10.0}, 15.0, OutOfRange),
    ],
)
def test_refuses_rocks_that_cannot_be(oxides: dict[str, float], omega: float, error: type[InputRefused]) -> None:
    with pytest.raises(error):
        compute_potential(oxides_percent=oxides, omega=omega)


def test_weathering_needs_its_uncertainty_before_it_is_issued() -> None:
    bare = compute("net_removal", **ROCK)
    sure = compute("net_removal", **ROCK, sd_t=5)

    assert bare["gross"] == pytest.approx(72)
    assert bare["net"] == pytest.approx(72 * 0.9 * 0.95 - 20)
    assert bare["issuable_kg"] is None
    assert bare["flags"] == ["uncertainty_not_stated"]
    assert sure["credited"] < bare["net"]  # type: ignore[operator]
    with pytest.raises(InputMissing):
        compute("net_removal", **{name: value for name, value in ROCK.items() if name != "dissolved_fraction"})


@given(dissolved=st.floats(0, 1), acid=st.floats(0, 1), loss=st.floats(0, 1))
def test_no_rock_removes_more_than_its_potential(dissolved: float, acid: float, loss: float) -> None:
    found = compute_weathering(
        rock_t=100, potential_t_per_t=find_potential_ceiling(), dissolved_fraction=dissolved, strong_acid_fraction=acid,
        downstream_loss_fraction=loss, project_t=0,
    )  # fmt: skip

    assert found.net_t <= found.gross_t <= 100 * find_potential_ceiling()


@pytest.mark.parametrize(
    ("share", "impact"),
    [(0, "negligible"), (0.0099, "negligible"), (0.01, "low"), (0.05, "medium"), (0.20, "high"), (0.50, "very high")],
)
def test_a_component_on_the_edge_takes_the_higher_class(share: float, impact: str) -> None:
    assert classify_impact(share=share) == impact


def test_rates_shares_and_classes_alike_and_refuses_others() -> None:
    assert compute("vcl", cases=[[0.6], ["low", 0.06], ["medium", "medium", 0.1]]) == {"vcl": [1, 4, 3]}
    with pytest.raises(NotInTable):
        rate_confidence(impacts=["huge"])
    with pytest.raises(TooFewValues):
        rate_confidence(impacts=[])


IMPACTS = ["negligible", "low", "medium", "high", "very high"]


@given(impacts=st.lists(st.sampled_from(IMPACTS), min_size=1), one_more=st.sampled_from(IMPACTS))
def test_one_more_component_never_raises_the_level(impacts: list[str], one_more: str) -> None:
    assert rate_confidence(impacts=[*impacts, one_more]) <= rate_confidence(impacts=impacts)
