"""How long a gas stays in the air: a label shown beside a claim, never a factor."""

from __future__ import annotations

from enum import StrEnum

from truetonne.science.gwp.names import normalize_gas
from truetonne.science.parameter_sets import load_parameters


class LifetimeClass(StrEnum):
    """SHORT_LIVED leaves the air in less than two decades. CO2 stays for centuries and is its own class."""

    CO2 = "co2"
    LONG_LIVED = "long_lived"
    SHORT_LIVED = "short_lived"
    NOT_ESTABLISHED = "not_established"


def lifetime_years(*, gas: str) -> float | None:
    """Return the atmospheric lifetime in years, None where it is not established here (CO2 has no single one)."""
    value = load_parameters(name="gwp").table("lifetime_years").get(normalize_gas(name=gas))
    return None if value is None else float(str(value))


def lifetime_class(*, gas: str) -> LifetimeClass:
    """Return the class of a gas by its lifetime (table unverified; limit operator policy)."""
    if normalize_gas(name=gas) == "CO2":
        return LifetimeClass.CO2
    years = lifetime_years(gas=gas)
    if years is None:
        return LifetimeClass.NOT_ESTABLISHED
    limit = load_parameters(name="gwp").number("short_lived_below")
    return LifetimeClass.SHORT_LIVED if years < limit else LifetimeClass.LONG_LIVED
