"""The purchase cap of a company and inventory year, in whole kilograms, with every term that it is made of.

Ongoing emissions are what is still released while targets are being met; residual emissions are what is left at the
net-zero year. The cap never turns the one into the other: its mode says which is meant. Insets and forward tonnes
are no arguments here, so they cannot change it. Source: standards reference 7.2 (operator policy).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from truetonne.rules.exact_numbers import claimable_kg
from truetonne.rules.rule_set import Family, RuleSet
from truetonne.science.errors import InputMissing, InputRefused, NegativeQuantity


class CapMode(StrEnum):
    """ON_TRAJECTORY before the net-zero year, GAP_EXPLAINED for Scope 3 Action, RESIDUAL_STRICT from that year."""

    ON_TRAJECTORY = "on_trajectory"
    GAP_EXPLAINED = "gap_explained"
    RESIDUAL_STRICT = "residual_strict"


class InventoryIncomplete(InputRefused):
    """No scope 3 at all: a cap over an unknown whole is no cap."""

    code = "inventory_incomplete"


class ModeNotInForce(InputRefused):
    """A mode asked for outside the years in which it applies."""

    code = "mode_not_in_force"


class ExceedsResidual(InputRefused):
    """A request above the cap; ``cap`` carries all the terms."""

    code = "exceeds_residual"

    def __init__(self, *, requested_kg: int, cap: Cap) -> None:
        reason = f"{requested_kg} kg requested, {cap.cap_kg} kg open in {cap.year} ({cap.mode}, {cap.rule_set})"
        super().__init__(field="requested_kg", value=requested_kg, reason=reason)
        self.requested_kg = requested_kg
        self.cap = cap


@dataclass(frozen=True, slots=True, kw_only=True)
class CapPolicy:
    """The operator's choices: default mode, the share of a scope 3 gap and its last year, the residual share."""

    mode: CapMode
    gap_share: Decimal
    gap_end_year: int
    residual_share: Decimal
    scope2_without_target: str
    provisional_allowed: bool


RESIDUAL_CAP: Final = Family(id="residual-cap", body=CapPolicy)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFacts:
    """What is known of a company's year, in kilograms.

    ``gross_kg`` is scopes 1 to 3 of the accepted inventory, without credits and insets; ``trajectory_kg`` what the
    accepted target's path allows; ``used_kg`` what is reserved, paid, retired or declared as retired elsewhere for
    the same company and year. ``gross_kg`` None means that the year is not closed: ``last_gross_kg`` and
    ``planned_reductions_kg`` then stand in.
    """

    year: int
    gross_kg: int | None
    trajectory_kg: Fraction
    used_kg: int
    scope3_reported: bool = True
    last_gross_kg: int | None = None
    planned_reductions_kg: int = 0
    scope3_gross_kg: int | None = None
    scope3_trajectory_kg: Fraction | None = None
    base_year_kg: int | None = None
    net_zero_year: int = 2050


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """The cap with its terms: ``gross``, ``trajectory``, ``due_reductions``, ``used`` and what the mode adds.

    ``limit_kg`` is what may be covered in the year in all, ``cap_kg`` what of it is still open.
    """

    year: int
    mode: CapMode
    rule_set: str
    gross_kg: int
    trajectory_kg: Fraction
    due_reductions_kg: int
    used_kg: int
    gap_kg: int
    gap_allowed_kg: int
    residual_limit_kg: int | None
    limit_kg: int
    cap_kg: int
    removals_only: bool
    provisional: bool
    over_covered: bool

    def as_json(self, *, requested_kg: int | None = None) -> dict[str, object]:
        """Return the terms under the API's names."""
        return {
            "year": self.year,
            "mode": self.mode.value,
            "rule_set": self.rule_set,
            "requested": requested_kg,
            "gross": self.gross_kg,
            "trajectory": claimable_kg(exact_kg=self.trajectory_kg),
            "due_reductions": self.due_reductions_kg,
            "neutralized": self.used_kg,
            "gap": self.gap_kg,
            "gap_allowed": self.gap_allowed_kg,
            "residual_limit": self.residual_limit_kg,
            "limit": self.limit_kg,
            "residual": self.cap_kg,
            "removals_only": self.removals_only,
            "provisional": self.provisional,
            "over_covered": self.over_covered,
        }


