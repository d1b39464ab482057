"""Quantities that know their unit and basis, so that grams are never taken for tonnes nor one basis for another.

Each type holds one number in one unit and is made from any of its units by name. Adding two of a different kind,
heating value, boundary, GWP set or horizon raises UnitMismatch. Nothing here rounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from truetonne.science.errors import NegativeQuantity, UnitMismatch, UnitMissing, WrongType
from truetonne.science.inputs import Inputs, read_number

_KG_PER: Final = {"g": 1e-3, "kg": 1.0, "t": 1e3, "kt": 1e6, "Mt": 1e9}
_LITRES_PER: Final = {"mL": 1e-3, "L": 1.0, "m3": 1e3, "US gal": 3.785411784}
_MJ_PER: Final = {"MJ": 1.0, "GJ": 1e3, "kWh": 3.6, "MWh": 3.6e3}
_G_PER_KG: Final = 1e3


class HeatingValue(StrEnum):
    """Basis of an energy content: lower (net) or higher (gross) heating value. The two are never mixed."""

    LHV = "LHV"
    HHV = "HHV"


class Boundary(StrEnum):
    """Which part of a fuel's life an intensity covers: well-to-tank, tank-to-wheel, or both (well-to-wheel)."""

    WTT = "WTT"
    TTW = "TTW"
    WTW = "WTW"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """What turns gases into CO2e: an IPCC report's GWP over a horizon, with or without climate-carbon feedback."""

    report: str
    horizon_years: int
    has_feedback: bool = False

    @property
    def name(self) -> str:
        """Return the set's name, such as ``AR6GWP100`` or ``AR5CCFGWP100``."""
        return f"{self.report}{'CCF' if self.has_feedback else ''}GWP{self.horizon_years}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mass:
    """A mass of matter (not of CO2e) in kilograms, >= 0."""

    kg: float

    def __post_init__(self) -> None:
        _check(self.kg, field="kg")

    @classmethod
    def of(cls, amount: float, unit: str) -> Mass:
        """Return ``amount`` of a unit of mass: g, kg, t, kt or Mt. Raises UnitMismatch for another unit."""
        return cls(kg=read_number(amount, field="mass") * _factor(_KG_PER, unit, kind="mass"))

    @property
    def t(self) -> float:
        """The mass in tonnes."""
        return self.kg / _KG_PER["t"]

    @property
    def g(self) -> float:
        """The mass in grams."""
        return self.kg / _KG_PER["g"]

    def __add__(self, other: Mass) -> Mass:
        return Mass(kg=self.kg + _same(self, other).kg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A volume of liquid in litres, >= 0."""

    litres: float

    def __post_init__(self) -> None:
        _check(self.litres, field="litres")

    @classmethod
    def of(cls, amount: float, unit: str) -> Volume:
        """Return ``amount`` of a unit of volume: mL, L, m3 or US gal. Raises UnitMismatch for another unit."""
        return cls(litres=read_number(amount, field="volume") * _factor(_LITRES_PER, unit, kind="volume"))

    def __add__(self, other: Volume) -> Volume:
        return Volume(litres=self.litres + _same(self, other).litres)


@dataclass(frozen=True, slots=True, kw_only=True)
class Energy:
    """Energy in megajoules on a stated heating-value basis, >= 0."""

    mj: float
    basis: HeatingValue

    def __post_init__(self) -> None:
        _check(self.mj, field="mj")

    @classmethod
    def of(cls, amount: float, unit: str, *, basis: HeatingValue) -> Energy:
        """Return ``amount`` of MJ, GJ, kWh or MWh on a basis. Raises UnitMismatch for another unit."""
        return cls(mj=read_number(amount, field="energy") * _factor(_MJ_PER, unit, kind="energy"), basis=basis)

    def __add__(self, other: Energy) -> Energy:
        return Energy(mj=self.mj + _same(self, other).mj, basis=_same_basis(self.basis, other.basis))


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyDensity:
    """Energy per litre in MJ/L on a stated heating-value basis, >= 0."""

    mj_per_l: float
    basis: HeatingValue

    def __post_init__(self) -> None:
        _check(self.mj_per_l, field="mj_per_l")


@dataclass(frozen=True, slots=True, kw_only=True)
class CarbonIntensity:
    """Emissions per energy in g CO2e/MJ, with heating-value basis, boundary and, where stated, the GWP metric.

    May be negative (certified pathways that avoid methane).
    """

    g_co2e_per_mj: float
    basis: HeatingValue
    boundary: Boundary
    metric: Metric | None = None

    def __post_init__(self) -> None:
        read_number(self.g_co2e_per_mj, field="g_co2e_per_mj")

    def __sub__(self, other: CarbonIntensity) -> CarbonIntensity:
        """Return the difference of two intensities on the same basis, boundary and metric; raises UnitMismatch."""
        _same(self, other)
        if self.boundary is not other.boundary:
            _mismatch("boundary", self.boundary, other.boundary)
        if self.metric != other.metric:
            _mismatch("metric", self.metric, other.metric)
        return CarbonIntensity(
            g_co2e_per_mj=self.g_co2e_per_mj - other.g_co2e_per_mj,
            basis=_same_basis(self.basis, other.basis),
            boundary=self.boundary,
            metric=self.metric,
        )

    def __add__(self, other: CarbonIntensity) -> CarbonIntensity:
        """Return well-to-wheel out of its two parts, WTT + TTW; no other two boundaries add up."""
        _same(self, other)
        if {self.boundary, other.boundary} != {Boundary.WTT, Boundary.TTW}:
            _mismatch("boundary", self.boundary, other.boundary)
        if self.metric != other.metric:
            _mismatch("metric", self.metric, other.metric)
        return CarbonIntensity(
            g_co2e_per_mj=self.g_co2e_per_mj + other.g_co2e_per_mj,
            basis=_same_basis(self.basis, other.basis),
            boundary=Boundary.WTW,
            metric=self.metric,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Co2e:
    """A mass of CO2e in kilograms under one GWP metric (None: the source states none). May be negative.

    Two of different sets or horizons are never added.
    """

    kg: float
    metric: Metric | None

    def __post_init__(self) -> None:
        read_number(self.kg, field="kg")

    @property
    def t(self) -> float:
        """The mass in tonnes CO2e."""
        return self.kg / _KG_PER["t"]

    def __add__(self, other: Co2e) -> Co2e:
        return Co2e(kg=self.kg + self._of_same_metric(other).kg, metric=self.metric)

    def __sub__(self, other: Co2e) -> Co2e:
        return Co2e(kg=self.kg - self._of_same_metric(other).kg, metric=self.metric)

    def _of_same_metric(self, other: Co2e) -> Co2e:
        _same(self, other)
        if self.metric != other.metric:
            _mismatch("metric", self.metric, other.metric)
        return other


def energy_of(*, volume: Volume, density: EnergyDensity) -> Energy:
    """Return the energy in a volume of fuel, on the basis of its density."""
    return Energy(mj=_kind(volume, Volume).litres * _kind(density, EnergyDensity).mj_per_l, basis=density.basis)


def emissions_of(*, energy: Energy, intensity: CarbonIntensity) -> Co2e:
    """Return the emissions of so much energy: g/MJ become kg here and nowhere else.

    >>> energy = Energy.of(1, "GJ", basis=HeatingValue.LHV)
    >>> diesel = CarbonIntensity(g_co2e_per_mj=91.93, basis=HeatingValue.LHV, boundary=Boundary.WTW)
    >>> emissions_of(energy=energy, intensity=diesel).kg
    91.93

    Raises UnitMismatch when the two are on different heating values.
    """
    _same_basis(_kind(energy, Energy).basis, _kind(intensity, CarbonIntensity).basis)
    return Co2e(kg=energy.mj * intensity.g_co2e_per_mj / _G_PER_KG, metric=intensity.metric)


def read_mass(*, inputs: Inputs, name: str) -> Mass:
    """Read ``{"value": 5, "unit": "t"}``; raises UnitMissing for a bare number and UnitMismatch for no unit of mass."""
    value = inputs.raw(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        fix = f'Write {{"value": {value}, "unit": "kg"}} with one of: {", ".join(_KG_PER)}'
        raise UnitMissing(field=inputs.path(name), value=value, reason="a mass without its unit", fix=fix)
    given = inputs.nested(name)
    mass = Mass.of(given.quantity("value"), given.text("unit"))
    given.finish()
    return mass


def _factor(factors: dict[str, float], unit: str, *, kind: str) -> float:
    if not isinstance(unit, str):
        raise WrongType(field="unit", value=unit, reason="a unit is a text")
    if unit not in factors:
        fix = f"Write one of: {', '.join(factors)}"
        raise UnitMismatch(field="unit", value=unit, reason=f"this is no unit of {kind}", fix=fix)
    return factors[unit]


def _check(value: float, *, field: str) -> None:
    if read_number(value, field=field) < 0:
        raise NegativeQuantity(field=field, value=value, reason="this cannot be below 0")


Kind = TypeVar("Kind")


def _kind(value: object, kind: type[Kind]) -> Kind:
    if not isinstance(value, kind):
        raise UnitMismatch(field=kind.__name__, value=value, reason=f"{kind.__name__} is due")
    return value


def _same(left: Kind, right: object) -> Kind:
    """Return ``right`` if it is of the same kind as ``left``: a mass is never added to an energy."""
    if type(left) is not type(right):
        _mismatch("quantity", type(left).__name__, type(right).__name__)
    return right  # type: ignore[return-value]


def _same_basis(left: HeatingValue, right: HeatingValue) -> HeatingValue:
    if left is not right:
        _mismatch("heating value", left.value, right.value)
    return left


def _mismatch(what: str, left: object, right: object) -> None:
    raise UnitMismatch(
        field=what,
        value=right,
        reason=f"{left} and {right} do not go together",
        fix="Bring both to one basis with factors of the same fuel or gas first",
    )
