"""Every page opens for who may see it, and for nobody else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.rooms.supply_office import registry_files as files
from tests.rooms.supply_office.desk import Desk, sign_in
from truetonne.edge.identifiers import show_id
from truetonne.ledger.actions import recall_serials
from truetonne.ledger.values import CancelReason
from truetonne.supply.desk.lots import Stage
from truetonne.supply.desk.words import CANCEL_WORDS, STAGE_SENTENCES, STAGE_TABS, STAGE_WORDS, UPLOAD_WORDS
from truetonne.supply.finding_words import CODE_WORDS
from truetonne.supply.models import HeldRow, ImportRun, Review, Upload
from truetonne.supply.registry_records.vocabulary import CODES
from truetonne.supply.states import UploadState

pytestmark = pytest.mark.django_db

LISTS = (
    "office_lots",
    "office_projects",
    "office_reviews",
    "office_imports",
    "office_opinions",
    "office_held",
    "office_recalls",
    "office_reconcile",
)
FORMS = ("office_new_import", "office_new_opinions", "office_new_recall")


@pytest.mark.parametrize("name", [*LISTS, *FORMS])
def test_empty_pages_open_for_the_clerk(desk: Desk, client: Client, name: str) -> None:
    page = sign_in(client, desk.clerk).get(reverse(f"supply:{name}"))

    assert page.status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_the_auditor_reads_every_list(desk: Desk, client: Client, name: str) -> None:
    assert sign_in(client, desk.auditor).get(reverse(f"supply:{name}")).status_code == 200


@pytest.mark.parametrize("name", [*LISTS, *FORMS, "office_new_review"])
def test_buyers_and_strangers_stay_outside(desk: Desk, client: Client, name: str) -> None:
    address = reverse(f"supply:{name}")

    asked_to_sign_in = client.get(address)
    refused = sign_in(client, desk.exchange.buyer).get(address)

    assert asked_to_sign_in.status_code == 302
    assert asked_to_sign_in["Location"].startswith("/sign-in/")
    assert refused.status_code == 403


@pytest.mark.parametrize("name", FORMS)
def test_the_auditor_writes_nothing(desk: Desk, client: Client, name: str) -> None:
    assert sign_in(client, desk.auditor).get(reverse(f"supply:{name}")).status_code == 403


@pytest.mark.parametrize("language", ["en", "vi", "zh-Hans"])
def test_filled_pages_open_in_every_language(desk: Desk, client: Client, language: str) -> None:
    lot = desk.receive_block(first=1, last=100)
    desk.sell(lot)
    desk.load(("later.csv", files.issuances((51, 1_050))))
    desk.load(("broken.doc", b"no table"))
    recall = recall_serials(
        program="demo", key=lot.key, first=1, last=3, reason="over-credited", request_id="recall", at=desk.exchange.at
    )
    client = sign_in(client, desk.clerk)
    addresses = [reverse(f"supply:{name}") for name in (*LISTS, *FORMS)]
    addresses += [
        reverse("supply:office_lot", args=[show_id(prefix="lot", id=lot.lot_id)]),
        reverse("supply:office_review", args=[show_id(prefix="rev", id=Review.objects.get().pk)]),
        reverse("supply:office_recall", args=[show_id(prefix="rcl", id=recall.recall_id)]),
        *(reverse("supply:office_import", args=[show_id(prefix="imp", id=run.pk)]) for run in ImportRun.objects.all()),
        *(reverse("supply:office_held_row", args=[show_id(prefix="hld", id=row.pk)]) for row in HeldRow.objects.all()),
        *(
            reverse("supply:office_upload", args=[show_id(prefix="upl", id=u.pk)])
            for u in Upload.objects.filter(run=None)
        ),
    ]

    pages = {address: client.get(address, {"lang": language}) for address in addresses}

    assert {address: page.status_code for address, page in pages.items() if page.status_code != 200} == {}
    assert all("style=" not in page.content.decode() for page in pages.values())


@pytest.mark.parametrize(
    "address",
    ["lots/lot_x/", "lots/lot_00000000000000000000000000/", "imports/imp_00000000000000000000000000/",
     "imports/uploads/upl_00000000000000000000000000/", "held/hld_00000000000000000000000000/",
     "recalls/rcl_00000000000000000000000000/", "reviews/rev_00000000000000000000000000/", "lots/?stage=SOLD",
     "lots/?after=x", "imports/?after=x", "held/?after=x"],
)  # fmt: skip
def test_addresses_of_nothing_are_404(desk: Desk, client: Client, address: str) -> None:
    assert sign_in(client, desk.clerk).get(f"/office/{address}").status_code == 404


def test_every_code_and_stage_has_its_sentence() -> None:
    assert set(CODE_WORDS) == set(CODES)
    assert set(STAGE_WORDS) == set(STAGE_TABS) == set(STAGE_SENTENCES) == set(Stage)
    assert set(UPLOAD_WORDS) == set(UploadState)
    assert set(CANCEL_WORDS) == set(CancelReason)
