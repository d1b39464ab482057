"""The office of eligibility: queues, one application with all its evidence, and the acts of the two people."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.parties import country_name
from truetonne.edge.permissions import Role, staff
from truetonne.members.actions.appeal import rule_on_appeal
from truetonne.members.actions.decide import ask_for_more, decide_application, propose_decision, screen_application
from truetonne.members.actions.evidence import judge_evidence
from truetonne.members.actions.figures import judge_figures
from truetonne.members.acts import By
from truetonne.members.forms import RequestForm
from truetonne.members.list_words import show_entries
from truetonne.members.models import Appeal, Application, DisclosedYear, Evidence
from truetonne.members.office_forms import DecisionForm, NoteForm, ReturnForm, RulingForm, VerdictForm
from truetonne.members.queries.company_lists import list_entries_of_company
from truetonne.members.queues import list_queues
from truetonne.members.reading import describe_application, list_evidence_rows
from truetonne.members.states import MAY_BUY, ApplicationState
from truetonne.members.views.acting import app_text, application_or_404, do, id_or_404, person_of, show_office
from truetonne.members.words import RELATIONSHIPS, USE_WORDS

S = ApplicationState


@staff(Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR)
@require_GET
def queues(request: HttpRequest) -> HttpResponse:
    """What waits, longest first."""
    return show_office(request, "members/office_queues.html", {"queues": list_queues(person=person_of(request))})


@staff(Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR)
@require_GET
def application(request: HttpRequest, application: str) -> HttpResponse:
    """One application: answers, evidence, findings, figures, history, and the acts open to this person."""
    return _page(request, application_or_404(request, text=application))


@staff(Role.ELIGIBILITY)
@require_POST
def judge(request: HttpRequest, evidence: str) -> HttpResponse:
    """Accept or reject one piece of evidence."""
    found = Evidence.objects.visible_to(person_of(request)).filter(pk=id_or_404(prefix="evd", text=evidence)).first()
    if found is None or found.application_id is None:
        raise Http404("no evidence has this id")
    form = VerdictForm(request.POST, auto_id=f"{evidence}_%s")

    def act(by: By) -> str:
        judge_evidence(
            judgement_id=new_id(), evidence_id=found.pk, assessment_id=new_id(),
            is_accepted=form.cleaned_data["is_accepted"] == "yes", reason=form.cleaned_data["reason"], by=by,
        )  # fmt: skip
        return ""

    return _after(request, _application_of(request, found.application_id), form=form, act=act, key=evidence)


@staff(Role.ELIGIBILITY)
@require_POST
def judge_year(request: HttpRequest, figures: str) -> HttpResponse:
    """Accept or reject a year's figures."""
    rows = DisclosedYear.objects.select_related("entity").filter(pk=id_or_404(prefix="fig", text=figures))
    found = rows.first()
    if found is None:
        raise Http404("no figures have this id")
    form = VerdictForm(request.POST, auto_id=f"{figures}_%s")

    def act(by: By) -> str:
        judge_figures(
            judgement_id=new_id(), assessment_id=new_id(), figures_id=found.pk, is_accepted=form.cleaned_data["is_accepted"] == "yes",
            reason=form.cleaned_data["reason"], by=by,
        )  # fmt: skip
        return ""

    rows_open = Application.objects.visible_to(person_of(request)).filter(organization_id=found.entity.organization_id)
    newest = rows_open.order_by("-recorded_at").first()
    if newest is None:
        raise Http404("no application of this company")
    return _after(request, _application_of(request, newest.pk), form=form, act=act, key=figures)


@staff(Role.ELIGIBILITY)
@require_POST
def screen(request: HttpRequest, application: str) -> HttpResponse:
    """Judge by the rules on the evidence accepted so far."""
    found = application_or_404(request, text=application)
    form = RequestForm(request.POST)

    def act(by: By) -> str:
        screen_application(application_id=found.pk, assessment_id=new_id(), by=by)
        return _("Every rule was judged.")

    return _after(request, found, form=form, act=act, key="screen")


