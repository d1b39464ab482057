"""The back office's held rows: readable, but a check fails. In no balance until a person decides."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role, staff
from truetonne.supply.actions.decide_held_row import HELD_PREFIX, HeldRowNotFound, decide_held_row, is_admissible
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.desk.held import HeldFilter, HeldGroup, count_decided, count_held, find_held, get_held
from truetonne.supply.desk.loads import list_programs_of_loads
from truetonne.supply.desk.words import VERDICT_WORDS
from truetonne.supply.finding_words import TABLE_WORDS, code_words, fact_pairs, fact_text, mending_words
from truetonne.supply.forms import HeldForm
from truetonne.supply.models import HeldRow
from truetonne.supply.states import HeldVerdict
from truetonne.supply.views.acting import do, id_or_404, person_of, show, window_or_404
from truetonne.supply.views.office_imports import RUN_PREFIX


@staff(Role.SUPPLY, Role.AUDITOR)
@require_GET
def held(request: HttpRequest) -> HttpResponse:
    """Rows that wait, oldest first, and what they wait for."""
    given = request.GET
    wanted = HeldFilter(
        program=given.get("program", ""), code=given.get("code", ""), is_decided=given.get("decided") == "1"
    )
    filters = {"program": wanted.program, "code": wanted.code, "decided": wanted.is_decided}
    window = window_or_404(request, name="held", filters=filters)
    try:
        page = find_held(wanted=wanted, window=window)
    except ValidationError as error:
        raise Http404(str(error)) from None
    groups, programs = count_held(), list_programs_of_loads()
    context = {
        "page": page,
        "rows": [_line(row=row, programs=programs) for row in page.items],
        "groups": [(group, programs[group.program], code_words(code=group.code)) for group in groups],
        "waiting_count": sum(group.rows for group in groups),
        "decided_count": count_decided(),
        "wanted": wanted,
        "wanted_words": code_words(code=wanted.code) if wanted.code else "",
        "wanted_group": _group(groups=groups, wanted=wanted),
    }
    return show(request, "supply/office_held.html", context)


@staff(Role.SUPPLY, Role.AUDITOR)
@require_GET
def held_row(request: HttpRequest, row: str) -> HttpResponse:
    """One held row as printed and as read, with what would mend it."""
    found = _find(text=row)
    return _page(request, row=found, form=_form(request, row=found))


@staff(Role.SUPPLY)
@require_http_methods(["POST"])
def decide(request: HttpRequest, row: str) -> HttpResponse:
    """Dismiss or admit, once."""
    found = _find(text=row)
    form = HeldForm(request.POST, can_admit=is_admissible(table=found.table, fault=found.code))

    def act(by: By) -> str:
        verdict = HeldVerdict(form.cleaned_data["verdict"])
        decide_held_row(
            held_row_id=found.pk,
            verdict=verdict,
            reason=str(form.cleaned_data["reason"]),
            person_id=by.person_id,
            request_id=by.request_id,
            at=by.at,
        )
        said = {
            HeldVerdict.DISMISSED: _("Record %(record)s of %(file)s is dismissed."),
            HeldVerdict.ADMITTED: _("Record %(record)s of %(file)s is admitted and counts."),
        }[verdict]
        return said % {"record": found.record, "file": found.file}

    fields = {"RowNotAdmissible": "verdict", "KeyStored": "verdict", "DecisionReasonMissing": "reason"}
    if do(request, form=form, act=act, field_of=fields):
        return redirect("supply:office_held")
    return _page(request, row=_find(text=row), form=form, status=422)


def _find(*, text: str) -> HeldRow:
    try:
        return get_held(held_row_id=id_or_404(prefix=HELD_PREFIX, text=text))
    except HeldRowNotFound as error:
        raise Http404(str(error)) from None


def _form(request: HttpRequest, *, row: HeldRow) -> HeldForm | None:
    if not person_of(request).has_role(Role.SUPPLY) or getattr(row, "decision", None) is not None:
        return None
    return HeldForm(can_admit=is_admissible(table=row.table, fault=row.code), request_id=str(new_id()))


def _page(request: HttpRequest, *, row: HeldRow, form: HeldForm | None, status: int = 200) -> HttpResponse:
    decision = getattr(row, "decision", None)
    context = {
        "row": row,
        "program": list_programs_of_loads()[row.program],
        "row_text": show_id(prefix=HELD_PREFIX, id=row.pk),
        "run_text": show_id(prefix=RUN_PREFIX, id=row.run_id),
        "title": code_words(code=row.code),
        "table": TABLE_WORDS.get(row.table, row.table),
        "mending": mending_words(code=row.code, table=row.table),
        "facts": fact_pairs(facts=row.facts),
        "printed": [(name, value) for name, value in row.raw.items()],
        "decision": decision,
        "verdict": VERDICT_WORDS[decision.verdict] if decision is not None else "",
        "can_admit": is_admissible(table=row.table, fault=row.code),
        "form": form if decision is None else None,
    }
    return show(request, "supply/office_held_row.html", context, status=status)


def _line(*, row: HeldRow, programs: Mapping[str, str]) -> dict[str, object]:
    decision = getattr(row, "decision", None)
    return {
        "row": row,
        "text": show_id(prefix=HELD_PREFIX, id=row.pk),
        "program": programs[row.program],
        "words": code_words(code=row.code),
        "facts": fact_text(facts=row.facts),
        "table": TABLE_WORDS.get(row.table, row.table),
        "decision": decision,
        "verdict": VERDICT_WORDS[decision.verdict] if decision is not None else "",
    }


def _group(*, groups: tuple[HeldGroup, ...], wanted: HeldFilter) -> HeldGroup | None:
    for group in groups:
        if (group.program, group.code) == (wanted.program, wanted.code):
            return group
    return None
