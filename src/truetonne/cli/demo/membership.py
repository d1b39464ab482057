"""How invented companies become members: the whole way of an application, by the actions that real ones take."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from truetonne.cli.demo.people import Cast
    from truetonne.members.actions.evidence import NewEvidence
    from truetonne.members.models import Application, Evidence
    from truetonne.people.models import Organization, Person

NewId = Callable[[], UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What an invented company disclosed for a year, in kilograms."""

    year: int
    scope1_kg: int
    scope2_kg: int
    scope3_kg: int
    trajectory_kg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Officers:
    """The two people of the operator who judge: the first screens and proposes, the second decides."""

    first: Person
    second: Person


FIGURES = {
    "buyer": Figures(year=2025, scope1_kg=61_400, scope2_kg=38_250, scope3_kg=412_700, trajectory_kg=498_000),
    "freight": Figures(year=2025, scope1_kg=2_914_000, scope2_kg=86_000, scope3_kg=1_310_500, trajectory_kg=4_120_000),
    "coffee": Figures(year=2025, scope1_kg=48_900, scope2_kg=22_310, scope3_kg=604_080, trajectory_kg=590_000),
    "tea": Figures(year=2025, scope1_kg=91_200, scope2_kg=140_900, scope3_kg=1_002_300, trajectory_kg=1_180_000),
}


def open_all_markets(*, proposer: Person, signer: Person, at: datetime, new_id: NewId) -> None:
    """Adopt a policy that limits no market, from the day after ``at``: the invented members live in many countries."""
    from truetonne.members.actions.policy import propose_policy, sign_policy
    from truetonne.members.acts import By

    shipped = (files("truetonne.rules") / "data" / "exchange-eligibility.toml").read_text("utf-8")
    valid_from = (at + timedelta(days=1)).date()
    text = (
        shipped.replace('version = "1"', 'version = "2"', 1)
        .replace("valid_from = 2025-03-01", f"valid_from = {valid_from.isoformat()}", 1)
        .replace('open_markets = ["US"]', "open_markets = []", 1)
    )
    proposal = propose_policy(
        proposal_id=new_id(),
        text=text,
        reason="Open every market: suppliers and customers of the operator live in many countries.",
        by=By(person_id=proposer.pk, request_id="demo policy 2", at=at),
    )
    sign_policy(
        sign_off_id=new_id(),
        proposal_id=proposal.pk,
        is_adopted=True,
        reason="",
        by=By(person_id=signer.pk, request_id="demo policy 2 signed", at=at),
    )


def admit_members(*, cast: Cast, at: datetime, new_id: NewId) -> None:
    """Bring every member of the demonstration through its application, with figures on file."""
    officers = Officers(first=cast.persons["eligibility"], second=cast.persons["second"])
    for key, organization in cast.members.items():
        admit_member(
            organization=organization, applicant=cast.persons[key], officers=officers, at=at, new_id=new_id,
            figures=FIGURES.get(key),
        )  # fmt: skip


def admit_member(
    *,
    organization: Organization,
    applicant: Person,
    officers: Officers,
    at: datetime,
    new_id: NewId,
    figures: Figures | None = None,
) -> Application:
    """Open, fill, submit, screen, propose and decide an application so that the company may buy for a year."""
    from truetonne.members.actions.apply import open_application, save_answers, submit_application
    from truetonne.members.actions.decide import decide_application, propose_decision, screen_application
    from truetonne.members.acts import By
    from truetonne.members.models import Application

    def by(person: Person, verb: str) -> By:
        return By(person_id=person.pk, request_id=f"demo {verb} {organization.pk}", at=at)

    opened = open_application(application_id=new_id(), organization=organization, by=by(applicant, "open"))
    save_answers(application_id=opened.pk, answers=answers(applicant), by=by(applicant, "answers"))
    handed = [
        _hand_in(organization=organization, applicant=applicant, one=one, at=at, new_id=new_id)
        for one in evidence_for(organization=organization, today=at.date())
    ]
    submit_application(application_id=opened.pk, submission_id=new_id(), by=by(applicant, "submit"), new_id=new_id)
    for evidence in handed:
        _accept(evidence=evidence, officer=officers.first, at=at, new_id=new_id)
    screen_application(application_id=opened.pk, assessment_id=new_id(), by=by(officers.first, "screen"))
    proposal = propose_decision(
        proposal_id=new_id(), application_id=opened.pk, note="", by=by(officers.first, "propose")
    )
    decide_application(
        decision_id=new_id(), proposal_id=proposal.pk, is_confirmed=True, reason="", by=by(officers.second, "decide")
    )
    if figures is not None:
        report = next(one for one in handed if one.kind == "INVENTORY_REPORT")
        disclose(
            organization=organization, applicant=applicant, officer=officers.first, evidence=report, figures=figures,
            at=at, new_id=new_id,
        )  # fmt: skip
    return Application.objects.select_related("organization", "decision").get(pk=opened.pk)


