"""Two sides of one sum: what came in, and where it is now. They agree to the kilogram or are not shown. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class SidesDisagree(ValueError):
    """The two sides of an account have different sums; carries both, in kilograms."""

    code = "internal_error"

    def __init__(self, *, left_kg: int, right_kg: int) -> None:
        self.left_kg = left_kg
        self.right_kg = right_kg
        super().__init__(f"the sides of the account differ by {left_kg - right_kg} kg ({left_kg} and {right_kg})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a side; ``fill`` is the class of its part in the bar above, if there is one."""

    label: str
    kg: int
    fill: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    title: str
    entries: tuple[Entry, ...]
    is_shorter: bool = False

    @property
    def total_kg(self) -> int:
        return sum(entry.kg for entry in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    sides: tuple[Side, Side]

    @property
    def total_kg(self) -> int:
        return self.sides[0].total_kg


def close_account(*, left_title: str, left: Sequence[Entry], right_title: str, right: Sequence[Entry]) -> Account:
    """Close an account whose sides must agree. Raises SidesDisagree: a double rule never stands under a wrong sum."""
    sides = (
        Side(title=left_title, entries=tuple(left), is_shorter=len(left) < len(right)),
        Side(title=right_title, entries=tuple(right), is_shorter=len(right) < len(left)),
    )
    if sides[0].total_kg != sides[1].total_kg:
        raise SidesDisagree(left_kg=sides[0].total_kg, right_kg=sides[1].total_kg)
    return Account(sides=sides)
