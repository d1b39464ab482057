"""Inputs of computations: plots and series as CSV files whose bytes are stored under their hash."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np

from truetonne.science.errors import InputMissing, TooFewValues, WrongType
from truetonne.science.forest.metric import Array

COVARIATE, READING = "x_", "si_"
"""Columns whose names begin so are covariates, and readings of the year that follows."""
PLACE = ("longitude", "latitude")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plots:
    """Project plots and donors: ids, covariates (n, p), readings (n, n_dates), places (n, 2) with NaN where unknown."""

    names: tuple[str, ...]
    years: Array
    project_ids: tuple[str, ...]
    donor_ids: tuple[str, ...]
    project: Array
    donors: Array
    project_series: Array
    donor_series: Array
    project_places: Array
    donor_places: Array


def read_plots(*, content: bytes) -> Plots:
    """Read plots: ``plot``, ``group`` (project or donor), ``x_*`` covariates, ``si_YEAR`` readings, where known
    ``longitude`` and ``latitude``. Raises InputMissing and WrongType with row and column."""
    header, rows = _read(content=content)
    covariates = [name for name in header if name.startswith(COVARIATE)]
    readings = sorted((name for name in header if name.startswith(READING)), key=_year)
    for name, found in (("plot", "plot" in header), ("group", "group" in header), (f"{COVARIATE}*", covariates)):
        if not found:
            raise InputMissing(field=name, value=None, reason="the plots need this column")
    if len(readings) < 3:
        raise TooFewValues(field=f"{READING}YEAR", value=len(readings), reason="readings of at least 3 years are due")
    groups: dict[str, list[dict[str, str]]] = {"project": [], "donor": []}
    for line, row in enumerate(rows, start=2):
        if row["group"] not in groups:
            raise WrongType(field=f"line {line}, group", value=row["group"], reason="project or donor is due")
        groups[row["group"]].append({**row, "_line": str(line)})
    years = np.array([_year(name) for name in readings])
    arrays = {
        (group, kind): np.array([[_number(row, name) for name in names] for row in found])
        for group, found in groups.items()
        for kind, names in (("x", covariates), ("si", readings), ("place", PLACE))
    }
    return Plots(
        names=tuple(name.removeprefix(COVARIATE) for name in covariates),
        years=years,
        project_ids=tuple(row["plot"] for row in groups["project"]),
        donor_ids=tuple(row["plot"] for row in groups["donor"]),
        project=arrays["project", "x"],
        donors=arrays["donor", "x"],
        project_series=arrays["project", "si"],
        donor_series=arrays["donor", "si"],
        project_places=arrays["project", "place"],
        donor_places=arrays["donor", "place"],
    )


def read_series(*, content: bytes, treated: str) -> tuple[list[str], Array, tuple[str, ...], Array]:
    """Read a table of one row a time (``time``) and one column a unit; returns times, treated, donors' names and donors.

    Raises InputMissing without the treated unit, WrongType for what is no number.
    """
    header, rows = _read(content=content)
    for name in ("time", treated):
        if name not in header:
            raise InputMissing(field=name, value=None, reason="the series need this column")
    names = tuple(name for name in header if name not in {"time", treated})
    rows = [{**row, "_line": str(line)} for line, row in enumerate(rows, start=2)]
    values = {name: np.array([_number(row, name) for row in rows]) for name in (treated, *names)}
    donors = np.array([values[name] for name in names]) if names else np.empty((0, len(rows)))
    return [row["time"] for row in rows], values[treated], names, donors


def _read(*, content: bytes) -> tuple[list[str], list[dict[str, str]]]:
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        rows = [{name: (value or "").strip() for name, value in row.items() if name} for row in reader]
    except UnicodeDecodeError:
        raise WrongType(field="file", value=None, reason="the file is not CSV in UTF-8") from None
    return list(reader.fieldnames or ()), rows


def _number(row: dict[str, str], name: str) -> float:
    text = row.get(name, "")
    if text == "" and not name.startswith(COVARIATE):
        return float("nan")
    try:
        return float(text)
    except ValueError:
        reason = "a number is due"
        raise WrongType(field=f"line {row['_line']}, {name}", value=text, reason=reason) from None


def _year(name: str) -> float:
    try:
        return float(name.removeprefix(READING))
    except ValueError:
        raise WrongType(field=name, value=name, reason=f"a column of readings is named {READING}2021") from None
