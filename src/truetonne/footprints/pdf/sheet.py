"""What the PDF of a disclosed year prints: the tables of its page, and the hash of the bytes that they come from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from truetonne.edge.formats import day_text
from truetonne.edge.pdf import compile_pdf
from truetonne.edge.pdf.heads import head_svg
from truetonne.edge.tables import Table
from truetonne.footprints.queries.disclosures import DisclosedRecord

TEMPLATE = Path(__file__).parent / "record.typ"
WIDTH_MIN, WIDTH_MAX = 13, 36


def print_record(
    *,
    found: DisclosedRecord,
    tables: Sequence[Table],
    facts: Sequence[tuple[object, object]],
    language: str,
    operator: str,
) -> bytes:
    """Return a record as PDF/UA, dated the day of its publication: the same record gives the same bytes."""
    day = day_text(day=found.published_at.date(), language=language)
    data = {
        "lang": language.split("-", maxsplit=1)[0],
        "script": "Hans" if language == "zh-Hans" else "Latn",
        "title": f"{found.name}, {found.year}",
        "over": _("Disclosed emissions"),
        "operator": operator,
        "lines": [
            _("Gross emissions as published on %(day)s. No credit and no inset is taken off any figure.") % {"day": day},
            *([_("This organization and its figures are made up for the demonstration.")]
              if found.content.get("is_synthetic") else []),
            *([] if found.content.get("is_complete") else
              [_("The scope 3 figure is incomplete: at least one category that matters has no figure.")]),
            *([] if found.is_latest else [_("A later version takes the place of this one.")]),
            *(f"{words}: {value}" for words, value in facts if value),
        ],
        "parts": [
            {
                "title": str(table.caption),
                "head": [str(column.label) for column in table.columns],
                "numeric": [column.numeric for column in table.columns],
                "widths": [_width(texts=texts) for texts in zip(*_texts(table), strict=True)],
                "rows": _texts(table)[1:],
                "note": str(table.note),
            }
            for table in tables
        ],
        "hash-words": _("SHA-256 of the record’s bytes"),
        "hash": found.sha256,
        "page": _("Sheet {page} of {pages}"),
        **head_svg(logo=settings.TRUETONNE.logo),
        "foot": " · ".join((found.name, str(found.year), _("Version %(number)s") % {"number": found.version})),
    }  # fmt: skip
    return compile_pdf(template=TEMPLATE, data=data, at=found.published_at)


def _texts(table: Table) -> list[list[str]]:
    return [[str(column.label) for column in table.columns], *([str(cell) for cell in row] for row in table.rows)]


def _width(*, texts: Sequence[str]) -> int:
    """Return the share of a column in its table: its longest text, a Chinese sign for two, within bounds."""
    longest = max(sum(2 if sign > "\u2e80" else 1 for sign in text) for text in texts)
    return min(max(longest, WIDTH_MIN), WIDTH_MAX)
