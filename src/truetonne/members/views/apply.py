"""The way of an applicant: interest, a draft of one thing a page, check and hand in, findings, appeal, withdrawal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from truetonne.edge.identifiers import new_id, short_code, show_id
from truetonne.edge.limits import limit
from truetonne.edge.parties import country_name
from truetonne.edge.permissions import Role, member, public
from truetonne.members.actions.appeal import APPEALABLE, appeal_decision
from truetonne.members.actions.apply import (
    ANSWERS,
    ApplicationOpen,
    list_missing,
    open_application,
    save_answers,
    submit_application,
    withdraw_application,
)
from truetonne.members.actions.interest import NewInterest, express_interest
from truetonne.members.acts import By
from truetonne.members.assessing import judge
from truetonne.members.company_facts import build_facts
from truetonne.members.finding_words import describe_finding
from truetonne.members.forms import (
    AppealForm,
    CompanyForm,
    InterestForm,
    PlanForm,
    RelationshipForm,
    RequestForm,
    SignerForm,
    SubmitForm,
    UseForm,
)
from truetonne.members.list_words import show_entries
from truetonne.members.models import Appeal, Application
from truetonne.members.policies import get_policy
from truetonne.members.queries.company_lists import list_entries_of_company
from truetonne.members.reading import describe_application, list_evidence_rows
from truetonne.members.states import ENDED, EVIDENCE_OPEN, WRITABLE
from truetonne.members.views.acting import (
    app_text,
    application_or_404,
    company_of,
    do,
    own_application_or_404,
    person_of,
    show,
)
from truetonne.members.words import RELATIONSHIPS, USE_WORDS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of a draft."""

    name: str
    title: _StrPromise
    form: type[forms.Form]
    lede: _StrPromise


STEPS: Final = (
    Step(
        name="company", title=_lazy("Your company"), form=CompanyForm,
        lede=_lazy("These facts identify the company. Correct them on its own page; they stand on invoices too."),
    ),
    Step(
        name="relationship", title=_lazy("Your relationship"), form=RelationshipForm,
        lede=_lazy("The exchange is for suppliers, business customers and pledge signatories of the operator."),
    ),
    Step(
        name="plan", title=_lazy("Your target and plan"), form=PlanForm,
        lede=_lazy("In your own words. What you write is judged by the documents that you add as evidence."),
    ),
    Step(
        name="use", title=_lazy("What the credits are for"), form=UseForm,
        lede=_lazy("Credits are sold for what remains after reductions, never in place of them."),
    ),
    Step(
        name="signer", title=_lazy("Who signs"), form=SignerForm,
        lede=_lazy("A person who may act for the company."),
    ),
)  # fmt: skip


@public
@require_http_methods(["GET", "POST"])
@limit(name="interest", times=5, seconds=3_600)
def apply(request: HttpRequest) -> HttpResponse:
    """The public door: the conditions in plain words, and the interest form; applicants go on to their application."""
    if request.method == "GET" and request.user.is_authenticated:
        company = company_of(person=person_of(request))
        if company is not None:
            return _own_page(request)
    form = InterestForm(request.POST if request.method == "POST" else None, initial={"request_id": str(new_id())})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        request_id = f"interest:{given.pop('request_id')}"
        given["country"] = str(given["country"]).upper()
        interest = NewInterest(**given, language=get_language() or "en")
        express_interest(interest_id=new_id(), interest=interest, request_id=request_id, at=datetime.now(UTC))
        messages.info(request, _("We have your words. Somebody writes to you with an invitation or a question."))
        return redirect("members:apply")
    policy = get_policy(as_of=datetime.now(UTC).date())
    context = {"form": form, "policy": policy.policy, "policy_key": policy.key}
    return show(request, "members/apply.html", context, status=422 if form.is_bound else 200)


def _own_page(request: HttpRequest) -> HttpResponse:
    company = company_of(person=person_of(request))
    rows = Application.objects.visible_to(person_of(request)).filter(organization=company)
    newest = rows.exclude(state__in=ENDED).first() or rows.order_by("-recorded_at").first()
    if newest is not None and newest.state not in ENDED:
        return redirect("members:application", application=app_text(newest))
    form = RequestForm(initial={"request_id": str(new_id())})
    return show(request, "members/begin.html", {"company": company, "form": form, "last": newest,
                                                "last_text": app_text(newest) if newest else ""})  # fmt: skip


