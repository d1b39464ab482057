"""Rows of workbooks that people send in, read in a process of its own with bounded memory and time.

A workbook of a kilobyte may name a cell in its last row and column: whoever lays the sheet out in memory needs hundreds
of gigabytes and is ended by the machine, with everything else that runs in the same process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from truetonne.edge import workbook_process

MEMORY_BYTES_MAX: Final = 2 * 1024**3
"""Address space of the process that reads; a workbook of a million rows and twenty columns needs about half of it."""
SECONDS_MAX: Final = 300
TOO_LARGE: Final = (
    "its sheet is larger than what stands in it: it cannot be laid out in the memory a file is given here"
)

Cell = str | int | float | bool | date | None


class WorkbookUnreadable(Exception):
    """A workbook that cannot be read; carries the reason. The process that read it has ended."""

    code = "file_unreadable"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def list_sheets(*, path: Path, memory_bytes: int = MEMORY_BYTES_MAX) -> tuple[str, ...]:
    """Return the names of a workbook's sheets, in their order. Raises WorkbookUnreadable."""
    with closing(_lines(path=path, sheet="*", memory_bytes=memory_bytes)) as lines:
        return tuple(str(name) for name in _head(lines)["sheets"])


def read_sheet(
    *,
    path: Path,
    sheet: str = "",
    on_total: Callable[[int], None] = lambda _total: None,
    memory_bytes: int = MEMORY_BYTES_MAX,
) -> Iterator[list[Cell]]:
    """Yield the rows of a sheet (an .xlsx, .xls or .ods, also as .gz), the first one unless named.

    ``on_total`` is told how many rows there are before the first comes. Whoever stops early ends the process.
    Raises WorkbookUnreadable.
    """
    with closing(_lines(path=path, sheet=sheet, memory_bytes=memory_bytes)) as lines:
        on_total(int(_head(lines)["total"]))
        for line in lines:
            for row in json.loads(line):
                yield [_cell(value) for value in row]


def _head(lines: Generator[bytes]) -> dict[str, Any]:
    """Return the first line; raises WorkbookUnreadable where it says why there are no others."""
    told: dict[str, Any] = json.loads(next(lines))
    if "fault" in told:
        raise WorkbookUnreadable(reason=str(told["fault"]))
    return told


def _lines(*, path: Path, sheet: str, memory_bytes: int) -> Generator[bytes]:
    """Yield what the process prints, at least one line; raises WorkbookUnreadable where it ended before its end."""
    command = [sys.executable, "-I", workbook_process.__file__, str(path), sheet, str(memory_bytes), str(SECONDS_MAX)]
    quiet = subprocess.DEVNULL
    # Our own program over one file that we stored; its name goes through no shell.
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet, stdin=quiet) as made:  # noqa: S603
        assert made.stdout is not None
        try:
            yield from made.stdout
            if made.wait() != 0:
                raise WorkbookUnreadable(reason=TOO_LARGE)
        finally:
            made.kill()


def _cell(value: object) -> Cell:
    if isinstance(value, dict):
        moment = value.get("moment")
        return datetime.fromisoformat(moment) if moment else date.fromisoformat(value["day"])
    return value  # type: ignore[return-value]
