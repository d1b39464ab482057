"""What came after a certificate: recalls, make-goods, holds, confirmations, its replacement."""

from __future__ import annotations

import json
from uuid import UUID

from django.db import connection

from truetonne.ledger.values import Notice, NoticeKind

_NOTICES = """
    WITH asked AS (
        SELECT certificate.entry_id, original.entry_id AS original_id
        FROM ledger_certificate certificate
        JOIN ledger_certificate original
            ON original.retirement_id = certificate.retirement_id AND original.replaces_id IS NULL
        WHERE certificate.certificate_id = %s
    ), line AS (
        SELECT line.lot_id, line.stop_unit, line.entry_id FROM asked JOIN ledger_line line ON line.entry_id = asked.original_id
    ), notice AS (
        SELECT 'RECALL' AS kind, part.entry_id, recall.reason AS text,
            sum(part.part_stop_unit - part.part_start_unit)::bigint AS kg, NULL::uuid AS certificate_id
        FROM line JOIN ledger_recalled_part part ON part.lot_id = line.lot_id AND part.stop_unit = line.stop_unit
        JOIN ledger_recall recall ON recall.entry_id = part.entry_id
        GROUP BY part.entry_id, recall.reason
        UNION ALL
        SELECT 'MADE_GOOD', made.entry_id, '', sum(made.kg)::bigint, by_certificate.certificate_id
        FROM line JOIN ledger_recalled_part part ON part.lot_id = line.lot_id AND part.stop_unit = line.stop_unit
        JOIN ledger_make_good made ON made.recalled_part_id = part.id
        JOIN ledger_certificate by_certificate ON by_certificate.entry_id = made.entry_id
        GROUP BY made.entry_id, by_certificate.certificate_id
        UNION ALL
        SELECT DISTINCT CASE WHEN hold.is_hold THEN 'HOLD' ELSE 'RELEASE' END, hold.entry_id, hold.reason, NULL::bigint, NULL::uuid
        FROM line JOIN ledger_hold hold ON hold.lot_id = line.lot_id AND hold.entry_id > line.entry_id
        UNION ALL
        SELECT DISTINCT 'CONFIRMATION', confirmation.entry_id, '', NULL::bigint, NULL::uuid
        FROM line JOIN ledger_confirmation confirmation
            ON confirmation.lot_id = line.lot_id AND confirmation.stop_unit = line.stop_unit
        UNION ALL
        SELECT 'CORRECTION', correction.entry_id, correction.reason, NULL::bigint, next.certificate_id
        FROM asked JOIN ledger_certificate next ON next.replaces_id = asked.entry_id
        JOIN ledger_correction correction ON correction.certificate_entry_id = next.entry_id
    )
    SELECT notice.kind, leaf.log_index, entry.recorded_at, notice.text, notice.kg, notice.certificate_id,
        CASE WHEN notice.kind = 'CONFIRMATION' THEN convert_from(entry.body, 'UTF8') END
    FROM notice JOIN ledger_entry entry ON entry.id = notice.entry_id
    LEFT JOIN ledger_leaf leaf ON leaf.entry_id = notice.entry_id
    ORDER BY leaf.log_index NULLS LAST, notice.entry_id
"""


def notices_for(*, certificate_id: UUID) -> tuple[Notice, ...]:
    """Return the notices of a certificate in the order of the log; an unknown certificate has none."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTICES, [certificate_id])
        return tuple(
            Notice(
                kind=NoticeKind(row[0]),
                log_index=row[1],
                recorded_at=row[2],
                text=row[3],
                kg=row[4],
                certificate_id=row[5],
                evidence=json.loads(row[6])["evidence"] if row[6] else {},
            )
            for row in cursor.fetchall()
        )
