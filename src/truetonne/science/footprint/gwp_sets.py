"""Global warming potentials of the IPCC reports, from the package ``globalwarmingpotentials`` (CC0, public code).

The package has no CO2 key, and prints one methane value for the sixth report where two by origin are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import globalwarmingpotentials

from truetonne.science.errors import NotInTable
from truetonne.science.footprint.gases import GwpSet
from truetonne.science.parameter_sets import load_parameters


def name_gwp_set(*, text: str) -> str:
    """Return the full name of a set: ``AR5`` means its 100-year values, ``AR5GWP100``."""
    plain = text.strip().replace("-", "").replace(" ", "").upper()
    return plain if "GWP" in plain else f"{plain}GWP100"


def get_gwp_set(*, name: str) -> GwpSet:
    """Return a set by its full name, values as printed; raises NotInTable, which lists the sets."""
    known = globalwarmingpotentials.data
    if name not in known:
        fix = f"Known sets: {', '.join(sorted(known))}"
        raise NotInTable(field="gwp", value=name, reason="there is no such GWP set", fix=fix)
    return {gas: Fraction(str(value)) for gas, value in known[name].items() if value is not None}


def list_methane_by_origin(*, name: str) -> Mapping[str, Fraction]:
    """Return the methane values of a set by origin, empty for sets with one value.

    Raises NotInTable for a set of the sixth report with a horizon for which no values by origin are established.
    """
    report, _, horizon_years = name.partition("GWP")
    if report != "AR6":
        return {}
    parameters = load_parameters(name="gwp")
    wanted = f"ar6_methane_{horizon_years}"
    if wanted not in parameters.parameters:
        raise NotInTable(field="gwp", value=name, reason="no value of methane by origin for this horizon")
    return {origin: Fraction(str(value)) for origin, value in parameters.table(wanted).items()}
