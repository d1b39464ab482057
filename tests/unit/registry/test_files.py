"""Files as they come: encodings, line ends, headers somewhere below, five formats, each also packed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars
import pytest

from tests.unit.registry.conftest import ISSUANCES, TODAY, codes, issuance, lines
from truetonne.supply.registry_records.files import FileUnreadable
from truetonne.supply.registry_records.layouts import ColumnAmbiguous, HeaderNotFound, TableUnknown
from truetonne.supply.registry_records.mapping import Mapping, Stop
from truetonne.supply.registry_records.reading import Reading, read_file
from truetonne.supply.registry_records.rows import RecordRow
from truetonne.supply.registry_records.vocabulary import Table

ReadRows = Callable[..., list[RecordRow]]
ReadText = Callable[..., Reading]
ROW = issuance()
PLAIN = lines(ISSUANCES, ROW)
HEADER = ISSUANCES.split(",")
CELLS = [
    "2024-05-01",
    "SYN100",
    "Amber Ridge (synthetic)",
    "Reforestation",
    2023,
    "SYN-GH-100-2023-1-1 to 1000",
    1000,
    None,
]


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        (ISSUANCES + "\r\n" + ROW + "\n").encode(),
        lines(ISSUANCES + ",", ROW + ",").encode(),
        lines(ISSUANCES + ",Unnamed: 8", ROW + ",").encode(),
        lines(ISSUANCES, ROW + ",").encode(),
        PLAIN.replace("Amber Ridge", '"Amber\nRidge"').replace('"Amber\nRidge" (synthetic)', '"Amber\nRidge (synthetic)"').encode(),
        lines("Exported on 2026-06-01", "", ISSUANCES, ROW).encode(),
        lines(ISSUANCES.replace(",", ";"), ROW.replace(",", ";")).encode(),
        lines(ISSUANCES.replace("Issued On", " Issued \n On ").replace(" Issued \n On ", '" Issued \n On "'), ROW).encode(),
        lines("Extra," + ISSUANCES, "x," + ROW).encode(),
        lines(",".join(reversed(HEADER)), ",".join(reversed(ROW.split(",")))).encode(),
    ],
    ids=[
        "utf-8", "byte-order mark", "CR LF", "mixed line ends", "trailing comma", "trailing comma as a column",
        "trailing comma on rows only", "line feed in a field", "header below", "semicolons", "blanks in a header",
        "further column", "columns reordered",
    ],
)  # fmt: skip
def test_reads_files_that_are_alike_but_for_their_dress(data: bytes, read_rows: ReadRows) -> None:
    rows = read_rows(data)

    assert codes(rows) == [("accepted", "")]
    assert (rows[0].kg, rows[0].key, rows[0].project, rows[0].record) == (1_000_000, "100/2023/1", "SYN100", 1)


def test_falls_back_to_cp1252_and_says_so(read_text: ReadText) -> None:
    reading = read_text(PLAIN.replace("Amber", "Ámber").encode("cp1252"))

    rows = list(reading.rows())

    assert reading.source.encoding == "cp1252"
    assert rows[0].name == "Ámber Ridge (synthetic)"


def test_refuses_bytes_that_are_neither(read_text: ReadText) -> None:
    with pytest.raises(FileUnreadable, match="neither UTF-8 nor cp1252"):
        read_text(PLAIN.encode() + b"\x81\xff")


def test_refuses_utf16_by_name(read_text: ReadText) -> None:
    with pytest.raises(FileUnreadable, match="UTF-16"):
        read_text(PLAIN.encode("utf-16"))


def test_refuses_a_row_that_is_short_with_its_number_and_the_column(read_rows: ReadRows) -> None:
    rows = read_rows(lines(ISSUANCES, ROW, "2024-05-01,SYN100", ROW.replace("1-1 to 1000", "2-1 to 1000")))

    assert codes(rows) == [("accepted", ""), ("refused", "column_missing"), ("accepted", "")]
    assert (rows[1].record, rows[1].field) == (2, "Project Name")


def test_refuses_a_row_with_something_in_the_trailing_column(read_rows: ReadRows) -> None:
    rows = read_rows(lines(ISSUANCES + ",", ROW + ",surprise"))

    assert codes(rows) == [("refused", "column_extra")]
    assert rows[0].value == "surprise"


def test_counts_records_not_lines(read_rows: ReadRows) -> None:
    broken = PLAIN.replace("Amber Ridge (synthetic)", '"Amber\n\nRidge"') + "2024-05-01,SYN100\n"

    rows = read_rows(broken)

    assert [row.record for row in rows] == [1, 2]
    assert rows[1].outcome == "refused"


def test_says_where_a_quotation_mark_is_never_closed(read_rows: ReadRows) -> None:
    rows = read_rows(lines(ISSUANCES, ROW, '2024-05-01,"SYN100,'))

    assert codes(rows) == [("accepted", ""), ("refused", "column_missing")]
    assert "never closed" in rows[1].reason


def test_refuses_characters_that_cannot_be_stored(read_rows: ReadRows) -> None:
    rows = read_rows(PLAIN.replace("Amber", "Am\x00ber"))

    assert codes(rows) == [("refused", "text_unreadable")]


def test_keeps_each_value_as_printed(read_rows: ReadRows) -> None:
    (row,) = read_rows(lines(ISSUANCES, issuance(quantity="1,000")))

    assert json.loads(row.raw)["Credits"] == "1,000"
    assert row.kg == 1_000_000


def _workbook(path: Path, rows: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    sheet = book.create_sheet("Data")
    for row in rows:
        sheet.append(row)
    book.save(path)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("suffix", ["csv", "txt", "xlsx", "parquet", "json"])
def test_reads_every_format_also_packed(suffix: str, packed: bool, tmp_path: Path, syn: Mapping) -> None:
    plain = tmp_path / f"file.{suffix}"
    if suffix == "xlsx":
        _workbook(plain, [["A heading"], [None], [name.replace(" ", "\n") for name in HEADER], CELLS])
    elif suffix == "parquet":
        polars.DataFrame({name: [cell] for name, cell in zip(HEADER, CELLS, strict=True)}).write_parquet(plain)
    elif suffix == "json":
        plain.write_text(json.dumps([dict(zip(HEADER, CELLS, strict=True))]))
    else:
        plain.write_text(PLAIN)
    path = plain
    if packed:
        path = tmp_path / f"file.{suffix}.gz"
        path.write_bytes(gzip.compress(plain.read_bytes()))

    reading = read_file(path=path, mapping=syn, today=TODAY)
    (row,) = reading.rows()

    assert codes([row]) == [("accepted", "")]
    assert (row.kg, row.vintage, row.key) == (1_000_000, 2023, "100/2023/1")
    assert list(reading.rows()) != []


@pytest.mark.parametrize(
    "text", ['{"records": [%s]}', "%s\n%s", "[%s,\n %s]"], ids=["wrapped", "one object a line", "list"]
)
def test_reads_json_in_three_shapes(text: str, read_rows: ReadRows) -> None:
    first = json.dumps(dict(zip(HEADER, CELLS, strict=True)))
    second = first.replace("2023-1-1", "2023-2-1")
    data = text % ((first,) if text.count("%s") == 1 else (first, second))

    rows = read_rows(data, name="file.json")

    assert {row.outcome for row in rows} == {"accepted"}
    assert len(rows) == text.count("%s")


def test_reads_json_numbers_as_printed(read_rows: ReadRows) -> None:
    row = dict(zip(HEADER, CELLS, strict=True)) | {"Credits": "@"}
    text = json.dumps([row]).replace('"@"', "1000.00000000000000001")

    (read,) = read_rows(text, name="file.json")

    assert codes([read]) == [("refused", "number_unreadable")]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("file.pdf", b"%PDF", "suffix"),
        ("file.csv.gz", b"no gzip", "cannot be read"),
        ("file.xlsx", b"no workbook", "no .xlsx workbook"),
        ("file.parquet", b"no parquet", "no Parquet file"),
        ("file.json", b"7", "no list"),
        ("file.json", b'[{"a": 1}', "ends before"),
    ],
)
def test_names_what_is_wrong_with_a_file(name: str, data: bytes, reason: str, read_rows: ReadRows) -> None:
    with pytest.raises(FileUnreadable) as refused:
        read_rows(data, name=name)

    assert reason in str(refused.value) or "is not a list of objects" in str(refused.value)
    assert refused.value.fix


def test_breaks_off_with_the_record_where_a_packed_file_ends(tmp_path: Path, syn: Mapping) -> None:
    whole = gzip.compress(
        lines(ISSUANCES, *(issuance(serial=f"SYN-GH-100-2023-{n}-1 to 1000") for n in range(5000))).encode()
    )
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(FileUnreadable):
        list(read_file(path=path, mapping=syn, today=TODAY).rows())


def test_missing_file_is_named(syn: Mapping, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="no such file"):
        read_file(path=tmp_path / "nowhere.csv", mapping=syn, today=TODAY)


@pytest.mark.parametrize("change", ["Credits,", "Serial Numbers,"], ids=["renamed", "missing"])
def test_refuses_the_whole_file_when_a_column_is_renamed_or_missing(change: str, read_text: ReadText) -> None:
    header = ISSUANCES.replace(change, "Amount," if change == "Credits," else "")
    body = [ROW] * 3 if change == "Credits," else [ROW.replace("SYN-GH-100-2023-1-1 to 1000,", "")] * 3

    reading = read_text(lines(header, *body))
    rows = list(reading.rows())

    assert isinstance(reading.refusal, HeaderNotFound)
    assert reading.refusal.missing == (change.rstrip(","),)
    assert codes(rows) == [("refused", "column_missing")] * 3
    assert {row.field for row in rows} == {change.rstrip(",")}


def test_refuses_a_needed_column_that_occurs_twice(read_text: ReadText) -> None:
    reading = read_text(lines(ISSUANCES + ",Credits", ROW + ",5"))

    assert isinstance(reading.refusal, ColumnAmbiguous)


def test_finds_the_table_by_its_columns_and_holdings_only_when_asked(read_text: ReadText) -> None:
    text = lines("serial,quantity_t", "SYN-GH-100-2023-1-1 to 1000,1000")

    assert read_text(PLAIN).title == "issuances"
    assert read_text(text).refusal is not None
    assert read_text(text, table=Table.HOLDINGS).refusal is None


def test_names_the_tables_of_a_mapping_that_lacks_one(read_text: ReadText, syn: Mapping) -> None:
    bare = syn.model_copy(update={"tables": tuple(t for t in syn.tables if t.table is not Table.REVERSALS)})

    with pytest.raises(TableUnknown) as unknown:
        read_text(PLAIN, mapping=bare, table=Table.REVERSALS)

    assert "issuances" in unknown.value.known


def test_stops_at_the_sentinel_row(read_rows: ReadRows, syn: Mapping) -> None:
    spec = next(t for t in syn.tables if t.table is Table.ISSUANCES)
    stopped = spec.model_copy(update={"stop": Stop(column="Project ID", equals="END")})
    mapping = syn.model_copy(update={"tables": (stopped,)})

    rows = read_rows(lines(ISSUANCES, ROW, ",END,,,,,,", "notes,below,the,table,,,,"), mapping=mapping)

    assert len(rows) == 1
