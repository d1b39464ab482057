"""What stands at the head of every document: the operator's logo, or the mark of the software. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from truetonne.edge.logo import Logo

VERMILION = "#bf2c15"

MARK = (
    "M6 0H18L24 6V18L18 24H6L0 18V6Z M10.6 4.4h2.8v3.2h4.8v2.3h-4.8v6.3c0 1.2.6 1.7 1.7 1.7.9 0 1.7-.2 2.5-.6l.7 2"
    "c-1.1.6-2.3.9-3.7.9-2.6 0-4-1.3-4-3.8V9.9H5.8V7.6h4.8z"
)


def head_svg(*, logo: Logo | None) -> dict[str, object]:
    """Return what stands at a document's head: the operator's logo and its height, or the mark of the software."""
    if logo is None:
        return {"mark_svg": svg_file(box="0 0 24 24", body=mark_path()), "mark_height": "5", "has_logo": False}
    return {"mark_svg": logo.as_svg(), "mark_height": "8", "has_logo": True}


def mark_path() -> str:
    """Return the mark as a path in a box of 24."""
    return f'<path fill="{VERMILION}" fill-rule="evenodd" d="{MARK}"/>'


def svg_file(*, box: str, body: str) -> str:
    """Return a drawing as a whole SVG file."""
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {names} viewBox="{box}">{body}</svg>'
