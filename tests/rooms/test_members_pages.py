"""The way of an applicant and of the office, page by page: nothing is lost, and nobody sees another's evidence."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.rooms.membership import Club, make_club
from truetonne.edge.identifiers import show_id
from truetonne.edge.permissions import Role
from truetonne.members.actions.apply import REQUIRED, AnswersMissing, save_answers, submit_application
from truetonne.members.forms import FILE_BYTES_MAX
from truetonne.members.models import Application, Evidence, Interest
from truetonne.people.actions import grant_role, record_organization, record_person
from truetonne.people.models import OrganizationKind, Person

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 invented report"
PLAN = {"target_note": "Net zero by 2045", "report_links": "https://tallow.example/2025", "plan_note": "Electric kilns"}
DATES = {"published_on": "2026-01-15", "retrieved_on": "2026-02-20"}


@pytest.fixture
def club(at: datetime) -> Club:
    return make_club(at=at)


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def begin(club: Club) -> tuple[Client, str]:
    client = as_person(club.applicant)
    page = client.post(reverse("members:begin"), {"request_id": "begin"}, follow=True)
    assert page.status_code == 200
    return client, show_id(prefix="app", id=Application.objects.get().pk)


def add(client: Client, app: str, kind: str, request_id: str, **answers: object) -> None:
    answered = client.post(
        reverse("members:add_evidence", args=[app, kind]),
        {"request_id": request_id, "title": kind, **DATES,
         "file": SimpleUploadedFile("report.pdf", PDF + request_id.encode(), content_type="application/pdf"),
         "public_url": f"https://tallow.example/{request_id}", **answers},
    )  # fmt: skip
    assert answered.status_code == 302, answered.content.decode()[:4000]


def add_all(client: Client, app: str) -> None:
    scopes = {"scopes": ["1", "2", "3"], "scope3_coverage": "yes"}
    add(client, app, "supplier_id", "s", reference="S-114")
    add(client, app, "net_zero_statement", "n", year="FY2045", target_kind="net_zero", **scopes)
    for year in (2024, 2023):
        add(client, app, "inventory_report", f"i{year}", period_start=f"{year}-01-01", period_end=f"{year}-12-31",
            published_on=f"{year + 1}-06-30", standard="GHG Protocol", **scopes)  # fmt: skip


def write(client: Client, app: str) -> None:
    for name, answers in (
        ("relationship", {"relationship": "supplier", "relationship_note": "Since 2021"}),
        ("plan", PLAN),
        ("use", {"use": "residual"}),
        ("signer", {"signer_name": "Ida Berg", "signer_role": "Director"}),
    ):
        answered = client.post(reverse("members:step", args=[app, name]), {"request_id": name, **answers})
        assert answered.status_code == 302


def test_a_company_applies_is_refused_with_reasons_mends_them_and_is_admitted_by_two(club: Club) -> None:
    client, app = begin(club)
    write(client, app)
    add_all(client, app)
    checked = client.get(reverse("members:check", args=[app]))
    assert "No target and no other route is on file" in checked.content.decode()
    submitted = client.post(
        reverse("members:check", args=[app]), {"request_id": "submit", "is_authorized": "on"}, follow=True
    )
    assert "Your application is handed in" in submitted.content.decode()
    first, second = as_person(club.screener), as_person(club.approver)
    accept_all(first)
    first.post(reverse("members:office_screen", args=[app]), {"request_id": "screen"})
    first.post(reverse("members:office_ask", args=[app]), {"request_id": "ask", "reason": "Add your target"})
    refused = client.get(reverse("members:application", args=[app])).content.decode()
    assert "You may not buy yet" in refused
    assert "Not shown" in refused
    assert "Add the validation of your target" in refused

    add(client, app, "target_validation", "t", strategy="sbti_near_term_validated", valid_until="2030-12-31")
    client.post(reverse("members:check", args=[app]), {"request_id": "again", "is_authorized": "on"})
    accept_all(first)
    first.post(reverse("members:office_screen", args=[app]), {"request_id": "screen2"})
    first.post(reverse("members:office_propose", args=[app]), {"request_id": "propose", "note": "All shown"})
    own = first.post(reverse("members:office_decide", args=[app]), {"request_id": "own", "is_confirmed": "yes"})
    assert own.status_code == 422
    assert "A second person must decide" in own.content.decode()
    second.post(reverse("members:office_decide", args=[app]), {"request_id": "decide", "is_confirmed": "yes"})

    assert Application.objects.get().state == "ELIGIBLE"
    assert "You may buy" in client.get(reverse("members:application", args=[app])).content.decode()


def accept_all(officer: Client) -> None:
    for each in Evidence.objects.filter(judgements=None):
        answered = officer.post(
            reverse("members:office_judge", args=[show_id(prefix="evd", id=each.pk)]),
            {"request_id": f"judge {each.pk}", "is_accepted": "yes"},
        )
        assert answered.status_code == 302


@pytest.mark.parametrize("field", REQUIRED)
def test_an_application_lacking_any_one_answer_is_not_handed_in(club: Club, field: str) -> None:
    client, app = begin(club)
    write(client, app)
    add_all(client, app)
    application = Application.objects.get()
    answers = {name: "" if name == field else str(value) for name, value in application.draft.items()}
    save_answers(application_id=application.pk, answers=answers, by=club.by(club.applicant))

    with pytest.raises(AnswersMissing) as refused:
        submit_application(
            application_id=application.pk, submission_id=club.ids(), by=club.by(club.applicant), new_id=club.ids
        )

    assert refused.value.fields == (field,)


def test_every_missing_answer_is_named_at_once(club: Club) -> None:
    client, app = begin(club)

    page = client.post(reverse("members:check", args=[app]), {"request_id": "s", "is_authorized": "on"})

    assert page.status_code == 422
    text = page.content.decode()
    for words in ("your relationship to the operator", "what the credits are for", "at least one piece of evidence"):
        assert words in text


def test_a_draft_resumes_where_it_was_left(club: Club) -> None:
    client, app = begin(club)
    client.post(reverse("members:step", args=[app, "use"]), {"request_id": "u", "use": "residual", "use_note": "Ovens"})

    assert client.get(reverse("members:apply")).url == reverse("members:application", args=[app])  # type: ignore[attr-defined]
    assert "Ovens" in client.get(reverse("members:step", args=[app, "use"])).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("report.exe", b"MZ executable", "Hand in a PDF"),
        ("report.pdf", b"<html>not a pdf", "Hand in a PDF"),
        ("report.png", PDF, "Hand in a PDF"),
        ("report.pdf", b"%PDF-" + b"0" * FILE_BYTES_MAX, "larger than 20 MB"),
    ],
)
def test_files_are_known_by_their_bytes_and_have_a_limit(club: Club, name: str, content: bytes, words: str) -> None:
    client, app = begin(club)

    page = client.post(
        reverse("members:add_evidence", args=[app, "sme_route"]),
        {"request_id": "x", "title": "Route", **DATES, "file": SimpleUploadedFile(name, content)},
    )

    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Evidence.objects.exists()


def test_evidence_without_a_day_to_lapse_is_refused_with_its_field(club: Club) -> None:
    client, app = begin(club)

    page = client.post(
        reverse("members:add_evidence", args=[app, "target_validation"]),
        {"request_id": "x", "title": "Target", **DATES, "strategy": "sbti_near_term_validated",
         "file": SimpleUploadedFile("t.pdf", PDF)},
    )  # fmt: skip

    assert page.status_code == 422
    assert "Enter the date this evidence stops counting" in page.content.decode()


def test_a_document_is_served_to_its_company_and_its_judges_alone(club: Club) -> None:
    client, app = begin(club)
    add(client, app, "sme_route", "r")
    address = reverse("members:evidence_file", args=[show_id(prefix="evd", id=Evidence.objects.get().pk)])
    stranger = make_stranger(club)

    served = client.get(address)

    assert served.content == PDF + b"r"
    assert served["Content-Disposition"].startswith("attachment")
    assert served["Cache-Control"] == "private, no-store"
    assert as_person(club.screener).get(address).status_code == 200
    assert as_person(stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def make_stranger(club: Club) -> Person:
    other = record_organization(
        organization_id=club.ids(), kind=OrganizationKind.MEMBER, name="Grey Heron", legal_name="Grey Heron Oy",
        country="FI", request_id="other", at=club.at,
    )  # fmt: skip
    person = record_person(
        person_id=club.ids(), email="x@heron.example", name="Hanna", password=None, request_id="x", at=club.at
    )
    grant_role(person=person, organization=other, role=Role.APPLICANT, request_id="xr", at=club.at)
    return person


def test_one_company_never_sees_anothers_application(club: Club) -> None:
    _, app = begin(club)
    stranger = as_person(make_stranger(club))

    for name in ("application", "check", "appeal", "evidence_kinds", "figures"):
        assert stranger.get(reverse(f"members:{name}", args=[app])).status_code == 404
    assert stranger.post(reverse("members:withdraw", args=[app]), {"request_id": "w"}).status_code == 404
    assert stranger.get(reverse("members:office_application", args=[app])).status_code == 403


def test_a_declined_company_appeals_once_and_another_person_rules(club: Club) -> None:
    client, app = begin(club)
    write(client, app)
    add(client, app, "supplier_id", "s", reference="S-114")
    client.post(reverse("members:check", args=[app]), {"request_id": "submit", "is_authorized": "on"})
    first, second, third = (as_person(each) for each in (club.screener, club.approver, club.arbiter))
    first.post(reverse("members:office_screen", args=[app]), {"request_id": "screen"})
    first.post(reverse("members:office_propose", args=[app]), {"request_id": "propose"})
    second.post(reverse("members:office_decide", args=[app]), {"request_id": "decide", "is_confirmed": "yes"})
    assert Application.objects.get().state == "DECLINED"

    client.post(reverse("members:appeal", args=[app]), {"request_id": "appeal", "text": "Our number was misread"})
    took_part = first.post(
        reverse("members:office_rule", args=[app]), {"request_id": "r1", "is_upheld": "yes", "reason": "Agreed"}
    )
    third.post(
        reverse("members:office_rule", args=[app]), {"request_id": "r2", "is_upheld": "yes", "reason": "Misread"}
    )

    assert took_part.status_code == 422
    assert client.get(reverse("members:application", args=[app])).status_code == 200
    states = sorted(Application.objects.values_list("state", flat=True))
    assert states == ["DECLINED", "SCREENING"]
    again = client.post(reverse("members:appeal", args=[app]), {"request_id": "appeal2", "text": "Again"})
    assert again.status_code == 422


def test_anyone_may_read_the_policy_and_show_interest(club: Club) -> None:
    visitor = Client()

    assert "Every country is served" in visitor.get(reverse("members:policy")).content.decode()
    assert "United States" in visitor.get(reverse("members:policy_version", args=["1"])).content.decode()
    assert visitor.get(reverse("members:policy_version", args=["9"])).status_code == 404
    empty = visitor.post(reverse("members:apply"), {"request_id": "i"})
    assert empty.status_code == 422
    given = {"request_id": "i", "company": "Grey Heron", "country": "fi", "domain": "heron.example",
             "relationship": "customer", "contact_name": "Hanna", "contact_email": "h@heron.example"}  # fmt: skip
    for _ in range(2):
        assert visitor.post(reverse("members:apply"), given).status_code == 302
    assert Interest.objects.get().country == "FI"


def test_governance_signs_what_another_proposed(club: Club) -> None:
    officer, governor = as_person(club.screener), as_person(club.governor)
    shown = officer.get(reverse("members:office_policy")).content.decode()
    assert "Propose a version" in shown
    from importlib.resources import files

    text = (files("truetonne.rules") / "data" / "exchange-eligibility.toml").read_text("utf-8")
    broken = officer.post(
        reverse("members:office_policy"), {"request_id": "p0", "text": text + "\nnew_key = 1", "reason": "Try"}
    )
    assert broken.status_code == 422
    narrow = text.replace('version = "1"', 'version = "3"').replace(
        "valid_from = 2025-03-01", "valid_from = 2040-01-01"
    )
    officer.post(reverse("members:office_policy"), {"request_id": "p1", "text": narrow, "reason": "US only"})
    from truetonne.members.models import PolicyProposal

    proposal = PolicyProposal.objects.get(version="3")
    address = reverse("members:office_sign_policy", args=[show_id(prefix="pol", id=proposal.pk)])
    assert officer.post(address, {"request_id": "s0", "is_adopted": "yes"}).status_code == 403
    governor.post(address, {"request_id": "s1", "is_adopted": "yes"})

    history = Client().get(reverse("members:policy")).content.decode()
    assert "1 Jan 2040" in history


def test_figures_are_entered_in_tonnes_and_accepted_by_an_officer(club: Club) -> None:
    client, app = begin(club)
    add_all(client, app)
    report = Evidence.objects.filter(kind="INVENTORY_REPORT")[0]
    given = {"request_id": "f", "year": "2024", "scope1": "12.5", "scope2": "3", "scope3": "", "trajectory": "14",
             "net_zero_year": "2045", "evidence": show_id(prefix="evd", id=report.pk)}  # fmt: skip

    wrong = client.post(reverse("members:figures", args=[app]), {**given, "scope1": "1.2345"})
    right = client.post(reverse("members:figures", args=[app]), given)

    assert wrong.status_code == 422
    assert right.status_code == 302
    from truetonne.members.models import DisclosedYear

    year = DisclosedYear.objects.get()
    assert (year.scope1_kg, year.scope3_kg, year.gross_kg) == (12_500, None, 15_500)
    as_person(club.screener).post(
        reverse("members:office_judge_year", args=[show_id(prefix="fig", id=year.pk)]),
        {"request_id": "j", "is_accepted": "yes"},
    )
    year.refresh_from_db()
    assert year.judgement.is_accepted


def test_the_queues_show_what_waits_and_who_cannot_sign(club: Club) -> None:
    client, app = begin(club)
    write(client, app)
    add(client, app, "supplier_id", "s", reference="S-114")
    client.post(reverse("members:check", args=[app]), {"request_id": "submit", "is_authorized": "on"})
    first = as_person(club.screener)

    assert "Tallow &amp; Pine" in first.get(reverse("members:office_queues")).content.decode()
    first.post(reverse("members:office_screen", args=[app]), {"request_id": "screen"})
    first.post(reverse("members:office_propose", args=[app]), {"request_id": "propose"})

    assert "you cannot sign what you prepared" in first.get(reverse("members:office_queues")).content.decode()
    assert "you cannot sign" not in as_person(club.approver).get(reverse("members:office_queues")).content.decode()
