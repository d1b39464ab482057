"""All standards and rule-set families by name. Modules are imported in order, as far as the name asked for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Final

from truetonne.rules.rule_set import Family
from truetonne.rules.standard import Standard
from truetonne.science.errors import NotInTable

FAMILIES: Final[tuple[str, ...]] = (
    "truetonne.rules.eligibility",
    "truetonne.rules.inventory.standards",
    "truetonne.rules.targets.standards",
    "truetonne.rules.temperature.standards",
    "truetonne.rules.residual.standards",
    "truetonne.rules.vcmi.standards",
    "truetonne.rules.ccp.standards",
    "truetonne.rules.quality.rubric",
    "truetonne.rules.product_footprint.standards",
    "truetonne.rules.insets.standards",
    "truetonne.rules.claims.standards",
    "truetonne.rules.packs.tables",
    "truetonne.rules.packaging",
    "truetonne.rules.pledge",
    "truetonne.rules.clocks",
)
"""Modules of this room that offer ``STANDARDS`` or ``RULE_SETS``, in the order of the standards reference."""


def list_standards() -> Iterator[Standard]:
    """Yield every standard, family by family."""
    for module in FAMILIES:
        yield from getattr(import_module(module), "STANDARDS", ())


def list_rule_set_families() -> Iterator[Family[object]]:
    """Yield every family of rule sets that the modules offer as ``RULE_SETS``."""
    for module in FAMILIES:
        yield from getattr(import_module(module), "RULE_SETS", ())


def get_rule_set_family(*, id: str) -> Family[object]:
    """Return the family of this rule-set id; raises NotInTable, which lists the known ones."""
    known = {family.id: family for family in list_rule_set_families()}
    if id not in known:
        fix = f"Known rule sets: {', '.join(sorted(known))}"
        raise NotInTable(field="rule_set", value=id, reason="there is no such rule set", fix=fix)
    return known[id]


def get_standard(*, name: str) -> Standard:
    """Return the standard of this name, written with hyphens or underscores.

    Raises NotInTable, which lists the known ones.
    """
    known = []
    for standard in list_standards():
        if standard.name.replace("-", "_") == name.replace("-", "_"):
            return standard
        known.append(standard.name)
    fix = f"Known standards: {', '.join(sorted(known))}"
    raise NotInTable(field="standard", value=name, reason="there is no such standard", fix=fix)
