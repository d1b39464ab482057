"""Fields of forms for numbers that people type: tonnes, money, decimals, whole numbers. The one place that reads them.

Pages speak the reader's language, so their fields do too; files and the API keep the point. A text with two readings is
refused with both, and a form that comes back says how each field was read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from truetonne.edge.formats import count_text, decimal_text, money_text, tonnes_text
from truetonne.edge.formats.numbers import CURRENCY_SIGNS
from truetonne.edge.formats.reading import NumberNotRead, NumberUnclear, read_number, write_number
from truetonne.science.money import InvalidMoney, currency_exponent, format_minor, parse_minor
from truetonne.science.quantity import InvalidQuantity, format_tonnes, parse_tonnes

_TONNE_SIGNS = ("tấn", "公吨", "吨", "t")


class LocalBoundField(forms.BoundField):
    """A field of a sent form that can say how it was read."""

    @property
    def reading(self) -> str:
        """The value as it was understood, empty where there is none or it was refused."""
        if not self.form.is_bound or self.errors or self.name not in self.form.cleaned_data:
            return ""
        shown: str = self.field.show(self.form.cleaned_data[self.name], self.form.cleaned_data)  # type: ignore[attr-defined]
        return shown


class _Local:
    """What the fields share: one line of text with a keyboard of digits."""

    widget: Any = forms.TextInput
    inputmode = "decimal"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": self.inputmode, "autocomplete": "off"}

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> LocalBoundField:
        return LocalBoundField(form, self, field_name)  # type: ignore[arg-type]


class TonnesField(_Local, forms.Field):
    """A mass in tonnes with at most three decimals; cleans to kilograms, at least ``least_kg`` of them."""

    def __init__(self, *, least_kg: int = 1, **given: Any) -> None:
        self.least_kg = least_kg
        super().__init__(**given)

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        kg = read_tonnes(text=text)
        if kg < self.least_kg:
            least = tonnes_text(kg=self.least_kg, language=_language())
            raise forms.ValidationError(_("The least mass is %(least)s."), params={"least": least})
        return kg

    def prepare_value(self, value: Any) -> Any:
        return typed_tonnes(kg=value) if isinstance(value, int) else value

    def show(self, value: Any, _cleaned: Mapping[str, Any]) -> str:
        """Return the mass as pages print it."""
        return tonnes_text(kg=value, language=_language()) if isinstance(value, int) else ""


class MoneyField(_Local, forms.Field):
    """An amount of money; cleans to minor units.

    Where the form itself asks for the currency, the field keeps the text and the form calls ``clean_amounts``.
    """

    def __init__(self, *, currency: str = "", **given: Any) -> None:
        self.currency = currency
        super().__init__(**given)

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            return None
        return read_money(text=text, currency=self.currency) if self.currency else text

    def prepare_value(self, value: Any) -> Any:
        return typed_money(minor=value, currency=self.currency) if isinstance(value, int) and self.currency else value

    def show(self, value: Any, cleaned: Mapping[str, Any]) -> str:
        """Return the amount as pages print it."""
        currency = self.currency or cleaned.get("currency")
        if not isinstance(value, int) or not currency:
            return ""
        return money_text(minor=value, currency=str(currency), language=_language())


class LocalDecimalField(_Local, forms.DecimalField):
    """A decimal number; cleans to a Decimal."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = str(value if value is not None else "").strip()
        if not text:
            return None
        return super().to_python(read_decimal(text=text))

    def prepare_value(self, value: Any) -> Any:
        return write_number(decimal=f"{value:f}", language=_language()) if isinstance(value, (int, Decimal)) else value

    def show(self, value: Any, _cleaned: Mapping[str, Any]) -> str:
        """Return the number as pages print it."""
        return decimal_text(decimal=f"{value:f}", language=_language()) if isinstance(value, Decimal) else ""


