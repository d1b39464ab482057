"""Replace a certificate that names the wrong beneficiary: both stay public, with the reason."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import short_code, show_id
from truetonne.ledger.actions.correct import correct_certificate as replace_certificate
from truetonne.ledger.queries import get_retirement
from truetonne.ledger.values import CorrectionInstruction
from truetonne.market.actions.deliver_order import Sources, require_name_confirmed
from truetonne.market.actions.place_order import keep_name
from truetonne.market.attribution import Beneficiary, require_beneficiary
from truetonne.market.certificate_fields import identity_of
from truetonne.market.models import Correction, Delivery
from truetonne.people.actions import record_audit_line
from truetonne.proof.canonical import decode


def correct_beneficiary(
    *,
    certificate_id: UUID,
    beneficiary: Beneficiary,
    reason: str,
    organization_id: UUID,
    person_id: UUID,
    request_id: str,
    at: datetime,
    sources: Sources,
) -> UUID:
    """Make a certificate in the right name take the place of this one; return its id. For finance staff.

    The units stay used and the charge stays. The new name is looked at like any other: an unknown one is kept
    for review and refused until a person confirms it. A name that was hidden stays hidden to the same day.
    Raises AttributionRequired, AttributionInvalid, BeneficiaryNameInReview, BeneficiaryNameRefused, and the
    ledger's RetirementUnknown, CertificateReplaced, ReasonMissing.
    """
    require_beneficiary(beneficiary=beneficiary, at=at)
    # Kept in a transaction of its own: a refused call must still bring the name before a person.
    name = keep_name(
        beneficiary=beneficiary, name_id=sources.new_id(), organization_id=organization_id, at=at, is_anybodys=True
    )
    with transaction.atomic():
        known = Correction.objects.filter(request_id=request_id, replaces__certificate_id=certificate_id).first()
        if known is not None:
            return known.certificate_id
        require_name_confirmed(name=name)
        old = get_retirement(certificate_id=certificate_id)
        made = replace_certificate(
            correction=_instruction(
                certificate_id=certificate_id,
                old_body=old.retirement.body,
                beneficiary=beneficiary,
                reason=reason,
                today=at.date(),
                sources=sources,
            ),
            request_id=f"correct:{request_id}",
            at=at,
        )
        Correction.objects.create(
            certificate_id=made.certificate_id,
            replaces_id=certificate_id,
            delivery=Delivery.objects.filter(retirement_id=old.retirement.retirement_id).first(),
            beneficiary=name,
            short_code=short_code(prefix="RET", id=made.certificate_id),
            reason=reason,
            person_id=person_id,
            request_id=request_id,
            effective_at=at,
        )
        record_audit_line(
            action="certificate.replaced",
            event="correction.recorded",
            subject=show_id(prefix="crt", id=certificate_id),
            person_id=person_id,
            organization_id=organization_id,
            request_id=request_id,
            at=at,
            facts={"replaced_by": show_id(prefix="crt", id=made.certificate_id), "reason": reason},
        )
        return made.certificate_id


def _instruction(
    *,
    certificate_id: UUID,
    old_body: bytes,
    beneficiary: Beneficiary,
    reason: str,
    today: date,
    sources: Sources,
) -> CorrectionInstruction:
    """Say what changes: the beneficiary's group, or its annex part while the name is hidden."""
    body = decode(old_body)
    assert isinstance(body, dict)
    hidden_until = body["beneficiary"].get("hidden_until")
    identity = identity_of(beneficiary=beneficiary)
    if hidden_until is None:
        return CorrectionInstruction(
            certificate_id=certificate_id,
            new_certificate_id=sources.new_id(),
            reason=reason,
            public={"beneficiary": identity},
        )
    if today >= date.fromisoformat(hidden_until):
        return CorrectionInstruction(
            certificate_id=certificate_id,
            new_certificate_id=sources.new_id(),
            reason=reason,
            public={"beneficiary": identity},
            removed_parts=("beneficiary",),
        )
    return CorrectionInstruction(
        certificate_id=certificate_id,
        new_certificate_id=sources.new_id(),
        reason=reason,
        public={"beneficiary": {"hidden_until": hidden_until}},
        private={"beneficiary": identity},
        salts={"beneficiary": sources.new_salt()},
    )
