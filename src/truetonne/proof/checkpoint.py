"""Signing and opening checkpoints: C2SP signed-note and tlog-checkpoint with Ed25519.

The log's key name is its origin. A certificate's checkpoint has exactly one signature line, the log's own
(``sign_checkpoint`` makes it, ``read_checkpoint`` reads nothing else); ``open_note`` reads notes that witnesses
signed too. Signing uses the ``cryptography`` library, checking the verifier's own code.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from truetonne.proof.verifier import INTEGER_MAX, NAME, Checkpoint, Refused, is_signature, read_checkpoint
from truetonne.proof.verifier import Key as PublicKey

__all__ = [
    "Checkpoint",
    "KeyNameInvalid",
    "NotSigned",
    "PrivateKeyUnreadable",
    "PublicKey",
    "Signer",
    "open_checkpoint",
    "open_note",
    "read_checkpoint",
    "sign_checkpoint",
    "sign_note",
]

_PRIVATE = re.compile(rf"PRIVATE\+KEY\+({NAME})\+([0-9a-f]{{8}})\+([A-Za-z0-9+/]{{44}})")
_ED25519 = b"\x01"
NOTE_BYTES_MAX = 1_000_000


class KeyNameInvalid(ValueError):
    """A key name has blanks, a plus sign, is not visible ASCII or longer than 200 characters; carries it."""

    code = "setting_invalid"

    def __init__(self, *, name: str) -> None:
        super().__init__(
            f"{name!r} cannot name a log; use visible ASCII without blanks and plus, such as exchange.example/log"
        )
        self.name = name


class PrivateKeyUnreadable(ValueError):
    """A text is not one private key line of the form PRIVATE+KEY+name+id+base64. Never carries the text."""

    code = "setting_invalid"

    def __init__(self) -> None:
        super().__init__("the private key file does not hold one line PRIVATE+KEY+name+id+base64 with its own id")


class NotSigned(ValueError):
    """A note is malformed or carries no valid signature of a known key; carries the reason."""

    code = "internal_error"

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the checkpoint is not signed: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A log's private Ed25519 key under its name. ``repr`` never shows the seed."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if re.fullmatch(NAME, self.name) is None:
            raise KeyNameInvalid(name=self.name)
        if len(self.seed) != 32:
            raise PrivateKeyUnreadable

    @classmethod
    def generate(cls, name: str) -> Signer:
        """Make a fresh random key. Raises KeyNameInvalid."""
        return cls(name=name, seed=Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def from_text(cls, text: str) -> Signer:
        """Read the one line of a private key file, as other signed-note tools write it. Raises PrivateKeyUnreadable."""
        match = _PRIVATE.fullmatch(text.strip())
        data = base64.b64decode(match[3]) if match else b""
        if match is None or data[:1] != _ED25519 or base64.b64encode(data).decode() != match[3]:
            raise PrivateKeyUnreadable
        signer = cls(name=match[1], seed=data[1:])
        if signer.public_key.id != match[2]:
            raise PrivateKeyUnreadable
        return signer

    def to_text(self) -> str:
        """The one line of a private key file, without a line end. Secret."""
        data = base64.b64encode(_ED25519 + self.seed).decode()
        return f"PRIVATE+KEY+{self.name}+{self.public_key.id}+{data}"

    @property
    def public_key(self) -> PublicKey:
        """The public key under the same name; its ``to_text()`` is the vkey line."""
        return PublicKey(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def sign(self, *, message: bytes) -> bytes:
        """Return the 64 signature bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


def sign_note(*, text: str, signer: Signer) -> str:
    """Sign a text that ends in a newline and return the note with one signature line."""
    if not text.endswith("\n") or re.search(r"[\x00-\x09\x0b-\x1f]", text):
        raise ValueError("a note ends in a newline and has no other control characters")
    key = signer.public_key
    signature = base64.b64encode(bytes.fromhex(key.id) + signer.sign(message=text.encode())).decode()
    return f"{text}\n\u2014 {key.name} {signature}\n"


def sign_checkpoint(*, origin: str, size: int, root: bytes, signer: Signer) -> str:
    """Return the signed checkpoint of a log: origin, size, root, one signature line.

    ``origin`` equals the signer's name, ``size`` >= 0 and <= 2^53 - 1, ``root`` is 32 bytes: ValueError otherwise.
    Whoever signs makes sure that the new log begins with every log signed before.
    """
    if origin != signer.name:
        raise ValueError(f"the log {origin} is signed by the key of its own name, not {signer.name}")
    if not 0 <= size <= INTEGER_MAX or len(root) != 32:
        raise ValueError(f"a log of {size} entries with a root of {len(root)} bytes cannot be")
    return sign_note(text=f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n", signer=signer)


def open_note(*, note: str, keys: Sequence[PublicKey]) -> str:
    """Return the text of a note that at least one of ``keys`` signed. Raises NotSigned.

    Lines of unknown keys (witnesses) are passed over; a known key whose signature is wrong refuses the whole note.
    Source: C2SP signed-note.
    """
    text, found, lines = note.rpartition("\n\n")[0] + "\n", 0, note.rpartition("\n\n")[2]
    if len(note) > NOTE_BYTES_MAX or "\n\n" not in note or not lines.endswith("\n"):
        raise NotSigned(reason="it has no signature lines")
    for line in lines[:-1].split("\n"):
        match = re.fullmatch(r"\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})", line)
        if match is None:
            raise NotSigned(reason="a signature line is malformed")
        data = _decoded(match[2])
        for key in keys:
            if (key.name, key.id) != (match[1], data[:4].hex()):
                continue
            if not is_signature(key=key.raw, message=text.encode(), signature=data[4:]):
                raise NotSigned(reason=f"the signature of {key.name}+{key.id} does not cover the text")
            found += 1
    if not found:
        raise NotSigned(reason="no key that is known signed it")
    return text


def open_checkpoint(text: str, keys: Sequence[PublicKey]) -> Checkpoint:
    """Open a log's own checkpoint with one signature line under one of ``keys``. Raises NotSigned."""
    try:
        checkpoint = read_checkpoint(text)
    except Refused:
        raise NotSigned(reason="it is not origin, size, root and one signature line") from None
    for key in keys:
        if (key.name, key.id) == (checkpoint.origin, checkpoint.key_id):
            if is_signature(key=key.raw, message=checkpoint.signed, signature=checkpoint.signature):
                return checkpoint
            raise NotSigned(reason="the signature does not cover this root")
    raise NotSigned(reason=f"{checkpoint.origin}+{checkpoint.key_id} is not a known key")


def _decoded(text: str) -> bytes:
    """Decode canonical base64 of any length; nothing for any other text, so that no key id is found in it."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""
    return data if base64.b64encode(data).decode() == text else b""
