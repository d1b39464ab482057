"""The rubric and the rule sets on top of it as dated data.

Every kind of project answers the same criteria; labels, path rules and pledge tests only map onto them, so that a
label never needs an opinion of its own. Our review is not a standard: each rule set is shown apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from truetonne.rules.rule_set import Family


class Effect(StrEnum):
    """What a trigger does: SUSPEND takes lots off sale until a new review, ASK opens a review and leaves them listed."""

    SUSPEND = "suspend"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One question of a part. Blocking: unless it is met, nothing is accepted, whatever the score."""

    id: str
    part: str
    title: str
    is_blocking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A happening that asks for a new review before its date, and what it does until then."""

    kind: str
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """Parts in order, their criteria, and the operator's limits.

    ``accept_score_min`` is out of 100; ``drift_max`` the largest change of the credited benchmark that needs no review;
    ``tolerance`` the relative difference within which a recomputed figure is the same.
    """

    part: tuple[str, ...]
    criterion: tuple[Criterion, ...]
    trigger: tuple[Trigger, ...]
    accept_score_min: int
    drift_max: str
    tolerance: str

    def __post_init__(self) -> None:
        """Refuse a criterion of no part, a part without criteria, and repeated ids."""
        ids = [one.id for one in self.criterion]
        if len(set(ids)) != len(ids):
            raise ValueError("criterion: two have one id")
        if {one.part for one in self.criterion} != set(self.part):
            raise ValueError("criterion: every part needs criteria, and every criterion one of the parts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A rule that holds when the named criteria are met and the named computed figures say yes."""

    id: str
    title: str
    criteria: tuple[str, ...]
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """Rules on top of the rubric. Empty ``methodologies`` and ``kinds``: for every project.

    ``variant`` names the only variant of the methodology that can pass; others fail, they are not left out.
    """

    requirement: tuple[Requirement, ...]
    kinds: tuple[str, ...] = ()
    methodologies: tuple[str, ...] = ()
    variant: str = ""


QUALITY_RUBRIC: Final = Family(id="quality-rubric", body=Rubric)
ABACUS_LABEL: Final = Family(id="abacus-label", body=Overlay)
TREES_LEAF: Final = Family(id="trees-leaf", body=Overlay)
PLEDGE_TESTS: Final = Family(id="pledge-tests", body=Overlay)
OVERLAYS: Final = (ABACUS_LABEL, TREES_LEAF, PLEDGE_TESTS)
RULE_SETS = (QUALITY_RUBRIC, *OVERLAYS)
