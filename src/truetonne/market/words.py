"""States, purposes and cost parts as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from truetonne.market.states import OrderState, Purpose, QuoteState
from truetonne.rules.residual.cap import CapMode

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PURPOSE_WORDS: Final[dict[str, _StrPromise]] = {
    Purpose.ONGOING_EMISSIONS: _("Ongoing emissions"),
    Purpose.RESIDUAL_NEUTRALIZATION: _("Residual emissions, neutralized"),
    Purpose.BVCM_CONTRIBUTION: _("Contribution beyond the value chain"),
    Purpose.CORPORATE_TARGET: _("Corporate target"),
    Purpose.PUBLIC_CLAIM: _("Public claim"),
    Purpose.INSETTING: _("Insetting"),
    Purpose.REGULATORY: _("Regulatory duty"),
    Purpose.OTHER: _("Other"),
}

PURPOSE_LONG_WORDS: Final[dict[str, _StrPromise]] = {
    Purpose.ONGOING_EMISSIONS: _("Answer for ongoing emissions of the year, while targets are being met"),
    Purpose.RESIDUAL_NEUTRALIZATION: _("Neutralize residual emissions, from the net-zero year; removals only"),
    Purpose.BVCM_CONTRIBUTION: _("Contribute beyond the own value chain"),
    Purpose.CORPORATE_TARGET: _("Serve a corporate target"),
    Purpose.PUBLIC_CLAIM: _("Stand behind a public claim"),
    Purpose.REGULATORY: _("Meet a regulatory duty"),
    Purpose.OTHER: _("Another purpose, said in the note"),
}
"""What a buyer of credits may choose; insetting needs inset units."""

STATE_WORDS: Final[dict[str, _StrPromise]] = {
    OrderState.QUOTED: _("Quoted"),
    OrderState.RESERVED: _("Reserved"),
    OrderState.AWAITING_FUNDS: _("Awaiting funds"),
    OrderState.CONFIRMED: _("Paid and confirmed"),
    OrderState.PARTIALLY_DELIVERED: _("Partly delivered"),
    OrderState.DELIVERED: _("Delivered"),
    OrderState.RETIRED: _("Retired"),
    OrderState.CANCELLED: _("Cancelled"),
    OrderState.EXPIRED: _("Expired"),
    OrderState.FAILED: _("Failed"),
}

QUOTE_STATE_WORDS: Final[dict[str, _StrPromise]] = {
    QuoteState.OPEN: _("Open"),
    QuoteState.CONSUMED: _("Ordered"),
    QuoteState.LAPSED: _("Lapsed"),
}

PART_WORDS: Final[dict[str, _StrPromise]] = {
    "project": _("Paid to the project"),
    "registry_fee": _("Issuance and registry"),
    "verification": _("Verification"),
    "fx": _("Currency"),
    "tax": _("Tax"),
    "handling": _("Handling"),
}

CREDIT_REASON_WORDS: Final[dict[str, _StrPromise]] = {
    "CANCELLED": _("The order was cancelled"),
    "EXPIRED": _("The order was not paid in time"),
    "FAILED": _("The registry refused"),
    "SUBSTITUTED": _("A cheaper lot took the place of another"),
}

ORDER_STEPS: Final = (_("Quoted"), _("Reserved"), _("Paid"), _("Delivered"), _("Retired"))
"""The steps of an order as its page shows them."""

STEP_OF_STATE: Final[dict[str, int]] = {
    OrderState.QUOTED: 1,
    OrderState.RESERVED: 2,
    OrderState.AWAITING_FUNDS: 2,
    OrderState.CONFIRMED: 3,
    OrderState.PARTIALLY_DELIVERED: 4,
    OrderState.DELIVERED: 4,
    OrderState.RETIRED: 5,
    OrderState.CANCELLED: 0,
    OrderState.EXPIRED: 0,
    OrderState.FAILED: 0,
}

SELLER_FACT_WORDS: Final[dict[str, _StrPromise]] = {
    "project_name": _("Name of the project"),
    "protocol": _("Protocol"),
    "project_site": _("Site"),
    "project_timeline": _("Timeline"),
    "project_start_date": _("Start of the project"),
    "issued": _("Issued, with days and quantities"),
    "modified": _("Cancelled or modified"),
    "reversed": _("Reversed"),
    "credit_kind": _("Removal, reduction or avoidance"),
    "standards_met": _("Standards met"),
    "durability": _("Durability"),
    "is_third_party_validated": _("Validated or verified by a third party"),
    "yearly_mass_kg": _("Tonnes by year"),
    "accountability": _("Who answers if the project fails"),
    "data_and_methods": _("Data and methods to reproduce it"),
}
"""What California asks a seller of credits to state of a project."""

CAP_MODE_WORDS: Final[dict[str, _StrPromise]] = {
    CapMode.ON_TRAJECTORY: _("For what is left on the path of the target"),
    CapMode.GAP_EXPLAINED: _("For the gap that Scope 3 Action explains"),
    CapMode.RESIDUAL_STRICT: _("For residual emissions only, from the net-zero year"),
}
"""What a year's cap is for."""
