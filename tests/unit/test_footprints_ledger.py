"""Rows of activity files as they are read and cleaned, and the invented ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest

from truetonne.footprints.activity_files.cleaning import (
    ActivityMapping,
    CleanLine,
    RowNote,
    clean_rows,
    suggest_mapping,
)
from truetonne.footprints.activity_files.rows import ActivityFileUnreadable, read_header, read_rows
from truetonne.footprints.states import RowOutcome
from truetonne.footprints.synthetic.ledger import list_ledger, write_walk

GERMAN = ActivityMapping(
    columns={"factor_key": "Stoff", "quantity": "Menge", "unit": "Einheit", "date": "Tag"},
    constants={"part": "1"},
    keys={"Diesel B7": "diesel"},
    decimal_mark=",",
)


def clean(raw: dict[str, str], mapping: ActivityMapping = GERMAN) -> CleanLine | RowNote:
    (one,) = clean_rows(rows=iter([raw]), mapping=mapping, year=2025)
    return one


def fuel(**cells: str) -> dict[str, str]:
    return {"Stoff": "Diesel B7", "Menge": "1.234,5", "Einheit": "litres", "Tag": "2025-03-01", **cells}


def test_reads_a_row_by_its_mapping_and_keeps_it_as_it_stood() -> None:
    line = clean(fuel())

    assert isinstance(line, CleanLine)
    assert (line.factor_key, line.quantity, line.unit, line.part) == ("diesel", Decimal("1234.5"), "litres", "SCOPE1")
    assert (line.activity_date, line.raw) == (date(2025, 3, 1), fuel())


@pytest.mark.parametrize(
    ("cells", "outcome", "code"),
    [
        ({"Menge": ""}, RowOutcome.REFUSED, "no_figure"),
        ({"Menge": "many"}, RowOutcome.REFUSED, "not_a_number"),
        ({"Menge": "NaN"}, RowOutcome.REFUSED, "not_a_number"),
        ({"Menge": "-3"}, RowOutcome.HELD, "negative_quantity"),
        ({"Einheit": "ton"}, RowOutcome.HELD, "unit_ambiguous"),
        ({"Einheit": "cows"}, RowOutcome.HELD, "unit_unknown"),
        ({"Einheit": ""}, RowOutcome.HELD, "unit_missing"),
        ({"Tag": "2024-12-31"}, RowOutcome.HELD, "outside_year"),
        ({"Tag": "31.03.25"}, RowOutcome.HELD, "date_unknown"),
        ({"Stoff": ""}, RowOutcome.HELD, "factor_key_missing"),
    ],
)
def test_says_why_a_row_is_not_taken(cells: dict[str, str], outcome: RowOutcome, code: str) -> None:
    note = clean(fuel(**cells))

    assert isinstance(note, RowNote)
    assert (note.outcome, note.code) == (outcome, code)
    assert note.reason
    assert note.fix


def test_asks_for_the_category_of_scope_3_and_the_currency_of_an_amount() -> None:
    mapping = ActivityMapping(columns={"factor_key": "a", "amount": "b", "category": "c"}, constants={"part": "3"})

    without_category = clean({"a": "steel", "b": "5", "c": "16"}, mapping)
    without_currency = clean({"a": "steel", "b": "5", "c": "1"}, mapping)

    assert isinstance(without_category, RowNote)
    assert isinstance(without_currency, RowNote)
    assert (without_category.code, without_currency.code) == ("category_unknown", "currency_missing")


def test_equal_rows_of_one_file_are_two_rows() -> None:
    first, second = clean_rows(rows=iter([fuel(), fuel()]), mapping=GERMAN, year=2025)

    assert isinstance(first, CleanLine)
    assert isinstance(second, CleanLine)
    assert first.sha256 != second.sha256


def test_reads_the_same_rows_from_csv_excel_and_parquet(tmp_path: Path) -> None:
    header, cells = ("factor_key", "part", "quantity", "unit"), ("diesel", 1, 2.5, "m3")
    text, book, parquet = (tmp_path / name for name in ("a.csv", "a.xlsx", "a.parquet"))
    text.write_text("factor_key;part;quantity;unit\r\ndiesel;1;2.5;m3\r\n\r\n", encoding="utf-8-sig")
    workbook = openpyxl.Workbook()
    for row in (header, cells):
        workbook.active.append(row)
    workbook.save(book)
    pyarrow.parquet.write_table(pa.table({name: [cell] for name, cell in zip(header, cells, strict=True)}), parquet)

    expected = [dict(zip(header, ("diesel", "1", "2.5", "m3"), strict=True))]
    assert [dict(row) for row in read_rows(path=text)] == expected
    assert [dict(row) for row in read_rows(path=book)] == expected
    assert [dict(row) for row in read_rows(path=parquet)] == expected
    assert suggest_mapping(header=read_header(path=text)).columns == {name: name for name in header}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", b"x", "not read"),
        ("a.csv", b"a,a\n1,2\n", "stands twice"),
        ("a.csv", b"", "no rows|no columns"),
        ("a.csv", b"a,b\n\xff\xfe,1\n", "UTF-8"),
        ("a.xlsx", b"no workbook", "."),
        ("a.parquet", b"no parquet", "."),
    ],
)
def test_refuses_a_file_with_the_reason(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(ActivityFileUnreadable, match=reason) as refused:
        list(read_header(path=path))
    assert refused.value.fix


def test_the_invented_ledger_is_the_same_every_time_and_has_what_ledgers_have(tmp_path: Path) -> None:
    rows = list(list_ledger(rows=3000, year=2024, seed=11))

    assert rows == list(list_ledger(rows=3000, year=2024, seed=11))
    ledger, _, _ = write_walk(folder=tmp_path, rows=3000)
    found = clean_rows(rows=_told(ledger), mapping=suggest_mapping(header=read_header(path=ledger)), year=2024)
    outcomes = Counter(one.code if isinstance(one, RowNote) else "accepted" for one in found)
    assert outcomes["accepted"] > 2950
    assert {"no_figure", "negative_quantity"} <= set(outcomes)
    assert all("Invented" in row[3] for row in rows)


def _told(path: Path) -> Iterator[dict[str, str]]:
    return (dict(row) for row in read_rows(path=path))
