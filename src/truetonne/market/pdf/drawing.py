"""The seal and the QR code as whole SVG files, for the PDF; the page draws them with its own partials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truetonne.edge.pdf.heads import VERMILION, mark_path, svg_file

if TYPE_CHECKING:
    from truetonne.edge.qr import Code
    from truetonne.edge.seal import Seal

INK = "#14181d"


def qr_svg(*, code: Code) -> str:
    """Return a QR code without quiet zone."""
    return svg_file(box=f"0 0 {code.size} {code.size}", body=f'<path fill="{INK}" d="{code.path}"/>')


def seal_svg(*, seal: Seal) -> str:
    """Return the seal without its ring of words, which the document sets in its own type."""
    curves = "".join(f'<path id="c{i}" d="{curve.path}"/>' for i, curve in enumerate(seal.curves))
    turns = "".join(f'<use xlink:href="#c{turn.curve}" transform="rotate({turn.degrees})"/>' for turn in seal.turns)
    circles = (
        '<circle r="106" stroke-width="1.6"/><circle r="103.4" stroke-width=".5"/><circle r="89" stroke-width=".5"/>'
    )
    hub = f'<circle r="31" fill="#fff" stroke="{VERMILION}" stroke-width=".5"/>'
    body = (
        f'<defs>{curves}</defs><g fill="none" stroke="{VERMILION}" stroke-width=".45">{turns}{circles}</g>{hub}'
        f'<g transform="translate(-21.6 -21.6) scale(1.8)">{mark_path()}</g>'
    )
    return svg_file(box="-108 -108 216 216", body=body)
