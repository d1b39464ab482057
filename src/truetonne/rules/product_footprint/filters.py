"""Which footprints a query finds: one of the values within a name, all of the names, case never counts.

Source: WBCSD PACT Technical Specifications 3.0.3 (published), in our own words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from truetonne.rules.product_footprint.validity import Validity, find_validity, read_moment
from truetonne.science.errors import InputUnknown

_GEOGRAPHY: Final = ("geographyRegionOrSubregion", "geographyCountry", "geographyCountrySubdivision")
_LISTS: Final = {
    "productid": "productIds",
    "companyid": "companyIds",
    "classification": "productClassifications",
}
_MOMENTS: Final[Mapping[str, Callable[[Validity, str], bool]]] = {
    "validon": lambda span, text: span.start <= read_moment(value=text, field="validOn") <= span.end,
    "validafter": lambda span, text: span.start > read_moment(value=text, field="validAfter"),
    "validbefore": lambda span, text: span.end < read_moment(value=text, field="validBefore"),
}
_OTHER: Final = ("status", "geography", "limit")


def matches(*, query: Mapping[str, object], footprint: Mapping[str, object]) -> bool:
    """Say whether a footprint answers a query of filter names to a value or a list of values.

    Empty values filter nothing, ``limit`` and names starting with ``x-`` are no filters. Values that name nothing
    known match nothing. Raises InputUnknown for another name, WrongType for a moment that is none.
    """
    return all(_fits(name, _values(value), footprint) for name, value in query.items())


def _fits(name: str, values: Sequence[str], footprint: Mapping[str, object]) -> bool:
    key = name.strip().casefold()
    if key not in _LISTS and key not in _MOMENTS and key not in _OTHER and not key.startswith("x-"):
        known = ", ".join(sorted([*_LISTS, *_MOMENTS, *_OTHER]))
        raise InputUnknown(field=name, value=list(values), reason="no such filter", fix=f"Known filters: {known}")
    if not values or key == "limit" or key.startswith("x-"):
        return True
    if key in _MOMENTS:
        span = find_validity(footprint=footprint)
        return any(_MOMENTS[key](span, value) for value in values)
    wanted = {value.casefold() for value in values}
    if key == "status":
        return str(footprint.get("status", "")).casefold() in wanted
    held = _geography(footprint) if key == "geography" else _values(footprint.get(_LISTS[key]))
    return any(value.casefold() in wanted for value in held)


def _geography(footprint: Mapping[str, object]) -> tuple[str, ...]:
    pcf = footprint.get("pcf")
    inner = pcf if isinstance(pcf, Mapping) else {}
    return tuple(text for field in _GEOGRAPHY for text in _values(inner.get(field, footprint.get(field))))


def _values(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, (list, tuple)) else (value,)
    return tuple(str(item).strip() for item in items if item is not None and str(item).strip())
