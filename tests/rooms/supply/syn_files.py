"""The invented registry as files whose rows a test chooses, and loads of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from tests.rooms.exchange import Ids
from truetonne.supply.actions.import_holdings import import_holdings
from truetonne.supply.actions.import_records import Load, Loaded, import_records
from truetonne.supply.catalog import ProgramMapping, make_program_mapping
from truetonne.supply.queries import iterate_report_rows
from truetonne.supply.registry_records.reading import read_file
from truetonne.supply.registry_records.report import RowNote
from truetonne.supply.registry_records.vocabulary import Table
from truetonne.supply.synthetic.writing import mapping_text

Cells = Sequence[object]
PROJECT_COLUMNS = (
    "Project ID",
    "Project Name",
    "Status",
    "Developer",
    "Type",
    "Methodology",
    "Country",
    "Credits Issued",
    "Credits Retired",
)
ISSUANCE_COLUMNS = (
    "Issued On",
    "Project ID",
    "Project Name",
    "Type",
    "Vintage",
    "Serial Numbers",
    "Credits",
    "Buffer Contribution",
)
RETIREMENT_COLUMNS = (
    "Transaction",
    "Retired On",
    "Project ID",
    "Vintage",
    "Serial Numbers",
    "Credits",
    "Account Holder",
    "Beneficiary",
    "Reason",
    "Purpose",
)
CANCELLATION_COLUMNS = ("Cancelled On", "Project ID", "Serial Numbers", "Credits", "Cancellation Reason")
REVERSAL_COLUMNS = ("Reversal", "Project ID", "Tonnes Lost", "Found On")
HOLDING_COLUMNS = ("Serial Numbers", "Credits", "Project ID", "Vintage")


def serial(first: int, last: int, *, number: int = 100, vintage: int = 2023, batch: int = 1) -> str:
    """A range of the invented registry."""
    return f"SYN-GH-{number}-{vintage}-{batch}-{first} to {last}"


def project(*, number: int = 100, status: str = "Registered", issued: object = "", retired: object = "") -> Cells:
    """A line of the project list."""
    return (
        f"SYN{number}",
        f"Amber Ridge {number} (synthetic)",
        status,
        "Sable Works (synthetic)",
        "Reforestation",
        "Matched plots 1.1",
        "Ghana",
        issued,
        retired,
    )


def issuance(
    first: int,
    last: int,
    *,
    number: int = 100,
    vintage: int = 2023,
    batch: int = 1,
    tonnes: int | None = None,
    issued: str = "2024-05-01",
    buffer: object = "",
    kind: str = "Reforestation",
    text: str | None = None,
) -> Cells:
    """A line of the issuance list."""
    printed = text or serial(first, last, number=number, vintage=vintage, batch=batch)
    return (
        issued,
        f"SYN{number}",
        f"Amber Ridge {number} (synthetic)",
        kind,
        vintage,
        printed,
        last - first + 1 if tonnes is None else tonnes,
        buffer,
    )


def retirement(
    first: int,
    last: int,
    *,
    number: int = 100,
    vintage: int = 2023,
    batch: int = 1,
    used: str = "2024-08-01",
    transaction: str = "",
    beneficiary: str = "Alder & Ash (synthetic)",
    purpose: str = "2023 freight",
    tonnes: int | None = None,
) -> Cells:
    """A line of the retirement list."""
    return (
        transaction,
        used,
        f"SYN{number}",
        vintage,
        serial(first, last, number=number, vintage=vintage, batch=batch),
        last - first + 1 if tonnes is None else tonnes,
        "Old Mill (synthetic)",
        beneficiary,
        "Third party",
        purpose,
    )


def holding(
    first: int, last: int, *, number: int = 100, vintage: int = 2023, batch: int = 1, tonnes: int | None = None
) -> Cells:
    """A line of our account's export."""
    return (
        serial(first, last, number=number, vintage=vintage, batch=batch),
        last - first + 1 if tonnes is None else tonnes,
        f"SYN{number}",
        vintage,
    )