def compute_cap(*, facts: YearFacts, policy: RuleSet[CapPolicy], mode: CapMode | None = None) -> Cap:
    """Return the cap under a mode, by default the policy's; it is never below 0 and rounds down to whole kilograms.

    Raises InventoryIncomplete without scope 3, ModeNotInForce outside a mode's years, InputMissing for a year that is
    not closed and has no earlier inventory (or where provisional caps are off), NegativeQuantity.
    """
    chosen = policy.body.mode if mode is None else mode
    if not facts.scope3_reported:
        fix = "Report or estimate at least one scope 3 category, and give the others a state"
        raise InventoryIncomplete(field="scope3", value=None, reason="the inventory has no scope 3", fix=fix)
    _check_signs(facts)
    _check_mode(facts, policy.body, chosen)
    gross_kg, provisional = _find_gross(facts, policy.body)
    path_kg = facts.trajectory_kg
    gap_kg, gap_allowed_kg = _find_gap(facts, policy.body) if chosen is CapMode.GAP_EXPLAINED else (0, 0)
    residual_limit_kg = None
    if chosen is CapMode.RESIDUAL_STRICT:
        if facts.base_year_kg is None:
            raise InputMissing(field="base_year_kg", value=None, reason="the residual is a share of the base year")
        residual_limit_kg = claimable_kg(exact_kg=Fraction(policy.body.residual_share) * facts.base_year_kg)
        limit_kg = min(gross_kg, residual_limit_kg)
    else:
        limit_kg = min(claimable_kg(exact_kg=min(Fraction(gross_kg), path_kg)) + gap_allowed_kg, gross_kg)
    return Cap(
        year=facts.year,
        mode=chosen,
        rule_set=policy.key,
        gross_kg=gross_kg,
        trajectory_kg=path_kg,
        due_reductions_kg=gross_kg - claimable_kg(exact_kg=min(Fraction(gross_kg), path_kg)),
        used_kg=facts.used_kg,
        gap_kg=gap_kg,
        gap_allowed_kg=gap_allowed_kg,
        residual_limit_kg=residual_limit_kg,
        limit_kg=limit_kg,
        cap_kg=max(0, limit_kg - facts.used_kg),
        removals_only=chosen is CapMode.RESIDUAL_STRICT,
        provisional=provisional,
        over_covered=facts.used_kg > limit_kg,
    )


def check_request(*, requested_kg: int, cap: Cap) -> None:
    """Refuse a request above the cap, with all its terms; raises ExceedsResidual and NegativeQuantity."""
    if requested_kg <= 0:
        raise NegativeQuantity(field="requested_kg", value=requested_kg, reason="a request is above 0 kg")
    if requested_kg > cap.cap_kg:
        raise ExceedsResidual(requested_kg=requested_kg, cap=cap)


def _check_signs(facts: YearFacts) -> None:
    for name in (
        "gross_kg", "used_kg", "last_gross_kg", "planned_reductions_kg", "scope3_gross_kg", "base_year_kg",
        "trajectory_kg", "scope3_trajectory_kg",
    ):  # fmt: skip
        value = getattr(facts, name)
        if value is not None and value < 0:
            raise NegativeQuantity(field=name, value=float(value), reason="emissions are not below 0")


def _check_mode(facts: YearFacts, policy: CapPolicy, mode: CapMode) -> None:
    if mode is CapMode.GAP_EXPLAINED and facts.year > policy.gap_end_year:
        reason = f"a scope 3 gap cannot be covered after {policy.gap_end_year}"
        raise ModeNotInForce(field="year", value=facts.year, reason=reason)
    if mode is CapMode.RESIDUAL_STRICT and facts.year < facts.net_zero_year:
        reason = f"emissions before the net-zero year {facts.net_zero_year} are ongoing, not residual"
        raise ModeNotInForce(field="year", value=facts.year, reason=reason)


def _find_gross(facts: YearFacts, policy: CapPolicy) -> tuple[int, bool]:
    if facts.gross_kg is not None:
        return facts.gross_kg, False
    if not policy.provisional_allowed or facts.last_gross_kg is None:
        reason = "the year has no accepted inventory, and no earlier one stands in"
        raise InputMissing(field="gross_kg", value=None, reason=reason)
    planned_kg = max(0, facts.last_gross_kg - facts.planned_reductions_kg)
    return claimable_kg(exact_kg=min(facts.trajectory_kg, Fraction(planned_kg))), True


def _find_gap(facts: YearFacts, policy: CapPolicy) -> tuple[int, int]:
    if facts.scope3_gross_kg is None or facts.scope3_trajectory_kg is None:
        raise InputMissing(field="scope3_gross_kg", value=None, reason="a scope 3 gap needs its figure and its path")
    gap = max(Fraction(0), facts.scope3_gross_kg - facts.scope3_trajectory_kg)
    within = gap <= Fraction(policy.gap_share) * facts.scope3_trajectory_kg
    return claimable_kg(exact_kg=gap), claimable_kg(exact_kg=gap) if within else 0
