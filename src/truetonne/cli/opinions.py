"""``truetonne import reviews`` and ``import labels``: what others publish about projects, in bulk and by a mapping."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from truetonne.cli.console import bootstrap_django, fail, json_option

_SAMPLE = "docs/how-to/rate-a-project.md shows a whole mapping"


@click.command(name="reviews")
@click.option(
    "--mapping", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Which column is what (.toml)."
)
@click.option("--by", required=True, metavar="EMAIL", help="Who imports.")
@json_option
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
def reviews(file: Path, *, mapping: Path, by: str, json_path: str | None) -> None:
    """Import other agencies' ratings and published third-party reviews.

    Each keeps its rater's scale and day. A row without rater, value, scale or day is refused; one about a project that the
    exchange does not know is held.
    """
    _run(kind="reviews", file=file, mapping=mapping, by=by, json_path=json_path)


@click.command(name="labels")
@click.option(
    "--mapping", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Which column is what (.toml)."
)
@click.option("--by", required=True, metavar="EMAIL", help="Who imports.")
@json_option
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
def labels(file: Path, *, mapping: Path, by: str, json_path: str | None) -> None:
    """Import labels of units: every block of ours of the named project, and vintage where one is named, gets them."""
    _run(kind="labels", file=file, mapping=mapping, by=by, json_path=json_path)


def _run(*, kind: str, file: Path, mapping: Path, by: str, json_path: str | None) -> None:
    for path in (file, mapping):
        if not path.is_file():
            fail(f"{path}: there is no such file", fix="Check the path")
    bootstrap_django()
    from truetonne.cli.import_report import exit_code, print_report, write_report
    from truetonne.cli.imports import find_person
    from truetonne.edge.identifiers import new_id
    from truetonne.members.lists.files import ListUnreadable
    from truetonne.supply.actions.import_opinions import MappingUnusable, import_opinions, read_mapping
    from truetonne.supply.registry_records.report import RowNote

    person_id = find_person(email=by)
    assert person_id is not None
    try:
        found = read_mapping(text=mapping.read_text(encoding="utf-8"))
        if found.kind != kind:
            fail(f"{mapping.name}: this mapping is for {found.kind}", fix=f"Run: truetonne import {found.kind}")
        report = import_opinions(path=file, mapping=found, person_id=person_id, at=datetime.now(UTC), new_id=new_id)
    except (MappingUnusable, ListUnreadable, UnicodeDecodeError) as fault:
        fail(str(fault), fix=_SAMPLE)
    rows = [RowNote(**row) for row in report.pop("rows")]
    write_report(path=json_path, report=report, rows=rows)
    if json_path != "-":
        print_report(report=report, rows=rows)
    sys.exit(exit_code(report=report))
