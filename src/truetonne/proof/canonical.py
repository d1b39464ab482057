"""Canonical JSON: RFC 8785, restricted to objects, arrays, text, integers within +-(2^53 - 1), booleans and null.

``encode`` is the only place where canonical bytes are made; it stands in the verifier, so that whoever checks a
certificate reads the very function that made it. ``decode`` takes canonical bytes and nothing else. The two functions
here put bytes from ``encode`` together: the canonical form of an object is made of the canonical forms of its members.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from truetonne.proof.verifier import DEPTH_MAX, FILE_BYTES_MAX, INTEGER_MAX, Refused, decode, encode

__all__ = ["DEPTH_MAX", "FILE_BYTES_MAX", "INTEGER_MAX", "Refused", "decode", "encode", "join_array", "with_member"]


def join_array(*, items: Iterable[bytes]) -> bytes:
    """Return the canonical bytes of an array from those of its items."""
    return b"[" + b",".join(items) + b"]"


def with_member(*, value: Mapping[str, object], name: str, member: bytes) -> bytes:
    """Return the canonical bytes of an object with one more member, given as canonical bytes.

    All names are ASCII (ValueError otherwise) and ``name`` is not in ``value``. Raises Refused as ``encode`` does.
    """
    if name in value or not (name + "".join(value)).isascii():
        raise ValueError(f"{name} is there already, or a name is not ASCII")
    before = encode({other: item for other, item in value.items() if other < name})[:-1]
    after = encode({other: item for other, item in value.items() if other > name})[1:]
    middle = encode(name) + b":" + member
    return before + (b"," if len(before) > 1 else b"") + middle + (b"," if len(after) > 1 else b"") + after
