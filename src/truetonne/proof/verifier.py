#!/usr/bin/env python3
"""Check a truetonne retirement certificate offline: this file, the certificate and the operator's public key, no more.

    python3 truetonne-verify.py CERTIFICATE.json --key KEYFILE

Exit 0: valid under the key you gave. 1: not valid, with the reason. 2: unreadable. 3: consistent in itself, but you
gave no key, so anybody may have made it. Needs only the Python standard library (3.9 or later). Read it from top to
bottom: refusals, canonical bytes, the tree, Ed25519, keys and checkpoints, what a certificate holds, the checks.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

INTEGER_MAX = 2**53 - 1
DEPTH_MAX = 16
FILE_BYTES_MAX = 262_144

REASONS = {
    "valid": "Valid: the log of {key} holds this certificate as entry {log_index}.",
    "key_not_pinned": "Consistent, but you have not pinned the key {key}: anybody may have made this file.",
    "too_large": "The file is larger than a certificate can be.",
    "too_deep": "The file nests deeper than a certificate can.",
    "not_json": "The file is not JSON text in UTF-8.",
    "not_canonical": "The bytes are not the one form that a certificate has: it was changed, written anew, or is none.",
    "unknown_member": "{member} is not a member of a certificate.",
    "missing_member": "{member} is missing.",
    "wrong_value": "{member} does not have the form it must have.",
    "figures_disagree": "{member} says {said}, its parts come to {parts}.",
    "keys_disagree": "The checkpoint is not signed under the name and id of the key {key}.",
    "path_wrong": "The inclusion proof does not lead from this certificate to the root of the checkpoint.",
    "entry_twice": "The log holds a part of itself twice, so that the place of the entry is not certain.",
    "signature_wrong": "The log's signature does not cover this root.",
    "annex_wrong": "{member} does not match its hash in the body.",
    "other_key": "The certificate is signed with the key {key}, not with {pinned}.",
    "sandbox": "This is the certificate of a sandbox: no real unit stands behind it.",
    "key_unreadable": "This is not one line with an Ed25519 public key and its own id: name+id+base64.",
    "float_refused": "{value} has no canonical form: quantities are integers, decimals are text.",
    "integer_refused": "{value} lies beyond 2^53 - 1, where not every JSON reader is exact.",
    "type_refused": "{value} has no canonical form: not text, integer, boolean, null, array or object with text names.",
    "surrogate_refused": "{value} is half of a surrogate pair, which UTF-8 cannot hold.",
}
UNREADABLE = ("too_large", "too_deep", "not_json")  # exit 2


class Refused(ValueError):
    """What is wrong: ``code`` is a key of REASONS, ``facts`` fill its sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(REASONS[code].format(**facts))
        self.code = code
        self.facts = facts


# ---- Canonical bytes: RFC 8785 without fractions --------------------------------------------------------------------

_QUOTED = json.encoder.encode_basestring  # the escapes of RFC 8785 3.2.2.2, and no others


def encode(value: object) -> bytes:
    """Return the canonical bytes of a value of dict, list, tuple, str, int, bool, None. Raises Refused."""
    text = _written(value, 0)
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise Refused("surrogate_refused", value=ascii(text[error.start])) from None


