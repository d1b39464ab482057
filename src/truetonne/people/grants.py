"""What the web role may do with this room's tables, and with those of the sign-in library, which only this room uses."""

GRANTS: dict[str, str] = {
    "people_organization": "SELECT, INSERT, UPDATE (name, legal_name, lei, registration_number, domain, country)",
    "people_invitation": "SELECT, INSERT, UPDATE (accepted_at, accepted_by_id, withdrawn_at)",
    # The library saves a whole person when a company vouches for them, so every column but the key is named.
    "people_person": "SELECT, INSERT, UPDATE (password, last_login, name, email, language, is_active, recorded_at)",
    "people_membership": "SELECT, INSERT, DELETE",
    "people_apitoken": "SELECT, INSERT, UPDATE (revoked_at)",
    "people_apiclient": "SELECT, INSERT, UPDATE (revoked_at)",
    "people_accesstoken": "SELECT, INSERT, DELETE",
    "people_auditline": "SELECT, INSERT",
    "account_emailaddress": "SELECT, INSERT, UPDATE, DELETE",
    "account_emailconfirmation": "SELECT, INSERT, UPDATE, DELETE",
    "mfa_authenticator": "SELECT, INSERT, UPDATE, DELETE",
    "usersessions_usersession": "SELECT, INSERT, UPDATE, DELETE",
    "socialaccount_socialaccount": "SELECT, INSERT, UPDATE, DELETE",
    "socialaccount_socialapp": "SELECT",
    "socialaccount_socialtoken": "SELECT, INSERT, UPDATE, DELETE",
}
