"""From an event to attempts: who is told, what each attempt came to, when the next one is, when an endpoint is paused.

An event queues one job in its own transaction. That job makes a message for each endpoint that wants it; a job per
attempt sends it, outside any transaction, and notes what came of it. An attempt that the exchange's own end broke off
is noted as such and followed by the next: the same message under the same id.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from truetonne.api.models import (
    DeliveryState,
    EndpointState,
    PauseReason,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
)
from truetonne.api.webhooks.addresses import Policy
from truetonne.api.webhooks.sealing import unseal
from truetonne.api.webhooks.sending import Outcome, send
from truetonne.api.webhooks.signing import headers_of
from truetonne.edge.identifiers import InvalidId, read_id, show_id
from truetonne.edge.jobs import enqueue
from truetonne.edge.models import Event
from truetonne.edge.outbox import EVENT_PREFIX
from truetonne.ledger.wire import Statement, reader
from truetonne.market.models import Delivery
from truetonne.people.actions import record_audit_line

SPREAD_JOB: Final = "webhooks.spread"
DELIVER_JOB: Final = "webhooks.deliver"
PAUSED_JOB: Final = "webhooks.mail_paused"
WAITS: Final = (
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5),
    timedelta(hours=10), timedelta(hours=14), timedelta(hours=20), timedelta(hours=24),
)  # fmt: skip
"""Between attempts, as Standard Webhooks suggests: ten attempts in about 75 hours."""
JITTER: Final = 0.1
PAUSE_AFTER: Final = timedelta(hours=72)
"""An endpoint that took nothing for so long is paused when a message to it is given up."""
GONE: Final = 410
BROKEN_OFF: Final = "broken_off"
"""The fault of an attempt in whose middle the exchange stopped: the receiver may have had the message."""

# Asked at every event, so prepared. An event of no organization is for everybody's endpoints.
_ENDPOINT = Statement.of(
    name="webhooks_endpoint",
    sql="""
    SELECT 1 FROM api_webhookendpoint WHERE state <> 'REMOVED' AND (organization_id = $1::uuid OR $1::uuid IS NULL) LIMIT 1
    """,
)

Send = Callable[..., Outcome]


def sending_policy() -> Policy:
    """Return where this installation sends: https to public addresses, but for trials on one's own machine."""
    exchange = settings.TRUETONNE
    is_trial = not exchange.livemode or exchange.debug
    return Policy(plain_http=is_trial, private_networks=is_trial and exchange.is_local)


def queue_events(events: Sequence[Event]) -> None:
    """Queue the telling of events that anyone may want; runs in the transaction of what happened."""
    owners = {event.organization_id for event in events}
    wanted = {owner for owner in owners if reader().run(_ENDPOINT, None if owner is None else owner.bytes)}
    for event in events:
        if event.organization_id in wanted:
            enqueue(name=SPREAD_JOB, lock=f"{SPREAD_JOB}:{event.organization_id or 'public'}", event=str(event.pk))


def spread_event(*, event_id: UUID) -> int:
    """Make a message for each endpoint that wants the event, and return how many. Doing it again makes none."""
    event = Event.objects.get(pk=event_id)
    made = 0
    for endpoint_id in _endpoints_of(organization_id=event.organization_id).values_list("pk", flat=True):
        made += _address_event(endpoint_id=endpoint_id, event=event)
    return made


@transaction.atomic
def _address_event(*, endpoint_id: UUID, event: Event) -> bool:
    endpoint = WebhookEndpoint.objects.select_for_update().select_related("organization").get(pk=endpoint_id)
    if endpoint.state == EndpointState.REMOVED or (endpoint.types and event.type not in endpoint.types):
        return False
    if WebhookDelivery.objects.filter(endpoint=endpoint, message=event.pk).exists():
        return False
    data = _data_for(endpoint=endpoint, event=event)
    if data is None:
        return False
    make_message(endpoint=endpoint, message=event.pk, type=event.type, at=event.effective_at, data=data)
    return True


def make_message(
    *,
    endpoint: WebhookEndpoint,
    message: UUID,
    type: str,
    at: datetime,
    data: dict[str, object],
) -> WebhookDelivery:
    """Give a message its number and its bytes, and queue it unless the endpoint is paused. The endpoint is locked."""
    endpoint.sequence += 1
    endpoint.save(update_fields=["sequence"])
    body = {
        "type": type,
        "timestamp": at.isoformat().replace("+00:00", "Z"),
        "data": {**data, "livemode": settings.TRUETONNE.livemode},
        "sequence": endpoint.sequence,
    }
    delivery = WebhookDelivery.objects.create(
        endpoint=endpoint,
        message=message,
        type=type,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        sequence=endpoint.sequence,
        effective_at=at,
    )
    if endpoint.state == EndpointState.ACTIVE:
        queue_attempt(delivery=delivery)
    return delivery


def queue_attempt(*, delivery: WebhookDelivery) -> None:
    """Queue the next attempt at a message for its time."""
    enqueue(
        name=DELIVER_JOB,
        at=delivery.next_attempt_at,
        delivery=delivery.pk,
        round=delivery.round,
        number=delivery.attempts + 1,
    )


def deliver(
    *, delivery_id: int, round: int, number: int, clock: Callable[[], datetime], jitter: float, post: Send = send
) -> Outcome | None:
    """Make one attempt and note what came of it; None where it is no longer wanted.

    ``jitter`` is 0 to 1 and lengthens the wait for the next attempt by up to a tenth.
    """
    delivery = WebhookDelivery.objects.select_related("endpoint").get(pk=delivery_id)
    endpoint = delivery.endpoint
    if not _is_wanted(delivery=delivery, endpoint=endpoint, round=round, number=number):
        return None
    at = clock()
    body = delivery.body.encode()
    message = show_id(prefix=EVENT_PREFIX, id=delivery.message)
    headers = headers_of(keys=live_keys(endpoint=endpoint, at=at), message=message, at=at, body=body)
    outcome = post(url=endpoint.url, body=body, headers=headers, policy=sending_policy())
    _note(delivery_id=delivery_id, round=round, number=number, outcome=outcome, at=clock(), jitter=jitter)
    return outcome


