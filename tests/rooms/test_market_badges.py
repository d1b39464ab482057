"""A certificate's badge: bound to its leaf hash, safe in its words, and honest once the certificate is replaced."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.test import Client

from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.publishing import publish, use_own_home
from tests.rooms.trading import ask, decide, deliver, pay, take
from truetonne.edge.identifiers import show_id

WebConnection = Callable[..., psycopg.Connection]
FORBIDDEN = ("neutral", "offset", "green", "net zero", "climate positive")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(
    transactional_db: None, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, web_connection: WebConnection
) -> str:
    """The page of a certificate that has its proof."""
    use_own_home(path=tmp_path, monkeypatch=monkeypatch)
    exchange: Exchange = make_exchange(at=at)
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=3_250))
    pay(exchange, placed)
    decide(exchange)
    (delivered,) = deliver(exchange, placed)
    publish(connection=web_connection())
    return f"/certificates/{show_id(prefix='crt', id=delivered.certificate_id)}/"


@pytest.fixture
def reader() -> Client:
    return Client(headers={"host": "127.0.0.1"})


@pytest.mark.parametrize(("language", "mass"), [("en", "3.250"), ("vi", "3,250"), ("zh-Hans", "3.250")])
def test_the_drawing_says_what_was_retired_and_nothing_of_anybody(
    address: str, reader: Client, language: str, mass: str
) -> None:
    answer = reader.get(f"{address}badge.svg", {"lang": language})

    drawing = answer.content.decode()
    root = ET.fromstring(drawing)
    assert answer["Content-Type"] == "image/svg+xml"
    assert mass in "".join(root.itertext())
    assert not answer.cookies, "an embedded drawing sets no cookie"
    assert not any(word in drawing.lower() for word in FORBIDDEN)
    assert not re.search(r"<script|<style|style=|href=|data:|https?://(?!www\.w3\.org)", drawing)
    assert len(drawing) < 2_500


def test_its_link_carries_the_leaf_hash_that_the_page_compares(address: str, reader: Client) -> None:
    lines = reader.get(f"{address}badge/").content.decode()
    leaf = re.search(r"\?leaf=([0-9a-f]{64})", lines)
    assert leaf is not None

    agrees = reader.get(address, {"leaf": leaf[1]}).content.decode()
    differs = reader.get(address, {"leaf": "0" * 64}).content.decode()
    plain = reader.get(address).content.decode()

    assert "carries this certificate’s leaf hash" in agrees
    assert "is not this certificate’s" in differs
    assert "badge that led here" not in plain


def test_it_is_as_wide_as_its_words_in_every_language(address: str, reader: Client) -> None:
    widths = {}
    for language in ("en", "vi", "zh-Hans"):
        root = ET.fromstring(reader.get(f"{address}badge.svg", {"lang": language}).content.decode())
        widths[language] = int(root.attrib["width"])
        lines = reader.get(f"{address}badge/", {"lang": language}).content.decode()
        assert f"width=&quot;{widths[language]}&quot;" in lines
    assert widths["vi"] > widths["en"] >= 340


def test_an_unknown_certificate_has_no_badge(address: str, reader: Client) -> None:
    assert reader.get("/certificates/crt_00000000000000000000000000/badge.svg").status_code == 404