class LocalWholeField(_Local, forms.IntegerField):
    """A whole number, with or without separators of thousands; cleans to an int."""

    inputmode = "numeric"

    def to_python(self, value: Any) -> int | None:
        text = str(value if value is not None else "").strip()
        if not text:
            return None
        number = _read(text=text, decimals=0, words=_("Write a whole number, such as 1500."))
        if "." in number:
            raise forms.ValidationError(_("Write a whole number, such as 1500."))
        return int(number)

    def show(self, value: Any, _cleaned: Mapping[str, Any]) -> str:
        """Return the number as pages print it."""
        return count_text(count=value, language=_language()) if isinstance(value, int) else ""


def read_tonnes(*, text: str) -> int:
    """Return the kilograms of tonnes typed in the reader's language. Raises ValidationError with what to write."""
    words = _("Write tonnes in digits with at most three decimals, such as %(example)s.")
    number = _read(text=_without(text, *_TONNE_SIGNS), decimals=3, words=words)
    try:
        return parse_tonnes(text=number)
    except InvalidQuantity:
        raise forms.ValidationError(words, params={"example": _example()}) from None


def read_decimal(*, text: str) -> str:
    """Return a number typed in the reader's language as digits with a point. Raises ValidationError with what to write."""
    return _read(text=text, decimals=None, words=_("Write digits, with decimals such as %(example)s."))


def read_money(*, text: str, currency: str) -> int:
    """Return the minor units of an amount typed in the reader's language. Raises ValidationError with what to write."""
    decimals = currency_exponent(currency=currency)
    words = (
        _("Write the amount in digits with at most %(count)s decimals, such as %(example)s.")
        if decimals
        else _("Write the amount in whole digits; this currency has no smaller coin.")
    )
    facts = {"count": decimals, "example": write_number(decimal=f"12.{'5':0<{decimals}}", language=_language())}
    bare = _without(text, currency, CURRENCY_SIGNS.get(currency, currency))
    number = _read(text=bare, decimals=decimals, words=words, facts=facts)
    try:
        return parse_minor(text=number, currency=currency)
    except InvalidMoney:
        raise forms.ValidationError(words, params=facts) from None


def clean_amounts(*, form: forms.Form, names: tuple[str, ...], currency: str) -> None:
    """Turn the texts of a form's MoneyFields into minor units once its currency is known; errors stand at their fields."""
    for name in names:
        text = form.cleaned_data.get(name)
        if isinstance(text, str):
            try:
                form.cleaned_data[name] = read_money(text=text, currency=currency)
            except forms.ValidationError as error:
                form.add_error(name, error)


def typed_tonnes(*, kg: int) -> str:
    """Return kilograms as a reader of this language would type the tonnes."""
    return write_number(decimal=format_tonnes(kg=kg), language=_language())


def typed_money(*, minor: int, currency: str) -> str:
    """Return minor units as a reader of this language would type the amount."""
    return write_number(decimal=format_minor(minor=minor, currency=currency), language=_language())


def _read(*, text: str, decimals: int | None, words: str, facts: Mapping[str, object] | None = None) -> str:
    try:
        return read_number(text=text, language=_language(), decimals=decimals)
    except NumberUnclear as unclear:
        raise forms.ValidationError(
            _("“%(text)s” can be read in two ways. Write %(grouped)s or %(parted)s."),
            params={"text": unclear.text, "grouped": unclear.grouped, "parted": unclear.parted},
        ) from None
    except NumberNotRead:
        raise forms.ValidationError(words, params=dict(facts) if facts else {"example": _example()}) from None


def _without(text: str, *signs: str) -> str:
    """Take one unit or currency sign off either end."""
    either = "|".join(re.escape(sign) for sign in signs)
    return re.sub(rf"^(?:{either})\s*(?=[\d\uff10-\uff19])|(?<=[\d\uff10-\uff19])\s*(?:{either})$", "", text.strip())


def _example() -> str:
    return write_number(decimal="1234.567", language=_language())


def _language() -> str:
    return get_language() or "en"
