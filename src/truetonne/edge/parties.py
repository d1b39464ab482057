"""Names of legal persons outside: Legal Entity Identifiers, countries, web domains. Pure."""

from __future__ import annotations

import re

from babel import Locale
from babel.core import get_global
from django.utils.translation import get_language

from truetonne.edge.languages import read_tag

_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}", re.ASCII)
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII)
_WITHDRAWN = frozenset({"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"})
"""Codes of states that are no more; what they were followed by is not what was meant."""
_NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def is_lei(*, text: str) -> bool:
    """Whether the text is a Legal Entity Identifier with right check digits (ISO 17442, modulus 97-10)."""
    if _LEI.fullmatch(text) is None:
        return False
    return int("".join(str(int(character, 36)) for character in text)) % 97 == 1


def is_country(*, text: str) -> bool:
    """Whether the text is an ISO 3166-1 alpha-2 code in upper case."""
    known = len(text) == 2 and text.isalpha() and text in Locale("en").territories
    return known and text not in _NOT_COUNTRIES


def read_country(*, text: str) -> str:
    """Return the alpha-2 code of a country that is written as alpha-3 (ISO 3166-1); any other text stays as it is.

    >>> read_country(text="FIN"), read_country(text="FI"), read_country(text="DDR"), read_country(text="XXX")
    ('FI', 'FI', 'DDR', 'XXX')
    """
    if len(text) != 3 or text in _WITHDRAWN:
        return text
    codes: list[str] = list(get_global("territory_aliases").get(text, []))
    return codes[0] if len(codes) == 1 else text


def is_domain(*, text: str) -> bool:
    """Whether the text is a web domain in lower case, punycode where it is not ASCII."""
    return _DOMAIN.fullmatch(text) is not None


def country_name(*, code: str) -> str:
    """Return a country's name in the reader's language; what is no code of a country is shown as it is."""
    language = read_tag(language=get_language() or "en")
    return str(Locale.parse(language, sep="-").territories.get(code, code))


def is_one_line(*, text: str) -> bool:
    """Whether a name can be printed in one line: no line ends, no control characters, none that turn the direction.

    >>> is_one_line(text="Cà phê Mây Núi"), is_one_line(text="Evil\\r\\nBcc: x"), is_one_line(text="live\\u202ebal")
    (True, False, False)
    """
    return text.isprintable()


def list_countries(*, language: str) -> list[tuple[str, str]]:
    """Return code and name of every country, by name, in a language such as ``vi`` or ``zh-Hans``."""
    names = Locale.parse(language, sep="-").territories
    found = [(code, name) for code, name in names.items() if is_country(text=code)]
    return sorted(found, key=lambda each: each[1])
