"""Who acts on a page, for which company, doing one act once, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from truetonne.edge.identifiers import InvalidId, read_id, show_id
from truetonne.edge.permissions import Role
from truetonne.edge.problems import find_problem
from truetonne.members.acts import By
from truetonne.members.models import Application
from truetonne.people.models import Organization, Person


def person_of(request: HttpRequest) -> Person:
    """Return the signed-in person; views that call this are for members or staff only."""
    return cast(Person, request.user)


def company_of(*, person: Person) -> Organization | None:
    """Return the company a person applies for: the first in which they are an applicant."""
    for membership in person.list_memberships():
        if membership.role == Role.APPLICANT:
            return membership.organization
    return None


def application_or_404(request: HttpRequest, *, text: str) -> Application:
    """Return an application that this person may see."""
    rows = Application.objects.visible_to(person_of(request)).select_related(
        "organization", "decision__reviewer", "decision__approver", "decision__proposal__assessment"
    )
    found = rows.filter(pk=id_or_404(prefix="app", text=text)).first()
    if found is None:
        raise Http404("no application has this id")
    return found


def own_application_or_404(request: HttpRequest, *, text: str) -> Application:
    """Return an application of a company for which this person applies; reading it as staff is not enough."""
    found = application_or_404(request, text=text)
    if not person_of(request).has_role_in(role=Role.APPLICANT, organization_id=found.organization_id):
        raise Http404("no application of this person has this id")
    return found


def id_or_404(*, prefix: str, text: str) -> UUID:
    """Read an id out of an address."""
    try:
        return read_id(prefix=prefix, text=text)
    except InvalidId as error:
        raise Http404(str(error)) from None


def show(request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    """Answer with a page of an applicant."""
    return render(request, template, {"nav_current": "apply", **context}, status=status)


def show_office(
    request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """Answer with a page of the back office."""
    return render(request, template, {"nav_current": "office", **context}, status=status)


def app_text(application: Application) -> str:
    """Return an application's id for addresses."""
    return show_id(prefix="app", id=application.pk)


def do(request: HttpRequest, *, form: forms.Form, act: Callable[[By], str], field: str | None = None) -> bool:
    """Do one act with a form's answers and say what came of it; a refusal changes nothing and stands in the form."""
    if not form.is_valid():
        return False
    by = By(
        person_id=person_of(request).pk,
        request_id=f"{person_of(request).pk}:{form.cleaned_data['request_id']}",
        at=datetime.now(UTC),
    )
    try:
        said = act(by)
    except Exception as refusal:
        problem = find_problem(exception=refusal)
        if problem is None:
            raise
        title = str(problem.kind.title)
        form.add_error(field, title if problem.detail == title else f"{title}: {problem.detail}")
        return False
    if said:
        messages.info(request, said)
    return True
