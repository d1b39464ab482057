"""One key, one request, one answer: the table of the rules, row by row."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse

from truetonne.edge.idempotency import (
    RUNNING_MAX,
    Request,
    answer_once,
    derive_request_id,
    find_kept,
    fingerprint,
    forget_answers,
    read_key,
    store_refusal,
)
from truetonne.edge.models import Idempotency
from truetonne.edge.problems import Problem

pytestmark = pytest.mark.django_db


def request_with(*, body: dict[str, object], key: str = "k-1", account: str = "acme") -> Request:
    mark = fingerprint(method="POST", path="/v1/orders", body=body)  # type: ignore[arg-type]
    return Request(account=account, route="POST /v1/orders", key=key, fingerprint=mark)


class Work:
    """Counts how often it is done."""

    def __init__(self, *, fails_with: list[Exception] | None = None) -> None:
        self.done = 0
        self.fails_with = fails_with or []

    def __call__(self) -> HttpResponse:
        self.done += 1
        if self.fails_with:
            raise self.fails_with.pop(0)
        return HttpResponse(f"done {self.done}".encode(), status=201, content_type="application/json")


@pytest.mark.parametrize("header", [None, "", "a b", "ä", "x" * 256, "tab\t", "new\nline"])
def test_refuses_a_missing_or_unreadable_key(header: str | None) -> None:
    with pytest.raises(Problem) as refused:
        read_key(header=header)

    assert refused.value.code == "idempotency_key_required"
    assert refused.value.status == 400


def test_replays_a_finished_request_with_its_status_and_body(at: datetime) -> None:
    work = Work()
    first = answer_once(request=request_with(body={"kg": 1}), at=at, work=work)
    again = answer_once(request=request_with(body={"kg": 1}), at=at, work=work)

    assert work.done == 1
    assert (again.status_code, again.content) == (first.status_code, first.content) == (201, b"done 1")
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first


def test_the_order_of_members_does_not_make_another_request() -> None:
    assert request_with(body={"a": 1, "b": [{"c": 1, "d": 2}]}) == request_with(body={"b": [{"d": 2, "c": 1}], "a": 1})
    assert request_with(body={"a": 1}) != request_with(body={"a": "1"})
    assert request_with(body={"a": 1}) != request_with(body={"a": 1.0})


def test_refuses_the_same_request_while_it_runs(at: datetime) -> None:
    request = request_with(body={})
    inner: list[Problem] = []

    def work() -> HttpResponse:
        with pytest.raises(Problem) as refused:
            answer_once(request=request, at=at, work=Work())
        inner.append(refused.value)
        return HttpResponse(b"{}", status=201)

    answer_once(request=request, at=at, work=work)

    assert inner[0].code == "request_in_progress"
    assert inner[0].is_retryable


def test_runs_again_when_an_earlier_attempt_ended_without_an_answer(at: datetime) -> None:
    request = request_with(body={})
    Idempotency.objects.create(
        account=request.account, route=request.route, key=request.key, fingerprint=request.fingerprint, started_at=at
    )

    with pytest.raises(Problem):
        answer_once(request=request, at=at + RUNNING_MAX, work=Work())
    response = answer_once(request=request, at=at + RUNNING_MAX + timedelta(seconds=1), work=Work())

    assert response.status_code == 201


def test_refuses_another_request_under_the_same_key_with_both_fingerprints(at: datetime) -> None:
    first, other = request_with(body={"kg": 1}), request_with(body={"kg": 2})
    answer_once(request=first, at=at, work=Work())

    with pytest.raises(Problem) as refused:
        answer_once(request=other, at=at, work=Work())

    assert refused.value.code == "idempotency_key_reused"
    assert refused.value.status == 422
    assert refused.value.facts == {
        "first_fingerprint": first.fingerprint.hex()[:12],
        "fingerprint": other.fingerprint.hex()[:12],
    }


@pytest.mark.parametrize(
    "failure",
    [
        Problem(code="insufficient_stock", facts={"requested_kg": 2, "available_kg": 1}),
        Problem(code="rate_limited"),
        Problem(code="internal_error"),
        RuntimeError("database gone"),
    ],
    ids=["retryable refusal", "429", "500", "fault"],
)
def test_runs_again_after_a_failure_that_may_pass(failure: Exception, at: datetime) -> None:
    work = Work(fails_with=[failure])
    with pytest.raises(type(failure)):
        answer_once(request=request_with(body={}), at=at, work=work)

    response = answer_once(request=request_with(body={}), at=at, work=work)

    assert (work.done, response.status_code) == (2, 201)


def test_replays_a_refusal_that_lasts(at: datetime) -> None:
    work = Work(fails_with=[Problem(code="quote_expired")])
    with pytest.raises(Problem):
        answer_once(request=request_with(body={}), at=at, work=work, instance="/v1/orders")

    again = answer_once(request=request_with(body={}), at=at, work=work)

    assert work.done == 1
    assert again.status_code == 409
    assert again["Content-Type"] == "application/problem+json"
    assert b'"code":"quote_expired"' in again.content
    assert again["Idempotent-Replayed"] == "true"


def test_keys_of_two_accounts_do_not_meet(at: datetime) -> None:
    answer_once(request=request_with(body={"kg": 1}), at=at, work=Work())

    other = answer_once(request=request_with(body={"kg": 2}, account="beta"), at=at, work=Work())

    assert other.status_code == 201


def test_treats_a_key_as_new_after_its_time(at: datetime) -> None:
    answer_once(request=request_with(body={"kg": 1}), at=at, work=Work())
    kept_at = Idempotency.objects.get().recorded_at

    assert forget_answers(at=kept_at + timedelta(days=7)) == 0
    assert forget_answers(at=kept_at + timedelta(days=7, seconds=1)) == 1
    assert answer_once(request=request_with(body={"kg": 2}), at=at, work=Work()).status_code == 201


def test_keeps_only_lasting_refusals_where_answers_come_from_the_ledger(at: datetime) -> None:
    request = request_with(body={})
    store_refusal(request=request, problem=Problem(code="insufficient_stock"), instance="/x", at=at)
    assert find_kept(request=request) is None

    store_refusal(request=request, problem=Problem(code="amount_too_small"), instance="/x", at=at)
    kept = find_kept(request=request)

    assert kept is not None
    replayed = kept.replay(request=request)
    assert replayed is not None
    assert replayed.status_code == 422


def test_the_request_id_hides_the_key_and_tells_scopes_apart() -> None:
    one = derive_request_id(account="a", route="r", key="secret-key")

    assert one == derive_request_id(account="a", route="r", key="secret-key")
    assert "secret" not in one
    assert len(one) == 52
    assert one != derive_request_id(account="b", route="r", key="secret-key")
    assert one != derive_request_id(account="a", route="s", key="secret-key")
