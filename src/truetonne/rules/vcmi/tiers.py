"""Carbon Integrity tiers: the share of a year's remaining emissions covered by retired, CCP-labelled credits.

Two threshold tables are in circulation; both are shipped as declared alternatives, and every tier names its table.
Source: VCMI Claims Code of Practice v3.1 and predecessors (contents secondary, thresholds in conflict).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from truetonne.rules.findings import Figure, Finding, FindingResult
from truetonne.rules.rule_set import Family, RuleSet
from truetonne.science.errors import InputRefused, NegativeQuantity


class RemainingEmissionsRequired(InputRefused):
    """Remaining emissions are missing or 0: there is no share, and so no tier."""

    code = "remaining_emissions_required"


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRow:
    """A tier: its share from (inclusive) and up to (exclusive; None without end)."""

    name: str
    min_share: Decimal
    max_share: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TierTable:
    """One version of the tiers, and the criteria that come before any of them."""

    tier: tuple[TierRow, ...]
    criterion: tuple[str, ...]


VCMI_TIERS: Final = Family(id="vcmi-tiers", body=TierTable)


@dataclass(frozen=True, slots=True, kw_only=True)
class TierVerdict:
    """The tier under one table (None: no tier), the share it rests on, and a finding per criterion and for the share.

    ``basis`` says that the table is not verified; a tier is for publication only once the operator has checked it.
    """

    tier: str | None
    share: Fraction
    rule_set: str
    basis: str
    findings: tuple[Finding, ...]


def judge_tier(
    *,
    retired_ccp_kg: Fraction,
    remaining_kg: Fraction | None,
    criteria: Mapping[str, bool | None],
    table: RuleSet[TierTable],
) -> TierVerdict:
    """Return the tier; a criterion that is not met or not shown (None or absent) leaves none.

    Only retired units with the CCP label are to be counted in ``retired_ccp_kg``; other credits and insets count 0.
    Raises RemainingEmissionsRequired, NegativeQuantity.
    """
    if remaining_kg is None or remaining_kg == 0:
        reason = "the claim year's remaining emissions are needed, and are not 0"
        raise RemainingEmissionsRequired(field="remaining", value=remaining_kg, reason=reason)
    for name, value in (("remaining", remaining_kg), ("retired_ccp", retired_ccp_kg)):
        if value < 0:
            raise NegativeQuantity(field=name, value=float(value), reason="cannot be below 0")
    findings = [_judge_criterion(name, table, met=criteria.get(name)) for name in table.body.criterion]
    reached = find_tier(retired_kg=retired_ccp_kg, remaining_kg=remaining_kg, table=table.body)
    findings.append(_judge_share(retired_ccp_kg, remaining_kg, reached, table))
    passed = all(finding.result is FindingResult.MET for finding in findings)
    return TierVerdict(
        tier=reached if passed else None,
        share=retired_ccp_kg / remaining_kg,
        rule_set=table.key,
        basis=table.basis,
        findings=tuple(findings),
    )


def find_tier(*, retired_kg: Fraction, remaining_kg: Fraction, table: TierTable) -> str | None:
    """Return the tier whose interval holds the share, lower bound inclusive; by cross products, so exact."""
    for row in table.tier:
        above = retired_kg >= Fraction(row.min_share) * remaining_kg
        below = row.max_share is None or retired_kg < Fraction(row.max_share) * remaining_kg
        if above and below:
            return row.name
    return None


def _judge_criterion(name: str, table: RuleSet[TierTable], *, met: bool | None) -> Finding:
    result = FindingResult.NOT_SHOWN if met is None else FindingResult.MET if met else FindingResult.NOT_MET
    return Finding(
        rule=name, rule_set=table.key, result=result, message_key=f"vcmi.{name}.{result.value}", basis=table.basis
    )


def _judge_share(retired: Fraction, remaining: Fraction, reached: str | None, table: RuleSet[TierTable]) -> Finding:
    result = FindingResult.MET if reached else FindingResult.NOT_MET
    least = min(table.body.tier, key=lambda row: row.min_share).min_share
    figures = (
        Figure(name="retired_ccp", value=_written(retired), unit="as given"),
        Figure(name="remaining", value=_written(remaining), unit="as given"),
        Figure(name="least_share", value=least),
        Figure(name="tier", value=reached or "none"),
    )
    return Finding(
        rule="share", rule_set=table.key, result=result, message_key=f"vcmi.share.{result.value}",
        figures=figures, basis=table.basis,
    )  # fmt: skip


def _written(value: Fraction) -> int | Decimal:
    if value.denominator == 1:
        return value.numerator
    return Decimal(value.numerator) / Decimal(value.denominator)
