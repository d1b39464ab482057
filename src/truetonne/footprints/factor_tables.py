"""Stored factor sets as the engine's table, and which sets a day and a choice lead to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from django.db.models import Q

from truetonne.footprints.models import Factor, FactorSet

_GRAMS = ("co2_g", "ch4_g", "n2o_g", "other_co2e_g", "co2e_g", "biogenic_co2_g", "uncertainty_pct")


class FactorSetUnknown(Exception):
    """No factor set has this name, or none is in force; carries the name and the sets that are there."""

    code = "not_found"

    def __init__(self, *, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"there is no factor set {name!r}; known: {', '.join(known) or 'none'}")
        self.name = name
        self.known = known


def choose_sets(*, names: Sequence[str], as_of: date) -> tuple[FactorSet, ...]:
    """Return the sets that a choice means, in its order: ``name``, the edition in force on a day, or ``name@edition``.

    Without a choice every set in force counts. An edition that another in force supersedes is left out. Raises
    FactorSetUnknown.
    """
    everything = tuple(FactorSet.objects.order_by("name", "-valid_from"))
    known = tuple(f"{one.name}@{one.edition}" for one in everything)
    in_force = FactorSet.objects.filter(valid_from__lte=as_of).filter(Q(valid_until=None) | Q(valid_until__gt=as_of))
    latest: dict[str, FactorSet] = {}
    for one in in_force.order_by("name", "-valid_from"):
        latest.setdefault(one.name, one)
    if not names:
        return tuple(latest.values())
    chosen = []
    for wanted in names:
        name, _, edition = wanted.partition("@")
        fitting = [one for one in everything if one.name == name and edition in {"", one.edition}]
        found = next(iter(fitting), None) if edition else latest.get(name)
        if found is None:
            raise FactorSetUnknown(name=wanted, known=known)
        chosen.append(found)
    return tuple(chosen)


def load_factors(*, sets: Sequence[FactorSet]) -> pa.Table:
    """Return the factors of sets as the engine's table; the first set has the highest priority."""
    # Loaded where lines are counted: pages that only show figures would wait for the engine and never use it.
    from truetonne.science.footprint.tables import FACTORS

    order = {one.pk: (place, one.gwp_set) for place, one in enumerate(sets)}
    schema = FACTORS.to_pyarrow()
    columns: dict[str, list[Any]] = {name: [] for name in schema.names}
    rows = Factor.objects.filter(factor_set__in=order).values_list(
        "id", "factor_set_id", "activity_key", "unit", "part", "category", "method", "region", "supplier",
        "methane_origin", *_GRAMS,
    )  # fmt: skip
    for number, set_id, key, unit, part, category, method, region, supplier, origin, *grams in rows.iterator(
        chunk_size=5000
    ):
        priority, gwp_set = order[set_id]
        told = (number, priority, key, unit, part, category or 0, method, region, supplier, gwp_set, origin)
        names = ("factor_id", "priority", "activity_key", "unit", "part", "category", "method", "region", "supplier",
                 "gwp_set", "methane_origin")  # fmt: skip
        for name, value in zip(names, told, strict=True):
            columns[name].append(value)
        for name, value in zip(_GRAMS, grams, strict=True):
            columns[name].append(None if value is None else float(value))
    return pa.table(columns, schema=schema)
