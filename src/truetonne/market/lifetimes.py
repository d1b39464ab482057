"""A short-lived gas against CO2 emissions: what a draft must say, with the like-for-like figure beside it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from truetonne.edge.identifiers import show_id
from truetonne.market.lot_kinds import kinds_of_lots
from truetonne.market.values import QuotedLine
from truetonne.supply.destruction.lifetimes import view_part
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
    view = view_part(destruction=destruction, kg=kg)
    return {
        "name": destruction.name,
        "address": reverse("supply:destruction", kwargs={"destruction": show_id(prefix="dst", id=destruction.pk)}),
        "set": set_text(name=destruction.gwp_set),
        "kg": kg,
        "is_flagged": view.is_flagged,
        "like_kg": view.like_kg,
        "against_kg": view.against_kg,
        "views": view.views_kg,
        "temperature_kg": view.temperature_kg,
    }
