"""Retirements in one call, and what a repeat of the call gets."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import connection, connections

from tests.api.conftest import BENEFICIARY, CLAIM, Answer, Caller, lot_id
from tests.rooms.exchange import Exchange
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.models import Event, Idempotency
from truetonne.ledger.values import LotState
from truetonne.market.api.retirement_answers import RetirementOut
from truetonne.market.attribution import Beneficiary
from truetonne.science.money import CostParts

pytestmark = pytest.mark.django_db


def wish(lot: LotState, *, kg: int = 3250, **changes: Any) -> dict[str, Any]:
    return {**CLAIM, "picks": [{"lot": lot_id(lot), "quantity": {"kg": kg}}], **changes}


def count_rows(*tables: str) -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = int(cursor.fetchone()[0])
        return counts


LEDGER = ("ledger_entry", "ledger_line", "ledger_certificate", "people_auditline", "edge_idempotency")


def test_retires_named_lots_for_good(clerk: Caller, lot: LotState, confirmed_name: Beneficiary) -> None:
    answer = clerk.post("/v1/retirements", wish(lot))

    assert answer.status == 201, answer.json
    RetirementOut.model_validate(answer.json)
    assert answer.json["quantity"] == {"kg": 3250, "tonnes": "3.25"}
    assert answer.json["amount"] == {"minor": 4631, "currency": "USD"}
    line = answer.json["lines"][0]
    assert (line["lot"], line["first"], line["last"]) == (lot_id(lot), 1, 4)
    assert (line["first_part_kg"], line["last_part_kg"]) == (1000, 250)


def test_a_retirement_at_once_is_told_once_to_the_operators_programs(
    clerk: Caller, exchange: Exchange, lot: LotState, confirmed_name: Beneficiary
) -> None:
    first = clerk.post("/v1/retirements", wish(lot), key="told")
    clerk.post("/v1/retirements", wish(lot), key="told")

    told = Event.objects.get(type="retirement.completed")

    assert told.subject == first.json["certificate"]
    assert told.organization_id == exchange.operator.pk
    assert told.data == {"retirement": first.json["id"]}


def test_takes_the_oldest_vintage_first_when_no_lot_is_named(
    clerk: Caller, exchange: Exchange, confirmed_name: Beneficiary
) -> None:
    newer, older = exchange.add_lot(year=2024), exchange.add_lot(year=2022, last=2)

    answer = clerk.post("/v1/retirements", {**CLAIM, "quantity": {"tonnes": "3"}})

    assert answer.status == 201, answer.json
    assert {line["lot"]: line["quantity"]["kg"] for line in answer.json["lines"]} == {
        lot_id(older): 2000,
        lot_id(newer): 1000,
    }


@pytest.mark.parametrize("form", ["named lots", "oldest vintage"])
def test_a_repeat_gets_the_very_same_bytes(
    clerk: Caller, lot: LotState, confirmed_name: Beneficiary, form: str
) -> None:
    body = wish(lot) if form == "named lots" else {**CLAIM, "quantity": {"kg": 3250}}
    first = clerk.post("/v1/retirements", body, key="k-1")
    before = count_rows("ledger_entry", "ledger_line", "people_auditline")

    again = clerk.post("/v1/retirements", body, key="k-1")

    assert first.status == 201, first.json
    assert (again.status, again.response.content) == (201, first.response.content)
    assert again.is_replay
    assert not first.is_replay
    assert count_rows("ledger_entry", "ledger_line", "people_auditline") == before


def test_a_repeat_is_answered_although_the_lot_is_empty_now(
    clerk: Caller, lot: LotState, confirmed_name: Beneficiary
) -> None:
    first = clerk.post("/v1/retirements", wish(lot, kg=100_000), key="k-1")

    again = clerk.post("/v1/retirements", wish(lot, kg=100_000), key="k-1")

    assert (again.status, again.json) == (201, first.json)


def test_a_lost_answer_of_a_chosen_retirement_is_found_in_the_ledger(
    clerk: Caller, lot: LotState, confirmed_name: Beneficiary
) -> None:
    body = {**CLAIM, "quantity": {"kg": 3250}}
    first = clerk.post("/v1/retirements", body, key="k-1")
    Idempotency.objects.all().delete()

    again = clerk.post("/v1/retirements", body, key="k-1")

    assert (again.status, again.json, again.is_replay) == (201, first.json, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"note": "other"},
        {"effective_at": "2026-01-01T00:00:00Z"},
        {"settled_by": "other"},
        {"claim_year": 2024},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_refuses_another_retirement_under_the_same_key(
    clerk: Caller, lot: LotState, confirmed_name: Beneficiary, changes: dict[str, Any]
) -> None:
    clerk.post("/v1/retirements", wish(lot), key="k-1")

    answer = clerk.post("/v1/retirements", wish(lot, **changes), key="k-1")

    assert (answer.status, answer.code) == (422, "idempotency_key_reused")
    assert answer.json["first_fingerprint"] != answer.json["fingerprint"]
    assert "request_id" not in answer.json


def test_replays_a_lasting_refusal_and_runs_a_passing_one_again(
    clerk: Caller, exchange: Exchange, lot: LotState
) -> None:
    unauthorized = wish(lot, authorized=False)
    first = clerk.post("/v1/retirements", unauthorized, key="k-1")
    again = clerk.post("/v1/retirements", unauthorized, key="k-1")

    assert (first.status, first.code) == (422, "authorization_required")
    assert (again.status, again.json, again.is_replay) == (422, first.json, True)

    in_review = clerk.post("/v1/retirements", wish(lot), key="k-2")
    assert (in_review.status, in_review.code) == (409, "beneficiary_name_in_review")
    assert not clerk.post("/v1/retirements", wish(lot), key="k-2").is_replay


def test_costs_no_row_of_the_answers_table(clerk: Caller, lot: LotState, confirmed_name: Beneficiary) -> None:
    clerk.post("/v1/retirements", wish(lot))

    assert not Idempotency.objects.exists()


@pytest.mark.parametrize("form", ["named lots", "oldest vintage", "refused"])
def test_a_dry_run_checks_everything_and_writes_nothing(
    clerk: Caller, lot: LotState, confirmed_name: Beneficiary, form: str
) -> None:
    body = {
        "named lots": wish(lot),
        "oldest vintage": {**CLAIM, "quantity": {"kg": 3250}},
        "refused": wish(lot, kg=100_001),
    }[form]
    before = count_rows(*LEDGER)

    dry = clerk.post("/v1/retirements?dry_run=true", body, key=None)
    real = clerk.post("/v1/retirements", body)

    assert dry.status == real.status
    if dry.status == 201:
        assert dry.json["dry_run"] is True
        assert (dry.json["amount"], dry.json["lines"]) == (real.json["amount"], real.json["lines"])
    else:
        assert dry.json == real.json | {"instance": dry.json["instance"]}
        assert count_rows(*LEDGER) == before


def test_a_dry_run_leaves_every_count_as_it_was(
    buyer: Caller, clerk: Caller, lot: LotState, confirmed_name: Beneficiary
) -> None:
    tables = (*LEDGER, "market_quote", "market_quoteline", "ledger_reservation", "market_beneficiaryname")
    before = count_rows(*tables)

    assert clerk.post("/v1/retirements?dry_run=true", wish(lot), key=None).status == 201
    assert buyer.post("/v1/quotes?dry_run=true", {"quantity": {"kg": 5}}, key=None).json["dry_run"] is True
    unknown = {**BENEFICIARY, "display_name": "Never Seen"}
    assert clerk.post("/v1/retirements?dry_run=true", wish(lot, beneficiary=unknown), key=None).status == 409

    assert count_rows(*tables) == before


def test_refuses_what_no_order_may_take_either(clerk: Caller, exchange: Exchange, confirmed_name: Beneficiary) -> None:
    unlisted = exchange.add_lot(is_listed=False)
    free = exchange.add_lot(year=2021, price=CostParts(project=1))
    reduction = exchange.add_lot(year=2020, credit_class="REDUCTION_NATURE")

    def refusal(body: dict[str, Any]) -> tuple[int, str]:
        answer = clerk.post("/v1/retirements", body)
        return answer.status, answer.code

    assert refusal(wish(unlisted)) == (409, "not_retirable")
    assert refusal(wish(free, kg=1)) == (422, "amount_too_small")
    assert refusal(wish(reduction, purpose="RESIDUAL_NEUTRALIZATION")) == (422, "class_mismatch")
    assert refusal({**CLAIM, "picks": [{"lot": show_id(prefix="lot", id=new_id()), "quantity": {"kg": 1}}]}) == (
        409,
        "not_retirable",
    )
    assert refusal(CLAIM) == (400, "invalid_request")
    assert refusal({**wish(free), "quantity": {"kg": 1}}) == (400, "invalid_request")
    assert refusal(wish(free, effective_at="2999-01-01T00:00:00Z")) == (400, "invalid_time")


def test_finds_a_retirement_by_its_key(clerk: Caller, lot: LotState, confirmed_name: Beneficiary) -> None:
    made = clerk.post("/v1/retirements", wish(lot), key="k-1")

    assert clerk.get("/v1/retirements/by-idempotency-key/k-1").json == made.json
    assert clerk.get("/v1/retirements/by-idempotency-key/k-2").status == 404


def test_the_key_is_not_published(clerk: Caller, lot: LotState, confirmed_name: Beneficiary) -> None:
    clerk.post("/v1/retirements", wish(lot), key="secret-order-17")

    with connection.cursor() as cursor:
        cursor.execute("SELECT convert_from(body, 'UTF8') FROM ledger_entry WHERE kind = 'RETIREMENT'")
        body = str(cursor.fetchone()[0])
    assert "secret-order-17" not in body
    assert '"order_id"' not in body


def wait_until_blocked() -> None:
    """Return when some connection waits for a lock."""
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone():
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")


@pytest.mark.django_db(transaction=True)
def test_a_second_copy_of_a_running_request_is_told_to_wait(
    clerk: Caller, lot: LotState, confirmed_name: Beneficiary, superuser_connection: Any
) -> None:
    """Someone else holds the lot: the first copy waits for it, the second is refused at once."""
    superuser_connection.execute("BEGIN")
    superuser_connection.execute("SELECT 1 FROM ledger_lot FOR UPDATE")
    answers: list[Answer] = []

    def send() -> None:
        answers.append(clerk.post("/v1/retirements", wish(lot), key="k-1"))
        connections.close_all()

    first = threading.Thread(target=send)
    first.start()
    try:
        wait_until_blocked()
        second = clerk.post("/v1/retirements", wish(lot), key="k-1")
    finally:
        superuser_connection.execute("ROLLBACK")
        first.join(timeout=30)

    assert (second.status, second.code, second.json["retryable"]) == (409, "request_in_progress", True)
    assert answers[0].status == 201
    assert clerk.post("/v1/retirements", wish(lot), key="k-1").json == answers[0].json
