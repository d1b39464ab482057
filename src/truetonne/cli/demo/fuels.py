"""Fuel and destroyed gas in the demonstration: batches, a carrier with its customer, and what waits for somebody. All invented."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from truetonne.cli.demo.people import Cast
from truetonne.edge.identifiers import new_id

if TYPE_CHECKING:
    from uuid import UUID

    from truetonne.science.money import CostParts
    from truetonne.supply.actions.book_fuel_batch import NewFuelBatch
    from truetonne.supply.actions.lot_acts import By
    from truetonne.supply.actions.record_destruction import NewDestruction
    from truetonne.supply.models import FuelBatch

FUEL_PRICE = (14_900, 35, 310, 20, 0, 85)
GAS_PRICE = (2_310, 18, 120, 0, 0, 40)
"""Invented cost parts per tonne in US cents, in the order of COST_PARTS."""
PROPOSED = "fuels/2026.1/red_comparator_g_co2e_per_mj"
ACCEPTED = (
    "method/hfc_destruction/1",
    "superpollutants/2026.1/transport_destruction_t_per_t",
)


def bring_fuel(*, cast: Cast, at: datetime) -> None:
    """Book and issue batches, state the members' transport, and let a carrier and its customer claim."""
    delivered = (at - timedelta(days=120)).date()
    _accept(cast=cast, at=at)
    first = _batch(cast=cast, delivered=delivered, number=1, litres=120_000, at=at)
    _batch(cast=cast, delivered=delivered + timedelta(days=20), number=2, litres=80_000, at=at)
    _batch(cast=cast, delivered=delivered + timedelta(days=40), number=3, litres=60_000, at=at, is_issued=False)
    activities = {
        key: _activity(cast=cast, key=key, year=delivered.year, scope=scope, at=at)
        for key, scope in (("freight", "1"), ("buyer", "3"), ("coffee", "3"))
    }
    chain = _claim(
        cast=cast, key="freight", batch=first, activity=activities["freight"], litres=90_000, chain="", at=at
    )
    _claim(cast=cast, key="buyer", batch=first, activity=activities["buyer"], litres=24_000, chain=chain, at=at)


def destroy_gas(*, cast: Cast, at: datetime) -> None:
    """Record a refrigerant that becomes a lot on sale, and methane that waits for its certificate."""
    from truetonne.cli.demo.stock import invented_readers
    from truetonne.supply.actions.issue_destruction import issue_destruction
    from truetonne.supply.actions.listing import list_lot, set_price
    from truetonne.supply.actions.record_destruction import record_destruction
    from truetonne.supply.actions.record_review import ReviewLines
    from truetonne.supply.reviewing.states import ProjectKind
    from truetonne.supply.synthetic.ratings import rate_block

    ended = (at - timedelta(days=90)).date()
    found = record_destruction(
        destruction_id=new_id(), destruction=_refrigerant(ended=ended), by=_by(cast, "supply", "demo gas", at)
    )
    issued = issue_destruction(
        destruction_id=found.pk, ids=(new_id(), new_id(), new_id(), new_id()), reason="Custody and certificate read.",
        by=_by(cast, "governance", "demo gas issued", at),
    )  # fmt: skip
    holding = issued.holding
    lines = ("No duty to destroy on that day.", "Release rate of the program.", "None.", "Destroyed for good.",
             "Weighed twice on one scale.", "No neighbour within the plant's reach.")  # fmt: skip
    names = ("additionality", "baseline", "leakage", "durability", "uncertainty", "community")
    rate_block(
        holding=holding, readers=invented_readers(cast=cast), lines=ReviewLines(**dict(zip(names, lines, strict=True))),
        kind=ProjectKind.SUPERPOLLUTANT, next_review=(at + timedelta(days=300)).date(), at=at, new_id=new_id,
    )  # fmt: skip
    set_price(
        price_id=new_id(), lot_id=holding.lot_id, currency="USD", price=_price(GAS_PRICE),
        source="Invented purchase contract of the demonstration", person_id=cast.persons["finance"].pk,
        request_id="demo gas price", at=at,
    )  # fmt: skip
    list_lot(lot_id=holding.lot_id, request_id="demo gas list", at=at)
    record_destruction(
        destruction_id=new_id(), destruction=_methane(ended=ended), by=_by(cast, "supply", "demo methane", at)
    )


def _accept(*, cast: Cast, at: datetime) -> None:
    from truetonne.supply.actions.accept_parameter import decide_parameter, propose_parameter

    for parameter in (*ACCEPTED, PROPOSED):
        proposed = propose_parameter(
            proposal_id=new_id(), parameter=parameter,
            reason="The figure is on the cautious side; its text is ordered and read before the next issue.",
            by=_by(cast, "supply", f"demo propose {parameter}", at),
        )  # fmt: skip
        if parameter != PROPOSED:
            decide_parameter(
                proposal_id=proposed.pk, is_accepted=True, reason="",
                by=_by(cast, "governance", f"demo accept {parameter}", at),
            )  # fmt: skip


