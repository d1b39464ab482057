"""The retirement certificate: building its body and its file. What it may hold stands in the verifier's SCHEMA.

The body is the log entry of the retirement: public fields only, made once, never changed. The proof comes later and
may be renewed by a later checkpoint; the annex is in the buyer's copy only. ``verify`` is the verifier's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from truetonne.proof.canonical import decode, encode, join_array, join_object
from truetonne.proof.certificate_line import (
    BodyInvalid,
    CertificateLine,
    LotFacts,
    check_day,
    check_id,
    check_line,
    check_lot,
    refused_body,
)
from truetonne.proof.tiles import ENTRY_BYTES_MAX, EntryTooLarge
from truetonne.proof.verifier import Key, Refused, Verdict, check_quantity, check_shape, verify

__all__ = [
    "FORMAT",
    "GROUPS",
    "KINDS",
    "PURPOSES",
    "BodyInvalid",
    "CertificateLine",
    "CertificateProof",
    "EntryTooLarge",
    "LotFacts",
    "Verdict",
    "assemble",
    "build_body",
    "check_line",
    "check_lot",
    "instant_text",
    "verify",
]

FORMAT = "truetonne/certificate/1"
KINDS = ("CREDIT", "INSET")
PURPOSES = (
    "ONGOING_EMISSIONS",
    "RESIDUAL_NEUTRALIZATION",
    "BVCM_CONTRIBUTION",
    "CORPORATE_TARGET",
    "PUBLIC_CLAIM",
    "INSETTING",
    "REGULATORY",
    "OTHER",
)
HOST_COUNTS = 3
TITLE_PATHS = (HOST_COUNTS, 4)
"""LEAF paths on which title passes; on path 3 the host country counts the result too."""
GROUPS = ("beneficiary", "holder", "purpose", "wording", "labels", "article6", "durability", "quality")
"""What ``public`` may hold besides ``act``; the last four are optional lists, one item per lot and fact."""


_LEAST: dict[str, object] = {
    "beneficiary": {},
    "holder": {"retired_by": "-"},
    "purpose": {"code": "OTHER"},
    "wording": {"gross_inventory": {"en": "-"}},
}
"""Groups that come again in certificate after certificate, each with the least that SCHEMA lets pass."""

_SEEN: set[tuple[str, bytes]] = set()
_SEEN_MAX = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateProof:
    """Where a body stands in the log: its index, the sibling hashes up to the root, the signed checkpoint and the log's key."""

    log_index: int
    inclusion_proof: Sequence[bytes]
    checkpoint: str
    key: Key

    def members(self) -> dict[str, object]:
        """The proof as it stands in the file."""
        return {
            "checkpoint": self.checkpoint,
            "inclusion_proof": [node.hex() for node in self.inclusion_proof],
            "key": self.key.to_text(),
            "log_index": self.log_index,
        }


