"""The picture from gross to net adds up, and is drawn in the page's colours."""

from __future__ import annotations

from itertools import pairwise

import altair
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from truetonne.edge.charts import draw_for_paper, render
from truetonne.edge.gross_to_net import StepKind, gross_to_net_chart, list_steps
from truetonne.edge.tables import Column, Table

STEPS = list_steps(gross_kg=1_000, deductions_kg={"uncertainty": 100, "leakage": 0, "buffer": 150}, net_kg=750)
sizes = st.integers(0, 10**12)


@given(sizes, sizes, sizes, sizes)
def test_each_deduction_begins_where_the_one_before_ended(net: int, first: int, second: int, buffer: int) -> None:
    deductions = {"uncertainty": first, "leakage": second, "buffer": buffer}

    steps = list_steps(gross_kg=net + first + second + buffer, deductions_kg=deductions, net_kg=net)

    for before, after in pairwise(steps[1:-1]):
        assert after.stop_kg == before.start_kg
    assert steps[0].kg + sum(step.kg for step in steps[1:-1]) == steps[-1].kg == net


def test_gives_the_buffer_and_the_result_their_own_colour() -> None:
    assert [step.kind for step in STEPS] == [
        StepKind.SUM, StepKind.DEDUCTION, StepKind.DEDUCTION, StepKind.BUFFER, StepKind.RESULT,
    ]  # fmt: skip


@pytest.mark.parametrize(("gross", "deductions", "net"), [(1_000, {"buffer": 100}, 800), (100, {"buffer": 200}, -100)])
def test_draws_nothing_that_does_not_add_up(gross: int, deductions: dict[str, int], net: int) -> None:
    with pytest.raises(ValueError, match="add up"):
        list_steps(gross_kg=gross, deductions_kg=deductions, net_kg=net)


@pytest.mark.parametrize("width", [330, 740])
def test_one_chart_serves_page_and_paper(width: int) -> None:
    words = {"gross": "Gộp", "net": "Ròng"}

    figure = render(
        chart=lambda size: gross_to_net_chart(steps=STEPS, width=size, words=words),
        label="750 of 1,000 kg may be sold",
        table=Table(caption="From gross to net", columns=(Column(label="Part"),), rows=(("net",),)),
    )
    paper = draw_for_paper(chart=gross_to_net_chart(steps=STEPS, width=width, words=words))

    for drawing in (figure.broad_svg, figure.narrow_svg):
        assert "var(--seal)" in drawing
        assert "Gộp" in drawing
        assert "0.750 t" in drawing
    assert "#bf2c15" in paper
    assert "−0.100 t" in paper


def test_a_narrow_chart_reads_every_name_whole_and_the_language_writes_its_numbers() -> None:
    name = "Đường cơ sở: điều dù sao cũng xảy ra"

    with override("vi"):
        figure = render(
            chart=lambda width: gross_to_net_chart(steps=STEPS, width=width, words={"leakage": name}),
            label="750 of 1,000 kg may be sold",
            table=Table(caption="From gross to net", columns=(Column(label="Part"),), rows=(("net",),)),
        )
        scale = draw_for_paper(
            chart=altair.Chart(altair.InlineData(values=[{"t": 12_000}]))
            .mark_bar()
            .encode(x="t:Q")
            .properties(width=330)
        )

    assert name in figure.narrow_svg
    assert "12.000" in scale
    assert "12,000" not in scale
