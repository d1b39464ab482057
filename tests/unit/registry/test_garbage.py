"""Whatever a file holds, each of its rows ends in one of the four outcomes and none is lost."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.registry.conftest import ISSUANCES, TODAY
from truetonne.supply.registry_records.files import FileUnreadable
from truetonne.supply.registry_records.house import with_house_layouts
from truetonne.supply.registry_records.mapping_file import read_mapping
from truetonne.supply.registry_records.reading import read_file
from truetonne.supply.registry_records.rows import RecordRow
from truetonne.supply.registry_records.vocabulary import Outcome
from truetonne.supply.synthetic.writing import mapping_text

SYN = with_house_layouts(mapping=read_mapping(text=mapping_text(), name="syn.toml"))
HEADER = ISSUANCES.split(",")
likely = st.sampled_from(
    [
        "", "2024-05-01", "9999-12-31", "0001-01-01", "SYN100", "2023", "1000", "1,000", "-1", "1e9", "9" * 40,
        "SYN-GH-100-2023-1-1 to 1000", "SYN-GH-100-2023-1-1000 to 1", f"SYN-GH-100-2023-1-{'9' * 30} to {'9' * 31}",
        "Reforestation", "a\x00b", "\ufeff", "\u00a0", "x" * 600, "two\nlines", 'quo"te', "\\N", "\\", "\t",
    ]
)  # fmt: skip
cells = likely | st.text(max_size=20)


def read(name: str, data: bytes) -> list[RecordRow]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return list(read_file(path=path, mapping=SYN, today=TODAY).rows())


def read_or_refuse(name: str, data: bytes) -> list[RecordRow]:
    """The rows; none when the file as a whole is refused with a reason and a fix."""
    try:
        return read(name, data)
    except FileUnreadable as error:
        return [] if error.reason and error.fix else [RecordRow()]


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(rows=st.lists(st.lists(cells, min_size=1, max_size=10), max_size=6))
def test_any_cells(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    expected = sum(1 for row in rows if any(cell.strip() for cell in row))

    read_rows = read("file.csv", text.getvalue().encode("utf-8", "surrogatepass"))

    assert len(read_rows) == expected
    for row in read_rows:
        assert row.outcome in set(Outcome)
        assert (row.code == "") == (row.outcome is Outcome.ACCEPTED)
        assert json.loads(row.raw) is not None


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tail=st.binary(max_size=300))
def test_any_bytes_below_a_header(tail: bytes) -> None:
    rows = read_or_refuse("file.csv", ISSUANCES.encode() + b"\n" + tail)

    assert all(row.outcome in set(Outcome) for row in rows)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    data=st.binary(max_size=300), suffix=st.sampled_from(["csv", "txt", "xlsx", "parquet", "json", "csv.gz", "json.gz"])
)
def test_any_bytes_at_all(data: bytes, suffix: str) -> None:
    rows = read_or_refuse(f"file.{suffix}", data)

    assert all(row.outcome is Outcome.REFUSED for row in rows)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    rows=st.lists(
        st.dictionaries(
            st.sampled_from(HEADER) | st.text(max_size=5),
            st.none() | st.booleans() | st.integers() | st.floats() | cells,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_json(rows: list[dict[str, object]]) -> None:
    data = json.dumps([dict.fromkeys(HEADER, "1"), *rows])

    read_rows = read("file.json", data.encode())

    assert all(row.outcome in set(Outcome) for row in read_rows)
