"""Which shipped list some files are, and of which day: asked by the command and by the office's page alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from truetonne.members.lists.files import ListUnreadable
from truetonne.members.lists.mapping import ListMapping, find_mapping, list_shipped
from truetonne.members.lists.reading import ReadFile, read_list

_DATED = re.compile(r"(?<!\d)(20\d\d)-(\d\d)(?:-(\d\d))?(?!\d)")


class NoMappingFits(ValueError):
    """The columns are those of no shipped list; carries the first file's name."""

    def __init__(self, *, file: str) -> None:
        super().__init__(f"{file}: the columns fit no mapping that is shipped")
        self.file = file


def recognise_list(*, paths: Sequence[Path]) -> tuple[str, ListMapping, tuple[ReadFile, ...]]:
    """Return the name of the first shipped mapping that all files fit, the mapping, and the files as it reads them.

    Raises NoMappingFits, and ListUnreadable for a file that no mapping could read.
    """
    for name in list_shipped():
        shipped = find_mapping(name=name)
        try:
            return name, shipped, tuple(read_list(path=path, mapping=shipped) for path in paths)
        except ListUnreadable as fault:
            if fault.code != "column_missing":
                raise
    raise NoMappingFits(file=paths[0].name)


def find_edition(*, names: Iterable[str]) -> tuple[date, bool] | None:
    """Return the day that files' names tell, and whether only its month is known; None where they tell none.

    Never today's: that would make an old list new.

    >>> find_edition(names=["targets 2025-03.csv"])
    (datetime.date(2025, 3, 1), True)
    """
    for name in names:
        dated = _DATED.search(name)
        if dated is None:
            continue
        try:
            return date(int(dated[1]), int(dated[2]), int(dated[3] or 1)), dated[3] is None
        except ValueError:
            continue
    return None
