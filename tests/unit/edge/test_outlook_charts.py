"""Delivery fan and buffer solvency are one specification each, drawn alike on a page, on paper and in a notebook."""

from __future__ import annotations

import pytest

from truetonne.edge.charts import draw_for_paper, render
from truetonne.edge.outlook_charts import FanWords, chart_buffer_solvency, chart_delivery_fan, describe_fan
from truetonne.edge.tables import Column, Table
from truetonne.science.durability.portfolio import PoolOutlook, StoredProject, simulate_pool
from truetonne.science.removals.delivery_fan import DeliveryFan, fan_deliveries
from truetonne.science.removals.forwards import Tranche


@pytest.fixture(scope="module")
def fan() -> DeliveryFan:
    tranches = [Tranche(quantity_t=1_000, probability=0.8, year=year) for year in range(2027, 2032)]
    return fan_deliveries(tranches=tranches, slip_shares=[0.7, 0.3])


@pytest.fixture(scope="module")
def outlook() -> PoolOutlook:
    projects = [StoredProject(name=f"p{i}", stock_kg=10**6, buffer_kg=10**5, hazard=0.01) for i in range(10)]
    return simulate_pool(projects=projects, years=30, seed=1)


def _longest_rows(specification: object) -> list[dict[str, object]]:
    """Return the longest list of rows with a year anywhere in a specification."""
    if isinstance(specification, dict):
        return max((_longest_rows(member) for member in specification.values()), key=len, default=[])
    if not isinstance(specification, list):
        return []
    if specification and isinstance(specification[0], dict) and "year" in specification[0]:
        return specification
    return max((_longest_rows(member) for member in specification), key=len, default=[])


def table() -> Table:
    return Table(caption="x", columns=(Column(label="Year"),), rows=((2027,),))


@pytest.mark.parametrize("width", [740, 330])
def test_the_fan_keeps_every_level_of_every_year(fan: DeliveryFan, width: int) -> None:
    specification = chart_delivery_fan(fan=fan, width=width).to_dict()

    rows = _longest_rows(specification)
    assert [row["year"] for row in rows] == [str(year.year) for year in fan.years]
    assert [row["low"] for row in rows] == [year.p10_t for year in fan.years]
    assert [row["high"] for row in rows] == [year.p90_t for year in fan.years]


def test_both_are_drawn_in_the_pages_colours_and_on_paper(fan: DeliveryFan, outlook: PoolOutlook) -> None:
    for chart in (
        lambda width: chart_delivery_fan(fan=fan, width=width),
        lambda width: chart_buffer_solvency(outlook=outlook, width=width),
    ):
        figure = render(chart=chart, label="x", table=table())
        assert "var(--blue)" in figure.broad_svg
        assert "var(--blue-2)" in figure.narrow_svg
        assert draw_for_paper(chart=chart(740)).startswith("<svg")


def test_speaks_the_callers_language(fan: DeliveryFan) -> None:
    words = FanWords(cumulative="Tấn đã giao, cộng dồn", due="đến hạn", middle="P50")

    svg = render(
        chart=lambda width: chart_delivery_fan(fan=fan, width=width, words=words), label="x", table=table()
    ).broad_svg

    assert "Tấn đã giao, cộng dồn" in svg
    assert "đến hạn" in svg


def test_a_narrow_chart_shows_fewer_years(outlook: PoolOutlook) -> None:
    def ticks(width: int) -> int:
        layer = chart_buffer_solvency(outlook=outlook, width=width).to_dict()["layer"][0]
        return len(layer["encoding"]["x"]["axis"]["values"])

    assert ticks(330) < ticks(740) <= 12


def test_says_the_finding_in_words(fan: DeliveryFan) -> None:
    assert describe_fan(fan=fan).startswith("By 2032 5,000 t are due; P10")
