"""Words and lists of book and claim: sides, tiers, fuels that a batch replaces, and what each is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SIDES: Final = ("SCOPE1", "SCOPE3")
SCOPES: Final = ("1", "3")
TIERS: Final = ("CARRIER", "LOGISTICS", "SHIPPER")
"""The fuel user, the logistics provider between, and who had goods carried."""
ACTIVITY_FUELS: Final = ("diesel", "jet", "natural_gas", "bunker")
REPLACES: Final[dict[str, tuple[str, ...]]] = {
    "HVO": ("diesel",),
    "FAME": ("diesel",),
    "HEFA-SPK": ("jet",),
    "BIOMETHANE": ("natural_gas",),
}
"""The fossil fuel that each fuel of a batch stands in for."""

SIDE_WORDS: Final[dict[str, _StrPromise]] = {
    "SCOPE1": _("Fuel user's side, scope 1"),
    "SCOPE3": _("Customer's side, scope 3"),
}
TIER_WORDS: Final[dict[str, _StrPromise]] = {
    "CARRIER": _("Carrier, which burns the fuel"),
    "LOGISTICS": _("Logistics provider"),
    "SHIPPER": _("Shipper, whose goods are carried"),
}
ACTIVITY_FUEL_WORDS: Final[dict[str, _StrPromise]] = {
    "diesel": _("Diesel"),
    "jet": _("Jet fuel"),
    "natural_gas": _("Natural gas"),
    "bunker": _("Marine fuel"),
}
CATEGORY_WORDS: Final[dict[int, _StrPromise]] = {
    4: _("4, upstream transport"),
    9: _("9, downstream transport"),
    6: _("6, business travel"),
    7: _("7, commuting"),
}
"""Scope 3 categories that transport falls into."""

UNSETTLED: Final = _(
    "For the market-based statement only; recognition in inventories is not settled. The physical inventory stays as it is."
)
"""Stands with every inset."""
