"""May one lot take the place of another? Equal or higher durability, and never avoidance for a removal. Pure."""

from __future__ import annotations

from collections.abc import Mapping

RANKS = {"REDUCTION_NATURE": 0, "REDUCTION_TECHNICAL": 1, "REMOVAL_NATURE": 2, "REMOVAL_TECHNICAL": 3}
"""Classes by how long their effect is commonly thought to last (operator policy); a substitute never ranks lower."""


class SubstituteNotAlike(Exception):
    """The substitute is of a lower class or lasts shorter; carries both lots' class and stated years."""

    code = "class_mismatch"

    def __init__(self, *, offered: str, needed: str, offered_years: int | None, needed_years: int | None) -> None:
        super().__init__(
            f"{needed} lasting {_years(needed_years)} cannot be replaced by {offered} lasting {_years(offered_years)}"
        )
        self.offered = offered
        self.needed = needed
        self.offered_years = offered_years
        self.needed_years = needed_years


def require_alike(*, ordered: Mapping[str, object], substitute: Mapping[str, object]) -> None:
    """Raise SubstituteNotAlike unless the substitute's facts are at least as good as the ordered lot's.

    Facts are a lot's ``credit_class`` and, where the registry states it, ``durability_years``. A removal is replaced
    by removals only, a class never by a lower one, and stated years never by fewer or by none.
    """
    needed, offered = str(ordered.get("credit_class", "")), str(substitute.get("credit_class", ""))
    needed_years, offered_years = _stated(ordered), _stated(substitute)
    is_class_kept = offered == needed or (offered in RANKS and needed in RANKS and RANKS[offered] >= RANKS[needed])
    is_time_kept = needed_years is None or (offered_years is not None and offered_years >= needed_years)
    if not (is_class_kept and is_time_kept):
        raise SubstituteNotAlike(offered=offered, needed=needed, offered_years=offered_years, needed_years=needed_years)


def _stated(facts: Mapping[str, object]) -> int | None:
    years = facts.get("durability_years")
    return years if isinstance(years, int) else None


def _years(years: int | None) -> str:
    return "a time not stated" if years is None else f"{years} years"
