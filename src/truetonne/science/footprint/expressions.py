"""The engine: activity and factors into emissions, as one set of Ibis expressions that any of its backends can run.

``sum_parts`` adds lines up before it joins them, so that a ledger of any length meets its factors as a few thousand
sums; ``list_lines`` gives every line its own figure. Nothing here touches a file or a connection.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import ibis
import ibis.expr.types as ir

from truetonne.science.footprint.choosing import choose_factors
from truetonne.science.footprint.tables import DEMAND, fill_defaults

GRAMS_PER_KG: Final = 1000.0
_EXACT: Final = "decimal(38, 9)"
_GASES: Final = ("co2", "ch4", "n2o")
_SUMS: Final = ("quantity", "amount", "line_count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What lines are judged by: factors with their figures (``choosing.weigh_factors``), units and prices (``tables``).

    Factors are weighed once, when they are put beside a ledger, and not again with every question asked of it.
    """

    figures: ir.Table
    units: ir.Table
    prices: ir.Table


def sum_demands(*, activity: ir.Table, names: Mapping[str, ir.Table] | None = None) -> ir.Table:
    """Add up the lines of each kind: quantity, amount and ``line_count`` by the columns of ``tables.DEMAND``.

    ``names`` gives, for columns that hold codes, a table of ``code`` and ``name``: codes are grouped as they are and
    named afterwards. A code without a name keeps its number as name, and so finds no factor.
    """
    coded = dict(names or {})
    given = [name for name in DEMAND if name in activity.columns]
    measures = {name: activity[name].sum() for name in ("quantity", "amount") if name in activity.columns}
    sums = activity.group_by(given).aggregate(**measures, line_count=activity.count())
    for column, table in coded.items():
        named = table.rename(named_code="code", named="name")
        joined = sums.left_join(named, sums[column] == named.named_code)
        sums = joined.mutate(**{column: ibis.coalesce(joined.named, joined[column].cast("string"))}).drop(
            "named_code", "named"
        )
    filled = fill_defaults(sums)
    # Once more: what has no name, or nothing where a default stands, may be one kind after all.
    once = filled.group_by(given).aggregate(**{name: filled[name].sum() for name in _SUMS})
    return fill_defaults(once)


def sum_parts(*, activity: ir.Table, sources: Sources, names: Mapping[str, ir.Table] | None = None) -> ir.Table:
    """Return emissions by part and category, with the lines that have no figure counted by their ``code``.

    Columns: ``part``, ``category`` (0 outside scope 3), ``code`` (blank where there are figures), ``mass_kg``,
    ``co2_kg``, ``ch4_kg``, ``n2o_kg``, ``biogenic_kg``, ``line_count``. Rows with a code have no masses: missing is
    null. Floating sums: they agree between engines to about 1e-12 of a total, not to the last bit.
    """
    sums = sum_demands(activity=activity, names=names)
    on = tuple(name for name in DEMAND if name in activity.columns)
    joined = _resolve(kinds=sums, sources=sources, on=on, carried=_SUMS)
    size = ibis.ifelse(joined.is_money, joined.amount, joined.quantity) * joined.to_base / GRAMS_PER_KG
    return joined.group_by([joined.for_part.name("part"), "category", "code"]).aggregate(
        mass_kg=(size * joined.figure_g).sum(),
        **{f"{gas}_kg": (size * joined[f"{gas}_g"]).sum() for gas in _GASES},
        biogenic_kg=ibis.ifelse(
            joined.for_part == "SCOPE2_MARKET", ibis.null("float64"), size * joined.biogenic_co2_g
        ).sum(),
        line_count=joined.line_count.sum(),
    )


def list_lines(*, activity: ir.Table, sources: Sources) -> ir.Table:
    """Return what every line comes to in every part that it touches, to the microgram.

    Columns: ``line_id``, ``part``, ``category``, ``factor_id``, ``method``, ``mass_kg`` and gases (decimals with 9
    places, rounded once per line, so that their sums are exact and the same everywhere), ``code``, ``data_quality``,
    ``uncertainty_pct`` and ``factor_uncertainty_pct``, ``is_residual_mix``, ``has_instrument``, ``is_deflated``. Biogenic CO2 is a row
    of part BIOGENIC.
    """
    lines = fill_defaults(activity)
    on = tuple(name for name in DEMAND if name in activity.columns)
    kinds = lines.select(*DEMAND).distinct()
    joined = _beside(lines, _resolve(kinds=kinds, sources=sources, on=on), on=on)
    size = ibis.ifelse(joined.is_money, joined.amount, joined.quantity) * joined.to_base / GRAMS_PER_KG
    told = ("line_id", "factor_id", "method", "data_quality", "uncertainty_pct", "factor_uncertainty_pct",
            "is_residual_mix", "has_instrument", "is_deflated")  # fmt: skip
    in_scope = joined.select(
        *told, "category", "code", part=joined.for_part, mass_kg=(size * joined.figure_g).cast(_EXACT),
        **{f"{gas}_kg": (size * joined[f"{gas}_g"]).cast(_EXACT) for gas in _GASES},
    )  # fmt: skip
    outside = joined.filter((joined.biogenic_co2_g > 0) & (joined.for_part != "SCOPE2_MARKET"))
    outside_size = ibis.ifelse(outside.is_money, outside.amount, outside.quantity) * outside.to_base / GRAMS_PER_KG
    nothing = ibis.null(_EXACT)
    biogenic_kg = (outside_size * outside.biogenic_co2_g).cast(_EXACT)
    biogenic = outside.select(
        *told, category=ibis.literal(0, "int32"), code=ibis.literal(""), part=ibis.literal("BIOGENIC"),
        mass_kg=biogenic_kg, co2_kg=biogenic_kg, ch4_kg=nothing, n2o_kg=nothing,
    )  # fmt: skip
    return ibis.union(in_scope.select(*biogenic.columns), biogenic)


def _resolve(*, kinds: ir.Table, sources: Sources, on: tuple[str, ...], carried: tuple[str, ...] = ()) -> ir.Table:
    return choose_factors(
        demands=kinds, figures=sources.figures, units=sources.units, prices=sources.prices, on=on, carried=carried
    )


def _beside(left: ir.Table, chosen: ir.Table, *, on: tuple[str, ...]) -> ir.Table:
    absent = [name for name in ("category", "unit") if name not in on]
    renamed = chosen.drop(*absent).rename({f"chosen_{name}": name for name in on})
    joined = left.inner_join(renamed, [left[name] == renamed[f"chosen_{name}"] for name in on])
    return joined.drop(*(f"chosen_{name}" for name in on))
