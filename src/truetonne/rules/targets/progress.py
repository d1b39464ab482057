"""Where a company stands on its target's path: year by year, on or off track, with the gap.

Source: the path is standards reference 7.2 (operator policy); the gap is arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from truetonne.rules.exact_numbers import claimable_kg
from truetonne.rules.residual.trajectory import PathPoint, trajectory_kg
from truetonne.science.errors import InputRefused


class StepsOutOfOrder(InputRefused):
    """A plan that removes or offsets before it reduces; carries the step and its year."""

    code = "steps_out_of_order"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOnPath:
    """A year of a path in whole kilograms. ``actual_kg`` None: not known. ``gap_kg`` is what lies above the path."""

    year: int
    path_kg: int
    actual_kg: int | None
    gap_kg: int | None

    @property
    def is_on_track(self) -> bool | None:
        """Say whether the year lies on or under its path; None where its emissions are not known."""
        return None if self.gap_kg is None else self.gap_kg == 0


def follow_path(*, points: Sequence[PathPoint], actual_kg: Mapping[int, int]) -> tuple[YearOnPath, ...]:
    """Return every year from the path's first to its last point, with the actual figures where they are known.

    The path rounds down, so that a gap is never understated by rounding. Raises InputRefused for repeated years.
    """
    years = range(min(point.year for point in points), max(point.year for point in points) + 1)
    found = []
    for year in years:
        path = claimable_kg(exact_kg=trajectory_kg(points=points, year=year))
        actual = actual_kg.get(year)
        found.append(
            YearOnPath(
                year=year, path_kg=path, actual_kg=actual, gap_kg=None if actual is None else max(0, actual - path)
            )
        )  # fmt: skip
    return tuple(found)


def target_points(
    *, base_year: int, base_kg: int, target_year: int, reduction: Fraction
) -> tuple[PathPoint, PathPoint]:  # fmt: skip
    """Return the two ends of a target's path; raises InputRefused for a target year that is not after the base year."""
    if target_year <= base_year:
        raise InputRefused(field="target_year", value=target_year, reason=f"is not after the base year {base_year}")
    return (
        PathPoint(year=base_year, emissions_kg=Fraction(base_kg)),
        PathPoint(year=target_year, emissions_kg=base_kg * (1 - reduction)),
    )


def check_order(*, reduce_from: int | None, remove_from: int | None, offset_from: int | None) -> None:
    """Refuse a plan in which removing starts before reducing, or offsetting before either.

    Source: standards reference 17.1, reduce before remove before offset. Raises StepsOutOfOrder.
    """
    steps = (("reduce_from", reduce_from), ("remove_from", remove_from), ("offset_from", offset_from))
    for place, (name, year) in enumerate(steps):
        if year is None:
            continue
        if name != "reduce_from" and reduce_from is None:
            reason = "nothing is reduced before"
            raise StepsOutOfOrder(field=name, value=year, reason=reason, fix="Say from which year emissions fall")
        for earlier_name, earlier in steps[:place]:
            if earlier is not None and year < earlier:
                reason = f"starts before {earlier_name} {earlier}: reduce, then remove, then offset"
                raise StepsOutOfOrder(field=name, value=year, reason=reason)
