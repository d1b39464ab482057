import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.proof.examples import ORIGIN, OTHER_LOG, SIGNER, STRANGER
from truetonne.proof.checkpoint import (
    KeyNameInvalid,
    NotSigned,
    PrivateKeyUnreadable,
    PublicKey,
    Signer,
    open_checkpoint,
    open_note,
    read_checkpoint,
    sign_checkpoint,
    sign_note,
)
from truetonne.proof.verifier import Refused

ROOT = bytes(range(32))

# The example of the signed-note implementation in Go (golang.org/x/mod/sumdb/note): key, private key, note.
PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
NOTE = (
    TEXT + "\n\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def checkpoint(signer: Signer = SIGNER, size: int = 20852163) -> str:
    return sign_checkpoint(origin=signer.name, size=size, root=ROOT, signer=signer)


def test_reads_keys_and_notes_of_the_go_implementation() -> None:
    signer = Signer.from_text(PRIVATE)

    assert signer.public_key.to_text() == PUBLIC
    assert signer.to_text() == PRIVATE
    assert sign_note(text=TEXT, signer=signer) == NOTE
    assert open_note(note=NOTE, keys=[PublicKey.from_text(PUBLIC)]) == TEXT


def test_a_checkpoint_is_four_lines_and_one_signature() -> None:
    lines = checkpoint().split("\n")

    assert lines[:4] == [ORIGIN, "20852163", base64.b64encode(ROOT).decode(), ""]
    assert lines[4].startswith(f"\u2014 {ORIGIN} ")
    assert len(lines) == 6
    assert lines[5] == ""


def test_opens_what_it_signed() -> None:
    opened = open_checkpoint(checkpoint(), [OTHER_LOG.public_key, SIGNER.public_key])

    assert (opened.origin, opened.size, opened.root) == (ORIGIN, 20852163, ROOT)


def test_signs_an_empty_log() -> None:
    assert open_checkpoint(checkpoint(size=0), [SIGNER.public_key]).size == 0


@pytest.mark.parametrize("signer", [STRANGER, OTHER_LOG])
def test_refuses_a_checkpoint_of_a_key_that_is_not_known(signer: Signer) -> None:
    with pytest.raises(NotSigned, match="not a known key"):
        open_checkpoint(checkpoint(signer), [SIGNER.public_key])


def test_refuses_a_checkpoint_whose_text_changed() -> None:
    changed = checkpoint().replace("20852163", "20852164")

    with pytest.raises(NotSigned, match="does not cover this root"):
        open_checkpoint(changed, [SIGNER.public_key])


def _edited() -> dict[str, str]:
    text = checkpoint()
    signature = text.split("\n")[4]
    root = base64.b64encode(ROOT).decode()
    return {
        "an extension line": text.replace(f"{root}\n", f"{root}\nextension\n"),
        "two signature lines": text + signature + "\n",
        "no line end": text[:-1],
        "one line end more": text + "\n",
        "leading zero": text.replace("\n20852163\n", "\n020852163\n"),
        "plus sign": text.replace("\n20852163\n", "\n+20852163\n"),
        "size beyond 2^53": text.replace("\n20852163\n", "\n9007199254740992\n"),
        "other digits": text.replace("\n20852163\n", "\n٢٠٨٥٢١٦٣\n"),
        "carriage returns": text.replace("\n", "\r\n"),
        "hyphen for dash": text.replace("\u2014", "-"),
        "two blanks": text.replace("\u2014 ", "\u2014  "),
        "other origin": text.replace(f"{ORIGIN}\n", "other.example/log\n", 1),
        "blank origin": text.replace(f"{ORIGIN}\n", "\n", 1),
        "padding bits of the root": text.replace(root, root[:-2] + chr(ord(root[-2]) + 1) + "="),
        "padding bits of the signature": text[:-3] + chr(ord(text[-3]) + 1) + "=\n",
        "no padding": text.replace("=\n", "\n"),
        "base64 for addresses": text.replace("+", "-"),
        "nothing": "",
    }


@pytest.mark.parametrize("edit", _edited())
def test_a_checkpoint_has_one_spelling(edit: str) -> None:
    text = _edited()[edit]
    assert text != checkpoint()

    with pytest.raises(Refused) as refusal:
        read_checkpoint(text)
    with pytest.raises(NotSigned):
        open_checkpoint(text, [SIGNER.public_key])

    assert refusal.value.facts == {"member": "proof.checkpoint"}


def test_a_note_may_carry_signatures_of_witnesses() -> None:
    own, witness = checkpoint(), sign_note(text=checkpoint().rpartition("\n\n")[0] + "\n", signer=OTHER_LOG)
    both = own + witness.rpartition("\n\n")[2]

    text = own.rpartition("\n\n")[0] + "\n"
    assert open_note(note=both, keys=[SIGNER.public_key]) == text
    assert open_note(note=both, keys=[OTHER_LOG.public_key]) == text
    with pytest.raises(NotSigned, match="no key that is known"):
        open_note(note=both, keys=[STRANGER.public_key])


def test_one_wrong_signature_of_a_known_key_refuses_the_note() -> None:
    own, other = checkpoint(), checkpoint(size=7)
    mixed = own + other.rpartition("\n\n")[2]

    with pytest.raises(NotSigned, match="does not cover"):
        open_note(note=mixed, keys=[SIGNER.public_key])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\nno dash\n",
        "text\n\n\u2014 name !!!\n",
        "text\n\n\u2014 name abc\n",
        NOTE[:-1],
    ],
)
def test_refuses_notes_without_a_signature(note: str) -> None:
    with pytest.raises(NotSigned):
        open_note(note=note, keys=[PublicKey.from_text(PUBLIC)])


