"""Enhanced rock weathering: the potential of a rock, which is never credited, and what of it dissolved and stayed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from truetonne.science.errors import FractionOutOfRange, ImplausibleValue, NotInTable, OutOfRange
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.removals.net import check_quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Weathering:
    """Gross and net removal in t CO2; ``net_t`` may be below 0 and is then not creditable."""

    gross_t: float
    net_t: float
    flags: tuple[str, ...]


def compute_potential(*, oxides_percent: Mapping[str, float], omega: float) -> float:
    """Return the removal potential of a rock in t CO2 per t, at least 0.

    ``oxides_percent`` in weight percent, adding up to at most 100; inert oxides may be listed. ``omega`` in (0, 2]: 1
    for carbonation, 1.5 for weathering (unverified). Raises NotInTable for an unknown oxide, FractionOutOfRange above
    100 %, OutOfRange for omega. Source: modified Steinour form after Renforth 2019 (unverified).
    """
    parameters = load_parameters(name="removals")
    molar, bound = parameters.table("oxides_g_per_mol"), parameters.table("oxides_co2_per_mol")
    inert = parameters.rows("oxides_inert")
    for name, percent in oxides_percent.items():
        check_quantity(value=percent, field=f"oxides_wt_pct.{name}")
        if name not in molar and name not in inert:
            known = ", ".join([*molar, *map(str, inert)])
            raise NotInTable(field="oxides_wt_pct", value=name, reason="no known oxide", fix=f"Known: {known}")
    whole = math.fsum(oxides_percent.values())
    if whole > 100:
        raise FractionOutOfRange(field="oxides_wt_pct", value=whole, reason="the oxides add up to more than 100 %")
    if not 0 < omega <= parameters.number("omega_max"):
        raise OutOfRange(field="omega", value=omega, reason=f"lies in (0, {parameters.number('omega_max'):g}]")
    moles = math.fsum(
        float(str(bound[name])) * percent / float(str(molar[name]))
        for name, percent in oxides_percent.items()
        if name in molar
    )
    return max(0.0, parameters.number("co2_g_per_mol") / 100 * moles * omega)


def compute_weathering(
    *,
    rock_t: float,
    potential_t_per_t: float,
    dissolved_fraction: float,
    strong_acid_fraction: float,
    downstream_loss_fraction: float,
    project_t: float,
) -> Weathering:
    """Return gross and net removal of spread rock.

    ``gross = rock potential f``; ``net = gross (1 - strong acid) (1 - downstream loss) - project``. The dissolved
    fraction is measured; fractions lie in [0, 1]. Raises ImplausibleValue for a potential above pure MgO's 1.092 times
    omega 2. Source: methods reference 9.3.
    """
    for field, value in (("rock_t", rock_t), ("potential", potential_t_per_t), ("project_t", project_t)):
        check_quantity(value=value, field=field)
    ceiling = find_potential_ceiling()
    if potential_t_per_t > ceiling:
        raise ImplausibleValue(
            field="potential", value=potential_t_per_t, reason=f"pure MgO binds at most {ceiling:.3f} t CO2 per t",
            fix="Write t CO2 per t of rock, not kg",
        )  # fmt: skip
    for field, value in (
        ("dissolved_fraction", dissolved_fraction), ("strong_acid_fraction", strong_acid_fraction),
        ("downstream_loss_fraction", downstream_loss_fraction),
    ):  # fmt: skip
        if not 0 <= value <= 1:
            raise FractionOutOfRange(field=field, value=value, reason="a share lies in [0, 1]")
    gross_t = rock_t * potential_t_per_t * dissolved_fraction
    net_t = gross_t * (1 - strong_acid_fraction) * (1 - downstream_loss_fraction) - project_t
    return Weathering(gross_t=gross_t, net_t=net_t, flags=("net_not_positive",) if net_t <= 0 else ())


def find_potential_ceiling() -> float:
    """Return the largest potential that any rock can have, in t CO2 per t: pure MgO at the highest omega."""
    omega = load_parameters(name="removals").number("omega_max")
    return compute_potential(oxides_percent={"MgO": 100.0}, omega=omega)
