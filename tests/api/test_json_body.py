"""Bodies that are read, and those that are not."""

from __future__ import annotations

import pytest

from truetonne.edge.json_body import read_object
from truetonne.edge.problems import Problem


def test_reads_an_object_and_keeps_a_decimal_apart_from_a_whole_number() -> None:
    found = read_object(raw=b'{"kg": 1, "other": 1.0}')

    assert type(found["kg"]) is int
    assert type(found["other"]) is float


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "not JSON at line 1, column 1"),
        (b"{", "not JSON"),
        (b"[]", "one JSON object"),
        (b"1", "one JSON object"),
        (b'{"a": NaN}', "NaN is not JSON"),
        (b'{"a": Infinity}', "Infinity is not JSON"),
        (b'{"a": 1, "a": 2}', "'a' stands twice"),
        (b'{"x": [{"a": 1, "a": 1}]}', "'a' stands twice"),
        (b'{"a": "\xff"}', "not UTF-8 at byte 7"),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8"),
        (b'{"a": ' + b"9" * 5000 + b"}", "cannot be read"),
        (b'{"a":' * 100_000, "cannot be read"),
        (b'{"a": 1} {"b": 2}', "not JSON"),
    ],
)
def test_refuses_what_is_not_one_object(raw: bytes, reason: str) -> None:
    with pytest.raises(Problem) as refused:
        read_object(raw=raw)

    assert refused.value.code == "invalid_request"
    assert refused.value.status == 400
    assert reason in refused.value.errors[0].detail
