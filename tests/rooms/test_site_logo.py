"""The operator's logo stands at the head of pages, in documents and in mails."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, cast

import pytest
from django.core import mail
from django.test import Client

from tests.unit.edge.test_logo import png
from truetonne.edge.logo import Logo, read_logo
from truetonne.edge.pdf.heads import head_svg, mark_path, svg_file
from truetonne.people.adapters import write_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def logo(settings: Any) -> Logo:
    found = read_logo(path="logo.png", content=png(width=120, height=40))
    settings.TRUETONNE = replace(settings.TRUETONNE, logo=found, operator_name="Northquay")
    return found


def test_stands_at_the_head_under_an_address_that_changes_with_it(logo: Logo) -> None:
    page = Client().get("/accessibility/").content.decode()
    picture: Any = Client().get(f"/logo/{logo.mark}")

    assert f'src="/logo/{logo.mark}"' in page
    assert "Northquay" in page
    assert (picture.content, picture["Content-Type"]) == (logo.content, "image/png")
    assert "immutable" in picture["Cache-Control"]
    assert Client().get("/logo/another").status_code == 404


def test_without_one_the_mark_stands() -> None:
    assert 'class="logo"' not in Client().get("/accessibility/").content.decode()
    assert head_svg(logo=None)["mark_svg"] == svg_file(box="0 0 24 24", body=mark_path())


def test_a_mail_shows_it_and_says_the_same_in_plain_text(logo: Logo) -> None:
    write_mail(to="b@x.example", subject="Due", body="It is <due>.", address="https://x.example/a")

    (sent,) = mail.outbox
    message = cast("Any", sent).message()
    kinds = [part.get_content_type() for part in message.walk()]
    assert "It is <due>." in sent.body
    assert {"text/plain", "text/html", "image/png"} <= set(kinds)
    assert kinds[0] == "multipart/related"
    html = next(part for part in message.walk() if part.get_content_type() == "text/html").get_payload(decode=True)
    assert b"It is &lt;due&gt;." in html
    assert b"cid:logo" in html


def test_a_document_is_drawn_with_it(logo: Logo, at: datetime) -> None:
    from truetonne.edge.pdf import compile_pdf
    from truetonne.market.pdf.invoice_sheet import TEMPLATE, DocumentFacts, read_document

    facts = DocumentFacts(
        is_credit_note=False, number="INV-000001", reverses="", reason="", order_code="ORD-1", logo=logo,
        order_address="https://x.example/o", beneficiary="Buyer", currency="USD", amount_minor=0,
        parties={"seller": {"name": "Northquay"}, "buyer": {"name": "Buyer"}}, lines=[], lots={}, issued_at=at,
        due_at=at, livemode=True,
        disclaimers=[{"project": "Ridge", "kind": "REVERSAL", "en": "Fire may undo it.", "vi": "Có thể cháy."}],
    )  # fmt: skip

    english, vietnamese = (read_document(facts=facts, language=tag) for tag in ("en", "vi"))

    assert "Ridge, Reversal: Fire may undo it." in cast("list[str]", english["statements"])
    assert any(text.endswith("Có thể cháy.") for text in cast("list[str]", vietnamese["statements"]))
    assert compile_pdf(template=TEMPLATE, data=english, at=at).startswith(b"%PDF")
