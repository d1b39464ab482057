"""What the web's role may do with the ledger: read, and add facts. It changes nothing and removes nothing.

A lot's state follows from the facts by triggers that run as the tables' owner. The one UPDATE is what PostgreSQL
asks of a role that locks rows; the column it names can hold one value only and refuses to be written.
"""

GRANTS: dict[str, str] = {
    "ledger_unit_space": "SELECT",
    "ledger_registry_key": "SELECT, INSERT (program, key)",
    "ledger_entry": "SELECT, INSERT (kind, request_id, input_hash, body, effective_at)",
    "ledger_batch": "SELECT, INSERT (public_id, kg, energy_mj, volume_ml)",
    "ledger_lot": (
        "SELECT, INSERT (public_id, entry_id, parent_id, key_number, first_serial, last_serial, unit_kg, kind, lot_class,"
        " batch_id, facts), UPDATE (lock_handle)"
    ),
    "ledger_price": (
        "SELECT, INSERT (entry_id, lot_id, currency, project_minor_per_t, registry_fee_minor_per_t,"
        " verification_minor_per_t, fx_minor_per_t, tax_minor_per_t, handling_minor_per_t)"
    ),
    "ledger_listing": "SELECT, INSERT",
    "ledger_hold": "SELECT, INSERT",
    "ledger_reservation": (
        "SELECT, INSERT (public_id, entry_id, lot_id, kg, expires_at, price_id, project_minor, registry_fee_minor,"
        " verification_minor, fx_minor, tax_minor, handling_minor)"
    ),
    "ledger_resolution": "SELECT, INSERT",
    "ledger_certificate": "SELECT, INSERT",
    "ledger_cancellation": "SELECT, INSERT",
    "ledger_line": "SELECT, INSERT",
    "ledger_cover": "SELECT, INSERT",
    "ledger_recall": "SELECT, INSERT",
    "ledger_recalled_part": "SELECT, INSERT (entry_id, lot_id, stop_unit, part_start_unit, part_stop_unit)",
    "ledger_make_good": "SELECT, INSERT",
    "ledger_correction": "SELECT, INSERT",
    "ledger_confirmation": "SELECT, INSERT",
    "ledger_leaf": "SELECT, INSERT",
    "ledger_checkpoint": "SELECT, INSERT (size, root, note, seen_xid)",
}
