"""The VM0047 methods by name, from JSON-like inputs to JSON-like outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from truetonne.science.errors import NotInTable, TooFewValues, WrongType
from truetonne.science.forest.greedy import Order, match_greedily
from truetonne.science.forest.metric import Array
from truetonne.science.forest.vm0047.benchmark import Benchmark, performance_benchmark
from truetonne.science.forest.vm0047.controls import (
    Controls,
    PlotMetric,
    a1_weights,
    make_plot_search,
    match_plots,
)
from truetonne.science.forest.vm0047.donor_pool import EXACT_FILTERS, FAIL_SDM, Plot, filter_donors
from truetonne.science.forest.vm0047.removals import credit_removals
from truetonne.science.inputs import Inputs, read_number
from truetonne.science.method import Method, Outputs
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.status import Status

_SPELLINGS: Final = {
    "mahalanobis": PlotMetric.MAHALANOBIS,
    "standardized_euclidean": PlotMetric.STANDARDIZED_EUCLIDEAN,
    "standardised_euclidean": PlotMetric.STANDARDIZED_EUCLIDEAN,
    "absolute": PlotMetric.ABSOLUTE,
}


def match(inputs: Inputs) -> Outputs:
    """Match plots with their controls, optimally, and show what greedy matching would have given.

    Inputs: project and donors (rows of covariates), k, metric, sd_pool (spreads, or which rows they come from).
    """
    project, donors = _rows(inputs, "project"), _rows(inputs, "donors")
    k = inputs.whole("k", least=1)
    metric = _metric(inputs)
    spread = _spread(inputs, project=project, donors=donors)
    controls = match_plots(project=project, donors=donors, k=k, metric=metric, spread=spread)
    forwards = _greedy(project=project, donors=donors, k=k, metric=metric, spread=spread, backwards=False)
    backwards = _greedy(project=project, donors=donors, k=k, metric=metric, spread=spread, backwards=True)
    return {
        **_controls_as_json(controls),
        "optimal": controls.donors.tolist(),
        "optimal_total": controls.total_distance,
        "greedy_in_order": forwards[0],
        "greedy_reversed_order": backwards[0],
        "total_greedy": [forwards[1], backwards[1]],
        "solver": "assignment at the least total distance; greedy is shown and not used",
    }


def benchmark(inputs: Inputs) -> Outputs:
    """Match plots and compute the performance benchmark with both tests; a missing reading is null."""
    times = np.array(inputs.numbers("times"))
    series = _series(inputs, "project_series", dates=len(times))
    donor_series = _series(inputs, "control_series_for_donor", dates=len(times))
    project = _rows(inputs, "matching_covariates_project")
    donors = _rows(inputs, "matching_covariates_donors")
    for field, found, due in (
        ("project_series", len(series), len(project)),
        ("control_series_for_donor", len(donor_series), len(donors)),
    ):
        if found != due:
            raise WrongType(field=field, value=found, reason=f"{due} series are due, one for each row of covariates")
    least = round(load_parameters(name="vm0047").number("plots_min"))
    if len(project) < least:
        raise TooFewValues(field="matching_covariates_project", value=len(project), reason=f"at least {least} plots")
    controls = match_plots(
        project=project, donors=donors, k=inputs.whole("k", least=1), metric=_metric(inputs),
        spread=_spread(inputs, project=project, donors=donors),
    )  # fmt: skip
    clusters = inputs.raw("clusters", None)
    result = performance_benchmark(
        times=times,
        project=series,
        controls=donor_series[controls.donors],
        weights=controls.weights,
        clusters=None if clusters is None else _numbered(clusters, count=len(project)),
    )
    return {**_controls_as_json(controls), **benchmark_as_json(result)}


def weights(inputs: Inputs) -> Outputs:
    """Turn distances of one plot, or of several, into weights by eq A1."""
    distances = inputs.each("distances", _number_or_row, least=1)
    if all(isinstance(one, float) for one in distances):
        return {"weights": a1_weights(distances=np.array(distances)).tolist()}
    if any(isinstance(one, float) for one in distances):
        raise WrongType(field="distances", value="mixed", reason="numbers of one plot, or one list for each plot")
    return {"weights": [a1_weights(distances=np.array(one)).tolist() for one in distances]}


def removals(inputs: Inputs) -> Outputs:
    """Credit removals after benchmark, leakage, uncertainty and buffer."""
    credited = credit_removals(
        delta_c_t=inputs.number("delta_c_tco2"),
        pb=inputs.fraction("PB"),
        leakage_t=inputs.quantity("leakage_t", 0.0),
        uncertainty=inputs.fraction("unc", 0.0),
        buffer=inputs.fraction("buffer", 0.0),
    )
    return {
        "net_before_buffer": credited.net_before_buffer_t,
        "buffer": credited.buffer_t,
        "issuable": credited.issuable_t,
        "flags": list(credited.flags),
    }


def donor_pool(inputs: Inputs) -> Outputs:
    """State the rules of the donor pool and, where donors are given, say which pass.

    Inputs: rules (kept with the record), project and donors as objects with the members of ``Plot``, radius_km.
    """
    inputs.raw("rules", None)
    parameters = load_parameters(name="vm0047")
    outputs: dict[str, object] = {
        "exact_filters": [*EXACT_FILTERS, "outside registered AFOLU projects"],
        "radius_km": parameters.number("donor_radius_km"),
        "radius_step_km": parameters.number("donor_radius_step_km"),
        "area_tolerance": parameters.number("donor_area_tolerance"),
        "sdm_max": parameters.number("sdm_max"),
        "fail_sdm": FAIL_SDM,
    }
    if inputs.has("donors"):
        radius = inputs.quantity("radius_km", parameters.number("donor_radius_km"))
        pool = filter_donors(
            project=_plot(inputs.raw("project"), "project"), donors=inputs.each("donors", _plot), radius_km=radius
        )
        outputs |= {
            "radius_km": radius,
            "eligible": list(pool.eligible),
            "refused": [{"donor": place, "filters": list(failed)} for place, failed in pool.refused],
        }
    return outputs


def benchmark_as_json(result: Benchmark) -> dict[str, object]:
    """Return a benchmark's figures under the names of the worked examples."""
    robust = result.robust
    return {
        "slope_project": result.project.slope,
        "se_project": result.project.standard_error,
        "slope_control": result.control.slope,
        "se_control": result.control.standard_error,
        "z": result.z,
        "z_significant": result.is_z_significant,
        "p_control": result.control.p,
        "PB": result.pb,
        "PB_credited": result.pb_credited,
        "label_additional": result.pb_credited < 1,
        "robust": {
            "mean": robust.mean,
            "sd": robust.sd,
            "se": robust.se,
            "t": robust.t,
            "df": robust.df,
            "t_critical_0.975": robust.t_critical,
            "lower_bound_0.95": robust.lower_bound,
            "significant": robust.is_significant,
        },
        "n_plots": result.n_plots,
        "dropped_plots": list(result.dropped),
        "flags": list(result.flags),
    }


