"""Open an application, write its draft, submit it, withdraw it. All by the applicant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from truetonne.edge.requests import lock_name
from truetonne.members.actions.list_evidence import offer_to_company
from truetonne.members.acts import By, leave_line
from truetonne.members.models import Application, Submission
from truetonne.members.states import ENDED, WRITABLE, ApplicationState
from truetonne.members.steps import (
    lock_application,
    move_application,
    require_state,
    show_application,
)
from truetonne.people.models import Organization

AUTHORIZATION_STATEMENT: Final = (
    "I may act for this company. What is written here is true to the best of my knowledge, and the evidence may be read "
    "by the people who judge it."
)
"""What the signer ticks; the submission stores the text that was ticked."""

ANSWERS: Final = (
    "isin", "relationship", "relationship_note", "target_note", "report_links", "plan_note", "use", "use_note",
    "signer_name", "signer_role",
)  # fmt: skip
"""The answers of an application; everything else is evidence or the organization's own facts."""
REQUIRED: Final = (
    "relationship", "target_note", "report_links", "plan_note", "use", "signer_name", "signer_role",
)  # fmt: skip
ORGANIZATION_FACTS: Final = ("legal_name", "country", "domain")


class ApplicationOpen(Exception):
    """The organization has an application that has not ended; carries it."""

    code = "state_conflict"

    def __init__(self, *, application_id: UUID, state: str) -> None:
        super().__init__(f"an application in state {state} is open")
        self.application_id = application_id
        self.state = state


class AnswersMissing(Exception):
    """A submission lacks answers; carries the name of every missing field at once."""

    code = "invalid_request"

    def __init__(self, *, fields: tuple[str, ...]) -> None:
        super().__init__(f"missing: {', '.join(fields)}")
        self.fields = fields


@transaction.atomic
def open_application(*, application_id: UUID, organization: Organization, by: By) -> Application:
    """Begin a draft; the same request answers with the same one. Raises ApplicationOpen while another has not ended."""
    known = Application.objects.filter(request_id=by.request_id, organization=organization).first()
    if known is not None:
        return known
    # Two people may press the button at once; one of them learns of the other's draft.
    lock_name(name=f"organization:{organization.pk}")
    other = Application.objects.filter(organization=organization).exclude(state__in=ENDED).first()
    if other is not None:
        raise ApplicationOpen(application_id=other.pk, state=other.state)
    opened = Application.objects.create(
        pk=application_id,
        organization=organization,
        opened_by_id=by.person_id,
        request_id=by.request_id,
        effective_at=by.at,
    )
    leave_line(
        by=by,
        action="application.opened",
        subject=show_application(application_id=application_id),
        organization_id=organization.pk,
    )
    return opened


@transaction.atomic
def save_answers(*, application_id: UUID, answers: Mapping[str, str], by: By) -> Application:
    """Keep answers in the draft; others stay as they are. Raises ApplicationNotFound, WrongState."""
    application = lock_application(application_id=application_id)
    require_state(application=application, among=WRITABLE)
    unknown = sorted(set(answers) - set(ANSWERS))
    if unknown:
        raise TypeError(f"no answers: {unknown}")
    application.draft = {**application.draft, **answers}
    application.save(update_fields=["draft"])
    return application


@transaction.atomic
def submit_application(*, application_id: UUID, submission_id: UUID, by: By, new_id: Callable[[], UUID]) -> Application:
    """Freeze the answers and hand them in: from the draft for screening, after a question back to it.

    What public lists hold of the company by its identifiers is handed in with it.

    Raises AnswersMissing with every missing field, ApplicationNotFound, WrongState. Submitting twice changes nothing.
    """
    application = lock_application(application_id=application_id)
    if Submission.objects.filter(pk=submission_id, application=application).exists():
        return application
    require_state(application=application, among=WRITABLE)
    missing = list_missing(application=application)
    if missing:
        raise AnswersMissing(fields=missing)
    number = Submission.objects.filter(application=application).aggregate(last=Max("number"))["last"] or 0
    Submission.objects.create(
        pk=submission_id,
        application=application,
        number=number + 1,
        answers=application.draft,
        person_id=by.person_id,
        authorization_statement=AUTHORIZATION_STATEMENT,
        effective_at=by.at,
    )
    was = application.state
    to_state = ApplicationState.SUBMITTED if was == ApplicationState.DRAFT else ApplicationState.SCREENING
    move_application(application=application, to_states=(to_state,), person_id=by.person_id, at=by.at)
    offer_to_company(application=application, at=by.at, new_id=new_id)
    leave_line(
        by=by,
        action="application.submitted",
        subject=show_application(application_id=application_id),
        organization_id=application.organization_id,
        facts={"number": number + 1},
    )
    return application


@transaction.atomic
def withdraw_application(*, application_id: UUID, reason: str, by: By) -> Application:
    """End an application at the applicant's wish, in any open state; what was bought stays. Raises TransitionNotListed."""
    application = lock_application(application_id=application_id)
    if application.state == ApplicationState.WITHDRAWN:
        return application
    move_application(
        application=application,
        to_states=(ApplicationState.WITHDRAWN,),
        person_id=by.person_id,
        at=by.at,
        reason=reason,
    )
    leave_line(
        by=by,
        action="application.withdrawn",
        subject=show_application(application_id=application_id),
        organization_id=application.organization_id,
    )
    return application


def list_missing(*, application: Application) -> tuple[str, ...]:
    """Return the names of required answers and organization facts that are not there."""
    organization = application.organization
    facts = [f"organization.{name}" for name in ORGANIZATION_FACTS if not getattr(organization, name)]
    if not (organization.lei or organization.registration_number):
        facts.append("organization.lei_or_registration_number")
    answers = [name for name in REQUIRED if not str(application.draft.get(name) or "").strip()]
    if not application.evidence.exists() and not organization.evidence.exists():
        answers.append("evidence")
    return (*facts, *answers)
