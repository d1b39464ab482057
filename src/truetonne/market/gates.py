"""Who may buy what, asked inside the buying transaction: standing, residual, and the conditions of lots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import Q, Sum

from truetonne.footprints.queries.residual import check_residual
from truetonne.market.attribution import Claim
from truetonne.market.models import Order, OrderAllocation
from truetonne.market.order_money import ENDED
from truetonne.members.queries import (
    BuyerConditionNotMet,
    NotEligible,
    get_standing,
    list_unmet_conditions,
    lock_standing,
    require_conditions,
)
from truetonne.members.queries.residual import find_main_entity_id, name_entities
from truetonne.supply.dossier.queries import conditions_of
from truetonne.supply.models import Holding


def require_standing(*, organization_id: UUID, at: datetime) -> None:
    """Raise NotEligible unless the organization may buy now. Locks nothing: an order asks again under its lock."""
    standing = get_standing(organization_id=organization_id, at=at)
    if not standing.may_buy:
        raise NotEligible(state=standing.state, rule_set=standing.rule_set, findings=standing.findings)


def require_may_order(*, organization_id: UUID, claim: Claim, kg: int, at: datetime) -> bool:
    """Lock the member and refuse an order it may not place. Called first in the order's transaction.

    Returns whether removals alone may cover one of its years: from the net-zero year on the ceiling says so.

    Its standing is judged as of ``at``, and the kilograms of every legal entity and inventory year against what is left
    of that entity's year, all other orders that have not ended counted. What names no entity on file counts for the
    main one. Raises NotEligible, EvidenceExpired, ExceedsResidual,
    InventoryIncomplete.
    """
    lock_standing(organization_id=organization_id, at=at)
    needs_removals = False
    for year, parts in sorted(_by_year(claim=claim, kg=kg).items()):
        asked = _by_entity(organization_id=organization_id, parts=parts)
        ordered = ordered_by_entity(organization_id=organization_id, year=year)
        for entity_id, entity_kg in sorted(asked.items(), key=lambda each: str(each[0])):
            residual = check_residual(
                organization_id=organization_id,
                entity_id=entity_id,
                inventory_year=year,
                requested_kg=entity_kg,
                neutralized_kg=ordered.get(entity_id, 0),
                at=at,
            )
            needs_removals = needs_removals or (residual is not None and residual.removals_only)
    return needs_removals


def require_may_inset(*, organization_id: UUID, at: datetime) -> None:
    """Lock the member and refuse an order of fuel it may not place: standing is asked, residual emissions are not.

    Raises NotEligible, EvidenceExpired.
    """
    lock_standing(organization_id=organization_id, at=at)


def ordered_kg(*, organization_id: UUID, year: int) -> int:
    """Return the kilograms of a member's orders for an inventory year that are reserved, paid or retired."""
    return sum(ordered_by_entity(organization_id=organization_id, year=year).values())


def conditions_of_lots(*, roots: Mapping[UUID, UUID]) -> dict[UUID, tuple[str, ...]]:
    """Return the conditions that lots hand down to their buyers; ``roots`` names the lot each was issued as."""
    rows = Holding.objects.filter(lot__public_id__in=set(roots.values())).values_list("lot_id", "pk")
    holdings = dict(cast("Iterable[tuple[UUID, UUID]]", rows))
    asked = conditions_of(holding_ids=holdings.values())
    return {
        lot_id: asked[holdings[root]] for lot_id, root in roots.items() if root in holdings and holdings[root] in asked
    }


def closed_to(*, organization_id: UUID, asked: Mapping[UUID, tuple[str, ...]], at: datetime) -> set[UUID]:
    """Return the lots whose conditions this member does not meet."""
    every = {condition for conditions in asked.values() for condition in conditions}
    unmet = {
        assessment.rule_set.split("/", 1)[0]
        for assessment in list_unmet_conditions(organization_id=organization_id, conditions=sorted(every), at=at)
    }
    return {lot_id for lot_id, conditions in asked.items() if unmet & set(conditions)}


def require_open(
    *, organization_id: UUID, lot_ids: Iterable[UUID], asked: Mapping[UUID, tuple[str, ...]], at: datetime
) -> None:
    """Raise BuyerConditionNotMet for the first of these lots whose conditions this member does not meet."""
    for lot_id in lot_ids:
        if lot_id in asked:
            require_conditions(organization_id=organization_id, lot_id=lot_id, conditions=asked[lot_id], at=at)


__all__ = [
    "BuyerConditionNotMet",
    "closed_to",
    "conditions_of_lots",
    "ordered_kg",
    "require_may_inset",
    "require_may_order",
    "require_open",
    "require_standing",
]


def ordered_by_entity(*, organization_id: UUID, year: int) -> dict[UUID | None, int]:
    """Return the kilograms of live orders for a year by the legal entity for which they count."""
    # Insets answer for no residual emissions: they count in the market-based statement alone.
    live = Q(organization_id=organization_id, quote__inset__isnull=True) & ~Q(state__in=list(ENDED))
    unallocated = Order.objects.filter(live, allocations__isnull=True)
    whole = unallocated.filter(Q(claim_year=year) | Q(period_start__year=year)).aggregate(kg=Sum("quote__kg"))["kg"]
    rows = OrderAllocation.objects.filter(inventory_year=year, order__organization_id=organization_id)
    named = rows.exclude(order__state__in=list(ENDED)).values_list("entity").annotate(kg=Sum("kg"))
    parts = {str(entity): int(kg) for entity, kg in named}
    parts[""] = parts.get("", 0) + int(whole or 0)
    return _by_entity(organization_id=organization_id, parts=parts)


def _by_entity(*, organization_id: UUID, parts: Mapping[str, int]) -> dict[UUID | None, int]:
    """Return kilograms by legal entity on file; what names none counts for the main one, None where none is on file."""
    named = name_entities(organization_id=organization_id, names=parts)
    main = find_main_entity_id(organization_id=organization_id)
    found: dict[UUID | None, int] = {}
    for name, kg in parts.items():
        entity_id = named.get(name, main)
        found[entity_id] = found.get(entity_id, 0) + kg
    return found


def _by_year(*, claim: Claim, kg: int) -> dict[int, dict[str, int]]:
    """Return the kilograms of each inventory year that a claim answers for, by the entity that it names."""
    years: dict[int, dict[str, int]] = {}
    for each in claim.allocations:
        parts = years.setdefault(each.inventory_year, {})
        parts[each.entity] = parts.get(each.entity, 0) + each.kg
    if years:
        return years
    period = claim.period
    year = period.year or (period.start.year if period.start is not None else None)
    return {} if year is None else {year: {"": kg}}
