"""What an entry of a public list shows, handed in as evidence that a person still has to accept.

Only what supports a company is handed in: a list that says less than the company does never speaks against it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint
from truetonne.members.actions.evidence import NewEvidence
from truetonne.members.lapses import LapseUnknown, find_lapse
from truetonne.members.list_ties import filter_by_identifier, identity_of_company, identity_of_entry, last_answers
from truetonne.members.lists.likeness import compare, plain_domain
from truetonne.members.models import Application, Evidence, ListEdition, ListEntry
from truetonne.members.queries.list_states import find_newest_edition, list_standing, newest_editions
from truetonne.members.states import ENDED, EvidenceKind
from truetonne.people.actions import record_audit_line
from truetonne.people.models import Organization


def offer_edition(*, edition: ListEdition, person_id: UUID | None, at: datetime, new_id: Callable[[], UUID]) -> int:
    """Hand an edition's entries in as evidence of the companies they match; returns how many. Only for the newest."""
    newest = find_newest_edition(list_name=edition.list_name)
    if newest is None or newest.pk != edition.pk:
        return 0
    applications = list(Application.objects.exclude(state__in=ENDED).select_related("organization"))
    if not applications:
        return 0
    standing = list_standing(list_name=edition.list_name, as_of=edition.edition)
    rows = ListEntry.objects.filter(pk__in=[each.entry_id for each in standing.values()])
    return sum(
        _offer(application=each, entries=_tied(application=each, rows=list(found)), edition=edition,
               person_id=person_id, at=at, new_id=new_id)
        for each in applications
        if (found := rows.filter(filter_by_identifier(application=each)))
    )  # fmt: skip


def offer_to_company(*, application: Application, at: datetime, new_id: Callable[[], UUID]) -> int:
    """Hand in what the newest editions of all lists hold of a company that applies; returns how many."""
    offered = 0
    for edition in newest_editions().values():
        standing = list_standing(list_name=edition.list_name, as_of=edition.edition)
        rows = ListEntry.objects.filter(
            filter_by_identifier(application=application), pk__in=[each.entry_id for each in standing.values()]
        )
        tied = _tied(application=application, rows=list(rows))
        offered += _offer(application=application, entries=tied, edition=edition, person_id=None, at=at, new_id=new_id)
    return offered


def keep_list_evidence(
    *, evidence_id: UUID, organization_id: UUID, entry: ListEntry, edition: ListEdition, person_id: UUID | None,
    at: datetime,
) -> Evidence | None:  # fmt: skip
    """Keep what an entry shows as evidence read in an edition; None where it supports nothing that rules ask for."""
    request_id = f"list:{edition.pk}:{entry.pk}:{organization_id}"
    known = Evidence.objects.filter(request_id=request_id).first()
    if known is not None:
        return known
    evidence = evidence_of(entry=entry, kind=edition.kind, title=edition.title, seen_on=edition.edition)
    if evidence is None:
        return None
    try:
        lapses_on = find_lapse(evidence=evidence, as_of=at.date())
    except LapseUnknown:
        return None
    open_one = Application.objects.filter(organization_id=organization_id).exclude(state__in=ENDED).first()
    values = {**asdict(evidence), "scopes": sorted(evidence.scopes), "lapses_on": lapses_on}
    stored = Evidence.objects.create(
        pk=evidence_id, organization_id=organization_id, application=open_one, sha256=bytes(entry.content),
        uploader_id=person_id, list_entry=entry, request_id=request_id, effective_at=at,
        input_hash=fingerprint(verb="list evidence", given={"entry": str(entry.pk), "edition": str(edition.pk)}),
        **values,
    )  # fmt: skip
    record_audit_line(
        action="evidence.added", subject=show_id(prefix="evd", id=evidence_id), person_id=person_id,
        organization_id=organization_id, request_id=request_id, at=at,
        facts={"kind": evidence.kind, "list": entry.list_name, "edition": edition.edition.isoformat()},
    )  # fmt: skip
    return stored


def evidence_of(*, entry: ListEntry, kind: str, title: str, seen_on: date) -> NewEvidence | None:
    """Return what an entry shows in an edition of a day; None where it supports no rule."""
    facts = entry.facts
    net_zero, science = facts.get("net_zero") or {}, facts.get("science") or {}
    strategy = str(science.get("type") or "")
    if kind == EvidenceKind.NET_ZERO_STATEMENT and (net_zero.get("kind") != "net_zero" or not net_zero.get("year")):
        return None
    if kind == EvidenceKind.TARGET_VALIDATION and not strategy:
        return None
    is_commitment = strategy == "sbti_committed"
    more = {"target_kind": net_zero.get("kind"), "strategy": strategy, "pledge_state": facts.get("pledge_state")}
    return NewEvidence(
        kind=kind,
        title=f"{title}, {seen_on.isoformat()}: {entry.name}"[:200],
        retrieved_on=seen_on,
        public_url=entry.public_url,
        year=str(net_zero.get("year", "")),
        scopes=tuple(net_zero.get("scopes", ())),
        scope3_coverage=net_zero.get("scope3_coverage", ""),
        valid_until=None if is_commitment else _day(science.get("valid_to")),
        committed_on=_day(facts.get("dated_on")) if is_commitment else None,
        facts={name: value for name, value in more.items() if value},
    )


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _tied(*, application: Application, rows: list[ListEntry]) -> list[ListEntry]:
    """Return the entries that an identifier or a person ties to a company; a person's no outweighs all."""
    company = identity_of_company(application=application)
    spoken = last_answers(organization_id=application.organization_id, list_names={row.list_name for row in rows})
    tied: list[ListEntry] = []
    by_domain: list[ListEntry] = []
    for row in rows:
        link = spoken.get((row.list_name, row.key))
        likeness = compare(company=company, entry=identity_of_entry(entry=row))
        if link is not None:
            if link.is_same:
                tied.append(row)
        elif likeness is not None and likeness.is_match:
            (by_domain if likeness.is_by_domain_alone else tied).append(row)
    # Companies of a group share a domain: two entries of one list with it leave open which of them is meant.
    return tied + by_domain if len(by_domain) == 1 and not _shares_its_domain(application) else tied


def _shares_its_domain(application: Application) -> bool:
    domain = plain_domain(text=application.organization.domain)
    return Organization.objects.filter(domain=domain).exclude(pk=application.organization_id).exists()


def _offer(
    *, application: Application, entries: list[ListEntry], edition: ListEdition, person_id: UUID | None, at: datetime,
    new_id: Callable[[], UUID],
) -> int:  # fmt: skip
    before = Evidence.objects.filter(organization=application.organization).count()
    for entry in entries:
        keep_list_evidence(
            evidence_id=new_id(), organization_id=application.organization_id, entry=entry, edition=edition,
            person_id=person_id, at=at,
        )  # fmt: skip
    return Evidence.objects.filter(organization=application.organization).count() - before
