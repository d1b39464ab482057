"""The text that may be quoted: for anyone, on the certificate and at the API, and never in a hidden name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.publishing import use_own_home
from tests.rooms.test_market_pages import page, retire
from truetonne.edge.identifiers import show_id
from truetonne.market.certificates import read_certificate
from truetonne.market.claim_text import draft_claim_text

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def exchange(transactional_db: None, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    use_own_home(path=tmp_path, monkeypatch=monkeypatch)
    return make_exchange(at=at)


@pytest.mark.parametrize("language", ["en", "vi", "zh-hans"])
def test_anyone_reads_on_the_certificate_what_may_be_quoted(exchange: Exchange, client: Client, language: str) -> None:
    exchange.add_lot()
    delivered = retire(exchange, kg=3_250)
    certificate = show_id(prefix="crt", id=delivered.certificate_id)

    markup = page(client, f"/certificates/{certificate}/", language=language)
    answer = client.get(f"/v1/public/certificates/{certificate}/claim").json()

    handed = read_certificate(certificate_id=delivered.certificate_id, today=exchange.at.date())
    draft = draft_claim_text(handed=handed, language=language, today=exchange.at.date())
    assert draft is not None
    assert f"<blockquote>{draft.claim[:40]}" in markup
    assert answer["texts"][{"zh-hans": "zh-Hans"}.get(language, language)] == draft.text
    assert answer["rule_set"] == draft.rule_set


def test_nothing_is_quotable_in_a_hidden_name(exchange: Exchange, client: Client) -> None:
    exchange.add_lot()
    delivered = retire(exchange, kg=1_000, hidden_until=datetime.now(UTC).date() + timedelta(days=90))
    certificate = show_id(prefix="crt", id=delivered.certificate_id)

    answer = client.get(f"/v1/public/certificates/{certificate}/claim").json()

    assert (answer["texts"], answer["rule_set"]) == ({}, None)
    assert "<blockquote>" not in page(client, f"/certificates/{certificate}/", language="en")
