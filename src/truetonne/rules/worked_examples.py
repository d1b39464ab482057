"""Worked examples of methods and standards: read from their files, run, and compared with what they expect.

Two layouts: ``vectors`` that each name a method, and ``cases`` of the one standard that the file's ``id`` names.
Pure: the caller reads the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from truetonne.rules.catalogue import get_standard
from truetonne.rules.standard import Case, Standard, run_standard
from truetonne.science.agreement import Difference, find_differences, read_tolerance
from truetonne.science.catalogue import get_method
from truetonne.science.errors import InputRefused, NotInTable, WrongType
from truetonne.science.method import run_method

_FILE_FACTS = frozenset({"id", "title", "status", "source", "independence", "tolerance", "cases"})
"""Keys of a standard's file that describe it; all others are tables."""


class Verdict(StrEnum):
    """Whether an example came out as expected, differs, or cannot be run at all."""

    PASS = "pass"  # noqa: S105 - a verdict, no password
    DIFFERS = "differs"
    NOT_RUN = "cannot be run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one example gave. ``got`` is None where nothing came out; ``reason`` then says why."""

    id: str
    name: str
    verdict: Verdict
    expected: object
    got: object = None
    differences: tuple[Difference, ...] = ()
    reason: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the outcome as JSON-like values."""
        return {
            "id": self.id,
            "method": self.name,
            "verdict": self.verdict.value,
            "expected": self.expected,
            "got": self.got,
            "differences": [
                {"path": found.path, "expected": found.expected, "got": found.got} for found in self.differences
            ],
            "reason": self.reason,
        }


def run_examples(*, file: Mapping[str, object]) -> Iterator[Outcome]:
    """Yield the outcome of every example in a file, in its order.

    Raises WrongType for a file that has neither ``vectors`` nor the ``id`` of a standard.
    """
    if "vectors" in file:
        for place, vector in enumerate(_mappings(file["vectors"], field="vectors")):
            yield _run_vector(vector=vector, place=place)
        return
    name = file.get("id")
    if not isinstance(name, str):
        fix = "A file of methods has 'vectors'; a file of a standard has its 'id' and 'cases'"
        raise WrongType(field="file", value=sorted(file), reason="these are no worked examples", fix=fix)
    try:
        standard = get_standard(name=name)
    except NotInTable:
        yield from _without_rule(file=file, name=name)
        return
    cases = standard.list_cases(file) if standard.list_cases else _cases(file)
    for case in cases:
        yield _run_case(standard=standard, case=case)


def _run_vector(*, vector: Mapping[str, object], place: int) -> Outcome:
    name, expected = str(vector.get("method")), _mapping(vector.get("expected"))
    example = str(vector.get("id", f"vectors[{place}]"))
    try:
        method = get_method(name=name)
    except NotInTable:
        return Outcome(
            id=example, name=name, verdict=Verdict.NOT_RUN, expected=expected, reason="there is no such method"
        )
    try:
        got = run_method(method=method, inputs=_mapping(vector.get("inputs"))).outputs
    except InputRefused as refused:
        return _refused(example=example, name=name, expected=expected, refused=refused)
    return _compare(example=example, name=name, expected=expected, got=got, tolerance=vector.get("tolerance"))


def _run_case(*, standard: Standard, case: Case) -> Outcome:
    try:
        got = run_standard(standard=standard, inputs=case.inputs, context=case.context)
    except InputRefused as refused:
        return _refused(example=case.id, name=standard.name, expected=case.expected, refused=refused)
    return _compare(example=case.id, name=standard.name, expected=case.expected, got=got, tolerance=case.tolerance)


def _compare(*, example: str, name: str, expected: object, got: object, tolerance: object) -> Outcome:
    differences = find_differences(expected=expected, got=got, tolerance=read_tolerance(_mapping(tolerance)))
    verdict = Verdict.DIFFERS if differences else Verdict.PASS
    return Outcome(id=example, name=name, verdict=verdict, expected=expected, got=got, differences=differences)


def _refused(*, example: str, name: str, expected: Mapping[str, object], refused: InputRefused) -> Outcome:
    """A refusal is what was expected where the example expects an ``error``, and no result otherwise."""
    if not isinstance(expected.get("error"), str):
        return Outcome(
            id=example, name=name, verdict=Verdict.NOT_RUN, expected=expected, reason=f"{refused.code}: {refused}"
        )
    reads_as = refused.code.replace("_", " ") if " " in str(expected["error"]) else refused.code
    got = {"error": reads_as}
    return _compare(example=example, name=name, expected=expected, got=got, tolerance=None)


def _without_rule(*, file: Mapping[str, object], name: str) -> Iterator[Outcome]:
    """Report each case as not run, or the whole file where its layout is known only to the missing rule."""
    cases = list(_cases(file)) if "cases" in file else [Case(id=name, inputs={}, expected={}, tolerance={})]
    for case in cases:
        reason = "there is no such rule"
        yield Outcome(id=case.id, name=name, verdict=Verdict.NOT_RUN, expected=case.expected, reason=reason)


def _cases(file: Mapping[str, object]) -> Iterator[Case]:
    context = {name: value for name, value in file.items() if name not in _FILE_FACTS}
    tolerance = _mapping(file.get("tolerance"))
    for place, case in enumerate(_mappings(file.get("cases"), field="cases")):
        yield Case(
            id=str(case.get("id", f"{file['id']}[{place}]")),
            inputs=_mapping(case.get("inputs")),
            expected=_mapping(case.get("expected")),
            tolerance=_mapping(case.get("tolerance", tolerance)),
            context=context,
        )


def _mappings(value: object, *, field: str) -> Sequence[Mapping[str, object]]:
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise WrongType(field=field, value=value, reason="a list of objects is due")
    return value


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
