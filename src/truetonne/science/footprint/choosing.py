"""Which factor a line takes, as Ibis expressions over the few distinct kinds of lines.

Supplier-specific before hybrid before average before spend-based; then the supplier's own, the region's own, and the
set that was named first. What has no figure says why: never 0, never another unit's factor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import ibis
import ibis.expr.types as ir

from truetonne.science.footprint.tables import DEMAND, DEMAND_DEFAULTS, join_left

RESIDUAL_MIX: Final = ":residual_mix"
"""Ending of the activity key under which a set keeps the residual mix of a market."""
ENERGY_BASE: Final = "kilowatt_hour"
_METHODS: Final = ("supplier_specific", "hybrid", "average_data", "spend_based")


@dataclass(frozen=True, slots=True, kw_only=True)
class GasWeights:
    """Kilograms of CO2e per kilogram under one GWP set; methane by origin where the set tells origins apart.

    ``ch4`` is None where the origin of methane has to be stated and is not.
    """

    set_name: str
    ch4: float | None
    ch4_by_origin: Mapping[str, float]
    n2o: float


def weigh_factors(*, factors: ir.Table, units: ir.Table, weights: GasWeights) -> ir.Table:
    """Return factors in grams per base unit with ``figure_g``, their CO2e under the chosen GWP set.

    The publisher's own total counts where its GWP set is the chosen one; otherwise the gases are added anew. Without
    gases, or with other gases under another set, the figure is null with ``mixed_gwp_sets``; methane without the
    origin that the set asks for gives ``methane_origin_required``.
    """
    figures = factors.inner_join(units, factors.unit == units.unit)
    origin = figures.methane_origin
    methane = ibis.literal(weights.ch4, "float64") if weights.ch4 is not None else ibis.null("float64")
    for name, value in weights.ch4_by_origin.items():
        methane = ibis.ifelse(origin == name, ibis.literal(value, "float64"), methane)
    has_methane = ibis.coalesce(figures.ch4_g, 0.0) > 0
    methane_g = ibis.ifelse(has_methane, figures.ch4_g * methane, ibis.literal(0.0))
    is_own = figures.gwp_set == weights.set_name
    is_foreign = (ibis.coalesce(figures.other_co2e_g, 0.0) != 0) & ~is_own
    added = (
        figures.co2_g
        + methane_g
        + ibis.coalesce(figures.n2o_g, 0.0) * weights.n2o
        + ibis.coalesce(figures.other_co2e_g, 0.0)
    )
    anew = ibis.ifelse(is_foreign, ibis.null("float64"), added)
    figure = ibis.ifelse(is_own & figures.co2e_g.notnull(), figures.co2e_g, anew)
    origin_is_open = has_methane & methane.isnull() & ~is_own & figures.co2_g.notnull()
    code = ibis.ifelse(figure.notnull(), "", ibis.ifelse(origin_is_open, "methane_origin_required", "mixed_gwp_sets"))
    per_base = {name: figures[name] / figures.to_base for name in ("co2_g", "ch4_g", "n2o_g", "biogenic_co2_g")}
    rank = ibis.literal(len(_METHODS))
    for place, method in enumerate(_METHODS):
        rank = ibis.ifelse(figures.method == method, place, rank)
    return figures.select(
        "factor_id", "priority", "activity_key", "base", "method", figure_g=figure / figures.to_base,
        figure_code=code, method_rank=rank, factor_part=figures.part,
        factor_category=ibis.coalesce(figures.category, 0), factor_region=figures.region,
        factor_supplier=figures.supplier, factor_uncertainty_pct=figures.uncertainty_pct, **per_base,
    )  # fmt: skip


def choose_factors(
    *, demands: ir.Table, figures: ir.Table, units: ir.Table, prices: ir.Table, on: tuple[str, ...] = DEMAND
) -> ir.Table:
    """Return each kind of line with its factor: two rows for electricity, location- and market-based.

    ``demands`` has the columns of ``tables.DEMAND``, distinct; ``on`` names those in which kinds differ at all, which
    is what tables are joined on: without ``currency`` no prices are asked, without ``part`` nothing is electricity.
    ``figures`` is from ``weigh_factors``. The result has the columns of demands (``part`` as asked), ``for_part``,
    factor, method, grams per base unit, ``scale`` from the line's own unit or money to the base, ``is_money``, and
    ``code`` where there is no figure.
    """
    kinds = _spread(demands.select(*DEMAND)) if "part" in on else demands.mutate(for_part=demands.part)
    keys = (*on, "for_part") if "part" in on else on
    ways = _measure(kinds, units=units, prices=prices if "currency" in on else None)
    best = _take_best(_match(_look_up(ways) if "part" in on else _look_up_own(ways), figures), keys=keys)
    known = figures.select(lookup_key=figures.activity_key).distinct().mutate(is_known=True)
    measured = ways.select(*keys).distinct().mutate(is_measured=True)
    chosen = join_left(kinds, best, keys)
    chosen = join_left(chosen, measured, keys)
    chosen = join_left(chosen.mutate(lookup_key=chosen.factor_key), known, ("lookup_key",))
    if "instrument_g_per_kwh" in on and "part" in on:
        chosen = _apply_instruments(chosen, ways, keys=keys)
    else:
        chosen = chosen.mutate(has_instrument=False)
    return _name_outcome(chosen)


def _spread(kinds: ir.Table) -> ir.Table:
    others = kinds.filter(kinds.part != "SCOPE2").mutate(for_part=kinds.part)
    electricity = kinds.filter(kinds.part == "SCOPE2")
    location = electricity.mutate(for_part=ibis.literal("SCOPE2_LOCATION"))
    market = electricity.mutate(for_part=ibis.literal("SCOPE2_MARKET"))
    return ibis.union(others, location, market)


def _measure(kinds: ir.Table, *, units: ir.Table, prices: ir.Table | None) -> ir.Table:
    sized = units.rename(unit_name="unit")
    by_unit = kinds.inner_join(sized, kinds.unit == sized.unit_name)
    columns = (*DEMAND, "for_part", "base", "to_base")
    physical = by_unit.select(*columns).mutate(is_money=ibis.literal(False))
    if prices is None:
        return physical
    named = prices.rename(price_currency="currency", price_of_year="price_year")
    by_money = kinds.inner_join(
        named, [kinds.currency == named.price_currency, kinds.price_year == named.price_of_year]
    )
    return ibis.union(physical, by_money.select(*columns).mutate(is_money=ibis.literal(True)))


def _look_up_own(ways: ir.Table) -> ir.Table:
    return ways.mutate(lookup_key=ways.factor_key, lookup_order=ibis.literal(1))


def _look_up(ways: ir.Table) -> ir.Table:
    market = ways.filter(ways.for_part == "SCOPE2_MARKET")
    mixed = market.mutate(lookup_key=market.factor_key.concat(RESIDUAL_MIX), lookup_order=ibis.literal(0))
    return ibis.union(_look_up_own(ways), mixed)


def _match(lookups: ir.Table, figures: ir.Table) -> ir.Table:
    named = figures.rename(factor_base="base")
    found = lookups.inner_join(named, [lookups.lookup_key == named.activity_key, lookups.base == named.factor_base])
    return found.filter(
        (found.factor_region == "") | (found.factor_region == found.region),
        (found.factor_supplier == "") | (found.factor_supplier == found.supplier),
        (found.factor_part == "") | (found.factor_part == found.part),
        (found.factor_category == 0) | (found.factor_category == found.category),
    )


def _take_best(candidates: ir.Table, *, keys: tuple[str, ...]) -> ir.Table:
    order = [
        candidates.figure_g.isnull(),
        candidates.lookup_order,
        candidates.method_rank,
        candidates.factor_supplier == "",
        candidates.factor_region == "",
        candidates.priority,
        candidates.factor_id,
    ]
    place = ibis.row_number().over(group_by=[candidates[name] for name in keys], order_by=order)
    first = candidates.mutate(place=place)
    first = first.filter(first.place == 0)
    return first.select(
        *keys, "factor_id", "method", "figure_g", "figure_code", "co2_g", "ch4_g", "n2o_g", "biogenic_co2_g",
        "factor_uncertainty_pct", "is_money", scale=first.to_base, is_residual_mix=first.lookup_order == 0,
    )  # fmt: skip


def _apply_instruments(chosen: ir.Table, ways: ir.Table, *, keys: tuple[str, ...]) -> ir.Table:
    """Let a contractual instrument give the market-based figure of the electricity that it covers."""
    covered = ways.filter((ways.base == ENERGY_BASE) & (ways.instrument_g_per_kwh >= 0))
    market = covered.filter(covered.for_part == "SCOPE2_MARKET")
    energy = market.select(*keys, energy_scale=market.to_base).distinct()
    joined = join_left(chosen, energy, keys)
    is_covered = joined.energy_scale.notnull()
    nothing = ibis.null("float64")
    return joined.mutate(
        factor_id=ibis.ifelse(is_covered, ibis.null("int64"), joined.factor_id),
        method=ibis.ifelse(is_covered, "supplier_specific", joined.method),
        figure_g=ibis.ifelse(is_covered, joined.instrument_g_per_kwh, joined.figure_g),
        scale=ibis.ifelse(is_covered, joined.energy_scale, joined.scale),
        is_money=ibis.ifelse(is_covered, False, joined.is_money),
        has_instrument=is_covered,
        **{
            name: ibis.ifelse(is_covered, nothing, joined[name])
            for name in ("co2_g", "ch4_g", "n2o_g", "biogenic_co2_g", "factor_uncertainty_pct")
        },
    ).drop("energy_scale")


def _name_outcome(chosen: ir.Table) -> ir.Table:
    has_unit = chosen.unit != DEMAND_DEFAULTS["unit"][0]
    unmeasured = ibis.ifelse(has_unit, "unit_unknown", "deflator_required")
    code = ibis.cases(
        (chosen.figure_g.notnull(), ""),
        (chosen.figure_code.notnull(), chosen.figure_code),
        (chosen.is_known.isnull(), "missing_factor"),
        (chosen.is_measured.isnull(), unmeasured),
        else_="unit_mismatch",
    )
    deflated = ibis.coalesce(chosen.is_money & (chosen.scale != 1.0), False)
    falls_back = ibis.coalesce(chosen.is_residual_mix, False)
    told = chosen.mutate(code=code, is_deflated=deflated, is_residual_mix=falls_back)
    return told.drop("figure_code", "is_known", "is_measured", "lookup_key")
