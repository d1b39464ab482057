import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.proof.canonical import (
    DEPTH_MAX,
    FILE_BYTES_MAX,
    INTEGER_MAX,
    Refused,
    decode,
    encode,
    join_array,
    join_object,
)

GOLDEN = Path(__file__).parent / "golden"
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
SCALARS = st.none() | st.booleans() | st.integers(-INTEGER_MAX, INTEGER_MAX) | TEXT
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=12
)


def spelled_out(value: Any) -> str:
    """RFC 8785 written down a second time, slowly."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: [int.from_bytes(unit, "big") for unit in units(name)])
        return "{" + ",".join(spelled_out(name) + ":" + spelled_out(value[name]) for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(spelled_out(item) for item in value) + "]"
    if isinstance(value, str):
        return '"' + "".join(escaped(letter) for letter in value) + '"'
    return (
        {None: "null", True: "true", False: "false"}[value] if value is None or isinstance(value, bool) else f"{value}"
    )


def units(text: str) -> list[bytes]:
    data = text.encode("utf-16-be")
    return [data[start : start + 2] for start in range(0, len(data), 2)]


def escaped(letter: str) -> str:
    short = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
    return short.get(letter) or (f"\\u{ord(letter):04x}" if ord(letter) < 0x20 else letter)


@given(VALUES)
def test_encodes_as_the_standard_spells_it_out(value: object) -> None:
    assert encode(value) == spelled_out(value).encode()


@given(VALUES)
def test_decodes_what_it_encodes(value: object) -> None:
    assert decode(encode(value)) == value


@given(st.dictionaries(TEXT, SCALARS, max_size=6))
def test_equals_the_library_encoder_where_names_are_in_the_basic_plane(value: dict[str, object]) -> None:
    basic = {name: item for name, item in value.items() if all(ord(letter) < 0xD800 for letter in name)}

    library = json.dumps(basic, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert encode(basic) == library.encode()


@given(VALUES, st.sampled_from([None, 1, 4]))
def test_refuses_every_other_spelling_of_a_value(value: object, indent: int | None) -> None:
    other = json.dumps(value, indent=indent, ensure_ascii=True).encode()
    if other == encode(value):
        return

    with pytest.raises(Refused) as refusal:
        decode(other)

    assert refusal.value.code == "not_canonical"


def test_sorts_names_by_utf16_units_as_in_the_standards_example() -> None:
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]

    encoded = encode(dict.fromkeys(names, 0)).decode()

    assert list(json.loads(encoded)) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.0, "float_refused"),
        (float("nan"), "float_refused"),
        ({"kg": [0.1]}, "float_refused"),
        (INTEGER_MAX + 1, "integer_refused"),
        (-INTEGER_MAX - 1, "integer_refused"),
        ("\ud800", "surrogate_refused"),
        ({"\udc00": 1}, "surrogate_refused"),
        ({1: "kg"}, "type_refused"),
        ({"at": b"bytes"}, "type_refused"),
        ({"set"}, "type_refused"),
    ],
)
def test_refuses_what_has_no_canonical_form(value: object, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        encode(value)

    assert refusal.value.code == code


def test_refuses_a_value_nested_too_deep() -> None:
    value: object = 0
    for _ in range(DEPTH_MAX):
        value = [value]

    assert decode(encode(value)) == value
    with pytest.raises(Refused) as refusal:
        encode([value])

    assert refusal.value.code == "too_deep"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a":1,"a":1}', "not_canonical"),
        (b'{"a":1,"a":2}', "not_canonical"),
        (b'{"b":1,"a":2}', "not_canonical"),
        (b' {"a":1}', "not_canonical"),
        (b'{"a":1}\n', "not_canonical"),
        (b'{"a": 1}', "not_canonical"),
        (b'{"a":1.0}', "not_canonical"),
        (b'{"a":1e2}', "not_canonical"),
        (b'{"a":-0}', "not_canonical"),
        (b'{"a":9007199254740992}', "not_canonical"),
        (b'{"a":' + b"9" * 5000 + b"}", "not_canonical"),
        (b'"\\u0041"', "not_canonical"),
        (b'"\\/"', "not_canonical"),
        (b'"\\u001F"', "not_canonical"),
        (b'"\\ud800"', "not_canonical"),
        (b'{"a":1}{"a":1}', "not_json"),
        (b'{"a":1,}', "not_json"),
        (b'{"a":01}', "not_json"),
        (b"NaN", "not_json"),
        (b"[Infinity]", "not_json"),
        (b"", "not_json"),
        (b'"\n"', "not_json"),
        (b'\xef\xbb\xbf{"a":1}', "not_json"),
        (b'"\xff"', "not_json"),
        (b'"\xed\xa0\x80"', "not_json"),
        (b'"\xc0\xaf"', "not_json"),
        (b"[" * 100_000, "too_deep"),
        (b"[" * (DEPTH_MAX + 1) + b"]" * (DEPTH_MAX + 1), "too_deep"),
        (b'"' + b"a" * FILE_BYTES_MAX + b'"', "too_large"),
    ],
)
def test_refuses_bytes_that_are_not_canonical(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        decode(data)

    assert refusal.value.code == code


@given(st.binary(max_size=40))
def test_never_fails_in_another_way_than_by_refusing(data: bytes) -> None:
    try:
        value = decode(data)
    except Refused:
        return
    assert encode(value) == data


@given(st.lists(VALUES, max_size=4))
def test_joins_an_array_from_its_items(items: list[object]) -> None:
    assert join_array(items=[encode(item) for item in items]) == encode(items)


@given(st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=4), VALUES, max_size=5))
def test_joins_an_object_from_its_members(value: dict[str, object]) -> None:
    assert join_object(members={name: encode(item) for name, item in value.items()}) == encode(value)


def test_joins_no_object_with_names_beyond_ascii() -> None:
    with pytest.raises(ValueError, match="not ASCII"):
        join_object(members={"é": b"1"})


def test_keeps_the_golden_bytes() -> None:
    value = {
        "numbers": [0, -1, INTEGER_MAX, -INTEGER_MAX],
        "words": ["", "Tiếng Việt", "简体中文", "𠮷野家", "\u2028\u2029\u007f", '"\\/\b\f\n\r\t\u0000\u001f'],
        "\ufb33": None,
        "\U0001f600": [True, False],
        "empty": [{}, []],
    }

    assert encode(value) == (GOLDEN / "canonical.json").read_bytes()
