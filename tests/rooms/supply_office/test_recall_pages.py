from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.rooms.supply_office import registry_files as files
from tests.rooms.supply_office.desk import Desk, hidden, sign_in
from tests.rooms.trading import ask, decide, deliver, pay, take
from truetonne.edge.identifiers import show_id
from truetonne.ledger.queries import get_lot, get_retirement, list_open_make_goods, list_recalls, notices_for
from truetonne.ledger.values import LotState, NoticeKind
from truetonne.market.values import Delivered
from truetonne.people.models import AuditLine
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.actions.recall_units import WeakerClass, find_open_line, make_good
from truetonne.supply.models import RegistryUse

pytestmark = pytest.mark.django_db

NEW = "/office/recalls/new/"


def sell_and_retire(desk: Desk, *, kg: int = 2_500) -> tuple[LotState, Delivered]:
    """Receive a block, sell it and retire the first kilograms of it."""
    lot = desk.receive_block(first=1, last=100)
    desk.sell(lot)
    placed = take(desk.exchange, ask(desk.exchange, kg=kg))
    pay(desk.exchange, placed)
    decide(desk.exchange)
    (delivered,) = deliver(desk.exchange, placed)
    return lot, delivered


def answers(lot: LotState, **changes: str) -> dict[str, str]:
    given = {"block": f"demo\t{lot.key}", "first": "1", "last": "2", "reason": "over-credited", "request_id": "recall"}
    return given | changes


def test_a_recall_is_shown_before_it_is_done(desk: Desk, client: Client) -> None:
    lot, delivered = sell_and_retire(desk)
    text = show_id(prefix="lot", id=lot.lot_id)
    sign_in(client, desk.clerk)

    form = client.get(NEW, {"lot": text}).context["form"]
    preview = client.post(NEW, answers(lot))

    assert (form.initial["first"], form.initial["last"]) == (1, 100)
    assert preview.status_code == 200
    assert preview.context["preview"]["impaired_kg"] == 2_000
    assert delivered.short_code in preview.content.decode()
    assert list_recalls() == ()
    assert get_lot(lot_id=lot.lot_id).hold_reason is None


def test_a_recall_impairs_certificates_and_is_made_good(desk: Desk, client: Client) -> None:
    lot, delivered = sell_and_retire(desk)
    sign_in(client, desk.clerk)

    recalled = client.post(NEW, {**answers(lot), "confirm": "1"}, follow=True)
    (line,) = list_open_make_goods()
    place = reverse("supply:office_make_good", args=[show_id(prefix="rcl", id=line.recall_id), line.line_id])
    form_page = client.get(place)
    given = {
        "lot": show_id(prefix="lot", id=lot.lot_id),
        "kg": "2.000",
        "understood": "on",
        "request_id": hidden(form_page, "request_id"),
    }
    made = client.post(place, given, follow=True)

    assert "Recalled for good: 2.000" in recalled.content.decode().replace("\xa0", " ")
    assert (line.recalled_kg, line.open_kg) == (2_000, 2_000)
    assert "Made good: 2.000" in made.content.decode().replace("\xa0", " ")
    assert list_open_make_goods() == ()
    kinds = [notice.kind for notice in notices_for(certificate_id=delivered.certificate_id)]
    assert {NoticeKind.RECALL, NoticeKind.MADE_GOOD} <= set(kinds)
    assert AuditLine.objects.filter(action="units.recalled", person_id=desk.clerk.pk).count() == 1
    assert AuditLine.objects.filter(action="units.made_good", person_id=desk.clerk.pk).count() == 1


def test_a_make_good_repeats_name_purpose_and_period_and_names_its_own_review(desk: Desk, client: Client) -> None:
    lot, delivered = sell_and_retire(desk)
    sign_in(client, desk.clerk).post(NEW, {**answers(lot), "confirm": "1"})
    (line,) = list_open_make_goods()
    new_id = desk.exchange.ids

    retirement = make_good(
        line=line,
        lot_id=lot.lot_id,
        kg=500,
        retirement_id=new_id(),
        certificate_id=new_id(),
        by=By(person_id=desk.clerk.pk, request_id="good", at=desk.exchange.at),
        new_salt=desk.exchange.sources.new_salt,
    )

    old = json.loads(get_retirement(certificate_id=delivered.certificate_id).retirement.body)
    new = json.loads(retirement.body)
    assert [new[group] for group in ("beneficiary", "purpose")] == [old[group] for group in ("beneficiary", "purpose")]
    assert new["lines"][0]["make_good_for"] == [
        {"certificate_id": show_id(prefix="crt", id=delivered.certificate_id), "line": 0}
    ]
    assert new["quality"][0]["reviewer"] == "Ana"
    assert "signer" in retirement.annex
    assert find_open_line(recall_id=line.recall_id, line_id=line.line_id).open_kg == 1_500


