"""Book-and-claim rules on fuel batches: each claim is judged in order against all that was claimed before it.

Pure judgement on stated facts; the ledger enforces the same guards on its own lines. All refusals of a claim are
returned at once, each with the code that the interfaces use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from truetonne.science.errors import WrongType
from truetonne.science.parameter_sets import load_parameters


class Side(StrEnum):
    """What a claim takes from a batch: the fuel user's side, a customer's side, or a disclosure without retirement."""

    SCOPE1 = "SCOPE1"
    SCOPE3 = "SCOPE3"
    DISCLOSURE = "DISCLOSURE"
    WHOLE = "WHOLE"


class CoClaim(StrEnum):
    """Who may claim beside the fuel user: several tiers of one chain (default), or one customer only."""

    CHAIN_TIERS = "chain_tiers"
    ONE_SCOPE1_ONE_SCOPE3 = "one_scope1_one_scope3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The operator's choices. ``accepts_disclosed_regulatory``: a regulatory use may stand when it is disclosed."""

    co_claim: CoClaim = CoClaim.CHAIN_TIERS
    window_months: int = 12
    accepts_disclosed_regulatory: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim on a batch as stated. None and "" mean: not stated, so the rule about it does not speak.

    ``kg`` and ``batch_kg`` are whole kilograms; without them a claim takes its whole side. ``delivered_on`` is
    ``YYYY-MM`` or ``YYYY-MM-DD``. Megajoules on one basis.
    """

    batch_id: str
    side: Side = Side.WHOLE
    retired_to: str = ""
    chain: str = ""
    kg: int | None = None
    batch_kg: int | None = None
    registry: str = ""
    is_regulatory: bool = False
    is_disclosed: bool = False
    is_offset_issued: bool = False
    is_attribute_sold: bool = False
    mode: str = ""
    claim_mode: str = ""
    market: str = ""
    claim_market: str = ""
    delivered_on: str = ""
    claim_year: int | None = None
    claimed_mj: float | None = None
    own_activity_mj: float | None = None
    feedstock: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What one rule says about a claim: its code, whether it refuses, and a sentence."""

    code: str
    is_refusal: bool
    text: str


@dataclass(slots=True)
class _History:
    """What was claimed of one batch so far."""

    registries: set[str] = field(default_factory=set)
    sides: dict[Side, int] = field(default_factory=dict)
    chains: set[str] = field(default_factory=set)
    has_customer: bool = False


def judge_claims(*, claims: Sequence[Claim], policy: Policy) -> tuple[tuple[Ruling, ...], ...]:
    """Judge claims in their order; returns all rulings of each, empty where nothing stands against it.

    A refused claim takes nothing, so a later one may still stand. Raises WrongType for a delivery date that is not
    ``YYYY-MM`` or ``YYYY-MM-DD``. Source: methods reference 8.4.
    """
    histories: dict[str, _History] = {}
    judged = []
    for claim in claims:
        history = histories.setdefault(claim.batch_id, _History())
        rulings = tuple(ruling for rule in RULES if (ruling := rule(claim, history, policy)) is not None)
        if not any(ruling.is_refusal for ruling in rulings):
            _record(claim=claim, history=history)
        judged.append(rulings)
    return tuple(judged)


def limit_claim(*, claimed_mj: float, own_activity_mj: float) -> float:
    """Return the megajoules that may be claimed: never more than the claimant's own activity."""
    return min(claimed_mj, own_activity_mj)


def _record(*, claim: Claim, history: _History) -> None:
    if claim.registry:
        history.registries.add(claim.registry)
    if claim.retired_to and claim.side is not Side.DISCLOSURE:
        history.sides[claim.side] = history.sides.get(claim.side, 0) + _taken(claim)
    if claim.chain:
        history.chains.add(claim.chain)
    history.has_customer |= claim.side is Side.SCOPE3


def _taken(claim: Claim) -> int:
    """Kilograms that a claim takes; the whole side counts as the batch, or as 1 where no mass is stated."""
    if claim.kg is not None:
        return claim.kg
    return claim.batch_kg if claim.batch_kg is not None else 1


def _refuse(code: str, text: str) -> Ruling:
    return Ruling(code=code, is_refusal=True, text=text)


def _registered_once(claim: Claim, history: _History, policy: Policy) -> Ruling | None:
    if claim.registry and history.registries - {claim.registry}:
        return _refuse("double_issuance", "reject: the batch is registered elsewhere already (double issuance)")
    return None


def _side_used_once(claim: Claim, history: _History, policy: Policy) -> Ruling | None:
    if not claim.retired_to or claim.side is Side.DISCLOSURE:
        return None
    used = history.sides.get(claim.side, 0)
    whole = claim.batch_kg if claim.batch_kg is not None and claim.kg is not None else None
    if used and (whole is None or used + _taken(claim) > whole):
        code = "second_scope3_claimant" if claim.side is Side.SCOPE3 else "double_use"
        return _refuse(code, "second retirement rejected (double use)")
    if whole is not None and _taken(claim) > whole:
        return _refuse("double_use", "reject: more than the batch holds")
    return None


