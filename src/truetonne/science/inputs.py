"""Reading a method's inputs from JSON-like values: each read names the field, and nothing is coerced.

A reader remembers what was asked for, so that ``finish`` can refuse a key that the method does not know.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TypeVar

from truetonne.science.errors import (
    FractionOutOfRange,
    ImplausibleValue,
    InputMissing,
    InputUnknown,
    NegativeQuantity,
    NotFinite,
    TooFewValues,
    WrongType,
)

Item = TypeVar("Item")
_ABSENT = object()
_EXPONENT_MAX = 60


class Inputs:
    """The inputs of one method call, read field by field.

    ``where`` is the path of this mapping in the whole input, shown in refusals (``strata[2].ef``).
    Every read raises InputMissing for an absent field unless a default is given, and WrongType or a narrower
    refusal of ``science.errors`` for one that does not fit.
    """

    def __init__(self, values: Mapping[str, object], *, where: str = "") -> None:
        if not isinstance(values, Mapping):
            raise WrongType(field=where or "inputs", value=values, reason="an object with named inputs is due")
        self._values = values
        self._where = where
        self._read: set[str] = set()

    def has(self, name: str) -> bool:
        """Say whether the field is there and not null."""
        self._read.add(name)
        return self._values.get(name) is not None

    def raw(self, name: str, default: object = _ABSENT) -> object:
        """Return the field as it came."""
        self._read.add(name)
        value = self._values.get(name, _ABSENT)
        if value is _ABSENT:
            if default is _ABSENT:
                raise InputMissing(field=self.path(name), value=None, reason="this input is required")
            return default
        return value

    def number(self, name: str, default: object = _ABSENT) -> float:
        """Return a finite number; integers are taken as they are."""
        return read_number(self.raw(name, default), field=self.path(name))

    def quantity(self, name: str, default: object = _ABSENT) -> float:
        """Return a finite number >= 0; raises NegativeQuantity."""
        value = self.number(name, default)
        if value < 0:
            raise NegativeQuantity(field=self.path(name), value=value, reason="this cannot be below 0")
        return value

    def exact(self, name: str, default: object = _ABSENT, *, least: int | None = None) -> Fraction:
        """Return the number as it is written: 0.1 is one tenth. Texts such as "0.042" count as numbers here.

        Judgements compare shares exactly, so they read by this and never by ``number``. Raises NegativeQuantity
        below ``least``.
        """
        value = read_exact(self.raw(name, default), field=self.path(name))
        if least is not None and value < least:
            raise NegativeQuantity(field=self.path(name), value=float(value), reason=f"this cannot be below {least}")
        return value

    def fraction(self, name: str, default: object = _ABSENT) -> float:
        """Return a share in [0, 1]; raises FractionOutOfRange."""
        value = self.number(name, default)
        if not 0 <= value <= 1:
            fix = "Write a share, not a percentage" if 1 < value <= 100 else ""
            raise FractionOutOfRange(field=self.path(name), value=value, reason="a share lies in [0, 1]", fix=fix)
        return value

    def whole(self, name: str, default: object = _ABSENT, *, least: int | None = None) -> int:
        """Return a whole number, at least ``least`` where given; raises TooFewValues below it."""
        value = self.raw(name, default)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if type(value) is not int:
            raise WrongType(field=self.path(name), value=value, reason="a whole number is due")
        if least is not None and value < least:
            raise TooFewValues(field=self.path(name), value=value, reason=f"at least {least} are needed")
        return value

    def flag(self, name: str, default: object = _ABSENT) -> bool:
        """Return true or false; numbers and texts are refused."""
        value = self.raw(name, default)
        if type(value) is not bool:
            raise WrongType(field=self.path(name), value=value, reason="true or false is due")
        return value

    def text(self, name: str, default: object = _ABSENT) -> str:
        """Return a text that is not blank."""
        value = self.raw(name, default)
        if not isinstance(value, str) or not value.strip():
            raise WrongType(field=self.path(name), value=value, reason="a text is due")
        return value

    def choice(self, name: str, among: Sequence[str], default: object = _ABSENT) -> str:
        """Return one of the texts ``among``."""
        value = self.text(name, default)
        if value not in among:
            reason = "none of the known words"
            raise WrongType(field=self.path(name), value=value, reason=reason, fix=f"Write one of: {', '.join(among)}")
        return value

    def numbers(self, name: str, default: object = _ABSENT, *, least: int = 0) -> tuple[float, ...]:
        """Return a list of finite numbers with at least ``least`` of them."""
        return self.each(name, lambda value, field: read_number(value, field=field), default, least=least)

    def each(
        self, name: str, read: Callable[[object, str], Item], default: object = _ABSENT, *, least: int = 0
    ) -> tuple[Item, ...]:
        """Read every element of a list by ``read(value, field)``."""
        value = self.raw(name, default)
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise WrongType(field=self.path(name), value=value, reason="a list is due")
        if len(value) < least:
            raise TooFewValues(field=self.path(name), value=len(value), reason=f"at least {least} are needed")
        return tuple(read(item, f"{self.path(name)}[{place}]") for place, item in enumerate(value))

    def nested(self, name: str) -> Inputs:
        """Return a reader of an object inside this one."""
        value = self.raw(name)
        if not isinstance(value, Mapping):
            raise WrongType(field=self.path(name), value=value, reason="an object with named values is due")
        return Inputs(value, where=self.path(name))

    def names(self) -> tuple[str, ...]:
        """Return the names given, for objects whose keys are data; all count as read."""
        self._read.update(self._values)
        return tuple(self._values)

    def finish(self) -> None:
        """Refuse inputs that the method never asked for; raises InputUnknown."""
        for name in self._values:
            if name not in self._read:
                known = ", ".join(sorted(self._read)) or "none"
                raise InputUnknown(
                    field=self.path(name),
                    value=self._values[name],
                    reason="the method has no such input",
                    fix=f"Known inputs: {known}",
                )

    def path(self, name: str) -> str:
        """Return the field's path from the whole input."""
        return f"{self._where}.{name}" if self._where else name


def read_number(value: object, *, field: str) -> float:
    """Return a finite number, refusing text, booleans, NaN and infinity."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise WrongType(field=field, value=value, reason="a number is due")
    if not math.isfinite(value):
        raise NotFinite(field=field, value=value, reason="a finite number is due")
    return float(value)


def read_exact(value: object, *, field: str) -> Fraction:
    """Return a finite number exactly as written in decimal, from a number or a plain decimal text."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        raise WrongType(field=field, value=value, reason="a number is due")
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise WrongType(field=field, value=value, reason="a number is due") from None
    if not number.is_finite():
        raise NotFinite(field=field, value=value, reason="a finite number is due")
    if number and not -_EXPONENT_MAX <= number.adjusted() <= _EXPONENT_MAX:
        raise ImplausibleValue(field=field, value=value, reason=f"a number has at most {_EXPONENT_MAX} places")
    return Fraction(number)
