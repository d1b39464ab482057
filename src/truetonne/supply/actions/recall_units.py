"""Recalling impaired serials, tried out before it is done, and making good what was retired of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.outbox import write_event
from truetonne.ledger import actions as ledger
from truetonne.ledger import queries
from truetonne.ledger.queries import OpenMakeGood
from truetonne.ledger.values import Draw, LotState, Recall, Retirement, RetirementInstruction
from truetonne.proof.canonical import decode
from truetonne.supply.actions.listing import find_review
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.acts import record_act
from truetonne.supply.lots import get_holding_of

RECALL_PREFIX = "rcl"
_ALIKE = ("beneficiary", "purpose", "wording", "holder")
"""Groups of a recalled certificate that the one which makes it good repeats."""


class NothingToMakeGood(Exception):
    """This line has nothing open any more; carries its certificate."""

    code = "state_conflict"

    def __init__(self, *, line_id: int) -> None:
        super().__init__("nothing of this line waits to be made good")
        self.line_id = line_id


class WeakerClass(Exception):
    """A make-good is of the recalled units' class or of a removal; carries both classes."""

    code = "class_mismatch"

    def __init__(self, *, offered: str, needed: str) -> None:
        super().__init__(f"units of class {offered or 'unknown'} cannot make good units of class {needed}")
        self.offered = offered
        self.needed = needed


def preview_recall(
    *, program: str, key: str, first: int, last: int, reason: str, request_id: str, at: datetime
) -> Recall:
    """Return what a recall of these serials would do, and do nothing. Raises what ``ledger.recall_serials`` raises."""
    with transaction.atomic():
        recall = ledger.recall_serials(
            program=program, key=key, first=first, last=last, reason=reason, request_id=f"preview/{request_id}", at=at
        )
        transaction.set_rollback(True)
    return recall


@transaction.atomic
def recall_units(*, program: str, key: str, first: int, last: int, reason: str, by: By) -> Recall:
    """Recall serials: their certificates get a notice for good, what is unsold of them goes on hold.

    Cannot be undone; a hold can be released. Called by supply staff. Raises what ``ledger.recall_serials`` raises.
    """
    recall = ledger.recall_serials(
        program=program, key=key, first=first, last=last, reason=reason, request_id=by.request_id, at=by.at
    )
    facts = {"program": program, "key": key, "first": first, "last": last, "reason": reason}
    record_act(
        action="units.recalled",
        subject=show_id(prefix=RECALL_PREFIX, id=recall.recall_id),
        person_id=by.person_id,
        request_id=by.request_id,
        at=by.at,
        facts=facts,
    )
    certificates = sorted({show_id(prefix="crt", id=line.certificate_id) for line in recall.lines})
    write_event(
        type="credit.recalled",
        subject=show_id(prefix=RECALL_PREFIX, id=recall.recall_id),
        organization_id=None,
        request_id=by.request_id,
        at=by.at,
        data={**facts, "certificates": certificates},
    )
    return recall


@transaction.atomic
def make_good(
    *,
    line: OpenMakeGood,
    lot_id: UUID,
    kg: int,
    retirement_id: UUID,
    certificate_id: UUID,
    by: By,
    new_salt: Callable[[], bytes],
) -> Retirement:
    """Retire units of another lot in place of recalled ones: same beneficiary, purpose and period, a new certificate.

    Final. The recalled certificate shows which one made it good. Called by finance staff. Raises NothingToMakeGood,
    WeakerClass and what ``ledger.retire_units`` raises (MakeGoodExceedsRecall, InsufficientStock, LotNotListed ...).
    """
    recalled = queries.get_retirement(certificate_id=line.certificate_id).retirement
    body = _members(value=decode(recalled.body))
    lot = queries.get_lot(lot_id=lot_id)
    _check_class(lot=lot, needed=_class_of_line(recalled=recalled, line_id=line.line_id))
    private = {name: part for name, part in _annex_parts(annex=recalled.annex).items() if name != "price"}
    public: dict[str, object] = {name: body[name] for name in _ALIKE if name in body}
    public["act"] = {"request_id": by.request_id}
    public["quality"] = _quality(lot=lot)
    retirement = ledger.retire_units(
        instruction=RetirementInstruction(
            retirement_id=retirement_id,
            certificate_id=certificate_id,
            draws=(Draw(lot_id=lot_id, kg=kg),),
            public={name: value for name, value in public.items() if value},
            private=private,
            salts={part: new_salt() for part in ("price", *sorted(private))},
            effective_at=by.at,
            make_good_for=(line.line_id,),
        ),
        request_id=by.request_id,
        at=by.at,
    )
    record_act(
        action="units.made_good",
        event="credit.made_good",
        subject=show_id(prefix="crt", id=retirement.certificate_id),
        person_id=by.person_id,
        request_id=by.request_id,
        at=by.at,
        facts={"for": show_id(prefix="crt", id=line.certificate_id), "kg": kg},
    )
    return retirement


def find_open_line(*, recall_id: UUID, line_id: int) -> OpenMakeGood:
    """Return a recalled line that waits to be made good. Raises NothingToMakeGood."""
    for line in queries.list_open_make_goods():
        if line.recall_id == recall_id and line.line_id == line_id:
            return line
    raise NothingToMakeGood(line_id=line_id)


def can_make_good(*, lot: LotState, needed: str) -> bool:
    """Whether a lot's class is the recalled units' own or, for a reduction, a removal."""
    offered = str(lot.facts.get("credit_class", ""))
    return not needed or offered == needed or (needed.startswith("REDUCTION") and offered.startswith("REMOVAL"))


def class_of_recalled(*, line: OpenMakeGood) -> str:
    """Return the credit class of a recalled line, empty where its registry states none."""
    recalled = queries.get_retirement(certificate_id=line.certificate_id).retirement
    return _class_of_line(recalled=recalled, line_id=line.line_id)


def _check_class(*, lot: LotState, needed: str) -> None:
    if not can_make_good(lot=lot, needed=needed):
        raise WeakerClass(offered=str(lot.facts.get("credit_class", "")), needed=needed)


def _class_of_line(*, recalled: Retirement, line_id: int) -> str:
    for line in recalled.lines:
        if line.line_id == line_id:
            return str(queries.get_lot(lot_id=line.lot_id).facts.get("credit_class", ""))
    raise NothingToMakeGood(line_id=line_id)


def _annex_parts(*, annex: Mapping[str, object]) -> dict[str, object]:
    """Return an annex's parts without their salts."""
    return {name: _members(value=part)["value"] for name, part in annex.items()}


def _members(*, value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value


def _quality(*, lot: LotState) -> list[dict[str, object]]:
    review = find_review(holding=get_holding_of(lot=lot))
    if review is None:
        return []
    return [
        {
            "lot_id": show_id(prefix="lot", id=lot.lot_id),
            "review_id": show_id(prefix="rev", id=review.pk),
            "reviewer": review.reviewer.name,
            "reviewed_on": review.effective_at.date().isoformat(),
            "next_review_on": review.next_review.isoformat(),
        }
    ]
