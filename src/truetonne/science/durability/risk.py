"""Reversal risk ratings, additive and multiplicative, and the loss to expect over the years."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from truetonne.science.errors import FractionOutOfRange, NegativeQuantity, NotFinite
from truetonne.science.parameter_sets import load_parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditiveRating:
    """Percentage points: longevity, natural, and the overall rating; flags name what is not applied or fails."""

    longevity_points: float
    natural_points: float
    overall_points: float
    flags: tuple[str, ...]


def multiply_risks(*, risks: Mapping[str, float]) -> float:
    """Return ``1 - product(1 - r_i)``, in [0, 1]; raises FractionOutOfRange.

    Source: CARB US Forest Offset Protocol form (unverified).
    """
    for name, risk in risks.items():
        _check_share(value=risk, field=f"risks.{name}")
    return 1 - math.prod(1 - risk for risk in risks.values())


def rate_longevity(*, years: float, has_agreement: bool) -> float:
    """Return the points for a project's longevity, at least 0: ``25 - years/4`` with a legal agreement.

    Without one the form is ``24 - years/5`` (unverified). Raises NegativeQuantity. Source: a completed VCS
    non-permanence risk report (public code).
    """
    _check_points(value=years, field="longevity_years", least=0)
    name = "longevity_with_agreement" if has_agreement else "longevity_without_agreement"
    form = load_parameters(name="durability").table(name)
    return max(0.0, float(str(form["at_zero_years"])) - years / float(str(form["years_per_point"])))


def rate_additively(
    *,
    internal_points: Sequence[float],
    longevity_years: float,
    has_agreement: bool,
    external_points: float,
    natural: Sequence[tuple[float, float]],
) -> AdditiveRating:
    """Add internal, external and natural risk in percentage points.

    ``natural`` holds pairs of likelihood-severity score and mitigation factor in [0, 1]. Floors, category caps and the
    overall fail limit of the tool are not established and not applied; the flag ``floors_and_caps_not_applied`` says
    so. Flag ``longevity_too_short`` below 40 years (secondary). Source: VCS non-permanence risk report form.
    """
    for place, points in enumerate(internal_points):
        _check_points(value=points, field=f"internal[{place}]", least=None)
    _check_points(value=external_points, field="external", least=None)
    for place, (score, mitigation) in enumerate(natural):
        _check_points(value=score, field=f"natural[{place}].LS", least=0)
        _check_share(value=mitigation, field=f"natural[{place}].M")
    longevity_points = rate_longevity(years=longevity_years, has_agreement=has_agreement)
    natural_points = math.fsum(score * mitigation for score, mitigation in natural)
    facts = {
        "floors_and_caps_not_applied": True,
        "longevity_too_short": longevity_years < load_parameters(name="durability").number("longevity_years_min"),
        "longevity_form_unverified": not has_agreement,
    }
    return AdditiveRating(
        longevity_points=longevity_points,
        natural_points=natural_points,
        overall_points=math.fsum([*internal_points, longevity_points, external_points, natural_points]),
        flags=tuple(name for name, holds in facts.items() if holds),
    )


def expect_loss(*, annual_probability: float, severity: float, years: float) -> float:
    """Return the expected share of the stock lost over ``years`` >= 0: ``1 - (1 - p s)^T``.

    ``annual_probability`` and ``severity`` in [0, 1]. Raises FractionOutOfRange, NegativeQuantity. Source: methods
    reference 6.2.
    """
    _check_share(value=annual_probability, field="annual_p")
    _check_share(value=severity, field="severity")
    _check_points(value=years, field="years", least=0)
    return float(1 - (1 - annual_probability * severity) ** years)


def _check_share(*, value: float, field: str) -> None:
    if not 0 <= value <= 1:
        raise FractionOutOfRange(field=field, value=value, reason="a share lies in [0, 1]")


def _check_points(*, value: float, field: str, least: float | None) -> None:
    if not math.isfinite(value):
        raise NotFinite(field=field, value=value, reason="a finite number is due")
    if least is not None and value < least:
        raise NegativeQuantity(field=field, value=value, reason=f"this cannot be below {least:g}")
