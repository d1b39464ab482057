"""One forward contract, a jurisdiction and a member's commitment as JSON: every record, and the outlook as figures."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from ninja import Schema

from truetonne.edge.problems import Json
from truetonne.edge.schemas import MoneyOut, QuantityOut, id_json, instant_json, money_json, quantity_json
from truetonne.science.quantity import KG_PER_TONNE
from truetonne.supply.forwards.api import ForwardOut, forward_json
from truetonne.supply.forwards.facts import PREFIX
from truetonne.supply.forwards.outlook import SEED, list_substitutes, read_outlook
from truetonne.supply.forwards.values import Contract, Part
from truetonne.supply.models import AdjustmentStatement, ContractCommitment, ContractDelivery, Jurisdiction


class ShareOut(Schema):
    """A part of a delivery. ``commitment`` is a number to the public; 0 is what nobody committed to."""

    commitment: int
    waiting: QuantityOut
    quantity: QuantityOut
    has_extra: bool
    lot: str | None
    first: int | None
    last: int | None


class ForwardDeliveryOut(Schema):
    """A block that came, whole. ``lot`` is what the ledger holds of it; a substitute lasts at least as long."""

    lot: str
    project: str
    quantity: QuantityOut
    delivered_on: str
    is_substitute: bool
    durability_years: int | None
    source: str
    shares: list[ShareOut]


class ForwardHoldOut(Schema):
    is_release: bool
    reason: str
    source: str
    effective_at: str


class OutlookYearOut(Schema):
    """Cumulative by the end of the year; P10 is what one case in ten stays at or below."""

    year: int
    due: QuantityOut
    expected: QuantityOut
    p10: QuantityOut
    p50: QuantityOut
    p90: QuantityOut


class OutlookOut(Schema):
    """What may come by the schedule in force. Probabilities are operator policy; ``seed`` is null for an exact result."""

    is_exact: bool
    seed: int | None
    exposure: QuantityOut
    reserve: QuantityOut
    years: list[OutlookYearOut]


class ForwardWholeOut(ForwardOut):
    """A contract with every record of it. Members are numbers."""

    pathway: str
    storage: str
    capacity_kg_per_year: int | None
    is_capacity_flagged: bool
    substitution: str
    deposit: MoneyOut
    source: str
    jurisdiction: str | None
    signed_on: str | None
    committed: QuantityOut
    deliveries: list[ForwardDeliveryOut]
    holds: list[ForwardHoldOut]
    ended_because: str | None
    outlook: OutlookOut | None
    dry_run: bool | None = None


class CommitmentShareOut(Schema):
    """What of one delivery is set aside for the member."""

    delivered_on: str
    waiting: QuantityOut
    quantity: QuantityOut
    is_substitute: bool
    lot: str | None
    first: int | None
    last: int | None


class CommitmentOut(Schema):
    """How many tonnes of a contract an organization takes when they come. A promise: it counts for nothing before."""

    id: str
    livemode: bool
    forward: str
    organization: str
    contract: str
    state: str
    quantity: QuantityOut
    received: QuantityOut
    waiting: QuantityOut
    agreed_on: str
    shares: list[CommitmentShareOut]


class CommitmentsOut(Schema):
    data: list[CommitmentOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


class ReferenceYearOut(Schema):
    year: int
    emissions: QuantityOut


class AdjustmentOut(Schema):
    """What was stated on a day of the host country's corresponding adjustment; the newest counts."""

    number: int
    state: str
    stated_on: str
    authorization_ref: str
    source: str


class JurisdictionOut(Schema):
    id: str
    livemode: bool
    name: str
    country: str
    region: str
    standard: str
    registration: str
    source: str
    reference: list[ReferenceYearOut]
    adjustments: list[AdjustmentOut]


