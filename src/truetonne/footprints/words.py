"""The room's vocabularies in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

CATEGORY_WORDS: Final[dict[int, StrPromise]] = {
    1: _("Purchased goods and services"),
    2: _("Capital goods"),
    3: _("Fuel- and energy-related"),
    4: _("Upstream transport and distribution"),
    5: _("Waste"),
    6: _("Business travel"),
    7: _("Commuting"),
    8: _("Upstream leased assets"),
    9: _("Downstream transport"),
    10: _("Processing of sold products"),
    11: _("Use of sold products"),
    12: _("End of life of sold products"),
    13: _("Downstream leased assets"),
    14: _("Franchises"),
    15: _("Investments"),
}

STATE_WORDS: Final[dict[str, StrPromise]] = {
    "reported": _("reported"),
    "estimated": _("estimated"),
    "not_relevant": _("not relevant"),
    "relevant_not_calculated": _("relevant, not calculated"),
    "excluded": _("excluded"),
    "not_disclosed": _("not disclosed"),
}

ASSURANCE_WORDS: Final[dict[str, StrPromise]] = {
    "none": _("no assurance"),
    "limited": _("limited assurance"),
    "reasonable": _("reasonable assurance"),
}

CONSOLIDATION_WORDS: Final[dict[str, StrPromise]] = {
    "operational_control": _("operational control"),
    "financial_control": _("financial control"),
    "equity_share": _("equity share"),
}

SCOPE_WORDS: Final[tuple[tuple[str, StrPromise], ...]] = (
    ("total_scope_1_emissions_ghg", _("Scope 1")),
    ("total_scope_2_lb_emissions_ghg", _("Scope 2, location-based")),
    ("total_scope_2_mb_emissions_ghg", _("Scope 2, market-based")),
    ("total_scope_3_emissions_ghg", _("Scope 3, as far as reported or estimated")),
    ("biogenic_co2_emissions", _("Biogenic CO2, outside the scopes")),
)

METRIC_WORDS: Final[dict[str, StrPromise]] = {
    "absolute": _("absolute"),
    "economic_intensity": _("per unit of money"),
    "physical_intensity": _("per unit of output"),
    "sda": _("sectoral"),
}

PACK_WORDS: Final[dict[str, StrPromise]] = {
    "ab-1305": _("AB 1305: what a buyer of credits states"),
    "ab-1305-seller": _("AB 1305: what a seller of credits states"),
    "cdp": _("CDP: emissions and cancelled credits"),
    "esrs-e1": _("ESRS E1: emissions, targets, credits"),
    "ifrs-s2": _("IFRS S2: emissions, targets, planned credits"),
}
"""Packs by the name in their address."""

INVENTORY_FINDING_WORDS: Final[dict[str, StrPromise]] = {
    "unverified_prices": _(
        "Amounts were exchanged or deflated by the shipped tables, which are not verified and end in 2024."
    ),
    "disclose_no_residual_mix": _("No residual mix was at hand: the market-based figure rests on the grid average."),
}
"""What a version's own findings mean for whoever reads its figures."""
