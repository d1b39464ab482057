"""Who may call a view: roles, and the decorators that name and enforce them."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person may do in an organization."""

    BUYER = "BUYER"
    SUPPLY = "SUPPLY"
    REVIEWER = "REVIEWER"
    FINANCE = "FINANCE"
    AUDITOR = "AUDITOR"
    ADMINISTRATOR = "ADMINISTRATOR"
