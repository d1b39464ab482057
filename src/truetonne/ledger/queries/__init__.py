"""What the ledger can be asked. Nothing here changes anything; every answer is a frozen value."""

from truetonne.ledger.queries.lots import get_lot, list_lots

__all__ = ["get_lot", "list_lots"]
