"""The computations of this family as named methods."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from truetonne.science.errors import InputMissing, InputUnknown, WrongType
from truetonne.science.inputs import Inputs, read_number
from truetonne.science.method import Method, Outputs
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.status import Status
from truetonne.science.trees.crediting_level import CreditingLevel, hfld_level, mean_reference_level
from truetonne.science.trees.evidence import buffer_share, leakage_share, uncertainty_deduction
from truetonne.science.trees.issuance import (
    BUFFER,
    LEAKAGE,
    UNCERTAINTY,
    HalfWidthBasis,
    Issuance,
    default_basis,
    quantify_reductions,
    quantify_removals,
    relative_half_width,
)
from truetonne.science.trees.period import YearOfPeriod, recalculate_period
from truetonne.science.trees.strata import (
    EmissionsEstimate,
    Stratum,
    estimate_emissions,
    simulate_emissions,
)
from truetonne.science.uncertainty import simulation_outputs

_SETS: Final = (load_parameters(name="trees").key, load_parameters(name="uncertainty").key)
_BASES: Final = tuple(basis.value for basis in HalfWidthBasis)


def _ua(inputs: Inputs) -> Outputs:
    return {"ua": uncertainty_deduction(hw90=inputs.quantity("hw90"))}


def _buffer(inputs: Inputs) -> Outputs:
    return {"buffer": _read_buffer_evidence(inputs)}


def _leakage(inputs: Inputs) -> Outputs:
    return {"leakage": _read_leakage_evidence(inputs)}


def _hfld_level(inputs: Inputs) -> Outputs:
    found = _read_hfld(inputs)
    return {"crediting_level": found.level_t, "volume": found.volume.value}


def _level(inputs: Inputs) -> Outputs:
    found = mean_reference_level(emissions_t=inputs.numbers("historical_5yr"), years=_read_years(inputs))
    return {"crediting_level": found.level_t, "volume": found.volume.value}


def _full(inputs: Inputs) -> Outputs:
    return _issue(inputs, is_simulated=False)


def _monte_carlo(inputs: Inputs) -> Outputs:
    return _issue(inputs, is_simulated=True)


def _period(inputs: Inputs) -> Outputs:
    def read(value: object, field: str) -> YearOfPeriod:
        given = Inputs(value if isinstance(value, dict) else {}, where=field)
        year = YearOfPeriod(
            gross_t=given.number("gross"),
            half_width_90_t=given.quantity("half_width_90"),
            deducted_t=given.quantity("deducted"),
        )
        given.finish()
        return year

    found = recalculate_period(years=inputs.each("years", read), is_correlated=inputs.flag("correlated", default=False))
    return {name.removesuffix("_t"): value for name, value in asdict(found).items()}


def _issue(inputs: Inputs, *, is_simulated: bool) -> Outputs:
    level, is_level_secondary = _read_level(inputs)
    leakage, buffer = _read_share(inputs, LEAKAGE), _read_share(inputs, BUFFER)
    basis = HalfWidthBasis(inputs.choice("hw_basis", _BASES, default_basis().value))
    outputs: dict[str, object]
    if inputs.has("strata") or is_simulated:
        estimate = _read_estimate(inputs, is_simulated=is_simulated)
        outputs = _by_basis(level=level, estimate=estimate, basis=basis, leakage=leakage, buffer=buffer)
    else:
        outputs = _bare(inputs, level=level, basis=basis, leakage=leakage, buffer=buffer)
    if inputs.has("removals"):
        outputs["removals"] = _removals(inputs, outputs=outputs, buffer=buffer)
    statuses = {Status.PUBLIC_CODE, Status.OPERATOR_POLICY}
    if is_level_secondary or is_simulated:
        statuses.add(Status.SECONDARY)
    if any(isinstance(inputs.raw(name), dict) for name in (LEAKAGE, BUFFER)):
        statuses.add(Status.UNVERIFIED)
    return {
        **outputs,
        "crediting_level": level.level_t,
        "volume": level.volume.value if is_level_secondary else None,
        "credit_kind": "reduction",
        "statuses": [status.value for status in statuses],
    }


def _removals(inputs: Inputs, *, outputs: Outputs, buffer: float) -> Outputs:
    """Quantify removals as a volume of their own; where emissions exceed the level, none are issued either."""
    removals_t, ua = inputs.quantity("removals"), read_number(outputs["ua"], field="ua")
    if read_number(outputs["gross"], field="gross") <= 0:
        return {"gross": removals_t, "net": 0.0, "credit_kind": "removal", "flags": ["withheld_no_reductions"]}
    issuance = quantify_removals(removals_t=removals_t, uncertainty_share=ua, buffer=buffer)
    return {**_issuance_outputs(issuance), "credit_kind": "removal"}


def _bare(
    inputs: Inputs, *, level: CreditingLevel, basis: HalfWidthBasis, leakage: float, buffer: float
) -> dict[str, object]:
    """Take emissions and HW90 as given; HW90 changes its basis only where the caller says which one it is on."""
    emissions_t, hw90 = inputs.quantity("emissions"), inputs.quantity("hw90")
    if inputs.has("hw90_of"):
        given = HalfWidthBasis(inputs.choice("hw90_of", _BASES))
        reductions_t = level.level_t - emissions_t
        half_width_t = hw90 * (emissions_t if given is HalfWidthBasis.EMISSIONS else max(0.0, reductions_t))
        estimate = EmissionsEstimate(emissions_t=emissions_t, half_width_90_t=half_width_t)
        return _by_basis(level=level, estimate=estimate, basis=basis, leakage=leakage, buffer=buffer)
    issuance = quantify_reductions(
        crediting_level_t=level.level_t, emissions_t=emissions_t, hw90=hw90, leakage=leakage, buffer=buffer
    )
    return {**_issuance_outputs(issuance), "emissions": emissions_t, "hw_basis": "as given"}


def _by_basis(
    *, level: CreditingLevel, estimate: EmissionsEstimate, basis: HalfWidthBasis, leakage: float, buffer: float
) -> dict[str, object]:
    """Quantify on the chosen basis, with the result of the other beside it: two labelled results, never one mixed."""
    widths: dict[HalfWidthBasis, float | None] = {}
    for one in HalfWidthBasis:
        mean_t = estimate.emissions_t if one is HalfWidthBasis.EMISSIONS else level.level_t - estimate.emissions_t
        widths[one] = (
            relative_half_width(
                half_width_90_t=estimate.half_width_90_t,
                emissions_t=estimate.emissions_t,
                crediting_level_t=level.level_t,
                basis=one,
            )
            if mean_t > 0
            else (0.0 if estimate.half_width_90_t == 0 else None)
        )
    results = {
        one: quantify_reductions(
            crediting_level_t=level.level_t,
            emissions_t=estimate.emissions_t,
            hw90=widths[one] if one is basis or widths[one] is not None else widths[basis],
            leakage=leakage,
            buffer=buffer,
        )
        for one in HalfWidthBasis
    }
    drawn = (
        simulation_outputs(simulation=estimate.simulation, analytic_hw90=estimate.analytic_hw90)
        if estimate.simulation
        else {}
    )
    chosen = _issuance_outputs(results[basis])
    flags = [*_texts(chosen["flags"]), *_texts(drawn.get("flags", ()))]
    return {
        **chosen,
        "emissions": estimate.emissions_t,
        "half_width_90": estimate.half_width_90_t,
        "hw_basis": basis.value,
        "hw90_pct_of_emissions": _percent(widths[HalfWidthBasis.EMISSIONS]),
        "hw90_pct_of_reductions": _percent(widths[HalfWidthBasis.REDUCTIONS]),
        "by_basis": {
            one.value: {"uncertainty": result.deductions_t[UNCERTAINTY], "net": result.net_t}
            for one, result in results.items()
        },
        "flags": flags,
        **({"simulation": {k: v for k, v in drawn.items() if k not in {"flags", "randomness"}}} if drawn else {}),
        **({"randomness": drawn["randomness"]} if drawn else {}),
    }


def _issuance_outputs(issuance: Issuance) -> dict[str, object]:
    return {
        "gross": issuance.gross_t,
        **dict(issuance.deductions_t),
        "net": issuance.net_t,
        "issuable": issuance.net_t,
        "ua": issuance.uncertainty_share,
        "deficit": issuance.deficit_t,
        "kg": {
            "gross": issuance.issuable.gross_kg,
            "deductions": dict(issuance.issuable.deductions_kg),
            "funded": dict(issuance.funded_kg),
            "net": issuance.issuable.net_kg,
            "unfunded_deduction": issuance.issuable.unfunded_deduction_kg,
        },
        "flags": list(issuance.flags),
    }


def _read_level(inputs: Inputs) -> tuple[CreditingLevel, bool]:
    """Read the level as a number, or as the reference period that makes it; say whether it was made here."""
    if not isinstance(inputs.raw("crediting_level"), dict):
        level_t = inputs.quantity("crediting_level")
        return CreditingLevel(level_t=level_t, volume=mean_reference_level(emissions_t=[level_t] * 5).volume), False
    given = inputs.nested("crediting_level")
    if given.has("hfld_score"):
        found = _read_hfld(given)
    else:
        found = mean_reference_level(emissions_t=given.numbers("historical_5yr"), years=_read_years(given))
    given.finish()
    return found, True


def _read_hfld(inputs: Inputs) -> CreditingLevel:
    return hfld_level(
        emissions_t=inputs.numbers("historical_5yr"),
        score=inputs.number("hfld_score"),
        forest_carbon_stock_t=inputs.quantity("forest_carbon_stock_tco2"),
        years=_read_years(inputs),
    )


def _read_years(inputs: Inputs) -> tuple[int, ...] | None:
    def read(value: object, field: str) -> int:
        if type(value) is not int:
            raise WrongType(field=field, value=value, reason="a year is a whole number")
        return value

    return inputs.each("years", read) if inputs.has("years") else None


def _read_share(inputs: Inputs, name: str) -> float:
    """Read a share as a number, or as the evidence that decides it."""
    if not isinstance(inputs.raw(name), dict):
        return inputs.fraction(name)
    given = inputs.nested(name)
    share = _read_leakage_evidence(given) if name == LEAKAGE else _read_buffer_evidence(given)
    given.finish()
    return share


def _read_leakage_evidence(inputs: Inputs) -> float:
    return leakage_share(share_of_national_forest=inputs.fraction("share_of_national_forest"))


def _read_buffer_evidence(inputs: Inputs) -> float:
    return buffer_share(
        legislation=inputs.flag("legislation"),
        low_interannual_variability=inputs.flag("low_interannual_variability"),
        mitigation_plan=inputs.flag("mitigation_plan"),
    )


def _read_estimate(inputs: Inputs, *, is_simulated: bool) -> EmissionsEstimate:
    for name in ("emissions", "hw90"):
        if inputs.has(name):
            reason = "emissions and half width come from the strata"
            raise InputUnknown(field=name, value=inputs.raw(name), reason=reason, fix="Give one or the other")
    if not inputs.has("strata"):
        raise InputMissing(field="strata", value=None, reason="draws need strata")
    strata = inputs.each("strata", _read_stratum, least=1)
    if not is_simulated:
        return estimate_emissions(strata=strata)
    return simulate_emissions(
        strata=strata,
        draws=inputs.whole("draws") if inputs.has("draws") else None,
        seed=inputs.whole("seed") if inputs.has("seed") else None,
        is_cut_at_zero=inputs.flag("cut_at_zero", default=True),
    )


def _read_stratum(value: object, field: str) -> Stratum:
    if not isinstance(value, dict):
        raise WrongType(field=field, value=value, reason="an object with named values is due")
    given = Inputs(value, where=field)
    stratum = Stratum(
        name=given.text("name"),
        activity=given.quantity("activity"),
        activity_se=given.quantity("activity_se"),
        ef=given.quantity("ef"),
        ef_hw90=given.quantity("ef_ci90_pct") / 100,
        ef_group=given.text("ef_group") if given.has("ef_group") else None,
        activity_group=given.text("activity_group") if given.has("activity_group") else None,
    )
    given.finish()
    return stratum


def _percent(fraction: float | None) -> float | None:
    return None if fraction is None else 100 * fraction


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


_CODE, _POLICY, _SECOND, _OPEN = Status.PUBLIC_CODE, Status.OPERATOR_POLICY, Status.SECONDARY, Status.UNVERIFIED

METHODS: Final = (
    Method(
        name="trees_ua", title="ART TREES 2.0: uncertainty deduction", version="1",
        source="TREES 2.0 eq. 11 (p. 46) as coded in training-resource/uncertainty fa2a8a2",
        compute=_ua, statuses=(_CODE,), parameter_sets=_SETS,
    ),
    Method(
        name="trees_buffer", title="ART TREES 2.0: buffer share", version="1",
        source="TREES 2.0 s. 7.1 (unverified)", compute=_buffer, statuses=(_OPEN,), parameter_sets=_SETS,
    ),
    Method(
        name="trees_leakage", title="ART TREES 2.0: leakage share", version="1",
        source="TREES 2.0 s. 7.2 (unverified)", compute=_leakage, statuses=(_OPEN,), parameter_sets=_SETS,
    ),
    Method(
        name="trees_crediting_level", title="ART TREES 2.0: crediting level of five years", version="1",
        source="mean annual emissions of the reference period (public code, secondary)",
        compute=_level, statuses=(_SECOND,), parameter_sets=_SETS,
    ),
    Method(
        name="trees_hfld_cl", title="ART TREES 2.0: crediting level, high forest and low deforestation", version="1",
        source="Guyana Low Carbon Development Strategy appendix 2 and Carbon Pulse article 185976",
        compute=_hfld_level, statuses=(_POLICY, _SECOND), parameter_sets=_SETS,
    ),
    Method(
        name="trees_full", title="ART TREES 2.0: issuance of a year", version="1",
        source="TREES 2.0 eq. 10 and 11 as coded publicly; all deductions on gross; basis of HW90 recorded",
        compute=_full, statuses=(_CODE, _POLICY), parameter_sets=_SETS,
    ),
    Method(
        name="trees_monte_carlo", title="ART TREES 2.0: issuance of a year, uncertainty by draws", version="1",
        source="TREES 2.0 with at least 10,000 draws (secondary); negative draws moved to zero and reported",
        compute=_monte_carlo, statuses=(_CODE, _POLICY, _SECOND), parameter_sets=_SETS,
    ),
    Method(
        name="trees_period_uncertainty", title="ART TREES 2.0: uncertainty of a crediting period as one", version="1",
        source="aggregate recalculation at the end of the crediting period (secondary; form is operator policy)",
        compute=_period, statuses=(_POLICY, _SECOND), parameter_sets=_SETS,
    ),
)  # fmt: skip
