"""Uncertainty shared by all methods: propagation, Monte Carlo, deductions. Half widths carry level and basis.

>>> from truetonne.science.uncertainty import Level, combine_product, percent
>>> widths = [percent(value=8, level=Level.HW95), percent(value=15, level=Level.HW95)]
>>> round(100 * combine_product(half_widths=widths).fraction, 9)
17.0
"""

from truetonne.science.uncertainty.deductions import (
    capped_fraction,
    deduct_by_rule,
    deduction_fraction,
    fcpf_deduction,
    list_deduction_rules,
)
from truetonne.science.uncertainty.distributions import Empirical, Lognormal, Normal, Triangular, Uniform
from truetonne.science.uncertainty.half_widths import (
    HalfWidth,
    Level,
    check_hw90,
    normal_quantile,
    student_quantile,
)
from truetonne.science.uncertainty.methods import METHODS, simulation_outputs
from truetonne.science.uncertainty.propagation import (
    Combined,
    SourceTrend,
    Trend,
    combine_product,
    combine_sum,
    combine_trend,
    percent,
    product_cv,
)
from truetonne.science.uncertainty.simulation import Input, Simulation, simulate

__all__ = [
    "METHODS",
    "Combined",
    "Empirical",
    "HalfWidth",
    "Input",
    "Level",
    "Lognormal",
    "Normal",
    "Simulation",
    "SourceTrend",
    "Trend",
    "Triangular",
    "Uniform",
    "capped_fraction",
    "check_hw90",
    "combine_product",
    "combine_sum",
    "combine_trend",
    "deduct_by_rule",
    "deduction_fraction",
    "fcpf_deduction",
    "list_deduction_rules",
    "normal_quantile",
    "percent",
    "product_cv",
    "simulate",
    "simulation_outputs",
    "student_quantile",
]
