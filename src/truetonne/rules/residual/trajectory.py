"""Emissions that a target's path allows in a year, on a straight line between two known points.

Source: standards reference 7.2 (operator policy).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from truetonne.science.errors import InputRefused, NegativeQuantity


class OutsideTrajectory(InputRefused):
    """A year before the first or after the last point of a path."""

    code = "outside_trajectory"


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPoint:
    """Emissions of one year on a target's path, in kilograms."""

    year: int
    emissions_kg: Fraction


def trajectory_kg(*, points: Sequence[PathPoint], year: int) -> Fraction:
    """Return the path's emissions in a year, by straight lines between its points in order of year.

    Raises OutsideTrajectory for a year that no two points enclose, NegativeQuantity, InputRefused for repeated years.
    """
    ordered = sorted(points, key=lambda point: point.year)
    if len({point.year for point in ordered}) != len(ordered) or not ordered:
        raise InputRefused(field="points", value=len(ordered), reason="a path has points of different years")
    for point in ordered:
        if point.emissions_kg < 0:
            reason = "emissions are not below 0"
            raise NegativeQuantity(field=f"points.{point.year}", value=float(point.emissions_kg), reason=reason)
        if point.year == year:
            return point.emissions_kg
    if not ordered[0].year < year < ordered[-1].year:
        reason = f"the path runs from {ordered[0].year} to {ordered[-1].year}"
        raise OutsideTrajectory(field="year", value=year, reason=reason)
    after = next(point for point in ordered if point.year > year)
    before = next(point for point in reversed(ordered) if point.year < year)
    elapsed = Fraction(year - before.year, after.year - before.year)
    return before.emissions_kg + (after.emissions_kg - before.emissions_kg) * elapsed
