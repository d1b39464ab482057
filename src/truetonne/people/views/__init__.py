"""Pages about people: sign-in, one's own account, and the administrator's page."""
