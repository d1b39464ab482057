"""Distributions, levels and half widths out of JSON-like inputs."""

from __future__ import annotations

from truetonne.science.errors import TooFewValues, WrongType
from truetonne.science.inputs import Inputs, read_number
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.uncertainty.distributions import (
    Distribution,
    Empirical,
    Lognormal,
    Normal,
    Triangular,
    Uniform,
)
from truetonne.science.uncertainty.half_widths import HalfWidth, Level, check_hw90
from truetonne.science.uncertainty.propagation import percent
from truetonne.science.uncertainty.simulation import Input

_KINDS = ("normal", "lognormal", "uniform", "triangular", "empirical")


def read_input(*, inputs: Inputs) -> Input:
    """Read ``{"dist": "normal", "mean": m, "sd": s}`` with optional ``lower``, ``upper``, ``group``.

    Other distributions: lognormal (mean, sd), uniform (low, high), triangular (low, mode, high), empirical (values).
    """
    item = Input(
        distribution=_read_distribution(inputs),
        lower=inputs.number("lower") if inputs.has("lower") else None,
        upper=inputs.number("upper") if inputs.has("upper") else None,
        group=inputs.text("group") if inputs.has("group") else None,
    )
    inputs.finish()
    return item


def read_terms(*, inputs: Inputs, name: str = "terms") -> dict[str, dict[str, Input]]:
    """Read ``{term: {input: distribution}}``; the sum of the products of the inputs is what is drawn."""
    terms = inputs.nested(name)
    found: dict[str, dict[str, Input]] = {}
    for term in terms.names():
        factors = terms.nested(term)
        found[term] = {factor: read_input(inputs=factors.nested(factor)) for factor in factors.names()}
    return found


def read_level(*, inputs: Inputs, name: str = "level") -> Level:
    """Read a confidence level, that of IPCC approach 1 unless given."""
    default = load_parameters(name="uncertainty").parameters["ipcc_level"].value
    return Level(inputs.choice(name, [level.value for level in Level], default))


def read_half_widths(*, inputs: Inputs, name: str = "u_percent") -> tuple[HalfWidth, ...]:
    """Read half widths in percent, with one ``level`` for all or ``levels`` one by one."""
    sizes = inputs.numbers(name, least=1)
    level = read_level(inputs=inputs)
    levels = [level] * len(sizes)
    if inputs.has("levels"):
        levels = list(inputs.each("levels", _level))
        if len(levels) != len(sizes):
            raise TooFewValues(field="levels", value=len(levels), reason=f"one for each of {len(sizes)}")
    for place, size in enumerate(sizes):
        check_hw90(hw90=size / 100, field=f"{inputs.path(name)}[{place}]")
    return tuple(percent(value=size, level=one) for size, one in zip(sizes, levels, strict=True))


def read_groups(*, inputs: Inputs, name: str = "groups") -> tuple[str | None, ...] | None:
    """Read the optional correlation groups, one text or null for each item."""
    return inputs.each(name, _group) if inputs.has(name) else None


def _read_distribution(inputs: Inputs) -> Distribution:
    kind = inputs.choice("dist", _KINDS)
    if kind == "uniform":
        return Uniform(low=inputs.number("low"), high=inputs.number("high"))
    if kind == "triangular":
        return Triangular(low=inputs.number("low"), mode=inputs.number("mode"), high=inputs.number("high"))
    if kind == "empirical":
        values = inputs.each("values", lambda value, field: read_number(value, field=field))
        return Empirical(values=values)
    mean, sd = inputs.number("mean"), inputs.quantity("sd")
    return Normal(mean=mean, sd=sd) if kind == "normal" else Lognormal(mean=mean, sd=sd)


def _level(value: object, field: str) -> Level:
    if value not in [level.value for level in Level]:
        raise WrongType(field=field, value=value, reason="no confidence level", fix="Write HW90 or HW95")
    return Level(str(value))


def _group(value: object, field: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise WrongType(field=field, value=value, reason="the name of a group, or null, is due")
    return value
