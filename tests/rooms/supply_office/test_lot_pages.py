from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.rooms.supply_office import registry_files as files
from tests.rooms.supply_office.desk import LINES, Desk, hidden, now, sign_in
from truetonne.edge.identifiers import show_id
from truetonne.ledger.queries import get_lot, list_lots
from truetonne.ledger.values import LotState
from truetonne.people.models import AuditLine
from truetonne.science.money import CostParts
from truetonne.supply.models import PriceFact, Review
from truetonne.supply.states import ReviewState, ReviewVerdict, RunKind

pytestmark = pytest.mark.django_db

PRICE = {
    "currency": "USD", "project": "12.00", "registry_fee": "0.30", "verification": "0.85", "fx": "0.12", "tax": "0",
    "handling": "0.98", "source": "Contract 12, annex B",
}  # fmt: skip


def address(lot: LotState, act: str = "") -> str:
    return reverse("supply:office_lot", args=[show_id(prefix="lot", id=lot.lot_id)]) + (f"{act}/" if act else "")


def post(client: Client, lot: LotState, act: str, **given: str) -> HttpResponse:
    return client.post(address(lot, act), {"request_id": f"{act} form", **given}, follow=True)


def review_answers(**changes: str) -> dict[str, str]:
    lines = {name: getattr(LINES, name) for name in LINES.__slots__}
    return {**lines, "request_id": "review form", **changes}


def test_a_rated_lot_is_priced_and_listed(desk: Desk, client: Client) -> None:
    lot = desk.receive_block()
    text = show_id(prefix="lot", id=lot.lot_id)

    desk.review(lot)
    sign_in(client, desk.clerk)
    priced = post(client, lot, "price", **PRICE)
    listed = post(client, lot, "list")

    assert "14.25" in priced.content.decode()
    assert "The lot is on sale." in listed.content.decode()
    state = get_lot(lot_id=lot.lot_id)
    assert state.is_listed
    assert state.price == CostParts(project=1_200, registry_fee=30, verification=85, fx=12, tax=0, handling=98)
    assert PriceFact.objects.get().source == "Contract 12, annex B"
    assert AuditLine.objects.filter(action="lot.listed", subject=text, person_id=desk.clerk.pk).count() == 1


def test_an_act_sent_twice_is_done_and_noted_once(desk: Desk, client: Client) -> None:
    lot = desk.receive_block()
    sign_in(client, desk.clerk)

    first = post(client, lot, "hold", reason="a fire report")
    again = post(client, lot, "hold", reason="a fire report")
    other = post(client, lot, "hold", reason="another reason")

    assert first.status_code == again.status_code == 200
    assert other.status_code == 422
    assert AuditLine.objects.filter(action="lot.held").count() == 1


def test_the_importer_sees_why_they_cannot_review(desk: Desk, client: Client) -> None:
    from truetonne.edge.permissions import Role
    from truetonne.people.actions import grant_role

    lot = desk.receive_block()
    grant_role(person=desk.clerk, organization=desk.exchange.operator, role=Role.REVIEWER, request_id="r", at=now())
    sign_in(client, desk.clerk)
    place = f"/office/reviews/new/?lot={show_id(prefix='lot', id=lot.lot_id)}"

    page = client.get(place)
    refused = client.post(place, review_answers())

    assert "You imported this block." in page.content.decode()
    assert "You imported this block. Another person reviews it." in refused.content.decode()
    assert Review.objects.count() == 0


def test_a_refusal_names_every_empty_line(desk: Desk, client: Client) -> None:
    lot = desk.receive_block()
    sign_in(client, desk.reviewer)
    place = f"/office/reviews/new/?lot={show_id(prefix='lot', id=lot.lot_id)}"

    empty = client.post(place, review_answers(leakage="", community="  "))

    assert set(empty.context["form"].errors) == {"leakage", "community"}
    assert empty.status_code == 422


