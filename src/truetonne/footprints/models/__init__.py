"""Factor sets, activity data, inventories, targets, and disclosures. Constraints and triggers are the truth; actions give the messages."""

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
    InventoryComputation,
    InventoryFactorSet,
    InventoryLine,
    InventoryLoad,
    InventoryStep,
    InventoryTotal,
)
from truetonne.footprints.models.targets import Disclosure, Target, TargetJudgement

__all__ = [
    "ActivityLine",
    "ActivityLoad",
    "ActivityMapping",
    "ActivityRow",
    "ActivityUpload",
    "BaseYearJudgement",
    "Disclosure",
    "Factor",
    "FactorSet",
    "Inventory",
    "InventoryComputation",
    "InventoryFactorSet",
    "InventoryLine",
    "InventoryLoad",
    "InventoryStep",
    "InventoryTotal",
    "Target",
    "TargetJudgement",
]
