"""The text of a tier claim, drafted from the operator's template and read by the same linter as any other text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from truetonne.edge.formats import serials_text, share_text, tonnes_text
from truetonne.edge.languages import read_tag
from truetonne.edge.parties import country_name
from truetonne.footprints.queries.disclosures import DisclosedRecord
from truetonne.footprints.words import ASSURANCE_WORDS
from truetonne.market.claims.credits import RetiredLine
from truetonne.market.claims.judging import YearClaims
from truetonne.market.lot_facts import read_lot_facts
from truetonne.market.pdf.wording import code_words
from truetonne.rules.claims.lint import TextFacts, lint_text
from truetonne.rules.claims.lint_rules import CLAIMS_LINT
from truetonne.rules.claims.templates import CLAIM_TEMPLATES, ClaimKind, draft_claim
from truetonne.rules.rule_set import rule_set


@dataclass(frozen=True, slots=True, kw_only=True)
class TierDraft:
    """A drafted text; ``objections`` are the rules that would not let it pass."""

    text: str
    rule_set: str
    objections: tuple[str, ...]


def draft_tier(
    *, found: DisclosedRecord, judged: YearClaims, lines: Sequence[RetiredLine], language: str, today: date
) -> TierDraft | None:
    """Return the draft under the preferred table, None where no tier is reached with every criterion."""
    reading = judged.readings[0]
    if reading.verdict is None or reading.verdict.tier is None or judged.remaining_kg is None:
        return None
    counted = [line for line in lines if line.is_labelled]
    facts = [read_lot_facts(facts=line.facts, language=language) for line in counted]
    rules = rule_set(family=CLAIM_TEMPLATES, as_of=today)
    draft = draft_claim(
        kind=ClaimKind.VCMI_TIER,
        language=read_tag(language=language).split("-")[0],
        rules=rules,
        slots={
            "beneficiary": found.name,
            "tier": reading.verdict.tier,
            "claim_year": str(found.year),
            "tier_table": reading.table.key,
            "quantity": tonnes_text(kg=judged.labelled_kg, language=language),
            "share": share_text(part=judged.labelled_kg, whole=judged.remaining_kg, language=language),
            "credit_types": _joined(each.class_words for each in facts),
            "country": _joined(country_name(code=str(line.facts.get("country", ""))) for line in counted),
            "vintage": _joined(each.vintage for each in facts),
            "serials": _joined(_serials(line, language=language) for line in counted),
            "authorization": _joined(code_words(code=line.article6) for line in counted if line.article6),
            "assurance": f"{ASSURANCE_WORDS[found.level_of_assurance]}, {found.assurer}",
        },
    )
    verdict = lint_text(
        text=draft.text, facts=TextFacts(as_of=today, subject="company", sources=("credit",)),
        rules=rule_set(family=CLAIMS_LINT, as_of=today),
    )  # fmt: skip
    return TierDraft(
        text=draft.text, rule_set=draft.rule_set, objections=tuple(sorted({one.rule.id for one in verdict.findings}))
    )


def _serials(line: RetiredLine, *, language: str) -> str:
    numbers = {name: int(line.facts[name]) for name in ("first", "last", "first_part_kg", "last_part_kg", "unit_kg")}
    return serials_text(**numbers, language=language)


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text)) or _("not stated")
