"""``truetonne import ccp``: the operator's copy of the table of core carbon principle decisions."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from truetonne.cli.console import bootstrap_django, fail, json_option


@click.command(name="ccp")
@click.option(
    "--dated", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day that the table is of."
)
@click.option("--source", required=True, metavar="TEXT", help="Where the copy comes from: document and address.")
@click.option("--by", required=True, metavar="EMAIL", help="Who imports.")
@json_option
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
def ccp(file: Path, *, dated: datetime, source: str, by: str, json_path: str | None) -> None:
    """Import your copy of the table of decisions by program, methodology and versions.

    Columns: program, methodology, versions, decision (blank is undecided) and, where it is stated, decided_on. The table
    is not shipped, because its licence is not stated. A later edition takes the place of an earlier one from its day on.
    """
    if not file.is_file():
        fail(f"{file}: there is no such file", fix="Check the path")
    bootstrap_django()
    from truetonne.cli.import_report import exit_code, print_report, write_report
    from truetonne.cli.imports import find_person
    from truetonne.edge.identifiers import new_id
    from truetonne.members.lists.files import ListUnreadable
    from truetonne.supply.actions.import_ccp import import_ccp
    from truetonne.supply.registry_records.report import RowNote

    now = datetime.now(UTC)
    if dated.date() > now.date():
        fail(f"--dated {dated.date()}: lies in the future", fix="Give the day that the table is of")
    person_id = find_person(email=by)
    assert person_id is not None
    try:
        report = import_ccp(
            path=file, dated=dated.date(), source=source, person_id=person_id, at=now, new_id=new_id
        )  # fmt: skip
    except ListUnreadable as fault:
        fail(str(fault), fix="Give a file with the columns program, methodology, versions and decision")
    rows = [RowNote(**row) for row in report.pop("rows")]
    write_report(path=json_path, report=report, rows=rows)
    if json_path != "-":
        print_report(report=report, rows=rows)
    sys.exit(exit_code(report=report))
