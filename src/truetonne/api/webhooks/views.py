"""Pages of an organization's webhooks: its endpoints, one endpoint with its log, and what can be done there."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from truetonne.api.webhooks import actions
from truetonne.api.webhooks.forms import EndpointForm, SinceForm
from truetonne.api.webhooks.reading import EndpointRow, get_endpoint, list_endpoints, page_log
from truetonne.api.webhooks.signing import SECRET_BYTES
from truetonne.api.webhooks.telling import WAITS, sending_policy
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.limits import limit
from truetonne.edge.paging import InvalidCursor, InvalidLimit, read_window
from truetonne.edge.permissions import Role, member
from truetonne.people.fresh import fresh
from truetonne.people.models import Organization, Person
from truetonne.people.views.organizations import find_own, id_of


@member(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
@fresh
@limit(name="make webhook", times=30, seconds=3_600)
def webhooks(request: HttpRequest, org: str) -> HttpResponse:
    """List the endpoints; posted to, keep one and show its secret once."""
    place = find_own(request=request, org=org, role=Role.ADMINISTRATOR)
    form = EndpointForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        by = _by(request=request, place=place)
        try:
            made = actions.make_endpoint(
                endpoint_id=new_id(),
                url=form.cleaned_data["url"],
                note=form.cleaned_data["note"],
                types=form.cleaned_data["types"],
                key=secrets.token_bytes(SECRET_BYTES),
                policy=sending_policy(),
                fingerprint=hashlib.sha256(by.request_id.encode()).digest(),
                by=by,
            )
        except actions.TooManyEndpoints as refusal:
            form.add_error(None, _("At most %(most)s addresses are kept; remove one first.") % {"most": refusal.most})
        else:
            return _show_secret(request=request, place=place, org=org, made=made)
    context = {"organization": place, "org": org, "endpoints": list_endpoints(organization_id=place.pk), "form": form}
    return render(request, "api/webhooks.html", context, status=422 if form.errors else 200)


@member(Role.ADMINISTRATOR)
@require_GET
def webhook(request: HttpRequest, org: str, webhook: str) -> HttpResponse:
    """One endpoint with its log, newest first."""
    place, row = _find(request=request, org=org, webhook=webhook)
    return _page(request=request, place=place, org=org, row=row, form=SinceForm())


@member(Role.ADMINISTRATOR)
@require_POST
@fresh
def rotate(request: HttpRequest, org: str, webhook: str) -> HttpResponse:
    """Change the secret and show the new one once."""
    place, row = _find(request=request, org=org, webhook=webhook)
    made = actions.rotate_secret(
        endpoint_id=row.endpoint.pk, key=secrets.token_bytes(SECRET_BYTES), by=_by(request=request, place=place)
    )
    return _show_secret(request=request, place=place, org=org, made=made)


@member(Role.ADMINISTRATOR)
@require_POST
def act(request: HttpRequest, org: str, webhook: str, verb: str) -> HttpResponse:
    """Pause, resume, remove or try an endpoint."""
    place, row = _find(request=request, org=org, webhook=webhook)
    by, endpoint_id = _by(request=request, place=place), row.endpoint.pk
    acts: dict[str, Callable[[], object]] = {
        "pause": lambda: actions.pause_endpoint(endpoint_id=endpoint_id, by=by),
        "resume": lambda: actions.resume_endpoint(endpoint_id=endpoint_id, by=by),
        "remove": lambda: actions.remove_endpoint(endpoint_id=endpoint_id, by=by),
        "test": lambda: actions.send_test(endpoint_id=endpoint_id, message=new_id(), by=by),
    }
    if verb not in acts:
        raise Http404("no such act")
    try:
        acts[verb]()
    except actions.EndpointPaused:
        messages.error(request, _("Nothing is sent while it is paused."))
    if verb == "remove":
        return redirect("webhooks", org=org)
    if verb == "test":
        messages.info(request, _("A trial is on its way; its line in the log says what came of it."))
    return redirect("webhook", org=org, webhook=webhook)


@member(Role.ADMINISTRATOR)
@require_POST
def again(request: HttpRequest, org: str, webhook: str) -> HttpResponse:
    """Send one message again, or all since a day."""
    place, row = _find(request=request, org=org, webhook=webhook)
    by, endpoint_id = _by(request=request, place=place), row.endpoint.pk
    number = str(request.POST.get("sequence", ""))
    form = SinceForm(request.POST)
    try:
        if number.isdigit():
            found = row.endpoint.deliveries.filter(sequence=int(number[:15])).values_list("pk", flat=True)
            count = actions.send_again(endpoint_id=endpoint_id, delivery_ids=list(found), by=by)
        elif form.is_valid():
            count = actions.send_since(endpoint_id=endpoint_id, since=form.moment(), by=by)
        else:
            return _page(request=request, place=place, org=org, row=row, form=form, status=422)
    except actions.SinceTooEarly:
        form.add_error("since", _("Choose a day of the last 90 days."))
        return _page(request=request, place=place, org=org, row=row, form=form, status=422)
    except actions.EndpointPaused:
        messages.error(request, _("Nothing is sent while it is paused."))
    else:
        said = ngettext("%(count)s message is sent again.", "%(count)s messages are sent again.", count)
        messages.info(request, said % {"count": count})
    return redirect("webhook", org=org, webhook=webhook)


def _page(
    *, request: HttpRequest, place: Organization, org: str, row: EndpointRow, form: SinceForm, status: int = 200
) -> HttpResponse:
    try:
        window = read_window(
            list_name=f"webhook-page:{row.text}",
            limit="25",
            after=request.GET.get("after"),
            before=request.GET.get("before"),
        )
    except (InvalidCursor, InvalidLimit):
        raise Http404("no such page of the log") from None
    context = {
        "organization": place,
        "org": org,
        "row": row,
        "log": page_log(endpoint=row.endpoint, window=window),
        "form": form,
        "attempts": len(WAITS) + 1,
    }
    return render(request, "api/webhook.html", context, status=status)


def _find(*, request: HttpRequest, org: str, webhook: str) -> tuple[Organization, EndpointRow]:
    place = find_own(request=request, org=org, role=Role.ADMINISTRATOR)
    try:
        row = get_endpoint(endpoint_id=id_of(prefix=actions.ENDPOINT_PREFIX, text=webhook), organization_id=place.pk)
    except actions.EndpointNotFound:
        raise Http404("no such endpoint") from None
    return place, row


def _by(*, request: HttpRequest, place: Organization) -> actions.By:
    person = cast("Person", request.user)
    return actions.By(person_id=person.pk, organization_id=place.pk, request_id=str(new_id()), at=datetime.now(UTC))


def _show_secret(*, request: HttpRequest, place: Organization, org: str, made: actions.Made) -> HttpResponse:
    context = {
        "organization": place,
        "org": org,
        "endpoint": made.endpoint,
        "text": show_id(prefix=actions.ENDPOINT_PREFIX, id=made.endpoint.pk),
        "secret": made.secret,
    }
    response = render(request, "api/webhook_secret.html", context)
    response["Cache-Control"] = "no-store"
    return response
