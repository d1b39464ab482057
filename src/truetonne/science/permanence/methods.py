"""The Cambridge PACT methods by name, from JSON-like inputs to outputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from truetonne.science.errors import WrongType
from truetonne.science.inputs import Inputs, read_number
from truetonne.science.method import Method, Outputs
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.permanence.cambridge_pact import (
    Quality,
    account_matches,
    adjust_net_sequestration,
    find_additionality,
    find_net_sequestration,
    find_release,
    schedule_release,
)
from truetonne.science.permanence.equivalent import (
    UNDEFINED,
    find_equivalent_permanence,
    grow_cost,
    interpolate_cost,
    spread_release,
)
from truetonne.science.status import Status

SET: Final = load_parameters(name="cambridge_pact")
QUALITIES: Final = tuple(quality.value for quality in Quality)
PUBLIC_PARAMETERS: Final = (
    "hard_match", "calipers", "cpc_years", "k_density_per_ha", "subsample_of_K", "S_candidates_per_k", "iterations",
    "matching_radius_m", "discount_rate", "bgb_ratio", "deadwood_ratio", "carbon_fraction",
)  # fmt: skip


def compute_additionality(inputs: Inputs) -> Outputs:
    """Return additionality from class proportions of treatment and control; lists of iterations are averaged."""
    found = find_additionality(
        treatment=_read_iterations(inputs, "treatment_props"),
        control=_read_iterations(inputs, "control_props"),
        area_ha=inputs.quantity("area_ha"),
        density_t_c_per_ha=inputs.numbers("density_tC_ha"),
    )
    return {"additionality_tco2": found.co2_t, "additionality_tC": found.carbon_t}


def compute_net_sequestration(inputs: Inputs) -> Outputs:
    """Return the net sequestration of a year."""
    net_t = find_net_sequestration(
        additionality_t=_read_years(inputs, "additionality"), leakage_t=_read_years(inputs, "leakage"),
        year=inputs.whole("year"),
    )  # fmt: skip
    return {"net": net_t}


def compute_release(inputs: Inputs) -> Outputs:
    """Return the average yearly release before a year."""
    found = find_release(
        additionality_t=_read_years(inputs, "additionality"), leakage_t=_read_years(inputs, "leakage"),
        end_year=inputs.whole("end_year"), years=inputs.whole("years", int(SET.number("release_years"))),
    )  # fmt: skip
    return {"release": found.release_t, "release_computed": found.computed_t, "flags": list(found.flags)}


def compute_adjusted(inputs: Inputs) -> Outputs:
    """Return the net sequestration of a year less what earlier estimates scheduled for it."""
    schedule = inputs.nested("schedule_est_in_year")
    adjusted_t = adjust_net_sequestration(
        additionality_t=_read_years(inputs, "additionality"),
        leakage_t=_read_years(inputs, "leakage"),
        scheduled_t={_year(schedule, name): _read_years(schedule, name) for name in schedule.names()},
        year=inputs.whole("year"),
    )
    return {"adjusted": adjusted_t}


def compute_release_schedule(inputs: Inputs) -> Outputs:
    """Return the release scheduled for a future year; series are lists from ``start_year``, leakage 0 if absent."""
    start_year = inputs.whole("start_year")
    additionality_t = _read_series(inputs, "additionality", start_year)
    leakage_t = (
        _read_series(inputs, "leakage", start_year) if inputs.has("leakage") else dict.fromkeys(additionality_t, 0.0)
    )
    found = schedule_release(
        quality=Quality(inputs.choice("quality", QUALITIES)),
        additionality_t=additionality_t,
        leakage_t=leakage_t,
        estimated_in=inputs.whole("est_year"),
        future_year=inputs.whole("future_year"),
        project_end=inputs.whole("project_end"),
    )
    return {"release": found.release_t, "release_computed": found.computed_t, "flags": list(found.flags)}


def compute_equivalent_permanence(inputs: Inputs) -> Outputs:
    """Return equivalent permanence; without positive sequestration EP is null and ``error`` says so."""
    adjusted_t = inputs.number("adjusted_net_seq_t")
    if adjusted_t <= 0:
        for name in ("release_t_per_year", "scc", "scc0", "scc_growth", "discount"):
            inputs.has(name)
        return {"EP": None, "error": UNDEFINED, "credits": 0.0}
    releases_t = _read_releases(inputs)
    if inputs.has("scc"):
        cost_at = interpolate_cost(costs=_read_years(inputs, "scc"))
    else:
        cost_at = grow_cost(cost_now=inputs.number("scc0"), growth=inputs.number("scc_growth", 0))
    found = find_equivalent_permanence(
        adjusted_t=adjusted_t, releases_t=releases_t, cost_at=cost_at,
        discount_rate=inputs.number("discount", SET.number("discount_rate")),
    )  # fmt: skip
    return {
        "EP": found.share,
        "V": found.value,
        "damage": found.damage,
        "credits": found.credits_t,
        "years": found.schedule_years,
        "permanent_remainder_t": found.permanent_remainder_t,
        "flags": list(found.flags),
    }


def compute_parameters(inputs: Inputs) -> Outputs:
    """Return the parameter table."""
    return {name: SET.plain(name) for name in PUBLIC_PARAMETERS}


def compute_match_account(inputs: Inputs) -> Outputs:
    """Account for every sampled pixel."""
    found = account_matches(
        sampled=inputs.whole("sampled"), matched=inputs.whole("matched"), matchless=inputs.whole("matchless")
    )
    return {"matchless_share": found.matchless_share, "flags": list(found.flags)}


def _read_iterations(inputs: Inputs, name: str) -> tuple[tuple[float, ...], ...]:
    """Read one row of proportions, or a list of rows."""
    value = inputs.raw(name)
    rows = value if isinstance(value, Sequence) and value and not isinstance(value[0], int | float) else [value]
    return Inputs({name: rows}).each(name, lambda row, field: Inputs({field: row}).numbers(field), least=1)


def _read_years(inputs: Inputs, name: str) -> dict[int, float]:
    given = inputs.nested(name)
    return {_year(given, year): given.number(year) for year in given.names()}


def _read_series(inputs: Inputs, name: str, start_year: int) -> dict[int, float]:
    if isinstance(inputs.raw(name), Mapping):
        return _read_years(inputs, name)
    return {start_year + place: value for place, value in enumerate(inputs.numbers(name, least=1))}


def _read_releases(inputs: Inputs) -> list[float]:
    value = inputs.raw("release_t_per_year")
    if isinstance(value, Mapping):
        span = inputs.nested("release_t_per_year")
        releases = spread_release(
            from_year=span.whole("from_k"), to_year=span.whole("to_k"), release_t=span.number("t")
        )
        span.finish()
        return releases
    if isinstance(value, Sequence) and not isinstance(value, str):
        return list(inputs.numbers("release_t_per_year"))
    if read_number(value, field="release_t_per_year") != 0:
        raise WrongType(
            field="release_t_per_year", value=value, reason="a release needs its years",
            fix="Write 0, a list by year from year 0, or {from_k, to_k, t}",
        )  # fmt: skip
    return []


def _year(inputs: Inputs, text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise WrongType(field=inputs.path(text), value=text, reason="a year is due")
    return int(text)


def _method(name: str, title: str, compute: Callable[[Inputs], Outputs], *statuses: Status) -> Method:
    return Method(
        name=name, title=title, version="1",
        source="quantifyearth/tmf-implementation 3dd3c64 (ISC); methods reference 5",
        compute=compute, statuses=(Status.PUBLIC_CODE, *statuses), parameter_sets=(SET.key,),
    )  # fmt: skip


METHODS: Final = (
    _method("pact_additionality", "Cambridge PACT: additionality", compute_additionality),
    _method("pact_net_sequestration", "Cambridge PACT: net sequestration", compute_net_sequestration),
    _method("pact_release", "Cambridge PACT: average release", compute_release, Status.OPERATOR_POLICY),
    _method("pact_adjusted", "Cambridge PACT: adjusted net sequestration", compute_adjusted),
    _method(
        "pact_release_schedule", "Cambridge PACT: scheduled release", compute_release_schedule, Status.OPERATOR_POLICY
    ),
    _method("pact_ep", "Cambridge PACT: equivalent permanence", compute_equivalent_permanence, Status.DERIVED),
    _method("pact_parameters", "Cambridge PACT: parameters", compute_parameters),
    _method(
        "pact_match_account", "Cambridge PACT: every sampled pixel accounted for", compute_match_account,
        Status.OPERATOR_POLICY,
    ),
)  # fmt: skip
