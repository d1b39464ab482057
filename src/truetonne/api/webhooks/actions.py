"""Writes of an organization about its endpoints: make, change the secret, pause, resume, remove, try, send again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from truetonne.api.models import (
    URL_MAX,
    DeliveryState,
    EndpointState,
    PauseReason,
    WebhookDelivery,
    WebhookEndpoint,
)
from truetonne.api.webhooks.addresses import AddressRefused, Policy, read_target
from truetonne.api.webhooks.sealing import seal
from truetonne.api.webhooks.signing import show_secret
from truetonne.api.webhooks.telling import make_message, pause, queue_attempt
from truetonne.edge.idempotency import key_reused
from truetonne.edge.identifiers import show_id
from truetonne.edge.jobs import enqueue
from truetonne.edge.models import Event
from truetonne.edge.outbox import EVENT_TYPES
from truetonne.people.actions import record_audit_line
from truetonne.people.models import Organization

ENDPOINT_PREFIX: Final = "whk"
ENDPOINTS_MAX: Final = 20
OVERLAP: Final = timedelta(hours=24)
"""How long the secret before signs beside the new one."""
REPLAY_DAYS: Final = 90
TEST_TYPE: Final = "webhook.test"
AGAIN_JOB: Final = "webhooks.spread"


class EndpointNotFound(Exception):
    """The organization has no endpoint with this id."""

    code = "not_found"


class TooManyEndpoints(Exception):
    """The organization has as many endpoints as are kept; carries the number."""

    code = "state_conflict"

    def __init__(self, *, most: int) -> None:
        super().__init__(f"an organization has at most {most} endpoints; remove one first")
        self.most = most


class SinceTooEarly(Exception):
    """Messages of so long ago are not sent again; carries the earliest moment."""

    code = "invalid_time"

    def __init__(self, *, earliest: datetime) -> None:
        super().__init__(f"messages are sent again from {earliest.isoformat()} on")
        self.earliest = earliest


class EndpointPaused(Exception):
    """Nothing is sent to a paused endpoint."""

    code = "state_conflict"

    def __init__(self) -> None:
        super().__init__("the endpoint is paused; resume it first")


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who acts for which organization, in which request, when."""

    person_id: UUID
    organization_id: UUID
    request_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An endpoint with its secret's text; empty when the same request made it before: it is shown once."""

    endpoint: WebhookEndpoint
    secret: str


@transaction.atomic
def make_endpoint(
    *,
    endpoint_id: UUID,
    url: str,
    note: str,
    types: Sequence[str],
    key: bytes,
    policy: Policy,
    fingerprint: bytes,
    by: By,
) -> Made:
    """Keep an endpoint for these event types (none: all, also later ones). ``key`` is 24 to 64 random bytes.

    Called by an organization's administrators. Raises AddressRefused, TooManyEndpoints, Problem
    ``idempotency_key_reused``.
    """
    judge_url(url=url, policy=policy)
    secret = show_secret(key=key)
    Organization.objects.select_for_update().get(pk=by.organization_id)
    known = WebhookEndpoint.objects.filter(organization_id=by.organization_id, request_id=by.request_id).first()
    if known is not None:
        if bytes(known.fingerprint) != fingerprint:
            raise key_reused(first=bytes(known.fingerprint), now=fingerprint)
        return Made(endpoint=known, secret="")
    kept = WebhookEndpoint.objects.filter(organization_id=by.organization_id).exclude(state=EndpointState.REMOVED)
    if kept.count() >= ENDPOINTS_MAX:
        raise TooManyEndpoints(most=ENDPOINTS_MAX)
    endpoint = WebhookEndpoint.objects.create(
        pk=endpoint_id,
        organization_id=by.organization_id,
        url=url,
        note=note.strip(),
        types=[each for each in EVENT_TYPES if each in set(types)],
        secret=seal(key=key),
        request_id=by.request_id,
        fingerprint=fingerprint,
        made_by_id=by.person_id,
    )
    _line(act="made", endpoint=endpoint, by=by, facts={"url": url, "types": endpoint.types})
    return Made(endpoint=WebhookEndpoint.objects.get(pk=endpoint_id), secret=secret)


def judge_url(*, url: str, policy: Policy) -> None:
    """Raise AddressRefused for an address that can never be sent to; its name is resolved at each attempt."""
    if len(url) > URL_MAX:
        raise AddressRefused(reason="no_address", url=f"{url[:60]}...")
    read_target(url=url, policy=policy)


@transaction.atomic
def rotate_secret(*, endpoint_id: UUID, key: bytes, by: By) -> Made:
    """Replace the secret; the one before signs beside it for a day. Raises EndpointNotFound."""
    endpoint = lock_endpoint(endpoint_id=endpoint_id, organization_id=by.organization_id)
    if endpoint.rotation_request_id == by.request_id:
        return Made(endpoint=endpoint, secret="")
    endpoint.old_secret, endpoint.old_secret_until = endpoint.secret, by.at + OVERLAP
    endpoint.secret, endpoint.rotation_request_id = seal(key=key), by.request_id
    endpoint.save(update_fields=["secret", "old_secret", "old_secret_until", "rotation_request_id"])
    _line(act="secret_changed", endpoint=endpoint, by=by)
    return Made(endpoint=endpoint, secret=show_secret(key=key))


@transaction.atomic
def pause_endpoint(*, endpoint_id: UUID, by: By) -> WebhookEndpoint:
    """Stop sending; messages are made and wait. Pausing twice changes nothing. Raises EndpointNotFound."""
    endpoint = lock_endpoint(endpoint_id=endpoint_id, organization_id=by.organization_id)
    pause(endpoint=endpoint, reason=PauseReason.BY_HAND, at=by.at, person_id=by.person_id)
    return endpoint


