"""The operator's choices for the market, in one place. Each is policy, not a rule of any standard.

How long something lasts or is announced ahead is dated rule data: ``rules.clocks``.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

RESERVATION_LIFE: Final = timedelta(days=366)
"""The ledger's own end of a reservation, far behind the quote's and the order's: a paid order never loses its units."""

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
