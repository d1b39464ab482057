"""The office's list of persons, one person's page, and closing and opening an account with a page that asks again."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from truetonne.edge.identifiers import InvalidId, new_id, read_id, show_id
from truetonne.edge.list_queries import page_by_time
from truetonne.edge.permissions import Role, staff
from truetonne.market.held import list_held
from truetonne.market.views.acting import person_of
from truetonne.market.views.register import window_of
from truetonne.people.actions import LastAdministrator
from truetonne.people.closing import OwnAccount, deactivate_person, reactivate_person
from truetonne.people.fresh import fresh
from truetonne.people.models import AuditLine, Person
from truetonne.people.office_forms import ReasonForm
from truetonne.people.words import ROLE_WORDS

PERSON_PREFIX = "per"
HISTORY_SHOWN = 20
STATES = {"": None, "open": True, "closed": False}


@staff(Role.ADMINISTRATOR, Role.AUDITOR)
@require_GET
def persons(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account, with or without a role, in the order in which they came; with search."""
    text = request.GET.get("q", "").strip()[:200]
    state = request.GET.get("state", "") if request.GET.get("state", "") in STATES else ""
    window = window_of(request=request, name="persons", filters={"q": text, "state": state})
    rows = Person.objects.prefetch_related("memberships__organization")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(email__icontains=text))
    words = {"": _("Everybody"), "open": _("Open"), "closed": _("Closed")}
    tabs = [
        (f"?state={each}", words[each], rows.count() if is_open is None else rows.filter(is_active=is_open).count(),
         each == state)
        for each, is_open in STATES.items()
    ]  # fmt: skip
    wanted = STATES[state]
    if wanted is not None:
        rows = rows.filter(is_active=wanted)
    page = page_by_time(rows=rows, window=window)
    context = {
        "nav_current": "office",
        "page": page,
        "rows": [(show_id(prefix=PERSON_PREFIX, id=each.pk), each, _places(person=each)) for each in page.items],
        "tabs": tabs,
        "text": text,
        "state": state,
    }
    return render(request, "market/office_persons.html", context)


@staff(Role.ADMINISTRATOR, Role.AUDITOR)
@require_GET
def person(request: HttpRequest, person: str) -> HttpResponse:
    """Who it is, what they may do, what they hold, and what was done with their account."""
    found = _find(text=person)
    by = person_of(request)
    return render(request, "market/office_person.html", _context(found=found, by=by, at=datetime.now(UTC)))


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
@fresh
def close(request: HttpRequest, person: str) -> HttpResponse:
    """Ask for the reason, show what the person still holds, then close the account."""
    found, by, at = _find(text=person), person_of(request), datetime.now(UTC)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = str(form.cleaned_data["reason"])
        try:
            deactivate_person(person_id=found.pk, reason=reason, by=by, request_id=str(new_id()), at=at)
        except LastAdministrator:
            form.add_error(None, _("Somebody has to administer the exchange. Give the role to a colleague first."))
        except OwnAccount:
            form.add_error(None, _("You cannot close your own account; another administrator can."))
        else:
            messages.info(request, _("The account of %(name)s is closed.") % {"name": found.name})
            return redirect("market:office_person", person=person)
    return _ask(request=request, found=found, form=form, template="market/office_person_close.html", at=at)


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
@fresh
def reopen(request: HttpRequest, person: str) -> HttpResponse:
    """Ask for the reason, then open a closed account again."""
    found, by, at = _find(text=person), person_of(request), datetime.now(UTC)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = str(form.cleaned_data["reason"])
        reactivate_person(person_id=found.pk, reason=reason, by=by, request_id=str(new_id()), at=at)
        messages.info(request, _("The account of %(name)s is open again.") % {"name": found.name})
        return redirect("market:office_person", person=person)
    return _ask(request=request, found=found, form=form, template="market/office_person_reopen.html", at=at)


def _ask(*, request: HttpRequest, found: Person, form: ReasonForm, template: str, at: datetime) -> HttpResponse:
    context = {**_context(found=found, by=person_of(request), at=at), "form": form}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _find(*, text: str) -> Person:
    try:
        return Person.objects.get(pk=read_id(prefix=PERSON_PREFIX, text=text))
    except (InvalidId, Person.DoesNotExist) as error:
        raise Http404(str(error)) from None


def _places(*, person: Person) -> list[str]:
    """Return the organizations of a person that were read with them, each once."""
    return list(dict.fromkeys(m.organization.name for m in person.memberships.all()))


def _says(*, row: AuditLine) -> str:
    """Return the reason that a line gives, or its role in words; the whole of its facts stands on the audit page."""
    role = str(row.facts.get("role", ""))
    return str(row.facts.get("reason", "")) or str(ROLE_WORDS.get(role, role))


def _context(*, found: Person, by: Person, at: datetime) -> dict[str, object]:
    lines = AuditLine.objects.select_related("person", "organization").filter(subject=str(found.pk)).order_by("-pk")
    memberships = found.memberships.select_related("organization").order_by("id")
    return {
        "nav_current": "office",
        "found": found,
        "person_text": show_id(prefix=PERSON_PREFIX, id=found.pk),
        "memberships": memberships,
        "held": list_held(person=found, at=at),
        "lines": [(row, _says(row=row)) for row in lines[:HISTORY_SHOWN]],
        "subject": str(found.pk),
        "is_self": found.pk == by.pk,
        "may_write": by.has_role(Role.ADMINISTRATOR),
    }
