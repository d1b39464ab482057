"""What is bought ahead, contributions and co-benefits, without a token. None of it is a unit."""

from __future__ import annotations

from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Query, Router, Schema

from truetonne.edge.answers import list_answer
from truetonne.edge.list_queries import ListQuery, allows
from truetonne.edge.paging import Position, Window, cut
from truetonne.edge.problems import Json
from truetonne.edge.schemas import Text
from truetonne.supply.forwards.facts import (
    contract_facts,
    contribution_facts,
    figure_facts,
    list_contributions,
    list_figures,
    public_contracts,
)
from truetonne.supply.forwards.values import Contract
from truetonne.supply.models import Contribution

router = Router(tags=["register"])


class ForwardQuery(ListQuery):
    """A repeated filter means any of its values."""

    kind: list[Text] = []
    state: list[Text] = []


class ForwardYearOut(Schema):
    year: int
    kg: int
    probability_permille: int


class ForwardScheduleOut(Schema):
    """Number 1 was signed; each later one is a slip."""

    number: int
    said_at: str
    reason: str
    years: list[ForwardYearOut]


class ForwardOut(Schema):
    """A contract for tonnes that do not exist yet. ``is_unit`` is always false: nothing of it can be retired."""

    id: str
    livemode: bool
    is_unit: bool
    kind: str
    name: str
    supplier: str
    state: str
    total_kg: int
    delivered_kg: int
    substituted_kg: int
    outstanding_kg: int
    shortfall_kg: int
    slip_count: int
    first_year: int
    last_year: int
    currency: str
    price_minor_per_t: int
    durability_years: int | None
    leaf_path: int | None
    is_on_hold: bool
    schedules: list[ForwardScheduleOut]


class ForwardsOut(Schema):
    data: list[ForwardOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


class ContributionQuery(ListQuery):
    """A repeated filter means any of its values."""

    kind: list[Text] = []


class ContributionOut(Schema):
    """Money given without any unit in return."""

    id: str
    livemode: bool
    kind: str
    party: str
    recipient: str
    program: str
    project_id: str
    amount_minor: int
    currency: str
    given_on: str
    purpose: str
    source: str
    recorded_at: str


class ContributionsOut(Schema):
    data: list[ContributionOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


class FigureQuery(ListQuery):
    """A repeated filter means any of its values."""

    program: list[Text] = []
    measure: list[Text] = []


class FigureOut(Schema):
    """One figure of one source; where sources differ there are several, and none is chosen."""

    id: str
    livemode: bool
    program: str
    project_id: str
    project_name: str
    measure: str
    attainment: str
    figure: str
    stated_on: str
    source: str
    address: str


class FiguresOut(Schema):
    data: list[FigureOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


@router.get("/public/forwards", auth=None, response=ForwardsOut, summary="Contracts for later years")
def get_forwards(request: HttpRequest, query: Annotated[ForwardQuery, Query()]) -> HttpResponse:
    """Signed contracts with every schedule and what has come. Promises are never units."""
    found = [
        forward_json(contract=each)
        for each in public_contracts(today=now().date())
        if allows(query.kind, each.row.kind) and allows(query.state, each.state.value)
    ]
    return _answer(request, rows=found, window=query.window(name="forwards"))


@router.get("/public/contributions", auth=None, response=ContributionsOut, summary="Contributions")
def get_contributions(request: HttpRequest, query: Annotated[ContributionQuery, Query()]) -> HttpResponse:
    """Money given to projects and funds without units. It earns no tonne and no claim."""
    rows = [row for row in list_contributions() if allows(query.kind, row.kind)]
    found = [contribution_json(row=row) for row in rows]
    return _answer(request, rows=found, window=query.window(name="contributions"))


@router.get("/public/co-benefits", auth=None, response=FiguresOut, summary="Co-benefits by source")
def get_co_benefits(request: HttpRequest, query: Annotated[FigureQuery, Query()]) -> HttpResponse:
    """Every figure of every source, with its day. Sources that differ stand side by side."""
    rows = [
        row
        for row in list_figures()
        if allows(query.program, row.project.program_id) and allows(query.measure, row.measure)
    ]
    found: list[dict[str, Json]] = [{"livemode": _is_live(), **figure_facts(row=row)} for row in rows]
    return _answer(request, rows=found, window=query.window(name="co-benefits"))


def contribution_json(*, row: Contribution) -> dict[str, Json]:
    """Return a contribution as everybody may read it."""
    return {"livemode": _is_live(), **contribution_facts(row=row)}


def forward_json(*, contract: Contract) -> dict[str, Json]:
    """Return a contract with its schedules, as everybody may read it."""
    return {
        **contract_facts(contract=contract),
        "livemode": _is_live(),
        "is_unit": False,
        "schedules": [
            {
                "number": schedule.number,
                "said_at": schedule.said_at.isoformat(),
                "reason": schedule.reason,
                "years": [
                    {"year": due.year, "kg": due.kg, "probability_permille": due.probability_permille}
                    for due in schedule.years
                ],
            }
            for schedule in contract.schedules
        ],
    }


def _is_live() -> bool:
    return bool(settings.TRUETONNE.livemode)


def _answer(request: HttpRequest, *, rows: list[dict[str, Json]], window: Window) -> HttpResponse:
    """Answer with the part of the rows that the cursor names, by id."""
    ordered = sorted(rows, key=_position)
    if window.before is not None:
        part = [each for each in reversed(ordered) if _position(each) < window.before][: window.fetch]
    else:
        after = window.after
        part = [each for each in ordered if after is None or _position(each) > after][: window.fetch]
    return list_answer(request=request, page=cut(rows=part, window=window, position=_position), show=dict)


def _position(row: dict[str, Json]) -> Position:
    return (str(row["id"]),)
