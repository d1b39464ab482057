"""Workbooks that people send in: their rows as before, and none that takes the process down with it."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from truetonne.edge.workbooks import TOO_LARGE, WorkbookUnreadable, list_sheets, read_sheet

NOON = datetime(2026, 4, 3, 12, 30)  # noqa: DTZ001 - workbooks know no time zone
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" '
    'r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}  # fmt: skip


def far_workbook() -> bytes:
    """A workbook of about a kilobyte with one word in its first cell and one in its very last."""
    cells = "".join(
        f'<row r="{row}"><c r="{column}{row}" t="inlineStr"><is><t>x</t></is></c></row>'
        for column, row in (("A", 1), ("XFD", 1_048_576))
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in {**_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            packed.writestr(name, text)
    return made.getvalue()


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "Sổ"
    first.append(["what", "amount", "day", "moment", "yes"])
    first.append(["điện", 0.1, date(2026, 4, 3), NOON, True])
    book.create_sheet("other").append([1])
    path = tmp_path / "plain.xlsx"
    book.save(path)
    return path


def test_gives_the_rows_of_a_sheet_with_their_kinds(plain: Path) -> None:
    told: list[int] = []
    rows = list(read_sheet(path=plain, on_total=told.append))

    assert told == [2]
    assert rows[0] == ["what", "amount", "day", "moment", "yes"]
    assert rows[1][:2] == ["điện", 0.1]
    assert str(rows[1][2])[:10] == "2026-04-03"
    assert (rows[1][3], rows[1][4]) == (NOON, True)
    assert list(read_sheet(path=plain, sheet="other")) == [[1]]
    assert list_sheets(path=plain) == ("Sổ", "other")


def test_reads_a_packed_one_and_can_be_left_early(plain: Path, tmp_path: Path) -> None:
    packed = tmp_path / "plain.xlsx.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    rows = read_sheet(path=packed)

    assert next(rows)[0] == "what"
    rows.close()


def test_a_cell_at_the_far_end_of_an_empty_sheet_ends_only_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    path.write_bytes(far_workbook())
    assert path.stat().st_size < 2_000

    with pytest.raises(WorkbookUnreadable) as refused:
        list(read_sheet(path=path))

    assert refused.value.reason == TOO_LARGE


def test_a_packed_file_that_unpacks_without_end_is_refused_the_same(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx.gz"
    path.write_bytes(gzip.compress(bytes(400 * 1024 * 1024), compresslevel=1))

    with pytest.raises(WorkbookUnreadable) as refused:
        list_sheets(path=path, memory_bytes=300 * 1024 * 1024)

    assert refused.value.reason == TOO_LARGE


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", b"what,amount\n1,2\n"])
def test_says_what_is_wrong_with_what_is_no_workbook(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "no.xlsx"
    path.write_bytes(content)

    with pytest.raises(WorkbookUnreadable):
        list(read_sheet(path=path))


def test_names_a_sheet_that_is_not_there(plain: Path) -> None:
    with pytest.raises(WorkbookUnreadable):
        list(read_sheet(path=plain, sheet="third"))
