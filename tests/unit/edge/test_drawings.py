"""Bars, accounts, seals, QR codes, tables and charts: geometry without colour, and sums that must close."""

from __future__ import annotations

import csv
import io
import json
import re
from hashlib import sha256

import altair
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from truetonne.edge.accounts import Entry, SidesDisagree, close_account
from truetonne.edge.bars import stack
from truetonne.edge.charts import ColourWithoutToken, Figure, draw_for_paper, render
from truetonne.edge.qr import draw_code
from truetonne.edge.seal import NotALeafHash, draw_seal
from truetonne.edge.tables import Column, RowShape, Table, csv_lines, json_lines


@given(sizes=st.lists(st.integers(0, 10**12), min_size=1, max_size=8))
def test_a_bar_keeps_its_parts_in_order_and_within_its_width(sizes: list[int]) -> None:
    bar = stack(sizes=[(size, "f-ink") for size in sizes])

    starts = [float(part.x) for part in bar.parts]
    assert len(bar.parts) == sum(1 for size in sizes if size)
    assert starts == sorted(starts)
    assert all(float(part.x) + float(part.width) <= 1000.01 for part in bar.parts)


def test_a_bar_refuses_parts_beyond_the_whole() -> None:
    with pytest.raises(ValueError, match="do not lie"):
        stack(sizes=[(2, "f-ink")], whole=1)


def test_an_account_closes_only_when_both_sides_agree() -> None:
    account = close_account(
        left_title="in", left=[Entry(label="a", kg=3)], right_title="now", right=[Entry(label="b", kg=1), Entry(label="c", kg=2)]
    )  # fmt: skip

    assert account.total_kg == 3
    assert [side.is_shorter for side in account.sides] == [True, False]
    with pytest.raises(SidesDisagree) as refused:
        close_account(left_title="in", left=[Entry(label="a", kg=3)], right_title="now", right=[Entry(label="b", kg=2)])
    assert (refused.value.left_kg, refused.value.right_kg) == (3, 2)


def test_a_seal_is_the_same_for_the_same_hash_and_another_for_another() -> None:
    first, again, other = (draw_seal(leaf_hash=sha256(text).digest()) for text in (b"a", b"a", b"b"))

    assert first == again
    assert first.curves != other.curves
    assert [len(curve.angles) for curve in first.curves] == [6, 6, 4]
    assert len(first.turns) == 16


@given(leaf_hash=st.binary(min_size=32, max_size=32))
def test_a_seal_stays_within_its_rings(leaf_hash: bytes) -> None:
    for curve, low, high in zip(draw_seal(leaf_hash=leaf_hash).curves, (57, 27.7, 80.7), (75, 60.3, 87.3), strict=True):
        points = [tuple(map(float, pair.split())) for pair in curve.path[1:-1].split("L")]
        assert all(low - 0.2 <= (x * x + y * y) ** 0.5 <= high + 0.2 for x, y in points)


def test_a_seal_is_drawn_from_a_leaf_hash_only() -> None:
    with pytest.raises(NotALeafHash):
        draw_seal(leaf_hash=b"short")


def test_a_qr_code_draws_every_dark_module_once() -> None:
    text = "https://exchange.example/certificates/crt_01jdp00000e008000000000000/"

    code = draw_code(text=text)

    drawn = {
        (int(x) + step, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code.path)
        for step in range(int(width))
    }
    matrix = segno.make(text, error="m", micro=False, boost_error=False).matrix
    assert drawn == {(x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}
    assert code.size == len(matrix)


def test_a_table_refuses_a_row_of_another_shape() -> None:
    with pytest.raises(RowShape) as refused:
        Table(caption="x", columns=(Column(label="a"),), rows=((1, 2),))

    assert (refused.value.cells, refused.value.columns) == (2, 1)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_a_text_that_a_spreadsheet_would_run_stands_as_text(start: str) -> None:
    lines = b"".join(csv_lines(header=["name"], rows=[[f'{start}HYPERLINK("https://elsewhere.example")']]))

    (row,) = list(csv.reader(io.StringIO(lines.decode(), newline="")))[1:]
    assert row == [f'\'{start}HYPERLINK("https://elsewhere.example")']


@pytest.mark.parametrize("number", [-5, "-5", "+0.25", "-1,234.5", "-1e-3"])
def test_numbers_below_zero_stay_numbers_in_files(number: object) -> None:
    assert list(csv_lines(header=["kg"], rows=[[number]]))[1].decode().strip().strip('"') == str(number)


def test_csv_keeps_every_byte_and_quotes_what_needs_it() -> None:
    lines = b"".join(csv_lines(header=["name", "kg"], rows=[["Tallow, Pine & Co", 1_240_000], ['say "x"\ny', None]]))

    assert lines == b'name,kg\r\n"Tallow, Pine & Co",1240000\r\n"say ""x""\ny",\r\n'


def test_json_lines_are_one_record_a_line_in_a_stable_order() -> None:
    lines = list(json_lines(records=[{"b": "Gốm", "a": 1}]))

    assert lines == ['{"a":1,"b":"Gốm"}\n'.encode()]
    assert json.loads(lines[0]) == {"a": 1, "b": "Gốm"}


def drawing(width: int, colour: str = "#2f5578") -> altair.Chart:
    data = altair.Data(values=[{"year": 2019, "index": 100}, {"year": 2025, "index": 162}])
    marks = altair.Chart(data, width=width, height=200).mark_line(color=colour)
    return marks.encode(x="year:Q", y=altair.Y("index:Q", title="Index, 2019 = 100 <#fff>"))


def figure() -> Figure:
    table = Table(
        caption="Index", columns=(Column(label="Year"), Column(label="Index")), rows=((2019, 100), (2025, 162))
    )
    return render(chart=drawing, label='Rises from 100 to 162 "fast"', table=table, claim="It grew", sample="42 plots")


def test_a_chart_has_no_colour_of_its_own_no_style_and_no_address() -> None:
    shown = figure()

    for svg in (shown.broad_svg, shown.narrow_svg):
        assert re.findall(r'(?:fill|stroke)="(?!var\(--|none")[^"]*"', svg) == []
        assert "style=" not in svg
        assert "<script" not in svg
        assert "data:" not in svg
        assert "http" not in svg
        assert re.match(r'<svg role="img" aria-label="Rises from 100 to 162 &quot;fast&quot;" class=', svg)
        assert "width=" not in svg.partition(">")[0]
        assert "&lt;#fff&gt;" in svg


def test_a_chart_is_drawn_broad_and_narrow_from_the_same_rows() -> None:
    shown = figure()

    assert 'class="broad"' in shown.broad_svg
    assert 'class="narrow"' in shown.narrow_svg
    assert shown.rows == ((2019, 100), (2025, 162))
    assert shown.table.caption_hidden


def test_a_chart_for_paper_keeps_its_colours() -> None:
    assert "#2f5578" in draw_for_paper(chart=drawing(740))


def test_a_colour_without_a_token_is_refused() -> None:
    table = Table(caption="x", columns=(Column(label="a"),), rows=())

    with pytest.raises(ColourWithoutToken) as refused:
        render(chart=lambda width: drawing(width, "#00ff00"), label="x", table=table)

    assert refused.value.colour == "#00ff00"
