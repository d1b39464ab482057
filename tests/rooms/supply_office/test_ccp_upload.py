"""Supply sends an edition of the table of core carbon principle decisions in by the office's form."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.rooms.supply_office.desk import Desk
from truetonne.people.models import Person
from truetonne.supply.models import CcpEdition

PLACE = "/office/ccp/"
TABLE = b"program,methodology,versions,decision\nACR,Landfill Gas 2.0,2.0,approved\nACR,Landfill Gas 3.0,3.0,maybe\n"
DAY = date(2026, 8, 4)


def send(person: Person, *, content: bytes = TABLE, dated: date = DAY) -> tuple[int, str]:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person)
    given = {
        "sent": SimpleUploadedFile("../table.csv", content), "dated": dated.isoformat(), "source": "a copy",
        "request_id": str(uuid.uuid4()),
    }  # fmt: skip
    answer = client.post(PLACE, given, follow=True)
    return answer.status_code, answer.content.decode()


@pytest.fixture
def editions(desk: Desk) -> int:
    return CcpEdition.objects.count()


def test_an_edition_sent_in_is_in_force_and_its_refused_row_is_named(desk: Desk, editions: int) -> None:
    status, page = send(desk.clerk)

    assert status == 200
    assert "2 rows read: 1 accepted, 0 known, 1 refused." in page
    assert "Row 2, decision" in page
    assert "maybe" in page
    edition = CcpEdition.objects.latest("dated")
    assert (CcpEdition.objects.count(), edition.dated, edition.file_name, edition.decision_count) == (
        editions + 1, DAY, "table.csv", 1,
    )  # fmt: skip


def test_the_same_file_sent_again_changes_nothing(desk: Desk, editions: int) -> None:
    send(desk.clerk)

    status, page = send(desk.clerk)

    assert status == 200
    assert "0 accepted, 1 known" in page
    assert CcpEdition.objects.count() == editions + 1


def test_a_file_that_is_no_such_table_and_a_day_to_come_keep_the_form_with_its_faults(
    desk: Desk, editions: int
) -> None:
    unreadable = send(desk.clerk, content=b"name,age\nx,1\n")
    future = send(desk.clerk, dated=datetime.now(UTC).date() + timedelta(days=400))

    assert unreadable[0] == 422
    assert "cannot be read as this table" in unreadable[1]
    assert future[0] == 422
    assert "The day lies in the future." in future[1]
    assert CcpEdition.objects.count() == editions


def test_a_reviewer_reads_the_table_and_sends_nothing_in(desk: Desk, editions: int) -> None:
    send(desk.reviewer)

    assert CcpEdition.objects.count() == editions
