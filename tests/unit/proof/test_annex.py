from hashlib import sha256

import pytest

from tests.unit.proof.examples import PARTS, SALTS, body, filed, line
from truetonne.proof.annex import (
    ANNEX_BYTES_MAX,
    AnnexTooLarge,
    PartUnknown,
    SaltInvalid,
    build_annex,
    is_sealed,
    seal,
    seal_parts,
)
from truetonne.proof.canonical import encode
from truetonne.proof.verifier import verify

NAME = {"display_name": "Nguyễn Văn An & 木", "country": "VN"}
SALT = bytes(range(100, 132))


def test_seals_salt_and_canonical_bytes() -> None:
    assert seal(NAME, SALT) == sha256(SALT + encode(NAME)).hexdigest()
    assert is_sealed(part=NAME, salt=SALT, seal_hex=seal(NAME, SALT))
    assert not is_sealed(part={**NAME, "country": "LA"}, salt=SALT, seal_hex=seal(NAME, SALT))
    assert not is_sealed(part=NAME, salt=SALT[::-1], seal_hex=seal(NAME, SALT))


def test_each_part_has_its_own_seal() -> None:
    assert seal_parts(parts=PARTS, salts=SALTS) == {name: seal(PARTS[name], SALTS[name]) for name in PARTS}


def test_one_part_can_be_shown_without_the_others() -> None:
    shown = build_annex(parts={"signer": PARTS["signer"]}, salts=SALTS)

    assert shown == {"signer": {"salt": SALTS["signer"].hex(), "value": PARTS["signer"]}}
    assert verify(data=filed(body(), annex=shown)).code == "key_not_pinned"


@pytest.mark.parametrize(
    ("salts", "reason"),
    [
        ({"price": SALTS["price"]}, "own salt"),
        ({**SALTS, "signer": SALTS["price"]}, "shares its salt"),
        ({**SALTS, "signer": bytes(31)}, "own salt"),
    ],
)
def test_refuses_missing_short_and_shared_salts(salts: dict[str, bytes], reason: str) -> None:
    with pytest.raises(SaltInvalid, match=reason) as refusal:
        seal_parts(parts=PARTS, salts=salts)

    assert refusal.value.part == "signer"


def test_refuses_a_part_that_no_annex_has() -> None:
    with pytest.raises(PartUnknown) as refusal:
        build_annex(parts={"notes": "x"}, salts={"notes": SALT})

    assert refusal.value.part == "notes"


def test_refuses_parts_that_no_certificate_file_can_hold() -> None:
    largest = {"allocation": "x" * (ANNEX_BYTES_MAX - 2)}
    salts = {"allocation": SALT}
    sealed = seal_parts(parts=largest, salts=salts)
    lines = [line(serial_printed="x" * 1900) for _ in range(26)]
    full = body(lines=lines, kg=26 * 3250, tonnes="84.5", annex_sha256=sealed)

    assert verify(data=filed(full, annex=build_annex(parts=largest, salts=salts))).exit_code == 3
    with pytest.raises(AnnexTooLarge) as refusal:
        seal_parts(parts={"allocation": "x" * (ANNEX_BYTES_MAX - 1)}, salts=salts)

    assert (refusal.value.size, refusal.value.size_max) == (ANNEX_BYTES_MAX + 1, ANNEX_BYTES_MAX)


def test_refuses_a_short_salt() -> None:
    with pytest.raises(SaltInvalid):
        seal(NAME, b"short")
