"""Computations that a review attaches: what the science says of stored inputs, as plain values that compare.

A computation is a function of its method, input bytes, parameters and seed; nothing else enters, so that anyone who has
the four arrives at the same figures.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

import numpy as np

from truetonne.science.errors import InputMissing, NotInTable, TooFewValues, WrongType
from truetonne.science.forest.metric import Array
from truetonne.science.forest.synthetic_control import fit_synthetic_control
from truetonne.science.forest.vm0047.benchmark import Benchmark, performance_benchmark
from truetonne.science.forest.vm0047.controls import Controls, PlotMetric, match_plots
from truetonne.science.forest.vm0047.removals import credit_removals
from truetonne.supply.reviewing.reading_plots import Plots, read_plots, read_series

Result = dict[str, Any]
LIBRARIES = ("truetonne", "numpy", "scipy")
DRAWS_MAX = 1_000
WIDE = 1.96
"""Half width of a 95 % interval in standard errors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method by name; ``defaults`` are its parameters, all numbers or texts."""

    name: str
    run: Callable[[bytes, Mapping[str, Any], int], Result]
    defaults: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A figure that came out otherwise: where, what was published, what came out now."""

    figure: str
    published: object
    recomputed: object


def compute(*, method: str, content: bytes, parameters: Mapping[str, Any], seed: int) -> Result:
    """Run a method on the bytes of its input. Raises NotInTable for an unknown method or parameter, and what it raises."""
    found = METHODS.get(method)
    if found is None:
        raise NotInTable(field="method", value=method, reason="there is no such computation", fix=", ".join(METHODS))
    for name in sorted(set(parameters) - set(found.defaults)):
        fix = f"Known: {', '.join(found.defaults)}"
        raise NotInTable(field="parameter", value=name, reason="the computation has no such parameter", fix=fix)
    # As it will be stored: what JSON cannot hold is refused here and not when somebody reruns it.
    result: Result = json.loads(json.dumps(found.run(content, {**found.defaults, **parameters}, seed), allow_nan=False))
    return result


