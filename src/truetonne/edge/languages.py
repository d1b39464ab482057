"""The three languages of the exchange and how each writes numbers. Pure: no Django, no request."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGE_TAGS = ("en", "vi", "zh-Hans")
"""BCP 47 tags, as in files, in ``lang`` attributes and in the API."""


class UnknownLanguage(ValueError):
    """A language the exchange does not speak; carries what was asked for and what there is."""

    code = "invalid_request"

    def __init__(self, *, language: str) -> None:
        self.language = language
        self.languages = LANGUAGE_TAGS
        super().__init__(f"no language {language!r}; there are {', '.join(LANGUAGE_TAGS)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How a language writes numbers and units."""

    tag: str
    group: str
    point: str
    tonne: str
    percent_space: str
    between: str
    """The word between the first and the last of a range."""


WRITINGS = {
    "en": Writing(tag="en", group=",", point=".", tonne="t", percent_space=" ", between=" to "),
    "vi": Writing(tag="vi", group=".", point=",", tonne="tấn", percent_space="", between=" đến "),
    "zh-Hans": Writing(tag="zh-Hans", group=",", point=".", tonne="t", percent_space="", between=" 至 "),
}


def find_tag(*, language: str) -> str | None:
    """Return the exchange's tag for any spelling of one of its languages (``zh-hans``, ``zh_CN``, ``vi-VN``), or None."""
    parts = language.replace("_", "-").lower().split("-")
    if parts[0] == "zh" and not {"hant", "tw", "hk", "mo"} & set(parts[1:]):
        return "zh-Hans"
    return parts[0] if parts[0] in {"en", "vi"} else None


def read_tag(*, language: str) -> str:
    """Return the exchange's tag for a language; raises UnknownLanguage."""
    tag = find_tag(language=language)
    if tag is None:
        raise UnknownLanguage(language=language)
    return tag


def writing(*, language: str) -> Writing:
    """Return how a language writes numbers; raises UnknownLanguage."""
    return WRITINGS[read_tag(language=language)]
