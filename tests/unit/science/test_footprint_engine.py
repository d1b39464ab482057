"""The footprint engine: which factor a line takes, what it comes to, and what is missing."""

from __future__ import annotations

import importlib.util
import math
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.science.footprint_ledger import codes, diesel, factor, footprint, line, masses
from truetonne.science.errors import UnitMismatch
from truetonne.science.footprint.compute import (
    NoActivity,
    compute_footprint,
    make_table,
    open_engine,
    prepare_sources,
    weigh_gases,
)
from truetonne.science.footprint.expressions import list_lines, sum_parts
from truetonne.science.footprint.prices import PriceTable, load_prices
from truetonne.science.footprint.ranges import simulate_total
from truetonne.science.footprint.tables import ACTIVITY, FACTORS
from truetonne.science.gwp import MethaneOrigin

PRICES = PriceTable(
    index={"USD": {2022: 100.0, 2023: 125.0}}, per_euro={"USD": {2023: 1.1}, "EUR": {2023: 1.0}}, source="invented"
)


def test_adds_three_gases_under_the_chosen_set_after_converting_the_unit() -> None:
    made = footprint([line(1, "diesel", quantity=2.0, unit="m3")], [diesel()])

    (total,) = made.parts
    assert total.mass_kg == Decimal("5024.500000000")
    assert (total.co2_kg, total.ch4_kg, total.n2o_kg) == (Decimal("4950"), Decimal("0.2"), Decimal("0.26"))


def test_takes_the_publishers_own_total_under_its_own_set_and_the_gases_under_another() -> None:
    rows = [diesel(co2e_g=2512.06)]
    lines = [line(1, "diesel", quantity=1000.0, unit="litre")]

    assert masses(footprint(lines, rows)) == {("SCOPE1", None): Decimal("2512.06")}
    assert masses(footprint(lines, rows, gwp_set="AR4GWP100")) == {("SCOPE1", None): Decimal("2516.24")}


def test_refuses_a_total_of_another_set_that_no_gases_explain() -> None:
    rows = [factor(1, "steel", "kg", co2e_g=1800.0)]

    made = footprint([line(1, "steel", quantity=1.0, unit="t")], rows, gwp_set="AR6GWP100")

    assert codes(made) == {"mixed_gwp_sets": 1}
    assert masses(made) == {("SCOPE1", None): None}


def test_asks_for_the_origin_of_methane_under_the_sixth_report() -> None:
    lines = [line(1, "diesel", quantity=1000.0, unit="litre")]

    assert codes(footprint(lines, [diesel()], gwp_set="AR6GWP100")) == {"methane_origin_required": 1}
    stated = footprint(lines, [diesel(methane_origin="non_fossil")], gwp_set="AR6GWP100")
    assert masses(stated) == {("SCOPE1", None): Decimal("2513.19")}
    given_once = footprint(lines, [diesel()], gwp_set="AR6GWP100", methane_origin=MethaneOrigin.FOSSIL)
    assert masses(given_once) == {("SCOPE1", None): Decimal("2513.47")}


def test_counts_and_lists_what_has_no_factor_and_never_calls_it_zero() -> None:
    lines = [
        line(1, "diesel", quantity=1000.0, unit="litre"),
        line(2, "kerosene", quantity=5.0, unit="litre"),
        line(3, "diesel", quantity=5.0, unit="kg"),
        line(4, "diesel", quantity=5.0, unit="ton"),
        line(5, "diesel", amount=9.0, currency="USD", price_year=2023),
    ]

    made = footprint(lines, [diesel()])

    assert codes(made) == {"missing_factor": 1, "unit_mismatch": 1, "unit_unknown": 1, "deflator_required": 1}
    assert (made.line_count, made.missing_count) == (5, 4)
    assert (made.parts[0].line_count, made.parts[0].missing_count) == (5, 4)
    assert made.parts[0].mass_kg == Decimal("2512.25")


