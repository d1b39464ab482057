"""Reads one workbook and prints its rows: run as a file, in a process that may end at any moment, by ``workbooks``.

Knows nothing of truetonne, so that it starts at once. The first line is an object (``sheets`` and ``total``, or
``fault``); every further line is a list of rows. Days stand as ``{"day": ...}``, moments as ``{"moment": ...}``.
"""

from __future__ import annotations

import gzip
import io
import json
import resource
import sys
from datetime import date, datetime
from typing import Final

ROWS_A_LINE: Final = 200


def main() -> None:
    """Read ``path sheet memory seconds`` from the command line; an empty sheet is the first, ``*`` names them only."""
    path, sheet, memory, seconds = sys.argv[1:5]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if path.endswith(".gz"):
            with gzip.open(path, "rb") as packed:
                book = CalamineWorkbook.from_filelike(io.BytesIO(packed.read()))
        else:
            book = CalamineWorkbook.from_path(path)
        if sheet == "*":
            _say({"sheets": list(book.sheet_names), "total": 0})
            return
        found = book.get_sheet_by_name(sheet) if sheet else book.get_sheet_by_index(0)
    except (CalamineError, OSError, EOFError, ValueError, IndexError) as error:
        _say({"fault": str(error)})
        return
    _say({"sheets": list(book.sheet_names), "total": found.height})
    rows: list[list[object]] = []
    for row in found.iter_rows():
        rows.append([_cell(value) for value in row])
        if len(rows) == ROWS_A_LINE:
            _say(rows)
            rows = []
    _say(rows)


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _say(what: object) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=True, separators=(",", ":")) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
