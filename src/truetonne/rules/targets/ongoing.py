"""Responsibility for ongoing emissions under version 2 of the Corporate Net-Zero Standard: tiers, and removals by year.

The credits stand in a ledger of their own and never count towards a target. Source: standards reference 5.5
(secondary, unverified: the reading of the Advanced tier is to be checked).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from truetonne.rules.targets.contraction import YearsOutOfOrder
from truetonne.rules.targets.rule_sets import OngoingTiers
from truetonne.science.errors import InputRefused, NegativeQuantity, UndefinedResult


class OngoingTier(StrEnum):
    """Recognition by how much of the ongoing emissions is answered for, lowest first."""

    ENGAGED = "Engaged"
    ADVANCED = "Advanced"
    LEADERSHIP = "Leadership"


class EmissionsRequired(InputRefused):
    """No ongoing emissions, or none known: no tier can be computed."""

    code = "emissions_required"


@dataclass(frozen=True, slots=True, kw_only=True)
class OngoingEffort:
    """A year's ongoing emissions in tonnes, and what was done about them."""

    scope12_t: Fraction
    scope3_t: Fraction
    credits_t: Fraction
    budget_usd: Fraction = Fraction(0)
    outcomes_verified: bool = False

    @property
    def total_t(self) -> Fraction:
        """Return scopes 1, 2 and 3."""
        return self.scope12_t + self.scope3_t


def find_tier(*, effort: OngoingEffort, rule: OngoingTiers) -> OngoingTier | None:
    """Return the highest tier whose amounts are reached (``>=``), or None; raises EmissionsRequired."""
    for name in ("scope12_t", "scope3_t", "credits_t", "budget_usd"):
        if getattr(effort, name) < 0:
            raise NegativeQuantity(field=name, value=float(getattr(effort, name)), reason="cannot be below 0")
    total_t = effort.total_t
    if total_t == 0:
        raise EmissionsRequired(field="s12", value=0, reason="a share of no emissions is undefined")
    if (
        effort.outcomes_verified
        and effort.credits_t >= Fraction(rule.leadership_share) * total_t
        and effort.budget_usd >= Fraction(rule.leadership_usd_per_t) * total_t
    ):
        return OngoingTier.LEADERSHIP
    if effort.credits_t >= max(effort.scope12_t, Fraction(rule.advanced_share) * total_t):
        return OngoingTier.ADVANCED
    return OngoingTier.ENGAGED if effort.credits_t >= Fraction(rule.engaged_share) * total_t else None


def removals_share(*, year: int, net_zero_year: int, rule: OngoingTiers) -> Fraction:
    """Return the share of ongoing emissions that a category A company answers for by removals in a year.

    0 while voluntary, growing in a straight line from the first share to 1 at the net-zero year, 1 afterwards.
    Raises YearsOutOfOrder for a net-zero year that leaves no line.
    """
    if net_zero_year <= rule.removals_from:
        reason = f"is not after {rule.removals_from}"
        raise YearsOutOfOrder(field="net_zero_year", value=net_zero_year, reason=reason)
    if year < rule.removals_from:
        return Fraction(0)
    if year >= net_zero_year:
        return Fraction(1)
    first = Fraction(rule.removals_first_share)
    return first + (1 - first) * Fraction(year - rule.removals_from, net_zero_year - rule.removals_from)


def removals_due_t(*, ongoing_t: Fraction, share: Fraction) -> Fraction:
    """Return the tonnes of removals due; raises UndefinedResult for emissions below 0."""
    if ongoing_t < 0:
        raise UndefinedResult(field="ongoing_t", value=float(ongoing_t), reason="emissions are not below 0")
    return share * ongoing_t
