"""The back office's recalls: serials that turned out to be impaired, tried out first, and what is made good."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from truetonne.edge.identifiers import InvalidId, new_id, read_id, short_code, show_id
from truetonne.edge.permissions import Role, staff
from truetonne.edge.problems import find_problem
from truetonne.ledger import queries as ledger
from truetonne.ledger.lots import LotNotFound
from truetonne.ledger.queries import OpenMakeGood
from truetonne.ledger.queries.recalls import RecallNotFound
from truetonne.ledger.values import LotClass, LotState, Recall
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.actions.recall_units import (
    RECALL_PREFIX,
    NothingToMakeGood,
    can_make_good,
    class_of_recalled,
    find_open_line,
    make_good,
    preview_recall,
    recall_units,
)
from truetonne.supply.lot_forms import MakeGoodForm, RecallForm
from truetonne.supply.views.acting import do, id_or_404, person_of, show
from truetonne.supply.views.lot_page import tonnes_words
from truetonne.supply.views.refusals import refusal_words


@staff(Role.SUPPLY, Role.FINANCE, Role.REVIEWER, Role.AUDITOR)
@require_GET
def recalls(request: HttpRequest) -> HttpResponse:
    """Every recall, newest first, and what of each waits to be made good."""
    open_lines = ledger.list_open_make_goods()
    found = [
        {
            **_shown(recall=recall),
            "open_kg": sum(line.open_kg for line in open_lines if line.recall_id == recall.recall_id),
        }
        for recall in reversed(ledger.list_recalls())
    ]
    may_recall = person_of(request).has_role(Role.SUPPLY)
    context = {
        "recalls": found,
        "open_kg": sum(line.open_kg for line in open_lines),
        "open_count": len(open_lines),
        "may_recall": may_recall,
    }
    return show(request, "supply/office_recalls.html", context)


@staff(Role.SUPPLY)
@require_http_methods(["GET", "POST"])
def new_recall(request: HttpRequest) -> HttpResponse:
    """Say which serials, see what a recall would do, then recall."""
    blocks = _blocks()
    if request.method != "POST":
        initial = {"request_id": str(new_id()), **_given(text=request.GET.get("lot", ""))}
        return show(request, "supply/office_recall_new.html", {"form": RecallForm(blocks=blocks, initial=initial)})
    form = RecallForm(request.POST, blocks=blocks)
    if "confirm" in request.POST:
        done: list[Recall] = []
        if do(request, form=form, act=lambda by: _recall(form=form, by=by, done=done)):
            return redirect("supply:office_recall", recall=show_id(prefix=RECALL_PREFIX, id=done[0].recall_id))
    preview = _preview(form=form)
    context = {"form": form, "preview": _shown(recall=preview) if preview is not None else None}
    return show(request, "supply/office_recall_new.html", context, status=200 if preview is not None else 422)


@staff(Role.SUPPLY, Role.FINANCE, Role.REVIEWER, Role.AUDITOR)
@require_GET
def recall(request: HttpRequest, recall: str) -> HttpResponse:
    """One recall: the certificates that it impairs, and what makes them good."""
    found = _find(text=recall)
    open_by_line = {line.line_id: line for line in ledger.list_open_make_goods() if line.recall_id == found.recall_id}
    lines = [
        {
            "line": line,
            "certificate": show_id(prefix="crt", id=line.certificate_id),
            "code": short_code(prefix="RET", id=line.certificate_id),
            "open_kg": open_by_line[line.line_id].open_kg if line.line_id in open_by_line else 0,
        }
        for line in found.lines
    ]
    context = {
        **_shown(recall=found),
        "recall_text": recall,
        "lines": lines,
        "held_lots": [
            (lot, show_id(prefix="lot", id=lot.lot_id)) for lot in ledger.list_lots(lot_ids=found.held_lot_ids)
        ],
        "may_make_good": person_of(request).has_role(Role.FINANCE),
    }
    return show(request, "supply/office_recall.html", context)


@staff(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def make_line_good(request: HttpRequest, recall: str, line: int) -> HttpResponse:
    """Retire units of another lot in place of a recalled line's."""
    found = _find(text=recall)
    try:
        open_line = find_open_line(recall_id=found.recall_id, line_id=line)
    except NothingToMakeGood:
        return redirect("supply:office_recall", recall=recall)
    lots = _lots_for(line=open_line)
    choices = [(show_id(prefix="lot", id=lot.lot_id), _lot_words(lot=lot)) for lot in lots]
    if request.method != "POST":
        kg = open_line.open_kg
        initial = {"request_id": str(new_id()), "kg": f"{kg // 1000}.{kg % 1000:03d}"}
        return _good_page(request, recall=recall, line=open_line, form=MakeGoodForm(lots=choices, initial=initial))
    form = MakeGoodForm(request.POST, lots=choices)
    fields = {"InsufficientStock": "lot", "WeakerClass": "lot", "LotHeld": "lot", "MakeGoodExceedsRecall": "kg"}
    if do(request, form=form, act=lambda by: _make_good(form=form, line=open_line, by=by), field_of=fields):
        return redirect("supply:office_recall", recall=recall)
    return _good_page(request, recall=recall, line=open_line, form=form, status=422)


