"""Why a file was not read or a version not computed, in the reader's language.

Jobs write down what failed in English, once; pages put the known sentences into words. An unknown one stays as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from truetonne.edge.workbooks import TOO_LARGE
from truetonne.footprints.inventory_words import category_words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_SENTENCES: Final[tuple[tuple[str, StrPromise], ...]] = (
    (r"it has no rows", _("it has no rows")),
    (r"(?P<ending>\S+) is not read", _("files ending in %(ending)s are not read")),
    (r"it is not UTF-8 text", _("it is not UTF-8 text")),
    (r"the column '(?P<column>.+)' stands twice", _("the column “%(column)s” stands twice")),
    (r"its first row names no columns", _("its first row names no columns")),
    (r"the year has no activity", _("The year has no activity.")),
    (r"no factor set is chosen", _("No factor set is chosen.")),
    (r"no row of the year's files was accepted", _("No row of the year’s files was accepted.")),
    (
        r"(?P<year>\d{4}) has the final version (?P<version>\d+): say what changes and why",
        _("%(year)s has the final version %(version)s: say what changes and why."),
    ),
    (
        r"it failed \((?P<kind>\w+)\); the exchange's own log has the details",
        _("It failed (%(kind)s). The exchange’s own log has the details."),
    ),
    (r"Send a file with a header and rows", _("Send a file with a header and rows.")),
    (r"Send one of: (?P<endings>.+)", _("Send one of: %(endings)s")),
    (r"Save the file as UTF-8", _("Save the file as UTF-8.")),
    (r"Check that the file is whole", _("Check that the file is whole.")),
    (
        r"Save the workbook again as \.xlsx, with the rows in the first sheet and nothing far below them",
        _("Save the workbook again as .xlsx, with the rows in the first sheet and nothing far below them."),
    ),
    (re.escape(TOO_LARGE), _("its sheet is larger than what stands in it and cannot be laid out here")),
    (r"Write the file again as Parquet", _("Write the file again as Parquet.")),
    (r"Name every column once, in the first row", _("Name every column once, in the first row.")),
    (r"Start it again; if it fails again, report it", _("Start it again; if it fails again, report it.")),
)
_STATES: Final[tuple[tuple[str, StrPromise], ...]] = (
    (r"it has lines with figures, so it is not .+", _("it has lines with figures, so this state does not fit")),
    (r"it has no line with a figure; 0 needs a line too", _("it has no line with a figure; 0 needs a line too")),
    (r"\S+ needs a reason", _("this state needs a reason")),
)


def failure_words(*, problem: str) -> str:
    """Return a stored problem or fix in the reader's language; a file's name in front of it stays.

    >>> failure_words(problem="it is only known to the log")
    'it is only known to the log'
    """
    whole = _find(problem, _SENTENCES)
    if whole:
        return whole
    head, separator, tail = problem.partition(": ")
    if not separator:
        return problem
    part = re.fullmatch(r"SCOPE3 (\d+)", head)
    named = category_words(number=int(part[1])) if part is not None else head
    return f"{named}: {_find(tail, _STATES) or _find(tail, _SENTENCES) or tail}"


def _find(text: str, sentences: tuple[tuple[str, StrPromise], ...]) -> str:
    for pattern, words in sentences:
        found = re.fullmatch(pattern, text)
        if found is not None:
            return str(words) % found.groupdict()
    return ""
