"""How many kilograms a member may still cover for an entity and inventory year, by what it disclosed and had accepted.

Where the exchange keeps the entity's inventory, ``footprints.queries.residual`` answers. Every legal entity has its own
residual; another's is usable only as far as an allocation is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from django.db.models import Sum

from truetonne.members.models import DisclosedYear, EntityAllocation, LegalEntity
from truetonne.rules.residual.cap import RESIDUAL_CAP, Cap, CapMode, YearFacts, compute_cap
from truetonne.rules.residual.cap import InventoryIncomplete as CapIncomplete
from truetonne.rules.rule_set import rule_set
from truetonne.science.errors import InputRefused


class EntityUnknown(Exception):
    """No legal entity of this member has this id."""

    code = "not_found"


class InventoryIncomplete(Exception):
    """The figures on file lack scope 3, or nothing stands in for a year that is not closed; carries the year."""

    code = "inventory_incomplete"

    def __init__(self, *, year: int, reason: str) -> None:
        super().__init__(f"{year}: {reason}")
        self.year = year
        self.reason = reason


class ExceedsResidual(Exception):
    """More is asked for than is left of the year; carries every term in kilograms, the mode and the rule version."""

    code = "exceeds_residual"

    def __init__(self, *, requested_kg: int, residual: Residual) -> None:
        super().__init__(
            f"{requested_kg} kg requested, {residual.residual_kg} kg left of {residual.gross_kg} kg gross in "
            f"{residual.year}"
        )
        self.requested_kg = requested_kg
        self.year = residual.year
        self.gross_kg = residual.gross_kg
        self.trajectory_kg = residual.trajectory_kg
        self.due_reductions_kg = residual.due_reductions_kg
        self.neutralized_kg = residual.neutralized_kg
        self.residual_kg = residual.residual_kg
        self.mode = residual.mode
        self.rule_set = residual.rule_set
        self.is_provisional = residual.is_provisional


@dataclass(frozen=True, slots=True, kw_only=True)
class Residual:
    """What is left to cover of an entity's year, with all its terms in kilograms.

    ``neutralized_kg`` counts what was reserved, paid or retired here, what the member declares as retired elsewhere,
    and what the entity allowed others to cover; ``received_kg`` is what others allowed it.
    """

    entity_id: UUID
    year: int
    gross_kg: int
    trajectory_kg: int
    due_reductions_kg: int
    neutralized_kg: int
    received_kg: int
    residual_kg: int
    mode: str
    rule_set: str
    removals_only: bool
    is_provisional: bool
    is_over_covered: bool
    figures_version: int


def find_residual(
    *,
    organization_id: UUID,
    inventory_year: int,
    neutralized_kg: int,
    at: datetime,
    entity_id: UUID | None = None,
    mode: str | None = None,
) -> Residual | None:
    """Return what is left of an entity's year, or None where the member has no accepted figures at all on file.

    Without ``entity_id`` the member's main entity is meant. A year that is not closed is provisional: the path, or the
    last figures less the reductions planned, whichever is lower. Raises EntityUnknown, InventoryIncomplete.
    """
    entity = _find_entity(organization_id=organization_id, entity_id=entity_id)
    if entity is None:
        return None
    year = find_figures(entity_id=entity.pk, year=inventory_year)
    last = _last_closed(entity_id=entity.pk, before=inventory_year)
    if year is None and last is None:
        if _has_any_figures(organization_id=organization_id):
            raise InventoryIncomplete(year=inventory_year, reason="no figures of this entity are on file")
        return None
    if year is None:
        raise InventoryIncomplete(year=inventory_year, reason="the year has no accepted figures and no path")
    given, received = find_allocations(entity_id=entity.pk, year=inventory_year)
    used_kg = neutralized_kg + year.retired_elsewhere_kg + given
    cap = _compute(year=year, last=last, used_kg=used_kg, mode=mode, at=at)
    return residual_of(
        cap=cap, entity_id=entity.pk, year=inventory_year, used_kg=used_kg, received_kg=received, version=year.version
    )


def residual_of(*, cap: Cap, entity_id: UUID, year: int, used_kg: int, received_kg: int, version: int) -> Residual:
    """Return what a ceiling leaves, in kilograms: ``version`` is that of the figures or the inventory it rests on."""
    return Residual(
        entity_id=entity_id,
        year=year,
        gross_kg=cap.gross_kg,
        trajectory_kg=int(cap.trajectory_kg),
        due_reductions_kg=cap.due_reductions_kg,
        neutralized_kg=used_kg,
        received_kg=received_kg,
        residual_kg=cap.cap_kg + received_kg,
        mode=cap.mode.value,
        rule_set=cap.rule_set,
        removals_only=cap.removals_only,
        is_provisional=cap.provisional,
        is_over_covered=cap.over_covered,
        figures_version=version,
    )


def name_entities(*, organization_id: UUID, names: Iterable[str]) -> dict[str, UUID]:
    """Return the legal entities of a member that texts name: by name, LEI or registration number, exactly.

    These are the member's own words for its own entities. What names none is left out: it counts for the main entity.
    """
    rows = LegalEntity.objects.filter(organization_id=organization_id).order_by("is_main", "recorded_at")
    known = {
        text.strip().casefold(): row.pk
        for row in rows
        for text in (row.registration_number, row.lei, row.name)
        if text.strip()
    }
    return {name: known[name.strip().casefold()] for name in names if name.strip().casefold() in known}


def find_main_entity_id(*, organization_id: UUID) -> UUID | None:
    """Return the main entity of a member, for which everything counts that names no other; None without figures."""
    main = _find_entity(organization_id=organization_id, entity_id=None)
    return main.pk if main is not None else None


def find_figures(*, entity_id: UUID, year: int) -> DisclosedYear | None:
    """Return the last accepted version of an entity's figures for a year."""
    rows = DisclosedYear.objects.filter(entity_id=entity_id, year=year, judgement__is_accepted=True)
    return rows.order_by("-version").first()


