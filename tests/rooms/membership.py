"""Members as tests need them: an operator with two officers, companies on their way, and the steps they take."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.rooms.exchange import Ids
from tests.rooms.keeping import make_once
from truetonne.cli.demo.membership import Figures, Officers, admit_member, disclose, open_all_markets
from truetonne.edge.permissions import Role
from truetonne.members.actions.evidence import NewEvidence, add_evidence, judge_evidence
from truetonne.members.acts import By
from truetonne.members.models import Application, Evidence
from truetonne.people.actions import grant_role, record_organization, record_person
from truetonne.people.models import Organization, OrganizationKind, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Club:
    """The operator's officers, a company with its applicant, ids and the moment."""

    operator: Organization
    company: Organization
    applicant: Person
    screener: Person
    approver: Person
    arbiter: Person
    governor: Person
    ids: Ids
    at: datetime

    @property
    def officers(self) -> Officers:
        return Officers(first=self.screener, second=self.approver)

    def by(self, person: Person, *, at: datetime | None = None, request_id: str = "") -> By:
        return By(person_id=person.pk, request_id=request_id or str(self.ids()), at=at or self.at)

    def admit(self, *, figures: Figures | None = None) -> Application:
        return admit_member(
            organization=self.company, applicant=self.applicant, officers=self.officers, at=self.at, new_id=self.ids,
            figures=figures,
        )  # fmt: skip

    def hand_in(
        self, evidence: NewEvidence, *, at: datetime | None = None, replaces: Evidence | None = None
    ) -> Evidence:
        return add_evidence(
            evidence_id=self.ids(),
            organization_id=self.company.pk,
            evidence=evidence,
            read_sha256=hashlib.sha256(evidence.title.encode()).digest(),
            replaces_id=replaces.pk if replaces is not None else None,
            by=self.by(self.applicant, at=at),
        )

    def judge(
        self, evidence: Evidence, *, is_accepted: bool = True, person: Person | None = None, at: datetime | None = None
    ) -> None:
        judge_evidence(
            judgement_id=self.ids(),
            evidence_id=evidence.pk,
            assessment_id=self.ids(),
            is_accepted=is_accepted,
            reason="" if is_accepted else "The document is another company's",
            by=self.by(person or self.screener, at=at),
        )


def make_club(*, at: datetime, opens_markets: bool = True) -> Club:
    """Record the operator with its officers, and a company that has not applied; every market is open."""
    return make_once(key=(make_club, at, opens_markets), make=lambda: _make_club(at=at, opens_markets=opens_markets))


def _make_club(*, at: datetime, opens_markets: bool) -> Club:
    ids = Ids()

    def organization(kind: OrganizationKind, name: str, domain: str) -> Organization:
        organization_id = ids()
        return record_organization(
            organization_id=organization_id, kind=kind, name=name, legal_name=f"{name} AB", country="SE",
            registration_number="556677-8899", domain=domain, request_id=str(organization_id), at=at,
        )  # fmt: skip

    def person(email: str, name: str, organization: Organization, *roles: Role) -> Person:
        person_id = ids()
        made = record_person(
            person_id=person_id, email=email, name=name, password=None, request_id=str(person_id), at=at
        )
        for role in roles:
            grant_role(person=made, organization=organization, role=role, request_id=f"{email} {role}", at=at)
        return made

    operator = organization(OrganizationKind.OPERATOR, "Northquay", "northquay.example")
    company = organization(OrganizationKind.MEMBER, "Tallow & Pine", "tallow.example")
    club = Club(
        operator=operator,
        company=company,
        applicant=person("ida@tallow.example", "Ida Berg", company, Role.APPLICANT, Role.BUYER, Role.REPORTER),
        screener=person("elif@northquay.example", "Elif Tandoğan", operator, Role.ELIGIBILITY),
        approver=person("seble@northquay.example", "Seble Mekonnen", operator, Role.ELIGIBILITY),
        arbiter=person("arvo@northquay.example", "Arvo Kask", operator, Role.ELIGIBILITY),
        governor=person("gwen@northquay.example", "Gwendolyn Ashby", operator, Role.GOVERNANCE),
        ids=ids,
        at=at,
    )
    if opens_markets:
        earlier = at - timedelta(days=90)
        open_all_markets(proposer=club.screener, signer=club.governor, at=earlier, new_id=ids)
    return club


__all__ = ["Club", "Figures", "disclose", "make_club"]
