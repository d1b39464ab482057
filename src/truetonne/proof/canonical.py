"""Canonical JSON: RFC 8785, restricted to objects, arrays, text, integers within +-(2^53 - 1), booleans and null.

``encode`` is the only place where canonical bytes are made; it stands in the verifier, so that whoever checks a
certificate reads the very function that made it. ``decode`` takes canonical bytes and nothing else. The two functions
here put bytes from ``encode`` together: the canonical form of an object is made of the canonical forms of its members.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from truetonne.proof.verifier import DEPTH_MAX, FILE_BYTES_MAX, INTEGER_MAX, Refused, decode, encode

__all__ = ["DEPTH_MAX", "FILE_BYTES_MAX", "INTEGER_MAX", "Refused", "decode", "encode", "join_array", "join_object"]


def join_array(*, items: Iterable[bytes]) -> bytes:
    """Return the canonical bytes of an array from those of its items."""
    return b"[" + b",".join(items) + b"]"


def join_object(*, members: Mapping[str, bytes]) -> bytes:
    """Return the canonical bytes of an object from those of its members. ValueError for a name that is not ASCII."""
    names = sorted(members)
    if not "".join(names).isascii():
        raise ValueError("a name is not ASCII")
    return b"{" + b",".join([encode(name) + b":" + members[name] for name in names]) + b"}"
