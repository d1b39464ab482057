"""What an order is in these benchmarks.

One order is one database transaction, durable when it is answered (fsync), that retires 1 to 5 lots (each number as
likely, mean 3) out of 1,000 listed ones for one beneficiary, 1 to 5,000 kg of each, without a reservation made before.
It locks the lots, judges them, charges each line at cost in six parts, writes the idempotency key with its input's
hash, the certificate's body as canonical JSON (which is the log entry), the annex with the price lines and its salted
hash, and one line per lot with its units, and moves each lot's head, retired mass and carried remainders.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from truetonne.edge.identifiers import new_id, show_id
from truetonne.ledger.values import Draw, RetirementInstruction
from truetonne.science.money import CostParts

LOTS = 1_000
LOT_TONNES = 1_000_000
LINES_MAX = 5
LINES_MEAN = 3
KG_MAX = 5_000
CURRENCY = "USD"
BUYERS = tuple(
    {
        "display_name": f"Invented Buyer {number}",
        "legal_name": f"Invented Buyer {number} Ltd",
        "country": "DE",
        "domain": f"buyer-{number}.example",
    }
    for number in range(200)
)
SIGNER = "Ida Berg"
CLAIM_YEAR = 2025
PURPOSE = "ONGOING_EMISSIONS"
GROSS_INVENTORY = "This retirement does not reduce the gross inventory of the beneficiary."


def lot_price(*, number: int) -> CostParts:
    """Return a price in minor units per tonne, different in every part and from lot to lot."""
    return CostParts(project=1_100 + number % 700, registry_fee=17, verification=9, fx=3, tax=number % 2, handling=5)


def new_instruction(*, chance: Random, lots: Sequence[UUID]) -> RetirementInstruction:
    """Return one order's instruction with fresh ids and salt, as the market gives it to the ledger."""
    drawn = chance.sample(lots, chance.randint(1, LINES_MAX))
    order_id = new_id()
    return RetirementInstruction(
        retirement_id=new_id(),
        certificate_id=new_id(),
        draws=tuple(Draw(lot_id=lot_id, kg=chance.randint(1, KG_MAX)) for lot_id in drawn),
        public={
            "beneficiary": chance.choice(BUYERS),
            "holder": {"retired_by": "Invented Exchange"},
            "act": {"order_id": show_id(prefix="ord", id=order_id)},
            "purpose": {"code": PURPOSE, "claim_year": CLAIM_YEAR},
            "wording": {"gross_inventory": {"en": GROSS_INVENTORY}},
        },
        private={"signer": {"name": SIGNER}},
        salts={"price": os.urandom(32), "signer": os.urandom(32)},
        effective_at=datetime.now(tz=UTC),
    )
