from __future__ import annotations

import threading

import pytest
from django.db import connection

from tests.rooms.supply_office import registry_files as files
from tests.rooms.supply_office.desk import Desk, now
from truetonne.edge.requests import RequestReused
from truetonne.edge.stored_files import FilesNotStored, plain_name
from truetonne.people.models import AuditLine
from truetonne.supply.actions.receive_files import UploadNotOver, discard_upload, receive_files, restart_upload
from truetonne.supply.models import ImportRun, Upload
from truetonne.supply.states import RunKind, UploadState
from truetonne.supply.uploads import worker
from truetonne.supply.uploads.receiving import (
    IncomingFile,
    store_files,
    upload_folder,
)

pytestmark = pytest.mark.django_db


def test_an_upload_becomes_a_load_and_its_files_go(desk: Desk) -> None:
    upload = desk.load(("projects.csv", files.projects()), ("issuances.csv", files.issuances((1, 50), (51, 100))))

    assert upload.state == UploadState.DONE
    assert upload.run is not None
    assert upload.run.report["totals"]["accepted"] == {"rows": 3, "kg": 100_000}
    assert upload.run.person_id == desk.clerk.pk
    assert (upload.read_rows, upload.unreadable_rows) == (3, 0)
    assert not upload_folder(upload_id=upload.pk).exists()


def test_what_was_broken_off_says_so_and_starts_again_without_a_second_load(desk: Desk) -> None:
    upload = desk.send(("projects.csv", files.projects()))
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.RUNNING)

    assert worker.import_waiting(clock=now) == 0
    broken = Upload.objects.get(pk=upload.pk)
    assert (broken.state, broken.fix) == (UploadState.INTERRUPTED, "Start it again")

    restart_upload(upload_id=upload.pk, person_id=desk.clerk.pk, request_id="again", at=now())
    assert worker.import_waiting(clock=now) == 1
    assert Upload.objects.get(pk=upload.pk).state == UploadState.DONE


def test_a_load_that_was_stored_before_the_stop_is_found_again(desk: Desk) -> None:
    upload = desk.send(("projects.csv", files.projects()))
    path = upload_folder(upload_id=upload.pk) / "0" / "projects.csv"
    kept = path.read_bytes()
    worker.import_waiting(clock=now)
    done = Upload.objects.get(pk=upload.pk)
    path.parent.mkdir(parents=True)
    path.write_bytes(kept)
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.WAITING, run=None)

    worker.import_waiting(clock=now)

    assert Upload.objects.get(pk=upload.pk).run_id == done.run_id
    assert ImportRun.objects.count() == 1


def test_an_unreadable_file_fails_with_what_to_do_and_stores_nothing(desk: Desk) -> None:
    upload = desk.load(("projects.doc", b"no table"))

    assert upload.state == UploadState.FAILED
    assert "projects.doc: the suffix '.doc' is unknown" in upload.problem
    assert "Use .csv" in upload.fix
    assert ImportRun.objects.count() == 0


def test_columns_that_fit_no_registry_fail_by_name(desk: Desk) -> None:
    upload = desk.send(("rows.csv", b"a,b\n1,2\n"), mapping="")
    worker.import_waiting(clock=now)

    failed = Upload.objects.get(pk=upload.pk)
    assert failed.state == UploadState.FAILED
    assert "fit no known program" in failed.problem


def test_only_one_process_imports_at_a_time(transactional_db: None, desk: Desk) -> None:
    desk.send(("projects.csv", files.projects()))
    counts: list[int] = []

    def elsewhere() -> None:
        counts.append(worker.import_waiting(clock=now))
        connection.close()

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [worker.LOCK_KEY])
    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [worker.LOCK_KEY])

    assert counts == [0]
    assert worker.import_waiting(clock=now) == 1


