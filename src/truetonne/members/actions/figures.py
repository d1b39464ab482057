"""A member's legal entities and disclosed figures, their acceptance, and allocations between entities."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Sum

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import lock_name
from truetonne.members.acts import By, leave_line
from truetonne.members.models import (
    Application,
    DisclosedYear,
    EntityAllocation,
    Evidence,
    FigureJudgement,
    LegalEntity,
)
from truetonne.members.rechecks import recheck_application
from truetonne.members.states import MAY_BUY, Cause
from truetonne.people.models import Organization


class FiguresNotFound(Exception):
    """No figures, entity or evidence of this organization has this id."""

    code = "not_found"


class OwnFigures(Exception):
    """Who entered figures cannot judge them."""

    code = "conflict_of_interest"

    def __init__(self) -> None:
        super().__init__("who entered the figures does not judge them")


class FiguresJudged(Exception):
    """These figures were judged before; a restatement is a new version."""

    code = "state_conflict"


class FiguresInvalid(Exception):
    """Figures that contradict themselves; carries the field."""

    code = "invalid_request"

    def __init__(self, *, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class EntityNotIdentified(Exception):
    """A legal entity without LEI and registration number; carries its name and what is missing."""

    code = "attribution_required"

    def __init__(self, *, name: str) -> None:
        super().__init__(f"{name}: neither LEI nor registration number")
        self.name = name
        self.missing = ("lei", "registration_number")


class EntityNotAuthorized(Exception):
    """Nobody said that they may act for this legal entity; carries its name and the statement."""

    code = "authorization_required"

    def __init__(self, *, name: str) -> None:
        super().__init__(f"nobody stated that they may act for {name}")
        self.name = name
        self.statement = name


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFigures:
    """What a member disclosed for a year, in whole kilograms; None is not disclosed, never 0.

    Without ``scope1_kg`` and ``scope2_kg`` the year is not closed and only the path stands.
    """

    year: int
    trajectory_kg: int
    net_zero_year: int
    scope1_kg: int | None = None
    scope2_kg: int | None = None
    scope3_kg: int | None = None
    scope3_trajectory_kg: int | None = None
    base_year_kg: int | None = None
    planned_reductions_kg: int = 0
    retired_elsewhere_kg: int = 0
    restatement_reason: str = ""

    @property
    def gross_kg(self) -> int | None:
        """Return the sum of the disclosed scopes, None while the year is not closed."""
        if self.scope1_kg is None or self.scope2_kg is None:
            return None
        return self.scope1_kg + self.scope2_kg + (self.scope3_kg or 0)


@transaction.atomic
def add_entity(
    *,
    entity_id: UUID,
    organization: Organization,
    name: str,
    country: str,
    is_main: bool,
    by: By,
    lei: str = "",
    registration_number: str = "",
    domain: str = "",
    authorization_statement: str = "",
) -> LegalEntity:
    """Record a legal entity of a member; its main entity is recorded once. Answers a repeated request alike.

    Any other entity is identified by a LEI or a registration number, and ``authorization_statement`` holds the words
    under which the person said that they may act for it. Raises EntityNotIdentified, EntityNotAuthorized.
    """
    known = LegalEntity.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    if is_main:
        main = LegalEntity.objects.filter(organization=organization, is_main=True).first()
        if main is not None:
            return main
    elif not lei and not registration_number:
        raise EntityNotIdentified(name=name)
    elif not authorization_statement:
        raise EntityNotAuthorized(name=name)
    entity = LegalEntity.objects.create(
        pk=entity_id, organization=organization, name=name, lei=lei, registration_number=registration_number,
        domain=domain, country=country, is_main=is_main, authorization_statement=authorization_statement,
        request_id=by.request_id, effective_at=by.at,
    )  # fmt: skip
    leave_line(
        by=by, action="entity.added", subject=show_id(prefix="ent", id=entity_id), organization_id=organization.pk
    )
    return entity


@transaction.atomic
def disclose_year(
    *, figures_id: UUID, entity_id: UUID, organization_id: UUID, evidence_id: UUID, figures: YearFigures, by: By
) -> DisclosedYear:
    """Record a version of an entity's figures with the evidence that carries them; it counts once accepted.

    A later version of the same year is a restatement and says why. Raises FiguresNotFound, FiguresInvalid.
    """
    known = DisclosedYear.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    lock_name(name=f"entity:{entity_id}")
    entity = LegalEntity.objects.filter(pk=entity_id, organization_id=organization_id)
    if not entity.exists() or not Evidence.objects.filter(pk=evidence_id, organization_id=organization_id).exists():
        raise FiguresNotFound("no entity and evidence of this organization have these ids")
    version = (
        DisclosedYear.objects.filter(entity_id=entity_id, year=figures.year).aggregate(last=Max("version"))["last"] or 0
    )
    if version and not figures.restatement_reason.strip():
        raise FiguresInvalid(field="restatement_reason", reason="a restatement says what changed and why")
    if figures.scope3_kg is not None and figures.gross_kg is None:
        raise FiguresInvalid(field="scope1_kg", reason="a closed year has scopes 1 and 2")
    stored = DisclosedYear.objects.create(
        pk=figures_id, entity_id=entity_id, version=version + 1, gross_kg=figures.gross_kg, evidence_id=evidence_id,
        person_id=by.person_id, request_id=by.request_id, effective_at=by.at, **asdict(figures),
    )  # fmt: skip
    leave_line(
        by=by,
        action="figures.disclosed" if version == 0 else "figures.restated",
        subject=show_id(prefix="fig", id=figures_id),
        organization_id=organization_id,
        facts={"year": figures.year, "version": version + 1},
    )
    return stored


@transaction.atomic
def judge_figures(
    *, judgement_id: UUID, figures_id: UUID, assessment_id: UUID, is_accepted: bool, reason: str, by: By
) -> FigureJudgement:
    """Accept or reject a version of figures, once. Raises FiguresNotFound, OwnFigures, FiguresJudged.

    A restatement that is accepted judges a member again at once (``assessment_id``).
    """
    known = FigureJudgement.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    lock_name(name=f"figures:{figures_id}")
    year = DisclosedYear.objects.select_related("entity").filter(pk=figures_id).first()
    if year is None:
        raise FiguresNotFound("no figures have this id")
    if year.person_id == by.person_id:
        raise OwnFigures
    if FigureJudgement.objects.filter(year=year).exists():
        raise FiguresJudged("these figures were judged before; a restatement is a new version")
    judged = FigureJudgement.objects.create(
        pk=judgement_id, year=year, is_accepted=is_accepted, reason=reason, person_id=by.person_id,
        request_id=by.request_id, effective_at=by.at,
    )  # fmt: skip
    if is_accepted and year.version > 1:
        _judge_company_again(organization_id=year.entity.organization_id, assessment_id=assessment_id, by=by)
    leave_line(
        by=by,
        action="figures.accepted" if is_accepted else "figures.rejected",
        subject=show_id(prefix="fig", id=figures_id),
        organization_id=year.entity.organization_id,
    )
    return judged


@transaction.atomic
def allocate_residual(
    *, allocation_id: UUID, organization_id: UUID, giver_id: UUID, taker_id: UUID, year: int, kg: int, by: By
) -> EntityAllocation:
    """Let one entity of a member cover part of another's year. Raises FiguresNotFound, FiguresInvalid.

    Never more than the giver's figures hold: its gross and its path, whichever is lower, less what it gave before.
    """
    known = EntityAllocation.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    lock_name(name=f"entity:{giver_id}")
    entities = LegalEntity.objects.filter(organization_id=organization_id, pk__in=(giver_id, taker_id))
    if entities.count() != 2:
        raise FiguresNotFound("both entities belong to the organization, and differ")
    figures = (
        DisclosedYear.objects.filter(entity_id=giver_id, year=year, judgement__is_accepted=True)
        .order_by("-version")
        .first()
    )
    if figures is None:
        raise FiguresInvalid(field="year", reason="the giver has no accepted figures for this year")
    given = EntityAllocation.objects.filter(giver_id=giver_id, year=year).aggregate(kg=Sum("kg"))["kg"] or 0
    most = min(figures.gross_kg if figures.gross_kg is not None else figures.trajectory_kg, figures.trajectory_kg)
    if kg <= 0 or given + kg > most:
        raise FiguresInvalid(field="kg", reason=f"{kg} kg asked for, {max(0, most - given)} kg can be given")
    stored = EntityAllocation.objects.create(
        pk=allocation_id, giver_id=giver_id, taker_id=taker_id, year=year, kg=kg, person_id=by.person_id,
        request_id=by.request_id, effective_at=by.at,
    )  # fmt: skip
    leave_line(
        by=by, action="residual.allocated", subject=show_id(prefix="alc", id=allocation_id),
        organization_id=organization_id, facts={"year": year, "kg": kg},
    )  # fmt: skip
    return stored


def _judge_company_again(*, organization_id: UUID, assessment_id: UUID, by: By) -> None:
    application = Application.objects.filter(organization_id=organization_id, state__in=MAY_BUY).first()
    if application is not None:
        recheck_application(
            application_id=application.pk, assessment_id=assessment_id, cause=Cause.RESTATEMENT,
            person_id=by.person_id, request_id=by.request_id, at=by.at,
        )  # fmt: skip
