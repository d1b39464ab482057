"""Template tags for masses, money, counts, days and serials in the reader's language.

``{% tonnes kg %}``, ``{% money minor currency %}``, ``{% count n %}``, ``{% share part whole %}``,
``{% serials ... %}``, ``{{ at|instant }}``, ``{{ d|day }}``. A missing value prints "not stated".
"""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from truetonne.edge import formats
from truetonne.edge.languages import writing
from truetonne.edge.parties import country_name
from truetonne.science.quantity import format_tonnes

register = template.Library()

CO2E = mark_safe("CO<sub>2</sub>e")


def current_language() -> str:
    """Return the language being rendered."""
    return get_language() or "en"


@register.simple_tag
def tonnes(kg: int | None, unit: str = "", css: str = "") -> SafeString:
    """Print a mass: three decimals, the decimals a step lighter, the kilograms in ``value``.

    ``unit`` is empty where the head or total of the table names it, else ``"t"`` or ``"co2e"`` for ``t CO2e``.
    ``css`` adds a class, such as ``huge``.
    """
    if kg is None:
        return _void(_("not stated"))
    language = current_language()
    digits = formats.tonnes_digits(kg=kg, language=language)
    return format_html(
        '<data class="{}" value="{}">{}<span class="d">{}</span>{}</data>',
        f"n {css}".strip(),
        kg,
        digits.whole,
        digits.part,
        _unit(unit=unit, language=language),
    )


@register.simple_tag
def money(minor: int | None, currency: str, sign: bool = True) -> SafeString:  # noqa: FBT001, FBT002 - a template tag
    """Print an amount of minor units: small currency first, decimals a step lighter. ``sign=False`` in tables."""
    if minor is None:
        return _void(_("not stated"))
    digits = formats.money_digits(minor=minor, currency=currency, language=current_language())
    head = format_html('<span class="u">{}</span> ', formats.currency_sign(currency=currency)) if sign else ""
    tail = format_html('<span class="d">{}</span>', digits.part) if digits.part else ""
    return format_html('<span class="n">{}{}{}</span>', head, digits.whole, tail)


@register.simple_tag
def count(number: int | None) -> SafeString | str:
    """Print a count with group separators."""
    if number is None:
        return _void(_("not stated"))
    return formats.count_text(count=number, language=current_language())


@register.simple_tag
def share(part: int, whole: int) -> str:
    """Print ``part`` of ``whole`` as a percentage with one decimal."""
    return formats.share_text(part=part, whole=whole, language=current_language())


@register.simple_tag
def serials(first: int, last: int, first_part_kg: int, last_part_kg: int, unit_kg: int) -> str:
    """Print an inclusive serial range with what was taken of its ends."""
    return formats.serials_text(
        first=first,
        last=last,
        first_part_kg=first_part_kg,
        last_part_kg=last_part_kg,
        unit_kg=unit_kg,
        language=current_language(),
    )


@register.simple_tag
def in_words(kg: int) -> str:
    """Write a mass out in words."""
    return formats.quantity_in_words(kg=kg, language=current_language())


@register.filter
def decimal(value: str | None) -> SafeString | str:
    """Print a number kept as decimal text."""
    return formats.decimal_text(decimal=value, language=current_language()) if value else _void(_("not stated"))


@register.filter
def percent(value: str | int | None) -> SafeString | str:
    """Print a percentage kept as decimal text or a whole number."""
    if value in {None, ""}:
        return _void(_("not stated"))
    return formats.percent_text(decimal=str(value), language=current_language())


@register.filter
def instant(value: datetime | None, style: str = "seconds") -> SafeString:
    """Print an instant in UTC, named. ``instant:"minute"`` leaves the seconds out."""
    if value is None:
        return _void(_("not stated"))
    text = formats.instant_text(instant=value, language=current_language(), seconds=style != "minute")
    return format_html('<time datetime="{}">{}</time>', formats.instant_iso(instant=value), text)


@register.filter
def clock(value: datetime | None, style: str = "seconds") -> SafeString:
    """Print the time of day in UTC, for a column headed UTC."""
    if value is None:
        return _void(_("not stated"))
    text = formats.clock_text(instant=value, seconds=style != "minute")
    return format_html('<time datetime="{}">{}</time>', formats.instant_iso(instant=value), text)


@register.filter
def day(value: date | datetime | None, style: str = "short") -> SafeString:
    """Print a day; of an instant, its day in UTC. ``day:"long"`` writes the month out."""
    if value is None:
        return _void(_("not stated"))
    moment = formats.as_utc(instant=value).date() if isinstance(value, datetime) else value
    text = formats.day_text(day=moment, language=current_language(), long=style == "long")
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), text)


@register.filter
def month(value: date | None) -> SafeString:
    """Print a month."""
    if value is None:
        return _void(_("not stated"))
    text = formats.month_text(day=value, language=current_language())
    return format_html('<time datetime="{}">{}</time>', value.strftime("%Y-%m"), text)


@register.filter
def stated(value: object) -> object:
    """Print a fact, or "not stated" where there is none: never blank and never a dash."""
    return _void(_("not stated")) if value is None or value == "" else value


@register.filter
def tonnes_plain(kg: int) -> str:
    """Print a mass as text, for titles and labels that take no markup."""
    return formats.tonnes_text(kg=kg, language=current_language())


@register.filter
def country(code: str) -> str:
    """Print a country's code as its name."""
    return country_name(code=code)


@register.filter
def tonnes_file(kg: int) -> str:
    """Print a mass as files have it, for the value of a form field."""
    return format_tonnes(kg=kg)


def _unit(*, unit: str, language: str) -> SafeString | str:
    if not unit:
        return ""
    name = writing(language=language).tonne
    if unit == "co2e":
        return format_html(' <span class="u">{} {}</span>', name, CO2E)
    return format_html(' <span class="u">{}</span>', name)


def _void(word: str) -> SafeString:
    return format_html('<span class="void">{}</span>', word)
