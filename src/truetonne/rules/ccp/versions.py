"""Methodology versions and ranges of them, compared number by number: 10.0 is above 9.0, missing parts are 0."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from truetonne.science.errors import WrongType

_DASHES = re.compile(r"[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]")
_INVISIBLE = re.compile(r"[\u00AD\u200B-\u200F\u2060\uFEFF]")
_VERSION = re.compile(r"v?\s*(\d+(?:\.\d+)*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRange:
    """The versions from ``first`` to ``last``, both inclusive."""

    first: tuple[int, ...]
    last: tuple[int, ...]

    def holds(self, *, version: tuple[int, ...]) -> bool:
        """Say whether a version lies between both ends."""
        return is_at_most(first=self.first, second=version) and is_at_most(first=version, second=self.last)


def plain_text(*, text: str) -> str:
    """Return the text without invisible characters, with plain dashes and single spaces."""
    return " ".join(_DASHES.sub("-", _INVISIBLE.sub("", text)).split())


def read_version(*, text: str, field: str = "version") -> tuple[int, ...]:
    """Return the numbers of ``v1.2`` or ``10.0``; raises WrongType for anything else."""
    found = _VERSION.fullmatch(plain_text(text=text))
    if not found:
        reason = "no version is understood"
        raise WrongType(field=field, value=text, reason=reason, fix="Write a version such as 1.0 or v2.1")
    return tuple(int(part) for part in found[1].split("."))


def read_ranges(*, text: str, field: str = "versions") -> tuple[VersionRange, ...]:
    """Return the ranges of ``v1.0-1.2``, ``1-13.1``, ``2.0 - 3.0`` or several of them between commas."""
    ranges = []
    for part in plain_text(text=text).replace(";", ",").split(","):
        ends = [read_version(text=end, field=field) for end in part.split("-")]
        if len(ends) > 2 or not is_at_most(first=ends[0], second=ends[-1]):
            raise WrongType(field=field, value=text, reason="a range has two ends, the lower one first")
        ranges.append(VersionRange(first=ends[0], last=ends[-1]))
    return tuple(ranges)


def is_at_most(*, first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    """Compare two versions number by number, missing parts as 0."""
    for one, other in zip_longest(first, second, fillvalue=0):
        if one != other:
            return one < other
    return True
