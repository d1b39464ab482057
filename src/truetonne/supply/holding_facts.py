"""The public facts of a lot, which every certificate line repeats and which never change."""

from __future__ import annotations

from datetime import date

from truetonne.supply.models import Project
from truetonne.supply.registry_records.mapping import Mapping
from truetonne.supply.storing.holdings import StagedBlock

TEXT_MAX = 500
_PRINTABLE = {ord(c): " " for c in "\t\n\r\x0b\x0c\x85\u2028\u2029"}


def lot_facts(*, program: Mapping, project: Project, block: StagedBlock) -> dict[str, object]:
    """Return the facts of a block: what the file says, and where it says nothing, what the registry's lists say.

    A vintage given as a year is that calendar year. Empty facts are left out, never blank.
    """
    start, end = vintage_of(block=block)
    facts = {
        "registry": program.program.name,
        "program": program.program.code,
        "project_id": project.ref,
        "project_name": block.name or project.name or project.ref,
        "issuance_id": block.issuance or block.key or block.serial,
        "vintage_start": start.isoformat(),
        "vintage_end": end.isoformat(),
        "serial_printed": block.serial,
        "country": block.country or project.country,
        "developer": block.developer or project.developer,
        "methodology": block.methodology or project.methodology,
        "credit_class": block.credit_class or project.credit_class,
    }
    return {name: text for name, value in facts.items() if (text := plain_text(text=value))}


def vintage_of(*, block: StagedBlock) -> tuple[date, date]:
    """First day and the day after the last of a block's vintage."""
    if block.vintage_start is not None and block.vintage_end is not None:
        return block.vintage_start, block.vintage_end
    year = block.vintage if block.vintage is not None else (block.vintage_start or date.min).year
    return date(year, 1, 1), date(year + 1, 1, 1)


def plain_text(*, text: str) -> str:
    """Return a registry's text on one line, without characters that do not print, at most 500 long."""
    spaced = text.translate(_PRINTABLE)
    return " ".join("".join(c for c in spaced if c.isprintable() or c == " ").split())[:TEXT_MAX]
