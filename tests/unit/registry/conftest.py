"""A small invented registry, and ways to read a text as one of its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from truetonne.supply.registry_records.house import with_house_layouts
from truetonne.supply.registry_records.mapping import Mapping
from truetonne.supply.registry_records.mapping_file import read_mapping
from truetonne.supply.registry_records.reading import Reading, read_file
from truetonne.supply.registry_records.rows import RecordRow
from truetonne.supply.registry_records.vocabulary import Table
from truetonne.supply.synthetic.writing import mapping_text

TODAY = date(2026, 6, 30)
ISSUANCES = "Issued On,Project ID,Project Name,Type,Vintage,Serial Numbers,Credits,Buffer Contribution"
RETIREMENTS = (
    "Transaction,Retired On,Project ID,Vintage,Serial Numbers,Credits,Account Holder,Beneficiary,Reason,Purpose"
)


@pytest.fixture
def syn() -> Mapping:
    """The mapping of the invented registry."""
    return with_house_layouts(mapping=read_mapping(text=mapping_text(), name="syn.toml"))


@pytest.fixture
def read_text(tmp_path: Path, syn: Mapping) -> Callable[..., Reading]:
    """Read bytes or text as a file of the invented registry, or of another mapping."""

    def read(
        text: str | bytes, *, name: str = "file.csv", mapping: Mapping | None = None, table: Table | None = None
    ) -> Reading:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_file(path=path, mapping=mapping or syn, today=TODAY, table=table)

    return read


@pytest.fixture
def read_rows(read_text: Callable[..., Reading]) -> Callable[..., list[RecordRow]]:
    """The rows of such a file."""

    def read(text: str | bytes, **how: object) -> list[RecordRow]:
        return list(read_text(text, **how).rows())

    return read


def issuance(
    *,
    quantity: str = "1000",
    serial: str = "SYN-GH-100-2023-1-1 to 1000",
    issued: str = "2024-05-01",
    vintage: str = "2023",
    kind: str = "Reforestation",
    buffer: str = "",
    project: str = "SYN100",
) -> str:
    """One line of an issuance file."""
    return f'{issued},{project},Amber Ridge (synthetic),{kind},{vintage},{serial},"{quantity}",{buffer}'


def lines(*rows: str) -> str:
    """A file of a header and rows."""
    return "\n".join(rows) + "\n"


def codes(rows: Sequence[RecordRow]) -> list[tuple[str, str]]:
    """Outcome and code of each row."""
    return [(row.outcome.value, row.code) for row in rows]
