"""Claims on fuel as JSON: what was claimed against which transport, and three statements that are never added."""

from __future__ import annotations

from django.conf import settings
from ninja import Schema

from truetonne.edge.problems import Json
from truetonne.edge.schemas import MoneyOut, QuantityOut, id_json, instant_json, money_json, quantity_json
from truetonne.ledger.queries.covers import fuel_of_certificates
from truetonne.market.inset_judging import claimable_mj
from truetonne.market.inset_statement import market_based_kg
from truetonne.market.models import Delivery, InsetClaim, TransportActivity


class InsetStatementsOut(Schema):
    """Each on its own: physical stays as it is, market-based is a total of its own, impact is taken off neither."""

    physical: QuantityOut
    market_based: QuantityOut
    impact: QuantityOut


class DisclosureOut(Schema):
    party: str
    tier: str
    scope3_category: int
    effective_at: str


class InsetClaimOut(Schema):
    """A claim on fuel. ``chain`` is shown to the fuel user, who tells it to its customers. Never an offset."""

    order: str
    livemode: bool
    is_offset: bool
    organization: str
    batch: str
    side: str
    tier: str
    chain: str | None
    activity: str
    claim_year: int
    wanted_volume_ml: int | None
    wanted_energy_mj: int | None
    volume_ml: int
    energy_mj: int
    quantity: QuantityOut
    amount: MoneyOut
    state: str
    co_claim_mode: str
    rule_set: str
    certificate: str | None
    statements: InsetStatementsOut
    disclosures: list[DisclosureOut]
    unverified: list[str]
    effective_at: str
    dry_run: bool | None = None


class InsetClaimsOut(Schema):
    data: list[InsetClaimOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


class BatchClaimOut(Schema):
    """A retired claim. ``beneficiary`` is null while the name is hidden."""

    certificate: str
    side: str
    beneficiary: str | None
    claim_year: int
    volume_ml: int
    energy_mj: int
    quantity: QuantityOut
    effective_at: str


class BatchClaimsOut(Schema):
    data: list[BatchClaimOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


class ActivityOut(Schema):
    """Own transport of one year as it was stated. ``claimable_mj`` is what no live claim covers."""

    id: str
    livemode: bool
    organization: str
    year: int
    scope: str
    scope3_category: int | None
    mode: str
    fuel: str
    market: str
    energy_mj: int
    claimable_mj: int
    emissions: QuantityOut
    description: str
    evidence_title: str
    evidence_sha256: str
    effective_at: str
    dry_run: bool | None = None


class ActivitiesOut(Schema):
    data: list[ActivityOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


def claim_json(*, claim: InsetClaim, is_dry_run: bool = False) -> Json:
    """Return a claim as its owner and the operator read it."""
    order = claim.quote.order
    delivery = Delivery.objects.filter(order=order).order_by("number").first()
    energy_mj, volume_ml = claim.energy_mj, claim.volume_ml
    if delivery is not None:
        figures = fuel_of_certificates(certificate_ids=(delivery.certificate_id,))
        energy_mj, volume_ml = figures.get(delivery.certificate_id, (energy_mj, volume_ml))
    return {
        "order": id_json(prefix="ord", id=order.pk),
        "livemode": settings.TRUETONNE.livemode,
        "is_offset": False,
        "organization": id_json(prefix="org", id=claim.organization_id),
        "batch": id_json(prefix="ins", id=claim.batch_id),
        "side": claim.side,
        "tier": claim.tier,
        "chain": claim.chain if claim.side == "SCOPE1" else None,
        "activity": id_json(prefix="act", id=claim.activity_id),
        "claim_year": claim.claim_year,
        "wanted_volume_ml": claim.wanted_volume_ml,
        "wanted_energy_mj": claim.wanted_energy_mj,
        "volume_ml": volume_ml,
        "energy_mj": energy_mj,
        "quantity": quantity_json(kg=claim.kg),
        "amount": money_json(minor=claim.quote.amount_minor, currency=claim.quote.currency),
        "state": order.state,
        "co_claim_mode": claim.co_claim_mode,
        "rule_set": claim.rule_set,
        "certificate": None if delivery is None else id_json(prefix="crt", id=delivery.certificate_id),
        "statements": {
            "physical": quantity_json(kg=claim.activity.emissions_kg),
            "market_based": quantity_json(kg=market_based_kg(claim=claim, energy_mj=energy_mj)),
            "impact": quantity_json(kg=claim.kg),
        },
        "disclosures": [
            {
                "party": each.party, "tier": each.tier, "scope3_category": each.scope3_category,
                "effective_at": instant_json(instant=each.effective_at),
            }
            for each in sorted(claim.disclosures.all(), key=lambda each: each.recorded_at)
        ],
        "unverified": list(claim.batch.unverified),
        "effective_at": instant_json(instant=claim.effective_at),
        **({"dry_run": True} if is_dry_run else {}),
    }  # fmt: skip


def batch_claim_json(*, delivery: Delivery) -> Json:
    """Return what was retired of a claim, with its certificate, as everybody may read it."""
    order, claim = delivery.order, delivery.order.quote.inset
    return {
        "certificate": id_json(prefix="crt", id=delivery.certificate_id),
        "side": claim.side,
        "beneficiary": None if order.hidden_until is not None else order.beneficiary.display_name,
        "claim_year": claim.claim_year,
        "volume_ml": claim.volume_ml,
        "energy_mj": claim.energy_mj,
        "quantity": quantity_json(kg=delivery.kg),
        "effective_at": instant_json(instant=delivery.effective_at),
    }


def activity_json(*, activity: TransportActivity, is_dry_run: bool = False) -> Json:
    """Return an activity as its owner and the operator read it."""
    return {
        "id": id_json(prefix="act", id=activity.pk),
        "livemode": settings.TRUETONNE.livemode,
        "organization": id_json(prefix="org", id=activity.organization_id),
        "year": activity.year,
        "scope": activity.scope,
        "scope3_category": activity.scope3_category,
        "mode": activity.mode,
        "fuel": activity.fuel,
        "market": activity.market,
        "energy_mj": activity.energy_mj,
        "claimable_mj": max(0, claimable_mj(activity=activity)),
        "emissions": quantity_json(kg=activity.emissions_kg),
        "description": activity.description,
        "evidence_title": activity.evidence_title,
        "evidence_sha256": activity.evidence_sha256,
        "effective_at": instant_json(instant=activity.effective_at),
        **({"dry_run": True} if is_dry_run else {}),
    }
