"""A ledger of activity into a footprint, on DuckDB: the engine with its tables set up, totals, gaps and ranges.

>>> import pyarrow as pa
>>> from truetonne.science.footprint.compute import compute_footprint, make_table
>>> from truetonne.science.footprint.tables import ACTIVITY, FACTORS
>>> fuel = {"line_id": 1, "factor_key": "diesel", "part": "SCOPE1", "quantity": 2.0, "unit": "m3"}
>>> diesel = {"factor_id": 7, "activity_key": "diesel", "unit": "litre", "method": "average_data",
...           "co2_g": 2475.0, "ch4_g": 0.1, "n2o_g": 0.13}
>>> made = compute_footprint(activity=make_table(schema=ACTIVITY, rows=[fuel]),
...                          factors=make_table(schema=FACTORS, rows=[diesel]), gwp_set="AR5GWP100")
>>> made.parts[0].part, made.parts[0].mass_kg
('SCOPE1', Decimal('5024.500000000'))
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import ibis
import pyarrow as pa

from truetonne.science.errors import InputRefused
from truetonne.science.footprint.choosing import GasWeights, weigh_factors
from truetonne.science.footprint.expressions import Sources, list_lines
from truetonne.science.footprint.prices import PriceTable, list_deflators, load_prices
from truetonne.science.footprint.ranges import PartTotal, add_parts
from truetonne.science.footprint.tables import PRICES, UNITS
from truetonne.science.footprint.unit_names import read_unit, read_units
from truetonne.science.gwp import MethaneOrigin, find_factor, read_metric_name
from truetonne.science.status import Status

GROUPS_BITS: Final = 20
"""Kinds of lines, as a power of two, up to which DuckDB counts them by place instead of by hash."""


class NoActivity(InputRefused):
    """A ledger without a line."""

    code = "no_activity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Lines of one kind without a figure: what they are, why, and how many."""

    part: str
    category: int | None
    factor_key: str
    unit: str
    code: str
    line_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """Totals by part in kilograms CO2e, what is missing, and the lines behind both.

    ``parts`` holds only parts that lines touch; a part of which every line is missing has ``mass_kg`` None, never 0.
    ``lines`` is a table of the engine with one row per line and part (columns of ``expressions.list_lines``).
    ``missing_count`` counts lines, not rows. ``findings`` are codes of what a reader must be told.
    """

    gwp_set: str
    line_count: int
    missing_count: int
    parts: tuple[PartTotal, ...]
    gaps: tuple[Gap, ...]
    findings: tuple[str, ...]
    lines: Any
    price_source: str


def compute_footprint(
    *,
    activity: pa.Table,
    factors: pa.Table,
    gwp_set: str,
    methane_origin: MethaneOrigin | None = None,
    prices: PriceTable | None = None,
    engine: Any = None,
) -> Footprint:
    """Return the footprint of a ledger under one GWP set.

    ``activity`` and ``factors`` are (n_lines, ...) and (n_factors, ...) with the columns of ``tables.ACTIVITY`` and
    ``tables.FACTORS``; columns that activity lacks have their defaults. Every line takes one factor per part:
    supplier-specific before hybrid before average before spend-based. Totals are sums of decimals that were rounded
    once per line, so that they are the same on every run and machine.

    Raises NoActivity, UnitMismatch for an unknown GWP set, and UnitUnknown for a factor's own unit. A line that has
    no figure is no error: it is counted and listed. Source: GHG Protocol (method hierarchy and scope 2, secondary).
    """
    if activity.num_rows == 0:
        raise NoActivity(field="activity", value=0, reason="there is no line", fix="Hand over at least one line")
    connection = engine if engine is not None else open_engine()
    table = prices or load_prices()
    weights = weigh_gases(gwp_set=gwp_set, methane_origin=methane_origin)
    ledger = connection.create_table("activity", activity, overwrite=True)
    sources = prepare_sources(connection=connection, activity=ledger, factors=factors, weights=weights, prices=table)
    lines = connection.create_table("footprint_lines", list_lines(activity=ledger, sources=sources), overwrite=True)
    gaps = _list_gaps(lines=lines, ledger=ledger)
    missing = _count(lines.filter(lines.code != "").line_id.nunique())
    return Footprint(
        gwp_set=gwp_set,
        line_count=activity.num_rows,
        missing_count=missing,
        parts=add_parts(lines=lines),
        gaps=gaps,
        findings=_find(lines=lines, prices=table),
        lines=lines,
        price_source=table.source,
    )


def open_engine(*, memory_mb: int | None = None, threads: int | None = None) -> Any:
    """Return a DuckDB of its own in memory, through Ibis, held to ``memory_mb`` and ``threads`` where given."""
    connection = ibis.duckdb.connect()
    connection.raw_sql(f"SET perfect_ht_threshold = {GROUPS_BITS}")
    connection.raw_sql("SET preserve_insertion_order = false")
    if memory_mb is not None:
        connection.raw_sql(f"SET memory_limit = '{int(memory_mb)}MB'")
    if threads is not None:
        connection.raw_sql(f"SET threads = {int(threads)}")
    return connection


