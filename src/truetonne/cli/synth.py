"""``truetonne synth``: a synthetic control for one unit of a panel. Needs no database.

Exit 0 computed (with warnings or not), 2 the input cannot be used.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import click
import numpy as np
import polars as pl
from numpy.typing import NDArray
from rich.table import Table
from rich.text import Text

from truetonne.cli.console import emit_json, fail, json_option, output
from truetonne.cli.data_files import labels, need_columns, numbers, read_table
from truetonne.cli.import_report import as_json_value
from truetonne.cli.match_report import print_findings
from truetonne.science.errors import InputRefused
from truetonne.science.forest.findings import Finding, Severity
from truetonne.science.forest.synthetic_control import SyntheticControl, fit_synthetic_control

WEIGHT_SHOWN_MIN = 0.0005


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The treated unit's outcomes, (n_times,), the donors', (n_donors, n_times), and the donors left out for gaps."""

    times: tuple[str, ...]
    n_before: int
    treated: NDArray[np.float64]
    donors: NDArray[np.float64]
    names: tuple[str, ...]
    left_out: tuple[str, ...]


@click.command(name="synth")
@click.argument("panel_path", metavar="PANEL")
@click.option("--unit", "unit_column", required=True, metavar="U", help="Column that names the unit.")
@click.option("--time", "time_column", required=True, metavar="T", help="Column of years, or of dates as 2026-01-31.")
@click.option("--outcome", required=True, metavar="Y", help="Column of the outcome.")
@click.option("--treated", required=True, metavar="NAME", help="The unit that was treated.")
@click.option("--pre", required=True, metavar="FROM:TO", help="First and last time before treatment, both included.")
@click.option(
    "--placebo/--no-placebo", "with_placebos", default=True, help="Let each donor take the unit's part. [yes]"
)
@click.option("--gaps", "gaps_path", metavar="PATH", help="Write time, treated, synthetic and gap as CSV.")
@json_option
def command(  # noqa: PLR0917 - click passes by name
    panel_path: str, unit_column: str, time_column: str, outcome: str, treated: str, pre: str, gaps_path: str | None,
    json_path: str | None, *, with_placebos: bool,
) -> None:  # fmt: skip
    """Mix the donors of PANEL so that they repeat the treated unit's past, and compare what came after.

    PANEL has one row for each unit and time. Weights are not negative and add up to 1. Donors with a gap are left
    out and named. Exit codes: 0 computed, 2 the input cannot be used.
    """
    panel = read_panel(
        path=panel_path, unit=unit_column, time=time_column, outcome=outcome, treated=treated, pre=pre
    )  # fmt: skip
    try:
        found = fit_synthetic_control(
            treated=panel.treated, donors=panel.donors, names=panel.names, n_before=panel.n_before,
            with_placebos=with_placebos,
        )  # fmt: skip
    except InputRefused as refused:
        fail(f"{refused.field} = {refused.value!r}: {refused.reason} ({refused.code})", fix=refused.fix)
    findings = (*found.findings, *_gaps_finding(panel))
    if gaps_path is not None:
        _write_gaps(path=gaps_path, panel=panel, found=found)
    emit_json(json_path, as_json_value(_as_json(panel=panel, found=found, findings=findings, treated=treated)))
    if json_path != "-":
        _print(panel=panel, found=found, findings=findings, treated=treated)


def read_panel(*, path: str, unit: str, time: str, outcome: str, treated: str, pre: str) -> Panel:
    """Turn long rows into series over the times at which the treated unit has an outcome."""
    table = read_table(path)
    for option, column in (("--unit", unit), ("--time", time), ("--outcome", outcome)):
        need_columns(table=table, columns=(column,), path=path, option=option)
    units = labels(table=table, column=unit, path=path, option="--unit")
    moments = labels(table=table, column=time, path=path, option="--time")
    given = table[outcome].is_not_null().to_numpy()
    values = np.full(len(table), np.nan)
    known = numbers(table=table.filter(pl.Series(given)), column=outcome, path=path, option="--outcome")
    values[given] = known
    if treated not in set(units.tolist()):
        near = get_close_matches(treated, sorted(set(units.tolist())), n=5)
        fail(f"--treated {treated}: {path} has no such unit", fix=f"Near names: {', '.join(near)}" if near else "")
    times = sorted(set(moments[units == treated].tolist()), key=_moment)
    series: dict[str, dict[str, float]] = {}
    for name, moment, value in zip(units.tolist(), moments.tolist(), values.tolist(), strict=True):
        row = series.setdefault(name, {})
        if moment in row:
            fail(f"{path}: unit {name} has two rows for time {moment}", fix="Keep one row for each unit and time")
        row[moment] = value
    of_treated = series.pop(treated)
    own = np.array([of_treated[moment] for moment in times])
    if np.isnan(own).any():
        fail(f"--treated {treated}: no outcome at {times[int(np.isnan(own).argmax())]}", fix="Fill the gap")
    first, last = _read_pre(pre)
    chosen = [moment for moment in times if _moment(moment) >= first]
    before = [moment for moment in chosen if _moment(moment) <= last]
    if not before or len(before) == len(chosen):
        fail(f"--pre {pre}: {len(before)} times of {treated} lie within, {len(chosen) - len(before)} after",
             fix=f"Times run from {times[0]} to {times[-1]}; leave at least one after treatment")  # fmt: skip
    rows = {name: np.array([row.get(moment, np.nan) for moment in chosen]) for name, row in series.items()}
    whole = sorted(name for name, row in rows.items() if not np.isnan(row).any())
    if not whole:
        fail(
            f"{path}: no donor has an outcome at all {len(chosen)} times",
            fix="Add units without gaps, or shorten --pre",
        )
    return Panel(
        times=tuple(chosen), n_before=len(before), treated=own[len(times) - len(chosen) :],
        donors=np.array([rows[name] for name in whole]), names=tuple(whole),
        left_out=tuple(sorted(set(rows) - set(whole))),
    )  # fmt: skip