def build_body(
    *,
    certificate_id: str,
    retirement_id: str,
    version: int,
    kind: str,
    livemode: bool,
    operator: str,
    key_id: str,
    verify_url: str,
    public: Mapping[str, object],
    lines: Sequence[CertificateLine | Mapping[str, object]],
    kg: int,
    tonnes: str,
    words: str,
    annex_sha256: Mapping[str, str],
    effective_at: str,
    recorded_at: str,
    replaces: str | None = None,
) -> bytes:
    """Return the canonical bytes of a certificate's body: the log entry of the retirement.

    ``public`` holds the groups ``beneficiary``, ``holder``, ``purpose``, ``wording`` and, where known, ``act`` (all but
    its two instants), ``labels``, ``article6``, ``durability``, ``quality``. Members without a value are left out,
    never null. ``version`` counts the certificates of one retirement from 1; a later one names what it ``replaces``.
    ``kg`` in kilograms, instants as RFC 3339 text in UTC with Z.

    Raises BodyInvalid (a member is missing, unknown or private, figures disagree, a rule of this module is broken)
    and EntryTooLarge (more than 65,535 bytes: deliver as several retirements).
    """
    body: dict[str, object] = {
        "format": FORMAT,
        "certificate_id": certificate_id,
        "retirement_id": retirement_id,
        "version": version,
        "kind": kind,
        "livemode": livemode,
        "operator": operator,
        "key_id": key_id,
        "verify_url": verify_url,
        "annex_sha256": dict(annex_sha256),
        "quantity": {"kg": kg, "tonnes": tonnes, "words": words},
        "act": _act(public=public, effective_at=effective_at, recorded_at=recorded_at),
    }
    if replaces is not None:
        body["replaces"] = replaces
    for group, value in public.items():
        if group not in GROUPS and group != "act":
            raise BodyInvalid(member=f"public.{group}", reason_code="unknown_member", reason="no such group")
        if group != "act":
            body[group] = value
    checked = [
        line if isinstance(line, CertificateLine) else check_line(line=line, member=f"body.lines[{number}]")
        for number, line in enumerate(lines)
    ]
    data = _encode_body(body, checked)
    _check_kinds(body, checked)
    _check_beneficiary(body)
    _check_ids_and_times(body)
    _check_lots(body, checked)
    _check_article6(body)
    return data


def _encode_body(body: dict[str, Any], lines: Sequence[CertificateLine]) -> bytes:
    try:
        members = {name: encode(value) for name, value in body.items()}
        _check_shape(body, members)
        check_quantity(quantity=body["quantity"], parts_kg=sum([line.kg for line in lines]))
    except Refused as refusal:
        raise refused_body(refusal=refusal, member="body") from None
    members["lines"] = join_array(items=[line.data for line in lines])
    data = join_object(members=members)
    if len(data) > ENTRY_BYTES_MAX:
        raise EntryTooLarge(size=len(data))
    return data


def _check_shape(body: dict[str, Any], members: Mapping[str, bytes]) -> None:
    """Refuse a body that SCHEMA refuses. Groups that were found right before, byte for byte, are not read again."""
    plain = {**body, "lines": ()}
    for group, least in _LEAST.items():
        if group not in body:
            continue
        if (group, members[group]) not in _SEEN:
            check_shape(value=body[group], kind=group, member=f"body.{group}")
            if len(_SEEN) >= _SEEN_MAX:
                _SEEN.clear()
            _SEEN.add((group, members[group]))
        plain[group] = least
    check_shape(value=plain, kind="body", member="body")


def assemble(
    *,
    body: bytes,
    proof: CertificateProof,
    annex: Mapping[str, object] | None = None,
) -> bytes:
    """Return the certificate file: the canonical bytes of annex (in the buyer's copy), body and proof.

    ``body`` are the stored bytes; ``annex`` comes from ``annex.build_annex``. Checks nothing: see ``verify``.
    """
    file: dict[str, object] = {"body": decode(body), "proof": proof.members()}
    if annex:
        file["annex"] = dict(annex)
    return encode(file)


