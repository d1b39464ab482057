"""Programs of an organization: the clients by which they get tokens."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.limits import limit
from truetonne.edge.permissions import Role, member
from truetonne.people import clients
from truetonne.people.fresh import fresh
from truetonne.people.models import ApiClient, Person
from truetonne.people.organization_forms import ClientForm
from truetonne.people.views.organizations import find_own, id_of

CLIENT_PREFIX = "cli"


@member(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
@fresh
@limit(name="make client", times=30, seconds=3_600)
def programs(request: HttpRequest, org: str) -> HttpResponse:
    """List the clients; posted to, make one and show its secret once."""
    place = find_own(request=request, org=org, role=Role.ADMINISTRATOR)
    person = cast(Person, request.user)
    form = ClientForm(request.POST if request.method == "POST" else None, kind=place.kind)
    if form.is_valid():
        client_id = new_id()
        secret = clients.make_client(
            client_id=client_id,
            organization=place,
            name=form.cleaned_data["name"],
            roles=[Role(each) for each in form.cleaned_data["roles"]],
            secret_part=secrets.token_urlsafe(32),
            livemode=settings.TRUETONNE.livemode,
            by=person,
            request_id=str(client_id),
            at=datetime.now(UTC),
        )
        shown = {"organization": place, "org": org, "client": show_id(prefix=CLIENT_PREFIX, id=client_id)}
        response = render(request, "people/program_secret.html", {**shown, "secret": secret})
        response["Cache-Control"] = "no-store"
        return response
    found = ApiClient.objects.visible_to(person).filter(organization=place, revoked_at=None)
    rows = found.select_related("made_by").order_by("recorded_at")
    context = {
        "organization": place,
        "org": org,
        "clients": [(show_id(prefix=CLIENT_PREFIX, id=each.pk), each) for each in rows],
        "form": form,
    }
    return render(request, "people/programs.html", context, status=422 if form.errors else 200)


@member(Role.ADMINISTRATOR)
@require_POST
def revoke(request: HttpRequest, org: str, client: str) -> HttpResponse:
    """Stop a client and its tokens at once."""
    place = find_own(request=request, org=org, role=Role.ADMINISTRATOR)
    person = cast(Person, request.user)
    wanted = id_of(prefix=CLIENT_PREFIX, text=client)
    found = ApiClient.objects.visible_to(person).filter(pk=wanted, organization=place).first()
    if found is None:
        raise Http404("no such client")
    clients.revoke_client(client=found, by=person, request_id=str(new_id()), at=datetime.now(UTC))
    return redirect("people:programs", org=org)