def _read_pre(pre: str) -> tuple[tuple[int, float, str], tuple[int, float, str]]:
    first, colon, last = pre.partition(":")
    if not colon or not first.strip() or not last.strip():
        fail(f"--pre {pre}: two times are due", fix="Write the first and the last time before, such as 2000:2009")
    return _moment(first.strip()), _moment(last.strip())


def _moment(text: str) -> tuple[int, float, str]:
    """Order years as numbers and dates (2026-01-31) as texts."""
    try:
        return (0, float(text), "")
    except ValueError:
        return (1, 0.0, text)


def _gaps_finding(panel: Panel) -> tuple[Finding, ...]:
    if not panel.left_out:
        return ()
    facts = {"donors": len(panel.left_out), "first": list(panel.left_out[:20])}
    return (Finding(code="donors_left_out", severity=Severity.NOTE, facts=facts),)


def _as_json(*, panel: Panel, found: SyntheticControl, findings: Sequence[Finding], treated: str) -> dict[str, object]:
    return {
        "treated": treated,
        "times": list(panel.times),
        "before": [panel.times[0], panel.times[panel.n_before - 1]],
        "weights": {name: weight for name, weight in zip(panel.names, found.weights.tolist(), strict=True) if weight},
        "donors": list(panel.names),
        "fit": {
            "pre_rmse": found.pre_rmse,
            "pre_rmse_over_spread_of_donors": found.pre_fit,
            "r_squared": found.r_squared,
            "post_rmse": found.post_rmse,
        },
        "gaps": [
            {"time": time, "treated": own, "synthetic": mixed, "gap": gap, "is_before": place < panel.n_before}
            for place, (time, own, mixed, gap) in enumerate(
                zip(panel.times, panel.treated.tolist(), found.synthetic.tolist(), found.gaps.tolist(), strict=True)
            )
        ],
        "effect": {"mean": found.effect_mean, "total": found.effect_total},
        "placebo": {
            "p": found.p_placebo,
            "ratio": found.post_rmse / found.pre_rmse if found.pre_rmse > 0 else None,
            "donors": [
                {"donor": one.donor, "pre_rmse": one.pre_rmse, "post_rmse": one.post_rmse, "ratio": one.ratio}
                for one in found.placebos
            ],
        },
        "findings": [finding.as_json() for finding in findings],
    }


def _print(*, panel: Panel, found: SyntheticControl, findings: Sequence[Finding], treated: str) -> None:
    output.print(Text(f"{treated}, {panel.times[0]} to {panel.times[panel.n_before - 1]}: {len(panel.names)} donors"))
    weights = sorted(zip(found.weights.tolist(), panel.names, strict=True), key=lambda pair: (-pair[0], pair[1]))
    for weight, name in weights:
        if weight >= WEIGHT_SHOWN_MIN:
            output.print(Text(f"  {weight:6.3f}  {name}"))
    fit = "-" if found.pre_fit is None else f"{found.pre_fit:.3f}"
    output.print(Text(f"gap before {found.pre_rmse:.4g} (root mean square), {fit} of the donors' spread"))
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in ("time", "treated", "synthetic", "gap"):
        table.add_column(column, justify="right")
    rows = zip(panel.times, panel.treated.tolist(), found.synthetic.tolist(), found.gaps.tolist(), strict=True)
    for place, (time, *figures) in enumerate(rows):
        style = "dim" if place < panel.n_before else ""
        table.add_row(Text(time), *(f"{figure:.6g}" for figure in figures), style=style)
    output.print(table)
    output.print(Text(f"mean gap after {found.effect_mean:.6g}, sum {found.effect_total:.6g}", style="bold"))
    if found.p_placebo is not None:
        output.print(Text(f"placebo in space: p = {found.p_placebo:.3f} of {len(found.placebos) + 1} units"))
    print_findings(findings, of=treated)


def _write_gaps(*, path: str, panel: Panel, found: SyntheticControl) -> None:
    try:
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("time", "treated", "synthetic", "gap"))
            writer.writerows(
                zip(panel.times, panel.treated.tolist(), found.synthetic.tolist(), found.gaps.tolist(), strict=True)
            )
    except OSError as error:
        fail(f"--gaps {path}: cannot be written ({error.strerror})", fix="Name a file in a folder you can write")
