"""Certificates that must not pass, each with the code of its reason: one corpus for every verifier.

Each is made with care to be wrong in one way only, signed anew by the log where a changed body needs it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from tests.unit.proof.examples import ORIGIN, PARTS, SALTS, SIGNER, STRANGER, body, certificate, filed
from truetonne.proof.annex import build_annex
from truetonne.proof.canonical import decode, encode
from truetonne.proof.checkpoint import sign_checkpoint
from truetonne.proof.merkle import leaf_hash, node_hash

Change = Callable[[Any], None]


def file() -> Any:
    return decode(certificate())


def edited(change: Change) -> bytes:
    """Change the certificate's value and write it canonically."""
    value = deepcopy(file())
    change(value)
    return encode(value)


def refiled(change: Change) -> bytes:
    """Change the body, then let the log itself take it in and sign: an operator's mistake."""
    value: Any = decode(body())
    change(value)
    return filed(encode(value))


def setting(path: str, value: object) -> Change:
    def change(root: Any) -> None:
        *parents, last = path.split("/")
        for step in parents:
            root = root[int(step)] if isinstance(root, list) else root[step]
        root[last] = value

    return change


def deleting(path: str) -> Change:
    def change(root: Any) -> None:
        *parents, last = path.split("/")
        for step in parents:
            root = root[step]
        del root[last]

    return change


def on_checkpoint(edit: Callable[[str], str]) -> bytes:
    return edited(lambda value: value["proof"].update(checkpoint=edit(value["proof"]["checkpoint"])))


def next_letter(text: str, at: int) -> str:
    """Change the padding bits of base64: other text, same bytes."""
    return text[:at] + chr(ord(text[at]) + 1) + text[at + 1 :]


def moved_scalar(text: str) -> str:
    """Write the signature's scalar s as s + L: another text that a lax verifier takes for the same signature."""
    head, _, line = text.rpartition(" ")
    data = base64.b64decode(line)
    scalar = int.from_bytes(data[36:], "little") + 2**252 + 27742317777372353535851937790883648493
    return f"{head} {base64.b64encode(data[:36] + scalar.to_bytes(32, 'little')).decode()}\n"


def twins() -> bytes:
    """The same entry twice in a row: its index could be swapped without changing a hash."""
    entry = body()
    leaf = leaf_hash(entry)
    value = deepcopy(file())
    root = node_hash(leaf, leaf)
    checkpoint = sign_checkpoint(origin=ORIGIN, size=2, root=root, signer=SIGNER)
    value["proof"] |= {"checkpoint": checkpoint, "inclusion_proof": [leaf.hex()], "log_index": 0}
    return encode(value)


def forgeries() -> Iterator[tuple[str, bytes, str]]:
    """Yield name, file and the code of the reason."""
    good = certificate()
    yield from _other_bytes(good)
    yield from _other_members()
    yield from _other_proofs()
    yield from _other_figures()


