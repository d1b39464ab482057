"""Issuing a booked batch: a second person makes two paired lots of equal kilograms of it, SCOPE1 and SCOPE3."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import short_code, show_id
from truetonne.ledger import actions as ledger
from truetonne.ledger.values import NewBatch, NewLot, UnitKind
from truetonne.supply.acceptances import require_accepted
from truetonne.supply.actions.book_fuel_batch import production_key, proof_key, require_not_issued
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.acts import record_act
from truetonne.supply.fuels.refusals import NoSaving, ProofMissing
from truetonne.supply.fuels.states import NEEDED
from truetonne.supply.fuels.words import plain_decimal
from truetonne.supply.locks import lock_subject
from truetonne.supply.models import FuelBatch, FuelEvidence, FuelIssue

LEDGER_PROGRAM = "FUEL"
"""The program under which the ledger keeps lots of fuel batches."""


class SamePersonIssues(Exception):
    """Who booked a batch or recorded a destruction does not issue it."""

    code = "second_person_required"

    def __init__(self) -> None:
        super().__init__("another person than the one who recorded it issues it")


class AlreadyIssued(Exception):
    """A batch or destruction was issued, or has ended, before; carries its state."""

    code = "state_conflict"

    def __init__(self, *, from_state: str) -> None:
        super().__init__(f"it is {from_state.lower()} already")
        self.from_state = from_state


@transaction.atomic
def issue_fuel_batch(*, batch_id: UUID, lot_ids: tuple[UUID, UUID], reason: str, by: By) -> FuelIssue:
    """Make the two lots of a batch and log them. Cannot be undone, only ended; nothing is on sale yet.

    ``lot_ids`` are those of the SCOPE1 and the SCOPE3 lot. Called by supply staff or governance, never by who booked
    the batch: this is also the second person's word for a negative intensity. Raises SamePersonIssues, AlreadyIssued,
    ProofMissing, NoSaving, UnverifiedNotAccepted, DoubleIssuance, and what ``ledger.issue_batch`` raises.
    """
    first = FuelIssue.objects.filter(request_id=by.request_id).first()
    if first is not None:
        return first
    # Two people who issue one batch meet here; the unique columns stand behind it.
    lock_subject(id=batch_id)
    batch = FuelBatch.objects.get(pk=batch_id)
    if FuelIssue.objects.filter(batch=batch).exists():
        raise AlreadyIssued(from_state="ISSUED")
    if batch.person_id == by.person_id:
        raise SamePersonIssues
    if batch.kg < 1:
        raise NoSaving(fact="the fuel is no better than its fossil comparator")
    missing = missing_proofs(batch=batch)
    if missing:
        raise ProofMissing(missing=missing)
    require_not_issued(proof=proof_key(batch=batch), production=production_key(batch=batch))
    accepted = require_accepted(parameters=batch.unverified, at=by.at)
    sides = [
        NewLot(
            lot_id=lot_id, program=LEDGER_PROGRAM, key=show_id(prefix="ins", id=batch.pk), first=1, last=batch.kg,
            unit_kg=1, kind=kind, facts=lot_facts(batch=batch, side=side),
        )
        for lot_id, kind, side in zip(
            lot_ids, (UnitKind.INSET_SCOPE1, UnitKind.INSET_SCOPE3), ("SCOPE1", "SCOPE3"), strict=True
        )
    ]  # fmt: skip
    ledger.issue_batch(
        batch=NewBatch(
            batch_id=batch.pk, energy_mj=batch.energy_mj, volume_ml=batch.volume_ml, scope1=sides[0], scope3=sides[1]
        ),
        request_id=f"fuel-issue/{batch.pk.hex}",
        at=by.at,
    )
    issued = FuelIssue.objects.create(
        batch=batch, proof_key=proof_key(batch=batch), production_key=production_key(batch=batch),
        scope1_lot_id=lot_ids[0], scope3_lot_id=lot_ids[1], accepted=list(accepted), reason=reason,
        person_id=by.person_id, request_id=by.request_id, effective_at=by.at,
    )  # fmt: skip
    record_act(
        action="fuel_batch.issued", subject=show_id(prefix="ins", id=batch.pk), person_id=by.person_id,
        request_id=by.request_id, at=by.at, facts={"kg": batch.kg, "accepted": list(accepted), "reason": reason},
    )  # fmt: skip
    return issued


def missing_proofs(*, batch: FuelBatch) -> tuple[str, ...]:
    """Return the kinds of proof that a batch still lacks before it may be issued."""
    here = set(FuelEvidence.objects.filter(batch=batch).values_list("kind", flat=True))
    return tuple(kind.value for kind in NEEDED if kind.value not in here)


def lot_facts(*, batch: FuelBatch, side: str) -> dict[str, object]:
    """Return what every certificate of a side repeats of its batch; what is not stated is left out."""
    fuel_g = batch.wtt_g_co2e_per_mj + batch.ttw_g_co2e_per_mj
    verifier = FuelEvidence.objects.filter(batch=batch, kind="VERIFIER_STATEMENT").order_by("recorded_at").last()
    code = short_code(prefix="INS", id=batch.pk)
    inset: dict[str, object] = {
        "side": side,
        "fuel_type": batch.fuel,
        "feedstock": batch.feedstock,
        "feedstock_origin": batch.feedstock_country,
        "facility": batch.facility,
        "batch": code,
        "chain_of_custody": "BOOK_AND_CLAIM",
        "heating_value_basis": batch.heating_value,
        "delivery_place": batch.delivery_place,
        "delivery_date": batch.delivered_on.isoformat(),
        "mode": batch.mode.upper(),
        "scheme": batch.certification_scheme,
        "scheme_certificate": batch.certificate_number,
        "sustainability_proof": batch.sustainability_proof,
        "wtw_g_co2e_per_mj": plain_decimal(fuel_g),
        "fossil_reference_id": batch.reference_id,
        "fossil_reference_g_co2e_per_mj": plain_decimal(batch.reference_g_co2e_per_mj),
        "difference_g_co2e_per_mj": plain_decimal(batch.reference_g_co2e_per_mj - fuel_g),
        "biogenic_co2_kg": biogenic_kg(batch=batch),
        "is_co_processed": batch.is_co_processed,
        "claims_given_up": list(batch.surrendered_programs),
        "expires_on": batch.expires_on.isoformat(),
        "unit_code": unit_code(batch=batch),
    }
    if batch.mass_kg is not None:
        inset["mass_kg"] = batch.mass_kg
    if verifier is not None:
        inset["verifier_statement"] = verifier.number
    return {
        "registry": batch.registry,
        "program": LEDGER_PROGRAM,
        "project_id": code,
        "project_name": f"{batch.fuel}, {batch.facility}",
        "issuance_id": batch.registry_record,
        "vintage_start": batch.delivered_on.isoformat(),
        "vintage_end": (batch.delivered_on + timedelta(days=1)).isoformat(),
        "country": batch.market,
        "developer": batch.producer,
        "methodology": "fuel inset, per MJ, well to wheel",
        "inset": inset,
    }


def biogenic_kg(*, batch: FuelBatch) -> int:
    """Return the batch's biogenic CO2 in whole kilograms: outside the scopes, in no sum."""
    return int((batch.energy_mj * batch.biogenic_g_co2_per_mj / 1_000).to_integral_value())


def unit_code(*, batch: FuelBatch) -> str:
    """Return a short code that decodes to stored facts: fuel, sustainability scheme, use, assurance.

    ``HVO-ISCCEU-V-3`` is HVO under ISCC EU, for voluntary claims only, with a third party's statement.
    """
    scheme = "".join(sign for sign in batch.certification_scheme.upper() if sign.isalnum())[:8]
    has_verifier = FuelEvidence.objects.filter(batch=batch, kind="VERIFIER_STATEMENT").exists()
    return f"{batch.fuel}-{scheme}-V-{3 if has_verifier else 1}"