def test_six_lines_refuse_a_block_and_never_accept_one(desk: Desk, client: Client) -> None:
    lot = desk.receive_block()
    desk.sell(lot)
    place = f"/office/reviews/new/?lot={show_id(prefix='lot', id=lot.lot_id)}"

    page = sign_in(client, desk.reviewer).post(place, review_answers(verdict="ACCEPTED"), follow=True)

    assert "off sale" in page.content.decode()
    assert not get_lot(lot_id=lot.lot_id).is_listed
    assert Review.objects.get(state=ReviewState.REFUSED).verdict == ReviewVerdict.REFUSED


def test_listing_too_early_says_what_is_missing(desk: Desk, client: Client) -> None:
    lot = desk.receive_block()
    sign_in(client, desk.clerk)

    unreviewed = post(client, lot, "list")
    desk.review(lot)
    unpriced = client.post(address(lot, "list"), {"request_id": "second"})

    assert "No review is accepted." in unreviewed.content.decode()
    assert "The lot has no price." in unpriced.content.decode()
    assert not get_lot(lot_id=lot.lot_id).is_listed


def test_a_lot_is_unlisted_held_and_released_with_reasons(desk: Desk, client: Client) -> None:
    lot = desk.receive_block()
    desk.sell(lot)
    sign_in(client, desk.clerk)

    bare = post(client, lot, "unlist", reason="")
    post(client, lot, "unlist", reason="the contract is being renewed")
    post(client, lot, "hold", reason="a fire report")
    held = get_lot(lot_id=lot.lot_id)
    post(client, lot, "release", reason="the fire was elsewhere")
    page = client.get(address(lot)).content.decode()

    assert bare.status_code == 422
    assert (held.held_kg, held.hold_reason) == (100_000, "a fire report")
    assert get_lot(lot_id=lot.lot_id).hold_reason is None
    for said in (
        "Taken off sale: the contract is being renewed",
        "Put on hold: a fire report",
        "the fire was elsewhere",
    ):
        assert said in page
    assert page.count("M. Arrieta") >= 4


def test_a_lot_is_split_once_however_often_the_form_is_sent(desk: Desk, client: Client) -> None:
    lot = desk.receive_block()
    sign_in(client, desk.clerk)

    first = post(client, lot, "split", at_serial="41")
    again = post(client, lot, "split", at_serial="41")
    wrong = client.post(address(lot, "split"), {"request_id": "other", "at_serial": "400"})

    assert first.status_code == again.status_code == 200
    assert [(each.first, each.last) for each in list_lots(program="demo")] == [(1, 40), (41, 100)]
    assert "1 to 40" in wrong.content.decode()
    assert list(wrong.context["acts"]["split"].errors) == ["at_serial"]


def test_units_are_cancelled_for_good_with_a_reason(desk: Desk, client: Client) -> None:
    lot = desk.receive_block()
    sign_in(client, desk.clerk)
    given = {"kg": "3.250", "reason": "ERROR", "note": "issued twice", "understood": "on"}

    rash = post(client, lot, "cancel", **{**given, "understood": ""})
    much = client.post(address(lot, "cancel"), {"request_id": "much", **given, "kg": "100.001"})
    done = post(client, lot, "cancel", **given)

    assert list(rash.context["acts"]["cancel"].errors) == ["understood"]
    assert "100.001 t wanted, 100.000 t available." in much.content.decode().replace("\xa0", " ")
    assert "Cancelled for good" in done.content.decode()
    state = get_lot(lot_id=lot.lot_id)
    assert (state.cancelled_kg, state.open_remainder_kg) == (3_250, 750)


@pytest.mark.parametrize("kg", ["0", "1.2345", "1,5", "-1", "1e3", ""])
def test_masses_are_never_rounded(desk: Desk, client: Client, kg: str) -> None:
    lot = desk.receive_block()
    sign_in(client, desk.clerk)

    page = post(client, lot, "cancel", kg=kg, reason="ERROR", note="", understood="on")

    assert list(page.context["acts"]["cancel"].errors) == ["kg"]
    assert get_lot(lot_id=lot.lot_id).cancelled_kg == 0


