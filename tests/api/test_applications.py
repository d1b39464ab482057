"""A company reads its own application with every finding; eligibility staff read all; nobody else reads anything."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.api.conftest import Caller, token_for
from tests.rooms.membership import Club, make_club
from truetonne.edge.identifiers import show_id
from truetonne.members.actions.apply import open_application
from truetonne.people.actions import record_organization
from truetonne.people.models import Organization, OrganizationKind, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def club(at: datetime) -> Club:
    return make_club(at=at)


def call(club: Club, person: Person, organization: Organization) -> Caller:
    return Caller(token=token_for(person=person, organization=organization, at=club.at))


def test_a_company_reads_its_findings_decisions_and_steps(club: Club) -> None:
    application = club.admit()
    caller = call(club, club.applicant, club.company)

    answer = caller.get(f"/v1/applications/{show_id(prefix='app', id=application.pk)}")

    assert answer.status == 200
    found = answer.json
    assert (found["state"], found["buys_until"]) == ("ELIGIBLE", "2026-12-31")
    assert found["assessment"]["outcome"] == "ELIGIBLE"
    assert [each["rule"] for each in found["assessment"]["findings"]][:3] == ["R0", "R1", "R2"]
    assert all(each["rule_set"].startswith("exchange-eligibility/") for each in found["assessment"]["findings"])
    assert [(each["confirmed"], each["outcome"]) for each in found["decisions"]] == [(True, "ELIGIBLE")]
    assert [each["to_state"] for each in found["steps"]][-1] == "ELIGIBLE"
    assert club.applicant.email not in answer.response.content.decode()


def test_eligibility_staff_list_all_and_page_through_them(club: Club) -> None:
    first = club.admit()
    clerk, member = call(club, club.screener, club.operator), call(club, club.applicant, club.company)

    page = clerk.get("/v1/applications?limit=1&state=ELIGIBLE&state=SUSPENDED")

    assert [each["id"] for each in page.json["data"]] == [show_id(prefix="app", id=first.pk)]
    assert page.json["has_more"] is False
    assert clerk.get("/v1/applications?state=DRAFT").json["data"] == []
    assert clerk.get("/v1/applications?after=nonsense").code == "invalid_cursor"
    assert [each["organization_name"] for each in member.get("/v1/applications").json["data"]] == [club.company.name]


def test_a_stranger_and_a_draft_stay_out_of_sight(club: Club) -> None:
    other_id = club.ids()
    other = record_organization(
        organization_id=other_id, kind=OrganizationKind.MEMBER, name="Other", legal_name="Other AB", country="SE",
        request_id=str(other_id), at=club.at,
    )  # fmt: skip
    draft = open_application(application_id=club.ids(), organization=club.company, by=club.by(club.applicant))
    address = f"/v1/applications/{show_id(prefix='app', id=draft.pk)}"

    assert call(club, club.applicant, club.company).get(address).json["state"] == "DRAFT"
    assert call(club, club.applicant, other).get(address).status == 404
    assert call(club, club.screener, club.operator).get(address).status == 404
    assert call(club, club.screener, club.operator).get("/v1/applications").json["data"] == []
