"""What nobody checked against its document, each with the name that a policy accepts it by.

Parameters and forms of the methods that units are issued by, and rule sets that came from a summary.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from truetonne.rules.catalogue import list_rule_set_families
from truetonne.rules.rule_set import list_versions
from truetonne.science.catalogue import get_method
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.status import Status
from truetonne.supply.destruction.states import METHOD_OF

SETS = ("fuels", "superpollutants", "gwp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unverified:
    """A parameter, the form of a method or a rule set that nobody checked against its document."""

    name: str
    value: str
    unit: str
    source: str


@cache
def list_unverified() -> tuple[Unverified, ...]:
    """Return every unverified parameter and method form that an issuable result may rest on, and every rule set, by name."""
    return tuple(sorted((*_parameters(), *_methods(), *_rule_sets()), key=lambda one: one.name))


def method_name(*, method: str, version: str) -> str:
    """Return the name by which a policy accepts the unverified form of a method.

    >>> method_name(method="hfc_destruction", version="1")
    'method/hfc_destruction/1'
    """
    return f"method/{method}/{version}"


def rule_set_name(*, key: str) -> str:
    """Return the name by which two people confirm a version of a rule set.

    >>> rule_set_name(key="vcmi-tiers/2023-11")
    'rule-set/vcmi-tiers/2023-11'
    """
    return f"rule-set/{key}"


def _parameters() -> Iterator[Unverified]:
    for name in SETS:
        found = load_parameters(name=name)
        for parameter in found.parameters.values():
            if parameter.status is Status.UNVERIFIED:
                yield Unverified(
                    name=f"{found.key}/{parameter.name}", value=_shown(found.plain(parameter.name)),
                    unit=parameter.unit, source=parameter.source,
                )  # fmt: skip


def _methods() -> Iterator[Unverified]:
    for name in METHOD_OF.values():
        method = get_method(name=name)
        if method.uses_unverified:
            yield Unverified(
                name=method_name(method=method.name, version=method.version), value=method.title, unit="",
                source=method.source,
            )  # fmt: skip


def _rule_sets() -> Iterator[Unverified]:
    for family in list_rule_set_families():
        for one in list_versions(family=family):
            if one.basis:
                source = one.header.source
                yield Unverified(
                    name=rule_set_name(key=one.key), value=one.header.title, unit="",
                    source=", ".join(filter(None, (source.document, source.document_version))),
                )  # fmt: skip


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_shown(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(_shown(each) for each in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
