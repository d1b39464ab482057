"""All methods by name. Families are imported in order, and only as far as the method that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Final

from truetonne.science.errors import NotInTable
from truetonne.science.method import Method

FAMILIES: Final[tuple[str, ...]] = (
    "truetonne.science.uncertainty",
    "truetonne.science.gwp",
    "truetonne.science.trees",
    "truetonne.science.permanence.methods",
    "truetonne.science.durability.methods",
    "truetonne.science.fuels.methods",
    "truetonne.science.removals.methods",
    "truetonne.science.superpollutants",
    "truetonne.science.forest.vm0047.methods",
)
"""Modules of this room that offer ``METHODS``, in the order of the methods reference."""


def list_methods() -> Iterator[Method]:
    """Yield every method, family by family."""
    for module in FAMILIES:
        yield from import_module(module).METHODS


def get_method(*, name: str) -> Method:
    """Return the method of this name; raises NotInTable, which lists the known ones."""
    known = []
    for method in list_methods():
        if method.name == name:
            return method
        known.append(method.name)
    fix = f"Known methods: {', '.join(sorted(known))}"
    raise NotInTable(field="method", value=name, reason="there is no such method", fix=fix)
