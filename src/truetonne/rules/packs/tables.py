"""A regime's table of datapoints as rule data: which fact, where the regime asks for it, how sure we are of that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from truetonne.rules.packs.facts import CREDIT_FACTS, PROJECT_FACTS, RECORD_FACTS
from truetonne.rules.rule_set import Family
from truetonne.science.status import Status


class Per(StrEnum):
    """Whether a datapoint is asked for once, for every retirement, or for every project offered."""

    RECORD = "record"
    CREDIT = "credit"
    PROJECT = "project"


_KNOWN: Final = {Per.RECORD: RECORD_FACTS, Per.CREDIT: CREDIT_FACTS, Per.PROJECT: PROJECT_FACTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Datapoint:
    """One thing that a regime asks for.

    ``explained_by`` names a fact that may stand in for a missing one, such as the reason for a category that is not
    relevant. ``locator`` is the regime's own numbering, empty where it is not established.
    """

    fact: str
    per: Per
    status: Status
    locator: str = ""
    explained_by: str = ""
    required: bool = True

    def __post_init__(self) -> None:
        """Refuse a fact that no record could state."""
        for name in (self.fact, self.explained_by):
            if name and name not in _KNOWN[self.per]:
                raise ValueError(f"{name!r} is no fact of a {self.per.value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackTable:
    """All datapoints of a regime, in the order in which a pack shows them."""

    datapoint: tuple[Datapoint, ...]

    def __post_init__(self) -> None:
        """Refuse a table that asks twice for one thing."""
        asked = [(point.per, point.fact) for point in self.datapoint]
        twice = sorted({fact for per, fact in asked if asked.count((per, fact)) > 1})
        if twice:
            raise ValueError(f"asked for twice: {', '.join(twice)}")


AB_1305_BUYER: Final = Family(id="pack-ab-1305-buyer", body=PackTable)
AB_1305_SELLER: Final = Family(id="pack-ab-1305-seller", body=PackTable)
CDP: Final = Family(id="pack-cdp", body=PackTable)
ESRS_E1: Final = Family(id="pack-esrs-e1", body=PackTable)
IFRS_S2: Final = Family(id="pack-ifrs-s2", body=PackTable)

RULE_SETS: Final = (AB_1305_BUYER, AB_1305_SELLER, CDP, ESRS_E1, IFRS_S2)
"""Every pack that can be made."""
