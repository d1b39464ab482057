"""What is known of a company, put together from its answers and its evidence: the inputs of the rule set, as JSON.

The same JSON goes into ``truetonne judge exchange-eligibility``: anyone may judge it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from truetonne.edge.identifiers import read_id, show_id
from truetonne.members.models import Application, Decision, Evidence, EvidenceJudgement, ListEntry, ListLink
from truetonne.members.signatories import find_signatory
from truetonne.members.states import EvidenceKind

K = EvidenceKind
RELATIONSHIP_KINDS = {"supplier": K.SUPPLIER_ID, "customer": K.CUSTOMER_ID, "signatory": K.PLEDGE_SIGNATURE}
STRATEGY_KINDS = (K.TARGET_VALIDATION, K.OWN_TARGET, K.SME_ROUTE)


def build_facts(
    *, application: Application, answers: Mapping[str, object], as_of: date, accepted_only: bool = True
) -> dict[str, object]:
    """Return the facts of a company as of a day.

    With ``accepted_only`` nothing counts that nobody accepted; without it everything that nobody rejected does, which
    shows an applicant what the rules would say if all were accepted.
    """
    organization = application.organization
    found = list_counting_evidence(organization_id=organization.pk, accepted_only=accepted_only)
    # Relationship and pledge end with their evidence; the other kinds carry their own clocks into the rules.
    in_time = [each for each in found if each.lapses_on is None or each.lapses_on >= as_of]
    facts: dict[str, object] = {
        "as_of": as_of.isoformat(),
        "country": organization.country,
        "use": answers.get("use") or None,
        "disclosures": [_disclosure(each) for each in _of(found, K.INVENTORY_REPORT)],
        "science": [_strategy(each) for each in _of(found, *STRATEGY_KINDS)],
        "first_time_pass_used": _used_first_time_pass(application=application, as_of=as_of),
    }
    _add_relationship(facts, answers=answers, evidence=in_time)
    _add_pledge(facts, evidence=in_time, as_of=as_of)
    statement = next(iter(_of(found, K.NET_ZERO_STATEMENT)), None)
    facts["net_zero"] = _net_zero(statement) if statement is not None else None
    race = next(iter(_of(in_time, K.RACE_TO_ZERO)), None)
    if race is not None:
        facts["race_to_zero"] = {"public_url": race.public_url, "evidence_ids": [_name(race)]}
    report = next(iter(_of(in_time, K.CREDIT_USE_REPORT)), None)
    if report is not None:
        facts["credit_use_report"] = {
            "public_url": report.public_url,
            "separate": report.facts.get("separate") is True,
            "states_purpose": report.facts.get("states_purpose") is True,
            "audited": report.facts.get("audited") is True,
            "evidence_ids": [_name(report)],
        }
    return facts


def list_counting_evidence(*, organization_id: UUID, accepted_only: bool) -> tuple[Evidence, ...]:
    """Return the evidence that counts, newest first: judged by its last judgement, and not replaced."""
    rows = Evidence.objects.filter(organization_id=organization_id).order_by("-published_on", "-retrieved_on", "-id")
    judged = last_judgements(evidence_ids=[row.pk for row in rows])
    kept = [row for row in rows if judged.get(row.pk, not accepted_only)]
    # What replaces other evidence takes its place once it counts itself, and not while it waits for a person.
    replaced = {row.replaces_id for row in kept}
    kept = [row for row in kept if row.pk not in replaced]
    kept = _last_of_lists(kept, organization_id=organization_id)
    # What a company says itself stands before what a list says of it: a list supports and never contradicts.
    return tuple(
        sorted(
            kept,
            key=lambda row: (row.list_entry_id is None, row.published_on or row.retrieved_on, row.pk),
            reverse=True,
        )
    )


def _last_of_lists(rows: list[Evidence], *, organization_id: UUID) -> list[Evidence]:
    """Leave of every list's entry only what the newest edition says, and nothing that a person set apart."""
    keys = [row.list_entry_id for row in rows if row.list_entry_id is not None]
    if not keys:
        return rows
    entries = {
        pk: (list_name, key)
        for pk, list_name, key in ListEntry.objects.filter(pk__in=keys).values_list("pk", "list_name", "key")
    }
    links = ListLink.objects.filter(organization_id=organization_id).select_related("entry")
    spoken = {(row.entry.list_name, row.entry.key): row.is_same for row in links.order_by("recorded_at", "number")}
    newest: dict[tuple[str, str], Evidence] = {}
    for row in rows:
        if row.list_entry_id is None:
            continue
        key = entries[row.list_entry_id]
        last = newest.get(key)
        if spoken.get(key, True) and (last is None or (last.retrieved_on, last.pk) < (row.retrieved_on, row.pk)):
            newest[key] = row
    last_ids = {row.pk for row in newest.values()}
    return [row for row in rows if row.list_entry_id is None or row.pk in last_ids]


