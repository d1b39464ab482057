"""Countries as registries print them, by name or by code, turned into ISO 3166-1 alpha-2."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global

_ALSO = {
    "viet nam": "VN", "cote d'ivoire": "CI", "ivory coast": "CI", "south korea": "KR", "korea, republic of": "KR",
    "republic of korea": "KR", "turkey": "TR", "turkiye": "TR", "czech republic": "CZ", "lao pdr": "LA",
    "lao people's democratic republic": "LA", "russian federation": "RU", "syrian arab republic": "SY",
    "tanzania, united republic of": "TZ", "united republic of tanzania": "TZ", "moldova, republic of": "MD",
    "congo, the democratic republic of the": "CD", "democratic republic of the congo": "CD",
    "democratic republic of congo": "CD", "congo, democratic republic": "CD", "drc": "CD", "republic of congo": "CG", "tanzania united republic of": "TZ",
    "northern ireland": "GB", "congo (drc)": "CD", "congo": "CG",
    "republic of the congo": "CG", "bolivia, plurinational state of": "BO", "venezuela, bolivarian republic of": "VE",
    "iran, islamic republic of": "IR", "macedonia": "MK", "burma": "MM", "myanmar": "MM", "swaziland": "SZ",
    "the gambia": "GM", "gambia": "GM", "hong kong": "HK", "hong kong sar": "HK", "macau": "MO", "taiwan": "TW",
    "united states of america": "US", "usa": "US", "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "brunei darussalam": "BN", "cabo verde": "CV", "cape verde": "CV", "timor-leste": "TL", "palestine": "PS",
}  # fmt: skip


@cache
def _codes() -> dict[str, str]:
    names = Locale("en").territories.items()
    codes = {_fold(name): code for code, name in names if len(code) == 2 and code.isalpha()}
    codes |= {code.casefold(): code for code, _ in names if len(code) == 2 and code.isalpha()}
    aliases = get_global("territory_aliases")
    codes |= {old.casefold(): new[0] for old, new in aliases.items() if len(old) == 3 and old.isalpha()}
    return codes | {_fold(name): code for name, code in _ALSO.items()}


@lru_cache(maxsize=4096)
def to_alpha2(*, text: str) -> str:
    """Return the code of a country printed by name, alpha-2 or alpha-3, in any case; blank when it is none.

    >>> to_alpha2(text="COTE D'IVOIRE")
    'CI'
    """
    return _codes().get(_fold(text), "")


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).encode("ascii", "ignore").decode()
    return " ".join(plain.replace("&", "and").split()).casefold()
