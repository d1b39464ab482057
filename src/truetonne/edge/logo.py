"""The operator's own logo: a PNG or JPEG file, judged by its bytes and never by its name. Pure but for the one reading."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

BYTES_MAX: Final = 200_000
PIXELS_MAX: Final = 2_000
RATIO_MAX: Final = 8
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_JPEG_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})


class LogoInvalid(ValueError):
    """A file that cannot be the logo; carries its path and the reason."""

    code = "setting_invalid"

    def __init__(self, *, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path} cannot be the logo: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture with its measures in pixels."""

    media_type: str
    content: bytes
    width: int
    height: int

    @property
    def mark(self) -> str:
        """A text that changes with the picture: part of its address, so that browsers may keep it."""
        return hashlib.sha256(self.content).hexdigest()[:12]

    def as_svg(self) -> str:
        """Return the picture as an SVG file, the form in which documents take drawings."""
        data = base64.b64encode(self.content).decode("ascii")
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
            f' viewBox="0 0 {self.width} {self.height}"><image width="{self.width}" height="{self.height}"'
            f' xlink:href="data:{self.media_type};base64,{data}"/></svg>'
        )


def load_logo(*, path: str) -> Logo | None:
    """Read the file of a path; None for an empty path. Raises LogoInvalid."""
    if not path.strip():
        return None
    try:
        content = Path(path).expanduser().read_bytes()
    except OSError as error:
        raise LogoInvalid(path=path, reason=f"it cannot be read ({error.strerror})") from None
    return read_logo(path=path, content=content)


def read_logo(*, path: str, content: bytes) -> Logo:
    """Judge a file's bytes. Raises LogoInvalid for another type, for what is too large and for what is too long.

    SVG is refused: it may carry scripts and point to other hosts.
    """
    if len(content) > BYTES_MAX:
        raise LogoInvalid(path=path, reason=f"it has {len(content):,} bytes, at most {BYTES_MAX:,} are taken")
    if content.startswith(_PNG) and content[12:16] == b"IHDR":
        media_type, size = "image/png", (int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big"))
    elif content.startswith(_JPEG) and (found := _jpeg_size(content)) is not None:
        media_type, size = "image/jpeg", found
    else:
        raise LogoInvalid(path=path, reason="it is neither a PNG nor a JPEG file")
    width, height = size
    if not (0 < width <= PIXELS_MAX and 0 < height <= PIXELS_MAX and height <= width <= RATIO_MAX * height):
        reason = (
            f"it is {width} by {height} pixels; wanted are at most {PIXELS_MAX} each way,"
            f" at least as wide as high and at most {RATIO_MAX} times as wide"
        )
        raise LogoInvalid(path=path, reason=reason)
    return Logo(media_type=media_type, content=content, width=width, height=height)


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height from the first frame header. Source: ITU-T T.81, B.2.2."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if marker in _JPEG_FRAMES:
            height, width = content[place + 5 : place + 7], content[place + 7 : place + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        place += 2 + length
    return None
