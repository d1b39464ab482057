"""Read what the home page shows: the balance of all credits, the newest entries, the newest certificate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from truetonne.edge.identifiers import read_id, short_code
from truetonne.ledger import queries
from truetonne.ledger.log.published import read_log
from truetonne.ledger.queries import ClassBalance
from truetonne.ledger.values import LogEntry
from truetonne.market.log_lines import read_line
from truetonne.proof.canonical import decode
from truetonne.site.home import Balance, HomeFacts, LastSeal

LINES = 5
SEAL_LOOKBACK = 200
"""How many of the newest entries are looked through for a certificate; beyond them the page shows no seal."""


def read_home_facts() -> HomeFacts:
    """Return the figures of the home page as they stand now."""
    log = read_log()
    newest = queries.latest_entries(limit=LINES)
    return HomeFacts(
        balance=read_balance(classes=queries.credit_balance()),
        log_lines=tuple(read_line(entry=entry) for entry in newest),
        log_size=log.checkpoint.size if log else 0,
        signed_at=newest[0].recorded_at if newest else None,
        last_seal=_last_seal(newest=newest),
    )


def read_balance(*, classes: Sequence[ClassBalance]) -> Balance:
    """Gather the classes into one balance; what lies in buffer lots counts as buffer until it is cancelled."""
    stock = [each for each in classes if not each.is_buffer]
    buffers = [each for each in classes if each.is_buffer]
    received: dict[str, int] = {}
    for each in classes:
        received[each.credit_class] = received.get(each.credit_class, 0) + each.issued_kg
    return Balance(
        received=tuple(received.items()),
        retired_kg=sum(each.retired_kg for each in classes),
        available_kg=sum(each.available_kg for each in stock),
        buffer_kg=sum(each.available_kg + each.reserved_kg + each.held_kg for each in buffers),
        held_kg=sum(each.held_kg for each in stock),
        reserved_kg=sum(each.reserved_kg for each in stock),
        cancelled_kg=sum(each.cancelled_kg for each in classes),
    )


def _last_seal(*, newest: Sequence[LogEntry]) -> LastSeal | None:
    found = next((entry for entry in newest if entry.kind == "RETIREMENT"), None)
    if found is None and len(newest) == LINES:
        older = queries.latest_entries(before=newest[-1].log_index, limit=SEAL_LOOKBACK)
        found = next((entry for entry in older if entry.kind == "RETIREMENT"), None)
    if found is None:
        return None
    body = cast("dict[str, object]", decode(found.body))
    certificate_id = str(body["certificate_id"])
    act = cast("dict[str, object]", body["act"])
    return LastSeal(
        code=short_code(prefix="RET", id=read_id(prefix="crt", text=certificate_id)),
        href=f"/certificates/{certificate_id}/",
        leaf_hash=found.leaf_hash,
        log_index=found.log_index,
        effective_at=datetime.fromisoformat(str(act["effective_at"])),
    )
