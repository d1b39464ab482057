"""Which lots are not for this reader, and why: conditions that a block hands down to its buyers, beside the house's rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from truetonne.ledger.values import LotState
from truetonne.members.queries import list_unmet_conditions
from truetonne.supply.dossier.queries import conditions_of
from truetonne.supply.forwards.outlook import list_shared_lots
from truetonne.supply.models import Holding

SET_ASIDE = "set-aside"
"""The condition of a lot that was split off for a member who had committed to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """What a lot asks of its buyers. ``is_for_all`` before anybody signed in: then it is a condition, not a refusal.

    ``rules`` are the rules of those conditions that this member does not meet or has not shown, as ``set: rule``.
    """

    conditions: tuple[str, ...]
    rules: tuple[str, ...] = ()
    is_for_all: bool = False


def closed_lots(*, organization_id: UUID | None, holdings: Mapping[UUID, Holding], today: date) -> dict[UUID, Closed]:
    """Return the lots that a member may not buy of, by lot; without a member, those that ask something of anybody."""
    asked = conditions_of(holding_ids={holding.pk for holding in holdings.values()})
    unmet: dict[str, tuple[str, ...]] = {}
    if organization_id is not None:
        every = {condition for each in asked.values() for condition in each}
        unmet = _unmet(organization_id=organization_id, conditions=every, today=today)
    found: dict[UUID, Closed] = {}
    for lot_id, holding in holdings.items():
        conditions = asked.get(holding.pk, ())
        if organization_id is None and conditions:
            found[lot_id] = Closed(conditions=conditions, is_for_all=True)
        failing = tuple(condition for condition in conditions if condition in unmet)
        if failing:
            rules = tuple(f"{condition}: {rule}" for condition in failing for rule in unmet[condition])
            found[lot_id] = Closed(conditions=failing, rules=rules)
    return found


def set_aside(*, organization_id: UUID | None, lots: Sequence[LotState]) -> dict[UUID, Closed]:
    """Return the lots that are another member's share of what was bought ahead; to a stranger all of them."""
    return {
        lot_id: Closed(conditions=(SET_ASIDE,), rules=(SET_ASIDE,), is_for_all=organization_id is None)
        for lot_id, owner in list_shared_lots(lots=lots).items()
        if owner != organization_id
    }


def _unmet(*, organization_id: UUID, conditions: set[str], today: date) -> dict[str, tuple[str, ...]]:
    """Return the conditions that a member does not meet, each with the rules that fail. Nothing on file: not shown."""
    at = datetime.combine(today, time.min, tzinfo=UTC)
    unmet = list_unmet_conditions(organization_id=organization_id, conditions=sorted(conditions), at=at)
    return {each.rule_set.split("/", 1)[0]: each.failing for each in unmet}
