"""What the web role may do with this room's tables: attempts are only added, the log of messages is never emptied."""

GRANTS: dict[str, str] = {
    "api_webhookendpoint": "SELECT, INSERT, UPDATE (state, pause_reason, secret, old_secret, old_secret_until, sequence,"
    " failing_since, rotation_request_id)",
    "api_webhookdelivery": "SELECT, INSERT, UPDATE (state, round, attempts, next_attempt_at)",
    "api_webhookattempt": "SELECT, INSERT",
}
