"""What a buyer was told before ordering is kept as it stood, and printed on the order and the certificate."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.signing_in import sign_in
from tests.rooms.trading import ask
from truetonne.edge.identifiers import show_id
from truetonne.market import told
from truetonne.market.models import Quote
from truetonne.market.told import tell

pytestmark = pytest.mark.django_db

TEXT = {"project": "Mbeya Ridge", "kind": "REVERSAL", "en": "Fire may undo it.", "zh-Hans": "火灾可能使其逆转。"}


@pytest.fixture
def exchange(db: None, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    found = make_exchange(at=at)
    found.add_lot()
    monkeypatch.setattr("truetonne.market.actions.quote.collect_disclaimers", lambda *, lots: [TEXT])
    return found


def test_a_quote_keeps_what_was_told_and_shows_it_before_the_order(exchange: Exchange) -> None:
    quoted = ask(exchange, kg=1_000)

    page = sign_in(Client(), exchange.buyer).get(f"/quotes/{show_id(prefix='qte', id=quoted.quote_id)}/")

    assert Quote.objects.get().disclaimers == [TEXT]
    assert quoted.disclaimers == (TEXT,)
    assert "To know before you order" in page.content.decode()
    assert "Fire may undo it." in page.content.decode()
    chinese = sign_in(Client(), exchange.buyer).get(
        f"/quotes/{show_id(prefix='qte', id=quoted.quote_id)}/?lang=zh-Hans"
    )
    assert "火灾可能使其逆转。" in chinese.content.decode()


def test_tells_in_the_readers_language_or_in_english(exchange: Exchange) -> None:
    (chinese,) = tell(disclaimers=[TEXT], language="zh-Hans")
    (vietnamese,) = tell(disclaimers=[TEXT], language="vi")

    assert (chinese.text, chinese.language) == ("火灾可能使其逆转。", "zh-Hans")
    assert (vietnamese.text, vietnamese.language) == ("Fire may undo it.", "en")
    assert vietnamese.sentence == "Mbeya Ridge, Reversal: Fire may undo it."


def test_lots_without_a_project_on_file_tell_nothing(exchange: Exchange) -> None:
    assert told.collect_disclaimers(lots=[exchange.add_lot(year=2023)]) == []
