"""Sign the pledge for a company, confirm a signature as somebody else, leave the pledge."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import lock_name
from truetonne.members.acts import By, leave_line
from truetonne.members.models import (
    Application,
    Evidence,
    EvidenceJudgement,
    PledgeConfirmation,
    PledgeEnd,
    PledgeSignature,
)
from truetonne.members.rechecks import recheck_application
from truetonne.members.signatories import find_last_signature, find_signatory, pledge_rules
from truetonne.members.states import ENDED, MAY_BUY, Cause, EvidenceKind
from truetonne.people.models import Organization
from truetonne.rules.pledge import PledgeState, check_signature


class PledgeOpen(Exception):
    """The company has a signature that waits for confirmation, or one that stands."""

    code = "state_conflict"


class PledgeNotFound(Exception):
    """No signature has this id, or it is another company's."""

    code = "not_found"


class OwnSignature(Exception):
    """Who signed does not confirm."""

    code = "conflict_of_interest"

    def __init__(self) -> None:
        super().__init__("who signed does not confirm the signature")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignature:
    """What the public list shows of a company, and what its signer promises. None is not stated, never 0."""

    industry: str
    description: str
    site: str
    target_year: int
    commitments: tuple[str, ...]
    signer_name: str
    signer_role: str
    employees: int | None = None
    revenue_usd: int | None = None


@transaction.atomic
def sign_pledge(*, signature_id: UUID, organization: Organization, signature: NewSignature, by: By) -> PledgeSignature:
    """Sign for a company; it enters the public list once somebody of the operator confirms it.

    Raises PledgeIncomplete for a later year or a missing commitment, PledgeOpen while another signature stands or waits.
    """
    known = PledgeSignature.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    rules = pledge_rules(as_of=by.at.date())
    check_signature(target_year=signature.target_year, commitments=signature.commitments, rules=rules.body)
    lock_name(name=f"pledge:{organization.pk}")
    _require_none_open(organization_id=organization.pk, by=by)
    values = {**asdict(signature), "commitments": list(signature.commitments)}
    signed = PledgeSignature.objects.create(
        pk=signature_id, organization=organization, name=organization.name, country=organization.country,
        rule_set=rules.key, signed_on=by.at.date(), person_id=by.person_id, request_id=by.request_id,
        effective_at=by.at, **values,
    )  # fmt: skip
    leave_line(
        by=by, action="pledge.signed", subject=show_id(prefix="plg", id=signature_id), organization_id=organization.pk
    )
    return signed


@transaction.atomic
def confirm_signature(
    *, signature_id: UUID, is_confirmed: bool, reason: str, public_url: str, by: By, new_id: Callable[[], UUID]
) -> PledgeConfirmation:
    """Confirm a signature, or refuse it with a reason. Confirmed, it is evidence at once: two people stand behind it.

    A member is judged again. Raises PledgeNotFound, OwnSignature, PledgeOpen for one that was decided before.
    """
    known = PledgeConfirmation.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    lock_name(name=f"signature:{signature_id}")
    signed = PledgeSignature.objects.filter(pk=signature_id).first()
    if signed is None:
        raise PledgeNotFound("no signature has this id")
    if signed.person_id == by.person_id:
        raise OwnSignature
    if PledgeConfirmation.objects.filter(signature=signed).exists():
        raise PledgeOpen("this signature was decided before")
    decided = PledgeConfirmation.objects.create(
        pk=new_id(), signature=signed, is_confirmed=is_confirmed, reason=reason, person_id=by.person_id,
        request_id=by.request_id, effective_at=by.at,
    )  # fmt: skip
    if is_confirmed:
        _keep_evidence(signed=signed, public_url=public_url, by=by, new_id=new_id)
        _judge_again(organization_id=signed.organization_id, by=by, new_id=new_id)
    leave_line(
        by=by, action="pledge.confirmed" if is_confirmed else "pledge.refused",
        subject=show_id(prefix="plg", id=signature_id), organization_id=signed.organization_id,
    )  # fmt: skip
    return decided


@transaction.atomic
def leave_pledge(
    *, end_id: UUID, signature_id: UUID, organization_id: UUID, reason: str, by: By, new_id: Callable[[], UUID]
) -> PledgeEnd:
    """Leave the pledge from today; the row stays with its history, and the company may sign again. A member is judged again.

    Raises PledgeNotFound, PledgeOpen where nothing stands.
    """
    known = PledgeEnd.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    lock_name(name=f"pledge:{organization_id}")
    signatory = find_signatory(signature_id=signature_id, as_of=by.at.date())
    if signatory is None or signatory.signature.organization_id != organization_id:
        raise PledgeNotFound("no signature of this company has this id")
    if signatory.state == PledgeState.REMOVED:
        raise PledgeOpen("this signature stands no more")
    ended = PledgeEnd.objects.create(
        pk=end_id, signature_id=signature_id, reason=reason, left_on=by.at.date(), person_id=by.person_id,
        request_id=by.request_id, effective_at=by.at,
    )  # fmt: skip
    _judge_again(organization_id=organization_id, by=by, new_id=new_id)
    leave_line(
        by=by, action="pledge.left", subject=show_id(prefix="plg", id=signature_id), organization_id=organization_id
    )
    return ended


def _require_none_open(*, organization_id: UUID, by: By) -> None:
    last = find_last_signature(organization_id=organization_id)
    if last is None:
        return
    confirmation = PledgeConfirmation.objects.filter(signature=last).first()
    if confirmation is None:
        raise PledgeOpen("a signature of this company waits for confirmation")
    if not confirmation.is_confirmed:
        return
    signatory = find_signatory(signature_id=last.pk, as_of=by.at.date())
    if signatory is not None and signatory.state != PledgeState.REMOVED:
        raise PledgeOpen("a signature of this company stands")


def _keep_evidence(*, signed: PledgeSignature, public_url: str, by: By, new_id: Callable[[], UUID]) -> None:
    text = show_id(prefix="plg", id=signed.pk)
    facts: Mapping[str, object] = {"pledge_state": PledgeState.SIGNED.value, "pledge": text}
    content = json.dumps(
        {"pledge": text, "signed_on": signed.signed_on.isoformat(), "target_year": signed.target_year,
         "commitments": signed.commitments}, sort_keys=True, separators=(",", ":"),
    )  # fmt: skip
    digest = hashlib.sha256(content.encode()).digest()
    rows = Application.objects.filter(organization_id=signed.organization_id).exclude(state__in=ENDED)
    evidence = Evidence.objects.create(
        pk=new_id(), organization_id=signed.organization_id, application=rows.first(),
        kind=EvidenceKind.PLEDGE_SIGNATURE, title="Register of the pledge", public_url=public_url, sha256=digest,
        published_on=signed.signed_on, retrieved_on=by.at.date(), facts=dict(facts), uploader_id=signed.person_id,
        request_id=f"pledge:{signed.pk}", input_hash=digest, effective_at=by.at,
    )  # fmt: skip
    EvidenceJudgement.objects.create(
        pk=new_id(), evidence=evidence, number=1, is_accepted=True, person_id=by.person_id,
        request_id=f"pledge:{signed.pk}", effective_at=by.at,
    )  # fmt: skip


def _judge_again(*, organization_id: UUID, by: By, new_id: Callable[[], UUID]) -> None:
    application = Application.objects.filter(organization_id=organization_id, state__in=MAY_BUY).first()
    if application is not None:
        recheck_application(
            application_id=application.pk, assessment_id=new_id(), cause=Cause.PLEDGE_CHANGE, person_id=by.person_id,
            request_id=by.request_id, at=by.at,
        )  # fmt: skip
