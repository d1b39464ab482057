"""The operator's choices for the market, in one place. Each is policy, not a rule of any standard."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

QUOTE_LIFE: Final = timedelta(minutes=30)
"""How long a quote keeps its price and its units."""

RESERVATION_LIFE: Final = timedelta(days=366)
"""The ledger's own end of a reservation, far behind the quote's and the order's: a paid order never loses its units."""

PAYMENT_TERM: Final = timedelta(days=14)
"""How long an order waits for its money before it expires and its units go back."""

CANCEL_WINDOW: Final = timedelta(hours=24)
"""How long a buyer may cancel alone; staff may until the units are retired."""

SELLER_NOTICE: Final = timedelta(days=90)
"""How long ahead the seller announces that it cancels a paid order that cannot be delivered; all money goes back."""

HIDDEN_NAME_MONTHS_MAX: Final = 12
"""A beneficiary's name may be hidden at most so long after the retirement (Puro's published limit)."""

AUTHORIZATION_STATEMENT: Final = (
    "I may act for this company, and I know that a retirement is final and is published in its name."
)
"""What the buyer ticks; the order stores the text that was ticked."""

GROSS_STATEMENT: Final = {
    "en": "This retirement does not reduce the gross inventory of the beneficiary.",
    "vi": "Việc rút vĩnh viễn này không làm giảm tổng phát thải kiểm kê của bên thụ hưởng.",
    "zh-Hans": "本次注销不减少受益人的排放总量清单。",
}
"""Stands in every certificate; a certificate without it cannot be built (CL-3)."""