def test_takes_the_suppliers_own_figure_before_the_average_and_spend_last() -> None:
    rows = [
        factor(1, "steel", "USD 2022", method="spend_based", co2e_g=900.0),
        factor(2, "steel", "kg", co2e_g=1800.0),
        factor(3, "steel", "kg", method="supplier_specific", supplier="Ostrava Rail", co2e_g=800.0),
    ]
    bought = {"part": "SCOPE3", "category": 1, "amount": 1000.0, "currency": "USD", "price_year": 2022}
    lines = [
        line(1, "steel", quantity=1000.0, unit="kg", supplier="Ostrava Rail", **bought),
        line(2, "steel", quantity=1000.0, unit="kg", supplier="Another", **bought),
        line(3, "steel", supplier="Another", **bought),
    ]

    made = footprint(lines, rows)

    shares = {name: round(share, 6) for name, share in made.parts[0].method_shares.items()}
    assert shares == {"average_data": 0.514286, "spend_based": 0.257143, "supplier_specific": 0.228571}
    assert made.parts[0].method == "average_data"
    assert round(made.parts[0].primary_share, 6) == 0.228571
    assert made.parts[0].category == 1


def test_takes_the_regions_own_figure_and_the_set_that_was_named_first() -> None:
    rows = [
        factor(1, "power", "kWh", priority=1, region="SE", co2e_g=30.0),
        factor(2, "power", "kWh", priority=0, co2e_g=400.0),
        factor(3, "power", "kWh", priority=2, region="SE", co2e_g=31.0),
    ]
    bought = {"part": "SCOPE2", "quantity": 1.0, "unit": "MWh"}

    assert masses(footprint([line(1, "power", region="SE", **bought)], rows))["SCOPE2_LOCATION", None] == 30
    assert masses(footprint([line(1, "power", region="NO", **bought)], rows))["SCOPE2_LOCATION", None] == 400


def test_gives_electricity_two_figures_that_are_never_added() -> None:
    rows = [factor(1, "power", "kWh", co2e_g=400.0), factor(2, "power:residual_mix", "kWh", co2e_g=520.0)]
    lines = [
        line(1, "power", part="SCOPE2", quantity=10.0, unit="MWh"),
        line(2, "power", part="SCOPE2", quantity=5.0, unit="MWh", instrument_g_per_kwh=0.0),
    ]

    with_mix = footprint(lines, rows)
    without = footprint(lines, rows[:1])

    assert masses(with_mix) == {("SCOPE2_LOCATION", None): Decimal(6000), ("SCOPE2_MARKET", None): Decimal(5200)}
    assert masses(without) == {("SCOPE2_LOCATION", None): Decimal(6000), ("SCOPE2_MARKET", None): Decimal(4000)}
    assert (with_mix.findings, without.findings) == ((), ("disclose_no_residual_mix",))


def test_never_takes_another_regions_suppliers_or_scopes_factor() -> None:
    rows = [
        factor(1, "steel", "kg", region="SE", co2e_g=1.0),
        factor(2, "steel", "kg", supplier="Ostrava Rail", co2e_g=2.0),
        factor(3, "steel", "kg", part="SCOPE3", co2e_g=3.0),
        factor(4, "steel", "kg", category=4, co2e_g=4.0),
    ]
    bought = {"part": "SCOPE1", "quantity": 1000.0, "unit": "kg"}

    assert codes(footprint([line(1, "steel", region="NO", supplier="Another", **bought)], rows)) == {"unit_mismatch": 1}
    assert masses(footprint([line(1, "steel", **{**bought, "part": "SCOPE3"}, category=1)], rows)) == {("SCOPE3", 1): 3}


