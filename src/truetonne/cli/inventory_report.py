"""Loads and versions of inventories on the screen and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from truetonne.cli.console import output

if TYPE_CHECKING:
    from truetonne.footprints.checking import VersionFinding
    from truetonne.footprints.models import ActivityLoad, Inventory

ROWS_SHOWN = 20
OUTCOMES = ("read", "accepted", "known", "held", "refused")
_STYLES = {"not_met": "red", "not_shown": "yellow", "conditional": "cyan", "met": "green", "pending": "yellow"}


def load_as_json(load: ActivityLoad) -> dict[str, Any]:
    """Return a load with its counts and every row that was not accepted."""
    from truetonne.edge.identifiers import show_id

    return {
        "load": show_id(prefix="act", id=load.pk), "year": load.year, "file": load.file_name,
        "sha256": bytes(load.file_sha256).hex(), **{name: getattr(load, f"{name}_count") for name in OUTCOMES},
        "rows": [
            {
                "row": row.row_number, "rows": row.row_count, "outcome": row.outcome, "code": row.code, "field": row.field,
                "value": row.value, "reason": row.reason, "fix": row.fix,
            }
            for row in load.rows.order_by("row_number")
        ],
    }  # fmt: skip


def print_load(load: ActivityLoad) -> None:
    """Print the counts and the first rows that were held or refused."""
    table = Table(box=None, header_style="dim", pad_edge=False)
    for name in OUTCOMES:
        table.add_column(name, justify="right")
    table.add_row(*(f"{getattr(load, f'{name}_count'):,}" for name in OUTCOMES))
    output.print(table)
    output.print(Text(f"sha256 {bytes(load.file_sha256).hex()}", style="dim"))
    rows = list(load.rows.exclude(outcome="KNOWN").order_by("row_number")[: ROWS_SHOWN + 1])
    for row in rows[:ROWS_SHOWN]:
        told = f" row {row.row_number} {row.field} {row.value!r}: {row.reason}. {row.fix}"
        output.print(Text.assemble((row.outcome.lower(), "bold"), told))
    if len(rows) > ROWS_SHOWN:
        output.print(Text("more rows were held or refused; --json PATH lists them all", style="dim"))


def version_as_json(made: Inventory) -> dict[str, Any]:
    """Return a version with its 19 parts in whole kilograms; what is missing is null."""
    from truetonne.edge.identifiers import show_id

    return {
        "inventory": show_id(prefix="inv", id=made.pk), "year": made.year, "version": made.version, "state": made.state,
        "gwp_set": made.gwp_set, "is_complete": made.is_complete, "lines": made.line_count,
        "missing": made.missing_count, "findings": list(made.findings), "series": list(made.series), "what": made.restatement_what,
        "why": made.restatement_why, "change_kg": made.restatement_change_kg,
        "parts": [
            {
                "part": total.part, "category": total.category, "state": total.state, "mass_kg": total.mass_kg,
                "low_kg": total.low_kg, "high_kg": total.high_kg, "method": total.method,
                "data_quality": None if total.data_quality is None else str(total.data_quality),
                "missing": total.missing_count, "reason": total.reason,
            }
            for total in made.totals.order_by("part", "category")
        ],
        "base_year": [
            {
                "base_kg": each.base_kg, "gross_change_kg": each.gross_change_kg, "threshold": str(each.threshold),
                "is_recalculated": each.is_recalculated, "new_base_kg": each.new_base_kg, "rule_set": each.rule_set,
            }
            for each in made.base_year_judgements.all()
        ],
    }  # fmt: skip


def print_version(made: Inventory) -> None:
    """Print a version's parts, findings and what it restates."""
    output.print(Text(f"{made.year} version {made.version}: {made.state.lower()}", style="bold"))
    table = Table(box=None, header_style="dim", pad_edge=False)
    for name in ("part", "state", "t CO2e", "95% range", "method", "quality", "missing"):
        table.add_column(name, justify="right" if name in {"t CO2e", "95% range", "quality", "missing"} else "left")
    for total in made.totals.order_by("part", "category"):
        spread = f"{_t(total.low_kg)} - {_t(total.high_kg)}" if total.low_kg is not None else ""
        table.add_row(
            f"{total.part} {total.category or ''}".strip(), total.state, _t(total.mass_kg), spread, total.method,
            "" if total.data_quality is None else f"{total.data_quality:.1f}", f"{total.missing_count:,}",
        )  # fmt: skip
    output.print(table)
    if made.missing_count:
        output.print(Text(f"{made.missing_count:,} of {made.line_count:,} lines have no figure", style="yellow"))
    for code in made.findings:
        output.print(Text.assemble(("note ", "dim"), code))
    for one in made.series:
        then = "cannot be counted" if one["then_kg"] is None else f"{_t(one['then_kg'])} t"
        output.print(Text(f"  {one['code']}: {then} by {one['then']}, {_t(one['now_kg'])} t by {one['now']}"))
    for each in made.base_year_judgements.all():
        output.print(
            Text(
                f"base year: {_t(each.gross_change_kg)} t of {_t(each.base_kg)} t moved, threshold {each.threshold:.2%}"
                f" ({each.rule_set}); new base {_t(each.new_base_kg)} t"
            )
        )
    if made.restatement_change_kg is not None:
        output.print(Text(f"restates version {made.restates.version} by {_t(made.restatement_change_kg)} t"))  # type: ignore[union-attr]


def print_versions(rows: Sequence[Inventory]) -> None:
    """Print one line per version."""
    if not rows:
        output.print("no inventory yet; begin with: truetonne inventory load")
    for made in rows:
        gap = "" if made.is_complete else ", incomplete"
        output.print(Text(f"{made.year}  version {made.version}  {made.state.lower()}{gap}"))


def print_checks(made: Inventory, found: Sequence[VersionFinding]) -> None:
    """Print what a version lacks, gravest first."""
    output.print(Text(f"{made.year} version {made.version}: {made.state.lower()}", style="bold"))
    for each in found:
        facts = ", ".join(f"{name} {value}" for name, value in each.facts.items())
        output.print(Text.assemble((each.result.value, _STYLES[each.result.value]), f" {each.code} {facts}"))


def _t(mass_kg: int | None) -> str:
    return "no figure" if mass_kg is None else f"{mass_kg / 1000:,.3f}"
