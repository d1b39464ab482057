"""Who reports on a page and for whom; pages of reporters share this."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.paging import InvalidCursor, InvalidLimit, Window, name_list, read_window
from truetonne.edge.permissions import Role
from truetonne.footprints.models import Inventory
from truetonne.footprints.queries.reporting import find_version, list_entities
from truetonne.members.actions.figures import add_entity
from truetonne.members.acts import By
from truetonne.members.models import LegalEntity
from truetonne.members.views.acting import id_or_404, person_of

PAGE_ROWS = 50
READERS = (Role.REPORTER, Role.AUDITOR)


def reported_ids(request: HttpRequest) -> tuple[UUID, ...]:
    """Return the organizations for which this person reports."""
    memberships = person_of(request).list_memberships()
    return tuple(dict.fromkeys(m.organization_id for m in memberships if m.role == Role.REPORTER))


def readable_ids(request: HttpRequest) -> tuple[UUID, ...]:
    """Return the organizations whose emissions this person may read: as reporter, or as the organization's auditor."""
    memberships = person_of(request).list_memberships()
    return tuple(dict.fromkeys(m.organization_id for m in memberships if m.role in READERS))


def own_entities(request: HttpRequest, *, by: By) -> list[LegalEntity]:
    """Return the legal entities this person reports for; a company without any gets its main one now."""
    found = list_entities(organization_ids=reported_ids(request))
    known = {each.organization_id for each in found}
    for membership in person_of(request).list_memberships():
        company = membership.organization
        if membership.role == Role.REPORTER and company.pk not in known:
            known.add(company.pk)
            found.append(
                add_entity(
                    entity_id=new_id(), organization=company, name=company.legal_name, country=company.country,
                    is_main=True, lei=company.lei,
                    by=By(person_id=by.person_id, request_id=f"main entity {company.pk}", at=by.at),
                )
            )  # fmt: skip
    return found


def entity_choices(entities: list[LegalEntity]) -> list[tuple[str, str]]:
    """Return entities for a form's field."""
    return [(show_id(prefix="ent", id=each.pk), each.name) for each in entities]


def version_or_404(request: HttpRequest, *, text: str, own: bool = False) -> Inventory:
    """Return a version that this person may read, or with ``own`` one of an organization they report for."""
    ids = reported_ids(request) if own else readable_ids(request)
    found = find_version(inventory_id=id_or_404(prefix="inv", text=text), organization_ids=ids)
    if found is None:
        raise Http404("no inventory has this id")
    return found


def window_or_404(request: HttpRequest, *, name: str, filters: Mapping[str, object]) -> Window:
    """Read which page of a list is wanted."""
    try:
        return read_window(
            list_name=name_list(name=name, filters=filters), limit=str(PAGE_ROWS), after=request.GET.get("after"),
            before=request.GET.get("before"),
        )  # fmt: skip
    except (InvalidCursor, InvalidLimit) as error:
        raise Http404(str(error)) from None


def show(request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    """Answer with a page of a reporter."""
    return render(request, template, {"nav_current": "inventories", **context}, status=status)
