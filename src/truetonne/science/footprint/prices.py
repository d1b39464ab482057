"""Money of a currency and year into the money of a factor set: exchange within the year, then the price index.

Amounts are exchanged at the annual average of their own year and then brought to the price year by the index of the
factor set's currency. The shipped tables are unverified and say so; a table of one's own takes their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from truetonne.science.footprint.spend import DeflatorRequired
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.status import Status

_TABLES: Final = ("consumer_prices", "exchange_rates")


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTable:
    """``index[currency][year]`` and ``per_euro[currency][year]``, with their source and status."""

    index: Mapping[str, Mapping[int, float]]
    per_euro: Mapping[str, Mapping[int, float]]
    source: str
    statuses: tuple[Status, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deflator:
    """What one unit of ``currency`` in ``price_year`` is worth in ``base`` (such as ``USD 2022``)."""

    currency: str
    price_year: int
    base: str
    to_base: float


def load_prices() -> PriceTable:
    """Return the shipped tables: US consumer prices and annual average exchange rates (unverified)."""
    parameters = load_parameters(name="footprint")
    return PriceTable(
        index=_by_year(parameters.table("consumer_prices")),
        per_euro=_by_year(parameters.table("exchange_rates")),
        source="; ".join(parameters.parameters[name].source for name in _TABLES),
        statuses=tuple(parameters.statuses(list(_TABLES))),
    )


def deflate(*, currency: str, price_year: int, to_currency: str, to_year: int, prices: PriceTable) -> Deflator:
    """Return the multiplier from one money to another; raises DeflatorRequired where a table has no entry.

    multiplier = (per_euro[to] / per_euro[from]) of the amount's year x index[to_year] / index[amount's year].
    """
    base = f"{to_currency} {to_year}"
    try:
        rate = 1.0
        if currency != to_currency:
            rate = prices.per_euro[to_currency][price_year] / prices.per_euro[currency][price_year]
        if price_year != to_year:
            index = prices.index[to_currency]
            rate *= index[to_year] / index[price_year]
    except KeyError as error:
        fix = f"Hand over a table with {error.args[0]}, or amounts in {base}"
        reason = f"no rate leads from {currency} {price_year} to {base}"
        raise DeflatorRequired(field="currency", value=f"{currency} {price_year}", reason=reason, fix=fix) from error
    return Deflator(currency=currency, price_year=price_year, base=base, to_base=rate)


def list_deflators(
    *, moneys: Iterable[tuple[str, int]], bases: Iterable[tuple[str, int]], prices: PriceTable
) -> tuple[Deflator, ...]:
    """Return every multiplier that the table allows, from each (currency, year) to each base."""
    found = []
    wanted = tuple(bases)
    for currency, year in sorted(set(moneys)):
        for to_currency, to_year in wanted:
            try:
                found.append(
                    deflate(currency=currency, price_year=year, to_currency=to_currency, to_year=to_year, prices=prices)
                )
            except DeflatorRequired:
                continue
    return tuple(found)


def _by_year(table: Mapping[str, object]) -> dict[str, dict[int, float]]:
    return {
        currency: {int(year): float(value) for year, value in years.items()}
        for currency, years in table.items()
        if isinstance(years, Mapping)
    }
