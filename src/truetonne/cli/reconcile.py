"""``truetonne reconcile``: every break between records, totals, editions and our own retirements, with both figures."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from truetonne.cli.console import EXIT_DONE, EXIT_FINDINGS, bootstrap_django, emit_json, fail, json_option, output


@click.command(name="reconcile")
@click.option("--program", metavar="P", help="Only this registry; default: all of which something was imported.")
@json_option
def command(program: str | None, json_path: str | None) -> None:
    """Compare transactions with project totals, older with newer editions, our retirements with the registry's.

    What our retirements and a registry's records agree on is confirmed in the log. Nothing is repaired.

    Exit codes: 0 no break, 1 breaks found, 2 the program is unknown.
    """
    bootstrap_django()
    from truetonne.cli.import_report import as_json_value, print_findings
    from truetonne.edge.identifiers import new_id
    from truetonne.supply.actions.reconcile import list_reconcilable, reconcile
    from truetonne.supply.catalog import ProgramUnknown

    at = datetime.now(UTC)
    reports: list[dict[str, object]] = []
    try:
        for code in (program,) if program else list_reconcilable():
            found = reconcile(program=code, request_id=f"reconcile/{new_id().hex}", at=at)
            reports.append({"program": code, "findings": [finding.as_json() for finding in found]})
    except ProgramUnknown as error:
        fail(f"--program {error.program}: unknown", fix=f"Known programs: {', '.join(error.known)}")
    findings = [finding for report in reports for finding in _list(report["findings"])]
    emit_json(json_path, as_json_value({"programs": [r["program"] for r in reports], "findings": findings}))
    if json_path != "-":
        print_findings(findings=findings)
        named = ", ".join(str(report["program"]) for report in reports) or "no program has records yet"
        output.print(f"{len(findings)} findings: {named}")
    breaks = [f for f in findings if isinstance(f, dict) and f.get("severity") != "note"]
    sys.exit(EXIT_FINDINGS if breaks else EXIT_DONE)


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
