"""The linter and the templates as standards that the command line, the API and worked examples call by name."""

from __future__ import annotations

from datetime import date

from truetonne.rules.claims.answers import describe_verdict
from truetonne.rules.claims.lint import TextFacts, lint_text
from truetonne.rules.claims.lint_rules import CLAIMS_LINT, LANGUAGES
from truetonne.rules.claims.numbers import ClaimRecord
from truetonne.rules.claims.templates import CLAIM_TEMPLATES, ClaimKind, draft_claim
from truetonne.rules.shipped import find_rule_set, read_day
from truetonne.rules.standard import Outputs, Standard
from truetonne.science.inputs import Inputs
from truetonne.science.status import Status

RULE_SETS = (CLAIMS_LINT, CLAIM_TEMPLATES)
SUBJECTS = ("product", "company", "certificate")
SOURCES = ("credit", "inset", "pool", "sector", "scope3plus", "own_reductions")
STATED = {
    "purpose": ("ongoing", "residual"),
    "own_label": ("yes", "no"),
    "delivered": ("yes", "no"),
    "leaf_pathway": ("1", "2", "3", "4"),
}


def judge_text(inputs: Inputs, context: Inputs) -> Outputs:
    """Lint ``text``; ``as_of`` (a date) is required, since rules have a first day."""
    context.names()
    rules = find_rule_set(family=CLAIMS_LINT, inputs=inputs)
    language = inputs.choice("language", LANGUAGES, "en")
    as_of = read_day(value=inputs.raw("as_of"), field="as_of")
    verdict = lint_text(text=inputs.text("text"), facts=read_facts(inputs=inputs, as_of=as_of), rules=rules)
    return describe_verdict(verdict=verdict, table=rules.body, language=language)


def read_facts(*, inputs: Inputs, as_of: date) -> TextFacts:
    """Read what is stated about a text; raises the refusals of ``science.errors`` for words that mean nothing here."""
    stated = {name: inputs.choice(name, words) for name, words in STATED.items() if inputs.has(name)}
    record = inputs.nested("record") if inputs.has("record") else None
    return TextFacts(
        as_of=as_of,
        subject=inputs.choice("subject", SUBJECTS) if inputs.has("subject") else "",
        markets=inputs.each("markets", lambda value, _: str(value).upper(), []),
        sources=inputs.each("sources", _read_source, []),
        facts=stated,
        record=None if record is None else _read_record(record),
    )


def judge_draft(inputs: Inputs, context: Inputs) -> Outputs:
    """Draft a claim from ``kind``, ``language`` and ``slots``, and read it by the linter of the same day."""
    context.names()
    rules = find_rule_set(family=CLAIM_TEMPLATES, inputs=inputs)
    slots = inputs.nested("slots")
    draft = draft_claim(
        kind=ClaimKind(inputs.choice("kind", tuple(ClaimKind))),
        language=inputs.choice("language", LANGUAGES, "en"),
        slots={name: str(slots.raw(name)) for name in slots.names()},
        rules=rules,
        leaf_pathway=inputs.whole("leaf_pathway") if inputs.has("leaf_pathway") else None,
    )
    return {
        "text": draft.text,
        "claim": draft.claim,
        "fixed": list(draft.fixed),
        "rule_set": draft.rule_set,
        "basis": rules.basis,
    }


def _read_source(value: object, field: str) -> str:
    return Inputs({field: value}).choice(field, SOURCES)


def _read_record(record: Inputs) -> ClaimRecord:
    read = ClaimRecord(
        quantities_kg=record.each("quantities_kg", _read_whole, []),
        years=record.each("years", _read_whole, []),
        serials=record.each("serials", lambda value, _: str(value), []),
    )
    record.finish()
    return read


def _read_whole(value: object, field: str) -> int:
    return Inputs({field: value}).whole(field)


STANDARDS = (
    Standard(
        name="claims_lint",
        title="What a text about climate may not say",
        source="Directive (EU) 2024/825, VCMI, SBTi V2.0, LEAF as summarised by third parties; operator policy",
        status=Status.SECONDARY,
        judge=judge_text,
    ),
    Standard(
        name="claim_templates",
        title="Claims from templates with required slots",
        source="operator policy",
        status=Status.OPERATOR_POLICY,
        judge=judge_draft,
    ),
)
