"""``truetonne import registry`` and ``import holdings``: files of registries into records and lots."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from truetonne.cli.ccp_table import ccp
from truetonne.cli.console import bootstrap_django, fail, json_option, progress_bar
from truetonne.cli.evidence_lists import evidence
from truetonne.cli.fuel_imports import fuels
from truetonne.cli.import_factors import factors
from truetonne.cli.opinions import labels, reviews

if TYPE_CHECKING:
    from uuid import UUID

    from truetonne.supply.actions.import_records import Load, Loaded
    from truetonne.supply.catalog import ProgramMapping
    from truetonne.supply.registry_records.reading import Reading
    from truetonne.supply.registry_records.vocabulary import Table

TABLES = ("projects", "issuances", "retirements", "cancellations", "reversals")
_SAMPLE = "docs/how-to/add-a-registry.md shows a whole mapping"

_files = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
_program = click.option("--program", metavar="P", help="The registry, in any case: acr, verra, art, car, ...")
_mapping = click.option(
    "--mapping", type=click.Path(path_type=Path), metavar="FILE", help="A mapping file (.toml) of your own."
)
_edition = click.option(
    "--edition",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day the registry wrote the files; default today.",
)
_by = click.option("--by", metavar="EMAIL", help="Who imports; that person cannot review the units.")


@click.group(name="import")
def command() -> None:
    """Import files: .csv, .txt, .xlsx, .parquet or .json, each also as .gz.

    Exit codes: 0 every row accepted or known; 1 rows held or refused, or an error found; 2 a file, mapping or
    program that cannot be used (nothing is stored).
    """


command.add_command(evidence)
command.add_command(factors)
command.add_command(reviews)
command.add_command(labels)
command.add_command(ccp)
command.add_command(fuels)


@command.command(name="registry")
@_program
@_mapping
@click.option("--table", type=click.Choice(TABLES), metavar="T", help=f"What the files hold: {', '.join(TABLES)}.")
@_edition
@click.option("--complete", "is_complete", is_flag=True, help="The files are whole tables: say what vanished.")
@_by
@json_option
@_files
def registry(
    files: tuple[Path, ...],
    *,
    program: str | None,
    mapping: Path | None,
    table: str | None,
    edition: datetime | None,
    by: str | None,
    json_path: str | None,
    is_complete: bool,
) -> None:
    """Import a registry's public records: projects, issuances, retirements of everybody.

    Program and table may come from the mapping and the columns. Every row is accepted, known, held or refused.
    """
    from truetonne.supply.registry_records.vocabulary import Table

    _run(
        is_holdings=False, files=files, program=program, mapping=mapping, table=Table(table) if table else None,
        edition=edition, is_complete=is_complete, by=by, json_path=json_path,
    )  # fmt: skip


@command.command(name="holdings")
@_program
@_mapping
@_edition
@_by
@json_option
@_files
def holdings(
    files: tuple[Path, ...],
    *,
    program: str | None,
    mapping: Path | None,
    edition: datetime | None,
    by: str | None,
    json_path: str | None,
) -> None:
    """Import the operator's own blocks: each becomes a lot under review.

    Columns: as the registry's own account export, or serial and quantity_t (or quantity_kg), and where known project,
    name, vintage, vintage_start, vintage_end, issued, status.
    """
    from truetonne.supply.registry_records.vocabulary import Table

    if program is None and mapping is None:
        fail("holdings: no program", fix="Name the registry with --program, or a mapping file with --mapping")
    _run(
        is_holdings=True, files=files, program=program, mapping=mapping, table=Table.HOLDINGS, edition=edition,
        is_complete=False, by=by, json_path=json_path,
    )  # fmt: skip


def _run(
    *,
    is_holdings: bool,
    files: Sequence[Path],
    program: str | None,
    mapping: Path | None,
    table: Table | None,
    edition: datetime | None,
    is_complete: bool,
    by: str | None,
    json_path: str | None,
) -> None:
    text = _read_mapping(path=mapping)
    for path in files:
        if not path.is_file():
            fail(f"{path}: there is no such file", fix="Check the path")
    bootstrap_django()
    from truetonne.cli.import_report import exit_code, print_report, write_report
    from truetonne.supply.actions.import_holdings import import_holdings
    from truetonne.supply.actions.import_records import import_records
    from truetonne.supply.queries import iterate_report_rows

    at = datetime.now(UTC)
    found = _find_program(program=program, mapping=mapping, text=text, files=files, table=table)
    load = _load(
        found=found, files=files, table=table, at=at, edition=edition.date() if edition else at.date(),
        is_complete=is_complete, by=by,
    )  # fmt: skip
    loaded = _import(action=import_holdings if is_holdings else import_records, load=load)
    rows = iterate_report_rows(run_id=loaded.run_id)
    write_report(path=json_path, report=loaded.report, rows=rows)
    if json_path != "-":
        print_report(report=loaded.report, rows=iterate_report_rows(run_id=loaded.run_id))
        _suggest(load=load, table=table)
    sys.exit(exit_code(report=loaded.report))


def _read_mapping(*, path: Path | None) -> str | None:
    """Read and check a mapping before anything is started."""
    if path is None:
        return None
    from truetonne.supply.registry_records.mapping_file import MappingInvalid, read_mapping

    try:
        text = path.read_text(encoding="utf-8")
        read_mapping(text=text, name=path.name)
        return text
    except MappingInvalid as error:
        lines = "\n".join(f"  {key}: {reason}" if key else f"  {reason}" for key, reason in error.problems)
        fail(f"mapping {error.name} cannot be used:\n{lines}", fix=_SAMPLE)
    except FileNotFoundError:
        fail(f"--mapping {path}: there is no such file", fix=f"Check the path; {_SAMPLE}")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"--mapping {path}: cannot be read ({error})", fix="A mapping is a TOML file in UTF-8")


def _find_program(
    *, program: str | None, mapping: Path | None, text: str | None, files: Sequence[Path], table: Table | None
) -> ProgramMapping:
    from truetonne.supply.catalog import ProgramUnknown, find_program, make_program_mapping
    from truetonne.supply.detecting import ProgramAmbiguous, detect_program
    from truetonne.supply.registry_records.files import FileUnreadable

    try:
        if text is not None and mapping is not None:
            found = make_program_mapping(text=text, name=mapping.name)
            if program is not None and program.strip().casefold() != found.code:
                fail(
                    f"--program {program}: the mapping {mapping.name} is for {found.code!r}",
                    fix="Leave --program out, or correct program.code in the mapping",
                )
            return found
        if program is not None:
            return find_program(program=program)
        return detect_program(paths=files, table=table)
    except ProgramUnknown as error:
        fail(
            f"--program {error.program}: unknown",
            fix=f"Known programs: {', '.join(error.known)}; or give --mapping FILE",
        )
    except ProgramAmbiguous as error:
        fail(str(error), fix="Give --program P, or --mapping FILE")
    except FileUnreadable as error:
        fail(f"{error.name}: {error.reason}", fix=error.fix)


def _load(
    *,
    found: ProgramMapping,
    files: Sequence[Path],
    table: Table | None,
    at: datetime,
    edition: date,
    is_complete: bool,
    by: str | None,
) -> Load:
    from truetonne.edge.identifiers import new_id
    from truetonne.supply.actions.import_records import Load
    from truetonne.supply.registry_records.files import FileUnreadable
    from truetonne.supply.registry_records.layouts import TableUnknown
    from truetonne.supply.registry_records.reading import read_file

    if edition > at.date():
        fail(f"--edition {edition}: lies in the future", fix="Give the day on which the registry wrote the files")
    readings: list[Reading] = []
    try:
        for number, path in enumerate(files):
            readings.append(
                read_file(
                    path=path, mapping=found.mapping, today=at.date(), table=table, file=number,
                    progress=_progress.step(file=number),
                )
            )  # fmt: skip
    except FileUnreadable as error:
        fail(f"{error.name}: {error.reason}", fix=error.fix)
    except TableUnknown as error:
        asked = f"--table {error.table}" if error.table else "the mapping"
        fail(f"{asked}: {found.code} has no such table", fix=f"Its tables are {', '.join(error.known) or 'none'}")
    return Load(
        run_id=new_id(), program=found, readings=readings, edition=edition, is_complete=is_complete,
        person_id=find_person(email=by), request_id=str(new_id()), at=at, new_id=new_id,
    )  # fmt: skip


def find_person(*, email: str | None) -> UUID | None:
    """Return the id of the person who imports, None where nobody is named."""
    if email is None:
        return None
    from truetonne.people.models import Person

    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        fail(f"--by {email}: nobody signs in with this address", fix="Name a person of the exchange")
    return person.pk


class _Progress:
    """What the files of a load have read so far, in bytes, for one bar over all of them."""

    def __init__(self) -> None:
        self.done: dict[int, int] = {}
        self.show: Callable[[int], None] = lambda _: None

    def step(self, *, file: int) -> Callable[[int, int], None]:
        def note(done: int, _total: int) -> None:
            self.done[file] = done
            self.show(sum(self.done.values()))

        return note


_progress = _Progress()


def _import(*, action: Callable[..., Loaded], load: Load) -> Loaded:
    from truetonne.supply.catalog import ProgramUnknown
    from truetonne.supply.registry_records.files import FileUnreadable

    total = sum(reading.source.size for reading in load.readings)
    try:
        with progress_bar(label="reading", total=total) as show:
            _progress.show = show
            return action(load=load)
    except FileUnreadable as error:
        fail(f"{error.name}: {error.reason}; nothing was imported", fix=error.fix)
    except ProgramUnknown as error:
        fail(f"a row names the program {error.program!r}", fix=f"Known programs: {', '.join(error.known)}")
    finally:
        _progress.show = lambda _: None


def _suggest(*, load: Load, table: Table | None) -> None:
    """Say which program's mapping fits a file that was refused for its columns."""
    from truetonne.cli.console import output
    from truetonne.supply.detecting import list_fitting

    for reading in load.readings:
        if reading.refusal is not None:
            fitting = list_fitting(path=reading.source.path)
            if fitting and table is None:
                output.print(
                    f"{reading.source.name} fits the mapping of {', '.join(fitting)}: try --program {fitting[0]}"
                )
