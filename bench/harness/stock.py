"""Fill a new exchange with stock, through the product's own migrations and actions: ``python -m bench.harness.stock``."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from bench.harness.library import SETTINGS
from bench.harness.orders import CURRENCY, LOTS, lot_price, new_lot

REASON = "benchmark"


def main() -> None:
    """Make keys and tables, then issue, price and list the lots."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS

    from truetonne.config.bootstrap import start_django

    start_django(report=lambda _: None, renew=True)

    from truetonne.ledger.actions.issue import issue_lots
    from truetonne.ledger.actions.listing import list_lot
    from truetonne.ledger.actions.price import price_lot

    at = datetime.now(tz=UTC)
    lots = tuple(new_lot(number=number) for number in range(LOTS))
    issue_lots(lots=lots, request_id="bench/issue", at=at)
    for number, lot in enumerate(lots):
        request = f"bench/{number}"
        price_lot(
            lot_id=lot.lot_id, currency=CURRENCY, price=lot_price(number=number), request_id=f"{request}/price", at=at
        )
        list_lot(lot_id=lot.lot_id, request_id=f"{request}/list", at=at)


if __name__ == "__main__":
    main()
