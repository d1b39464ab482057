"""What a request did, found by its id: for clients that lost an answer."""

from __future__ import annotations

from truetonne.ledger.answers import read_retirements
from truetonne.ledger.values import Retirement
from truetonne.ledger.wire import Statement, transaction

_FIND = Statement.of(
    name="retirement_of_request", sql="SELECT id FROM ledger_entry WHERE request_id = $1 AND kind = 'RETIREMENT'"
)


def find_retirement_of_request(*, request_id: str) -> Retirement | None:
    """Return the retirement that a request made, None if it made none."""
    with transaction() as wire:
        rows = wire.run(_FIND, request_id.encode())
        if not rows:
            return None
        entry_id = int(rows[0][0] or 0)
        return read_retirements(wire=wire, entry_ids=(entry_id,))[entry_id]
