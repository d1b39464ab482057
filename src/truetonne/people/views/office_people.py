"""The administrator's page: organizations, people, and who may do what."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import cast

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truetonne.edge.identifiers import new_id, read_id, show_id
from truetonne.edge.permissions import Role, staff
from truetonne.people import actions
from truetonne.people.fresh import fresh
from truetonne.people.models import Membership, Organization, OrganizationKind, Person
from truetonne.people.office_forms import OrganizationForm, PersonForm, RoleForm
from truetonne.people.words import KIND_WORDS

PERSON_PREFIX = "per"


@staff(Role.ADMINISTRATOR)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Who is here, for whom they act, and the forms to add."""
    return _page(request=request)


@staff(Role.ADMINISTRATOR)
@require_POST
def add_organization(request: HttpRequest) -> HttpResponse:
    """Record a member or a reviewing organization."""
    form = OrganizationForm(request.POST, auto_id="org_%s")
    if form.is_valid():
        given = form.cleaned_data
        organization_id = new_id()
        try:
            with transaction.atomic():
                actions.record_organization(
                    organization_id=organization_id,
                    kind=OrganizationKind(given["kind"]),
                    name=given["name"],
                    legal_name=given["legal_name"],
                    country=str(given["country"]).upper(),
                    lei=str(given["lei"]).upper(),
                    registration_number=given["registration_number"],
                    domain=given["domain"],
                    request_id=str(organization_id),
                    at=datetime.now(UTC),
                    by=_by(request),
                )
        except IntegrityError:
            form.add_error("lei", _("An organization with this LEI is known."))
        else:
            messages.info(request, _("%(name)s is recorded.") % {"name": given["name"]})
            return redirect("people:office_people")
    return _page(request=request, organization_form=form)


@staff(Role.ADMINISTRATOR)
@require_POST
@fresh
def add_person(request: HttpRequest) -> HttpResponse:
    """Record a person and show their first password once."""
    form = PersonForm(request.POST, auto_id="person_%s")
    if form.is_valid():
        person_id, password = new_id(), secrets.token_urlsafe(12)
        try:
            person = actions.record_person(
                person_id=person_id,
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                password=password,
                request_id=str(person_id),
                at=datetime.now(UTC),
                by=_by(request),
            )
        except actions.PersonAlreadyKnown:
            form.add_error("email", _("Somebody signs in with this address."))
        else:
            response = render(
                request,
                "people/office_password.html",
                {"nav_current": "office", "person": person, "password": password},
            )
            response["Cache-Control"] = "no-store"
            return response
    return _page(request=request, person_form=form)


@staff(Role.ADMINISTRATOR)
@require_POST
@fresh
def give_role(request: HttpRequest) -> HttpResponse:
    """Give a role; staff roles only in the operator."""
    form = _role_form(data=request.POST)
    if form.is_valid():
        given = form.cleaned_data
        person = Person.objects.get(pk=read_id(prefix=PERSON_PREFIX, text=given["person"]))
        organization = Organization.objects.get(pk=read_id(prefix="org", text=given["organization"]))
        try:
            actions.grant_role(
                person=person,
                organization=organization,
                role=Role(given["role"]),
                request_id=str(new_id()),
                at=datetime.now(UTC),
                by=_by(request),
            )
        except actions.RoleNotPossible:
            form.add_error("role", _("This role cannot be given in an organization of this kind."))
        else:
            messages.info(request, _("The role is given."))
            return redirect("people:office_people")
    return _page(request=request, role_form=form)


@staff(Role.ADMINISTRATOR)
@require_POST
@fresh
def take_role(request: HttpRequest, membership: int) -> HttpResponse:
    """Take a role; nobody takes their own administration."""
    found = Membership.objects.filter(pk=membership).select_related("person").first()
    by = _by(request)
    if found is None:
        return redirect("people:office_people")
    if found.person_id == by.pk and found.role == Role.ADMINISTRATOR:
        messages.error(request, _("You cannot take your own administration; another administrator can."))
        return redirect("people:office_people")
    try:
        actions.take_role(membership_id=found.pk, request_id=str(new_id()), at=datetime.now(UTC), by=by)
    except actions.LastAdministrator:
        messages.error(request, _("Somebody has to administer the organization. Give the role to a colleague first."))
    else:
        messages.info(request, _("The role is taken."))
    return redirect("people:office_people")


def _by(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def _role_form(*, data: object = None) -> RoleForm:
    people_choices = [
        (show_id(prefix=PERSON_PREFIX, id=each.pk), f"{each.name}, {each.email}")
        for each in Person.objects.filter(is_active=True).order_by("name", "email")
    ]
    organizations = [
        (show_id(prefix="org", id=each.pk), each.name) for each in Organization.objects.order_by("kind", "name")
    ]
    return RoleForm(data, people=people_choices, organizations=organizations)


def _page(
    *,
    request: HttpRequest,
    organization_form: OrganizationForm | None = None,
    person_form: PersonForm | None = None,
    role_form: RoleForm | None = None,
) -> HttpResponse:
    is_bad = any(form is not None for form in (organization_form, person_form, role_form))
    context = {
        "nav_current": "office",
        "organizations": [(each, KIND_WORDS[each.kind]) for each in Organization.objects.order_by("kind", "name")],
        "memberships": Membership.objects.select_related("person", "organization").order_by("person__name", "id"),
        "organization_form": organization_form or OrganizationForm(auto_id="org_%s"),
        "person_form": person_form or PersonForm(auto_id="person_%s"),
        "role_form": role_form or _role_form(),
    }
    return render(request, "people/office_people.html", context, status=422 if is_bad else 200)
