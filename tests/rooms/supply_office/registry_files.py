"""A small invented registry as files: its mapping, and tables whose rows a test chooses."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

MAPPING = r"""
[program]
code = "demo"
name = "Demo Registry (invented)"
unit_kg = 1000
synthetic = true

[format]
dates = ["YYYY-MM-DD"]

[serial]
key = ["number", "vintage"]

[[serial.patterns]]
pattern = '^DR-(?P<number>\d+)-(?P<vintage>\d{4})-(?P<first>\d+) to (?P<last>\d+)$'
agrees = { project = "DR{number}", vintage = "{vintage}" }

[statuses]
sellable = ["Registered"]
blocked = ["On hold"]

[classes]
"Reforestation" = "REMOVAL_NATURE"

[issuance]
match = "serial"

[[tables]]
table = "projects"
[tables.columns]
project = "Project ID"
name = "Project Name"
status = "Status"
developer = "Developer"
project_type = "Type"
methodology = "Methodology"
country = "Country"

[[tables]]
table = "issuances"
[tables.columns]
serial = "Serial Numbers"
quantity = "Credits"
issued = "Issued On"
project = "Project ID"
vintage = "Vintage"

[[tables]]
table = "retirements"
[tables.columns]
transaction = "Transaction"
serial = "Serial Numbers"
quantity = "Credits"
used = "Retired On"
project = "Project ID"
beneficiary = { column = "Beneficiary", optional = true }

[[tables]]
table = "holdings"
[tables.columns]
serial = "Block"
quantity = "Credits"
project = "Project ID"
vintage = "Vintage"
"""

PROJECTS = ("Project ID", "Project Name", "Status", "Developer", "Type", "Methodology", "Country")
ISSUANCES = ("Serial Numbers", "Credits", "Issued On", "Project ID", "Vintage")
RETIREMENTS = ("Transaction", "Serial Numbers", "Credits", "Retired On", "Project ID", "Beneficiary")
HOLDINGS = ("Block", "Credits", "Project ID", "Vintage")
RIDGE = ("DR7", "Mbeya Ridge Restoration", "Registered", "Kilele Land Trust", "Reforestation", "Plots 1.1", "TZ")


def table(columns: Sequence[str], *rows: Sequence[object]) -> bytes:
    """Return a CSV file with these columns and rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([columns, *rows])
    return text.getvalue().encode()


def serial(first: int, last: int, *, vintage: int = 2024, number: int = 7) -> str:
    return f"DR-{number}-{vintage}-{first} to {last}"


def projects(*rows: Sequence[object]) -> bytes:
    return table(PROJECTS, *(rows or (RIDGE,)))


def issuances(*ranges: tuple[int, int]) -> bytes:
    return table(ISSUANCES, *((serial(a, b), b - a + 1, "2025-05-02", "DR7", 2024) for a, b in ranges))


def holdings(*ranges: tuple[int, int]) -> bytes:
    return table(HOLDINGS, *((serial(a, b), b - a + 1, "DR7", 2024) for a, b in ranges))
