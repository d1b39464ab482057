"""What an audit finds: one coded finding per fact that disagrees, with both figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One disagreement. ``check`` names the rule that failed, ``facts`` hold the row and the figures that disagree."""

    code: str
    check: str
    facts: Mapping[str, object]
    severity: str = "error"

    def as_json(self) -> dict[str, object]:
        """The finding as it stands in a report."""
        return {"code": self.code, "severity": self.severity, "check": self.check, "facts": dict(self.facts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """All findings of one audit, and what was read: rows per table and kilograms per state, recomputed from lines."""

    findings: tuple[Finding, ...]
    rows: Mapping[str, int]
    totals_kg: Mapping[str, int]
    checkpoint_size: int
    pending_entries: int
    more: Mapping[str, int] = field(default_factory=dict)
    """How many further findings of a check were counted but not listed."""

    @property
    def is_clean(self) -> bool:
        """Whether nothing disagrees."""
        return not self.findings

    def as_json(self) -> dict[str, object]:
        """The report as written with ``--json``."""
        return {
            "clean": self.is_clean,
            "findings": [finding.as_json() for finding in self.findings],
            "more": dict(self.more),
            "rows": dict(self.rows),
            "totals_kg": dict(self.totals_kg),
            "log": {"checkpoint_size": self.checkpoint_size, "pending_entries": self.pending_entries},
        }
