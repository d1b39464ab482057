"""The private parts of a certificate: each sealed with its own salt, so that one can be shown without the others.

The body carries only the hash of each part. Whoever holds a part and its salt can prove what was sealed; nobody
can find it by guessing, because 32 random bytes stand before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from truetonne.proof.tiles import EntryTooLarge
from truetonne.proof.verifier import encode, seal_of

PARTS = ("allocation", "beneficiary", "price", "signer")
SALT_BYTES = 32
ANNEX_BYTES_MAX = 131_072
"""All parts of one certificate together: half of the largest file that verifiers read."""


class SaltInvalid(ValueError):
    """A part has no salt, or one that is not 32 bytes, or a salt serves two parts; carries the part."""

    code = "invalid_request"

    def __init__(self, *, part: str, reason: str) -> None:
        super().__init__(f"annex part {part}: {reason}")
        self.part = part
        self.reason = reason


class PartUnknown(ValueError):
    """An annex has the parts of PARTS and no other; carries the name."""

    code = "unknown_field"

    def __init__(self, *, part: str) -> None:
        super().__init__(f"{part!r} is not a part of an annex; these are: {', '.join(PARTS)}")
        self.part = part


class AnnexTooLarge(EntryTooLarge):
    """The private parts do not fit a certificate file; carries their size. The way out is that of a large entry."""

    def __init__(self, *, size: int) -> None:
        super().__init__(size=size)
        self.args = (f"the private parts come to {size} bytes, more than {ANNEX_BYTES_MAX}",)
        self.size_max = ANNEX_BYTES_MAX


def seal(part: object, salt: bytes) -> str:
    """Return hex SHA-256(salt, canonical bytes of the part). The salt is 32 random bytes, used once. Raises SaltInvalid."""
    if len(salt) != SALT_BYTES:
        raise SaltInvalid(part="part", reason=f"a salt is {SALT_BYTES} bytes, not {len(salt)}")
    return seal_of(part=encode(part), salt=salt)


def seal_parts(*, parts: Mapping[str, object], salts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the body's ``annex_sha256``: the seal of each part. Raises PartUnknown, SaltInvalid, AnnexTooLarge."""
    _check_parts(parts=parts, salts=salts)
    encoded = {name: encode(parts[name]) for name in sorted(parts)}
    size = sum(map(len, encoded.values()))
    if size > ANNEX_BYTES_MAX:
        raise AnnexTooLarge(size=size)
    return {name: seal_of(part=data, salt=salts[name]) for name, data in encoded.items()}


def build_annex(*, parts: Mapping[str, object], salts: Mapping[str, bytes]) -> dict[str, object]:
    """Return the file's ``annex``: each part's value with its salt. Give fewer parts to show fewer."""
    _check_parts(parts=parts, salts=salts)
    return {name: {"salt": salts[name].hex(), "value": parts[name]} for name in sorted(parts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedAnnex:
    """``seals`` is the body's ``annex_sha256``, ``data`` the canonical bytes of ``build_annex``: each part encoded once."""

    seals: dict[str, str]
    data: bytes


def seal_annex(
    *, parts: Mapping[str, object], salts: Mapping[str, bytes], encoded_parts: Mapping[str, bytes]
) -> SealedAnnex:
    """Seal every part and put the annex together; ``encoded_parts`` are parts given as their canonical bytes.

    Raises PartUnknown, SaltInvalid, AnnexTooLarge.
    """
    _check_parts(parts={**parts, **encoded_parts}, salts=salts)
    encoded = {name: encode(parts[name]) for name in parts} | dict(encoded_parts)
    encoded = {name: encoded[name] for name in sorted(encoded)}
    size = sum(map(len, encoded.values()))
    if size > ANNEX_BYTES_MAX:
        raise AnnexTooLarge(size=size)
    members = [
        b'"%b":{"salt":"%b","value":%b}' % (name.encode(), salts[name].hex().encode(), data)
        for name, data in encoded.items()
    ]
    return SealedAnnex(
        seals={name: seal_of(part=data, salt=salts[name]) for name, data in encoded.items()},
        data=b"{" + b",".join(members) + b"}",
    )


def is_sealed(*, part: object, salt: bytes, seal_hex: str) -> bool:
    """Say whether a part and its salt are what was sealed: used when a hidden name becomes public."""
    return seal(part, salt) == seal_hex


def _check_parts(*, parts: Mapping[str, object], salts: Mapping[str, bytes]) -> None:
    used: set[bytes] = set()
    for name in parts:
        salt = salts.get(name, b"")
        if name not in PARTS:
            raise PartUnknown(part=name)
        if len(salt) != SALT_BYTES:
            raise SaltInvalid(part=name, reason=f"needs its own salt of {SALT_BYTES} bytes")
        if salt in used:
            raise SaltInvalid(part=name, reason="shares its salt with another part")
        used.add(salt)
