"""Book and claim by name: units as they are stated, a decision for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from truetonne.science.errors import WrongType
from truetonne.science.fuels.book_and_claim import Claim, CoClaim, Policy, Ruling, Side, judge_claims
from truetonne.science.inputs import Inputs
from truetonne.science.method import Outputs
from truetonne.science.parameter_sets import load_parameters

SIDES: Final = tuple(side.value for side in Side)
CO_CLAIMS: Final = tuple(mode.value for mode in CoClaim)


def judge_book_and_claim(inputs: Inputs) -> Outputs:
    """Judge the units in their order; the output has one sentence per unit and the rulings under ``rulings``.

    A unit that appears more than once gets all that was said about it.
    """
    policy = Policy(
        co_claim=CoClaim(inputs.choice("co_claim_mode", CO_CLAIMS, CoClaim.CHAIN_TIERS.value)),
        window_months=inputs.whole(
            "window_months", int(load_parameters(name="fuels").number("vintage_window_months")), least=0
        ),
        accepts_disclosed_regulatory=inputs.flag("accepts_disclosed_regulatory", True),
    )
    claims = inputs.each("units", _read_claim, least=1)
    rulings: dict[str, list[Ruling]] = {}
    for claim, said in zip(claims, judge_claims(claims=claims, policy=policy), strict=True):
        rulings.setdefault(claim.batch_id, []).extend(said)
    told: dict[str, object] = {unit: _sentence(said) for unit, said in rulings.items()}
    told["rulings"] = [
        {"unit": unit, "code": ruling.code, "is_refusal": ruling.is_refusal, "text": ruling.text}
        for unit, said in rulings.items()
        for ruling in said
    ]
    return told


def _sentence(said: list[Ruling]) -> str:
    refusals = [ruling.text for ruling in said if ruling.is_refusal]
    return "; ".join(refusals or [ruling.text for ruling in said]) or "accept"


def _read_claim(value: object, field: str) -> Claim:
    if not isinstance(value, Mapping):
        raise WrongType(field=field, value=value, reason="an object that describes the claim is due")
    given = Inputs(value, where=field)

    def text(name: str) -> str:
        return given.text(name) if given.has(name) else ""

    def whole(name: str) -> int | None:
        return given.whole(name, least=0) if given.has(name) else None

    def megajoules(name: str) -> float | None:
        return given.quantity(name) if given.has(name) else None

    claim = Claim(
        batch_id=given.text("id"),
        side=Side(given.choice("side", SIDES, Side.WHOLE.value)),
        retired_to=text("retired_to"),
        chain=text("chain"),
        kg=whole("kg"),
        batch_kg=whole("batch_kg"),
        registry=text("registry"),
        is_regulatory=given.flag("also_claimed_regulatory", False),
        is_disclosed=given.flag("disclosed", False),
        is_offset_issued=given.flag("offset_issued", False),
        is_attribute_sold=given.flag("attribute_sold", False),
        mode=text("mode"),
        claim_mode=text("claim_mode"),
        market=text("market"),
        claim_market=text("claim_market"),
        delivered_on=text("fuel_delivered"),
        claim_year=whole("claim_year"),
        claimed_mj=megajoules("claimed_MJ"),
        own_activity_mj=megajoules("own_activity_MJ"),
        feedstock=text("feedstock"),
    )
    given.finish()
    return claim
