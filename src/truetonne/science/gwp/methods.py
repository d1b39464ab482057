"""The computations of this family as named methods: table look-up, blend factor, gases into CO2e."""

from __future__ import annotations

from typing import Final

from truetonne.science.errors import UnitMissing, WrongType
from truetonne.science.gwp.blends import blend_factor, find_composition, list_blends, read_fractions
from truetonne.science.gwp.convert import GasAmount, MethaneOrigin, co2e_of, factor_statuses, sum_co2e
from truetonne.science.gwp.names import normalize_gas
from truetonne.science.gwp.table import TABLE_VERSION, packaged_factor, read_metric_name
from truetonne.science.inputs import Inputs
from truetonne.science.method import Method, Outputs
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.status import Status
from truetonne.science.units import Metric, read_mass

_SETS: Final = (TABLE_VERSION, load_parameters(name="gwp").key)


def read_metric(*, inputs: Inputs, name: str = "gwp_set") -> Metric:
    """Read the name of a GWP set; raises UnitMissing where it is absent and UnitMismatch for an unknown one."""
    if not inputs.has(name):
        fix = "Write the set, such as AR5GWP100 or AR6GWP100"
        raise UnitMissing(field=inputs.path(name), value=None, reason="an amount of CO2e needs its GWP set", fix=fix)
    return read_metric_name(inputs.text(name), field=inputs.path(name))


def read_origin(*, inputs: Inputs, name: str = "methane_origin") -> MethaneOrigin | None:
    """Read the optional origin of methane."""
    if not inputs.has(name):
        return None
    return MethaneOrigin(inputs.choice(name, [origin.value for origin in MethaneOrigin]))


def _look_up(inputs: Inputs) -> Outputs:
    metrics = [read_metric_name(name, field=field) for name, field in _texts(inputs, "sets")]
    return {
        gas: {metric.name: packaged_factor(gas=gas, metric=metric) for metric in metrics}
        for gas, _ in _texts(inputs, "gases")
    }


def _blend(inputs: Inputs) -> Outputs:
    blend, metric = inputs.text("blend"), read_metric(inputs=inputs)
    designated = find_composition(blend=blend)
    if inputs.has("mass_fractions"):
        parts = inputs.nested("mass_fractions")
        given = {name: parts.fraction(name) for name in parts.names()}
    elif designated is not None:
        given = dict(designated)
    else:
        fix = f"Give mass_fractions, or one of: {', '.join(list_blends())}"
        raise WrongType(field="blend", value=blend, reason="the composition of this blend is not known", fix=fix)
    fractions = read_fractions(fractions=dict(given))
    differs = designated is not None and any(
        abs(fractions.get(gas, 0.0) - designated.get(gas, 0.0)) > 1e-9 for gas in {*fractions, *designated}
    )
    return {
        "gwp": blend_factor(fractions=fractions, metric=metric),
        "gwp_set": metric.name,
        "mass_fractions": fractions,
        "flags": ["composition_differs_from_designation"] if differs else [],
    }


def _co2e(inputs: Inputs) -> Outputs:
    metric = read_metric(inputs=inputs)

    def read(value: object, field: str) -> GasAmount:
        given = Inputs(value if isinstance(value, dict) else {}, where=field)
        amount = GasAmount(
            gas=normalize_gas(name=given.text("gas")),
            mass=read_mass(inputs=given, name="mass"),
            origin=read_origin(inputs=given),
        )
        given.finish()
        return amount

    amounts = inputs.each("gases", read, least=1)
    statuses = {status for amount in amounts for status in factor_statuses(gas=amount.gas, metric=metric)}
    return {
        "co2e_kg": sum_co2e(amounts=amounts, metric=metric).kg,
        "gwp_set": metric.name,
        "horizon_years": metric.horizon_years,
        "gases": [
            {"gas": amount.gas, "kg": amount.mass.kg, "co2e_kg": co2e_of(amount=amount, metric=metric).kg}
            for amount in amounts
        ],
        "statuses": [status.value for status in Status if status in statuses],
    }


def _texts(inputs: Inputs, name: str) -> tuple[tuple[str, str], ...]:
    def read(value: object, field: str) -> tuple[str, str]:
        if not isinstance(value, str):
            raise WrongType(field=field, value=value, reason="a text is due")
        return value, field

    return inputs.each(name, read, least=1)


METHODS: Final = (
    Method(
        name="gwp_lookup", title="Global warming potentials as the IPCC tables print them", version="1",
        source="IPCC SAR to AR6 tables, packaged by globalwarmingpotentials 0.13.2 (CC0); CO2 = 1",
        compute=_look_up, statuses=(Status.PUBLISHED,), parameter_sets=_SETS,
    ),
    Method(
        name="blend_gwp", title="Global warming potential of a refrigerant blend", version="1",
        source="sum of mass fraction x GWP; compositions after ASHRAE 34 as packaged by openscm-units 0.6.3",
        compute=_blend, statuses=(Status.PUBLISHED, Status.PUBLIC_CODE), parameter_sets=_SETS,
    ),
    Method(
        name="gas_co2e", title="Masses of gases into CO2e under one GWP set", version="1",
        source="mass x GWP; methane under AR6 by origin (GHG Protocol GWP table v2.0, August 2024)",
        compute=_co2e, statuses=(Status.PUBLISHED, Status.SECONDARY), parameter_sets=_SETS,
    ),
)  # fmt: skip
