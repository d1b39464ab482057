"""Certificate bodies and annexes out of an instruction and the lines that were drawn for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from truetonne.edge.formats.words import quantity_in_words
from truetonne.edge.identifiers import show_id
from truetonne.ledger.facts import KnownLot
from truetonne.ledger.issuer import Issuer
from truetonne.ledger.lots import DrawnLine
from truetonne.ledger.values import RetirementInstruction, UnitKind
from truetonne.proof.annex import seal_annex
from truetonne.proof.canonical import encode, join_array
from truetonne.proof.certificate import build_body, instant_text
from truetonne.proof.certificate_line import CertificateLine, check_line
from truetonne.science.money import COST_PARTS
from truetonne.science.quantity import format_tonnes

_PRICE_LINE = {"charged_minor": dict.fromkeys(COST_PARTS, 0), "kg": 0, "lot_id": "", "total_minor": 0}
_CHARGE_ORDER = tuple(COST_PARTS.index(part) for part in sorted(COST_PARTS))
_PRICE_LINE_FORM = encode(_PRICE_LINE).replace(b":0", b":%d").replace(b'""', b'"%b"')
"""A line of the price part as its canonical bytes are formed: all its members but the lot's id are integers."""

_PRICE_FORM = b'{"currency":%b,"lines":%b,"margin_minor":0,"total_minor":%d}'


def price_part(*, lines: Sequence[DrawnLine], known: Mapping[int, KnownLot]) -> bytes:
    """Return the canonical bytes of the annex part ``price``: what each line was charged, per cost part.

    The margin is 0 by construction: a total is the sum of its parts.
    """
    shown: list[bytes] = []
    whole = 0
    for line in lines:
        charged = line.charged.as_tuple()
        total = sum(charged)
        whole += total
        parts = [charged[place] for place in _CHARGE_ORDER]
        shown.append(_PRICE_LINE_FORM % (*parts, line.kg, known[line.lot.pk].shown_id.encode(), total))
    return _PRICE_FORM % (encode(lines[0].currency), join_array(items=shown), whole)


def certificate_line(
    *,
    line: DrawnLine,
    known: KnownLot,
    make_good_for: Sequence[Mapping[str, object]] = (),
    covered_by: Sequence[Mapping[str, object]] = (),
) -> CertificateLine:
    """Return one line of a body: the lot's facts with the serials and kilograms taken. Raises BodyInvalid."""
    part = line.serials
    if known.checked is not None and not make_good_for:
        return known.checked.take(
            first=part.first, last=part.last, first_part_kg=part.first_part_kg, last_part_kg=part.last_part_kg
        )
    member: dict[str, object] = {
        **known.facts,
        "first": part.first,
        "last": part.last,
        "first_part_kg": part.first_part_kg,
        "last_part_kg": part.last_part_kg,
        "kg": line.kg,
    }
    if make_good_for:
        member["make_good_for"] = list(make_good_for)
    inset = known.facts.get("inset")
    if isinstance(inset, Mapping):
        member["inset"] = {
            **inset,
            "energy_mj": line.energy_mj,
            "volume_ml": line.volume_ml,
            **({"covered_by": list(covered_by)} if covered_by else {}),
        }
    return check_line(line=member)


def labels_of_lines(
    *, public: Mapping[str, object], lines: Sequence[DrawnLine], known: Mapping[int, KnownLot]
) -> Mapping[str, object]:
    """Return the public groups with those labels only that hold for every serial drawn from their lot.

    The market says for which serials a label was given (``first`` to ``last``, both included); which serials an
    instruction takes is known under the lots' lock only. Once that is decided the range is not repeated.
    """
    given = public.get("labels")
    if not isinstance(given, list):
        return public
    drawn: dict[str, list[tuple[int, int]]] = {}
    for line in lines:
        drawn.setdefault(known[line.lot.pk].shown_id, []).append((line.serials.first, line.serials.last))
    kept = [
        {name: value for name, value in label.items() if name not in {"first", "last"}}
        for label in given
        if "first" not in label
        or all(label["first"] <= first and last <= label["last"] for first, last in drawn.get(label["lot_id"], ()))
    ]
    groups = {name: value for name, value in public.items() if name != "labels"}
    return {**groups, "labels": kept} if kept else groups


def body_and_annex(
    *,
    issuer: Issuer,
    instruction: RetirementInstruction,
    kind: UnitKind,
    lines: Sequence[DrawnLine],
    known: Mapping[int, KnownLot],
    members: Sequence[CertificateLine],
    effective_at: datetime,
    recorded_at: datetime,
) -> tuple[bytes, bytes]:
    """Return the canonical bytes of body and annex. Raises BodyInvalid, EntryTooLarge, SaltInvalid, PartUnknown."""
    price = price_part(lines=lines, known=known)
    annex = seal_annex(parts=instruction.private, salts=instruction.salts, encoded_parts={"price": price})
    certificate_id = show_id(prefix="crt", id=instruction.certificate_id)
    kg = sum(line.kg for line in lines)
    body = build_body(
        certificate_id=certificate_id,
        retirement_id=show_id(prefix="ret", id=instruction.retirement_id),
        version=1,
        kind="CREDIT" if kind is UnitKind.CREDIT else "INSET",
        livemode=issuer.livemode,
        operator=issuer.operator,
        key_id=issuer.key_id,
        verify_url=issuer.certificate_url(certificate_id=certificate_id),
        public=labels_of_lines(public=instruction.public, lines=lines, known=known),
        lines=members,
        kg=kg,
        tonnes=format_tonnes(kg=kg),
        words=quantity_in_words(kg=kg, language="en"),
        annex_sha256=annex.seals,
        effective_at=instant_text(effective_at),
        recorded_at=instant_text(recorded_at),
    )
    return body, annex.data
