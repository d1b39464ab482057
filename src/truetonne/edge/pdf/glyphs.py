"""Which characters the bundled fonts can print. A missing glyph is silent in a PDF, so it is looked for before.

Reads each font's own character map (OpenType ``cmap``, formats 4 and 12). Names are free text: what no font
holds is named in MissingGlyph, and the operator can put a further open font into the exchange's ``fonts`` folder.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

FONT_FOLDER = Path(__file__).parent / "fonts"
FONT_SUFFIXES = frozenset({".ttf", ".otf"})

_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp"})
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


class MissingGlyph(ValueError):
    """A text holds characters that no font at hand can print; carries them, each once, in order."""

    code = "invalid_request"

    def __init__(self, *, characters: tuple[str, ...]) -> None:
        self.characters = characters
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in characters)
        super().__init__(f"no font for {named}; put an open font that has them into the exchange's fonts folder")


class NotAFont(ValueError):
    """A file in a font folder is no TrueType or OpenType font that can be read; carries its name and the reason."""

    code = "internal_error"

    def __init__(self, *, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"{name} is not a font that can be used: {reason}")


def require_glyphs(*, texts: Iterable[str], folders: tuple[Path, ...] = (FONT_FOLDER,)) -> None:
    """Raise MissingGlyph if any text holds a character that no font of these folders has.

    Characters that print nothing (controls, joiners, variation selectors) need none.
    """
    known = coverage(folders=folders)
    missing: dict[str, None] = {}
    for text in texts:
        for character in text:
            if ord(character) not in known and _prints(character):
                missing[character] = None
    if missing:
        raise MissingGlyph(characters=tuple(missing))


@lru_cache(maxsize=8)
def coverage(*, folders: tuple[Path, ...]) -> frozenset[int]:
    """Return all code points that the fonts of these folders have a glyph for. Raises NotAFont."""
    points: set[int] = set()
    for path in font_files(folders=folders):
        points |= read_points(data=path.read_bytes(), name=path.name)
    return frozenset(points)


def font_files(*, folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the fonts in these folders, by name within each; a folder that does not exist holds none."""
    return tuple(
        path
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in FONT_SUFFIXES
    )


def read_points(*, data: bytes, name: str) -> set[int]:
    """Read the code points of one font's character map. Raises NotAFont."""
    try:
        start = _find_table(data=data, tag=b"cmap")
        (count,) = struct.unpack_from(">H", data, start + 2)
        points: set[int] = set()
        for i in range(count):
            platform, encoding, offset = struct.unpack_from(">HHL", data, start + 4 + 8 * i)
            if platform == 0 or (platform == 3 and encoding in {1, 10}):
                points.update(_subtable(data=data, at=start + offset))
    except (struct.error, LookupError) as problem:
        raise NotAFont(name=name, reason=str(problem)) from problem
    if not points:
        raise NotAFont(name=name, reason="no Unicode character map")
    return points


def _find_table(*, data: bytes, tag: bytes) -> int:
    (tables,) = struct.unpack_from(">H", data, 4)
    for i in range(tables):
        name, _, offset, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * i)
        if name == tag:
            return int(offset)
    raise LookupError(f"no table {tag.decode()}")


def _subtable(*, data: bytes, at: int) -> Iterator[int]:
    (kind,) = struct.unpack_from(">H", data, at)
    if kind == 4:
        yield from _format_4(data=data, at=at)
    elif kind == 12:
        (groups,) = struct.unpack_from(">L", data, at + 12)
        for i in range(groups):
            first, last, glyph = struct.unpack_from(">LLL", data, at + 16 + 12 * i)
            yield from range(first if glyph else first + 1, last + 1)


def _format_4(*, data: bytes, at: int) -> Iterator[int]:
    (double_count,) = struct.unpack_from(">H", data, at + 6)
    count = double_count // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + double_count)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 2 * double_count)
    offsets_at = at + 16 + 3 * double_count
    offsets = struct.unpack_from(f">{count}H", data, offsets_at)
    for i, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for point in range(first, last + 1):
            glyph = point
            if offset:
                (glyph,) = struct.unpack_from(">H", data, offsets_at + 2 * i + offset + 2 * (point - first))
            if point != 0xFFFF and (glyph + delta if glyph or not offset else 0) & 0xFFFF:
                yield point


def _prints(character: str) -> bool:
    point = ord(character)
    if any(point in selectors for selectors in _VARIATION_SELECTORS):
        return False
    return unicodedata.category(character) not in _INVISIBLE
