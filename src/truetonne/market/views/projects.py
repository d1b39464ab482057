"""A project's page: what is for sale, what it costs, who judged it, and what its registry says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truetonne.edge.formats import day_text
from truetonne.edge.identifiers import InvalidId, read_id, show_id
from truetonne.edge.languages import read_tag
from truetonne.edge.parties import country_name
from truetonne.edge.pdf import MissingGlyph
from truetonne.edge.pdf.sheets import print_sheet
from truetonne.edge.permissions import public
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.lot_facts import years_text
from truetonne.market.project_page import ProjectPage, read_project, vintage_of
from truetonne.market.waterfall import draw_waterfall, part_of
from truetonne.supply.ccp.lookup import find_ccp
from truetonne.supply.ccp.words import CCP_WORDS
from truetonne.supply.dossier.queries import is_superpollutant, read_dossier
from truetonne.supply.dossier.sources import figures_table, group_figures
from truetonne.supply.dossier.states import LabelState
from truetonne.supply.dossier.words import DISCLAIMER_WORDS, DOCUMENT_WORDS, GAS_WORDS, LABEL_STATE_WORDS
from truetonne.supply.models import DestructionIssue
from truetonne.supply.queries import ProjectNotFound
from truetonne.supply.words import CLASS_WORDS, STANDING_WORDS, class_kind


@public
@require_safe
def project(request: HttpRequest, project: str) -> HttpResponse:
    """One project with its lots, prices, reviews and public records."""
    try:
        page = read_project(project_id=read_id(prefix="prj", text=project), today=datetime.now(UTC).date())
    except (InvalidId, ProjectNotFound) as error:
        raise Http404(str(error)) from None
    figures = group_figures(rows=page.dossier.co_benefits)
    context = {
        "nav_current": "catalogue",
        "page": page,
        "co_benefits": figures_table(groups=figures) if figures else None,
        "project_text": project.lower(),
        "destruction": _destruction(project_id=page.facts.project_id),
        "punches": _punches(page=page),
        "fact_pairs": _facts(page=page),
        "ratings": [(row, _rating_state(expires_on=row.expires_on, today=page.today)) for row in page.dossier.ratings],
        "documents": [(row, DOCUMENT_WORDS[row.kind]) for row in page.dossier.documents],
        "disclaimers": [(row, DISCLAIMER_WORDS[row.kind]) for row in page.dossier.disclaimers],
        "labels": [(row, LABEL_STATE_WORDS[row.state], row.state == LabelState.TAGGED) for row in page.dossier.labels],
    }
    return render(request, "market/project.html", context)


@public
@require_safe
def gross_to_net(request: HttpRequest, project: str, number: int) -> HttpResponse:
    """One issuance from gross to net as a drawing that stands alone: the same chart as in a notebook."""
    today = datetime.now(UTC).date()
    try:
        project_id = read_id(prefix="prj", text=project)
    except InvalidId as error:
        raise Http404(str(error)) from None
    falls = read_dossier(project_id=project_id, language=current_language(), today=today).waterfalls
    if not 1 <= number <= len(falls):
        raise Http404("no such issuance")
    response = HttpResponse(draw_waterfall(waterfall=falls[number - 1]), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{project.lower()}-{number}.svg"'
    return response


@public
@require_safe
def gross_to_net_paper(request: HttpRequest, project: str) -> HttpResponse:
    """Every issuance of a project from gross to net as one PDF."""
    try:
        page = read_project(project_id=read_id(prefix="prj", text=project), today=datetime.now(UTC).date())
    except (InvalidId, ProjectNotFound) as error:
        raise Http404(str(error)) from None
    if not page.falls:
        raise Http404("no issuance is stated")
    parts = [part_of(waterfall=each, vintage=vintage_of(waterfall=each)) for each in page.dossier.waterfalls]
    own_fonts, language = settings.TRUETONNE.home / "fonts", current_language()
    try:
        content = print_sheet(
            title=_("From gross to net"), over=f"{page.facts.name} · {page.facts.program_name}", parts=parts,
            lede=_("What was measured, what was taken off, and what may be sold. The parts sum to the net, in kilograms."),
            operator=settings.TRUETONNE.operator_name, language=language, at=datetime.now(UTC),
            extra_fonts=own_fonts if own_fonts.is_dir() else None,
        )  # fmt: skip
    except MissingGlyph as error:
        text = _("The PDF cannot be set: %(reason)s") % {"reason": str(error)}
        return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{project.lower()}-{read_tag(language=language)}.pdf"'
    return response


def _destruction(*, project_id: UUID) -> str:
    """Return the address of the destruction that this project's lot was made of, empty for any other project."""
    found = DestructionIssue.objects.filter(holding__project_id=project_id).values_list("pk", flat=True).first()
    return (
        "" if found is None else reverse("supply:destruction", kwargs={"destruction": show_id(prefix="dst", id=found)})
    )


