"""What real processes and real certificates do: a worker killed in the middle, one that lives, and TLS that is checked."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import connection, connections
from django.test import Client

from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.receiving import OPEN, happen, make, make_chief, start_receiver
from tests.rooms.signing_in import sign_in
from tests.running.exchange import COMMAND, exchange_environment
from truetonne.api.models import WebhookAttempt, WebhookDelivery
from truetonne.api.webhooks import telling
from truetonne.api.webhooks.sending import send
from truetonne.config.jobs import run_jobs
from truetonne.config.keys import make_keys
from truetonne.edge import jobs
from truetonne.edge.identifiers import show_id

PATIENCE_S = 60.0


class Workers:
    """Starts ``truetonne worker`` over this test's database, in a folder with its secret."""

    def __init__(self, *, home: Path) -> None:
        make_keys(home=home, log_origin="127.0.0.1/log")
        # The secrets of endpoints are sealed with it.
        (home / "keys" / "sessions.key").write_text(settings.SECRET_KEY, encoding="utf-8")
        self.environment = exchange_environment(home=home, url="http://127.0.0.1:8321") | {
            "DATABASE_URL": address("owner"),
            "DATABASE_WEB_URL": address("default"),
        }
        self.log = home / "worker.log"

    @contextmanager
    def start(self) -> Iterator[subprocess.Popen[bytes]]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [str(COMMAND), "worker", "--no-clock"], env=self.environment, stdout=log, stderr=log
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def wait_until(self, is_so: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < deadline, f"no {what} within {PATIENCE_S:.0f} s\n{self.log.read_text()}"
            time.sleep(0.05)


def address(alias: str) -> str:
    facts = connections.settings[alias]
    reached = urlencode({"host": facts["HOST"], "port": facts["PORT"]})
    return f"postgresql://{facts['USER']}:{quote(facts['PASSWORD'])}@/{facts['NAME']}?{reached}"


def running_jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'doing'")
        return [str(row[0]) for row in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_delivery_loses_nothing_and_the_log_says_so(
    at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "CLOCKS", {})
    exchange, workers = make_exchange(at=at), Workers(home=tmp_path / "home")
    with start_receiver() as receiver:
        receiver.answers = [threading.Event(), 204]
        make(exchange, make_chief(exchange), receiver.url, "order.placed")
        happen(exchange)

        with workers.start() as first:
            workers.wait_until(lambda: len(receiver.got) == 1, "message")
            # Another worker comes and goes: what the first one does is the first one's.
            asyncio.run(run_jobs(wait=False, concurrency=1))
            assert len(receiver.got) == 1
            assert "webhooks.deliver" in running_jobs()
            assert first.poll() is None
            first.kill()
            first.wait()
        assert not WebhookAttempt.objects.exists()
        with workers.start():
            workers.wait_until(lambda: WebhookDelivery.objects.get().state == "DELIVERED", "delivery")

    assert len(receiver.got) == 2
    (first_headers, first_body), (second_headers, second_body) = receiver.got
    assert first_headers["webhook-id"] == second_headers["webhook-id"]
    assert first_body == second_body
    assert list(WebhookAttempt.objects.order_by("id").values_list("number", "status", "fault")) == [
        (1, None, "broken_off"),
        (2, 204, ""),
    ]


def certificate(folder: Path, *, host: str = "127.0.0.1", days: int = 1) -> tuple[Path, ssl.SSLContext]:
    """Make a self-signed certificate that ends in so many days; return its file and what a server shows."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Invented receiver")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    public, both = folder / "receiver.pem", folder / "receiver-with-key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    both.write_bytes(private + public.read_bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return public, context


def attempt_over_tls(exchange: Exchange, url: str) -> WebhookDelivery:
    telling.spread_event(event_id=happen(exchange).pk)
    delivery = WebhookDelivery.objects.get()
    telling.deliver(delivery_id=delivery.pk, round=1, number=1, clock=lambda: exchange.at, jitter=0.0)
    delivery.refresh_from_db()
    return delivery


@pytest.mark.django_db
def test_a_message_goes_over_tls_to_a_certificate_that_is_trusted(
    at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    exchange = make_exchange(at=at)
    with start_receiver(certificate=context) as receiver:
        make(exchange, make_chief(exchange), receiver.url)

        assert attempt_over_tls(exchange, receiver.url).state == "DELIVERED"

    assert len(receiver.got) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("is_trusted", "host", "days", "fault", "said"),
    [
        (False, "127.0.0.1", 1, "certificate_untrusted", "self-signed or of an issuer that is not trusted"),
        (True, "127.0.0.1", -1, "certificate_not_in_date", "has expired or is not valid yet"),
        (True, "127.0.0.2", 1, "certificate_of_another", "is made out to another name"),
    ],
)
def test_a_certificate_that_proves_nothing_is_sent_nothing_and_the_log_says_why(
    at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_trusted: bool, host: str, days: int, fault: str, said: str
) -> None:  # fmt: skip
    public, context = certificate(tmp_path, host=host, days=days)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(public))
    exchange = make_exchange(at=at)
    chief = make_chief(exchange)
    with start_receiver(certificate=context) as receiver:
        endpoint = make(exchange, chief, receiver.url)

        delivery = attempt_over_tls(exchange, receiver.url)

    assert receiver.got == []
    assert (delivery.state, WebhookAttempt.objects.get().fault) == ("WAITING", fault)
    client = Client()
    sign_in(client, chief)
    organization = show_id(prefix="org", id=exchange.member.pk)
    log = client.get(f"/organizations/{organization}/webhooks/{show_id(prefix='whk', id=endpoint.pk)}/")
    assert said in log.content.decode()


def test_what_speaks_no_tls_is_told_apart_from_a_bad_certificate() -> None:
    with start_receiver() as receiver:
        outcome = send(url=receiver.url.replace("http:", "https:"), body=b"{}", headers={}, policy=OPEN)

    assert (outcome.status, outcome.fault) == (None, "tls_failed")
