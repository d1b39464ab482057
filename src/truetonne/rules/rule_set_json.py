"""A rule set as JSON writes it: header and tables, decimals as texts, days as ISO. For pages, the API and downloads."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum

from truetonne.rules.rule_set import RuleSet, describe_header


def describe_rule_set(*, rule_set: RuleSet[object]) -> dict[str, object]:
    """Return the header, what the header says of conflicts and licence, the file's name, and the tables under ``body``."""
    header = rule_set.header
    return {
        **describe_header(header=header),
        "alternatives": list(header.alternatives),
        "preferred": header.preferred,
        "license_note": header.license_note,
        "note": header.note,
        "file": rule_set.file,
        "body": write_table(value=rule_set.body),
    }


def write_table(*, value: object) -> object:
    """Return frozen tables as JSON-like values, keys as in the rule file."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: write_table(value=getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): write_table(value=item) for name, item in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [write_table(value=item) for item in value]
    return value
