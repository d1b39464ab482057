"""Messages reach a real receiver, signed; what it does not take is tried again; nobody sees another's log."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.test import Client

from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.receiving import KEY, OPEN, Receiver, by, happen, make, make_chief, start_receiver
from tests.rooms.signing_in import sign_in
from truetonne.api.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from truetonne.api.webhooks import actions, sending, telling
from truetonne.api.webhooks.addresses import Policy
from truetonne.api.webhooks.notices import mail_paused
from truetonne.api.webhooks.sending import Outcome, send
from truetonne.api.webhooks.signing import read_secret, sign
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.models import Event
from truetonne.edge.outbox import write_event
from truetonne.edge.permissions import Role
from truetonne.people.actions import grant_role, record_person
from truetonne.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with start_receiver() as found:
        yield found


@pytest.fixture
def exchange(db: None, at: datetime) -> Exchange:
    return make_exchange(at=at)


@pytest.fixture
def chief(exchange: Exchange) -> Person:
    return make_chief(exchange)


def queued(task: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'", [task])
        return int(cursor.fetchone()[0])


def try_once(delivery: WebhookDelivery, *, at: datetime, post: Any = send) -> Outcome | None:
    delivery.refresh_from_db()
    return telling.deliver(
        delivery_id=delivery.pk, round=delivery.round, number=delivery.attempts + 1, clock=lambda: at, jitter=0.0,
        post=post,
    )  # fmt: skip


def answering(status: int) -> Any:
    return lambda **_: Outcome(status=status, fault="", took_ms=1)


def test_a_message_reaches_the_receiver_and_its_signature_holds(
    exchange: Exchange, chief: Person, receiver: Receiver
) -> None:
    make(exchange, chief, receiver.url)
    event = happen(exchange)

    assert telling.spread_event(event_id=event.pk) == 1
    delivery = WebhookDelivery.objects.get()
    outcome = try_once(delivery, at=exchange.at)

    assert outcome is not None
    assert outcome.is_success
    ((headers, body),) = receiver.got
    assert headers["webhook-id"] == show_id(prefix="evt", id=event.pk)
    assert headers["content-type"] == "application/json"
    assert headers["webhook-signature"] == sign(key=KEY, message=headers["webhook-id"], at=exchange.at, body=body)
    assert json.loads(body) == {
        "type": "order.placed",
        "timestamp": "2026-03-02T09:30:00Z",
        "data": {
            "id": "ord_1",
            "kg": 1,
            "organization": show_id(prefix="org", id=exchange.member.pk),
            "livemode": False,
        },
        "sequence": 1,
    }
    delivery.refresh_from_db()
    assert delivery.state == "DELIVERED"


def test_an_event_is_told_once_to_those_who_want_it(exchange: Exchange, chief: Person, receiver: Receiver) -> None:
    wants = make(exchange, chief, receiver.url, "order.placed")
    make(exchange, chief, receiver.url, "order.delivered")
    event = happen(exchange)

    assert [telling.spread_event(event_id=event.pk) for _ in range(2)] == [1, 0]

    assert WebhookDelivery.objects.get().endpoint_id == wants.pk


def test_nobody_is_told_of_another_organizations_events(exchange: Exchange, chief: Person, receiver: Receiver) -> None:
    make(exchange, chief, receiver.url)
    write_event(
        type="order.placed", subject="ord_9", organization_id=exchange.operator.pk, request_id="o", at=exchange.at
    )
    own, public = Event.objects.get(subject="ord_9"), happen(exchange, type="lot.listed", public=True)

    assert telling.spread_event(event_id=own.pk) == 0
    assert telling.spread_event(event_id=public.pk) == 1


def test_a_recall_is_told_only_with_ones_own_certificates(
    exchange: Exchange, chief: Person, receiver: Receiver
) -> None:
    make(exchange, chief, receiver.url)
    stranger = show_id(prefix="crt", id=UUID(int=5))
    write_event(
        type="credit.recalled", subject="rcl_1", organization_id=None, request_id="r", at=exchange.at,
        data={"certificates": [stranger]},
    )  # fmt: skip

    assert telling.spread_event(event_id=Event.objects.get(subject="rcl_1").pk) == 0


def test_nothing_is_queued_where_nobody_listens(exchange: Exchange) -> None:
    happen(exchange)

    assert queued("webhooks.spread") == 0


def test_an_event_that_is_taken_back_queues_nothing(exchange: Exchange, chief: Person, receiver: Receiver) -> None:
    make(exchange, chief, receiver.url)
    with transaction.atomic():
        happen(exchange)
        transaction.set_rollback(True)

    assert queued("webhooks.spread") == 0
    happen(exchange, number=2)
    assert queued("webhooks.spread") == 1


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 429, 500, 503])
def test_only_2xx_is_success_and_a_redirect_is_not_followed(
    exchange: Exchange, chief: Person, receiver: Receiver, status: int
) -> None:
    receiver.answers = [status]
    make(exchange, chief, receiver.url)
    telling.spread_event(event_id=happen(exchange).pk)
    delivery = WebhookDelivery.objects.get()

    try_once(delivery, at=exchange.at)

    delivery.refresh_from_db()
    assert len(receiver.got) == 1
    assert (delivery.state, delivery.attempts) == ("WAITING", 1)
    assert delivery.next_attempt_at == exchange.at + timedelta(seconds=5)
    assert WebhookAttempt.objects.get().status == status


def test_retries_follow_the_schedule_and_then_the_endpoint_is_paused(
    exchange: Exchange, chief: Person, mailoutbox: list[EmailMessage]
) -> None:
    endpoint = make(exchange, chief, "http://127.0.0.1:9/")
    telling.spread_event(event_id=happen(exchange).pk)
    delivery, at, waits = WebhookDelivery.objects.get(), exchange.at, []

    for _ in range(10):
        try_once(delivery, at=at, post=answering(503))
        delivery.refresh_from_db()
        if delivery.next_attempt_at is not None:
            waits.append(delivery.next_attempt_at - at)
            at = delivery.next_attempt_at

    assert waits == list(telling.WAITS)
    assert sum(waits, timedelta()) == timedelta(hours=75, minutes=35, seconds=5)
    assert delivery.state == "FAILED"
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.pause_reason) == ("PAUSED", "FAILING")
    assert queued("webhooks.mail_paused") == 1
    assert mail_paused(endpoint_id=endpoint.pk) == 1
    assert "127.0.0.1:9" in mailoutbox[0].body
    assert try_once(delivery, at=at) is None


def test_one_success_in_between_keeps_the_endpoint_active(exchange: Exchange, chief: Person) -> None:
    endpoint = make(exchange, chief, "http://127.0.0.1:9/")
    for number in (1, 2):
        telling.spread_event(event_id=happen(exchange, number=number).pk)
    failing, other = WebhookDelivery.objects.order_by("sequence")
    at = exchange.at
    for _ in range(9):
        try_once(failing, at=at, post=answering(500))
        at += timedelta(hours=8)
    try_once(other, at=at, post=answering(200))
    try_once(failing, at=at + timedelta(hours=8), post=answering(500))

    failing.refresh_from_db()
    endpoint.refresh_from_db()
    assert failing.state == "FAILED"
    assert endpoint.state == "ACTIVE"


def test_410_pauses_at_once_and_resuming_sends_what_waited(exchange: Exchange, chief: Person) -> None:
    endpoint = make(exchange, chief, "http://127.0.0.1:9/")
    telling.spread_event(event_id=happen(exchange).pk)
    try_once(WebhookDelivery.objects.get(), at=exchange.at, post=answering(410))
    telling.spread_event(event_id=happen(exchange, number=2).pk)
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.pause_reason) == ("PAUSED", "GONE")
    before = queued("webhooks.deliver")

    actions.resume_endpoint(endpoint_id=endpoint.pk, by=by(exchange, chief))

    assert queued("webhooks.deliver") == before + 2


def test_an_attempt_that_ran_before_is_not_made_twice(exchange: Exchange, chief: Person, receiver: Receiver) -> None:
    make(exchange, chief, receiver.url)
    telling.spread_event(event_id=happen(exchange).pk)
    delivery = WebhookDelivery.objects.get()

    outcomes = [
        telling.deliver(delivery_id=delivery.pk, round=1, number=1, clock=lambda: exchange.at, jitter=0.0)
        for _ in range(2)
    ]

    assert [each is not None for each in outcomes] == [True, False]
    assert len(receiver.got) == 1


def test_an_attempt_that_was_broken_off_is_followed_at_once_and_says_nothing_against_the_receiver(
    exchange: Exchange, chief: Person
) -> None:
    endpoint = make(exchange, chief, "http://127.0.0.1:9/")
    telling.spread_event(event_id=happen(exchange).pk)
    delivery = WebhookDelivery.objects.get()
    before = queued("webhooks.deliver")

    for _ in range(2):
        telling.note_broken_off(delivery_id=delivery.pk, round=1, number=1, at=exchange.at)

    delivery.refresh_from_db()
    endpoint.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.next_attempt_at) == ("WAITING", 1, exchange.at)
    assert endpoint.failing_since is None
    assert queued("webhooks.deliver") == before + 1
    assert WebhookAttempt.objects.get().fault == "broken_off"


def test_sent_again_it_has_the_same_id_and_the_log_keeps_both_rounds(
    exchange: Exchange, chief: Person, receiver: Receiver
) -> None:
    endpoint = make(exchange, chief, receiver.url)
    telling.spread_event(event_id=happen(exchange).pk)
    delivery = WebhookDelivery.objects.get()
    try_once(delivery, at=exchange.at)

    actions.send_again(endpoint_id=endpoint.pk, delivery_ids=[delivery.pk], by=by(exchange, chief))
    try_once(delivery, at=exchange.at + timedelta(minutes=1))

    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1
    assert list(WebhookAttempt.objects.order_by("id").values_list("round", "number")) == [(1, 1), (2, 1)]


def test_all_since_a_time_includes_what_was_never_told(exchange: Exchange, chief: Person, receiver: Receiver) -> None:
    happen(exchange, number=1)
    endpoint = make(exchange, chief, receiver.url, "order.placed")
    telling.spread_event(event_id=happen(exchange, number=2).pk)

    count = actions.send_since(
        endpoint_id=endpoint.pk, since=exchange.at - timedelta(days=1), by=by(exchange, chief, at=exchange.at)
    )

    assert count == 2
    assert queued("webhooks.spread") == 2
    with pytest.raises(actions.SinceTooEarly):
        actions.send_since(
            endpoint_id=endpoint.pk, since=exchange.at - timedelta(days=91), by=by(exchange, chief, at=exchange.at)
        )


def test_both_secrets_sign_for_a_day_after_a_change(exchange: Exchange, chief: Person, receiver: Receiver) -> None:
    endpoint = make(exchange, chief, receiver.url)
    made = actions.rotate_secret(endpoint_id=endpoint.pk, key=KEY[::-1], by=by(exchange, chief, request_id="turn"))
    again = actions.rotate_secret(endpoint_id=endpoint.pk, key=KEY, by=by(exchange, chief, request_id="turn"))
    assert read_secret(text=made.secret) == KEY[::-1]
    assert again.secret == ""
    endpoint.refresh_from_db()

    assert telling.live_keys(endpoint=endpoint, at=exchange.at) == (KEY[::-1], KEY)
    assert telling.live_keys(endpoint=endpoint, at=exchange.at + timedelta(hours=25)) == (KEY[::-1],)
    assert KEY not in bytes(endpoint.secret)


@pytest.mark.parametrize("inside", ["127.0.0.1", "[::1]", "localhost"])
def test_a_live_exchange_sends_nothing_inside(receiver: Receiver, inside: str) -> None:
    url = receiver.url.replace("127.0.0.1", inside)

    outcomes = [
        send(url=url, body=b"{}", headers={}, policy=Policy()),
        send(url=url, body=b"{}", headers={}, policy=Policy(plain_http=True)),
    ]

    assert [each.fault for each in outcomes] == ["not_https", "private_address"]
    assert receiver.got == []


def test_a_receiver_that_never_answers_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "ANSWER_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        outcome = send(url=f"http://127.0.0.1:{silent.getsockname()[1]}/", body=b"{}", headers={}, policy=OPEN)

    assert outcome.fault == "timed_out"


def test_what_is_no_http_and_what_is_not_there_are_told_apart() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def babble() -> None:
            stream, _ = server.accept()
            stream.recv(65_536)
            stream.sendall(b"SSH-2.0-nothing\r\n")
            stream.close()

        thread = threading.Thread(target=babble)
        thread.start()
        babbled = send(url=f"http://127.0.0.1:{port}/", body=b"{}", headers={}, policy=OPEN)
        thread.join()
    gone = send(url=f"http://127.0.0.1:{port}/", body=b"{}", headers={}, policy=OPEN)
    large = send(url=f"http://127.0.0.1:{port}/", body=bytes(300_000), headers={}, policy=OPEN)

    assert (babbled.fault, gone.fault, large.fault) == ("no_http", "not_reached", "too_large")


@pytest.mark.django_db(transaction=True)
def test_attempts_are_only_added(
    exchange: Exchange, chief: Person, web_connection: Any, owner_connection: psycopg.Connection
) -> None:
    make(exchange, chief, "http://127.0.0.1:9/")
    telling.spread_event(event_id=happen(exchange).pk)
    try_once(WebhookDelivery.objects.get(), at=exchange.at, post=answering(500))

    for statement in ("UPDATE api_webhookattempt SET status = 200", "DELETE FROM api_webhookattempt"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web_connection(autocommit=True).execute(statement)
        with pytest.raises(psycopg.errors.RestrictViolation):
            owner_connection.execute(statement)


def test_the_pages_make_show_pause_and_send_again(exchange: Exchange, chief: Person, receiver: Receiver) -> None:
    client = Client()
    sign_in(client, chief)
    base = f"/organizations/{show_id(prefix='org', id=exchange.member.pk)}/webhooks/"

    refused = client.post(base, {"url": "ftp://example.org/", "note": ""})
    made = client.post(base, {"url": receiver.url, "note": "ERP", "types": ["order.placed"]})

    assert refused.status_code == 422
    assert "only https addresses are sent to" in refused.content.decode()
    assert "whsec_" in made.content.decode()
    assert made["Cache-Control"] == "no-store"
    endpoint = WebhookEndpoint.objects.get()
    page = f"{base}{show_id(prefix='whk', id=endpoint.pk)}/"
    assert "whsec_" not in client.get(page).content.decode()
    client.post(f"{page}act/test/")
    (trial,) = WebhookDelivery.objects.all()
    try_once(trial, at=exchange.at)
    shown = client.get(page).content.decode()
    assert "webhook.test" in shown
    assert "204" in shown
    client.post(f"{page}again/", {"sequence": "1"})
    trial.refresh_from_db()
    assert trial.round == 2
    assert client.post(f"{page}again/", {"since": "2020-01-01"}).status_code == 422
    client.post(f"{page}act/pause/")
    assert "Paused by you" in client.get(page).content.decode()
    client.post(f"{page}act/remove/")
    assert client.get(page).status_code == 404


def test_another_organizations_administrator_finds_nothing(exchange: Exchange, chief: Person) -> None:
    endpoint = make(exchange, chief, "http://127.0.0.1:9/")
    other = record_person(
        person_id=new_id(), email="o@operator.example", name="Other", password=None, request_id="o", at=exchange.at
    )
    grant_role(person=other, organization=exchange.operator, role=Role.ADMINISTRATOR, request_id="or", at=exchange.at)
    client = Client()
    sign_in(client, other)
    text = show_id(prefix="whk", id=endpoint.pk)

    for place in (exchange.member, exchange.operator):
        base = f"/organizations/{show_id(prefix='org', id=place.pk)}/webhooks/{text}/"
        assert client.get(base).status_code == 404
        assert client.post(f"{base}act/pause/").status_code == 404
    endpoint.refresh_from_db()
    assert endpoint.state == "ACTIVE"
