"""``truetonne judge``: findings of a rule set on one or many fact records. Needs no database.

Exit 0 every record passes, 1 any does not (or cannot be read), 2 the rule set, a file or an option cannot be used.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from truetonne.cli.console import EXIT_DONE, EXIT_FINDINGS, emit_json, fail, json_option, output
from truetonne.cli.fact_files import FactRecord, read_facts_file
from truetonne.cli.import_report import as_json_value
from truetonne.rules.catalogue import get_rule_set_family, get_standard
from truetonne.rules.rule_set import list_versions
from truetonne.rules.standard import run_standard
from truetonne.science.errors import InputRefused, NotInTable

RECORDS_SHOWN = 50
OUTCOMES = {True: "eligible", "conditional": "conditional", "pending": "pending", False: "ineligible"}
_STYLES = {"eligible": "green", "conditional": "yellow", "pending": "yellow", "ineligible": "red", "unreadable": "bold red"}  # fmt: skip
_RESULTS = {"met": "green", "not_met": "red", "not_shown": "red", "conditional": "yellow", "pending": "yellow"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One record with its outcome, findings and the sources of its facts; ``reason`` says why one could not be read."""

    name: str
    outcome: str
    until: str = ""
    findings: tuple[Mapping[str, object], ...] = ()
    reason: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return JSON-like values."""
        return {
            "record": self.name,
            "outcome": self.outcome,
            "until": self.until or None,
            "findings": list(self.findings),
            "reason": self.reason or None,
            "sources": dict(self.sources),
        }

    def fails(self, rule: str) -> bool:
        """Say whether this record falls at a rule."""
        return any(each["rule"] == rule and each["result"] in ("not_met", "not_shown") for each in self.findings)


@click.command(name="judge")
@click.argument("rule_set", metavar="RULESET")
@click.argument("files", metavar="FACTS...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day to judge as of.")
@click.option("--mapping", metavar="M", help="How a list's columns become facts: a shipped mapping or a .toml file.")
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="A fact for records that lack it.")
@click.option("--funnel", "is_funnel", is_flag=True, help="How many fall at which rule.")
@click.option("--tables", metavar="FILE", type=click.Path(path_type=Path), help="JSON with a 'policy' of your own.")
@json_option
def command(
    rule_set: str,
    files: tuple[Path, ...],
    *,
    as_of: datetime | None,
    mapping: str | None,
    settings: tuple[str, ...],
    is_funnel: bool,
    tables: Path | None,
    json_path: str | None,
) -> None:
    """Judge the fact records in FACTS by RULESET (such as exchange-eligibility or leaf-buyer).

    FACTS are .json, .jsonl, .csv or .xlsx; a table's headers are dotted facts (net_zero.year), or a mapping reads
    them. Exit codes: 0 every record passes, 1 any does not or cannot be read, 2 unusable input.
    """
    _require_rule_set(rule_set)
    day = as_of.date() if as_of else datetime.now(UTC).date()
    given = dict(_setting(text) for text in settings)
    records = [record for path in files for record in read_facts_file(path=path, mapping=mapping)]
    if not records:
        fail("the files hold no record", fix="Name a file with at least one object or row")
    context = _read_tables(tables)
    judged = [
        _judge(rule_set, record, day=day, is_forced=as_of is not None, given=given, context=context)
        for record in records
    ]
    counts = Counter(each.outcome for each in judged)
    emit_json(
        json_path,
        {
            "rule_set": rule_set,
            "as_of": day.isoformat(),
            "counts": as_json_value(dict(counts)),
            "funnel": as_json_value(_funnel(judged)),
            "records": [as_json_value(each.as_json()) for each in judged],
        },
    )
    if json_path != "-":
        _print(judged, counts=counts, is_funnel=is_funnel)
    sys.exit(EXIT_DONE if set(counts) <= {"eligible", "conditional"} else EXIT_FINDINGS)


def _require_rule_set(name: str) -> None:
    try:
        get_standard(name=name)
    except NotInTable as unknown:
        fail(f"{name}: there is no such rule set", fix=unknown.fix)


def _setting(text: str) -> tuple[str, object]:
    name, separator, value = text.partition("=")
    if not separator:
        fail(f"--set {text}: no value", fix="Write --set relationship=supplier")
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value


def _read_tables(path: Path | None) -> Mapping[str, object]:
    if path is None:
        return {}
    from truetonne.cli.json_input import read_json

    value = read_json(path=str(path))
    if not isinstance(value, Mapping):
        fail(f"{path}: an object is due", fix='Write {"policy": {"open_markets": []}}')
    return value


def _judge(
    rule_set: str, record: FactRecord, *, day: date, is_forced: bool, given: Mapping[str, object],
    context: Mapping[str, object],
) -> Judged:  # fmt: skip
    if record.reason:
        return Judged(name=record.name, outcome="unreadable", reason=record.reason)
    facts = {**given, **{name: value for name, value in record.facts.items() if value is not None}}
    if is_forced or "as_of" not in facts:
        facts["as_of"] = day.isoformat()
    try:
        outputs = run_standard(standard=get_standard(name=rule_set), inputs=facts, context=context)
    except NotInTable as missing:
        if missing.field == "as_of":
            versions = list_versions(family=get_rule_set_family(id=rule_set.replace("_", "-")))
            first = versions[0].header.valid_from
            fix = f"The first version applies from {first}; to judge earlier days bring --tables with a policy"
            fail(f"{rule_set}: no version applies on {facts['as_of']}", fix=fix)
        return Judged(name=record.name, outcome="unreadable", reason=str(missing))
    except InputRefused as refused:
        return Judged(name=record.name, outcome="unreadable", reason=str(refused))
    findings = outputs.get("findings")
    eligible = outputs.get("eligible")
    return Judged(
        name=record.name,
        outcome=OUTCOMES[eligible] if isinstance(eligible, (bool, str)) else "unreadable",
        until=str(outputs.get("until", "")),
        findings=tuple(findings) if isinstance(findings, list) else (),
        sources=record.sources,
    )


def _funnel(judged: Sequence[Judged]) -> list[dict[str, object]]:
    """Count rule by rule: how many fail it at all, and how many of those that passed all rules before fall here."""
    readable = [each for each in judged if each.outcome != "unreadable"]
    rules = list(dict.fromkeys(str(finding["rule"]) for each in readable for finding in each.findings))
    left, steps = readable, []
    for rule in rules:
        staying = [each for each in left if not each.fails(rule)]
        steps.append(
            {
                "rule": rule,
                "entered": len(left),
                "fell_here": len(left) - len(staying),
                "left": len(staying),
                "fail_at_all": sum(each.fails(rule) for each in readable),
            }
        )
        left = staying
    return steps


def _print(judged: Sequence[Judged], *, counts: Counter[str], is_funnel: bool) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truetonne.config.settings")
    import django

    django.setup()
    from django.utils import translation

    with translation.override("en"):
        if is_funnel:
            _print_funnel(judged)
        else:
            for each in judged[:RECORDS_SHOWN]:
                _print_record(each)
            if len(judged) > RECORDS_SHOWN:
                output.print(
                    Text(f"{len(judged) - RECORDS_SHOWN} more records; --json PATH lists them all", style="dim")
                )
    output.print(Text(", ".join(f"{count} {outcome}" for outcome, count in counts.most_common())))


def _print_record(each: Judged) -> None:
    until = f" until {each.until}" if each.until else ""
    output.print(Text.assemble((each.name, "bold"), "  ", (each.outcome + until, _STYLES[each.outcome])))
    if each.reason:
        output.print(Text(f"  {each.reason}"))
        return
    from truetonne.members.finding_words import describe_finding

    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in ("rule", "result", "finding", "what would change it"):
        table.add_column(column, overflow="fold")
    for finding in each.findings:
        words = describe_finding(finding=finding)
        result = words.result.replace("_", " ")
        text = " ".join((words.text, *words.warnings))
        table.add_row(
            Text(words.rule), Text(result, style=_RESULTS[words.result]), Text(text), Text(" ".join(words.fixes))
        )
    output.print(table)
    for fact, said in each.sources.items():
        output.print(Text(f"  {fact}: {said}", style="dim"))


def _print_funnel(judged: Sequence[Judged]) -> None:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in ("rule", "entered", "fell here", "left", "fail at all"):
        table.add_column(column, justify="left" if column == "rule" else "right")
    for step in _funnel(judged):
        table.add_row(*(str(step[name]) for name in ("rule", "entered", "fell_here", "left", "fail_at_all")))
    output.print(table)
