"""Compile a typst template with one JSON object. The system's fonts are off, so the same input gives the same bytes."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

import typst

from truetonne.edge.pdf.glyphs import FONT_FOLDER, require_glyphs

PDF_STANDARD: Final = "ua-1"
"""PDF/UA-1: tagged, with a title and a language, readable by screen readers."""

_COMPILING = Lock()


class DocumentFailed(RuntimeError):
    """A template and its data do not make a document; carries the template's name and typst's message."""

    code = "internal_error"

    def __init__(self, *, template: str, message: str) -> None:
        self.template = template
        self.message = message
        super().__init__(f"{template}: {message}")


def compile_pdf(*, template: Path, data: Mapping[str, object], at: datetime, extra_fonts: Path | None = None) -> bytes:
    """Return the PDF of ``template`` with ``data``, dated ``at``, tagged for PDF/UA-1.

    ``data`` is the one JSON object that the template reads as ``sys.inputs.data``; its texts are brought to NFC,
    so that a name typed with combining marks prints like the same name typed without. ``extra_fonts`` is a folder
    of the operator's own fonts, used after the bundled ones. Raises MissingGlyph before anything is drawn, and
    DocumentFailed when typst refuses or warns: a warning means that something would not look as meant.
    """
    folders = (FONT_FOLDER,) if extra_fonts is None else (FONT_FOLDER, extra_fonts)
    text = unicodedata.normalize("NFC", json.dumps(data, ensure_ascii=False))
    require_glyphs(texts=_texts(json.loads(text)), folders=folders)
    with _COMPILING:
        compiler = typst.Compiler(
            input=template, root=template.parent, font_paths=_fonts(folders=folders), ignore_system_fonts=True
        )
        try:
            document, warnings = compiler.compile_with_warnings(
                format="pdf", sys_inputs={"data": text}, pdf_standards=PDF_STANDARD, timestamp=at.replace(microsecond=0)
            )
        except typst.TypstError as problem:
            raise DocumentFailed(template=template.name, message=f"{problem.message}\n{problem.diagnostic}") from None
    if warnings:
        raise DocumentFailed(template=template.name, message="; ".join(warning.message for warning in warnings))
    if not isinstance(document, bytes):
        raise DocumentFailed(template=template.name, message="no document came out")
    return document


@lru_cache(maxsize=4)
def _fonts(*, folders: tuple[Path, ...]) -> typst.Fonts:
    """Open the fonts once: looking through them takes longer than a page."""
    present = [folder for folder in folders if folder.is_dir()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=present)


def _texts(value: object) -> Iterator[str]:
    """Yield every text inside a JSON value, keys aside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
