"""The text that a buyer may quote about a retirement: drafted from the operator's templates out of the certificate's body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from truetonne.edge import formats
from truetonne.edge.languages import read_tag
from truetonne.edge.parties import country_name
from truetonne.market.lot_facts import read_lot_facts, vintage_text
from truetonne.market.pdf.wording import code_words
from truetonne.proof.certificate import HOST_COUNTS
from truetonne.rules.claims.templates import CLAIM_TEMPLATES, ClaimDraft, ClaimKind, draft_claim
from truetonne.rules.rule_set import rule_set

if TYPE_CHECKING:
    from truetonne.market.certificates import HandedOut


def draft_claim_text(*, handed: HandedOut, language: str, today: date) -> ClaimDraft | None:
    """Return the claim of a certificate of credits, None for insets and while the beneficiary's name is hidden.

    Every slot comes from the certificate; what the certificate does not state is said to be not stated. Units
    of LEAF path 3 bring the host country's sentence.
    """
    if handed.body["kind"] != "CREDIT" or not handed.public_name:
        return None
    tag = read_tag(language=language)
    with translation.override(tag.lower()):
        rules = rule_set(family=CLAIM_TEMPLATES, as_of=today)
        slots = _slots(handed=handed, language=tag) | {"rule_sets": rules.key}
        return draft_claim(
            kind=ClaimKind.CREDIT_RETIREMENT, language=tag.split("-")[0], slots=slots, rules=rules,
            leaf_pathway=HOST_COUNTS if any(each.get("leaf_path") == HOST_COUNTS for each in handed.body.get("article6", ())) else None,
        )  # fmt: skip


def _slots(*, handed: HandedOut, language: str) -> dict[str, str]:
    body, lines = handed.body, list(handed.body["lines"])
    facts = [read_lot_facts(facts=line, language=language) for line in lines]
    confirmed = handed.record.registry_confirmed_at
    return {
        "beneficiary": handed.public_name,
        "quantity": formats.tonnes_text(kg=int(body["quantity"]["kg"]), language=language),
        "inventory_year": _period(purpose=body["purpose"], language=language),
        "purpose": code_words(code=str(body["purpose"]["code"])),
        "credit_types": _joined(each.class_words for each in facts),
        "program": _joined(str(line.get("program", "")) for line in lines),
        "project": _joined(each.name for each in facts),
        "country": _joined(country_name(code=str(line["country"])) for line in lines if line.get("country")),
        "methodology": _joined(each.methodology for each in facts),
        "vintage": _joined(each.vintage for each in facts),
        "serials": _joined(_serials(line=line, language=language) for line in lines),
        "registry_reference": _joined(str(line.get("issuance_id", "")) for line in lines),
        "registry_confirmed": _("not yet") if confirmed is None else _("yes"),
        "authorization": _joined(
            " ".join(
                filter(None, (code_words(code=str(each.get("status", ""))), str(each.get("authorization_ref", ""))))
            )
            for each in body.get("article6", ())
        ),
        "assurance": _joined(str(each.get("reviewer", "")) for each in body.get("quality", ())),
    }


def _period(*, purpose: Mapping[str, Any], language: str) -> str:
    if "claim_year" in purpose:
        return str(purpose["claim_year"])
    start, end = (date.fromisoformat(str(purpose[name])) for name in ("period_start", "period_end"))
    return vintage_text(start=start, end=end, language=language)


def _serials(*, line: Mapping[str, Any], language: str) -> str:
    numbers = {name: int(line[name]) for name in ("first", "last", "first_part_kg", "last_part_kg", "unit_kg")}
    return formats.serials_text(**numbers, language=language)


def _joined(texts: Iterable[str]) -> str:
    """Return each text once, in order; what is not stated is said."""
    return "; ".join(dict.fromkeys(text for text in texts if text)) or _("not stated")