class JurisdictionsOut(Schema):
    data: list[JurisdictionOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


def whole_json(*, contract: Contract, today: date, is_dry_run: bool = False) -> Json:
    """Return a contract with every record of it, as everybody may read it."""
    row = contract.row
    return {
        **forward_json(contract=contract),
        "pathway": row.pathway,
        "storage": row.storage,
        "capacity_kg_per_year": row.capacity_kg_per_year,
        "is_capacity_flagged": row.is_capacity_flagged,
        "substitution": row.substitution,
        "deposit": money_json(minor=row.deposit_minor, currency=row.currency),
        "source": row.source,
        "jurisdiction": None if row.jurisdiction_id is None else id_json(prefix="jur", id=row.jurisdiction_id),
        "signed_on": contract.signed_on.isoformat() if contract.signed_on else None,
        "committed": quantity_json(kg=contract.committed_kg),
        "deliveries": [_delivery_json(contract=contract, delivery=each) for each in contract.deliveries],
        "holds": [
            {
                "is_release": hold.is_release, "reason": hold.reason, "source": hold.source,
                "effective_at": instant_json(instant=hold.effective_at),
            }
            for hold in contract.holds
        ],
        "ended_because": contract.end_reason or None,
        "outlook": _outlook_json(contract=contract, today=today),
        **({"dry_run": True} if is_dry_run else {}),
    }  # fmt: skip


def commitment_json(*, contract: Contract, commitment: ContractCommitment) -> dict[str, Json]:
    """Return a member's commitment with what came for it."""
    received = contract.received_kg_of(commitment_id=commitment.pk)
    return {
        "id": id_json(prefix="cmt", id=commitment.pk),
        "livemode": settings.TRUETONNE.livemode,
        "forward": id_json(prefix=PREFIX, id=contract.row.pk),
        "organization": id_json(prefix="org", id=commitment.organization_id),
        "contract": contract.row.name,
        "state": contract.state.value,
        "quantity": quantity_json(kg=commitment.kg),
        "received": quantity_json(kg=received),
        "waiting": quantity_json(kg=commitment.kg - received),
        "agreed_on": commitment.agreed_on.isoformat(),
        "shares": [
            {
                "delivered_on": delivery.delivered_on.isoformat(),
                "is_substitute": delivery.is_substitute,
                **_part_json(part=part),
            }
            for delivery in contract.deliveries
            for part in contract.parts[delivery.pk]
            if part.commitment_id == commitment.pk
        ],
    }


def jurisdiction_json(*, row: Jurisdiction, adjustments: list[AdjustmentStatement]) -> Json:
    """Return a jurisdiction's programme with its reference years and every statement on its adjustment."""
    return {
        "id": id_json(prefix="jur", id=row.pk),
        "livemode": settings.TRUETONNE.livemode,
        "name": row.name,
        "country": row.country,
        "region": row.region,
        "standard": row.standard,
        "registration": row.registration,
        "source": row.source,
        "reference": [
            {"year": row.reference_from_year + place, "emissions": quantity_json(kg=kg)}
            for place, kg in enumerate(row.reference_kg)
        ],
        "adjustments": [
            {
                "number": each.number, "state": each.state, "stated_on": each.stated_on.isoformat(),
                "authorization_ref": each.authorization_ref, "source": each.source,
            }
            for each in adjustments
        ],
    }  # fmt: skip


def _delivery_json(*, contract: Contract, delivery: ContractDelivery) -> Json:
    numbers = {each.pk: place for place, each in enumerate(contract.commitments, 1)}
    return {
        "lot": id_json(prefix="lot", id=delivery.holding.lot_id),
        "project": id_json(prefix="prj", id=delivery.holding.project_id),
        "quantity": quantity_json(kg=delivery.kg),
        "delivered_on": delivery.delivered_on.isoformat(),
        "is_substitute": delivery.is_substitute,
        "durability_years": delivery.durability_years,
        "source": delivery.source,
        "shares": [
            {
                "commitment": 0 if part.commitment_id is None else numbers[part.commitment_id],
                "has_extra": part.has_extra,
                **_part_json(part=part),
            }
            for part in contract.parts[delivery.pk]
        ],
    }


def _part_json(*, part: Part) -> dict[str, Json]:
    return {
        "waiting": quantity_json(kg=part.waiting_kg),
        "quantity": quantity_json(kg=part.kg),
        "lot": None if part.lot_id is None else id_json(prefix="lot", id=part.lot_id),
        "first": part.first,
        "last": part.last,
    }


def _outlook_json(*, contract: Contract, today: date) -> Json:
    reserve_kg = sum(offer.lot.available_kg for offer in list_substitutes(contract=contract))
    outlook = read_outlook(contract=contract, reserve_kg=reserve_kg, today=today)
    if outlook is None:
        return None
    return {
        "is_exact": outlook.fan.is_exact,
        "seed": None if outlook.fan.is_exact else SEED,
        "exposure": _mass(tonnes=outlook.position.exposure_t),
        "reserve": quantity_json(kg=reserve_kg),
        "years": [
            {
                "year": year.year, "due": _mass(tonnes=year.due_t), "expected": _mass(tonnes=year.expected_t),
                "p10": _mass(tonnes=year.p10_t), "p50": _mass(tonnes=year.p50_t), "p90": _mass(tonnes=year.p90_t),
            }
            for year in outlook.fan.years
        ],
    }  # fmt: skip


def _mass(*, tonnes: float) -> Json:
    """Round a computed mass to the kilogram, as pages do."""
    return quantity_json(kg=round(tonnes * KG_PER_TONNE))
