"""The public facts of lots, as certificates repeat them: fixed at issue, so that they are read once a process."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.ledger.lots import LockedLot
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.values import UnitKind
from truetonne.ledger.wire import Statement, Wire, int8s
from truetonne.proof.certificate_line import BodyInvalid, LotFacts, check_line, check_lot

_READ = Statement.of(name="facts_read", sql="SELECT id, facts FROM ledger_lot WHERE id = ANY($1::bigint[])")
_KNOWN: dict[tuple[int, UUID], KnownLot] = {}
_KNOWN_MAX = 20_000

_SAMPLE = {
    "lot_id": "lot_" + "0" * 26,
    "first": 0,
    "last": 0,
    "unit_kg": 1,
    "first_part_kg": 1,
    "last_part_kg": 1,
    "kg": 1,
}
_COMPUTED = frozenset((*_SAMPLE, "make_good_for"))


class FactsInvalid(Refusal):
    """A lot's facts cannot stand on a certificate line; carries the member and the reason."""

    code = "invalid_request"

    def __init__(self, *, member: str, reason: str) -> None:
        super().__init__(f"the facts of a lot: {member}: {reason}")
        self.member = member
        self.reason = reason


def check_facts(*, facts: Mapping[str, object]) -> None:
    """Refuse facts that a certificate line could not repeat, so that retiring never fails on them. Raises FactsInvalid."""
    for name in sorted(_COMPUTED & facts.keys()):
        raise FactsInvalid(member=name, reason="the ledger states this itself")
    inset = facts.get("inset")
    plain = dict(facts)
    if isinstance(inset, Mapping):
        plain["inset"] = {**inset, "volume_ml": 0, "energy_mj": 0}
    try:
        check_line(line={**plain, **_SAMPLE})
    except BodyInvalid as refusal:
        raise FactsInvalid(member=refusal.member.removeprefix("line."), reason=refusal.reason) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLot:
    """A lot's facts as certificates state them. ``checked`` makes a line in one step; None for insets."""

    shown_id: str
    facts: Mapping[str, object]
    checked: LotFacts | None


def read_facts(*, wire: Wire, lots: Iterable[LockedLot]) -> dict[int, KnownLot]:
    """Return the facts of lots by key, from memory where this process has seen them."""
    found: dict[int, KnownLot] = {}
    missing: dict[int, LockedLot] = {}
    for lot in lots:
        known = _KNOWN.get((lot.pk, lot.lot_id))
        if known is None:
            missing[lot.pk] = lot
        else:
            found[lot.pk] = known
    if missing:
        if len(_KNOWN) + len(missing) > _KNOWN_MAX:
            _KNOWN.clear()
        for pk, facts in wire.run(_READ, int8s(list(missing))):
            lot = missing[int(pk or 0)]
            found[lot.pk] = _KNOWN[lot.pk, lot.lot_id] = _known(lot=lot, facts=json.loads(facts or b"{}"))
    return found


def _known(*, lot: LockedLot, facts: Mapping[str, object]) -> KnownLot:
    shown_id = show_id(prefix="lot", id=lot.lot_id)
    whole = {**facts, "lot_id": shown_id, "unit_kg": lot.block.unit_kg}
    checked = check_lot(facts=whole) if lot.kind is UnitKind.CREDIT else None
    return KnownLot(shown_id=shown_id, facts=whole, checked=checked)
