"""The verbs of the ledger. Each runs in one transaction, the caller's where there is one, and either does the thing
or raises a named refusal that changed nothing. Every write takes a ``request_id`` made by the client."""

from truetonne.ledger.actions.cancel import cancel_units, cancel_units_batch
from truetonne.ledger.actions.confirm import confirm_registry, confirm_registry_batch
from truetonne.ledger.actions.correct import correct_certificate, correct_certificates
from truetonne.ledger.actions.hold import hold_lot, hold_lots, hold_serials, release_lot, release_lots
from truetonne.ledger.actions.issue import issue_batch, issue_lot, issue_lots
from truetonne.ledger.actions.listing import list_lot, unlist_lot
from truetonne.ledger.actions.price import price_lot, price_lots
from truetonne.ledger.actions.recall import recall_serials
from truetonne.ledger.actions.record import record_entry
from truetonne.ledger.actions.release import expire_reservations, release_reservations, release_reservations_batch
from truetonne.ledger.actions.reserve import reserve_units, reserve_units_batch
from truetonne.ledger.actions.retire import retire_units
from truetonne.ledger.actions.retire_batch import retire_units_batch
from truetonne.ledger.actions.split import split_lot, split_lots

__all__ = [
    "cancel_units",
    "cancel_units_batch",
    "confirm_registry",
    "confirm_registry_batch",
    "correct_certificate",
    "correct_certificates",
    "expire_reservations",
    "hold_lot",
    "hold_lots",
    "hold_serials",
    "issue_batch",
    "issue_lot",
    "issue_lots",
    "list_lot",
    "price_lot",
    "price_lots",
    "recall_serials",
    "record_entry",
    "release_lot",
    "release_lots",
    "release_reservations",
    "release_reservations_batch",
    "reserve_units",
    "reserve_units_batch",
    "retire_units",
    "retire_units_batch",
    "split_lot",
    "split_lots",
    "unlist_lot",
]
