"""The fuel methods by name, from JSON-like inputs to outputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from truetonne.science.approval import read_approval
from truetonne.science.errors import InputMissing, NotInTable, TooFewValues, UnitMissing, WrongType
from truetonne.science.fuels.bases import (
    FuelDensity,
    FuelIntensity,
    FuelQuantity,
    FuelUnit,
)
from truetonne.science.fuels.blends import BlendPart, blend_intensity, share_energies, share_energy
from truetonne.science.fuels.claim_methods import judge_book_and_claim
from truetonne.science.fuels.compliance import count_compliance_units, count_saving, passes_saving
from truetonne.science.fuels.inset import InsetAmount, check_stated_reduction, quantify_inset
from truetonne.science.fuels.reporting import (
    EDITIONS,
    add_well_to_wheel,
    compare_heating_values,
    find_factors,
    report_fuel,
)
from truetonne.science.inputs import Inputs
from truetonne.science.method import Method, Outputs
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.status import Status
from truetonne.science.units import Boundary, HeatingValue

SET: Final = load_parameters(name="fuels")
BASES: Final = tuple(basis.value for basis in HeatingValue)
BOUNDARIES: Final = tuple(boundary.value for boundary in Boundary)


def compute_inset(inputs: Inputs) -> Outputs:
    """Quantify an inset: litres or kg with ``ed``, or gallons with ``MJ_per_gal``; ``ci_ref``, ``ci_fuel``."""
    quantity, density = _read_quantity(inputs)
    fuel, comparator = _read_intensity(inputs, "ci_fuel"), _read_intensity(inputs, "ci_ref")
    stated = {
        "ed_basis": density.heating_value, "ci_fuel_basis": fuel.heating_value, "ci_ref_basis": comparator.heating_value,
        "ci_fuel_boundary": fuel.boundary, "ci_ref_boundary": comparator.boundary,
    }  # fmt: skip
    if any(stated.values()) and not all(stated.values()):
        missing = next(name for name, value in stated.items() if value is None)
        raise UnitMissing(field=missing, value=None, reason="state all bases or none", fix="Write LHV or HHV, and WTW")
    amount = quantify_inset(
        quantity=quantity, density=density, fuel=fuel, comparator=comparator,
        certificate=inputs.text("certificate") if inputs.has("certificate") else "",
        approval=read_approval(inputs=inputs),
    )  # fmt: skip
    flags = list(amount.flags)
    if inputs.has("stated_t"):
        flags += check_stated_reduction(stated_t=inputs.number("stated_t"), amount=amount)
    return _inset_outputs(amount=amount, flags=flags)


def compute_compliance_units(inputs: Inputs) -> Outputs:
    """Count compliance units, or, given gallons and two intensities, the plain difference in tonnes."""
    if inputs.has("gallons"):
        return compute_inset(inputs)
    units = count_compliance_units(
        target_g_per_mj=inputs.quantity("TCI"),
        energy_effectiveness_ratio=inputs.quantity("EER", 1),
        recorded_g_per_mj=inputs.number("RCI"),
        additional_g_per_mj=inputs.number("UCI", 0),
        quantity=inputs.quantity("Q"),
        mj_per_unit=inputs.quantity("ED"),
    )
    return {"units": float(units), "is_deficit": units < 0}


def compute_tables(inputs: Inputs) -> Outputs:
    """Return the energy densities, intensities and targets of the parameter set."""
    return {
        "energy_density_MJ_per_L": SET.plain("energy_density_mj_per_l"),
        "default_CI": SET.plain("default_ci_g_co2e_per_mj"),
        "target_CI_diesel": SET.plain("target_ci_diesel_g_co2e_per_mj"),
        "heating_value_basis": HeatingValue.HHV.value,
        "desnz_kg_per_GJ": {"2025": SET.plain("desnz_2025_kg_per_gj")},
        "desnz_kg_per_L": {edition: SET.plain(f"desnz_{edition}_kg_per_l") for edition in EDITIONS},
    }


def compute_blend(inputs: Inputs) -> Outputs:
    """Share a blend by energy; the intensity too, where the intensities of its parts are given."""
    if inputs.has("parts"):
        parts = inputs.each("parts", _read_part, least=1)
        return {"energy_shares": list(share_energies(parts=parts)), "blend_ci": blend_intensity(parts=parts)}
    volume_share = inputs.fraction("vol_share")
    bio_mj_per_l, fossil_mj_per_l = inputs.quantity("ed_bio"), inputs.quantity("ed_fossil")
    share = share_energy(volume_share=volume_share, bio_mj_per_l=bio_mj_per_l, fossil_mj_per_l=fossil_mj_per_l)
    given = [name for name in ("ci_bio", "ci_fossil") if inputs.has(name)]
    if len(given) == 1:
        missing = "ci_fossil" if given == ["ci_bio"] else "ci_bio"
        raise InputMissing(field=missing, value=None, reason="the blend's intensity needs those of both parts")
    blend_ci = share * inputs.number("ci_bio") + (1 - share) * inputs.number("ci_fossil") if given else None
    return {"energy_share": share, "blend_ci": blend_ci}


def compute_red_saving(inputs: Inputs) -> Outputs:
    """Return the saving against the comparator of RED II, and which thresholds it passes."""
    saving = count_saving(fossil_g_per_mj=inputs.number("E_F"), fuel_g_per_mj=inputs.number("E_B"))
    thresholds = [float(str(value)) for value in SET.rows("red_saving_min")]
    passed = passes_saving(saving=saving, thresholds=thresholds)
    outputs: dict[str, object] = {"saving": float(saving)}
    return outputs | {f"passes_{round(100 * t)}pct": ok for t, ok in zip(thresholds, passed, strict=True)}


def compute_biogenic_reporting(inputs: Inputs) -> Outputs:
    """Return what to report for GJ or litres of a fuel, biogenic CO2 apart."""
    if inputs.has("GJ") == inputs.has("litres"):
        raise InputMissing(field="GJ", value=None, reason="name the energy in GJ or the volume in litres, one of them")
    is_energy = inputs.has("GJ")
    report = report_fuel(
        fuel=inputs.text("fuel"),
        quantity=inputs.quantity("GJ" if is_energy else "litres"),
        unit="gj" if is_energy else "l",
        edition=_read_edition(inputs),
    )
    return {
        "fuel": report.fuel,
        "edition": report.edition,
        "scope1_ch4_n2o_kg": report.scope1_kg,
        "wtt_kg": report.well_to_tank_kg,
        "well_to_wheel_kg": report.well_to_wheel_kg,
        "outside_of_scopes_biogenic_co2_kg": report.biogenic_co2_kg,
    }


def compute_heating_value_mismatch(inputs: Inputs) -> Outputs:
    """Return the lower heating value per litre, and by how much the higher one over-credits."""
    lower_mj_per_l, ratio = compare_heating_values(
        lower_mj_per_gal=inputs.quantity("MJ_per_gal"),
        litres_per_gal=inputs.quantity("L_per_gal", SET.number("litres_per_us_gallon")),
        higher_mj_per_l=inputs.quantity("hhv"),
    )
    return {"lhv_MJ_per_L": lower_mj_per_l, "ratio": ratio}


def compute_well_to_wheel(inputs: Inputs) -> Outputs:
    """Add well to tank and tank to wheel for each named fuel; one number for one fuel, a table for several."""
    names = [name for name in inputs.names() if name != "note"]
    if not names:
        raise TooFewValues(field="inputs", value=0, reason="name a fuel with its wtt and ttw")
    found: dict[str, float] = {}
    for name in names:
        parts = inputs.nested(name)
        found[name] = add_well_to_wheel(well_to_tank=parts.number("wtt"), tank_to_wheel=parts.number("ttw"))
        parts.finish()
    return {"wtw": found[names[0]] if len(names) == 1 else found}


def _read_quantity(inputs: Inputs) -> tuple[FuelQuantity, FuelDensity]:
    units = {"litres": FuelUnit.LITRE, "gallons": FuelUnit.US_GALLON, "kg": FuelUnit.KILOGRAM}
    given = [name for name in units if inputs.has(name)]
    if len(given) != 1:
        reason = "name the neat fuel once: litres, gallons or kg"
        raise InputMissing(field="litres", value=given or None, reason=reason)
    unit = units[given[0]]
    density_name = "MJ_per_gal" if unit is FuelUnit.US_GALLON else "ed"
    density = FuelDensity(
        mj_per_unit=inputs.quantity(density_name), unit=unit, heating_value=_read_basis(inputs, "ed_basis")
    )
    return FuelQuantity(size=inputs.quantity(given[0]), unit=unit), density


def _read_intensity(inputs: Inputs, name: str) -> FuelIntensity:
    boundary = f"{name}_boundary"
    return FuelIntensity(
        g_co2e_per_mj=inputs.number(name),
        boundary=Boundary(inputs.choice(boundary, BOUNDARIES)) if inputs.has(boundary) else None,
        heating_value=_read_basis(inputs, f"{name}_basis"),
    )


def _read_basis(inputs: Inputs, name: str) -> HeatingValue | None:
    return HeatingValue(inputs.choice(name, BASES)) if inputs.has(name) else None


def _read_part(value: object, field: str) -> BlendPart:
    if not isinstance(value, Mapping):
        raise WrongType(field=field, value=value, reason="an object with volume, ed and ci is due")
    part = Inputs(value, where=field)
    read = BlendPart(volume=part.quantity("volume"), mj_per_unit=part.quantity("ed"), g_co2e_per_mj=part.number("ci"))
    part.finish()
    return read


def _read_edition(inputs: Inputs) -> str:
    """Return the edition named, else that of the delivery year, else the newest one."""
    if inputs.has("edition"):
        return str(inputs.raw("edition"))
    if not inputs.has("delivery_year"):
        return EDITIONS[-1]
    year = str(inputs.whole("delivery_year"))
    if year not in EDITIONS:
        raise NotInTable(
            field="delivery_year", value=int(year), reason="no edition of that year is here",
            fix=f"Name the edition to use: {', '.join(EDITIONS)}",
        )  # fmt: skip
    find_factors(edition=year, unit="l")
    return year


def _inset_outputs(*, amount: InsetAmount, flags: list[str]) -> Outputs:
    return {
        "t": amount.reduction_t,
        "kg": amount.kg,
        "issuable_kg": amount.issuable_kg,
        "energy_mj": amount.energy_mj,
        "fuel_emissions_t": amount.fuel_emissions_t,
        "reference_emissions_t": amount.reference_emissions_t,
        "flags": flags,
    }


def _method(name: str, title: str, compute: Callable[[Inputs], Outputs], source: str, *statuses: Status) -> Method:
    return Method(
        name=name, title=title, version="1", source=source, compute=compute,
        statuses=statuses, parameter_sets=(SET.key,),
    )  # fmt: skip


METHODS: Final = (
    _method(
        "lcfs_compliance_units", "Compliance units of a low-carbon fuel program", compute_compliance_units,
        "bcgov/lcfs 3539fb4; methods reference 8.1", Status.PUBLIC_CODE,
    ),
    _method(
        "fuel_tables", "Energy densities, intensities and conversion factors", compute_tables,
        "bcgov/lcfs 3539fb4; UK DESNZ 2023 and 2025", Status.PUBLISHED, Status.PUBLIC_CODE,
    ),
    _method(
        "inset_credit", "Amount of a fuel inset", compute_inset, "methods reference 8.1 and 8.5",
        Status.DERIVED, Status.OPERATOR_POLICY,
    ),
    _method(
        "blend_energy_share", "Energy shares and intensity of a blend", compute_blend, "methods reference 8.1",
        Status.DERIVED,
    ),
    _method(
        "red_saving", "Saving against the European fossil comparator", compute_red_saving, "RED II Annex V form",
        *SET.statuses(["red_saving_min"]),
    ),
    _method(
        "biogenic_reporting", "Fuel emissions to report, biogenic CO2 apart", compute_biogenic_reporting,
        "UK DESNZ greenhouse gas conversion factors", Status.PUBLISHED,
    ),
    _method(
        "heating_value_mismatch", "Over-credit when heating values are mixed", compute_heating_value_mismatch,
        "arithmetic; methods reference 8.5", Status.DERIVED,
    ),
    _method(
        "wtt_ttw", "Well to wheel from its two parts", compute_well_to_wheel, "identity WTW = WTT + TTW", Status.DERIVED
    ),
    _method(
        "book_and_claim", "Book-and-claim decisions on fuel units", judge_book_and_claim,
        "RSB book-and-claim page; methods reference 8.4", Status.PUBLISHED, Status.SECONDARY, Status.OPERATOR_POLICY,
    ),
)  # fmt: skip