@pytest.mark.parametrize(("part", "given"), [("project", "12,50"), ("fx", "-1"), ("tax", "0.001"), ("handling", "")])
def test_a_wrong_cost_part_is_said_beside_its_field(desk: Desk, client: Client, part: str, given: str) -> None:
    lot = desk.receive_block()
    sign_in(client, desk.clerk)

    page = post(client, lot, "price", **{**PRICE, part: given})

    assert list(page.context["acts"]["price"].errors) == [part]
    assert get_lot(lot_id=lot.lot_id).price is None


def test_a_person_finds_what_an_unknown_status_means(desk: Desk, client: Client) -> None:
    desk.load(("blocks.csv", files.holdings((1, 10))), kind=RunKind.HOLDINGS)
    (lot,) = list_lots(program="demo")
    sign_in(client, desk.clerk)
    before = client.get(address(lot)).content.decode()

    bare = post(client, lot, "status", standing="SELLABLE", evidence="")
    post(client, lot, "status", standing="SELLABLE", evidence="The registry's page of 2 March lists it.")

    assert "No project list of the registry names this project yet." in before
    assert list(bare.context["acts"]["status"].errors) == ["evidence"]
    assert get_lot(lot_id=lot.lot_id).hold_reason is None


def test_each_role_sees_the_acts_that_it_may_do(desk: Desk, client: Client) -> None:
    lot = desk.receive_block()

    acts = {
        person: set(sign_in(client, person).get(address(lot)).context["acts"])
        for person in (desk.clerk, desk.reviewer, desk.auditor)
    }

    assert acts[desk.clerk] == {"price", "list", "hold", "status", "split", "cancel"}
    assert acts[desk.reviewer] == {"hold"}
    assert acts[desk.auditor] == set()


@pytest.mark.parametrize("act", ["price", "list", "unlist", "release", "status", "split", "cancel"])
def test_others_are_refused_even_if_they_know_the_address(desk: Desk, client: Client, act: str) -> None:
    lot = desk.receive_block()

    for person in (desk.reviewer, desk.auditor, desk.exchange.buyer):
        assert sign_in(client, person).post(address(lot, act), {"request_id": "x"}).status_code == 403
    assert sign_in(client, desk.clerk).get(address(lot, act)).status_code == 405


def test_lots_are_found_by_stage_and_words(desk: Desk, client: Client) -> None:
    lot = desk.receive_block(first=1, last=100)
    desk.load(("more.csv", files.holdings((101, 200))), kind=RunKind.HOLDINGS)
    desk.sell(lot)
    sign_in(client, desk.clerk)

    def found(**query: str) -> list[int]:
        return [each.lot.first for each in client.get("/office/lots/", query).context["page"].items]

    assert found() == [101, 1]
    assert found(stage="LISTED") == [1]
    assert found(stage="REVIEW_MISSING") == [101]
    assert found(q="mbeya") == [101, 1]
    assert found(q="101 to 200") == [101]
    assert found(q="nowhere") == []


def test_a_long_list_of_lots_is_read_page_by_page_with_the_same_few_queries(desk: Desk, client: Client) -> None:
    desk.receive_block(first=1, last=2)
    sign_in(client, desk.clerk)
    few = _queries(client, "/office/lots/"), _queries(client, "/office/reviews/")
    blocks = [(2 * n + 1, 2 * n + 2) for n in range(1, 110)]
    desk.load(("blocks.csv", files.holdings(*blocks)), kind=RunKind.HOLDINGS)

    seen: list[int] = []
    page = client.get("/office/lots/")
    while True:
        seen += [each.lot.first for each in page.context["page"].items]
        if page.context["page"].next_cursor is None:
            break
        page = client.get("/office/lots/", {"after": page.context["page"].next_cursor})

    assert sorted(seen) == [2 * n + 1 for n in range(110)]
    assert (_queries(client, "/office/lots/"), _queries(client, "/office/reviews/")) == few
    assert max(few) <= 12


def _queries(client: Client, place: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert client.get(place).status_code == 200
    return len(captured)


def test_hidden_request_ids_differ_between_acts(desk: Desk, client: Client) -> None:
    lot = desk.receive_block()
    page = sign_in(client, desk.clerk).get(address(lot))

    ids = [form["request_id"].initial for form in page.context["acts"].values()]

    assert hidden(page, "request_id")
    assert len(set(ids)) == len(ids)
