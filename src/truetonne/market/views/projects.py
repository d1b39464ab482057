"""A project's page: what is for sale, what it costs, who judged it, and what its registry says."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truetonne.edge.formats import day_text
from truetonne.edge.identifiers import InvalidId, read_id
from truetonne.edge.permissions import public
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.project_page import ProjectPage, read_project
from truetonne.supply.queries import ProjectNotFound
from truetonne.supply.words import CLASS_WORDS, STANDING_WORDS, class_kind, country_name


@public
@require_safe
def project(request: HttpRequest, project: str) -> HttpResponse:
    """One project with its lots, prices, reviews and public records."""
    try:
        page = read_project(project_id=read_id(prefix="prj", text=project))
    except (InvalidId, ProjectNotFound) as error:
        raise Http404(str(error)) from None
    context = {
        "nav_current": "catalogue",
        "page": page,
        "project_text": project.lower(),
        "punches": _punches(page=page),
        "fact_pairs": _facts(page=page),
    }
    return render(request, "market/project.html", context)


def _punches(*, page: ProjectPage) -> list[tuple[object, str]]:
    facts = page.facts
    words = CLASS_WORDS.get(facts.credit_class, _("class not stated"))
    punches: list[tuple[object, str]] = [(words, class_kind(credit_class=facts.credit_class))]
    if facts.methodology:
        punches.append((facts.methodology, ""))
    punches.append((facts.program_name, ""))
    if facts.standing != "SELLABLE":
        punches.append((facts.status or _("status unknown"), "stop"))
    return punches


def _facts(*, page: ProjectPage) -> list[tuple[str, object]]:
    facts, language = page.facts, current_language()
    period = ""
    if facts.credited_from and facts.credited_until:
        period = _("%(start)s until before %(end)s") % {
            "start": day_text(day=facts.credited_from, language=language),
            "end": day_text(day=facts.credited_until, language=language),
        }
    return [
        (_("Place"), country_name(code=facts.country) if facts.country else ""),
        (_("Developer"), facts.developer),
        (_("Registry"), facts.program_name),
        (_("Project id"), facts.ref),
        (_("Status at the registry"), facts.status),
        (_("Which means here"), STANDING_WORDS[facts.standing]),
        (_("Kind of project"), facts.project_type),
        (_("Method"), facts.methodology),
        (_("Class"), CLASS_WORDS.get(facts.credit_class, "")),
        (_("Delivery"), _("after the fact only")),
        (_("Crediting period"), period),
        (_("Registry's list of"), day_text(day=facts.edition, language=language) if facts.edition else ""),
    ]
