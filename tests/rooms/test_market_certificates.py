"""Certificates as files and on paper: the public ones and the buyer's copy."""

# ruff: noqa: F811 - fixtures of the pages' tests

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.rooms.exchange import Exchange
from tests.rooms.publishing import publish
from tests.rooms.test_market_pages import (  # noqa: F401 - three are fixtures
    WebConnection,
    address_of,
    buyer,
    exchange,
    page,
    pdf_text,
    reader,
    retire,
)
from truetonne.ledger.log.published import log_public_key
from truetonne.market.words import PART_WORDS
from truetonne.proof.certificate import verify
from truetonne.science.money import COST_PARTS

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_file_verifies_and_the_buyers_copy_holds_the_private_parts(
    exchange: Exchange, reader: Client, buyer: Client, web_connection: WebConnection
) -> None:
    exchange.add_lot()
    delivered = retire(exchange, kg=3_250)
    publish(connection=web_connection())

    public = reader.get(f"{address_of(delivered)}.json").content
    private = buyer.get(f"{address_of(delivered)}/buyer.json").content

    assert verify(data=public, key=log_public_key()).exit_code == 0
    assert "annex" not in json.loads(public)
    assert verify(data=private, key=log_public_key()).exit_code == 0
    assert json.loads(private)["annex"]["price"]["value"]["total_minor"] == 4_631
    assert json.loads(private)["annex"]["signer"]["value"] == {"name": "Ida Berg"}


def test_the_buyers_paper_prints_the_price_part_by_part_and_the_public_one_its_hash(
    exchange: Exchange, reader: Client, buyer: Client, web_connection: WebConnection
) -> None:
    exchange.add_lot()
    delivered = retire(exchange, kg=3_250)
    publish(connection=web_connection())

    papers = {}
    for who, ending in ((reader, ".pdf"), (buyer, "/buyer.pdf")):
        response = who.get(f"{address_of(delivered)}{ending}")
        papers[ending] = pdf_text(response.content)
    private = [*map(str, (PART_WORDS[part] for part in COST_PARTS)), "Margin", "46.31", "Ida Berg"]

    assert [words for words in private if words not in papers["/buyer.pdf"]] == []
    assert [words for words in ("Margin", "46.31", "Ida Berg") if words in papers[".pdf"]] == []
    assert "Hashes of the private parts" in papers[".pdf"]
    assert response["Cache-Control"] == "private, no-store"
    assert "-buyer-en.pdf" in response["Content-Disposition"]


def test_the_buyers_copy_is_only_for_the_buyer(
    exchange: Exchange, reader: Client, web_connection: WebConnection
) -> None:
    exchange.add_lot()
    delivered = retire(exchange, kg=10)
    publish(connection=web_connection())

    assert reader.get(f"{address_of(delivered)}/buyer.pdf").status_code == 302
    assert reader.get(f"{address_of(delivered)}/buyer.json").status_code == 302
    assert "For you only" not in page(reader, f"{address_of(delivered)}/")
