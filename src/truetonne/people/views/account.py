"""The page of one's own account, and its tokens."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from truetonne.edge.identifiers import InvalidId, new_id, read_id, show_id
from truetonne.edge.permissions import member
from truetonne.people import actions
from truetonne.people.forms import TokenForm
from truetonne.people.fresh import fresh
from truetonne.people.models import ApiToken, Organization, Person


@member()
@require_http_methods(["GET"])
def account(request: HttpRequest) -> HttpResponse:
    """Show who is signed in, for whom they act, and their tokens."""
    person = cast(Person, request.user)
    return render(request, "people/account.html", _account_context(person=person, form=None))


@member()
@require_POST
@fresh
def issue_token(request: HttpRequest) -> HttpResponse:
    """Make a token and show it once."""
    person = cast(Person, request.user)
    form = TokenForm(request.POST, organizations=_organization_choices(person=person))
    if not form.is_valid():
        return render(request, "people/account.html", _account_context(person=person, form=form), status=422)
    at = datetime.now(UTC)
    organization = Organization.objects.visible_to(person).get(
        pk=read_id(prefix="org", text=str(form.cleaned_data["organization"]))
    )
    token_id = new_id()
    text = actions.issue_token(
        token_id=token_id,
        person=person,
        organization=organization,
        name=str(form.cleaned_data["name"]),
        secret_part=secrets.token_urlsafe(32),
        livemode=settings.TRUETONNE.livemode,
        expires_at=at + timedelta(days=int(form.cleaned_data["days"])),
        request_id=str(token_id),
        at=at,
    )
    response = render(request, "people/token.html", {"token": text, "organization": organization})
    response["Cache-Control"] = "no-store"
    return response


@member()
@require_POST
def revoke_token(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one of one's own tokens."""
    person = cast(Person, request.user)
    try:
        token_id = read_id(prefix="tok", text=token)
        actions.revoke_token(token_id=token_id, person=person, request_id=f"revoke-{token_id}", at=datetime.now(UTC))
    except (InvalidId, ApiToken.DoesNotExist):
        return redirect("people:account")
    return redirect("people:account")


def _organization_choices(*, person: Person) -> list[tuple[str, str]]:
    organizations = {m.organization_id: m.organization for m in person.list_memberships()}
    return [(show_id(prefix="org", id=key), each.name) for key, each in organizations.items()]


def _account_context(*, person: Person, form: TokenForm | None) -> dict[str, object]:
    at = datetime.now(UTC)
    tokens = ApiToken.objects.visible_to(person).live(at=at).select_related("organization").order_by("-recorded_at")
    return {
        "person": person,
        "memberships": person.list_memberships(),
        "is_staff": person.is_operator_staff(),
        "tokens": [(show_id(prefix="tok", id=token.pk), token) for token in tokens],
        "form": form or TokenForm(organizations=_organization_choices(person=person)),
    }
