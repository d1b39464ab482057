from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.rooms.supply_office import registry_files as files
from tests.rooms.supply_office.desk import Desk, hidden, now, sign_in
from truetonne.edge.identifiers import show_id
from truetonne.supply.models import HeldDecision, HeldRow, ImportRun, Upload
from truetonne.supply.states import HeldVerdict, RunKind, UploadState
from truetonne.supply.uploads.worker import import_waiting

pytestmark = pytest.mark.django_db

NEW = "/office/imports/new/"


def csv_file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/csv")


def mapping_file(text: str = files.MAPPING) -> SimpleUploadedFile:
    return SimpleUploadedFile("demo.toml", text.encode())


def answers(client: Client, **changes: object) -> dict[str, object]:
    given: dict[str, object] = {
        "kind": RunKind.RECORDS.value,
        "sent": [csv_file("projects.csv", files.projects()), csv_file("issuances.csv", files.issuances((1, 100)))],
        "mapping": mapping_file(),
        "program": "",
        "table": "",
        "edition": "",
        "request_id": hidden(client.get(NEW), "request_id"),
    }
    return given | changes


def upload_address(upload: Upload) -> str:
    return reverse("supply:office_upload", args=[show_id(prefix="upl", id=upload.pk)])


def test_files_go_from_the_form_to_the_report(desk: Desk, client: Client) -> None:
    sign_in(client, desk.clerk)
    sent = client.post(NEW, answers(client))
    upload = Upload.objects.get()

    waiting = client.get(sent["Location"])
    import_waiting(clock=now)
    report = client.get(sent["Location"], follow=True)

    assert sent["Location"] == upload_address(upload)
    assert b'http-equiv="refresh"' in waiting.content
    assert report.status_code == 200
    assert "2 rows read" in report.content.decode()


def test_the_report_can_be_fetched_as_a_file(desk: Desk, client: Client) -> None:
    desk.load(("projects.csv", files.projects()), ("issuances.csv", files.issuances((1, 100), (51, 150))))
    run = ImportRun.objects.get()

    address = reverse("supply:office_import_file", args=[show_id(prefix="imp", id=run.pk)])
    answer = sign_in(client, desk.auditor).get(address)
    report = json.loads(b"".join(answer.streaming_content))  # type: ignore[arg-type]

    assert report["totals"]["read"]["rows"] == 3
    assert [row["outcome"] for row in report["rows"]] == ["held", "held"]
    assert report["totals"] == run.report["totals"]
    rows = reverse("supply:office_import_rows", args=[show_id(prefix="imp", id=run.pk)])
    lines = b"".join(client.get(rows).streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "file,record,table,outcome,code,field,value,reason,kg"
    assert [line.split(",")[3] for line in lines[1:]] == ["held", "held"]


def test_every_wrong_answer_is_said_beside_its_field_and_nothing_is_stored(desk: Desk, client: Client) -> None:
    sign_in(client, desk.clerk)
    wrong = answers(
        client, kind="", sent=[csv_file("a.doc", b"x")], mapping=mapping_file("[program]\ncode = 1\n"), edition="soon"
    )

    page = client.post(NEW, wrong)

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"kind", "sent", "mapping", "edition"}
    assert 'aria-invalid="true"' in page.content.decode()
    assert Upload.objects.count() == 0


def test_own_blocks_name_their_registry(desk: Desk, client: Client) -> None:
    sign_in(client, desk.clerk)

    page = client.post(NEW, answers(client, kind=RunKind.HOLDINGS.value, mapping=""))

    assert list(page.context["form"].errors) == ["program"]


def test_an_edition_of_tomorrow_is_refused(desk: Desk, client: Client) -> None:
    sign_in(client, desk.clerk)
    tomorrow = (now() + timedelta(days=1)).date().isoformat()

    page = client.post(NEW, answers(client, edition=tomorrow))

    assert list(page.context["form"].errors) == ["edition"]


def test_the_same_form_twice_is_one_upload(desk: Desk, client: Client) -> None:
    sign_in(client, desk.clerk)
    request_id = hidden(client.get(NEW), "request_id")

    first = client.post(NEW, answers(client, request_id=request_id))
    second = client.post(NEW, answers(client, request_id=request_id))
    other = client.post(NEW, answers(client, request_id=request_id, kind=RunKind.HOLDINGS.value))

    assert first["Location"] == second["Location"]
    assert other.status_code == 422
    assert "This form was sent before with other answers" in other.content.decode()
    assert Upload.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said", "is_open"),
    [
        ({"state": "WAITING"}, 'value="0">0 %', True),
        ({"state": "RUNNING", "attempt_count": 1, "read_rows": 1234}, "1,234", True),
        ({"state": "RUNNING", "attempt_count": 1, "is_judging": True}, "The rows are being compared", True),
        ({"state": "INTERRUPTED"}, "The exchange or its database stopped", False),
        ({"state": "FAILED", "problem": "no column is a serial"}, "no column is a serial", False),
    ],
    ids=lambda given: given["state"] if isinstance(given, dict) else None,
)
def test_the_page_of_an_import_renews_itself_only_while_it_runs(
    desk: Desk, client: Client, changes: dict[str, object], said: str, is_open: bool
) -> None:
    sign_in(client, desk.clerk)
    address = client.post(NEW, answers(client))["Location"]
    Upload.objects.update(**changes)

    page = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert said in page
    assert ('hx-trigger="every' in page, 'http-equiv="refresh"' in page) == (is_open, is_open)
    assert ("Start again" in page) == (not is_open)


