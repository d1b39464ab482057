"""Sign in, sign out, and the page of one's own account."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import cast

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from truetonne.edge.identifiers import InvalidId, new_id, read_id, show_id
from truetonne.edge.permissions import member, public
from truetonne.people import actions
from truetonne.people.forms import SignInForm, TokenForm
from truetonne.people.models import ApiToken, Organization, Person
from truetonne.people.signin import TooManySignIns, count_failed_sign_in, require_sign_in_open


@public
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for address and password; ten wrong ones close the address for a quarter of an hour."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(_next_address(request=request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = datetime.now(UTC)
        email, network = str(form.cleaned_data["email"]), str(request.META.get("REMOTE_ADDR", ""))
        try:
            require_sign_in_open(email=email, network=network, at=at)
        except TooManySignIns as refusal:
            minutes = -(-refusal.retry_after_seconds // 60)
            form.add_error(
                None, _("Too many wrong passwords. Try again in %(minutes)s minutes.") % {"minutes": minutes}
            )
            response = render(request, "people/sign_in.html", {"form": form}, status=429)
            response["Retry-After"] = str(refusal.retry_after_seconds)
            return response
        person = authenticate(request, username=email, password=form.cleaned_data["password"])
        if person is not None:
            login(request, person)
            return HttpResponseRedirect(_next_address(request=request))
        count_failed_sign_in(email=email, network=network, at=at)
        form.add_error(None, _("This address and this password do not belong together."))
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "people/sign_in.html", context, status=422 if form.errors else 200)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("/")


@member()
@require_http_methods(["GET"])
def account(request: HttpRequest) -> HttpResponse:
    """Show who is signed in, for whom they act, and their tokens."""
    person = cast(Person, request.user)
    return render(request, "people/account.html", _account_context(person=person, form=None))


@member()
@require_POST
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


def _next_address(*, request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    person = cast(Person, request.user)
    return "/office/" if person.is_operator_staff() else "/orders/"