def _controls_as_json(controls: Controls) -> dict[str, object]:
    return {
        "matches": controls.donors.tolist(),
        "weights": controls.weights.tolist(),
        "distances": controls.distances.tolist(),
        "total_distance": controls.total_distance,
        "sdm": list(controls.sdm),
        "sdm_raw_controls": list(controls.sdm_raw),
        "sdm_gate": list(controls.sdm_gate),
        "balanced": controls.is_balanced,
    }


def _greedy(
    *, project: Array, donors: Array, k: int, metric: PlotMetric, spread: Array | None, backwards: bool
) -> tuple[list[list[int]], float]:
    step = -1 if backwards else 1
    search = make_plot_search(project=project[::step], donors=donors, metric=metric, spread=spread)
    _, chosen, squared = match_greedily(search=search, k=k, order=Order.GIVEN)
    return chosen.reshape(len(project), k)[::step].tolist(), float(np.sqrt(squared).sum())


def _rows(inputs: Inputs, name: str) -> Array:
    rows = inputs.each(name, _row, least=1)
    if len({len(row) for row in rows}) != 1 or not rows[0]:
        raise WrongType(field=name, value="rows of different length", reason="every row has the same covariates")
    return np.array(rows)


def _row(value: object, field: str) -> tuple[float, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise WrongType(field=field, value=value, reason="a list of numbers is due")
    return tuple(read_number(item, field=f"{field}[{place}]") for place, item in enumerate(value))


def _number_or_row(value: object, field: str) -> float | tuple[float, ...]:
    return _row(value, field) if isinstance(value, Sequence) else read_number(value, field=field)


def _series(inputs: Inputs, name: str, *, dates: int) -> Array:
    def reading(value: object, field: str) -> float:
        return float("nan") if value is None else read_number(value, field=field)

    def series(value: object, field: str) -> tuple[float, ...]:
        if isinstance(value, str) or not isinstance(value, Sequence) or len(value) != dates:
            raise WrongType(field=field, value=value, reason=f"{dates} readings are due, null for a missing one")
        return tuple(reading(item, f"{field}[{place}]") for place, item in enumerate(value))

    return np.array(inputs.each(name, series, least=1))


def _numbered(value: object, *, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) != count:
        raise WrongType(field="clusters", value=value, reason=f"one cluster name for each of {count} plots is due")
    names = sorted({str(name) for name in value})
    return np.array([names.index(str(name)) for name in value], dtype=np.int64)


def _metric(inputs: Inputs) -> PlotMetric:
    """Read the metric; what follows a comma is a remark."""
    text = inputs.text("metric", PlotMetric.MAHALANOBIS.value)
    word = text.split(",")[0].strip().lower().replace(" ", "_").replace("-", "_")
    if word not in _SPELLINGS:
        known = ", ".join(metric.value for metric in PlotMetric)
        raise NotInTable(field="metric", value=text, reason="there is no such metric", fix=f"Write one of: {known}")
    return _SPELLINGS[word]


def _spread(inputs: Inputs, *, project: Array, donors: Array) -> Array | None:
    value = inputs.raw("sd_pool", None)
    if value is None:
        return None
    if not isinstance(value, str):
        return np.array(inputs.numbers("sd_pool"))
    words = value.lower()
    of_project, of_donors = "project" in words, "donor" in words or "control" in words
    if of_project and not of_donors:
        return np.asarray(project.std(axis=0, ddof=1), dtype=np.float64)
    if of_donors and not of_project:
        return np.asarray(donors.std(axis=0, ddof=1), dtype=np.float64)
    return None


def _plot(value: object, field: str) -> Plot:
    if not isinstance(value, Mapping):
        raise WrongType(field=field, value=value, reason="an object with the members of a plot is due")
    plot = Inputs(value, where=field)
    made = Plot(
        id=plot.text("id", field),
        **{name: plot.text(name) for name in EXACT_FILTERS},
        area_ha=plot.quantity("area_ha"),
        distance_km=plot.quantity("distance_km", 0.0),
        afolu_project=str(plot.raw("afolu_project", "") or ""),
    )
    plot.finish()
    return made


_SECONDARY = "Verra VM0047 v1.0 Appendix 1 (secondary)"
_BASIS = (Status.DERIVED, Status.OPERATOR_POLICY, Status.SECONDARY)

METHODS: Final[tuple[Method, ...]] = (
    Method(
        name="vm0047_match", title="Match project plots with controls", version="1.0",
        source=_SECONDARY, compute=match, statuses=_BASIS, parameter_sets=(load_parameters(name="vm0047").key,),
    ),
    Method(
        name="vm0047_pb", title="Performance benchmark with both tests", version="1.0",
        source=f"{_SECONDARY}; robust test: operator policy", compute=benchmark, statuses=_BASIS,
        parameter_sets=(load_parameters(name="vm0047").key,),
    ),
    Method(
        name="a1_weights", title="Weights of controls from distances", version="1.0",
        source=f"{_SECONDARY}, eq A1", compute=weights, statuses=(Status.SECONDARY,),
        parameter_sets=(load_parameters(name="vm0047").key,),
    ),
    Method(
        name="vm0047_removals", title="Removals after benchmark, leakage, uncertainty and buffer", version="1.0",
        source="VM0047 v1.1 section 8.5 (unverified structure)", compute=removals, statuses=(Status.UNVERIFIED,),
        parameter_sets=(load_parameters(name="vm0047").key,),
    ),
    Method(
        name="vm0047_donor_pool", title="Which plots may be controls", version="1.0",
        source=_SECONDARY, compute=donor_pool, statuses=_BASIS, parameter_sets=(load_parameters(name="vm0047").key,),
    ),
)  # fmt: skip
