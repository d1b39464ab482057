"""A load's report as a page shows it: totals that add up, findings in sentences, tabs over its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from truetonne.edge.formats import count_text
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.supply.finding_words import SEVERITY_WORDS, TABLE_WORDS, code_words, fact_text
from truetonne.supply.queries import RunFacts
from truetonne.supply.registry_records.vocabulary import Outcome
from truetonne.supply.words import OUTCOME_WORDS

OUTCOMES: Final = tuple(outcome.value for outcome in Outcome if outcome is not Outcome.ACCEPTED)
FINDINGS_SHOWN: Final = 200

Tab = tuple[str, str, int | None, bool]


def report_context(*, run: RunFacts, counts: Mapping[str, int], outcome: str, address: str) -> dict[str, object]:
    """Return what the report's template needs besides its page of rows."""
    report = run.report
    findings = _sequence(report["findings"])
    by_table = _mapping(report["by_table"])
    return {
        "outcome_words": [OUTCOME_WORDS[each] for each in Outcome],
        "tables": [_totals(words=str(TABLE_WORDS.get(name, name)), totals=found) for name, found in by_table.items()],
        "totals": _totals(words=_("All"), totals=report["totals"]),
        "findings": [_finding(finding=_mapping(each)) for each in findings[:FINDINGS_SHOWN]],
        "more_findings": max(0, len(findings) - FINDINGS_SHOWN),
        "files": [
            (found, TABLE_WORDS.get(str(found["table"]), found["table"]), str(found["encoding"]).upper())
            for found in map(_mapping, run.files)
        ],
        "tabs": _tabs(counts=counts, outcome=outcome, address=address),
        "outcome": outcome,
    }


def finding_line(*, code: str, severity: str, facts: Mapping[str, object], rows: int, table: str) -> dict[str, object]:
    """Return one finding for the findings partial: its shape, its sentence, its facts, its code."""
    result, word = SEVERITY_WORDS[severity]
    where = [str(TABLE_WORDS[table])] if table in TABLE_WORDS else []
    if rows > 1:
        where.append(_("%(rows)s rows, the first:") % {"rows": count_text(count=rows, language=current_language())})
    parts = filter(None, (", ".join(where), fact_text(facts=facts)))
    said = (" " if rows > 1 else " · ").join(parts)
    return {"result": result, "word": word, "title": code_words(code=code), "text": said, "rule": code}


def _finding(*, finding: Mapping[str, object]) -> dict[str, object]:
    return finding_line(
        code=str(finding["code"]),
        severity=str(finding["severity"]),
        facts=_mapping(finding["facts"]),
        rows=int(str(finding["rows"])),
        table=str(finding["table"]),
    )


def _totals(*, words: str, totals: object) -> dict[str, object]:
    amounts = _mapping(totals)
    names = ("read", *(outcome.value for outcome in Outcome))
    pairs = [(int(str(_mapping(amounts[name])["rows"])), int(str(_mapping(amounts[name])["kg"]))) for name in names]
    return {
        "words": words,
        "read": pairs[0],
        "parts": list(zip((OUTCOME_WORDS[each] for each in Outcome), pairs[1:], strict=True)),
    }


def _tabs(*, counts: Mapping[str, int], outcome: str, address: str) -> list[Tab]:
    waiting = counts.get(Outcome.HELD, 0) + counts.get(Outcome.REFUSED, 0)
    tabs: list[Tab] = [(f"{address}#rows", _("Held and refused"), waiting, not outcome)]
    for each in OUTCOMES:
        if counts.get(each):
            tabs.append((f"{address}?outcome={each}#rows", str(OUTCOME_WORDS[each]), counts[each], outcome == each))
    return tabs


def _mapping(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value


def _sequence(value: object) -> Sequence[object]:
    assert isinstance(value, Sequence)
    return value