@member(Role.APPLICANT)
@require_POST
@limit(name="application", times=30, seconds=3_600)
def begin(request: HttpRequest) -> HttpResponse:
    """Open a draft for the company."""
    company = company_of(person=person_of(request))
    form = RequestForm(request.POST)
    if company is None or not form.is_valid():
        raise Http404("no company to apply for")
    by = By(person_id=person_of(request).pk, request_id=form.cleaned_data["request_id"], at=datetime.now(UTC))
    try:
        opened = open_application(application_id=new_id(), organization=company, by=by)
    except ApplicationOpen as known:
        opened = Application.objects.visible_to(person_of(request)).get(pk=known.application_id)
    return redirect("members:application", application=app_text(opened))


@member()
@require_GET
def application(request: HttpRequest, application: str) -> HttpResponse:
    """Where an application stands: its tasks while it is written, its findings once it was judged."""
    found = application_or_404(request, text=application)
    is_own = person_of(request).has_role_in(role=Role.APPLICANT, organization_id=found.organization_id)
    context = {
        **describe_application(application=found),
        "is_own": is_own,
        "is_writable": is_own and found.state in WRITABLE,
        "takes_evidence": is_own and found.state in EVIDENCE_OPEN,
        "steps_to_write": [(step, _is_answered(found, step)) for step in STEPS],
        "evidence": list_evidence_rows(organization_id=found.organization_id),
        "listed": show_entries([each for each in list_entries_of_company(application=found) if each.is_tied]),
        "may_appeal": is_own
        and found.state in APPEALABLE
        and found.decision_id is not None
        and not Appeal.objects.filter(decision_id=found.decision_id).exists(),
        "withdraw_form": RequestForm(initial={"request_id": str(new_id())}, auto_id="withdraw_%s"),
    }
    return show(request, "members/application.html", context)


