"""A claim before it is published: the drafted or own text, what it rests on, and what the rules say of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import translation

from truetonne.edge.formats import serials_text
from truetonne.edge.identifiers import show_id
from truetonne.edge.languages import read_tag
from truetonne.footprints.queries.disclosures import find_disclosure
from truetonne.market.certificates import HandedOut, read_certificate
from truetonne.market.claim_text import draft_claim_text
from truetonne.market.claims.credits import RetiredLine, list_retired
from truetonne.market.claims.drafts import draft_tier
from truetonne.market.claims.judging import judge_year
from truetonne.market.models import Correction, Delivery, Order
from truetonne.rules.claims.answers import describe_finding
from truetonne.rules.claims.lint import LintVerdict, TextFacts, lint_text
from truetonne.rules.claims.lint_rules import CLAIMS_LINT, LintTable
from truetonne.rules.claims.numbers import ClaimRecord
from truetonne.rules.claims.templates import CLAIM_TEMPLATES, ClaimKind
from truetonne.rules.rule_set import RuleSet, rule_set
from truetonne.supply.acceptances import Acceptance, UnverifiedNotAccepted, find_confirmation
from truetonne.supply.parameters import rule_set_name

PURPOSES = {"ONGOING_EMISSIONS": "ongoing", "RESIDUAL_NEUTRALIZATION": "residual"}


class ClaimSubjectNotFound(Exception):
    """No certificate or disclosed year of these organizations has this id."""

    code = "not_found"


class ClaimNotSupported(Exception):
    """The record does not carry the claim; carries the reason and the rules that are not met or not shown."""

    code = "claim_not_supported"

    def __init__(self, *, reason: str, findings: tuple[str, ...] = ()) -> None:
        super().__init__(": ".join(filter(None, (reason, ", ".join(findings)))))
        self.reason = reason
        self.findings = findings


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAsk:
    """What is to be claimed: one certificate or one disclosed year, in a language; ``text`` in place of the draft.

    ``subject`` and ``markets`` say what the text speaks about and where it is read; no market means everywhere.
    """

    certificate_id: UUID | None = None
    disclosure_id: UUID | None = None
    language: str = "en"
    text: str = ""
    subject: str = "company"
    markets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimReading:
    """A claim as it would be published. ``objections`` are the rules that would not allow the text."""

    ask: ClaimAsk
    kind: ClaimKind
    organization_id: UUID
    claimant: str
    year: int
    text: str
    template_rule_set: str
    verdict: LintVerdict
    rules: RuleSet[LintTable]
    basis: dict[str, object]

    @property
    def objections(self) -> tuple[str, ...]:
        """Return the ids of the rules that block the text, each once."""
        return self.verdict.objections

    @property
    def findings(self) -> list[dict[str, object]]:
        """Return everything that the linter found, as JSON, in the claim's own language."""
        return [
            describe_finding(finding=one, table=self.rules.body, language=self.ask.language)
            for one in self.verdict.findings
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rest:
    """What a claim rests on."""

    kind: ClaimKind
    organization_id: UUID
    claimant: str
    year: int
    draft: str
    record: ClaimRecord
    facts: dict[str, str]
    basis: dict[str, object]


def read_claim(*, ask: ClaimAsk, organization_ids: Collection[UUID], at: datetime) -> ClaimReading:
    """Return the claim with its text and the linter's verdict; nothing is written.

    An own wording is also held against the record's quantities, years and serials. Raises ClaimSubjectNotFound,
    ClaimNotSupported, UnverifiedNotAccepted where nobody confirmed the table of tiers.
    """
    tag = read_tag(language=ask.language)
    if (ask.certificate_id is None) == (ask.disclosure_id is None):
        raise ClaimSubjectNotFound("a claim is about one certificate or one disclosed year")
    with translation.override(tag.lower()):
        if ask.certificate_id is not None:
            rest = _of_certificate(ask.certificate_id, organization_ids=organization_ids, language=tag, today=at.date())
        else:
            assert ask.disclosure_id is not None
            rest = _of_year(ask.disclosure_id, organization_ids=organization_ids, language=tag, at=at)
    own = ask.text.strip()
    rules = rule_set(family=CLAIMS_LINT, as_of=at.date())
    verdict = lint_text(
        text=own or rest.draft, rules=rules,
        facts=TextFacts(
            as_of=at.date(), subject=ask.subject, markets=ask.markets, sources=("credit",), facts=rest.facts,
            record=rest.record if own else None,
        ),
    )  # fmt: skip
    return ClaimReading(
        ask=ask, kind=rest.kind, organization_id=rest.organization_id, claimant=rest.claimant, year=rest.year,
        text=own or rest.draft, template_rule_set=rule_set(family=CLAIM_TEMPLATES, as_of=at.date()).key,
        verdict=verdict, rules=rules, basis=rest.basis,
    )  # fmt: skip


def judge_again(
    *, text: str, subject: str, markets: tuple[str, ...], as_of: date
) -> tuple[LintVerdict, RuleSet[LintTable]]:
    """Return what the rules in force on a day say of a text that was published; the stored verdict stays as it is."""
    rules = rule_set(family=CLAIMS_LINT, as_of=as_of)
    facts = TextFacts(as_of=as_of, subject=subject, markets=markets, sources=("credit",))
    return lint_text(text=text, facts=facts, rules=rules), rules


def year_of_order(*, order: Order) -> int:
    """Return the year that an order's claim is about: its claim year, else the year in which its period begins."""
    if order.claim_year is not None:
        return int(order.claim_year)
    assert order.period_start is not None
    return order.period_start.year


def find_owner(*, certificate_id: UUID) -> UUID | None:
    """Return the organization whose order a certificate was made for, through its corrections too."""
    delivery = Delivery.objects.filter(certificate__certificate_id=certificate_id).select_related("order").first()
    if delivery is None:
        correction = (
            Correction.objects.filter(certificate__certificate_id=certificate_id)
            .select_related("delivery__order")
            .first()
        )
        delivery = correction.delivery if correction is not None else None
    return delivery.order.organization_id if delivery is not None else None


def _of_certificate(
    certificate_id: UUID, *, organization_ids: Collection[UUID], language: str, today: date
) -> _Rest:  # fmt: skip
    owner = find_owner(certificate_id=certificate_id)
    if owner is None or owner not in organization_ids:
        raise ClaimSubjectNotFound("no certificate of yours has this id")
    handed = read_certificate(certificate_id=certificate_id, today=today)
    if handed.record.replaced_by is not None:
        raise ClaimNotSupported(reason="another certificate took the place of this one", findings=("replaced",))
    draft = draft_claim_text(handed=handed, language=language, today=today)
    if draft is None:
        reason = "an inset, or a beneficiary whose name is hidden, has no text to quote"
        raise ClaimNotSupported(reason=reason, findings=("no_template",))
    purpose = handed.body["purpose"]
    stated = PURPOSES.get(str(purpose["code"]))
    return _Rest(
        kind=ClaimKind.CREDIT_RETIREMENT,
        organization_id=owner,
        claimant=handed.public_name,
        year=int(purpose.get("claim_year") or str(purpose["period_start"])[:4]),
        draft=draft.text,
        record=_record(handed, language=language),
        facts={"delivered": "yes"} | ({"purpose": stated} if stated else {}),
        basis={
            "certificate": show_id(prefix="crt", id=certificate_id),
            "retired_kg": int(handed.body["quantity"]["kg"]),
            "purpose": str(purpose["code"]),
        },
    )  # fmt: skip


def _of_year(disclosure_id: UUID, *, organization_ids: Collection[UUID], language: str, at: datetime) -> _Rest:
    found, today = find_disclosure(disclosure_id=disclosure_id), at.date()
    if found is None or found.organization_id not in organization_ids:
        raise ClaimSubjectNotFound("no disclosed year of yours has this id")
    if not found.is_latest:
        raise ClaimNotSupported(reason="a later record took the place of this one", findings=("restated",))
    lines: tuple[RetiredLine, ...] = ()
    if found.is_main_entity:
        lines = list_retired(organization_id=found.organization_id, year=found.year, today=today, is_public=False)
    judged = judge_year(found=found, lines=lines, today=today, is_public=False)
    draft = draft_tier(found=found, judged=judged, lines=lines, language=language, today=today)
    reading = judged.readings[0]
    if draft is None or reading.verdict is None:
        failing = tuple(one.rule for one in judged.findings if one.is_failure)
        raise ClaimNotSupported(reason="no tier is reached with every criterion", findings=failing or ("share",))
    confirmed = find_confirmation(rule_set_key=reading.table.key, at=at)
    if reading.table.basis and confirmed is None:
        raise UnverifiedNotAccepted(parameters=(rule_set_name(key=reading.table.key),))
    return _Rest(
        kind=ClaimKind.VCMI_TIER,
        organization_id=found.organization_id,
        claimant=found.name,
        year=found.year,
        draft=draft.text,
        record=ClaimRecord(
            quantities_kg=tuple({judged.labelled_kg, *(line.kg for line in lines)}),
            years=tuple({found.year, *(year for line in lines for year in _vintages(line.facts))}),
        ),
        facts={"delivered": "yes", "purpose": "ongoing"},
        basis={
            "record": show_id(prefix="dsc", id=disclosure_id),
            "tier": reading.verdict.tier,
            "tier_table": reading.table.key,
            "confirmed": describe_confirmation(confirmed),
            "labelled_kg": judged.labelled_kg,
            "remaining_kg": judged.remaining_kg,
            "findings": [one.as_json() for one in judged.findings],
        },
    )


def describe_confirmation(one: Acceptance | None) -> dict[str, str] | None:
    """Return who confirmed a rule set, when and why, as JSON."""
    if one is None:
        return None
    return {
        "proposed_by": one.proposed_by,
        "accepted_by": one.accepted_by,
        "accepted_at": one.accepted_at.isoformat(),
        "reason": one.reason,
    }


def _record(handed: HandedOut, *, language: str) -> ClaimRecord:
    lines, purpose = list(handed.body["lines"]), handed.body["purpose"]
    stated = [str(purpose[name])[:4] for name in ("claim_year", "period_start", "period_end") if purpose.get(name)]
    numbers = ("first", "last", "first_part_kg", "last_part_kg", "unit_kg")
    return ClaimRecord(
        quantities_kg=tuple({int(handed.body["quantity"]["kg"]), *(int(line["kg"]) for line in lines)}),
        years=tuple({
            *map(int, stated), handed.record.retirement.recorded_at.year,
            *(year for line in lines for year in _vintages(line)),
        }),
        serials=tuple(
            serials_text(**{name: int(line[name]) for name in numbers}, language=language)
            for line in lines if all(name in line for name in numbers)
        ),
    )  # fmt: skip


def _vintages(line: object) -> tuple[int, ...]:
    facts = line if isinstance(line, dict) else dict(line)  # type: ignore[call-overload]
    if not facts.get("vintage_start") or not facts.get("vintage_end"):
        return ()
    start, end = (date.fromisoformat(str(facts[name])) for name in ("vintage_start", "vintage_end"))
    return tuple(range(start.year, (end - timedelta(days=1)).year + 1))
