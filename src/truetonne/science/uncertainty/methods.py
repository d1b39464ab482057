"""The computations of this family as named methods."""

from __future__ import annotations

import math
from typing import Final

from truetonne.science.errors import TooFewValues, UndefinedResult, WrongType
from truetonne.science.inputs import Inputs
from truetonne.science.method import Method, Outputs
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.status import Status
from truetonne.science.uncertainty.deductions import (
    deduct_by_rule,
    deduction_fraction,
    fcpf_deduction,
    list_deduction_rules,
)
from truetonne.science.uncertainty.half_widths import HalfWidth, Level, check_hw90, student_quantile
from truetonne.science.uncertainty.propagation import (
    SourceTrend,
    combine_product,
    combine_sum,
    combine_trend,
    percent,
    product_cv,
)
from truetonne.science.uncertainty.reading import (
    read_groups,
    read_half_widths,
    read_input,
    read_terms,
)
from truetonne.science.uncertainty.simulation import Input, Simulation, simulate

_SETS: Final = (load_parameters(name="uncertainty").key,)


def simulation_outputs(*, simulation: Simulation, analytic_hw90: float | None = None) -> dict[str, object]:
    """Return what a simulation reports: moments, quantiles, both half widths, truncation, flags and randomness.

    ``analytic_hw90`` is the half width by formula; a difference above 2% is flagged (operator policy).
    """
    below, above = simulation.hw90_sides
    flags = [f"truncated_draws:{name}" for name in simulation.truncated_inputs]
    if simulation.is_asymmetric:
        flags.append("asymmetric_larger_half_width_deducted")
    limit = load_parameters(name="uncertainty").number("analytic_difference_max")
    hw90 = simulation.hw90.fraction
    if analytic_hw90 is not None and not math.isclose(hw90, analytic_hw90, rel_tol=limit):
        flags.append("differs_from_analytic")
    return {
        "mean": simulation.mean,
        "sd": simulation.sd,
        "q05": simulation.q05,
        "q95": simulation.q95,
        "hw90_mc": hw90,
        "hw90_below": below.fraction,
        "hw90_above": above.fraction,
        "hw90_for_deduction": simulation.hw90_for_deduction.fraction,
        "hw90_analytic": analytic_hw90,
        "truncated_shares": dict(simulation.truncated_shares),
        "flags": flags,
        "randomness": simulation.randomness(),
    }


def _product(inputs: Inputs) -> Outputs:
    widths = read_half_widths(inputs=inputs)
    combined = combine_product(half_widths=widths, groups=read_groups(inputs=inputs))
    outputs: dict[str, object] = {"u_percent": 100 * combined.fraction, "level": combined.level.value}
    if inputs.has("values"):
        values = inputs.numbers("values")
        if len(values) != len(widths):
            raise TooFewValues(field="values", value=len(values), reason=f"one for each of {len(widths)} half widths")
        outputs["total"] = math.prod(values)
        outputs["half_width_absolute"] = abs(math.prod(values)) * combined.fraction
    return outputs


def _sum(inputs: Inputs) -> Outputs:
    combined = combine_sum(
        values=inputs.numbers("x", least=1),
        half_widths=read_half_widths(inputs=inputs),
        groups=read_groups(inputs=inputs),
    )
    limit = load_parameters(name="uncertainty").number("hw90_max")
    return {
        "total": combined.total,
        "u_percent": 100 * combined.half_width.fraction,
        "half_width_absolute": combined.half_width_absolute,
        "level": combined.half_width.level.value,
        "flags": ["total_near_zero"] if combined.half_width.fraction > limit else [],
    }


