"""``truetonne compute``: one scientific method or rule on JSON input, JSON out. Needs no database.

Exit 0 computed, 2 the input is refused (with field, value and fix).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import click
from rich.table import Table
from rich.text import Text

from truetonne.cli.console import (
    EXIT_UNUSABLE_INPUT,
    CommandFailed,
    JsonValue,
    emit_json,
    fail,
    json_option,
    output,
    widen_for_files,
)
from truetonne.cli.import_report import as_json_value
from truetonne.cli.json_input import read_json
from truetonne.rules.catalogue import get_standard, list_standards
from truetonne.rules.standard import run_standard
from truetonne.science.catalogue import get_method, list_methods
from truetonne.science.errors import InputRefused, NotInTable
from truetonne.science.method import run_method


@click.command(name="compute")
@click.argument("name", metavar="METHOD", required=False)
@click.argument("source", metavar="[INPUT.json]", required=False)
@click.option("--list", "is_list", is_flag=True, help="Name every method and rule with version, source and status.")
@click.option("--tables", metavar="FILE", help="JSON tables for a rule, in place of those that this build ships.")
@json_option
def command(name: str | None, source: str | None, tables: str | None, json_path: str | None, *, is_list: bool) -> None:
    """Run METHOD on the JSON object in INPUT.json (- is standard input) and print its record as JSON.

    The record holds the inputs with their SHA-256, the outputs, the parameter sets and how far they may be trusted.
    A method without inputs needs no file. Exit codes: 0 computed, 2 the input is refused.
    """
    if is_list:
        _list(json_path=json_path)
        return
    if name is None:
        fail("METHOD is missing", fix="truetonne compute --list names them")
    inputs = _read_object(source) if source else {}
    try:
        record = _compute(name=name, inputs=inputs, tables=_read_object(tables) if tables else None)
    except InputRefused as refused:
        emit_json(json_path, {"error": _refusal(refused)})
        fix = refused.fix or f"truetonne compute --list says where {name} comes from"
        message = f"{refused.field} = {refused.value!r}: {refused.reason} ({refused.code})"
        raise CommandFailed(message=message, fix=fix, code=EXIT_UNUSABLE_INPUT) from None
    emit_json(json_path or "-", record)


def _compute(*, name: str, inputs: Mapping[str, object], tables: Mapping[str, object] | None) -> JsonValue:
    try:
        method = get_method(name=name)
    except NotInTable:
        return _judge(name=name, inputs=inputs, tables=tables)
    if tables is not None:
        raise NotInTable(field="--tables", value=name, reason="a method takes its parameters from versioned sets")
    return as_json_value(run_method(method=method, inputs=inputs).as_json())


def _judge(*, name: str, inputs: Mapping[str, object], tables: Mapping[str, object] | None) -> JsonValue:
    try:
        standard = get_standard(name=name)
    except NotInTable:
        fix = "truetonne compute --list names them"
        raise NotInTable(field="METHOD", value=name, reason="there is no such method or rule", fix=fix) from None
    outputs = run_standard(standard=standard, inputs=inputs, context=tables)
    return as_json_value(
        {
            "method": standard.name,
            "version": standard.version,
            "source": standard.source,
            "statuses": [standard.status.value],
            "inputs": inputs,
            "outputs": outputs,
        }
    )


def _list(*, json_path: str | None) -> None:
    rows = [
        *((m.name, m.title, m.version, m.source, [status.value for status in m.statuses]) for m in list_methods()),
        *((s.name, s.title, s.version, s.source, [s.status.value]) for s in list_standards()),
    ]
    if json_path is not None:
        named = ("name", "title", "version", "source", "statuses")
        emit_json(json_path, [as_json_value(dict(zip(named, row, strict=True))) for row in rows])
    if json_path != "-":
        widen_for_files()
        output.print(_table(rows))


def _table(rows: Iterable[tuple[str, str, str, str, list[str]]]) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in ("method", "title", "version", "source", "status"):
        table.add_column(column, overflow="fold")
    for name, title, version, source, statuses in rows:
        table.add_row(Text(name, style="bold"), Text(title), Text(version), Text(source), Text(", ".join(statuses)))
    return table


def _read_object(path: str) -> Mapping[str, object]:
    value = read_json(path=path)
    if not isinstance(value, Mapping):
        fail(f"{path}: an object with named inputs is due", fix='Write {"name": value, ...}')
    return value


def _refusal(refused: InputRefused) -> JsonValue:
    return {
        "code": refused.code,
        "field": refused.field,
        "value": refused.value if isinstance(refused.value, str | int | float | bool) else repr(refused.value),
        "reason": refused.reason,
        "fix": refused.fix,
    }
