"""The pledge: its public register at any day, signing and leaving, and the office that confirms."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from truetonne.edge.formats import day_text
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.limits import limit
from truetonne.edge.parties import country_name
from truetonne.edge.permissions import Role, member, public, staff
from truetonne.edge.tables import csv_lines
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.members.actions.pledge import confirm_signature, leave_pledge, sign_pledge
from truetonne.members.acts import By
from truetonne.members.models import PledgeSignature
from truetonne.members.pledge_forms import ConfirmPledgeForm, LeavePledgeForm, SignPledgeForm
from truetonne.members.pledge_words import COMMITMENTS, RESULTS, STATES, TESTS
from truetonne.members.signatories import (
    Signatory,
    count_signatories,
    find_last_signature,
    find_signatory,
    list_signatories,
    pledge_rules,
)
from truetonne.members.views.acting import company_of, do, id_or_404, person_of, show, show_office
from truetonne.rules.pledge import PledgeState

SHOWN_MAX = 100
"""Rows on one page of the register; the files hold all."""
COLUMNS = (
    "id", "name", "country", "industry", "joined_on", "state", "state_since", "target_year", "left_on", "site",
    "description", "employees", "revenue_usd",
)  # fmt: skip


@public
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """What is promised and tested, the sums of a day, and who signed."""
    today = _today()
    as_of = _day(request.GET.get("at", "")) or today
    rules = pledge_rules(as_of=today)
    everybody = list_signatories(as_of=min(as_of, today))
    wanted = request.GET.get("q", "").strip().casefold()
    found = [each for each in everybody if wanted in each.signature.name.casefold()] if wanted else everybody
    page = max(1, int(request.GET["page"])) if request.GET.get("page", "").isdecimal() else 1
    rows = found[(page - 1) * SHOWN_MAX : page * SHOWN_MAX]
    context = {
        "nav_current": "pledge", "rules": rules.body, "rule_set": rules.key, "as_of": as_of, "is_past": as_of < today,
        "wanted": request.GET.get("q", ""), "commitments": [COMMITMENTS[each] for each in rules.body.commitments],
        "tests": [TESTS[each] for each in rules.body.offset_tests], "counts": count_signatories(signatories=everybody),
        "rows": [(each, country_name(code=each.signature.country), STATES[each.state], RESULTS[each.state]) for each in rows],
        "found": len(found), "page": page, "more": len(found) > page * SHOWN_MAX,
    }  # fmt: skip
    return show(request, "members/pledge.html", context)


@public
@require_safe
def csv_file(request: HttpRequest) -> StreamingHttpResponse:
    """The register of a day as CSV."""
    lines = csv_lines(header=COLUMNS, rows=([row[name] for name in COLUMNS] for row in _records(request)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="signatories.csv"'
    return response


@public
@require_safe
def json_file(request: HttpRequest) -> HttpResponse:
    """The register of a day as JSON, with the rules that its states follow from."""
    as_of = _day(request.GET.get("at", "")) or _today()
    body = {"as_of": as_of.isoformat(), "rule_set": pledge_rules(as_of=_today()).key, "signatories": _records(request)}
    text = json.dumps(body, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


@public
@require_safe
def signatory(request: HttpRequest, signature: str) -> HttpResponse:
    """One signatory with every state that it was in."""
    found = find_signatory(signature_id=id_or_404(prefix="plg", text=signature), as_of=_today())
    if found is None:
        raise Http404("no signature has this id")
    company = company_of(person=person_of(request)) if request.user.is_authenticated else None
    is_own = company is not None and company.pk == found.signature.organization_id
    language = current_language()
    context = {
        "nav_current": "pledge", "found": found, "text": signature,
        "country": country_name(code=found.signature.country),
        "state": STATES[found.state], "result": RESULTS[found.state],
        "may_leave": is_own and found.state != PledgeState.REMOVED,
        "history": [
            {
                "state": "now" if step == found.standing.history[-1] else "done",
                "when": day_text(day=step.since, language=language), "words": STATES[step.state],
            }
            for step in found.standing.history
        ],
    }  # fmt: skip
    return show(request, "members/signatory.html", context)


@member(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
@limit(name="sign pledge", times=10, seconds=3_600)
def sign(request: HttpRequest) -> HttpResponse:
    """Sign for one's company; or see that a signature waits, stands or was refused."""
    company = company_of(person=person_of(request))
    if company is None:
        raise Http404("no company to sign for")
    last = find_last_signature(organization_id=company.pk)
    standing = find_signatory(signature_id=last.pk, as_of=_today()) if last is not None else None
    decided = getattr(last, "confirmation", None) if last is not None else None
    is_open = last is not None and (decided is None or (standing is not None and standing.state != PledgeState.REMOVED))
    initial = {"request_id": str(new_id()), "signer_name": person_of(request).name, "target_year": 2040}
    rules = pledge_rules(as_of=_today()).body
    form = SignPledgeForm(
        request.POST if request.method == "POST" else None, initial=initial, target_year_max=rules.target_year_max
    )

    def act(by: By) -> str:
        sign_pledge(signature_id=new_id(), organization=company, signature=form.signature(), by=by)
        return _("Signed. It enters the public list once somebody of the operator confirms it.")

    if request.method == "POST" and do(request, form=form, act=act):
        return redirect("members:pledge_sign")
    context = {
        "nav_current": "pledge", "company": company, "form": None if is_open else form, "last": last,
        "decided": decided, "standing": standing,
    }  # fmt: skip
    return show(request, "members/pledge_sign.html", context, status=422 if form.is_bound else 200)


