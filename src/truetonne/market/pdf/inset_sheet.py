"""The inset statement as one JSON object for its typst template, and as PDF."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from truetonne.edge.languages import read_tag
from truetonne.edge.pdf import compile_pdf
from truetonne.edge.pdf.heads import head_svg
from truetonne.edge.qr import draw_code
from truetonne.market.inset_statement import InsetStatement
from truetonne.market.pdf.drawing import qr_svg

TEMPLATE = Path(__file__).parent / "inset_statement.typ"


def print_statement(
    *, statement: InsetStatement, operator: str, address: str, language: str, extra_fonts: Path | None = None
) -> bytes:
    """Return the PDF of a statement, dated at its retirement. Raises MissingGlyph for a name that no font can print."""
    data = read_sheet(statement=statement, operator=operator, address=address, language=language)
    return compile_pdf(template=TEMPLATE, data=data, at=statement.effective_at, extra_fonts=extra_fonts)


def read_sheet(*, statement: InsetStatement, operator: str, address: str, language: str) -> dict[str, object]:
    """Return the JSON object that inset_statement.typ reads, in one language."""
    tag = read_tag(language=language)
    with translation.override(tag.lower()):
        return {
            "lang": tag.split("-")[0],
            "script": "Hans" if tag == "zh-Hans" else "Latn",
            "document_title": f"{statement.title} {statement.certificate or statement.code}",
            "operator": operator,
            "foot": f"{statement.certificate or statement.code} · {operator}",
            "title": statement.title,
            "beneficiary": statement.beneficiary,
            "pending": "" if statement.is_retired else _("Not retired yet: this is a draft and states nothing."),
            "statements": [
                {"title": one.title, "figure": one.figure, "says": one.says} for one in statement.statements
            ],
            "groups": [
                {"title": title, "facts": _facts(pairs)}
                for title, pairs in (
                    (_("What is claimed"), statement.claim),
                    (_("Own transport"), statement.activity),
                    (_("The fuel"), statement.fuel),
                    (_("How the kilograms came about"), statement.energy),
                    (_("Counted once"), statement.proof),
                    (_("Further tiers that disclose it"), statement.tiers),
                )
                if pairs
            ],
            "sentences": list(statement.sentences),
            "qr_svg": qr_svg(code=draw_code(text=address)),
            "qr_label": _("QR code to the certificate"),
            **head_svg(logo=settings.TRUETONNE.logo),
            "labels": {
                "in_the_name_of": _("In the name of"),
                "scan": _("The certificate, with its proof"),
                "page": _("Sheet {page} of {pages}"),
                "each_alone": _("Three statements, each on its own. No figure is added to or taken off another."),
            },
        }


def _facts(pairs: Iterable[tuple[str, object]]) -> list[dict[str, str]]:
    return [
        {"label": str(label), "value": strip_tags(str(value).replace("<br>", " · "))} for label, value in pairs if value
    ]
