"""The paths that an entity's accepted targets make, per group of scopes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from truetonne.footprints.models import Target
from truetonne.rules.residual.trajectory import PathPoint, trajectory_kg
from truetonne.rules.targets.progress import YearOnPath, follow_path, target_points


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopePath:
    """The path of the scopes that a target covers together, from its base year to its last target year.

    An intensity target makes a path for activity as it was in the base year: growth never widens it.
    """

    scopes: tuple[int, ...]
    scope2_method: str
    points: tuple[PathPoint, ...]
    base_kg: int
    net_zero_year: int | None
    targets: tuple[Target, ...]

    @property
    def name(self) -> str:
        """Return the scopes as ``1+2``."""
        return "+".join(str(scope) for scope in self.scopes)

    def kg_in(self, *, year: int) -> Fraction:
        """Return what the path allows in a year; raises OutsideTrajectory before its first and after its last year."""
        return trajectory_kg(points=self.points, year=year)

    def follow(self, *, actual_kg: dict[int, int]) -> tuple[YearOnPath, ...]:
        """Return every year of the path with the actual figures as far as they are known."""
        return follow_path(points=self.points, actual_kg=actual_kg)


def list_targets(*, entity_id: UUID) -> list[Target]:
    """Return the last version of every target of an entity, with its judgement, newest first."""
    rows = Target.objects.filter(entity_id=entity_id).select_related("judgement", "evidence", "person")
    found: dict[UUID, Target] = {}
    for row in rows.order_by("-version"):
        found.setdefault(row.series, row)
    return sorted(found.values(), key=lambda each: (each.scopes, each.target_year))


def list_paths(*, entity_id: UUID, as_of: date) -> tuple[ScopePath, ...]:
    """Return the paths of the targets that are accepted and in force on a day.

    Of each series the last accepted version counts. Several targets over the same scopes make one path through all of
    them, from the earliest base year on.
    """
    rows = Target.objects.filter(entity_id=entity_id, judgement__is_accepted=True).order_by("-version")
    last: dict[UUID, Target] = {}
    for row in rows:
        last.setdefault(row.series, row)
    groups: dict[str, list[Target]] = {}
    for row in last.values():
        if row.valid_until is None or row.valid_until >= as_of:
            groups.setdefault(row.scopes, []).append(row)
    return tuple(_join(targets=groups[scopes]) for scopes in sorted(groups))


def _join(*, targets: Iterable[Target]) -> ScopePath:
    ordered = sorted(targets, key=lambda each: (each.base_year, each.target_year))
    first = ordered[0]
    points: dict[int, Fraction] = {}
    for each in ordered:
        start, end = target_points(
            base_year=each.base_year, base_kg=sum(each.base_kg.values()), target_year=each.target_year,
            reduction=Fraction(each.reduction),
        )  # fmt: skip
        points.setdefault(start.year, start.emissions_kg)
        # Two promises for one year: the stricter one.
        points[end.year] = min(points.get(end.year, end.emissions_kg), end.emissions_kg)
    years = [each.net_zero_year for each in ordered if each.net_zero_year is not None]
    return ScopePath(
        scopes=tuple(sorted(first.base_kg)),
        scope2_method=first.scope2_method,
        points=tuple(PathPoint(year=year, emissions_kg=points[year]) for year in sorted(points)),
        base_kg=sum(first.base_kg.values()),
        net_zero_year=min(years) if years else None,
        targets=tuple(ordered),
    )
