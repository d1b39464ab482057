"""``truetonne import factors``: an edition of a publisher's emission factors."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from truetonne.cli.console import EXIT_DONE, EXIT_FINDINGS, bootstrap_django, emit_json, fail, json_option, output

ROWS_SHOWN = 20


@click.command(name="factors")
@click.option(
    "--mapping", required=True, metavar="NAME | FILE", help="A shipped mapping, or a file (.toml) of your own."
)
@click.option("--by", metavar="EMAIL", help="Who imports.")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@json_option
def factors(file: Path, *, mapping: str, by: str | None, json_path: str | None) -> None:
    """Import an edition of emission factors; the edition before it is superseded.

    Shipped mappings: epa-supply-chain-1.3, desnz-2025, grid-average-countries, egrid-2023-states, china-provinces-2023.
    The files themselves are not shipped. Exit codes: 0 every row accepted or known, 1 rows held or refused, 2 a file
    or mapping that cannot be used.
    """
    if not file.is_file():
        fail(f"{file}: there is no such file", fix="Check the path")
    bootstrap_django()
    from truetonne.cli.imports import find_person
    from truetonne.edge.identifiers import new_id
    from truetonne.footprints.actions.import_factors import EditionKnown, import_factors
    from truetonne.footprints.factor_files.mapping import (
        FactorMappingInvalid,
        load_shipped_mapping,
        read_factor_mapping,
    )
    from truetonne.footprints.factor_files.reading import FactorFileUnreadable

    path = Path(mapping)
    try:
        read = (
            read_factor_mapping(text=path.read_text(encoding="utf-8"), name=path.name)
            if path.suffix == ".toml"
            else load_shipped_mapping(name=mapping)
        )
        imported = import_factors(
            set_id=new_id(), path=file, mapping=read, person_id=find_person(email=by), request_id=str(new_id()),
            at=datetime.now(UTC),
        )  # fmt: skip
    except FactorMappingInvalid as error:
        fail(
            f"mapping {error.name}: {error.key} {error.reason}",
            fix="docs/reference/footprints.md shows a whole mapping",
        )
    except FactorFileUnreadable as error:
        fail(f"{error.name}: {error.reason}", fix=error.fix)
    except EditionKnown as error:
        fail(str(error), fix="A changed file is another edition: name it in the mapping")
    except OSError as error:
        fail(f"--mapping {mapping}: cannot be read ({error.strerror})", fix="Check the path")
    report = {"set": str(imported.factor_set), "is_new": imported.is_new, **imported.report}
    emit_json(json_path, report)
    if json_path != "-":
        _print(report)
    waits = report["rows"]["held"] or report["rows"]["refused"]
    sys.exit(EXIT_FINDINGS if waits else EXIT_DONE)


def _print(report: dict[str, Any]) -> None:
    output.print(
        Text(f"{report['set']}: {report['factors']:,} factors" + ("" if report["is_new"] else ", known already"))
    )
    table = Table(box=None, header_style="dim", pad_edge=False)
    for name in report["rows"]:
        table.add_column(name, justify="right")
    table.add_row(*(f"{count:,}" for count in report["rows"].values()))
    output.print(table)
    for code, count in report["codes"].items():
        output.print(Text(f"  {code}: {count:,} rows"))
    if report["supersedes"]:
        output.print(
            Text(f"supersedes {report['supersedes']}; {report['shift_count']:,} factors moved by more than 5%")
        )
        for shift in report["shifts"][:ROWS_SHOWN]:
            output.print(Text(f"  {shift['change']} {shift['activity_key']} per {shift['unit']} {shift['region']}"))
