"""A process that retires without end, sends every request until it is answered, and writes down what was acknowledged.

Run as ``python -m tests.running.load prepare`` or ``python -m tests.running.load retire NAME FILE``.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import UUID, uuid5

SPACE = UUID("0190b3a1-0000-7000-8000-00000000c0de")
LOTS = 6
LOT_TONNES = 100_000
PAUSE_SECONDS = 0.05


def named(name: str) -> UUID:
    return uuid5(SPACE, name)


def prepare() -> None:
    """Issue, price and list the lots that the load draws on."""
    from truetonne.ledger import actions
    from truetonne.ledger.values import NewLot
    from truetonne.science.money import CostParts

    at = datetime.now(UTC)
    for number in range(LOTS):
        lot_id = named(f"lot {number}")
        facts = {
            "registry": "Invented", "program": "INV", "project_id": f"INV{number}", "project_name": "Invented forest",
            "issuance_id": f"INV-{number}", "vintage_start": "2024-01-01", "vintage_end": "2025-01-01",
        }  # fmt: skip
        lot = NewLot(
            lot_id=lot_id, program="INV", key=f"{number}", first=1, last=LOT_TONNES, unit_kg=1_000, facts=facts
        )
        actions.issue_lot(lot=lot, request_id=f"issue {number}", at=at)
        price = CostParts(project=1_225 + number, registry_fee=17, verification=33, handling=15)
        actions.price_lot(lot_id=lot_id, currency="USD", price=price, request_id=f"price {number}", at=at)
        actions.list_lot(lot_id=lot_id, request_id=f"list {number}", at=at)


def retire(*, name: str, acknowledged: Path) -> None:
    """Retire small masses for ever. A line in ``acknowledged`` says that the ledger answered that request."""
    random = Random(name)
    with acknowledged.open("a", encoding="utf-8") as file:
        number = 0
        while True:
            number += 1
            request_id = f"{name} {os.getpid()} {number}"
            draws = [(random.randrange(LOTS), random.randint(1, 2_500)) for _ in range(random.randint(1, 3))]
            _send(request_id=request_id, draws=draws)
            file.write(f"{request_id}\t{sum(kg for _, kg in draws)}\n")
            file.flush()
            os.fsync(file.fileno())


def _send(*, request_id: str, draws: list[tuple[int, int]]) -> None:
    from django.db import DatabaseError, connection

    from truetonne.ledger import actions
    from truetonne.ledger.values import Draw, RetirementInstruction

    instruction = RetirementInstruction(
        retirement_id=named(f"ret {request_id}"),
        certificate_id=named(f"crt {request_id}"),
        draws=tuple(Draw(lot_id=named(f"lot {lot}"), kg=kg) for lot, kg in draws),
        public={
            "beneficiary": {"display_name": "Invented Bakery", "domain": "bakery.example"},
            "holder": {"retired_by": "Example operator"},
            "purpose": {"code": "ONGOING_EMISSIONS", "claim_year": 2025},
            "wording": {"gross_inventory": {"en": "This does not reduce the gross inventory."}},
        },
        private={},
        salts={"price": os.urandom(32)},
        effective_at=datetime.now(UTC),
    )
    import psycopg

    while True:
        try:
            actions.retire_units(instruction=instruction, request_id=request_id, at=datetime.now(UTC))
            return
        except (DatabaseError, psycopg.Error):
            # The server is gone or coming back: the same request again, until it is answered.
            connection.close()
            time.sleep(PAUSE_SECONDS)


def main(arguments: list[str]) -> None:
    from truetonne.config.bootstrap import prepare_database, start_django

    lease = prepare_database(environ=os.environ, report=lambda _: None)
    start_django(report=lambda _: None, renew=arguments[0] == "prepare")
    if arguments[0] == "prepare":
        prepare()
    else:
        retire(name=arguments[1], acknowledged=Path(arguments[2]))
    if lease is not None:
        lease.close()


if __name__ == "__main__":
    main(sys.argv[1:])
