"""The projects of which units were received, without a token."""

from __future__ import annotations

from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from truetonne.edge.answers import list_answer
from truetonne.edge.list_queries import ListQuery, allows
from truetonne.edge.paging import Position, Window, cut
from truetonne.edge.problems import Json
from truetonne.edge.schemas import Text, id_json
from truetonne.supply.destruction.api import router as destructions_router
from truetonne.supply.forwards.api import router as forwards_router
from truetonne.supply.forwards.api_contracts import router as contract_router
from truetonne.supply.fuels.api import router as fuels_router
from truetonne.supply.queries import ProjectFacts, list_held_projects

router = Router(tags=["register"])
for part in (forwards_router, contract_router, fuels_router, destructions_router):
    router.add_router("", part)


class ProjectQuery(ListQuery):
    """A repeated filter means any of its values."""

    program: list[Text] = []
    country: list[Text] = []
    standing: list[Text] = []
    credit_class: list[Text] = []

    def lets_through(self, *, project: ProjectFacts) -> bool:
        return (
            allows(self.program, project.program)
            and allows(self.country, project.country)
            and allows(self.standing, str(project.standing))
            and allows(self.credit_class, project.credit_class)
        )


class ProjectOut(Schema):
    """A project as its registry describes it; ``standing`` says whether its units may be sold."""

    id: str
    livemode: bool
    program: str
    program_name: str
    project_id: str
    name: str
    status: str
    standing: str
    developer: str
    country: str
    project_type: str
    methodology: str
    credit_class: str
    website: str
    credited_from: str | None
    credited_until: str | None
    edition: str | None
    is_synthetic: bool


class ProjectsOut(Schema):
    data: list[ProjectOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


@router.get("/public/projects", auth=None, response=ProjectsOut, summary="Projects")
def get_projects(request: HttpRequest, query: Annotated[ProjectQuery, Query()]) -> HttpResponse:
    """Projects of which the exchange holds or held units, by program and the registry's project id."""
    window = query.window(name="projects")
    found = [project for project in list_held_projects() if query.lets_through(project=project)]
    rows = _part(projects=sorted(found, key=_position), window=window)
    page = cut(rows=rows, window=window, position=_position)
    return list_answer(request=request, page=page, show=_project_json)


def _position(project: ProjectFacts) -> Position:
    return (project.program, project.ref)


def _part(*, projects: list[ProjectFacts], window: Window) -> list[ProjectFacts]:
    if window.before is not None:
        return [each for each in reversed(projects) if _position(each) < window.before][: window.fetch]
    if window.after is not None:
        projects = [each for each in projects if _position(each) > window.after]
    return projects[: window.fetch]


def _project_json(project: ProjectFacts) -> Json:
    return {
        "id": id_json(prefix="prj", id=project.project_id),
        "livemode": settings.TRUETONNE.livemode,
        "program": project.program,
        "program_name": project.program_name,
        "project_id": project.ref,
        "name": project.name,
        "status": project.status,
        "standing": str(project.standing),
        "developer": project.developer,
        "country": project.country,
        "project_type": project.project_type,
        "methodology": project.methodology,
        "credit_class": project.credit_class,
        "website": project.website,
        "credited_from": project.credited_from.isoformat() if project.credited_from else None,
        "credited_until": project.credited_until.isoformat() if project.credited_until else None,
        "edition": project.edition.isoformat() if project.edition else None,
        "is_synthetic": project.is_synthetic,
    }
