"""Whether a claim on a batch may stand: the rules of book and claim over what was claimed before, and the claimant's own transport."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from truetonne.edge.identifiers import short_code, show_id
from truetonne.ledger.queries.covers import list_covering_lines
from truetonne.market.inset_words import REPLACES
from truetonne.market.models import InsetClaim, Order, TransportActivity
from truetonne.market.order_money import ENDED
from truetonne.market.states import OrderState
from truetonne.rules.insets.profile import INSET_FUEL, InsetPolicy
from truetonne.rules.rule_set import RuleSet, rule_set
from truetonne.science.fuels.book_and_claim import Claim, CoClaim, Policy, Side, judge_claims
from truetonne.science.parameter_sets import load_parameters
from truetonne.supply.fuels.refusals import (
    ClaimYearClosed,
    FuelMismatch,
    SecondScope1Claimant,
    SecondScope3Claimant,
    UnrelatedChains,
    refusal_of,
)
from truetonne.supply.models import FuelBatch


class AssociationTestFailed(Exception):
    """A claim above the claimant's own transport; carries what is its own, what is claimed and what may be."""

    code = "association_test_failed"

    def __init__(self, *, own_activity_mj: int, claimed_mj: int, claimable_mj: int) -> None:
        super().__init__(
            f"{claimed_mj} MJ claimed, {claimable_mj} MJ may be, of {own_activity_mj} MJ of the claimant's own"
        )
        self.own_activity_mj = own_activity_mj
        self.claimed_mj = claimed_mj
        self.claimable_mj = claimable_mj


class Scope1Uncovered(Exception):
    """The fuel user's side of so many kilograms is not retired yet; carries the batch and both masses."""

    code = "inset_scope1_not_retired"

    def __init__(self, *, batch: str, requested_kg: int, kg: int) -> None:
        super().__init__(f"{requested_kg} kg of SCOPE3 of {batch} wanted, {kg} kg of SCOPE1 are retired and free")
        self.batch = batch
        self.requested_kg = requested_kg
        self.kg = kg


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A claim as asked for, with the kilograms and megajoules that it comes to."""

    batch: FuelBatch
    side: str
    chain: str
    kg: int
    energy_mj: int
    claim_year: int
    organization_id: UUID
    activity: TransportActivity


def find_rules(*, today: date) -> RuleSet[InsetPolicy]:
    """Return the inset rules of a day: who may claim beside the fuel user."""
    return rule_set(family=INSET_FUEL, as_of=today)


def live_claims(*, batch_id: UUID) -> Sequence[InsetClaim]:
    """Return the claims on a batch whose orders have not ended, oldest first."""
    rows = InsetClaim.objects.filter(batch_id=batch_id, quote__order__isnull=False)
    rows = rows.exclude(quote__order__state__in=list(ENDED)).select_related("quote__order", "organization")
    return list(rows.order_by("recorded_at", "pk"))


def chain_of(*, batch_id: UUID) -> str:
    """Return the chain of the fuel user's first claim on a batch, empty where it has none."""
    return next((claim.chain for claim in live_claims(batch_id=batch_id) if claim.side == "SCOPE1"), "")


def new_chain(*, quote_id: UUID) -> str:
    """Return the code by which a fuel user's customers show that they are on its chain. It is told to them, not published."""
    return short_code(prefix="CHN", id=quote_id)


def require_claimable(*, wanted: Wanted, rules: RuleSet[InsetPolicy], today: date) -> None:
    """Raise the first named refusal that stands against a claim. Call under the batch's lock.

    Raises SecondScope1Claimant, UnrelatedChains, SecondScope3Claimant, DoubleUse, Scope1Uncovered, ModeMismatch,
    MarketMismatch, FuelMismatch, ClaimYearClosed, AssociationTestFailed.
    """
    before = live_claims(batch_id=wanted.batch.pk)
    _require_party(wanted=wanted, before=before, rules=rules)
    _judge(wanted=wanted, before=before, rules=rules)
    _require_fuel(wanted=wanted)
    _require_cover(wanted=wanted, before=before)
    require_association(activity=wanted.activity, organization_id=wanted.organization_id, claimed_mj=wanted.energy_mj)


def require_association(*, activity: TransportActivity, organization_id: UUID, claimed_mj: int) -> None:
    """Raise AssociationTestFailed where claims would exceed the claimant's own activity, all its live claims counted."""
    free_mj = claimable_mj(activity=activity)
    if activity.organization_id != organization_id:
        raise AssociationTestFailed(own_activity_mj=0, claimed_mj=claimed_mj, claimable_mj=0)
    if claimed_mj > free_mj:
        raise AssociationTestFailed(
            own_activity_mj=activity.energy_mj, claimed_mj=claimed_mj, claimable_mj=max(0, free_mj)
        )


