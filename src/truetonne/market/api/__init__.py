"""Operations of the market under /v1/."""

from __future__ import annotations

from ninja import Router

router = Router()