@staff(Role.ELIGIBILITY)
@require_POST
def ask(request: HttpRequest, application: str) -> HttpResponse:
    """Give the application back to its company with the findings."""
    found = application_or_404(request, text=application)
    form = ReturnForm(request.POST, auto_id="ask_%s")

    def act(by: By) -> str:
        ask_for_more(application_id=found.pk, reason=form.cleaned_data["reason"], by=by)
        return _("The company is asked.")

    return _after(request, found, form=form, act=act, key="ask")


@staff(Role.ELIGIBILITY)
@require_POST
def propose(request: HttpRequest, application: str) -> HttpResponse:
    """Propose what the findings say; another person decides."""
    found = application_or_404(request, text=application)
    form = NoteForm(request.POST, auto_id="propose_%s")

    def act(by: By) -> str:
        propose_decision(proposal_id=new_id(), application_id=found.pk, note=form.cleaned_data["note"], by=by)
        return _("Proposed. A second person decides.")

    return _after(request, found, form=form, act=act, key="propose")


@staff(Role.ELIGIBILITY)
@require_POST
def decide(request: HttpRequest, application: str) -> HttpResponse:
    """Confirm what another person proposed, or send it back."""
    found = application_or_404(request, text=application)
    form = DecisionForm(request.POST, auto_id="decide_%s")
    proposal = describe_application(application=found)["proposal"]
    if proposal is None:
        raise Http404("nothing is proposed")

    def act(by: By) -> str:
        is_confirmed = form.cleaned_data["is_confirmed"] == "yes"
        decide_application(
            decision_id=new_id(), proposal_id=proposal.pk, is_confirmed=is_confirmed,  # type: ignore[attr-defined]
            reason=form.cleaned_data["reason"], by=by,
        )  # fmt: skip
        return _("Decided.") if is_confirmed else _("Sent back.")

    return _after(request, found, form=form, act=act, key="decide")


@staff(Role.ELIGIBILITY)
@require_POST
def rule(request: HttpRequest, application: str) -> HttpResponse:
    """Rule on an appeal; not for those who took part in the decision."""
    found = application_or_404(request, text=application)
    appeal = Appeal.objects.filter(application=found, ruling=None).first()
    if appeal is None:
        raise Http404("no appeal is open")
    form = RulingForm(request.POST, auto_id="rule_%s")

    def act(by: By) -> str:
        rule_on_appeal(
            ruling_id=new_id(), appeal_id=appeal.pk, is_upheld=form.cleaned_data["is_upheld"] == "yes",
            reason=form.cleaned_data["reason"], by=by, new_id=new_id,
        )  # fmt: skip
        return _("Ruled.")

    return _after(request, found, form=form, act=act, key="rule")


def _after(request: HttpRequest, found: Application, *, form: forms.Form, act: object, key: str) -> HttpResponse:
    if do(request, form=form, act=act):  # type: ignore[arg-type]
        return redirect("members:office_application", application=app_text(found))
    return _page(request, _application_of(request, found.pk), bound={key: form})


def _application_of(request: HttpRequest, application_id: UUID) -> Application:
    rows = Application.objects.visible_to(person_of(request)).select_related(
        "organization", "decision__reviewer", "decision__approver", "decision__proposal__assessment"
    )
    return rows.get(pk=application_id)