def table_text(columns: Cells, rows: Sequence[Cells], *, line_end: str = "\n") -> str:
    """A CSV file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


@dataclass(slots=True, kw_only=True)
class Registry:
    """Loads the invented registry's files, as the command does, with everything given."""

    folder: Path
    at: datetime
    ids: Ids = field(default_factory=Ids)
    person_id: UUID | None = None
    text: str = field(default_factory=mapping_text)

    @property
    def program(self) -> ProgramMapping:
        return make_program_mapping(text=self.text, name="syn.toml")

    def write(self, name: str, columns: Cells, rows: Sequence[Cells], *, line_end: str = "\n") -> Path:
        path = self.folder / name
        path.write_text(table_text(columns, rows, line_end=line_end), encoding="utf-8", newline="")
        return path

    def load(
        self,
        *paths: Path,
        table: Table | None = None,
        complete: bool = False,
        edition: date | None = None,
        request_id: str = "",
        action: Callable[..., Loaded] = import_records,
    ) -> Loaded:
        program = self.program
        readings = [
            read_file(path=path, mapping=program.mapping, today=self.at.date(), table=table, file=number)
            for number, path in enumerate(paths)
        ]
        return action(
            load=Load(
                run_id=self.ids(), program=program, readings=readings, edition=edition or self.at.date(), is_complete=complete,
                person_id=self.person_id, request_id=request_id or str(self.ids()), at=self.at, new_id=self.ids,
            )
        )  # fmt: skip

    def projects(self, *rows: Cells, **how: object) -> Loaded:
        return self.load(self.write("projects.csv", PROJECT_COLUMNS, rows), **how)  # type: ignore[arg-type]

    def issuances(self, *rows: Cells, **how: object) -> Loaded:
        return self.load(self.write("issuances.csv", ISSUANCE_COLUMNS, rows), **how)  # type: ignore[arg-type]

    def retirements(self, *rows: Cells, **how: object) -> Loaded:
        return self.load(self.write("retirements.csv", RETIREMENT_COLUMNS, rows), **how)  # type: ignore[arg-type]

    def cancellations(self, *rows: Cells, **how: object) -> Loaded:
        return self.load(self.write("cancellations.csv", CANCELLATION_COLUMNS, rows), **how)  # type: ignore[arg-type]

    def reversals(self, *rows: Cells, **how: object) -> Loaded:
        return self.load(self.write("reversals.csv", REVERSAL_COLUMNS, rows), **how)  # type: ignore[arg-type]

    def holdings(self, *rows: Cells, **how: object) -> Loaded:
        path = self.write("holdings.csv", HOLDING_COLUMNS, rows)
        return self.load(path, table=Table.HOLDINGS, action=import_holdings, **how)  # type: ignore[arg-type]


def counts(loaded: Loaded) -> dict[str, int]:
    """Rows by outcome, those that occur."""
    totals = loaded.report["totals"]
    assert isinstance(totals, dict)
    found = {outcome: amount["rows"] for outcome, amount in totals.items() if amount["rows"] and outcome != "read"}
    assert totals["read"]["rows"] == sum(found.values())
    assert totals["read"]["kg"] == sum(amount["kg"] for outcome, amount in totals.items() if outcome != "read")
    return found


def findings(loaded: Loaded, code: str = "") -> list[dict[str, object]]:
    """Findings of a code, or all."""
    listed = loaded.report["findings"]
    assert isinstance(listed, list)
    return [found for found in listed if not code or found["code"] == code]


def facts(loaded: Loaded, code: str) -> dict[str, object]:
    """The facts of the one finding of a code."""
    (found,) = findings(loaded, code)
    assert isinstance(found["facts"], dict)
    return found["facts"]


def rows(loaded: Loaded) -> list[RowNote]:
    """The rows that the report lists."""
    return list(iterate_report_rows(run_id=loaded.run_id))
