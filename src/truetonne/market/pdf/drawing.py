"""The seal, the mark and the QR code as whole SVG files, for the PDF; the page draws them with its own partials."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from truetonne.edge.logo import Logo
    from truetonne.edge.qr import Code
    from truetonne.edge.seal import Seal

INK = "#14181d"
VERMILION = "#bf2c15"

MARK = (
    "M6 0H18L24 6V18L18 24H6L0 18V6Z M10.6 4.4h2.8v3.2h4.8v2.3h-4.8v6.3c0 1.2.6 1.7 1.7 1.7.9 0 1.7-.2 2.5-.6l.7 2"
    "c-1.1.6-2.3.9-3.7.9-2.6 0-4-1.3-4-3.8V9.9H5.8V7.6h4.8z"
)


def mark_svg() -> str:
    """Return the mark of the software."""
    return _svg(box="0 0 24 24", body=_mark())


def head_svg(*, logo: Logo | None) -> dict[str, object]:
    """Return what stands at a document's head: the operator's logo and its height, or the mark of the software."""
    if logo is None:
        return {"mark_svg": mark_svg(), "mark_height": "5", "has_logo": False}
    return {"mark_svg": logo.as_svg(), "mark_height": "8", "has_logo": True}


def qr_svg(*, code: Code) -> str:
    """Return a QR code without quiet zone."""
    return _svg(box=f"0 0 {code.size} {code.size}", body=f'<path fill="{INK}" d="{code.path}"/>')


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
        f'<g transform="translate(-21.6 -21.6) scale(1.8)">{_mark()}</g>'
    )
    return _svg(box="-108 -108 216 216", body=body)


def _mark() -> str:
    return f'<path fill="{VERMILION}" fill-rule="evenodd" d="{MARK}"/>'


def _svg(*, box: str, body: str) -> str:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {names} viewBox="{box}">{body}</svg>'
