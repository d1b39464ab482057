"""ART TREES 2.0: what a jurisdiction may be issued for a year of less deforestation than its reference.

    >>> from truetonne.science.trees import quantify_reductions
    >>> year = quantify_reductions(
    ...     crediting_level_t=10_000_000, emissions_t=7_000_000, hw90=0.2, leakage=0.0, buffer=0.15
    ... )
    >>> year.issuable.net_kg
    2358723980

The volumes are reductions, never removals; HFLD and other volumes are separate products.
"""

from truetonne.science.trees.crediting_level import CreditingLevel, Volume, hfld_level, mean_reference_level
from truetonne.science.trees.evidence import buffer_share, leakage_share, uncertainty_deduction
from truetonne.science.trees.issuance import (
    HalfWidthBasis,
    Issuance,
    quantify_reductions,
    quantify_removals,
    relative_half_width,
)
from truetonne.science.trees.methods import METHODS
from truetonne.science.trees.period import PeriodUncertainty, YearOfPeriod, recalculate_period
from truetonne.science.trees.strata import EmissionsEstimate, Stratum, estimate_emissions, simulate_emissions

__all__ = [
    "METHODS",
    "CreditingLevel",
    "EmissionsEstimate",
    "HalfWidthBasis",
    "Issuance",
    "PeriodUncertainty",
    "Stratum",
    "Volume",
    "YearOfPeriod",
    "buffer_share",
    "estimate_emissions",
    "hfld_level",
    "leakage_share",
    "mean_reference_level",
    "quantify_reductions",
    "quantify_removals",
    "recalculate_period",
    "relative_half_width",
    "simulate_emissions",
    "uncertainty_deduction",
]
