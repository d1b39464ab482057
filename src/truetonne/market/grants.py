"""What the web role may do with this room's tables: add facts, move the state of a quote or order, nothing else."""

GRANTS: dict[str, str] = {
    "market_quote": "SELECT, INSERT, UPDATE (state)",
    "market_quoteline": "SELECT, INSERT",
    "market_beneficiaryname": "SELECT, INSERT",
    "market_beneficiarynamedecision": "SELECT, INSERT",
    "market_order": "SELECT, INSERT, UPDATE (state)",
    "market_ordertransition": "SELECT, INSERT",
    "market_payment": "SELECT, INSERT",
    "market_document": "SELECT, INSERT",
    "market_cancellationnotice": "SELECT, INSERT",
    "market_delivery": "SELECT, INSERT",
    "market_deliveryline": "SELECT, INSERT",
    "market_correction": "SELECT, INSERT",
    "market_registerplace": "SELECT, INSERT, UPDATE (last_index, day)",
    "market_registerrow": "SELECT, INSERT, UPDATE (name_key, is_in_force)",
    "market_registerproject": "SELECT, INSERT",
    "market_registeryear": "SELECT, INSERT, UPDATE (kg, certificate_count)",
}
