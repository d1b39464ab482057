"""What the web role may do with this room's tables."""

GRANTS: dict[str, str] = {
    "people_organization": "SELECT, INSERT",
    "people_person": "SELECT, INSERT, UPDATE (password, last_login, name, language, is_active)",
    "people_membership": "SELECT, INSERT, DELETE",
    "people_apitoken": "SELECT, INSERT, UPDATE (revoked_at)",
    "people_auditline": "SELECT, INSERT",
    "people_signincount": "SELECT, INSERT, UPDATE (attempts), DELETE",
}
