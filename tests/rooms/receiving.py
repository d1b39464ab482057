"""A receiver of webhooks on this machine, and an endpoint of the member that sends to it."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.rooms.exchange import Exchange
from truetonne.api.models import WebhookEndpoint
from truetonne.api.webhooks import actions
from truetonne.api.webhooks.addresses import Policy
from truetonne.edge.identifiers import new_id
from truetonne.edge.models import Event
from truetonne.edge.outbox import write_event
from truetonne.edge.permissions import Role
from truetonne.people.actions import grant_role, record_person
from truetonne.people.models import Person

KEY = bytes(range(32))
OPEN = Policy(plain_http=True, private_networks=True)
HOLD_S_MAX = 60.0


@dataclass
class Receiver:
    """What was sent to it; ``answers`` are given in turn, the last one for ever. An event holds its sender until set."""

    url: str
    answers: list[int | threading.Event] = field(default_factory=lambda: [204])
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.got]


@contextmanager
def start_receiver(*, certificate: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Listen on a port of this machine; over TLS where a certificate is given."""
    found = Receiver(url="")

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = found.answers[0] if len(found.answers) == 1 else found.answers.pop(0)
            found.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if isinstance(answer, threading.Event):
                answer.wait(HOLD_S_MAX)
                return
            self.send_response(answer)
            if 300 <= answer < 400:
                self.send_header("Location", f"{found.url}elsewhere")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    if certificate is not None:
        server.socket = certificate.wrap_socket(server.socket, server_side=True)
    found.url = f"{'http' if certificate is None else 'https'}://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield found
    finally:
        for answer in found.answers:
            if isinstance(answer, threading.Event):
                answer.set()
        server.shutdown()
        server.server_close()


def make_chief(exchange: Exchange) -> Person:
    """Record the member's administrator."""
    person = record_person(
        person_id=new_id(), email="chief@member.example", name="Chief", password=None, request_id="c", at=exchange.at
    )
    grant_role(person=person, organization=exchange.member, role=Role.ADMINISTRATOR, request_id="cr", at=exchange.at)
    return person


def by(exchange: Exchange, chief: Person, *, at: datetime | None = None, request_id: str = "") -> actions.By:
    return actions.By(
        person_id=chief.pk,
        organization_id=exchange.member.pk,
        request_id=request_id or str(new_id()),
        at=at or exchange.at,
    )


def make(exchange: Exchange, chief: Person, url: str, *types: str) -> WebhookEndpoint:
    return actions.make_endpoint(
        endpoint_id=new_id(), url=url, note="", types=types, key=KEY, policy=OPEN, fingerprint=bytes(32),
        by=by(exchange, chief),
    ).endpoint  # fmt: skip


def happen(exchange: Exchange, *, type: str = "order.placed", public: bool = False, number: int = 1) -> Event:
    write_event(
        type=type, subject=f"ord_{number}", organization_id=None if public else exchange.member.pk,
        request_id=f"r{number}", at=exchange.at, data={"kg": number},
    )  # fmt: skip
    return Event.objects.get(subject=f"ord_{number}", type=type)
