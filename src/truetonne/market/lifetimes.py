"""A short-lived gas against CO2 emissions: what a draft must say, with the like-for-like figure beside it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from truetonne.edge.identifiers import show_id
from truetonne.market.lot_kinds import kinds_of_lots
from truetonne.market.values import QuotedLine
from truetonne.science.gwp import GasAmount, LifetimeClass, MethaneOrigin, read_metric_name
from truetonne.science.superpollutants import view_lifetimes
from truetonne.science.units import Mass
from truetonne.supply.destruction.words import set_text
from truetonne.supply.models import Destruction, DestructionIssue


def lifetime_rows(*, lines: Iterable[QuotedLine]) -> list[dict[str, object]]:
    """Return, for each line of destroyed gas, the line's kilograms by lifetime against CO2, and the same under other sets.

    The emissions answered for are taken to be CO2. Nothing is added over lines or over sets.
    """
    wanted = tuple(lines)
    kinds = kinds_of_lots(lot_ids=[line.lot_id for line in wanted])
    roots = {line.lot_id: kind.root_id for line in wanted if (kind := kinds[line.lot_id]) is not None}
    issues = DestructionIssue.objects.select_related("destruction", "holding")
    by_lot = {
        issue.holding.lot_id: issue.destruction
        for issue in issues.filter(holding__lot__public_id__in=set(roots.values()))
    }
    return [
        _row(destruction=by_lot[roots[line.lot_id]], kg=line.kg) for line in wanted if roots.get(line.lot_id) in by_lot
    ]


def _row(*, destruction: Destruction, kg: int) -> dict[str, object]:
    metric = read_metric_name(destruction.gwp_set)
    whole = view_lifetimes(amounts=_amounts(destruction), metric=metric, emissions_kg={}).claimed_kg
    part = kg / whole
    view = view_lifetimes(
        amounts=_amounts(destruction, part=part), metric=metric, emissions_kg={LifetimeClass.CO2: float(kg)}
    )
    others = sorted(name for name in destruction.views if name != destruction.gwp_set)
    return {
        "name": destruction.name,
        "address": reverse("supply:destruction", kwargs={"destruction": show_id(prefix="dst", id=destruction.pk)}),
        "set": set_text(name=destruction.gwp_set),
        "kg": kg,
        "is_flagged": view.is_flagged,
        "like_kg": int(view.like_for_like_kg),
        "against_kg": int(view.short_lived_against_co2_kg),
        "views": [(set_text(name=name), int(destruction.views[name]) * kg // destruction.kg) for name in others],
        "temperature_kg": int(view.temperature_100_kg) if view.temperature_100_kg is not None else None,
    }


def _amounts(destruction: Destruction, *, part: float = 1.0) -> list[GasAmount]:
    return [
        GasAmount(
            gas=str(each["gas"]),
            mass=Mass.of(int(each["mass_g"]) * part, "g"),
            origin=MethaneOrigin(each["origin"]) if each["origin"] else None,
        )
        for each in destruction.gases
    ]
