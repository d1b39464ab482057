"""Retire at once on behalf of a beneficiary, for the operator's staff: the money is settled outside the exchange.

All rules of an order hold: listed and priced lots of credits at cost, a confirmed name, purpose, period and
authorization. There is no quote and no order; the ledger's rows, one audit line and one event are all that is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.outbox import Happened, write_events
from truetonne.ledger.actions.retire import retire_units
from truetonne.ledger.queries.repeats import find_retirement_of_request
from truetonne.ledger.requests import RequestReused
from truetonne.ledger.values import Draw, Retirement, RetirementInstruction
from truetonne.ledger.wire import Statement, instant
from truetonne.ledger.wire import transaction as wire_transaction
from truetonne.market.actions.allocate import AmountTooSmall, Pick
from truetonne.market.actions.place_order import require_removals
from truetonne.market.attribution import Beneficiary, Claim, require_attribution
from truetonne.market.certificate_fields import build_fields
from truetonne.market.confirmed_names import require_known_name
from truetonne.market.lot_kinds import classes_of_credits
from truetonne.market.states import Purpose
from truetonne.market.unit_groups import UnitGroups, read_unit_groups

_RECORD_FIRST = Statement.of(
    name="direct_record_first",
    sql="""
    INSERT INTO people_auditline (action, subject, person_id, organization_id, request_id, facts, effective_at)
    SELECT 'units.retired', $1::text, $2::uuid, $3::uuid, $4::text, convert_from($5::bytea, 'UTF8')::jsonb, $6::timestamptz
    WHERE pg_try_advisory_xact_lock(hashtextextended('retire:' || $4::text, 1))
    RETURNING 1
    """,
)
_FACTS_OF = "SELECT facts FROM people_auditline WHERE subject = %s AND request_id = %s"


class RetirementRunning(Exception):
    """The same request is being carried out by another connection."""

    code = "request_in_progress"


class OtherRequest(Exception):
    """The request id was used for another request; carries the short forms of both fingerprints."""

    code = "idempotency_key_reused"

    def __init__(self, *, first_fingerprint: str, fingerprint: str) -> None:
        super().__init__(f"the key first came with request {first_fingerprint}, now with {fingerprint}")
        self.first_fingerprint = first_fingerprint
        self.fingerprint = fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectRetirement:
    """What is retired, in whose name and for what. ``settled_by`` says how it was paid outside the exchange."""

    retirement_id: UUID
    certificate_id: UUID
    picks: tuple[Pick, ...]
    beneficiary: Beneficiary
    claim: Claim
    is_authorized: bool
    effective_at: datetime
    settled_by: str = ""
    external_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who retires: a person of the operator, and the operator's name as certificates print it."""

    person_id: UUID
    organization_id: UUID
    operator_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """A retirement, and whether it was made by an earlier copy of the same request."""

    retirement: Retirement
    is_replayed: bool


class _Replayed(Exception):
    """Ends the transaction of a repeat, so that its audit line is not kept."""

    def __init__(self, *, retirement: Retirement) -> None:
        super().__init__("made before")
        self.retirement = retirement


def retire_directly(
    *,
    wanted: DirectRetirement,
    staff: Staff,
    name_id: UUID,
    new_salt: Callable[[], bytes],
    request_id: str,
    fingerprint: str,
    at: datetime,
) -> Retired:
    """Retire units of named lots for good and make the certificate. For finance staff; cannot be undone.

    ``fingerprint`` tells this request from another under the same id. Raises what ``judge_direct`` raises,
    RetirementRunning, OtherRequest, AmountTooSmall and the ledger's refusals.
    """
    judge_direct(wanted=wanted, staff=staff, name_id=name_id, at=at)
    units = read_unit_groups(lot_ids=[pick.lot_id for pick in wanted.picks], day=wanted.effective_at.date())
    instruction = build_direct(wanted=wanted, units=units, staff=staff, request_id=request_id, new_salt=new_salt, at=at)
    try:
        with transaction.atomic():
            record_first(wanted=wanted, staff=staff, request_id=request_id, fingerprint=fingerprint, at=at)
            made = retire_units(instruction=instruction, request_id=request_id, at=at)
            if made.retirement_id != wanted.retirement_id:
                raise _Replayed(retirement=made)
            require_cost(retirement=made)
            write_events(happened=(completed(wanted=wanted, staff=staff, request_id=request_id),), at=at)
    except _Replayed as repeat:
        return replay_direct(retirement=repeat.retirement, request_id=request_id, fingerprint=fingerprint)
    except RequestReused:
        # The review or the hidden name may have changed since: only the fingerprint says whether the request has.
        first = find_retirement_of_request(request_id=request_id)
        if first is None:
            raise
        return replay_direct(retirement=first, request_id=request_id, fingerprint=fingerprint)
    return Retired(retirement=made, is_replayed=False)


