import hashlib
import random

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from truetonne.proof import verifier
from truetonne.proof.verifier import is_public_key, is_signature

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493

# RFC 8032 section 7.1: secret, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        b"",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595b"
        "be24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        b"\x72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb430"
        "2aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        b"\xaf\x82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716e"
        "d28dc027beceea1ec40a",
    ),
    (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        hashlib.sha512(b"abc").digest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138a"
        "c17ad9bef1177331a704",
    ),
]
PUBLIC_OF_FIRST = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


def public_of(secret: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def independent(*, key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def packed(point: tuple[int, int, int, int]) -> bytes:
    scale = pow(point[2], -1, P)
    x, y = point[0] * scale % P, point[1] * scale % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def torsion() -> list[bytes]:
    """The eight points of small order, found by multiplying points of the curve by the order of the large subgroup."""
    found: set[bytes] = set()
    for y in range(40):
        point = verifier._point(y.to_bytes(32, "little"))
        if point is None:
            continue
        total = (0, 1, 1, 0)
        for bit in range(252, -1, -1):
            total = verifier._add(total, total)
            total = verifier._add(total, point) if L >> bit & 1 else total
        for _ in range(8):
            found.add(packed(total))
            total = verifier._add(total, verifier._point(next(iter(found))) or total)
    return sorted(found)


SMALL = torsion()


@pytest.mark.parametrize(("secret", "message", "signature"), VECTORS)
def test_accepts_the_vectors_of_the_standard(secret: str, message: bytes, signature: str) -> None:
    key = public_of(bytes.fromhex(secret))

    assert is_public_key(key)
    assert is_signature(key=key, message=message, signature=bytes.fromhex(signature))
    assert not is_signature(key=key, message=message + b"!", signature=bytes.fromhex(signature))


def test_derives_the_standards_public_key() -> None:
    assert public_of(bytes.fromhex(VECTORS[0][0])).hex() == PUBLIC_OF_FIRST


@settings(deadline=None, max_examples=60)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.integers(0, 511), st.booleans())
def test_agrees_with_an_independent_library(secret: bytes, message: bytes, bit: int, is_changed: bool) -> None:
    key = public_of(secret)
    signature = bytearray(Ed25519PrivateKey.from_private_bytes(secret).sign(message))
    signature[bit // 8] ^= is_changed << bit % 8

    expected = independent(key=key, message=message, signature=bytes(signature))

    assert is_signature(key=key, message=message, signature=bytes(signature)) is expected
    assert expected is not is_changed


@pytest.mark.parametrize(("secret", "message", "signature"), VECTORS)
def test_refuses_a_scalar_written_beyond_the_order(secret: str, message: bytes, signature: str) -> None:
    key, data = public_of(bytes.fromhex(secret)), bytes.fromhex(signature)

    for times in range(1, 16):
        scalar = int.from_bytes(data[32:], "little") + times * L
        if scalar >= 2**256:
            break
        moved = data[:32] + scalar.to_bytes(32, "little")
        assert not is_signature(key=key, message=message, signature=moved)


def test_there_are_eight_points_of_small_order_and_none_is_a_key() -> None:
    assert len(SMALL) == 8
    assert not any(is_public_key(point) for point in SMALL)


def test_refuses_signatures_under_a_key_of_small_order() -> None:
    # Under the neutral point any (s * B, s) would sign any message: OpenSSL accepts it, we do not.
    scalar = 7
    total = (0, 1, 1, 0)
    for _ in range(scalar):
        total = verifier._add(total, verifier._BASE)
    signature = packed(total) + scalar.to_bytes(32, "little")
    neutral = (1).to_bytes(32, "little")

    assert independent(key=neutral, message=b"anything", signature=signature)
    assert not is_signature(key=neutral, message=b"anything", signature=signature)


@pytest.mark.parametrize("y", [P, P + 1, P + 3, P + 18, 2**255 - 1])
@pytest.mark.parametrize("sign", [0, 1])
def test_refuses_keys_in_a_second_spelling(y: int, sign: int) -> None:
    assert not is_public_key((y | sign << 255).to_bytes(32, "little"))


def test_refuses_the_second_spelling_of_zero() -> None:
    assert not is_public_key((1 | 1 << 255).to_bytes(32, "little"))
    assert verifier._point((1 | 1 << 255).to_bytes(32, "little")) is None


def test_refuses_what_is_not_on_the_curve_or_not_32_bytes() -> None:
    good = bytes.fromhex(PUBLIC_OF_FIRST)

    assert not is_public_key((2).to_bytes(32, "little"))
    assert not is_public_key(good[:31])
    assert not is_public_key(good + b"\x00")
    assert not is_public_key(b"")


@pytest.mark.parametrize("length", [0, 32, 63, 65, 128])
def test_refuses_signatures_of_another_length(length: int) -> None:
    assert not is_signature(key=bytes.fromhex(PUBLIC_OF_FIRST), message=b"", signature=bytes(length))


def test_agrees_with_an_independent_library_on_keys_with_a_small_part() -> None:
    """Keys and commitments with a torsion part are where cofactored and cofactorless checks part ways."""
    chance = random.Random(8032)
    answers = set()
    for point in SMALL:
        for _ in range(6):
            secret, message = chance.randbytes(32), chance.randbytes(20)
            signer = Ed25519PrivateKey.from_private_bytes(secret)
            key = packed(verifier._add(verifier._point(public_of(secret)), verifier._point(point)))
            digest = hashlib.sha512(secret).digest()
            scalar = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | 1 << 254
            commitment = signer.sign(message)[:32]
            nonce = int.from_bytes(hashlib.sha512(digest[32:] + message).digest(), "little") % L
            k = int.from_bytes(hashlib.sha512(commitment + key + message).digest(), "little") % L
            signature = commitment + ((nonce + k * scalar) % L).to_bytes(32, "little")

            expected = independent(key=key, message=message, signature=signature)

            assert is_signature(key=key, message=message, signature=signature) is expected
            answers.add(expected)
    assert answers == {True, False}
