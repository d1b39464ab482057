"""``truetonne vectors``: run worked examples of methods and standards. Needs no database.

Exit 0 all pass, 1 any differs or cannot be run, 2 a file cannot be read.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from truetonne.cli.console import EXIT_DONE, EXIT_FINDINGS, emit_json, fail, json_option, output, widen_for_files
from truetonne.cli.import_report import as_json_value
from truetonne.cli.json_input import read_json, read_table
from truetonne.rules.worked_examples import Outcome, Verdict, run_examples
from truetonne.science.errors import InputRefused

SHOWN_CHARACTERS = 72
DIFFERENCES_SHOWN = 6
_STYLES = {Verdict.PASS: "green", Verdict.DIFFERS: "bold red", Verdict.NOT_RUN: "yellow"}


@click.command(name="vectors")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def command(files: tuple[Path, ...], json_path: str | None) -> None:
    """Run the worked examples in each FILE (.json, or a .csv of rows) and compare them with what they expect.

    Numbers are compared within the example's tolerance, texts for their decision, null means "not available".
    Exit codes: 0 all pass, 1 any differs or cannot be run, 2 a file cannot be read.
    """
    outcomes = {str(path): _run(path) for path in files}
    found = Counter(outcome.verdict for group in outcomes.values() for outcome in group)
    counts = {verdict.value: found[verdict] for verdict in Verdict}
    listed = [as_json_value({"file": file, **one.as_json()}) for file, group in outcomes.items() for one in group]
    emit_json(json_path, {"counts": as_json_value(counts), "examples": listed})
    if json_path != "-":
        widen_for_files()
        for file, group in outcomes.items():
            output.print(_table(file=file, outcomes=group))
        output.print(
            Text(", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count or found.total() == 0))
        )
    sys.exit(EXIT_DONE if set(found) <= {Verdict.PASS} else EXIT_FINDINGS)


def _run(path: Path) -> list[Outcome]:
    file = read_table(path=path) if path.suffix.lower() == ".csv" else read_json(path=str(path))
    if not isinstance(file, dict):
        fail(f"{path}: these are no worked examples", fix="Name a file with 'vectors', or with 'id' and 'cases'")
    try:
        outcomes = list(run_examples(file=file))
    except InputRefused as refused:
        fail(f"{path}: {refused.field}: {refused.reason}", fix=refused.fix)
    if not outcomes:
        reason = "the file holds no example that this build knows how to read"
        return [Outcome(id=path.stem, name=str(file.get("id")), verdict=Verdict.NOT_RUN, expected=None, reason=reason)]
    return outcomes


def _table(*, file: str, outcomes: list[Outcome]) -> Table:
    table = Table(title=Text(file), title_justify="left", box=None, header_style="dim", pad_edge=False)
    for column in ("id", "expected", "got", "verdict"):
        table.add_column(column, overflow="fold", no_wrap=column in {"id", "verdict"})
    for outcome in outcomes:
        verdict = Text(outcome.verdict.value, style=_STYLES[outcome.verdict])
        if not outcome.differences:
            got = outcome.reason or _brief(_expected_part(outcome))
            table.add_row(Text(outcome.id), Text(_brief(outcome.expected)), Text(got), verdict)
        for place, found in enumerate(outcome.differences[:DIFFERENCES_SHOWN]):
            label = f"{found.path}: " if found.path else ""
            name = outcome.id if place == 0 else ""
            expected, got = label + _brief(found.expected), label + _brief(found.got)
            table.add_row(Text(name), Text(expected), Text(got), verdict if place == 0 else Text(""))
        if len(outcome.differences) > DIFFERENCES_SHOWN:
            table.add_row("", Text(f"{len(outcome.differences) - DIFFERENCES_SHOWN} more", style="dim"), "", "")
    return table


def _expected_part(outcome: Outcome) -> object:
    """Return what was computed under the expected keys: a method may return more."""
    if isinstance(outcome.expected, dict) and isinstance(outcome.got, dict):
        return {name: outcome.got.get(name) for name in outcome.expected}
    return outcome.got


def _brief(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
