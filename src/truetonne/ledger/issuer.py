"""What every certificate says of the exchange itself: its operator, its log's key, where it can be checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from truetonne.ledger.refusals import Refusal
from truetonne.proof.checkpoint import PublicKey


class LogKeyAbsent(Refusal):
    """The exchange has no log key yet: no certificate can say what it will be signed with."""

    code = "internal_error"

    def __init__(self, *, path: Path) -> None:
        super().__init__(f"{path} is not there; `truetonne up` makes it")
        self.path = path


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The operator as certificates name it. ``key`` is the public key of the log."""

    operator: str
    livemode: bool
    base_url: str
    key: PublicKey
    key_id: str

    def certificate_url(self, *, certificate_id: str) -> str:
        """Where a certificate is shown and checked."""
        return f"{self.base_url}/certificates/{certificate_id}/"


def this_exchange() -> Issuer:
    """Return the running exchange's own facts, read once for a set of settings. Raises LogKeyAbsent."""
    exchange = settings.TRUETONNE
    for known, issuer in _KNOWN:
        if known is exchange:
            return issuer
    issuer = _read(exchange.operator_name, exchange.livemode, exchange.base_url, exchange.home)
    _KNOWN[:] = [(exchange, issuer)]
    return issuer


def _read(operator: str, livemode: bool, base_url: str, home: Path) -> Issuer:  # noqa: FBT001
    path = home / "keys" / "log.pub"
    try:
        key = PublicKey.from_text(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LogKeyAbsent(path=path) from None
    return Issuer(operator=operator, livemode=livemode, base_url=base_url, key=key, key_id=key.id)


_KNOWN: list[tuple[object, Issuer]] = []
"""The settings that were read last, by identity, with what they say."""
