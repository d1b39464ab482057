"""Correcting: a certificate that says something wrong is replaced by another. Both stay public; the units stay used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import psycopg

from truetonne.edge.identifiers import show_id
from truetonne.ledger.actions.hold import check_reason
from truetonne.ledger.answers import read_retirements
from truetonne.ledger.entries import EntryKind, NewEntry, entry_body, read_now, write_entry
from truetonne.ledger.issuer import Issuer, this_exchange
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.requests import check_request_id, find_first, fingerprint, row_request_id
from truetonne.ledger.retiring import CertificateInvalid
from truetonne.ledger.rows import only
from truetonne.ledger.times import check_effective
from truetonne.ledger.values import CorrectionInstruction, Refused, Retirement
from truetonne.ledger.wire import Row as WireRow
from truetonne.ledger.wire import Statement, Wire, int8, transaction
from truetonne.proof.annex import PartUnknown, SaltInvalid, build_annex, seal_parts
from truetonne.proof.canonical import decode, encode
from truetonne.proof.certificate import BodyInvalid, EntryTooLarge, build_body, instant_text

_FIND = Statement.of(
    name="certificate_find",
    sql="""
    SELECT certificate.entry_id, certificate.retirement_id, certificate.unit_kind, certificate.kg,
        encode(certificate.annex, 'hex'), encode(entry.body, 'hex'), next.certificate_id
    FROM ledger_certificate certificate
    JOIN ledger_entry entry ON entry.id = certificate.entry_id
    LEFT JOIN ledger_certificate next ON next.replaces_id = certificate.entry_id
    WHERE certificate.certificate_id = $1::uuid
    """,
)
_WRITE = Statement.of(
    name="replacement_write",
    sql="""
    INSERT INTO ledger_certificate (entry_id, certificate_id, retirement_id, unit_kind, kg, replaces_id, annex)
    VALUES ($1::bigint, $2::uuid, $3::uuid, $4, $5::bigint, $6::bigint, $7::bytea)
    """,
)
_WRITE_REASON = Statement.of(
    name="correction_write",
    sql="INSERT INTO ledger_correction (entry_id, certificate_entry_id, reason) VALUES ($1::bigint, $2::bigint, $3)",
)
_GROUPS = ("beneficiary", "holder", "purpose", "wording", "labels", "article6", "durability", "quality")


class CertificateNotFound(Refusal):
    """No certificate has this id."""

    code = "not_found"

    def __init__(self, *, certificate_id: UUID) -> None:
        super().__init__(f"there is no certificate {certificate_id}")
        self.certificate_id = certificate_id


class CertificateReplaced(Refusal):
    """A certificate is replaced once; carries the one that took its place."""

    code = "state_conflict"

    def __init__(self, *, certificate_id: UUID, replaced_by: UUID | None) -> None:
        super().__init__(f"certificate {certificate_id} is replaced already, by {replaced_by}")
        self.certificate_id = certificate_id
        self.replaced_by = replaced_by


def correct_certificate(*, correction: CorrectionInstruction, request_id: str, at: datetime) -> Retirement:
    """Replace a certificate by one with other public fields: same units, same charge, a stated public reason.

    Two log entries: the replacement's body and the correction with its reason. ``public`` replaces the groups that it
    names; annex parts that ``private`` does not name are kept with their salts. Raises CertificateNotFound,
    CertificateReplaced, ReasonMissing, CertificateInvalid, RequestReused.
    """
    return only(_correct_many(corrections=(correction,), request_ids=(check_request_id(request_id=request_id),), at=at))


def correct_certificates(
    *, corrections: Sequence[CorrectionInstruction], request_id: str, at: datetime
) -> tuple[Retirement | Refused, ...]:
    """Replace many certificates in one transaction; a refused row (its new certificate's id) does not sink the others."""
    check_request_id(request_id=request_id)
    ids = [row_request_id(request_id=request_id, row_id=one.new_certificate_id) for one in corrections]
    return _correct_many(corrections=corrections, request_ids=ids, at=at)


def _correct_many(
    *, corrections: Sequence[CorrectionInstruction], request_ids: Sequence[str], at: datetime
) -> tuple[Retirement | Refused, ...]:
    outcomes: list[Retirement | Refused] = []
    issuer = this_exchange()
    with transaction() as wire:
        for correction, request_id in zip(corrections, request_ids, strict=True):
            try:
                outcomes.append(_correct(wire=wire, issuer=issuer, correction=correction, request_id=request_id, at=at))
            except Refusal as error:
                outcomes.append(Refused(row_id=correction.new_certificate_id, error=error))
    return tuple(outcomes)


def _correct(
    *, wire: Wire, issuer: Issuer, correction: CorrectionInstruction, request_id: str, at: datetime
) -> Retirement:
    check_reason(reason=correction.reason)
    input_hash = fingerprint(
        verb="correct",
        asked=(correction.certificate_id, dict(correction.public), dict(correction.private), correction.reason),
    )
    first = find_first(wire=wire, request_id=request_id, input_hash=input_hash)
    if first is not None:
        return read_retirements(wire=wire, entry_ids=(first,))[first]
    rows = wire.run(_FIND, correction.certificate_id.bytes)
    if not rows:
        raise CertificateNotFound(certificate_id=correction.certificate_id)
    old = rows[0]
    if old[6] is not None:
        raise CertificateReplaced(certificate_id=correction.certificate_id, replaced_by=UUID(_text(old[6])))
    if wire.run(_FIND, correction.new_certificate_id.bytes):
        raise CertificateReplaced(certificate_id=correction.certificate_id, replaced_by=correction.new_certificate_id)
    recorded_at = read_now(wire=wire)
    effective_at = check_effective(effective_at=at, recorded_at=recorded_at)
    body, annex = _replacement(
        issuer=issuer,
        correction=correction,
        old_body=_mapping(decode(bytes.fromhex(_text(old[5])))),
        old_annex=_mapping(decode(bytes.fromhex(_text(old[4])))),
        recorded_at=recorded_at,
    )
    # The reason's body first: nothing is written when it is refused.
    reason = entry_body(
        kind=EntryKind.CORRECTION,
        facts={
            "certificate_id": show_id(prefix="crt", id=correction.certificate_id),
            "replaced_by": show_id(prefix="crt", id=correction.new_certificate_id),
            "reason": correction.reason,
        },
        effective_at=effective_at,
        recorded_at=recorded_at,
    )
    entry = NewEntry(request_id=request_id, input_hash=input_hash, body=body, effective_at=effective_at)
    entry_id = write_entry(wire=wire, kind=EntryKind.REPLACEMENT, entry=entry)
    _write(wire=wire, entry_id=entry_id, correction=correction, old=old, annex=encode(dict(annex)))
    record = NewEntry(request_id=f"{request_id}/reason", input_hash=input_hash, body=reason, effective_at=effective_at)
    record_id = write_entry(wire=wire, kind=EntryKind.CORRECTION, entry=record)
    wire.run(_WRITE_REASON, int8(record_id), int8(entry_id), correction.reason.encode())
    return read_retirements(wire=wire, entry_ids=(entry_id,))[entry_id]


def _write(*, wire: Wire, entry_id: int, correction: CorrectionInstruction, old: WireRow, annex: bytes) -> None:
    try:
        wire.run(
            _WRITE,
            int8(entry_id),
            correction.new_certificate_id.bytes,
            UUID(_text(old[1])).bytes,
            old[2],
            int8(int(old[3] or 0)),
            int8(int(old[0] or 0)),
            annex,
        )
    except psycopg.errors.UniqueViolation as error:
        # Another call replaced it between the look above and this write.
        raise CertificateReplaced(certificate_id=correction.certificate_id, replaced_by=None) from error


def _replacement(
    *,
    issuer: Issuer,
    correction: CorrectionInstruction,
    old_body: Mapping[str, object],
    old_annex: Mapping[str, object],
    recorded_at: datetime,
) -> tuple[bytes, Mapping[str, object]]:
    """Return body and annex of the replacement: what the old one said, but for what is corrected."""
    act = dict(_mapping(old_body["act"]))
    effective_at = str(act.pop("effective_at"))
    act.pop("recorded_at")
    quantity = _mapping(old_body["quantity"])
    public = {group: old_body[group] for group in _GROUPS if group in old_body}
    public |= {"act": act, **correction.public}
    certificate_id = show_id(prefix="crt", id=correction.new_certificate_id)
    try:
        annex = {
            **{part: old_annex[part] for part in old_annex if part not in correction.removed_parts},
            **build_annex(parts=correction.private, salts=correction.salts),
        }
        seals = {
            **{
                part: seal
                for part, seal in _mapping(old_body["annex_sha256"]).items()
                if part not in correction.removed_parts
            },
            **seal_parts(parts=correction.private, salts=correction.salts),
        }
        body = build_body(
            certificate_id=certificate_id,
            retirement_id=str(old_body["retirement_id"]),
            version=int(str(old_body["version"])) + 1,
            kind=str(old_body["kind"]),
            livemode=issuer.livemode,
            operator=issuer.operator,
            key_id=issuer.key.id,
            verify_url=issuer.certificate_url(certificate_id=certificate_id),
            public=public,
            lines=[_mapping(line) for line in _sequence(old_body["lines"])],
            kg=int(str(quantity["kg"])),
            tonnes=str(quantity["tonnes"]),
            words=str(quantity["words"]),
            annex_sha256={part: str(seal) for part, seal in seals.items()},
            effective_at=effective_at,
            recorded_at=instant_text(recorded_at),
            replaces=str(old_body["certificate_id"]),
        )
    except BodyInvalid as error:
        raise CertificateInvalid(member=error.member, reason=error.reason) from error
    except (SaltInvalid, PartUnknown) as error:
        raise CertificateInvalid(member=f"annex.{error.part}", reason=str(error)) from error
    except EntryTooLarge as error:
        raise CertificateInvalid(member="body", reason=str(error)) from error
    return body, annex


def _text(value: bytes | None) -> str:
    return str(value or b"", "ascii")


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError("a stored certificate is an object of objects")
    return value


def _sequence(value: object) -> Sequence[object]:
    if not isinstance(value, Sequence):
        raise TypeError("a stored certificate's lines are a list")
    return value
