"""Published claims in the reader's language: findings as they were stored, who confirmed a table, why a claim is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from truetonne.edge.formats import day_text
from truetonne.market.claims.lint_words import ShownLint
from truetonne.market.claims.making import ClaimNotSupported
from truetonne.market.claims.words import CRITERION_WORDS
from truetonne.market.models import PublicClaim
from truetonne.market.views.acting import refusal_words
from truetonne.rules.claims.lint_rules import CLAIMS_LINT
from truetonne.rules.rule_set import rule_set
from truetonne.science.errors import NotInTable
from truetonne.supply.acceptances import UnverifiedNotAccepted


def shown_findings(claim: PublicClaim, *, language: str) -> list[ShownLint]:
    """Return a claim's stored findings, titles and fixes in the reader's language where the version is still shipped."""
    try:
        rules = rule_set(family=CLAIMS_LINT, version=str(claim.lint_rule_set).partition("/")[2])
        known = {one.id: one for one in rules.body.rule}
    except NotInTable:
        known = {}
    shown = []
    for one in claim.findings:
        rule, blocks = known.get(one["rule"]), one["severity"] == "block"
        shown.append(
            ShownLint(
                result="not_met" if blocks else "conditional", word=_("Not allowed") if blocks else _("Look at it"),
                title=rule.title.in_language(language) if rule else one["title"],
                text=f"“{one['written']}”" if one["written"] else one["title"],
                evidence=rule.basis.in_language(language) if rule else one["basis"],
                fix=rule.fix.in_language(language) if rule else one["fix"], rule=one["rule"],
            )
        )  # fmt: skip
    return shown


def confirmed_words(confirmed: object, *, language: str) -> str:
    """Return who confirmed a table and when; blank where nobody is named."""
    if not isinstance(confirmed, Mapping):
        return ""
    day = day_text(day=datetime.fromisoformat(str(confirmed["accepted_at"])), language=language)
    return _("%(first)s proposed it and %(second)s confirmed it on %(day)s: %(reason)s") % {
        "first": confirmed["proposed_by"], "second": confirmed["accepted_by"], "day": day,
        "reason": confirmed["reason"],
    }  # fmt: skip


def claim_refusal_words(refusal: Exception) -> str:
    """Return why a claim cannot be made, in the reader's language, with what would change it."""
    if isinstance(refusal, UnverifiedNotAccepted):
        return _(
            "Nobody here has confirmed %(names)s against the official text. Two people of the operator do that under"
            " unverified parameters; until then a claim by it is not published."
        ) % {"names": ", ".join(refusal.parameters)}
    if isinstance(refusal, ClaimNotSupported):
        reasons = {
            "replaced": _("Another certificate took the place of this one."),
            "no_template": _("An inset, or a beneficiary whose name is hidden, has no text to quote."),
            "restated": _("A later record took the place of this one."),
        }
        known = [reasons[one] for one in refusal.findings if one in reasons]
        failing = ", ".join(str(CRITERION_WORDS[one]) for one in refusal.findings if one in CRITERION_WORDS)
        if failing:
            known.append(_("Not met or not shown: %(criteria)s.") % {"criteria": failing})
        return " ".join(known) or refusal.reason
    return refusal_words(refusal=refusal)