def _find(*, text: str) -> Recall:
    try:
        return ledger.get_recall(recall_id=id_or_404(prefix=RECALL_PREFIX, text=text))
    except RecallNotFound as error:
        raise Http404(str(error)) from None


def _shown(*, recall: Recall) -> dict[str, object]:
    return {
        "recall": recall,
        "text": show_id(prefix=RECALL_PREFIX, id=recall.recall_id),
        "certificate_count": len({line.certificate_id for line in recall.lines}),
        "impaired_kg": sum(line.kg for line in recall.lines),
        "certificates": list(
            dict.fromkeys(
                (show_id(prefix="crt", id=line.certificate_id), short_code(prefix="RET", id=line.certificate_id))
                for line in recall.lines
            )
        ),
        "held_count": len(recall.held_lot_ids),
    }


def _blocks() -> list[tuple[str, str]]:
    """Return the registry keys that our lots have, each with a project's name."""
    names: dict[tuple[str, str], str] = {}
    for lot in ledger.list_lots():
        names.setdefault((lot.program, lot.key), str(lot.facts.get("project_name", "")))
    return [(f"{program}\t{key}", f"{program} {key} · {name}") for (program, key), name in sorted(names.items())]


def _given(*, text: str) -> dict[str, object]:
    """Return the serials of the lot from which the reader came."""
    try:
        lot = ledger.get_lot(lot_id=read_id(prefix="lot", text=text))
    except (InvalidId, LotNotFound):
        return {}
    return {"block": f"{lot.program}\t{lot.key}", "first": lot.first, "last": lot.last}


def _preview(*, form: RecallForm) -> Recall | None:
    if not form.is_valid():
        return None
    program, key = str(form.cleaned_data["block"]).split("\t")
    try:
        return preview_recall(
            program=program,
            key=key,
            first=form.cleaned_data["first"],
            last=form.cleaned_data["last"],
            reason=str(form.cleaned_data["reason"]),
            request_id=str(form.cleaned_data["request_id"]),
            at=datetime.now(UTC),
        )
    except Exception as refusal:
        if find_problem(exception=refusal) is None:
            raise
        form.add_error("first", refusal_words(refusal=refusal))
        return None


def _recall(*, form: RecallForm, by: By, done: list[Recall]) -> str:
    program, key = str(form.cleaned_data["block"]).split("\t")
    found = recall_units(
        program=program,
        key=key,
        first=form.cleaned_data["first"],
        last=form.cleaned_data["last"],
        reason=str(form.cleaned_data["reason"]),
        by=by,
    )
    done.append(found)
    return _("Recalled for good: %(kg)s of %(count)s certificates are impaired, %(lots)s lots are on hold.") % {
        "kg": tonnes_words(kg=sum(line.kg for line in found.lines)),
        "count": len({line.certificate_id for line in found.lines}),
        "lots": len(found.held_lot_ids),
    }


def _lots_for(*, line: OpenMakeGood) -> list[LotState]:
    needed = class_of_recalled(line=line)
    lots = ledger.list_lots(is_listed=True, is_held=False, lot_class=LotClass.STOCK)
    return [lot for lot in lots if lot.available_kg > 0 and can_make_good(lot=lot, needed=needed)]


def _lot_words(*, lot: LotState) -> str:
    name = lot.facts.get("project_name") or lot.key
    return _("%(name)s, %(vintage)s: %(available)s available") % {
        "name": name,
        "vintage": str(lot.facts.get("vintage_start", ""))[:4],
        "available": tonnes_words(kg=lot.available_kg),
    }


def _make_good(*, form: MakeGoodForm, line: OpenMakeGood, by: By) -> str:
    lot_id: UUID = read_id(prefix="lot", text=str(form.cleaned_data["lot"]))
    retirement = make_good(
        line=line,
        lot_id=lot_id,
        kg=int(form.cleaned_data["kg"]),
        retirement_id=new_id(),
        certificate_id=new_id(),
        by=by,
        new_salt=lambda: secrets.token_bytes(32),
    )
    return _("Made good: %(kg)s retired for good, certificate %(code)s.") % {
        "kg": tonnes_words(kg=retirement.kg),
        "code": short_code(prefix="RET", id=retirement.certificate_id),
    }


def _good_page(
    request: HttpRequest, *, recall: str, line: OpenMakeGood, form: MakeGoodForm, status: int = 200
) -> HttpResponse:
    context = {
        "recall_text": recall,
        "line": line,
        "certificate": show_id(prefix="crt", id=line.certificate_id),
        "code": short_code(prefix="RET", id=line.certificate_id),
        "form": form,
        "has_lots": bool(form.fields["lot"].choices),  # type: ignore[attr-defined]
    }
    return show(request, "supply/office_make_good.html", context, status=status)
