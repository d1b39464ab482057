"""What destroying so much gas can yield at most: a slip in a unit shows here before it becomes a tonne."""

from __future__ import annotations

from dataclasses import dataclass

from truetonne.science.errors import ImplausibleValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """Baseline and project emissions and their difference, t CO2e.

    ``reductions_t`` is never below 0; ``unclipped_t`` is the difference as it came out.
    """

    baseline_t: float
    project_t: float
    flags: tuple[str, ...] = ()

    @property
    def unclipped_t(self) -> float:
        """Baseline less project emissions, t CO2e, of either sign."""
        return self.baseline_t - self.project_t

    @property
    def reductions_t(self) -> float:
        """What may be issued before rounding, t CO2e, >= 0."""
        return max(0.0, self.unclipped_t)


def reduction_within(
    *, baseline_t: float, project_t: float, ceiling_t: float, flags: tuple[str, ...] = ()
) -> Reduction:
    """Return a reduction, flagged where it is negative; raises ImplausibleValue above the ceiling."""
    found = Reduction(baseline_t=baseline_t, project_t=project_t)
    check_claim(claimed_t=found.reductions_t, ceiling_t=ceiling_t)
    negative = ("negative_reduction_set_to_zero",) if found.unclipped_t < 0 else ()
    return Reduction(baseline_t=baseline_t, project_t=project_t, flags=(*flags, *negative))


def check_claim(*, claimed_t: float, ceiling_t: float, field: str = "reductions") -> None:
    """Refuse a figure above the most that the activity can yield; raises ImplausibleValue.

    A kilogram taken for a tonne, or a gram for a kilogram, is a factor of a thousand and shows.
    """
    if claimed_t > ceiling_t * (1 + 1e-9):
        times = f", {claimed_t / ceiling_t:.0f} times as much" if ceiling_t > 0 else ""
        reason = f"at most {ceiling_t:g} t CO2e can come of this activity{times}"
        raise ImplausibleValue(field=field, value=claimed_t, reason=reason, fix="Check grams, kilograms and tonnes")
