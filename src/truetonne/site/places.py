"""The places every page leads to: five at the head, more at the foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A link of the frame. ``key`` is what a page puts into ``nav_current`` to mark where the reader stands."""

    key: str
    path: str
    label: StrPromise


HEAD = (
    Place(key="catalogue", path="/catalogue/", label=_("Catalogue")),
    Place(key="register", path="/register/", label=_("Register")),
    Place(key="log", path="/log/", label=_("Log")),
    Place(key="verify", path="/verify/", label=_("Verify")),
    Place(key="check", path="/check/", label=_("Check us")),
)

FOOT = (
    Place(key="apply", path="/apply/", label=_("Apply to buy")),
    Place(key="policy", path="/policy/", label=_("Who may buy")),
    Place(key="pledge", path="/pledge/", label=_("The pledge")),
    Place(key="check", path="/check/", label=_("How to check us")),
    Place(key="rules", path="/rules/", label=_("Rules")),
    Place(key="claims", path="/claims/", label=_("May this be said?")),
    Place(key="downloads", path="/register/#downloads", label=_("Data downloads")),
    Place(key="log", path="/log/", label=_("Public log")),
    Place(key="statements", path="/statements/", label=_("Retirement statements")),
    Place(key="disclosures", path="/disclosures/", label=_("Disclosed emissions")),
    Place(key="facts", path="/facts/", label=_("Facts we quote")),
    Place(key="api", path="/v1/docs", label=_("API")),
    Place(key="accessibility", path="/accessibility/", label=_("Accessibility")),
)
