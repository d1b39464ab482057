"""The operator's own accent in place of vermilion: two colours, light and dark, refused unless they can be read. Pure.

The accent marks what is final, what stops the reader and where they stand, so it carries text and must keep a
contrast of 4.5 on paper and on wash in both themes, and text must keep it on the accent. Source: WCAG 2.2, 1.4.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CONTRAST_MIN = 4.5
LIGHT_GROUNDS = ("#fafaf7", "#f1f2ee", "#ffffff")
DARK_GROUNDS = ("#111417", "#1c2125")

_PAIR = re.compile(r"(#[0-9a-f]{6})[ ,/]+(#[0-9a-f]{6})", re.IGNORECASE)


class AccentInvalid(ValueError):
    """Two colours that cannot be the accent; carries them and the reason."""

    code = "setting_invalid"

    def __init__(self, *, text: str, reason: str) -> None:
        self.text = text
        self.reason = reason
        super().__init__(f"{text!r} cannot be the accent: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accent:
    """Two colours as six hexadecimal digits with ``#``."""

    light: str
    dark: str

    @property
    def css(self) -> str:
        """Return the style sheet that puts the accent in place of vermilion; browsers without light-dark() get light."""
        return (
            f":root{{--seal:{self.light}}}\n"
            f"@supports (color:light-dark(#000,#fff)){{:root{{--seal:light-dark({self.light},{self.dark})}}}}\n"
        )


def read_accent(*, text: str) -> Accent | None:
    """Read ``"#bf2c15 #f4775a"``, light then dark; None for an empty text. Raises AccentInvalid."""
    if not text.strip():
        return None
    pair = _PAIR.fullmatch(text.strip())
    if pair is None:
        raise AccentInvalid(text=text, reason="write two colours, light and dark, such as #bf2c15 #f4775a")
    accent = Accent(light=pair[1].lower(), dark=pair[2].lower())
    for colour, grounds in ((accent.light, LIGHT_GROUNDS), (accent.dark, DARK_GROUNDS)):
        for ground in grounds:
            ratio = contrast(one=colour, other=ground)
            if ratio < CONTRAST_MIN:
                raise AccentInvalid(
                    text=text, reason=f"{colour} on {ground} has a contrast of {ratio:.1f}, needed are {CONTRAST_MIN}"
                )
    return accent


def contrast(*, one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
