"""Documents in PDF: a typst template and one JSON object in, bytes out. Knows no room and no document."""

from __future__ import annotations

from truetonne.edge.pdf.compiling import DocumentFailed, compile_pdf
from truetonne.edge.pdf.glyphs import MissingGlyph, require_glyphs

__all__ = ["DocumentFailed", "MissingGlyph", "compile_pdf", "require_glyphs"]
