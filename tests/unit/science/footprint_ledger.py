"""Lines and factors as tests of the footprint engine write them; what a line does not say has its default."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from truetonne.science.footprint.compute import Footprint, compute_footprint, make_table
from truetonne.science.footprint.tables import ACTIVITY, FACTORS

SET = "AR5GWP100"
Row = dict[str, Any]


def diesel(**fields: Any) -> Row:
    return factor(1, "diesel", "litre", co2_g=2475.0, ch4_g=0.1, n2o_g=0.13, **fields)


def factor(factor_id: int, key: str, unit: str, **fields: Any) -> Row:
    given = {"factor_id": factor_id, "activity_key": key, "unit": unit, "method": "average_data", "gwp_set": SET}
    return {"priority": 0, "category": 0, **given, **fields}


def line(line_id: int, key: str, **fields: Any) -> Row:
    return {"line_id": line_id, "factor_key": key, "part": "SCOPE1", "category": 0, **fields}


def footprint(lines: list[Row], factors: list[Row], *, gwp_set: str = SET, **given: Any) -> Footprint:
    return compute_footprint(
        activity=make_table(schema=ACTIVITY, rows=lines), factors=make_table(schema=FACTORS, rows=factors),
        gwp_set=gwp_set, **given,
    )  # fmt: skip


def masses(made: Footprint) -> dict[tuple[str, int | None], Decimal | None]:
    return {(total.part, total.category): total.mass_kg for total in made.parts}


def codes(made: Footprint) -> dict[str, int]:
    return {gap.code: gap.line_count for gap in made.gaps}
