"""Pages by key: every row once, whatever is added meanwhile."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.edge.paging import (
    InvalidCursor,
    InvalidLimit,
    Page,
    Window,
    cut,
    name_list,
    read_cursor,
    read_window,
    write_cursor,
)

ROWS = "rows"


def fetch(*, stored: list[int], window: Window) -> list[int]:
    """What a query by key gives: newest first, at most ``window.fetch`` rows in the window's direction."""
    ordered = sorted(stored, reverse=True)
    if window.after:
        ordered = [row for row in ordered if row < window.after[0]]  # type: ignore[operator]
    if window.before:
        ordered = sorted(row for row in stored if row > window.before[0])  # type: ignore[operator]
    return ordered[: window.fetch]


def page_of(*, stored: list[int], limit: int, after: str | None = None, before: str | None = None) -> Page[int]:
    window = read_window(list_name=ROWS, limit=str(limit), after=after, before=before)
    return cut(rows=fetch(stored=stored, window=window), window=window, position=lambda row: (row,))


@given(
    stored=st.sets(st.integers(0, 500), max_size=60),
    added=st.lists(st.sets(st.integers(501, 900), max_size=5), max_size=20),
    limit=st.integers(1, 10),
)
def test_shows_each_row_once_while_rows_are_added(stored: set[int], added: list[set[int]], limit: int) -> None:
    rows = list(stored)
    seen: list[int] = []
    page = page_of(stored=rows, limit=limit)
    seen += page.items
    while page.next_cursor:
        rows += list(added.pop()) if added else []
        page = page_of(stored=list(set(rows)), limit=limit, after=page.next_cursor)
        seen += page.items

    assert seen == sorted(stored, reverse=True)


@given(stored=st.sets(st.integers(0, 500), min_size=1, max_size=60), limit=st.integers(1, 10))
def test_goes_back_the_way_it_came(stored: set[int], limit: int) -> None:
    rows = list(stored)
    forth = [page_of(stored=rows, limit=limit)]
    while forth[-1].next_cursor:
        forth.append(page_of(stored=rows, limit=limit, after=forth[-1].next_cursor))
    back = [forth[-1]]
    while back[-1].previous_cursor:
        back.append(page_of(stored=rows, limit=limit, before=back[-1].previous_cursor))

    assert [page.items for page in reversed(back)] == [page.items for page in forth]


def test_says_when_there_is_no_more() -> None:
    page = page_of(stored=[1, 2], limit=2)

    assert page == Page(items=(2, 1), next_cursor=None, previous_cursor=None)
    assert not page.has_more


def test_refuses_both_directions_at_once() -> None:
    cursor = write_cursor(list_name=ROWS, position=(1,))

    with pytest.raises(InvalidCursor) as refused:
        read_window(list_name=ROWS, limit=None, after=cursor, before=cursor)

    assert refused.value.parameter == "before"


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "1e1", "", " 5", "٣", "99999999999999999999"])
def test_refuses_a_limit_out_of_bounds(limit: str) -> None:
    with pytest.raises(InvalidLimit):
        read_window(list_name=ROWS, limit=limit, after=None, before=None)


def test_takes_twenty_rows_by_default() -> None:
    assert read_window(list_name=ROWS, limit=None, after=None, before=None).limit == 20


@given(text=st.text(max_size=80) | st.binary(max_size=60).map(lambda raw: urlsafe_b64encode(raw).decode()))
def test_refuses_any_text_that_is_no_cursor(text: str) -> None:
    with pytest.raises(InvalidCursor):
        read_cursor(list_name=ROWS, text=text)


def test_refuses_a_cursor_of_another_list_or_other_filters() -> None:
    vietnam = name_list(name=ROWS, filters={"country": ["VN"]})
    everywhere = name_list(name=ROWS, filters={"country": []})
    cursor = write_cursor(list_name=vietnam, position=(5,))

    assert read_cursor(list_name=vietnam, text=cursor) == (5,)
    with pytest.raises(InvalidCursor):
        read_cursor(list_name=everywhere, text=cursor)
