"""Gases into CO2e under a named IPCC set and horizon; refrigerant blends; lifetimes. Never an unnamed GWP.

>>> from truetonne.science.gwp import co2e_of, gas_amount, read_metric_name
>>> metric = read_metric_name("AR5GWP100")
>>> co2e_of(amount=gas_amount(gas="HFC-134a", amount=2, unit="kg"), metric=metric).kg
2600.0
"""

from truetonne.science.gwp.blends import blend_factor, list_blends, split_blend
from truetonne.science.gwp.convert import GasAmount, MethaneOrigin, co2e_of, find_factor, gas_amount, sum_co2e
from truetonne.science.gwp.lifetimes import LifetimeClass, lifetime_class
from truetonne.science.gwp.methods import METHODS
from truetonne.science.gwp.names import normalize_gas
from truetonne.science.gwp.table import check_factor, list_metrics, packaged_factor, read_metric_name

__all__ = [
    "METHODS",
    "GasAmount",
    "LifetimeClass",
    "MethaneOrigin",
    "blend_factor",
    "check_factor",
    "co2e_of",
    "find_factor",
    "gas_amount",
    "lifetime_class",
    "list_blends",
    "list_metrics",
    "normalize_gas",
    "packaged_factor",
    "read_metric_name",
    "split_blend",
    "sum_co2e",
]
