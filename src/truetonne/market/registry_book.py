"""The registries' rule book: what a retirement at each must supply. Data with source and status; judged here, pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from truetonne.market.attribution import Beneficiary, Claim

BOOK = Path(__file__).parent / "registry_rules" / "rule_book.toml"
FIELDS = frozenset(
    {"beneficiary.legal_name", "beneficiary.country", "purpose", "consumption_period", "claim_country", "note"}
)


class RuleBookInvalid(ValueError):
    """An entry of the rule book names a field that no order has, or lacks its source; carries the program."""

    code = "setting_invalid"

    def __init__(self, *, program: str, reason: str) -> None:
        super().__init__(f"registry rule book, {program}: {reason}")
        self.program = program
        self.reason = reason


class RegistryDetailsRequired(Exception):
    """The registry of an ordered lot needs more than was given; carries what is missing, as ``program: field``."""

    code = "registry_details_required"

    def __init__(self, *, missing: tuple[str, ...]) -> None:
        super().__init__(f"the registry needs: {', '.join(missing)}")
        self.missing = missing


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryRule:
    """What one program's registry must be told, with where that is known from."""

    program: str
    fields: tuple[str, ...]
    source: str
    status: str
    read_on: str


@cache
def read_rule_book() -> dict[str, RegistryRule]:
    """Return the rule of each program that has one. Raises RuleBookInvalid."""
    found = {}
    for entry in tomllib.loads(BOOK.read_text(encoding="utf-8"))["program"]:
        rule = RegistryRule(
            program=entry["id"],
            fields=tuple(entry["fields"]),
            source=entry["source"],
            status=entry["status"],
            read_on=entry["read_on"].isoformat(),
        )
        unknown = set(rule.fields) - FIELDS
        if unknown or not rule.source:
            raise RuleBookInvalid(program=rule.program, reason=f"fields {sorted(unknown)}, source {rule.source!r}")
        found[rule.program] = rule
    return found


def require_registry_details(*, programs: Iterable[str], beneficiary: Beneficiary, claim: Claim) -> None:
    """Raise RegistryDetailsRequired with everything that any of these programs' registries still needs."""
    book = read_rule_book()
    missing = [
        f"{program}: {field}"
        for program in sorted(set(programs))
        if program in book
        for field in book[program].fields
        if not _given(field=field, beneficiary=beneficiary, claim=claim)
    ]
    if missing:
        raise RegistryDetailsRequired(missing=tuple(missing))


def _given(*, field: str, beneficiary: Beneficiary, claim: Claim) -> bool:
    facts = {
        "beneficiary.legal_name": beneficiary.legal_name,
        "beneficiary.country": beneficiary.country,
        "purpose": claim.purpose,
        "consumption_period": claim.period.start,
        "claim_country": claim.country,
        "note": claim.note,
    }
    return bool(facts[field])
