"""``truetonne records find`` and ``truetonne statement``: what the registries' public records say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
from rich.text import Text

from truetonne.cli.console import bootstrap_django, emit_json, fail, json_option, output

if TYPE_CHECKING:
    from truetonne.supply.records_search import Statement

_program = click.option("--program", metavar="P", default="", help="Only this registry.")


@click.group(name="records")
def command() -> None:
    """Search the registries' public records that were imported."""


@command.command(name="find")
@_program
@click.option("--text", required=True, metavar="T", help="Part of a serial, project, holder, beneficiary or purpose.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), metavar="N", help="At most N.")
@json_option
def find(program: str, text: str, limit: int, json_path: str | None) -> None:
    """Find records that contain a text, in any case.

    Exit codes: 0 also when nothing is found, 2 the program is unknown.
    """
    bootstrap_django()
    from truetonne.cli.import_report import as_json_value
    from truetonne.edge.formats import tonnes_text
    from truetonne.supply.records_search import find_records

    found = find_records(text=text, program=_code(program), limit=limit + 1)
    shown = found[:limit]
    rows = [{name: _plain(getattr(record, name)) for name in record.__slots__} for record in shown]
    emit_json(json_path, as_json_value({"text": text, "more": len(found) > limit, "records": rows}))
    if json_path == "-":
        return
    for record in shown:
        mass = tonnes_text(kg=record.kg, language="en") if record.kg else ""
        said = (record.serial, record.beneficiary, record.holder, record.reason, " ".join(record.purpose.split()))
        head = (record.program, record.table, record.project, str(record.day or ""), mass)
        output.print(Text("  ".join(filter(None, (" ".join(filter(None, head)), *said)))))
    if len(found) > limit:
        output.print(Text(f"only the first {limit} are shown; raise --limit", style="dim"))
    if not found:
        output.print(f"no record contains {text!r}")


@click.command(name="statement")
@click.option("--beneficiary", required=True, metavar="B", help="The name as registries print it.")
@_program
@click.option("--publish", is_flag=True, help="Fix the statement for everybody to read.")
@json_option
def statement(beneficiary: str, program: str, json_path: str | None, *, publish: bool) -> None:
    """Print what public records show as retired on behalf of a beneficiary: ranges, projects, purpose, total.

    Only rows whose beneficiary equals the name count; names that merely contain it are listed and not counted.

    Exit codes: 0 printed, 2 no record names the beneficiary, or the program is unknown.
    """
    bootstrap_django()
    from truetonne.cli.import_report import as_json_value
    from truetonne.edge.identifiers import new_id, show_id
    from truetonne.supply.actions.publish_statement import publish_statement
    from truetonne.supply.records_search import make_statement

    made = make_statement(beneficiary=beneficiary, program=_code(program))
    if not made.lines:
        near = f"Names that contain it: {'; '.join(made.not_counted[:10])}" if made.not_counted else ""
        fail(
            f"--beneficiary {beneficiary!r}: no imported retirement names it",
            fix=near or "Import the registry's retirements, or look with: truetonne records find --text",
        )
    value = made.as_json()
    if publish:
        published = publish_statement(
            statement_id=new_id(), statement=made, person_id=None, request_id=str(new_id()), at=datetime.now(UTC)
        )
        value |= {"statement_id": show_id(prefix="stm", id=published.pk), "sha256": published.sha256}
    emit_json(json_path, as_json_value(value))
    if json_path != "-":
        _print_statement(made=made)
        if publish:
            output.print(f"published as /statements/{value['statement_id']}.json, SHA-256 {value['sha256']}")


def _print_statement(*, made: Statement) -> None:
    from truetonne.edge.formats import tonnes_text

    output.print(Text(f"Retired on behalf of {made.beneficiary}", style="bold"))
    for line in made.lines:
        head = (line.program, line.project, line.name, str(line.vintage or ""), str(line.retired_on or ""))
        mass = tonnes_text(kg=line.kg, language="en")
        output.print(Text("  ".join(filter(None, (" ".join(filter(None, head)), mass, line.serial)))))
        output.print(Text(f"    {' '.join(line.purpose.split())}", style="dim"))
    for program, project, name, kg in made.by_project():
        output.print(Text(f"{program} {project} {name}: {tonnes_text(kg=kg, language='en')}"))
    output.print(Text(f"total {tonnes_text(kg=made.kg, language='en')} in {len(made.lines)} retirements", style="bold"))
    if len(made.spellings) > 1:
        output.print(Text(f"printed as {'; '.join(made.spellings)}", style="dim"))
    if made.not_counted:
        output.print(
            Text(f"not counted, for the name only contains it: {'; '.join(made.not_counted[:10])}", style="dim")
        )


def _code(program: str) -> str:
    if not program:
        return ""
    from truetonne.supply.catalog import ProgramUnknown, find_program

    try:
        return find_program(program=program).code
    except ProgramUnknown as error:
        fail(f"--program {error.program}: unknown", fix=f"Known programs: {', '.join(error.known)}")


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int) else str(value)
