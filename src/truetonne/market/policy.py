"""The operator's choices for the market, in one place. Each is policy, not a rule of any standard."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

QUOTE_LIFE: Final = timedelta(minutes=30)
"""How long a quote keeps its price and its units."""

PAYMENT_TERM: Final = timedelta(days=14)
"""How long an order waits for its money before it expires and its units go back."""

CANCEL_WINDOW: Final = timedelta(hours=24)
"""How long a buyer may cancel alone; staff may until the units are retired."""

HIDDEN_NAME_MONTHS_MAX: Final = 12
"""A beneficiary's name may be hidden at most so long after the retirement (Puro's published limit)."""

AUTHORIZATION_STATEMENT: Final = (
    "I may act for this company, and I know that a retirement is final and is published in its name."
)
"""What the buyer ticks; the order stores the text that was ticked."""

GROSS_STATEMENT_CODE: Final = "GROSS_INVENTORY_V1"
GROSS_STATEMENT: Final = "This retirement does not reduce the gross inventory of the beneficiary."
"""Stands in every certificate; a certificate without it cannot be built (CL-3)."""
