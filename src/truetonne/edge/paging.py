"""Pages of a list by key, never by offset: rows added meanwhile cause no skip and no repeat.

A cursor is opaque text that names the list with its filters and one position in its order. It has no
expiry. The caller fetches ``window.fetch`` rows in ``window``'s direction and hands them to ``cut``.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeAlias, TypeVar

from django.db import connection
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

Position: TypeAlias = "tuple[int | str, ...]"
Row = TypeVar("Row")

LIMIT_DEFAULT: Final = 20
LIMIT_MAX: Final = 100


class InvalidCursor(ValueError):
    """A cursor that was not given out for this list; carries the parameter and the reason."""

    code = "invalid_cursor"

    def __init__(self, *, parameter: str, reason: str) -> None:
        super().__init__(reason)
        self.parameter = parameter
        self.reason = reason


class InvalidLimit(ValueError):
    """A page size that is no whole number from 1 to 100."""

    code = "invalid_request"

    def __init__(self, *, value: str) -> None:
        super().__init__(_("limit is a whole number from 1 to %(most)s") % {"most": LIMIT_MAX})
        self.parameter = "limit"
        self.value = value


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which part of a list is wanted: after or before a position, or from its beginning."""

    list_name: str
    limit: int = LIMIT_DEFAULT
    after: Position | None = None
    before: Position | None = None

    @property
    def fetch(self) -> int:
        """How many rows to read: one more than shown tells whether there are more."""
        return self.limit + 1

    @property
    def is_backward(self) -> bool:
        """Whether rows are read in reverse order, towards the beginning."""
        return self.before is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """Rows in the order of the list, with the cursors of their neighbours (None where there is nothing)."""

    items: tuple[Row, ...]
    next_cursor: str | None
    previous_cursor: str | None

    @property
    def has_more(self) -> bool:
        return self.next_cursor is not None


def name_list(*, name: str, filters: Mapping[str, object]) -> str:
    """Return a list's name with its filters, so that a cursor of one search is refused by another."""
    text = json.dumps({key: value for key, value in filters.items() if value}, sort_keys=True, default=str)
    return f"{name}:{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def read_window(*, list_name: str, limit: str | None, after: str | None, before: str | None) -> Window:
    """Read the three parameters of a list. Raises InvalidLimit or InvalidCursor."""
    if after is not None and before is not None:
        raise InvalidCursor(parameter="before", reason=_("give after or before, not both"))
    return Window(
        list_name=list_name,
        limit=_read_limit(text=limit),
        after=None if after is None else read_cursor(list_name=list_name, text=after, parameter="after"),
        before=None if before is None else read_cursor(list_name=list_name, text=before, parameter="before"),
    )


def cut(*, rows: Sequence[Row], window: Window, position: Callable[[Row], Position]) -> Page[Row]:
    """Make a page of at most ``window.fetch`` rows read in the window's direction.

    ``position`` gives a row's place in the order of the list; it never changes and no two rows share it.
    """
    has_further = len(rows) > window.limit
    shown = tuple(rows[: window.limit])
    if window.is_backward:
        shown = shown[::-1]
    has_next = bool(shown) and (window.is_backward or has_further)
    has_previous = bool(shown) and (has_further if window.is_backward else window.after is not None)
    return Page(
        items=shown,
        next_cursor=write_cursor(list_name=window.list_name, position=position(shown[-1])) if has_next else None,
        previous_cursor=write_cursor(list_name=window.list_name, position=position(shown[0])) if has_previous else None,
    )


def write_cursor(*, list_name: str, position: Position) -> str:
    """Return the cursor of a position."""
    text = json.dumps([_tag(list_name), _mark(list_name, position), *position], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(*, list_name: str, text: str, parameter: str = "after") -> Position:
    """Return the position in a cursor. Raises InvalidCursor for one of another list or search."""
    try:
        stored = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (Base64Error, ValueError, RecursionError):
        stored = None
    if not isinstance(stored, list) or len(stored) < 3 or not all(type(part) in (int, str) for part in stored):
        raise InvalidCursor(parameter=parameter, reason=_("this is no cursor of this exchange"))
    if stored[0] != _tag(list_name):
        raise InvalidCursor(parameter=parameter, reason=_("this cursor belongs to another list or other filters"))
    position = tuple(stored[2:])
    if not constant_time_compare(str(stored[1]), _mark(list_name, position)):
        raise InvalidCursor(parameter=parameter, reason=_("this is no cursor of this exchange"))
    return position


def settled_before() -> datetime:
    """Return the start of the oldest open transaction: rows recorded before it can no longer be joined by older ones.

    Lists ordered by ``recorded_at`` withhold rows from this instant on, because a row gets the time its
    transaction began and appears when that ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(min(xact_start), clock_timestamp()) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
        )
        (instant,) = cursor.fetchone()
    found: datetime = instant
    return found


def _read_limit(*, text: str | None) -> int:
    if text is None:
        return LIMIT_DEFAULT
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= LIMIT_MAX):
        raise InvalidLimit(value=text)
    return int(text)


def _tag(list_name: str) -> str:
    return hashlib.sha256(list_name.encode()).hexdigest()[:8]


def _mark(list_name: str, position: Position) -> str:
    """Tell our own cursors from forged ones, whose parts no list could read."""
    text = json.dumps([list_name, *position], separators=(",", ":"))
    return salted_hmac("truetonne.edge.paging", text, algorithm="sha256").hexdigest()[:16]
