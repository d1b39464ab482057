"""Refrigerants and methane destroyed: two families, each by its own rules, with GWP set and horizon on every amount.

>>> from truetonne.science.superpollutants import DestroyedGas, quantify_refrigerants
>>> from truetonne.science.units import Mass
>>> cfc12 = DestroyedGas(gas="CFC12", mass=Mass.of(1, "t"), release=0.95, gwp=10_900, substitute_t_per_t=686)
>>> quantify_refrigerants(gases=[cfc12]).reduction.reductions_t
9661.5
"""

from truetonne.science.superpollutants.ceilings import Reduction, check_claim
from truetonne.science.superpollutants.custody import (
    Container,
    CustodyFinding,
    Holder,
    LegalTest,
    check_custody,
    check_law,
)
from truetonne.science.superpollutants.families import Family, Subtype, check_subtype, subtype_of_refrigerant
from truetonne.science.superpollutants.lifetimes import LifetimeView, view_lifetimes
from truetonne.science.superpollutants.lots import DestructionLot, view_under
from truetonne.science.superpollutants.methane import (
    Device,
    correct_for_drift,
    cover_oxidation,
    methane_density,
    quantify_coal_mine,
    quantify_landfill,
)
from truetonne.science.superpollutants.methods import METHODS
from truetonne.science.superpollutants.refrigerants import (
    DestroyedGas,
    pure_mass,
    quantify_refrigerants,
    release_fraction,
    substitute_emissions,
    undestroyed_residual,
)

__all__ = [
    "METHODS",
    "Container",
    "CustodyFinding",
    "DestroyedGas",
    "DestructionLot",
    "Device",
    "Family",
    "Holder",
    "LegalTest",
    "LifetimeView",
    "Reduction",
    "Subtype",
    "check_claim",
    "check_custody",
    "check_law",
    "check_subtype",
    "correct_for_drift",
    "cover_oxidation",
    "methane_density",
    "pure_mass",
    "quantify_coal_mine",
    "quantify_landfill",
    "quantify_refrigerants",
    "release_fraction",
    "substitute_emissions",
    "subtype_of_refrigerant",
    "undestroyed_residual",
    "view_lifetimes",
    "view_under",
]
