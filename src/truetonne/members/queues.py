"""What waits for the people who judge: applications by stage, evidence, figures, appeals, interest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from truetonne.edge.identifiers import short_code, show_id
from truetonne.members.models import Appeal, Application, DisclosedYear, Interest, Proposal, Transition
from truetonne.members.states import ApplicationState
from truetonne.members.words import OUTCOME_WORDS, STATE_WORDS
from truetonne.people.models import Person

S = ApplicationState


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An application in a queue: since when, what is proposed, and whether this person may decide."""

    text: str
    code: str
    company: str
    state: str
    since: datetime
    outcome: str = ""
    proposed_by: str = ""
    is_own_proposal: bool = False
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAppeal:
    """An appeal that waits for a ruling."""

    text: str
    company: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Queues:
    """All queues of eligibility, longest waiting first."""

    to_screen: tuple[Waiting, ...]
    to_decide: tuple[Waiting, ...]
    waiting_for_company: tuple[Waiting, ...]
    ending: tuple[Waiting, ...]
    suspended: tuple[Waiting, ...]
    figures: tuple[DisclosedYear, ...]
    appeals: tuple[OpenAppeal, ...]
    interests: tuple[Interest, ...]
    members: tuple[Waiting, ...]

    @property
    def open_count(self) -> int:
        """Return how many things wait for the operator's people."""
        return len(self.to_screen) + len(self.to_decide) + len(self.figures) + len(self.appeals)


def list_queues(*, person: Person) -> Queues:
    """Return the queues as this person sees them."""
    proposals = {
        each.assessment.application_id: each
        for each in Proposal.objects.filter(decision=None)
        .select_related("assessment", "reviewer")
        .order_by("recorded_at")
    }
    rows = list(
        Application.objects.visible_to(person).exclude(state__in=(S.DRAFT, S.WITHDRAWN)).select_related("organization")
    )
    since = dict(
        Transition.objects.filter(application__in=rows).order_by("number").values_list("application_id", "effective_at")
    )
    waiting = {row.pk: _waiting(row, since=since, proposal=proposals.get(row.pk), person=person) for row in rows}

    def among(*states: S, proposed: bool | None = None) -> tuple[Waiting, ...]:
        found = [
            waiting[row.pk]
            for row in rows
            if row.state in states and (proposed is None or (row.pk in proposals) is proposed)
        ]
        return tuple(sorted(found, key=lambda each: each.since))

    decidable = (S.SCREENING, S.ELIGIBLE, S.CONDITIONAL, S.EXPIRING, S.SUSPENDED)
    return Queues(
        to_screen=among(S.SUBMITTED, S.SCREENING, proposed=False),
        to_decide=among(*decidable, proposed=True),
        waiting_for_company=among(S.NEEDS_INFO, S.PENDING),
        ending=among(S.EXPIRING),
        suspended=among(S.SUSPENDED),
        members=among(S.ELIGIBLE, S.CONDITIONAL),
        figures=tuple(
            DisclosedYear.objects.filter(judgement=None).select_related("entity__organization").order_by("recorded_at")
        ),
        appeals=tuple(
            OpenAppeal(
                text=show_id(prefix="app", id=each.application_id),
                company=each.application.organization.name,
                since=each.effective_at,
            )
            for each in Appeal.objects.filter(ruling=None)
            .select_related("application__organization")
            .order_by("recorded_at")
        ),
        interests=tuple(Interest.objects.order_by("-recorded_at")[:20]),
    )


def count_queues() -> dict[str, int]:
    """Return how many things of each kind wait, for the first page of the back office."""
    open_proposal = Proposal.objects.filter(assessment__application=OuterRef("pk"), decision=None)
    rows = Application.objects.annotate(is_proposed=Exists(open_proposal))
    return {
        "to_screen": rows.filter(state__in=(S.SUBMITTED, S.SCREENING), is_proposed=False).count(),
        "to_decide": rows.filter(is_proposed=True).count(),
        "ending": rows.filter(state=S.EXPIRING).count(),
        "figures": DisclosedYear.objects.filter(judgement=None).count(),
        "appeals": Appeal.objects.filter(ruling=None).count(),
    }


def _waiting(row: Application, *, since: dict[UUID, datetime], proposal: Proposal | None, person: Person) -> Waiting:
    return Waiting(
        text=show_id(prefix="app", id=row.pk),
        code=short_code(prefix="APP", id=row.pk),
        company=row.organization.name,
        state=str(STATE_WORDS[row.state]),
        since=since.get(row.pk, row.effective_at),
        outcome=str(OUTCOME_WORDS[proposal.assessment.outcome]) if proposal is not None else "",
        proposed_by=proposal.reviewer.name if proposal is not None else "",
        is_own_proposal=proposal is not None and proposal.reviewer_id == person.pk,
        ends_on=row.buys_until,
    )