def _find_entity(*, organization_id: UUID, entity_id: UUID | None) -> LegalEntity | None:
    rows = LegalEntity.objects.filter(organization_id=organization_id)
    if entity_id is None:
        return rows.filter(is_main=True).first()
    found = rows.filter(pk=entity_id).first()
    if found is None:
        raise EntityUnknown("no legal entity of this organization has this id")
    return found


def _last_closed(*, entity_id: UUID, before: int) -> DisclosedYear | None:
    rows = DisclosedYear.objects.filter(
        entity_id=entity_id, year__lt=before, gross_kg__isnull=False, judgement__is_accepted=True
    )
    return rows.order_by("-year", "-version").first()


def _has_any_figures(*, organization_id: UUID) -> bool:
    return DisclosedYear.objects.filter(entity__organization_id=organization_id, judgement__is_accepted=True).exists()


def find_allocations(*, entity_id: UUID, year: int) -> tuple[int, int]:
    """Return the kilograms of a year that an entity allowed others to cover, and that others allowed it."""
    rows = EntityAllocation.objects.filter(year=year)
    given = rows.filter(giver_id=entity_id).aggregate(kg=Sum("kg"))["kg"] or 0
    received = rows.filter(taker_id=entity_id).aggregate(kg=Sum("kg"))["kg"] or 0
    return int(given), int(received)


def _compute(*, year: DisclosedYear, last: DisclosedYear | None, used_kg: int, mode: str | None, at: datetime) -> Cap:
    counted = year if year.gross_kg is not None else last
    facts = YearFacts(
        year=year.year,
        gross_kg=year.gross_kg,
        trajectory_kg=Fraction(year.trajectory_kg),
        used_kg=used_kg,
        scope3_reported=counted is None or counted.scope3_kg is not None,
        last_gross_kg=last.gross_kg if last is not None else None,
        planned_reductions_kg=year.planned_reductions_kg,
        scope3_gross_kg=year.scope3_kg,
        scope3_trajectory_kg=Fraction(year.scope3_trajectory_kg) if year.scope3_trajectory_kg is not None else None,
        base_year_kg=year.base_year_kg,
        net_zero_year=year.net_zero_year,
    )
    policy = rule_set(family=RESIDUAL_CAP, as_of=at.date())
    try:
        return compute_cap(facts=facts, policy=policy, mode=CapMode(mode) if mode is not None else None)
    except CapIncomplete as incomplete:
        raise InventoryIncomplete(year=year.year, reason=incomplete.reason) from None
    except InputRefused as refused:
        raise InventoryIncomplete(year=year.year, reason=f"{refused.field}: {refused.reason}") from None
