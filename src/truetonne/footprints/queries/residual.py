"""What is left of an entity's year: from its published inventory and the paths of its accepted targets.

Where the exchange keeps no inventory of the entity, the figures that the member disclosed and somebody accepted serve.
Insets, avoided emissions and forward tonnes have no argument here, so they cannot change what is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from truetonne.footprints.models import Inventory, InventoryTotal
from truetonne.footprints.queries.trajectories import ScopePath, list_paths
from truetonne.footprints.states import InventoryState, Part
from truetonne.members.queries import residual as disclosed
from truetonne.members.queries.residual import ExceedsResidual, InventoryIncomplete, Residual
from truetonne.rules.residual.cap import RESIDUAL_CAP, CapMode, YearFacts, compute_cap
from truetonne.rules.residual.cap import InventoryIncomplete as CapIncomplete
from truetonne.rules.residual.trajectory import OutsideTrajectory
from truetonne.rules.rule_set import rule_set
from truetonne.rules.targets.boundary import needs_scope3_target
from truetonne.rules.targets.rule_sets import NET_ZERO_STANDARD
from truetonne.science.errors import InputRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class YearScopes:
    """A published version's gross kilograms by scope; scope 2 by both methods, None where it has no figure."""

    year: int
    version: int
    is_complete: bool
    scope1_kg: int | None
    scope2_location_kg: int | None
    scope2_market_kg: int | None
    scope3_kg: int | None

    def scope2_kg(self, *, method: str) -> int | None:
        """Return scope 2 by a target's method; without one the lower figure, so that the ceiling is the lower one."""
        if method == "location":
            return self.scope2_location_kg
        if method == "market":
            return self.scope2_market_kg
        known = [kg for kg in (self.scope2_location_kg, self.scope2_market_kg) if kg is not None]
        return min(known) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeYear:
    """A group of scopes in a year: gross, what its path allows, what is due, and what of it is ongoing or residual."""

    scopes: str
    gross_kg: int
    path_kg: int | None
    due_kg: int
    remaining_kg: int
    is_residual: bool


def find_published(*, entity_id: UUID, year: int) -> YearScopes | None:
    """Return the scopes of an entity's last published version of a year, None where none is published."""
    rows = Inventory.objects.filter(entity_id=entity_id, year=year, state=InventoryState.PUBLISHED)
    found = rows.order_by("-version").first()
    return read_scopes(inventory=found) if found is not None else None


def read_scopes(*, inventory: Inventory) -> YearScopes:
    """Return a version's kilograms by scope; only what is reported or estimated counts, what is not relevant is 0."""
    totals = list(InventoryTotal.objects.filter(inventory=inventory))
    by_part = {total.part: total for total in totals if total.category is None}
    scope3 = [total for total in totals if total.part == Part.SCOPE3]
    figures = [total.mass_kg for total in scope3 if total.mass_kg is not None]
    is_without = bool(scope3) and all(total.state == "not_relevant" for total in scope3)
    return YearScopes(
        year=inventory.year,
        version=inventory.version,
        is_complete=inventory.is_complete,
        scope1_kg=_kg(by_part.get(Part.SCOPE1)),
        scope2_location_kg=_kg(by_part.get(Part.SCOPE2_LOCATION)),
        scope2_market_kg=_kg(by_part.get(Part.SCOPE2_MARKET)),
        scope3_kg=sum(figures) if figures else 0 if is_without else None,
    )