def _batch(*, cast: Cast, delivered: date, number: int, litres: int, at: datetime, is_issued: bool = True) -> FuelBatch:
    """Book a batch with its proofs; a batch that is not issued rests on a comparator that waits for a decision."""
    from truetonne.supply.actions.book_fuel_batch import add_fuel_evidence, book_fuel_batch
    from truetonne.supply.actions.issue_fuel_batch import issue_fuel_batch
    from truetonne.supply.actions.sell_fuel_batch import sell_fuel_side
    from truetonne.supply.fuels.states import NEEDED

    stated = _hvo(cast=cast, delivered=delivered, number=number, litres=litres, is_verified=is_issued)
    batch = book_fuel_batch(batch_id=new_id(), batch=stated, by=_by(cast, "supply", f"demo fuel {number}", at))
    for kind in NEEDED:
        name = f"INVENTED-{kind[:3]}-{number}"
        add_fuel_evidence(
            evidence_id=new_id(), batch_id=batch.pk, kind=kind, title=f"{kind} (invented)", issuer="Fjord Assurance",
            number=name, document_date=delivered, sha256=hashlib.sha256(name.encode()).hexdigest(),
            by=_by(cast, "supply", f"demo proof {name}", at),
        )  # fmt: skip
    if not is_issued:
        return batch
    issue_fuel_batch(
        batch_id=batch.pk, lot_ids=(new_id(), new_id()), reason="Proofs read, comparator checked.",
        by=_by(cast, "governance", f"demo fuel issued {number}", at),
    )  # fmt: skip
    for side in ("SCOPE1", "SCOPE3"):
        sell_fuel_side(
            price_id=new_id(), batch_id=batch.pk, side=side, currency="USD", price=_price(FUEL_PRICE),
            source="Invented purchase contract of the demonstration",
            by=_by(cast, "supply", f"demo fuel price {number} {side}", at),
        )  # fmt: skip
    return batch


def _hvo(*, cast: Cast, delivered: date, number: int, litres: int, is_verified: bool) -> NewFuelBatch:
    from truetonne.supply.actions.book_fuel_batch import NewFuelBatch
    from truetonne.supply.fuels.figures import find_figure, list_densities, list_intensities, list_references

    density = find_figure(figures=list_densities(), key="HVO, UK 2025")
    intensity = find_figure(figures=list_intensities(), key="HVO, UK 2025")
    key = "mineral diesel, UK 2025" if is_verified else "fossil comparator, RED"
    reference = find_figure(figures=list_references(), key=key)
    assert density is not None
    assert intensity is not None
    assert reference is not None
    carrier = cast.members["freight"]
    return NewFuelBatch(
        registry="Claimbook (invented)", registry_record=f"CB-{number:04d}", producer="Kelp & Tallow Fuels (invented)",
        facility="Ebb Works", production_batch=f"EW-{number:03d}", fuel="HVO", feedstock="used_cooking_oil",
        feedstock_country="DE", certification_scheme="Waste Oil Scheme (invented)", certificate_number="WOS-4417",
        certificate_valid_from=delivered - timedelta(days=200), certificate_valid_until=delivered + timedelta(days=160),
        sustainability_proof=f"POS-{number:05d}", volume_ml=litres * 1_000, temperature_basis="15 °C", density=density,
        intensity=intensity, reference=reference,
        reference_id="UK-DESNZ-2025-mineral-diesel" if is_verified else "RED-II-comparator", delivered_on=delivered,
        delivery_place="Bremerhaven", market="DE", mode="road", fuel_user_name=carrier.name, fuel_user_id=carrier.pk,
        surrendered_by="Kelp & Tallow Fuels (invented)", surrendered_on=delivered + timedelta(days=3),
        expires_on=delivered + timedelta(days=730), mass_kg=litres * 78 // 100,
    )  # fmt: skip


def _activity(*, cast: Cast, key: str, year: int, scope: str, at: datetime) -> UUID:
    from truetonne.market.actions.record_activity import NewActivity, record_activity

    energy_mj = 9_800_000 if scope == "1" else 1_400_000
    made = record_activity(
        activity_id=new_id(), organization_id=cast.members[key].pk, person=cast.persons[key],
        request_id=f"demo activity {key}", at=at,
        activity=NewActivity(
            year=year, scope=scope, scope3_category=4 if scope == "3" else None, mode="road", fuel="diesel", market="DE",
            energy_mj=energy_mj, emissions_kg=energy_mj * 9193 // 100_000,
            description="Own lorries" if scope == "1" else "Goods carried by Tallow Lane Logistics",
            evidence_title="Fuel cards (invented)", evidence_sha256=hashlib.sha256(key.encode()).hexdigest(),
        ),
    )  # fmt: skip
    return made.pk


