"""Destructions: recorded and issued in the back office, shown to everybody once they are issued."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role, public, staff
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.people.models import Person
from truetonne.supply.acceptances import find_unaccepted
from truetonne.supply.actions.dossier import SentFile
from truetonne.supply.actions.issue_destruction import issue_destruction
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.actions.record_destruction import record_destruction
from truetonne.supply.destruction.reading import (
    ReadDestruction,
    facts_of,
    gases_table,
    list_destructions,
    read_destruction,
    shown_findings,
    stages_table,
    views_table,
)
from truetonne.supply.destruction_forms import MethaneForm, RefrigerantForm
from truetonne.supply.fuel_forms import IssueForm
from truetonne.supply.models import Destruction
from truetonne.supply.views.acting import do, id_or_404, person_of, show

FORMS = {"refrigerant": RefrigerantForm, "methane": MethaneForm}
FIELD_OF = {"MassesUnreconciled": "destroyed", "NotEligible": "substance", "FractionOutOfRange": "release"}


@staff(Role.SUPPLY, Role.GOVERNANCE, Role.AUDITOR, Role.REVIEWER)
@require_GET
def destructions(request: HttpRequest) -> HttpResponse:
    """Every destruction, newest first, with its state."""
    context = {"rows": list_destructions(), "may_record": person_of(request).has_role(Role.SUPPLY)}
    return show(request, "supply/office_destructions.html", context)


@staff(Role.SUPPLY)
@require_http_methods(["GET", "POST"])
def new_destruction(request: HttpRequest, family: str) -> HttpResponse:
    """Record a destruction on the form of its family."""
    if family not in FORMS:
        raise Http404("no such family")
    is_sent = request.method == "POST"
    initial = {"request_id": str(new_id())}
    form = FORMS[family](request.POST if is_sent else None, request.FILES if is_sent else None, initial=initial)
    made: list[Destruction] = []

    def act(by: By) -> str:
        sent = form.cleaned_data.get("certificate")
        file = SentFile(content=sent.read(), media_type=sent.content_type or "") if sent else None
        made.append(record_destruction(destruction_id=new_id(), destruction=form.destruction(), by=by, file=file))
        return _("The destruction is recorded. Another person issues it once nothing stands against it.")

    known = {name: field for name, field in FIELD_OF.items() if field in form.fields}
    if is_sent and do(request, form=form, act=act, field_of=known):
        return redirect("supply:office_destruction", destruction=show_id(prefix="dst", id=made[0].pk))
    context = {"form": form, "is_methane": family == "methane"}
    return show(request, "supply/office_destruction_new.html", context, status=422 if is_sent else 200)


@staff(Role.SUPPLY, Role.GOVERNANCE, Role.AUDITOR, Role.REVIEWER)
@require_GET
def office_destruction(request: HttpRequest, destruction: str) -> HttpResponse:
    """One destruction with its findings and what can be done next."""
    return _page(request, found=_find(text=destruction))


@staff(Role.SUPPLY, Role.GOVERNANCE)
@require_POST
def issue(request: HttpRequest, destruction: str) -> HttpResponse:
    """Make the lot; never by who recorded the destruction."""
    form = IssueForm(request.POST, auto_id="issue_%s")
    found = _find(text=destruction)

    def act(by: By) -> str:
        issue_destruction(
            destruction_id=found.destruction.pk, ids=(new_id(), new_id(), new_id(), new_id()),
            reason=form.cleaned_data["reason"], by=by,
        )  # fmt: skip
        return _("Issued: one lot under review, with its GWP set and horizon on every unit.")

    if do(request, form=form, act=act):
        return redirect("supply:office_destruction", destruction=found.text)
    return _page(request, found=found, form=form, status=422)


@public
@require_safe
def destruction(request: HttpRequest, destruction: str) -> HttpResponse:
    """An issued destruction for everybody: custody, law, certificate, and the same gases under several sets."""
    found = _find(text=destruction)
    if found.issue is None:
        raise Http404("not issued")
    context = {"nav_current": "catalogue", "project": show_id(prefix="prj", id=found.issue.holding.project_id)}
    return render(request, "supply/destruction.html", context | _facts(found=found))


def _find(*, text: str) -> ReadDestruction:
    found = Destruction.objects.select_related("person").filter(pk=id_or_404(prefix="dst", text=text)).first()
    if found is None:
        raise Http404("no such destruction")
    return read_destruction(destruction=found)


def _facts(*, found: ReadDestruction) -> dict[str, object]:
    language, one = current_language(), found.destruction
    return {
        "found": found,
        "destruction": one,
        "facts": facts_of(destruction=one, language=language),
        "stages": stages_table(destruction=one, language=language),
        "gases": gases_table(destruction=one, language=language),
        "views": views_table(destruction=one),
        "containers": one.containers,
        "findings": shown_findings(destruction=one),
        "unverified": one.unverified,
        "accepted": found.issue.accepted if found.issue is not None else [],
    }


def _page(
    request: HttpRequest, *, found: ReadDestruction, form: IssueForm | None = None, status: int = 200
) -> HttpResponse:
    person: Person = person_of(request)
    may_issue = person.has_role(Role.SUPPLY) or person.has_role(Role.GOVERNANCE)
    is_mine = found.destruction.person_id == person.pk
    if form is None and found.issue is None and may_issue and not is_mine and not found.destruction.findings:
        form = IssueForm(initial={"request_id": str(new_id())}, auto_id="issue_%s")
    context = {
        "form": form,
        "is_mine": is_mine,
        "lot": show_id(prefix="lot", id=found.issue.holding.lot_id) if found.issue is not None else "",
        "unaccepted": find_unaccepted(parameters=found.destruction.unverified, at=datetime.now(UTC)),
    }
    return show(request, "supply/office_destruction.html", context | _facts(found=found), status=status)
