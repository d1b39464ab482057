"""The parameters that every list of the API takes, and the errors of those that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, TypeVar
from uuid import UUID

from django.db.models import F, Model, Q, QuerySet
from pydantic import WithJsonSchema

from truetonne.edge.paging import (
    LIMIT_MAX,
    InvalidCursor,
    InvalidLimit,
    Page,
    Position,
    Window,
    cut,
    name_list,
    read_window,
    settled_before,
)
from truetonne.edge.problems import FieldError, shape_problem
from truetonne.edge.schemas import Strict

Value = TypeVar("Value")
Row = TypeVar("Row", bound=Model)


class ListQuery(Strict):
    """``limit`` 1 to 100 (20 unless told); ``after`` or ``before`` a cursor of an earlier answer."""

    limit: Annotated[str, WithJsonSchema({"type": "integer", "minimum": 1, "maximum": LIMIT_MAX})] | None = None
    after: str | None = None
    before: str | None = None

    def window(self, *, name: str) -> Window:
        """Return the part of the list that is asked for. Raises Problem for a cursor or a limit that cannot be."""
        filters = self.model_dump(mode="json", exclude={"limit", "after", "before"})
        try:
            return read_window(
                list_name=name_list(name=name, filters=filters),
                limit=self.limit,
                after=self.after,
                before=self.before,
            )
        except (InvalidCursor, InvalidLimit) as error:
            pointer = f"/query/{error.parameter}"
            raise shape_problem(errors=[FieldError(pointer=pointer, code=error.code, detail=str(error))]) from None


def allows(values: Iterable[Value], value: Value) -> bool:
    """Whether a filter with these values lets one through; a filter without values lets everything through."""
    wanted = tuple(values)
    return not wanted or value in wanted


def page_by_time(
    *,
    rows: QuerySet[Row],
    window: Window,
    time: str = "recorded_at",
    key: str = "pk",
    is_newest_first: bool = False,
) -> Page[Row]:
    """Return a page of rows in the order in which they were recorded, then by id; younger than what is settled waits.

    ``is_newest_first`` turns the order round. ``time`` and ``key`` name the columns, which may be another table's: ``issue__recorded_at``. The key is a UUID.
    """
    found = rows.annotate(place_time=F(time), place_key=F(key)).filter(place_time__lt=settled_before())
    onward, backward = ("lt", "gt") if is_newest_first else ("gt", "lt")
    if window.after is not None:
        found = found.filter(_beyond(position=window.after, than=onward))
    if window.before is not None:
        found = found.filter(_beyond(position=window.before, than=backward))
    is_falling = is_newest_first != window.is_backward
    found = found.order_by(*(("-place_time", "-place_key") if is_falling else ("place_time", "place_key")))
    return cut(rows=list(found[: window.fetch]), window=window, position=_place)


def _beyond(*, position: Position, than: str) -> Q:
    time, key = datetime.fromisoformat(str(position[0])), UUID(str(position[1]))
    return Q(**{f"place_time__{than}": time}) | Q(**{"place_time": time, f"place_key__{than}": key})


def _place(row: Model) -> Position:
    return (row.place_time.isoformat(), row.place_key.hex)  # type: ignore[attr-defined]
