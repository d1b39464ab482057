"""The verbs of the ledger. Each runs in one transaction, the caller's where there is one, and either does the thing
or raises a named refusal that changed nothing. Every write takes a ``request_id`` made by the client."""

from truetonne.ledger.actions.issue import issue_batch, issue_lot, issue_lots
from truetonne.ledger.actions.listing import list_lot, unlist_lot
from truetonne.ledger.actions.price import price_lot, price_lots
from truetonne.ledger.actions.release import expire_reservations, release_reservations, release_reservations_batch
from truetonne.ledger.actions.reserve import reserve_units, reserve_units_batch
from truetonne.ledger.actions.retire import retire_units

__all__ = [
    "expire_reservations",
    "issue_batch",
    "issue_lot",
    "issue_lots",
    "list_lot",
    "price_lot",
    "price_lots",
    "release_reservations",
    "release_reservations_batch",
    "reserve_units",
    "reserve_units_batch",
    "retire_units",
    "unlist_lot",
]
