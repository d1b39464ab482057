"""Ids as people and programs outside see them: typed, prefixed, and short codes that catch a slip of the pen.

``ord_`` + 26 characters of Crockford base32 stand for a UUIDv7; ``RET-7K2M-94`` is a short code of the same
id for people, not unique, whose last character checks the others. Database keys never appear outside.
"""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 26
CODE_LENGTH = 6

_VALUES = {char: value for value, char in enumerate(ALPHABET)} | {"o": 0, "i": 1, "l": 1}
_ID_BITS = 128
_FIELD_BITS = 5
_FIELD_OVERFLOW = 1 << _FIELD_BITS
_FIELD_POLYNOMIAL = 0b100101
"""x^5 + x^2 + 1, irreducible over GF(2): the check character lives in the field of 32 elements."""


class InvalidId(ValueError):
    """A text that is not an id of the expected kind; carries what was expected and the text."""

    code = "invalid_id"

    def __init__(self, *, expected: str, text: str) -> None:
        self.expected = expected
        self.text = text
        super().__init__(f"{text!r} is not {expected}")


def new_id() -> UUID:
    """Make a new time-sortable id (UUIDv7). Only views and commands call this; everything below is given its ids."""
    return uuid7()


def show_id(*, prefix: str, id: UUID) -> str:
    """Print an id with its type: ``ord_`` and 26 characters, lower case."""
    number = id.int
    characters = [ALPHABET[(number >> shift) & 31] for shift in range(_FIELD_BITS * (ID_LENGTH - 1), -1, -_FIELD_BITS)]
    return f"{prefix}_{''.join(characters)}"


def read_id(*, prefix: str, text: str) -> UUID:
    """Read an id of one type, in any case. Raises InvalidId for another type, length or character."""
    wanted = f"an id like {prefix}_ and {ID_LENGTH} characters"
    head, _, body = text.strip().lower().partition("_")
    if head != prefix or len(body) != ID_LENGTH or any(char not in _VALUES for char in body):
        raise InvalidId(expected=wanted, text=text)
    number = 0
    for char in body:
        number = number << _FIELD_BITS | _VALUES[char]
    if number >> _ID_BITS:
        raise InvalidId(expected=wanted, text=text)
    return UUID(int=number)


def short_code(*, prefix: str, id: UUID) -> str:
    """Print an id's short code: upper-case prefix, five characters of the id's end and one that checks them."""
    values = [(id.int >> shift) & 31 for shift in range(_FIELD_BITS * (CODE_LENGTH - 2), -1, -_FIELD_BITS)]
    text = "".join(ALPHABET[value] for value in (*values, _check(values=values))).upper()
    return f"{prefix.upper()}-{text[:4]}-{text[4:]}"


def read_short_code(*, prefix: str, text: str) -> str:
    """Return a short code in its printed form, whatever its case and hyphens.

    Raises InvalidId when the prefix, the length, a character or the check is wrong: any one wrong character and any
    two swapped neighbours are caught, before the database is asked.
    """
    wanted = f"a code like {prefix.upper()}-7K2M-94"
    bare = "".join(char for char in text.strip().lower() if char not in "- ")
    body = bare.removeprefix(prefix.lower())
    if body == bare or len(body) != CODE_LENGTH or any(char not in _VALUES for char in body):
        raise InvalidId(expected=wanted, text=text)
    values = [_VALUES[char] for char in body]
    if _check(values=values[:-1]) != values[-1]:
        raise InvalidId(expected=f"{wanted}: one character of it is wrong or two are swapped", text=text)
    plain = "".join(ALPHABET[value] for value in values).upper()
    return f"{prefix.upper()}-{plain[:4]}-{plain[4:]}"


def _check(*, values: list[int]) -> int:
    """Return the weighted sum in GF(32) that catches every single slip and every swap of neighbours."""
    total = 0
    for value in values:
        total = (total ^ value) << 1
        if total & _FIELD_OVERFLOW:
            total ^= _FIELD_POLYNOMIAL
    return total
