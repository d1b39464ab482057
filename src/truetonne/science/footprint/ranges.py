"""Totals of a footprint with data quality, methods and the range they lie in.

A factor is one source of doubt for all lines that use it, a quantity is one for its line alone: lines add up as squares,
and with their factor's doubt once for all of them. Source: IPCC 2006 volume 1 chapter 3 (numbers unverified); the
half widths where nobody states one are operator policy.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import ibis

from truetonne.science.errors import UndefinedResult
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.uncertainty import (
    HalfWidth,
    Input,
    Level,
    Lognormal,
    Normal,
    Simulation,
    combine_product,
    combine_sum,
    simulate,
)

_GASES: Final = ("co2_kg", "ch4_kg", "n2o_kg")
_SKEWED: Final = 0.3
"""Half width above which a factor is drawn lognormal, because a normal one would go below 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorShare:
    """Lines of one part that share a factor: kilograms, doubt of their quantities together, and of the factor.

    ``activity_width`` and ``factor_width`` are half widths of the 95% interval as fractions.
    """

    factor: str
    mass_kg: Decimal
    activity_width: float
    factor_width: float

    @property
    def half_width(self) -> HalfWidth:
        """Both doubts together, U = sqrt(Ua^2 + Uf^2)."""
        widths = [HalfWidth(fraction=one, level=Level.HW95) for one in (self.activity_width, self.factor_width)]
        return combine_product(half_widths=widths)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartTotal:
    """A part's figure in kilograms CO2e, None where none of its lines has one.

    Gases are None unless every line with a figure tells them apart. ``method_shares`` are shares of the kilograms;
    ``data_quality`` is their mean score weighted by kilograms, 1 very good to 5 poor. ``low_kg`` and ``high_kg``
    bound the 95% interval by error propagation, never below 0.
    """

    part: str
    category: int | None
    mass_kg: Decimal | None
    co2_kg: Decimal | None
    ch4_kg: Decimal | None
    n2o_kg: Decimal | None
    low_kg: Decimal | None
    high_kg: Decimal | None
    data_quality: float | None
    method_shares: Mapping[str, float]
    shares: tuple[FactorShare, ...]
    line_count: int
    missing_count: int

    @property
    def method(self) -> str:
        """The method behind most of the kilograms, blank where there are none."""
        return max(self.method_shares, key=lambda name: self.method_shares[name], default="")

    @property
    def primary_share(self) -> float:
        """Share of the kilograms that rest on suppliers' own data."""
        return self.method_shares.get("supplier_specific", 0.0)


def add_parts(*, lines: Any) -> tuple[PartTotal, ...]:
    """Add lines of ``expressions.list_lines`` up by part and category, with their ranges."""
    groups: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for row in _group(lines).to_pyarrow().to_pylist():
        groups[row["part"], row["category"]].append(row)
    return tuple(
        _total(part=part, category=category or None, rows=groups[part, category]) for part, category in sorted(groups)
    )


def simulate_total(*, parts: Sequence[PartTotal], draws: int | None = None, seed: int | None = None) -> Simulation:
    """Draw the sum of parts by Monte Carlo: each factor once for all its lines, quantities by themselves.

    Take one of the two parts of scope 2, never both. A factor with a half width above 30% is drawn lognormal. Beyond
    the 200 factors that weigh most the rest is one normal sum (operator policy). Raises UndefinedResult for no mass.
    Source: IPCC approach 2, see ``uncertainty.simulate``.
    """
    merged = _merge(share for part in parts for share in part.shares if share.mass_kg > 0)
    if not merged:
        raise UndefinedResult(field="parts", value=0, reason="no part has kilograms")
    limit = int(load_parameters(name="footprint").number("simulated_factors_max"))
    ordered = sorted(merged, key=lambda one: -float(one.mass_kg) * one.half_width.fraction)
    terms = {one.factor: _draw(one) for one in ordered[:limit]}
    rest = ordered[limit:]
    if rest:
        together = combine_sum(
            values=[float(one.mass_kg) for one in rest], half_widths=[one.half_width for one in rest]
        )
        normal = Normal(mean=together.total, sd=together.total * together.half_width.cv)
        terms["all other factors"] = {"sum": Input(distribution=normal, lower=0.0)}
    return simulate(terms=terms, draws=draws, seed=seed)


