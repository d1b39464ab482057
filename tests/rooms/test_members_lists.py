"""Public lists: every row accounted for, editions compared, identifiers matched, names left to persons."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from tests.rooms.membership import Club, make_club
from truetonne.cli import evidence_lists, imports
from truetonne.edge.identifiers import show_id
from truetonne.members.actions.apply import open_application, save_answers, submit_application
from truetonne.members.actions.decide import screen_application
from truetonne.members.actions.link_entry import LinkInUse, link_entry
from truetonne.members.company_facts import list_counting_evidence
from truetonne.members.models import Application, AssessmentFinding, Evidence, ListEdition, ListEntry, ListVanishing
from truetonne.members.queries.company_lists import list_entries_of_company, list_suggestions
from truetonne.people.models import Organization

pytestmark = pytest.mark.django_db

LEI = "GIE4CCPBJDI8SMV1OX95"
DATA = Path(os.environ.get("TRUETONNE_DATA", Path(__file__).resolve().parents[3] / "shared/data")) / "corporate"
HEADER = ["Company Name", "ISIN", "LEI", "Location", "Near term - Target Status", "Near term - Target Year", "Date"]


@pytest.fixture
def club(at: datetime, monkeypatch: pytest.MonkeyPatch) -> Club:
    monkeypatch.setattr(evidence_lists, "bootstrap_django", lambda: None)
    club = make_club(at=at)
    Organization.objects.filter(pk=club.company.pk).update(
        name="Corsair", legal_name="Corsair Inc.", country="US", lei=LEI, domain="corsair.example"
    )
    club.company.refresh_from_db()
    return club


def begin(club: Club) -> Application:
    return open_application(application_id=club.ids(), organization=club.company, by=club.by(club.applicant))


def dashboard(folder: Path, *rows: tuple[str, ...], name: str = "targets.csv") -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    path = folder / name
    path.write_text(text.getvalue(), "utf-8")
    return path


def row(
    name: str, *, lei: str = "", status: str = "Targets Set", year: str = "2030", country: str = ""
) -> tuple[str, ...]:
    return (name, "", lei, country, status, year, "01/12/2025")


def load(path: Path, *options: str) -> tuple[Result, dict[str, object]]:
    ran = CliRunner().invoke(imports.command, ["evidence", *options, "--json", "-", str(path)])
    assert ran.stdout, ran.output + repr(ran.exception)
    report: dict[str, object] = json.loads(ran.stdout)
    totals = {name: each["rows"] for name, each in report["totals"].items()}  # type: ignore[attr-defined]
    assert totals["read"] == totals["accepted"] + totals["known"] + totals["held"] + totals["refused"]
    return ran, report


def counts(report: dict[str, object]) -> tuple[int, ...]:
    totals = report["totals"]
    return tuple(totals[name]["rows"] for name in ("read", "accepted", "known", "held", "refused"))  # type: ignore[index]


def codes(report: dict[str, object]) -> dict[str, int]:
    return {each["code"]: each["rows"] for each in report["findings"]}  # type: ignore[attr-defined]


def as_officer(club: Club) -> Client:
    client = Client()
    client.force_login(club.screener)
    return client


def test_every_row_has_an_outcome_and_a_repeat_changes_nothing(club: Club, tmp_path: Path) -> None:
    path = dashboard(
        tmp_path, row("One"), row("Two"), row("One"), row("Three", status="Maybe"), row("Four", year="soon")
    )

    ran, report = load(path, "--edition", "2026-01-31")
    _again, second = load(path, "--edition", "2026-01-31")

    assert ran.exit_code == 1
    assert counts(report) == (5, 2, 0, 2, 1)
    assert codes(report) == {"duplicate_row": 1, "number_unreadable": 1, "status_unknown": 1}
    assert counts(second) == (5, 0, 2, 2, 1)
    assert (ListEdition.objects.count(), ListEntry.objects.count()) == (1, 2)


def test_a_newer_edition_says_what_appeared_changed_and_vanished(club: Club, tmp_path: Path) -> None:
    load(dashboard(tmp_path, row("One"), row("Two"), row("Three")), "--edition", "2025-01-31")

    _ran, report = load(
        dashboard(tmp_path, row("One"), row("Two", status="Removed", year=""), row("Four")), "--edition", "2026-01-31"
    )

    assert counts(report) == (3, 2, 1, 0, 0)
    changes = report["changes"]
    assert [each["name"] for each in changes["appeared"]] == ["Four"]  # type: ignore[index]
    assert [each["name"] for each in changes["vanished"]] == ["Three"]  # type: ignore[index]
    (changed,) = changes["changed"]  # type: ignore[index]
    assert changed["was"]["science"]["type"] == "sbti_near_term_validated"
    assert changed["now"]["science"]["type"] == "sbti_commitment_removed"
    assert codes(report) == {"rows_appeared": 1, "row_changed": 1, "rows_vanished": 1}


def test_an_entry_that_comes_back_appears_again(club: Club, tmp_path: Path) -> None:
    both = dashboard(tmp_path, row("One"), row("Two"), name="both.csv")
    load(both, "--edition", "2024-01-31")
    load(dashboard(tmp_path, row("One")), "--edition", "2025-01-31")

    _ran, report = load(both, "--edition", "2026-01-31")

    assert codes(report) == {"rows_appeared": 1}
    assert counts(report)[1:3] == (1, 1)


def test_a_part_of_a_list_makes_nothing_vanish_and_an_older_edition_offers_nothing(club: Club, tmp_path: Path) -> None:
    begin(club)
    load(dashboard(tmp_path, row("One"), row("Two")), "--edition", "2026-01-31")
    _ran, part = load(dashboard(tmp_path, row("One")), "--edition", "2026-02-28", "--partial")

    _older, report = load(dashboard(tmp_path, row("Corsair", lei=LEI)), "--edition", "2023-01-31")

    assert "rows_vanished" not in codes(part)
    assert "edition_not_newest" in codes(report)
    assert report["offered"] == 0
    assert not Evidence.objects.exists()


def test_headers_of_another_year_are_the_same_list(club: Club, tmp_path: Path) -> None:
    load(dashboard(tmp_path, row("One", lei=LEI)), "--edition", "2023-01-31")
    path = tmp_path / "newer.csv"
    path.write_text(
        "company_name,isin,lei,location,near_term_status,near_term_target_year,date_published\n"
        f"One,,{LEI},,Targets Set,2030,2025-12-01\n"
    )

    _ran, report = load(path, "--edition", "2026-01-31")

    assert ListEdition.objects.values_list("list_name", flat=True).distinct().count() == 1
    assert "rows_vanished" not in codes(report)


def test_the_day_comes_from_the_files_name_or_is_asked_for(club: Club, tmp_path: Path) -> None:
    _ran, month = load(dashboard(tmp_path, row("One"), name="targets_2025-07.csv"))
    undated = CliRunner().invoke(imports.command, ["evidence", str(dashboard(tmp_path, row("One"), name="t.csv"))])
    future = CliRunner().invoke(
        imports.command, ["evidence", "--edition", "2999-01-01", str(dashboard(tmp_path, row("One")))]
    )

    assert month["edition"] == "2025-07-01"
    assert "edition_day_assumed" in codes(month)
    assert undated.exit_code == future.exit_code == 2
    assert "--edition" in undated.output


@pytest.mark.parametrize("name", ["no-such-list", "broken.toml"])
def test_a_mapping_that_cannot_be_used_stores_nothing(club: Club, tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.toml").write_text("id = 3", "utf-8")
    mapping = str(tmp_path / name) if name.endswith("toml") else name
    path = dashboard(tmp_path, row("One"))

    ran = CliRunner().invoke(imports.command, ["evidence", "--mapping", mapping, "--edition", "2026-01-31", str(path)])

    assert ran.exit_code == 2
    assert not ListEdition.objects.exists()


def test_one_load_hands_evidence_in_for_every_company_that_an_identifier_ties(club: Club, tmp_path: Path) -> None:
    begin(club)

    _ran, report = load(dashboard(tmp_path, row("Some other spelling", lei=LEI)), "--edition", "2026-01-31")

    evidence = Evidence.objects.get()
    assert report["offered"] == 1
    assert (evidence.organization_id, evidence.uploader_id) == (club.company.pk, None)
    assert (evidence.retrieved_on, evidence.lapses_on) == (date(2026, 1, 31), date(2030, 12, 31))
    assert list_counting_evidence(organization_id=club.company.pk, accepted_only=True) == ()
    club.judge(evidence)
    assert list_counting_evidence(organization_id=club.company.pk, accepted_only=True) == (evidence,)


def test_a_company_that_applies_later_finds_its_entries_handed_in(club: Club, tmp_path: Path) -> None:
    load(dashboard(tmp_path, row("Corsair", lei=LEI)), "--edition", "2026-01-31")
    application = begin(club)
    from truetonne.cli.demo.membership import answers, evidence_for

    save_answers(application_id=application.pk, answers=answers(club.applicant), by=club.by(club.applicant))

    for each in evidence_for(organization=club.company, today=club.at.date())[:-1]:
        club.judge(club.hand_in(each))

    submit_application(
        application_id=application.pk, submission_id=club.ids(), by=club.by(club.applicant), new_id=club.ids
    )

    listed = Evidence.objects.get(list_entry__isnull=False)
    judged = screen_application(application_id=application.pk, assessment_id=club.ids(), by=club.by(club.screener))
    assert finding(judged.pk, "R3") == "NOT_SHOWN"
    club.judge(listed)
    judged = screen_application(application_id=application.pk, assessment_id=club.ids(), by=club.by(club.screener))
    assert finding(judged.pk, "R3") == "MET"


def finding(assessment_id: UUID, rule: str) -> str:
    return AssessmentFinding.objects.get(assessment_id=assessment_id, rule=rule).result


@pytest.mark.parametrize(
    ("company", "entries", "suggested"),
    [
        ("Corsair", ["Corsair", "Corsaire", "Corsair Gaming"], {"Corsair", "Corsair Gaming"}),
        ("Seneca Group", ["Seneca", "Seneca Foods Corporation", "Seneca Group"], {"Seneca", "Seneca Group"}),
        ("Ryan Companies", ["Ryan", "Ryanair Holdings plc", "Ryan Specialty Group"], {"Ryan"}),
    ],
)
def test_a_name_opens_a_suggestion_and_hands_nothing_in(
    club: Club, tmp_path: Path, company: str, entries: list[str], suggested: set[str]
) -> None:
    Organization.objects.filter(pk=club.company.pk).update(name=company, legal_name=f"{company} Inc.")
    begin(club)

    load(dashboard(tmp_path, *(row(name) for name in entries)), "--edition", "2026-01-31")

    assert not Evidence.objects.exists()
    assert {each.entry.name for each in list_suggestions()} == suggested


def test_the_same_name_with_another_lei_stays_a_question(club: Club, tmp_path: Path) -> None:
    begin(club)

    load(dashboard(tmp_path, row("Corsair", lei="5299000J2N45DDNE4Y28")), "--edition", "2026-01-31")

    (suggestion,) = list_suggestions()
    assert suggestion.likeness is not None
    assert suggestion.likeness.differs == ("LEI",)
    assert not Evidence.objects.exists()


def pledges(folder: Path, *rows: tuple[str, str]) -> Path:
    path = folder / "pledges.csv"
    lines = ["signatory_names,join_dates,signatory_descriptions,signatory_sites,sign_link"]
    lines += [f",Mar 25  2022,words,{site},https://pledge.example/{slug}.html" for slug, site in rows]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_a_domain_ties_unless_companies_of_a_group_share_it(club: Club, tmp_path: Path) -> None:
    begin(club)
    load(pledges(tmp_path, ("one", "https://www.corsair.example/impact")), "--edition", "2026-01-31")
    assert Evidence.objects.get().facts == {"pledge_state": "signed"}

    load(
        pledges(tmp_path, ("one", "https://corsair.example"), ("two", "https://corsair.example/two")),
        "--edition", "2026-03-31",
    )  # fmt: skip

    assert Evidence.objects.count() == 1


def test_a_person_confirms_another_accepts_and_undo_is_possible_until_then(club: Club, tmp_path: Path) -> None:
    application = begin(club)
    load(dashboard(tmp_path, row("Corsair")), "--edition", "2026-01-31")
    client, entry = as_officer(club), ListEntry.objects.get()
    page = reverse(
        "members:office_list_entry",
        args=[show_id(prefix="app", id=application.pk), show_id(prefix="lse", id=entry.pk)],
    )
    assert "the name only" in client.get(page).content.decode()

    silent = client.post(page, {"request_id": "1", "is_same": "yes", "reason": ""})
    client.post(page, {"request_id": "2", "is_same": "yes", "reason": "Its report names the same address"})

    assert silent.status_code == 422
    evidence = Evidence.objects.get()
    assert evidence.uploader == club.screener
    client.post(page, {"request_id": "3", "is_same": "no", "reason": "The address is another company's"})
    club.judge(evidence, person=club.approver)
    assert list_counting_evidence(organization_id=club.company.pk, accepted_only=True) == ()
    assert [each.is_tied for each in list_entries_of_company(application=application)] == [False]
    refused = client.post(page, {"request_id": "4", "is_same": "no", "reason": "Again"})
    assert refused.status_code == 422
    with pytest.raises(LinkInUse):
        link_entry(
            link_id=club.ids(), evidence_id=club.ids(), entry_id=entry.pk, organization_id=club.company.pk,
            is_same=False, reason="No", by=club.by(club.approver),
        )  # fmt: skip


def test_a_no_holds_for_later_editions(club: Club, tmp_path: Path) -> None:
    begin(club)
    load(dashboard(tmp_path, row("Corsair", lei=LEI)), "--edition", "2025-01-31")
    Evidence.objects.get()
    link_entry(
        link_id=club.ids(), evidence_id=club.ids(), entry_id=ListEntry.objects.get().pk,
        organization_id=club.company.pk, is_same=False, reason="The LEI was reassigned", by=club.by(club.screener),
    )  # fmt: skip

    _ran, report = load(dashboard(tmp_path, row("Corsair", lei=LEI, year="2035")), "--edition", "2026-01-31")

    assert report["offered"] == 0
    assert list_suggestions() == []


def test_a_list_never_contradicts_what_the_company_shows_itself(club: Club, tmp_path: Path) -> None:
    application = club.admit()
    load(dashboard(tmp_path, row("Corsair", lei=LEI, status="Removed", year="")), "--edition", "2026-01-31")

    club.judge(Evidence.objects.get(list_entry__isnull=False))

    application.refresh_from_db()
    assert application.state in ("ELIGIBLE", "EXPIRING")


def test_a_newer_edition_is_offered_again_and_replaces_the_older_once_accepted(club: Club, tmp_path: Path) -> None:
    begin(club)
    load(dashboard(tmp_path, row("Corsair", lei=LEI)), "--edition", "2025-01-31")
    first = Evidence.objects.get()
    club.judge(first)

    load(dashboard(tmp_path, row("Corsair", lei=LEI), row("Two")), "--edition", "2026-01-31")

    second = Evidence.objects.exclude(pk=first.pk).get()
    assert list_counting_evidence(organization_id=club.company.pk, accepted_only=True) == (first,)
    club.judge(second)
    assert list_counting_evidence(organization_id=club.company.pk, accepted_only=True) == (second,)


def test_who_imports_does_not_accept(club: Club, tmp_path: Path) -> None:
    from truetonne.members.actions.evidence import OwnEvidence

    begin(club)
    load(dashboard(tmp_path, row("Corsair", lei=LEI)), "--edition", "2026-01-31", "--by", club.screener.email)

    with pytest.raises(OwnEvidence):
        club.judge(Evidence.objects.get())


def test_applicant_and_officer_see_the_edition_and_only_the_officer_the_suggestions(club: Club, tmp_path: Path) -> None:
    application = begin(club)
    load(dashboard(tmp_path, row("Corsair", lei=LEI), row("Corsair Gaming")), "--edition", "2026-01-31")
    text = show_id(prefix="app", id=application.pk)
    applicant = Client()
    applicant.force_login(club.applicant)

    own = applicant.get(reverse("members:application", args=[text])).content.decode()
    office = as_officer(club).get(reverse("members:office_application", args=[text])).content.decode()
    queue = as_officer(club).get(reverse("members:office_lists")).content.decode()

    assert "edition of" in own
    assert "Corsair Gaming" not in own
    assert "31 Jan 2026" in own
    assert "31 Jan 2026" in office
    assert "Corsair Gaming" in office
    assert "Corsair Gaming" in queue


def test_the_office_loads_the_same_as_the_command(club: Club, tmp_path: Path) -> None:
    path = dashboard(
        tmp_path, row("Corsair Inc.", lei=LEI), row("Nameless", status="Maybe"), name="targets-2026-01-15.csv"
    )
    client = as_officer(club)
    assert client.get("/office/members/lists/new/").status_code == 200

    with path.open("rb") as sent:
        done = client.post("/office/members/lists/new/", {"sent": sent, "request_id": "r1"})
    with path.open("rb") as sent:
        again = client.post("/office/members/lists/new/", {"sent": sent, "request_id": "r2"})

    edition = ListEdition.objects.get()
    assert (done.status_code, again["Location"]) == (302, done["Location"])
    assert (edition.edition, edition.person) == (date(2026, 1, 15), club.screener)
    assert edition.report["totals"]["read"]["rows"] == 2
    page = client.get(done["Location"]).content.decode()
    assert "A word is in no list of the mapping." in page
    assert "Nameless" in page
    assert load(path)[0].exit_code in {0, 1}
    assert ListEdition.objects.count() == 1


def test_every_row_that_was_not_kept_stands_with_field_value_and_reason(club: Club, tmp_path: Path) -> None:
    load(
        dashboard(tmp_path, row("One"), row("Two", status="Maybe"), row("Three", year="soon")),
        "--edition",
        "2026-01-31",
    )
    client, edition = as_officer(club), ListEdition.objects.get()
    page = reverse("members:office_list_edition", args=[show_id(prefix="lst", id=edition.pk)])

    everything = client.get(page).content.decode()
    refused = client.get(page, {"outcome": "refused"}).content.decode()
    answer = client.get(f"{page}rows.csv")
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))  # type: ignore[attr-defined]

    assert "Maybe" in everything
    assert ("Maybe" in refused, "soon" in refused) == (False, True)
    assert client.get(page, {"outcome": "accepted"}).status_code == 404
    assert lines[0] == ["file", "record", "outcome", "code", "field", "value", "reason"]
    assert [(line[1], *line[2:6]) for line in lines[1:]] == [
        ("2", "held", "status_unknown", "Near term - Target Status", "Maybe"),
        ("3", "refused", "number_unreadable", "Near term - Target Year", "soon"),
    ]


def test_a_row_that_was_not_kept_is_held_or_refused_and_nothing_else(club: Club, tmp_path: Path) -> None:
    load(dashboard(tmp_path, row("One", year="soon")), "--edition", "2026-01-31")

    with pytest.raises(DatabaseError, match="unkept_row_is_held_or_refused"), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO members_unkeptlistrow (edition_id, outcome, file, record, code, field, value, reason, raw)"
            " SELECT edition_id, 'accepted', file, record, code, field, value, reason, raw FROM members_unkeptlistrow"
        )


@pytest.mark.parametrize(
    ("name", "text", "given", "said"),
    [
        ("targets.csv", "a,b\n1,2\n", {"edition": "2026-01-01"}, "columns are those of no list"),
        ("targets.csv", "a,b\n1,2\n", {}, "Nothing says of which day"),
        ("targets-2099-01.csv", "a,b\n1,2\n", {}, "lies in the future"),
        ("targets.exe", "a,b\n1,2\n", {"edition": "2026-01-01"}, "Send a .csv"),
        ("targets.xlsx", "no workbook", {"edition": "2026-01-01"}, "cannot be read as this list"),
    ],
)
def test_the_office_refuses_beside_the_field_and_stores_nothing(
    club: Club, tmp_path: Path, name: str, text: str, given: dict[str, str], said: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")

    with (tmp_path / name).open("rb") as sent:
        answer = as_officer(club).post("/office/members/lists/new/", {"sent": sent, "request_id": "r", **given})

    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not ListEdition.objects.exists()


def test_entries_and_vanishings_are_only_added(club: Club, tmp_path: Path) -> None:
    load(dashboard(tmp_path, row("One")), "--edition", "2025-01-31")
    load(dashboard(tmp_path, row("Two")), "--edition", "2026-01-31")
    assert ListVanishing.objects.count() == 1

    for table in ("members_listentry", "members_listvanishing"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data files are not here (TRUETONNE_DATA)")
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("net_zero_tracker_2022-12-20.xlsx", (4089, 2001, 0, 0, 2088)),
        ("sbti_companies_2023-01.xlsx", (4382, 4377, 0, 5, 0)),
        ("climate_pledge_signatories_2023-04.csv", (400, 400, 0, 0, 0)),
    ],
)
def test_the_real_lists_are_read_to_the_last_row_and_their_trap_names_tie_to_nobody(
    club: Club, file: str, expected: tuple[int, ...]
) -> None:
    Organization.objects.filter(pk=club.company.pk).update(
        name="Ryan", legal_name="Ryan", lei="", domain="ryan.example"
    )
    begin(club)

    _ran, report = load(DATA / file)

    assert counts(report) == expected
    assert not Evidence.objects.exists()
    assert ("Ryan Companies" in {each.entry.name for each in list_suggestions()}) == file.startswith("climate_pledge")
    assert load(DATA / file)[1]["changes"] == {"appeared": [], "changed": [], "vanished": []}
