"""When a base year has to be recalculated, and to what.

Source: GHG Protocol Corporate Standard chapter 5 as summarised by third parties; threshold 5 % (secondary). That the
test is on the gross sum of changes, so that +6 % and -6 % both count, is operator policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from truetonne.science.errors import UndefinedResult


class ChangeKind(StrEnum):
    """What changed; the last two never lead to a recalculation."""

    ACQUISITION = "acquisition"
    DIVESTMENT = "divestment"
    INSOURCING = "insourcing"
    OUTSOURCING = "outsourcing"
    METHODOLOGY = "methodology"
    ERROR = "error"
    ORGANIC_GROWTH = "organic_growth"
    ORGANIC_DECLINE = "organic_decline"

    @property
    def is_organic(self) -> bool:
        """Say whether the change is growth or decline of what was there."""
        return self in {ChangeKind.ORGANIC_GROWTH, ChangeKind.ORGANIC_DECLINE}

    @property
    def leaves(self) -> bool:
        """Say whether emissions leave the inventory by the change."""
        return self in {ChangeKind.DIVESTMENT, ChangeKind.OUTSOURCING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change and the base-year emissions it moves, signed: what leaves the inventory is below 0.

    ``existed_in_base_year`` is false for a facility built later. ``stays_reported`` is true for what is outsourced
    into a scope or category that the inventory reports already.
    """

    kind: ChangeKind
    emissions: Fraction
    existed_in_base_year: bool = True
    stays_reported: bool = False

    @property
    def counts(self) -> bool:
        """Say whether the change enters the test at all."""
        return not self.kind.is_organic and self.existed_in_base_year and not self.stays_reported


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseYearTest:
    """The test's result; ``new_base`` is the old base unless ``recalculate``. ``share`` is gross change over base."""

    recalculate: bool
    share: Fraction
    gross_change: Fraction
    net_change: Fraction
    new_base: Fraction
    ignored: tuple[Change, ...]


def judge_base_year(*, base: Fraction, changes: Sequence[Change], threshold: Fraction) -> BaseYearTest:
    """Say whether the changes reach the threshold (``>=``) and what the base becomes; raises UndefinedResult."""
    if base <= 0:
        raise UndefinedResult(field="base", value=float(base), reason="the base year's emissions are above 0")
    counted = [change for change in changes if change.counts]
    gross = sum((abs(change.emissions) for change in counted), Fraction(0))
    net = sum((change.emissions for change in counted), Fraction(0))
    recalculate = gross > 0 and gross >= threshold * base
    return BaseYearTest(
        recalculate=recalculate,
        share=gross / base,
        gross_change=gross,
        net_change=net,
        new_base=base + net if recalculate else base,
        ignored=tuple(change for change in changes if not change.counts),
    )
