"""Moving an application's state: the step is judged, written down and taken, in one place."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from truetonne.edge.identifiers import show_id
from truetonne.members.models import Application, Assessment, Decision, Transition
from truetonne.members.states import ApplicationState, require_transition


class ApplicationNotFound(Exception):
    """No application has this id, or it is another organization's."""

    code = "not_found"


class WrongState(Exception):
    """An act that the application's state does not allow; carries the state and those that would."""

    code = "state_conflict"

    def __init__(self, *, state: str, allowed: tuple[str, ...]) -> None:
        super().__init__(f"the application is in state {state}; this is possible in {', '.join(allowed)}")
        self.state = state
        self.allowed = allowed


def show_application(*, application_id: UUID) -> str:
    """Return the id as people and programs see it."""
    return show_id(prefix="app", id=application_id)


def lock_application(*, application_id: UUID) -> Application:
    """Return the application and keep others from moving it until the transaction ends; raises ApplicationNotFound."""
    found = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization", "decision")
        .filter(pk=application_id)
        .first()
    )
    if found is None:
        raise ApplicationNotFound("no application has this id")
    return found


def require_state(*, application: Application, among: tuple[ApplicationState, ...]) -> None:
    """Raise WrongState unless the application is in one of the states."""
    if application.state not in among:
        raise WrongState(state=application.state, allowed=tuple(state.value for state in among))


def move_application(
    *,
    application: Application,
    to_states: tuple[ApplicationState, ...],
    person_id: UUID | None,
    at: datetime,
    reason: str = "",
    rule_set: str = "",
    assessment: Assessment | None = None,
    decision: Decision | None = None,
    buys_until: date | None = None,
) -> None:
    """Take a locked application along the given steps; raises TransitionNotListed before anything is written.

    With a ``decision`` it comes into force for the last state, until ``buys_until``.
    """
    number = Transition.objects.filter(application=application).aggregate(last=Max("number"))["last"] or 0
    steps, state = [], application.state
    for to_state in to_states:
        require_transition(from_state=state, to_state=to_state)
        number += 1
        steps.append(
            Transition(
                application=application,
                number=number,
                from_state=state,
                to_state=to_state,
                person_id=person_id,
                reason=reason,
                rule_set=rule_set,
                assessment=assessment,
                decision=decision,
                effective_at=at,
            )
        )
        state = to_state
    Transition.objects.bulk_create(steps)
    application.state = state
    fields = ["state"]
    if decision is not None:
        application.decision = decision
        application.buys_until = buys_until
        fields += ["decision", "buys_until"]
    application.save(update_fields=fields)
