"""An invented ledger of activity, as codes in columns, and five ways to turn it into masses of three gases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from truetonne.science.footprint.compute import make_table, open_engine, prepare_sources, weigh_gases
from truetonne.science.footprint.expressions import sum_parts
from truetonne.science.footprint.prices import load_prices
from truetonne.science.footprint.tables import FACTORS
from truetonne.science.footprint.unit_names import read_unit

KEYS = 5_000
MISSING_SHARE = 0.03
UNITS = (("litre", "m3", "imperial_gallon"), ("kWh", "MWh", "GJ"), ("kg", "tonne", "lb"))
"""Units that convert into each other; a key's factor is per the first of its row."""
NAMES = tuple(name for row in UNITS for name in row)
Sums = tuple[float, float, float, int]
PLAIN_SQL = """
    SELECT coalesce(sum(a.quantity * u.to_base * f.co2), 0) / 1000, coalesce(sum(a.quantity * u.to_base * f.ch4), 0) / 1000,
           coalesce(sum(a.quantity * u.to_base * f.n2o), 0) / 1000, count(*) FILTER (WHERE f.co2 IS NULL)
    FROM activity a LEFT JOIN unit u ON u.unit = a.unit LEFT JOIN factor f ON f.factor_key = a.factor_key
"""


class LedgerProblem:
    """``rows`` lines over 5,000 keys and nine units; lines of 150 keys (3%) have no factor."""

    def __init__(self, rows: int, *, seed: int = 7) -> None:
        rng = np.random.default_rng(seed)
        self.rows = rows
        self.key = rng.integers(0, KEYS, rows, dtype=np.int32)
        self.unit = ((self.key % 3) * 3 + rng.integers(0, 3, rows, dtype=np.int32)).astype(np.int32)
        self.quantity = rng.lognormal(3.0, 1.2, rows)
        self.known = np.arange(int(KEYS * (1 - MISSING_SHARE)), dtype=np.int32)
        self.to_base = np.array([read_unit(name).to_base / read_unit(row[0]).to_base for row in UNITS for name in row])
        self.gases = {
            "co2": rng.uniform(100, 3000, len(self.known)),
            "ch4": rng.uniform(0.01, 1, len(self.known)),
            "n2o": rng.uniform(0.01, 1, len(self.known)),
        }

    def ways(self) -> Mapping[str, Callable[[], Sums]]:
        """Each way, its data loaded in its own form beforehand."""
        return {name: prepare(self) for name, prepare in WAYS.items()}

    def columns(self) -> dict[str, Any]:
        return {"factor_key": self.key, "unit": self.unit, "quantity": self.quantity}

    def factor_columns(self) -> dict[str, Any]:
        return {"factor_key": self.known, **self.gases}

    def unit_columns(self) -> dict[str, Any]:
        return {"unit": np.arange(len(NAMES), dtype=np.int32), "to_base": self.to_base}


def prepare_ours(problem: LedgerProblem) -> Callable[[], Sums]:
    """Load the engine and compile its expression once, as a ledger of the same shape is asked again."""
    connection = open_engine()
    activity = connection.create_table("ledger", pa.table(problem.columns()))
    rows = [
        {
            "factor_id": int(key), "priority": 0, "activity_key": f"key {key}", "unit": UNITS[key % 3][0],
            "method": "average_data", "gwp_set": "AR5GWP100", "category": 0,
            **{f"{gas}_g": float(values[key]) for gas, values in problem.gases.items()},
        }
        for key in problem.known
    ]  # fmt: skip
    keys = pa.table({"code": np.arange(KEYS, dtype=np.int32), "name": [f"key {key}" for key in range(KEYS)]})
    units = pa.table({"code": np.arange(len(NAMES), dtype=np.int32), "name": list(NAMES)})
    names = {
        "factor_key": connection.create_table("key_names", keys),
        "unit": connection.create_table("unit_names", units),
    }
    factors = make_table(schema=FACTORS, rows=rows)
    asked = connection.create_table("asked_units", pa.table({"unit": list(NAMES)}))
    weights = weigh_gases(gwp_set="AR5GWP100")
    sources = prepare_sources(
        connection=connection, activity=asked, factors=factors, weights=weights, prices=load_prices()
    )
    query = str(connection.compile(sum_parts(activity=activity, sources=sources, names=names)))

    def run() -> Sums:
        found = connection.raw_sql(query).to_arrow_table().to_pylist()
        masses = [sum(row[f"{gas}_kg"] or 0.0 for row in found) for gas in problem.gases]
        missing = int(sum(row["line_count"] for row in found if row["code"]))
        return masses[0], masses[1], masses[2], missing

    return run


def prepare_numpy(problem: LedgerProblem) -> Callable[[], Sums]:
    """A dense table by key: what remains when nothing is looked up."""
    dense = {gas: np.full(KEYS, np.nan) for gas in problem.gases}
    for gas, values in problem.gases.items():
        dense[gas][: len(values)] = values

    def run() -> Sums:
        size = problem.quantity * problem.to_base[problem.unit]
        masses = []
        for table in dense.values():
            grams = table[problem.key]
            grams *= size
            masses.append(float(np.nansum(grams)) / 1000)
        missing = int(np.isnan(dense["co2"])[problem.key].sum())
        return masses[0], masses[1], masses[2], missing

    return run


def prepare_duckdb(problem: LedgerProblem) -> Callable[[], Sums]:
    """The joins as one would write them."""
    import duckdb

    connection = duckdb.connect()
    for name, columns in _tables(problem).items():
        connection.register("given", pa.table(columns))
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        connection.unregister("given")

    def run() -> Sums:
        row = connection.execute(PLAIN_SQL).fetchone()
        assert row is not None
        return float(row[0]), float(row[1]), float(row[2]), int(row[3])

    return run


def prepare_polars(problem: LedgerProblem) -> Callable[[], Sums]:
    """Lazy joins, collected."""
    import polars as pl

    activity, factor, unit = (pl.DataFrame(columns).lazy() for columns in _tables(problem).values())
    size = pl.col("quantity") * pl.col("to_base")
    sums = [(size * pl.col(gas)).sum().alias(gas) / 1000 for gas in problem.gases]
    query = activity.join(unit, on="unit", how="left").join(factor, on="factor_key", how="left")
    query = query.select(*sums, pl.col("co2").is_null().sum().alias("missing"))

    def run() -> Sums:
        co2, ch4, n2o, missing = query.collect().row(0)
        return co2, ch4, n2o, missing

    return run


def prepare_pandas(problem: LedgerProblem) -> Callable[[], Sums]:
    """Merges."""
    import pandas as pd

    activity, factor, unit = (pd.DataFrame(columns) for columns in _tables(problem).values())

    def run() -> Sums:
        joined = activity.merge(unit, on="unit", how="left").merge(factor, on="factor_key", how="left")
        size = joined["quantity"] * joined["to_base"]
        masses = [float((size * joined[gas]).sum()) / 1000 for gas in problem.gases]
        return masses[0], masses[1], masses[2], int(joined["co2"].isna().sum())

    return run


def _tables(problem: LedgerProblem) -> dict[str, dict[str, Any]]:
    return {
        "activity": problem.columns(),
        "factor": problem.factor_columns(),
        "unit": problem.unit_columns(),
    }


WAYS: Mapping[str, Callable[[LedgerProblem], Callable[[], Sums]]] = {
    "truetonne": prepare_ours,
    "numpy, dense table": prepare_numpy,
    "DuckDB, plain joins": prepare_duckdb,
    "polars": prepare_polars,
    "pandas": prepare_pandas,
}
