"""The dated rule data of inventories."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from truetonne.rules.rule_set import Family


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryRules:
    """Threshold of a recalculation, price year of spend factors, and the GWP set where none is named."""

    base_year_threshold: Decimal
    spend_price_year: int
    default_gwp_set: str


GHG_INVENTORY: Final = Family(id="ghg-inventory", body=InventoryRules)
