"""Handing in evidence, one kind a page, and serving what was handed in to those entitled."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from truetonne.edge.identifiers import new_id, short_code, show_id
from truetonne.edge.limits import limit
from truetonne.edge.permissions import Role, member
from truetonne.members.actions.evidence import add_evidence
from truetonne.members.actions.figures import YearFigures, add_entity, disclose_year
from truetonne.members.acts import By
from truetonne.members.forms import EvidenceForm, FiguresForm
from truetonne.members.models import Evidence
from truetonne.members.states import EVIDENCE_OPEN, EvidenceKind
from truetonne.members.views.acting import do, id_or_404, own_application_or_404, person_of, show
from truetonne.members.words import KIND_HINTS, KIND_WORDS

KIND_WORDS_IN_ORDER = tuple(EvidenceKind(kind) for kind in KIND_WORDS)


@member(Role.APPLICANT)
@require_GET
def kinds(request: HttpRequest, application: str) -> HttpResponse:
    """Choose what kind of evidence to add."""
    found = own_application_or_404(request, text=application)
    if found.state not in EVIDENCE_OPEN:
        raise Http404("this application takes no evidence now")
    context = {
        "application": found, "app_text": application, "code": short_code(prefix="APP", id=found.pk),
        "kinds": [(kind.value.lower(), KIND_WORDS[kind], KIND_HINTS[kind]) for kind in KIND_WORDS_IN_ORDER],
    }  # fmt: skip
    return show(request, "members/evidence_kinds.html", context)


@member(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
@limit(name="evidence", times=60, seconds=3_600)
def add(request: HttpRequest, application: str, kind: str) -> HttpResponse:
    """Add one piece of evidence."""
    found = own_application_or_404(request, text=application)
    if kind.upper() not in EvidenceKind.values or found.state not in EVIDENCE_OPEN:
        raise Http404("this application takes no such evidence now")
    chosen = EvidenceKind(kind.upper())
    today = datetime.now(UTC).date()
    initial = {"request_id": str(new_id()), "title": KIND_WORDS[chosen], "retrieved_on": today.isoformat()}
    earlier = _earlier(request, organization_id=found.organization_id, kind=chosen)
    if request.method == "POST":
        form = EvidenceForm(request.POST, request.FILES, kind=chosen, today=today, earlier=earlier)
    else:
        form = EvidenceForm(kind=chosen, today=today, earlier=earlier, initial=initial)

    def act(by: By) -> str:
        given = form.cleaned_data
        evidence = form.evidence()
        # A number of the operator's own books comes without a document: its record is the number itself.
        said = str(given.get("reference", ""))
        add_evidence(
            evidence_id=new_id(), organization_id=found.organization_id, evidence=evidence, by=by,
            file=given.get("file"), read_sha256=hashlib.sha256(said.encode()).digest(),
            replaces_id=id_or_404(prefix="evd", text=given["replaces"]) if given.get("replaces") else None,
        )  # fmt: skip
        return _("The evidence is kept. It counts once somebody accepted it.")

    if request.method == "POST" and do(request, form=form, act=act):
        return redirect("members:application", application=application)
    context = {
        "application": found, "app_text": application, "code": short_code(prefix="APP", id=found.pk),
        "heading": KIND_WORDS[chosen], "lede": KIND_HINTS[chosen], "form": form, "button": _("Add evidence"),
        "is_upload": True,
    }  # fmt: skip
    return show(request, "members/form_page.html", context, status=422 if form.is_bound else 200)


def _earlier(request: HttpRequest, *, organization_id: UUID, kind: EvidenceKind) -> list[tuple[str, str]]:
    """Return the company's own evidence of a kind that nothing replaced yet, newest first."""
    rows = Evidence.objects.visible_to(person_of(request)).filter(
        organization_id=organization_id, kind=kind, replaced_by=None, list_entry=None
    )
    return [
        (show_id(prefix="evd", id=each.pk), f"{each.title}, {each.published_on or each.retrieved_on}")
        for each in rows.order_by("-recorded_at")
    ]


@member(Role.APPLICANT)
@require_http_methods(["GET", "POST"])
@limit(name="figures", times=60, seconds=3_600)
def figures(request: HttpRequest, application: str) -> HttpResponse:
    """Put the disclosed figures of a year on file: from them follows how much may be covered."""
    found = own_application_or_404(request, text=application)
    if found.state not in EVIDENCE_OPEN:
        raise Http404("this application takes no figures now")
    reports = Evidence.objects.visible_to(person_of(request)).filter(
        organization_id=found.organization_id, kind=EvidenceKind.INVENTORY_REPORT
    )
    choices = [(show_id(prefix="evd", id=each.pk), each.title) for each in reports.order_by("-period_end")]
    data = request.POST if request.method == "POST" else None
    form = FiguresForm(data, evidence=choices, initial={"request_id": str(new_id())})

    def act(by: By) -> str:
        given, company = form.cleaned_data, found.organization
        main = add_entity(
            entity_id=new_id(), organization=company, name=company.legal_name, country=company.country, is_main=True,
            lei=company.lei, by=By(person_id=by.person_id, request_id=f"main entity {company.pk}", at=by.at),
        )  # fmt: skip
        disclose_year(
            figures_id=new_id(), entity_id=main.pk, organization_id=company.pk,
            evidence_id=id_or_404(prefix="evd", text=given["evidence"]), by=by,
            figures=YearFigures(
                year=given["year"], scope1_kg=given["scope1"], scope2_kg=given["scope2"], scope3_kg=given["scope3"],
                trajectory_kg=given["trajectory"], net_zero_year=given["net_zero_year"],
                retired_elsewhere_kg=given["retired_elsewhere"] or 0, restatement_reason=given["restatement_reason"],
            ),
        )  # fmt: skip
        return _("The figures are kept. They count once somebody accepted them.")

    if request.method == "POST" and do(request, form=form, act=act):
        return redirect("members:application", application=application)
    context = {
        "application": found, "app_text": application, "code": short_code(prefix="APP", id=found.pk),
        "heading": _("Disclosed figures of a year"), "form": form, "button": _("Keep figures"),
        "lede": _("What you disclosed for a year, and what your target allows in it. No order goes above the lower of the two."),
    }  # fmt: skip
    return show(request, "members/form_page.html", context, status=422 if form.is_bound else 200)


@member()
@require_GET
def file(request: HttpRequest, evidence: str) -> HttpResponse:
    """Serve a document to its company and to the people who judge it; nobody else learns that it exists."""
    rows = Evidence.objects.visible_to(person_of(request)).select_related("file")
    found = rows.filter(pk=id_or_404(prefix="evd", text=evidence)).first()
    if found is None or found.file is None:
        raise Http404("no document has this id")
    response = HttpResponse(bytes(found.file.content), content_type=found.file.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{_ascii(found.file_name)}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _ascii(name: str) -> str:
    kept = "".join(char if char.isascii() and (char.isalnum() or char in "._- ") else "_" for char in name)
    return kept or "document"
