"""The durability methods by name, from JSON-like inputs to outputs. Nothing of it changes issued tonnes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from truetonne.science.durability.label import DurabilityLabel
from truetonne.science.durability.portfolio import StoredProject, simulate_pool
from truetonne.science.durability.response import integrate
from truetonne.science.durability.risk import expect_loss, multiply_risks, rate_additively
from truetonne.science.durability.solvency import Shock, assess_hazard, assess_mixture
from truetonne.science.durability.stacking import renew, stack_horizontally
from truetonne.science.durability.tonne_year import TonneYearMethod, compare_storage
from truetonne.science.errors import WrongType
from truetonne.science.inputs import Inputs, read_number
from truetonne.science.method import Method, Outputs
from truetonne.science.parameter_sets import load_parameters
from truetonne.science.status import Status

SET: Final = load_parameters(name="durability")
CURVE: Final = str(SET.parameters["curve_default"].value)
BUFFER_EXAMPLE: Final = 100_000
TONNE_YEAR_METHODS: Final = tuple(method.value for method in TonneYearMethod)
REPORTED: Final = {"issuable_kg": 0, "use": "reported, never issued"}


def compute_integral(inputs: Inputs) -> Outputs:
    """Integrate the response of the air to a pulse over whole years."""
    return {"integral": integrate(curve=inputs.text("curve", CURVE), years=inputs.whole("years"))}


def compute_tonne_year(inputs: Inputs) -> Outputs:
    """Compare storage with permanent removal by one of four methods."""
    if inputs.has("discount_cost") or inputs.has("discount_benefit"):
        cost_rate, benefit_rate = inputs.number("discount_cost"), inputs.number("discount_benefit")
    else:
        cost_rate = benefit_rate = inputs.number("discount")
    method = TonneYearMethod(inputs.choice("method", TONNE_YEAR_METHODS))
    curve, horizon_years = inputs.text("curve", CURVE), inputs.whole("horizon")
    found = compare_storage(
        method=method, curve=curve, horizon_years=horizon_years, stored_years=inputs.whole("delay"),
        cost_rate=cost_rate, benefit_rate=benefit_rate,
    )  # fmt: skip
    shown = {"method": method.value, "curve": curve, "horizon": horizon_years}
    rates = {"discount_cost": cost_rate, "discount_benefit": benefit_rate}
    results = {"cost": found.cost, "benefit": found.benefit, "equivalence": found.equivalence}
    return {**results, **shown, **rates, **REPORTED, "flags": list(found.flags)}


def compute_multiplicative_risk(inputs: Inputs) -> Outputs:
    """Rate reversal risk as one minus the product of what does not happen; the default risks where none are given."""
    if not inputs.has("risks"):
        table = SET.table("carb_risks")
        return {"rating": multiply_risks(risks={name: float(str(risk)) for name, risk in table.items()})}
    given = inputs.nested("risks")
    return {"rating": multiply_risks(risks={name: given.fraction(name) for name in given.names()})}


def compute_additive_risk(inputs: Inputs) -> Outputs:
    """Rate reversal risk by adding internal, external and natural points."""
    internal = inputs.nested("internal")
    longevity_years, has_agreement = internal.quantity("longevity_years"), internal.flag("legal_agreement")
    points = [internal.number(name, 0) for name in ("PM", "FV", "OC")]
    internal.finish()
    rating = rate_additively(
        internal_points=points,
        longevity_years=longevity_years,
        has_agreement=has_agreement,
        external_points=_read_points(inputs, "external"),
        natural=inputs.each("natural", _read_natural),
    )
    return {
        "PL": rating.longevity_points,
        "natural": rating.natural_points,
        "overall": rating.overall_points,
        "buffer_on_100000": BUFFER_EXAMPLE * min(100.0, max(0.0, rating.overall_points)) / 100,
        "flags": list(rating.flags),
    }


def compute_expected_loss(inputs: Inputs) -> Outputs:
    """Return the share of the stock to expect lost."""
    loss = expect_loss(
        annual_probability=inputs.fraction("annual_p"), severity=inputs.fraction("severity"),
        years=inputs.quantity("years"),
    )  # fmt: skip
    return {"loss_fraction": loss}


def compute_insolvency(inputs: Inputs) -> Outputs:
    """Return the probability that a pool of equal projects is insolvent: under a hazard, or over several worlds."""
    projects, buffer_share = inputs.whole("n", least=1), inputs.fraction("buffer")
    severity = inputs.fraction("severity", 1)
    if inputs.has("mixture"):
        found = assess_mixture(
            projects=projects, buffer_share=buffer_share, mixture=inputs.each("mixture", _read_world, least=1),
            severity=severity,
        )  # fmt: skip
    else:
        found = assess_hazard(
            projects=projects, buffer_share=buffer_share, hazard=inputs.fraction("hazard"),
            years=inputs.whole("years", least=0), severity=severity,
            shock=_read_shock(inputs.nested("shock")) if inputs.has("shock") else None,
        )  # fmt: skip
    return {
        "p_project_reversal": found.p_project_reversal,
        "expected_reversed_share": found.expected_reversed_share,
        "mean": found.p_project_reversal,
        "p_insolvent": found.p_insolvent,
        "p_insolvent_independent_same_mean": found.independent_p_insolvent,
    }


def compute_pool_simulation(inputs: Inputs) -> Outputs:
    """Simulate a pool of real projects with regional shocks from a stored seed."""
    shocks: dict[str, Shock] = {}
    if inputs.has("shocks"):
        regions = inputs.nested("shocks")
        shocks = {region: _read_shock(regions.nested(region)) for region in regions.names()}
    outlook = simulate_pool(
        projects=inputs.each("projects", _read_project, least=1),
        years=inputs.whole("years", least=1),
        seed=inputs.whole("seed", least=0),
        shocks=shocks,
        draws=inputs.whole("draws", int(SET.number("buffer_draws_min"))),
    )
    return {
        "p_insolvent": outlook.p_insolvent,
        "standard_error": outlook.standard_error,
        "p_insolvent_by_year": list(outlook.p_insolvent_by_year),
        "expected_shortfall_kg": outlook.expected_shortfall_kg,
        "balance_kg": [
            {"year": year, "p05": low, "p50": middle, "p95": high}
            for year, (low, middle, high) in enumerate(outlook.balance_kg, 1)
        ],
        "losses_by_hazard_kg": dict(outlook.losses_by_hazard_kg),
        "losses_by_region_kg": dict(outlook.losses_by_region_kg),
        "closed_form_p": outlook.closed_form_p,
        "flags": list(outlook.flags),
        "randomness": dict(outlook.randomness),
    }


def compute_vertical_stacking(inputs: Inputs) -> Outputs:
    """Return number and cost of renewals, discounted and plain."""
    renewals = renew(
        price=inputs.quantity("price"), term_years=inputs.quantity("term"), horizon_years=inputs.quantity("horizon"),
        rate=inputs.quantity("rate"),
    )  # fmt: skip
    return {"n": renewals.count, "pv": renewals.present_value, "pv_zero_rate": renewals.undiscounted}


def compute_horizontal_stacking(inputs: Inputs) -> Outputs:
    """Return how many tonnes of short storage equal one over the horizon; reported, never issued."""
    tonnes = stack_horizontally(
        term_years=inputs.whole("term"), horizon_years=inputs.whole("horizon"), curve=inputs.text("curve", CURVE)
    )
    return {"tonnes_needed": tonnes, **REPORTED}


def compute_label(inputs: Inputs) -> Outputs:
    """Return the durability label, refusing years that nobody monitors or answers for."""
    label = DurabilityLabel(
        storage_years=inputs.whole("storage_years"),
        monitored_years=inputs.whole("monitored_years"),
        responsible_party=inputs.text("responsible_party") if inputs.has("responsible_party") else "",
    )
    return {
        "storage_years": label.storage_years,
        "monitored_years": label.monitored_years,
        "responsible_party": label.responsible_party or None,
    }


def _read_points(inputs: Inputs, name: str) -> float:
    """A category's points: a number, or an object of numbers that are added."""
    if not isinstance(inputs.raw(name), Mapping):
        return inputs.number(name)
    parts = inputs.nested(name)
    return sum(parts.number(part) for part in parts.names())


