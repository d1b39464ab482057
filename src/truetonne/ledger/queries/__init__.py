"""What the ledger can be asked. Nothing here changes anything; every answer is a frozen value."""

from truetonne.ledger.log.published import certificate_proof
from truetonne.ledger.queries.balance import ClassBalance, credit_balance
from truetonne.ledger.queries.cancellations import read_cancellations
from truetonne.ledger.queries.log import entries, get_entry, latest_entries
from truetonne.ledger.queries.lots import get_lot, list_lots
from truetonne.ledger.queries.notices import notices_for
from truetonne.ledger.queries.recalls import OpenMakeGood, get_recall, list_open_make_goods, list_recalls
from truetonne.ledger.queries.repeats import find_retirement_of_request
from truetonne.ledger.queries.retirements import (
    count_retirements,
    find_retirements,
    get_retirement,
    list_retirements,
)
from truetonne.ledger.queries.totals import public_totals
from truetonne.ledger.queries.uses import lines_of_lot

__all__ = [
    "ClassBalance",
    "OpenMakeGood",
    "certificate_proof",
    "count_retirements",
    "credit_balance",
    "entries",
    "find_retirement_of_request",
    "find_retirements",
    "get_entry",
    "get_lot",
    "get_recall",
    "get_retirement",
    "latest_entries",
    "lines_of_lot",
    "list_lots",
    "list_open_make_goods",
    "list_recalls",
    "list_retirements",
    "notices_for",
    "public_totals",
    "read_cancellations",
]
