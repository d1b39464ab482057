"""The names of disclosure facts. A table of datapoints can ask for these and for nothing else.

Inventory figures are gross. No name stands for emissions less credits, insets or avoided emissions, so that no pack
could print such a figure. Names follow NZDPU where they exist (standards reference 11).
"""

from __future__ import annotations

from typing import Final

CATEGORIES: Final = tuple(range(1, 16))

_SCOPE3: Final = tuple(
    f"scope_3_ghgp_c{number}_{part}"
    for number in CATEGORIES
    for part in ("emissions_ghg", "relevancy", "rationale_non_disclose")
)

RECORD_FACTS: Final = frozenset(
    {
        "legal_entity_identifier", "company_name", "company_jurisdiction", "sector", "reporting_year",
        "date_start_reporting_year", "date_end_reporting_year", "org_boundary_approach",
        "total_scope_1_emissions_ghg", "total_scope_2_lb_emissions_ghg", "total_scope_2_mb_emissions_ghg",
        "total_scope_3_emissions_ghg", "biogenic_co2_emissions", "gwp_source", "gwp_time_horizon", "base_year",
        "base_year_emissions_ghg", "recalculation_threshold", "restatements", "level_of_assurance",
        "perc_scope_1_assured", "perc_scope_2_assured", "perc_scope_3_assured", "assurer", "targets",
        "target_base_year", "target_year", "target_coverage", "target_reduction", "target_validation_provider",
        "public_url", "sha256", "publication_date", "methodology",
        "credits_cancelled_kg", "credits_planned_kg", "credits_share_removal", "credits_share_recognised_standard",
        "credits_share_eu", "credits_share_corresponding_adjustment", *_SCOPE3,
    }
)  # fmt: skip
"""Facts that a record states once. Figures of emissions and credits are whole kilograms; shares are exact texts."""

CREDIT_FACTS: Final = frozenset(
    {
        "seller_name", "registry", "project_id", "project_name", "credit_kind", "project_site", "protocol",
        "is_third_party_verified", "scheme", "vintage", "mass_kg", "is_cancelled", "cancelled_on", "purpose",
        "corresponding_adjustment", "is_outside_value_chain", "is_recognised_standard", "is_in_eu", "permanence",
    }
)  # fmt: skip
"""Facts of each retirement that a company had made in the year."""

PROJECT_FACTS: Final = frozenset(
    {
        "project_name", "protocol", "project_site", "project_timeline", "project_start_date", "issued", "modified",
        "reversed", "credit_kind", "standards_met", "durability", "is_third_party_validated", "yearly_mass_kg",
        "accountability", "data_and_methods",
    }
)  # fmt: skip
"""Facts of each project whose credits are offered."""
