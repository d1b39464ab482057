"""Which rule set judges a case, and how a verdict names it.

Tables handed over with the facts come before what this package ships; both are named in the verdict, with the remark
that a rule set nobody checked against its document calls for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final, TypeVar

from truetonne.rules.exact_numbers import plain
from truetonne.rules.rule_set import Family, RuleSet, list_versions, rule_set
from truetonne.science.errors import WrongType
from truetonne.science.inputs import Inputs, read_exact

Body = TypeVar("Body")

HANDED_OVER: Final = "tables handed over"


def find_rule_set(*, family: Family[Body], inputs: Inputs) -> RuleSet[Body]:
    """Return the version that the facts ask for by ``rule_set_version`` or ``as_of``, else the newest preferred one.

    Raises NotInTable, WrongType.
    """
    if inputs.has("rule_set_version"):
        return rule_set(family=family, version=inputs.text("rule_set_version"))
    if inputs.has("as_of"):
        return rule_set(family=family, as_of=read_day(value=inputs.raw("as_of"), field=inputs.path("as_of")))
    versions = list_versions(family=family)
    return next((one for one in reversed(versions) if one.header.preferred), versions[-1])


def read_day(*, value: object, field: str) -> date:
    """Return the date of an ISO text; raises WrongType."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise WrongType(field=field, value=value, reason="a date such as 2026-01-31 is due") from None


def state(*, outputs: Mapping[str, object], rule_set_key: str, basis: str) -> dict[str, object]:
    """Return a verdict as JSON writes it, with the rule set that it rests on and its basis."""
    written = {name: plain(value) for name, value in outputs.items()}
    return {**written, "rule_set": rule_set_key, "basis": basis}


def exact_table(*, inputs: Inputs, name: str) -> dict[str, Fraction]:
    """Return a mapping from names to exact numbers inside the inputs."""
    reader = inputs.nested(name)
    return {key: read_exact(reader.raw(key), field=reader.path(key)) for key in reader.names()}


def optional_exact(*, inputs: Inputs, name: str) -> Fraction | None:
    """Return the exact number, or None where it is absent or null."""
    return inputs.exact(name) if inputs.has(name) else None
