"""The lines of a certificate as canonical bytes.

A lot's public facts are checked once; each line taken from the lot then costs one text formatting, which is what
makes thousands of certificates a second possible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from truetonne.proof.canonical import INTEGER_MAX, Refused, encode
from truetonne.proof.verifier import check_shape, line_kg

TAKEN = ("first", "first_part_kg", "kg", "last", "last_part_kg")
"""Members of a line that say what it takes; all others are facts of the lot."""


class BodyInvalid(ValueError):
    """A certificate's body cannot be made of these facts; carries the member, the reason's code and the reason.

    ``reason_code`` is a key of the verifier's REASONS, or a rule of building.
    """

    code = "invalid_request"

    def __init__(self, *, member: str, reason_code: str, reason: str) -> None:
        super().__init__(f"{member}: {reason}")
        self.member = member
        self.reason_code = reason_code
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateLine:
    """One checked line: its canonical bytes and what the sums need."""

    lot_id: str
    kg: int
    has_inset: bool
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class LotFacts:
    """The public facts of one lot of credits, checked: what every line of the lot repeats. Made by ``check_lot``."""

    lot_id: str
    unit_kg: int
    template: bytes

    def take(self, *, first: int, last: int, first_part_kg: int, last_part_kg: int) -> CertificateLine:
        """Return the line that takes serials ``first`` to ``last``, of which the ends may be taken in part.

        Raises BodyInvalid if the serials and kilograms cannot be so.
        """
        part = {"first": first, "last": last, "first_part_kg": first_part_kg, "last_part_kg": last_part_kg}
        kg = line_kg(line={**part, "unit_kg": self.unit_kg})
        if first < 0 or last > INTEGER_MAX or not 0 < kg <= INTEGER_MAX:
            reason = f"serials {first} to {last} with {first_part_kg} and {last_part_kg} kg of the ends cannot be"
            raise BodyInvalid(member="line.kg", reason_code="figures_disagree", reason=reason)
        data = self.template % (first, first_part_kg, kg, last, last_part_kg)
        return CertificateLine(lot_id=self.lot_id, kg=kg, has_inset=False, data=data)


def check_lot(*, facts: Mapping[str, object]) -> LotFacts:
    """Check a lot's public facts once for all its lines. Raises BodyInvalid.

    ``facts`` are all members of a line but those of TAKEN. A lot of insets has no such form: its litres and energy
    differ from line to line, see ``check_line``.
    """
    if "inset" in facts or "make_good_for" in facts:
        raise BodyInvalid(member="line.inset", reason_code="kinds_mixed", reason="give such a line whole")
    probe = {**facts, "first": 0, "last": 0, "kg": 1, "first_part_kg": 1, "last_part_kg": 1}
    checked = check_line(line=probe)
    members = (
        encode(name) + b":" + (b"%d" if name in TAKEN else encode(probe[name]).replace(b"%", b"%%"))
        for name in sorted(probe)
    )
    unit_kg = facts["unit_kg"]
    assert isinstance(unit_kg, int)
    return LotFacts(lot_id=checked.lot_id, unit_kg=unit_kg, template=b"{" + b",".join(members) + b"}")


def check_line(*, line: Mapping[str, object], member: str = "line") -> CertificateLine:
    """Check one whole line and return it as canonical bytes. Raises BodyInvalid."""
    plain: dict[str, Any] = dict(line)
    try:
        data = encode(plain)
        check_shape(value=plain, kind="line", member=member)
    except Refused as refusal:
        raise refused_body(refusal=refusal, member=member) from None
    if line_kg(line=plain) != plain["kg"]:
        reason = f"the serials come to {line_kg(line=plain)} kg, the line says {plain['kg']}"
        raise BodyInvalid(member=f"{member}.kg", reason_code="figures_disagree", reason=reason)
    check_id(value=plain["lot_id"], prefix="lot_", member=f"{member}.lot_id")
    for name in ("vintage_start", "vintage_end"):
        check_day(value=plain[name], member=f"{member}.{name}")
    if plain["vintage_start"] >= plain["vintage_end"]:
        reason = "the end is exclusive, after the start"
        raise BodyInvalid(member=f"{member}.vintage_end", reason_code="time_order", reason=reason)
    return CertificateLine(lot_id=plain["lot_id"], kg=plain["kg"], has_inset="inset" in plain, data=data)


def refused_body(*, refusal: Refused, member: str) -> BodyInvalid:
    """Turn a verifier's refusal into one of building."""
    place = str(refusal.facts.get("member", member))
    return BodyInvalid(member=place, reason_code=refusal.code, reason=str(refusal))


def check_id(*, value: str, prefix: str, member: str) -> None:
    """Refuse the id of another kind of thing."""
    if not value.startswith(prefix):
        raise BodyInvalid(member=member, reason_code="wrong_value", reason=f"an id here starts with {prefix}")


def check_day(*, value: str, member: str) -> None:
    """Refuse a day, alone or at the head of an instant, that the calendar does not have."""
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        raise BodyInvalid(member=member, reason_code="wrong_value", reason=f"there is no day {value[:10]}") from None
