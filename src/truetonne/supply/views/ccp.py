"""Decisions on core carbon principles: a look-up for everybody, the operator's whole copy of the table for its staff."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from truetonne.edge.formats import day_text
from truetonne.edge.identifiers import new_id
from truetonne.edge.permissions import Role, public, staff
from truetonne.edge.stored_files import store_file
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.members.lists.files import ListUnreadable
from truetonne.rules.ccp.lookup import CcpState
from truetonne.rules.findings import FindingResult
from truetonne.science.errors import InputRefused
from truetonne.supply.actions.import_ccp import import_ccp
from truetonne.supply.ccp.form import CcpForm
from truetonne.supply.ccp.lookup import CcpStanding, find_ccp, find_edition
from truetonne.supply.ccp.words import CCP_RESULTS, CCP_WORDS
from truetonne.supply.models import CcpDecision, CcpEdition
from truetonne.supply.registry_records.vocabulary import Outcome
from truetonne.supply.views.acting import person_of, show

TEXT_MAX = 200
EDITIONS_SHOWN = 50
REFUSED_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A finding as the findings list prints it."""

    result: str
    title: str
    text: str
    evidence: str = ""
    fix: str = ""
    rule: str = ""
    word: str = ""


@public
@require_safe
def ccp(request: HttpRequest) -> HttpResponse:
    """What the table in force says of a program's methodology and version; undecided is shown as undecided."""
    asked = {name: request.GET.get(name, "").strip()[:TEXT_MAX] for name in ("program", "methodology", "version")}
    today = datetime.now(UTC).date()
    standing, problem = None, ""
    if asked["program"] and asked["methodology"]:
        try:
            standing = find_ccp(**asked, as_of=today)
        except InputRefused as refused:
            problem = refused.fix or refused.reason
    edition = find_edition(as_of=today)
    context = {
        "nav_current": "policy", "asked": asked, "problem": problem, "edition": edition,
        "findings": _findings(standing) if standing is not None else (),
        "decisions": _decisions(list(standing.decisions)) if standing is not None and standing.decisions else None,
        "counts": _counts(edition) if edition is not None else None,
        "editions": _editions(),
        "programs": _programs(edition),
        "is_half": bool(asked["program"]) != bool(asked["methodology"]),
    }  # fmt: skip
    return render(request, "supply/ccp.html", context)


