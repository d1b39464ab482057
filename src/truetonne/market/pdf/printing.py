"""The certificate as PDF: its sheet, set by typst."""

from __future__ import annotations

from pathlib import Path

from truetonne.edge.pdf import compile_pdf
from truetonne.market.pdf.sheet import CertificateSheet

TEMPLATE = Path(__file__).parent / "certificate.typ"


def print_certificate(*, sheet: CertificateSheet, extra_fonts: Path | None = None) -> bytes:
    """Return the PDF of a certificate, dated at its retirement: the same sheet gives the same bytes.

    ``extra_fonts`` is the operator's own font folder. Raises MissingGlyph for a name that no font can print.
    """
    return compile_pdf(template=TEMPLATE, data=sheet.as_document(), at=sheet.effective_at, extra_fonts=extra_fonts)
