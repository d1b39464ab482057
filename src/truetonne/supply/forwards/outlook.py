"""What may come of a contract: its distribution, its exposure, what could take its place, and how a buffer would hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final
from uuid import UUID

from truetonne.ledger import queries as ledger
from truetonne.ledger.values import LotState, UnitKind
from truetonne.science.durability.portfolio import PoolOutlook, StoredProject, simulate_pool
from truetonne.science.quantity import KG_PER_TONNE
from truetonne.science.removals.delivery_fan import DeliveryFan, fan_deliveries
from truetonne.science.removals.forwards import Position, Tranche, take_position
from truetonne.supply.desk.lots import list_holdings_of
from truetonne.supply.dossier.queries import profiles_of
from truetonne.supply.forwards.states import SubstitutionRule
from truetonne.supply.forwards.values import Contract
from truetonne.supply.models import BufferPart, DeliveryShare, Holding

SEED: Final = 20_260_101
"""Used where a distribution cannot be worked out exactly; printed with the result, so that anybody draws the same."""
POOL_YEARS: Final = 20
POOL_DRAWS: Final = 10_000
PERMILLE: Final = 1_000
PER_MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A lot for sale that lasts at least as long as what is owed."""

    lot: LotState
    holding: Holding
    durability_years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A contract's position and distribution; ``reserve_kg`` is what could take its place today."""

    position: Position
    fan: DeliveryFan
    reserve_kg: int


def read_outlook(*, contract: Contract, reserve_kg: int, today: date) -> Outlook | None:
    """Return what may come of a contract by the schedule in force; None before one is written.

    The distribution begins with the present year: what was due earlier and has not come can only come from now on.
    Source: methods reference 9.5; probabilities and late shares are operator policy, stored with the schedule.
    """
    schedule = contract.schedule
    if schedule is None:
        return None
    tranches = tuple(
        Tranche(
            quantity_t=due.kg / KG_PER_TONNE, probability=due.probability_permille / PERMILLE, year=due.year,
            price_minor_per_t=contract.row.price_minor_per_t,
        )
        for due in schedule.years
    )  # fmt: skip
    delivered: dict[int, float] = {}
    for each in contract.deliveries:
        year = each.delivered_on.year
        delivered[year] = delivered.get(year, 0.0) + each.kg / KG_PER_TONNE
    return Outlook(
        position=take_position(
            tranches=tranches, delivered_t=delivered, retired_t=0.0, closed_through=today.year - 1
        ),
        fan=_fan(
            tranches=tuple(replace(each, year=max(each.year, today.year)) for each in tranches), delivered_kg=contract.standing.received_kg, late_permille=schedule.late_permille,
            reserve_kg=reserve_kg,
        ),
        reserve_kg=reserve_kg,
    )  # fmt: skip


@lru_cache(maxsize=128)
def _fan(*, tranches: tuple[Tranche, ...], delivered_kg: int, late_permille: int, reserve_kg: int) -> DeliveryFan:
    late = late_permille / PERMILLE
    return fan_deliveries(
        tranches=tranches,
        delivered_t=delivered_kg / KG_PER_TONNE,
        slip_shares=(1 - late, late) if late else (1.0,),
        reserve_t=reserve_kg / KG_PER_TONNE,
        seed=SEED,
    )


def list_substitutes(*, contract: Contract) -> tuple[Offer, ...]:
    """Return lots for sale that last at least as long as the contract promises, the longest first.

    Empty where the contract allows no substitute. Source: features reference DA-3.
    """
    needed = contract.row.durability_years
    if needed is None or contract.row.substitution != SubstitutionRule.EQUAL_OR_HIGHER:
        return ()
    lots = [lot for lot in ledger.list_lots(is_listed=True) if lot.kind == UnitKind.CREDIT and lot.available_kg > 0]
    holdings = list_holdings_of(lots=lots)
    profiles = profiles_of(project_ids={holding.project_id for holding in holdings.values()})
    shared = list_shared_lots(lots=lots)
    found = []
    for lot in lots:
        holding = holdings.get(lot.lot_id)
        profile = profiles.get(holding.project_id) if holding is not None else None
        years = profile.durability_years if profile is not None else None
        if holding is not None and years is not None and years >= needed and lot.lot_id not in shared:
            found.append(Offer(lot=lot, holding=holding, durability_years=years))
    return tuple(sorted(found, key=lambda offer: (-offer.durability_years, offer.lot.lot_id)))


def list_shared_lots(*, lots: Iterable[LotState]) -> dict[UUID, UUID]:
    """Return which lots are one member's share of a delivery, and whose; parts that were split off later included."""
    rows = DeliveryShare.objects.filter(commitment__isnull=False, kg__gt=0)
    shares = list(rows.select_related("delivery__holding", "commitment").defer("delivery__holding__raw"))
    found: dict[UUID, UUID] = {}
    for lot in lots if shares else ():
        for share in shares:
            block, first, last = share.delivery.holding, share.first or 0, share.last or 0
            is_same = (lot.program, lot.key) == (block.program_id, block.key)
            if is_same and first <= lot.first and lot.last <= last and share.commitment is not None:
                found[lot.lot_id] = share.commitment.organization_id
    return found


def read_pool(*, jurisdiction_id: UUID) -> PoolOutlook | None:
    """Simulate a jurisdiction's buffer pool over twenty years; None where it has none. Source: methods reference 6.3."""
    parts = BufferPart.objects.filter(jurisdiction_id=jurisdiction_id).order_by("name")
    facts = tuple(
        StoredProject(
            name=part.name, stock_kg=part.stock_kg, buffer_kg=part.buffer_kg,
            hazard=part.hazard_per_million / PER_MILLION, severity=part.severity_permille / PERMILLE,
            region=part.name,
        )
        for part in parts
    )  # fmt: skip
    return _pool(facts) if facts else None


@lru_cache(maxsize=32)
def _pool(facts: tuple[StoredProject, ...]) -> PoolOutlook:
    return simulate_pool(projects=facts, years=POOL_YEARS, seed=SEED, draws=POOL_DRAWS)