def _read_natural(value: object, field: str) -> tuple[float, float]:
    given = _object(value, field=field, due="LS and M")
    pair = given.quantity("LS"), given.fraction("M")
    given.finish()
    return pair


def _read_world(value: object, field: str) -> tuple[float, float]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise WrongType(field=field, value=value, reason="a pair is due: [probability, reversal probability]")
    weight, probability = (read_number(item, field=f"{field}[{place}]") for place, item in enumerate(value))
    return weight, probability


def _read_shock(given: Inputs) -> Shock:
    shock = Shock(probability=given.fraction("probability"), multiplier=given.quantity("multiplier"))
    given.finish()
    return shock


def _read_project(value: object, field: str) -> StoredProject:
    given = _object(value, field=field, due="a project's stock, buffer and hazard")
    project = StoredProject(
        name=given.text("name", field),
        stock_kg=given.whole("stock_kg", least=0),
        buffer_kg=given.whole("buffer_kg", least=0),
        hazard=given.fraction("hazard"),
        severity=given.fraction("severity", 1),
        severity_concentration=given.quantity("severity_concentration")
        if given.has("severity_concentration")
        else None,
        region=given.text("region") if given.has("region") else "",
        hazard_type=given.text("hazard_type") if given.has("hazard_type") else "",
        obligation_years=given.whole("obligation_years", least=0) if given.has("obligation_years") else None,
    )
    given.finish()
    return project


