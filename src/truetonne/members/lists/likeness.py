"""What a list's entry and a company have in common. Identifiers match; names only suggest. Pure.

Similar names are different companies (Corsair and Corsaire, Seneca Group and Seneca Foods, Ryan and Ryan Companies):
no name, however equal, ever ties an entry to a company without a person.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_FORM_WORDS: Final = """
inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh mbh ag kg kgaa se sa sas sarl spa srl nv bv
ab asa as oy oyj aps kk pte pty sdn bhd jsc tnhh tbk
"""
_FORMS: Final = frozenset(_FORM_WORDS.split())
_CHINESE_FORMS: Final = ("股份有限公司", "有限责任公司", "有限公司")
_VIETNAMESE_FORMS: Final = (
    "cong ty trach nhiem huu han ",
    "cong ty tnhh ",
    "cong ty co phan ",
    "cong ty cp ",
    "cong ty ",
)


class Tie(StrEnum):
    """What two records agree on."""

    LEI = "LEI"
    ISIN = "ISIN"
    REGISTRATION_NUMBER = "REGISTRATION_NUMBER"
    DOMAIN = "DOMAIN"
    NAME = "NAME"
    NAME_BEGINS = "NAME_BEGINS"


IDENTIFIERS: Final = (Tie.LEI, Tie.ISIN, Tie.REGISTRATION_NUMBER, Tie.DOMAIN)
"""Ties that make a match; the others only suggest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """By what a company is known; an empty text is not stated."""

    names: tuple[str, ...]
    lei: str = ""
    isin: str = ""
    registration_number: str = ""
    domain: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What agrees and what contradicts; a contradiction turns a match into a question for a person."""

    agrees: tuple[Tie, ...]
    differs: tuple[str, ...] = ()

    @property
    def is_match(self) -> bool:
        """Whether an identifier agrees and none contradicts."""
        return any(tie in IDENTIFIERS for tie in self.agrees) and not self.differs

    @property
    def is_by_beginning(self) -> bool:
        """Whether the names only begin alike and nothing else agrees."""
        return self.agrees == (Tie.NAME_BEGINS,)

    @property
    def is_by_domain_alone(self) -> bool:
        """Whether the web domain is the only identifier that agrees: companies of a group may share one."""
        return [tie for tie in self.agrees if tie in IDENTIFIERS] == [Tie.DOMAIN]


def compare(*, company: Identity, entry: Identity) -> Likeness | None:
    """Return what a company and an entry have in common; None where nothing does."""
    agrees: list[Tie] = []
    differs: list[str] = []
    if company.lei and entry.lei:
        (agrees if company.lei == entry.lei else differs).append(Tie.LEI)
    if company.isin and company.isin == entry.isin:
        # A company has many securities: another ISIN contradicts nothing.
        agrees.append(Tie.ISIN)
    same_country = bool(company.country) and company.country == entry.country
    ours, theirs = plain_number(text=company.registration_number), plain_number(text=entry.registration_number)
    if ours and theirs and same_country:
        (agrees if ours == theirs else differs).append(Tie.REGISTRATION_NUMBER)
    if company.domain and plain_domain(text=company.domain) == plain_domain(text=entry.domain):
        agrees.append(Tie.DOMAIN)
    name = _compare_names(company=company, entry=entry)
    if name is not None:
        agrees.append(name)
    if not agrees:
        return None
    certain = {Tie.LEI, Tie.ISIN, Tie.REGISTRATION_NUMBER} & set(agrees)
    if company.country and entry.country and not same_country and not certain:
        differs.append("COUNTRY")
    return Likeness(agrees=tuple(agrees), differs=tuple(str(each) for each in differs))


def core_name(*, name: str) -> str:
    """Return a name in plain words without its legal form, for finding it again; never for joining."""
    folded = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ").replace("đ", "d")
    plain = "".join(char for char in folded if not unicodedata.combining(char)).replace(".", "").replace("'", "")
    for form in _VIETNAMESE_FORMS:
        plain = plain.removeprefix(form)
    for form in _CHINESE_FORMS:
        plain = plain.removesuffix(form)
    words = re.findall(r"\w+", plain)
    while len(words) > 1 and words[-1] in _FORMS:
        words.pop()
    return " ".join(words)[:300]


def plain_number(*, text: str) -> str:
    """Return a registration number without blanks and punctuation."""
    return "".join(char for char in text.upper() if char.isalnum())


def plain_domain(*, text: str) -> str:
    """Return a domain without www. and in lower case."""
    return text.strip().lower().removeprefix("www.")


def _compare_names(*, company: Identity, entry: Identity) -> Tie | None:
    ours = {core_name(name=name) for name in company.names if name} - {""}
    theirs = {core_name(name=name) for name in entry.names if name} - {""}
    if ours & theirs:
        return Tie.NAME
    begins = any(_begins(one, other) for one in ours for other in theirs)
    return Tie.NAME_BEGINS if begins else None


def _begins(one: str, other: str) -> bool:
    return one.startswith(f"{other} ") or other.startswith(f"{one} ")