@transaction.atomic
def resume_endpoint(*, endpoint_id: UUID, by: By) -> WebhookEndpoint:
    """Send again, beginning with what waited. Raises EndpointNotFound."""
    endpoint = lock_endpoint(endpoint_id=endpoint_id, organization_id=by.organization_id)
    if endpoint.state == EndpointState.ACTIVE:
        return endpoint
    endpoint.state, endpoint.pause_reason, endpoint.failing_since = EndpointState.ACTIVE, "", None
    endpoint.save(update_fields=["state", "pause_reason", "failing_since"])
    _line(act="resumed", endpoint=endpoint, by=by)
    for delivery in endpoint.deliveries.filter(state=DeliveryState.WAITING).order_by("sequence"):
        _send_anew(delivery=delivery)
    return endpoint


@transaction.atomic
def remove_endpoint(*, endpoint_id: UUID, by: By) -> WebhookEndpoint:
    """End an endpoint for good; its log stays. Raises EndpointNotFound."""
    endpoint = lock_endpoint(endpoint_id=endpoint_id, organization_id=by.organization_id)
    endpoint.state, endpoint.pause_reason = EndpointState.REMOVED, ""
    endpoint.save(update_fields=["state", "pause_reason"])
    _line(act="removed", endpoint=endpoint, by=by)
    return endpoint


@transaction.atomic
def send_test(*, endpoint_id: UUID, message: UUID, by: By) -> WebhookDelivery:
    """Send a message of type ``webhook.test``. Raises EndpointNotFound, EndpointPaused."""
    endpoint = lock_endpoint(endpoint_id=endpoint_id, organization_id=by.organization_id)
    _require_active(endpoint=endpoint)
    data: dict[str, object] = {"id": show_id(prefix=ENDPOINT_PREFIX, id=endpoint.pk)}
    _line(act="tested", endpoint=endpoint, by=by)
    return make_message(endpoint=endpoint, message=message, type=TEST_TYPE, at=by.at, data=data)


@transaction.atomic
def send_again(*, endpoint_id: UUID, delivery_ids: Sequence[int], by: By) -> int:
    """Send messages of the log again under their ids, and return how many. Raises EndpointNotFound, EndpointPaused."""
    endpoint = lock_endpoint(endpoint_id=endpoint_id, organization_id=by.organization_id)
    _require_active(endpoint=endpoint)
    found = endpoint.deliveries.filter(pk__in=delivery_ids).order_by("sequence")
    for delivery in found:
        _send_anew(delivery=delivery)
    if found:
        _line(act="sent_again", endpoint=endpoint, by=by, facts={"messages": len(found)})
    return len(found)


@transaction.atomic
def send_since(*, endpoint_id: UUID, since: datetime, by: By) -> int:
    """Send again all that happened since a moment, also what this endpoint was never told; return how many messages.

    Raises EndpointNotFound, EndpointPaused, SinceTooEarly (90 days).
    """
    earliest = by.at - timedelta(days=REPLAY_DAYS)
    if since < earliest:
        raise SinceTooEarly(earliest=earliest)
    endpoint = lock_endpoint(endpoint_id=endpoint_id, organization_id=by.organization_id)
    _require_active(endpoint=endpoint)
    known = list(endpoint.deliveries.filter(effective_at__gte=since).exclude(type=TEST_TYPE).order_by("sequence"))
    for delivery in known:
        _send_anew(delivery=delivery)
    told = {each.message for each in known}
    rows = Event.objects.filter(recorded_at__gte=since).filter(organization_id=by.organization_id)
    public = Event.objects.filter(recorded_at__gte=since, organization_id=None)
    missing = [each for each in (*rows, *public) if each.pk not in told and _is_wanted(endpoint, each)]
    for event in sorted(missing, key=lambda each: each.pk):
        enqueue(name=AGAIN_JOB, event=str(event.pk))
    count = len(known) + len(missing)
    _line(act="sent_again", endpoint=endpoint, by=by, facts={"since": since.isoformat(), "messages": count})
    return count


def lock_endpoint(*, endpoint_id: UUID, organization_id: UUID) -> WebhookEndpoint:
    """Return an organization's own endpoint under a lock. Raises EndpointNotFound."""
    rows = WebhookEndpoint.objects.exclude(state=EndpointState.REMOVED).select_for_update()
    found = rows.filter(pk=endpoint_id, organization_id=organization_id).first()
    if found is None:
        raise EndpointNotFound("no endpoint has this id")
    return found


def _send_anew(*, delivery: WebhookDelivery) -> None:
    delivery.state, delivery.attempts, delivery.next_attempt_at = DeliveryState.WAITING, 0, None
    delivery.round += 1
    delivery.save(update_fields=["state", "attempts", "next_attempt_at", "round"])
    queue_attempt(delivery=delivery)


def _is_wanted(endpoint: WebhookEndpoint, event: Event) -> bool:
    return not endpoint.types or event.type in endpoint.types


def _require_active(*, endpoint: WebhookEndpoint) -> None:
    if endpoint.state != EndpointState.ACTIVE:
        raise EndpointPaused


def _line(*, act: str, endpoint: WebhookEndpoint, by: By, facts: dict[str, object] | None = None) -> None:
    record_audit_line(
        action=f"webhook.{act}",
        subject=show_id(prefix=ENDPOINT_PREFIX, id=endpoint.pk),
        person_id=by.person_id,
        organization_id=endpoint.organization_id,
        request_id=by.request_id,
        at=by.at,
        facts=facts,
    )