def note_broken_off(*, delivery_id: int, round: int, number: int, at: datetime) -> None:
    """Note an attempt in whose middle the exchange stopped, and queue the next for now; nothing if it was noted.

    It counts as an attempt, so that a message cannot be tried for ever, and says nothing against the receiver.
    """
    outcome = Outcome(status=None, fault=BROKEN_OFF, took_ms=0)
    _note(delivery_id=delivery_id, round=round, number=number, outcome=outcome, at=at, jitter=0.0)


def live_keys(*, endpoint: WebhookEndpoint, at: datetime) -> tuple[bytes, ...]:
    """Return the secrets that sign at ``at``: the present one, and the one before while both count."""
    keys = [unseal(sealed=bytes(endpoint.secret))]
    if endpoint.old_secret is not None and endpoint.old_secret_until is not None and at < endpoint.old_secret_until:
        keys.append(unseal(sealed=bytes(endpoint.old_secret)))
    return tuple(keys)


@transaction.atomic
def _note(*, delivery_id: int, round: int, number: int, outcome: Outcome, at: datetime, jitter: float) -> None:
    delivery = WebhookDelivery.objects.get(pk=delivery_id)
    endpoint = WebhookEndpoint.objects.select_for_update().get(pk=delivery.endpoint_id)
    delivery = WebhookDelivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.round != round or delivery.attempts != number - 1:
        return
    WebhookAttempt.objects.create(
        delivery=delivery,
        round=round,
        number=number,
        status=outcome.status,
        fault=outcome.fault,
        took_ms=outcome.took_ms,
        effective_at=at,
    )
    delivery.attempts = number
    delivery.next_attempt_at = None
    is_ours = outcome.fault == BROKEN_OFF
    if outcome.is_success:
        delivery.state = DeliveryState.DELIVERED
        endpoint.failing_since = None
    else:
        endpoint.failing_since = endpoint.failing_since or (None if is_ours else at)
        if number > len(WAITS):
            delivery.state = DeliveryState.FAILED
        else:
            delivery.next_attempt_at = at if is_ours else at + WAITS[number - 1] * (1 + JITTER * jitter)
    delivery.save(update_fields=["attempts", "state", "next_attempt_at"])
    endpoint.save(update_fields=["failing_since"])
    is_given_up = delivery.state == DeliveryState.FAILED
    if outcome.status == GONE:
        pause(endpoint=endpoint, reason=PauseReason.GONE, at=at)
    elif is_given_up and endpoint.failing_since is not None and at - endpoint.failing_since >= PAUSE_AFTER:
        pause(endpoint=endpoint, reason=PauseReason.FAILING, at=at)
    elif delivery.state == DeliveryState.WAITING and endpoint.state == EndpointState.ACTIVE:
        queue_attempt(delivery=delivery)


def pause(*, endpoint: WebhookEndpoint, reason: PauseReason, at: datetime, person_id: UUID | None = None) -> None:
    """Stop sending to a locked endpoint; messages wait from now on. Its administrators are mailed when we did it."""
    if endpoint.state != EndpointState.ACTIVE:
        return
    endpoint.state, endpoint.pause_reason = EndpointState.PAUSED, reason
    endpoint.save(update_fields=["state", "pause_reason"])
    record_audit_line(
        action="webhook.paused",
        subject=show_id(prefix="whk", id=endpoint.pk),
        person_id=person_id,
        organization_id=endpoint.organization_id,
        request_id=f"pause:{endpoint.pk}:{at.isoformat()}",
        at=at,
        facts={"reason": str(reason)},
    )
    if reason != PauseReason.BY_HAND:
        enqueue(name=PAUSED_JOB, endpoint=str(endpoint.pk))


def _is_wanted(*, delivery: WebhookDelivery, endpoint: WebhookEndpoint, round: int, number: int) -> bool:
    return (
        endpoint.state == EndpointState.ACTIVE
        and delivery.state == DeliveryState.WAITING
        and (delivery.round, delivery.attempts) == (round, number - 1)
    )


def _endpoints_of(*, organization_id: UUID | None) -> QuerySet[WebhookEndpoint]:
    rows = WebhookEndpoint.objects.exclude(state=EndpointState.REMOVED)
    return rows if organization_id is None else rows.filter(organization_id=organization_id)


def _data_for(*, endpoint: WebhookEndpoint, event: Event) -> dict[str, object] | None:
    """Return what an endpoint is told of an event; None where it is not its business."""
    data: dict[str, object] = {"id": event.subject, **event.data}
    if event.organization_id is not None:
        data["organization"] = show_id(prefix="org", id=event.organization_id)
    if event.type != "credit.recalled" or endpoint.organization.is_operator:
        return data
    told = event.data.get("certificates", [])
    ids = [each for each in map(_certificate_id, told) if each is not None]
    own = Delivery.objects.filter(certificate__certificate_id__in=ids, order__organization_id=endpoint.organization_id)
    mine = sorted(show_id(prefix="crt", id=each) for each in own.values_list("certificate__certificate_id", flat=True))
    return {**data, "certificates": mine} if mine else None


def _certificate_id(text: str) -> UUID | None:
    try:
        return read_id(prefix="crt", text=text)
    except InvalidId:
        return None
