"""What a report on matching or on a synthetic control has to say beside its figures: coded, graded, with facts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from truetonne.science.forest.balance import CovariateBalance, find_unbalanced
from truetonne.science.forest.match import Matches
from truetonne.science.forest.pair_audit import PairAudit

NAMED_MAX = 20


class Severity(StrEnum):
    """ERROR contradicts a claim, WARNING limits what the figures can carry, NOTE explains."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One observation with its facts."""

    code: str
    severity: Severity
    facts: Mapping[str, object]

    def as_json(self) -> dict[str, object]:
        """Return the finding as JSON-like values."""
        return {"code": self.code, "severity": self.severity.value, "facts": dict(self.facts)}


def judge_matches(
    *,
    matches: Matches,
    balance: Sequence[CovariateBalance],
    treated_names: Sequence[str],
    balance_limit: float,
    unmatched_share_max: float,
) -> tuple[Finding, ...]:
    """Return unmatched_units, incomplete_units and poor_balance, each only where there is something to say.

    ``treated_names`` are the treated units' ids by row. One poor_balance for every covariate above the limit.
    """
    findings = []
    if len(matches.unmatched):
        share = len(matches.unmatched) / matches.n_treated
        findings.append(
            Finding(
                code="unmatched_units",
                severity=Severity.WARNING,
                facts={
                    "units": len(matches.unmatched),
                    "treated": matches.n_treated,
                    "share": share,
                    "share_max": unmatched_share_max,
                    "is_above_limit": share > unmatched_share_max,
                    "reasons": dict(Counter(reason.value for reason in matches.reasons)),
                    "first": [treated_names[row] for row in matches.unmatched[:NAMED_MAX]],
                },
            )
        )
    if len(matches.incomplete):
        facts = {
            "units": len(matches.incomplete),
            "k": matches.rule.k,
            "first": [treated_names[row] for row in matches.incomplete[:NAMED_MAX]],
        }
        findings.append(Finding(code="incomplete_units", severity=Severity.WARNING, facts=facts))
    for one in find_unbalanced(balance=balance, limit=balance_limit):
        facts = {"covariate": one.name, "smd_raw": one.smd_raw, "smd_matched": one.smd_matched, "limit": balance_limit}
        findings.append(Finding(code="poor_balance", severity=Severity.WARNING, facts=facts))
    return tuple(findings)


def judge_audit(*, audit: PairAudit, pairs: Sequence[tuple[str, str]]) -> tuple[Finding, ...]:
    """Return pairs_not_nearest, pairs_not_allowed and donors_reused with the pairs concerned, all of them errors."""
    findings = []
    for code, marked in (
        ("pairs_not_nearest", audit.is_farther),
        ("pairs_not_allowed", audit.is_forbidden),
        ("donors_reused", audit.is_reused),
    ):
        if marked.any():
            named = [
                {
                    "t": pairs[place][0],
                    "c": pairs[place][1],
                    "distance": float(audit.distances[place]),
                    "nearest": _number(float(audit.nearest_distances[place])),
                }
                for place in marked.nonzero()[0].tolist()
            ]
            facts = {"pairs": len(named), "of": len(pairs), "which": named}
            findings.append(Finding(code=code, severity=Severity.ERROR, facts=facts))
    return tuple(findings)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