def test_takes_a_figure_of_lower_rank_before_a_better_factor_without_one() -> None:
    rows = [
        factor(1, "steel", "kg", method="supplier_specific", gwp_set="AR4GWP100", co2e_g=700.0),
        factor(2, "steel", "kg", co2e_g=1800.0),
        factor(3, "power:residual_mix", "kWh", gwp_set="AR4GWP100", co2e_g=520.0),
        factor(4, "power", "kWh", co2e_g=400.0),
    ]
    lines = [line(1, "steel", quantity=1000.0, unit="kg"), line(2, "power", part="SCOPE2", quantity=1.0, unit="MWh")]

    assert masses(footprint(lines, rows)) == {
        ("SCOPE1", None): Decimal(1800), ("SCOPE2_LOCATION", None): Decimal(400), ("SCOPE2_MARKET", None): Decimal(400),
    }  # fmt: skip


def test_keeps_biogenic_carbon_dioxide_outside_the_scopes() -> None:
    made = footprint([line(1, "diesel", quantity=1000.0, unit="litre")], [diesel(biogenic_co2_g=140.0)])

    assert masses(made) == {("BIOGENIC", None): Decimal(140), ("SCOPE1", None): Decimal("2512.25")}


def test_keeps_gross_and_net_calorific_values_apart() -> None:
    rows = [factor(1, "gas", "kWh (Gross CV)", co2e_g=183.0)]

    assert codes(footprint([line(1, "gas", quantity=1.0, unit="kWh (Net CV)")], rows)) == {"unit_mismatch": 1}
    assert codes(footprint([line(1, "gas", quantity=1.0, unit="MWh (gross)")], rows)) == {}


def test_exchanges_in_the_amounts_year_and_then_deflates() -> None:
    rows = [factor(1, "paper", "USD 2022", method="spend_based", co2e_g=500.0)]
    spent = {"part": "SCOPE3", "category": 1, "amount": 1000.0, "price_year": 2023}

    made = footprint([line(1, "paper", currency="EUR", **spent)], rows, prices=PRICES)
    no_rate = footprint([line(1, "paper", currency="SEK", **spent)], rows, prices=PRICES)

    assert made.parts[0].mass_kg == Decimal("440.000000000")
    assert made.findings == ()
    assert codes(no_rate) == {"deflator_required": 1}


def test_says_that_the_shipped_prices_are_unverified() -> None:
    rows = [factor(1, "paper", "USD 2022", method="spend_based", co2e_g=500.0)]
    spent = line(1, "paper", amount=10.0, currency="EUR", price_year=2023)

    assert footprint([spent], rows).findings == ("unverified_prices",)


def test_joins_the_doubt_of_a_factor_once_for_all_its_lines() -> None:
    lines = [line(number, "diesel", quantity=100.0, unit="litre", uncertainty_pct=10.0) for number in range(100)]

    (total,) = footprint(lines, [diesel(uncertainty_pct=20.0)]).parts

    assert total.mass_kg is not None
    assert total.high_kg is not None
    half = float(total.high_kg - total.mass_kg) / float(total.mass_kg)
    assert half == pytest.approx(math.sqrt(0.2**2 + (0.1 / 10) ** 2), rel=1e-9)


def test_draws_about_what_it_propagates_and_the_same_twice() -> None:
    lines = [line(number, "diesel", quantity=100.0, unit="litre") for number in range(50)]
    made = footprint(lines, [diesel(uncertainty_pct=15.0)])

    first, second = (simulate_total(parts=made.parts, draws=20_000, seed=4) for _ in range(2))

    assert first == second
    total = made.parts[0]
    assert total.mass_kg is not None
    assert total.high_kg is not None
    propagated = float(total.high_kg - total.mass_kg) / float(total.mass_kg)
    assert first.hw90.fraction * 1.959964 / 1.644854 == pytest.approx(propagated, rel=0.05)


def test_scores_data_by_their_kilograms() -> None:
    lines = [
        line(1, "diesel", quantity=3.0, unit="m3", data_quality=1.0),
        line(2, "diesel", quantity=1.0, unit="m3"),
    ]

    assert footprint(lines, [diesel()]).parts[0].data_quality == pytest.approx((3 * 1 + 1 * 3) / 4)


