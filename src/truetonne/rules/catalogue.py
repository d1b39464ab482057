"""All standards by name. A family's module is imported only when one of its standards is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Final

from truetonne.rules.standard import Standard
from truetonne.science.errors import NotInTable

FAMILIES: Final[tuple[str, ...]] = ()
"""Modules of this room that offer ``STANDARDS``, in the order of the standards reference."""


def list_standards() -> Iterator[Standard]:
    """Yield every standard, family by family."""
    for module in FAMILIES:
        yield from import_module(module).STANDARDS


def get_standard(*, name: str) -> Standard:
    """Return the standard of this name; raises NotInTable, which lists the known ones."""
    known = {standard.name: standard for standard in list_standards()}
    if name not in known:
        fix = f"Known standards: {', '.join(sorted(known))}"
        raise NotInTable(field="standard", value=name, reason="there is no such standard", fix=fix)
    return known[name]
