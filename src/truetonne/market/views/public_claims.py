"""Claims that members publish: made from a certificate or a disclosed year, read by anyone, decided on where a rule objects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from truetonne.edge.formats import day_text
from truetonne.edge.identifiers import InvalidId, new_id, read_id, show_id
from truetonne.edge.permissions import Role, member, public, staff
from truetonne.edge.problems import find_problem
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.actions.publish_claim import decide_claim, publish_claim, withdraw_claim
from truetonne.market.claim_forms import ClaimDecisionForm, ClaimEndForm, ClaimForm
from truetonne.market.claims.lint_words import show_lint
from truetonne.market.claims.making import ClaimAsk, ClaimReading, judge_again, read_claim
from truetonne.market.claims.reading import (
    KIND_WORDS,
    STATE_WORDS,
    ClaimState,
    claims_for,
    is_public,
    list_claims,
    list_public,
    list_waiting,
    state_of,
)
from truetonne.market.claims.told import claim_refusal_words, confirmed_words, shown_findings
from truetonne.market.models import PublicClaim
from truetonne.market.views.acting import person_of
from truetonne.supply.parameters import rule_set_name

ROWS_MAX = 500


@public
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Every claim that was published here, newest first, those that were withdrawn too."""
    table = claims_table(list_public()[:ROWS_MAX], caption=_("Claims published here"))
    return render(request, "market/claims.html", {"nav_current": "register", "table": table})


@public
@require_safe
def show_claim(request: HttpRequest, claim: str) -> HttpResponse:
    """One claim whole: its text, what it rests on, what the rules said, and with ``?as_of=`` what they say on a day."""
    found = _find(claim)
    if not _may_see(request, found):
        raise Http404("no such claim")
    language, state = current_language(), state_of(claim=found)
    day = _day(request.GET.get("as_of", ""))
    verdict, rules = judge_again(
        text=found.text, subject=found.subject, markets=tuple(found.markets), as_of=day or datetime.now(UTC).date()
    )
    is_own = request.user.is_authenticated and found.organization_id in claims_for(person=person_of(request))
    context = {
        "nav_current": "register",
        "claim": found,
        "claim_text": claim,
        "state": state.value,
        "state_words": STATE_WORDS[state],
        "decision": getattr(found, "decision", None),
        "withdrawal": getattr(found, "withdrawal", None),
        "facts": _facts(found),
        "confirmed": confirmed_words(found.basis.get("confirmed"), language=language),
        "findings": shown_findings(found, language=language),
        "again": [show_lint(one=one, rules=rules, language=language) for one in verdict.findings],
        "again_passes": verdict.passes,
        "again_rules": verdict.rule_set,
        "again_on": day,
        "end_form": ClaimEndForm(initial={"request_id": str(new_id())}, auto_id="end_%s")
        if is_own and state not in {ClaimState.WITHDRAWN, ClaimState.REFUSED} else None,
    }  # fmt: skip
    return render(request, "market/claim.html", context)


@member(Role.BUYER, Role.REPORTER)
@require_http_methods(["GET", "POST"])
def new_claim(request: HttpRequest) -> HttpResponse:
    """Draft a claim from ``?certificate=`` or ``?record=``, have it read, publish it."""
    certificate, record = request.GET.get("certificate", ""), request.GET.get("record", "")
    person, reading, refusal = person_of(request), None, ""
    start = {"request_id": str(new_id()), "language": current_language(), "subject": "company"}
    form = ClaimForm(request.POST if request.method == "POST" else None, initial=start)
    ask = ClaimAsk(
        certificate_id=_id("crt", certificate), disclosure_id=_id("dsc", record), language=current_language()
    )
    if form.is_bound and form.is_valid():
        ask = ClaimAsk(
            certificate_id=ask.certificate_id, disclosure_id=ask.disclosure_id, language=form.cleaned_data["language"],
            text=form.cleaned_data["text"], subject=form.cleaned_data["subject"], markets=form.markets(),
        )  # fmt: skip
    at, organizations = datetime.now(UTC), claims_for(person=person)
    try:
        reading = read_claim(ask=ask, organization_ids=organizations, at=at)
        if form.is_bound and form.is_valid() and request.POST.get("act") == "publish":
            made = publish_claim(
                claim_id=new_id(), ask=ask, organization_ids=organizations, person=person, at=at,
                request_id=str(form.cleaned_data["request_id"]), plea=form.cleaned_data["plea"],
            )  # fmt: skip
            said = _("It waits for a second person.") if made.objections else _("The claim is published.")
            messages.info(request, said)
            return redirect("market:claim", claim=show_id(prefix="clm", id=made.pk))
    except Exception as refused:
        problem = find_problem(exception=refused)
        if problem is None:
            raise
        if problem.code == "not_found":
            raise Http404("nothing of yours to claim") from None
        if problem.code == "wording_refused":
            form.add_error("plea", _("A rule objects. Change the wording, or say here why it should stand."))
        else:
            refusal = claim_refusal_words(refused)
    return render(request, "market/claim_new.html", _draft(form, reading, refusal), status=422 if form.errors else 200)


@member(Role.BUYER, Role.REPORTER)
@require_POST
def end_claim(request: HttpRequest, claim: str) -> HttpResponse:
    """Withdraw one's own claim."""
    form, person = ClaimEndForm(request.POST), person_of(request)
    if not form.is_valid():
        messages.error(request, _("Say why."))
        return redirect("market:claim", claim=claim)
    try:
        withdraw_claim(
            claim_id=_id("clm", claim) or UUID(int=0), organization_ids=claims_for(person=person), person=person,
            reason=form.cleaned_data["reason"], request_id=str(form.cleaned_data["request_id"]), at=datetime.now(UTC),
        )  # fmt: skip
    except Exception as refused:
        problem = find_problem(exception=refused)
        if problem is None:
            raise
        if problem.code == "not_found":
            raise Http404("no such claim") from None
        messages.error(request, claim_refusal_words(refused))
    else:
        messages.info(request, _("The claim is withdrawn."))
    return redirect("market:claim", claim=claim)