def test_what_failed_says_why_and_starts_again_or_is_given_up(desk: Desk, client: Client) -> None:
    upload = desk.load(("broken.doc", b"no table"))
    sign_in(client, desk.clerk)
    page = client.get(upload_address(upload))
    assert "the suffix &#x27;.doc&#x27; is unknown" in page.content.decode()

    text = show_id(prefix="upl", id=upload.pk)
    request_id = hidden(page, "request_id")
    client.post(reverse("supply:office_restart", args=[text]), {"request_id": request_id})
    assert Upload.objects.get().state == UploadState.WAITING

    import_waiting(clock=now)
    client.post(reverse("supply:office_discard", args=[text]), {"request_id": "give up"})
    assert Upload.objects.get().state == UploadState.DISCARDED
    again = client.post(reverse("supply:office_restart", args=[text]), {"request_id": "no"}, follow=True)
    assert "This import is neither failed nor interrupted" in again.content.decode()


def test_a_held_row_is_decided_on_its_page(desk: Desk, client: Client) -> None:
    desk.load(("projects.csv", files.projects()), ("issuances.csv", files.issuances((1, 100))))
    desk.load(("later.csv", files.issuances((51, 150))))
    row = HeldRow.objects.get()
    address = reverse("supply:office_held_row", args=[show_id(prefix="hld", id=row.pk)])
    sign_in(client, desk.clerk)
    request_id = hidden(client.get(address), "request_id")

    bare = client.post(f"{address}decide/", {"request_id": request_id, "verdict": "DISMISSED", "reason": ""})
    given = {"request_id": request_id, "verdict": "ADMITTED", "reason": "The registry's page of 2 March shows it."}
    decided = client.post(f"{address}decide/", given, follow=True)

    assert list(bare.context["form"].errors) == ["reason"]
    assert "is admitted and counts" in decided.content.decode()
    assert HeldDecision.objects.get().verdict == HeldVerdict.ADMITTED
    assert "Admitted" in client.get(address).content.decode()
    assert "Admitted" in client.get("/office/held/?decided=1").content.decode()


def test_a_row_that_cannot_be_admitted_is_not_offered_so(desk: Desk, client: Client) -> None:
    wrong = (files.serial(1, 10), 11, "2025-05-02", "DR7", 2024)
    desk.load(("projects.csv", files.projects()), ("issuances.csv", files.table(files.ISSUANCES, wrong)))
    address = reverse("supply:office_held_row", args=[show_id(prefix="hld", id=HeldRow.objects.get().pk)])
    sign_in(client, desk.clerk)
    page = client.get(address)

    given = {"request_id": "r", "verdict": "ADMITTED", "reason": "because"}
    refused = client.post(f"{address}decide/", given)

    assert "ADMITTED" not in page.content.decode()
    assert list(refused.context["form"].errors) == ["verdict"]


def test_a_long_report_is_read_page_by_page(desk: Desk, client: Client) -> None:
    wrong = [(files.serial(n, n), 2, "2025-05-02", "DR7", 2024) for n in range(1, 131)]
    desk.load(("projects.csv", files.projects()), ("issuances.csv", files.table(files.ISSUANCES, *wrong)))
    address = reverse("supply:office_import", args=[show_id(prefix="imp", id=ImportRun.objects.get().pk)])
    sign_in(client, desk.clerk)

    seen: list[str] = []
    page = client.get(address)
    while True:
        seen += [each.note.record for each in page.context["page"].items]
        cursor = page.context["page"].next_cursor
        if cursor is None:
            break
        page = client.get(address, {"after": cursor})
    back = client.get(address, {"before": page.context["page"].previous_cursor})

    assert seen == [str(n) for n in range(1, 131)]
    assert [each.note.record for each in back.context["page"].items] == seen[50:100]


def test_held_rows_are_read_page_by_page_and_by_reason(desk: Desk, client: Client) -> None:
    wrong = [(files.serial(n, n), 2, "2025-05-02", "DR7", 2024) for n in range(1, 71)]
    desk.load(("projects.csv", files.projects()), ("issuances.csv", files.table(files.ISSUANCES, *wrong)))
    sign_in(client, desk.clerk)

    first = client.get("/office/held/", {"program": "demo", "code": "serial_count_mismatch"})
    cursor = first.context["page"].next_cursor
    second = client.get("/office/held/", {"program": "demo", "code": "serial_count_mismatch", "after": cursor})
    none = client.get("/office/held/", {"program": "demo", "code": "date_order"})

    records = [row.record for page in (first, second) for row in page.context["page"].items]
    assert sorted(records) == list(range(1, 71))
    assert none.context["page"].items == ()
    assert first.context["waiting_count"] == 70
