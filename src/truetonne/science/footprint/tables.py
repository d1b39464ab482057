"""Columns of the engine's tables, with types and units. A column of activity that a table lacks has its default.

Activity, one row a line: a quantity with its unit, an amount with currency and price year, or both. Factors, one row
a factor: grams per ``unit``. Missing numbers are null; missing texts are empty and missing whole numbers 0.
"""

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir

DEMAND_DEFAULTS: Final[dict[str, tuple[object, str]]] = {
    "factor_key": ("", "string"),
    "part": ("SCOPE1", "string"),
    "category": (0, "int32"),
    "region": ("", "string"),
    "supplier": ("", "string"),
    "unit": ("", "string"),
    "currency": ("", "string"),
    "price_year": (0, "int32"),
    "instrument_g_per_kwh": (-1.0, "float64"),
}
"""What decides on a line's factor; -1 is no instrument. ``part`` is SCOPE1, SCOPE2 or SCOPE3."""

MEASURES: Final = {
    "quantity": "float64",
    "amount": "float64",
    "uncertainty_pct": "float64",
    "data_quality": "float64",
}

ACTIVITY: Final = ibis.schema(
    {"line_id": "int64", **{name: kind for name, (_, kind) in DEMAND_DEFAULTS.items()}, **MEASURES}
)

FACTORS: Final = ibis.schema(
    {
        "factor_id": "int64",
        "priority": "int32",
        "activity_key": "string",
        "unit": "string",
        "part": "string",
        "category": "int32",
        "method": "string",
        "region": "string",
        "supplier": "string",
        "gwp_set": "string",
        "co2_g": "float64",
        "ch4_g": "float64",
        "n2o_g": "float64",
        "other_co2e_g": "float64",
        "co2e_g": "float64",
        "biogenic_co2_g": "float64",
        "methane_origin": "string",
        "uncertainty_pct": "float64",
    }
)

UNITS: Final = ibis.schema({"unit": "string", "base": "string", "to_base": "float64"})
PRICES: Final = ibis.schema({"currency": "string", "price_year": "int32", "base": "string", "to_base": "float64"})

DEMAND: Final = tuple(DEMAND_DEFAULTS)


def fill_defaults(table: ir.Table) -> ir.Table:
    """Return the activity with every column: nulls and absent columns have their defaults.

    A line without a quantity has no unit, and one without an amount no currency and price year.
    """
    given = {name for name in (*DEMAND_DEFAULTS, *MEASURES) if name in table.columns}
    table = table.mutate(**{name: ibis.null(kind) for name, kind in MEASURES.items() if name not in given})
    filled = {}
    for name, (default, kind) in DEMAND_DEFAULTS.items():
        value = ibis.literal(default, kind)
        filled[name] = ibis.coalesce(table[name].cast(kind), value) if name in given else value
    table = table.mutate(**filled)
    empty = {name: ibis.literal(default, kind) for name, (default, kind) in DEMAND_DEFAULTS.items()}
    return table.mutate(
        unit=ibis.ifelse(table.quantity.isnull(), empty["unit"], table.unit),
        currency=ibis.ifelse(table.amount.isnull(), empty["currency"], table.currency),
        price_year=ibis.ifelse(table.amount.isnull(), empty["price_year"], table.price_year),
    )


def join_left(left: ir.Table, right: ir.Table, on: tuple[str, ...]) -> ir.Table:
    """Return ``left`` with the columns of ``right`` beside it, null where it has no row with equal ``on``."""
    renamed = right.rename({f"right_{name}": name for name in on})
    joined = left.left_join(renamed, [left[name] == renamed[f"right_{name}"] for name in on])
    return joined.drop(*(f"right_{name}" for name in on))