def _object(value: object, *, field: str, due: str) -> Inputs:
    if not isinstance(value, Mapping):
        raise WrongType(field=field, value=value, reason=f"an object with {due} is due")
    return Inputs(value, where=field)


def _method(name: str, title: str, compute: Callable[[Inputs], Outputs], source: str, *statuses: Status) -> Method:
    return Method(
        name=name, title=title, version="1", source=source, compute=compute, statuses=statuses,
        parameter_sets=(SET.key,),
    )  # fmt: skip


METHODS: Final = (
    _method(
        "irf_integral", "Integral of the air's response to a CO2 pulse", compute_integral,
        "Joos et al. 2013; IPCC 2007; IPCC 2000", *SET.statuses(["curves"]),
    ),
    _method(
        "tonne_year", "Tonne-year equivalence, reported and never issued", compute_tonne_year,
        "carbonplan/ton-year 1d52561 (MIT); methods reference 6.1", *SET.statuses(["curves"]), Status.PUBLIC_CODE,
    ),
    _method(
        "reversal_risk_multiplicative", "Reversal risk, multiplied", compute_multiplicative_risk,
        "CARB US Forest Offset Protocol form; methods reference 6.2", *SET.statuses(["carb_risks"]),
    ),
    _method(
        "vcs_nprt", "Reversal risk, added", compute_additive_risk, "VCS non-permanence risk report form",
        *SET.statuses(["longevity_with_agreement", "vcs_floors_and_caps"]),
    ),
    _method(
        "reversal_expected", "Expected loss of stock", compute_expected_loss, "methods reference 6.2", Status.DERIVED
    ),
    _method(
        "buffer_insolvency", "Insolvency of a buffer pool, closed form", compute_insolvency, "methods reference 6.3",
        Status.DERIVED, Status.OPERATOR_POLICY,
    ),
    _method(
        "buffer_simulation", "Outlook of a buffer pool, simulated", compute_pool_simulation, "methods reference 6.3",
        Status.DERIVED, Status.OPERATOR_POLICY,
    ),
    _method(
        "vertical_stacking", "Renewing short storage", compute_vertical_stacking, "methods reference 6.4", Status.DERIVED
    ),
    _method(
        "horizontal_stacking", "More tonnes of short storage, reported and never issued", compute_horizontal_stacking,
        "Lashof equivalence; methods reference 6.4", *SET.statuses(["curves"]), Status.DERIVED,
    ),
    _method(
        "durability_label", "Years of storage, monitored and answered for", compute_label, "methods reference 6.4",
        Status.OPERATOR_POLICY,
    ),
)  # fmt: skip
