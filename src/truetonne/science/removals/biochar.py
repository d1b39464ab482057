"""Biochar: carbon stored, the part that decays, and everything spent on making and moving it.

The permanence parameters M and a depend on soil temperature and must come from the official document: two public code
bases print different tables, so there is no default here and every result says that it rests on them.
"""

from __future__ import annotations

from dataclasses import dataclass

from truetonne.science.errors import FractionOutOfRange, UndefinedResult
from truetonne.science.issuable import as_written
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.removals.net import check_quantity

GRAMS_PER_TONNE = 1_000_000
HYDROGEN_PER_CARBON = 12.0
"""Molar ratio of weight percents: H has 1.0 g/mol, C has 12 g/mol, as the source rounds them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Char:
    """Laboratory values of the dry biochar in weight percent; raises UndefinedResult without organic carbon."""

    carbon_total_percent: float
    carbon_inorganic_percent: float
    hydrogen_percent: float

    def __post_init__(self) -> None:
        for field, value in (
            ("C_tot", self.carbon_total_percent), ("C_inorg", self.carbon_inorganic_percent), ("H", self.hydrogen_percent),
        ):  # fmt: skip
            check_percent(value=value, field=field)
        if self.carbon_organic_percent <= 0:
            raise UndefinedResult(
                field="C_inorg", value=self.carbon_inorganic_percent, reason="no organic carbon is left"
            )

    @property
    def carbon_organic_percent(self) -> float:
        """Return the organic carbon in percent of dry mass."""
        return self.carbon_total_percent - self.carbon_inorganic_percent

    @property
    def hydrogen_to_carbon(self) -> float:
        """Return the molar ratio of hydrogen to organic carbon."""
        return HYDROGEN_PER_CARBON * self.hydrogen_percent / self.carbon_organic_percent

    @property
    def is_eligible(self) -> bool:
        """Whether H/C is at most 0.7, exactly in the decimals as written; the edge is eligible."""
        highest = as_written(value=load_parameters(name="removals").number("hydrogen_to_carbon_max"))
        carbon = as_written(value=self.carbon_total_percent) - as_written(value=self.carbon_inorganic_percent)
        return as_written(value=HYDROGEN_PER_CARBON) * as_written(value=self.hydrogen_percent) <= highest * carbon


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """A year of a biochar plant. Masses in t, distances in km, electricity in kWh, LPG in kg, factors in t CO2e per
    kWh or kg, lorries in g CO2e per t km, ``syngas_t_per_t`` t CO2e of slipped methane per t of dry biomass."""

    wet_biomass_t: float
    moisture_percent: float
    yield_percent: float
    char_moisture_percent: float
    biomass_km: float
    preprocessing_kwh: float
    production_kwh: float
    lpg_kg: float
    char_km: float
    embodied_t: float
    amortization_years: float
    grid_t_per_kwh: float
    lpg_t_per_kg: float
    lorry_g_per_tkm: float
    backhaul: float
    syngas_t_per_t: float

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            check = check_percent if name.endswith("_percent") else check_quantity
            check(value=value, field=name)
        if self.amortization_years == 0:
            raise UndefinedResult(
                field="amortization_years", value=0, reason="embodied emissions are spread over years"
            )
        if self.char_moisture_percent == 100:
            raise UndefinedResult(field="char_moisture_percent", value=100, reason="there is no dry biochar")

    @property
    def dry_biomass_t(self) -> float:
        """Return the dry biomass that is fed in, in tonnes."""
        return self.wet_biomass_t * (100 - self.moisture_percent) / 100

    @property
    def dry_char_t(self) -> float:
        """Return the dry biochar that comes out, in tonnes."""
        return self.dry_biomass_t * self.yield_percent / 100

    @property
    def wet_char_t(self) -> float:
        """Return the biochar as it is weighed, with its moisture, in tonnes."""
        return self.dry_char_t * 100 / (100 - self.char_moisture_percent)


@dataclass(frozen=True, slots=True, kw_only=True)
class CharRemoval:
    """A year's biochar in t CO2e; ``removal_t`` is at least 0, and 0 for ineligible char."""

    project_t: float
    dry_char_t: float
    hydrogen_to_carbon: float
    stored_t: float
    permanent_percent: float
    loss_t: float
    removal_t: float
    is_eligible: bool
    flags: tuple[str, ...]


def compute_char_removal(
    *, plant: Plant, char: Char, m: float, a: float, baseline_t: float, leakage_t: float
) -> CharRemoval:
    """Return what a year of biochar stores, loses, costs and is worth.

    ``m`` and ``a`` from the official permanence table for the soil's temperature: permanent fraction in percent
    ``clamp(M - a H/C, 0, 100)``. Flags: ``not_eligible`` (H/C above 0.7), ``permanence_clipped``, ``net_not_positive``.
    Raises NegativeQuantity. Source: Puro Biochar Methodology Edition 2025 V1, equations 5.1 to 7.3 as coded publicly.
    """
    check_quantity(value=baseline_t, field="C_baseline")
    check_quantity(value=leakage_t, field="E_leakage")
    project_t = sum_project_emissions(plant=plant)
    stored_t = plant.dry_char_t * char.carbon_organic_percent / 100 * _carbon_to_co2()
    low, high = (float(str(value)) for value in load_parameters(name="removals").rows("biochar_permanence_percent"))
    raw_percent = m - a * char.hydrogen_to_carbon
    permanent_percent = min(high, max(low, raw_percent))
    loss_t = stored_t * (100 - permanent_percent) / 100
    net_t = stored_t - baseline_t - loss_t - project_t - leakage_t
    facts = {
        "not_eligible": not char.is_eligible,
        "permanence_clipped": permanent_percent != raw_percent,
        "net_not_positive": net_t <= 0,
    }
    return CharRemoval(
        project_t=project_t,
        dry_char_t=plant.dry_char_t,
        hydrogen_to_carbon=char.hydrogen_to_carbon,
        stored_t=stored_t,
        permanent_percent=permanent_percent,
        loss_t=loss_t,
        removal_t=max(0.0, net_t) if char.is_eligible else 0.0,
        is_eligible=char.is_eligible,
        flags=tuple(name for name, holds in facts.items() if holds),
    )


def sum_project_emissions(*, plant: Plant) -> float:
    """Return a plant's own emissions of a year in t CO2e: transport both ways, energy, methane slip, embodied."""
    lorry_t_per_tkm = plant.lorry_g_per_tkm / GRAMS_PER_TONNE * plant.backhaul
    return (
        plant.wet_biomass_t * plant.biomass_km * lorry_t_per_tkm
        + (plant.preprocessing_kwh + plant.production_kwh) * plant.grid_t_per_kwh
        + plant.lpg_kg * plant.lpg_t_per_kg
        + plant.dry_biomass_t * plant.syngas_t_per_t
        + plant.wet_char_t * plant.char_km * lorry_t_per_tkm
        + plant.embodied_t / plant.amortization_years
    )


def check_percent(*, value: float, field: str) -> None:
    """Raise FractionOutOfRange for a percentage outside [0, 100]."""
    check_quantity(value=value, field=field)
    if value > 100:
        raise FractionOutOfRange(field=field, value=value, reason="a percentage lies in [0, 100]")


def _carbon_to_co2() -> float:
    co2, carbon = (float(str(value)) for value in load_parameters(name="removals").rows("carbon_to_co2"))
    return co2 / carbon
