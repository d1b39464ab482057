"""Does what was computed agree with what was expected? Numbers within a tolerance, decisions instead of wording.

Used by the worked examples. The rules are those of the examples' own description: a number may differ by the
tolerance given, null means "not available", a code is compared as it stands, and prose for its decision.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeGuard

_ABSENT: Final = object()

_FORBIDDEN: Final = "must_not_equal"
"""A key of examples: a well-known wrong result, to six places, that no number beside it may come near."""
_FORBIDDEN_NEARNESS: Final = 1e-6

_DECISIONS: Final = (
    ("UNDEFINED", re.compile(r"\bundefined")),
    ("CONDITIONAL", re.compile(r"\bconditional")),
    ("ACCEPTED_IF_DISCLOSED", re.compile(r"\baccept\w* (if|when|only if|unless not) disclosed")),
    ("REFUSED", re.compile(r"\b(reject|refus|not eligible|not allowed|double (use|claim|issuance)|withheld|fail)")),
    ("CORRECTED_DOWN", re.compile(r"\bcorrect\w* (down|the \w+( \w+)? down)")),
    ("NOT_CORRECTED", re.compile(r"\b(no correction|not corrected|uncorrected)")),
    ("ACCEPTED", re.compile(r"\b(accept|allow|eligible|pass)")),
)
"""Words by which a sentence decides. The one that stands first in the sentence is its decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far a number may be from the expected one: ``absolute`` or ``relative``, whichever allows more.

    ``by_key`` holds absolute tolerances for the keys whose name contains the given part
    (``{"total_incl": 0.005}`` for ``total_incl``). All zero is exact.
    """

    absolute: float = 0.0
    relative: float = 0.0
    by_key: Mapping[str, float] | None = None

    def absolute_for(self, key: str) -> float:
        """Return the absolute tolerance of the number under this key."""
        found = [size for part, size in (self.by_key or {}).items() if part in key]
        return max((self.absolute, *found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A place where expected and computed disagree; ``path`` is empty for the whole."""

    path: str
    expected: object
    got: object


def read_tolerance(values: Mapping[str, object]) -> Tolerance:
    """Read ``{"abs": x}``, ``{"rel": x}`` or ``{"<key>_abs": x}``; an empty object is exact."""
    sizes = {name: float(value) for name, value in values.items() if isinstance(value, int | float)}
    by_key = {name.removesuffix("_abs"): size for name, size in sizes.items() if name.endswith("_abs")}
    return Tolerance(absolute=sizes.get("abs", 0.0), relative=sizes.get("rel", 0.0), by_key=by_key)


def find_differences(*, expected: object, got: object, tolerance: Tolerance) -> tuple[Difference, ...]:
    """Return where ``got`` does not agree with ``expected``; ``got`` may hold more than was expected."""
    return tuple(_differences(expected, got, tolerance, "", ""))


def read_decision(*, text: str) -> str | None:
    """Return the decision that a sentence states (REFUSED, ACCEPTED, UNDEFINED...), or None if it states none.

    >>> read_decision(text="second retirement rejected (double use)")
    'REFUSED'
    """
    plain = text.casefold()
    found = [(match.start(), name) for name, pattern in _DECISIONS if (match := pattern.search(plain))]
    return min(found, key=lambda place: place[0])[1] if found else None


def _differences(expected: object, got: object, tolerance: Tolerance, path: str, key: str) -> Iterator[Difference]:
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        for name, value in expected.items():
            if name == _FORBIDDEN:
                beside = {other: got.get(other) for other in expected if other != _FORBIDDEN} or got
                yield from _forbidden(value, beside, tolerance, path)
                continue
            inner = f"{path}.{name}" if path else str(name)
            yield from _differences(value, got.get(name, _ABSENT), tolerance, inner, str(name))
    elif _is_list(expected) and _is_list(got) and len(expected) == len(got):
        for place, (left, right) in enumerate(zip(expected, got, strict=True)):
            yield from _differences(left, right, tolerance, f"{path}[{place}]", key)
    elif not _agrees(expected, got, tolerance, key):
        yield Difference(path=path, expected=expected, got=None if got is _ABSENT else got)


def _forbidden(value: object, got: Mapping[str, object], tolerance: Tolerance, path: str) -> Iterator[Difference]:
    near = Tolerance(absolute=max(tolerance.absolute, _FORBIDDEN_NEARNESS), relative=tolerance.relative)
    for name, number in got.items():
        if value is not None and number is not None and _agrees(value, number, near, name):
            yield Difference(path=f"{path}.{name}" if path else name, expected=f"not {value}", got=number)


def _agrees(expected: object, got: object, tolerance: Tolerance, key: str) -> bool:
    if expected is None:
        return got is None or got is _ABSENT
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    if isinstance(expected, int | float) and isinstance(got, int | float):
        return math.isclose(expected, got, rel_tol=tolerance.relative, abs_tol=tolerance.absolute_for(key))
    if isinstance(expected, str):
        return _says_the_same(expected, got)
    return expected == got


def _says_the_same(expected: str, got: object) -> bool:
    """Compare codes as they stand and sentences for their decision."""
    if isinstance(got, Mapping) and isinstance(got.get("decision"), str):
        got = got["decision"] if " " not in expected.strip() else f"{got['decision']}: {got.get('reason', '')}"
    if not isinstance(got, str):
        return False
    if _plain(expected) == _plain(got):
        return True
    decision = read_decision(text=expected) if " " in expected.strip() else None
    return decision is not None and decision == read_decision(text=got)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)
