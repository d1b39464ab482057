"""Signatures as Standard Webhooks prints them, and addresses that are never sent to."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest

from truetonne.api.webhooks.addresses import AddressRefused, Policy, read_target, resolve
from truetonne.api.webhooks.signing import SecretInvalid, headers_of, read_secret, show_secret, sign

STRICT = Policy()
# The example that the specification's own libraries test against.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = "msg_p5jXN8AQM9LWM0D4loKWxJek"
SENT_AT = datetime.fromtimestamp(1_614_265_330, UTC)
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_signs_the_published_example() -> None:
    assert sign(key=read_secret(text=SECRET), message=MESSAGE, at=SENT_AT, body=BODY) == SIGNATURE


def test_sends_one_signature_for_each_secret_that_counts() -> None:
    keys = [read_secret(text=SECRET), bytes(range(32))]

    headers = headers_of(keys=keys, message=MESSAGE, at=SENT_AT, body=BODY)

    assert headers["webhook-id"] == MESSAGE
    assert headers["webhook-timestamp"] == "1614265330"
    first, second = headers["webhook-signature"].split(" ")
    assert first == SIGNATURE
    assert second.startswith("v1,")
    assert second != first


def test_secrets_have_24_to_64_bytes() -> None:
    assert read_secret(text=show_secret(key=bytes(24))) == bytes(24)
    for key in (bytes(23), bytes(65)):
        with pytest.raises(SecretInvalid):
            show_secret(key=key)
    with pytest.raises(SecretInvalid):
        read_secret(text="whsec_not base64")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.org/", "not_https"),
        ("ftp://example.org/", "not_https"),
        ("example.org", "not_https"),
        ("https://user:word@example.org/", "has_a_password"),
        ("https://", "no_address"),
        ("https://example.org:0/", "no_address"),
        ("https://example.org:99999/", "no_address"),
        ("https://exa mple.org/", "no_address"),
        ("https://127.0.0.1/", "private_address"),
        ("https://10.1.2.3/", "private_address"),
        ("https://172.16.0.1/", "private_address"),
        ("https://192.168.1.1/", "private_address"),
        ("https://100.64.0.1/", "private_address"),
        ("https://169.254.169.254/latest/meta-data/", "private_address"),
        ("https://0.0.0.0/", "private_address"),
        ("https://224.0.0.1/", "private_address"),
        ("https://255.255.255.255/", "private_address"),
        ("https://[::1]/", "private_address"),
        ("https://[::]/", "private_address"),
        ("https://[fe80::1]/", "private_address"),
        ("https://[fd00::1]/", "private_address"),
        ("https://[ff02::1]/", "private_address"),
        ("https://[::ffff:127.0.0.1]/", "private_address"),
        ("https://[::ffff:a9fe:a9fe]/", "private_address"),
        ("https://[::127.0.0.1]/", "private_address"),
        ("https://[64:ff9b::7f00:1]/", "private_address"),
        ("https://[2002:7f00:1::]/", "private_address"),
        ("https://localhost/", "private_address"),
        ("https://intranet/", "private_address"),
        ("https://2130706433/", "private_address"),
        ("https://0x7f000001/", "private_address"),
        ("https://127.1/", "private_address"),
        ("https://0177.0.0.1/", "private_address"),
    ],
)
def test_refuses_addresses_that_lead_inside(url: str, reason: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        read_target(url=url, policy=STRICT)

    assert refused.value.reason == reason


def test_reads_a_public_address() -> None:
    target = read_target(url="https://hooks.example.org:8443/a/b?c=d", policy=STRICT)

    assert (target.host, target.port, target.path) == ("hooks.example.org", 8443, "/a/b?c=d")
    assert target.authority == "hooks.example.org:8443"


@pytest.mark.parametrize("inside", ["10.0.0.8", "127.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.8", "fd12::8"])
def test_refuses_a_name_of_which_one_address_leads_inside(monkeypatch: pytest.MonkeyPatch, inside: str) -> None:
    def answer(*_args: object, **_kwargs: object) -> list[tuple[object, ...]]:
        return [(0, 1, 6, "", ("93.184.216.34", 443)), (0, 1, 6, "", (inside, 443))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    url = "https://hooks.example.org/"

    with pytest.raises(AddressRefused) as refused:
        resolve(target=read_target(url=url, policy=STRICT), url=url, policy=STRICT)

    assert refused.value.reason == "private_address"


def test_connects_to_the_address_that_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def answer(host: str, *_args: object, **_kwargs: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(0, 1, 6, "", ("93.184.216.34", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    url = "https://hooks.example.org/"

    assert resolve(target=read_target(url=url, policy=STRICT), url=url, policy=STRICT) == ("93.184.216.34", 443)
    assert asked == ["hooks.example.org"]


def test_a_name_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(*_args: object, **_kwargs: object) -> None:
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    url = "https://nowhere.example/"

    with pytest.raises(AddressRefused) as refused:
        resolve(target=read_target(url=url, policy=STRICT), url=url, policy=STRICT)

    assert refused.value.reason == "name_unknown"
