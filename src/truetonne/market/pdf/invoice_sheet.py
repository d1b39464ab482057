"""What an invoice or credit note shows, as one JSON object for its typst template: texts translated, figures printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from truetonne.edge import formats
from truetonne.edge.languages import read_tag
from truetonne.edge.logo import Logo
from truetonne.edge.parties import country_name
from truetonne.edge.pdf import compile_pdf
from truetonne.edge.pdf.heads import head_svg
from truetonne.edge.qr import draw_code
from truetonne.market.lot_facts import LotFacts
from truetonne.market.pdf.drawing import qr_svg
from truetonne.market.told import tell
from truetonne.market.values import QuotedLine
from truetonne.market.words import CREDIT_REASON_WORDS, PART_WORDS
from truetonne.science.money import COST_PARTS

TEMPLATE = Path(__file__).parent / "invoice.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """All that one document prints. ``reverses`` and ``reason`` are set on a credit note only."""

    is_credit_note: bool
    number: str
    reverses: str
    reason: str
    order_code: str
    order_address: str
    beneficiary: str
    currency: str
    amount_minor: int
    parties: Mapping[str, Mapping[str, str]]
    lines: Sequence[QuotedLine]
    lots: Mapping[UUID, LotFacts]
    issued_at: datetime
    due_at: datetime
    livemode: bool
    disclaimers: Sequence[Mapping[str, Any]] = ()
    logo: Logo | None = None


def print_document(*, facts: DocumentFacts, language: str, extra_fonts: Path | None = None) -> bytes:
    """Return the PDF of a document in one language; the same facts give the same bytes.

    Raises UnknownLanguage, and MissingGlyph for a name that no font can print.
    """
    data = read_document(facts=facts, language=language)
    return compile_pdf(template=TEMPLATE, data=data, at=facts.issued_at, extra_fonts=extra_fonts)


def read_document(*, facts: DocumentFacts, language: str) -> dict[str, object]:
    """Return the JSON object that invoice.typ reads, in one language."""
    tag = read_tag(language=language)
    with translation.override(tag.lower()):
        title = _("Credit note") if facts.is_credit_note else _("Invoice")
        seller = facts.parties["seller"]
        return {
            "lang": tag.split("-")[0],
            "script": "Hans" if tag == "zh-Hans" else "Latn",
            "document_title": f"{title} {facts.number}",
            "operator": seller["name"],
            "foot": f"{facts.number} · {seller['name']}",
            "title": title,
            "number": facts.number,
            "sandbox": "" if facts.livemode else _("Sandbox: this document asks for no real money."),
            "seller": _party(seller),
            "buyer": _party(facts.parties["buyer"]),
            "facts_left": _left(facts=facts, language=tag),
            "facts_right": _right(facts=facts, language=tag),
            "lines": [_line(line=line, facts=facts, language=tag) for line in facts.lines],
            "parts": _parts(facts=facts, language=tag),
            "total": _money(minor=_total(facts=facts), facts=facts, language=tag),
            "margin": _money(minor=_total(facts=facts) - _cost(facts=facts), facts=facts, language=tag),
            "to_pay": _money(minor=facts.amount_minor, facts=facts, language=tag),
            "statements": [*_statements(facts=facts), *_told(facts=facts, language=tag)],
            "qr_svg": qr_svg(code=draw_code(text=facts.order_address)),
            "qr_label": _("QR code to the order’s page"),
            **head_svg(logo=facts.logo),
            "labels": _labels(is_credit_note=facts.is_credit_note),
        }


def _party(party: Mapping[str, str]) -> list[str]:
    """Return a company's lines: legal name, number, country."""
    lines = [party.get("legal_name") or party["name"]]
    if "registration_number" in party:
        lines.append(_("no. ") + party["registration_number"])
    if "lei" in party:
        lines.append(f"LEI {party['lei']}")
    if "country" in party:
        lines.append(country_name(code=party["country"]))
    return lines


def _left(*, facts: DocumentFacts, language: str) -> list[dict[str, str]]:
    pairs = [
        (_("Number"), facts.number),
        (_("Date"), formats.day_text(day=facts.issued_at.date(), language=language)),
        (_("Order"), facts.order_code),
    ]
    if facts.is_credit_note:
        pairs.append((_("Reverses invoice"), facts.reverses))
    return [{"label": label, "value": value} for label, value in pairs]


def _right(*, facts: DocumentFacts, language: str) -> list[dict[str, str]]:
    if facts.is_credit_note:
        pairs = [(_("Reason"), str(CREDIT_REASON_WORDS[facts.reason]))]
    else:
        pairs = [
            (_("Pay by"), formats.day_text(day=facts.due_at.date(), language=language)),
            (_("Payment reference"), facts.order_code),
        ]
    pairs += [(_("In the name of"), facts.beneficiary), (_("Currency"), facts.currency)]
    return [{"label": label, "value": value} for label, value in pairs]


def _line(*, line: QuotedLine, facts: DocumentFacts, language: str) -> dict[str, object]:
    lot = facts.lots[line.lot_id]
    digits = formats.tonnes_digits(kg=line.kg, language=language)
    return {
        "project": lot.name,
        "place": " · ".join(part for part in (lot.place, lot.vintage, lot.class_words) if part),
        "mass": {"whole": digits.whole, "part": digits.part},
        "price": _money(minor=line.price.total, facts=facts, language=language),
        "amount": _money(minor=line.amount_minor, facts=facts, language=language),
    }


def _parts(*, facts: DocumentFacts, language: str) -> list[dict[str, str]]:
    return [
        {
            "label": str(PART_WORDS[part]),
            "amount": _money(
                minor=sum(getattr(line.charged, part) for line in facts.lines), facts=facts, language=language
            ),
        }
        for part in COST_PARTS
    ]


def _total(*, facts: DocumentFacts) -> int:
    return sum(line.amount_minor for line in facts.lines)


def _cost(*, facts: DocumentFacts) -> int:
    return sum(getattr(line.charged, part) for line in facts.lines for part in COST_PARTS)


def _money(*, minor: int, facts: DocumentFacts, language: str) -> str:
    return formats.money_text(minor=minor, currency=facts.currency, language=language)


def _statements(*, facts: DocumentFacts) -> list[str]:
    if facts.is_credit_note:
        return [
            _("What was paid on this order goes back in full, in this currency."),
            _("Its units are on sale again; nothing was retired."),
        ]
    return [
        _("Transfer exactly this amount with the payment reference. Nothing is retired before it has arrived."),
        _("Price lines equal cost lines, to the smallest coin; the price less its cost parts is the margin."),
    ]


def _told(*, facts: DocumentFacts, language: str) -> list[str]:
    """Return what the buyer was told before ordering; a credit note needs none of it."""
    if facts.is_credit_note:
        return []
    return [each.sentence for each in tell(disclaimers=facts.disclaimers, language=language)]


def _labels(*, is_credit_note: bool) -> dict[str, str]:
    return {
        "from": _("Seller"),
        "to": _("Buyer"),
        "project": _("Project"),
        "tonnes": _("Tonnes"),
        "per_tonne": _("A tonne, at cost"),
        "amount": _("Amount"),
        "cost_parts": _("What the price is made of"),
        "total": _("Price of the order"),
        "margin": _("Margin"),
        "to_pay": _("Goes back") if is_credit_note else _("To pay"),
        "scan": _("The order, with its history"),
        "page": _("Sheet {page} of {pages}"),
    }