def instant_text(at: datetime) -> str:
    """Return an aware time as RFC 3339 text in UTC with Z, at most microseconds. ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("a time needs its zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _act(*, public: Mapping[str, object], effective_at: str, recorded_at: str) -> dict[str, object]:
    given = public.get("act", {})
    if not isinstance(given, Mapping) or {"effective_at", "recorded_at"} & given.keys():
        raise BodyInvalid(member="public.act", reason_code="wrong_value", reason="an object without its two instants")
    return {"registry_confirmed": False, **given, "effective_at": effective_at, "recorded_at": recorded_at}


def _check_kinds(body: Mapping[str, Any], lines: Sequence[CertificateLine]) -> None:
    if body["kind"] not in KINDS:
        raise BodyInvalid(member="body.kind", reason_code="wrong_value", reason=f"one of {', '.join(KINDS)}")
    if body["purpose"]["code"] not in PURPOSES:
        raise BodyInvalid(member="body.purpose.code", reason_code="wrong_value", reason=f"one of {', '.join(PURPOSES)}")
    for number, line in enumerate(lines):
        if line.has_inset != (body["kind"] == "INSET"):
            member = f"body.lines[{number}]"
            raise BodyInvalid(member=member, reason_code="kinds_mixed", reason="credits and insets never meet")


def _check_beneficiary(body: Mapping[str, Any]) -> None:
    beneficiary = body["beneficiary"]
    is_sealed = "beneficiary" in body["annex_sha256"]
    if "hidden_until" in beneficiary and (len(beneficiary) > 1 or not is_sealed):
        reason = "a hidden name stands in the annex and nowhere else"
        raise BodyInvalid(member="body.beneficiary", reason_code="name_not_hidden", reason=reason)
    if "hidden_until" not in beneficiary and ("display_name" not in beneficiary or is_sealed):
        reason = "a name, or the day until which it is hidden"
        raise BodyInvalid(member="body.beneficiary.display_name", reason_code="missing_member", reason=reason)


def _check_ids_and_times(body: Mapping[str, Any]) -> None:
    act, purpose = body["act"], body["purpose"]
    check_id(value=body["certificate_id"], prefix="crt_", member="body.certificate_id")
    check_id(value=body["retirement_id"], prefix="ret_", member="body.retirement_id")
    check_id(value=body.get("replaces", "crt_"), prefix="crt_", member="body.replaces")
    check_id(value=act.get("order_id", "ord_"), prefix="ord_", member="body.act.order_id")
    for name in ("effective_at", "recorded_at"):
        check_day(value=act[name], member=f"body.act.{name}")
    if _sortable(act["effective_at"]) > _sortable(act["recorded_at"]):
        reason = "later than it was recorded"
        raise BodyInvalid(member="body.act.effective_at", reason_code="time_order", reason=reason)
    has_year, has_start, has_end = (name in purpose for name in ("claim_year", "period_start", "period_end"))
    if has_year == (has_start and has_end) or has_start != has_end:
        reason = "a claim year, or a period with start and end"
        raise BodyInvalid(member="body.purpose.claim_year", reason_code="missing_member", reason=reason)
    if has_start:
        check_day(value=purpose["period_start"], member="body.purpose.period_start")
        check_day(value=purpose["period_end"], member="body.purpose.period_end")
        if purpose["period_start"] >= purpose["period_end"]:
            raise BodyInvalid(member="body.purpose.period_end", reason_code="time_order", reason="the end is exclusive")


def _check_lots(body: Mapping[str, Any], lines: Sequence[CertificateLine]) -> None:
    lots = {line.lot_id for line in lines}
    for group in ("labels", "article6", "durability", "quality"):
        for number, item in enumerate(body.get(group, ())):
            if item["lot_id"] not in lots:
                member = f"body.{group}[{number}].lot_id"
                raise BodyInvalid(member=member, reason_code="lot_unknown", reason="no line is taken from this lot")


def _check_article6(body: Mapping[str, Any]) -> None:
    """Refuse units whose title does not pass, and units that the host country counts too unless that is said.

    Source: the four paths of the LEAF Coalition (secondary), features CL-4 and FO-7.
    """
    for number, item in enumerate(body.get("article6", ())):
        path, member = item.get("leaf_path"), f"body.article6[{number}].leaf_path"
        if path is not None and path not in TITLE_PATHS:
            reason = "no title passes on this path: it is a contribution"
            raise BodyInvalid(member=member, reason_code="wrong_value", reason=reason)
        if path == HOST_COUNTS and "host_country" not in body["wording"]:
            reason = "on LEAF path 3 the host country counts these units too, which must be said"
            raise BodyInvalid(member="body.wording.host_country", reason_code="missing_member", reason=reason)


def _sortable(instant: str) -> tuple[str, str]:
    return instant[:19], instant[20:-1].ljust(6, "0")
