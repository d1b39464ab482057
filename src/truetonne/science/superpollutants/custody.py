"""What must be shown before destroyed gas is issued: the law on the day, the chain of custody, the weighing.

Each check returns all its findings at once; none means that nothing is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from truetonne.science.parameter_sets import load_parameters
from truetonne.science.superpollutants.families import Subtype

REFUSED: Final = frozenset({"mandated", "no_longer_eligible", "destroyed_twice"})
"""Findings that end the matter; with any other the gas is held, or forward until its certificate is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyFinding:
    """One thing that stands against issuance: a stable code, the field it is about, the fact."""

    code: str
    field: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalTest:
    """Additionality as a dated, local, legal fact: law in force on the day of destruction, mandated or not, evidence."""

    jurisdiction: str
    destruction_date: date
    law: str
    is_mandated: bool | None
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One who had the container, from and until which day."""

    name: str
    from_date: date
    until_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A container from its origin to its destruction. Blank texts and None are what is not shown."""

    container_id: str
    origin_site: str
    origin_equipment: str
    origin_date: date | None
    holders: tuple[Holder, ...]
    laboratory_report: str
    certificate: str
    facility: str
    run: str
    destruction_start_date: date | None
    destruction_end_date: date | None
    weighed_full_date: date | None
    weighed_empty_date: date | None
    scale_full: str
    scale_empty: str
    scale_calibrated_date: date | None
    scale_error_pct: float


def check_law(*, test: LegalTest, subtype: Subtype) -> tuple[CustodyFinding, ...]:
    """Return what the law of the day has against a destruction: mandated, no longer eligible, or not shown.

    Source: Quebec ministerial order of 5 March 2024 (published); mandated destruction is not additional.
    """
    found = []
    for field in ("jurisdiction", "law", "evidence"):
        if not getattr(test, field).strip():
            found.append(CustodyFinding(code="not_shown", field=field, fact="needed for the legal test"))
    if test.is_mandated is None:
        found.append(
            CustodyFinding(code="not_shown", field="mandated", fact="say whether the law requires destruction")
        )
    elif test.is_mandated:
        found.append(CustodyFinding(code="mandated", field="mandated", fact=f"required by {test.law}"))
    for row in _exclusions():
        since = date.fromisoformat(row["from"])
        is_hit = row["jurisdiction"] == test.jurisdiction and row["family"] == subtype.family.value
        if is_hit and test.destruction_date >= since:
            fact = f"since {since.isoformat()} in {test.jurisdiction}: {row['reason']}"
            found.append(CustodyFinding(code="no_longer_eligible", field="destruction_date", fact=fact))
    return tuple(found)


def check_custody(*, containers: Sequence[Container]) -> tuple[CustodyFinding, ...]:
    """Return every gap in the chains of custody and weighings of containers; a container is destroyed once.

    Without a destruction certificate (code ``no_certificate``) the quantity is forward and not issued.
    Source: Quebec Q-2, r. 35.4, annex D (published).
    """
    times = Counter(one.container_id for one in containers)
    twice = [
        CustodyFinding(code="destroyed_twice", field=f"{name}.container_id", fact=f"stands {count} times")
        for name, count in times.items()
        if count > 1
    ]
    return (*twice, *(finding for one in containers for finding in _container_findings(one)))


def is_issuable(*, findings: Sequence[CustodyFinding]) -> bool:
    """Whether nothing stands against issuance."""
    return not findings


def _container_findings(one: Container) -> list[CustodyFinding]:
    shown = {
        "origin_site": one.origin_site, "origin_equipment": one.origin_equipment, "laboratory_report": one.laboratory_report,
        "facility": one.facility, "run": one.run, "scale_full": one.scale_full, "scale_empty": one.scale_empty,
    }  # fmt: skip
    dates = (
        "origin_date", "destruction_start_date", "destruction_end_date", "weighed_full_date", "weighed_empty_date",
        "scale_calibrated_date",
    )  # fmt: skip
    missing = [name for name, text in shown.items() if not text.strip()]
    missing += [name for name in dates if getattr(one, name) is None]
    found = [_finding(one, "not_shown", name, "needed for the chain of custody") for name in missing]
    if not one.certificate.strip():
        fact = "without a destruction certificate the quantity is forward, not issued"
        found.append(_finding(one, "no_certificate", "certificate", fact))
    return [*found, *_holder_findings(one), *_weighing_findings(one)]


def _holder_findings(one: Container) -> list[CustodyFinding]:
    """Each holder takes over on the day the one before gave away; the first on the day of origin."""
    if not one.holders:
        return [_finding(one, "not_shown", "holders", "at least one holder is needed")]
    found = []
    before = one.origin_date
    for holder in one.holders:
        if holder.until_date < holder.from_date:
            found.append(_finding(one, "custody_gap", "holders", f"{holder.name} ends before beginning"))
        if before is not None and holder.from_date != before:
            fact = f"{holder.name} takes over on {holder.from_date.isoformat()}, not on {before.isoformat()}"
            found.append(_finding(one, "custody_gap", "holders", fact))
        before = holder.until_date
    end = one.destruction_start_date
    if end is not None and before is not None and before < end:
        fact = f"nobody holds it from {before.isoformat()} until destruction on {end.isoformat()}"
        found.append(_finding(one, "custody_gap", "holders", fact))
    return found


def _weighing_findings(one: Container) -> list[CustodyFinding]:
    rules = {
        name: float(str(value)) for name, value in load_parameters(name="superpollutants").table("weighing").items()
    }
    found = []
    if one.scale_full.strip() != one.scale_empty.strip():
        found.append(_finding(one, "weighing", "scale_empty", "full and empty are weighed on the same scale"))
    if abs(one.scale_error_pct) > rules["scale_tolerance_pct"]:
        fact = f"the scale is off by {one.scale_error_pct:g}%, more than {rules['scale_tolerance_pct']:g}%"
        found.append(_finding(one, "weighing", "scale_error_pct", fact))
    if one.weighed_full_date and one.destruction_start_date:
        early = (one.destruction_start_date - one.weighed_full_date).days
        if not 0 <= early <= rules["full_days_before_start"]:
            found.append(_finding(one, "weighing", "weighed_full_date", f"{early} days before the start"))
    if one.weighed_empty_date and one.destruction_end_date:
        late = (one.weighed_empty_date - one.destruction_end_date).days
        if not 0 <= late <= rules["empty_days_after_end"]:
            found.append(_finding(one, "weighing", "weighed_empty_date", f"{late} days after the end"))
    if one.weighed_full_date and one.scale_calibrated_date:
        last = _months_before(one.weighed_full_date, int(rules["scale_calibrated_months"]))
        if not last <= one.scale_calibrated_date <= one.weighed_full_date:
            fact = f"calibrated on {one.scale_calibrated_date.isoformat()}, not within three months before weighing"
            found.append(_finding(one, "weighing", "scale_calibrated_date", fact))
    return found


def _finding(one: Container, code: str, field: str, fact: str) -> CustodyFinding:
    return CustodyFinding(code=code, field=f"{one.container_id}.{field}", fact=fact)


def _exclusions() -> tuple[dict[str, str], ...]:
    rows = load_parameters(name="superpollutants").plain("no_longer_eligible")
    return tuple({str(k): str(v) for k, v in row.items()} for row in rows) if isinstance(rows, list) else ()


def _months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or that month's last day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))
