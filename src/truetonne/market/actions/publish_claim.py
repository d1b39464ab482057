"""Publish a claim; where a rule objects to its text a second person decides first; withdraw it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint, lock_name, require_same_input
from truetonne.market.claims.making import ClaimAsk, ClaimReading, read_claim
from truetonne.market.claims.reading import ClaimState, list_claims, state_of
from truetonne.market.locks import lock_request
from truetonne.market.models import ClaimDecision, ClaimWithdrawal, PublicClaim
from truetonne.people.actions import record_audit_line
from truetonne.people.models import Person


class WordingRefused(Exception):
    """A rule objects to the text and no reason was given why it should be published; carries rules, words and text."""

    code = "wording_refused"

    def __init__(self, *, reading: ClaimReading) -> None:
        super().__init__(f"these rules do not allow the text: {', '.join(reading.objections)}")
        self.rule_ids = reading.objections
        self.spans = tuple(
            {"rule": str(one["rule"]), "start": one["start"], "end": one["end"], "written": str(one["written"])}
            for one in reading.findings if one["rule"] in reading.objections
        )  # fmt: skip


class ClaimNotFound(Exception):
    """No claim that the person may act on has this id."""

    code = "not_found"


class ClaimDecided(Exception):
    """The claim does not wait for a decision, or has ended; carries its state."""

    code = "state_conflict"

    def __init__(self, *, state: ClaimState) -> None:
        super().__init__(f"the claim is {state.value.lower()}")
        self.from_state = state


class SamePersonReleases(Exception):
    """Who made a claim does not release it."""

    code = "second_person_required"

    def __init__(self) -> None:
        super().__init__("who made the claim does not release it")


class ReasonMissing(Exception):
    """A release, a refusal and a withdrawal say why."""

    code = "invalid_request"


@transaction.atomic
def publish_claim(
    *,
    claim_id: UUID,
    ask: ClaimAsk,
    organization_ids: Collection[UUID],
    person: Person,
    request_id: str,
    at: datetime,
    plea: str = "",
) -> PublicClaim:
    """Publish a text about a certificate or a disclosed year of these organizations. For their buyers and reporters.

    A text that a rule objects to needs ``plea``, the reason why it should stand nevertheless; it then waits for
    ``decide_claim`` and is not public. A repeat is answered with the first claim, also when its record was replaced since.
    Raises ClaimSubjectNotFound, ClaimNotSupported, UnverifiedNotAccepted, WordingRefused, RequestReused.
    """
    given = fingerprint(
        verb="claim",
        given={
            "certificate": ask.certificate_id, "disclosure": ask.disclosure_id, "language": ask.language,
            "text": ask.text, "subject": ask.subject, "markets": list(ask.markets), "plea": plea,
        },
    )  # fmt: skip
    known = _known(organization_ids=organization_ids, request_id=request_id, given=given)
    if known is not None:
        return known
    reading = read_claim(ask=ask, organization_ids=organization_ids, at=at)
    lock_request(organization_id=reading.organization_id, request_id=request_id)
    known = _known(organization_ids=(reading.organization_id,), request_id=request_id, given=given)
    if known is not None:
        return known
    if reading.objections and not plea.strip():
        raise WordingRefused(reading=reading)
    made = PublicClaim.objects.create(
        pk=claim_id, organization_id=reading.organization_id, kind=reading.kind.value,
        certificate_id=ask.certificate_id, disclosure_id=ask.disclosure_id, claimant=reading.claimant,
        year=reading.year, language=ask.language, text=reading.text, is_own_wording=bool(ask.text.strip()),
        subject=ask.subject, markets=list(ask.markets), template_rule_set=reading.template_rule_set,
        lint_rule_set=reading.verdict.rule_set, findings=reading.findings, objections=list(reading.objections),
        plea=plea.strip() if reading.objections else "", basis=reading.basis, person=person, request_id=request_id,
        fingerprint=given, effective_at=at,
    )  # fmt: skip
    _note(made, act="asked" if made.objections else "published", person=person, request_id=request_id, at=at)
    return made


@transaction.atomic
def decide_claim(
    *, claim_id: UUID, is_released: bool, reason: str, person: Person, request_id: str, at: datetime
) -> ClaimDecision:  # fmt: skip
    """Release or refuse a claim that a rule objects to, once. For eligibility and governance staff, never its maker.

    A released claim is public and shows the rule, the plea and this reason. Raises ClaimNotFound, ClaimDecided,
    SamePersonReleases, ReasonMissing, RequestReused.
    """
    known = ClaimDecision.objects.filter(request_id=request_id).first()
    if known is not None:
        first, now = [known.claim_id, known.is_released, known.reason], [claim_id, is_released, reason.strip()]
        _require_same(request_id=request_id, first=first, now=now)
        return known
    if not reason.strip():
        raise ReasonMissing("say why the claim is released or refused")
    claim = _find(claim_id)
    if state_of(claim=claim) is not ClaimState.WAITING:
        raise ClaimDecided(state=state_of(claim=claim))
    if claim.person_id == person.pk:
        raise SamePersonReleases
    decided = ClaimDecision.objects.create(
        claim=claim, is_released=is_released, reason=reason.strip(), person=person, request_id=request_id,
        effective_at=at,
    )  # fmt: skip
    act = "released" if is_released else "refused"
    _note(claim, act=act, person=person, request_id=request_id, at=at, reason=reason)
    return decided


@transaction.atomic
def withdraw_claim(
    *, claim_id: UUID, organization_ids: Collection[UUID], reason: str, person: Person, request_id: str, at: datetime
) -> ClaimWithdrawal:  # fmt: skip
    """End a claim of these organizations, before or after its publication. It stays readable where it was public.

    Raises ClaimNotFound, ClaimDecided where it has ended, ReasonMissing, RequestReused.
    """
    known = ClaimWithdrawal.objects.filter(request_id=request_id).first()
    if known is not None:
        _require_same(request_id=request_id, first=[known.claim_id, known.reason], now=[claim_id, reason.strip()])
        return known
    if not reason.strip():
        raise ReasonMissing("say why the claim is withdrawn")
    claim = _find(claim_id)
    if claim.organization_id not in organization_ids:
        raise ClaimNotFound("no claim of yours has this id")
    if state_of(claim=claim) in {ClaimState.WITHDRAWN, ClaimState.REFUSED}:
        raise ClaimDecided(state=state_of(claim=claim))
    ended = ClaimWithdrawal.objects.create(
        claim=claim, reason=reason.strip(), person=person, request_id=request_id, effective_at=at
    )
    _note(claim, act="withdrawn", person=person, request_id=request_id, at=at, reason=reason)
    return ended


def _known(*, organization_ids: Collection[UUID], request_id: str, given: bytes) -> PublicClaim | None:
    found = list_claims().filter(organization_id__in=organization_ids, request_id=request_id).first()
    if found is not None:
        require_same_input(request_id=request_id, first=found.fingerprint, now=given)
    return found


def _require_same(*, request_id: str, first: object, now: object) -> None:
    require_same_input(
        request_id=request_id, first=fingerprint(verb="claim act", given=first),
        now=fingerprint(verb="claim act", given=now),
    )  # fmt: skip


def _find(claim_id: UUID) -> PublicClaim:
    lock_name(name=f"claim:{claim_id}")
    found = list_claims().filter(pk=claim_id).first()
    if found is None:
        raise ClaimNotFound("no claim has this id")
    return found


def _note(claim: PublicClaim, *, act: str, person: Person, request_id: str, at: datetime, reason: str = "") -> None:
    record_audit_line(
        action=f"claim.{act}", subject=show_id(prefix="clm", id=claim.pk), person_id=person.pk,
        organization_id=claim.organization_id, request_id=request_id, at=at,
        facts={"kind": claim.kind, "year": claim.year, "objections": list(claim.objections), "reason": reason},
    )  # fmt: skip
