"""Who acts on a page, doing one act once, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from truetonne.edge.identifiers import InvalidId, read_id
from truetonne.edge.paging import InvalidCursor, InvalidLimit, Window, name_list, read_window
from truetonne.edge.problems import find_problem
from truetonne.people.models import Person
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.views.refusals import refusal_words

PAGE_ROWS = 50


def person_of(request: HttpRequest) -> Person:
    """Return the signed-in person; views that call this are for staff only."""
    return cast(Person, request.user)


def show(request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    """Answer with a page of the back office."""
    return render(request, template, {"nav_current": "office", **context}, status=status)


def by_of(request: HttpRequest, form: forms.Form) -> By:
    """Return who acts, in which request, now."""
    return By(person_id=person_of(request).pk, request_id=str(form.cleaned_data["request_id"]), at=datetime.now(UTC))


def id_or_404(*, prefix: str, text: str) -> UUID:
    """Read an id out of an address."""
    try:
        return read_id(prefix=prefix, text=text)
    except InvalidId as error:
        raise Http404(str(error)) from None


def window_or_404(request: HttpRequest, *, name: str, filters: Mapping[str, object], limit: int = PAGE_ROWS) -> Window:
    """Read which page of a list is wanted."""
    try:
        return read_window(
            list_name=name_list(name=name, filters=filters),
            limit=str(limit),
            after=request.GET.get("after"),
            before=request.GET.get("before"),
        )
    except (InvalidCursor, InvalidLimit) as error:
        raise Http404(str(error)) from None


def do(
    request: HttpRequest,
    *,
    form: forms.Form,
    act: Callable[[By], str],
    field_of: Mapping[str, str] | None = None,
) -> bool:
    """Do one act with a form's answers and say what came of it; a refusal changes nothing and stands beside its field.

    ``field_of`` names the field of a refusal's class; others stand at the head of the form.
    """
    if not form.is_valid():
        return False
    try:
        said = act(by_of(request, form))
    except Exception as refusal:
        if find_problem(exception=refusal) is None:
            raise
        field = (field_of or {}).get(type(refusal).__name__)
        form.add_error(field, refusal_words(refusal=refusal))
        return False
    messages.info(request, said)
    return True
