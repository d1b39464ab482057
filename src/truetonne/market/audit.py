"""The money and the orders, recomputed: quotes against reservations, payments against quotes, deliveries and the
register against certificates. Reads rows of the ledger by SQL, as an auditor would, and believes neither side."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg

from truetonne.ledger.audit.findings import Finding
from truetonne.ledger.audit.rows import RowCheck
from truetonne.science.money import COST_PARTS

_CHARGED = ", ".join(f"line.{part}_minor" for part in COST_PARTS)
_RESERVED = ", ".join(f"r.{part}_minor" for part in COST_PARTS)
_PER_T = ", ".join(f"line.{part}_per_t" for part in COST_PARTS)
_PRICE = ", ".join(f"p.{part}_minor_per_t" for part in COST_PARTS)
_SWAPPED = ", ".join(f"swap.{part}_minor" for part in COST_PARTS)
_SWAP_SUM = " + ".join(f"swap.{part}_minor" for part in COST_PARTS)
_SUM = " + ".join(f"line.{part}_minor" for part in COST_PARTS)

MONEY_CHECKS = (
    RowCheck(
        name="a quote is the sum of its lines",
        code="total_mismatch",
        sql=f"""
        SELECT jsonb_build_object('quote', q.id, 'stated', jsonb_build_array(q.kg, q.amount_minor), 'lines', jsonb_build_array(s.kg, s.minor))
        FROM market_quote q
        LEFT JOIN (SELECT line.quote_id, sum(line.kg) AS kg, sum({_SUM}) AS minor, count(*) AS lines, max(line.number) AS highest,
                          min(line.number) AS lowest FROM market_quoteline line GROUP BY line.quote_id) s ON s.quote_id = q.id
        WHERE (q.kg, q.amount_minor) IS DISTINCT FROM (s.kg, s.minor) OR s.highest <> s.lines OR s.lowest <> 1
        """,
    ),
    RowCheck(
        name="a quoted line is its reservation: lot, kilograms, charge, price, currency, time",
        code="price_not_at_cost",
        sql=f"""
        SELECT jsonb_build_object('quote', q.id, 'line', line.number, 'reservation', line.reservation_id, 'kg', line.kg, 'reserved_kg', r.kg)
        FROM market_quoteline line
        JOIN market_quote q ON q.id = line.quote_id
        LEFT JOIN ledger_reservation r ON r.public_id = line.reservation_id
        LEFT JOIN ledger_lot lot ON lot.id = r.lot_id
        LEFT JOIN ledger_price p ON p.id = r.price_id
        WHERE line.reservation_id IS NOT NULL AND (
            (line.lot_id, line.kg, q.currency, {_CHARGED}, {_PER_T}) IS DISTINCT FROM (lot.public_id, r.kg, p.currency, {_RESERVED}, {_PRICE})
            OR r.expires_at < q.expires_at)
        """,
    ),
    RowCheck(
        name="a quote is consumed by exactly its order",
        code="total_mismatch",
        sql="""
        SELECT jsonb_build_object('quote', q.id, 'state', q.state, 'order', o.id)
        FROM market_quote q LEFT JOIN market_order o ON o.quote_id = q.id
        WHERE (q.state = 'CONSUMED') <> (o.id IS NOT NULL) OR q.state NOT IN ('OPEN', 'CONSUMED', 'LAPSED')
           OR o.organization_id <> q.organization_id
        UNION ALL
        SELECT jsonb_build_object('order', o.id, 'quote', o.quote_id) FROM market_order o
        WHERE NOT EXISTS (SELECT FROM market_quote q WHERE q.id = o.quote_id)
        """,
    ),
    RowCheck(
        name="an order stands where its last step led, and each step starts where the one before ended",
        code="total_mismatch",
        sql="""
        SELECT jsonb_build_object('order', o.id, 'state', o.state, 'last_step', t.to_state)
        FROM market_order o
        LEFT JOIN LATERAL (SELECT to_state FROM market_ordertransition WHERE order_id = o.id ORDER BY number DESC LIMIT 1) t ON true
        WHERE o.state IS DISTINCT FROM t.to_state
        UNION ALL
        SELECT jsonb_build_object('order', order_id, 'step', number, 'from', from_state, 'before', before)
        FROM (SELECT order_id, number, from_state, row_number() OVER steps AS place,
                     lag(to_state, 1, 'QUOTED') OVER steps AS before
              FROM market_ordertransition WINDOW steps AS (PARTITION BY order_id ORDER BY number)) s
        WHERE from_state <> before OR number <> place
        UNION ALL
        SELECT jsonb_build_object('order', t.order_id, 'step', t.number) FROM market_ordertransition t
        WHERE NOT EXISTS (SELECT FROM market_order o WHERE o.id = t.order_id)
        """,
    ),
    RowCheck(
        name="money adds up movement by movement, covers what is confirmed, and nothing is delivered unpaid",
        code="total_mismatch",
        sql="""
        SELECT jsonb_build_object('order', o.id, 'state', o.state, 'due_minor', q.amount_minor, 'here_minor', p.here)
        FROM market_order o LEFT JOIN market_quote q ON q.id = o.quote_id
        LEFT JOIN (SELECT order_id, sum(CASE kind WHEN 'RECEIVED' THEN amount_minor ELSE -amount_minor END) AS here,
                          min(currency) AS low, max(currency) AS high
                   FROM market_payment GROUP BY order_id) p ON p.order_id = o.id
        LEFT JOIN (SELECT line.quote_id, sum(swap.saved_minor) AS saved FROM market_substitution swap
                   JOIN market_quoteline line ON line.id = swap.line_id GROUP BY line.quote_id) s ON s.quote_id = q.id
        WHERE (o.state IN ('CONFIRMED', 'PARTIALLY_DELIVERED', 'DELIVERED', 'RETIRED')
               AND coalesce(p.here, 0) < q.amount_minor - coalesce(s.saved, 0))
           OR (o.state = 'AWAITING_FUNDS' AND p.here >= q.amount_minor)
           OR (p.order_id IS NOT NULL AND (p.low IS DISTINCT FROM q.currency OR p.high IS DISTINCT FROM q.currency))
        UNION ALL
        SELECT jsonb_build_object('payment', id, 'stated_minor', balance_minor, 'summed_minor', summed)
        FROM (SELECT id, number, balance_minor, kind, amount_minor, row_number() OVER movements AS place,
                     sum(CASE kind WHEN 'RECEIVED' THEN amount_minor ELSE -amount_minor END) OVER movements AS summed
              FROM market_payment WINDOW movements AS (PARTITION BY order_id ORDER BY number)) s
        WHERE balance_minor <> summed OR number <> place OR balance_minor < 0 OR amount_minor < 1
           OR kind NOT IN ('RECEIVED', 'REFUNDED')
        UNION ALL
        SELECT jsonb_build_object('payment', p.id, 'kind', p.kind) FROM market_payment p
        WHERE NOT EXISTS (SELECT FROM market_order o WHERE o.id = p.order_id)
        """,
    ),
    RowCheck(
        name="documents are numbered without a gap, an invoice is its order's total, credit notes never exceed it",
        code="total_mismatch",
        sql="""
        SELECT jsonb_build_object('kind', kind, 'documents', count(*), 'highest', max(sequence)) FROM market_document
        GROUP BY kind HAVING count(*) <> max(sequence) OR min(sequence) <> 1 OR count(DISTINCT sequence) <> count(*)
        UNION ALL
        SELECT jsonb_build_object('document', d.id, 'stated_minor', d.amount_minor, 'order_minor', q.amount_minor)
        FROM market_document d LEFT JOIN market_order o ON o.id = d.order_id LEFT JOIN market_quote q ON q.id = o.quote_id
        WHERE d.kind NOT IN ('INVOICE', 'CREDIT_NOTE') OR d.currency IS DISTINCT FROM q.currency
           OR (d.kind = 'INVOICE' AND d.amount_minor IS DISTINCT FROM q.amount_minor)
        UNION ALL
        SELECT jsonb_build_object('invoice', i.id, 'stated_minor', i.amount_minor, 'credited_minor', s.credited)
        FROM market_document i JOIN (SELECT reverses_id, sum(amount_minor) AS credited, bool_and(reason <> 'SUBSTITUTED') AS is_whole
            FROM market_document WHERE kind = 'CREDIT_NOTE' GROUP BY reverses_id) s ON s.reverses_id = i.id
        WHERE s.credited > i.amount_minor OR (s.is_whole AND s.credited <> i.amount_minor)
        """,
    ),
    RowCheck(
        name="a substitute is its reservation, of the line's mass, and saves what its charge is below the line's",
        code="total_mismatch",
        sql=f"""
        SELECT jsonb_build_object('line', swap.line_id, 'kg', swap.kg, 'saved_minor', swap.saved_minor)
        FROM market_substitution swap
        JOIN market_quoteline line ON line.id = swap.line_id
        JOIN market_quote q ON q.id = line.quote_id
        LEFT JOIN ledger_reservation r ON r.public_id = swap.reservation_id
        LEFT JOIN ledger_lot lot ON lot.id = r.lot_id
        LEFT JOIN ledger_price p ON p.id = r.price_id
        WHERE (swap.lot_id, swap.kg, q.currency, {_SWAPPED}) IS DISTINCT FROM (lot.public_id, r.kg, p.currency, {_RESERVED})
           OR swap.kg <> line.kg OR swap.saved_minor <> ({_SUM}) - ({_SWAP_SUM})
        """,
    ),
    RowCheck(
        name="allocations add up to their order",
        code="total_mismatch",
        sql="""
        SELECT jsonb_build_object('order', o.id, 'ordered_kg', q.kg, 'allocated_kg', sum(a.kg))
        FROM market_orderallocation a JOIN market_order o ON o.id = a.order_id JOIN market_quote q ON q.id = o.quote_id
        GROUP BY o.id, q.kg HAVING sum(a.kg) <> q.kg
        """,
    ),
    RowCheck(
        name="a delivery is its certificate: kilograms, retirement, posted reservations, order",
        code="total_mismatch",
        sql="""
        SELECT jsonb_build_object('delivery', d.id, 'stated_kg', d.kg, 'lines_kg', s.kg, 'certificate_kg', c.kg, 'posted', s.posted)
        FROM market_delivery d
        LEFT JOIN ledger_certificate c ON c.certificate_id = d.certificate_id AND c.replaces_id IS NULL
        LEFT JOIN ledger_entry e ON e.id = c.entry_id
        LEFT JOIN (
            SELECT dl.delivery_id, sum(line.kg) AS kg, count(*) AS lines, bool_and(x.outcome = 'POSTED') AS posted,
                   min(x.entry_id) AS low, max(x.entry_id) AS high, bool_and(q.id = o.quote_id) AS own
            FROM market_deliveryline dl
            JOIN market_quoteline line ON line.id = dl.line_id
            JOIN market_quote q ON q.id = line.quote_id
            JOIN market_delivery dd ON dd.id = dl.delivery_id
            LEFT JOIN market_order o ON o.id = dd.order_id
            LEFT JOIN market_substitution swap ON swap.line_id = line.id
            LEFT JOIN ledger_reservation r ON r.public_id = coalesce(swap.reservation_id, line.reservation_id)
            LEFT JOIN ledger_resolution x ON x.reservation_id = r.id
            GROUP BY dl.delivery_id) s ON s.delivery_id = d.id
        WHERE (d.kg, d.kg, d.retirement_id) IS DISTINCT FROM (s.kg, c.kg, c.retirement_id) OR s.posted IS DISTINCT FROM true
           OR s.low <> c.entry_id OR s.high <> c.entry_id OR s.own IS DISTINCT FROM true OR e.effective_at < d.effective_at - interval '1 day'
        UNION ALL
        SELECT jsonb_build_object('order', o.id, 'state', o.state, 'quoted_kg', q.kg, 'delivered_kg', s.kg)
        FROM market_order o JOIN market_quote q ON q.id = o.quote_id
        LEFT JOIN (SELECT order_id, sum(kg) AS kg, count(*) AS deliveries, max(number) AS highest FROM market_delivery GROUP BY order_id) s
            ON s.order_id = o.id
        WHERE (o.state IN ('DELIVERED', 'RETIRED') AND s.kg IS DISTINCT FROM q.kg)
           OR (o.state NOT IN ('PARTIALLY_DELIVERED', 'DELIVERED', 'RETIRED') AND s.kg IS NOT NULL) OR s.highest <> s.deliveries
        """,
    ),
    RowCheck(
        name="a certificate says what its order asked for",
        code="total_mismatch",
        sql="""
        SELECT jsonb_build_object('order', o.id, 'certificate', d.certificate_id, 'purpose', b.body -> 'purpose', 'beneficiary', b.body -> 'beneficiary')
        FROM market_delivery d
        JOIN market_order o ON o.id = d.order_id
        LEFT JOIN market_beneficiaryname n ON n.id = o.beneficiary_id
        JOIN ledger_certificate c ON c.certificate_id = d.certificate_id
        JOIN ledger_entry e ON e.id = c.entry_id
        CROSS JOIN LATERAL (SELECT convert_from(e.body, 'UTF8')::jsonb AS body) b
        WHERE b.body #>> '{purpose,code}' IS DISTINCT FROM o.purpose
           OR (b.body #>> '{purpose,claim_year}')::int IS DISTINCT FROM o.claim_year
           OR (b.body #>> '{purpose,period_start}')::date IS DISTINCT FROM o.period_start
           OR (b.body #>> '{purpose,period_end}')::date IS DISTINCT FROM o.period_end
           OR coalesce(b.body #>> '{purpose,note}', '') <> o.note
           OR coalesce(b.body #>> '{purpose,country}', '') <> o.claim_country
           OR coalesce(b.body #>> '{purpose,scope}', '') <> o.claim_scope
           OR (b.body -> 'beneficiary' ? 'display_name' AND (
                (b.body #>> '{beneficiary,display_name}', coalesce(b.body #>> '{beneficiary,legal_name}', ''),
                 coalesce(b.body #>> '{beneficiary,lei}', ''), coalesce(b.body #>> '{beneficiary,registration_number}', ''),
                 coalesce(b.body #>> '{beneficiary,domain}', ''), coalesce(b.body #>> '{beneficiary,country}', ''))
                IS DISTINCT FROM (n.display_name, n.legal_name, n.lei, n.registration_number, n.domain, n.country)))
           OR (NOT b.body -> 'beneficiary' ? 'display_name' AND (b.body #>> '{beneficiary,hidden_until}')::date IS DISTINCT FROM o.hidden_until)
        """,
    ),
    RowCheck(
        name="the public register's index is the log's certificates",
        code="total_mismatch",
        sql="""
        SELECT jsonb_build_object('log_index', r.log_index, 'certificate', r.certificate_id, 'kg', r.kg, 'certificate_kg', c.kg, 'leaf', l.log_index,
            'kind', r.unit_kind, 'certificate_kind', c.unit_kind)
        FROM market_registerrow r
        LEFT JOIN ledger_certificate c ON c.certificate_id = r.certificate_id
        LEFT JOIN ledger_leaf l ON l.entry_id = c.entry_id
        WHERE (r.log_index, r.kg, r.unit_kind) IS DISTINCT FROM (l.log_index, c.kg, c.unit_kind)
           OR r.is_in_force = EXISTS (SELECT FROM ledger_certificate newer JOIN ledger_leaf nl ON nl.entry_id = newer.entry_id
                WHERE newer.replaces_id = c.entry_id AND nl.log_index <= (SELECT last_index FROM market_registerplace))
        UNION ALL
        SELECT jsonb_build_object('certificate', c.certificate_id, 'log_index', l.log_index, 'indexed_to', p.last_index)
        FROM ledger_certificate c JOIN ledger_leaf l ON l.entry_id = c.entry_id CROSS JOIN market_registerplace p
        WHERE l.log_index <= p.last_index AND NOT EXISTS (SELECT FROM market_registerrow r WHERE r.certificate_id = c.certificate_id)
        UNION ALL
        SELECT jsonb_build_object('year', coalesce(y.year, s.year), 'kind', coalesce(y.unit_kind, s.unit_kind), 'stated', jsonb_build_array(y.kg, y.certificate_count), 'rows', jsonb_build_array(s.kg, s.certificates))
        FROM market_registeryear y
        FULL JOIN (SELECT year, unit_kind, sum(kg) AS kg, count(*) AS certificates FROM market_registerrow WHERE is_in_force
                   GROUP BY year, unit_kind) s ON s.year = y.year AND s.unit_kind = y.unit_kind
        WHERE (y.kg, y.certificate_count) IS DISTINCT FROM (s.kg, s.certificates) AND (y.certificate_count <> 0 OR s.certificates IS NOT NULL)
        """,
    ),
)


def audit_market(
    *, connection: psycopg.Connection, progress: Callable[[str], None] = lambda step: None
) -> Iterator[Finding]:
    """Yield what disagrees between quotes, orders, payments, deliveries, the register and the ledger.

    ``connection`` is in the caller's transaction. Writes nothing; does not raise for what it finds.
    """
    for check in MONEY_CHECKS:
        progress(check.name)
        for (facts,) in connection.execute(check.sql):
            yield Finding(code=check.code, check=check.name, facts=facts)
