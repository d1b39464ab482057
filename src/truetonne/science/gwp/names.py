"""One name per gas: HFC-134a, HFC134a and R-134a are the same; R-404A is a blend and no gas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import globalwarmingpotentials

from truetonne.science.errors import NotInTable, WrongType
from truetonne.science.parameter_sets import load_parameters

_SEPARATORS = re.compile(r"[\s\-‐‑‒–_.]+")
_REFRIGERANT = re.compile(r"r(?P<number>\d+[a-z]*)")
_FAMILIES = ("cfc", "hcfc", "hfc")


def normalize_gas(*, name: str) -> str:
    """Return the gas's name in the packaged table (``HFC134a``), or ``CO2``.

    >>> normalize_gas(name="R-134a")
    'HFC134a'

    Hyphens, blanks and case do not matter. Raises NotInTable for a blend, with the fix to split it, and for a name
    that no IPCC table holds.
    """
    if not isinstance(name, str) or not name.strip():
        raise WrongType(field="gas", value=name, reason="the name of a gas is due")
    key = plain_name(name)
    found = _known_names().get(key)
    if found is not None:
        return found
    if key in {plain_name(blend) for blend in load_parameters(name="gwp").table("blends")}:
        fix = "Use blend_gwp, or split it into its components"
        raise NotInTable(field="gas", value=name, reason="this is a blend and no gas", fix=fix)
    fix = "Write a name such as CH4, HFC-134a, CFC-12, R-22 or SF6"
    raise NotInTable(field="gas", value=name, reason="no IPCC table holds a gas of this name", fix=fix)


def plain_name(name: str) -> str:
    """Return a name without separators and in lower case, for comparing."""
    return _SEPARATORS.sub("", name).casefold()


@cache
def _known_names() -> Mapping[str, str]:
    """Return every accepted spelling, plain, with the table's name."""
    gases = {gas for factors in globalwarmingpotentials.data.values() for gas in factors}
    known = {plain_name(gas): gas for gas in sorted(gases)} | {"co2": "CO2"}
    for gas in sorted(gases):
        for family in _FAMILIES:
            number = plain_name(gas).removeprefix(family)
            if plain_name(gas).startswith(family) and _REFRIGERANT.fullmatch(f"r{number}"):
                known[f"r{number}"] = gas
    aliases = load_parameters(name="gwp").table("names")
    return known | {plain_name(alias): str(gas) for alias, gas in aliases.items()}
