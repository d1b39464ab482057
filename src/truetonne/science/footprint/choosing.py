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
_GASES: Final = ("co2_g", "ch4_g", "n2o_g", "biogenic_co2_g")
_CONDITIONS: Final = ("factor_part", "factor_category", "factor_region", "factor_supplier")
_OWN_KEY: Final = 1 << 40
_WITHOUT_FIGURE: Final = 1 << 41
_UNFIT: Final = 1 << 42
_OTHER_UNIT, _NO_UNIT, _NO_FACTOR = range(3)
"""How good a factor is for a kind is one number, twice this and one more for money, of which the least is taken: what
fits before what does not (with the reason), with a figure before without, a residual mix before the key itself, and
then the factor's place."""


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
    origin that the set asks for gives ``methane_origin_required``. ``place`` orders the factors, the best one first.
    Rows of part BIOGENIC are left out: they are no figure of a scope.
    """
    figures = factors.filter(factors.part != "BIOGENIC").inner_join(units, factors.unit == units.unit)
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
    per_base = {name: figures[name] / figures.to_base for name in _GASES}
    rank = ibis.literal(len(_METHODS))
    for number, method in enumerate(_METHODS):
        rank = ibis.ifelse(figures.method == method, number, rank)
    # Which of two factors is better does not depend on who asks: one number a factor, and the least one is the best.
    order = [rank, figures.supplier == "", figures.region == "", figures.priority, figures.factor_id]
    place = ibis.row_number().over(order_by=order)
    return figures.select(
        "factor_id", "activity_key", "method", factor_base=figures.base, figure_g=figure / figures.to_base,
        figure_code=code, place=place, order=place + ibis.ifelse(figure.isnull(), _WITHOUT_FIGURE, 0),
        factor_part=figures.part, factor_category=ibis.coalesce(figures.category, 0), factor_region=figures.region,
        factor_supplier=figures.supplier, factor_uncertainty_pct=figures.uncertainty_pct, **per_base,
    )  # fmt: skip


def choose_factors(
    *,
    demands: ir.Table,
    figures: ir.Table,
    units: ir.Table,
    prices: ir.Table,
    on: tuple[str, ...] = DEMAND,
    carried: tuple[str, ...] = (),
) -> ir.Table:
    """Return each kind of line with its factor: two rows for electricity, location- and market-based.

    ``demands`` has the columns of ``tables.DEMAND``, distinct; ``on`` names those in which kinds differ at all:
    without ``currency`` no prices are asked, without ``part`` nothing is electricity. ``figures`` is from
    ``weigh_factors``. The result has the columns of ``on``, the numbers of ``demands`` that ``carried`` names,
    ``for_part``, ``category``, factor, method, grams per base unit, ``to_base`` from the line's own unit or money,
    ``is_money``, and ``code`` where there is no figure.
    """
    kinds = demands.select(*DEMAND, *carried)
    kinds = _spread(kinds) if "part" in on else kinds.mutate(for_part=kinds.part)
    ways = _measure(kinds, units=units, prices=prices if "currency" in on else None)
    best = _take_best(_match(_look_up(ways, has_parts="part" in on), figures), on=on, carried=carried)
    chosen = join_left(best, figures.drop("activity_key", "order", "factor_base", *_CONDITIONS), ("place",))
    has_instruments = "instrument_g_per_kwh" in on
    return _name_outcome(_apply_instruments(chosen) if has_instruments else chosen.mutate(has_instrument=False))


def _spread(kinds: ir.Table) -> ir.Table:
    is_electricity = kinds.part == "SCOPE2"
    once = kinds.mutate(for_part=ibis.ifelse(is_electricity, "SCOPE2_LOCATION", kinds.part))
    market = kinds.filter(is_electricity).mutate(for_part=ibis.literal("SCOPE2_MARKET"))
    return ibis.union(once, market)


def _measure(kinds: ir.Table, *, units: ir.Table, prices: ir.Table | None) -> ir.Table:
    """Return the bases that a kind can be counted in; a kind with none keeps one row, its base null."""
    physical = join_left(kinds, units, ("unit",)).mutate(is_money=ibis.literal(False))
    if prices is None:
        return physical
    named = prices.rename(price_currency="currency", price_of_year="price_year")
    spent = kinds.inner_join(named, [kinds.currency == named.price_currency, kinds.price_year == named.price_of_year])
    return ibis.union(physical, spent.mutate(is_money=ibis.literal(True)).select(*physical.columns))


def _look_up(ways: ir.Table, *, has_parts: bool) -> ir.Table:
    own = ways.mutate(lookup_key=ways.factor_key, is_residual_mix=ibis.literal(False))
    if not has_parts:
        return own
    market = ways.filter(ways.for_part == "SCOPE2_MARKET")
    mixed = market.mutate(lookup_key=market.factor_key.concat(RESIDUAL_MIX), is_residual_mix=ibis.literal(True))
    return ibis.union(own, mixed)


def _match(lookups: ir.Table, figures: ir.Table) -> ir.Table:
    """Put the factors of its key beside each way, with ``order``: how good each is, or why it does not fit."""
    named = figures.select("activity_key", "factor_base", "order", *_CONDITIONS)
    found = lookups.left_join(named, lookups.lookup_key == named.activity_key)
    fits = (
        (found.base == found.factor_base)
        & ((found.factor_region == "") | (found.factor_region == found.region))
        & ((found.factor_supplier == "") | (found.factor_supplier == found.supplier))
        & ((found.factor_part == "") | (found.factor_part == found.part))
        & ((found.factor_category == 0) | (found.factor_category == found.category))
    )
    reason = ibis.cases(
        (found.activity_key.isnull() | found.is_residual_mix, _NO_FACTOR),
        (found.base.isnull(), _NO_UNIT),
        else_=_OTHER_UNIT,
    )
    good = found.order + ibis.ifelse(found.is_residual_mix, 0, _OWN_KEY)
    order = ibis.ifelse(fits, good, reason + ibis.literal(_UNFIT, "int64"))
    return found.mutate(order=order * 2 + found.is_money.cast("int64"))


def _take_best(found: ir.Table, *, on: tuple[str, ...], carried: tuple[str, ...]) -> ir.Table:
    told = {name: found[name].max() for name in ("category", "unit", *carried) if name not in on}
    if "instrument_g_per_kwh" in on:
        covered = (found.base == ENERGY_BASE) & (found.instrument_g_per_kwh >= 0) & (found.for_part == "SCOPE2_MARKET")
        told["energy_to_base"] = ibis.ifelse(covered, found.to_base, ibis.null("float64")).max()
    # Without money a kind is counted in one base at most.
    to_base = found.to_base.argmin(found.order) if "currency" in on else found.to_base.max()
    best = found.group_by([*on, "for_part"]).aggregate(order=found.order.min(), to_base=to_base, **told)
    halved, fits = best.order >> 1, best.order < 2 * _UNFIT
    return best.mutate(
        place=ibis.ifelse(fits, halved & (_OWN_KEY - 1), ibis.null("int64")),
        reason=ibis.ifelse(fits, ibis.null("int64"), halved & 3),
        is_money=fits & ((best.order & 1) == 1),
        is_residual_mix=fits & ((halved & _OWN_KEY) == 0),
    ).drop("order")


def _apply_instruments(chosen: ir.Table) -> ir.Table:
    """Let a contractual instrument give the market-based figure of the electricity that it covers."""
    is_covered = chosen.energy_to_base.notnull()
    nothing = ibis.null("float64")
    return chosen.mutate(
        factor_id=ibis.ifelse(is_covered, ibis.null("int64"), chosen.factor_id),
        method=ibis.ifelse(is_covered, "supplier_specific", chosen.method),
        figure_g=ibis.ifelse(is_covered, chosen.instrument_g_per_kwh, chosen.figure_g),
        to_base=ibis.ifelse(is_covered, chosen.energy_to_base, chosen.to_base),
        is_money=chosen.is_money & ~is_covered,
        has_instrument=is_covered,
        **{name: ibis.ifelse(is_covered, nothing, chosen[name]) for name in (*_GASES, "factor_uncertainty_pct")},
    ).drop("energy_to_base")


def _name_outcome(chosen: ir.Table) -> ir.Table:
    unmeasured = ibis.ifelse(chosen.unit == DEMAND_DEFAULTS["unit"][0], "deflator_required", "unit_unknown")
    code = ibis.cases(
        (chosen.figure_g.notnull(), ""),
        (chosen.figure_code.notnull(), chosen.figure_code),
        (chosen.reason == _NO_FACTOR, "missing_factor"),
        (chosen.reason == _NO_UNIT, unmeasured),
        else_="unit_mismatch",
    )
    is_deflated = chosen.is_money & ibis.coalesce(chosen.to_base != 1.0, False)
    return chosen.mutate(code=code, is_deflated=is_deflated).drop("figure_code", "reason", "place")
