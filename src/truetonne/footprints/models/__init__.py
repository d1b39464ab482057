"""Factor sets, activity data, and inventories. Constraints and triggers are the truth; actions give the messages."""

from __future__ import annotations

from truetonne.footprints.models.activity import (
    ActivityLine,
    ActivityLoad,
    ActivityMapping,
    ActivityRow,
    ActivityUpload,
)
from truetonne.footprints.models.factors import Factor, FactorSet
from truetonne.footprints.models.inventories import (
    BaseYearJudgement,
    Inventory,
    InventoryFactorSet,
    InventoryLine,
    InventoryLoad,
    InventoryStep,
    InventoryTotal,
)

__all__ = [
    "ActivityLine",
    "ActivityLoad",
    "ActivityMapping",
    "ActivityRow",
    "ActivityUpload",
    "BaseYearJudgement",
    "Factor",
    "FactorSet",
    "Inventory",
    "InventoryFactorSet",
    "InventoryLine",
    "InventoryLoad",
    "InventoryStep",
    "InventoryTotal",
]
