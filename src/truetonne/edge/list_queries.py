"""The parameters that every list of the API takes, and the errors of those that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, TypeVar

from pydantic import WithJsonSchema

from truetonne.edge.paging import LIMIT_MAX, InvalidCursor, InvalidLimit, Window, name_list, read_window
from truetonne.edge.problems import FieldError, shape_problem
from truetonne.edge.schemas import Strict

Value = TypeVar("Value")


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