def test_refuses_an_empty_ledger_and_an_unknown_set() -> None:
    with pytest.raises(NoActivity):
        footprint([], [diesel()])
    with pytest.raises(UnitMismatch, match="no set of global warming potentials"):
        footprint([line(1, "diesel", quantity=1.0, unit="litre")], [diesel()], gwp_set="AR9")


# Each example sets an engine up once for the whole and once for each piece.
@settings(max_examples=6, deadline=None)
@given(
    sizes=st.lists(st.floats(0.001, 1e9, allow_nan=False), min_size=3, max_size=30),
    pieces=st.integers(2, 3),
)
def test_a_ledger_comes_to_the_sum_of_its_pieces(sizes: list[float], pieces: int) -> None:
    lines = [line(number, "diesel", quantity=size, unit="litre") for number, size in enumerate(sizes)]
    rows = [diesel()]

    whole = footprint(lines, rows).parts[0].mass_kg
    parts = [footprint(lines[start::pieces], rows).parts[0].mass_kg for start in range(pieces)]

    assert whole == sum((part for part in parts if part is not None), Decimal(0))


def test_sums_before_joining_agree_with_lines_one_by_one() -> None:
    activity, factors = _invented(rows=5000)
    engine = open_engine()

    by_part, missing = _sums(engine, activity, factors)
    lines = compute_footprint(activity=activity, factors=factors, gwp_set="AR5GWP100")

    assert missing == lines.missing_count > 0
    for total in lines.parts:
        assert by_part[total.part, total.category or 0] == pytest.approx(float(total.mass_kg or 0), rel=1e-9)


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed (extra: cluster)")
@pytest.mark.skipif(shutil.which("java") is None, reason="no Java is found, which Spark needs")
@pytest.mark.filterwarnings("ignore")
def test_spark_comes_to_the_same_sums(tmp_path: Path) -> None:
    import ibis
    from pyspark.sql import SparkSession

    activity, factors = _invented(rows=2000)
    expected, missing = _sums(open_engine(), activity, factors)
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.warehouse.dir", str(tmp_path / "warehouse")).getOrCreate()
    try:
        engine = ibis.pyspark.connect(session)
        found, found_missing = _sums(engine, activity, factors)
    finally:
        session.stop()

    assert found_missing == missing
    assert found == {part: pytest.approx(mass, rel=1e-9) for part, mass in expected.items()}


def _invented(*, rows: int) -> tuple[pa.Table, pa.Table]:
    rng = np.random.default_rng(3)
    units = ("litre", "m3", "gallon")
    lines = [
        line(number, f"key {key}", quantity=float(rng.lognormal(2, 1)), unit=units[number % 3], part=part)
        for number in range(rows)
        for key, part in [(rng.integers(0, 40), ("SCOPE1", "SCOPE3")[number % 2])]
    ]
    for one in lines:
        one["category"] = 4 if one["part"] == "SCOPE3" else 0
    factors = [
        factor(key, f"key {key}", "litre", co2_g=float(rng.uniform(1, 3000)), ch4_g=1.0, n2o_g=0.5) for key in range(38)
    ]
    return make_table(schema=ACTIVITY, rows=lines), make_table(schema=FACTORS, rows=factors)


def _sums(engine: Any, activity: pa.Table, factors: pa.Table) -> tuple[dict[tuple[str, int], float], int]:
    ledger = engine.create_table("ledger", activity, overwrite=True)
    sources = prepare_sources(
        connection=engine,
        activity=ledger,
        factors=factors,
        weights=weigh_gases(gwp_set="AR5GWP100"),
        prices=load_prices(),
    )
    rows = sum_parts(activity=ledger, sources=sources).to_pyarrow().to_pylist()
    assert list_lines(activity=ledger, sources=sources).count().to_pyarrow().as_py() == activity.num_rows
    masses_kg = {(row["part"], row["category"]): row["mass_kg"] for row in rows if not row["code"]}
    return masses_kg, sum(row["line_count"] for row in rows if row["code"])