def digest_of(*, result: Result) -> str:
    """Return SHA-256 over a result as JSON with sorted names."""
    return hashlib.sha256(json.dumps(result, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def library_versions() -> dict[str, str]:
    """Return the versions that a result may depend on; the first is the code's own."""
    return {name: version(name) for name in LIBRARIES}


def find_differences(
    *, published: object, recomputed: object, tolerance: float, path: str = ""
) -> Iterator[Difference]:
    """Yield every figure that differs: numbers beyond the relative tolerance, anything else at all."""
    if isinstance(published, Mapping) and isinstance(recomputed, Mapping):
        for name in sorted({*published, *recomputed}):
            yield from find_differences(
                published=published.get(name), recomputed=recomputed.get(name), tolerance=tolerance,
                path=f"{path}.{name}" if path else str(name),
            )  # fmt: skip
    elif isinstance(published, list) and isinstance(recomputed, list) and len(published) == len(recomputed):
        for place, pair in enumerate(zip(published, recomputed, strict=True)):
            yield from find_differences(
                published=pair[0], recomputed=pair[1], tolerance=tolerance, path=f"{path}[{place}]"
            )
    elif not _is_same(published, recomputed, tolerance=tolerance):
        yield Difference(figure=path, published=published, recomputed=recomputed)


def _is_same(first: object, second: object, *, tolerance: float) -> bool:
    is_plain = isinstance(first, bool) or isinstance(second, bool)
    if not is_plain and isinstance(first, int | float) and isinstance(second, int | float):
        return math.isclose(first, second, rel_tol=tolerance, abs_tol=tolerance)
    return first == second


def run_benchmark(content: bytes, parameters: Mapping[str, Any], seed: int) -> Result:
    """VM0047 area-based: match, test both ways, credit. ``seed`` is not used: nothing is drawn."""
    plots = read_plots(content=content)
    k = round(_number(parameters, "k"))
    controls = match_plots(
        project=plots.project, donors=plots.donors, k=k, metric=PlotMetric(str(parameters["metric"]))
    )
    found = _benchmark(plots=plots, controls=controls)
    credited = credit_removals(
        delta_c_t=_number(parameters, "delta_c_t"),
        pb=found.pb_credited,
        leakage_t=_number(parameters, "leakage_t"),
        uncertainty=_number(parameters, "uncertainty"),
        buffer=_number(parameters, "buffer"),
    )
    robust = asdict(found.robust)
    return {
        "figures": {
            "plots": found.n_plots,
            "controls_each": k,
            "total_distance": controls.total_distance,
            "slope_project": found.project.slope,
            "slope_control": found.control.slope,
            "z": found.z,
            "z_significant": found.is_z_significant,
            "robust_t": robust["t"],
            "robust_significant": found.robust.is_significant,
            "robust_mean": robust["mean"],
            "robust_lower_bound": robust["lower_bound"],
            "benchmark_as_written": found.pb,
            "benchmark_credited": found.pb_credited,
            "both_tests_significant": found.is_z_significant and found.robust.is_significant,
            "covariates_balanced": controls.is_balanced,
            "net_before_buffer_kg": math.floor(credited.net_before_buffer_t * 1000),
            "issuable_kg": math.floor(credited.issuable_t * 1000),
        },
        "flags": sorted({*found.flags, *credited.flags}),
        "trajectories": _trajectories(plots=plots, controls=controls),
        "balance": _balance(plots=plots, controls=controls),
        "pairs": [
            {"plot": plot, "controls": [plots.donor_ids[row] for row in controls.donors[place]]}
            for place, plot in enumerate(plots.project_ids)
        ],
        "map": _places(plots=plots, controls=controls),
    }


def _benchmark(*, plots: Plots, controls: Controls) -> Benchmark:
    return performance_benchmark(
        times=plots.years - plots.years[0],
        project=plots.project_series,
        controls=plots.donor_series[controls.donors],
        weights=controls.weights,
    )


def _trajectories(*, plots: Plots, controls: Controls) -> list[dict[str, float]]:
    """Mean change since the first year of project plots and of their weighted controls, with 95 % intervals of plots."""
    grown = plots.project_series - plots.project_series[:, :1]
    series = plots.donor_series[controls.donors]
    composite = ((series - series[:, :, :1]) * controls.weights[:, :, None]).sum(axis=1)
    complete = np.isfinite(grown).all(axis=1) & np.isfinite(composite).all(axis=1)
    rows = []
    for place, year in enumerate(plots.years):
        row = {"year": float(year)}
        for name, values in (("project", grown[complete, place]), ("control", composite[complete, place])):
            half = WIDE * float(values.std(ddof=1)) / math.sqrt(len(values))
            mean = float(values.mean())
            row |= {name: mean, f"{name}_low": mean - half, f"{name}_high": mean + half}
        rows.append(row)
    return rows


def _balance(*, plots: Plots, controls: Controls) -> list[dict[str, object]]:
    spread = np.sqrt((plots.project.var(axis=0, ddof=1) + plots.donors.var(axis=0, ddof=1)) / 2)
    gaps = np.abs(plots.project.mean(axis=0) - plots.donors.mean(axis=0))
    return [
        {
            "covariate": name,
            "before": float(gaps[place] / spread[place]) if spread[place] > 0 else None,
            "after": controls.sdm_gate[place],
        }
        for place, name in enumerate(plots.names)
    ]


def _places(*, plots: Plots, controls: Controls) -> list[dict[str, object]]:
    used = set(np.unique(controls.donors).tolist())
    rows: list[tuple[str, str, Array]] = [
        (plot, "project", place) for plot, place in zip(plots.project_ids, plots.project_places, strict=True)
    ]
    rows += [
        (plot, "control" if row in used else "donor", plots.donor_places[row])
        for row, plot in enumerate(plots.donor_ids)
    ]
    return [
        {"plot": plot, "group": group, "longitude": float(place[0]), "latitude": float(place[1])}
        for plot, group, place in rows
        if np.isfinite(place).all()
    ]


def run_placebos(content: bytes, parameters: Mapping[str, Any], seed: int) -> Result:
    """Draw projects where there is none, out of the donors, and match and test each: the differences scatter about zero."""
    plots = read_plots(content=content)
    draws, k = round(_number(parameters, "draws")), round(_number(parameters, "k"))
    count = round(_number(parameters, "plots_each"))
    if not 1 <= draws <= DRAWS_MAX:
        raise TooFewValues(field="draws", value=draws, reason=f"1 to {DRAWS_MAX} draws are due")
    if len(plots.donor_ids) < count * (k + 1):
        raise TooFewValues(
            field="donors", value=len(plots.donor_ids), reason=f"{count * (k + 1)} are needed for a placebo"
        )
    generator = np.random.Generator(np.random.PCG64(seed))
    times, found, quiet = plots.years - plots.years[0], [], 0
    for _draw in range(draws):
        order = generator.permutation(len(plots.donor_ids))
        mock, rest = order[:count], order[count:]
        controls = match_plots(project=plots.donors[mock], donors=plots.donors[rest], k=k)
        benchmark = performance_benchmark(
            times=times, project=plots.donor_series[mock], controls=plots.donor_series[rest][controls.donors],
            weights=controls.weights, plots_min=2,
        )  # fmt: skip
        found.append(benchmark.robust.mean)
        quiet += abs(benchmark.robust.t or 0.0) < benchmark.robust.t_critical
    real = _benchmark(
        plots=plots, controls=match_plots(project=plots.project, donors=plots.donors, k=k)
    ).robust.mean  # fmt: skip
    beyond = sum(abs(one) >= abs(real) for one in found)
    return {
        "figures": {
            "draws": draws,
            "placebo_mean": float(np.mean(found)),
            "placebo_sd": float(np.std(found, ddof=1)) if draws > 1 else 0.0,
            "share_covering_zero": quiet / draws,
            "project_difference": real,
            "share_as_large": (beyond + 1) / (draws + 1),
        },
        "draws": found,
    }


def run_synthetic_control(content: bytes, parameters: Mapping[str, Any], seed: int) -> Result:
    """A jurisdiction against a weighted mixture of others, with a placebo for every donor; nothing is drawn."""
    treated_name = str(parameters["treated"])
    if not treated_name:
        raise InputMissing(field="treated", value=None, reason="name the column of the jurisdiction")
    times, treated, names, donors = read_series(content=content, treated=treated_name)
    fitted = fit_synthetic_control(
        treated=treated, donors=donors, names=names, n_before=round(_number(parameters, "n_before"))
    )
    return {
        "figures": {
            "pre_rmse": fitted.pre_rmse,
            "post_rmse": fitted.post_rmse,
            "effect_mean": fitted.effect_mean,
            "effect_total": fitted.effect_total,
            "p_placebo": fitted.p_placebo,
        },
        "weights": [
            {"unit": name, "weight": float(weight)} for name, weight in zip(names, fitted.weights, strict=True)
        ],
        "paths": [
            {"time": time, "treated": float(own), "synthetic": float(other)}
            for time, own, other in zip(times, treated, fitted.synthetic, strict=True)
        ],
        "placebos": [{"unit": one.donor, "ratio": one.ratio} for one in fitted.placebos],
    }


def _number(parameters: Mapping[str, Any], name: str) -> float:
    value = parameters[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongType(field=name, value=value, reason="a number is due")
    return float(value)


METHODS: Mapping[str, Method] = {
    one.name: one
    for one in (
        Method(
            name="vm0047_benchmark",
            run=run_benchmark,
            defaults={
                "k": 2, "metric": "mahalanobis", "delta_c_t": 0, "leakage_t": 0, "uncertainty": 0, "buffer": 0,
            },
        ),
        Method(name="plot_placebos", run=run_placebos, defaults={"k": 2, "draws": 100, "plots_each": 30}),
        Method(name="synthetic_control", run=run_synthetic_control, defaults={"treated": "", "n_before": 5}),
    )
}  # fmt: skip
"""What a review may attach, by name."""
YES_NO: Sequence[str] = ("both_tests_significant", "covariates_balanced")
"""Figures that the label rules ask for."""