def _group(lines: Any) -> Any:
    parameters = load_parameters(name="footprint")
    mass = lines.mass_kg.cast("float64")
    of_line = parameters.number("activity_half_width_95_pct")
    activity = ibis.coalesce(lines.uncertainty_pct, of_line) / 100
    factor = ibis.coalesce(lines.factor_uncertainty_pct, _by_method(lines, parameters.table("half_width_95_pct"))) / 100
    quality = ibis.coalesce(lines.data_quality, _by_method(lines, parameters.table("data_quality")))
    return lines.group_by(["part", "category", "factor_id", "method", "code"]).aggregate(
        mass_kg=lines.mass_kg.sum(),
        **{gas: lines[gas].sum() for gas in _GASES},
        **{f"told_{gas}": lines[gas].count() for gas in _GASES},
        line_count=lines.count(),
        squares=((mass * activity) * (mass * activity)).sum(),
        factor_width=factor.max(),
        weighted_quality=(mass * quality).sum(),
    )


def _by_method(lines: Any, table: Mapping[str, object]) -> Any:
    value = ibis.null("float64")
    for method, number in table.items():
        value = ibis.ifelse(lines.method == method, ibis.literal(number, "float64"), value)
    return value


def _total(*, part: str, category: int | None, rows: Sequence[dict[str, Any]]) -> PartTotal:
    filled = [row for row in rows if row["code"] == ""]
    missing = sum(row["line_count"] for row in rows if row["code"])
    if not filled:
        return PartTotal(
            part=part, category=category, mass_kg=None, co2_kg=None, ch4_kg=None, n2o_kg=None, low_kg=None,
            high_kg=None, data_quality=None, method_shares={}, shares=(), line_count=missing, missing_count=missing,
        )  # fmt: skip
    mass = sum((row["mass_kg"] for row in filled), Decimal(0))
    count = sum(row["line_count"] for row in filled)
    shares = tuple(_share(row) for row in sorted(filled, key=_name_source))
    low, high = _range(shares=shares, mass=mass)
    by_method: dict[str, Decimal] = defaultdict(Decimal)
    for row in filled:
        by_method[row["method"]] += row["mass_kg"]
    gases = {
        gas: sum((row[gas] for row in filled), Decimal(0))
        if all(row[f"told_{gas}"] == row["line_count"] for row in filled)
        else None
        for gas in _GASES
    }
    return PartTotal(
        part=part, category=category, mass_kg=mass, **gases, low_kg=low, high_kg=high,
        data_quality=math.fsum(row["weighted_quality"] for row in filled) / float(mass) if mass else None,
        method_shares={name: float(kg / mass) for name, kg in sorted(by_method.items())} if mass else {},
        shares=shares, line_count=count + missing, missing_count=missing,
    )  # fmt: skip


def _share(row: Mapping[str, Any]) -> FactorShare:
    mass = float(row["mass_kg"])
    return FactorShare(
        factor=_name_source(row),
        mass_kg=row["mass_kg"],
        activity_width=math.sqrt(row["squares"]) / mass if mass else 0.0,
        factor_width=row["factor_width"],
    )


def _name_source(row: Mapping[str, Any]) -> str:
    return f"factor {row['factor_id']:012d}" if row["factor_id"] is not None else "instruments"


def _range(*, shares: Sequence[FactorShare], mass: Decimal) -> tuple[Decimal, Decimal]:
    if mass == 0:
        return mass, mass
    combined = combine_sum(
        values=[float(one.mass_kg) for one in shares], half_widths=[one.half_width for one in shares]
    )
    half = Decimal(repr(combined.half_width_absolute))
    return max(Decimal(0), mass - half), mass + half


def _merge(shares: Iterable[FactorShare]) -> list[FactorShare]:
    by_factor: dict[str, list[FactorShare]] = defaultdict(list)
    for share in shares:
        by_factor[share.factor].append(share)
    return [_join(name, joined) for name, joined in sorted(by_factor.items())]


def _join(name: str, shares: Sequence[FactorShare]) -> FactorShare:
    mass = sum((one.mass_kg for one in shares), Decimal(0))
    squares = math.fsum((float(one.mass_kg) * one.activity_width) ** 2 for one in shares)
    return FactorShare(
        factor=name,
        mass_kg=mass,
        activity_width=math.sqrt(squares) / float(mass),
        factor_width=max(one.factor_width for one in shares),
    )


def _draw(share: FactorShare) -> dict[str, Input]:
    mean = float(share.mass_kg)
    activity = HalfWidth(fraction=share.activity_width, level=Level.HW95)
    factor = HalfWidth(fraction=share.factor_width, level=Level.HW95)
    quantity = Input(distribution=Normal(mean=mean, sd=mean * activity.cv), lower=0.0)
    drawn: Normal | Lognormal = (
        Lognormal(mean=1.0, sd=factor.cv) if share.factor_width > _SKEWED else Normal(mean=1.0, sd=factor.cv)
    )
    return {"quantity": quantity, "factor": Input(distribution=drawn, lower=0.0)}
