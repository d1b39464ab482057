"""The words for rule sets that people read: their titles, and how far each kind of source can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from truetonne.edge.status_words import STATUS_WORDS
from truetonne.science.status import Status

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

__all__ = ["PUBLISHERS", "STATUS_MEANINGS", "STATUS_WORDS", "TITLES", "publisher_of", "title_of"]

TITLES: Final[dict[str, StrPromise]] = {
    "exchange-eligibility": _("Who may buy"),
    "leaf-buyer": _("Further conditions for buyers of LEAF lots"),
    "ghg-inventory": _("Inventories: base years, gases, spend"),
    "sbti-aca-legacy": _("Targets before April 2026: a fixed yearly rate"),
    "sbti-cnzs": _("Targets: the Corporate Net-Zero Standard"),
    "temperature-score": _("Temperature scores of stated targets"),
    "residual-cap": _("How much a company may buy in a year"),
    "operator-clocks": _("How long the operator waits"),
    "pledge-register": _("The pledge, and when a signature counts"),
    "quality-rubric": _("Ratings: what both readers look at"),
    "abacus-label": _("The ABACUS label on restoration"),
    "trees-leaf": _("Jurisdictional forests: TREES and LEAF"),
    "pledge-tests": _("Five tests of what a signatory buys"),
    "vcmi-tiers": _("VCMI Carbon Integrity tiers"),
    "vcmi-scope3-action": _("VCMI Scope 3 Action"),
    "icvcm-ccp": _("The Core Carbon Principles label"),
    "inset-fuel": _("Fuel insets: profiles and claims"),
    "claims-lint": _("What a text about climate may not say"),
    "claim-templates": _("Claims and the sentences beside them"),
    "pack-ab-1305-buyer": _("AB 1305: what a buyer of credits states"),
    "pack-ab-1305-seller": _("AB 1305: what a seller of credits states"),
    "pack-cdp": _("CDP: emissions and cancelled credits"),
    "pack-esrs-e1": _("ESRS E1: emissions, targets, credits"),
    "pack-ifrs-s2": _("IFRS S2: emissions, targets, planned credits"),
    "packaging-efficiency": _("Packaging efficiency"),
}

STATUS_MEANINGS: Final[dict[Status, StrPromise]] = {
    Status.PUBLISHED: _("The text of a standard or law, or an official table."),
    Status.PUBLIC_CODE: _("Stated by a named public repository."),
    Status.DERIVED: _("Arithmetic from a formula that stands here."),
    Status.OPERATOR_POLICY: _("A choice of the operator, which can be argued with."),
    Status.SECONDARY: _("A named third party’s summary. Results that rest on it say so."),
    Status.UNVERIFIED: _("To be checked against the official document. Results that rest on it say so."),
}


PUBLISHERS: Final[dict[str, StrPromise]] = {
    "the operator": _("the operator"),
    "The operator": _("The operator"),
    "CDP Worldwide and WWF International, as coded by the SBTi Finance Tool": _(
        "CDP Worldwide and WWF International, as coded by the SBTi Finance Tool"
    ),
    "Compact by Design, as reported by third parties": _("Compact by Design, as reported by third parties"),
    "GHG Protocol and US EPA, as summarised by third parties": _(
        "GHG Protocol and US EPA, as summarised by third parties"
    ),
    "the operator, after public guidance": _("the operator, after public guidance"),
    "the operator, after public rules": _("the operator, after public rules"),
}
"""Publishers that are no names; names stay as they are."""


def publisher_of(*, name: str) -> str:
    """Return a publisher in the reader's language."""
    return str(PUBLISHERS.get(name, name))


def title_of(*, id: str, fallback: str) -> str:
    """Return the title of a rule set in the reader's language."""
    return str(TITLES.get(id, fallback))
