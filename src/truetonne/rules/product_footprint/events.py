"""Events between two exchanges of product footprints: which are understood, and what one has to carry.

Source: WBCSD PACT Technical Specifications 3.0.3 (published), in our own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final
from uuid import UUID

from truetonne.science.errors import InputRefused

_PREFIX: Final = "org.wbcsd.pact.ProductFootprint."
_SUFFIX: Final = ".3"


class EventKind(StrEnum):
    """What an event says: footprints published, asked for, handed over, or not to be had."""

    PUBLISHED = "PublishedEvent"
    REQUEST_CREATED = "RequestCreatedEvent"
    REQUEST_FULFILLED = "RequestFulfilledEvent"
    REQUEST_REJECTED = "RequestRejectedEvent"


class EventInvalid(InputRefused):
    """An event that answers 400: unknown type, missing member, ids that are none."""

    code = "BadRequest"


def read_event_kind(*, event: Mapping[str, object]) -> EventKind:
    """Return what an event says after checking that it carries what its kind needs; raises EventInvalid.

    An event's ``source`` is never an address to answer to: the caller knows the counterparty's endpoint.
    """
    kind = _read_type(event.get("type"))
    for name in ("id", "source"):
        if not isinstance(event.get(name), str) or not str(event[name]).strip():
            raise EventInvalid(field=name, value=event.get(name), reason="a text is due")
    if event.get("specversion") != "1.0":
        raise EventInvalid(field="specversion", value=event.get("specversion"), reason="1.0 is due")
    data = event.get("data")
    if not isinstance(data, Mapping):
        raise EventInvalid(field="data", value=data, reason="an object is due")
    _check_data(kind, data)
    return kind


def _read_type(value: object) -> EventKind:
    text = value if isinstance(value, str) else ""
    name = text.removeprefix(_PREFIX).removesuffix(_SUFFIX)
    if text != f"{_PREFIX}{name}{_SUFFIX}" or name not in set(EventKind):
        raise EventInvalid(field="type", value=value, reason="no event of this version is called so")
    return EventKind(name)


def _check_data(kind: EventKind, data: Mapping[str, object]) -> None:
    if kind is EventKind.PUBLISHED:
        ids = data.get("pfIds")
        if not isinstance(ids, (list, tuple)) or not ids or not all(_is_uuid(one) for one in ids):
            raise EventInvalid(field="data.pfIds", value=ids, reason="a list of UUIDs is due")
    if kind in {EventKind.REQUEST_FULFILLED, EventKind.REQUEST_REJECTED} and not data.get("requestEventId"):
        raise EventInvalid(field="data.requestEventId", value=None, reason="the answered event's id is due")
    if kind is EventKind.REQUEST_FULFILLED and not data.get("pfs"):
        raise EventInvalid(field="data.pfs", value=data.get("pfs"), reason="at least one footprint is due")
    error = data.get("error")
    if kind is EventKind.REQUEST_REJECTED and not (isinstance(error, Mapping) and {"code", "message"} <= set(error)):
        raise EventInvalid(field="data.error", value=error, reason="a code and a message are due")


def _is_uuid(value: object) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value.lower()
    except ValueError:
        return False
