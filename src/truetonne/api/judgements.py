"""Judgements that need no room's data: a text read by the claims rules, and the rule sets themselves.

Public and without a token. Nothing is written, so a text may be sent again without an Idempotency-Key.
"""

from __future__ import annotations

from typing import Annotated, Literal, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Path, Query, Router, Schema
from pydantic import Field

from truetonne.edge.answers import answer, public_answer
from truetonne.edge.problems import Json, Problem
from truetonne.edge.schemas import Day, Strict
from truetonne.rules.catalogue import get_rule_set_family, list_rule_set_families
from truetonne.rules.claims.answers import describe_verdict
from truetonne.rules.claims.lint import TEXT_CHARACTERS_MAX, TextFacts, lint_text
from truetonne.rules.claims.lint_rules import CLAIMS_LINT
from truetonne.rules.claims.numbers import ClaimRecord
from truetonne.rules.rule_set import RuleSet, choose_version, describe_header, list_versions, rule_set
from truetonne.rules.rule_set_json import describe_rule_set
from truetonne.science.errors import NotInTable

router = Router(tags=["rules"])

Subject = Literal["product", "company", "certificate"]
Source = Literal["credit", "inset", "pool", "sector", "scope3plus", "own_reductions"]
Market = Annotated[str, Field(pattern="^[A-Z]{2,9}$")]


class RecordIn(Strict):
    """What the record holds: the kilograms, years and serial ranges that the text may name."""

    quantities_kg: Annotated[list[Annotated[int, Field(ge=0)]], Field(max_length=100)] = []
    years: Annotated[list[Annotated[int, Field(ge=1900, le=2200)]], Field(max_length=100)] = []
    serials: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=100)] = []


class ClaimIn(Strict):
    """A text and what is known of it. What is left out is assumed to bring a rule to bear, and findings say so."""

    text: Annotated[str, Field(min_length=1, max_length=TEXT_CHARACTERS_MAX)]
    subject: Subject | None = None
    markets: Annotated[list[Market], Field(max_length=50)] = []
    sources: Annotated[list[Source], Field(max_length=6)] = []
    purpose: Literal["ongoing", "residual"] | None = None
    delivered: bool | None = None
    own_label: bool | None = None
    leaf_pathway: Annotated[int, Field(ge=1, le=4)] | None = None
    record: RecordIn | None = None
    as_of: Day | None = None

    def facts(self) -> dict[str, str]:
        """Return the further statements by the names the rules know."""
        stated: dict[str, str | None] = {
            "purpose": self.purpose,
            "delivered": _yes_or_no(self.delivered),
            "own_label": _yes_or_no(self.own_label),
            "leaf_pathway": None if self.leaf_pathway is None else str(self.leaf_pathway),
        }
        return {name: value for name, value in stated.items() if value is not None}


class SentenceOut(Schema):
    text: str
    start: int
    end: int
    rules: list[str]


class PartOut(Schema):
    part: str
    name: str


class ClaimFindingOut(Schema):
    """A rule that objects. ``text[start:end]`` is ``written``; ``sentence`` is null for the text as a whole."""

    rule: str
    severity: Literal["block", "warn"]
    sentence: int | None
    start: int
    end: int
    written: str
    title: str
    fix: str
    basis: str
    status: str
    markets: list[str]
    assumed: list[str]
    missing: list[PartOut]
    due: list[str]
    softened: str | None


class ClaimVerdictOut(Schema):
    """``passes`` where nothing blocks. ``basis`` says when the rule set itself is unverified."""

    passes: bool
    sentences: list[SentenceOut]
    findings: list[ClaimFindingOut]
    rule_set: str
    basis: str


class RuleSourceOut(Schema):
    document: str
    document_version: str
    locator: str
    checked_on: str


class RuleSetOut(Schema):
    """A version's header; ``valid_until`` is the first day on which it no longer applies."""

    id: str
    version: str
    title: str
    publisher: str
    valid_from: str
    valid_until: str | None
    status: str
    basis: str
    source: RuleSourceOut


class RuleSetsOut(Schema):
    data: list[RuleSetOut]


class RuleTablesOut(RuleSetOut):
    """A version with its tables, keys as in the rule file, decimals as texts."""

    alternatives: list[str]
    preferred: bool
    license_note: str
    note: str
    file: str
    body: dict[str, object]


class RuleQuery(Strict):
    """``version`` by name, or the one in force on ``as_of`` (today unless told)."""

    version: str | None = None
    as_of: Day | None = None


@router.post("/claims/lint", auth=None, response=ClaimVerdictOut, summary="Read a text by the claims rules")
def lint_claim(request: HttpRequest, claim: ClaimIn) -> HttpResponse:
    """Which sentence which rule would not allow, in any mix of English, Vietnamese and Chinese. Nothing is kept."""
    as_of = claim.as_of or timezone.now().date()
    try:
        rules = rule_set(family=CLAIMS_LINT, as_of=as_of)
    except NotInTable as refused:
        raise Problem(code="not_found", detail=str(refused)) from None
    record = claim.record
    facts = TextFacts(
        as_of=as_of,
        subject=claim.subject or "",
        markets=tuple(claim.markets),
        sources=tuple(claim.sources),
        facts=claim.facts(),
        record=None
        if record is None
        else ClaimRecord(
            quantities_kg=tuple(record.quantities_kg), years=tuple(record.years), serials=tuple(record.serials)
        ),
    )
    verdict = lint_text(text=claim.text, facts=facts, rules=rules)
    described = describe_verdict(verdict=verdict, table=rules.body, language=get_language() or "en")
    return answer(data=cast("Json", described))


@router.get("/rules", auth=None, response=RuleSetsOut, summary="Rule sets")
def get_rules(request: HttpRequest) -> HttpResponse:
    """Every version of every rule set that judges anything here, families in order, versions oldest first."""
    rows = [
        describe_header(header=one.header)
        for family in list_rule_set_families()
        for one in list_versions(family=family)
    ]
    return public_answer(request=request, data=cast("Json", {"data": rows}))


@router.get("/rules/{rule_set_id}", auth=None, response=RuleTablesOut, summary="One rule set")
def get_rule_set(
    request: HttpRequest, rule_set_id: Annotated[str, Path()], query: Annotated[RuleQuery, Query()]
) -> HttpResponse:
    """One version with its tables: the one named, or the one in force on a day (the preferred one among two)."""
    try:
        chosen = _choose(id=rule_set_id, query=query)
    except NotInTable as refused:
        raise Problem(code="not_found", detail=str(refused)) from None
    return public_answer(request=request, data=cast("Json", describe_rule_set(rule_set=chosen)))


def _choose(*, id: str, query: RuleQuery) -> RuleSet[object]:
    versions = list_versions(family=get_rule_set_family(id=id))
    if query.version is not None:
        return choose_version(versions=versions, version=query.version)
    return choose_version(versions=versions, as_of=query.as_of or timezone.now().date())


def _yes_or_no(value: bool | None) -> str | None:  # noqa: FBT001 - one value, named by the function
    return None if value is None else "yes" if value else "no"