def _other_bytes(good: bytes) -> Iterator[tuple[str, bytes, str]]:
    yield "nothing", b"", "not_json"
    yield "a byte order mark", b"\xef\xbb\xbf" + good, "not_json"
    yield "cut short", good[:-1], "not_json"
    yield "half", good[: len(good) // 2], "not_json"
    yield "twice", good + good, "not_json"
    yield "a line end", good + b"\n", "not_canonical"
    yield "a blank before", b" " + good, "not_canonical"
    yield "not text", good.replace(b"3.25", b"\xff.25"), "not_json"
    yield "not a number", good.replace(b'"kg":3250', b'"kg":NaN'), "not_json"
    yield "a fraction", good.replace(b'"kg":3250', b'"kg":3250.0'), "not_canonical"
    yield "an exponent", good.replace(b'"kg":3250', b'"kg":325e1'), "not_canonical"
    yield "a large number", good.replace(b'"kg":3250', b'"kg":' + b"3" * 5000), "not_canonical"
    yield "minus nothing", good.replace(b'"first":2759599', b'"first":-0'), "not_canonical"
    yield "a member twice", good.replace(b'"version":1', b'"version":1,"version":1'), "not_canonical"
    yield "a hidden twin", good.replace(b'"kg":3250', b'"kg":9999,"kg":3250'), "not_canonical"
    yield "an escape", good.replace(b"Tallow", b"\\u0054allow"), "not_canonical"
    yield "half a pair", good.replace(b"Tallow", b"\\ud800"), "not_canonical"
    yield (
        "an order of members",
        good.replace(b'"unit_kg":1000,', b"").replace(b'"vintage_end"', b'"unit_kg":1000,"vintage_end"')[::-1],
        "not_json",
    )
    yield "too deep", b"[" * 5000 + b"]" * 5000, "too_deep"
    yield "too large", b'"' + b"x" * 300_000 + b'"', "too_large"
    yield "another kind of file", b'{"id":"ord_1"}', "unknown_member"
    yield "a list", b"[]", "wrong_value"
    yield "nothing at all", b"null", "wrong_value"


def _other_members() -> Iterator[tuple[str, bytes, str]]:
    for name in ("__proto__", "constructor", "toString", "note", "", "1", "\u202e", "\U0001f600"):
        yield f"a member {name!a} beside body", edited(setting(name, 1)), "unknown_member"
        yield f"a member {name!a} in the body", refiled(setting(name, 1)), "unknown_member"
    yield "a member in the proof", edited(setting("proof/note", "x")), "unknown_member"
    yield "a member in a line", refiled(setting("lines/0/note", "x")), "unknown_member"
    yield "a part no annex has", edited(setting("annex/note", {"salt": "0" * 64, "value": 1})), "unknown_member"
    yield "a member in a part", edited(setting("annex/price/note", 1)), "unknown_member"
    yield "no proof", edited(deleting("proof")), "missing_member"
    yield "no body", edited(deleting("body")), "missing_member"
    yield "no key", edited(deleting("proof/key")), "missing_member"
    yield "no statement", refiled(deleting("wording/gross_inventory")), "missing_member"
    yield "no salt", edited(deleting("annex/price/salt")), "missing_member"
    yield "upper-case salt", edited(_upper("annex", "signer", "salt")), "wrong_value"
    yield "a short salt", edited(setting("annex/price/salt", "00")), "wrong_value"
    yield "upper-case path", edited(_upper("proof", "inclusion_proof", 0)), "wrong_value"
    yield "a path that is no list", edited(setting("proof/inclusion_proof", {})), "wrong_value"
    yield "an index that is text", edited(setting("proof/log_index", "5")), "wrong_value"
    yield "an index below nothing", edited(setting("proof/log_index", -1)), "wrong_value"
    yield "livemode as number", refiled(setting("livemode", 1)), "wrong_value"
    yield "a null", refiled(setting("holder/account_holder", None)), "wrong_value"
    yield "another format", refiled(setting("format", "truetonne/certificate/2")), "wrong_value"
    yield "escape codes in a name", refiled(setting("beneficiary/display_name", "\x1b[2J")), "wrong_value"
    yield "a text turned round", refiled(setting("operator", "a\u202eb")), "wrong_value"


def _other_proofs() -> Iterator[tuple[str, bytes, str]]:
    yield "another name", edited(setting("body/beneficiary/display_name", "Somebody else")), "path_wrong"
    yield "another index", edited(setting("proof/log_index", 4)), "path_wrong"
    yield "an index outside", edited(setting("proof/log_index", 2**53 - 1)), "path_wrong"
    yield "a shorter path", edited(lambda value: value["proof"]["inclusion_proof"].pop()), "path_wrong"
    yield "a longer path", edited(lambda value: value["proof"]["inclusion_proof"].append("0" * 64)), "path_wrong"
    yield "a turned path", edited(lambda value: value["proof"]["inclusion_proof"].reverse()), "path_wrong"
    yield "an empty path", edited(setting("proof/inclusion_proof", [])), "path_wrong"
    yield "another size", on_checkpoint(lambda text: text.replace("\n9\n", "\n10\n")), "signature_wrong"
    yield "an empty log", on_checkpoint(lambda text: text.replace("\n9\n", "\n0\n")), "path_wrong"
    yield "a size with a zero before", on_checkpoint(lambda text: text.replace("\n9\n", "\n09\n")), "wrong_value"
    yield "an extension line", on_checkpoint(lambda text: text.replace("=\n\n", "=\nx\n\n")), "wrong_value"
    yield "two signatures", on_checkpoint(lambda text: text + text.split("\n")[4] + "\n"), "wrong_value"
    yield "no signature", on_checkpoint(lambda text: text.split("\u2014")[0]), "wrong_value"
    yield "no line end", on_checkpoint(lambda text: text[:-1]), "wrong_value"
    yield "another origin", on_checkpoint(lambda text: text.replace(ORIGIN, "other.example/log", 1)), "wrong_value"
    yield "other names", on_checkpoint(lambda text: text.replace(ORIGIN, "other.example/log")), "keys_disagree"
    yield "padding of the root", on_checkpoint(lambda text: next_letter(text, text.index("=\n\n") - 1)), "wrong_value"
    yield "padding of the signature", on_checkpoint(lambda text: next_letter(text, len(text) - 3)), "wrong_value"
    yield "a scalar beyond the order", on_checkpoint(moved_scalar), "signature_wrong"
    yield "another key id", on_checkpoint(_other_key_id), "keys_disagree"
    yield (
        "padding of the key",
        edited(lambda value: value["proof"].update(key="x" + value["proof"]["key"])),
        "key_unreadable",
    )
    yield "a key of small order", edited(setting("proof/key", _small_key())), "key_unreadable"
    yield "the stranger's key", edited(setting("proof/key", STRANGER.public_key.to_text())), "keys_disagree"
    yield "an entry twice", twins(), "entry_twice"
    other = build_annex(parts={"price": {"total_minor": 1}}, salts=SALTS)
    yield "another price", edited(setting("annex", other)), "annex_wrong"
    swapped = build_annex(parts=PARTS, salts={"price": SALTS["signer"], "signer": SALTS["price"]})
    yield "swapped salts", edited(setting("annex", swapped)), "annex_wrong"
    unsealed = build_annex(parts={"allocation": {"line": 1}}, salts={"allocation": bytes(32)})
    yield "a part nobody sealed", edited(setting("annex", unsealed)), "annex_wrong"


def _other_figures() -> Iterator[tuple[str, bytes, str]]:
    yield "another sum", refiled(setting("quantity/kg", 3251)), "figures_disagree"
    yield "other tonnes", refiled(setting("quantity/tonnes", "32.5")), "figures_disagree"
    yield "trailing zeros", refiled(setting("quantity/tonnes", "3.250")), "figures_disagree"
    yield "more serials", refiled(setting("lines/0/last", 2759603)), "figures_disagree"
    yield "fewer serials", refiled(setting("lines/0/last", 2759599)), "figures_disagree"
    yield "reversed serials", refiled(setting("lines/0/last", 1)), "figures_disagree"
    yield "serials beyond counting", refiled(setting("lines/0/unit_kg", 2**53 - 1)), "figures_disagree"
    yield "a part larger than a unit", refiled(setting("lines/0/last_part_kg", 1001)), "figures_disagree"
    yield "no lines", refiled(setting("lines", [])), "figures_disagree"


def _upper(*steps: Any) -> Change:
    def change(value: Any) -> None:
        for step in steps[:-1]:
            value = value[step]
        value[steps[-1]] = value[steps[-1]].upper()

    return change


def _other_key_id(text: str) -> str:
    head, _, line = text.rpartition(" ")
    data = base64.b64decode(line)
    return f"{head} {base64.b64encode(bytes([data[0] ^ 1]) + data[1:]).decode()}\n"


def _small_key() -> str:
    from truetonne.proof.verifier import Key

    return Key(ORIGIN, (1).to_bytes(32, "little")).to_text()
