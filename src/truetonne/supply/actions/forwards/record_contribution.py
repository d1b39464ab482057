"""Recording money given without units, putting an entry right, or withdrawing it. There is no way from here to a lot."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint
from truetonne.supply.actions.forwards.keeping import find_answer, note, require_text
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.forwards.states import ContributionKind
from truetonne.supply.models import Contribution


class ContributionReplaced(Exception):
    """Somebody put this entry right or withdrew it before; carries its id."""

    code = "state_conflict"

    def __init__(self, *, contribution_id: UUID) -> None:
        super().__init__(f"contribution {contribution_id} was replaced or withdrawn already")
        self.contribution_id = contribution_id


class NothingGiven(Exception):
    """A contribution is an amount above 0; carries the amount."""

    code = "invalid_money"

    def __init__(self, *, amount_minor: int) -> None:
        super().__init__(f"{amount_minor} is no amount above 0")
        self.amount_minor = amount_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """Who gave what to whom, when, for what, and where that is written."""

    kind: ContributionKind
    party: str
    organization_id: UUID | None
    recipient: str
    project_id: UUID | None
    amount_minor: int
    currency: str
    given_on: date
    purpose: str
    source: str


def record_contribution(
    *, contribution_id: UUID, gift: Gift, by: By, replaces_id: UUID | None = None, reason: str = ""
) -> Contribution:
    """Publish a contribution; with ``replaces_id`` it puts an earlier entry right, and says why. Supply staff only.

    It earns nothing: no unit, no claim, no reduction. Raises SourceMissing, NothingGiven, ContributionReplaced,
    RequestReused. Source: features reference CA-17.
    """
    require_text(
        texts={"party": gift.party, "recipient": gift.recipient, "purpose": gift.purpose, "source": gift.source}
    )
    if gift.amount_minor < 1:
        raise NothingGiven(amount_minor=gift.amount_minor)
    return _write(
        contribution_id=contribution_id, gift=gift, by=by, replaces_id=replaces_id, reason=reason, is_withdrawn=False
    )


def withdraw_contribution(*, contribution_id: UUID, withdrawal_id: UUID, reason: str, by: By) -> Contribution:
    """Take a contribution out of the public list with the reason; it stays on record. Called by supply staff.

    Raises SourceMissing, ContributionReplaced, RequestReused.
    """
    old = Contribution.objects.get(pk=contribution_id)
    names = Gift.__dataclass_fields__
    gift = Gift(**{name: getattr(old, name) for name in names})
    return _write(
        contribution_id=withdrawal_id, gift=gift, by=by, replaces_id=contribution_id, reason=reason, is_withdrawn=True
    )


def _write(
    *, contribution_id: UUID, gift: Gift, by: By, replaces_id: UUID | None, reason: str, is_withdrawn: bool
) -> Contribution:
    asked = (asdict(gift), replaces_id, reason, is_withdrawn, by.person_id)
    input_hash = fingerprint(verb="record_contribution", given=asked)
    first = find_answer(model=Contribution, request_id=by.request_id, input_hash=input_hash)
    if first is not None:
        return first
    if replaces_id is not None:
        require_text(texts={"reason": reason})
    with transaction.atomic():
        in_force = Contribution.objects.filter(is_withdrawn=False, replaced_by__isnull=True)
        if replaces_id is not None and not in_force.filter(pk=replaces_id).exists():
            raise ContributionReplaced(contribution_id=replaces_id)
        row = Contribution.objects.create(
            id=contribution_id, replaces_id=replaces_id, reason=reason, is_withdrawn=is_withdrawn,
            person_id=by.person_id, request_id=by.request_id, input_hash=input_hash, effective_at=by.at,
            **asdict(gift),
        )  # fmt: skip
        act = "withdrawn" if is_withdrawn else "corrected" if replaces_id else "recorded"
        facts = {"kind": str(gift.kind), "amount_minor": gift.amount_minor, "currency": gift.currency}
        note(action=f"contribution.{act}", subject=show_id(prefix="ctb", id=row.pk), by=by, facts=facts)
    return row
