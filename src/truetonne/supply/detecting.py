"""Finding the program whose mapping fits a file, where the caller names none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from truetonne.supply.catalog import ProgramMapping, list_programs_by_code
from truetonne.supply.registry_records.files import open_source
from truetonne.supply.registry_records.layouts import ColumnAmbiguous, HeaderNotFound, TableUnknown, find_layout
from truetonne.supply.registry_records.vocabulary import Table


class ProgramAmbiguous(Exception):
    """Files fit the mappings of no program or of several; carries their codes."""

    code = "program_unknown"

    def __init__(self, *, fitting: tuple[str, ...], known: tuple[str, ...]) -> None:
        said = f"fit {', '.join(fitting)}" if fitting else "fit no known program together"
        super().__init__(f"the files {said}; name one of {', '.join(known)}")
        self.fitting = fitting
        self.known = known


def detect_program(*, paths: Sequence[Path], table: Table | None = None) -> ProgramMapping:
    """Return the one program whose mapping fits every file. Raises ProgramAmbiguous, FileUnreadable."""
    programs = list_programs_by_code()
    fitting = tuple(
        code for code, found in programs.items() if all(fits(path=p, program=found, table=table) for p in paths)
    )
    if len(fitting) != 1:
        raise ProgramAmbiguous(fitting=fitting, known=tuple(programs))
    return programs[fitting[0]]


def list_fitting(*, path: Path) -> tuple[str, ...]:
    """Codes of the programs whose mapping fits a file, for a message that helps."""
    return tuple(code for code, found in list_programs_by_code().items() if fits(path=path, program=found, table=None))


def fits(*, path: Path, program: ProgramMapping, table: Table | None) -> bool:
    """Whether a program's mapping has a table with a file's columns. Raises FileUnreadable."""
    try:
        find_layout(source=open_source(path=path), mapping=program.mapping, table=table)
    except (HeaderNotFound, ColumnAmbiguous, TableUnknown):
        return False
    return True
