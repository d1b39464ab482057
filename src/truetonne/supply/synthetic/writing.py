"""Writing an invented registry as the files a real one would export, with the mapping that reads them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from truetonne.supply.synthetic.registry import SyntheticIssuance, SyntheticProject, generate_projects

Row = Sequence[object]
DEMO_PROJECTS = 12
DEMO_RETIREMENTS_MAX = 8
DEMO_SIZE_MAX = 80_000
_PROJECT_COLUMNS = (
    "Project ID", "Project Name", "Status", "Developer", "Type", "Methodology", "Country", "Credits Issued",
    "Credits Retired",
)  # fmt: skip
_ISSUANCE_COLUMNS = (
    "Issued On", "Project ID", "Project Name", "Type", "Vintage", "Serial Numbers", "Credits", "Buffer Contribution",
)  # fmt: skip
_RETIREMENT_COLUMNS = (
    "Transaction", "Retired On", "Project ID", "Vintage", "Serial Numbers", "Credits", "Account Holder", "Beneficiary",
    "Reason", "Purpose",
)  # fmt: skip
_HOLDING_COLUMNS = ("Serial Numbers", "Credits", "Project ID", "Project Name", "Vintage", "Issued On")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFiles:
    """The files of an invented registry: public records, and the operator's own blocks within them."""

    mapping: Path
    projects: Path
    issuances: Path
    retirements: Path
    holdings: Path

    @property
    def records(self) -> tuple[Path, Path, Path]:
        """The public records, in the order in which they are best imported together."""
        return self.projects, self.issuances, self.retirements


def mapping_text() -> str:
    """The mapping file of the invented registry."""
    return (files("truetonne.supply.synthetic") / "syn.toml").read_text(encoding="utf-8")


def write_demo_registry(*, folder: Path, seed: int = 2026) -> DemoFiles:
    """Write a small invented registry: a dozen projects, their issuances and retirements, and blocks of the operator.

    Every block lies inside an issuance, behind what others retired. The same seed writes the same bytes.
    """
    projects = tuple(
        generate_projects(seed=seed, count=DEMO_PROJECTS, retirements_max=DEMO_RETIREMENTS_MAX, size_max=DEMO_SIZE_MAX)
    )
    return _write(folder=folder, projects=projects)


def write_registry(*, folder: Path, seed: int, project_count: int, retirements_max: int) -> DemoFiles:
    """Write an invented registry of any size, for load tests; rows are streamed."""
    projects = tuple(generate_projects(seed=seed, count=project_count, retirements_max=retirements_max))
    return _write(folder=folder, projects=projects)


def _write(*, folder: Path, projects: Sequence[SyntheticProject]) -> DemoFiles:
    folder.mkdir(parents=True, exist_ok=True)
    made = DemoFiles(
        mapping=folder / "syn.toml", projects=folder / "syn-projects.csv", issuances=folder / "syn-issuances.csv",
        retirements=folder / "syn-retirements.csv", holdings=folder / "syn-holdings.csv",
    )  # fmt: skip
    made.mapping.write_text(mapping_text(), encoding="utf-8")
    _write_csv(path=made.projects, header=_PROJECT_COLUMNS, rows=map(_project_row, projects))
    _write_csv(path=made.issuances, header=_ISSUANCE_COLUMNS, rows=_issuance_rows(projects))
    _write_csv(path=made.retirements, header=_RETIREMENT_COLUMNS, rows=_retirement_rows(projects))
    _write_csv(path=made.holdings, header=_HOLDING_COLUMNS, rows=_holding_rows(projects))
    return made


def _write_csv(*, path: Path, header: Row, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _project_row(project: SyntheticProject) -> Row:
    issued = sum(issuance.last for issuance in project.issuances)
    retired = sum(r.last - r.first + 1 for issuance in project.issuances for r in issuance.retirements)
    return (
        project.ref, project.name, project.status, project.developer, project.kind, project.methodology,
        project.country, issued, retired,
    )  # fmt: skip


def _issuance_rows(projects: Sequence[SyntheticProject]) -> Iterator[Row]:
    for project, issuance in _pairs(projects):
        serial = project.serial(vintage=issuance.vintage, batch=issuance.batch, first=1, last=issuance.last)
        yield (
            issuance.issued_on, project.ref, project.name, project.kind, issuance.vintage, serial, issuance.last,
            issuance.buffer or "",
        )  # fmt: skip


def _retirement_rows(projects: Sequence[SyntheticProject]) -> Iterator[Row]:
    for project, issuance in _pairs(projects):
        for r in issuance.retirements:
            serial = project.serial(vintage=issuance.vintage, batch=issuance.batch, first=r.first, last=r.last)
            yield (
                r.transaction, r.retired_on, project.ref, issuance.vintage, serial, r.last - r.first + 1, r.holder,
                r.beneficiary, r.reason, r.purpose,
            )  # fmt: skip


def _holding_rows(projects: Sequence[SyntheticProject]) -> Iterator[Row]:
    """The operator's block of each project's newest issuance: up to 5,000 tonnes behind what others retired."""
    for project in projects:
        issuance = project.issuances[-1]
        first = issuance.free_from
        last = min(issuance.last, first + 4_999)
        serial = project.serial(vintage=issuance.vintage, batch=issuance.batch, first=first, last=last)
        yield serial, last - first + 1, project.ref, project.name, issuance.vintage, issuance.issued_on


def _pairs(projects: Sequence[SyntheticProject]) -> Iterator[tuple[SyntheticProject, SyntheticIssuance]]:
    for project in projects:
        for issuance in project.issuances:
            yield project, issuance