def _punches(*, page: ProjectPage) -> list[tuple[object, str]]:
    facts = page.facts
    words = CLASS_WORDS.get(facts.credit_class, _("class not stated"))
    punches: list[tuple[object, str]] = [(words, class_kind(credit_class=facts.credit_class))]
    if facts.methodology:
        punches.append((facts.methodology, ""))
    profile = page.dossier.profile
    if profile is not None and profile.durability_years:
        punches.append((years_text(years=profile.durability_years), ""))
    if is_superpollutant(profile=profile):
        punches.append((_("Superpollutant"), ""))
    punches.append((facts.program_name, ""))
    if facts.standing != "SELLABLE":
        punches.append((facts.status or _("status unknown"), "stop"))
    return punches


def _place(*, page: ProjectPage) -> str:
    country = country_name(code=page.facts.country) if page.facts.country else ""
    region = page.dossier.profile.region if page.dossier.profile else ""
    return ", ".join(filter(None, (region, country)))


def _rating_state(*, expires_on: date | None, today: date) -> str:
    """Say whether a rating still holds: met while it does, not shown where its rater states no end."""
    if expires_on is None:
        return "not_shown"
    return "met" if today < expires_on else "not_met"


def _ccp_words(*, page: ProjectPage) -> str:
    """Say what the imported table decides of the methodology, nothing where there is no table or no methodology."""
    facts = page.facts
    if not facts.methodology:
        return ""
    standing = find_ccp(program=facts.program_name, methodology=facts.methodology, as_of=datetime.now(UTC).date())
    return "" if standing.state is None else str(CCP_WORDS[standing.state])


def _facts(*, page: ProjectPage) -> list[tuple[str, object]]:
    facts, language, profile = page.facts, current_language(), page.dossier.profile
    period = ""
    if facts.credited_from and facts.credited_until:
        period = _("%(start)s until before %(end)s") % {
            "start": day_text(day=facts.credited_from, language=language),
            "end": day_text(day=facts.credited_until, language=language),
        }
    return [
        (_("Place"), _place(page=page)),
        (_("Developer"), facts.developer),
        (_("Registry"), facts.program_name),
        (_("Project id"), facts.ref),
        (_("Status at the registry"), facts.status),
        (_("Which means here"), STANDING_WORDS[facts.standing]),
        (_("Kind of project"), facts.project_type),
        (_("Method"), facts.methodology),
        (_("Core Carbon Principles"), _ccp_words(page=page)),
        (_("Class"), CLASS_WORDS.get(facts.credit_class, "")),
        (_("Durability"), years_text(years=profile.durability_years) if profile and profile.durability_years else ""),
        (_("Gas"), GAS_WORDS.get(profile.gas, "") if profile else ""),
        (_("Delivery"), _("after the fact only")),
        (_("Crediting period"), period),
        (_("Registry's list of"), day_text(day=facts.edition, language=language) if facts.edition else ""),
    ]
