"""What the application of a standard looks like from outside: a named function from facts and tables to a verdict.

Like ``science.method.Method``, but with a second reader: the tables (factors, thresholds, policy) that the rule set
carries and that a caller may hand over in another version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from truetonne.science.inputs import Inputs
from truetonne.science.status import Status

Outputs = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One worked example of a standard: the facts, the tables that apply, what is expected.

    ``tolerance`` is as in the file, such as ``{"rel": 1e-6}``.
    """

    id: str
    inputs: Mapping[str, object]
    expected: Mapping[str, object]
    tolerance: Mapping[str, object]
    context: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A rule of a standard with its name, source and status.

    ``judge(inputs, context)`` reads the facts of one case and the tables that apply. Where the context lacks a
    table, the rule set in force that this package ships is used. Refusals are those of ``science.errors``.
    ``list_cases(file)`` reads the worked examples of a file with a layout of its own (rows instead of cases); without
    it the file's ``cases`` are taken, and the file's other tables are their context.
    """

    name: str
    title: str
    source: str
    status: Status
    judge: Callable[[Inputs, Inputs], Outputs]
    version: str = "1"
    list_cases: Callable[[Mapping[str, object]], Iterable[Case]] | None = None


def run_standard(
    *, standard: Standard, inputs: Mapping[str, object], context: Mapping[str, object] | None = None
) -> Outputs:
    """Judge the facts of one case and return the verdict.

    ``context`` are tables in place of those that this package ships. Raises InputUnknown for a fact that the
    standard does not know, and whatever refusal the standard names.
    """
    reader = Inputs(inputs)
    outputs = standard.judge(reader, Inputs(context or {}, where="context"))
    reader.finish()
    return outputs
