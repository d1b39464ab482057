"""Writes the reference page of all methods: ``python -m tests.docs.methods_page``."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from truetonne.science.catalogue import FAMILIES
from truetonne.science.method import Method

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "methods.md"

HEAD = """# Methods

Every computation that `truetonne compute METHOD` runs, with its source and how far the numbers may be trusted. This page is written by
`python -m tests.docs.methods_page` from the methods themselves; `truetonne compute --list` prints the same.

A record of a computation holds the inputs with their SHA-256, the outputs, the parameter sets, the statuses used and, for random methods,
generator, seed, draws and library versions: the same record in gives the same bytes out. A result that rests on an unverified parameter
carries `uses_unverified: true`. Bad input is refused with a code, the field, the value and the fix; nothing is coerced and nothing is NaN.

| status | meaning |
|---|---|
| published | text of a standard or law, or an official table |
| public code | asserted by a named public repository |
| derived | arithmetic from a formula stated here |
| operator policy | a choice of the operator |
| secondary | a named third party's summary |
| unverified | to be checked against the official document before real use |

Statuses are those that a method can use; a record names those that its result did use. Amounts are tonnes CO2e unless a name says
otherwise; whole kilograms stand under `kg` (gross rounds down, each deduction up).
"""


def render() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for family in FAMILIES:
        title = family.removeprefix("truetonne.science.").removesuffix(".methods").replace("_", " ")
        parts.append(f"\n## {title.capitalize()}\n\n| method | computes | source | status |\n|---|---|---|---|\n")
        parts.extend(_row(method) for method in import_module(family).METHODS)
    return "".join(parts)


def _row(method: Method) -> str:
    statuses = ", ".join(status.value for status in method.statuses)
    cells = (f"`{method.name}` {method.version}", method.title, method.source, statuses)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
