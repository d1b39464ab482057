"""The legal entities of a member's group: who they are, and a form for one more."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truetonne.edge.identifiers import new_id
from truetonne.edge.limits import limit
from truetonne.edge.permissions import Role, member
from truetonne.market.entity_form import EntityForm
from truetonne.market.naming import list_nameable
from truetonne.market.views.acting import person_of
from truetonne.members.actions.figures import add_entity
from truetonne.members.acts import By
from truetonne.members.views.acting import do
from truetonne.people.models import Organization
from truetonne.people.views.organizations import find_own
from truetonne.rules.clocks import clocks_on

NAMING = (Role.ADMINISTRATOR, Role.APPLICANT, Role.BUYER, Role.REPORTER)
"""Who may name a legal entity of their own organization."""


@member()
@require_GET
def entities(request: HttpRequest, org: str) -> HttpResponse:
    """Every legal entity on file; whoever works for the member may add one."""
    place = find_own(request=request, org=org)
    form = EntityForm(initial={"request_id": str(new_id())}) if _may_name(request=request, place=place) else None
    return _page(request=request, org=org, place=place, form=form)


@member(*NAMING)
@require_POST
@limit(name="legal entity", times=60, seconds=3_600)
def name_entity(request: HttpRequest, org: str) -> HttpResponse:
    """Put a legal entity on file: certificates may then bear its name."""
    place = find_own(request=request, org=org)
    if not _may_name(request=request, place=place):
        raise Http404("no such organization among those that this person works for")
    form = EntityForm(request.POST)

    def act(by: By) -> str:
        given = form.cleaned_data
        try:
            with transaction.atomic():
                add_entity(
                    entity_id=new_id(), organization=place, name=given["legal_name"], country=given["country"],
                    is_main=False, lei=given["lei"], registration_number=given["registration_number"],
                    domain=given["domain"], authorization_statement=str(form.fields["authorized"].label), by=by,
                )  # fmt: skip
        except IntegrityError:
            raise EntityKnown from None
        return _("The company is on file. Its name is reviewed when it is first used.")

    try:
        is_done = do(request, form=form, act=act)
    except EntityKnown:
        form.add_error("lei", _("A company with this LEI is on file."))
        is_done = False
    if is_done:
        return redirect("market:entities", org=org)
    return _page(request=request, org=org, place=place, form=form)


class EntityKnown(Exception):
    """Another legal entity has this LEI."""


def _may_name(*, request: HttpRequest, place: Organization) -> bool:
    return any(person_of(request).has_role_in(role=role, organization_id=place.pk) for role in NAMING)


def _page(*, request: HttpRequest, org: str, place: Organization, form: EntityForm | None) -> HttpResponse:
    months = clocks_on(day=datetime.now(UTC).date()).hidden_name.count
    context = {
        "organization": place, "org": org, "rows": list_nameable(organization=place), "form": form, "hidden_months": months,
    }  # fmt: skip
    is_refused = form is not None and form.is_bound
    return render(request, "market/entities.html", context, status=422 if is_refused else 200)
