"""Certificate bodies and annexes out of an instruction and the lines that were drawn for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from truetonne.edge.formats.words import quantity_in_words
from truetonne.edge.identifiers import show_id
from truetonne.ledger.issuer import Issuer
from truetonne.ledger.lots import DrawnLine
from truetonne.ledger.values import RetirementInstruction, UnitKind
from truetonne.proof.annex import build_annex, seal_parts
from truetonne.proof.canonical import encode
from truetonne.proof.certificate import build_body, instant_text
from truetonne.science.money import COST_PARTS, CostParts
from truetonne.science.quantity import format_tonnes


def price_part(*, lines: Sequence[DrawnLine]) -> dict[str, object]:
    """Return the annex part ``price``: what each line was charged, per cost part; the margin is 0 by construction."""
    return {
        "currency": lines[0].currency,
        "lines": [
            {
                "lot_id": show_id(prefix="lot", id=line.lot.lot_id),
                "kg": line.kg,
                "charged_minor": _named(line.charged),
                "total_minor": line.charged.total,
            }
            for line in lines
        ],
        "margin_minor": 0,
        "total_minor": sum(line.charged.total for line in lines),
    }


def line_member(*, line: DrawnLine, facts: Mapping[str, object]) -> dict[str, object]:
    """Return one line of a body: the lot's facts with the serials and kilograms taken."""
    part = line.lot.serials(start_unit=line.start_unit, kg=line.kg)
    member = {
        **facts,
        "lot_id": show_id(prefix="lot", id=line.lot.lot_id),
        "first": part.first,
        "last": part.last,
        "unit_kg": line.lot.block.unit_kg,
        "first_part_kg": part.first_part_kg,
        "last_part_kg": part.last_part_kg,
        "kg": line.kg,
    }
    inset = facts.get("inset")
    if isinstance(inset, Mapping):
        member["inset"] = {**inset, "energy_mj": line.energy_mj, "volume_ml": line.volume_ml}
    return member


def body_and_annex(
    *,
    issuer: Issuer,
    instruction: RetirementInstruction,
    kind: UnitKind,
    lines: Sequence[DrawnLine],
    members: Sequence[Mapping[str, object]],
    effective_at: datetime,
    recorded_at: datetime,
) -> tuple[bytes, dict[str, object], bytes]:
    """Return the canonical body, the annex and the annex's canonical bytes. Raises BodyInvalid, EntryTooLarge, SaltInvalid."""
    parts = {**instruction.private, "price": price_part(lines=lines)}
    annex = build_annex(parts=parts, salts=instruction.salts)
    certificate_id = show_id(prefix="crt", id=instruction.certificate_id)
    kg = sum(line.kg for line in lines)
    body = build_body(
        certificate_id=certificate_id,
        retirement_id=show_id(prefix="ret", id=instruction.retirement_id),
        version=1,
        kind="CREDIT" if kind is UnitKind.CREDIT else "INSET",
        livemode=issuer.livemode,
        operator=issuer.operator,
        key_id=issuer.key.id,
        verify_url=issuer.certificate_url(certificate_id=certificate_id),
        public=instruction.public,
        lines=members,
        kg=kg,
        tonnes=format_tonnes(kg=kg),
        words=quantity_in_words(kg=kg, language="en"),
        annex_sha256=seal_parts(parts=parts, salts=instruction.salts),
        effective_at=instant_text(effective_at),
        recorded_at=instant_text(recorded_at),
    )
    return body, annex, encode(annex)


def _named(parts: CostParts) -> dict[str, int]:
    return dict(zip(COST_PARTS, parts.as_tuple(), strict=True))
