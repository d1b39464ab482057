"""The inset rules as a standard that the command line, the API and worked examples call by name."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from truetonne.rules.insets.claims import BatchFacts, Claim, CoClaimMode, decide_claims
from truetonne.rules.insets.profile import (
    INSET_FUEL,
    FuelFactors,
    InsetPolicy,
    account_batch,
    allocate_profile,
    cap_claim,
    compare_fuels,
    find_ratio,
)
from truetonne.rules.shipped import find_rule_set, state
from truetonne.rules.standard import Outputs, Standard
from truetonne.science.inputs import Inputs
from truetonne.science.status import Status

RULE_SETS = (INSET_FUEL,)
_FACTOR_NAMES: Final = {
    "hvo_scope1_kg_per_gj": "hvo_scope1_kg_per_GJ",
    "mineral_diesel_scope1_kg_per_kwh_net": "mineral_diesel_scope1_kg_per_kWh_net",
}
_FLAGS: Final = (
    "offset_issued", "counted_for_residual", "regulatory_use", "attribute_sold", "issued_twice", "scope1_retired",
    "certificate", "feedstock", "biogenic_co2", "inside_vintage_window",
)  # fmt: skip


def judge_inset(inputs: Inputs, context: Inputs) -> Outputs:
    """Account a batch, allocate a profile, cap a claim or decide on the claims of a batch, by the facts given."""
    rules = find_rule_set(family=INSET_FUEL, inputs=inputs)
    factors = _factors(context, rules.body)
    outputs: dict[str, object]
    if inputs.has("hvo_litres"):
        effect = account_batch(volume_l=inputs.exact("hvo_litres"), factors=factors)
        outputs = {
            "reduction_tCO2e_wtw": effect.change_t,
            "energy_MJ": effect.energy_mj,
            "biogenic_outside_scopes_tCO2": effect.biogenic_outside_scopes_t,
        }
    elif inputs.has("physical_cat4_t") or inputs.has("physical_t"):
        outputs = _allocate(inputs, factors)
    elif inputs.has("own_activity_MJ"):
        claim = cap_claim(own_mj=inputs.exact("own_activity_MJ"), units_mj=inputs.exact("units_MJ"))
        outputs = {"claimable_MJ": claim.claimable_mj, "unclaimed_MJ": claim.unclaimed_mj}
    else:
        outputs = _decide(inputs, context, rules.body)
    return state(outputs=outputs, rule_set_key=rules.key, basis=rules.basis)


def _allocate(inputs: Inputs, factors: FuelFactors) -> dict[str, object]:
    physical = inputs.exact("physical_cat4_t" if inputs.has("physical_cat4_t") else "physical_t")
    if inputs.has("low_profile_ratio"):
        ratio = inputs.exact("low_profile_ratio")
    elif inputs.has("profile_low"):
        ratio = find_ratio(profile_low=inputs.exact("profile_low"), profile_conventional=inputs.exact("profile_conv"))
    else:
        ratio = compare_fuels(factors=factors).profile_ratio
    based = allocate_profile(physical=physical, share=inputs.exact("share"), profile_ratio=ratio)
    return {"physical_inventory_t": physical, "market_based_t": based}


def _decide(inputs: Inputs, context: Inputs, policy: InsetPolicy) -> dict[str, object]:
    given = context.nested("policy") if context.has("policy") else Inputs({})
    mode = given.text("co_claim_mode", policy.co_claim_mode)
    mode = CoClaimMode(inputs.choice("co_claim_mode", tuple(CoClaimMode), mode))
    inputs.flag("inset", True)
    flags = {name: inputs.flag(name) if inputs.has(name) else None for name in _FLAGS}
    decision = decide_claims(
        claims=inputs.each("claims", _read_claim, []),
        batch=BatchFacts(
            tonnes_only=_is_tonnes_only(inputs),
            certificate_present=flags["certificate"],
            feedstock_present=flags["feedstock"],
            biogenic_present=flags["biogenic_co2"],
            inside_vintage_window=flags["inside_vintage_window"],
            offset_issued=flags["offset_issued"] is True,
            counted_for_residual=flags["counted_for_residual"] is True,
            regulatory_use=flags["regulatory_use"] is True,
            issued_times=2 if flags["issued_twice"] else 1,
            registries=inputs.each("registries", lambda value, _: str(value), []),
            attribute_sold_by_claimant=flags["attribute_sold"] is True,
            scope1_retired=flags["scope1_retired"],
        ),
        mode=mode,
        scope1_first=policy.scope1_first,
    )
    return {
        "allowed": decision.allowed,
        "reason": decision.reason and decision.reason.value,
        "reasons": [refusal.value for refusal in decision.refusals],
        "co_claim_mode": decision.mode.value,
    }


def _is_tonnes_only(inputs: Inputs) -> bool:
    """Say whether an order names tonnes of CO2e and neither litres, energy nor transport work."""
    activity = [name for name in ("litres", "energy_MJ", "tonne_km") if inputs.has(name)]
    return inputs.has("tonnes_co2e") and not activity


def _read_claim(value: object, field: str) -> Claim:
    one = Inputs(value if isinstance(value, Mapping) else {}, where=field)
    claim = Claim(
        party=one.text("party"),
        scope=str(one.raw("scope")),
        chain=one.text("chain"),
        mass_kg=one.whole("kg", least=0) if one.has("kg") else None,
    )
    one.finish()
    return claim


def _factors(context: Inputs, policy: InsetPolicy) -> FuelFactors:
    if not context.has("factors"):
        return policy.factors
    given = context.nested("factors")

    def factor(name: str) -> Decimal:
        written = given.raw(_FACTOR_NAMES.get(name, name), getattr(policy.factors, name))
        return Decimal(str(written))

    return FuelFactors(
        hvo_scope1_kg_per_l=factor("hvo_scope1_kg_per_l"),
        hvo_wtt_kg_per_l=factor("hvo_wtt_kg_per_l"),
        hvo_biogenic_co2_outside_kg_per_l=factor("hvo_biogenic_co2_outside_kg_per_l"),
        hvo_scope1_kg_per_gj=factor("hvo_scope1_kg_per_gj"),
        mineral_diesel_scope1_kg_per_l=factor("mineral_diesel_scope1_kg_per_l"),
        mineral_diesel_wtt_kg_per_l=factor("mineral_diesel_wtt_kg_per_l"),
        mineral_diesel_scope1_kg_per_kwh_net=factor("mineral_diesel_scope1_kg_per_kwh_net"),
    )


STANDARDS = (
    Standard(
        name="inset_fuel_book_and_claim",
        title="Fuel insets: effect by equal energy, profile, claims",
        source="UK DESNZ 2023; Smart Freight Centre, June 2023; co-claims: operator policy",
        status=Status.OPERATOR_POLICY,
        judge=judge_inset,
    ),
)
