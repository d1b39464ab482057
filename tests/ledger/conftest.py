"""What every test of the ledger starts from: the log's key, and lots that can be sold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid5

import pytest
from django.conf import settings

from truetonne.config.keys import make_keys
from truetonne.ledger import actions
from truetonne.ledger.values import Draw, LotState, NewLot, RetirementInstruction
from truetonne.science.money import CostParts

SPACE = UUID("0190b3a1-0000-7000-8000-000000000000")
PRICE = CostParts(project=1_225, registry_fee=17, verification=33, fx=4, tax=0, handling=15)
FACTS = {
    "registry": "Example Registry",
    "program": "EXR",
    "project_id": "EXR-7",
    "project_name": "Invented forest",
    "issuance_id": "EXR-7-2024-1",
    "vintage_start": "2024-01-01",
    "vintage_end": "2025-01-01",
    "country": "GY",
}


def named(name: str) -> UUID:
    """An id that is the same in every run."""
    return uuid5(SPACE, name)


@pytest.fixture(scope="session", autouse=True)
def log_key() -> None:
    """Give the run's folder the key that certificates name."""
    make_keys(home=settings.TRUETONNE.home, log_origin=settings.TRUETONNE.log_origin)


ListedLot = Callable[..., LotState]


@pytest.fixture
def listed_lot(at: datetime) -> ListedLot:
    """Issue, price and list a lot of whole tonnes (100 unless told)."""

    def make(
        name: str = "lot", *, tonnes: int = 100, key: str | None = None, first: int = 1, price: CostParts = PRICE
    ) -> LotState:
        lot_id = named(name)
        new = NewLot(
            lot_id=lot_id,
            program="EXR",
            key=key or name,
            first=first,
            last=first + tonnes - 1,
            unit_kg=1_000,
            facts=FACTS,
        )
        actions.issue_lot(lot=new, request_id=f"issue {name}", at=at)
        actions.price_lot(lot_id=lot_id, currency="USD", price=price, request_id=f"price {name}", at=at)
        return actions.list_lot(lot_id=lot_id, request_id=f"list {name}", at=at)

    return make


Instruct = Callable[..., RetirementInstruction]


@pytest.fixture
def instruct(at: datetime, salts: Callable[..., dict[str, bytes]]) -> Instruct:
    """Write an instruction for one invented beneficiary; ``draws`` are (lot, kg) pairs or Draws."""

    def make(
        name: str, *draws: tuple[UUID, int] | Draw, make_good_for: tuple[int, ...] = (), effective_at: datetime = at
    ) -> RetirementInstruction:
        return RetirementInstruction(
            retirement_id=named(f"ret {name}"),
            certificate_id=named(f"crt {name}"),
            draws=tuple(one if isinstance(one, Draw) else Draw(lot_id=one[0], kg=one[1]) for one in draws),
            public={
                "beneficiary": {"display_name": "Invented Bakery", "domain": "bakery.example"},
                "holder": {"retired_by": "Example operator"},
                "purpose": {"code": "ONGOING_EMISSIONS", "claim_year": 2025},
                "wording": {"gross_inventory": {"en": "This does not reduce the gross inventory."}},
            },
            private={"signer": {"name": "A. Signer"}},
            salts=salts("price", "signer"),
            effective_at=effective_at,
            make_good_for=make_good_for,
        )

    return make
