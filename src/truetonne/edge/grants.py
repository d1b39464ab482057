"""What the web role may do with this room's tables."""

GRANTS: dict[str, str] = {
    "edge_idempotency": "SELECT, INSERT, UPDATE (status, body, content_type, started_at), DELETE",
    "edge_ratecount": "SELECT, INSERT, UPDATE (requests), DELETE",
}