@member(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
@limit(name="leave pledge", times=10, seconds=3_600)
def leave(request: HttpRequest, signature: str) -> HttpResponse:
    """Leave the pledge."""
    company = company_of(person=person_of(request))
    found = find_signatory(signature_id=id_or_404(prefix="plg", text=signature), as_of=_today())
    if company is None or found is None or found.signature.organization_id != company.pk:
        raise Http404("no signature of this company has this id")
    form = LeavePledgeForm(request.POST if request.method == "POST" else None, initial={"request_id": str(new_id())})

    def act(by: By) -> str:
        leave_pledge(
            end_id=new_id(), signature_id=found.signature.pk, organization_id=company.pk,
            reason=form.cleaned_data["reason"], by=by, new_id=new_id,
        )  # fmt: skip
        return _("The company has left the pledge.")

    if request.method == "POST" and do(request, form=form, act=act):
        return redirect("members:signatory", signature=signature)
    context = {"nav_current": "pledge", "found": found, "text": signature, "form": form}
    return show(request, "members/pledge_leave.html", context, status=422 if form.is_bound else 200)


@staff(Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR)
@require_GET
def office_pledges(request: HttpRequest) -> HttpResponse:
    """Signatures that wait for confirmation, and those whose report is overdue."""
    waiting = PledgeSignature.objects.filter(confirmation=None).select_related("organization").order_by("recorded_at")
    overdue = [each for each in list_signatories(as_of=_today()) if each.state == PledgeState.OVERDUE]
    context = {"waiting": [(each, show_id(prefix="plg", id=each.pk)) for each in waiting], "overdue": overdue}
    return show_office(request, "members/office_pledges.html", context)


@staff(Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, signature: str) -> HttpResponse:
    """One signature that waits; whoever judges applications confirms or refuses it."""
    rows = PledgeSignature.objects.filter(pk=id_or_404(prefix="plg", text=signature), confirmation=None)
    found = rows.select_related("organization", "person").first()
    if found is None:
        raise Http404("no signature waits under this id")
    may_confirm = person_of(request).has_role(Role.ELIGIBILITY)
    form = ConfirmPledgeForm(request.POST if request.method == "POST" else None, initial={"request_id": str(new_id())})

    def act(by: By) -> str:
        is_confirmed = form.cleaned_data["is_confirmed"] == "yes"
        confirm_signature(
            signature_id=found.pk, is_confirmed=is_confirmed, reason=form.cleaned_data["reason"], by=by, new_id=new_id,
            public_url=settings.TRUETONNE.base_url + reverse("members:signatory", args=[signature]),
        )  # fmt: skip
        return _("Confirmed: it stands in the public list.") if is_confirmed else _("Refused.")

    if request.method == "POST" and may_confirm and do(request, form=form, act=act):
        return redirect("members:office_pledges")
    facts = [
        (_("Legal name"), found.organization.legal_name), (_("Country"), country_name(code=found.country)),
        (_("Signer"), f"{found.signer_name}, {found.signer_role}"), (_("Handed in by"), found.person.name),
        (_("Net zero by"), found.target_year), (_("Industry"), found.industry),
        (_("What the company does about its emissions"), found.description), (_("Web address"), found.site),
        (_("Employees"), found.employees), (_("Revenue of the last year, US$"), found.revenue_usd),
    ]  # fmt: skip
    context = {"found": found, "facts": facts, "form": form if may_confirm else None}
    return show_office(request, "members/office_pledge.html", context, status=422 if form.is_bound else 200)


def _records(request: HttpRequest) -> list[dict[str, object]]:
    as_of = _day(request.GET.get("at", "")) or _today()
    return [_record(each) for each in list_signatories(as_of=min(as_of, _today()))]


def _record(each: Signatory) -> dict[str, object]:
    signed = each.signature
    return {
        "id": each.text, "name": signed.name, "country": signed.country, "industry": signed.industry,
        "joined_on": signed.signed_on.isoformat(), "state": each.state.value,
        "state_since": each.standing.history[-1].since.isoformat(), "target_year": signed.target_year,
        "left_on": each.left_on.isoformat() if each.left_on else None, "site": signed.site,
        "description": signed.description, "employees": signed.employees, "revenue_usd": signed.revenue_usd,
    }  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _today() -> date:
    return datetime.now(UTC).date()
