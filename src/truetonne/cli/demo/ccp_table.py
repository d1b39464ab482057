"""An invented table of core carbon principle decisions, so that the look-up has something to show."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from truetonne.cli.demo.people import Cast

ROWS: Final = (
    ("SYN registry (synthetic)", "Tidal wetlands", "2.0-2.1", "approved"),
    ("SYN registry (synthetic)", "Jurisdictional forest standard", "2.0", ""),
    ("SYN registry (synthetic)", "Destruction of banked gases", "1.0", "remedial_action"),
    ("Northquay Test Standard", "NT-0001 Planting of native forest", "1.0-1.2", "approved"),
    ("Northquay Test Standard", "NT-0002 Cookstoves in households", "1.0-3.0", "does_not_meet"),
    ("Northquay Test Standard", "NT-0003 Destruction of cooling gas", "1.0", ""),
    ("Northquay Test Standard", "NT-0004 Landfill gas", "1.0-4.1", "approved"),
    ("Northquay Test Standard", "NT-0005 Improved forest management", "2.0", "remedial_action"),
    ("Northquay Test Standard", "NT-0006 Grid wind power", "1-9", "withdrawn_from_assessment"),
)
"""No program, methodology or decision of this list exists."""


def import_decisions(*, cast: Cast, folder: Path, at: datetime) -> None:
    """Import the invented table as an operator imports its copy of the published one."""
    from truetonne.edge.identifiers import new_id
    from truetonne.supply.actions.import_ccp import import_ccp

    path = folder / "invented-ccp-table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("program", "methodology", "versions", "decision"), *ROWS])
    import_ccp(
        path=path, dated=at.date(), source="Invented for the demonstration", person_id=cast.persons["supply"].pk,
        at=at, new_id=new_id, is_synthetic=True,
    )  # fmt: skip
