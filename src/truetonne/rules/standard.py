"""What the application of a standard looks like from outside: a named function from facts and tables to a verdict.

Like ``science.method.Method``, but with a second reader: the tables (factors, thresholds, policy) that the rule set
carries and that a caller may hand over in another version.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from truetonne.science.inputs import Inputs
from truetonne.science.status import Status

Outputs = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A rule of a standard with its name, source and status.

    ``judge(inputs, context)`` reads the facts of one case and the tables that apply. Where the context lacks a
    table, the rule set in force that this package ships is used. Refusals are those of ``science.errors``.
    """

    name: str
    title: str
    source: str
    status: Status
    judge: Callable[[Inputs, Inputs], Outputs]
