"""Operations of the market under /v1/."""

from __future__ import annotations

from ninja import Router

from truetonne.market.api.activities import router as activities_router
from truetonne.market.api.batches import router as batches_router
from truetonne.market.api.claims import router as claims_router
from truetonne.market.api.fulfillment import router as fulfillment_router
from truetonne.market.api.insets import router as insets_router
from truetonne.market.api.order_batches import router as order_batches_router
from truetonne.market.api.order_lists import router as orders_router
from truetonne.market.api.order_money import router as order_money_router
from truetonne.market.api.public import router as public_router
from truetonne.market.api.retirements import router as retirements_router

router = Router()
router.add_router("", order_batches_router)
router.add_router("", orders_router)
router.add_router("", order_money_router)
router.add_router("", fulfillment_router)
router.add_router("", retirements_router)
router.add_router("", batches_router)
router.add_router("", public_router)
router.add_router("", insets_router)
router.add_router("", activities_router)
router.add_router("", claims_router)
