"""Claims drafted from templates: required slots, three languages, and the sentences that always stand beside them.

A draft with an empty slot cannot be made. The wording that other operators give their buyers is not established: these
texts are our own. Source: standards reference 13.1 (operator policy).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from truetonne.rules.claims.lint_rules import LANGUAGES, Texts
from truetonne.rules.rule_set import Family, RuleSet
from truetonne.science.errors import InputMissing, InputRefused, InputUnknown, NotInTable

_SLOT: Final = re.compile(r"\{(\w+)\}")


class ClaimKind(StrEnum):
    """What a claim rests on; credits, insets, Scope 3+ and contributions never share a template."""

    CREDIT_RETIREMENT = "credit_retirement"
    CREDIT_CONTRIBUTION = "credit_contribution"
    INSET = "inset"
    SCOPE3_PLUS = "scope3_plus"
    VCMI_TIER = "vcmi_tier"
    FORWARD = "forward"


class SlotMissing(InputMissing):
    """One or more slots of a template are empty; ``slots`` names them all."""

    code = "claim_slot_missing"

    def __init__(self, *, template: str, slots: tuple[str, ...]) -> None:
        super().__init__(field=f"slots.{slots[0]}", value=None, reason=f"{template} needs {', '.join(slots)}")
        self.template = template
        self.slots = slots


class WrongSentence(InputRefused):
    """A sentence asked for or left out against the facts, such as the host country's for another pathway."""

    code = "claim_sentence_wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTemplate:
    """A template: its text with slots in braces, and the fixed sentences that follow it always."""

    kind: ClaimKind
    text: Texts
    fixed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceRow:
    """A fixed sentence by name."""

    name: str
    text: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateTable:
    """Templates and fixed sentences of one version; every language of a template asks for the same slots."""

    template: tuple[ClaimTemplate, ...]
    sentence: tuple[SentenceRow, ...]

    def __post_init__(self) -> None:
        """Refuse a template whose languages ask for different slots, or that names an unknown sentence."""
        names = {row.name for row in self.sentence}
        for template in self.template:
            slots = {frozenset(_SLOT.findall(template.text.in_language(language))) for language in LANGUAGES}
            if len(slots) > 1:
                raise ValueError(f"{template.kind}: its languages ask for different slots")
            if not set(template.fixed) <= names:
                raise ValueError(f"{template.kind}: names an unknown sentence")


CLAIM_TEMPLATES: Final = Family(id="claim-templates", body=TemplateTable)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDraft:
    """A drafted claim: the sentence with its slots filled, the fixed sentences, and the templates' version."""

    kind: ClaimKind
    language: str
    claim: str
    fixed: tuple[str, ...]
    rule_set: str

    @property
    def text(self) -> str:
        """Return the whole text as it is published."""
        gap = "" if self.language.startswith("zh") else " "
        return gap.join((self.claim, *self.fixed))


def list_slots(*, kind: ClaimKind, table: TemplateTable) -> tuple[str, ...]:
    """Return the slots that a template asks for, in the order of its English text."""
    return tuple(dict.fromkeys(_SLOT.findall(_find(kind, table).text.en)))


def draft_claim(
    *,
    kind: ClaimKind,
    language: str,
    slots: Mapping[str, str],
    rules: RuleSet[TemplateTable],
    leaf_pathway: int | None = None,
) -> ClaimDraft:
    """Fill a template.

    LEAF pathway 3 adds the host country's sentence; pathway 2 has no title, so only a contribution may be claimed.
    Raises SlotMissing with every empty slot, InputUnknown for a slot that the template does not have, WrongSentence.
    """
    if leaf_pathway == 2 and kind is not ClaimKind.CREDIT_CONTRIBUTION:
        fix = f"Use {ClaimKind.CREDIT_CONTRIBUTION}"
        raise WrongSentence(field="kind", value=kind.value, reason="a payment without title retires nothing", fix=fix)
    template = _find(kind, rules.body)
    due = list_slots(kind=kind, table=rules.body)
    missing = tuple(name for name in due if not slots.get(name, "").strip())
    if missing:
        raise SlotMissing(template=kind.value, slots=missing)
    unknown = sorted(set(slots) - set(due))
    if unknown:
        fix = f"Known slots: {', '.join(due)}"
        raise InputUnknown(field=f"slots.{unknown[0]}", value=slots[unknown[0]], reason="no such slot", fix=fix)
    sentences = {row.name: row.text.in_language(language) for row in rules.body.sentence}
    names = (*template.fixed, *(("host_country",) if leaf_pathway == 3 else ()))
    claim = _SLOT.sub(lambda slot: slots[slot[1]].strip(), template.text.in_language(language))
    fixed = tuple(sentences[name] for name in names)
    return ClaimDraft(kind=kind, language=language, claim=claim, fixed=fixed, rule_set=rules.key)


def _find(kind: ClaimKind, table: TemplateTable) -> ClaimTemplate:
    for template in table.template:
        if template.kind is kind:
            return template
    raise NotInTable(field="kind", value=kind.value, reason="there is no such template")