def _trend(inputs: Inputs) -> Outputs:
    columns = {name: inputs.numbers(name, least=1) for name in ("base", "current")}
    widths = {name: read_half_widths(inputs=inputs, name=name) for name in ("u_activity", "u_ef")}
    count = len(columns["base"])
    for name, column in (*columns.items(), *widths.items()):
        if len(column) != count:
            raise TooFewValues(field=name, value=len(column), reason=f"one for each of {count} sources")
    flags = {name: _flags(inputs, name, count) for name in ("ef_correlated_across_years", "activity_correlated")}
    trend = combine_trend(
        sources=[
            SourceTrend(
                base=columns["base"][place],
                current=columns["current"][place],
                u_activity=widths["u_activity"][place],
                u_ef=widths["u_ef"][place],
                is_ef_correlated=flags["ef_correlated_across_years"][place],
                is_activity_correlated=flags["activity_correlated"][place],
            )
            for place in range(count)
        ]
    )
    level = trend.level_half_width
    return {
        "type_A": list(trend.type_a),
        "type_B": list(trend.type_b),
        "trend_percent": trend.trend_pct,
        "trend_u_percentage_points": trend.trend_u_points,
        "level_u_percent": None if level is None else 100 * level.fraction,
    }


def _flags(inputs: Inputs, name: str, count: int) -> tuple[bool, ...]:
    """Read one true or false for all sources, or one for each."""
    if isinstance(inputs.raw(name), bool):
        return (inputs.flag(name),) * count
    found = inputs.each(name, _flag)
    if len(found) != count:
        raise TooFewValues(field=name, value=len(found), reason=f"one for each of {count} sources")
    return found


def _flag(value: object, field: str) -> bool:
    if not isinstance(value, bool):
        raise WrongType(field=field, value=value, reason="true or false is due")
    return value


def _monte_carlo_product(inputs: Inputs) -> Outputs:
    factors = {name: read_input(inputs=inputs.nested(name)) for name in ("A", "B")}
    simulation = simulate(terms={"product": factors}, **_draws(inputs))
    cv: float | None = None
    analytic: float | None = None
    if not any(item.group for item in factors.values()):
        cv = product_cv(cvs=[_cv(item, name) for name, item in factors.items()])
        analytic = HalfWidth.of_cv(cv=cv, level=Level.HW90).fraction
    outputs = simulation_outputs(simulation=simulation, analytic_hw90=analytic)
    trees = list_deduction_rules()["art_trees"]
    return {
        **outputs,
        "cv_exact": cv,
        "cv_mc": simulation.sd / abs(simulation.mean),
        "ua": trees.fraction(hw90=simulation.hw90_for_deduction.fraction),
    }


def _cv(item: Input, name: str) -> float:
    if item.distribution.mean == 0:
        raise UndefinedResult(field=f"{name}.mean", value=0.0, reason="no relative uncertainty exists around zero")
    return item.distribution.sd / abs(item.distribution.mean)


def _monte_carlo(inputs: Inputs) -> Outputs:
    simulation = simulate(terms=read_terms(inputs=inputs), **_draws(inputs))
    return simulation_outputs(simulation=simulation)


def _draws(inputs: Inputs) -> dict[str, int | None]:
    """Read the optional number of draws and seed."""
    return {name: inputs.whole(name) if inputs.has(name) else None for name in ("draws", "seed")}


def _deduction(inputs: Inputs) -> Outputs:
    df = inputs.number("df") if inputs.has("df") else None
    return {"fraction": deduction_fraction(hw90=inputs.number("hw90"), p=inputs.number("p"), df=df)}


def _deduction_by_rule(inputs: Inputs) -> Outputs:
    rule = inputs.choice("rule", tuple(list_deduction_rules()))
    given = HalfWidth(fraction=inputs.number("half_width"), level=Level(inputs.choice("level", list(Level))))
    hw90 = given.at(level=Level.HW90)
    found = list_deduction_rules()[rule]
    return {
        "fraction": deduct_by_rule(half_width=hw90, rule=rule),
        "hw90": hw90.fraction,
        "p": found.p,
        "df": found.df,
        "flags": [] if given.level is Level.HW90 else ["converted_from_HW95_as_normal"],
        "statuses": [found.status.value],
    }