def _page(request: HttpRequest, found: Application, *, bound: dict[str, forms.Form] | None = None) -> HttpResponse:
    person, bound = person_of(request), bound or {}
    is_officer = person.has_role(Role.ELIGIBILITY)
    shown = describe_application(application=found)
    proposal = shown["proposal"]
    is_open = proposal is not None and not hasattr(proposal, "decision")
    context = {
        **shown,
        "answers": _answers(found),
        "listed": show_entries(list_entries_of_company(application=found)),
        "rows": [
            (row, bound.get(row.text) or _verdict(row.text) if is_officer and row.evidence.uploader_id != person.pk else None)
            for row in list_evidence_rows(organization_id=found.organization_id)
        ],
        "years": [
            (year, show_id(prefix="fig", id=year.pk), _year_form(year, bound=bound, is_officer=is_officer, person_id=person.pk))
            for year in DisclosedYear.objects.filter(entity__organization_id=found.organization_id)
            .select_related("entity", "judgement__person")
            .order_by("-year", "-version")
        ],
        "acts": _acts(found, is_officer=is_officer, is_judged=shown["assessment"] is not None, is_open=is_open,
                      is_own=is_open and proposal.reviewer_id == person.pk, bound=bound),  # type: ignore[attr-defined]
        "open_proposal": proposal if is_open else None,
        "is_own_proposal": is_open and proposal.reviewer_id == person.pk,  # type: ignore[attr-defined]
        "appeal": Appeal.objects.filter(application=found).select_related("ruling").order_by("-recorded_at").first(),
        "has_errors": bool(bound),
    }  # fmt: skip
    return show_office(request, "members/office_application.html", context, status=422 if bound else 200)


def _acts(
    found: Application, *, is_officer: bool, is_judged: bool, is_open: bool, is_own: bool, bound: dict[str, forms.Form]
) -> dict[str, forms.Form]:
    if not is_officer:
        return {}
    state = found.state
    may_propose = is_judged and not is_open and state in (S.SCREENING, S.SUSPENDED, *MAY_BUY)
    allowed: dict[str, tuple[bool, type[forms.Form]]] = {
        "screen": (not is_open and state in (S.SUBMITTED, S.SCREENING, S.PENDING, S.SUSPENDED, *MAY_BUY), RequestForm),
        "ask": (is_judged and not is_open and state == S.SCREENING, ReturnForm),
        "propose": (may_propose, NoteForm),
        "decide": (is_open and not is_own, DecisionForm),
        "rule": (Appeal.objects.filter(application=found, ruling=None).exists(), RulingForm),
    }
    return {
        act: bound.get(act) or kind(initial={"request_id": str(new_id())}, auto_id=f"{act}_%s")
        for act, (is_allowed, kind) in allowed.items()
        if is_allowed or act in bound
    }


def _verdict(text: str) -> VerdictForm:
    return VerdictForm(initial={"request_id": str(new_id())}, auto_id=f"{text}_%s")


def _year_form(
    year: DisclosedYear, *, bound: dict[str, forms.Form], is_officer: bool, person_id: object
) -> forms.Form | None:
    text = show_id(prefix="fig", id=year.pk)
    if not is_officer or hasattr(year, "judgement") or year.person_id == person_id:
        return None
    return bound.get(text) or _verdict(text)


def _answers(found: Application) -> list[tuple[str, object]]:
    last = found.submissions.order_by("-number").select_related("person").first()
    answers = last.answers if last is not None else found.draft
    company = found.organization
    return [
        (_("Legal name"), company.legal_name),
        (_("LEI"), company.lei),
        (_("Registration number"), company.registration_number),
        (_("ISIN"), answers.get("isin")),
        (_("Web domain"), company.domain),
        (_("Country"), country_name(code=company.country)),
        (_("Relationship"), RELATIONSHIPS.get(str(answers.get("relationship")), "")),
        (_("Note"), answers.get("relationship_note")),
        (_("Target in the company's words"), answers.get("target_note")),
        (_("Reports named"), answers.get("report_links")),
        (_("Plan in the company's words"), answers.get("plan_note")),
        (_("What the credits are for"), USE_WORDS.get(str(answers.get("use")), "")),
        (_("Explanation"), answers.get("use_note")),
        (_("Signer"), f"{answers.get('signer_name', '')}, {answers.get('signer_role', '')}".strip(", ")),
        (_("Handed in by"), last.person.name if last is not None else None),
    ]
