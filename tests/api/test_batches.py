"""Many retirements in one call: each row by itself, each row once for ever."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import BENEFICIARY, CLAIM, Caller, lot_id
from tests.api.test_retirements import LEDGER, count_rows
from tests.rooms.exchange import Exchange
from truetonne.edge.models import Event, Idempotency
from truetonne.ledger.queries.lots import get_lot
from truetonne.ledger.values import LotState
from truetonne.market.api.batches import BatchOut
from truetonne.market.attribution import Beneficiary
from truetonne.science.money import CostParts

pytestmark = pytest.mark.django_db


def row(external_id: str, lot: LotState, *, kg: int = 1000, **changes: Any) -> dict[str, Any]:
    picks = [{"lot": lot_id(lot), "quantity": {"kg": kg}}]
    return {**CLAIM, "external_id": external_id, "picks": picks, **changes}


def outcomes(answer: Any) -> dict[str, str]:
    return {
        each["external_id"]: each["problem"]["code"] if each["problem"] else each["outcome"] for each in answer["data"]
    }


def test_a_refused_row_does_not_sink_the_others(
    clerk: Caller, exchange: Exchange, lot: LotState, confirmed_name: Beneficiary
) -> None:
    unlisted = exchange.add_lot(year=2020, is_listed=False)
    free = exchange.add_lot(year=2021, price=CostParts(project=1))
    rows = [
        row("a", lot),
        row("b", unlisted),
        row("c", lot, kg=100_000),
        row("d", lot, authorized=False),
        row("e", lot, beneficiary={**BENEFICIARY, "display_name": "Never Seen"}),
        row("f", lot, purpose="WHIM"),
        row("g", free, kg=1),
        row("h", lot, kg=99_000),
    ]

    answer = clerk.post("/v1/retirements/batch", {"rows": rows})

    assert answer.status == 200, answer.json
    BatchOut.model_validate(answer.json)
    assert outcomes(answer.json) == {
        "a": "retired",
        "b": "not_retirable",
        "c": "insufficient_stock",
        "d": "authorization_required",
        "e": "beneficiary_name_in_review",
        "f": "invalid_request",
        "g": "amount_too_small",
        "h": "retired",
    }
    assert answer.json["totals"] == {
        "rows": 8,
        "retired": 2,
        "replayed": 0,
        "refused": 6,
        "quantity": {"kg": 100_000, "tonnes": "100"},
    }
    assert get_lot(lot_id=lot.lot_id).retired_kg == 100_000
    assert get_lot(lot_id=free.lot_id).retired_kg == 0


def test_every_row_that_was_retired_is_told_once(
    clerk: Caller, exchange: Exchange, lot: LotState, confirmed_name: Beneficiary
) -> None:
    rows = [row("a", lot), row("b", lot, kg=200_000), row("c", lot)]
    first = clerk.post("/v1/retirements/batch", {"rows": rows})
    clerk.post("/v1/retirements/batch", {"rows": [*rows, row("d", lot)]})

    told = Event.objects.filter(type="retirement.completed")

    made = {each["external_id"]: each["retirement"] for each in first.json["data"] if each["retirement"]}
    by_name = {event.data["external_id"]: event for event in told}
    assert sorted(by_name) == ["a", "c", "d"]
    assert {event.organization_id for event in told} == {exchange.operator.pk}
    for name, retirement in made.items():
        assert by_name[name].data["retirement"] == retirement["id"]
        assert by_name[name].subject == retirement["certificate"]


def test_a_row_that_comes_again_gets_its_first_answer(
    clerk: Caller, lot: LotState, confirmed_name: Beneficiary
) -> None:
    first = clerk.post("/v1/retirements/batch", {"rows": [row("a", lot), row("b", lot)]})
    Idempotency.objects.all().delete()

    again = clerk.post("/v1/retirements/batch", {"rows": [row("b", lot), row("c", lot), row("a", lot, kg=2000)]})

    assert outcomes(again.json) == {"b": "replayed", "c": "retired", "a": "idempotency_key_reused"}
    assert again.json["data"][0]["retirement"] == first.json["data"][1]["retirement"]
    assert get_lot(lot_id=lot.lot_id).retired_kg == 3000


def test_a_repeated_call_is_answered_whole(clerk: Caller, lot: LotState, confirmed_name: Beneficiary) -> None:
    body = {"rows": [row("a", lot), row("b", lot, authorized=False)]}
    first = clerk.post("/v1/retirements/batch", body, key="k-1")

    again = clerk.post("/v1/retirements/batch", body, key="k-1")

    assert (again.status, again.response.content, again.is_replay) == (200, first.response.content, True)


def test_a_dry_run_writes_nothing(clerk: Caller, lot: LotState, confirmed_name: Beneficiary) -> None:
    before = count_rows(*LEDGER)

    answer = clerk.post("/v1/retirements/batch?dry_run=true", {"rows": [row("a", lot), row("b", lot)]}, key=None)

    assert (answer.status, answer.json["dry_run"], answer.json["totals"]["retired"]) == (200, True, 2)
    assert count_rows(*LEDGER) == before


def test_the_form_of_all_rows_is_checked_first(clerk: Caller, lot: LotState) -> None:
    rows = [row("a", lot), row("b", lot, claim_year="FY25"), {**row("c", lot), "picks": []}, {"external_id": ""}]

    answer = clerk.post("/v1/retirements/batch", {"rows": rows})

    assert answer.errors == {
        "/rows/1/claim_year": "invalid_time",
        "/rows/2/picks": "invalid_request",
        "/rows/3/external_id": "invalid_request",
        "/rows/3/picks": "invalid_request",
    }
    repeated = clerk.post("/v1/retirements/batch", {"rows": [row("a", lot), row("a", lot)]})
    assert repeated.errors == {"/rows/1/external_id": "invalid_request"}
    assert clerk.post("/v1/retirements/batch", {"rows": []}).errors == {"/rows": "invalid_request"}


def test_every_row_leaves_its_audit_line(clerk: Caller, lot: LotState, confirmed_name: Beneficiary) -> None:
    before = count_rows("people_auditline")["people_auditline"]

    clerk.post("/v1/retirements/batch", {"rows": [row("a", lot), row("b", lot), row("c", lot, authorized=False)]})

    assert count_rows("people_auditline")["people_auditline"] == before + 2


def test_takes_many_rows(clerk: Caller, exchange: Exchange, confirmed_name: Beneficiary) -> None:
    lots = [exchange.add_lot(year=year) for year in range(2015, 2025)]
    rows = [row(str(number), lots[number % 10], kg=100) for number in range(500)]

    answer = clerk.post("/v1/retirements/batch", {"rows": rows})

    assert answer.json["totals"]["retired"] == 500
    assert clerk.post("/v1/retirements/batch", {"rows": rows * 11}).errors == {"/rows": "invalid_request"}