def test_no_more_is_made_good_than_was_recalled(desk: Desk, client: Client) -> None:
    lot, _ = sell_and_retire(desk)
    sign_in(client, desk.clerk).post(NEW, {**answers(lot), "confirm": "1"})
    (line,) = list_open_make_goods()
    place = reverse("supply:office_make_good", args=[show_id(prefix="rcl", id=line.recall_id), line.line_id])

    given = {"lot": show_id(prefix="lot", id=lot.lot_id), "kg": "2.001", "understood": "on", "request_id": "more"}
    page = client.post(place, given)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["kg"]
    assert list_open_make_goods() == (line,)


def test_a_reduction_never_makes_a_removal_good(desk: Desk, client: Client) -> None:
    lot, _ = sell_and_retire(desk)
    weaker = desk.exchange.add_lot(project="Cinder Lake", credit_class="REDUCTION_NATURE")
    sign_in(client, desk.clerk).post(NEW, {**answers(lot), "confirm": "1"})
    (line,) = list_open_make_goods()
    place = reverse("supply:office_make_good", args=[show_id(prefix="rcl", id=line.recall_id), line.line_id])

    offered = [value for value, _ in client.get(place).context["form"].fields["lot"].choices]
    with pytest.raises(WeakerClass) as refusal:
        make_good(
            line=line,
            lot_id=weaker.lot_id,
            kg=1,
            retirement_id=desk.exchange.ids(),
            certificate_id=desk.exchange.ids(),
            by=By(person_id=desk.clerk.pk, request_id="weak", at=desk.exchange.at),
            new_salt=desk.exchange.sources.new_salt,
        )

    assert show_id(prefix="lot", id=weaker.lot_id) not in offered
    assert (refusal.value.offered, refusal.value.needed) == ("REDUCTION_NATURE", "REMOVAL_NATURE")


def test_serials_of_nobody_and_ranges_backwards_are_said_beside_their_fields(desk: Desk, client: Client) -> None:
    lot = desk.receive_block()
    sign_in(client, desk.clerk)

    nobody = client.post(NEW, {**answers(lot, first="500", last="600"), "confirm": "1"})
    backwards = client.post(NEW, answers(lot, first="9", last="3"))
    blank = client.post(NEW, answers(lot, block="", reason=""))

    assert "No lot of ours holds any of the serials 500 to 600." in nobody.content.decode()
    assert list(backwards.context["form"].errors) == ["last"]
    assert set(blank.context["form"].errors) == {"block", "reason"}
    assert {page.status_code for page in (nobody, backwards, blank)} == {422}
    assert list_recalls() == ()


def test_only_finance_retires_to_make_good(desk: Desk, client: Client) -> None:
    lot, _ = sell_and_retire(desk)
    sign_in(client, desk.clerk).post(NEW, {**answers(lot), "confirm": "1"})
    (line,) = list_open_make_goods()
    place = reverse("supply:office_make_good", args=[show_id(prefix="rcl", id=line.recall_id), line.line_id])

    assert sign_in(client, desk.reviewer).get(place).status_code == 403
    assert sign_in(client, desk.auditor).get(place).status_code == 403


def test_reconciliation_shows_every_break_with_both_figures(desk: Desk, client: Client) -> None:
    sell_and_retire(desk)
    used = ("T1", files.serial(1, 3), 3, "2026-03-05", "DR7", "Somebody Else Ltd")
    desk.load(("retirements.csv", files.table(files.RETIREMENTS, used)))
    assert RegistryUse.objects.count() == 1
    sign_in(client, desk.clerk)
    request_id = hidden(client.get("/office/reconcile/"), "request_id")

    page = client.post("/office/reconcile/", {"program": "demo", "request_id": request_id})
    file = client.post("/office/reconcile/", {"program": "demo", "request_id": request_id, "json": "1"})

    assert page.status_code == 200
    assert "registry_retirement_differs" in {each["code"] for each in page.context["breaks"]}
    assert "Somebody Else Ltd" in page.content.decode()
    assert {each["code"] for each in json.loads(file.content)["findings"]} == {
        b["code"] for b in page.context["breaks"]
    }
    assert AuditLine.objects.filter(action="registry.reconciled").count() == 1


def test_what_agrees_says_so(desk: Desk, client: Client) -> None:
    desk.load(("projects.csv", files.projects()), ("issuances.csv", files.issuances((1, 100))))
    sign_in(client, desk.clerk)

    page = client.post("/office/reconcile/", {"program": "demo", "request_id": "compare"})
    unknown = client.post("/office/reconcile/", {"program": "verra", "request_id": "compare"})

    assert "agrees" in page.content.decode()
    assert unknown.status_code == 422
