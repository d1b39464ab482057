"""Booking a batch of fuel: one homogeneous batch in litres, quantified per megajoule; nothing is issued yet.

The four guards against double counting stand here first: double issuance, double use (a second registry), double
purpose (a regulation, or a credit) and, when it is claimed, double claim.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import short_code, show_id
from truetonne.edge.requests import fingerprint, require_same_input
from truetonne.science.fuels.book_and_claim import Claim, Policy, judge_claims
from truetonne.supply.actions.dossier import SentFile
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.acts import record_act
from truetonne.supply.fuels.figures import Figure
from truetonne.supply.fuels.quantify import Quantified, quantify_batch
from truetonne.supply.fuels.refusals import (
    DoubleIssuance,
    DoublePurposeRegulatory,
    DoubleUse,
    ProofMissing,
    refusal_of,
)
from truetonne.supply.fuels.states import PROGRAMS, FuelProof
from truetonne.supply.models import DocumentFile, FuelBatch, FuelEvidence, FuelIssue


class TonnesOnlyInset(Exception):
    """A batch is fuel: it names its litres, never only tonnes of CO2e."""

    code = "tonnes_only_inset"

    def __init__(self) -> None:
        super().__init__("a batch names the volume of its neat fuel")
        self.missing = "volume_ml"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFuelBatch:
    """What is stated of one homogeneous batch of neat fuel. Figures per litre and megajoule come with their basis.

    ``regulatory_uses`` and ``other_registries`` are asked for and refused where any is named; ``surrendered_programs``
    are the programs whose claims were given up, by ``surrendered_by``.
    """

    registry: str
    registry_record: str
    producer: str
    facility: str
    production_batch: str
    fuel: str
    feedstock: str
    feedstock_country: str
    certification_scheme: str
    certificate_number: str
    certificate_valid_from: date
    certificate_valid_until: date
    sustainability_proof: str
    volume_ml: int
    temperature_basis: str
    density: Figure
    intensity: Figure
    reference: Figure
    reference_id: str
    delivered_on: date
    delivery_place: str
    market: str
    mode: str
    fuel_user_name: str
    surrendered_by: str
    surrendered_on: date
    expires_on: date
    fuel_user_id: UUID | None = None
    mass_kg: int | None = None
    is_co_processed: bool = False
    is_offset_issued: bool = False
    regulatory_uses: tuple[str, ...] = ()
    other_registries: tuple[str, ...] = ()
    surrendered_programs: tuple[str, ...] = PROGRAMS


@transaction.atomic
def book_fuel_batch(*, batch_id: UUID, batch: NewFuelBatch, by: By) -> FuelBatch:
    """Record a batch with what it comes to. It is issued by another person once its proofs are on file.

    Called by supply staff. Raises TonnesOnlyInset, ProofMissing, DoubleIssuance, DoubleUse, DoublePurposeRegulatory,
    DoublePurposeOffset, FeedstockRefused, ModeSwitchedOff, the refusals of ``quantify_batch``, RequestReused.
    """
    input_hash = fingerprint(verb="book_fuel_batch", given=(asdict(batch), by.person_id))
    first = FuelBatch.objects.filter(request_id=by.request_id).first()
    if first is not None:
        require_same_input(request_id=by.request_id, first=first.input_hash, now=input_hash)
        return first
    if batch.volume_ml < 1:
        raise TonnesOnlyInset
    judge_batch(batch=batch)
    found = quantify_batch(
        volume_ml=batch.volume_ml, density=batch.density, intensity=batch.intensity, reference=batch.reference,
        certificate=batch.certificate_number,
    )  # fmt: skip
    stored = FuelBatch.objects.create(
        pk=batch_id, **_columns(batch=batch, found=found), person_id=by.person_id, request_id=by.request_id,
        input_hash=input_hash, effective_at=by.at,
    )  # fmt: skip
    _note(act="booked", batch_id=batch_id, by=by, facts={"kg": found.kg, "energy_mj": found.energy_mj})
    return stored


@transaction.atomic
def add_fuel_evidence(
    *,
    evidence_id: UUID,
    batch_id: UUID,
    kind: FuelProof,
    title: str,
    issuer: str,
    number: str,
    document_date: date,
    by: By,
    sha256: str = "",
    address: str = "",
    file: SentFile | None = None,
) -> FuelEvidence:
    """Put a proof on a batch's file, by the hash of its bytes. Called by supply staff. Raises ProofMissing without a hash."""
    first = FuelEvidence.objects.filter(request_id=by.request_id).first()
    if first is not None:
        return first
    digest = hashlib.sha256(file.content).hexdigest() if file is not None else sha256.strip().lower()
    if len(digest) != 64:
        raise ProofMissing(missing=("sha256",))
    stored = None
    if file is not None:
        stored, _ = DocumentFile.objects.get_or_create(
            sha256=digest,
            defaults={"content": file.content, "media_type": file.media_type, "size_bytes": len(file.content)},
        )
    made = FuelEvidence.objects.create(
        pk=evidence_id, batch_id=batch_id, kind=kind, title=title, issuer=issuer, number=number,
        document_date=document_date, sha256=digest, address=address, file=stored, person_id=by.person_id,
        request_id=by.request_id, effective_at=by.at,
    )  # fmt: skip
    _note(act="evidence", batch_id=batch_id, by=by, facts={"kind": kind.value, "sha256": digest})
    return made


