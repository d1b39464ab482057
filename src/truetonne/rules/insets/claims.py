"""Who may claim a batch: one chain, the fuel user first, and no second purpose. Every refusal has its name.

Source: standards reference 12.3 (public book-and-claim guidance, whose readings differ; the mode is operator policy).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class CoClaimMode(StrEnum):
    """CHAIN_TIERS: the fuel user and every tier of one chain. ONE_SCOPE1_ONE_SCOPE3: the user and one customer."""

    CHAIN_TIERS = "chain_tiers"
    ONE_SCOPE1_ONE_SCOPE3 = "one_scope1_one_scope3"


class InsetRefusal(StrEnum):
    """Why a batch, an order or a claim is refused."""

    TONNES_ONLY = "tonnes_only_inset"
    CERTIFICATE_MISSING = "certificate_missing"
    FEEDSTOCK_MISSING = "feedstock_missing"
    BIOGENIC_MISSING = "biogenic_co2_missing"
    OUTSIDE_VINTAGE_WINDOW = "outside_vintage_window"
    PURPOSE_OFFSET = "double_purpose_offset"
    PURPOSE_REGULATORY = "double_purpose_regulatory"
    DOUBLE_ISSUANCE = "double_issuance"
    DOUBLE_USE = "double_use"
    ATTRIBUTE_SOLD = "attribute_sold"
    UNRELATED_CHAINS = "unrelated_chains"
    SECOND_SCOPE1 = "second_scope1_claimant"
    SECOND_SCOPE3 = "second_scope3_claimant"
    TIER_TWICE = "tier_claimed_twice"
    SCOPE1_FIRST = "inset_scope1_not_retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A party's claim on a batch: its scope (``1``, ``3.4``), its chain and the kilograms, None where not stated."""

    party: str
    scope: str
    chain: str
    mass_kg: int | None = None

    @property
    def is_scope1(self) -> bool:
        """Say whether the party burnt the fuel."""
        return self.scope.strip() in {"1", "SCOPE1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFacts:
    """What is known of a batch besides who claims it; None is not asked."""

    tonnes_only: bool = False
    certificate_present: bool | None = None
    feedstock_present: bool | None = None
    biogenic_present: bool | None = None
    inside_vintage_window: bool | None = None
    offset_issued: bool = False
    counted_for_residual: bool = False
    regulatory_use: bool = False
    issued_times: int = 1
    registries: tuple[str, ...] = ()
    attribute_sold_by_claimant: bool = False
    scope1_retired: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether the claims are allowed, and every refusal, the first one leading; the mode that decided is kept."""

    allowed: bool
    refusals: tuple[InsetRefusal, ...]
    mode: CoClaimMode

    @property
    def reason(self) -> InsetRefusal | None:
        """Return the leading refusal."""
        return self.refusals[0] if self.refusals else None


def decide_claims(*, claims: Sequence[Claim], batch: BatchFacts, mode: CoClaimMode, scope1_first: bool) -> Decision:
    """Decide on all claims of one batch at once, with every refusal that applies."""
    refusals = (
        *_judge_batch(batch),
        *_judge_claims(claims, mode),
        *_judge_cover(claims, batch, scope1_first=scope1_first),
    )
    return Decision(allowed=not refusals, refusals=refusals, mode=mode)


def _judge_batch(batch: BatchFacts) -> tuple[InsetRefusal, ...]:
    tests = (
        (batch.tonnes_only, InsetRefusal.TONNES_ONLY),
        (batch.certificate_present is False, InsetRefusal.CERTIFICATE_MISSING),
        (batch.feedstock_present is False, InsetRefusal.FEEDSTOCK_MISSING),
        (batch.biogenic_present is False, InsetRefusal.BIOGENIC_MISSING),
        (batch.inside_vintage_window is False, InsetRefusal.OUTSIDE_VINTAGE_WINDOW),
        (batch.offset_issued or batch.counted_for_residual, InsetRefusal.PURPOSE_OFFSET),
        (batch.regulatory_use, InsetRefusal.PURPOSE_REGULATORY),
        (batch.issued_times > 1, InsetRefusal.DOUBLE_ISSUANCE),
        (len(set(batch.registries)) > 1, InsetRefusal.DOUBLE_USE),
        (batch.attribute_sold_by_claimant, InsetRefusal.ATTRIBUTE_SOLD),
    )
    return tuple(refusal for applies, refusal in tests if applies)


def _judge_claims(claims: Sequence[Claim], mode: CoClaimMode) -> tuple[InsetRefusal, ...]:
    further = [claim for claim in claims if not claim.is_scope1]
    tiers = [(claim.party.casefold(), claim.scope) for claim in claims]
    strict = mode is CoClaimMode.ONE_SCOPE1_ONE_SCOPE3
    tests = (
        (len({claim.chain for claim in claims}) > 1, InsetRefusal.UNRELATED_CHAINS),
        (len(claims) - len(further) > 1, InsetRefusal.SECOND_SCOPE1),
        (strict and len(further) > 1, InsetRefusal.SECOND_SCOPE3),
        (len(set(tiers)) < len(tiers), InsetRefusal.TIER_TWICE),
    )
    return tuple(refusal for applies, refusal in tests if applies)


def _judge_cover(claims: Sequence[Claim], batch: BatchFacts, *, scope1_first: bool) -> tuple[InsetRefusal, ...]:
    if not scope1_first:
        return ()
    scope1_kg = sum(claim.mass_kg or 0 for claim in claims if claim.is_scope1)
    uncovered = any(claim.mass_kg is not None and claim.mass_kg > scope1_kg for claim in claims if not claim.is_scope1)
    return (InsetRefusal.SCOPE1_FIRST,) if uncovered or batch.scope1_retired is False else ()
