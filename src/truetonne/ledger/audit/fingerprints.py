"""Prices, listings and reservations have no public body; what was asked for is witnessed by the entry's input hash."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg

from truetonne.ledger.audit.findings import Finding
from truetonne.ledger.requests import fingerprint

_CHUNK = 5_000
_PRICES = """
    SELECT e.id, e.input_hash, lot.public_id, p.currency, p.project_minor_per_t, p.registry_fee_minor_per_t,
           p.verification_minor_per_t, p.fx_minor_per_t, p.tax_minor_per_t, p.handling_minor_per_t
    FROM ledger_price p JOIN ledger_entry e ON e.id = p.entry_id LEFT JOIN ledger_lot lot ON lot.id = p.lot_id
    WHERE e.kind = 'PRICE'
"""
_INHERITED_PRICES = """
    SELECT p.entry_id, p.id FROM ledger_price p
    JOIN ledger_entry e ON e.id = p.entry_id AND e.kind = 'SPLIT'
    JOIN ledger_lot lot ON lot.id = p.lot_id
    WHERE NOT EXISTS (
        SELECT FROM ledger_price parent WHERE parent.lot_id = lot.parent_id AND parent.entry_id < p.entry_id
        AND (parent.currency, parent.project_minor_per_t, parent.registry_fee_minor_per_t, parent.verification_minor_per_t,
             parent.fx_minor_per_t, parent.tax_minor_per_t, parent.handling_minor_per_t)
          = (p.currency, p.project_minor_per_t, p.registry_fee_minor_per_t, p.verification_minor_per_t, p.fx_minor_per_t,
             p.tax_minor_per_t, p.handling_minor_per_t))
"""
_LISTINGS = """
    SELECT e.id, e.input_hash, lot.public_id, l.is_listed, l.reason
    FROM ledger_listing l JOIN ledger_entry e ON e.id = l.entry_id LEFT JOIN ledger_lot lot ON lot.id = l.lot_id
    WHERE e.kind = 'LISTING'
"""
_RESERVATIONS = """
    SELECT e.id, e.input_hash, array_agg(lot.public_id ORDER BY r.id), array_agg(r.kg::bigint ORDER BY r.id)
    FROM ledger_reservation r JOIN ledger_entry e ON e.id = r.entry_id LEFT JOIN ledger_lot lot ON lot.id = r.lot_id
    GROUP BY e.id, e.input_hash
"""


def audit_fingerprints(*, connection: psycopg.Connection) -> Iterator[Finding]:
    """Recompute the input hash of every price, listing and reservation from its rows."""
    for row in connection.execute(_PRICES):
        asked: object = (row[2], row[3], tuple(row[4:10]))
        yield from _compare(verb="price", entry_id=row[0], input_hash=row[1], asked=asked)
    for entry_id, price_id in connection.execute(_INHERITED_PRICES):
        yield Finding(
            code="price_not_at_cost",
            check="a split-off lot goes on with its parent's price",
            facts={"entry": entry_id, "price": price_id},
        )
    for entry_id, input_hash, lot_id, is_listed, reason in connection.execute(_LISTINGS):
        yield from _compare(verb="listing", entry_id=entry_id, input_hash=input_hash, asked=(lot_id, is_listed, reason))
    with connection.cursor(name="audit_reservations") as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(_RESERVATIONS)
        for entry_id, input_hash, lot_ids, masses in cursor:
            yield from _compare(
                verb="reserve", entry_id=entry_id, input_hash=input_hash, asked=list(zip(lot_ids, masses, strict=True))
            )


def _compare(*, verb: str, entry_id: int, input_hash: bytes, asked: object) -> Iterator[Finding]:
    if fingerprint(verb=verb, asked=asked) != bytes(input_hash):
        yield Finding(
            code="price_not_at_cost" if verb == "price" else "conservation_broken",
            check=f"the rows of a {verb} are what was asked for",
            facts={"entry": entry_id},
        )
