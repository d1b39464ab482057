"""From the facts of a disclosure to a regime's datapoints: what is answered, and what is missing.

Nothing is added up across emissions and credits here: figures go over as they are, each under its own name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from truetonne.rules.findings import Figure, Finding, FindingResult
from truetonne.rules.packs.tables import Datapoint, PackTable, Per
from truetonne.rules.rule_set import RuleSet

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledPoint:
    """A datapoint with its value. ``row`` counts retirements or projects from 1 and is None for the record.

    ``explanation`` is what stands in for a missing value. Without either the point is missing.
    """

    point: Datapoint
    row: int | None
    value: object
    explanation: str

    @property
    def is_missing(self) -> bool:
        """Say whether a required point has neither value nor explanation; a zero is a value."""
        return self.point.required and is_absent(self.value) and not self.explanation

    @property
    def key(self) -> str:
        """Return a stable name for comparing two packs."""
        place = "" if self.row is None else f"[{self.row}]"
        return f"{self.point.per.value}{place}.{self.point.fact}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledPack:
    """A regime's datapoints for one record, with a finding for every required one that is missing."""

    rule_set: str
    title: str
    basis: str
    points: tuple[FilledPoint, ...]
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> tuple[FilledPoint, ...]:
        """Return the required points that have no answer."""
        return tuple(each for each in self.points if each.is_missing)

    @property
    def is_complete(self) -> bool:
        """Say whether every required point is answered."""
        return not self.missing

    def as_json(self) -> dict[str, object]:
        """Return the pack as JSON writes it; a missing value is null and listed under ``missing``."""
        return {
            "rule_set": self.rule_set,
            "title": self.title,
            "basis": self.basis,
            "complete": self.is_complete,
            "points": [
                {
                    "fact": each.point.fact,
                    "per": each.point.per.value,
                    "row": each.row,
                    "locator": each.point.locator,
                    "status": each.point.status.value,
                    "value": None if is_absent(each.value) else each.value,
                    "explanation": each.explanation,
                }
                for each in self.points
            ],
            "missing": [each.key for each in self.missing],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PackChange:
    """A point whose value is another one in a later pack; None where a pack lacks the point."""

    key: str
    before: object
    after: object


def fill_pack(
    *, pack: RuleSet[PackTable], record: Facts, credits: Sequence[Facts] = (), projects: Sequence[Facts] = ()
) -> FilledPack:
    """Return a regime's datapoints filled from a record, its retirements and the projects offered.

    ``record`` maps fact names to values (kilograms as integers, None for not disclosed); ``credits`` and ``projects``
    hold one mapping a row. Without rows nothing is asked of them. Facts that the regime does not ask for are left out.
    """
    rows: dict[Per, list[tuple[int | None, Facts]]] = {
        Per.RECORD: [(None, record)], Per.CREDIT: _number(credits), Per.PROJECT: _number(projects),
    }  # fmt: skip
    points = tuple(
        FilledPoint(
            point=point, row=row, value=facts.get(point.fact), explanation=_explain(point=point, facts=facts)
        )
        for per in Per
        for row, facts in rows[per]
        for point in pack.body.datapoint
        if point.per is per
    )  # fmt: skip
    findings = tuple(_find_missing(each, pack=pack) for each in points if each.is_missing)
    return FilledPack(
        rule_set=pack.key, title=pack.header.title, basis=pack.basis, points=points, findings=findings
    )  # fmt: skip


def compare_packs(*, before: FilledPack, after: FilledPack) -> tuple[PackChange, ...]:
    """Return what changed between two packs of one regime, in the order of the later one."""
    earlier = {each.key: each.value for each in before.points}
    later = {each.key: each.value for each in after.points}
    keys = [*later, *(key for key in earlier if key not in later)]
    return tuple(
        PackChange(key=key, before=earlier.get(key), after=later.get(key))
        for key in keys
        if earlier.get(key) != later.get(key)
    )


def sum_credits(*, credits: Sequence[Facts]) -> dict[str, object]:
    """Return the totals that regimes ask for: kilograms cancelled, and shares of them as exact decimal texts.

    A share is None where one cancelled row does not state the fact, and where nothing was cancelled: an unknown part
    is not a part of zero. Rows that are not cancelled do not count.
    """
    rows = [row for row in credits if row.get("is_cancelled") is True]
    masses = [row.get("mass_kg") for row in rows]
    if any(not isinstance(mass, int) for mass in masses):
        return {"credits_cancelled_kg": None}
    total_kg = sum(mass for mass in masses if isinstance(mass, int))
    shares = {
        "credits_share_removal": ("credit_kind", "removal"),
        "credits_share_recognised_standard": ("is_recognised_standard", True),
        "credits_share_eu": ("is_in_eu", True),
        "credits_share_corresponding_adjustment": ("corresponding_adjustment", "completed"),
    }
    found: dict[str, object] = {"credits_cancelled_kg": total_kg}
    for name, (fact, wanted) in shares.items():
        known = total_kg > 0 and not any(is_absent(row.get(fact)) for row in rows)
        part_kg = sum(mass for row, mass in zip(rows, masses, strict=True) if row.get(fact) == wanted)  # type: ignore[misc]
        found[name] = _share(part_kg, total_kg) if known else None
    return found


def is_absent(value: object) -> bool:
    """Say whether a value is missing: None, an empty text or an empty list. Zero and false are values."""
    return value is None or (isinstance(value, (str, list, tuple)) and not value)


def _number(rows: Sequence[Facts]) -> list[tuple[int | None, Facts]]:
    return list(enumerate(rows, 1))


def _explain(*, point: Datapoint, facts: Facts) -> str:
    reason = facts.get(point.explained_by) if point.explained_by and is_absent(facts.get(point.fact)) else ""
    return reason if isinstance(reason, str) else ""


def _find_missing(each: FilledPoint, *, pack: RuleSet[PackTable]) -> Finding:
    figures = (Figure(name="row", value=each.row),) if each.row is not None else ()
    return Finding(
        rule=each.point.fact, rule_set=pack.key, result=FindingResult.NOT_SHOWN, message_key="pack.missing",
        figures=figures, basis=pack.basis,
    )  # fmt: skip


def _share(part_kg: int, total_kg: int) -> str:
    """Return a share as a decimal text of six places, rounded down."""
    millionths = Fraction(part_kg * 1_000_000, total_kg).__floor__()
    return f"{Decimal(millionths) / 1_000_000:.6f}"
