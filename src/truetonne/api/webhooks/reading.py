"""What an organization sees of its endpoints and their log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from truetonne.api.models import EndpointState, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from truetonne.api.webhooks.actions import ENDPOINT_PREFIX, EndpointNotFound
from truetonne.api.webhooks.words import DELIVERY_WORDS, FAULT_WORDS, PAUSE_WORDS, STATE_WORDS, TYPE_WORDS
from truetonne.edge.identifiers import show_id
from truetonne.edge.outbox import EVENT_PREFIX
from truetonne.edge.paging import Page, Window, cut


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One message of the log with its last attempt."""

    delivery: WebhookDelivery
    message: str
    words: str
    state: str
    answer: str
    tries: tuple[tuple[WebhookAttempt, str], ...]

    @property
    def last(self) -> WebhookAttempt | None:
        return self.tries[-1][0] if self.tries else None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointRow:
    """One endpoint as its page shows it."""

    endpoint: WebhookEndpoint
    text: str
    state: str
    why_paused: str
    types: tuple[tuple[str, str], ...]


def list_endpoints(*, organization_id: UUID) -> tuple[EndpointRow, ...]:
    """Return the organization's endpoints, oldest first, without those that were removed."""
    rows = WebhookEndpoint.objects.filter(organization_id=organization_id).exclude(state=EndpointState.REMOVED)
    return tuple(describe_endpoint(endpoint=each) for each in rows.order_by("recorded_at", "pk"))


def get_endpoint(*, endpoint_id: UUID, organization_id: UUID) -> EndpointRow:
    """Return one of the organization's endpoints. Raises EndpointNotFound, also for another's."""
    rows = WebhookEndpoint.objects.exclude(state=EndpointState.REMOVED)
    found = rows.filter(pk=endpoint_id, organization_id=organization_id).first()
    if found is None:
        raise EndpointNotFound("no endpoint has this id")
    return describe_endpoint(endpoint=found)


def describe_endpoint(*, endpoint: WebhookEndpoint) -> EndpointRow:
    """Return an endpoint with its words."""
    return EndpointRow(
        endpoint=endpoint,
        text=show_id(prefix=ENDPOINT_PREFIX, id=endpoint.pk),
        state=str(STATE_WORDS[endpoint.state]),
        why_paused=str(PAUSE_WORDS.get(endpoint.pause_reason, "")),
        types=tuple((each, str(TYPE_WORDS[each])) for each in endpoint.types),
    )


def page_log(*, endpoint: WebhookEndpoint, window: Window) -> Page[LogRow]:
    """Return a page of the endpoint's log, newest first."""
    rows = endpoint.deliveries.prefetch_related(
        Prefetch("tries", queryset=WebhookAttempt.objects.order_by("round", "number"))
    )
    if window.after is not None:
        rows = rows.filter(sequence__lt=int(window.after[0]))
    if window.before is not None:
        rows = rows.filter(sequence__gt=int(window.before[0]))
    found = rows.order_by("sequence" if window.is_backward else "-sequence")[: window.fetch]
    page = cut(rows=tuple(found), window=window, position=lambda each: (each.sequence,))
    return Page(
        items=tuple(_row(each) for each in page.items),
        next_cursor=page.next_cursor,
        previous_cursor=page.previous_cursor,
    )


def _row(delivery: WebhookDelivery) -> LogRow:
    tries = tuple((each, answer_words(attempt=each)) for each in delivery.tries.all())
    return LogRow(
        delivery=delivery,
        message=show_id(prefix=EVENT_PREFIX, id=delivery.message),
        words=str(TYPE_WORDS.get(delivery.type, delivery.type)),
        state=str(DELIVERY_WORDS[delivery.state]),
        answer=tries[-1][1] if tries else "",
        tries=tries,
    )


def answer_words(*, attempt: WebhookAttempt) -> str:
    """Return the status of an attempt, or why there is none."""
    return str(attempt.status) if attempt.status is not None else str(FAULT_WORDS.get(attempt.fault, attempt.fault))


def moment(*, at: datetime | None) -> str | None:
    """Return a moment as the API writes it."""
    return None if at is None else at.isoformat().replace("+00:00", "Z")
