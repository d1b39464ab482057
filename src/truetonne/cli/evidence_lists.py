"""``truetonne import evidence``: an edition of a public list into entries, and evidence of the companies they match."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from truetonne.cli.console import bootstrap_django, fail, json_option, output
from truetonne.cli.import_report import exit_code, print_report, write_report
from truetonne.supply.registry_records.report import RowNote

if TYPE_CHECKING:
    from truetonne.members.lists.mapping import ListMapping
    from truetonne.members.lists.reading import ReadFile

_SAMPLE = "docs/reference/list-mappings.md shows a whole mapping"


@click.command(name="evidence")
@click.option("--mapping", metavar="F", help="A shipped mapping's name or a .toml file; left out, the columns tell.")
@click.option(
    "--edition", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
    help="The day the list was published; left out, the file's name tells.",
)  # fmt: skip
@click.option("--partial", "is_partial", is_flag=True, help="The files are a part of the list: nothing vanishes.")
@click.option("--by", metavar="EMAIL", help="Who imports; that person cannot accept the evidence.")
@json_option
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
def evidence(
    files: tuple[Path, ...],
    *,
    mapping: str | None,
    edition: datetime | None,
    is_partial: bool,
    by: str | None,
    json_path: str | None,
) -> None:
    """Import a public list about companies: target dashboards, trackers, pledge registers.

    Entries become evidence where LEI, ISIN, registration number or domain agree with a company that applies or is a
    member; names only suggest, and a person confirms in the office. Nothing counts before somebody accepted it.
    """
    for path in files:
        if not path.is_file():
            fail(f"{path}: there is no such file", fix="Check the path")
    name, found, readings = _read(files=files, mapping=mapping)
    day, is_day_assumed = _edition(files=files, given=edition)
    bootstrap_django()
    from truetonne.cli.imports import find_person
    from truetonne.edge.identifiers import new_id
    from truetonne.members.actions.import_list import ListLoad, import_list
    from truetonne.members.lists.mapping import mapping_text

    report = import_list(
        load=ListLoad(
            edition_id=new_id(), mapping=found, mapping_text=mapping_text(name=name), files=readings, edition=day,
            person_id=find_person(email=by), request_id=str(new_id()), at=datetime.now(UTC), new_id=new_id,
            is_complete=not is_partial, is_day_assumed=is_day_assumed,
        )
    )  # fmt: skip
    rows = list(_notes(report))
    head = {name: value for name, value in report.items() if name != "rows"}
    write_report(path=json_path, report=head, rows=rows)
    if json_path != "-":
        print_report(report=head, rows=(row for row in rows if row.code != "other_actor"))
        output.print(f"{found.title}, edition of {day}: evidence handed in {report['offered']}. {found.terms}")
    sys.exit(exit_code(report=head))


def _read(*, files: tuple[Path, ...], mapping: str | None) -> tuple[str, ListMapping, tuple[ReadFile, ...]]:
    from truetonne.members.lists.files import ListUnreadable
    from truetonne.members.lists.mapping import ListMappingInvalid, find_mapping
    from truetonne.members.lists.reading import read_list
    from truetonne.members.lists.recognising import NoMappingFits, recognise_list

    try:
        if mapping is not None:
            found = find_mapping(name=mapping)
            return mapping, found, tuple(read_list(path=path, mapping=found) for path in files)
    except (ListMappingInvalid, ListUnreadable) as fault:
        fail(str(fault), fix=_SAMPLE)
    try:
        return recognise_list(paths=files)
    except NoMappingFits as fault:
        fail(str(fault), fix=f"Give --mapping FILE; {_SAMPLE}")
    except ListUnreadable as fault:
        fail(str(fault), fix="Save the list again as .csv or .xlsx")


def _edition(*, files: tuple[Path, ...], given: datetime | None) -> tuple[date, bool]:
    """Return the edition's day, and whether only its month is known; never today's: that would make an old list new."""
    today = datetime.now(UTC).date()
    if given is not None:
        if given.date() > today:
            fail(f"--edition {given.date()}: lies in the future", fix="Give the day on which the list was published")
        return given.date(), False
    from truetonne.members.lists.recognising import find_edition

    found = find_edition(names=[path.name for path in files])
    if found is not None:
        return found
    return fail(
        f"{files[0].name}: nothing says of which day this edition is",
        fix="Give --edition DATE, the day on which the list was published: evidence lapses by it",
    )


def _notes(report: Mapping[str, object]) -> Iterator[RowNote]:
    rows = report.get("rows")
    for row in rows if isinstance(rows, list) else []:
        yield RowNote(**row)