def find_residual(
    *,
    organization_id: UUID,
    inventory_year: int,
    neutralized_kg: int,
    at: datetime,
    entity_id: UUID | None = None,
    mode: str | None = None,
) -> Residual | None:
    """Return what is left of an entity's year, with every term; None where nothing at all of it is on file.

    The gross is the last published inventory, else for an entity with inventories of earlier years a provisional
    figure, else what the member disclosed. From the net-zero year on only the residual share may be covered.
    Raises EntityUnknown, InventoryIncomplete.
    """
    entity = entity_id or disclosed.find_main_entity_id(organization_id=organization_id)
    scopes = find_published(entity_id=entity, year=inventory_year) if entity is not None else None
    last = _last_before(entity_id=entity, year=inventory_year) if entity is not None and scopes is None else None
    on_file = disclosed.find_figures(entity_id=entity, year=inventory_year) if entity is not None else None
    if entity is None or (scopes is None and (last is None or on_file is not None)):
        return disclosed.find_residual(
            organization_id=organization_id, inventory_year=inventory_year, neutralized_kg=neutralized_kg, at=at,
            entity_id=entity_id, mode=mode,
        )  # fmt: skip
    given, received = disclosed.find_allocations(entity_id=entity, year=inventory_year)
    used_kg = neutralized_kg + given + (on_file.retired_elsewhere_kg if on_file is not None else 0)
    paths = list_paths(entity_id=entity, as_of=at.date())
    counted = scopes or last
    if counted is None:
        raise InventoryIncomplete(year=inventory_year, reason="no inventory is published")
    disclosed_path = Fraction(on_file.trajectory_kg) if on_file is not None and not paths else None
    facts = _facts(
        year=inventory_year, counted=counted, is_closed=scopes is not None, paths=paths, used_kg=used_kg,
        disclosed_path=disclosed_path,
    )  # fmt: skip
    policy = rule_set(family=RESIDUAL_CAP, as_of=at.date())
    chosen = CapMode(mode) if mode is not None else None
    if chosen is None and facts.base_year_kg is not None and inventory_year >= facts.net_zero_year:
        chosen = CapMode.RESIDUAL_STRICT
    try:
        cap = compute_cap(facts=facts, policy=policy, mode=chosen)
    except CapIncomplete as incomplete:
        raise InventoryIncomplete(year=inventory_year, reason=incomplete.reason) from None
    except InputRefused as refused:
        raise InventoryIncomplete(year=inventory_year, reason=f"{refused.field}: {refused.reason}") from None
    return disclosed.residual_of(
        cap=cap, entity_id=entity, year=inventory_year, used_kg=used_kg, received_kg=received, version=counted.version
    )


def check_residual(
    *,
    organization_id: UUID,
    inventory_year: int,
    requested_kg: int,
    neutralized_kg: int,
    at: datetime,
    entity_id: UUID | None = None,
    mode: str | None = None,
) -> Residual | None:
    """Return what is left, refusing a request above it; raises ExceedsResidual, InventoryIncomplete, EntityUnknown.

    Called inside an order's transaction, under the lock on the member.
    """
    residual = find_residual(
        organization_id=organization_id, inventory_year=inventory_year, neutralized_kg=neutralized_kg, at=at,
        entity_id=entity_id, mode=mode,
    )  # fmt: skip
    if residual is not None and requested_kg > residual.residual_kg:
        raise ExceedsResidual(requested_kg=requested_kg, residual=residual)
    return residual


def list_scope_years(*, scopes: YearScopes, paths: tuple[ScopePath, ...]) -> tuple[ScopeYear, ...]:
    """Return a year by groups of scopes: what is due, and what remains as ongoing or, from net zero on, residual."""
    grouped: set[int] = set()
    found = []
    for path in paths:
        gross = gross_by_path(scopes=scopes, path=path)
        grouped |= set(path.scopes)
        if gross is None:
            continue
        try:
            allowed: int | None = int(path.kg_in(year=scopes.year))
        except OutsideTrajectory:
            allowed = None
        due = 0 if allowed is None else max(0, gross - allowed)
        is_residual = path.net_zero_year is not None and scopes.year >= path.net_zero_year
        found.append(
            ScopeYear(
                scopes=path.name, gross_kg=gross, path_kg=allowed, due_kg=due, remaining_kg=gross - due,
                is_residual=is_residual,
            )
        )  # fmt: skip
    for scope, kg in ((1, scopes.scope1_kg), (2, scopes.scope2_kg(method="")), (3, scopes.scope3_kg)):
        if scope not in grouped and kg is not None:
            found.append(
                ScopeYear(scopes=str(scope), gross_kg=kg, path_kg=None, due_kg=0, remaining_kg=kg, is_residual=False)
            )
    return tuple(found)


