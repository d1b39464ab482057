"""Verification confidence level: a label from 1 to 5 by how large the uncertain components are. Never a deduction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from truetonne.science.errors import NotInTable, TooFewValues
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.removals.net import check_quantity


def classify_impact(*, share: float) -> str:
    """Return the impact class of a component by its size relative to the removal (a fraction >= 0).

    A value exactly on an edge takes the higher class. Source: carbonplan/cdr-verification (MIT); edges operator policy.
    """
    check_quantity(value=share, field="share")
    found = ""
    for name, edge in _classes():
        if share >= edge:
            found = name
    return found


def rate_confidence(*, impacts: Sequence[str]) -> int:
    """Return the confidence level of a pathway from its components' impact classes: 5 is the most certain.

    The published rule counts classes apart, so raising one of five medium components to high lifts the level from 2
    to 3; it is kept as it is. Raises NotInTable for an unknown class, TooFewValues without components. Source: carbonplan/cdr-verification (MIT).
    """
    known = [name for name, _ in _classes()]
    if not impacts:
        raise TooFewValues(field="cases", value=0, reason="a pathway has components")
    for impact in impacts:
        if impact not in known:
            raise NotInTable(field="cases", value=impact, reason="no impact class", fix=f"Known: {', '.join(known)}")
    count = Counter(impacts)
    if count["very high"] or count["high"] > 2:
        return 1
    if count["high"] > 1 or count["medium"] > 4:
        return 2
    if count["high"] or count["medium"] > 2:
        return 3
    return 4 if count["medium"] else 5


def _classes() -> list[tuple[str, float]]:
    rows = load_parameters(name="removals").rows("impact_classes")
    return [(str(name), float(str(edge))) for name, edge in rows]  # type: ignore[misc, has-type]
