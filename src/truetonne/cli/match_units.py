"""The units of ``truetonne match``: columns of one or two files become treated units and donors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from truetonne.cli.console import fail
from truetonne.cli.data_files import labels, need_columns, numbers, read_table
from truetonne.cli.rasters import is_raster, read_stack
from truetonne.science.forest.match import Matches, Units
from truetonne.science.forest.metric import Distance
from truetonne.science.forest.propensity import PropensityScore, fit_propensity

ID_NAMES = ("", "id", "unit_id", "unit", "plot_id", "pixel_id", "pixel")
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Treated units and donors with their names. Without an id column a unit's name is its record's number."""

    units: Units
    files: tuple[str, ...]
    covariates: tuple[str, ...]
    exact: tuple[str, ...]
    id_column: str | None
    treated_names: tuple[str, ...]
    donor_names: tuple[str, ...]
    treated_outcome: Numbers | None
    donor_outcome: Numbers | None
    score: PropensityScore | None

    def compared(self) -> tuple[Numbers, Numbers, tuple[str, ...]]:
        """Return the columns whose balance is measured: the covariates, and the score if there is one."""
        treated, donors, names = self.units.treated, self.units.donors, self.covariates
        if not names:
            treated, donors = np.empty((len(treated), 0)), np.empty((len(donors), 0))
        if self.units.treated_score is None or self.units.donor_score is None:
            return treated, donors, names
        return (
            np.column_stack((treated, self.units.treated_score)),
            np.column_stack((donors, self.units.donor_score)),
            (*names, "score"),
        )

    def named_pairs(self, matches: Matches) -> Iterator[tuple[str, str, float, float]]:
        """Yield treated unit, donor, weight and distance of each pair, in the order of the treated units' records."""
        order = np.argsort(matches.treated, kind="stable")
        columns = (matches.treated, matches.donors, matches.weights, matches.distances)
        for row, donor, weight, distance in zip(*(column[order].tolist() for column in columns), strict=True):
            yield self.treated_names[row], self.donor_names[donor], weight, distance

    def treated_places(self) -> Mapping[str, int]:
        """Return the row of each treated unit by name."""
        return {name: place for place, name in enumerate(self.treated_names)}

    def donor_places(self) -> Mapping[str, int]:
        """Return the row of each donor by name."""
        return {name: place for place, name in enumerate(self.donor_names)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """One group's table, where it came from, and the number of each row's record in its file."""

    table: pl.DataFrame
    path: str
    records: NDArray[np.int64]


def read_sample(
    *, files: Sequence[str], treatment: str | None, covariates: tuple[str, ...], exact: tuple[str, ...],
    outcome: str | None, id_column: str | None, distance: Distance, score_column: str | None,
) -> Sample:  # fmt: skip
    """Read the columns that are named; what is missing or no number ends the command with column and record."""
    if not covariates and not score_column:
        fail("--covariates is missing", fix="Name the columns that units should be alike in: --covariates a,b,c")
    if distance is not Distance.PROPENSITY and not covariates:
        fail(f"--distance {distance.value} needs --covariates", fix="Name columns, or write --distance ps")
    groups = _read_groups(files=files, treatment=treatment)
    for group in groups:
        need_columns(table=group.table, columns=covariates, path=group.path, option="--covariates")
        need_columns(table=group.table, columns=exact, path=group.path, option="--exact")
        need_columns(table=group.table, columns=[outcome] if outcome else [], path=group.path, option="--outcome")
        score = [score_column] if score_column else []
        need_columns(table=group.table, columns=score, path=group.path, option="--score-column")
    if treatment in covariates or treatment in exact:
        fail(f"--treatment {treatment} is also a covariate or an exact key", fix="Take it out of the list")
    identity = _find_id(groups=groups, wanted=id_column)
    values = [_stack(group, covariates) for group in groups]
    scores: list[Numbers | None] = [None, None]
    fitted = None
    if score_column:
        scores = [numbers(table=g.table, column=score_column, path=g.path, option="--score-column") for g in groups]
    elif distance is Distance.PROPENSITY:
        fitted = fit_propensity(treated=values[0], donors=values[1], names=covariates)
        scores = [fitted.treated, fitted.donors]
    names = [_names(group, identity) for group in groups]
    outcomes = [
        numbers(table=g.table, column=outcome, path=g.path, option="--outcome") if outcome else None for g in groups
    ]
    keys = [tuple(labels(table=g.table, column=c, path=g.path, option="--exact") for c in exact) for g in groups]
    units = Units(
        treated=values[0], donors=values[1], names=covariates, treated_keys=keys[0], donor_keys=keys[1],
        treated_ids=_sortable(names[0], identity), donor_ids=_sortable(names[1], identity),
        treated_score=scores[0], donor_score=scores[1],
    )  # fmt: skip
    return Sample(
        units=units, files=tuple(files), covariates=covariates, exact=exact, id_column=identity,
        treated_names=names[0], donor_names=names[1], treated_outcome=outcomes[0], donor_outcome=outcomes[1],
        score=fitted,
    )  # fmt: skip


def _read_groups(*, files: Sequence[str], treatment: str | None) -> tuple[_Group, _Group]:
    is_stack = all(is_raster(path) for path in files)
    if not is_stack and any(is_raster(path) for path in files):
        fail("GeoTIFF files and tables are named together", fix="Name GeoTIFF files on one grid, or tables")
    if len(files) == 2 and treatment is None and not is_stack:
        tables = [read_table(path) for path in files]
        both = [
            _Group(table=table, path=path, records=np.arange(1, len(table) + 1))
            for table, path in zip(tables, files, strict=True)
        ]
        return both[0], both[1]
    if len(files) != 1 and not is_stack:
        fail(f"{len(files)} files are named", fix="Name DATA with --treatment COL, or the two files TREATED CONTROLS")
    if treatment is None:
        fail("--treatment is missing", fix="Name the column of DATA that is 1 for treated units and 0 for donors")
    table = read_stack(files) if is_stack else read_table(files[0])
    need_columns(table=table, columns=(treatment,), path=files[0], option="--treatment")
    marks = numbers(table=table, column=treatment, path=files[0], option="--treatment")
    strange = np.flatnonzero((marks != 0) & (marks != 1))
    if len(strange):
        fail(f"--treatment {treatment}: record {strange[0] + 1} of {files[0]} holds {marks[strange[0]]:g}",
             fix="Write 1 for treated units and 0 for donors")  # fmt: skip
    for mark, word in ((1, "treated unit"), (0, "donor")):
        if not (marks == mark).any():
            fail(f"--treatment {treatment}: {files[0]} holds no {word} (no {mark})",
                 fix="Write 1 for treated units and 0 for donors, or name another column")  # fmt: skip
    return tuple(  # type: ignore[return-value]
        _Group(table=table.filter(pl.Series(marks == mark)), path=files[0], records=np.flatnonzero(marks == mark) + 1)
        for mark in (1, 0)
    )


def _find_id(*, groups: Sequence[_Group], wanted: str | None) -> str | None:
    """Return the column that names units; one that was asked for must be there and name each unit once."""
    if wanted is None:
        for name in ID_NAMES:
            if all(name in g.table.columns and _names_each_once(g.table[name]) for g in groups):
                return name
        return None
    for group in groups:
        need_columns(table=group.table, columns=(wanted,), path=group.path, option="--id")
        if not _names_each_once(group.table[wanted]):
            fail(f"--id {wanted}: in {group.path} it is empty or the same for several units of one group",
                 fix="Name a column that tells units apart, or leave --id out")  # fmt: skip
    return wanted


def _names_each_once(series: pl.Series) -> bool:
    return series.null_count() == 0 and series.n_unique() == len(series)


def _names(group: _Group, identity: str | None) -> tuple[str, ...]:
    if identity is None:
        return tuple(str(record) for record in group.records.tolist())
    return tuple(group.table[identity].cast(pl.String).to_list())


def _sortable(names: Sequence[str], identity: str | None) -> NDArray[np.generic] | None:
    """Whole numbers sort as numbers; record numbers are in order already."""
    if identity is None:
        return None
    texts = np.array(names)
    try:
        return texts.astype(np.int64)
    except ValueError:
        return texts


def _stack(group: _Group, covariates: Sequence[str]) -> Numbers:
    columns = [numbers(table=group.table, column=c, path=group.path, option="--covariates") for c in covariates]
    return np.column_stack(columns) if columns else np.zeros((len(group.table), 1))
