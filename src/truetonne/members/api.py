"""Applications under /v1/: a company reads its own, with findings and decisions; eligibility staff list all."""

from __future__ import annotations

from typing import Annotated, Final, Literal, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import WithJsonSchema

from truetonne.edge.answers import answer, list_answer
from truetonne.edge.identifiers import show_id
from truetonne.edge.list_queries import ListQuery
from truetonne.edge.paging import Window, cut
from truetonne.edge.problems import Json, Problem
from truetonne.edge.schemas import id_of, instant_json
from truetonne.members.finding_words import describe_finding
from truetonne.members.models import Application, Assessment, AssessmentFinding
from truetonne.members.states import ApplicationState
from truetonne.members.steps import show_application
from truetonne.people.api import BearerToken, caller_of

CALLER: Final = BearerToken()
ApplicationId = Annotated[
    UUID, id_of("app"), WithJsonSchema({"type": "string", "pattern": "^app_[0-9a-hjkmnp-tv-z]{26}$"})
]
State = Literal[
    "DRAFT", "SUBMITTED", "SCREENING", "NEEDS_INFO", "ELIGIBLE", "CONDITIONAL", "PENDING", "DECLINED", "EXPIRING",
    "SUSPENDED", "WITHDRAWN",
]  # fmt: skip
_FINDING_FIELDS: Final = (
    "rule", "rule_set", "result", "clause", "message_key", "also", "evidence_ids", "figures", "mends", "warnings",
    "lapses_on", "basis",
)  # fmt: skip

router = Router(tags=["applications"])


class ApplicationsQuery(ListQuery):
    """Which applications: ``state`` may stand several times."""

    state: list[State] = []


class FindingOut(Schema):
    """A rule and how it came out; ``text`` and ``fixes`` are for people, in the language asked for."""

    rule: str
    rule_set: str
    result: str
    message_key: str
    text: str
    fixes: list[str]
    evidence: list[str]
    lapses_on: str | None


class AssessmentOut(Schema):
    """The last judgement by the rules."""

    rule_set: str
    as_of: str
    outcome: str
    cause: str
    findings: list[FindingOut]


class DecisionOut(Schema):
    """What two people decided; ``confirmed`` is false where the second sent it back."""

    id: str
    confirmed: bool
    outcome: str
    reason: str
    valid_until: str | None
    effective_at: str


class StepOut(Schema):
    number: int
    from_state: str
    to_state: str
    reason: str
    effective_at: str


class ApplicationSummaryOut(Schema):
    id: str
    organization: str
    organization_name: str
    state: str
    buys_until: str | None
    recorded_at: str
    livemode: bool


class ApplicationOut(ApplicationSummaryOut):
    assessment: AssessmentOut | None
    decisions: list[DecisionOut]
    steps: list[StepOut]


class ApplicationsOut(Schema):
    data: list[ApplicationSummaryOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


@router.get("/applications", auth=CALLER, response=ApplicationsOut, summary="List applications")
def list_applications(request: HttpRequest, query: Annotated[ApplicationsQuery, Query()]) -> HttpResponse:
    """One's own; eligibility, governance and audit staff of the operator see all. Oldest first."""
    rows = _visible(request)
    if query.state:
        rows = rows.filter(state__in=query.state)
    window = query.window(name="applications")
    page = cut(rows=_fetch(rows=rows, window=window), window=window, position=lambda each: (each.pk.hex,))
    response = list_answer(request=request, page=page, show=_summary)
    response["Cache-Control"] = "private, no-store"
    return response


@router.get("/applications/{application_id}", auth=CALLER, response=ApplicationOut, summary="Read an application")
def read_application(request: HttpRequest, application_id: Annotated[ApplicationId, Path()]) -> HttpResponse:
    """Its state, the last judgement with every finding, all decisions and all steps, oldest first."""
    found = _visible(request).filter(pk=application_id).first()
    if found is None:
        raise Problem(code="not_found")
    return answer(
        data={
            **cast("dict[str, Json]", _summary(found)),
            "assessment": _assessment(application=found),
            "decisions": [
                {
                    "id": show_id(prefix="dec", id=each.pk),
                    "confirmed": each.is_confirmed,
                    "outcome": each.outcome,
                    "reason": each.reason,
                    "valid_until": each.valid_until.isoformat() if each.valid_until else None,
                    "effective_at": instant_json(instant=each.effective_at),
                }
                for each in found.decisions.order_by("effective_at", "pk")
            ],
            "steps": [
                {
                    "number": each.number,
                    "from_state": each.from_state,
                    "to_state": each.to_state,
                    "reason": each.reason,
                    "effective_at": instant_json(instant=each.effective_at),
                }
                for each in found.transitions.order_by("number")
            ],
        }
    )


def _visible(request: HttpRequest) -> QuerySet[Application]:
    """Return what the caller may see: a draft is its company's alone, as on the pages."""
    caller = caller_of(request)
    rows = Application.objects.visible_to(caller.person).select_related("organization")
    return rows.exclude(Q(state=ApplicationState.DRAFT) & ~Q(organization_id=caller.organization_id))


def _fetch(*, rows: QuerySet[Application], window: Window) -> tuple[Application, ...]:
    found = rows
    if window.after is not None:
        found = found.filter(pk__gt=_position(window.after[0]))
    if window.before is not None:
        found = found.filter(pk__lt=_position(window.before[0]))
    return tuple(found.order_by("-pk" if window.is_backward else "pk")[: window.fetch])


def _summary(row: Application) -> Json:
    return {
        "id": show_application(application_id=row.pk),
        "organization": show_id(prefix="org", id=row.organization_id),
        "organization_name": row.organization.name,
        "state": row.state,
        "buys_until": row.buys_until.isoformat() if row.buys_until else None,
        "recorded_at": instant_json(instant=row.recorded_at),
        "livemode": settings.TRUETONNE.livemode,
    }


def _assessment(*, application: Application) -> Json:
    last = Assessment.objects.filter(application=application).order_by("-recorded_at", "-id").first()
    if last is None:
        return None
    return {
        "rule_set": last.rule_set,
        "as_of": last.as_of.isoformat(),
        "outcome": last.outcome,
        "cause": last.cause,
        "findings": [_finding(each) for each in last.findings.order_by("place")],
    }


def _finding(row: AssessmentFinding) -> Json:
    words = describe_finding(finding={name: getattr(row, name) for name in _FINDING_FIELDS})
    return {
        "rule": row.rule,
        "rule_set": row.rule_set,
        "result": row.result,
        "message_key": row.message_key,
        "text": words.text,
        "fixes": list(words.fixes),
        "evidence": list(words.evidence_ids),
        "lapses_on": row.lapses_on.isoformat() if row.lapses_on else None,
    }


def _position(value: int | str) -> UUID:
    try:
        return UUID(hex=str(value))
    except ValueError:
        raise Problem(code="invalid_cursor") from None