def _written(value: object, depth: int) -> str:
    """Write a value, refusing what has no canonical form; names sort by UTF-16 code units (RFC 8785 3.2.3)."""
    if isinstance(value, str):
        return _QUOTED(value)
    if value is None or value is True or value is False:
        return "null" if value is None else "true" if value else "false"
    if isinstance(value, int):
        if not -INTEGER_MAX <= value <= INTEGER_MAX:
            raise Refused("integer_refused", value=hex(value))
        return int.__repr__(value)
    if not isinstance(value, (dict, list, tuple)):
        raise Refused("float_refused" if isinstance(value, float) else "type_refused", value=repr(value))
    if depth >= DEPTH_MAX:
        raise Refused("too_deep")
    if not isinstance(value, dict):
        return "[" + ",".join([_written(item, depth + 1) for item in value]) + "]"
    if not {str}.issuperset(map(type, value)):
        raise Refused("type_refused", value=repr(list(value)))
    # Plain order is that of UTF-16 where all names are ASCII.
    names = sorted(value, key=None if "".join(value).isascii() else lambda n: n.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join([f"{_QUOTED(name)}:{_written(value[name], depth + 1)}" for name in names]) + "}"


def decode(data: bytes) -> object:
    """Return the value of canonical bytes. Raises Refused for any other bytes, even of the same value."""
    if len(data) > FILE_BYTES_MAX:
        raise Refused("too_large")
    try:
        text = data.decode()
        brackets = re.findall(r"[\[\]{}]", re.sub(r'"(?:[^"\\]|\\[\s\S])*"', "", text))
        is_deep = max(accumulate(1 if bracket in "[{" else -1 for bracket in brackets), default=0) > DEPTH_MAX
        # Digits cut short come back as another number; int("NaN") fails, as it should: NaN is not JSON.
        value = None if is_deep else json.loads(text, parse_int=lambda digits: int(digits[:20]), parse_constant=int)
    except ValueError:
        raise Refused("not_json") from None
    if is_deep:
        raise Refused("too_deep")
    try:  # blanks, other escapes, another order, a member named twice: all come back as other bytes
        is_canonical = encode(value) == data
    except Refused:
        is_canonical = False
    if not is_canonical:
        raise Refused("not_canonical")
    return value


# ---- The tree: RFC 6962 section 2.1, RFC 9162 section 2.1.3.2 -------------------------------------------------------


def leaf_hash(entry: bytes) -> bytes:
    """Hash a log entry's bytes into a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring subtrees into their parent."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def climb(*, leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> list[bytes]:
    """Return the nodes from a leaf up to the root of a tree of ``size``, the root last; none if the path cannot fit.

    ``path`` is the inclusion proof: the sibling of each node, from the bottom.
    """
    nodes, position, last = [leaf], index, size - 1
    for sibling in path:
        if last == 0:
            return []
        if position % 2 or position == last:
            nodes.append(node_hash(sibling, nodes[-1]))
            while position % 2 == 0 and position:
                position, last = position >> 1, last >> 1
        else:
            nodes.append(node_hash(nodes[-1], sibling))
        position, last = position >> 1, last >> 1
    return nodes if last == 0 and 0 <= index < size else []


# ---- Ed25519: RFC 8032 section 5.1.7, without cofactor, every encoding the canonical one ----------------------------

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)  # of -1
_Point = tuple[int, int, int, int]  # x, y, z, x * y / z


def _add(one: _Point, two: _Point) -> _Point:
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % _P, (one[1] + one[0]) * (two[1] + two[0]) % _P
    c, d = 2 * one[3] * two[3] * _D % _P, 2 * one[2] * two[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _point(data: bytes) -> _Point | None:
    """Read a point; None unless it lies on the curve and is written in the canonical way."""
    sign, y = int.from_bytes(data, "little") >> 255, int.from_bytes(data, "little") % 2**255
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    x = x if (x * x - square) % _P == 0 else x * _ROOT % _P
    if len(data) != 32 or y >= _P or (x * x - square) % _P or (x == 0 and sign):
        return None
    x = x if x % 2 == sign else _P - x
    return (x, y, 1, x * y % _P)


_ZERO: _Point = (0, 1, 1, 0)
_BASE = _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little")) or _ZERO


def is_public_key(data: bytes) -> bool:
    """Say whether these are 32 bytes of a usable key: canonical, on the curve, not one of the 8 points of small order."""
    point = _point(data)
    for _ in range(3):
        point = _add(point, point) if point else None
    return point is not None and point[0] != 0


def is_signature(*, key: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether these 64 bytes are the key's signature of the message; s >= L is refused."""
    s, point = int.from_bytes(signature[32:], "little"), _point(key)
    if len(signature) != 64 or s >= _L or point is None or not is_public_key(key):
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % _L
    minus = (_P - point[0], point[1], 1, _P - point[3])
    terms, total = (_ZERO, _BASE, minus, _add(_BASE, minus)), _ZERO
    for bit in range(252, -1, -1):  # s * BASE - k * key, both scalars bit by bit
        total = _add(_add(total, total), terms[(s >> bit & 1) + 2 * (k >> bit & 1)])
    scale = pow(total[2], -1, _P)
    x, y = total[0] * scale % _P, total[1] * scale % _P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


# ---- Keys and checkpoints: C2SP signed-note and tlog-checkpoint -----------------------------------------------------

NAME = r"[!-*,-~]{1,200}"
_KEY = rf"({NAME})\+([0-9a-f]{{8}})\+([A-Za-z0-9+/]{{44}})"
_CHECKPOINT = rf"(({NAME})\n(0|[1-9][0-9]{{0,15}})\n([A-Za-z0-9+/]{{43}}=)\n)\n\u2014 ({NAME}) ([A-Za-z0-9+/]{{91}}=)\n"


class Key(NamedTuple):
    """A log's public Ed25519 key under its name."""

    name: str
    raw: bytes

    @property
    def id(self) -> str:
        """First four bytes, in hex, of SHA-256(name, newline, 0x01, key): tells keys apart and proves nothing."""
        return hashlib.sha256(self.name.encode() + b"\n\x01" + self.raw).hexdigest()[:8]

    def to_text(self) -> str:
        """Return the key as the one line that is published and pinned."""
        return f"{self.name}+{self.id}+{base64.b64encode(bytes([1]) + self.raw).decode()}"

    @classmethod
    def from_text(cls, text: str) -> Key:
        """Read one public key line, line end and blanks around it allowed. Raises Refused."""
        match = re.fullmatch(_KEY, text.strip("\r\n\t "))
        key = cls(match[1], _base64(match[3])[1:]) if match else None
        if match is None or key is None or key.to_text() != match[0] or not is_public_key(key.raw):
            raise Refused("key_unreadable")
        return key


class Checkpoint(NamedTuple):
    """The size and root of a log; ``signed`` are the bytes under the signature. The origin is the key's name."""

    signed: bytes
    origin: str
    size: int
    root: bytes
    key_id: str
    signature: bytes


def read_checkpoint(text: str) -> Checkpoint:
    """Read three lines, a blank one and exactly one signature line, by the log itself. Raises Refused."""
    match = re.fullmatch(_CHECKPOINT, text)
    root, signed = (_base64(match[4]), _base64(match[6])) if match else (b"", b"")
    if match is None or not root or not signed or int(match[3]) > INTEGER_MAX or match[2] != match[5]:
        raise Refused("wrong_value", member="proof.checkpoint")
    return Checkpoint(match[1].encode(), match[2], int(match[3]), root, signed[:4].hex(), signed[4:])


def _base64(text: str) -> bytes:
    """Decode base64 of whole length; nothing if it is not the canonical text of its bytes."""
    data = base64.b64decode(text)
    return data if base64.b64encode(data).decode() == text else b""


# ---- What a certificate holds: an object, its members ("?" may be absent) and their types ("[]" is a list) --------

_SAFE = r"\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
_DATE = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
TYPES = {
    "text": rf"[^{_SAFE}\n]{{1,2000}}",
    "note": rf"[^{_SAFE}]{{1,280}}",
    "lines": rf"[^{_SAFE}]{{1,1000}}",
    "format": "truetonne/certificate/1",
    "id": "[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}",
    "key_id": "[0-9a-f]{8}",
    "key": _KEY,
    "hash": "[0-9a-f]{64}",
    "word": "[A-Z][A-Z0-9_]{0,63}",
    "country": "[A-Z]{2}",
    "decimal": "[+-]?[0-9]{1,30}([.][0-9]{1,30})?",
    "date": _DATE,
    "instant": _DATE + "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?Z",
    "url": "https?://[!-~]{1,1000}",
}
SCHEMA = """
file annex?:annex body:body proof:proof
proof checkpoint:lines inclusion_proof:hash[] key:key log_index:int
annex allocation?:sealed beneficiary?:sealed price?:sealed signer?:sealed
sealed salt:hash value:any
body format:format certificate_id:id retirement_id:id version:int replaces?:id kind:word livemode:bool operator:text
body key_id:key_id verify_url:url annex_sha256:hashes beneficiary:beneficiary holder:holder quantity:quantity act:act
body lines:line[] purpose:purpose wording:wording labels?:label[] article6?:article6[] durability?:durability[]
body quality?:quality[]
hashes allocation?:hash beneficiary?:hash price?:hash signer?:hash
beneficiary display_name?:text legal_name?:text lei?:text registration_number?:text domain?:text country?:country parent?:text
beneficiary hidden_until?:date
holder retired_by:text account_holder?:text
quantity kg:int tonnes:text words:text
act effective_at:instant recorded_at:instant order_id?:id request_id?:text external_id?:text registry_confirmed:bool
act registry_confirmed_on?:date registry_transaction_id?:text registry_url?:url
line lot_id:id registry:text program:text project_id:text project_name:text issuance_id:text vintage_start:date
line vintage_end:date first:int last:int unit_kg:int first_part_kg:int last_part_kg:int kg:int serial_printed?:text
line country?:country subdivision?:text coordinates?:coordinates developer?:text methodology?:text methodology_version?:text
line credit_class?:word make_good_for?:reference[] inset?:inset
coordinates latitude:decimal longitude:decimal
reference certificate_id:id line:int
inset side:word volume_ml:int energy_mj:int fuel_type:text feedstock:text batch:text chain_of_custody:word facility?:text
inset feedstock_origin?:text mass_kg?:int heating_value_basis?:text delivery_place?:text delivery_date?:date mode?:word
inset scheme?:text scheme_certificate?:text sustainability_proof?:text wtw_g_co2e_per_mj?:decimal fossil_reference_id?:text
inset fossil_reference_g_co2e_per_mj?:decimal difference_g_co2e_per_mj?:decimal biogenic_co2_kg?:int is_co_processed?:bool
inset claims_given_up?:text[] covered_by?:reference[] tiers?:text[] scope3_category?:int is_tonne_km_included?:bool
inset expires_on?:date verifier_statement?:text unit_code?:text
purpose code:word reason?:word note?:note claim_year?:int period_start?:date period_end?:date country?:country scope?:text
purpose residual_share_pct?:decimal
wording gross_inventory:languages claim?:languages code?:text code_version?:text product_neutrality?:languages
wording host_country?:languages
languages en:text vi?:text zh-Hans?:text
label lot_id:id label:word issuer?:text phase?:text valid_from?:date valid_until?:date
article6 lot_id:id declaration:word status:word authorization_ref?:text purpose?:text leaf_path?:int ndc_use?:text
durability lot_id:id delivery:word durability_class?:word years?:int cover?:text
quality lot_id:id review_id:text reviewer:text reviewed_on:date next_review_on:date score?:decimal score_low?:decimal
quality score_high?:decimal other?:rating[]
rating agency:text rating:text scale:text rated_on:date
"""
OBJECTS: dict[str, dict[str, str]] = {}
REQUIRED: dict[str, set[str]] = {}
for _object, *_members in map(str.split, SCHEMA.split("\n")[1:-1]):
    for _name, _, _kind in (_member.partition(":") for _member in _members):
        OBJECTS.setdefault(_object, {})[_name.rstrip("?")] = _kind
        REQUIRED.setdefault(_object, set()).update({_name} if _name[-1] != "?" else ())
_MATCH = {kind: re.compile(pattern).fullmatch for kind, pattern in TYPES.items()}


def check_shape(*, value: object, kind: str, member: str) -> None:
    """Refuse a member that SCHEMA does not know, that is missing, or that has another form."""
    if misfit := _misfit(value, kind):
        raise Refused(misfit[0], member=f"{member}{misfit[1]}".lstrip("."))


def _misfit(value: object, kind: str) -> tuple[str, str] | None:
    """Return the code and the place of the first thing that does not fit."""
    match, members = _MATCH.get(kind), OBJECTS.get(kind)
    if match:
        return None if isinstance(value, str) and match(value) else ("wrong_value", "")
    if members and isinstance(value, dict):
        for name, item in value.items():
            if name not in members:
                return "unknown_member", f".{name if re.fullmatch('[A-Za-z0-9_]{1,40}', name) else '(another name)'}"
            if misfit := _misfit(item, members[name]):
                return misfit[0], f".{name}{misfit[1]}"
        missing = REQUIRED[kind] - value.keys()
        return ("missing_member", f".{min(missing)}") if missing else None
    if kind.endswith("[]") and isinstance(value, (list, tuple)):
        misfits = ((number, _misfit(item, kind[:-2])) for number, item in enumerate(value))
        return next(((misfit[0], f"[{number}]{misfit[1]}") for number, misfit in misfits if misfit), None)
    is_whole = kind == "int" and type(value) is int and value >= 0
    return None if is_whole or kind == "any" or (kind == "bool" and type(value) is bool) else ("wrong_value", "")


# ---- The checks, in order -------------------------------------------------------------------------------------------


class Verdict(NamedTuple):
    """``code`` is a key of REASONS and ``reason`` its sentence; ``facts`` are what the certificate says, or what is wrong."""

    exit_code: int
    code: str
    reason: str
    facts: Mapping[str, object]


def verify(*, data: bytes, key: Key | None = None, pinned: Sequence[Key] = (), is_live: bool = False) -> Verdict:
    """Check a certificate file's bytes under the key given, or else under the pinned keys.

    With ``is_live`` the certificate of a sandbox is not valid. Exit codes as at the top of this file.
    """
    try:
        value: Any = decode(data)
        check_shape(value=value, kind="file", member="")
        body, proof = value["body"], value["proof"]
        check_figures(body=body)
        signer, size = _check_proof(encode(body), proof)
        for part, seal in value.get("annex", {}).items():
            if body["annex_sha256"].get(part) != seal_of(part=encode(seal["value"]), salt=bytes.fromhex(seal["salt"])):
                raise Refused("annex_wrong", member=f"annex.{part}")
        code = _trust(signer, key, pinned)
        if is_live and not body["livemode"]:
            raise Refused("sandbox")
    except Refused as refusal:
        return Verdict(2 if refusal.code in UNREADABLE else 1, refusal.code, str(refusal), refusal.facts)
    facts = {"key": _short(signer), "log_index": proof["log_index"], "size": size, "body": body}
    return Verdict(0 if code == "valid" else 3, code, REASONS[code].format(**facts), facts)


def check_figures(*, body: Mapping[str, Any]) -> None:
    """Refuse a body whose serials, lines, kilograms and tonnes do not come to the same mass."""
    for number, line in enumerate(body["lines"]):
        if line_kg(line=line) != line["kg"]:
            member = f"body.lines[{number}].kg"
            raise Refused("figures_disagree", member=member, said=line["kg"], parts=line_kg(line=line))
    check_quantity(quantity=body["quantity"], parts_kg=sum(line["kg"] for line in body["lines"]))


def check_quantity(*, quantity: Mapping[str, Any], parts_kg: int) -> None:
    """Refuse a quantity that is not the sum of the lines, is nothing, or has other tonnes than kilograms."""
    kg, tonnes = quantity["kg"], f"{parts_kg // 1000}.{parts_kg % 1000:03d}".rstrip("0").rstrip(".")
    if kg != parts_kg or kg == 0:
        raise Refused("figures_disagree", member="body.quantity.kg", said=kg, parts=parts_kg)
    if quantity["tonnes"] != tonnes:
        raise Refused("figures_disagree", member="body.quantity.tonnes", said=quantity["tonnes"], parts=tonnes)


def line_kg(*, line: Mapping[str, Any]) -> int:
    """Return the kilograms that a line's serials come to, both ends included; 0 if they cannot be so."""
    between, ends = line["last"] - line["first"] - 1, (line["first_part_kg"], line["last_part_kg"])
    if between < -1 or min(ends) < 1 or max(ends) > line["unit_kg"] or (between == -1 and ends[0] != ends[1]):
        return 0
    return int(ends[0] if between == -1 else ends[0] + between * line["unit_kg"] + ends[1])


def seal_of(*, part: bytes, salt: bytes) -> str:
    """Return the hex SHA-256 of a 32-byte salt and the canonical bytes of a private part."""
    return hashlib.sha256(salt + part).hexdigest()


def _check_proof(entry: bytes, proof: Mapping[str, Any]) -> tuple[Key, int]:
    """Follow the entry up to the root, then the signature over that root; return the signing key and the log's size."""
    signer, checkpoint = Key.from_text(proof["key"]), read_checkpoint(proof["checkpoint"])
    if (checkpoint.origin, checkpoint.key_id) != (signer.name, signer.id):
        raise Refused("keys_disagree", key=_short(signer))
    path = [bytes.fromhex(node) for node in proof["inclusion_proof"]]
    nodes = climb(leaf=leaf_hash(entry), index=proof["log_index"], size=checkpoint.size, path=path)
    if not nodes or nodes[-1] != checkpoint.root:
        raise Refused("path_wrong")
    if any(node == sibling for node, sibling in zip(nodes, path)):  # noqa: B905 - one node more; left and right could swap
        raise Refused("entry_twice")
    if not is_signature(key=signer.raw, message=checkpoint.signed, signature=checkpoint.signature):
        raise Refused("signature_wrong")
    return signer, checkpoint.size


def _trust(signer: Key, given: Key | None, pinned: Sequence[Key]) -> str:
    """Judge the signing key by keys that did not come with the certificate."""
    for known in [given] if given else [key for key in pinned if key.name == signer.name]:
        if known != signer:
            raise Refused("other_key", key=_short(signer), pinned=_short(known))
        return "valid"
    return "key_not_pinned"


def _short(key: Key) -> str:
    return f"{key.name}+{key.id}"


# ---- The report -----------------------------------------------------------------------------------------------------


def report(*, verdict: Verdict) -> str:
    """Say in a few lines what the certificate says, and whether that holds."""
    body: Any = verdict.facts.get("body")
    if body is None:
        return f"NOT VALID ({verdict.code})\n{verdict.reason}"
    who = body["beneficiary"].get("display_name") or "a name sealed in the annex"
    rows = [("certificate", body["certificate_id"]), ("operator", body["operator"]), ("beneficiary", who)]
    rows += [("mass", "{tonnes} t = {kg} kg ({words})".format(**body["quantity"]))]
    rows += [("retired at", body["act"]["effective_at"]), ("purpose", body["purpose"]["code"])]
    text = "{kg} kg, {project_name} ({program} {project_id}), vintage {vintage_start}, serials {first} to {last}"
    rows += [("line", text.format(**line)) for line in body["lines"]]
    rows += [("entry", "{log_index} of {size}".format(**verdict.facts)), ("signed with", verdict.facts["key"])]
    rows += [("sandbox", REASONS["sandbox"])] * (not body["livemode"])
    rows += [("later notices", body["verify_url"])] * (verdict.exit_code == 0)
    return "\n".join([verdict.reason, "", *(f"{name:<14}{said}" for name, said in rows)])


def main(arguments: Sequence[str]) -> int:
    """Run from the command line and return the exit code."""
    parser = argparse.ArgumentParser(description="Check a truetonne retirement certificate offline.")
    parser.add_argument("certificate", type=Path, help="the certificate file (.json)")
    parser.add_argument("--key", type=Path, help="file with the operator's public key, got through another channel")
    parser.add_argument("--live", action="store_true", help="refuse certificates of a sandbox")
    options = parser.parse_args(arguments)
    try:
        key = Key.from_text(options.key.read_text("ascii")) if options.key else None
        verdict = verify(data=options.certificate.read_bytes(), key=key, is_live=options.live)
    except (OSError, UnicodeDecodeError, Refused) as problem:
        verdict = Verdict(2, "file_unreadable", f"Unreadable: {problem}", {})
    sys.stdout.buffer.write((report(verdict=verdict) + "\n").encode(sys.stdout.encoding, "replace"))
    return verdict.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
