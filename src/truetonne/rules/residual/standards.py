"""The purchase cap as a standard: a year's facts in, the cap with all its terms out."""

from __future__ import annotations

from collections.abc import Mapping

from truetonne.rules.exact_numbers import needed_year
from truetonne.rules.residual.cap import RESIDUAL_CAP, CapMode, ExceedsResidual, YearFacts, check_request, compute_cap
from truetonne.rules.residual.trajectory import PathPoint, trajectory_kg
from truetonne.rules.shipped import find_rule_set, optional_exact, state
from truetonne.rules.standard import Outputs, Standard
from truetonne.science.inputs import Inputs
from truetonne.science.status import Status

RULE_SETS = (RESIDUAL_CAP,)


def judge_cap(inputs: Inputs, context: Inputs) -> Outputs:
    """Return the cap of a year in kilograms; ``requested_kg`` is judged against it, ``path`` gives the trajectory."""
    context.names()
    rules = find_rule_set(family=RESIDUAL_CAP, inputs=inputs)
    year = needed_year(inputs.raw("year"), field=inputs.path("year"))
    points = inputs.each("path", _read_point, [])
    facts = YearFacts(
        year=year,
        gross_kg=_kg(inputs, "gross_kg"),
        trajectory_kg=trajectory_kg(points=points, year=year) if points else inputs.exact("trajectory_kg"),
        used_kg=inputs.whole("used_kg", 0),
        scope3_reported=inputs.flag("scope3_reported", True),
        last_gross_kg=_kg(inputs, "last_gross_kg"),
        planned_reductions_kg=inputs.whole("planned_reductions_kg", 0),
        scope3_gross_kg=_kg(inputs, "scope3_gross_kg"),
        scope3_trajectory_kg=optional_exact(inputs=inputs, name="scope3_trajectory_kg"),
        base_year_kg=_kg(inputs, "base_year_kg"),
        net_zero_year=needed_year(inputs.raw("net_zero_year", 2050), field="net_zero_year"),
    )
    mode = CapMode(inputs.choice("mode", tuple(CapMode), rules.body.mode))
    cap = compute_cap(facts=facts, policy=rules, mode=mode)
    outputs = cap.as_json()
    if inputs.has("requested_kg"):
        requested_kg = inputs.whole("requested_kg")
        try:
            check_request(requested_kg=requested_kg, cap=cap)
            verdict: Mapping[str, object] = {"allowed": True, "code": None}
        except ExceedsResidual as refused:
            verdict = {"allowed": False, "code": refused.code}
        outputs = {**cap.as_json(requested_kg=requested_kg), **verdict}
    return state(outputs=outputs, rule_set_key=rules.key, basis=rules.basis)


def _kg(inputs: Inputs, name: str) -> int | None:
    return inputs.whole(name) if inputs.has(name) else None


def _read_point(value: object, field: str) -> PathPoint:
    point = Inputs(value if isinstance(value, Mapping) else {}, where=field)
    read = PathPoint(
        year=needed_year(point.raw("year"), field=point.path("year")), emissions_kg=point.exact("emissions_kg")
    )
    point.finish()
    return read


STANDARDS = (
    Standard(
        name="residual_cap",
        title="Cap on credits per company and inventory year",
        source="operator policy",
        status=Status.OPERATOR_POLICY,
        judge=judge_cap,
    ),
)
