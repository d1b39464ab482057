"""A load's report on the screen and as JSON. Rows may be a million: they are read from where they are kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO

from rich.table import Table
from rich.text import Text

from truetonne.cli.console import EXIT_DONE, EXIT_FINDINGS, JsonValue, fail, output
from truetonne.edge.formats import tonnes_text
from truetonne.supply.registry_records.report import RowNote
from truetonne.supply.registry_records.vocabulary import CODES, Outcome

ROWS_SHOWN = 20
FINDINGS_SHOWN = 30
_STYLES = {"error": "red", "warning": "yellow", "note": "dim"}

Report = Mapping[str, object]


def exit_code(*, report: Report) -> int:
    """0 when every row is accepted or known and no finding is an error, else 1."""
    totals = _mapping(report["totals"])
    waits = any(_number(_mapping(totals[outcome])["rows"]) for outcome in ("held", "refused"))
    errs = any(_mapping(finding)["severity"] == "error" for finding in _sequence(report["findings"]))
    return EXIT_FINDINGS if waits or errs else EXIT_DONE


def print_report(*, report: Report, rows: Iterable[RowNote]) -> None:
    """Print files, totals per table, findings and the first rows that were not accepted."""
    for file in map(_mapping, _sequence(report["files"])):
        output.print(Text(f"{file['name']}  {file['table']}, {file['encoding']}"))
    output.print(_totals(report=report))
    print_findings(findings=_sequence(report["findings"]))
    waiting = (row for row in rows if row.outcome != Outcome.KNOWN.value or row.code)
    shown = list(islice(waiting, ROWS_SHOWN + 1))
    for row in shown[:ROWS_SHOWN]:
        place = f"{row.file}:{row.record}"
        output.print(
            Text.assemble(
                (row.outcome, "bold"), f" {place} {row.field} ", (repr(row.value)[:80], "cyan"), f" {row.reason}"
            )
        )
    if len(shown) > ROWS_SHOWN:
        output.print(Text("more rows were held or refused; --json PATH lists them all", style="dim"))


def print_findings(*, findings: Sequence[object]) -> None:
    """Print each finding on one line: how grave, its code, its facts."""
    for finding in map(_mapping, findings[:FINDINGS_SHOWN]):
        severity, code = str(finding["severity"]), str(finding["code"])
        facts = ", ".join(f"{name} {_fact(value)}" for name, value in _mapping(finding["facts"]).items())
        rows = _number(finding["rows"])
        counted = f" ({rows} rows)" if rows > 1 else ""
        sentence = str(finding.get("says", "")) or (CODES[code][1] if code in CODES else "")
        output.print(Text.assemble((severity, _STYLES.get(severity, "")), f" {code}{counted}: {sentence}. {facts}"))
    if len(findings) > FINDINGS_SHOWN:
        output.print(Text(f"{len(findings) - FINDINGS_SHOWN} more findings; --json PATH lists them all", style="dim"))


def write_report(*, path: str | None, report: Report, rows: Iterable[RowNote]) -> None:
    """Write the report as JSON to ``path`` (- is standard output), row by row; nothing without a path."""
    if path is None:
        return
    try:
        if path == "-":
            _dump(file=sys.stdout, report=report, rows=rows)
            sys.stdout.flush()
            return
        with Path(path).open("w", encoding="utf-8") as file:
            _dump(file=file, report=report, rows=rows)
    except OSError as error:
        fix = "Name a file in a folder that you can write; what was imported is stored"
        fail(f"--json {path}: cannot be written ({error.strerror})", fix=fix)


def _dump(*, file: TextIO, report: Report, rows: Iterable[RowNote]) -> None:
    head = json.dumps({name: value for name, value in report.items() if name != "rows"}, ensure_ascii=False, indent=2)
    file.write(head.removesuffix("\n}") + ',\n  "rows": [')
    for at, row in enumerate(rows):
        file.write(("," if at else "") + "\n    " + json.dumps(row.as_json(), ensure_ascii=False))
    file.write("\n  ]\n}\n")


def _totals(*, report: Report) -> Table:
    """One line per table and outcome; outcomes without rows are left out."""
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column("table")
    table.add_column("outcome")
    table.add_column("rows", justify="right")
    table.add_column("tonnes", justify="right")
    lines = [(name, _mapping(totals)) for name, totals in _mapping(report["by_table"]).items()]
    if len(lines) > 1:
        lines.append(("all", _mapping(report["totals"])))
    for name, totals in lines:
        for outcome in ("read", *(outcome.value for outcome in Outcome)):
            rows, kg = (_number(_mapping(totals[outcome])[unit]) for unit in ("rows", "kg"))
            if outcome == "read" or rows:
                mass = tonnes_text(kg=kg, language="en") if kg else ""
                table.add_row(name if outcome == "read" else "", outcome, f"{rows:,}", mass)
    return table


def as_json_value(value: object) -> JsonValue:
    """Return a value that JSON can hold as one; raises TypeError for any other."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Mapping):
        return {str(name): as_json_value(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json_value(item) for item in value]
    raise TypeError(f"{value!r} is no JSON")


def _fact(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[:200]


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is no mapping")
    return value


def _sequence(value: object) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{value!r} is no list")
    return value


def _number(value: object) -> int:
    return value if isinstance(value, int) else int(str(value))
