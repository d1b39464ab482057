"""Webhook endpoints under /v1/: an organization's administrators keep their own, and read and repeat their log."""

from __future__ import annotations

import secrets
from typing import Annotated, Final, Literal, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field, WithJsonSchema

from truetonne.api.models import URL_MAX
from truetonne.api.webhooks import actions
from truetonne.api.webhooks.reading import EndpointRow, LogRow, get_endpoint, list_endpoints, moment, page_log
from truetonne.api.webhooks.signing import SECRET_BYTES
from truetonne.api.webhooks.telling import sending_policy
from truetonne.edge.answers import answer, list_answer
from truetonne.edge.calls import NEEDS_KEY, Call, do_once, read_call
from truetonne.edge.identifiers import new_id
from truetonne.edge.list_queries import ListQuery
from truetonne.edge.permissions import Role
from truetonne.edge.problems import Json, Problem
from truetonne.edge.schemas import Instant, Strict, Text, id_of
from truetonne.people.api import BearerToken, caller_of

ADMINISTRATOR: Final = BearerToken(Role.ADMINISTRATOR)
_ID_PATTERN: Final = {"type": "string", "pattern": "^whk_[0-9a-hjkmnp-tv-z]{26}$"}

EndpointId = Annotated[UUID, id_of("whk"), WithJsonSchema(_ID_PATTERN)]
EventId = Annotated[UUID, id_of("evt"), WithJsonSchema({"type": "string", "pattern": "^evt_[0-9a-hjkmnp-tv-z]{26}$"})]
EventType = Literal[
    "application.decided", "eligibility.lapsing", "eligibility.suspended", "quote.expired", "order.placed",
    "order.confirmed", "order.delayed", "order.substituted", "order.partially_delivered", "order.delivered",
    "order.cancelled", "order.expired", "retirement.completed", "correction.recorded", "credit.recalled",
    "credit.made_good", "review.decided", "review.expired", "lot.listed", "lot.held", "price.changed",
    "offtake.signed", "offtake.slipped", "offtake.short", "offtake.delivered", "offtake.substituted", "offtake.held",
    "offtake.released", "offtake.ended", "pool.delivered", "commitment.delivered", "inset.claimed", "inset.voided",
]  # fmt: skip

router = Router(tags=["webhooks"])


class EndpointIn(Strict):
    """Where to send, and what: no types means all, also those that are added later."""

    url: Annotated[str, Field(min_length=1, max_length=URL_MAX)]
    types: Annotated[list[EventType], Field(max_length=50)] = []
    note: Annotated[Text, Field(max_length=120)] = ""


class NothingIn(Strict):
    """An empty object."""


class AgainIn(Strict):
    """Either messages of the log, or a moment since which everything is sent again."""

    messages: Annotated[list[EventId], Field(max_length=100)] = []
    since: Instant | None = None


class EndpointOut(Schema):
    """``secret`` is there once, when it was made or changed by this very call."""

    id: str
    url: str
    note: str
    types: list[str]
    state: Literal["ACTIVE", "PAUSED", "REMOVED"]
    pause_reason: Literal["BY_HAND", "FAILING", "GONE"] | None
    failing_since: str | None
    old_secret_until: str | None
    recorded_at: str
    secret: str | None = None
    livemode: bool


class EndpointsOut(Schema):
    data: list[EndpointOut]


class AttemptOut(Schema):
    """``status`` is what came back; ``fault`` is one word where nothing did."""

    round: int
    number: int
    status: int | None
    fault: str | None
    took_ms: int
    effective_at: str


class MessageOut(Schema):
    id: str
    type: str
    sequence: int
    state: Literal["WAITING", "DELIVERED", "FAILED"]
    next_attempt_at: str | None
    effective_at: str
    attempts: list[AttemptOut]


