"""Retirements and their certificates, one by one and as the register lists them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from truetonne.ledger.answers import read_retirements
from truetonne.ledger.refusals import Refusal
from truetonne.ledger.values import CertificateStatus, RetirementRecord, UnitKind
from truetonne.ledger.wire import Statement, int8s, read_instant, reader

LIMIT_MAX = 1_000

_FACTS = Statement.of(
    name="certificate_facts",
    sql="""
    SELECT certificate.entry_id, certificate.unit_kind, leaf.log_index, replaced.certificate_id, next.certificate_id,
        EXISTS (SELECT FROM ledger_line line JOIN ledger_recalled_part part
                ON part.lot_id = line.lot_id AND part.stop_unit = line.stop_unit WHERE line.entry_id = original.entry_id)
        OR EXISTS (SELECT FROM ledger_line line JOIN ledger_hold hold
                   ON hold.lot_id = line.lot_id AND hold.entry_id > original.entry_id
                   WHERE line.entry_id = original.entry_id),
        (SELECT CASE WHEN count(*) = count(confirmation.entry_id)
             THEN (extract(epoch FROM max(confirmed.recorded_at)) * 1000000)::bigint END
         FROM ledger_line line
         LEFT JOIN ledger_confirmation confirmation
             ON confirmation.lot_id = line.lot_id AND confirmation.stop_unit = line.stop_unit
         LEFT JOIN ledger_entry confirmed ON confirmed.id = confirmation.entry_id
         WHERE line.entry_id = original.entry_id)
    FROM ledger_certificate certificate
    JOIN ledger_certificate original ON original.retirement_id = certificate.retirement_id AND original.replaces_id IS NULL
    LEFT JOIN ledger_leaf leaf ON leaf.entry_id = certificate.entry_id
    LEFT JOIN ledger_certificate replaced ON replaced.entry_id = certificate.replaces_id
    LEFT JOIN ledger_certificate next ON next.replaces_id = certificate.entry_id
    WHERE certificate.entry_id = ANY($1::bigint[])
    """,
)
_ONE = "SELECT c.entry_id FROM ledger_certificate c"
_COUNT = "SELECT count(*) FROM ledger_certificate WHERE replaces_id IS NULL"
_PAGE = """
    SELECT certificate.entry_id FROM ledger_leaf leaf
    JOIN ledger_certificate certificate ON certificate.entry_id = leaf.entry_id
