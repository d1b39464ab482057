"""An organization's own pages: its facts, its people, invitations. One organization never sees another's."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from truetonne.edge.identifiers import InvalidId, new_id, read_id, show_id
from truetonne.edge.limits import limit
from truetonne.edge.permissions import Role, member, public
from truetonne.people import actions, joining
from truetonne.people.adapters import INVITED_KEY, write_mail
from truetonne.people.fresh import fresh
from truetonne.people.models import Invitation, Membership, Organization, Person
from truetonne.people.organization_forms import ColleagueRoleForm, FactsForm, InvitationForm
from truetonne.rules.clocks import clocks_on

PERSON_PREFIX = "per"


@member()
@require_GET
def organizations(request: HttpRequest) -> HttpResponse:
    """Those this person belongs to; somebody who belongs to none may record theirs."""
    found = _own(person=_person(request))
    context = {
        "organizations": [(show_id(prefix="org", id=key), each, roles) for key, (each, roles) in found.items()],
        "form": FactsForm(),
    }
    return render(request, "people/organizations.html", context)


@member()
@require_POST
@limit(name="found organization", times=5, seconds=86_400)
def found(request: HttpRequest) -> HttpResponse:
    """Record one's company; who does it administers it and applies for it."""
    form = FactsForm(request.POST)
    if form.is_valid():
        organization_id = new_id()

        def record() -> None:
            joining.found_organization(
                organization_id=organization_id,
                facts=form.cleaned_data,
                person=_person(request),
                request_id=str(organization_id),
                at=datetime.now(UTC),
            )

        if _saved(form=form, record=record):
            return redirect("people:organization", org=show_id(prefix="org", id=organization_id))
    context = {"organizations": [], "form": form}
    return render(request, "people/organizations.html", context, status=422)


@member()
@require_GET
def organization(request: HttpRequest, org: str) -> HttpResponse:
    """Facts and people; an administrator also sees invitations and the forms."""
    return _page(request=request, org=org)


@member(Role.ADMINISTRATOR)
@require_POST
def change_facts(request: HttpRequest, org: str) -> HttpResponse:
    """Correct what is known of the organization."""
    place = find_own(request=request, org=org, role=Role.ADMINISTRATOR)
    form = FactsForm(request.POST)
    if form.is_valid():

        def record() -> None:
            joining.change_facts(
                organization=place, facts=form.cleaned_data, by=_person(request), request_id=str(new_id()),
                at=datetime.now(UTC),
            )  # fmt: skip

        if _saved(form=form, record=record):
            messages.info(request, _("The facts are kept."))
            return redirect("people:organization", org=org)
    return _page(request=request, org=org, forms={"facts_form": form})


@member(Role.ADMINISTRATOR)
@require_POST
@fresh
@limit(name="invite", times=30, seconds=3_600)
def invite(request: HttpRequest, org: str) -> HttpResponse:
    """Mail somebody an invitation with roles."""
    place = find_own(request=request, org=org, role=Role.ADMINISTRATOR)
    form = InvitationForm(request.POST, kind=place.kind)
    if not form.is_valid():
        return _page(request=request, org=org, forms={"invitation_form": form})
    secret, invitation_id, by, at = secrets.token_urlsafe(32), new_id(), _person(request), datetime.now(UTC)
    invitation = joining.invite_person(
        invitation_id=invitation_id,
        organization=place,
        email=form.cleaned_data["email"],
        roles=[Role(each) for each in form.cleaned_data["roles"]],
        secret=secret,
        by=by,
        request_id=str(invitation_id),
        at=at,
    )
    days = clocks_on(day=at.date()).invitation_life.count
    facts = {"person": by.name, "organization": place.name, "roles": invitation.role_words}
    write_mail(
        to=invitation.email,
        subject=_("An invitation to %(organization)s") % facts,
        body=_("%(person)s invites you to work here for %(organization)s. Roles: %(roles)s.") % facts,
        address=settings.TRUETONNE.base_url + reverse("people:invitation", kwargs={"secret": secret}),
        more=_("The address works once, for %(days)s days. If you do not know the sender, do nothing.")
        % {"days": days},
    )
    messages.info(request, _("An invitation is on its way to %(email)s.") % {"email": invitation.email})
    return redirect("people:organization", org=org)


@member(Role.ADMINISTRATOR)
@require_POST
def withdraw_invitation(request: HttpRequest, org: str, invitation: str) -> HttpResponse:
    """Take an invitation back before it is accepted."""
    find_own(request=request, org=org, role=Role.ADMINISTRATOR)
    found = Invitation.objects.visible_to(_person(request)).filter(pk=id_of(prefix="inv", text=invitation)).first()
    if found is None:
        raise Http404("no such invitation")
    joining.withdraw_invitation(invitation=found, by=_person(request), request_id=str(new_id()), at=datetime.now(UTC))
    return redirect("people:organization", org=org)


@member(Role.ADMINISTRATOR)
@require_POST
@fresh
def give_role(request: HttpRequest, org: str) -> HttpResponse:
    """Give a colleague one more role."""
    place = find_own(request=request, org=org, role=Role.ADMINISTRATOR)
    form = _role_form(place=place, data=request.POST)
    if not form.is_valid():
        return _page(request=request, org=org, forms={"role_form": form})
    colleague = Person.objects.get(pk=read_id(prefix=PERSON_PREFIX, text=form.cleaned_data["person"]))
    actions.grant_role(
        person=colleague,
        organization=place,
        role=Role(form.cleaned_data["role"]),
        request_id=str(new_id()),
        at=datetime.now(UTC),
        by=_person(request),
    )
    messages.info(request, _("The role is given."))
    return redirect("people:organization", org=org)