def _scope1_first(claim: Claim, history: _History, policy: Policy) -> Ruling | None:
    if claim.side is not Side.SCOPE3 or not claim.retired_to:
        return None
    covered = history.sides.get(Side.SCOPE1, 0) - history.sides.get(Side.SCOPE3, 0)
    if covered < _taken(claim):
        return _refuse("inset_scope1_not_retired", "reject: the fuel user's scope 1 side must be retired first")
    return None


def _one_chain(claim: Claim, history: _History, policy: Policy) -> Ruling | None:
    if claim.side not in (Side.SCOPE3, Side.DISCLOSURE):
        return None
    if claim.chain and history.chains and claim.chain not in history.chains:
        return _refuse("unrelated_chains", "reject: a second, unrelated chain cannot claim the batch")
    is_second = claim.side is Side.DISCLOSURE
    if is_second and policy.co_claim is CoClaim.ONE_SCOPE1_ONE_SCOPE3:
        return _refuse("second_scope3_claimant", "reject: only the fuel user and one customer may claim the batch")
    return None


def _no_regulatory_use(claim: Claim, history: _History, policy: Policy) -> Ruling | None:
    if not claim.is_regulatory:
        return None
    if claim.is_disclosed and policy.accepts_disclosed_regulatory:
        text = "accept, disclosed: all regulatory claims are lost and it counts only against voluntary targets"
        return Ruling(code="regulatory_claims_lost", is_refusal=False, text=text)
    text = (
        "reject unless disclosed: a book-and-claim unit loses all regulatory claims and counts only against voluntary"
        " targets"
    )
    return _refuse("double_purpose_regulatory", text)


def _no_offset(claim: Claim, history: _History, policy: Policy) -> Ruling | None:
    if claim.is_offset_issued:
        return _refuse("double_purpose_offset", "reject: the same tonnes were issued as a credit")
    return None


def _attribute_kept(claim: Claim, history: _History, policy: Policy) -> Ruling | None:
    if claim.is_attribute_sold:
        return _refuse("attribute_sold", "reject: who sold the attribute reports the fossil profile for that fuel")
    return None


def _same_mode(claim: Claim, history: _History, policy: Policy) -> Ruling | None:
    if claim.mode and claim.claim_mode and claim.mode.casefold() != claim.claim_mode.casefold():
        return _refuse("mode_mismatch", "reject: transport mode must match")
    off = load_parameters(name="fuels").rows("modes_off")
    if claim.mode.casefold() in off:
        return _refuse("mode_switched_off", f"reject: {claim.mode} is switched off here")
    return None


def _same_market(claim: Claim, history: _History, policy: Policy) -> Ruling | None:
    if claim.market and claim.claim_market and claim.market.casefold() != claim.claim_market.casefold():
        return _refuse("market_mismatch", "reject: market must match")
    return None


def _inside_window(claim: Claim, history: _History, policy: Policy) -> Ruling | None:
    if not claim.delivered_on or claim.claim_year is None:
        return None
    year, month = _read_month(claim.delivered_on)
    months = 12 * (claim.claim_year - year) + 1 - month
    if claim.claim_year < year:
        return _refuse("claim_year_closed", "reject: the fuel was delivered after the claim year")
    if months > policy.window_months:
        return _refuse("claim_year_closed", f"reject under a {policy.window_months}-month vintage rule (configurable)")
    return None


def _within_activity(claim: Claim, history: _History, policy: Policy) -> Ruling | None:
    if claim.claimed_mj is None or claim.own_activity_mj is None or claim.claimed_mj <= claim.own_activity_mj:
        return None
    most = limit_claim(claimed_mj=claim.claimed_mj, own_activity_mj=claim.own_activity_mj)
    return _refuse(
        "association_test_failed", f"reject: more than the claimant's own activity; {most:g} MJ may be claimed"
    )


def _feedstock_accepted(claim: Claim, history: _History, policy: Policy) -> Ruling | None:
    if not claim.feedstock:
        return None
    name = re.sub(r"[^a-z0-9]+", "_", claim.feedstock.casefold()).strip("_")
    parameters = load_parameters(name="fuels")
    if name in parameters.rows("feedstock_refused") or name.split("_")[0] == "palm":
        return _refuse("feedstock_refused", f"reject: feedstock {claim.feedstock} is not accepted")
    if name not in parameters.rows("feedstock_waste"):
        return _refuse("feedstock_refused", f"reject: feedstock {claim.feedstock} is on no list of waste and residues")
    return None


def _read_month(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?", text, re.ASCII)
    if match is None:
        raise WrongType(field="fuel_delivered", value=text, reason="a month such as 2025-03 or a date is due")
    return int(match[1]), int(match[2])


Rule = Callable[[Claim, _History, Policy], Ruling | None]
RULES: tuple[Rule, ...] = (
    _registered_once,
    _side_used_once,
    _scope1_first,
    _one_chain,
    _no_regulatory_use,
    _no_offset,
    _attribute_kept,
    _same_mode,
    _same_market,
    _inside_window,
    _within_activity,
    _feedstock_accepted,
)
