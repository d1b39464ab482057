"""States of the fifteen scope 3 categories: zero is a value, blank is not, and a gap makes a total incomplete.

Source: standards reference 3.1 (GHG Protocol scope 3, names of the categories unverified).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from truetonne.science.errors import InputMissing, InputRefused, NegativeQuantity, NotInTable

CATEGORIES = tuple(range(1, 16))


class CategoryState(StrEnum):
    """What is known of a category; only the first two carry kilograms."""

    REPORTED = "reported"
    ESTIMATED = "estimated"
    NOT_RELEVANT = "not_relevant"
    RELEVANT_NOT_CALCULATED = "relevant_not_calculated"
    EXCLUDED = "excluded"
    NOT_DISCLOSED = "not_disclosed"

    @property
    def carries_kg(self) -> bool:
        """Say whether the category has a figure."""
        return self in {CategoryState.REPORTED, CategoryState.ESTIMATED}

    @property
    def is_gap(self) -> bool:
        """Say whether the category leaves the total incomplete."""
        return self in {CategoryState.RELEVANT_NOT_CALCULATED, CategoryState.NOT_DISCLOSED}


class FigureWithoutState(InputRefused):
    """Kilograms on a category whose state carries none."""

    code = "figure_without_state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One scope 3 category: state, kilograms where the state carries them, reason where it needs one."""

    number: int
    state: CategoryState
    emissions_kg: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope3Total:
    """The sum of what is reported or estimated, and the categories that are missing from it."""

    emissions_kg: int
    complete: bool
    gaps: tuple[int, ...]
    estimated_kg: int


def add_categories(*, categories: Mapping[int, Category]) -> Scope3Total:
    """Add the categories up; one that is not handed over counts as not disclosed.

    Raises InputMissing for a state without its figure or reason, FigureWithoutState, NegativeQuantity, NotInTable.
    """
    for number, category in categories.items():
        _check(number, category)
    filled = [category for category in categories.values() if category.state.carries_kg]
    absent = Category(number=0, state=CategoryState.NOT_DISCLOSED)
    gaps = tuple(number for number in CATEGORIES if categories.get(number, absent).state.is_gap)
    return Scope3Total(
        emissions_kg=sum(category.emissions_kg or 0 for category in filled),
        complete=not gaps,
        gaps=gaps,
        estimated_kg=sum(c.emissions_kg or 0 for c in filled if c.state is CategoryState.ESTIMATED),
    )


def _check(number: int, category: Category) -> None:
    field = f"categories.{number}"
    if number not in CATEGORIES:
        raise NotInTable(field=field, value=number, reason="scope 3 has categories 1 to 15")
    if category.state.carries_kg and category.emissions_kg is None:
        raise InputMissing(field=field, value=None, reason=f"{category.state} needs a figure; 0 is one")
    if not category.state.carries_kg and category.emissions_kg is not None:
        fix = "Set the state to reported or estimated, or take the figure away"
        raise FigureWithoutState(field=field, value=category.emissions_kg, reason=f"{category.state} has none", fix=fix)
    if category.emissions_kg is not None and category.emissions_kg < 0:
        raise NegativeQuantity(field=field, value=category.emissions_kg, reason="scope 3 cannot be below 0")
    if category.state in {CategoryState.NOT_RELEVANT, CategoryState.EXCLUDED} and not category.reason.strip():
        raise InputMissing(field=f"{field}.reason", value=None, reason=f"{category.state} needs a reason")