def _claim(*, cast: Cast, key: str, batch: FuelBatch, activity: UUID, litres: int, chain: str, at: datetime) -> str:
    """Order, pay and retire fuel; returns the chain code."""
    from truetonne.market.actions.claim_inset import InsetOrder, claim_inset
    from truetonne.market.actions.deliver_order import Sources, deliver_order
    from truetonne.market.actions.record_payment import record_payment
    from truetonne.market.models import InsetClaim

    side = "SCOPE3" if chain else "SCOPE1"
    placed = claim_inset(
        quote_id=new_id(), order_id=new_id(), name_id=new_id(), organization_id=cast.members[key].pk,
        person=cast.persons[key], beneficiary=cast.beneficiary(key), is_authorized=True,
        request_id=f"demo inset {key}", at=at, new_id=new_id,
        asked=InsetOrder(
            batch_id=batch.pk, side=side, activity_id=activity, claim_year=batch.delivered_on.year,
            tier="SHIPPER" if chain else "CARRIER", volume_ml=litres * 1_000, chain=chain,
        ),
    )  # fmt: skip
    record_payment(
        payment_id=new_id(), order_id=placed.order_id, person_id=cast.persons["finance"].pk, minor=placed.amount_minor,
        currency="USD", reference=f"DEMO-FUEL-{key}", value_date=at.date(), request_id=f"demo inset paid {key}", at=at,
    )  # fmt: skip
    deliver_order(
        order_id=placed.order_id, person_id=cast.persons["finance"].pk, effective_at=at,
        request_id=f"demo inset retired {key}", at=at,
        sources=Sources(new_id=new_id, new_salt=lambda: secrets.token_bytes(32)),
    )  # fmt: skip
    return InsetClaim.objects.get(quote_id=placed.quote_id).chain


def _refrigerant(*, ended: date) -> NewDestruction:
    """One container of R-404A out of supermarkets."""
    from truetonne.science.superpollutants.custody import Container, Holder
    from truetonne.science.superpollutants.families import Subtype
    from truetonne.supply.actions.record_destruction import NewDestruction, WeighedContainer

    began, collected = ended - timedelta(days=1), ended - timedelta(days=50)
    handed = collected + timedelta(days=20)
    container = Container(
        container_id="ISO-4410 (invented)", origin_site="Eleven supermarkets", origin_equipment="Display cabinets",
        origin_date=collected,
        holders=(
            Holder(name="Coldharbour Recovery (invented)", from_date=collected, until_date=handed),
            Holder(name="Plasma Hall (invented)", from_date=handed, until_date=began),
        ),
        laboratory_report="LAB-2291", certificate="COD-0091", facility="Plasma Hall (invented)", run="R-118",
        destruction_start_date=began, destruction_end_date=ended, weighed_full_date=began - timedelta(days=1),
        weighed_empty_date=ended + timedelta(days=1), scale_full="Scale 2", scale_empty="Scale 2",
        scale_calibrated_date=began - timedelta(days=40), scale_error_pct=0.4,
    )  # fmt: skip
    return NewDestruction(
        name="Coldharbour refrigerants (invented)", subtype=Subtype.HFC, developer="Coldharbour Recovery (invented)",
        country="CL", facility="Plasma Hall (invented)", started_on=began, ended_on=ended, jurisdiction="CL",
        law="No duty to destroy recovered HFC on that day", is_mandated=False, legal_evidence="Counsel's letter (invented)",
        inputs={
            "blend": "R-404A", "kg": 1_850.0, "baseline_release": 1.0, "gwp_set": "AR5GWP100",
            "end_of_life_without_recovery_duty": True,
        },
        collected_g=1_904_000, transported_g=1_901_500, aggregated_g=1_868_000, destroyed_g=1_850_000,
        containers=(WeighedContainer(container=container, full_g=5_968_000, empty_g=4_100_000),),
        certificate_number="COD-0091", certificate_issuer="Plasma Hall (invented)", certificate_date=ended,
        certificate_sha256=hashlib.sha256(b"COD-0091 (invented)").hexdigest(),
    )  # fmt: skip


def _methane(*, ended: date) -> NewDestruction:
    """A landfill's flare whose certificate is not there yet: forward, not issued."""
    from truetonne.science.superpollutants.families import Subtype

    return replace(
        _refrigerant(ended=ended), name="Marl Pit landfill gas (invented)", subtype=Subtype.LANDFILL_METHANE,
        developer="Marl Pit (invented)", facility="Flare 1", started_on=ended - timedelta(days=89), containers=(),
        inputs={
            "ch4_m3": [400_000.0], "de": [0.995], "rho": 0.667, "ox": 0.1, "baseline_destroyed_t": 0.0,
            "project_emissions": 40.0, "gwp_set": "AR5GWP100",
        },
        collected_g=266_800_000, transported_g=266_800_000, aggregated_g=266_800_000, destroyed_g=265_466_000,
        certificate_number="", certificate_issuer="", certificate_date=None, certificate_sha256="",
    )  # fmt: skip


def _price(parts: tuple[int, ...]) -> CostParts:
    from truetonne.science.money import CostParts

    return CostParts.of(parts)


def _by(cast: Cast, key: str, request_id: str, at: datetime) -> By:
    from truetonne.supply.actions.lot_acts import By

    return By(person_id=cast.persons[key].pk, request_id=request_id, at=at)