def last_judgements(*, evidence_ids: Iterable[UUID]) -> dict[UUID, bool]:
    """Return for each judged piece of evidence whether its last judgement accepts it."""
    rows = EvidenceJudgement.objects.filter(evidence_id__in=list(evidence_ids)).order_by("evidence_id", "number")
    return {row.evidence_id: row.is_accepted for row in rows}


def _of(evidence: Iterable[Evidence], *kinds: EvidenceKind) -> list[Evidence]:
    return [each for each in evidence if each.kind in kinds]


def _name(evidence: Evidence) -> str:
    return show_id(prefix="evd", id=evidence.pk)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _add_relationship(facts: dict[str, object], *, answers: Mapping[str, object], evidence: Iterable[Evidence]) -> None:
    claimed = str(answers.get("relationship") or "")
    facts["relationship"] = claimed or None
    if claimed not in RELATIONSHIP_KINDS:
        return
    shown = _of(evidence, RELATIONSHIP_KINDS[claimed])
    facts["relationship_id"] = str(shown[0].facts.get("reference") or _name(shown[0])) if shown else None
    facts["relationship_evidence_ids"] = [_name(each) for each in shown[:1]]


def _add_pledge(facts: dict[str, object], *, evidence: Iterable[Evidence], as_of: date) -> None:
    """Add the pledge: a signature in the register here with its state of the day, any other as its evidence says."""
    signatures = sorted(_of(evidence, K.PLEDGE_SIGNATURE), key=lambda each: "pledge" not in each.facts)
    signature = next(iter(signatures), None)
    facts["climate_pledge_signatory"] = signature is not None
    if signature is None:
        return
    facts["pledge_evidence_ids"] = [_name(signature)]
    facts["pledge_state"] = signature.facts.get("pledge_state") or None
    if "pledge" in signature.facts:
        signatory = find_signatory(signature_id=read_id(prefix="plg", text=str(signature.facts["pledge"])), as_of=as_of)
        if signatory is not None:
            facts["pledge_state"] = signatory.state.value
            lapses_on = signatory.standing.holds_until if signatory.standing.is_live else None
            facts["pledge_lapses_on"] = _text(lapses_on)


def _net_zero(evidence: Evidence) -> dict[str, object]:
    return {
        "year": evidence.year or None,
        "scopes": list(evidence.scopes) or None,
        "scope3_coverage": evidence.scope3_coverage or None,
        "public_url": evidence.public_url,
        "published_on": _text(evidence.published_on),
        "lapses_on": _text(evidence.lapses_on),
        "kind": evidence.facts.get("target_kind") or "net_zero",
        "evidence_ids": [_name(evidence)],
    }


def _disclosure(evidence: Evidence) -> dict[str, object]:
    return {
        "period_start": _text(evidence.period_start),
        "period_end": _text(evidence.period_end),
        "published": _text(evidence.published_on),
        "url": evidence.public_url,
        "scopes": list(evidence.scopes),
        "scope3_coverage": evidence.scope3_coverage or None,
        "standard": evidence.standard or None,
        "sha256": bytes(evidence.sha256).hex(),
        "evidence_ids": [_name(evidence)],
    }


def _strategy(evidence: Evidence) -> dict[str, object]:
    strategy: dict[str, object] = {
        "type": "sme_route" if evidence.kind == K.SME_ROUTE else evidence.facts.get("strategy"),
        "valid_until": _text(evidence.valid_until or evidence.lapses_on),
        "committed_on": _text(evidence.committed_on),
        "validated_on": _text(evidence.validated_on),
        "evidence_ids": [_name(evidence)],
    }
    if strategy["committed_on"] is not None:
        # A commitment has its own clock of months; the date of the evidence would cut it short.
        strategy["valid_until"] = None
    if isinstance(evidence.facts.get("check_passed"), bool):
        strategy["check_passed"] = evidence.facts["check_passed"]
    if evidence.facts.get("targets"):
        strategy["targets"] = evidence.facts["targets"]
    return strategy


def _used_first_time_pass(*, application: Application, as_of: date) -> bool:
    """Say whether an earlier decision let this company pass on one report, and that time is over."""
    return Decision.objects.filter(
        application__organization_id=application.organization_id,
        is_confirmed=True,
        outcome="CONDITIONAL",
        proposal__assessment__findings__message_key="first_disclosure",
        proposal__assessment__conditional_until__lt=as_of,
    ).exists()