@member(Role.ADMINISTRATOR)
@require_POST
@fresh
def take_role(request: HttpRequest, org: str, membership: int) -> HttpResponse:
    """Take a role from a colleague; the last administrator stays."""
    place = find_own(request=request, org=org, role=Role.ADMINISTRATOR)
    if not Membership.objects.filter(pk=membership, organization=place).exists():
        raise Http404("no such role in this organization")
    try:
        actions.take_role(membership_id=membership, request_id=str(new_id()), at=datetime.now(UTC), by=_person(request))
    except actions.LastAdministrator:
        messages.error(request, _("Somebody has to administer the organization. Give the role to a colleague first."))
    else:
        messages.info(request, _("The role is taken."))
    return redirect("people:organization", org=org)


@member()
@require_POST
def leave(request: HttpRequest, org: str) -> HttpResponse:
    """Give up all one's roles here."""
    place = find_own(request=request, org=org)
    try:
        joining.leave_organization(
            organization=place, person=_person(request), request_id=str(new_id()), at=datetime.now(UTC)
        )
    except actions.LastAdministrator:
        messages.error(request, _("Somebody has to administer the organization. Give the role to a colleague first."))
        return redirect("people:organization", org=org)
    messages.info(request, _("You have left %(name)s.") % {"name": place.name})
    return redirect("people:organizations")


@public
@require_http_methods(["GET", "POST"])
@limit(name="accept invitation", times=30, seconds=3_600)
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """What the link of an invitation opens: who invites, and the way in. Nothing happens before a button is pressed."""
    at = datetime.now(UTC)
    try:
        found = joining.find_invitation(secret=secret, at=at)
    except joining.InvitationOver:
        return render(request, "people/invitation_over.html", status=410)
    person = _person(request) if request.user.is_authenticated else None
    if person is None:
        # Who holds the link reads the mailbox: an account made on the way needs no second mail.
        get_adapter().stash_verified_email(request, found.email)
        request.session[INVITED_KEY] = found.email
    is_theirs = person is not None and joining.is_confirmed(person=person, email=found.email)
    if request.method == "POST" and person is not None and is_theirs:
        place = joining.accept_invitation(secret=secret, person=person, request_id=f"accept {found.pk}", at=at)
        messages.info(request, _("You now work here for %(name)s.") % {"name": place.name})
        return redirect("people:organization", org=show_id(prefix="org", id=place.pk))
    context = {"invitation": found, "is_theirs": is_theirs, "here": request.path}
    return render(request, "people/invitation.html", context, status=403 if request.method == "POST" else 200)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def id_of(*, prefix: str, text: str) -> UUID:
    """Read an id in an address; another kind of text is not found."""
    try:
        return read_id(prefix=prefix, text=text)
    except InvalidId as error:
        raise Http404(str(error)) from None


def _own(*, person: Person) -> dict[UUID, tuple[Organization, str]]:
    found: dict[UUID, tuple[Organization, list[str]]] = {}
    for each in person.list_memberships():
        found.setdefault(each.organization_id, (each.organization, []))[1].append(each.role_words)
    return {key: (place, ", ".join(roles)) for key, (place, roles) in found.items()}


def find_own(*, request: HttpRequest, org: str, role: Role | None = None) -> Organization:
    """Return one of the person's own organizations, with the role if one is asked for; anything else is not found."""
    wanted = id_of(prefix="org", text=org)
    for each in _person(request).list_memberships():
        if each.organization_id == wanted and role in {None, each.role}:
            return each.organization
    raise Http404("no such organization among one's own")


def _role_form(*, place: Organization, data: object = None) -> ColleagueRoleForm:
    people = Person.objects.filter(memberships__organization=place, is_active=True).distinct().order_by("name", "email")
    choices = [(show_id(prefix=PERSON_PREFIX, id=each.pk), f"{each.name}, {each.email}") for each in people]
    return ColleagueRoleForm(data, kind=place.kind, people=choices)


def _saved(*, form: FactsForm, record: Callable[[], None]) -> bool:
    try:
        with transaction.atomic():
            record()
    except IntegrityError:
        form.add_error("lei", _("An organization with this LEI is known."))
        return False
    return True


def _page(*, request: HttpRequest, org: str, forms: Mapping[str, object] | None = None) -> HttpResponse:
    place = find_own(request=request, org=org)
    person = _person(request)
    is_administrator = person.has_role_in(role=Role.ADMINISTRATOR, organization_id=place.pk)
    context: dict[str, object] = {
        "organization": place,
        "org": org,
        "is_administrator": is_administrator,
        "memberships": Membership.objects.filter(organization=place)
        .select_related("person", "organization")
        .order_by("person__name", "id"),
    }
    if is_administrator:
        waiting = Invitation.objects.visible_to(person).waiting().filter(organization=place).order_by("recorded_at")
        context |= {
            "invitations": [(show_id(prefix="inv", id=each.pk), each) for each in waiting],
            "now": datetime.now(UTC),
            "invitation_days": clocks_on(day=datetime.now(UTC).date()).invitation_life.count,
            "facts_form": FactsForm(initial={name: getattr(place, name) for name in joining.FACTS}),
            "invitation_form": InvitationForm(kind=place.kind),
            "role_form": _role_form(place=place),
        }
    context |= forms or {}
    return render(request, "people/organization.html", context, status=422 if forms else 200)
