"""``truetonne ledger audit`` and ``truetonne ledger export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

import click
from rich.table import Table

from truetonne.cli.console import (
    EXIT_FINDINGS,
    JsonValue,
    bootstrap_django,
    emit_json,
    fail,
    json_option,
    output,
    progress_bar,
)

AUDIT_STEPS = 24
"""About how many steps an audit reports; the bar ends where the audit does."""


@click.group()
def command() -> None:
    """Audit the ledger, or write it out for other programs."""


@command.command()
@json_option
def audit(json_path: str | None) -> None:
    """Recompute balances, prices, certificates and the log from their sources.

    Exit codes: 0 nothing disagrees, 1 findings.
    """
    bootstrap_django()
    from truetonne.config.auditing import audit_exchange
    from truetonne.config.connection import connect

    with connect() as connection, progress_bar(label="auditing", total=AUDIT_STEPS) as advance:
        done = 0

        def step(_: str) -> None:
            nonlocal done
            done += 1
            advance(done)

        report = audit_exchange(connection=connection, progress=step)
    if json_path != "-":
        _print(report.as_json())
    emit_json(json_path, _json(report.as_json()))
    if not report.is_clean:
        sys.exit(EXIT_FINDINGS)


@command.command()
@click.option("--format", "form", type=click.Choice(["hledger"]), default="hledger", show_default=True)
@click.option("--output", "path", metavar="PATH", default="-", help="File to write; - is standard output.")
def export(form: str, path: str) -> None:
    """Write one transaction per ledger event, without balances, for an independent accounting program.

    Example: truetonne ledger export | hledger -f - balance
    """
    bootstrap_django()
    if path == "-":
        _write_journal(sys.stdout)
        return
    try:
        with Path(path).open("w", encoding="utf-8") as file:
            _write_journal(file)
    except OSError as error:
        fail(f"--output {path}: cannot be written ({error.strerror})", fix="Name a file in a folder that you can write")


def _write_journal(file: IO[str]) -> None:
    from truetonne.config.connection import connect
    from truetonne.ledger.export.journal import write_journal

    with connect() as connection, connection.transaction():
        for text in write_journal(connection=connection):
            file.write(text + "\n")


def _print(report: dict[str, object]) -> None:
    findings = report["findings"]
    assert isinstance(findings, list)
    rows, totals, log = report["rows"], report["totals_kg"], report["log"]
    assert isinstance(rows, dict)
    assert isinstance(totals, dict)
    assert isinstance(log, dict)
    output.print(
        f"read {rows['ledger_lot']:,} lots, {rows['ledger_line']:,} lines, {rows['ledger_certificate']:,} certificates,"
        f" {rows['ledger_entry']:,} entries; {log['checkpoint_size']:,} in the signed log, {log['pending_entries']:,} waiting"
    )
    output.print(
        f"issued {totals['issued']:,} kg, retired {totals['retired']:,} kg, cancelled {totals['cancelled']:,} kg"
    )
    if not findings:
        output.print("[bold]nothing disagrees[/]")
        return
    table = Table(title=f"{len(findings)} findings", title_justify="left")
    for heading in ("code", "rule", "facts"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        table.add_row(finding["code"], finding["check"], str(finding["facts"]))
    output.print(table)
    more = report["more"]
    assert isinstance(more, dict)
    for check, count in more.items():
        output.print(f"and {count:,} more: {check}")


def _json(value: object) -> JsonValue:
    import json

    found: JsonValue = json.loads(json.dumps(value, default=str))
    return found
