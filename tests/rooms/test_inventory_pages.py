"""Pages of reporters: whose they are, files that cannot be read, a mapping that is remembered, a job that says what failed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.rooms.measuring import Measured, make_measured
from tests.rooms.publishing import use_own_home
from tests.rooms.signing_in import sign_in
from tests.unit.edge.test_workbooks import far_workbook
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role
from truetonne.footprints.models import ActivityMapping, ActivityUpload, Inventory, InventoryComputation
from truetonne.footprints.working import run_computation, run_upload
from truetonne.people.actions import grant_role, record_organization, record_person
from truetonne.people.models import OrganizationKind, Person

pytestmark = pytest.mark.django_db

LEDGER = "What,Litres,Kind\ndiesel,1000,1\nGazole,500,1\n,3,1\ndiesel,-4,1\n"


@pytest.fixture
def measured(at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Measured:
    use_own_home(path=tmp_path, monkeypatch=monkeypatch)
    made = make_measured(at=at)
    grant_role(person=made.reporter, organization=made.club.company, role=Role.REPORTER, request_id="rep", at=at)
    return made


@pytest.fixture
def reporter(measured: Measured, client: Client) -> Client:
    sign_in(client, Person.objects.get(pk=measured.reporter.pk))
    return client


def send(client: Client, measured: Measured, *, content: str = LEDGER, name: str = "fuel.csv") -> ActivityUpload:
    answer = client.post(
        "/inventories/send/",
        {
            "request_id": str(new_id()), "entity": show_id(prefix="ent", id=measured.entity.pk), "year": "2025",
            "name": "Fuel", "sent": SimpleUploadedFile(name, content.encode()),
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    return ActivityUpload.objects.latest("recorded_at")


def test_a_workbook_that_cannot_be_laid_out_is_refused_in_words(measured: Measured, reporter: Client) -> None:
    answer = reporter.post(
        "/inventories/send/",
        {
            "request_id": str(new_id()), "entity": show_id(prefix="ent", id=measured.entity.pk), "year": "2025",
            "name": "Fuel", "sent": SimpleUploadedFile("far.xlsx", far_workbook()),
        },
    )  # fmt: skip

    assert answer.status_code == 422
    assert "cannot be laid out" in answer.content.decode()
    assert not ActivityUpload.objects.exists()


def map_it(client: Client, upload: ActivityUpload, **changes: str) -> None:
    said = {
        "request_id": str(new_id()), "act": "import", "column_factor_key": "What", "column_quantity": "Litres",
        "column_part": "Kind", "constant_unit": "litre", "decimal_mark": ".", "keys": "Gazole = diesel", **changes,
    }  # fmt: skip
    answer = client.post(f"/inventories/files/{show_id(prefix='aup', id=upload.pk)}/", said)
    assert answer.status_code == 302, answer.content.decode()


def test_a_file_is_kept_mapped_imported_and_its_untaken_rows_come_back(
    measured: Measured, reporter: Client, tmp_path: Path
) -> None:
    upload = send(reporter, measured)
    address = f"/inventories/files/{show_id(prefix='aup', id=upload.pk)}/"
    assert (tmp_path / upload.file_place).read_text() == LEDGER

    looked = reporter.get(address).content.decode()
    map_it(reporter, upload)
    run_upload(upload_id=upload.pk, load_id=new_id(), at=measured.at)
    run_upload(upload_id=upload.pk, load_id=new_id(), at=measured.at)

    upload.refresh_from_db()
    load = upload.load
    assert load is not None
    assert bytes(upload.file_sha256).hex() in looked
    assert (load.read_count, load.accepted_count, load.held_count) == (4, 2, 2)
    assert set(load.lines.values_list("factor_key", flat=True)) == {"diesel"}
    report = f"/inventories/loads/{show_id(prefix='act', id=load.pk)}/"
    rows = b"".join(reporter.get(f"{report}rows.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "diesel,-4,1,4,held,negative_quantity" in rows
    assert b"".join(reporter.get(f"{report}file/").streaming_content).decode() == LEDGER  # type: ignore[attr-defined]
    again = send(reporter, measured)
    page = reporter.get(f"/inventories/files/{show_id(prefix='aup', id=again.pk)}/").content.decode()
    assert "Gazole = diesel" in page
    assert ActivityMapping.objects.count() == 1


def test_a_word_is_never_matched_by_likeness(measured: Measured, reporter: Client) -> None:
    upload = send(reporter, measured, content="What,Litres,Kind\nDiesels,5,1\ndiesel oil,6,1\n")
    map_it(reporter, upload, keys="")

    run_upload(upload_id=upload.pk, load_id=new_id(), at=measured.at)

    upload.refresh_from_db()
    assert upload.load is not None
    assert set(upload.load.lines.values_list("factor_key", flat=True)) == {"Diesels", "diesel oil"}


def test_a_version_that_cannot_be_computed_says_why(measured: Measured, reporter: Client) -> None:
    entity = show_id(prefix="ent", id=measured.entity.pk)
    said = {
        "request_id": str(new_id()), "sets": [str(measured.factor.factor_set_id)], "gwp_set": "AR6GWP100",
        "methane_origin": "", "consolidation": "operational_control", "state_1": "not_disclosed", "state_14": "excluded",
    }  # fmt: skip
    no_reason = reporter.post(f"/inventories/compute/{entity}/2025/", said)
    reporter.post(f"/inventories/compute/{entity}/2025/", {**said, "reason_14": "None", "gwp_set": "AR5GWP100"})

    asked = InventoryComputation.objects.get()
    run_computation(computation_id=asked.pk, inventory_id=new_id(), at=measured.at)

    asked.refresh_from_db()
    assert no_reason.status_code == 422
    assert asked.state == "DONE", asked.problem
    made = asked.inventory
    assert made is not None
    assert made.totals.get(category=14).state == "excluded"
    text = show_id(prefix="inv", id=made.pk)
    for path in ("", "lines/", "lines/?part=SCOPE1", "compare/", "publish/"):
        assert reporter.get(f"/inventories/{text}/{path}").status_code == 200, path
    assert reporter.get(f"/inventories/{text}/lines/?part=SCOPE9").status_code == 404


RENEWS = 'hx-trigger="every'


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": "WAITING"}, ["The file waits for its turn", 'value="0"']),
        ({"state": "RUNNING", "read_rows": 2}, ["The file is being read", 'value="50">50 %']),
    ],
)
def test_the_page_of_an_import_renews_itself_while_it_runs(
    measured: Measured, reporter: Client, changes: dict[str, object], said: list[str]
) -> None:
    upload = send(reporter, measured)
    ActivityUpload.objects.update(**changes)

    page = reporter.get(f"/inventories/files/{show_id(prefix='aup', id=upload.pk)}/").content.decode()

    assert all(words in page for words in (*said, RENEWS, '<noscript><meta http-equiv="refresh"'))


@pytest.mark.parametrize("state", ["FAILED", "INTERRUPTED"])
def test_an_import_that_ended_badly_leads_the_watching_browser_to_the_reason(
    measured: Measured, reporter: Client, state: str
) -> None:
    upload = send(reporter, measured)
    ActivityUpload.objects.update(state=state, problem="the unit is unknown")
    address = f"/inventories/files/{show_id(prefix='aup', id=upload.pk)}/"

    polled = reporter.get(address, headers={"HX-Request": "true"})
    page = reporter.get(address).content.decode()

    assert (polled["HX-Redirect"], polled.content) == (address, b"")
    assert "the unit is unknown" in page
    assert RENEWS not in page


def test_the_page_of_a_computation_renews_itself_until_the_version_is_there(
    measured: Measured, reporter: Client
) -> None:
    entity = show_id(prefix="ent", id=measured.entity.pk)
    said = {
        "request_id": str(new_id()), "sets": [str(measured.factor.factor_set_id)], "gwp_set": "AR5GWP100",
        "methane_origin": "", "consolidation": "operational_control",
    }  # fmt: skip
    reporter.post(f"/inventories/compute/{entity}/2025/", said)
    rows = InventoryComputation.objects.all()
    address = f"/inventories/computations/{show_id(prefix='cmp', id=rows.get().pk)}/"
    pages = {}
    for state, stage in (("WAITING", ""), ("RUNNING", "computing"), ("RUNNING", "writing"), ("FAILED", "writing")):
        rows.update(state=state, stage=stage, problem="no factor fits" if state == "FAILED" else "")
        pages[state, stage] = reporter.get(address, headers={"HX-Request": "true"}).content.decode()
    rows.update(state="WAITING", stage="", problem="")
    run_computation(computation_id=rows.get().pk, inventory_id=new_id(), at=measured.at)

    over = reporter.get(address, headers={"HX-Request": "true"})

    values = [page.partition('max="100" value="')[2].partition('"')[0] for page in pages.values()]
    assert values == ["5", "50", "75", ""]
    assert [RENEWS in page for page in pages.values()] == [True, True, True, False]
    assert "no factor fits" in pages["FAILED", "writing"]
    assert over["HX-Redirect"] == f"/inventories/{show_id(prefix='inv', id=Inventory.objects.get().pk)}/"


def test_a_session_that_ended_leads_the_watching_browser_to_sign_in(measured: Measured, client: Client) -> None:
    polled = client.get("/inventories/", headers={"HX-Request": "true"})

    assert polled["HX-Redirect"] == "/sign-in/?next=/inventories/"


def test_another_company_s_files_and_versions_are_not_there(measured: Measured, client: Client, at: datetime) -> None:
    made = measured.draft()
    other = record_organization(
        organization_id=new_id(), kind=OrganizationKind.MEMBER, name="Birch", legal_name="Birch Oy", country="FI",
        request_id="birch", at=at,
    )  # fmt: skip
    stranger = record_person(
        person_id=new_id(), email="s@birch.example", name="S", password=None, request_id="s", at=at
    )
    grant_role(person=stranger, organization=other, role=Role.REPORTER, request_id="sr", at=at)
    sign_in(client, stranger)
    text = show_id(prefix="inv", id=made.pk)

    answers = [
        client.get(f"/inventories/{text}/{path}").status_code for path in ("", "lines/", "lines.csv", "compare/", "publish/")
    ]  # fmt: skip

    assert answers == [404] * 5
    assert client.get(f"/inventories/loads/{show_id(prefix='act', id=measured.load.pk)}/").status_code == 404
    assert client.post(f"/inventories/{text}/publish/", {"request_id": "x"}).status_code == 404
    assert Inventory.objects.get().state == "DRAFT"