def answers(applicant: Person) -> dict[str, str]:
    """Return the answers of a supplier that buys for what remains."""
    return {
        "relationship": "supplier", "target_note": "Net zero by 2045, near-term target validated (invented).",
        "report_links": "The address stands with the evidence (invented).",
        "plan_note": "Electric ovens and vans by 2030, green power by contract (invented).", "use": "residual",
        "signer_name": applicant.name, "signer_role": "Director",
    }  # fmt: skip


def evidence_for(*, organization: Organization, today: date) -> tuple[NewEvidence, ...]:
    """Return the evidence of a company that meets every rule: number, statement, two inventories, a validated target."""
    from truetonne.members.actions.evidence import NewEvidence

    site = f"https://{organization.domain or 'company.example'}"
    last = today.year - 1 if today.month >= 4 else today.year - 2
    return (
        NewEvidence(
            kind="SUPPLIER_ID", title="Supplier number", retrieved_on=today, public_url=f"{site}/supplier",
            facts={"reference": f"S-{str(organization.pk)[-6:].upper()}"},
        ),
        NewEvidence(
            kind="NET_ZERO_STATEMENT", title="Net zero by 2045", retrieved_on=today, public_url=f"{site}/net-zero",
            published_on=today - timedelta(days=40), scopes=(1, 2, 3), scope3_coverage="yes", year="2045",
        ),
        *(
            NewEvidence(
                kind="INVENTORY_REPORT", title=f"Emissions report {year}", retrieved_on=today,
                public_url=f"{site}/emissions-{year}", published_on=date(year + 1, 3, 15),
                period_start=date(year, 1, 1), period_end=date(year, 12, 31), scopes=(1, 2, 3),
                scope3_coverage="yes", standard="GHG Protocol",
            )
            for year in (last, last - 1)
        ),
        NewEvidence(
            kind="TARGET_VALIDATION", title="Validated near-term target", retrieved_on=today,
            public_url=f"{site}/target", published_on=today - timedelta(days=200),
            validated_on=today - timedelta(days=200), valid_until=date(today.year + 4, 12, 31),
            facts={"strategy": "sbti_near_term_validated"},
        ),
    )  # fmt: skip


def disclose(
    *, organization: Organization, applicant: Person, officer: Person, evidence: Evidence, figures: Figures,
    at: datetime, new_id: NewId,
) -> None:  # fmt: skip
    """Put a year's figures of the main entity on file, entered by the company and accepted by an officer."""
    from truetonne.members.actions.figures import YearFigures, add_entity, disclose_year, judge_figures
    from truetonne.members.acts import By

    def by(person: Person, verb: str) -> By:
        return By(person_id=person.pk, request_id=f"demo {verb} {organization.pk} {figures.year}", at=at)

    entity = add_entity(
        entity_id=new_id(), organization=organization, name=organization.legal_name, country=organization.country,
        is_main=True, by=by(applicant, "entity"), lei=organization.lei,
    )  # fmt: skip
    add_entity(
        entity_id=new_id(), organization=organization, name=f"{organization.name} Holding", is_main=False,
        country=organization.country, registration_number=f"INVENTED-{organization.country}-{figures.year}-7",
        authorization_statement="I may act for this company (invented).", by=by(applicant, "group"),
    )  # fmt: skip
    year = disclose_year(
        figures_id=new_id(), entity_id=entity.pk, organization_id=organization.pk, evidence_id=evidence.pk,
        figures=YearFigures(
            year=figures.year, scope1_kg=figures.scope1_kg, scope2_kg=figures.scope2_kg,
            scope3_kg=figures.scope3_kg, trajectory_kg=figures.trajectory_kg, net_zero_year=2045,
        ),
        by=by(applicant, "figures"),
    )  # fmt: skip
    judge_figures(
        judgement_id=new_id(),
        assessment_id=new_id(),
        figures_id=year.pk,
        is_accepted=True,
        reason="",
        by=by(officer, "figures judged"),
    )


def _hand_in(
    *, organization: Organization, applicant: Person, one: NewEvidence, at: datetime, new_id: NewId
) -> Evidence:
    from truetonne.members.actions.evidence import add_evidence
    from truetonne.members.acts import By

    return add_evidence(
        evidence_id=new_id(),
        organization_id=organization.pk,
        evidence=one,
        read_sha256=hashlib.sha256(f"{one.public_url} (invented)".encode()).digest(),
        by=By(person_id=applicant.pk, request_id=f"demo evidence {organization.pk} {one.title}", at=at),
    )


def _accept(*, evidence: Evidence, officer: Person, at: datetime, new_id: NewId) -> None:
    from truetonne.members.actions.evidence import judge_evidence
    from truetonne.members.acts import By

    judge_evidence(
        judgement_id=new_id(), evidence_id=evidence.pk, assessment_id=new_id(), is_accepted=True, reason="",
        by=By(person_id=officer.pk, request_id=f"demo accept {evidence.pk}", at=at),
    )  # fmt: skip
