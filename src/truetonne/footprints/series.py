"""The same activity counted as in the year before and as now: how much of a change is not the company's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from truetonne.footprints.base_years import SeriesBreak
from truetonne.footprints.factor_tables import load_factors
from truetonne.science.errors import InputRefused
from truetonne.science.gwp import MethaneOrigin

if TYPE_CHECKING:
    from truetonne.science.footprint.compute import Footprint


def count_both(
    *,
    breaks: Sequence[SeriesBreak],
    activity: pa.Table,
    methane_origin: MethaneOrigin | None,
    made: Footprint,
    add_kg: Callable[[Footprint], int],
) -> list[dict[str, Any]]:
    """Return every break with both figures, kilograms CO2e of all scopes, scope 2 location-based, as JSON.

    ``then_kg`` is null where the former factors cannot count this activity at all. Lines without a figure are counted
    under both, because a figure over fewer lines is no comparison.
    """
    known: dict[tuple[tuple[Any, ...], str], Footprint | None] = {}
    told = []
    for one in breaks:
        key = (tuple(each.pk for each in one.sets), one.gwp_set)
        if key not in known:
            known[key] = _count(one, activity=activity, methane_origin=methane_origin)
        then = known[key]
        told.append(
            {
                "code": one.code, "year": one.year, "then": one.then, "now": one.now,
                "then_kg": None if then is None else add_kg(then), "now_kg": add_kg(made),
                "then_missing": None if then is None else then.missing_count, "now_missing": made.missing_count,
            }
        )  # fmt: skip
    return told


def _count(one: SeriesBreak, *, activity: pa.Table, methane_origin: MethaneOrigin | None) -> Footprint | None:
    from truetonne.science.footprint.compute import compute_footprint

    try:
        return compute_footprint(
            activity=activity, factors=load_factors(sets=one.sets), gwp_set=one.gwp_set, methane_origin=methane_origin
        )
    except InputRefused:
        return None
