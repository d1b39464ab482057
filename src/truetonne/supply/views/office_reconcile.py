"""The back office's reconciliation: everything known of a registry against everything else, every break with its figures."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from truetonne.edge.identifiers import new_id
from truetonne.edge.permissions import Role, staff
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.actions.reconcile import reconcile
from truetonne.supply.acts import record_act
from truetonne.supply.finding_words import SEVERITY_WORDS, TABLE_WORDS, code_words, fact_text, figures_of
from truetonne.supply.forms import ReconcileForm
from truetonne.supply.queries import list_programs
from truetonne.supply.registry_records.report import Finding
from truetonne.supply.registry_records.vocabulary import CODES, Severity
from truetonne.supply.views.acting import by_of, show

BREAKS_SHOWN = 500


@staff(Role.SUPPLY, Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def reconcile_program(request: HttpRequest) -> HttpResponse:
    """Choose a registry, compare, and see every break. Repeating it changes nothing."""
    programs = [(program.code, program.name) for program in list_programs()]
    if request.method != "POST":
        form = ReconcileForm(programs=programs, request_id=str(new_id()))
        return show(request, "supply/office_reconcile.html", {"form": form, "has_programs": bool(programs)})
    form = ReconcileForm(request.POST, programs=programs)
    if not form.is_valid():
        context = {"form": form, "has_programs": bool(programs)}
        return show(request, "supply/office_reconcile.html", context, status=422)
    program = str(form.cleaned_data["program"])
    by = by_of(request, form)
    findings = _run(program=program, by=by)
    if "json" in request.POST:
        return _file(program=program, findings=findings, at=by.at)
    context = {
        "form": ReconcileForm(programs=programs, request_id=str(new_id()), program=program),
        "has_programs": True,
        "program_name": dict(programs)[program],
        "at": by.at,
        "breaks": [_break(finding=finding) for finding in findings[:BREAKS_SHOWN]],
        "more_count": max(0, len(findings) - BREAKS_SHOWN),
        "tally": _tally(findings=findings),
        "is_done": True,
    }
    return show(request, "supply/office_reconcile.html", context)


def _run(*, program: str, by: By) -> list[Finding]:
    findings = reconcile(program=program, request_id=f"reconcile/{by.request_id}", at=by.at)
    record_act(
        action="registry.reconciled",
        subject=program,
        person_id=by.person_id,
        request_id=by.request_id,
        at=by.at,
        facts={"findings": len(findings)},
    )
    return sorted(findings, key=lambda finding: _ORDER[_severity(finding=finding)])


_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def _severity(*, finding: Finding) -> Severity:
    return finding.severity or CODES[finding.code][0]


def _break(*, finding: Finding) -> dict[str, object]:
    result, word = SEVERITY_WORDS[_severity(finding=finding)]
    where = {name: value for name, value in finding.facts.items() if not name.endswith("_kg") and name != "program"}
    return {
        "result": result,
        "word": word,
        "words": code_words(code=finding.code),
        "code": finding.code,
        "table": TABLE_WORDS.get(finding.table, finding.table),
        "where": fact_text(facts=where),
        "figures": figures_of(facts=finding.facts),
    }


def _tally(*, findings: list[Finding]) -> list[tuple[int, str, str]]:
    """Count by grade; a grade that nothing has gets no shape."""
    counts = Counter(_severity(finding=finding) for finding in findings)
    words = {Severity.ERROR: _("errors"), Severity.WARNING: _("warnings"), Severity.NOTE: _("notes")}
    return [(counts[grade], said, SEVERITY_WORDS[grade][0] if counts[grade] else "") for grade, said in words.items()]


def _file(*, program: str, findings: list[Finding], at: datetime) -> HttpResponse:
    said = {
        "program": program,
        "at": at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "findings": [finding.as_json() for finding in findings],
    }
    response = HttpResponse(json.dumps(said, ensure_ascii=False, indent=2), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="reconciliation-{program}.json"'
    return response