def judge_batch(*, batch: NewFuelBatch) -> None:
    """Raise the first named refusal that stands against a batch, before any figure is looked at."""
    if batch.regulatory_uses:
        named = ", ".join(batch.regulatory_uses)
        raise DoublePurposeRegulatory(fact=f"the fuel is used for {named}", program=named)
    if batch.other_registries:
        raise DoubleUse(fact="the batch stands in another registry too", other=", ".join(batch.other_registries))
    missing = tuple(sorted(set(PROGRAMS) - set(batch.surrendered_programs)))
    if missing:
        raise DoublePurposeRegulatory(
            fact=f"the claims under {', '.join(missing)} are not given up", program=", ".join(missing)
        )
    claim = Claim(
        batch_id=batch.sustainability_proof, registry=batch.registry, mode=batch.mode, feedstock=batch.feedstock,
        is_offset_issued=batch.is_offset_issued,
    )  # fmt: skip
    for ruling in judge_claims(claims=(claim,), policy=Policy())[0]:
        if ruling.is_refusal:
            raise refusal_of(ruling=ruling)
    if not batch.certificate_valid_from <= batch.delivered_on < batch.certificate_valid_until:
        raise ProofMissing(missing=("certificate in force on the day of delivery",))
    require_not_issued(proof=proof_key(batch=batch), production=production_key(batch=batch))


def require_not_issued(*, proof: str, production: str) -> None:
    """Raise DoubleIssuance where a proof of sustainability or a production batch was issued before; names that batch."""
    for kind, found in (
        ("proof of sustainability", FuelIssue.objects.filter(proof_key=proof).first()),
        ("production batch", FuelIssue.objects.filter(production_key=production).first()),
    ):
        if found is not None:
            other = short_code(prefix="INS", id=found.batch_id)
            raise DoubleIssuance(fact=f"this {kind} was issued as {other}", other=other)


def proof_key(*, batch: NewFuelBatch | FuelBatch) -> str:
    """Return what names a proof of sustainability, however it is spaced or capitalized."""
    return _plain(batch.certification_scheme, batch.sustainability_proof)


def production_key(*, batch: NewFuelBatch | FuelBatch) -> str:
    """Return what names a production batch of a producer."""
    return _plain(batch.producer, batch.facility, batch.production_batch)


def _plain(*parts: str) -> str:
    return "|".join("".join(sign for sign in part.casefold() if sign.isalnum()) for part in parts)


def _columns(*, batch: NewFuelBatch, found: Quantified) -> dict[str, object]:
    left_out = {"density", "intensity", "reference", "is_offset_issued", "other_registries", "fuel_user_id"}
    plain = {name: value for name, value in asdict(batch).items() if name not in left_out}
    intensity = batch.intensity
    return plain | {
        "fuel_user_id": batch.fuel_user_id,
        "regulatory_uses": list(batch.regulatory_uses),
        "surrendered_programs": list(batch.surrendered_programs),
        "density_mj_per_l": batch.density.value,
        "density_source": batch.density.source,
        "heating_value": batch.density.heating_value.value,
        "wtt_g_co2e_per_mj": intensity.value if intensity.wtt is None else intensity.wtt,
        "ttw_g_co2e_per_mj": 0 if intensity.ttw is None else intensity.ttw,
        "biogenic_g_co2_per_mj": intensity.biogenic,
        "intensity_source": intensity.source,
        "intensity_edition": intensity.edition,
        "reference_g_co2e_per_mj": batch.reference.value,
        "reference_source": batch.reference.source,
        "reference_edition": batch.reference.edition,
        "energy_mj": found.energy_mj,
        "kg": found.kg,
        "flags": list(found.flags),
        "unverified": list(found.unverified),
    }


def _note(*, act: str, batch_id: UUID, by: By, facts: dict[str, object]) -> None:
    record_act(
        action=f"fuel_batch.{act}", subject=show_id(prefix="ins", id=batch_id), person_id=by.person_id,
        request_id=by.request_id, at=by.at, facts=facts,
    )  # fmt: skip