def test_only_the_logs_own_key_signs_its_checkpoint() -> None:
    with pytest.raises(ValueError, match="own name"):
        sign_checkpoint(origin="other.example/log", size=1, root=ROOT, signer=SIGNER)


@pytest.mark.parametrize(("size", "root"), [(-1, ROOT), (2**53, ROOT), (1, ROOT[:31])])
def test_refuses_to_sign_a_log_that_cannot_be(size: int, root: bytes) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        sign_checkpoint(origin=ORIGIN, size=size, root=root, signer=SIGNER)


@pytest.mark.parametrize("text", ["no line end", "carriage\r\n", "tab\t\n"])
def test_refuses_to_sign_a_text_that_is_no_note(text: str) -> None:
    with pytest.raises(ValueError, match="note ends"):
        sign_note(text=text, signer=SIGNER)


def test_a_generated_key_survives_its_text() -> None:
    signer = Signer.generate("exchange.example/log")

    assert Signer.from_text(signer.to_text() + "\n") == signer
    assert PublicKey.from_text(signer.public_key.to_text() + "\n") == signer.public_key
    assert signer.seed.hex() not in repr(signer)
    assert Signer.generate("exchange.example/log") != signer


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\nb", "Tiếng", "x" * 201, "a\u00a0b"])
def test_refuses_names_that_cannot_name_a_log(name: str) -> None:
    with pytest.raises(KeyNameInvalid) as refusal:
        Signer.generate(name)

    assert refusal.value.name == name


@given(st.integers(0, len(PRIVATE) - 1), st.characters(min_codepoint=33, max_codepoint=126))
def test_refuses_a_damaged_private_key(at: int, letter: str) -> None:
    damaged = PRIVATE[:at] + letter + PRIVATE[at + 1 :]
    if damaged == PRIVATE:
        return

    with pytest.raises(PrivateKeyUnreadable) as refusal:
        Signer.from_text(damaged)

    assert damaged[-20:] not in str(refusal.value)


@given(st.integers(0, len(PUBLIC) - 1), st.characters(min_codepoint=33, max_codepoint=126))
def test_refuses_a_damaged_public_key(at: int, letter: str) -> None:
    damaged = PUBLIC[:at] + letter + PUBLIC[at + 1 :]
    if damaged == PUBLIC:
        return

    with pytest.raises(Refused) as refusal:
        PublicKey.from_text(damaged)

    assert refusal.value.code == "key_unreadable"


@pytest.mark.parametrize("seed", [b"", bytes(31), bytes(33)])
def test_refuses_a_seed_of_another_length(seed: bytes) -> None:
    with pytest.raises(PrivateKeyUnreadable):
        Signer(name=ORIGIN, seed=seed)


@pytest.mark.parametrize("text", ["", "two\nlines", PUBLIC + PUBLIC, PRIVATE, PUBLIC.replace("+AR", "+BR")])
def test_refuses_what_is_not_one_public_key(text: str) -> None:
    with pytest.raises(Refused):
        PublicKey.from_text(text)