@staff(Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR)
@require_safe
def office_claims(request: HttpRequest) -> HttpResponse:
    """What a rule objects to and a second person has to decide on; below it, what was decided."""
    person = person_of(request)
    may_decide = person.has_role(Role.ELIGIBILITY) or person.has_role(Role.GOVERNANCE)
    waiting = [
        (
            each, show_id(prefix="clm", id=each.pk), shown_findings(each, language=current_language()),
            ClaimDecisionForm(initial={"request_id": str(new_id())}, auto_id=f"{each.pk}_%s")
            if may_decide and each.person_id != person.pk else None,
        )
        for each in list_waiting()
    ]  # fmt: skip
    decided = claims_table(
        list_claims().filter(decision__isnull=False)[:ROWS_MAX], caption=_("Claims that were decided on")
    )
    return render(request, "market/office_claims.html", {"nav_current": "office", "waiting": waiting, "table": decided})


@staff(Role.ELIGIBILITY, Role.GOVERNANCE)
@require_POST
def office_decide_claim(request: HttpRequest, claim: str) -> HttpResponse:
    """Release or refuse a claim that waits."""
    form = ClaimDecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose, and say why."))
        return redirect("market:office_claims")
    is_released = form.cleaned_data["decision"] == "release"
    try:
        decide_claim(
            claim_id=_id("clm", claim) or UUID(int=0), is_released=is_released, reason=form.cleaned_data["reason"],
            person=person_of(request), request_id=str(form.cleaned_data["request_id"]), at=datetime.now(UTC),
        )  # fmt: skip
    except Exception as refused:
        problem = find_problem(exception=refused)
        if problem is None:
            raise
        if problem.code == "not_found":
            raise Http404("no such claim") from None
        messages.error(request, claim_refusal_words(refused))
    else:
        messages.info(
            request, _("Released: it is public, with the objection and both reasons.") if is_released else _("Refused.")
        )
    return redirect("market:office_claims")


def claims_table(rows: Iterable[PublicClaim], *, caption: str) -> Table | None:
    """Return claims as a table, None where there are none."""
    language = current_language()
    shown = tuple(
        (
            format_html('<a href="{}">{}</a>', reverse("market:claim", args=[show_id(prefix="clm", id=each.pk)]), each.claimant),
            str(each.year), str(KIND_WORDS[each.kind]), str(STATE_WORDS[state_of(claim=each)]),
            day_text(day=each.effective_at, language=language),
        )
        for each in rows
    )  # fmt: skip
    if not shown:
        return None
    labels = (_("Claimant"), _("Year"), _("Kind"), _("State"), _("Since"))
    return Table(
        caption=caption, caption_hidden=True, columns=tuple(Column(label=label) for label in labels), rows=shown
    )


def _draft(form: ClaimForm, reading: ClaimReading | None, refusal: str) -> dict[str, object]:
    language = current_language()
    shown = []
    if reading is not None:
        shown = [show_lint(one=one, rules=reading.rules, language=language) for one in reading.verdict.findings]
    key = str(reading.basis.get("tier_table", "")) if reading is not None else ""
    return {
        "nav_current": "orders",
        "form": form,
        "reading": reading,
        "refusal": refusal,
        "findings": shown,
        "table_name": rule_set_name(key=key) if key else "",
        "confirmed": confirmed_words(reading.basis.get("confirmed"), language=language) if reading else "",
    }


def _facts(found: PublicClaim) -> list[tuple[str, object]]:
    language, basis = current_language(), found.basis
    facts: list[tuple[str, object]] = [
        (_("Claimant"), found.claimant),
        (_("Year"), str(found.year)),
        (_("Kind"), str(KIND_WORDS[found.kind])),
        (_("Published on"), day_text(day=found.effective_at, language=language)),
        (_("Templates"), found.template_rule_set),
        (_("Read by"), found.lint_rule_set),
    ]
    if basis.get("tier"):
        facts.append((_("Tier"), f"{basis['tier']} ({basis['tier_table']})"))
    if basis.get("certificate"):
        address = reverse("market:certificate", args=[basis["certificate"]])
        facts.append((_("Rests on"), format_html('<a href="{}">{}</a>', address, _("the certificate"))))
    if basis.get("record"):
        address = reverse("market:year_claims", args=[basis["record"]])
        facts.append((_("Rests on"), format_html('<a href="{}">{}</a>', address, _("the disclosed year"))))
    return facts


def _may_see(request: HttpRequest, found: PublicClaim) -> bool:
    if is_public(claim=found):
        return True
    if not request.user.is_authenticated:
        return False
    person = person_of(request)
    roles = (Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR)
    return found.organization_id in person.list_organization_ids() or any(person.has_role(role) for role in roles)


def _find(text: str) -> PublicClaim:
    claim_id = _id("clm", text)
    found = list_claims().filter(pk=claim_id).first() if claim_id is not None else None
    if found is None:
        raise Http404("no such claim")
    return found


def _id(prefix: str, text: str) -> UUID | None:
    if not text:
        return None
    try:
        return read_id(prefix=prefix, text=text)
    except InvalidId as error:
        raise Http404(str(error)) from None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Http404("no such day") from None
