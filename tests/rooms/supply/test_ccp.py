"""The operator's copy of the table of core carbon principle decisions: import, editions, one look-up, its pages."""

from __future__ import annotations

import csv
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests.rooms.supply.syn_files import Registry
from truetonne.members.lists.files import ListUnreadable
from truetonne.people.models import Person
from truetonne.rules.ccp.lookup import CcpState
from truetonne.rules.ccp.lookup import name_methodology as named
from truetonne.supply.actions.import_ccp import import_ccp
from truetonne.supply.ccp.lookup import find_ccp
from truetonne.supply.models import CcpDecision, CcpEdition

pytestmark = pytest.mark.django_db

HEAD = ("programme", "methodology", "versions", "decision")
ROWS = [
    ("Verified Carbon Standard", "VM0047 Afforestation\u200b – v1.0-1.1", "v1.0-1.1", "approved"),
    ("Verified Carbon Standard", "CAR U.S. Landfill Protocol - 6.0", "6.0", "withdrawn_from_assessment"),
    ("Climate Action Reserve (CAR)", "CAR U.S. Landfill Protocol - 6.0", "6.0", "approved"),
    ("ACR", "Reclaimed HFC", "1-2", ""),
]
DAY = date(2026, 8, 4)


def write(folder: Path, rows: list[tuple[str, ...]], *, name: str = "ccp.csv", head: tuple[str, ...] = HEAD) -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


@pytest.fixture
def bring(registry: Registry, importer: Person, tmp_path: Path) -> Any:
    def run(rows: list[tuple[str, ...]] | Path = ROWS, *, dated: date = DAY, **given: Any) -> dict[str, Any]:
        path = rows if isinstance(rows, Path) else write(tmp_path, rows, **given)
        return import_ccp(
            path=path, dated=dated, source="a copy", person_id=importer.pk, at=registry.at, new_id=registry.ids
        )

    return run


def state_of(program: str, methodology: str, version: str | None = None, *, as_of: date = DAY) -> CcpState | None:
    return find_ccp(program=program, methodology=methodology, version=version, as_of=as_of).state


def test_counts_every_row_once_and_a_second_import_changes_nothing(bring: Any) -> None:
    rows = [*ROWS, ROWS[0], ("ACR", "", "1", "approved"), ("ACR", "X", "1", "maybe"), ("ACR", "Y", "newest", "")]

    first, second = bring(rows), bring(rows)

    assert {name: each["rows"] for name, each in first["totals"].items()} == {
        "read": 8, "accepted": 4, "known": 1, "held": 0, "refused": 3,
    }  # fmt: skip
    assert [(row["record"], row["field"]) for row in first["rows"] if row["outcome"] == "refused"] == [
        ("6", "methodology"), ("7", "decision"), ("8", "versions"),
    ]  # fmt: skip
    assert (second["totals"]["accepted"]["rows"], second["totals"]["known"]["rows"]) == (0, 5)
    assert (CcpEdition.objects.count(), CcpDecision.objects.count()) == (1, 4)


def test_looks_up_by_program_methodology_and_exact_version(bring: Any) -> None:
    bring()

    assert state_of("Verra", "VM0047 v1.1") is CcpState.APPROVED
    assert state_of("VCS", "VM0047", "1.2") is CcpState.NOT_LISTED
    assert state_of("VCS", "CAR U.S. Landfill Protocol", "6.0") is CcpState.WITHDRAWN
    assert state_of("CAR", "CAR U.S. Landfill Protocol", "6.0") is CcpState.APPROVED
    assert state_of("Gold Standard", "VM0047 v1.1") is CcpState.NOT_LISTED


def test_shows_undecided_as_undecided(bring: Any) -> None:
    bring()

    assert state_of("ACR", "Reclaimed HFC", "2") is CcpState.UNDER_ASSESSMENT
    assert state_of("Verra", "VM0047") is CcpState.AMBIGUOUS


