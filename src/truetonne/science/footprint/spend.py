"""Spend into emissions by factors per currency unit of one price year.

The factor table is handed over: none is shipped. For the US table see ``rules.inventory.standards``.
Source: US EPA supply chain factors v1.3.0, by NAICS-6, per 2022 US dollar at purchaser price (published).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from truetonne.science.errors import InputRefused, NegativeQuantity, NotInTable

ELECTRICITY_SECTOR = "2211"
WASTE_SECTOR = "562"


class ExcludedScope2(InputRefused):
    """Spend on electricity: the table has no such sector, the activity belongs to scope 2."""

    code = "excluded_scope2"


class DeflatorRequired(InputRefused):
    """Spend of another year than the factors' price year, or of an unknown one, without a deflator."""

    code = "deflator_required"


def account_spend_kg(
    *,
    sector: str,
    spend: Fraction,
    spend_year: int | None,
    deflator: Fraction | None,
    factors_kg_per_unit: Mapping[str, Fraction],
    price_year: int,
) -> Fraction:
    """Return kg CO2e of a spend by its sector's factor, after deflating it to the price year of the factors.

    ``deflator`` multiplies the spend. Raises ExcludedScope2, DeflatorRequired, NotInTable, NegativeQuantity.
    """
    if sector.startswith(ELECTRICITY_SECTOR):
        fix = "Enter the electricity in MWh under scope 2"
        raise ExcludedScope2(field="naics", value=sector, reason="electricity is no spend-based category", fix=fix)
    if spend < 0:
        raise NegativeQuantity(field="usd", value=float(spend), reason="a spend cannot be below 0")
    if deflator is None and spend_year != price_year:
        fix = f"Give the deflator from the spend's year to {price_year}"
        raise DeflatorRequired(field="usd_year", value=spend_year, reason="the price years differ", fix=fix)
    if deflator is not None and deflator <= 0:
        raise NegativeQuantity(field="deflator", value=float(deflator), reason="a deflator is above 0")
    return spend * (1 if deflator is None else deflator) * _find_factor(sector, factors_kg_per_unit)


def _find_factor(sector: str, factors: Mapping[str, Fraction]) -> Fraction:
    if sector in factors:
        return factors[sector]
    alike = {value for name, value in factors.items() if name.startswith(WASTE_SECTOR)}
    if sector.startswith(WASTE_SECTOR) and len(alike) == 1:
        return alike.pop()
    fix = "Check the six digits, or take the sector's parent from the same table"
    raise NotInTable(field="naics", value=sector, reason="the factor table has no such sector", fix=fix)
