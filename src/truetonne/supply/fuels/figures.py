"""Figures that a batch may rest on, taken from the parameter set with status and source. One's own document is the other way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from truetonne.science.parameter_sets import Parameter, load_parameters
from truetonne.science.status import Status
from truetonne.science.units import HeatingValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number with its basis: MJ per litre, or g CO2e per MJ well to wheel. ``parameter`` is the name to accept it by.

    ``wtt``, ``ttw`` and ``biogenic`` are of a fuel's intensity only, in g per MJ.
    """

    key: str
    parameter: str
    value: Decimal
    heating_value: HeatingValue
    source: str
    edition: str
    status: Status
    wtt: Decimal | None = None
    ttw: Decimal | None = None
    biogenic: Decimal = Decimal(0)

    @property
    def is_unverified(self) -> bool:
        """Whether nobody checked the number against its document."""
        return self.status is Status.UNVERIFIED


def list_densities() -> tuple[Figure, ...]:
    """Return energy densities, MJ per litre of neat fuel."""
    return tuple(_densities())


def list_intensities() -> tuple[Figure, ...]:
    """Return intensities of fuels, g CO2e per MJ well to wheel, split where the source splits them."""
    return tuple(_intensities())


def list_references() -> tuple[Figure, ...]:
    """Return fossil comparators, g CO2e per MJ well to wheel. A program's falling target is none of them."""
    return tuple(_references())


def find_figure(*, figures: tuple[Figure, ...], key: str) -> Figure | None:
    """Return the figure of a key, None for another text."""
    return next((one for one in figures if one.key == key), None)


def parameter_name(*, parameter: Parameter) -> str:
    """Return the name by which a policy accepts a parameter: set, version and name.

    >>> parameter_name(parameter=load_parameters(name="fuels").parameters["red_comparator_g_co2e_per_mj"])
    'fuels/2026.1/red_comparator_g_co2e_per_mj'
    """
    return f"{load_parameters(name='fuels').key}/{parameter.name}"


def _densities() -> Iterator[Figure]:
    per_us_gal = Decimal(str(load_parameters(name="fuels").number("litres_per_us_gallon")))
    yield _of("desnz_2025_derived", "HVO_mj_per_l", HeatingValue.LHV, key="HVO, UK 2025")
    yield _of("energy_density_mj_per_l", "HDRD", HeatingValue.HHV, key="HDRD, British Columbia")
    yield _of("energy_density_mj_per_l", "biodiesel", HeatingValue.HHV, key="biodiesel, British Columbia")
    for name in ("renewable_diesel", "biodiesel"):
        found = _of("carb_lhv_mj_per_us_gal", name, HeatingValue.LHV, key=f"{name.replace('_', ' ')}, California")
        yield _with(found, value=round(found.value / per_us_gal, 6))


def _intensities() -> Iterator[Figure]:
    rows = load_parameters(name="fuels").table("desnz_2025_kg_per_gj")
    for name, factors in rows.items():
        if not isinstance(factors, Mapping):
            raise TypeError(f"{name} has no table of factors")
        ttw, wtt, biogenic = (Decimal(str(factors[part])) for part in ("scope1", "wtt", "biogenic_co2"))
        found = _of("desnz_2025_kg_per_gj", None, HeatingValue.LHV, key=f"{name.replace('_', ' ')}, UK 2025")
        yield _with(found, value=wtt + ttw, wtt=wtt, ttw=ttw, biogenic=biogenic)
    yield _of("red_uco_hvo_default_g_co2e_per_mj", None, HeatingValue.LHV, key="HVO from used cooking oil, RED default")


def _references() -> Iterator[Figure]:
    yield _of("desnz_2025_derived", "mineral_diesel_wtw_g_per_mj", HeatingValue.LHV, key="mineral diesel, UK 2025")
    yield _of("red_comparator_g_co2e_per_mj", None, HeatingValue.LHV, key="fossil comparator, RED")
    yield _of("carb_baseline_2010_g_co2e_per_mj", None, HeatingValue.LHV, key="diesel baseline 2010, California")
    yield _of(
        "default_ci_g_co2e_per_mj", "fossil_diesel", HeatingValue.HHV, key="fossil diesel, British Columbia"
    )  # fmt: skip


def _of(name: str, member: str | None, heating_value: HeatingValue, *, key: str) -> Figure:
    parameter = load_parameters(name="fuels").parameters[name]
    value = parameter.value
    if isinstance(value, Mapping):
        value = value[member] if member is not None else 0
    return Figure(
        key=key, parameter=parameter_name(parameter=parameter), value=Decimal(str(value)), heating_value=heating_value,
        source=parameter.source, edition=load_parameters(name="fuels").version, status=parameter.status,
    )  # fmt: skip


def _with(
    figure: Figure,
    *,
    value: Decimal,
    wtt: Decimal | None = None,
    ttw: Decimal | None = None,
    biogenic: Decimal = Decimal(0),
) -> Figure:
    return Figure(
        key=figure.key, parameter=figure.parameter, value=value, heating_value=figure.heating_value, source=figure.source,
        edition=figure.edition, status=figure.status, wtt=wtt, ttw=ttw, biogenic=biogenic,
    )  # fmt: skip
