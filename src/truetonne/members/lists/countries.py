"""A country's two letters from its English name, two or three letters; empty where it is not known."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.core import get_global

OTHER_NAMES = {
    "united states of america": "US", "usa": "US", "uk": "GB", "united kingdom (uk)": "GB", "viet nam": "VN",
    "korea, republic of": "KR", "republic of korea": "KR", "turkey": "TR", "hong kong": "HK", "taiwan": "TW",
    "taiwan, china": "TW", "czech republic": "CZ", "russian federation": "RU", "macau": "MO",
}  # fmt: skip


@cache
def _codes() -> dict[str, str]:
    territories = [
        (code, str(name)) for code, name in Locale("en").territories.items() if len(code) == 2 and code.isalpha()
    ]
    aliases = get_global("territory_aliases")
    three_letters = {old.casefold(): new[0] for old, new in aliases.items() if len(old) == 3 and old.isalpha()}
    return {
        **{name.casefold(): code for code, name in territories},
        **{code.casefold(): code for code, _ in territories},
        **three_letters,
        **OTHER_NAMES,
    }


def read_country(*, text: str) -> str:
    """Return the two letters of a country, or an empty text: an unknown country is not stated, never guessed."""
    return _codes().get(text.strip().casefold(), "")