class LogOut(Schema):
    data: list[MessageOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


class AgainOut(Schema):
    messages: int


@router.get("/webhooks", auth=ADMINISTRATOR, response=EndpointsOut, summary="List the endpoints")
def list_webhooks(request: HttpRequest) -> HttpResponse:
    """The organization's endpoints, twenty at most."""
    rows = list_endpoints(organization_id=caller_of(request).organization_id)
    return answer(data={"data": [_endpoint_json(row=row) for row in rows]})


@router.post(
    "/webhooks", auth=ADMINISTRATOR, response={201: EndpointOut}, openapi_extra=NEEDS_KEY, summary="Add an endpoint"
)
def post_webhook(request: HttpRequest, given: EndpointIn) -> HttpResponse:
    """Keeps an address and makes its secret, which only this answer shows. A repeat answers without it."""
    call, by = _begin(request)
    made = actions.make_endpoint(
        endpoint_id=new_id(),
        url=given.url,
        note=given.note,
        types=given.types,
        key=secrets.token_bytes(SECRET_BYTES),
        policy=sending_policy(),
        fingerprint=call.request.fingerprint,
        by=by,
    )
    return answer(data=_made_json(made=made, by=by), status=201)


@router.get("/webhooks/{endpoint_id}", auth=ADMINISTRATOR, response=EndpointOut, summary="Read an endpoint")
def read_webhook(request: HttpRequest, endpoint_id: Annotated[EndpointId, Path()]) -> HttpResponse:
    """An endpoint of the caller's organization, never its secret."""
    row = get_endpoint(endpoint_id=endpoint_id, organization_id=caller_of(request).organization_id)
    return answer(data=_endpoint_json(row=row))


@router.post(
    "/webhooks/{endpoint_id}/rotate", auth=ADMINISTRATOR, response=EndpointOut, openapi_extra=NEEDS_KEY,
    summary="Change the secret",
)  # fmt: skip
def rotate_webhook(request: HttpRequest, endpoint_id: Annotated[EndpointId, Path()], given: NothingIn) -> HttpResponse:
    """Makes a new secret, which only this answer shows. The one before signs beside it for 24 hours."""
    _call, by = _begin(request)
    made = actions.rotate_secret(endpoint_id=endpoint_id, key=secrets.token_bytes(SECRET_BYTES), by=by)
    return answer(data=_made_json(made=made, by=by))


@router.post(
    "/webhooks/{endpoint_id}/pause", auth=ADMINISTRATOR, response=EndpointOut, openapi_extra=NEEDS_KEY,
    summary="Pause an endpoint",
)  # fmt: skip
def pause_webhook(request: HttpRequest, endpoint_id: Annotated[EndpointId, Path()], given: NothingIn) -> HttpResponse:
    """Nothing is sent until it is resumed; messages wait."""
    call, by = _begin(request)

    def work() -> HttpResponse:
        actions.pause_endpoint(endpoint_id=endpoint_id, by=by)
        return _show(endpoint_id=endpoint_id, by=by)

    return do_once(call=call, work=work)


@router.post(
    "/webhooks/{endpoint_id}/resume", auth=ADMINISTRATOR, response=EndpointOut, openapi_extra=NEEDS_KEY,
    summary="Resume an endpoint",
)  # fmt: skip
def resume_webhook(request: HttpRequest, endpoint_id: Annotated[EndpointId, Path()], given: NothingIn) -> HttpResponse:
    """What waited is sent now."""
    call, by = _begin(request)

    def work() -> HttpResponse:
        actions.resume_endpoint(endpoint_id=endpoint_id, by=by)
        return _show(endpoint_id=endpoint_id, by=by)

    return do_once(call=call, work=work)


@router.post(
    "/webhooks/{endpoint_id}/remove", auth=ADMINISTRATOR, response=EndpointOut, openapi_extra=NEEDS_KEY,
    summary="Remove an endpoint",
)  # fmt: skip
def remove_webhook(request: HttpRequest, endpoint_id: Annotated[EndpointId, Path()], given: NothingIn) -> HttpResponse:
    """Ends it for good."""
    call, by = _begin(request)

    def work() -> HttpResponse:
        row = get_endpoint(endpoint_id=endpoint_id, organization_id=by.organization_id)
        actions.remove_endpoint(endpoint_id=endpoint_id, by=by)
        return answer(data={**_endpoint_json(row=row), "state": "REMOVED", "pause_reason": None})

    return do_once(call=call, work=work)


@router.post(
    "/webhooks/{endpoint_id}/test", auth=ADMINISTRATOR, response={202: AgainOut}, openapi_extra=NEEDS_KEY,
    summary="Send a trial",
)  # fmt: skip
def test_webhook(request: HttpRequest, endpoint_id: Annotated[EndpointId, Path()], given: NothingIn) -> HttpResponse:
    """Sends a message of type `webhook.test`; the log shows what came of it."""
    call, by = _begin(request)

    def work() -> HttpResponse:
        actions.send_test(endpoint_id=endpoint_id, message=new_id(), by=by)
        return answer(data={"messages": 1}, status=202)

    return do_once(call=call, work=work)


@router.post(
    "/webhooks/{endpoint_id}/replay", auth=ADMINISTRATOR, response={202: AgainOut}, openapi_extra=NEEDS_KEY,
    summary="Send again",
)  # fmt: skip
def replay_webhook(request: HttpRequest, endpoint_id: Annotated[EndpointId, Path()], given: AgainIn) -> HttpResponse:
    """Sends messages again under their ids: named ones, or all since a moment of the last 90 days."""
    call, by = _begin(request)
    if bool(given.messages) == (given.since is not None):
        raise Problem(code="invalid_request", detail="give messages or since, one of them")

    def work() -> HttpResponse:
        if given.since is not None:
            count = actions.send_since(endpoint_id=endpoint_id, since=given.since, by=by)
        else:
            row = get_endpoint(endpoint_id=endpoint_id, organization_id=by.organization_id)
            rows = row.endpoint.deliveries.filter(message__in=given.messages).values_list("pk", flat=True)
            count = actions.send_again(endpoint_id=endpoint_id, delivery_ids=list(rows), by=by)
        return answer(data={"messages": count}, status=202)

    return do_once(call=call, work=work)


@router.get("/webhooks/{endpoint_id}/messages", auth=ADMINISTRATOR, response=LogOut, summary="Read the log")
def list_webhook_messages(
    request: HttpRequest, endpoint_id: Annotated[EndpointId, Path()], query: Annotated[ListQuery, Query()]
) -> HttpResponse:
    """Messages and every attempt, newest first. What the receiver wrote is not kept."""
    row = get_endpoint(endpoint_id=endpoint_id, organization_id=caller_of(request).organization_id)
    page = page_log(endpoint=row.endpoint, window=query.window(name=f"webhook-log:{row.text}"))
    response = list_answer(request=request, page=page, show=_message_json)
    response["Cache-Control"] = "private, no-store"
    return response


def _begin(request: HttpRequest) -> tuple[Call, actions.By]:
    caller = caller_of(request)
    call = read_call(request=request, account=caller.account, kept=caller.kept, is_dry_run=False)
    by = actions.By(
        person_id=caller.person_id, organization_id=caller.organization_id, request_id=call.request_id, at=call.at
    )
    return call, by


def _show(*, endpoint_id: UUID, by: actions.By) -> HttpResponse:
    return answer(data=_endpoint_json(row=get_endpoint(endpoint_id=endpoint_id, organization_id=by.organization_id)))


def _made_json(*, made: actions.Made, by: actions.By) -> dict[str, Json]:
    row = get_endpoint(endpoint_id=made.endpoint.pk, organization_id=by.organization_id)
    return {**_endpoint_json(row=row), "secret": made.secret or None}


def _endpoint_json(*, row: EndpointRow) -> dict[str, Json]:
    each = row.endpoint
    return {
        "id": row.text,
        "url": each.url,
        "note": each.note,
        "types": cast("list[Json]", list(each.types)),
        "state": each.state,
        "pause_reason": each.pause_reason or None,
        "failing_since": moment(at=each.failing_since),
        "old_secret_until": moment(at=each.old_secret_until),
        "recorded_at": moment(at=each.recorded_at),
        "secret": None,
        "livemode": settings.TRUETONNE.livemode,
    }


def _message_json(row: LogRow) -> Json:
    each = row.delivery
    return {
        "id": row.message,
        "type": each.type,
        "sequence": each.sequence,
        "state": each.state,
        "next_attempt_at": moment(at=each.next_attempt_at),
        "effective_at": moment(at=each.effective_at),
        "attempts": [
            {
                "round": attempt.round,
                "number": attempt.number,
                "status": attempt.status,
                "fault": attempt.fault or None,
                "took_ms": attempt.took_ms,
                "effective_at": moment(at=attempt.effective_at),
            }
            for attempt, _words in row.tries
        ],
    }
