"""What the packs of a disclosed year ask for and answer, in words. Codes of a record stay in its files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from truetonne.edge.formats import day_text, percent_text
from truetonne.footprints.inventory_words import category_words
from truetonne.footprints.words import ASSURANCE_WORDS, CONSOLIDATION_WORDS
from truetonne.market.words import PURPOSE_WORDS, SELLER_FACT_WORDS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

FACT_WORDS: Final[dict[str, StrPromise]] = {
    "company_name": _("Name of the company"),
    "legal_entity_identifier": _("LEI"),
    "date_start_reporting_year": _("First day of the reporting year"),
    "date_end_reporting_year": _("Last day of the reporting year"),
    "org_boundary_approach": _("Boundary"),
    "gwp_source": _("GWP set"),
    "base_year": _("Base year"),
    "base_year_emissions_ghg": _("Emissions of the base year"),
    "total_scope_1_emissions_ghg": _("Scope 1"),
    "total_scope_2_lb_emissions_ghg": _("Scope 2, location-based"),
    "total_scope_2_mb_emissions_ghg": _("Scope 2, market-based"),
    "total_scope_3_emissions_ghg": _("Scope 3"),
    "biogenic_co2_emissions": _("Biogenic CO2, outside the scopes"),
    "level_of_assurance": _("Assurance"),
    "targets": _("Targets"),
    "target_base_year": _("Base year of the target"),
    "target_year": _("Target year"),
    "target_coverage": _("Share of the scopes that the target covers"),
    "target_reduction": _("Reduction of the target"),
    "target_validation_provider": _("Who validated the target"),
    "credits_cancelled_kg": _("Credits retired for the year"),
    "credits_planned_kg": _("Credits that are planned"),
    "credits_share_removal": _("Share of removals among them"),
    "credits_share_recognised_standard": _("Share under a recognized standard"),
    "credits_share_eu": _("Share from the European Union"),
    "credits_share_corresponding_adjustment": _("Share with a corresponding adjustment"),
    "seller_name": _("Seller"),
    "registry": _("Registry"),
    "project_id": _("Project id"),
    "methodology": _("Methodology"),
    "scheme": _("Scheme"),
    "vintage": _("Vintage"),
    "mass_kg": _("Tonnes"),
    "is_cancelled": _("Retired"),
    "cancelled_on": _("Retired on"),
    "purpose": _("Purpose"),
    "corresponding_adjustment": _("Corresponding adjustment"),
    "is_outside_value_chain": _("Outside the value chain"),
    "is_recognised_standard": _("Under a recognized standard"),
    "is_in_eu": _("In the European Union"),
    "permanence": _("Permanence"),
    "is_third_party_verified": _("Verified by a third party"),
}
CREDIT_KIND_WORDS: Final[dict[str, StrPromise]] = {"removal": _("removal"), "avoidance": _("reduction or avoidance")}
_CATEGORY = re.compile(r"scope_3_ghgp_c(\d+)_emissions_ghg")
_SHARES: Final = frozenset({"target_coverage", "target_reduction"})


def fact_words(*, fact: str) -> str:
    """Return what a datapoint asks for; one that has no words here keeps its name."""
    category = _CATEGORY.fullmatch(fact)
    if category is not None:
        return category_words(number=int(category[1]))
    words = FACT_WORDS.get(fact) or SELLER_FACT_WORDS.get(fact)
    return fact if words is None else str(words)


def code_words(*, fact: str, value: object, language: str) -> str | None:
    """Return a record's code, share or day in words; None for what is said as it stands."""
    if isinstance(value, Mapping):
        return (
            _purpose(value) if fact == "purpose" else _target(value, language=language) if fact == "targets" else None
        )
    text = str(value)
    words: Mapping[str, StrPromise] = {
        "org_boundary_approach": CONSOLIDATION_WORDS, "level_of_assurance": ASSURANCE_WORDS, "credit_kind": CREDIT_KIND_WORDS,
    }.get(fact, {})  # fmt: skip
    if text in words:
        return str(words[text])
    if fact in _SHARES or fact.startswith("credits_share_"):
        return _share(text, language=language)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return day_text(day=date.fromisoformat(text), language=language)
    return None


def _purpose(value: Mapping[str, Any]) -> str:
    code = str(value.get("code", ""))
    words = str(PURPOSE_WORDS[code]) if code in PURPOSE_WORDS else code
    return ", ".join(str(part) for part in (words, value.get("claim_year"), value.get("note")) if part)


def _target(value: Mapping[str, Any], *, language: str) -> str:
    return _now("%(share)s less than %(base)s by %(year)s, over scopes %(scopes)s.") % {
        "share": _share(str(value.get("reduction", "0")), language=language), "base": value.get("base_year"),
        "year": value.get("target_year"), "scopes": value.get("scopes"),
    }  # fmt: skip


def _share(text: str, *, language: str) -> str:
    try:
        percent = Decimal(text) * 100
    except ArithmeticError:
        return text
    return percent_text(decimal=f"{percent:.1f}", language=language)