def claimable_mj(*, activity: TransportActivity) -> int:
    """Return the megajoules of an activity that no live claim covers."""
    rows = InsetClaim.objects.filter(activity=activity, quote__order__isnull=False)
    rows = rows.exclude(quote__order__state__in=list(ENDED))
    return activity.energy_mj - sum(rows.values_list("energy_mj", flat=True))


def covered_kg(*, batch_id: UUID, before: Sequence[InsetClaim] | None = None) -> int:
    """Return the kilograms of SCOPE1 that are retired and stand behind no SCOPE3 line or open order."""
    lines = list_covering_lines(batch_id=batch_id)
    claims = live_claims(batch_id=batch_id) if before is None else before
    open_kg = sum(claim.kg for claim in claims if claim.side == "SCOPE3" and not _is_retired(claim))
    return sum(line.free_kg for line in lines) - open_kg


def _require_party(*, wanted: Wanted, before: Sequence[InsetClaim], rules: RuleSet[InsetPolicy]) -> None:
    if wanted.side == "SCOPE1":
        if wanted.batch.fuel_user_id != wanted.organization_id:
            raise SecondScope1Claimant(
                fact=f"the scope 1 side belongs to {wanted.batch.fuel_user_name}, which burns the fuel",
                other=wanted.batch.fuel_user_name,
            )  # fmt: skip
        return
    if not wanted.chain:
        raise UnrelatedChains(fact="name the chain code that your carrier gave you")
    others = [c for c in before if c.side == "SCOPE3" and c.organization_id != wanted.organization_id]
    if others and CoClaim(rules.body.co_claim_mode) is CoClaim.ONE_SCOPE1_ONE_SCOPE3:
        raise SecondScope3Claimant(fact="only the fuel user and one customer may claim this batch")


def _judge(*, wanted: Wanted, before: Sequence[InsetClaim], rules: RuleSet[InsetPolicy]) -> None:
    batch = wanted.batch
    policy = Policy(
        co_claim=CoClaim(rules.body.co_claim_mode),
        window_months=int(load_parameters(name="fuels").number("vintage_window_months")),
    )
    history = [
        Claim(
            batch_id=str(batch.pk), side=Side(claim.side), retired_to=str(claim.organization_id), chain=claim.chain,
            kg=claim.kg, batch_kg=batch.kg,
        )
        for claim in before
    ]  # fmt: skip
    asked = Claim(
        batch_id=str(batch.pk), side=Side(wanted.side), retired_to=str(wanted.organization_id), chain=wanted.chain,
        kg=wanted.kg, batch_kg=batch.kg, registry=batch.registry, mode=batch.mode, claim_mode=wanted.activity.mode,
        market=batch.market, claim_market=wanted.activity.market, delivered_on=batch.delivered_on.isoformat(),
        claim_year=wanted.claim_year, feedstock=batch.feedstock,
    )  # fmt: skip
    rulings = [one for one in judge_claims(claims=(*history, asked), policy=policy)[-1] if one.is_refusal]
    # Another chain comes first: whoever is on it need not hear what its rightful claimants took.
    for code in ("unrelated_chains", None):
        for ruling in rulings:
            if ruling.code != "inset_scope1_not_retired" and code in (ruling.code, None):
                raise refusal_of(ruling=ruling)


def _require_fuel(*, wanted: Wanted) -> None:
    activity = wanted.activity
    if activity.fuel not in REPLACES.get(wanted.batch.fuel, ()):
        raise FuelMismatch(fact=f"{wanted.batch.fuel} does not stand in for {activity.fuel}")
    if activity.scope != wanted.side.removeprefix("SCOPE"):
        raise FuelMismatch(fact=f"the activity is of scope {activity.scope}, the side is {wanted.side}")
    if activity.year != wanted.claim_year:
        raise ClaimYearClosed(fact=f"the activity is of {activity.year}, the claim of {wanted.claim_year}")


def _require_cover(*, wanted: Wanted, before: Sequence[InsetClaim]) -> None:
    if wanted.side != "SCOPE3":
        return
    free_kg = covered_kg(batch_id=wanted.batch.pk, before=before)
    if wanted.kg > free_kg:
        raise Scope1Uncovered(
            batch=show_id(prefix="ins", id=wanted.batch.pk), requested_kg=wanted.kg, kg=max(0, free_kg)
        )


def _is_retired(claim: InsetClaim) -> bool:
    order: Order = claim.quote.order
    return order.state == OrderState.RETIRED