def find_direct(*, request_id: str, fingerprint: str) -> Retired | None:
    """Return what this very request retired before, None if nothing. Raises OtherRequest."""
    first = find_retirement_of_request(request_id=request_id)
    return None if first is None else replay_direct(retirement=first, request_id=request_id, fingerprint=fingerprint)


def judge_direct(*, wanted: DirectRetirement, staff: Staff, name_id: UUID, at: datetime) -> None:
    """Check all that needs no lock.

    Raises AttributionRequired, AttributionInvalid, AuthorizationRequired, BeneficiaryNameInReview,
    BeneficiaryNameRefused, LotNotForSale, RemovalNeeded.
    """
    require_attribution(
        beneficiary=wanted.beneficiary, claim=wanted.claim, is_authorized=wanted.is_authorized, at=wanted.effective_at
    )
    require_known_name(beneficiary=wanted.beneficiary, name_id=name_id, organization_id=staff.organization_id, at=at)
    classes = classes_of_credits(lot_ids=(pick.lot_id for pick in wanted.picks))
    if wanted.claim.purpose == Purpose.RESIDUAL_NEUTRALIZATION:
        require_removals(classes=classes)


def build_direct(
    *,
    wanted: DirectRetirement,
    units: UnitGroups,
    staff: Staff,
    request_id: str,
    new_salt: Callable[[], bytes],
    at: datetime,
) -> RetirementInstruction:
    """Return the ledger's instruction; the certificate names no order because there is none."""
    fields = build_fields(
        beneficiary=wanted.beneficiary,
        claim=wanted.claim,
        operator_name=staff.operator_name,
        order_id="",
        request_id=request_id,
        retired_on=wanted.effective_at.date(),
        written_on=at.date(),
        units=units.of_lots(lot_ids=[pick.lot_id for pick in wanted.picks]),
        new_salt=new_salt,
    )
    return RetirementInstruction(
        retirement_id=wanted.retirement_id,
        certificate_id=wanted.certificate_id,
        draws=tuple(Draw(lot_id=pick.lot_id, kg=pick.kg) for pick in wanted.picks),
        public={**fields.public, "act": {"request_id": request_id}},
        private=fields.private,
        salts=fields.salts,
        effective_at=wanted.effective_at,
    )


def record_first(*, wanted: DirectRetirement, staff: Staff, request_id: str, fingerprint: str, at: datetime) -> None:
    """Write who retires what, and keep a second copy of the request out until this transaction ends.

    Raises RetirementRunning while another transaction holds the request.
    """
    with wire_transaction() as wire:
        written = wire.run(
            _RECORD_FIRST,
            show_id(prefix="ret", id=wanted.retirement_id).encode(),
            staff.person_id.bytes,
            staff.organization_id.bytes,
            request_id.encode(),
            json.dumps(audit_facts(wanted=wanted, fingerprint=fingerprint)).encode(),
            instant(at),
        )
    if not written:
        raise RetirementRunning("the same request is running")


def audit_facts(*, wanted: DirectRetirement, fingerprint: str) -> dict[str, str]:
    """Return what the audit line of a direct retirement keeps besides who and when."""
    facts = {"fingerprint": fingerprint, "settled_by": wanted.settled_by, "external_id": wanted.external_id}
    return {name: fact for name, fact in facts.items() if fact}


def completed(*, wanted: DirectRetirement, staff: Staff, request_id: str) -> Happened:
    """Return what the operator's own programs are told of a direct retirement: there is no buyer's order to tell of."""
    facts = {"retirement": show_id(prefix="ret", id=wanted.retirement_id), "external_id": wanted.external_id}
    return Happened(
        type="retirement.completed",
        subject=show_id(prefix="crt", id=wanted.certificate_id),
        organization_id=staff.organization_id,
        request_id=request_id,
        data={name: fact for name, fact in facts.items() if fact},
    )


def require_cost(*, retirement: Retirement) -> None:
    """Raise AmountTooSmall for a retirement that would cost nothing."""
    if sum(line.charged.total for line in retirement.lines) < 1:
        raise AmountTooSmall(requested_kg=retirement.kg, smallest_kg=None)


def replay_direct(*, retirement: Retirement, request_id: str, fingerprint: str) -> Retired:
    """Return the first answer where the first request had the same fingerprint, as its audit line says. Raises OtherRequest."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS_OF, (show_id(prefix="ret", id=retirement.retirement_id), request_id))
        row = cursor.fetchone()
    facts = row[0] if row else {}
    first = str((json.loads(facts) if isinstance(facts, str) else facts).get("fingerprint", ""))
    if first != fingerprint:
        raise OtherRequest(first_fingerprint=first[:12], fingerprint=fingerprint[:12])
    return Retired(retirement=retirement, is_replayed=True)
