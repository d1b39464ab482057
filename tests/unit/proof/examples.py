"""Certificates to try the verifier on. All names and figures are invented; keys come from fixed seeds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from truetonne.proof.annex import build_annex, seal_parts
from truetonne.proof.certificate import CertificateProof, assemble, build_body
from truetonne.proof.checkpoint import Signer, sign_checkpoint
from truetonne.proof.log import LogState, append
from truetonne.proof.merkle import inclusion_proof
from truetonne.proof.tiles import TiledLog, reader_of

GOLDEN = Path(__file__).parent / "golden"
ORIGIN = "exchange.example/log"
SIGNER = Signer(name=ORIGIN, seed=bytes(range(32)))
STRANGER = Signer(name=ORIGIN, seed=bytes(range(1, 33)))
OTHER_LOG = Signer(name="other.example/log", seed=bytes(range(2, 34)))

PARTS: dict[str, object] = {
    "price": {"currency": "USD", "total_minor": 4631, "lines": [{"project_minor": 4000, "handling_minor": 631}]},
    "signer": {"name": "Nguyễn Thị Ánh", "role": "Head of procurement"},
}
SALTS = {"price": bytes(range(32)), "signer": bytes(range(32, 64))}
GROSS = "This retirement does not reduce the gross inventory of the beneficiary."


def line(**changes: object) -> dict[str, object]:
    return {
        "lot_id": "lot_01jd3m8vq6e9tr2k5w7x9yz0ab",
        "registry": "ART",
        "program": "ART",
        "project_id": "ART102",
        "project_name": "Invented Forest Program",
        "country": "GY",
        "issuance_id": "ART-GY-102-2021-11",
        "vintage_start": "2021-01-01",
        "vintage_end": "2022-01-01",
        "serial_printed": "ART-GY-102-2021-11-2759599 to 2759602",
        "first": 2759599,
        "last": 2759602,
        "unit_kg": 1000,
        "first_part_kg": 1000,
        "last_part_kg": 250,
        "kg": 3250,
    } | changes


def body_arguments(**changes: Any) -> dict[str, Any]:
    return {
        "certificate_id": "crt_01jd3m8vq6e9tr2k5w7x9yz0cd",
        "retirement_id": "ret_01jd3m8vq6e9tr2k5w7x9yz0ef",
        "version": 1,
        "kind": "CREDIT",
        "livemode": True,
        "operator": "Invented Exchange",
        "key_id": SIGNER.public_key.id,
        "verify_url": "https://exchange.example/certificates/crt_01jd3m8vq6e9tr2k5w7x9yz0cd/",
        "public": {
            "beneficiary": {"display_name": "Tallow & Pine Furniture 木", "country": "VN"},
            "holder": {"retired_by": "Invented Exchange"},
            "act": {"order_id": "ord_01jd3m8vq6e9tr2k5w7x9yz0gh", "request_id": "demo-1"},
            "purpose": {"code": "ONGOING_EMISSIONS", "claim_year": 2025},
            "wording": {"gross_inventory": {"en": GROSS}},
        },
        "lines": [line()],
        "kg": 3250,
        "tonnes": "3.25",
        "words": "three tonnes and two hundred and fifty kilograms",
        "annex_sha256": seal_parts(parts=PARTS, salts=SALTS),
        "effective_at": "2026-11-21T09:14:02Z",
        "recorded_at": "2026-11-21T09:14:02.125001Z",
    } | changes


def body(**changes: Any) -> bytes:
    return build_body(**body_arguments(**changes))


def filed(
    entry: bytes,
    *,
    signer: Signer = SIGNER,
    before: int = 5,
    after: int = 3,
    annex: Mapping[str, object] | None = None,
    change: Mapping[str, object] | None = None,
) -> bytes:
    """Put a body into a small log between other entries, sign it and return the certificate file."""
    entries = [b"before %d" % number for number in range(before)] + [entry]
    entries += [b"after %d" % number for number in range(after)]
    growth = append(state=LogState(), entries=entries)
    log = TiledLog(size=growth.state.size, read=reader_of(files=growth.files))
    proof = CertificateProof(
        log_index=before,
        inclusion_proof=inclusion_proof(index=before, size=log.size, read=log.node),
        checkpoint=sign_checkpoint(origin=signer.name, size=log.size, root=growth.root, signer=signer),
        key=signer.public_key,
    )
    return assemble(body=entry, proof=proof, annex=annex)


@cache
def certificate() -> bytes:
    """A buyer's certificate with its annex."""
    return filed(body(), annex=build_annex(parts=PARTS, salts=SALTS))