def test_the_importer_works_in_a_thread_and_counts_what_ended(transactional_db: None, desk: Desk) -> None:
    upload = desk.send(("projects.csv", files.projects()))
    importer = worker.Importer()

    ended = importer.tick()
    for _ in range(200):
        if Upload.objects.get(pk=upload.pk).state == UploadState.DONE:
            break
        threading.Event().wait(0.05)
        ended += importer.tick()
    importer.finish()

    assert ended + importer.tick() == 1
    assert Upload.objects.get(pk=upload.pk).state == UploadState.DONE


def test_a_form_sent_twice_is_one_upload_and_other_files_under_its_id_are_refused(desk: Desk) -> None:
    upload = desk.send(("projects.csv", files.projects()))
    order = _order_of(upload)
    stored = store_files(upload_id=desk.exchange.ids(), files=[_incoming("projects.csv", files.projects())])
    other = store_files(upload_id=desk.exchange.ids(), files=[_incoming("projects.csv", b"other")])
    given = {"order": order, "person_id": desk.clerk.pk, "request_id": upload.request_id, "at": now()}

    again = receive_files(upload_id=desk.exchange.ids(), files=stored, **given)  # type: ignore[arg-type]
    with pytest.raises(RequestReused):
        receive_files(upload_id=desk.exchange.ids(), files=other, **given)  # type: ignore[arg-type]

    assert again.pk == upload.pk
    assert AuditLine.objects.filter(action="upload.received").count() == 1


def test_a_running_import_is_neither_started_again_nor_given_up(desk: Desk) -> None:
    upload = desk.load(("projects.csv", files.projects()))

    for act in (restart_upload, discard_upload):
        with pytest.raises(UploadNotOver) as refusal:
            act(upload_id=upload.pk, person_id=desk.clerk.pk, request_id="r", at=now())
        assert refusal.value.from_state == UploadState.DONE


def test_a_failed_import_can_be_given_up(desk: Desk) -> None:
    upload = desk.load(("projects.doc", b"no table"))

    discard_upload(upload_id=upload.pk, person_id=desk.clerk.pk, request_id="r", at=now())

    assert Upload.objects.get(pk=upload.pk).state == UploadState.DISCARDED


def test_holdings_are_imported_as_lots_in_the_senders_name(desk: Desk) -> None:
    lot = desk.receive_block(first=11, last=60)

    assert lot.issued_kg == 50_000
    assert Upload.objects.filter(kind=RunKind.HOLDINGS, state=UploadState.DONE).count() == 1


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\files\\acr 2026.csv", "acr 2026.csv"),
        (".hidden.csv.gz", "hidden.csv.gz"),
        ("a\x00b\n.csv", "ab.csv"),
        ("", "file"),
        ("x" * 300 + ".csv.gz", "x" * 113 + ".csv.gz"),
    ],
)
def test_names_of_files_are_made_plain(given: str, plain: str) -> None:
    assert plain_name(name=given) == plain


def test_a_disk_that_takes_no_more_leaves_nothing_behind(desk: Desk) -> None:
    def chunks() -> object:
        yield b"begin"
        raise OSError(28, "No space left on device")

    upload_id = desk.exchange.ids()

    with pytest.raises(FilesNotStored) as refusal:
        store_files(upload_id=upload_id, files=[IncomingFile(name="a.csv", chunks=chunks())])  # type: ignore[arg-type]

    assert refusal.value.reason == "No space left on device"
    assert not upload_folder(upload_id=upload_id).exists()


def _incoming(name: str, data: bytes) -> IncomingFile:
    return IncomingFile(name=name, chunks=[data])


def _order_of(upload: Upload) -> object:
    from truetonne.supply.actions.receive_files import ImportOrder

    return ImportOrder(
        kind=RunKind(upload.kind),
        program=upload.program,
        mapping_name=upload.mapping_name,
        mapping_text=upload.mapping_text,
        table=upload.table,
        edition=upload.edition,
        is_complete=upload.is_complete,
    )