def test_knows_nothing_without_a_table_of_that_day(bring: Any) -> None:
    assert state_of("Verra", "VM0047 v1.0") is None

    bring()

    assert state_of("Verra", "VM0047 v1.0", as_of=date(2026, 8, 3)) is None


def test_a_later_edition_takes_the_place_of_an_earlier_one_from_its_day_on(bring: Any) -> None:
    bring()
    report = bring([("ACR", "Reclaimed HFC", "1-2", "approved")], dated=date(2026, 10, 1), name="later.csv")

    (finding,) = report["findings"]
    assert (finding["code"], finding["facts"]["before"], finding["facts"]["now"]) == (
        "decision_changed", "under_assessment", "approved",
    )  # fmt: skip
    assert state_of("ACR", "Reclaimed HFC", "1", as_of=date(2026, 9, 30)) is CcpState.UNDER_ASSESSMENT
    assert state_of("ACR", "Reclaimed HFC", "1", as_of=date(2026, 10, 1)) is CcpState.APPROVED


def test_names_rows_that_disagree_and_calls_them_undecided(bring: Any) -> None:
    report = bring([("ACR", "X", "1", "approved"), ("ACR", "X", "1", "does_not_meet")])

    assert [one["code"] for one in report["findings"]] == ["decisions_disagree"]
    assert state_of("ACR", "X", "1") is CcpState.AMBIGUOUS


def test_refuses_a_file_without_the_columns_and_stores_nothing(bring: Any) -> None:
    with pytest.raises(ListUnreadable, match="versions or version"):
        bring([("ACR", "X")], head=("program", "methodology"))
    with pytest.raises(ListUnreadable, match="no row could be read"):
        bring([("", "", "", "")])
    assert not CcpEdition.objects.exists()


def test_reads_the_whole_published_table(bring: Any) -> None:
    folder = Path(os.environ.get("TRUETONNE_DATA", "../shared/data")).parent / "vectors" / "standards"
    path = folder / "icvcm_ccp_lookup.json"
    if not path.is_file():
        pytest.skip(f"{path} is not here")

    report = bring(path)

    assert report["totals"]["accepted"]["rows"] == len(json.loads(path.read_text(encoding="utf-8"))["rows"])
    assert state_of("Verra", "VM0047", "1.1") is CcpState.APPROVED


@pytest.mark.parametrize(
    ("text", "names", "version"),
    [
        ("VM0047", ("VM0047",), None),
        ("VM0047 v1.1", ("VM0047",), "1.1"),
        ("VM0047, version 1.1", ("VM0047",), "1.1"),
        ("ACM0001: Flaring of landfill gas ver. 19.0", ("ACM0001: Flaring of landfill gas", "ACM0001"), "19.0"),
        ("TREES 2.0", ("TREES",), "2.0"),
        ("VM0007 v1.6 (REDD+ MF)", ("VM0007",), "1.6"),
        ("AMS-III.G", ("AMS-III.G",), None),
    ],
)
def test_takes_a_stated_version_off_the_name(text: str, names: tuple[str, ...], version: str | None) -> None:
    assert named(text=text) == (names, version)


def test_the_database_keeps_editions_as_they_are(bring: Any) -> None:
    bring()

    for statement in ("UPDATE supply_ccpdecision SET state = 'approved'", "DELETE FROM supply_ccpedition"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_public_page_answers_and_prints_no_whole_table(bring: Any) -> None:
    client = Client(headers={"host": "127.0.0.1"})
    assert "No table was imported yet." in client.get("/ccp/").content.decode()
    bring()

    asked = {"program": "ACR", "methodology": "Reclaimed HFC", "version": "1"}
    page = client.get("/ccp/", asked).content.decode()

    assert "undecided: under assessment" in page
    assert "VM0047" not in page
    assert "Write a version" in client.get("/ccp/", {**asked, "version": "newest"}).content.decode()
    assert "Give both" in client.get("/ccp/", {"program": "ACR"}).content.decode()
