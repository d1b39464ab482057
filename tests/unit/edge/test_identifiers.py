"""Ids of every type come back, and a slip of the pen is caught before the database is asked."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.edge.identifiers import ALPHABET, InvalidId, new_id, read_id, read_short_code, short_code, show_id

PREFIXES = st.sampled_from(["org", "lot", "ord", "ret", "crt"])


@given(prefix=PREFIXES, id=st.uuids())
def test_an_id_comes_back_in_any_case(prefix: str, id: UUID) -> None:
    text = show_id(prefix=prefix, id=id)

    assert text == text.lower()
    assert len(text) == len(prefix) + 27
    assert read_id(prefix=prefix, text=text) == read_id(prefix=prefix, text=text.upper()) == id


@given(ids=st.lists(st.uuids(), min_size=2, max_size=9, unique=True))
def test_ids_sort_as_their_numbers_do(ids: list[UUID]) -> None:
    assert sorted(ids) == sorted(ids, key=lambda id: show_id(prefix="lot", id=id))


def test_new_ids_are_of_version_7_and_in_order() -> None:
    made = [new_id() for _ in range(50)]

    assert {id.version for id in made} == {7}
    assert made == sorted(made)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lot_",
        "ord_01jdp00000e008000000000000",
        "lot_01jdp00000e00800000000000",
        "lot_01jdp00000e0080000000000000",
        "lot_u1jdp00000e008000000000000",
        "lot_zzzzzzzzzzzzzzzzzzzzzzzzzz",
        "01jdp00000e008000000000000",
        "018f6c00-0000-7000-8000-000000000000",
    ],
)
def test_refuses_what_is_no_id_of_this_type(text: str) -> None:
    with pytest.raises(InvalidId) as refused:
        read_id(prefix="lot", text=text)

    assert refused.value.text == text
    assert refused.value.code == "invalid_id"


@given(id=st.uuids())
def test_a_short_code_comes_back_however_it_is_typed(id: UUID) -> None:
    code = short_code(prefix="RET", id=id)

    assert len(code) == 11
    assert read_short_code(prefix="RET", text=f" {code.lower().replace('-', ' ')} ") == code


@given(id=st.uuids(), place=st.integers(0, 5), other=st.sampled_from(ALPHABET.upper()))
def test_one_wrong_character_of_a_short_code_is_caught(id: UUID, place: int, other: str) -> None:
    body = short_code(prefix="RET", id=id).removeprefix("RET-").replace("-", "")
    wrong = body[:place] + other + body[place + 1 :]

    if wrong != body:
        with pytest.raises(InvalidId):
            read_short_code(prefix="RET", text=f"RET-{wrong}")


@given(id=st.uuids(), place=st.integers(0, 4))
def test_two_swapped_neighbours_of_a_short_code_are_caught(id: UUID, place: int) -> None:
    body = short_code(prefix="RET", id=id).removeprefix("RET-").replace("-", "")
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]

    if swapped != body:
        with pytest.raises(InvalidId):
            read_short_code(prefix="RET", text=f"RET-{swapped}")


@pytest.mark.parametrize("text", ["ORD-7K2M-94", "RET-7K2M-9", "RET-7K2M-9U", "7K2M-94", ""])
def test_refuses_a_short_code_of_another_form(text: str) -> None:
    with pytest.raises(InvalidId):
        read_short_code(prefix="RET", text=text)
