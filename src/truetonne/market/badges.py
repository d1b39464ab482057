"""An embeddable badge of a certificate: a drawing without scripts or fonts of ours, bound to the leaf hash in the log.

It says what was retired and where that can be checked. It never says what that makes of anybody or of any product.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.translation import gettext as _

from truetonne.market.pdf.sheet import CertificateSheet

WIDTH_MIN, HEIGHT = 340, 84
_TEXT_AT, _MARGIN = 62, 18
_ROOM_PERCENT = 115
"""How much wider than ours a reader's own typeface may run: a drawing in a foreign page cannot bring its fonts."""
_SIZES = (180, 125, 125)
"""Of the three lines, in tenths of a pixel."""
_SERIF = "Newsreader,Georgia,'Times New Roman','Songti SC','Noto Serif CJK SC','Noto Sans SC Web',serif"
_SANS = "Archivo,system-ui,'Segoe UI','PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC Web',sans-serif"
_MARK = (
    "M6 0H18L24 6V18L18 24H6L0 18V6Z M10.6 4.4h2.8v3.2h4.8v2.3h-4.8v6.3c0 1.2.6 1.7 1.7 1.7.9 0 1.7-.2 2.5-.6l.7 2"
    "c-1.1.6-2.3.9-3.7.9-2.6 0-4-1.3-4-3.8V9.9H5.8V7.6h4.8z"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """The drawing, what it says for those who do not see it, and the address it leads to."""

    svg: str
    width: int
    label: str
    link: str


def draw_badge(*, sheet: CertificateSheet, address: str, is_in_force: bool, is_live: bool) -> Badge:
    """Return the badge of a certificate; one that was replaced says so and no longer states a mass.

    ``address`` is the certificate's own; the link adds the leaf hash, which the page compares with the log's.
    """
    first = (
        _("%(mass)s %(unit)s CO2e retired for good") % {"mass": sheet.mass_text, "unit": sheet.unit}
        if is_in_force
        else _("This certificate was replaced")
    )
    second = " · ".join((sheet.code, sheet.operator, *(() if is_live else (_("not live"),))))
    third = _("Check it: %(host)s") % {"host": address.split("//", 1)[-1].split("/", 1)[0]}
    label = ". ".join((first, second, third))
    width = max(
        WIDTH_MIN,
        _TEXT_AT
        + _MARGIN
        + max(_span(text, size=size) for text, size in zip((first, second, third), _SIZES, strict=True)),
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}" viewBox="0 0 {width} {HEIGHT}"'
        f' role="img" aria-label="{escape(label)}"><title>{escape(label)}</title>'
        f'<rect x=".5" y=".5" width="{width - 1}" height="{HEIGHT - 1}" fill="#fafaf7" stroke="#14181d"/>'
        f'<g transform="translate(14 26) scale(1.35)" fill="#bf2c15"><path fill-rule="evenodd" d="{_MARK}"/></g>'
        f'<text x="62" y="33" font-family="{_SERIF}" font-size="18" fill="#14181d">{escape(first)}</text>'
        f'<text x="62" y="53" font-family="{_SANS}" font-size="12.5" fill="#464f59">{escape(second)}</text>'
        f'<text x="62" y="70" font-family="{_SANS}" font-size="12.5" fill="#464f59">{escape(third)}</text></svg>'
    )
    return Badge(svg=svg, width=width, label=label, link=f"{address}?leaf={sheet.proof.leaf_hash}")


def _span(text: str, *, size: int) -> int:
    """Return about how many pixels a line takes: ideographs are square, capitals wide, points and strokes narrow."""
    hundredths = sum(
        100 if unicodedata.east_asian_width(sign) in "WF" else 30 if sign in " .,:;·|ilIjt1'" else 68 if sign.isupper() else 55
        for sign in text
    )  # fmt: skip
    return hundredths * size * _ROOM_PERCENT // 100_000