def _convert(inputs: Inputs) -> Outputs:
    given = percent(value=inputs.number("u_percent"), level=Level(inputs.choice("level", list(Level))))
    check_hw90(hw90=given.fraction, field="u_percent")
    wanted = given.at(level=Level(inputs.choice("to", list(Level))))
    return {"u_percent": 100 * wanted.fraction, "level": wanted.level.value, "cv": given.cv}


def _quantiles(inputs: Inputs) -> Outputs:
    df = inputs.number("df")
    return {"t95": student_quantile(p=0.95, df=df), "t70": student_quantile(p=0.70, df=df)}


def _fcpf(inputs: Inputs) -> Outputs:
    return {"deduction": fcpf_deduction(hw90=inputs.number("u"))}


_IPCC = "IPCC 2006 Guidelines Vol. 1 Ch. 3"
_LEVEL_AND_FORM = (Status.DERIVED, Status.UNVERIFIED)

METHODS: Final = (
    Method(
        name="combine_product", title="Uncertainty of a product or quotient", version="1",
        source=f"{_IPCC} eq. 3.1 (equation number unverified); correlated groups add linearly",
        compute=_product, statuses=_LEVEL_AND_FORM, parameter_sets=_SETS,
    ),
    Method(
        name="combine_sum", title="Uncertainty of a sum or difference", version="1",
        source=f"{_IPCC} eq. 3.2 (equation number unverified); correlated groups add linearly",
        compute=_sum, statuses=_LEVEL_AND_FORM, parameter_sets=_SETS,
    ),
    Method(
        name="trend_uncertainty", title="Uncertainty of a trend between two years", version="1",
        source=f"{_IPCC} Table 3.2, columns I to M (form unverified against the table)",
        compute=_trend, statuses=_LEVEL_AND_FORM, parameter_sets=_SETS,
    ),
    Method(
        name="monte_carlo_product", title="Product of two uncertain numbers by Monte Carlo", version="1",
        source=f"{_IPCC} approach 2; deduction by TREES 2.0 eq. 11 (public code)",
        compute=_monte_carlo_product, statuses=(Status.PUBLIC_CODE, Status.OPERATOR_POLICY, Status.SECONDARY),
        parameter_sets=_SETS,
    ),
    Method(
        name="monte_carlo", title="Sum of products of uncertain numbers by Monte Carlo", version="1",
        source=f"{_IPCC} approach 2; at least 10,000 draws after TREES 2.0 (secondary)",
        compute=_monte_carlo, statuses=(Status.OPERATOR_POLICY, Status.SECONDARY), parameter_sets=_SETS,
    ),
    Method(
        name="deduction_factor", title="Deduction to a one-sided percentile", version="1",
        source="q(p) HW90 / q(0.95), standard normal, or Student t with df",
        compute=_deduction, statuses=(Status.DERIVED,), parameter_sets=_SETS,
    ),
    Method(
        name="deduction_by_rule", title="Deduction by the rule of a standard", version="1",
        source="ART TREES 2.0 eq. 11 (public code); Verra VCS and Isometric levels (unverified)",
        compute=_deduction_by_rule, statuses=(Status.PUBLIC_CODE, Status.UNVERIFIED), parameter_sets=_SETS,
    ),
    Method(
        name="convert_half_width", title="A half width at another confidence level", version="1",
        source="HW90 = 1.644854 CV, HW95 = 1.959964 CV of a normal distribution",
        compute=_convert, statuses=(Status.DERIVED,), parameter_sets=_SETS,
    ),
    Method(
        name="t_quantiles", title="Student t quantiles at 95% and 70%", version="1",
        source="Student t distribution; the constants of TREES 2.0 eq. 11 are those of 10,000 degrees of freedom",
        compute=_quantiles, statuses=(Status.DERIVED,),
    ),
    Method(
        name="fcpf_conservativeness", title="FCPF conservativeness deduction in steps", version="1",
        source="FCPF Carbon Fund Buffer Guidelines v4.2 as reproduced in training-resource/uncertainty fa2a8a2",
        compute=_fcpf, statuses=(Status.SECONDARY, Status.OPERATOR_POLICY), parameter_sets=_SETS,
    ),
)  # fmt: skip
