"""What a computation looks like from outside: a named, versioned function from JSON-like inputs to outputs.

Modules of this room offer their methods as a tuple ``METHODS``; ``science.catalogue`` finds them by name, and the
command line, the API, the notebooks and the worked examples all call the same object.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from truetonne.science.inputs import Inputs
from truetonne.science.status import Status, is_unverified

Outputs = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A computation with its name, version, source and the statuses of the parameters that it rests on.

    ``compute`` takes a reader of the inputs and returns JSON-like outputs; it raises the refusals of
    ``science.errors``. ``statuses`` are those of every parameter that a result uses.
    """

    name: str
    title: str
    version: str
    source: str
    compute: Callable[[Inputs], Outputs]
    statuses: tuple[Status, ...] = (Status.DERIVED,)
    parameter_sets: tuple[str, ...] = ()

    @property
    def uses_unverified(self) -> bool:
        """Say whether a result rests on a parameter that nobody checked against its document."""
        return is_unverified(statuses=self.statuses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The record of one computation: the same record in gives the same bytes out (methods reference 0.3)."""

    method: str
    version: str
    parameter_sets: tuple[str, ...]
    inputs: Mapping[str, object]
    inputs_sha256: str
    outputs: Outputs
    statuses: tuple[Status, ...]
    uses_unverified: bool
    randomness: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the record as JSON-like values."""
        return {
            "method": self.method,
            "version": self.version,
            "parameter_sets": list(self.parameter_sets),
            "inputs": dict(self.inputs),
            "inputs_sha256": self.inputs_sha256,
            "outputs": dict(self.outputs),
            "statuses": [status.value for status in self.statuses],
            "uses_unverified": self.uses_unverified,
            "randomness": dict(self.randomness),
        }


def run_method(*, method: Method, inputs: Mapping[str, object]) -> Result:
    """Run a method on JSON-like inputs and return its record.

    Raises InputUnknown for an input that the method does not know, and whatever refusal the method names. An
    output ``randomness`` (generator, seed, draws, library versions) moves from the outputs into the record, and so
    does ``statuses``, by which a method names the statuses of this result where they depend on the inputs.
    """
    reader = Inputs(inputs)
    outputs = dict(method.compute(reader))
    reader.finish()
    randomness = outputs.pop("randomness", {})
    statuses = _read_statuses(outputs.pop("statuses", method.statuses))
    return Result(
        method=method.name,
        version=method.version,
        parameter_sets=method.parameter_sets,
        inputs=dict(inputs),
        inputs_sha256=hash_inputs(inputs=inputs),
        outputs=outputs,
        statuses=statuses,
        uses_unverified=is_unverified(statuses=statuses),
        randomness=randomness if isinstance(randomness, Mapping) else {},
    )


def _read_statuses(value: object) -> tuple[Status, ...]:
    """Return the distinct statuses in the order of Status."""
    named = {Status(item) for item in value} if isinstance(value, tuple | list) else set()
    return tuple(status for status in Status if status in named)


def hash_inputs(*, inputs: Mapping[str, object]) -> str:
    """Return the SHA-256 of the inputs as JSON with sorted keys and no spaces, in lower-case hex."""
    text = json.dumps(inputs, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
