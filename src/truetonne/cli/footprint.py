"""``truetonne footprint``: a file of activity into emissions by scope and category. Stores nothing."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table
from rich.text import Text

from truetonne.cli.console import (
    EXIT_DONE,
    EXIT_FINDINGS,
    bootstrap_django,
    emit_json,
    fail,
    json_option,
    output,
    progress_bar,
)

if TYPE_CHECKING:
    from truetonne.footprints.activity_files.cleaning import ActivityMapping, CleanLine
    from truetonne.science.footprint.compute import Footprint

GAPS_SHOWN = 15
_KG_PER_T = 1000


@click.command(name="footprint")
@click.argument("activity", type=click.Path(path_type=Path), metavar="ACTIVITY")
@click.option(
    "--factors",
    "sets",
    multiple=True,
    metavar="SET",
    help="Factor set, NAME or NAME@EDITION; the first is asked first [all in force].",
)
@click.option("--gwp-set", default="AR5GWP100", show_default=True, metavar="SET", help="GWP set of the result.")
@click.option(
    "--methane",
    type=click.Choice(["fossil", "non_fossil"]),
    help="Origin of methane under AR6, where factors do not say.",
)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Factor sets in force on this day [today]."
)
@click.option("--year", type=click.IntRange(1990, 2100), metavar="Y", help="Inventory year [that of the day].")
@click.option(
    "--mapping", "mapping_path", type=click.Path(path_type=Path), metavar="FILE", help="Which column is what (.json)."
)
@click.option("--simulate", "draws", type=click.IntRange(10_000), metavar="N", help="Draw the total so often.")
@json_option
def command(  # noqa: PLR0917 - click passes by name
    activity: Path, sets: tuple[str, ...], gwp_set: str, methane: str | None, as_of: datetime | None, year: int | None,
    mapping_path: Path | None, draws: int | None, json_path: str | None,
) -> None:  # fmt: skip
    """Turn a file of activity (.csv, .xlsx, .parquet) into emissions by scope and category.

    Columns: factor_key, part (1, 2, 3), category, quantity, unit, amount, currency, price_year, date, supplier, region,
    instrument_g_per_kwh, uncertainty_pct, data_quality; others by --mapping. Lines without a factor are counted and
    listed, never 0. Exit codes: 0 done; 1 lines or rows are missing from the figures; 2 the input cannot be used.
    """
    if not activity.is_file():
        fail(f"{activity}: there is no such file", fix="Check the path")
    bootstrap_django()
    from truetonne.footprints.activity_files.rows import ActivityFileUnreadable
    from truetonne.footprints.activity_tables import table_of_lines
    from truetonne.footprints.factor_tables import FactorSetUnknown, choose_sets, load_factors
    from truetonne.science.errors import InputRefused
    from truetonne.science.footprint.compute import compute_footprint
    from truetonne.science.gwp import MethaneOrigin

    day = as_of.date() if as_of else datetime.now(UTC).date()
    counts: Counter[str] = Counter()
    try:
        chosen = choose_sets(names=sets, as_of=day)
        if not chosen:
            fail("no factor set is in force", fix="Import one: truetonne import factors --mapping NAME FILE")
        mapping = _mapping(mapping_path, activity)
        lines = _lines(activity, mapping, year or _year_of(day), counts)
        with progress_bar(label="reading") as show:
            table = table_of_lines(lines=_shown(lines, show, counts))
        made = compute_footprint(
            activity=table, factors=load_factors(sets=chosen), gwp_set=gwp_set,
            methane_origin=MethaneOrigin(methane) if methane else None,
        )  # fmt: skip
    except (ActivityFileUnreadable, InputRefused) as error:
        fail(str(error), fix=error.fix)
    except FactorSetUnknown as error:
        fail(str(error), fix="Name a set that was imported, as NAME or NAME@EDITION")
    simulated = _simulate(made, draws)
    emit_json(json_path, _as_json(made, counts, [str(one) for one in chosen], simulated))
    if json_path != "-":
        _print(made, counts, simulated)
    sys.exit(EXIT_FINDINGS if made.missing_count or counts["read"] != counts["accepted"] else EXIT_DONE)


def _year_of(day: date) -> int:
    return day.year


def _mapping(path: Path | None, activity: Path) -> ActivityMapping:
    from truetonne.footprints.activity_files.cleaning import ActivityMapping, suggest_mapping
    from truetonne.footprints.activity_files.rows import read_header

    if path is None:
        return suggest_mapping(header=read_header(path=activity))
    try:
        return ActivityMapping(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        fail(f"--mapping {path}: cannot be used ({error})", fix='Write {"columns": {"factor_key": "My column"}}')


def _lines(activity: Path, mapping: ActivityMapping, year: int, counts: Counter[str]) -> Iterator[CleanLine]:
    from truetonne.footprints.activity_files.cleaning import RowNote, clean_rows
    from truetonne.footprints.activity_files.rows import read_rows

    for one in clean_rows(rows=read_rows(path=activity), mapping=mapping, year=year):
        counts["read"] += 1
        if isinstance(one, RowNote):
            counts[one.outcome.value.lower()] += 1
            counts[f"code:{one.code}"] += 1
        else:
            counts["accepted"] += 1
            yield one


def _shown(lines: Iterator[CleanLine], show: Any, counts: Counter[str]) -> Iterator[CleanLine]:
    for line in lines:
        if counts["read"] % 1000 == 0:
            show(counts["read"])
        yield line


def _simulate(made: Footprint, draws: int | None) -> dict[str, Any] | None:
    if draws is None:
        return None
    from truetonne.science.footprint.ranges import simulate_total

    parts = [part for part in made.parts if part.part not in {"SCOPE2_MARKET", "BIOGENIC"}]
    found = simulate_total(parts=parts, draws=draws)
    return {"mean_kg": found.mean, "q05_kg": found.q05, "q95_kg": found.q95, **found.randomness()}


def _as_json(
    made: Footprint, counts: Counter[str], sets: list[str], simulated: dict[str, Any] | None
) -> dict[str, Any]:
    parts = [
        {
            **{
                name: None if value is None else str(value)
                for name, value in (
                    ("mass_kg", part.mass_kg), ("co2_kg", part.co2_kg), ("ch4_kg", part.ch4_kg), ("n2o_kg", part.n2o_kg),
                    ("low_kg", part.low_kg), ("high_kg", part.high_kg),
                )
            },
            "part": part.part, "category": part.category, "data_quality": part.data_quality, "method": part.method,
            "method_shares": dict(part.method_shares), "lines": part.line_count, "missing": part.missing_count,
        }
        for part in made.parts
    ]  # fmt: skip
    rows = {name: counts[name] for name in ("read", "accepted", "held", "refused")}
    codes = {name.removeprefix("code:"): count for name, count in sorted(counts.items()) if name.startswith("code:")}
    return {
        "gwp_set": made.gwp_set, "factor_sets": sets, "rows": rows, "row_codes": codes, "lines": made.line_count,
        "missing": made.missing_count, "parts": parts, "gaps": [asdict(gap) for gap in made.gaps],
        "findings": list(made.findings), "prices": made.price_source, "simulation": simulated,
    }  # fmt: skip


def _print(made: Footprint, counts: Counter[str], simulated: dict[str, Any] | None) -> None:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for name, justify in (("part", "left"), ("t CO2e", "right"), ("95% range", "right"), ("method", "left"),
                          ("quality", "right"), ("lines", "right"), ("missing", "right")):  # fmt: skip
        table.add_column(name, justify="right" if justify == "right" else "left")
    for part in made.parts:
        name = part.part + (f" {part.category}" if part.category else "")
        spread = f"{_t(part.low_kg)} - {_t(part.high_kg)}" if part.mass_kg is not None else ""
        quality = f"{part.data_quality:.1f}" if part.data_quality is not None else ""
        table.add_row(
            name, _t(part.mass_kg), spread, part.method, quality, f"{part.line_count:,}", f"{part.missing_count:,}"
        )
    output.print(table)
    output.print(
        Text("SCOPE2_LOCATION and SCOPE2_MARKET are two answers to one question; BIOGENIC stands outside the scopes.")
    )
    if simulated is not None:
        output.print(
            Text(f"drawn with location-based scope 2: {_t(simulated['q05_kg'])} - {_t(simulated['q95_kg'])} t (90%)")
        )
    for gap in made.gaps[:GAPS_SHOWN]:
        output.print(Text.assemble((gap.code, "yellow"), f" {gap.factor_key} in {gap.unit}: {gap.line_count:,} lines"))
    for name, count in sorted(counts.items()):
        if name.startswith("code:"):
            output.print(Text.assemble((name.removeprefix("code:"), "yellow"), f": {count:,} rows not taken"))
    for finding in made.findings:
        output.print(Text.assemble(("note", "dim"), f" {finding}"))


def _t(mass_kg: Any) -> str:
    return "no figure" if mass_kg is None else f"{float(mass_kg) / _KG_PER_T:,.3f}"