def _facts(
    *, year: int, counted: YearScopes, is_closed: bool, paths: tuple[ScopePath, ...], used_kg: int,
    disclosed_path: Fraction | None,
) -> YearFacts:  # fmt: skip
    method = next((path.scope2_method for path in paths if path.scope2_method), "")
    scope2 = counted.scope2_kg(method=method)
    if counted.scope1_kg is None or scope2 is None:
        raise InventoryIncomplete(year=year, reason="scope 1 and scope 2 need a figure")
    if counted.scope3_kg is None:
        raise InventoryIncomplete(year=year, reason="the inventory has no scope 3")
    gross = counted.scope1_kg + scope2 + counted.scope3_kg
    by_scope = {1: counted.scope1_kg, 2: scope2, 3: counted.scope3_kg}
    path_kg = disclosed_path if disclosed_path is not None else _sum_paths(year=year, by_scope=by_scope, paths=paths)
    scope3_path = next((path for path in paths if path.scopes == (3,)), None)
    covered = {scope for path in paths for scope in path.scopes}
    years = [path.net_zero_year for path in paths if path.net_zero_year is not None]
    return YearFacts(
        year=year,
        gross_kg=gross if is_closed else None,
        trajectory_kg=path_kg,
        used_kg=used_kg,
        last_gross_kg=None if is_closed else gross,
        scope3_gross_kg=counted.scope3_kg if is_closed else None,
        scope3_trajectory_kg=scope3_path.kg_in(year=year) if scope3_path is not None else None,
        base_year_kg=sum(path.base_kg for path in paths) if covered == {1, 2, 3} else None,
        # The latest: emissions of a scope that is still on its way are ongoing.
        net_zero_year=max(years) if years and len(years) == len(paths) else 2050,
    )


def _sum_paths(*, year: int, by_scope: dict[int, int], paths: tuple[ScopePath, ...]) -> Fraction:
    """Return what all paths allow; a scope without a target keeps its figure where the rules ask for no target."""
    covered = {scope for path in paths for scope in path.scopes}
    if any(by_scope[scope] > 0 and scope not in covered for scope in (1, 2)):
        raise InventoryIncomplete(year=year, reason="no accepted target covers scopes 1 and 2")
    if 3 not in covered and by_scope[3] > 0:
        boundary = rule_set(family=NET_ZERO_STANDARD, version="1.3.1").body.boundary
        share = Fraction(boundary.s3_required_share) if boundary is not None else Fraction(0)
        total12 = Fraction(by_scope[1] + by_scope[2])
        if needs_scope3_target(scope12=total12, scope3=Fraction(by_scope[3]), share=share):
            raise InventoryIncomplete(year=year, reason="scope 3 is large enough to need a target, and has none")
    try:
        allowed = sum((path.kg_in(year=year) for path in paths), Fraction(0))
    except OutsideTrajectory as outside:
        raise InventoryIncomplete(year=year, reason=f"a target's path: {outside.reason}") from None
    return allowed + sum(kg for scope, kg in by_scope.items() if scope not in covered)


def gross_by_path(*, scopes: YearScopes, path: ScopePath) -> int | None:
    """Return a year's gross over the scopes of a path, None where one of them has no figure."""
    known = {1: scopes.scope1_kg, 2: scopes.scope2_kg(method=path.scope2_method), 3: scopes.scope3_kg}
    parts = [known[scope] for scope in path.scopes]
    return None if any(part is None for part in parts) else sum(part or 0 for part in parts)


def _last_before(*, entity_id: UUID, year: int) -> YearScopes | None:
    rows = Inventory.objects.filter(entity_id=entity_id, year__lt=year, state=InventoryState.PUBLISHED)
    found = rows.order_by("-year", "-version").first()
    return read_scopes(inventory=found) if found is not None else None


def _kg(total: InventoryTotal | None) -> int | None:
    if total is None:
        return None
    return 0 if total.state == "not_relevant" else total.mass_kg
