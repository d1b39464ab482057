"""The tables of the eligibility policy and of the buyer conditions that lots may add, as frozen values.

Source of the numbers: the rule files, standards reference 2.6 (operator policy) and 2.5 (secondary).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, cast, get_args

from truetonne.rules.rule_set import Family, list_versions, rule_set
from truetonne.science.inputs import Inputs

GateMode = Literal["all", "signatory_bypass"]
PartialScope3 = Literal["fail", "conditional", "pass"]
CommitmentOnly = Literal["pending", "fail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetZeroRule:
    """R1: the latest year, the scopes, and what a live pledge stands for."""

    net_zero_year_max: int
    required_scopes: tuple[int, ...]
    scope3_partial: PartialScope3
    pledge_year: int
    pledge_states_accepted: tuple[str, ...]
    statement_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureRule:
    """R2: how old, how far apart, and how long a first report alone is enough."""

    max_age_months: int
    max_gap_months: int
    first_time_months: int
    required_scopes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyRule:
    """R3: which kinds of strategy count, and for how long a commitment alone is pending."""

    accepted: tuple[str, ...]
    commitment_only: CommitmentOnly
    commitment_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRule:
    """R4: which declared uses are open."""

    accepted_use: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckRule:
    """R5: how long a decision holds at most, and how early an expiry is announced."""

    recheck_months: int
    expiring_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Who may buy: the gate, the markets, and the five rules."""

    gate_mode: GateMode
    gate_modes: tuple[GateMode, ...]
    open_markets: tuple[str, ...]
    relationships: tuple[str, ...]
    r1: NetZeroRule
    r2: DisclosureRule
    r3: StrategyRule
    r4: UseRule
    r5: RecheckRule

    def __post_init__(self) -> None:
        """Refuse a gate mode that the policy itself does not list, and a pledge later than the limit."""
        if self.gate_mode not in self.gate_modes:
            raise ValueError(f"gate_mode {self.gate_mode!r} is none of {', '.join(self.gate_modes)}")
        if self.r1.pledge_year > self.r1.net_zero_year_max:
            raise ValueError(f"r1.pledge_year {self.r1.pledge_year} is after net_zero_year_max")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafConditions:
    """The five conditions that a LEAF lot hands down to its buyer."""

    net_zero_year_max: int
    required_scopes: tuple[int, ...]
    accepted_targets: tuple[str, ...]
    inventory_standards: tuple[str, ...]


EXCHANGE_ELIGIBILITY: Final = Family(id="exchange-eligibility", body=Policy)
LEAF_BUYER: Final = Family(id="leaf-buyer", body=LeafConditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyInForce:
    """A policy with the name under which findings and decisions cite it, ``exchange-eligibility/1``."""

    key: str
    policy: Policy


def override_policy(*, base: PolicyInForce, given: Inputs) -> PolicyInForce:
    """Return the policy with the settings that a caller hands over, by the flat names of worked examples.

    Names: ``id``, ``version``, ``gate_mode``, ``open_markets``, ``relationships``, ``net_zero_year_max``,
    ``pledge_net_zero_year``, ``required_scopes``, ``disclosure_max_age_months``, ``disclosure_max_gap_months``,
    ``first_time_reporter_months``, ``scope3_partial``, ``sbti_commitment_only``, ``commitment_months``,
    ``accepted_strategies``, ``accepted_use``, ``recheck_months``. Raises the refusals of ``science.errors`` for a
    setting that does not fit.
    """
    old = base.policy
    scopes = given.each("required_scopes", _read_scope, list(old.r1.required_scopes))
    r1 = replace(
        old.r1,
        net_zero_year_max=given.whole("net_zero_year_max", old.r1.net_zero_year_max),
        pledge_year=given.whole("pledge_net_zero_year", old.r1.pledge_year),
        required_scopes=scopes,
        scope3_partial=cast(
            PartialScope3, given.choice("scope3_partial", get_args(PartialScope3), old.r1.scope3_partial)
        ),
    )
    r2 = replace(
        old.r2,
        max_age_months=given.whole("disclosure_max_age_months", old.r2.max_age_months, least=1),
        max_gap_months=given.whole("disclosure_max_gap_months", old.r2.max_gap_months, least=1),
        first_time_months=given.whole("first_time_reporter_months", old.r2.first_time_months, least=1),
        required_scopes=scopes,
    )
    r3 = replace(
        old.r3,
        accepted=given.each("accepted_strategies", _read_word, list(old.r3.accepted)),
        commitment_only=cast(
            CommitmentOnly, given.choice("sbti_commitment_only", get_args(CommitmentOnly), old.r3.commitment_only)
        ),
        commitment_months=given.whole("commitment_months", old.r3.commitment_months, least=1),
    )
    policy = replace(
        old,
        gate_mode=cast(GateMode, given.choice("gate_mode", old.gate_modes, old.gate_mode)),
        open_markets=given.each("open_markets", _read_word, list(old.open_markets)),
        relationships=given.each("relationships", _read_word, list(old.relationships)),
        r1=r1,
        r2=r2,
        r3=r3,
        r4=replace(old.r4, accepted_use=given.each("accepted_use", _read_word, list(old.r4.accepted_use))),
        r5=replace(old.r5, recheck_months=given.whole("recheck_months", old.r5.recheck_months, least=1)),
    )
    id, version = base.key.split("/", 1)
    return PolicyInForce(key=f"{given.text('id', id)}/{given.text('version', version)}", policy=policy)


def policy_in_force(*, as_of: date) -> PolicyInForce:
    """Return the policy that this package ships for a day; raises NotInTable before the first version."""
    found = rule_set(family=EXCHANGE_ELIGIBILITY, as_of=as_of)
    return PolicyInForce(key=found.key, policy=found.body)


def first_policy() -> PolicyInForce:
    """Return the earliest policy that this package ships: the ground for a policy that a caller brings."""
    found = list_versions(family=EXCHANGE_ELIGIBILITY)[0]
    return PolicyInForce(key=found.key, policy=found.body)


def _read_word(value: object, field: str) -> str:
    return Inputs({"word": value}, where=field).text("word")


def _read_scope(value: object, field: str) -> int:
    return Inputs({"scope": value}, where=field).whole("scope")