"""


class RetirementUnknown(Refusal):
    """No retirement or certificate has this id."""

    code = "not_found"

    def __init__(self, *, asked: UUID) -> None:
        super().__init__(f"there is no retirement or certificate {asked}")
        self.asked = asked


def get_retirement(*, retirement_id: UUID | None = None, certificate_id: UUID | None = None) -> RetirementRecord:
    """Return a certificate by its own id, or the one in force of a retirement. Raises RetirementUnknown."""
    if certificate_id is not None:
        asked, where = certificate_id, "certificate_id = %s"
    elif retirement_id is not None:
        # In force is the one that none replaces.
        asked = retirement_id
        where = "retirement_id = %s AND NOT EXISTS (SELECT FROM ledger_certificate n WHERE n.replaces_id = c.entry_id)"
    else:
        raise TypeError("get_retirement needs a retirement_id or a certificate_id")
    with connection.cursor() as cursor:
        cursor.execute(f"{_ONE} WHERE {where}", [asked])
        row = cursor.fetchone()
    if row is None:
        raise RetirementUnknown(asked=asked)
    return _records(entry_ids=[row[0]])[0]


def find_retirements(
    *,
    after: int | None = None,
    before: int | None = None,
    limit: int = 20,
    is_newest_first: bool = True,
    lot_ids: Sequence[UUID] | None = None,
    unit_kind: UnitKind | None = None,
    is_in_force: bool | None = True,
    recorded_from: datetime | None = None,
    recorded_until: datetime | None = None,
) -> tuple[RetirementRecord, ...]:
    """Return certificates by their place in the log, ``limit`` at most (1 to LIMIT_MAX).

    ``after`` and ``before`` are log indexes, exclusive. A certificate appears once the log has its entry. With
    ``lot_ids`` only those with a line of one of the lots; with ``is_in_force`` only those that none replaces.
    """
    conditions: list[str] = []
    parameters: list[int | str | list[UUID] | datetime] = []
    if lot_ids is not None:
        conditions.append(
            "EXISTS (SELECT FROM ledger_certificate o JOIN ledger_line line ON line.entry_id = o.entry_id"
            " JOIN ledger_lot lot ON lot.id = line.lot_id"
            " WHERE o.retirement_id = certificate.retirement_id AND o.replaces_id IS NULL AND lot.public_id = ANY(%s))"
        )
        parameters.append(list(lot_ids))
    if is_in_force is not None:
        conditions.append(
            f"{'NOT ' if is_in_force else ''}EXISTS"
            " (SELECT FROM ledger_certificate n WHERE n.replaces_id = certificate.entry_id)"
        )
    dates = "(SELECT e.recorded_at FROM ledger_entry e WHERE e.id = certificate.entry_id)"
    for condition, value in (
        ("leaf.log_index > %s", after),
        ("leaf.log_index < %s", before),
        ("certificate.unit_kind = %s", unit_kind),
        (f"{dates} >= %s", recorded_from),
        (f"{dates} < %s", recorded_until),
    ):
        if value is not None:
            conditions.append(condition)
            parameters.append(value)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    order = "DESC" if is_newest_first else "ASC"
    parameters.append(max(1, min(limit, LIMIT_MAX)))
    with connection.cursor() as cursor:
        cursor.execute(f"{_PAGE}{where} ORDER BY leaf.log_index {order} LIMIT %s", parameters)
        return _records(entry_ids=[row[0] for row in cursor.fetchall()])


def list_retirements(*, certificate_ids: Sequence[UUID]) -> tuple[RetirementRecord, ...]:
    """Return certificates by their own ids, in the order given; ids that no certificate has are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT certificate_id, entry_id FROM ledger_certificate WHERE certificate_id = ANY(%s)",
            [list(certificate_ids)],
        )
        entry_of = dict(cursor.fetchall())
    return _records(entry_ids=[entry_of[each] for each in dict.fromkeys(certificate_ids) if each in entry_of])


def count_retirements() -> int:
    """Return how many retirements there are: a scan, so not for every page."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        row = cursor.fetchone()
        return int(row[0]) if row else 0


def _records(*, entry_ids: Sequence[int]) -> tuple[RetirementRecord, ...]:
    """Return records in the order of the entries given."""
    if not entry_ids:
        return ()
    wire = reader()
    retirements = read_retirements(wire=wire, entry_ids=entry_ids)
    found: dict[int, RetirementRecord] = {}
    for entry, kind, log_index, replaces, replaced_by, has_notice, confirmed_at in wire.run(
        _FACTS, int8s(list(entry_ids))
    ):
        entry_id = int(entry or 0)
        status = CertificateStatus.NOTICE_ATTACHED if has_notice == b"t" else CertificateStatus.VALID
        found[entry_id] = RetirementRecord(
            retirement=retirements[entry_id],
            unit_kind=UnitKind(str(kind or b"", "ascii")),
            log_index=None if log_index is None else int(log_index),
            status=CertificateStatus.REPLACED if replaced_by else status,
            replaces=_uuid(replaces),
            replaced_by=_uuid(replaced_by),
            registry_confirmed_at=None if confirmed_at is None else read_instant(confirmed_at),
        )
    return tuple(found[entry_id] for entry_id in entry_ids)


def _uuid(text: bytes | None) -> UUID | None:
    return None if text is None else UUID(str(text, "ascii"))
