"""Where a webhook may go: never into this machine's own network, whatever name was given.

A name is resolved at each attempt, every address it has is judged, and the connection goes to a judged address: what
the name means a moment later does not matter.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

_TRANSLATED: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_COMPATIBLE: Final = IPv6Network("::/96")
PORTS: Final = {"https": 443, "http": 80}


class AddressRefused(Exception):
    """An address to which nothing is sent; carries why: a word of ``REASONS``."""

    code = "webhook_address_refused"

    def __init__(self, *, reason: str, url: str) -> None:
        super().__init__(f"nothing is sent to {url}: {reason}")
        self.reason = reason
        self.url = url


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What this installation allows beyond https to public addresses. Nothing, but for a sandbox on one's own machine."""

    plain_http: bool = False
    private_networks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address taken apart."""

    scheme: str
    host: str
    port: int
    path: str
    authority: str


def read_target(*, url: str, policy: Policy) -> Target:
    """Take an address apart without asking anyone. Raises AddressRefused for what can never be sent to."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused(reason="no_address", url=url) from None
    if parts.scheme not in PORTS or (parts.scheme == "http" and not policy.plain_http):
        raise AddressRefused(reason="not_https", url=url)
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(reason="has_a_password", url=url)
    host = parts.hostname or ""
    if not host or port == 0 or not url.isascii() or any(character.isspace() for character in url):
        raise AddressRefused(reason="no_address", url=url)
    literal = _literal(host)
    if literal is not None:
        require_public(address=literal, url=url, policy=policy)
    elif not policy.private_networks and ("." not in host.strip(".") or _looks_numeric(host)):
        raise AddressRefused(reason="private_address", url=url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    name = f"[{host}]" if ":" in host else host
    authority = name if port in (None, PORTS[parts.scheme]) else f"{name}:{port}"
    return Target(scheme=parts.scheme, host=host, port=port or PORTS[parts.scheme], path=path, authority=authority)


def resolve(*, target: Target, url: str, policy: Policy) -> tuple[str, int]:
    """Return a judged address and port of a host. Raises AddressRefused where any of its addresses is not public."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressRefused(reason="name_unknown", url=url) from None
    addresses = [str(each[4][0]).partition("%")[0] for each in found]
    for text in addresses:
        require_public(address=ip_address(text), url=url, policy=policy)
    if not addresses:
        raise AddressRefused(reason="name_unknown", url=url)
    return addresses[0], target.port


def require_public(*, address: IPv4Address | IPv6Address, url: str, policy: Policy) -> None:
    """Raise AddressRefused for an address inside some network of ours: private, loopback, link-local, metadata, ..."""
    if policy.private_networks and not (address.is_multicast or address.is_unspecified):
        return
    inner = _inner(address)
    if not inner.is_global or inner.is_multicast or inner.is_reserved or inner.is_unspecified:
        raise AddressRefused(reason="private_address", url=url)


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 address stands for (mapped, 6to4, Teredo, translated), else itself."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in _TRANSLATED) or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _looks_numeric(host: str) -> bool:
    """Whether resolvers may read the host as a number (2130706433, 0x7f.1, 127.1): such forms only hide an address."""
    last = host.rstrip(".").rpartition(".")[2].lower()
    return last.isdigit() or last.startswith("0x")
