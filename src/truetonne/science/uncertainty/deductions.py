"""From a half width to a deduction: by percentile (a one-sided lower bound) or by the steps of a schedule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from truetonne.science.errors import NotInTable, OutOfRange, UnitMismatch
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.status import Status
from truetonne.science.uncertainty.half_widths import (
    HalfWidth,
    Level,
    check_hw90,
    normal_quantile,
    student_quantile,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionRule:
    """A standard's way from HW90 to a deduction: one-sided level ``p``, Student t where ``df`` is given.

    ``printed_quantiles`` are those at p and 0.95 as the standard prints them, where it does. Nothing is deducted up to
    and including ``above_hw90``.
    """

    name: str
    p: float
    status: Status
    df: float | None = None
    above_hw90: float = 0.0
    printed_quantiles: tuple[float, float] | None = None

    def fraction(self, *, hw90: float) -> float:
        """Return the share that the rule deducts for a half width of any size, at most 1."""
        if self.above_hw90 > 0 and hw90 <= self.above_hw90:
            return 0.0
        if self.printed_quantiles is not None:
            at_p, at_95 = self.printed_quantiles
            return min(1.0, hw90 * at_p / at_95)
        return capped_fraction(hw90=hw90, p=self.p, df=self.df)


def list_deduction_rules() -> Mapping[str, DeductionRule]:
    """Return the known rules by name: art_trees, verra_vcs, isometric."""
    rules = load_parameters(name="uncertainty").table("deduction_rules")
    found = {}
    for name, values in rules.items():
        if not isinstance(values, Mapping):
            raise TypeError(f"rule {name} is no table")
        found[name] = DeductionRule(
            name=name,
            p=float(values["p"]),
            status=Status(values["status"]),
            df=float(values["df"]) if "df" in values else None,
            above_hw90=float(values.get("above_hw90", 0.0)),
            printed_quantiles=(
                (float(values["quantile_p"]), float(values["quantile_95"])) if "quantile_p" in values else None
            ),
        )
    return found


def deduction_fraction(*, hw90: float, p: float, df: float | None = None) -> float:
    """Return the share to deduct, q(p) HW90 / q(0.95), at most 1; the claim is then the one-sided p lower bound.

    ``hw90`` is a fraction of the mean, 0.5 <= p < 1; quantiles are those of the standard normal, or of Student's t
    with ``df``. Raises OutOfRange for p outside, because a level below one half would add to the claim, and
    ImplausibleValue for HW90 above 3. Source: methods reference 1.2.
    """
    return capped_fraction(hw90=check_hw90(hw90=hw90), p=p, df=df)


def capped_fraction(*, hw90: float, p: float, df: float | None = None) -> float:
    """Return the same for a half width that a method computed itself and that may be of any size."""
    if not 0.5 <= p < 1:
        raise OutOfRange(field="p", value=p, reason="a conservative level lies in [0.5, 1)")
    low, high = ((student_quantile(p=q, df=df) if df else normal_quantile(p=q)) for q in (p, 0.95))
    return min(1.0, hw90 * low / high)


def deduct_by_rule(*, half_width: HalfWidth, rule: str) -> float:
    """Return the share that a standard's rule deducts.

    Raises UnitMismatch unless the half width is HW90 (convert it with ``HalfWidth.at``) and NotInTable for an
    unknown rule.
    """
    if half_width.level is not Level.HW90:
        fix = "Convert it: half_width.at(level=Level.HW90)"
        raise UnitMismatch(field="level", value=half_width.level.value, reason="the rule is written for HW90", fix=fix)
    rules = list_deduction_rules()
    if rule not in rules:
        raise NotInTable(field="rule", value=rule, reason="there is no such rule", fix=f"Known: {', '.join(rules)}")
    return rules[rule].fraction(hw90=check_hw90(hw90=half_width.fraction))


def fcpf_deduction(*, hw90: float) -> float:
    """Return the conservativeness deduction of the FCPF schedule; a value on an edge takes the lower one.

    Raises ImplausibleValue above 3. Source: FCPF Carbon Fund Buffer Guidelines v4.2 (secondary).
    """
    parameters = load_parameters(name="uncertainty")
    size = check_hw90(hw90=hw90, field="u")
    for step in parameters.rows("fcpf_steps"):
        if not isinstance(step, tuple):
            raise TypeError("an FCPF step is a pair")
        edge, deduction = step
        if size <= edge:
            return float(deduction)
    return parameters.number("fcpf_above")
