"""Footprints under /v1/: inventories with their lines, targets, factor sets, and the public records of emissions."""

from __future__ import annotations

from ninja import Router

from truetonne.footprints.api.disclosures import router as disclosures_router
from truetonne.footprints.api.factors import router as factors_router
from truetonne.footprints.api.inventories import router as inventories_router
from truetonne.footprints.api.targets import router as targets_router

router = Router()
for part in (disclosures_router, inventories_router, targets_router, factors_router):
    router.add_router("", part)