@staff(Role.SUPPLY, Role.REVIEWER, Role.GOVERNANCE, Role.AUDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def office_ccp(request: HttpRequest) -> HttpResponse:
    """Every row of the edition in force, searched by words and by decision; staff of supply send a newer edition in."""
    at = datetime.now(UTC)
    today, may_send = at.date(), person_of(request).has_role(Role.SUPPLY)
    form = CcpForm(
        request.POST if request.method == "POST" else None, request.FILES or None, today=today,
        initial={"request_id": str(new_id())},
    )  # fmt: skip
    if form.is_bound and may_send and form.is_valid() and _import(request, form=form, at=at):
        return redirect("supply:office_ccp")
    edition = find_edition(as_of=today)
    words, state = request.GET.get("q", "").strip()[:TEXT_MAX], request.GET.get("state", "")
    rows = CcpDecision.objects.filter(edition=edition).order_by("row_number")
    if state in set(CcpState):
        rows = rows.filter(state=state)
    for word in words.split():
        rows = rows.filter(methodology__icontains=word) | rows.filter(program__icontains=word)
    found = list(rows)
    context = {
        "edition": edition, "table": _decisions(found) if found else None, "count": len(found), "q": words,
        "form": form if may_send else None, "state": state, "states": [(one.value, CCP_WORDS[one]) for one in CCP_WORDS], "editions": _editions(),
    }  # fmt: skip
    return show(request, "supply/office_ccp.html", context, status=422 if form.is_bound else 200)


def _import(request: HttpRequest, *, form: CcpForm, at: datetime) -> bool:
    """Import the edition and say what became of its rows; a file that cannot be read is an error of the form."""
    given = form.cleaned_data
    with tempfile.TemporaryDirectory(prefix="truetonne-ccp-") as folder:
        root = Path(folder)
        stored = store_file(root=root, folder="sent", name=str(given["sent"].name), chunks=given["sent"].chunks())
        try:
            report = import_ccp(
                path=root / stored.place, dated=given["dated"], source=given["source"], person_id=person_of(request).pk, at=at,
                new_id=new_id,
            )  # fmt: skip
        except ListUnreadable as fault:
            form.add_error("sent", _("The file cannot be read as this table: %(fact)s") % {"fact": fault.fact})
            return False
    counts = {name: report["totals"][name]["rows"] for name in ("read", "accepted", "known", "refused")}
    said = _("%(read)s rows read: %(accepted)s accepted, %(known)s known, %(refused)s refused.")
    messages.info(request, said % counts)
    refused = [note for note in report["rows"] if note["outcome"] == Outcome.REFUSED.value]
    for note in refused[:REFUSED_SHOWN]:
        where = {"record": note["record"], "field": note["field"], "value": note["value"], "reason": note["reason"]}
        messages.warning(request, _("Row %(record)s, %(field)s “%(value)s”: %(reason)s") % where)
    return True


def _findings(standing: CcpStanding) -> tuple[Shown, ...]:
    edition, state = standing.edition, standing.state
    dated = "" if edition is None else _table_words(edition)
    return (
        Shown(
            result=(FindingResult.MET if standing.program_eligible else FindingResult.NOT_SHOWN).value,
            title=_("The program is eligible"),
            text=_("It is among the programs named eligible.") if standing.program_eligible
            else _("It is not among the programs named eligible."),
            rule=standing.rule_set,
        ),
        Shown(
            result=(FindingResult.NOT_SHOWN if state is None else CCP_RESULTS[state]).value,
            title=_("The methodology and its exact version are approved"),
            text=_("No copy of the table was imported here, so nothing is known.") if state is None
            else str(CCP_WORDS[state]),
            evidence=dated,
            fix=_("Give the version: one methodology has several decisions.") if state is CcpState.AMBIGUOUS else "",
        ),
        Shown(
            result=FindingResult.PENDING.value,
            title=_("The registry tags the serial numbers"),
            text=_("That is a fact of units and not of a methodology. It stands with each lot, with its day."),
        ),
    )  # fmt: skip


def _decisions(rows: list[CcpDecision]) -> Table:
    language = current_language()
    has_days = any(row.decided_on for row in rows)
    columns = [
        Column(label=_("Program")), Column(label=_("Methodology, as printed")), Column(label=_("Versions"), mono=True),
        Column(label=_("Decision")), *([Column(label=_("Decided"))] if has_days else []),
    ]  # fmt: skip
    return Table(
        caption=_("Rows of the table"),
        caption_hidden=True,
        columns=tuple(columns),
        rows=tuple(
            (
                row.program, row.methodology, row.versions, str(CCP_WORDS[CcpState(row.state)]),
                *([day_text(day=row.decided_on, language=language) if row.decided_on else ""] if has_days else []),
            )
            for row in rows
        ),
    )  # fmt: skip


def _counts(edition: CcpEdition) -> Table:
    found = Counter(edition.decisions.values_list("state", flat=True))
    return Table(
        caption=_("Rows by decision"),
        caption_hidden=True,
        columns=(Column(label=_("Decision")), Column(label=_("Rows"), numeric=True)),
        rows=tuple((str(words), str(found[state.value])) for state, words in CCP_WORDS.items() if found[state.value]),
        foot=(_("All rows"), str(sum(found.values()))),
        fold=False,
    )


def _editions() -> Table | None:
    language = current_language()
    rows = list(CcpEdition.objects.order_by("-dated", "-recorded_at")[:EDITIONS_SHOWN])
    if not rows:
        return None
    return Table(
        caption=_("Editions"),
        caption_hidden=True,
        columns=(
            Column(label=_("Table of")), Column(label=_("Source")), Column(label=_("Rows"), numeric=True),
            Column(label=_("SHA-256 of the file"), mono=True), Column(label=_("Imported")),
        ),
        rows=tuple(
            (
                day_text(day=row.dated, language=language), row.source, str(row.decision_count), row.file_sha256,
                day_text(day=row.recorded_at.date(), language=language),
            )
            for row in rows
        ),
    )  # fmt: skip


def _programs(edition: CcpEdition | None) -> list[str]:
    if edition is None:
        return []
    return sorted(set(edition.decisions.values_list("program", flat=True)))


def _table_words(edition: CcpEdition) -> str:
    day = day_text(day=edition.dated, language=current_language())
    return _("Table of %(day)s, %(source)s") % {"day": day, "source": edition.source}
