"""Inclusive serial ranges of a registry, and what a mass taken from one opens."""

from __future__ import annotations

from dataclasses import dataclass


class InvalidSerialBlock(ValueError):
    """A range whose ends or unit cannot be; carries them."""

    def __init__(self, *, first: int, last: int, unit_kg: int, reason: str) -> None:
        super().__init__(f"serials {first} to {last} of {unit_kg} kg: {reason}")
        self.first = first
        self.last = last
        self.unit_kg = unit_kg


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialPart:
    """Serials ``first`` to ``last``, inclusive, of which the first and the last may be taken in part.

    ``first_part_kg`` and ``last_part_kg`` are the kilograms taken of those two serials, ``unit_kg`` when
    whole; when ``first == last`` both are the mass of the whole part.
    """

    first: int
    last: int
    first_part_kg: int
    last_part_kg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialBlock:
    """Serials ``first`` to ``last``, both included, each standing for ``unit_kg`` kilograms.

    Raises InvalidSerialBlock unless ``0 <= first <= last < 2**40`` and ``unit_kg >= 1``.
    """

    first: int
    last: int
    unit_kg: int

    def __post_init__(self) -> None:
        if not 0 <= self.first <= self.last < 2**40:
            raise InvalidSerialBlock(
                first=self.first, last=self.last, unit_kg=self.unit_kg, reason="need 0 <= first <= last < 2**40"
            )
        if self.unit_kg < 1:
            raise InvalidSerialBlock(
                first=self.first, last=self.last, unit_kg=self.unit_kg, reason="a unit is at least one kilogram"
            )

    @property
    def count(self) -> int:
        """Number of serials: both ends count."""
        return self.last - self.first + 1

    @property
    def quantity_kg(self) -> int:
        """Mass of the whole block in kilograms."""
        return self.count * self.unit_kg

    def part(self, *, offset_kg: int, kg: int) -> SerialPart:
        """Return the serials touched by ``kg`` kilograms that start ``offset_kg`` into the block.

        Raises ValueError when the mass is not positive or reaches past the block.
        """
        if kg < 1 or offset_kg < 0 or offset_kg + kg > self.quantity_kg:
            raise ValueError(f"{kg} kg from {offset_kg} kg do not lie in a block of {self.quantity_kg} kg")
        first_index, into_first = divmod(offset_kg, self.unit_kg)
        last_index, into_last = divmod(offset_kg + kg - 1, self.unit_kg)
        if first_index == last_index:
            first_part_kg = last_part_kg = kg
        else:
            first_part_kg, last_part_kg = self.unit_kg - into_first, into_last + 1
        return SerialPart(
            first=self.first + first_index,
            last=self.first + last_index,
            first_part_kg=first_part_kg,
            last_part_kg=last_part_kg,
        )

    def open_remainder_kg(self, *, used_kg: int) -> int:
        """Kilograms of opened serials that no line has taken yet, below one unit, when lines took ``used_kg`` from the start."""
        return -used_kg % self.unit_kg
