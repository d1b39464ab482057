"""Claims from templates: no empty slot, the right fixed sentences, and drafts that our own linter lets pass."""

from __future__ import annotations

from datetime import date

import pytest

from truetonne.rules.claims.lint import TextFacts, lint_text
from truetonne.rules.claims.lint_rules import CLAIMS_LINT, LANGUAGES
from truetonne.rules.claims.templates import (
    CLAIM_TEMPLATES,
    ClaimDraft,
    ClaimKind,
    SlotMissing,
    WrongSentence,
    draft_claim,
    list_slots,
)
from truetonne.rules.rule_set import list_versions
from truetonne.science.errors import InputUnknown

TEMPLATES = list_versions(family=CLAIM_TEMPLATES)[-1]
LINTER = list_versions(family=CLAIMS_LINT)[-1]
KNOWN = {
    "quantity": "1,234.500 t",
    "inventory_year": "2025",
    "year": "2025",
    "claim_year": "2025",
    "tier": "Gold",
    "credit_types": "removal",
    "fuel": "HVO diesel",
    "category": "scope 3 category 4",
    "serials": "VCS-VCU-12-100-200",
    "certificate": "sample certificate 7",
}


def draft(kind: ClaimKind, language: str, *, leaf_pathway: int | None = None, **slots: str) -> ClaimDraft:
    due = list_slots(kind=kind, table=TEMPLATES.body)
    filled = {name: KNOWN.get(name, "sample") for name in due} | slots
    return draft_claim(kind=kind, language=language, slots=filled, rules=TEMPLATES, leaf_pathway=leaf_pathway)


SOURCES = {
    ClaimKind.CREDIT_RETIREMENT: "credit",
    ClaimKind.CREDIT_CONTRIBUTION: "credit",
    ClaimKind.FORWARD: "credit",
    ClaimKind.VCMI_TIER: "credit",
    ClaimKind.INSET: "inset",
    ClaimKind.SCOPE3_PLUS: "scope3plus",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ClaimKind)
def test_what_we_draft_passes_our_own_linter(kind: ClaimKind, language: str) -> None:
    made = draft(kind, language)
    stated = {"purpose": "ongoing"} | ({"delivered": "no"} if kind is ClaimKind.FORWARD else {})
    facts = TextFacts(as_of=date(2026, 11, 28), markets=("EU",), sources=(SOURCES[kind],), facts=stated)

    verdict = lint_text(text=made.text, facts=facts, rules=LINTER)

    assert [(one.rule.id, one.written, one.missing) for one in verdict.findings if one.severity == "block"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_retirement_claim_says_what_it_does_not_change(language: str) -> None:
    made = draft(ClaimKind.CREDIT_RETIREMENT, language)

    assert len(made.fixed) == 2
    assert made.fixed[0] in made.text


def test_every_empty_slot_is_named_at_once() -> None:
    with pytest.raises(SlotMissing) as refused:
        draft(ClaimKind.CREDIT_RETIREMENT, "en", serials=" ", assurance="")

    assert refused.value.slots == ("serials", "assurance")


def test_a_slot_that_the_template_does_not_have_is_refused() -> None:
    with pytest.raises(InputUnknown):
        draft(ClaimKind.CREDIT_RETIREMENT, "en", slogan="carbon neutral")


@pytest.mark.parametrize(("pathway", "said"), [(3, True), (4, False), (None, False)])
def test_the_host_countrys_sentence_stands_where_its_pathway_asks_for_it(pathway: int | None, said: bool) -> None:
    made = draft(ClaimKind.CREDIT_RETIREMENT, "en", leaf_pathway=pathway)

    assert ("host country also counts" in made.text) is said


def test_a_payment_without_title_can_only_be_a_contribution() -> None:
    with pytest.raises(WrongSentence):
        draft(ClaimKind.CREDIT_RETIREMENT, "en", leaf_pathway=2)
    assert draft(ClaimKind.CREDIT_CONTRIBUTION, "en", leaf_pathway=2).text


def test_a_value_with_braces_is_not_filled_again() -> None:
    made = draft(ClaimKind.FORWARD, "en", project="{beneficiary}")

    assert "{beneficiary}" in made.claim