def weigh_gases(*, gwp_set: str, methane_origin: MethaneOrigin | None = None) -> GasWeights:
    """Return the weights of methane and nitrous oxide under a set (``AR5GWP100``); raises UnitMismatch.

    Sets of the sixth report weigh methane by origin: without ``methane_origin`` each factor has to state its own.
    """
    metric = read_metric_name(gwp_set)
    by_origin = {origin.value: find_factor(gas="CH4", metric=metric, origin=origin) for origin in MethaneOrigin}
    has_one = len(set(by_origin.values())) == 1
    stated = by_origin[methane_origin.value] if methane_origin is not None else None
    return GasWeights(
        set_name=gwp_set,
        ch4=next(iter(by_origin.values())) if has_one else stated,
        ch4_by_origin={} if has_one else by_origin,
        n2o=find_factor(gas="N2O", metric=metric),
    )


def prepare_sources(
    *, connection: Any, activity: Any, factors: pa.Table, weights: GasWeights, prices: PriceTable
) -> Sources:
    """Put factors, units and prices beside a ledger in an engine; raises UnitUnknown for a factor's own unit.

    Units of lines that are not understood are left out, and their lines come back with ``unit_unknown``.
    """
    of_factors = {str(unit) for unit in factors.column("unit").unique().to_pylist()}
    bases = {read_unit(unit).base for unit in of_factors}
    moneys = [(base[:3], int(base[4:])) for base in bases if base[:3].isupper() and base[4:].isdigit()]
    of_lines = _distinct(activity, "unit")
    units = read_units(unit for (unit,) in of_lines if unit) + read_units(of_factors)
    known = {unit.unit: unit for unit in units}
    paid = [(str(c), int(y)) for c, y in _distinct(activity, "currency", "price_year") if c and y]
    deflators = list_deflators(moneys=paid, bases=moneys, prices=prices)
    rows = [{"unit": u.unit, "base": u.base, "to_base": u.to_base} for u in known.values()]
    rates = [
        {"currency": d.currency, "price_year": d.price_year, "base": d.base, "to_base": d.to_base} for d in deflators
    ]
    sized = connection.create_table("units", make_table(schema=UNITS, rows=rows), overwrite=True)
    given = connection.create_table("factors", factors, overwrite=True)
    figures = weigh_factors(factors=given, units=sized, weights=weights)
    return Sources(
        figures=connection.create_table("factor_figures", figures, overwrite=True),
        units=sized,
        prices=connection.create_table("prices", make_table(schema=PRICES, rows=rates), overwrite=True),
    )


def make_table(*, schema: Any, rows: Iterable[Mapping[str, object]]) -> pa.Table:
    """Return rows as a table of a schema of ``tables``; what a row does not say is null, or empty for texts."""
    arrow = schema.to_pyarrow()
    texts = {field.name for field in arrow if pa.types.is_string(field.type)}
    complete = [{name: row.get(name, "" if name in texts else None) for name in arrow.names} for row in rows]
    return pa.Table.from_pylist(complete, schema=arrow)


def _distinct(table: Any, *columns: str) -> list[tuple[Any, ...]]:
    if not set(columns) <= set(table.columns):
        return []
    found = table.select(*columns).distinct().to_pyarrow().to_pylist()
    return [tuple(row[name] for name in columns) for row in found]


def _list_gaps(*, lines: Any, ledger: Any) -> tuple[Gap, ...]:
    absent = lines.filter(lines.code != "").select("line_id", "part", "category", "code")
    told = ledger.select(asked_id=ledger.line_id, factor_key=ledger.factor_key, unit=_unit_of(ledger))
    joined = absent.inner_join(told, absent.line_id == told.asked_id)
    counted = joined.group_by(["part", "category", "factor_key", "unit", "code"]).aggregate(
        line_count=joined.line_id.nunique()
    )
    ordered = counted.order_by([counted.line_count.desc(), "part", "category", "factor_key", "unit"])
    return tuple(
        Gap(**{**row, "category": row["category"] or None, "unit": row["unit"] or ""})
        for row in ordered.to_pyarrow().to_pylist()
    )


def _unit_of(ledger: Any) -> Any:
    unit = ledger.unit if "unit" in ledger.columns else ibis.literal("")
    if "currency" not in ledger.columns:
        return unit
    money = ledger.currency.concat(" ", ledger.price_year.cast("string"))
    return ibis.ifelse(ibis.coalesce(unit, "") == "", money, unit)


def _find(*, lines: Any, prices: PriceTable) -> tuple[str, ...]:
    market = lines.filter((lines.part == "SCOPE2_MARKET") & (lines.code == ""))
    uncovered = market.filter(~market.is_residual_mix & ~market.has_instrument)
    spent = lines.filter(lines.is_deflated)
    findings = []
    if _count(uncovered.count()):
        findings.append("disclose_no_residual_mix")
    if Status.UNVERIFIED in prices.statuses and _count(spent.count()):
        findings.append("unverified_prices")
    return tuple(findings)


def _count(value: Any) -> int:
    return int(value.to_pyarrow().as_py())
