"""One attempt over HTTP: to a judged address only, no redirect, no proxy, in bounded time; the answer's text is not read."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from truetonne.api.webhooks.addresses import AddressRefused, Policy, Target, read_target, resolve

CONNECT_S: Final = 5.0
ANSWER_S: Final = 15.0
BODY_MAX: Final = 256 * 1024
"""A message larger than this is not sent; no event of ours comes near it."""
CERTIFICATE_FAULTS: Final = {
    **dict.fromkeys((9, 10), "certificate_not_in_date"),
    **dict.fromkeys((18, 19, 20, 21), "certificate_untrusted"),
    **dict.fromkeys((62, 64), "certificate_of_another"),
}
"""What is told by the numbers in which OpenSSL says why a certificate was refused (X509_V_ERR_*): dates, issuer, name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an attempt came to: a status, or one word for why there is none."""

    status: int | None
    fault: str
    took_ms: int

    @property
    def is_success(self) -> bool:
        """Only 2xx is success; a redirect is none."""
        return self.status is not None and 200 <= self.status < 300


def send(*, url: str, body: bytes, headers: Mapping[str, str], policy: Policy) -> Outcome:
    """Post a body and return what came of it; raises nothing for what the other side does."""
    began = time.monotonic()
    status, fault = None, ""
    try:
        if len(body) > BODY_MAX:
            fault = "too_large"
        else:
            status = _post(url=url, body=body, headers=headers, policy=policy)
    except AddressRefused as refusal:
        fault = refusal.reason
    except TimeoutError:
        fault = "timed_out"
    except ssl.SSLCertVerificationError as refusal:
        fault = CERTIFICATE_FAULTS.get(refusal.verify_code, "tls_failed")
    except ssl.SSLError:
        fault = "tls_failed"
    except (http.client.HTTPException, ValueError):
        fault = "no_http"
    except OSError:
        fault = "not_reached"
    took_s = time.monotonic() - began
    if fault and took_s >= ANSWER_S:
        # The connection was broken off for its time, whatever that looked like to the layer that noticed.
        fault = "timed_out"
    return Outcome(status=status, fault=fault, took_ms=int(took_s * 1_000))


def _post(*, url: str, body: bytes, headers: Mapping[str, str], policy: Policy) -> int:
    target = read_target(url=url, policy=policy)
    place = resolve(target=target, url=url, policy=policy)
    with _connect(target=target, place=place) as stream:
        # Timeouts of a socket begin anew with every byte; this one does not.
        watch = threading.Timer(ANSWER_S, _break_off, args=(stream,))
        watch.daemon = True
        watch.start()
        try:
            connection = http.client.HTTPConnection(target.host, target.port)
            connection.sock = stream
            sent = {
                "Host": target.authority,
                "Content-Type": "application/json",
                "User-Agent": "truetonne-webhooks/1",
                "Connection": "close",
                **headers,
            }
            connection.request("POST", target.path, body=body, headers=sent)
            status = connection.getresponse().status
        finally:
            watch.cancel()
    if not 100 <= status <= 599:
        raise http.client.BadStatusLine(str(status))
    return status


def _connect(*, target: Target, place: tuple[str, int]) -> socket.socket:
    stream = socket.create_connection(place, timeout=CONNECT_S)
    stream.settimeout(ANSWER_S)
    if target.scheme == "http":
        return stream
    try:
        return ssl.create_default_context().wrap_socket(stream, server_hostname=target.host)
    except BaseException:
        stream.close()
        raise


def _break_off(stream: socket.socket) -> None:
    with suppress(OSError):
        stream.shutdown(socket.SHUT_RDWR)