@member(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
@limit(name="application page", times=120, seconds=3_600)
def step(request: HttpRequest, application: str, name: str) -> HttpResponse:
    """One thing of the draft on one page."""
    found = own_application_or_404(request, text=application)
    place = next((index for index, each in enumerate(STEPS) if each.name == name), None)
    if place is None or found.state not in WRITABLE:
        raise Http404("no such page of this application")
    page = STEPS[place]
    initial = {"request_id": str(new_id()), **{key: found.draft.get(key, "") for key in ANSWERS}}
    if page.name == "signer" and not initial["signer_name"]:
        initial["signer_name"] = person_of(request).name
    form = page.form(request.POST if request.method == "POST" else None, initial=initial)

    def act(by: By) -> str:
        kept = {key: str(value) for key, value in form.cleaned_data.items() if key in ANSWERS}
        save_answers(application_id=found.pk, answers=kept, by=by)
        return ""

    if request.method == "POST" and do(request, form=form, act=act):
        if place + 1 < len(STEPS):
            return redirect("members:step", application=application, name=STEPS[place + 1].name)
        return redirect("members:application", application=application)
    context = {
        "application": found, "app_text": application, "code": short_code(prefix="APP", id=found.pk),
        "heading": page.title, "lede": page.lede, "form": form, "button": _("Keep and go on"),
        "count": _("Page %(place)s of %(count)s") % {"place": place + 1, "count": len(STEPS)},
        "facts": _company_rows(found) if page.name == "company" else (),
        "company_text": show_id(prefix="org", id=found.organization_id),
    }  # fmt: skip
    return show(request, "members/form_page.html", context, status=422 if form.is_bound else 200)


@member(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
@limit(name="hand in", times=30, seconds=3_600)
def check(request: HttpRequest, application: str) -> HttpResponse:
    """Read everything once more, see what the rules would say if all evidence were accepted, and hand in."""
    found = own_application_or_404(request, text=application)
    if found.state not in WRITABLE:
        return redirect("members:application", application=application)
    form = SubmitForm(request.POST if request.method == "POST" else None, initial={"request_id": str(new_id())})
    missing = list_missing(application=found)

    def act(by: By) -> str:
        submit_application(application_id=found.pk, submission_id=new_id(), by=by, new_id=new_id)
        return _("The application is handed in.")

    if request.method == "POST" and do(request, form=form, act=act):
        return redirect("members:application", application=application)
    today = datetime.now(UTC).date()
    facts = build_facts(application=found, answers=found.draft, as_of=today, accepted_only=False)
    judged = judge(facts=facts, policy=get_policy(as_of=today))
    context = {
        "application": found, "app_text": application, "code": short_code(prefix="APP", id=found.pk), "form": form,
        "missing": [_missing_words(name) for name in missing], "answers": _answer_rows(found),
        "evidence": list_evidence_rows(organization_id=found.organization_id),
        "findings": [describe_finding(finding=each.as_json()) for each in judged.findings],
    }  # fmt: skip
    return show(request, "members/check.html", context, status=422 if form.is_bound else 200)


@member(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
@limit(name="appeal", times=10, seconds=3_600)
def appeal(request: HttpRequest, application: str) -> HttpResponse:
    """Appeal a decision, once."""
    found = own_application_or_404(request, text=application)
    form = AppealForm(request.POST if request.method == "POST" else None, initial={"request_id": str(new_id())})

    def act(by: By) -> str:
        appeal_decision(appeal_id=new_id(), application_id=found.pk, text=form.cleaned_data["text"], by=by)
        return _("The appeal is handed in.")

    if request.method == "POST" and do(request, form=form, act=act):
        return redirect("members:application", application=application)
    context = {
        "application": found, "app_text": application, "code": short_code(prefix="APP", id=found.pk),
        "heading": _("Appeal"), "form": form, "button": _("Appeal"),
        "lede": _("You may appeal once. Somebody who took no part in this decision will judge it."),
    }  # fmt: skip
    return show(request, "members/form_page.html", context, status=422 if form.is_bound else 200)


@member(Role.APPLICANT)
@require_POST
def withdraw(request: HttpRequest, application: str) -> HttpResponse:
    """End the application at the company's wish."""
    found = own_application_or_404(request, text=application)
    form = RequestForm(request.POST)

    def act(by: By) -> str:
        withdraw_application(application_id=found.pk, reason="", by=by)
        return _("The application is withdrawn.")

    do(request, form=form, act=act)
    return redirect("members:application", application=application)


def _company_rows(application: Application) -> list[tuple[str, object]]:
    company = application.organization
    return [
        (_("Legal name"), company.legal_name), (_("LEI"), company.lei),
        (_("Registration number"), company.registration_number), (_("Country"), country_name(code=company.country)),
        (_("Web domain"), company.domain),
    ]  # fmt: skip


def _is_answered(application: Application, step: Step) -> bool:
    if step.name == "company":
        return not any(name.startswith("organization.") for name in list_missing(application=application))
    names = [name for name, field in step.form.base_fields.items() if field.required and name != "request_id"]
    return all(str(application.draft.get(name) or "").strip() for name in names)


def _answer_rows(application: Application) -> list[tuple[str, object]]:
    draft = application.draft
    return [
        *_company_rows(application),
        (_("ISIN"), draft.get("isin")),
        (_("Relationship"), RELATIONSHIPS.get(str(draft.get("relationship")), "")),
        (_("Note"), draft.get("relationship_note")),
        (_("Your target"), draft.get("target_note")),
        (_("Where your emissions reports are"), draft.get("report_links")),
        (_("How you cut emissions"), draft.get("plan_note")),
        (_("What the credits are for"), USE_WORDS.get(str(draft.get("use")), "")),
        (_("Explanation"), draft.get("use_note")),
        (_("Signer"), f"{draft.get('signer_name', '')}, {draft.get('signer_role', '')}".strip(", ")),
    ]


def _missing_words(name: str) -> str:
    words = {
        "relationship": _("your relationship to the operator"),
        "target_note": _("your target"),
        "report_links": _("where your emissions reports are"),
        "plan_note": _("how you cut emissions"),
        "use": _("what the credits are for"),
        "signer_name": _("the signer's name"),
        "signer_role": _("the signer's role"),
        "evidence": _("at least one piece of evidence"),
        "organization.legal_name": _("the company's legal name"),
        "organization.country": _("the company's country"),
        "organization.domain": _("the company's web domain"),
        "organization.lei_or_registration_number": _("the company's LEI or registration number"),
    }
    return words[name]
